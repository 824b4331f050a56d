//! The formats that programs read: what they say, that they say it to other programs, and that they come back.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set up its world has failed"
)]

#[path = "export/book.rs"]
mod book;
#[path = "data/calendar.rs"]
mod calendar;
#[path = "support/filled.rs"]
mod filled;
#[path = "data/import.rs"]
mod import;
#[path = "data/json.rs"]
mod json;
#[path = "data/lists.rs"]
mod lists;
#[path = "support/verbs.rs"]
mod verbs;

use book::World;
use matchbook::domain::change::Record;
use matchbook::export::{Content, Level, What, bytes, exporter};

/// What `format` writes of `what`.
fn written(world: &World, what: &What, format: &str) -> Vec<u8> {
    let content = Content::of(what, Level::Shared, &world.source()).unwrap();
    bytes(exporter(format).unwrap(), &content).unwrap()
}

fn tracker() -> What {
    What::Form {
        key: "tracker".into(),
    }
}

/// Texts that formats and terminals trip over.
const NAUGHTY: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m \u{7} \u{9b}1m",
    "a\u{0}b\u{7f}c\u{8}d",
    "one\r\ntwo\rthree\u{2028}four\tfive",
    "\u{202e}gnp.exe\u{202c} \u{2066}x\u{2069}",
    "zero\u{200b}width\u{feff}\u{2060} \u{e0041}",
    "👩‍👩‍👧‍👦 👍🏽 می‌خواهم",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\tTAB",
    "\rCR",
    "\nLF",
    "'quoted\"; , \\n",
    "<script>alert(1)</script> & ]]>",
    "BEGIN:VEVENT\r\nEND:VCALENDAR",
    "'); DROP TABLE goal;--",
    "_x000D_",
];

/// The world with `text` in every text of every record that is shared.
fn naughty(text: &str) -> World {
    let mut world = book::world();
    let records: Vec<_> = world
        .book
        .records()
        .map(|record| troubled(record, text))
        .collect();
    world.add(records);
    world
}

fn troubled(record: Record, text: &str) -> Record {
    let text = text.to_owned();
    match record {
        Record::Person(person) => matchbook::domain::person::Person {
            name: text.clone(),
            library: text,
            ..person
        }
        .into(),
        Record::Goal(goal) => matchbook::domain::goal::Goal {
            title: text.clone(),
            why: text.clone(),
            measure: text,
            ..goal
        }
        .into(),
        Record::Step(step) => matchbook::domain::goal::Step {
            title: text,
            ..step
        }
        .into(),
        Record::Meeting(meeting) => matchbook::domain::meeting::Meeting {
            title: text.clone(),
            topics: [text.clone()].into(),
            decisions: text.clone(),
            win: text,
            ..meeting
        }
        .into(),
        Record::Note(note) => matchbook::domain::meeting::Note { text, ..note }.into(),
        Record::Action(action) => matchbook::domain::action::Action {
            text: text.clone(),
            done_note: text,
            ..action
        }
        .into(),
        Record::Question(question) => matchbook::domain::idea::Question {
            text: text.clone(),
            answer: text,
            ..question
        }
        .into(),
        Record::Milestone(milestone) => matchbook::domain::programme::Milestone {
            title: text,
            ..milestone
        }
        .into(),
        Record::ListItem(item) => matchbook::domain::list::ListItem {
            title: text.clone(),
            note: text,
            ..item
        }
        .into(),
        Record::AgendaItem(item) => matchbook::domain::meeting::AgendaItem { text, ..item }.into(),
        Record::Answer(answer) => matchbook::domain::answer::Answer {
            question: text.clone(),
            value: text,
            ..answer
        }
        .into(),
        Record::Cycle(_)
        | Record::Progress(_)
        | Record::Evidence(_)
        | Record::PrivateNote(_)
        | Record::Activity(_)
        | Record::Prompt(_)
        | Record::Pulse(_)
        | Record::Response(_) => record,
    }
}

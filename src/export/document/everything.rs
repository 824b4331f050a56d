//! The whole shared book in one document: people, year, goals, log, actions, questions, activities, forms.

use super::builders::{
    fact, heading, list_of, name, new_document, table, table_of, titled, with_private_mark,
};
use super::form::forms;
use super::goal::goal;
use super::hours::monthly_totals;
use super::meeting::{MeetingLog, actions_table, question_blocks, tally};
use super::year::lists;
use super::{Block, Document, parse_markdown_below};
use crate::domain::dates;
use crate::domain::deck::ActivityState;
use crate::domain::person::Role;
use crate::export::shared_book::ExportView;
use crate::export::tables::DATES;

/// The document of all that the level of the export lets out.
pub fn everything(view: &ExportView) -> (Document, MeetingLog) {
    let book = &view.book;
    let mut document = new_document(view, "The whole book", view.today);
    let cycle = book.cycle();
    document
        .facts
        .extend(cycle.map(|it| fact("Period", dates::format_period(it.start, it.end))));
    document.facts.extend([
        fact("Together", view.year().totals().hours()),
        fact("Date", dates::format_date(view.today)),
    ]);
    let dates = book.milestones_in_order();
    let before = [
        titled(2, "People", people(view)),
        titled(
            2,
            "Dates of the year",
            table_of(view, &["Day", "What", "Done"], DATES, dates),
        ),
        goals(view),
        log_heading(view),
    ];
    document.blocks = before.into_iter().flatten().collect();
    let log = MeetingLog {
        at: document.blocks.len(),
        level: 3,
        meetings: book.log().rev().map(|meeting| meeting.id).collect(),
    };
    let after = [
        titled(2, "Actions", actions_table(view, &book.actions_in_order())),
        questions(view),
        titled(2, "Activities", activities(view)),
        lists(view),
        titled(2, "Cards of our own", cards(view)),
        hours(view),
        titled(2, with_private_mark("Pulse", true), pulses(view)),
        forms(view, 2),
    ];
    document.blocks.extend(after.into_iter().flatten());
    (document, log)
}

fn people(view: &ExportView) -> Option<Block> {
    let people = Role::ALL.iter().filter_map(|role| view.book.person(*role));
    let rows = people.map(|person| {
        let mut reached = vec![&*person.email, &*person.phone, &*person.reach];
        reached.retain(|text| !text.is_empty());
        vec![
            name(view, person.role).to_owned(),
            person.role.label().to_owned(),
            person.library.clone(),
            reached.join("; "),
        ]
    });
    table(&["Name", "Part", "Library", "Reached by"], rows)
}

fn goals(view: &ExportView) -> Vec<Block> {
    let goals = view.book.goals_in_order();
    let mut blocks = Vec::new();
    if !goals.is_empty() {
        blocks.extend([Block::PageBreak, heading(2, "Goals")]);
    }
    for (number, record) in (1..).zip(goals) {
        blocks.extend(goal(view, number, record, 3));
    }
    blocks
}

fn log_heading(view: &ExportView) -> Vec<Block> {
    if view.book.log().next().is_none() {
        return Vec::new();
    }
    let held: Vec<_> = view.book.held().collect();
    vec![
        Block::PageBreak,
        heading(2, "Meetings and contacts"),
        Block::text(format!("Held so far: {}.", tally(&held))),
    ]
}

/// Questions that belong to no meeting; those that do stand in its record.
fn questions(view: &ExportView) -> Vec<Block> {
    let mut questions = view.book.questions_in_order();
    questions.retain(|question| question.meeting.is_none());
    let blocks = question_blocks(view, &questions, 2);
    titled(2, "Questions for next time", blocks)
}

fn activities(view: &ExportView) -> Option<Block> {
    let marks = view.book.activities.values();
    let marks = marks.filter(|mark| mark.state != ActivityState::Untouched);
    list_of(marks.map(|mark| {
        let title = view.activity_title(&mark.key);
        let rating = mark
            .rating
            .map_or_else(String::new, |rating| format!(", rated {rating} of 5"));
        let state = format!("{title}: {}{rating}", mark.state.label().to_lowercase());
        with_markdown(state, &mark.note)
    }))
}

/// A list entry: a line and a text typed as Markdown below it.
fn with_markdown(line: impl Into<String>, below: &str) -> Vec<Block> {
    let mut entry = vec![Block::text(line)];
    entry.extend(parse_markdown_below(below, 3));
    entry
}

/// Activities and prompts that the pair wrote for itself.
fn cards(view: &ExportView) -> Option<Block> {
    let own = |text: &str, archived: bool| !text.is_empty() && !archived;
    let activities = view.book.activities.values();
    let activities = activities.filter(|card| own(&card.title, card.archived));
    let activities = activities.map(|card| {
        let mut entry = with_markdown(card.title.as_str(), &card.about);
        if !card.leaves.is_empty() {
            entry.push(Block::text(format!("It leaves: {}", card.leaves)));
        }
        entry
    });
    let prompts = view.book.prompts.values();
    let prompts = prompts.filter(|card| own(&card.text, card.archived));
    let prompts = prompts.map(|card| with_markdown(card.text.as_str(), &card.why));
    list_of(activities.chain(prompts))
}

/// The time together, month by month.
fn hours(view: &ExportView) -> Vec<Block> {
    let totals = view.year().totals();
    if totals.minutes == 0 {
        return Vec::new();
    }
    titled(2, "Hours together", monthly_totals(&totals))
}

/// Ratings of the match: only at the owner's level, because nobody else may read them.
fn pulses(view: &ExportView) -> Option<Block> {
    let rating = |value: Option<u8>| value.map_or_else(String::new, |value| value.to_string());
    let pulses = view.book.pulses_in_order().into_iter();
    let rows = pulses.filter(|_| view.for_owner()).map(|pulse| {
        let [contact, progress, trust] = pulse.ratings().map(rating);
        let date = dates::format_date(pulse.date);
        vec![date, contact, progress, trust, pulse.note.clone()]
    });
    let header = ["Day", "In touch", "On the way", "Open", "Note"];
    table(&header, rows)
}

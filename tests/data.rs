//! The formats that programs read: what they say, that they say it to other programs, and that they come back.

#![expect(
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "the counts are what is to be read, and a test that cannot set up its world has failed"
)]

#[path = "export/book.rs"]
mod book;
#[path = "data/calendar.rs"]
mod calendar;
#[path = "data/calendar_readers.rs"]
mod calendar_readers;
#[path = "data/days.rs"]
mod days;
#[path = "data/events.rs"]
mod events;
#[path = "support/export_bytes.rs"]
mod export_bytes;
#[path = "support/filled.rs"]
mod filled;
#[path = "data/foreign_lists.rs"]
mod foreign_lists;
#[path = "data/identity.rs"]
mod identity;
#[path = "data/import.rs"]
mod import;
#[path = "data/json.rs"]
mod json;
#[path = "data/lists.rs"]
mod lists;
#[path = "data/mutated.rs"]
mod mutated;
#[path = "data/mutated_lists.rs"]
mod mutated_lists;
#[path = "data/office.rs"]
mod office;
#[path = "data/others.rs"]
mod others;
#[path = "data/parcel.rs"]
mod parcel;
#[path = "data/privacy.rs"]
mod privacy;
#[path = "data/returned.rs"]
mod returned;
#[path = "support/skip.rs"]
mod skip;
#[path = "support/verbs.rs"]
mod verbs;

use book::World;
use export_bytes::export_bytes;
use matchbook::domain::change::Record;
use matchbook::export::{Content, ExportLevel, ExportSubject, exporter};

/// The output of a Python `script` about the file at `path`; none where there is no Python with `module`.
fn python(module: &str, script: &str, path: &std::path::Path) -> Option<String> {
    let python = skip::tool(&["python3"])?;
    let run = |script: &str| {
        let mut command = std::process::Command::new(&python);
        command.args(["-c", script]).arg(path).output().unwrap()
    };
    if !run(&format!("import {module}")).status.success() {
        skip::skip(module);
        return None;
    }
    let ran = run(script);
    assert!(ran.status.success(), "{ran:?}");
    Some(String::from_utf8(ran.stdout).unwrap())
}

/// What `format` writes of `what`: all of it, with two reminders.
fn written(world: &World, what: &ExportSubject, format: &str) -> Vec<u8> {
    let mut content = Content::of(what, ExportLevel::Shared, &world.source()).unwrap();
    content.options.with_done = true;
    content.options.reminders = vec![24 * 60, 30];
    export_bytes(exporter(format).unwrap(), &content).unwrap()
}

fn tracker() -> ExportSubject {
    ExportSubject::Form {
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

/// The record with `text` in each field that holds free text; keys, days and ids stay.
fn troubled(record: Record, text: &str) -> Record {
    let schema = record.kind().schema().to_value();
    let mut fields = record.fields();
    for (name, field) in schema["properties"].as_object().unwrap() {
        let is_key = [
            "key", "order", "subject", "form", "field", "program", "activity",
        ]
        .contains(&name.as_str());
        let is_free =
            field["type"] == "string" && field["pattern"].is_null() && field["format"].is_null();
        if is_free && field["enum"].is_null() && !is_key {
            fields.insert(name.clone(), text.into());
        }
        if name == "topics" {
            fields.insert(name.clone(), vec![text].into());
        }
    }
    Record::from_fields(record.kind(), record.id(), serde_json::Value::from(fields)).unwrap()
}

#[test]
fn counts_and_dates_only_are_without_words_in_every_format() {
    let world = naughty("kanarienvogel");
    for what in [
        tracker(),
        ExportSubject::Everything,
        ExportSubject::Hours,
        ExportSubject::Year,
    ] {
        for format in ["json", "csv", "ics"] {
            let format = exporter(format).unwrap();
            if !format.supports(&what) {
                continue;
            }
            let content = Content::of(&what, ExportLevel::Counts, &world.source()).unwrap();
            let text = String::from_utf8(export_bytes(format, &content).unwrap()).unwrap();
            assert!(
                !text.contains("kanarienvogel"),
                "{} {what:?}:\n{text}",
                format.id()
            );
        }
    }
}

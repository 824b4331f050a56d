//! The published schemas hold for what is printed, and name every field of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

use matchbook::catalog::Catalog;
use matchbook::cli::CliOutcome;
use matchbook::domain::change::{Change, Commit, Kind, Record};
use matchbook::domain::id::Id;
use matchbook::domain::list::ListKind;
use matchbook::env::Env;
use matchbook::problem::Exit;
use matchbook::store::{OpenMode, Store};
use proptest::prelude::*;
use serde_json::Value;

use crate::verbs::{Desk, NEW};
use crate::{LISTINGS, filled, sample, with_files};

fn schema(desk: &Desk, call: &str) -> Value {
    let schema = desk.json(&format!("schema {call}"));
    jsonschema::meta::validate(&schema).unwrap();
    schema
}

/// The same schema in which a field that it does not name is a fault.
fn strict(mut schema: Value) -> Value {
    fn close(schema: &mut Value) {
        match schema {
            Value::Object(parts) => {
                if parts.contains_key("properties") {
                    parts.insert("additionalProperties".to_owned(), false.into());
                }
                parts.values_mut().for_each(close);
            }
            Value::Array(parts) => parts.iter_mut().for_each(close),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    close(&mut schema);
    schema
}

fn faults(schema: &Value, printed: &Value) -> String {
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap();
    let faults: Vec<_> = validator
        .iter_errors(printed)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    faults.join("\n")
}

#[test]
fn what_is_printed_of_the_sample_year_is_what_the_schema_says() {
    let desk = sample();
    with_files(&desk);
    desk.done("backup");
    desk.done("pulse add 4 3 5");
    desk.done("goal archive 5");
    desk.done("list books archive 1");
    let mut empty = Vec::new();
    for (call, line) in LISTINGS {
        let printed = desk.json(line);
        let of_call = schema(&desk, call);
        let wrong = if *line == "schema goal list" {
            faults(&of_call, &printed)
        } else {
            faults(&strict(of_call), &printed)
        };
        assert_eq!(wrong, "", "{line}: {printed:#}");
        if printed.as_array().is_some_and(Vec::is_empty) {
            empty.push(*line);
        }
    }
    // The sample year is no book of the shelf, has no pause, and nobody else has changed it.
    assert_eq!(empty, ["shelf", "pause list", "pair versions"]);
}

#[test]
fn a_new_book_and_the_shelf_are_as_the_schema_says() {
    let desk = Desk::with_book();
    desk.done(&NEW.replace("--book year.matchbook", "--book home/year.matchbook"));
    let shelf = desk.json("shelf");
    assert_eq!(shelf.as_array().unwrap().len(), 1);
    with_files(&desk);
    desk.done("action add One");
    for (call, line) in LISTINGS {
        let ran = desk.line(&format!("{line} --json"));
        // What needs a goal or a meeting says that there is none.
        if ran.exit == 0 {
            let printed = serde_json::from_str(&ran.out).unwrap();
            let wrong = faults(&schema(&desk, call), &printed);
            assert_eq!(wrong, "", "{line}: {printed:#}");
        }
    }
}

#[test]
fn a_file_that_is_left_out_is_as_the_schema_says() {
    let desk = sample();
    with_files(&desk);
    for (add, list) in [
        ("program add program.toml", "program list"),
        ("deck add deck.toml", "deck list"),
    ] {
        let added = desk.json(add);
        let file = added["file"].as_str().unwrap();
        let folder = desk.path("");
        let file = file.replace("FOLDER", folder.to_str().unwrap());
        std::fs::write(file, "key = 1").unwrap();
        let printed = desk.json(list);
        assert!(printed.to_string().contains("line 1"), "{printed:#}");
        let wrong = faults(&strict(schema(&desk, list)), &printed);
        assert_eq!(wrong, "", "{list}: {printed:#}");
    }
}

#[test]
fn evidence_without_a_day_is_as_the_schema_says() {
    let desk = Desk::with_book();
    desk.done("goal add One");
    desk.done("goal evidence 1 add Flyer");
    let printed = desk.json("goal show 1");
    assert_eq!(printed["evidence"][0]["date"], Value::Null);
    let wrong = faults(&strict(schema(&desk, "goal show")), &printed);
    assert_eq!(wrong, "", "{printed:#}");
}

#[test]
fn a_change_is_as_the_schema_says() {
    let desk = sample();
    with_files(&desk);
    for (call, line) in [
        ("goal add", "goal add One"),
        ("goal step add", "goal step 1 add Two"),
        ("goal step reopen", "goal step 1 reopen 1"),
        ("goal evidence archive", "goal evidence 1 archive 1"),
        ("agenda", "agenda --add 'Three'"),
        ("agenda tick", "agenda tick 1"),
        ("log", "log --kind contact"),
        ("meeting plan", "meeting plan 'in 2 days'"),
        ("meeting series", "meeting series 'in 3 days'"),
        ("meeting move", "meeting move 1 'thu 3pm'"),
        ("question answer", "question answer 1 Yes"),
        ("list add", "list ideas add Four"),
        ("form fill", "form fill tracker contact-me=yes"),
        ("pulse add", "pulse add 4 3 5"),
        ("undo", "undo"),
        ("redo", "redo"),
        ("backup", "backup"),
        ("restore", "restore 1"),
        ("restore", "restore 1 --yes"),
        ("export", "export tracker -o tracker.md"),
        ("man", "man pages"),
        ("import", "import goals.csv"),
        ("share", "share --armor -o parcel.txt"),
        ("receive", "receive parcel.txt"),
        ("pair phrase", "pair phrase --new"),
        ("goal join", "goal join 1 2"),
    ] {
        let printed = desk.json(line);
        let wrong = faults(&schema(&desk, call), &printed);
        assert_eq!(wrong, "", "{line}: {printed:#}");
    }
}

#[test]
fn every_command_with_an_answer_is_held_against_its_schema() {
    let desk = Desk::new();
    let listed = desk.json("schema --list");
    for row in listed.as_array().unwrap() {
        let call = row["command"].as_str().unwrap();
        let is_tried = LISTINGS.iter().any(|(tried, _)| *tried == call);
        assert_eq!(row["answers"], is_tried, "{call}");
        schema(&desk, call);
    }
    let calls = listed.as_array().unwrap();
    let has = |call: &str| calls.iter().any(|row| row["command"] == call);
    assert!(has("goal list") && has("goal step add") && has("agenda"));
    assert!(!has("demo") && !has("goal") && !has("test-large"));
}

/// The program in this process: its answer as JSON, if it has one.
fn answer(args: &[&str]) -> Option<Value> {
    let mut env = Env::fixed("2026-11-22T10:00:00Z".parse().unwrap(), 7);
    env = env.with_clock_fixed_on(Catalog::new().sample().unwrap().today);
    let args: Vec<_> = ["matchbook", "--json"].iter().chain(args).collect();
    let args: Vec<_> = args.into_iter().map(OsString::from).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    match matchbook::cli::run(&args, env, &mut out, &mut err) {
        CliOutcome::Exit(Exit::Success | Exit::NotABook) => serde_json::from_slice(&out).ok(),
        CliOutcome::Exit(Exit::Failure) => None,
        ended @ (CliOutcome::Exit(_) | CliOutcome::Screen { .. }) => {
            panic!("{args:?}: {ended:?}, {}", String::from_utf8_lossy(&err))
        }
    }
}

/// Everything that is listed of a book, as commands with the schema each is held against.
fn listings_of_a_book() -> Vec<(&'static str, String)> {
    // Of the shelf and of files the tests above take care, with a home of their own.
    let of_book = |line: &str| {
        line != "shelf"
            && ![".toml", ".csv", ".parcel"]
                .iter()
                .any(|file| line.contains(file))
    };
    let mut lines: Vec<_> = LISTINGS
        .iter()
        .filter(|(_, line)| of_book(line))
        .map(|(call, line)| (*call, (*line).to_owned()))
        .collect();
    lines.extend((3..6).map(|number| ("goal show", format!("goal show {number}"))));
    lines.extend((5..9).map(|number| ("meeting show", format!("meeting show {number}"))));
    let forms = ["goal-sheet", "check", "wrap-up", "closing-record"];
    lines.extend(forms.map(|form| ("form show", format!("form show {form}"))));
    let lists = ListKind::ALL.iter().map(|list| list.key());
    lines.extend(lists.map(|list| ("list show", format!("list {list} show"))));
    lines
}

/// The fields that a record can do without, by kind: all but the links that say to what it belongs.
fn optional_fields() -> Vec<(Kind, String)> {
    let mut fields = Vec::new();
    for record in filled::records() {
        let named = record.fields().into_iter();
        let free = named.filter(|(name, value)| {
            let is_link = value.as_str().is_some_and(|id| id.parse::<Id>().is_ok());
            let kinds = match name.as_str() {
                "meeting" => [Kind::Action, Kind::ListItem, Kind::Question].as_slice(),
                "goal" => &[Kind::Answer],
                _ => &[],
            };
            !is_link || kinds.contains(&record.kind())
        });
        fields.extend(free.map(|(name, _)| (record.kind(), name)));
    }
    fields
}

/// Treatment of a field in the records of a book.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Kept,
    EmptyHereAndThere,
    Empty,
}

/// The records of the sample year and one of each kind with every field, some fields emptied.
fn emptied(records: &[Record], fates: &[((Kind, String), Fate)]) -> Vec<Change> {
    let changes = records.iter().enumerate().map(|(at, record)| {
        let mut fields = record.fields();
        for ((kind, name), fate) in fates {
            let empty = match fate {
                Fate::Kept => false,
                Fate::EmptyHereAndThere => at % 2 == 0,
                Fate::Empty => true,
            };
            if *kind == record.kind() && empty {
                fields.remove(name);
            }
        }
        let fields = Value::Object(fields);
        Change::create(Record::from_fields(record.kind(), record.id(), fields).unwrap())
    });
    changes.collect()
}

#[test]
fn the_answers_about_any_book_are_as_their_schemas_say() {
    let desk = sample();
    let path = desk.path("year.matchbook");
    let mut env = Env::fixed("2026-11-22T10:00:00Z".parse().unwrap(), 1);
    let sample = Store::open(&path, OpenMode::Read, &mut env).unwrap();
    let sample = sample.load_all().unwrap();
    let records: Vec<_> = sample.records().chain(filled::records()).collect();
    let listings = listings_of_a_book();
    let schema = |call: &str| {
        let args: Vec<_> = ["schema"].into_iter().chain(call.split(' ')).collect();
        strict(answer(&args).unwrap())
    };
    let schemas: BTreeMap<_, _> = listings
        .iter()
        .map(|(call, _)| (*call, schema(call)))
        .collect();
    let fields = optional_fields();
    let fate = || prop::sample::select(&[Fate::Kept, Fate::EmptyHereAndThere, Fate::Empty]);
    let cases = if std::env::var_os("MATCHBOOK_LONG").is_some() {
        200
    } else {
        3
    };
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(fates in prop::collection::vec(fate(), fields.len()))| {
        let fates: Vec<_> = fields.iter().cloned().zip(fates).collect();
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("any.matchbook");
        let commit = Commit::new("begun", env.now(), emptied(&records, &fates));
        drop(Store::create_with(&book, sample.identity, &[commit], &mut env.clone()).unwrap());
        let mut answered = BTreeSet::new();
        for (call, line) in &listings {
            let args = ["--book", book.to_str().unwrap()].into_iter().chain(line.split(' '));
            let Some(printed) = answer(&args.collect::<Vec<_>>()) else {
                continue;
            };
            answered.insert(*call);
            let wrong = faults(&schemas[call], &printed);
            prop_assert_eq!(wrong, "", "{}: {:#}", line, printed);
        }
        // Without a meeting ahead there is no agenda, and before the first parcel no phrase.
        let may_be_silent = ["agenda", "pair phrase"];
        let silent = |call: &&&str| !answered.contains(**call) && !may_be_silent.contains(*call);
        prop_assert_eq!(schemas.keys().find(silent), None);
    });
}

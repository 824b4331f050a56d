//! The published schemas hold for what is printed, and name every field of it.

use serde_json::Value;

use crate::verbs::{Desk, NEW};
use crate::{LISTINGS, sample, with_files};

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
    // The sample year is no book of the shelf.
    assert_eq!(empty, ["shelf"]);
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

//! JSON and its schema.

use matchbook::domain::change::Kind;
use matchbook::domain::sanitize::needs_sanitizing;
use matchbook::export::{ExportSubject, everything_schema, form_schema, log_schema};
use serde_json::{Value, json};

use super::book::world;
use super::{NAUGHTY, naughty, tracker, written};

fn json_of(what: &ExportSubject) -> Value {
    serde_json::from_slice(&written(&world(), what, "json")).unwrap()
}

fn holds(schema: &Value, instance: &Value) {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    let wrong: Vec<_> = validator
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_tracker_is_one_object_with_a_code_in_place_of_names() {
    let text = String::from_utf8(written(&world(), &tracker(), "json")).unwrap();
    insta::assert_snapshot!(text);
    assert!(
        !text.contains("Ångström") && !text.contains("דנה לוי"),
        "{text}"
    );
}

#[test]
fn everything_holds_every_kind_and_nothing_private() {
    let whole = json_of(&ExportSubject::Everything);
    assert_eq!(whole["format"], "matchbook.everything");
    assert_eq!(whole["version"], 1);
    for kind in Kind::ALL {
        assert!(whole["records"][kind.name()].is_array(), "{}", kind.name());
    }
    assert_eq!(whole["records"]["private_note"], json!([]));
    assert_eq!(whole["records"]["goal"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_written_is_what_the_schema_describes() {
    let schema = everything_schema();
    jsonschema::meta::validate(&schema).unwrap();
    holds(&schema, &json_of(&ExportSubject::Everything));
    let world = world();
    let schema = form_schema(&world.forms[0]);
    jsonschema::meta::validate(&schema).unwrap();
    holds(&schema, &json_of(&tracker()));
}

#[test]
fn the_schema_refuses_what_is_none_of_ours() {
    let validator = jsonschema::draft202012::new(&everything_schema()).unwrap();
    let mut whole = json_of(&ExportSubject::Everything);
    whole["records"]["goal"][0]["due"] = json!(7);
    assert!(!validator.is_valid(&whole));
    let mut whole = json_of(&ExportSubject::Everything);
    whole["version"] = json!(2);
    assert!(!validator.is_valid(&whole));
    assert!(!validator.is_valid(&json_of(&tracker())));
}

#[test]
fn a_schema_knows_every_field_of_every_record() {
    let schema = everything_schema();
    for record in crate::filled::records() {
        let known = &schema["$defs"][record.kind().name()]["properties"];
        for field in record.fields().keys() {
            assert!(known[field].is_object(), "{} {field}", record.kind().name());
        }
    }
}

#[test]
fn naughty_text_comes_back_as_it_was_and_cannot_act_on_a_terminal() {
    for text in NAUGHTY {
        let world = naughty(text);
        for what in [ExportSubject::Everything, tracker()] {
            let bytes = String::from_utf8(written(&world, &what, "json")).unwrap();
            assert!(!bytes.chars().any(needs_sanitizing), "{text:?}");
            let read: Value = serde_json::from_str(&bytes).unwrap();
            if what == ExportSubject::Everything {
                assert_eq!(read["records"]["goal"][0]["why"], *text);
            }
        }
    }
}

#[test]
fn the_hours_and_the_meetings_are_told_to_programs_as_their_schemas_say() {
    let log = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    for (what, name) in [(ExportSubject::Hours, "hours"), (log, "meetings")] {
        let schema = log_schema(name).unwrap();
        jsonschema::meta::validate(&schema).unwrap();
        let file = json_of(&what);
        holds(&schema, &file);
        assert_eq!(file["format"], format!("matchbook.{name}"));
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        assert!(!validator.is_valid(&json_of(&tracker())));
        let mut wrong = file.clone();
        wrong["mentee"] = json!(7);
        assert!(!validator.is_valid(&wrong));
    }
    assert_eq!(log_schema("year"), None);
}

#[test]
fn the_hours_of_the_year_hold_no_notes_and_the_meetings_hold_all_that_is_shared() {
    let hours = json_of(&ExportSubject::Hours);
    assert_eq!(
        (&hours["minutes"], &hours["held"][0]["minutes"]),
        (&json!(50), &json!(50))
    );
    assert_eq!(hours["held"].as_array().unwrap().len(), 2);
    let text = hours.to_string();
    assert!(
        !text.contains("notes") && !text.contains("decisions"),
        "{text}"
    );
    let meetings = json_of(&ExportSubject::Meetings {
        from: Some(super::book::day(2026, 12, 1)),
        to: Some(super::book::day(2026, 12, 1)),
    });
    let meetings = meetings["held"].as_array().unwrap();
    assert_eq!(meetings.len(), 1);
    assert_eq!(meetings[0]["goal_titles"], json!(["Start a STEM hour"]));
    assert!(!meetings[0]["notes_mentee"].as_str().unwrap().is_empty());
}

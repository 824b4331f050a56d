//! JSON and its schema.

use matchbook::domain::change::Kind;
use matchbook::domain::sanitize::needs_sanitizing;
use matchbook::export::{ExportSubject, everything_schema, form_schema};
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

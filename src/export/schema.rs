//! JSON Schema (2020-12) of the JSON exports: built from the kinds of record and from the questions of a form.

use serde_json::{Map, Value, json};

use super::json::{EVERYTHING, FORM, VERSION};
use super::request::ExportLevel;
use super::submission::BOTH;
use crate::domain::answer::ResponseState;
use crate::domain::change::Kind;
use crate::domain::form::{ChoiceOptions, Field, FieldKind, FormDef};
use crate::domain::person::Role;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Schema of the whole book's file.
pub fn everything_schema() -> Value {
    let mut definitions = Map::new();
    let mut kinds = Map::new();
    for kind in Kind::ALL {
        definitions.insert(kind.name().to_owned(), record(*kind));
        let items = json!({ "$ref": format!("#/$defs/{}", kind.name()) });
        kinds.insert(
            kind.name().to_owned(),
            json!({ "type": "array", "items": items }),
        );
    }
    json!({
        "$schema": DIALECT,
        "title": "matchbook: the whole shared book",
        "description": "Every record that may leave the book, by kind. What is empty is left out of a record. Fields and \
            kinds may be added within version 1.",
        "type": "object",
        "required": ["format", "version", "match", "role", "records"],
        "properties": {
            "format": { "const": EVERYTHING },
            "version": { "const": VERSION },
            "level": level(),
            "made": { "type": "string", "format": "date", "description": "The day the file was written." },
            "match": { "type": "string", "pattern": "^[0-9a-f]{32}$", "description": "Names the match; both books carry it." },
            "role": { "enum": keys(Role::ALL, Role::key), "description": "Whose book it is." },
            "program": {
                "type": "object",
                "required": ["key"],
                "properties": { "key": { "type": "string" }, "title": { "type": "string" } },
            },
            "records": { "type": "object", "properties": kinds },
        },
        "$defs": definitions,
    })
}

/// Schema of one record: its fields and its id.
fn record(kind: Kind) -> Value {
    let mut schema = kind.schema().to_value();
    for key in ["$schema", "title"] {
        schema.as_object_mut().map(|schema| schema.remove(key));
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for property in properties.values_mut().filter_map(Value::as_object_mut) {
            property.remove("default");
        }
        let id = json!({
            "type": "string",
            "pattern": "^[0-9a-f]{32}$",
            "description": "Identity of the record, the same for ever.",
        });
        properties.insert("id".to_owned(), id);
    }
    schema["required"] = json!(["id"]);
    schema
}

/// Schema of a file of the form `def`.
pub fn form_schema(def: &FormDef) -> Value {
    let fields = def.sections.iter().flat_map(|section| {
        section
            .fields
            .iter()
            .map(move |field| (field, section.per_goal))
    });
    let rules: Vec<_> = fields
        .filter(|(field, _)| !field.private)
        .map(|(field, per_goal)| rule(field, per_goal))
        .collect();
    let mut whose = keys(Role::ALL, Role::key);
    whose.push(BOTH);
    json!({
        "$schema": DIALECT,
        "title": format!("matchbook: {}", def.title),
        "description": "One form of one pair, without names. Fields may be added within version 1.",
        "type": "object",
        "required": [
            "format", "version", "program", "cycle", "pair", "role", "form", "form_version", "submitted", "answers",
        ],
        "properties": {
            "format": { "const": FORM },
            "version": { "const": VERSION },
            "level": level(),
            "program": { "type": "string", "description": "Key of the program." },
            "cycle": { "type": "string", "description": "The years the cycle runs through.", "examples": ["2026-2027"] },
            "pair": { "type": "string", "pattern": "^[0-9a-f]{8}$", "description": "A code that names nobody, the same in both books." },
            "role": { "enum": whose, "description": "Whose form it is." },
            "form": { "const": def.key },
            "form_version": { "type": "integer", "minimum": 0, "description": "The form's version when it was begun." },
            "state": { "enum": keys(ResponseState::ALL, ResponseState::key) },
            "submitted": { "type": "string", "format": "date", "description": "The day the file was written." },
            "answers": { "type": "array", "items": answer(&whose, rules) },
        },
    })
}

fn answer(whose: &[&str], rules: Vec<Value>) -> Value {
    let mut answer = json!({
        "type": "object",
        "required": ["question", "kind", "value_text", "value_number"],
        "properties": {
            "question": { "type": "string", "description": "Key of the question; the second and later goals add their number, as in “progress#2”." },
            "asked": { "type": "string", "description": "The question in the words in which it was asked." },
            "role": { "enum": whose, "description": "Who answered." },
            "kind": { "type": "string" },
            "value_text": { "type": "string", "description": "Labels of choices, days as 2027-04-01." },
            "value_number": { "type": ["integer", "null"], "description": "Ratings and numbers; 1 for yes, 0 for no." },
        },
    });
    if !rules.is_empty() {
        answer["allOf"] = rules.into();
    }
    answer
}

/// Schema of an answer to `field`.
fn rule(field: &Field, per_goal: bool) -> Value {
    let question = if per_goal {
        json!({ "pattern": format!("^{}(#[0-9]+)?$", field.key) })
    } else {
        json!({ "const": field.key })
    };
    let mut properties = Map::new();
    properties.insert(
        "kind".to_owned(),
        json!({ "enum": [field.kind.key(), "text"] }),
    );
    match &field.kind {
        FieldKind::Choice(ChoiceOptions::Listed(choices)) => {
            let labels: Vec<_> = choices.iter().map(|choice| &choice.label).collect();
            properties.insert("value_text".to_owned(), json!({ "examples": labels }));
        }
        FieldKind::Scale { low, high, .. } => {
            let range = json!({ "minimum": low, "maximum": high });
            properties.insert("value_number".to_owned(), range);
        }
        FieldKind::Number => {
            properties.insert("value_number".to_owned(), json!({ "minimum": 0 }));
        }
        FieldKind::YesNo => {
            properties.insert("value_number".to_owned(), json!({ "enum": [0, 1, null] }));
        }
        FieldKind::Line
        | FieldKind::Text
        | FieldKind::Choice(ChoiceOptions::From(_))
        | FieldKind::Choices(_)
        | FieldKind::Date { .. } => {}
    }
    json!({
        "if": { "properties": { "question": question }, "required": ["question"] },
        "then": { "description": field.label, "properties": properties },
    })
}

fn level() -> Value {
    json!({
        "enum": keys(ExportLevel::ALL, ExportLevel::key),
        "description": "How much of the book is in it: “counts” holds numbers, dates and choices, and what stands for a title \
            is none.",
    })
}

fn keys<T: Copy>(all: &[T], key: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| key(*value)).collect()
}

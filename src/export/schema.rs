//! JSON Schema (2020-12) of the JSON exports: built from the kinds of record and from the questions of a form.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::json::{EVERYTHING, FORM, HOURS, JsonEnvelope, MEETINGS, VERSION};
use super::log_json::{HeldHours, HeldMeeting, LogFile};
use super::request::ExportLevel;
use super::submission::{self, BOTH, STATES};
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

/// Schema of the file `hours` or `meetings`; none of any other.
pub fn log_schema(what: &str) -> Option<Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings
        .with(|it| it.inline_subschemas = true)
        .into_generator();
    let (format, schema) = match what {
        "hours" => (
            HOURS,
            generator.root_schema_for::<JsonEnvelope<LogFile<HeldHours>>>(),
        ),
        "meetings" => (
            MEETINGS,
            generator.root_schema_for::<JsonEnvelope<LogFile<HeldMeeting>>>(),
        ),
        _ => return None,
    };
    let mut schema = schema.to_value();
    schema["title"] = format!("matchbook: {what}").into();
    schema["description"] = "Fields may be added within version 1.".into();
    schema["properties"]["format"] = json!({ "const": format });
    schema["properties"]["version"] = json!({ "const": VERSION });
    schema["properties"]["level"] = level();
    Some(schema)
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
    let fields = def.sections.iter().flat_map(|section| &section.fields);
    let rules: Vec<_> = fields.filter(|field| !field.private).map(rule).collect();
    let mut whose = keys(Role::ALL, Role::key);
    whose.push(BOTH);
    with_standing(json!({
        "$schema": DIALECT,
        "title": format!("matchbook: {}", def.title),
        "description": "One form of one pair, with a code in place of names. Version 2: before it there was neither a goal nor a \
            day of finishing or signing, the state had other words, and value_number was whole. The columns of CSV are the same: the \
            form's own fields on every row, then those of an answer. Fields may be added within version 2.",
        "type": "object",
        "required": [
            "format", "version", "program", "cycle", "pair", "role", "form", "form_version", "state", "finished_on",
            "signed_on", "submitted", "answers",
        ],
        "properties": {
            "format": { "const": FORM },
            "version": { "const": submission::VERSION },
            "level": level(),
            "program": { "type": "string", "description": "Key of the program." },
            "cycle": { "type": "string", "description": "The years the cycle runs through.", "examples": ["2026-2027"] },
            "pair": { "type": "string", "pattern": "^[0-9a-f]{8}$", "description": "A code that names nobody, the same in both books." },
            "role": { "enum": whose, "description": "Whose form it is." },
            "form": { "const": def.key },
            "form_version": { "type": "integer", "minimum": 0, "description": "The form's version when it was begun." },
            "submitted": { "type": "string", "format": "date", "description": "The day the file was written." },
            "answers": { "type": "array", "items": answer(&whose, rules) },
        },
    }))
}

/// State of a form, of a file and of each answer in it.
fn standing() -> [(&'static str, Value); 3] {
    let day = |description: &str| json!({ "type": ["string", "null"], "format": "date", "description": description });
    let of = "Count what is finished or signed: a draft may still change.";
    [
        ("state", json!({ "enum": STATES, "description": of })),
        (
            "finished_on",
            day(
                "The day of the first signature, without one the day it was last written out; none for a draft.",
            ),
        ),
        (
            "signed_on",
            day("The day of the last signature, once all have signed."),
        ),
    ]
}

fn with_standing(mut schema: Value) -> Value {
    for (name, property) in standing() {
        schema["properties"][name] = property;
    }
    schema
}

fn answer(whose: &[&str], rules: Vec<Value>) -> Value {
    let mut answer = with_standing(json!({
        "type": "object",
        "required": ["question", "asked", "goal", "kind", "value_text", "value_number", "value_total", "value_unit"],
        "properties": {
            "question": { "type": "string", "description": "Key of the question." },
            "asked": { "type": "string", "description": "The question in the words in which it was asked." },
            "goal": { "type": ["integer", "null"], "minimum": 1, "description": "Number of the goal, meeting or action it is about, in this form." },
            "role": { "enum": whose, "description": "Who answered." },
            "kind": { "type": "string" },
            "value_text": { "type": "string", "description": "Labels of choices, days as 2027-04-01." },
            "value_number": { "type": ["number", "null"], "description": "Ratings, hours, days and counts; 1 for yes, 0 for no." },
            "value_total": { "type": ["number", "null"], "description": "All steps or actions, of which value_number are done." },
            "value_unit": { "type": "string", "description": "What is counted: hours, days, steps, or the unit of the question; empty for ratings, yes and no." },
            "about": { "type": ["string", "null"], "description": "Title of the goal, day of the meeting, or text of the action it is about." },
        },
    }));
    if !rules.is_empty() {
        answer["allOf"] = rules.into();
    }
    answer
}

/// Schema of an answer to `field`.
fn rule(field: &Field) -> Value {
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
        FieldKind::Scale(scale) => {
            let range = json!({ "minimum": scale.low, "maximum": scale.high });
            properties.insert("value_number".to_owned(), range);
        }
        FieldKind::Number(rule) => {
            let mut range = json!({ "minimum": rule.least.unwrap_or(0.0) });
            if let Some(most) = rule.most {
                range["maximum"] = most.into();
            }
            properties.insert("value_number".to_owned(), range);
        }
        FieldKind::YesNo => {
            properties.insert("value_number".to_owned(), json!({ "enum": [0, 1, null] }));
        }
        FieldKind::Line
        | FieldKind::Text
        | FieldKind::Choice(ChoiceOptions::From(_))
        | FieldKind::Choices(_)
        | FieldKind::Date { .. }
        | FieldKind::Rows(_)
        | FieldKind::Computed(_)
        | FieldKind::Statement => {}
    }
    json!({
        "if": { "properties": { "question": { "const": field.key } }, "required": ["question"] },
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

//! What the commands print as JSON, described to programs: the half of `matchbook schema` that is not about files.

use serde_json::{Map, Value, json};

use super::output::{Output, TextTable};
use super::reference::calls;
use super::shapes::{Printed, Shape, printed};
/// Lists the commands that can be described.
pub fn list() -> Output {
    let mut table = TextTable::new(&["Command", "What it prints"]);
    let mut json = Vec::new();
    for (call, Printed { answers, .. }) in described() {
        let what = if answers {
            "an answer"
        } else {
            "what was done"
        };
        table.row([call.clone(), what.to_owned()]);
        json.push(json!({ "command": call, "answers": answers }));
    }
    Output::answer(table.text(), serde_json::Value::from(json))
}

/// Every command that prints JSON with `--json`.
pub fn described() -> Vec<(String, Printed)> {
    let typed = super::json_schema::described();
    let described = calls().into_iter().filter_map(|call| {
        let typed = typed.iter().find(|row| row.command == call);
        let typed = typed.map(|row| Printed {
            answers: row.answers,
            shape: &Shape::Nothing,
        });
        typed
            .or_else(|| printed(&call))
            .map(|printed| (call, printed))
    });
    described.collect()
}

/// What `matchbook CALL --json` prints, as JSON Schema 2020-12; nothing if there is no such command or it prints none.
pub fn schema(call: &str) -> Option<Value> {
    if let Some(schema) = super::json_schema::of_command(call) {
        return Some(schema);
    }
    let described = described();
    let (_, printed) = described.iter().find(|(known, _)| known == call)?;
    let mut schema = rule(printed.shape);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = format!("matchbook {call} --json").into();
    schema["description"] = "Fields may be added; none is taken away or changes its kind.".into();
    Some(schema)
}

fn rule(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Whole => json!({ "type": "integer" }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Yes => json!({ "type": "boolean" }),
        Shape::Day => json!({ "type": "string", "format": "date" }),
        Shape::Moment => json!({ "type": "string", "format": "date-time" }),
        Shape::Id => json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }),
        Shape::Nothing => json!({ "type": "null" }),
        Shape::Word(words) => json!({ "enum": words() }),
        Shape::Maybe(shape) => either(&[rule(shape), rule(&Shape::Nothing)]),
        Shape::Either(shapes) => either(&shapes.iter().map(rule).collect::<Vec<_>>()),
        Shape::List(shape) => json!({ "type": "array", "items": rule(shape) }),
        Shape::Object(parts) => {
            let fields = || parts.iter().copied().flatten();
            let rules: Map<_, _> = fields()
                .map(|(name, shape)| ((*name).to_owned(), rule(shape)))
                .collect();
            let names: Vec<_> = fields().map(|(name, _)| *name).collect();
            json!({ "type": "object", "required": names, "properties": rules })
        }
    }
}

/// One of several; a plain type that may be missing is said on one line.
fn either(rules: &[Value]) -> Value {
    if let [first, second] = rules
        && let (Some(one), Some(other)) = (first["type"].as_str(), second["type"].as_str())
        && other == "null"
    {
        let mut both = first.clone();
        both["type"] = json!([one, other]);
        return both;
    }
    json!({ "anyOf": rules })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_described_but_those_that_print_no_json() {
        let described = described();
        let mut without = calls();
        without.retain(|call| !described.iter().any(|(known, _)| known == call));
        // The first opens the screen, the others print a text that is meant for another program.
        let texts = [
            "demo",
            "form example",
            "program example",
            "deck example",
            "completions",
        ];
        assert_eq!(without, texts);
    }
}

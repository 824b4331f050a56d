//! The JSON Schema of each command's `--json` output, made from the very types that are printed.
//!
//! Every noun names its commands in a table of its own, `ANSWERS`; a test holds the tables against the commands that clap
//! knows. The schemas of files are in [`super::schema`].

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use super::output::{Done, Output, TextTable};
use super::reference::calls;
use super::{
    action, agenda, agenda_line, book, card, date, deck, evidence, export, form, goal, guide,
    import, list, log, maintenance, meeting, person, program, pulse, question, reading, schema,
    search, shell, step, suggest, year,
};

/// A command and the type of its JSON.
#[derive(Clone, Copy, Debug)]
pub struct AnswerSchema {
    /// The words it is called by: `goal list`.
    pub command: &'static str,
    /// It answers and changes nothing.
    pub answers: bool,
    schema: fn(&mut SchemaGenerator) -> Schema,
}

/// A command that answers with a `T`.
pub const fn answer<T: JsonSchema>(command: &'static str) -> AnswerSchema {
    AnswerSchema {
        command,
        answers: true,
        schema: SchemaGenerator::subschema_for::<T>,
    }
}

/// A command that changes something and names the change, with a `T` beside it.
pub const fn done<T: JsonSchema>(command: &'static str) -> AnswerSchema {
    AnswerSchema {
        command,
        answers: false,
        schema: SchemaGenerator::subschema_for::<Done<T>>,
    }
}

/// One of the two, by the options of the command or by the row.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Either<A, B> {
    First(A),
    Second(B),
}

/// Every command that prints JSON, in the order of the help.
pub fn described() -> Vec<AnswerSchema> {
    let tables: &[&[AnswerSchema]] = &[
        action::ANSWERS,
        deck::ANSWERS,
        card::ANSWERS,
        list::ANSWERS,
        reading::ANSWERS,
        pulse::ANSWERS,
        person::ANSWERS,
        date::ANSWERS,
        year::ANSWERS,
        goal::ANSWERS,
        guide::ANSWERS,
        step::ANSWERS,
        evidence::ANSWERS,
        question::ANSWERS,
        agenda::ANSWERS,
        agenda_line::ANSWERS,
        meeting::ANSWERS,
        log::ANSWERS,
        suggest::ANSWERS,
        book::ANSWERS,
        export::ANSWERS,
        form::ANSWERS,
        import::ANSWERS,
        maintenance::ANSWERS,
        program::ANSWERS,
        schema::ANSWERS,
        search::ANSWERS,
        shell::ANSWERS,
    ];
    let find = |call: String| {
        let mut rows = tables.iter().copied().flatten();
        rows.find(|row| row.command == call).copied()
    };
    calls().into_iter().filter_map(find).collect()
}

/// A row of `schema --list`.
#[derive(Serialize, JsonSchema)]
pub struct DescribedCommand {
    command: &'static str,
    answers: bool,
}

/// Lists the commands that can be described.
pub fn list() -> Output {
    let mut table = TextTable::new(&["Command", "What it prints"]);
    let mut json = Vec::new();
    for AnswerSchema {
        command, answers, ..
    } in described()
    {
        let kind = if answers {
            "an answer"
        } else {
            "what was done"
        };
        table.row([command.to_owned(), kind.to_owned()]);
        json.push(DescribedCommand { command, answers });
    }
    Output::answer(table.text(), json)
}

/// The JSON Schema 2020-12 of `matchbook COMMAND --json`; none if there is no such command or it prints no JSON.
pub fn of_command(command: &str) -> Option<Value> {
    let row = described().into_iter().find(|row| row.command == command)?;
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.inline_subschemas = true);
    let mut schema = (row.schema)(&mut settings.into_generator()).to_value();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = format!("matchbook {command} --json").into();
    schema["description"] = "Fields may be added; none is taken away or changes its kind.".into();
    Some(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_described_but_those_that_print_no_json() {
        let described = described();
        let mut without = calls();
        without.retain(|call| !described.iter().any(|row| row.command == call));
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

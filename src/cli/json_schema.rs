//! The JSON Schema of each command's `--json` output, made from the very types that are printed.
//!
//! A test holds the table, [`ANSWERS`], against the commands that clap knows. The schemas of files are in
//! [`super::schema`].

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use super::output::{ChangedRecord, Done, Nothing, NumberedRow, Output, TextTable};
use super::reference::calls;
use super::{
    agenda, book, card, date, deck, export, fill, form_page, goal, guide, import, list,
    maintenance, meeting, person, program, program_page, pulse, reading, search, shell, step,
    suggest, user_files, year,
};
use crate::domain::action::Action;
use crate::domain::deck::{ActivityDef, PromptDef, Question};
use crate::domain::list::ListItem;
use crate::domain::meeting::Meeting;
use crate::import::ImportPlan;
use crate::store::CommitLine;

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
const fn answer<T: JsonSchema>(command: &'static str) -> AnswerSchema {
    AnswerSchema {
        command,
        answers: true,
        schema: SchemaGenerator::subschema_for::<T>,
    }
}

/// A command that changes something and names the change, with a `T` beside it.
const fn done<T: JsonSchema>(command: &'static str) -> AnswerSchema {
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

/// Every command that prints JSON.
const ANSWERS: &[AnswerSchema] = &[
    done::<book::NewBook>("new"),
    answer::<Vec<book::ShelfRow>>("shelf"),
    answer::<book::BookStatus>("status"),
    done::<goal::GoalNumber>("goal add"),
    answer::<Vec<goal::GoalRow>>("goal list"),
    answer::<goal::GoalPage>("goal show"),
    done::<goal::GoalNumber>("goal edit"),
    done::<goal::GoalNumber>("goal move"),
    done::<goal::GoalNumber>("goal progress"),
    done::<goal::GoalNumber>("goal status"),
    done::<goal::GoalNumber>("goal archive"),
    done::<step::StepNumber>("goal step add"),
    done::<step::StepNumber>("goal step done"),
    done::<step::StepNumber>("goal step reopen"),
    done::<step::StepNumber>("goal step edit"),
    done::<step::StepNumber>("goal step move"),
    done::<step::StepNumber>("goal step archive"),
    done::<goal::GoalNumber>("goal evidence add"),
    done::<goal::GoalNumber>("goal evidence edit"),
    done::<goal::GoalNumber>("goal evidence archive"),
    done::<Nothing>("meeting add"),
    answer::<Vec<NumberedRow<Meeting>>>("meeting list"),
    answer::<meeting::MeetingPage>("meeting show"),
    done::<Nothing>("meeting plan"),
    done::<meeting::PlannedSeries>("meeting series"),
    done::<meeting::MovedMeeting>("meeting move"),
    done::<ChangedRecord>("meeting sent"),
    done::<ChangedRecord>("meeting edit"),
    done::<ChangedRecord>("meeting archive"),
    done::<ChangedRecord>("meeting hold"),
    done::<ChangedRecord>("meeting cancel"),
    done::<Nothing>("log"),
    answer::<Vec<NumberedRow<Action>>>("action list"),
    done::<Nothing>("action add"),
    done::<ChangedRecord>("action done"),
    done::<ChangedRecord>("action edit"),
    done::<ChangedRecord>("action reopen"),
    done::<ChangedRecord>("action archive"),
    answer::<agenda::Agenda>("agenda"),
    done::<Nothing>("agenda tick"),
    done::<Nothing>("agenda edit"),
    done::<Nothing>("agenda move"),
    done::<Nothing>("agenda drop"),
    done::<ChangedRecord>("agenda sent"),
    done::<Nothing>("question add"),
    answer::<Vec<NumberedRow<Question>>>("question list"),
    done::<ChangedRecord>("question edit"),
    done::<ChangedRecord>("question answer"),
    done::<agenda::AgendaMeeting>("question pick"),
    done::<ChangedRecord>("question archive"),
    answer::<Vec<suggest::SuggestionRow>>("suggest"),
    answer::<Vec<card::IdeaRow>>("idea list"),
    done::<Nothing>("idea add"),
    done::<card::ChangedCard>("idea edit"),
    done::<agenda::AgendaMeeting>("idea use"),
    done::<card::ChangedCard>("idea state"),
    done::<card::ChangedCard>("idea rate"),
    done::<card::ChangedCard>("idea archive"),
    answer::<Vec<card::PromptRow>>("prompt list"),
    done::<Nothing>("prompt add"),
    done::<card::ChangedCard>("prompt edit"),
    done::<Either<card::ChangedCard, agenda::AgendaMeeting>>("prompt use"),
    done::<card::ChangedCard>("prompt archive"),
    answer::<Vec<list::ListRow>>("list"),
    answer::<Vec<NumberedRow<ListItem>>>("list show"),
    done::<list::AddedLine>("list add"),
    done::<ChangedRecord>("list edit"),
    done::<ChangedRecord>("list tick"),
    done::<ChangedRecord>("list archive"),
    answer::<Vec<reading::ReadingRow>>("reading list"),
    done::<reading::TickedTitle>("reading tick"),
    answer::<pulse::PulseList>("pulse list"),
    done::<Nothing>("pulse add"),
    done::<ChangedRecord>("pulse edit"),
    done::<ChangedRecord>("pulse archive"),
    answer::<Vec<date::DateRow>>("date list"),
    done::<date::AddedDate>("date add"),
    done::<date::MovedDate>("date move"),
    done::<ChangedRecord>("date rename"),
    done::<ChangedRecord>("date done"),
    done::<ChangedRecord>("date archive"),
    answer::<year::show::YearAnswer>("year show"),
    answer::<year::show::HoursAnswer>("year hours"),
    done::<Nothing>("year set"),
    answer::<year::YearLeft>("year left"),
    done::<year::StayingInTouch>("year stay"),
    done::<Nothing>("year close"),
    done::<year::StartedYear>("year next"),
    answer::<Vec<person::PersonRow>>("person list"),
    done::<person::ChangedPerson>("person edit"),
    answer::<Vec<form_page::FormRow>>("form list"),
    answer::<form_page::FormPage>("form show"),
    done::<fill::FilledForm>("form fill"),
    done::<fill::ChangedForm>("form complete"),
    done::<fill::ChangedForm>("form sign"),
    done::<fill::ChangedForm>("form reopen"),
    answer::<user_files::FileCheck>("form check"),
    done::<user_files::FileAdded>("form add"),
    answer::<Vec<user_files::ListedFile<program::ProgramRow>>>("program list"),
    answer::<program_page::ProgramAnswer>("program show"),
    answer::<user_files::FileCheck>("program check"),
    done::<user_files::FileAdded>("program add"),
    answer::<Vec<user_files::ListedFile<deck::GroupRow>>>("deck list"),
    answer::<Vec<Either<deck::CardRow<PromptDef>, deck::CardRow<ActivityDef>>>>("deck show"),
    answer::<user_files::FileCheck>("deck check"),
    done::<user_files::FileAdded>("deck add"),
    done::<export::ExportedFile>("export"),
    answer::<Either<Done<import::Imported>, ImportPlan>>("import"),
    answer::<Either<Vec<DescribedCommand>, Value>>("schema"),
    answer::<Vec<search::HitRow>>("search"),
    done::<maintenance::ReversedChange>("undo"),
    done::<maintenance::ReversedChange>("redo"),
    answer::<Vec<CommitLine>>("history"),
    answer::<Either<Done<maintenance::NewBackup>, Vec<maintenance::BackupRow>>>("backup"),
    answer::<
        Either<
            Vec<maintenance::BackupRow>,
            Either<maintenance::RestorePreview, Done<maintenance::Restored>>,
        >,
    >("restore"),
    answer::<maintenance::CheckedBook>("check"),
    answer::<Either<guide::GuidePage, Vec<guide::GuideRow>>>("guide"),
    done::<shell::WrittenPages>("man"),
];

/// Every command that prints JSON, in the order of the help.
pub fn described() -> Vec<AnswerSchema> {
    let find = |call: String| ANSWERS.iter().find(|row| row.command == call).copied();
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

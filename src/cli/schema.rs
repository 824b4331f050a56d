//! `matchbook schema`: the JSON of files and commands, described for whoever writes a program that reads it. That of a
//! command's `--json` is made from the very types that are printed: by a test, so that the program need not know how.

use clap::Args;
use schemars::JsonSchema;
#[cfg(test)]
use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use super::output::{ChangedRecord, Done, Either, MovedRecord, Nothing, NumberedRow, Output};
use super::reference::calls;
use super::session::{BookAnswer, CliSession};
use super::user_files::{CheckedFile, FileAdded, ListedFile};
use super::{
    agenda, archived, asked_form, book, call, card, date, deck, exchange, export, fill, form, goal,
    guide, import, list, maintenance, meeting, pair, pause, person, program, pulse, reading,
    search, settings, shelf, shell, suggest, today, year,
};
use crate::catalog::{CatalogError, Guide};
use crate::domain::action::Action;
use crate::domain::deck::{ActivityDef, PromptDef, Question};
use crate::domain::list::ListItem;
use crate::domain::meeting::Meeting;
use crate::domain::packed::stored_schema;
use crate::domain::sanitize::sanitize_line;
use crate::export::form_schema;
use crate::import::ImportPlan;
use crate::problem::Problem;
use crate::store::CommitLine;

/// The file or command to describe.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// What: the file everything, hours or meetings, a form by its key (tracker, goal-sheet), a file of a form of your own
    /// (form-file), or a command (goal list)
    #[arg(required_unless_present = "list", value_name = "WHAT")]
    what: Vec<String>,
    /// List the commands that can be described
    #[arg(long, conflicts_with = "what")]
    list: bool,
}

/// The verbs of a noun that print the same kind of JSON.
struct AnswerSchema {
    noun: &'static str,
    /// Separated by blanks; empty if the noun itself is the command.
    verbs: &'static str,
    answers: bool,
    #[cfg(test)]
    schema: fn(&mut SchemaGenerator) -> Schema,
}

/// Commands that answer with a `T`.
#[cfg_attr(
    not(test),
    expect(
        clippy::extra_unused_type_parameters,
        reason = "only a test makes the schema of it"
    )
)]
const fn answer<T: JsonSchema>(noun: &'static str, verbs: &'static str) -> AnswerSchema {
    AnswerSchema {
        noun,
        verbs,
        answers: true,
        #[cfg(test)]
        schema: SchemaGenerator::subschema_for::<T>,
    }
}

/// Lists that answer with a `T`, and with what is archived where that is asked for.
const fn answer_or_archived<T: JsonSchema>(
    noun: &'static str,
    verbs: &'static str,
) -> AnswerSchema {
    answer::<Either<T, Vec<archived::ArchivedRow>>>(noun, verbs)
}

/// Commands that change something and name the change, with a `T` beside it.
const fn done<T: JsonSchema>(noun: &'static str, verbs: &'static str) -> AnswerSchema {
    AnswerSchema {
        answers: false,
        ..answer::<Done<T>>(noun, verbs)
    }
}

/// Every command that prints JSON; a test holds the table against the commands that clap knows.
const ANSWERS: &[AnswerSchema] = &[
    done::<book::NewBook>("new", ""),
    answer::<Vec<shelf::ShelfRow>>("shelf", ""),
    done::<shelf::ArchivedBook>("shelf", "archive put-back"),
    answer::<Either<book::BookStatus, Vec<BookAnswer<book::BookStatus>>>>("status", ""),
    answer::<Vec<BookAnswer<today::TodayPage>>>("today", ""),
    done::<Nothing>("log", ""),
    done::<goal::GoalNumber>("goal", "add edit move progress status join archive"),
    answer_or_archived::<Vec<goal::GoalRow>>("goal", "list"),
    answer::<goal::GoalPage>("goal", "show"),
    done::<goal::StepNumber>("goal step", "add done reopen edit move archive"),
    done::<goal::GoalNumber>("goal evidence", "add edit archive"),
    done::<Nothing>("meeting", "add plan"),
    answer_or_archived::<Vec<NumberedRow<Meeting>>>("meeting", "list"),
    answer::<meeting::MeetingPage>("meeting", "show"),
    done::<meeting::PlannedSeries>("meeting", "series"),
    done::<MovedRecord>("meeting", "move"),
    done::<ChangedRecord>("meeting", "sent edit private archive hold cancel"),
    done::<call::HeldCall>("call", ""),
    done::<Nothing>("action", "add"),
    answer_or_archived::<Vec<NumberedRow<Action>>>("action", "list"),
    done::<ChangedRecord>("action", "done edit reopen archive"),
    answer::<agenda::Agenda>("agenda", ""),
    done::<Nothing>("agenda", "tick edit move drop"),
    done::<ChangedRecord>("agenda", "sent"),
    done::<Nothing>("question", "add"),
    answer_or_archived::<Vec<NumberedRow<Question>>>("question", "list"),
    done::<ChangedRecord>("question", "edit answer archive"),
    done::<agenda::AgendaMeeting>("question", "pick"),
    answer::<Vec<suggest::SuggestionRow>>("suggest", ""),
    answer_or_archived::<Vec<card::IdeaRow>>("idea", "list"),
    done::<Nothing>("idea", "add"),
    done::<card::ChangedCard>("idea", "edit state rate archive"),
    done::<agenda::AgendaMeeting>("idea", "use"),
    answer_or_archived::<Vec<card::PromptRow>>("prompt", "list"),
    done::<Nothing>("prompt", "add"),
    done::<card::ChangedCard>("prompt", "edit archive"),
    done::<Either<card::ChangedCard, agenda::AgendaMeeting>>("prompt", "use"),
    answer::<Vec<list::ListRow>>("list", ""),
    answer_or_archived::<Vec<NumberedRow<ListItem>>>("list", "show"),
    done::<list::AddedLine>("list", "add"),
    done::<ChangedRecord>("list", "edit tick archive"),
    answer::<Vec<reading::ReadingRow>>("reading", "list"),
    done::<reading::TickedTitle>("reading", "tick"),
    done::<Nothing>("pulse", "add"),
    answer_or_archived::<pulse::PulseList>("pulse", "list"),
    done::<ChangedRecord>("pulse", "edit archive"),
    answer_or_archived::<Vec<date::DateRow>>("date", "list"),
    done::<date::AddedDate>("date", "add"),
    done::<pause::PausedYear>("pause", ""),
    answer_or_archived::<Vec<pause::PauseRow>>("pause", "list"),
    done::<pause::PausedYear>("pause", "end edit"),
    done::<ChangedRecord>("pause", "archive"),
    done::<MovedRecord>("date", "move"),
    done::<ChangedRecord>("date", "rename done archive"),
    answer::<year::show::YearAnswer>("year", "show"),
    answer::<year::show::HoursAnswer>("year", "hours"),
    done::<Nothing>("year", "set close"),
    answer::<year::YearLeft>("year", "left"),
    done::<year::StayingInTouch>("year", "stay"),
    done::<year::StartedYear>("year", "next"),
    done::<pair::CorrectedMatch>("match", "edit"),
    answer::<Vec<person::PersonRow>>("person", "list"),
    done::<person::ChangedPerson>("person", "edit"),
    answer::<Vec<form::FormRow>>("form", "list"),
    answer::<form::FormPage>("form", "show"),
    done::<fill::FilledForm>("form", "fill"),
    done::<asked_form::ChangedForm>("form", "complete sign reopen ask archive"),
    answer::<CheckedFile>("form", "check"),
    done::<FileAdded>("form", "add"),
    answer::<Vec<ListedFile<program::ProgramRow>>>("program", "list"),
    answer::<program::ProgramAnswer>("program", "show"),
    answer::<Either<program::ProgramChanged, Done<program::ProgramChanged>>>("program", "use"),
    answer::<CheckedFile>("program", "check"),
    done::<FileAdded>("program", "add"),
    answer::<Vec<ListedFile<deck::DeckGroup>>>("deck", "list"),
    answer::<Vec<Either<deck::CardRow<PromptDef>, deck::CardRow<ActivityDef>>>>("deck", "show"),
    answer::<CheckedFile>("deck", "check"),
    done::<FileAdded>("deck", "add"),
    done::<export::ExportedFile>("export", ""),
    answer::<Either<Done<import::Imported>, ImportPlan>>("import", ""),
    done::<exchange::WrittenParcel>("share", ""),
    answer::<exchange::ReceiveAnswer>("receive", ""),
    answer::<exchange::PairPage>("pair", "show"),
    answer::<exchange::PhraseAnswer>("pair", "phrase"),
    answer::<exchange::HeldSet>("pair", "fingerprint"),
    answer::<Vec<exchange::VersionsRow>>("pair", "versions"),
    done::<ChangedRecord>("pair", "pick"),
    answer::<Either<Vec<DescribedCommand>, Value>>("schema", ""),
    answer::<Vec<search::HitRow>>("search", ""),
    answer::<Either<Vec<archived::ArchivedRow>, Done<ChangedRecord>>>("put-back", ""),
    done::<maintenance::ReversedChange>("undo", ""),
    done::<maintenance::ReversedChange>("redo", ""),
    answer::<Vec<CommitLine>>("history", ""),
    answer::<Either<Done<maintenance::NewBackup>, Vec<maintenance::BackupRow>>>("backup", ""),
    answer::<
        Either<
            Vec<maintenance::BackupRow>,
            Either<maintenance::RestoredCopy, Done<maintenance::RestoredCopy>>,
        >,
    >("restore", ""),
    answer::<maintenance::CheckedBook>("check", ""),
    answer::<Either<Guide, Vec<guide::GuideRow>>>("guide", ""),
    answer::<Vec<settings::SettingRow>>("settings", ""),
    done::<shell::WrittenPages>("man", ""),
];

/// A command that prints JSON.
#[derive(Serialize, JsonSchema)]
pub struct DescribedCommand {
    /// The words it is called by: `goal list`.
    pub command: String,
    /// It answers and changes nothing.
    answers: bool,
    #[cfg(test)]
    #[serde(skip)]
    schema: fn(&mut SchemaGenerator) -> Schema,
}

/// Every command that prints JSON, in the order of the help.
fn described() -> Vec<DescribedCommand> {
    let describe = |command: String| {
        let row = ANSWERS.iter().find(|row| {
            let mut verbs = row.verbs.split(' ');
            verbs.any(|verb| format!("{} {verb}", row.noun).trim_end() == command)
        })?;
        Some(DescribedCommand {
            command,
            answers: row.answers,
            #[cfg(test)]
            schema: row.schema,
        })
    };
    calls().into_iter().filter_map(describe).collect()
}

/// Lists the commands that can be described.
fn list() -> Output {
    let cells = |row: &DescribedCommand| {
        let kind = if row.answers {
            "an answer"
        } else {
            "what was done"
        };
        [row.command.clone(), kind.to_owned()]
    };
    Output::table(&["Command", "What it prints"], described(), cells, "")
}

/// Prints the JSON Schema of what `export WHAT --format json` writes, or of what `COMMAND --json` prints.
pub fn run(args: &SchemaArgs, session: &CliSession) -> Result<Output, Problem> {
    if args.list {
        return Ok(list());
    }
    let what = args.what.join(" ");
    let schema = match stored_schema(&what) {
        Some(schema) => schema,
        None => of_form(&what, session)?,
    };
    Ok(Output::answer(format!("{schema:#}"), schema))
}

fn of_form(what: &str, session: &CliSession) -> Result<Value, Problem> {
    let found = session.catalog.form(what);
    let forms = match &found {
        Err(CatalogError::Unknown { known, .. }) => known.clone(),
        Ok(_) | Err(CatalogError::Invalid { .. } | CatalogError::Unreadable { .. }) => Vec::new(),
    };
    // The editors of goals and meetings are forms, too, but no file is made of them.
    let is_file = |key: &str| !key.starts_with("editor-");
    let form = found.ok().filter(|form| is_file(&form.key));
    let form = form.ok_or_else(|| {
        let commands = described();
        let known = commands.iter().map(|row| &*row.command);
        let forms = forms.iter().map(String::as_str).filter(|key| is_file(key));
        let known = known.chain(forms).chain(["everything", "form-file", "hours", "meetings"]);
        let message = format!("There is no “{}” to describe.", sanitize_line(what));
        let hint = "Say “everything”, “hours”, “meetings”, “form-file”, the key of a form, or a command; “matchbook form list” shows \
             the forms, “matchbook schema --list” the commands.";
        Problem::unknown(message, what, known, hint)
    })?;
    if form.is_private() {
        let message = format!("“{}” is private: it never leaves a book.", form.title);
        return Err(Problem::new(message).hint("No file is made of it."));
    }
    Ok(form_schema(&form))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use schemars::generate::SchemaSettings;

    use super::*;
    use crate::domain::form::FormDef;
    use crate::export::{everything_schema, log_schema};

    /// The JSON Schema 2020-12 of `matchbook COMMAND --json`.
    fn of_command(row: &DescribedCommand) -> Value {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let settings = settings.with(|settings| settings.inline_subschemas = true);
        let mut schema = (row.schema)(&mut settings.into_generator()).to_value();
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
        schema["title"] = format!("matchbook {} --json", row.command).into();
        schema["description"] =
            "Fields may be added; none is taken away or changes its kind.".into();
        schema
    }

    /// The JSON Schema of a form's data file, which editors of TOML check it by.
    fn form_file_schema() -> Value {
        let settings = SchemaSettings::draft2020_12().for_deserialize();
        let settings = settings.with(|settings| settings.inline_subschemas = true);
        let generator = settings.into_generator();
        let mut schema = generator.into_root_schema_for::<FormDef>().to_value();
        schema["title"] = "matchbook: a form of one's own".into();
        schema
    }

    #[test]
    fn the_stored_schemas_are_those_of_the_types() {
        let mut made = vec![("everything".to_owned(), everything_schema())];
        for name in ["hours", "meetings"] {
            made.push((name.to_owned(), log_schema(name).unwrap()));
        }
        made.push(("form-file".to_owned(), form_file_schema()));
        let commands = described().into_iter();
        made.extend(commands.map(|row| (row.command.clone(), of_command(&row))));
        if env::var_os("UPDATE_DOCS").is_some() {
            let lines = made
                .iter()
                .map(|(name, schema)| format!("{name}: {schema}\n"));
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schemas.txt");
            return fs::write(file, lines.collect::<String>()).unwrap();
        }
        for (name, schema) in made {
            let is_same = stored_schema(&name).as_ref() == Some(&schema);
            assert!(is_same, "{name}: UPDATE_DOCS=1 cargo test --lib schema");
        }
    }

    #[test]
    fn every_command_is_described_but_those_that_print_no_json() {
        let described = described();
        let mut without = calls();
        without.retain(|call| !described.iter().any(|row| &row.command == call));
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

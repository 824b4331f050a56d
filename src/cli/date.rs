//! `matchbook date`: the dates of the year, the program's and the pair's own.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{ChangedRecord, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::ops::{self, OpContext, Refusal, year};
use crate::domain::person::Owner;
use crate::domain::program::Milestone;
use crate::problem::Problem;

/// Commands about the dates of the year. Each has the number that `date list` shows.
#[derive(Debug, Subcommand)]
pub enum DateVerb {
    /// List the dates with the days left, whose they are and which form is due
    #[command(after_help = "Example:
  matchbook date list --json")]
    List,
    /// Add a date of your own
    #[command(after_help = "Example:
  matchbook date add \"Visit to the other library\" \"march 3\"")]
    Add {
        /// What falls on the day
        title: String,
        /// The day, as you would say it
        day: String,
    },
    /// Move a date to another day
    #[command(after_help = "Example:
  matchbook date move 2 \"april 15\"")]
    Move {
        /// Number of the date
        number: usize,
        /// The day, as you would say it
        day: String,
    },
    /// Give a date another title
    #[command(after_help = "Example:
  matchbook date rename 2 \"Tracker to the office\"")]
    Rename {
        /// Number of the date
        number: usize,
        /// What falls on the day
        title: String,
    },
    /// Mark a date as dealt with; once more takes the mark back
    #[command(after_help = "Example:
  matchbook date done 1")]
    Done {
        /// Number of the date
        number: usize,
    },
    /// Archive a date; undo puts it back
    #[command(after_help = "Example:
  matchbook date archive 4")]
    Archive {
        /// Number of the date
        number: usize,
    },
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<DateRow<'static>>>("date list"),
    done::<AddedDate>("date add"),
    done::<MovedDate>("date move"),
    done::<ChangedRecord>("date rename"),
    done::<ChangedRecord>("date done"),
    done::<ChangedRecord>("date archive"),
];

/// A date of the year.
#[derive(Serialize, JsonSchema)]
pub struct DateRow<'a> {
    number: usize,
    id: Id,
    #[serde(flatten)]
    date: &'a Milestone,
    /// Days until it; negative once it has gone by.
    days_left: i64,
    owner: Owner,
    /// Key of the form that is due.
    form: Option<&'a str>,
    about: Option<&'a str>,
    own: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct AddedDate {
    date: NaiveDate,
}

#[derive(Serialize, JsonSchema)]
pub struct MovedDate {
    id: Id,
    date: NaiveDate,
}

/// Does `verb`.
pub fn run(verb: &DateVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        DateVerb::List => list(session),
        DateVerb::Add { title, day } => session.change(|opened, session| {
            let date = read(day, &opened.book, session)?;
            let mut answers = Answers::of("title", title);
            answers.set_day("date", Some(date), None);
            let mut ctx = session.env.op_context();
            let commit = ops::add::<Milestone>(&opened.book, None, &answers, &mut ctx)?;
            Ok(ChangeReport::new(commit, AddedDate { date }))
        }),
        DateVerb::Move { number, day } => session.change(|opened, session| {
            let id = find(&opened.book, *number)?.id;
            let date = read(day, &opened.book, session)?;
            let mut ctx = session.env.op_context();
            let commit = year::move_milestone(&opened.book, id, date, &mut ctx)?;
            Ok(ChangeReport::new(commit, MovedDate { id, date }))
        }),
        DateVerb::Rename { number, title } => change(*number, session, |book, id, ctx| {
            year::rename_milestone(book, id, title, ctx)
        }),
        DateVerb::Done { number } => change(*number, session, |book, id, ctx| {
            ops::tick(book, Kind::Milestone, id, ctx)
        }),
        DateVerb::Archive { number } => change(*number, session, |book, id, ctx| {
            ops::archive(book, Kind::Milestone, id, ctx)
        })
        .map(|output| output.note(UNDO_RESTORES)),
    }
}

/// Saves the commit that `operation` makes of the date with this number.
fn change(
    number: usize,
    session: &mut CliSession,
    operation: impl FnOnce(&Book, Id, &mut OpContext) -> Result<Commit, Refusal>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let id = find(&opened.book, number)?.id;
        let commit = operation(&opened.book, id, &mut session.env.op_context())?;
        Ok(ChangeReport::new(commit, ChangedRecord { id }))
    })
}

fn find(book: &Book, number: usize) -> Result<&Milestone, Problem> {
    by_number(&book.milestones_in_order(), number, "date", "date list")
}

/// The day that was typed, as the editor of a date reads it.
fn read(typed: &str, book: &Book, session: &CliSession) -> Result<NaiveDate, Problem> {
    let mut editor = CliEditor::open(session, book, "editor-milestone")?;
    editor.set("date", "DAY", Some(typed))?;
    editor.answers.day("date").ok_or_else(|| {
        Problem::new("The day is missing.").hint("Say it as you would: “march 3”, “in 2 weeks”.")
    })
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    const KINDS_NEEDED: [Kind; 3] = [Kind::Milestone, Kind::Cycle, Kind::Person];
    let LoadedBook { book, .. } = session.open_read_only(&KINDS_NEEDED)?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let mut table = TextTable::new(&["No", "Day", "Left", "Whose", "Form", "Date"]);
    let mut rows = Vec::new();
    for (number, date) in (1..).zip(book.milestones_in_order()) {
        let (def, due) = (year.def_of(date), year.due(date.date));
        let row = DateRow {
            number,
            id: date.id,
            date,
            days_left: due.days_left(),
            owner: def.map_or(Owner::Both, |def| def.owner),
            form: def.and_then(|def| def.form.as_deref()),
            about: def.map(|def| &*def.about),
            own: date.key.is_empty(),
        };
        let left = match date.done {
            Some(done) => format!("done {}", dates::format_date(done)),
            None if year.has_passed(date) => "gone by".to_owned(),
            None => due.words(),
        };
        table.row([
            number.to_string(),
            dates::format_date(date.date),
            left,
            row.owner.to_string(),
            row.form.unwrap_or_default().to_owned(),
            date.title.clone(),
        ]);
        rows.push(row);
    }
    let empty = "The year has no date yet. “matchbook date add \"…\" DAY” adds one.";
    Ok(Output::list(&table, rows, empty))
}

//! `matchbook date`: the dates of the year, the program's and the pair's own.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::archived::ArchivedOption;
use super::editor::CliEditor;
use super::output::{MovedRecord, NumberedRow, Output};
use super::session::{ChangeReport, CliSession, LoadedBook};
use super::target::{Number, Numbered, Target};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::ops::{self, year};
use crate::domain::person::Owner;
use crate::domain::program::Milestone;
use crate::problem::Problem;

/// Commands about the dates of the year. Each has the number that `date list` shows.
#[derive(Debug, Subcommand)]
pub enum DateVerb {
    /// List the dates with the days left, whose they are and which form is due
    List(ArchivedOption),
    /// Add a date of your own
    Add {
        /// What falls on the day
        title: String,
        /// The day, as you would say it
        day: String,
    },
    /// Move a date to another day
    Move {
        #[command(flatten)]
        date: Number<Milestone>,
        /// The day, as you would say it
        day: String,
    },
    /// Give a date another title
    Rename {
        #[command(flatten)]
        date: Number<Milestone>,
        /// What falls on the day
        title: String,
    },
    /// Mark a date as dealt with; once more takes the mark back
    Done(Number<Milestone>),
    /// Archive a date; undo puts it back
    Archive(Number<Milestone>),
}

/// A date of the year.
#[derive(Serialize, JsonSchema)]
pub struct DateRow<'a> {
    #[serde(flatten)]
    row: NumberedRow<'a, Milestone>,
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

pub fn run(verb: &DateVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        DateVerb::List(archived) => archived.or_else(&[Kind::Milestone], session, list),
        DateVerb::Add { title, day } => session.change(|opened, session| {
            let date = read(day, &opened.book, session)?;
            let mut answers = Answers::of("title", title);
            answers.set_day("date", Some(date), None);
            let commit = ops::add::<Milestone>(&opened.book, None, &answers, &session.ctx())?;
            Ok(ChangeReport::new(commit, AddedDate { date }))
        }),
        DateVerb::Move { date, day } => session.change(|opened, session| {
            let (id, _) = date.find(opened, session)?;
            let date = read(day, &opened.book, session)?;
            let commit = year::move_milestone(&opened.book, id, date, &session.ctx())?;
            Ok(ChangeReport::new(commit, MovedRecord { id, date }))
        }),
        DateVerb::Rename { date, title } => date.change(session, |book, id, ctx| {
            year::rename_milestone(book, id, title, ctx)
        }),
        DateVerb::Done(date) => date.tick(session),
        DateVerb::Archive(date) => date.archive(session),
    }
}

impl Numbered for Milestone {
    const LISTED_BY: &'static str = "date list";
    const IN_ORDER: fn(&Book) -> Vec<&Self> = Book::milestones_in_order;
}

/// The day that was typed, as the editor of a date reads it.
pub fn read(typed: &str, book: &Book, session: &CliSession) -> Result<NaiveDate, Problem> {
    let mut editor = CliEditor::open(session, book, "editor-milestone", Answers::default())?;
    editor.set("date", "DAY", Some(typed))?;
    editor.answers.day("date").ok_or_else(|| {
        Problem::new("The day is missing.").hint("Say it as you would: “march 3”, “in 2 weeks”.")
    })
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let rows = NumberedRow::list(book.milestones_in_order());
    let rows = rows.into_iter().map(|row| {
        let (def, due) = (year.def_of(row.record), year.due(row.record.date));
        DateRow {
            days_left: due.days_left(),
            owner: def.map_or(Owner::Both, |def| def.owner),
            form: def.and_then(|def| def.form.as_deref()),
            about: def.map(|def| &*def.about),
            own: row.record.key.is_empty(),
            row,
        }
    });
    let cells = |row: &DateRow| {
        let date = row.row.record;
        let left = match date.done {
            Some(done) => format!("done {}", dates::format_date(done)),
            None if year.has_passed(date) => "gone by".to_owned(),
            None => year.due(date.date).words(),
        };
        [
            row.row.number.to_string(),
            dates::format_date(date.date),
            left,
            row.owner.to_string(),
            row.form.unwrap_or_default().to_owned(),
            date.title.clone(),
        ]
    };
    let empty = "The year has no date yet. “matchbook date add \"…\" DAY” adds one.";
    let header = ["No", "Day", "Left", "Whose", "Form", "Date"];
    Ok(Output::table(&header, rows.collect(), cells, empty))
}

//! `matchbook date`: the dates of the year, the program's and the pair's own.

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::json;

use super::editor::CliEditor;
use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::ops;
use crate::domain::person::Owner;
use crate::domain::program::Milestone;
use crate::problem::Problem;

/// What to do with the dates of the year. Each has the number that `date list` shows.
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
    /// Put a date away; undo brings it back
    #[command(after_help = "Example:
  matchbook date archive 4")]
    Archive {
        /// Number of the date
        number: usize,
    },
}

/// Does `verb`.
pub fn run(verb: &DateVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        DateVerb::List => list(session),
        DateVerb::Add { title, day } => {
            let mut opened = session.open_for_edit()?;
            let day = read(day, &opened.book, session)?;
            let mut ctx = session.env.op_context();
            let commit = ops::year::add_milestone(&opened.book, title, day, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "date": day }))
        }
        DateVerb::Move { number, day } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, *number)?.id;
            let day = read(day, &opened.book, session)?;
            let mut ctx = session.env.op_context();
            let commit = ops::year::move_milestone(&opened.book, id, day, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "id": id, "date": day }))
        }
        DateVerb::Rename { number, title } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, *number)?.id;
            let mut ctx = session.env.op_context();
            let commit = ops::year::rename_milestone(&opened.book, id, title, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "id": id }))
        }
        DateVerb::Done { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, *number)?.id;
            let mut ctx = session.env.op_context();
            let commit = ops::year::tick_milestone(&opened.book, id, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "id": id }))
        }
        DateVerb::Archive { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, *number)?.id;
            let mut ctx = session.env.op_context();
            let commit = ops::year::archive_milestone(&opened.book, id, &mut ctx)?;
            drop(ctx);
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "id": id }))
        }
    }
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
    let dates = book.milestones_in_order();
    if dates.is_empty() {
        let text = "The year has no date yet. “matchbook date add \"…\" DAY” adds one.";
        return Ok(Output::answer(text, json!([])));
    }
    let owner = |date: &Milestone| year.def_of(date).map_or(Owner::Both, |def| def.owner);
    let form = |date: &Milestone| year.def_of(date).and_then(|def| def.form.as_deref());
    let mut table = TextTable::new(&["No", "Day", "Left", "Whose", "Form", "Date"]);
    for (number, date) in (1..).zip(&dates) {
        let left = match date.done {
            Some(done) => format!("done {}", dates::format_date(done)),
            None if year.has_passed(date) => "gone by".to_owned(),
            None => year.due(date.date).words(),
        };
        table.row([
            format!("{number}"),
            dates::format_date(date.date),
            left,
            owner(date).to_string(),
            form(date).unwrap_or_default().to_owned(),
            date.title.clone(),
        ]);
    }
    let json = (1..).zip(&dates).map(|(number, date)| {
        json!({
            "number": number,
            "id": date.id,
            "title": date.title,
            "date": date.date,
            "days_left": year.due(date.date).days_left(),
            "done": date.done,
            "owner": owner(date),
            "form": form(date),
            "about": year.def_of(date).map(|def| &def.about),
            "own": date.key.is_empty(),
        })
    });
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}

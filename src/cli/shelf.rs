//! `matchbook shelf`: all books, what is due in any, and taking one off.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Output, path_text};
use super::session::CliSession;
use crate::domain::book::ShelfLine;
use crate::domain::person::Role;
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf;

/// Which books, and what to do with one.
#[derive(Debug, Args)]
pub struct ShelfArgs {
    /// List the archived books
    #[arg(long)]
    archived: bool,
    #[command(subcommand)]
    verb: Option<ShelfVerb>,
}

#[derive(Debug, Subcommand)]
pub enum ShelfVerb {
    /// Take a book off the shelf; its file stays
    Archive {
        /// Its file name or your partner's name
        name: PathBuf,
    },
    /// Put an archived book back on the shelf
    PutBack {
        /// Its file name
        name: PathBuf,
    },
}

/// A book of the shelf.
#[derive(Serialize, JsonSchema)]
pub struct ShelfRow<'a> {
    path: String,
    /// The owner's part; null for a book that cannot be opened.
    role: Option<Role>,
    #[serde(flatten)]
    line: &'a ShelfLine,
}

/// The book that was archived or put back.
#[derive(Serialize, JsonSchema)]
pub struct ArchivedBook {
    path: String,
    archived: bool,
}

pub fn run(args: &ShelfArgs, session: &mut CliSession) -> Result<Output, Problem> {
    match &args.verb {
        None => list(args.archived, session),
        Some(ShelfVerb::Archive { name }) => set_archived(name, true, session),
        Some(ShelfVerb::PutBack { name }) => set_archived(name, false, session),
    }
}

fn set_archived(name: &Path, archived: bool, session: &CliSession) -> Result<Output, Problem> {
    let places = AppDirs::resolve()?;
    // A file on the shelf goes before one of the same name where the command is called.
    let on_shelf = places.home.join(name);
    let path = if on_shelf.exists() {
        on_shelf
    } else {
        session.resolve(name)?
    };
    places.set_archived(&path, archived)?;
    let back = "Its file stays; “matchbook shelf put-back” puts it back.";
    let (done, note) = if archived {
        ("archived", Some(back.to_owned()))
    } else {
        ("on the shelf again", None)
    };
    let label = format!("the book {} is {done}", files::name_of(&path));
    let notes: Vec<_> = note.into_iter().collect();
    let path = path_text(&path);
    Ok(Output::done(
        &label,
        &notes,
        ArchivedBook { path, archived },
    ))
}

fn list(archived: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let places = AppDirs::resolve()?;
    let mut lines = shelf::lines(&places, None, &session.catalog, &mut session.env);
    lines.retain(|line| line.archived == archived);
    if lines.is_empty() && !archived {
        let text = format!(
            "There is no book in {} yet. “matchbook new” makes one, “matchbook demo” shows a sample year.",
            places.home.display()
        );
        return Ok(Output::answer(text, [(); 0]));
    }
    let rows = lines.iter().map(|line| ShelfRow {
        path: path_text(&line.path),
        role: line.problem.is_none().then_some(line.me),
        line,
    });
    let cells = |row: &ShelfRow| {
        let line = row.line;
        [
            files::name_of(&line.path),
            line.partner.clone(),
            line.program.clone(),
            line.phase.clone(),
            line.waits.clone(),
            line.problem.clone().unwrap_or_else(|| line.next.clone()),
        ]
    };
    let header = ["Book", "Partner", "Program", "Phase", "Waits", "Next"];
    let table = Output::table(&header, rows.collect(), cells, "No book is archived.");
    Ok(table.notes(copies_and_due(&lines)))
}

/// A sentence for each copy; with several books, what is late or due soon in any, the longest overdue first.
fn copies_and_due(lines: &[ShelfLine]) -> Vec<String> {
    let copies = lines.iter().filter(|line| !line.copy.is_empty());
    let mut notes: Vec<_> = copies
        .map(|line| format!("{}: {}", files::name_of(&line.path), line.copy))
        .collect();
    let due = ShelfLine::due_in_all(lines);
    if lines.len() > 1 && !due.is_empty() {
        notes.push(format!(
            "\nLate and next {} days, all books",
            shelf::DUE_HORIZON_DAYS
        ));
        notes.extend(
            due.iter()
                .map(|(line, item)| format!("  {}: {}", item.when(), line.due_heading(item))),
        );
    }
    notes
}

//! `matchbook new` and `status`: a book as a whole.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::options::{FormOptions, NewFields};
use super::output::{Output, path_text};
use super::session::{CliSession, LoadedBook};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::schedule::{DueKind, Upcoming};
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf;
use crate::store::OpenMode;

/// Facts that a new book needs. Everything else can be changed later.
#[derive(Debug)]
pub struct NewBookForm;

impl FormOptions for NewBookForm {
    const KEY: &'static str = "editor-book";
}

/// The file of a book that was made.
#[derive(Serialize, JsonSchema)]
pub struct NewBook {
    /// Its path.
    pub book: String,
}

/// The state of a book today.
#[derive(Serialize, JsonSchema)]
pub struct BookStatus {
    line: String,
    today: NaiveDate,
    late: usize,
    days_since_contact: Option<i64>,
    contacts_this_month: u32,
    meetings_this_month: u32,
    cadence: Option<String>,
    gap_days: Option<i64>,
    send_agenda_by: Option<NaiveDate>,
    /// The last day of a year that is about to end.
    closing: Option<NaiveDate>,
    closed: Option<NaiveDate>,
    upcoming: Vec<Upcoming>,
}

/// Starts a book, at the file named with `--book` or on the shelf.
pub fn new(fields: &NewFields<NewBookForm>, session: &mut CliSession) -> Result<Output, Problem> {
    let editor = fields.editor(Answers::default(), &Book::default(), session)?;
    let named = session.book_path.clone();
    let (answers, catalog, env) = (&editor.answers, &session.catalog, &mut session.env);
    let path = shelf::create_book(answers, named, AppDirs::resolve, catalog, env)?;
    // Opened once, so that a warning about its folder comes now.
    session.book_path = Some(path.clone());
    drop(session.open_store(OpenMode::Edit)?);
    let label = format!("the book {} is made", path.display());
    let book = path_text(&path);
    Ok(Output::done(&label, &editor.notes, NewBook { book }))
}

/// One line of the only book, or one of each.
pub fn status(session: &mut CliSession) -> Result<Output, Problem> {
    let mut books = session.each_book(false, read_status)?;
    if let [only] = &mut *books
        && let Some(status) = only.answer.take()
    {
        return Ok(Output::answer(status.line.clone(), status));
    }
    let lines = books.iter().map(|book| match &book.answer {
        Some(status) => {
            let partner = book.partner.as_deref().unwrap_or_default();
            format!("{partner}: {}", status.line)
        }
        None => book.problem.clone().unwrap_or_default(),
    });
    Ok(Output::answer(lines.collect::<Vec<_>>().join("\n"), &books))
}

/// The partner, and the status of the book.
fn read_status(session: &mut CliSession) -> Result<(String, BookStatus), Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let upcoming = year.due_within(i64::MAX);
    let is_late = |it: &&Upcoming| it.kind != DueKind::Meeting && it.due.is_overdue();
    let month = year.this_month();
    let ends = year.book.cycle().filter(|_| year.is_closing());
    let status = BookStatus {
        line: year.status_line(),
        today: year.today,
        late: upcoming.iter().filter(is_late).count(),
        days_since_contact: year.days_since_contact(),
        contacts_this_month: month.contacts,
        meetings_this_month: month.meetings,
        cadence: year.cadence_words(),
        gap_days: year.gap().map(|gap| gap.days),
        send_agenda_by: year.send_ahead().map(|(_, by)| by),
        closing: ends.map(|cycle| cycle.end),
        closed: year.closed(),
        upcoming,
    };
    Ok((book.name(book.me().other()).to_owned(), status))
}

/// The book in `matchbook BOOK`: one word that is a file, or looks like the path of one.
pub fn argument(words: &[OsString]) -> Option<PathBuf> {
    let [word] = words else {
        return None;
    };
    let path = Path::new(word);
    let named = path.components().count() > 1
        || path.extension().is_some()
        || path.symlink_metadata().is_ok();
    named.then(|| path.to_owned())
}

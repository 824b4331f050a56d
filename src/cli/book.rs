//! `matchbook new`, `shelf` and `status`: a book as a whole.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::options::{FormOptions, NewFields};
use super::output::{Output, path_text};
use super::session::{CliSession, LoadedBook};
use crate::domain::answer::Answers;
use crate::domain::book::{Book, ShelfLine};
use crate::domain::person::Role;
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

/// A book of the shelf.
#[derive(Serialize, JsonSchema)]
pub struct ShelfRow<'a> {
    path: String,
    /// The owner's part; null for a book that cannot be opened.
    role: Option<Role>,
    #[serde(flatten)]
    line: &'a ShelfLine,
}

/// The state of a book today.
#[derive(Serialize, JsonSchema)]
pub struct BookStatus<'a> {
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
    upcoming: Vec<UpcomingRow<'a>>,
}

/// One thing that is due.
#[derive(Serialize, JsonSchema)]
struct UpcomingRow<'a> {
    #[serde(flatten)]
    item: &'a Upcoming,
    /// Null while it is private.
    title: Option<&'a str>,
    private: bool,
    /// Below zero when it is late.
    days_left: i64,
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

pub fn shelf(session: &mut CliSession) -> Result<Output, Problem> {
    let places = AppDirs::resolve()?;
    let lines = shelf::lines(&places, None, &session.catalog, &mut session.env);
    if lines.is_empty() {
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
        let name = line.path.file_name().unwrap_or_default();
        [
            name.to_string_lossy().into_owned(),
            line.partner.clone(),
            line.program.clone(),
            line.phase.clone(),
            line.waits.clone(),
            line.problem.clone().unwrap_or_else(|| line.next.clone()),
        ]
    };
    let header = ["Book", "Partner", "Program", "Phase", "Waits", "Next"];
    Ok(Output::table(&header, rows.collect(), cells, ""))
}

pub fn status(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let upcoming = year.upcoming();
    let late = upcoming
        .iter()
        .filter(|item| item.kind != DueKind::Meeting && item.due.is_overdue());
    let month = year.this_month();
    let line = year.status_line();
    let ends = year.book.cycle().filter(|_| year.is_closing());
    let rows = upcoming.iter().map(|item| UpcomingRow {
        item,
        title: (!year.is_private(item)).then_some(&*item.title),
        private: year.is_private(item),
        days_left: item.due.days_left(),
    });
    let status = BookStatus {
        line: line.clone(),
        today: year.today,
        late: late.count(),
        days_since_contact: year.days_since_contact(),
        contacts_this_month: month.contacts,
        meetings_this_month: month.meetings,
        cadence: year.cadence_words(),
        gap_days: year.gap().map(|gap| gap.days),
        send_agenda_by: year.send_ahead().map(|(_, by)| by),
        closing: ends.map(|cycle| cycle.end),
        closed: year.closed(),
        upcoming: rows.collect(),
    };
    Ok(Output::answer(line, status))
}

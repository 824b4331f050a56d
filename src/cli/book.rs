//! `matchbook new` and `status`: a book as a whole.

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
    upcoming: Vec<UpcomingRow>,
}

/// One thing that is due.
#[derive(Serialize, JsonSchema)]
pub struct UpcomingRow {
    #[serde(flatten)]
    item: Upcoming,
    /// Null while it is private.
    title: Option<String>,
    private: bool,
    /// Below zero when it is late.
    days_left: i64,
}

impl UpcomingRow {
    pub fn new(item: &Upcoming, private: bool) -> Self {
        Self {
            title: (!private).then(|| item.title.clone()),
            private,
            days_left: item.due.days_left(),
            item: item.clone(),
        }
    }
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

/// The status of one of several books.
#[derive(Serialize, JsonSchema)]
pub struct NamedStatus {
    book: String,
    partner: Option<String>,
    /// Reason for which the book cannot be read.
    problem: Option<String>,
    #[serde(flatten)]
    status: Option<BookStatus>,
}

/// One line of the only book, or one of each.
pub fn status(session: &mut CliSession) -> Result<Output, Problem> {
    let books = session.each_book(false, read_status)?;
    let is_one = books.len() == 1;
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for (path, read) in books {
        let (partner, status, problem) = match read {
            Ok((_, status)) if is_one => {
                return Ok(Output::answer(status.line.clone(), status));
            }
            Ok((partner, status)) => {
                lines.push(format!("{partner}: {}", status.line));
                (Some(partner), Some(status), None)
            }
            Err(problem) => {
                let words = shelf::problem_line(&path, &problem);
                lines.push(words.clone());
                (None, None, Some(words))
            }
        };
        let book = path_text(&path);
        rows.push(NamedStatus {
            book,
            partner,
            problem,
            status,
        });
    }
    Ok(Output::answer(lines.join("\n"), rows))
}

/// The partner, and the status of the book.
fn read_status(session: &mut CliSession) -> Result<(String, BookStatus), Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let upcoming = year.upcoming();
    let late = upcoming
        .iter()
        .filter(|item| item.kind != DueKind::Meeting && item.due.is_overdue());
    let month = year.this_month();
    let ends = year.book.cycle().filter(|_| year.is_closing());
    let rows = upcoming
        .iter()
        .map(|item| UpcomingRow::new(item, year.is_private(item)));
    let status = BookStatus {
        line: year.status_line(),
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
    Ok((book.name(book.me().other()).to_owned(), status))
}

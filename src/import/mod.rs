//! Imports a file of another program, or of this one, into a book. Pure: bytes in, a plan out.
//!
//! Start with [`plan()`]. [`read_book`] and [`read_list`] parse the bytes of a file to records ([`Incoming`]) and list
//! everything that they left out. An [`ImportPlan`] is the diff against a book: new, changed, unchanged. Once the user
//! has seen it and agrees, it is saved as one commit, so that one undo takes all of it back. Only [`read_bytes`]
//! touches the disk.
//!
//! A list is read in three steps: `table` and `notes` find its rows, `mapped` knows what its columns mean (`columns` has
//! their names), `rows` makes records of them, each cell by the readers of [`crate::domain::words`] and `when`. `calendar`
//! reads calendars, `returned` a form that the partner filled in elsewhere. `errors` holds the limits, `privacy` the rules
//! for private records, `dedupe` keeps a second import from doubling.

mod book_json;
mod calendar;
mod cells;
mod columns;
mod dedupe;
mod errors;
mod mapped;
mod notes;
mod plan;
mod privacy;
mod record_labels;
mod returned;
mod row_reader;
mod rows;
mod table;
mod target;
mod text;
mod when;

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::dates::DayOrder;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::words::{has_phrase, plain_words};
use crate::files;
use crate::problem::{Exit, Problem};

pub use errors::{MAX_FILE_BYTES, MAX_RECORDS, MAX_TEXT_BYTES, file_too_big};
pub use plan::{ImportPlan, RecordDiff};
pub use target::{ImportColumn, ImportTarget};

/// Name of a text that was pasted, or came from another program.
pub const PASTED: &str = "the pasted text";

/// Blanks that a text field has for a tab.
const TAB_BLANKS: &str = "    ";

/// Records parsed from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// Match it belongs to, where the file has it.
    pub pair: Option<Id>,
    /// Role of the owner of the book that it was exported from, where the file has it.
    pub role: Option<Role>,
    /// In the order of the file.
    pub records: Vec<ImportedRecord>,
    /// Parts that could not be read, each in a sentence.
    pub left_out: Vec<String>,
    /// Decisions of the parser to report, each in a sentence.
    pub notes: Vec<String>,
    /// Entries of a calendar that the user can choose from.
    pub choices: Vec<ImportChoice>,
    /// Order in which dates of digits could be read, too.
    pub other_order: Option<DayOrder>,
    /// They are those of lists, which could be read as lists of another kind.
    pub is_list: bool,
}

/// One entry of a calendar: an event, a series or a to-do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportChoice {
    pub id: Id,
    /// Its day and title.
    pub label: String,
    /// True if it is among the records.
    pub taken: bool,
}

/// Choice of the user among the entries of a calendar; all of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarChoice {
    /// Words of which an entry has at least one, in its title, place, text or people.
    pub only: Vec<String>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// The entries themselves.
    pub picked: Option<BTreeSet<Id>>,
}

impl CalendarChoice {
    /// True if one of the texts has a word that is asked for, or none is.
    fn names(&self, texts: impl FnOnce() -> Vec<String>) -> bool {
        if self.only.is_empty() {
            return true;
        }
        let texts: Vec<_> = texts().iter().map(|text| plain_words(text)).collect();
        let mut asked = self.only.iter().map(|word| plain_words(word));
        asked.any(|word| texts.iter().any(|text| has_phrase(text, &word)))
    }
}

/// One record of a file. Fields that the file does not have stay as they are in the book.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRecord {
    /// With empty values for the fields that the file does not have.
    pub record: Record,
    /// Names of the fields that the file has.
    pub present_fields: Vec<String>,
    /// Words that follow its label in the preview: the hour of an event.
    pub detail: String,
}

impl ImportedRecord {
    /// A record without words to follow its label.
    pub const fn new(record: Record, present_fields: Vec<String>) -> Self {
        Self {
            record,
            present_fields,
            detail: String::new(),
        }
    }
}

/// Book and options that a list is parsed against.
pub struct ImportContext<'a> {
    /// Name of the file, which may tell the kind of list.
    pub name: &'a str,
    /// Kind of list, if the user chose one.
    pub target: Option<ImportTarget>,
    /// Column mapping, if the user chose one; an empty name skips the column.
    pub map: &'a [(ImportColumn, String)],
    /// Book to import into.
    pub book: &'a Book,
    /// Programs and forms, for a form that comes back.
    pub catalog: &'a Catalog,
    /// Date of today where the user lives.
    pub today: NaiveDate,
    /// The hour there.
    pub now: NaiveTime,
    /// Order of day and month in dates of digits, if the user chose one.
    pub order: Option<DayOrder>,
    /// Converts UTC to the local time of the user.
    pub local: &'a dyn Fn(NaiveDateTime) -> NaiveDateTime,
    /// Time zone of the user, if it is known.
    pub zone: Option<Tz>,
    /// Choice among the entries of a calendar.
    pub choice: CalendarChoice,
}

/// Reads the bytes of a file, up to [`MAX_FILE_BYTES`].
///
/// # Errors
/// When the file does not exist, cannot be read or is too big.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    match files::read_limited(path, MAX_FILE_BYTES) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(file_too_big()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Problem::new(format!(
            "There is no file {}.",
            path.display()
        ))
        .hint("Check the name and the folder.")
        .exit(Exit::UsageError)),
        Err(error) => Err(
            Problem::new(format!("The file {} cannot be read.", path.display()))
                .hint("Check that it is a file and that you may read it.")
                .caused_by(&error),
        ),
    }
}

/// Parses a file and compares it with the book of `context`: the diff that the import would make.
///
/// # Errors
/// As [`read_book`] and [`read_list`], and when the file belongs to another match.
pub fn plan(bytes: &[u8], context: &ImportContext) -> Result<ImportPlan, Problem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(file_too_big());
    }
    if let Some(problem) = other_document(bytes) {
        return Err(problem);
    }
    let incoming = if is_book_json(bytes) {
        read_book(bytes)?
    } else if table::is_workbook(bytes) {
        read_list(bytes, context)?
    } else if let Some(plan) = returned::plan(bytes, context)? {
        return Ok(plan);
    } else {
        read_list(bytes, context)?
    };
    ImportPlan::of(incoming, context.book)
}

/// Why a document that people have is none of those that can be read; none for any other file.
fn other_document(bytes: &[u8]) -> Option<Problem> {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    if head.starts_with(b"{\\rtf") {
        Some(errors::other_document(
            "rich text (RTF)",
            "plain text (.txt)",
        ))
    } else if head.starts_with(b"PK") && has(b".iwa") {
        Some(errors::other_document("one of Numbers or Pages", TABLES))
    } else if head.starts_with(b"%PDF") {
        Some(errors::other_document("a PDF", TABLES))
    } else {
        None
    }
}

/// Formats for tables, for hints.
const TABLES: &str = "Excel (.xlsx) or CSV";

/// True for a page of the web, as some programs write their tables.
fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(16).collect();
    let start = start.to_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// True if the bytes are the JSON of a whole book, which can be read without a book to import into.
pub fn is_book_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    // Rich text begins so, too.
    first.is_some_and(|first| *first == b'{') && !bytes.starts_with(b"{\\rtf")
}

/// Parses the JSON of a whole book.
///
/// # Errors
/// When it is no such file, or is above the limits; nothing of it is imported then.
pub fn read_book(bytes: &[u8]) -> Result<Incoming, Problem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(file_too_big());
    }
    book_json::read(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Parses a list in CSV, the sheets of a workbook, notes in Markdown or plain text, or the events of a calendar.
///
/// # Errors
/// When it is none of them, when its kind or a required column is not recognized, or above the limits.
pub fn read_list(bytes: &[u8], context: &ImportContext) -> Result<Incoming, Problem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(file_too_big());
    }
    let name = context.name.to_lowercase();
    let is_calendar = calendar::is_calendar(bytes, &name);
    if !is_calendar && context.choice != CalendarChoice::default() {
        return Err(errors::no_calendar_to_choose_from());
    }
    if table::is_workbook(bytes) {
        return rows::records(table::parse_workbook(bytes)?, context);
    }
    let unfolded = is_calendar.then(|| calendar::unfold(bytes));
    let (text, note) = text::decode_text(unfolded.as_deref().unwrap_or(bytes))?;
    let mut incoming = if is_calendar {
        calendar::records(&text, context)?
    } else {
        read_text(&text, &name, context)?
    };
    incoming.notes.splice(0..0, note.map(str::to_owned));
    Ok(incoming)
}

/// Parses a table or notes; where the name does not tell, as for what was pasted, the text does.
fn read_text(text: &str, name: &str, context: &ImportContext) -> Result<Incoming, Problem> {
    if is_page(text) {
        return Err(errors::other_document("a page of the web", TABLES));
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let is_notes = ends(&[".md", ".markdown"]);
    // A text field has blanks for the tabs of a table that was pasted into it.
    let tabbed = (context.name == PASTED).then(|| text.replace(TAB_BLANKS, "\t"));
    let tabbed = tabbed.filter(|tabbed| table::is_table(tabbed));
    let text = tabbed.as_deref().unwrap_or(text);
    if !is_notes && (ends(&[".csv", ".tsv", ".tab"]) || table::is_table(text)) {
        return rows::records(vec![table::parse_csv(text)?], context);
    }
    let notes = notes::parse_notes(text, context.name, context.target, context.today)?;
    let mut incoming = rows::records(notes.lists, context)?;
    incoming.notes.splice(0..0, notes.notes);
    incoming.left_out.extend(notes.left_out);
    Ok(incoming)
}

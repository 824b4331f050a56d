//! A file of another program, or of this one, to records of the book. Pure: bytes in, a plan out.
//!
//! Start with [`read`]: it turns the bytes of a file into records ([`Incoming`]) and says what it had to leave out. A
//! [`Plan`] compares them with a book: what is new, what differs, what is there already. Whoever is shown the plan and
//! agrees saves it as one commit, so that one undo takes all of it back. Only [`bytes_of`] touches the disk.

mod book_json;
mod bounded;
mod calendar;
mod cells;
mod dedupe;
mod errors;
mod events;
mod list;
mod plan;
mod privacy;
mod record_labels;
mod rows;
mod target;

use std::io::ErrorKind;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::files;
use crate::problem::{Exit, Problem};

pub use errors::{MAX_FILE_BYTES, MAX_RECORDS, MAX_TEXT_BYTES, file_too_big};
pub use plan::{ImportPlan, RecordDiff};
pub use target::{ImportColumn, ImportTarget};

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The match it belongs to, where it says so.
    pub pair: Option<Id>,
    /// Whose book it was written from, where it says so.
    pub role: Option<Role>,
    /// The records, in the order of the file.
    pub records: Vec<ImportedRecord>,
    /// What could not be read, each in a sentence.
    pub left_out: Vec<String>,
    /// How the file was understood, each in a sentence.
    pub notes: Vec<String>,
}

/// One record of a file. What the file does not say of it stays as the book has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRecord {
    /// The record, with empty values for what the file does not say.
    pub record: Record,
    /// The fields that the file says.
    pub present_fields: Vec<String>,
}

/// What a list is read against.
pub struct ImportContext<'a> {
    /// The name of the file, which may tell what it is.
    pub name: &'a str,
    /// What the rows are, where it was said.
    pub target: Option<ImportTarget>,
    /// Which column is which, where it was said; an empty name takes none.
    pub map: &'a [(ImportColumn, String)],
    /// The book that takes it in.
    pub book: &'a Book,
    /// The day where the user lives.
    pub today: NaiveDate,
    /// A moment in UTC by the clock of the user.
    pub local: &'a dyn Fn(NaiveDateTime) -> NaiveDateTime,
}

/// The bytes of a file that is to be read, if it is not too big.
///
/// # Errors
/// When there is no such file, or it cannot be read.
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

/// What taking the bytes of a file in would do to the book that is asked about.
///
/// # Errors
/// As [`read`] and [`read_list`], and when the file belongs to another match.
pub fn plan(bytes: &[u8], asked: &ImportContext) -> Result<ImportPlan, Problem> {
    let incoming = if is_book_json(bytes) {
        read_book(bytes)?
    } else {
        read_list(bytes, asked)?
    };
    ImportPlan::of(incoming, asked.book)
}

/// Whether the bytes are those of a whole book, which needs no book to be read against.
pub fn is_book_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|first| *first == b'{')
}

/// Reads the JSON of a whole book.
///
/// # Errors
/// When it is none, or goes beyond the limits; nothing of it is taken then.
pub fn read_book(bytes: &[u8]) -> Result<Incoming, Problem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(file_too_big());
    }
    book_json::read(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Reads a list in CSV, the tables and lists of a Markdown file, or the events of a calendar.
///
/// # Errors
/// When it is none of them, when it cannot be told which column is which, or beyond the limits.
pub fn read_list(bytes: &[u8], asked: &ImportContext) -> Result<Incoming, Problem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(file_too_big());
    }
    let (text, old_letters) = list::decode_text(bytes)?;
    let name = asked.name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let mut incoming = if text.trim_start().starts_with("BEGIN:VCALENDAR") {
        calendar::records(&text, asked)?
    } else if ends(&[".md", ".markdown"]) {
        rows::records(list::parse_markdown(&text)?, asked)?
    } else {
        rows::records(vec![list::parse_csv(&text)?], asked)?
    };
    if old_letters {
        let note = "The file is not in UTF-8; its letters were read as Western European ones.";
        incoming.notes.insert(0, note.to_owned());
    }
    Ok(incoming)
}

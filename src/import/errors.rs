//! Limits for imported files, and the errors that refuse a file.

use crate::problem::{Exit, Problem};

/// Largest size of a file in bytes.
pub const MAX_FILE_BYTES: usize = 32 << 20;
/// Largest number of records of a file.
pub const MAX_RECORDS: usize = 200_000;
/// Largest number of rows of a list: what they become is held in memory until it is taken in.
pub(super) const MAX_ROWS: usize = 20_000;
/// Largest size of one text in bytes, as the book stores it.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// Largest number of values of one record.
pub(super) const MAX_VALUES: usize = 20_000;
/// Largest number that any record needs.
pub(super) const MAX_NUMBER: u64 = 10_000;

const NOTHING_IMPORTED: &str = "Nothing was taken from it. Is it the right file?";

/// Error for a file above [`MAX_FILE_BYTES`].
pub fn file_too_big() -> Problem {
    Problem::new("The file is larger than 32 MB.").hint(NOTHING_IMPORTED)
}

pub(super) fn too_many_records() -> Problem {
    Problem::new("The file holds more than 200,000 records.").hint(NOTHING_IMPORTED)
}

pub(super) fn too_many_rows() -> Problem {
    Problem::new("The file holds more than 20,000 rows: no log of a match is that long.")
        .hint(NOTHING_IMPORTED)
}

pub(super) fn text_too_long() -> Problem {
    Problem::new("One text in the file is longer than 1 MB.")
        .hint("Shorten it in the program that wrote the file. Nothing was taken from it.")
}

pub(super) fn invalid_json(detail: &str) -> Problem {
    Problem::new("The file is not complete JSON.")
        .hint("Write it out again: “matchbook export everything --format json”. Nothing was taken from it.")
        .detail(detail)
}

/// Error for nesting at which recursive parsing stops, before the stack overflows.
pub(super) fn json_too_deep(line: usize) -> Problem {
    Problem::new(format!(
        "Line {line} of the file holds lists within lists without end."
    ))
    .hint(NOTHING_IMPORTED)
}

pub(super) fn calendar_too_deep(line: usize, max: usize) -> Problem {
    Problem::new(format!(
        "Line {line} of the calendar file begins a part inside of {max} others."
    ))
    .hint("No calendar needs that. Export it again from the calendar; nothing was taken from it.")
}

pub(super) fn unknown_format() -> Problem {
    Problem::new("The file is JSON, but not of a whole book.")
        .hint("“matchbook export everything --format json” writes one that can be read back.")
}

pub(super) fn single_form() -> Problem {
    Problem::new(
        "The file holds one form, as an office adds it up. It cannot be read back into a book.",
    )
    .hint("Ask for the whole book: “matchbook export everything --format json”.")
}

/// Error for a file with numbers alone: its empty titles would overwrite those of the book.
pub(super) fn counts_only() -> Problem {
    Problem::new("The file holds counts and dates only; nothing of it was taken.")
        .hint("Ask for what is shared: “matchbook export everything --format json”.")
}

pub(super) fn newer(version: u64) -> Problem {
    Problem::new(format!(
        "The file is of version {version}, which this program does not know."
    ))
    .hint("Use the newest matchbook to read it.")
    .exit(Exit::Newer)
}

pub(super) fn other_match() -> Problem {
    Problem::new("The file belongs to another match than this book.")
        .hint("Give a book of its own: “matchbook import FILE --book NEW.matchbook” makes one.")
}

pub(super) fn missing_match() -> Problem {
    Problem::new("The file does not say which match it belongs to, so no book can be made of it.")
        .hint("Make a book with “matchbook new” and import the file into it.")
}

/// Error for a document in the format of a word processor, of a browser or of Apple, by how it begins.
pub(super) fn other_document(kind: &str, save_as: &str) -> Problem {
    Problem::new(format!("The file is {kind}, which cannot be read."))
        .hint(format!("Open it in the program that made it, save it as {save_as} and take in that. Nothing was taken from it."))
}

pub(super) fn not_text() -> Problem {
    Problem::new("This kind of file cannot be read.")
        .hint("Save it as Excel (.xlsx), OpenDocument (.ods), CSV, Markdown or a calendar (.ics) in the program that made it.")
}

pub(super) fn invalid_csv(detail: &str) -> Problem {
    Problem::new("The file is not complete CSV.")
        .hint("Save it again as CSV. Nothing was taken from it.")
        .detail(detail)
}

pub(super) fn open_quote(line: usize) -> Problem {
    Problem::new(format!(
        "The quotation mark that opens in line {line} of the file is never closed: what follows it cannot be parted into cells."
    ))
    .hint("Close or remove it and save the file again. Nothing was taken from it.")
}

pub(super) fn damaged_workbook(detail: &str) -> Problem {
    Problem::new("The workbook is damaged, or needs a password.")
        .hint("Save it again in the program that made it, without a password. Nothing was taken from it.")
        .detail(detail)
}

pub(super) fn workbook_too_big() -> Problem {
    Problem::new("The workbook holds more than any list does.").hint(NOTHING_IMPORTED)
}

pub(super) fn invalid_calendar(detail: &str) -> Problem {
    Problem::new("The calendar file is not complete.")
        .hint("Export it again from the calendar. Nothing was taken from it.")
        .detail(detail)
}

pub(super) fn no_calendar() -> Problem {
    Problem::new("There is no calendar in the file.").hint(NOTHING_IMPORTED)
}

pub(super) fn no_calendar_to_choose_from() -> Problem {
    Problem::new("The file is no calendar, so there are no events to choose from.")
        .hint("Leave out “--only”, “--from” and “--until”.")
        .exit(Exit::UsageError)
}

pub(super) fn unknown_target() -> Problem {
    Problem::new("It cannot be told what the list in the file is.")
        .hint("Say it: “--as log”, “--as goals” or “--as actions”.")
        .exit(Exit::UsageError)
}

pub(super) fn no_list(has_header: bool) -> Problem {
    if has_header {
        return Problem::new("The list in the file has a header and no rows.")
            .hint(NOTHING_IMPORTED);
    }
    Problem::new("There is no list in the file.")
        .hint("A list has a header and rows, or an item a line; notes have a line with the day above them.")
}

pub(super) fn missing_column(column: &str, key: &str, header: &[String]) -> Problem {
    Problem::new(format!(
        "It cannot be told which column of the file is the {column}."
    ))
    .hint(format!(
        "Say it, as in “--map {key}=NAME”. The columns are: {}.",
        header.join(", ")
    ))
    .exit(Exit::UsageError)
}

pub(super) fn no_such_column(name: &str, header: &[String]) -> Problem {
    Problem::new(format!("There is no column “{name}” in the file."))
        .hint(format!("The columns are: {}.", header.join(", ")))
        .exit(Exit::UsageError)
}

pub(super) fn mapped_twice(column: &str, name: &str) -> Problem {
    Problem::new(format!(
        "“--map {column}={name}” says something else than what stands before it."
    ))
    .hint("Each column of the file has one meaning, and each meaning one column.")
    .exit(Exit::UsageError)
}

/// Error for a Word document from which no text can be taken.
pub(super) fn damaged_word(detail: &str) -> Problem {
    Problem::new("The Word document is damaged or locked.")
        .hint("Ask for it once more, or open it, save it again as Word (.docx) and take in that. Nothing was taken from it.")
        .detail(detail)
}

pub(super) fn word_too_big() -> Problem {
    Problem::new("The Word document holds more than any form does.").hint(NOTHING_IMPORTED)
}

pub(super) fn no_returned_form() -> Problem {
    Problem::new("The Word document holds no answers that belong to a form of a book.")
        .hint("It must be the one that “matchbook export FORM --for mentor” made, filled in where it has room and saved as Word (.docx).")
}

pub(super) fn form_of_other_match(me: &str, partner: &str) -> Problem {
    Problem::new(format!(
        "The form was sent out by another book than this one, which is that of {me} and {partner}."
    ))
    .hint("Name the book that sent it: “matchbook import FILE --book NAME”.")
}

pub(super) fn form_of_owner(role: &str, partner: &str) -> Problem {
    Problem::new(format!(
        "The form asks the {role}, and that is you. Here only what {partner} answers is taken in."
    ))
    .hint("Your own answers are given in the book: “matchbook form fill FORM”.")
}

pub(super) fn unknown_form(key: &str, known: &str) -> Problem {
    Problem::new(format!(
        "The file answers the form “{key}”, which this book does not have."
    ))
    .hint(format!("The forms of this book: {known}."))
}

pub(super) fn form_of_other_version(title: &str, version: u32, known: u32, again: &str) -> Problem {
    Problem::new(format!(
        "The file answers version {version} of “{title}”; this book asks version {known}."
    ))
    .hint(format!(
        "Send the questions of today: “{again}”. Nothing was taken in."
    ))
}

pub(super) fn own_page() -> Problem {
    Problem::new(
        "The file is a page that matchbook wrote for people to read; it cannot be read back.",
    )
    .hint(
        "“matchbook export everything --format json” writes a file that can. Nothing was taken in.",
    )
}

//! Exports: a subject of the book becomes a document, and a document becomes bytes in one of several formats.
//!
//! Start with [`document()`]: it turns an [`ExportSubject`] and an [`ExportSource`] into a [`Document`], and the builders it
//! calls see only an `ExportView`, from which everything private was removed unless it is for oneself. An [`Exporter`]
//! turns a document, or in formats of data the view, into bytes; a new format is one file with an exporter, and one line in
//! [`EXPORTERS`]. Nothing here writes a file: `shelf::export` runs the whole for screen and command line.

mod answers_table;
mod bidi;
mod content;
mod csv;
pub mod document;
mod docx;
mod error;
mod exporter;
mod heading_levels;
mod html;
mod ics;
pub mod json;
mod link_url;
mod log_json;
mod md;
pub mod pdf;
mod preview;
mod redact;
mod request;
mod schema;
mod shared_book;
mod source;
mod subject;
mod submission;
mod tables;
mod txt;
mod xlsx;

use chrono::{Datelike, NaiveDate};

use crate::domain::ops::Refusal;
use crate::files::sanitize_file_name;
use crate::problem::Problem;

pub use content::Content;
pub use csv::CSV;
pub use document::{Document, ProgramPage};
pub use docx::DOCX;
pub use error::{ExportError, ExportProgress, NoProgress};
pub use exporter::Exporter;
use exporter::{ANY, ANY_TO_READ};
pub use html::HTML;
pub use ics::ICS;
pub use json::JSON;
pub use md::MARKDOWN;
pub use pdf::PDF;
pub use preview::{preview_lines, withheld_notes};
pub use request::{ExportLevel, ExportOptions, PaperSize, Request};
pub use schema::{everything_schema, form_schema, log_schema};
pub(crate) use shared_book::ExportView;
pub use shared_book::SharedBook;
pub use source::ExportSource;
pub use subject::ExportSubject;
pub use txt::PLAIN_TEXT;
pub use xlsx::XLSX;

/// All formats; the first is the usual one, but for what an office files.
pub const EXPORTERS: &[&Exporter] = &[
    &MARKDOWN,
    &PLAIN_TEXT,
    &DOCX,
    &HTML,
    &PDF,
    &JSON,
    &CSV,
    &XLSX,
    &ICS,
];

/// The format with this id.
///
/// # Errors
/// With the ids there are.
pub fn exporter(id: &str) -> Result<&'static Exporter, Problem> {
    let mut all = EXPORTERS.iter().copied();
    all.find(|exporter| exporter.id() == id).ok_or_else(|| {
        let known = EXPORTERS.iter().map(|exporter| exporter.id());
        let names = format_names(EXPORTERS.iter().copied());
        let message = format!("There is no format “{id}”.");
        Problem::unknown(message, id, known, &format!("Choose one of: {names}."))
    })
}

/// `md (Markdown), txt (Plain text for an e-mail)`
pub fn format_names(formats: impl Iterator<Item = &'static Exporter>) -> String {
    let named: Vec<_> = formats
        .map(|format| format!("{} ({})", format.id(), format.title()))
        .collect();
    named.join(", ")
}

/// Builds the document for `subject`.
///
/// # Errors
/// When there is no such record or form, or when it is private as a whole.
pub fn document(subject: &ExportSubject, source: &ExportSource) -> Result<Document, ExportError> {
    Ok(Content::of(subject, ExportLevel::Shared, source)?.document)
}

/// The text of a document that `build` makes for its owner: private parts are marked, rows carry the numbers that
/// commands take.
///
/// # Errors
/// As `build`.
pub(crate) fn owner_page(
    source: &ExportSource,
    build: impl FnOnce(&ExportView) -> Result<Document, Refusal>,
) -> Result<String, ExportError> {
    let document = build(&ExportView::owner_page(source))?;
    Ok(txt::to_plain_text(&document.sanitized()))
}

/// The page of a program as text, with `facts` for whoever names it in a command.
pub fn program_text(page: &ProgramPage, facts: Vec<document::Fact>) -> String {
    let mut document = document::program_page(page);
    document.facts.splice(0..0, facts);
    txt::to_plain_text(&document.sanitized())
}

/// The same as Markdown, without them.
pub fn program_markdown(page: &ProgramPage) -> String {
    md::to_markdown(&document::program_page(page).sanitized())
}

/// Year, month and day as formats write them; none where a year is beyond what they can.
fn year_month_day(day: NaiveDate) -> Option<(u16, u8, u8)> {
    let part = |number: u32| u8::try_from(number).ok();
    Some((
        u16::try_from(day.year()).ok()?,
        part(day.month())?,
        part(day.day())?,
    ))
}

/// Writes text to memory, which does not fail.
fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> Result<(), ExportError>) -> String {
    let mut text = Vec::new();
    let _ = write(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// File name for `document`: `2027-04-01 mid-point tracker - Mentee A and Mentor B.md`.
pub fn file_name(document: &Document, extension: &str) -> String {
    let people = document.people.join(" and ");
    let copy = document.copy.as_ref();
    let copy = copy.map_or_else(String::new, |copy| format!(", {copy}"));
    let name = format!(
        "{} {}{copy} - {people}",
        document.date,
        uncapitalized(&document.title)
    );
    format!("{}.{extension}", sanitize_file_name(&name, "export"))
}

/// A title inside a sentence: its first letter lowercase, unless the word is an abbreviation.
pub fn uncapitalized(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first
            .to_lowercase()
            .chain([second])
            .chain(letters)
            .collect(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_word_for_its_files_and_no_ending_is_of_two() {
        let mut endings: Vec<_> = EXPORTERS.iter().map(|format| format.extension()).collect();
        for format in EXPORTERS {
            assert_ne!(format.file_noun(), "Such files", "{}", format.id());
            endings.extend(format.kin);
        }
        let count = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), count);
    }
}

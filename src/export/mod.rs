//! Exports: a subject of the book becomes a document, and a document becomes bytes in one of several formats.
//!
//! Start with [`document()`]: it turns an [`ExportSubject`] and an [`ExportSource`] into a [`Document`], and the builders it
//! calls see only an `ExportView`, from which everything private was removed. An [`Exporter`]
//! turns any document into bytes and knows nothing of books; a new format is one file with an exporter, and one line in
//! [`EXPORTERS`]. Nothing here writes a file: the caller does, atomically.

mod content;
mod csv;
pub mod document;
mod docx;
mod heading_levels;
mod html;
mod ics;
pub mod json;
mod link_url;
mod md;
pub mod pdf;
mod preview;
mod redact;
mod schema;
mod shared_book;
mod subject;
mod submission;
mod tables;
mod txt;
mod xlsx;

use std::io::{self, Write};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::domain::book::Book;
use crate::domain::deck::Deck;
use crate::domain::form::FormDef;
use crate::domain::ops::Refusal;
use crate::domain::program::{CompetencySet, Program};
use crate::files::sanitize_file_name;
use crate::problem::Problem;

use document::MeetingLog;

pub use content::{
    Content, ExportLevel, ExportOptions, ExportProgress, NoProgress, PaperSize, Request,
};
pub use csv::CSV;
pub use document::{Document, ProgramPage};
pub use docx::DOCX;
pub use html::HTML;
pub use ics::ICS;
pub use json::JSON;
pub use md::MARKDOWN;
pub use pdf::PDF;
pub use preview::{preview_lines, withheld_notes};
pub use schema::{everything_schema, form_schema};
pub(crate) use shared_book::ExportView;
pub use shared_book::SharedBook;
pub use subject::ExportSubject;
pub use txt::PLAIN_TEXT;
pub use xlsx::XLSX;

/// Writes content in one format. Every text in it is sanitized already; escaping for the format is its task.
type WriteFn = fn(&Content, &mut dyn Write, &dyn ExportProgress) -> Result<(), ExportError>;

/// An export format.
pub struct Exporter {
    id: &'static str,
    title: &'static str,
    is_text: bool,
    files: &'static str,
    kin: &'static [&'static str],
    supports: fn(&ExportSubject) -> bool,
    write: WriteFn,
}

impl Exporter {
    /// A format whose output is text that can be shown and copied.
    pub const fn new(
        id: &'static str,
        title: &'static str,
        supports: fn(&ExportSubject) -> bool,
        write: WriteFn,
    ) -> Self {
        Self {
            id,
            title,
            is_text: true,
            files: "Such files",
            kin: &[],
            supports,
            write,
        }
    }

    /// The same for a format that another program opens.
    const fn binary(self) -> Self {
        Self {
            is_text: false,
            ..self
        }
    }

    /// The same with the word for its files, and the endings of files that people take for such: older ones, and those
    /// of other programs.
    const fn files(self, files: &'static str, kin: &'static [&'static str]) -> Self {
        Self { files, kin, ..self }
    }

    /// Name on the command line.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Name in menus.
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// File extension, without the dot.
    pub const fn extension(&self) -> &'static str {
        self.id
    }

    /// The word for its files: `Word files`.
    pub const fn file_noun(&self) -> &'static str {
        self.files
    }

    /// True if people take files with this ending for its own.
    pub fn is_kin(&self, ending: &str) -> bool {
        self.kin.contains(&ending)
    }

    /// True if the output is text that can be shown and copied.
    pub const fn is_text(&self) -> bool {
        self.is_text
    }

    /// True if the format can hold `subject`; a list of dates cannot hold a form.
    pub fn supports(&self, subject: &ExportSubject) -> bool {
        (self.supports)(subject)
    }

    /// Writes `content` to `out`. `progress` receives progress, and may cancel.
    ///
    /// # Errors
    /// When `out` cannot be written to, or `progress` cancels.
    pub fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn ExportProgress,
    ) -> Result<(), ExportError> {
        (self.write)(content, out, progress)
    }
}

/// A format that holds any subject.
const ANY: fn(&ExportSubject) -> bool = |_| true;

/// All formats; the first is the default.
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

/// Failures of an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The subject does not exist or is never exported.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("The file could not be written.")]
    Write(#[from] io::Error),
    #[error("The export was stopped; nothing was written.")]
    Canceled,
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused(refusal) => refusal.into(),
            ExportError::Write(error) => Self::new("The document could not be made.")
                .hint("Check that there is room for it.")
                .caused_by(&error),
            ExportError::Canceled => Self::new(error.to_string()),
        }
    }
}

/// Input from which documents are built.
#[derive(Clone, Copy)]
pub struct ExportSource<'a> {
    /// The book, loaded completely, with all notes.
    pub book: &'a Book,
    pub program: &'a Program,
    /// All forms of the program.
    pub forms: &'a [Arc<FormDef>],
    /// Activities and prompts, for their titles.
    pub deck: &'a Deck,
    /// The program's competency areas, if it has them.
    pub competencies: Option<&'a CompetencySet>,
    /// The present day in the user's time zone.
    pub today: NaiveDate,
}

/// Builds the document for `subject`.
///
/// # Errors
/// When there is no such record or form, or when it is private as a whole.
pub fn document(subject: &ExportSubject, source: &ExportSource) -> Result<Document, ExportError> {
    let view = ExportView::of(subject, ExportLevel::Shared, source);
    let (document, log) = document_of(subject, &view)?;
    Ok(content::complete(document, log.as_ref(), &view))
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

/// The document without the records of its log, and these.
fn document_of(
    subject: &ExportSubject,
    view: &ExportView,
) -> Result<(Document, Option<MeetingLog>), ExportError> {
    let whole = matches!(
        subject,
        ExportSubject::Meetings { .. }
            | ExportSubject::Year
            | ExportSubject::Hours
            | ExportSubject::Everything
    );
    if whole && !view.book.complete {
        let refusal = Refusal::new("The log of this book has not been read to its end yet.");
        return Err(refusal.hint("Try again in a moment.").into());
    }
    let with_log = |(document, log)| (document, Some(log));
    let (mut document, log) = match subject {
        ExportSubject::Form { key } => (document::form(view, key)?, None),
        ExportSubject::Meeting(id) => (document::meeting(view, *id)?, None),
        ExportSubject::Meetings { from, to } => with_log(document::meetings(view, *from, *to)?),
        ExportSubject::Agenda(id) => (document::agenda(view, *id)?, None),
        ExportSubject::Year => (document::year(view), None),
        ExportSubject::Hours => (document::hours_record(view)?, None),
        ExportSubject::Everything => with_log(document::everything(view)),
    };
    document::add_level_fact(&mut document, view);
    Ok((document.sanitized(), log))
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
    let name = format!(
        "{} {} - {people}",
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

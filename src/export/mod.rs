//! A book to bytes: what is to leave, the document that says it, and one file a format.
//!
//! Start with [`document()`]: it turns a [`What`] and a [`Source`] into a [`Document`], and the builders it calls see nothing
//! but a [`Shareable`], from which everything private was taken before. An [`Exporter`] turns any document into bytes and
//! knows nothing of books; a new format is one file with an exporter, and one line in [`EXPORTERS`]. Nothing here writes
//! a file: the caller does, whole or not at all.

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

use chrono::NaiveDate;

use crate::domain::book::Book;
use crate::domain::deck::Deck;
use crate::domain::form::FormDef;
use crate::domain::ops::Refusal;
use crate::domain::program::{CompetencySet, Program};
use crate::files::sanitize_file_name;
use crate::problem::Problem;

pub use content::{
    Content, ExportLevel, ExportOptions, ExportProgress, NoProgress, PaperSize, Request,
};
pub use csv::Csv;
pub use document::{Document, ProgramPage};
pub use docx::Docx;
pub use html::Html;
pub use ics::Ics;
pub use json::Json;
pub use md::Markdown;
pub use pdf::Pdf;
pub use preview::{preview_lines, withheld_notes};
pub use schema::{everything_schema, form_schema};
pub(crate) use shared_book::ExportView;
pub use shared_book::SharedBook;
pub use subject::ExportSubject;
pub use txt::PlainText;
pub use xlsx::Xlsx;

/// A format.
pub trait Exporter: Sync {
    /// The word for it on the command line.
    fn id(&self) -> &'static str;

    /// What people read when they choose.
    fn title(&self) -> &'static str;

    /// The ending of its files, without the dot.
    fn extension(&self) -> &'static str;

    /// Whether it can say `what`; a list of dates cannot say a form.
    fn supports(&self, what: &ExportSubject) -> bool {
        let _ = what;
        true
    }

    /// Whether what it writes is text that can be shown and copied.
    fn is_text(&self) -> bool {
        true
    }

    /// Writes `content`. Every text in it is plain already; what the format would misread is the exporter's to escape.
    /// `progress` is told how far it has come, and may stop it.
    fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn ExportProgress,
    ) -> Result<(), ExportError>;
}

/// Every format there is, the first one being the usual one.
pub const EXPORTERS: &[&dyn Exporter] = &[
    &Markdown,
    &PlainText,
    &Docx,
    &Html,
    &Pdf::DEFAULT,
    &Json,
    &Csv,
    &Xlsx,
    &Ics,
];

/// The format called `id`.
pub fn exporter(id: &str) -> Option<&'static dyn Exporter> {
    EXPORTERS
        .iter()
        .copied()
        .find(|exporter| exporter.id() == id)
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What is wanted is not there or never leaves.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The bytes could not be written.
    #[error("The file could not be written.")]
    Write(#[from] io::Error),
    /// Somebody stopped it.
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

/// What documents are made from.
#[derive(Clone, Copy)]
pub struct ExportSource<'a> {
    /// The book, with the whole log and all notes loaded.
    pub book: &'a Book,
    /// Its program.
    pub program: &'a Program,
    /// The forms there are.
    pub forms: &'a [Arc<FormDef>],
    /// Activities and prompts, for their titles.
    pub deck: &'a Deck,
    /// The program's competency areas, if it has them.
    pub competencies: Option<&'a CompetencySet>,
    /// The day where the user lives.
    pub today: NaiveDate,
}

/// The document that says `what`.
///
/// # Errors
/// When there is no such record or form, or when it is private as a whole.
pub fn document(what: &ExportSubject, source: &ExportSource) -> Result<Document, ExportError> {
    document_of(what, &ExportView::of(what, ExportLevel::Shared, source))
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

fn document_of(what: &ExportSubject, view: &ExportView) -> Result<Document, ExportError> {
    let whole = match what {
        ExportSubject::Meetings { .. }
        | ExportSubject::Year
        | ExportSubject::Hours
        | ExportSubject::Everything => true,
        ExportSubject::Form { .. } | ExportSubject::Meeting(_) | ExportSubject::Agenda(_) => false,
    };
    if whole && !view.book.complete {
        let refusal = Refusal::new("The log of this book has not been read to its end yet.");
        return Err(refusal.hint("Try again in a moment.").into());
    }
    let mut document = match what {
        ExportSubject::Form { key } => document::form(view, key)?,
        ExportSubject::Meeting(id) => document::meeting(view, *id)?,
        ExportSubject::Meetings { from, to } => document::meetings(view, *from, *to)?,
        ExportSubject::Agenda(id) => document::agenda(view, *id)?,
        ExportSubject::Year => document::year(view),
        ExportSubject::Hours => document::hours_record(view)?,
        ExportSubject::Everything => document::everything(view),
    };
    document::add_level_fact(&mut document, view);
    Ok(document.sanitized())
}

/// The content in the exporter's format, while nobody watches.
///
/// # Errors
/// When the format cannot say it; else as [`Exporter::write`].
pub fn export_bytes(exporter: &dyn Exporter, content: &Content) -> Result<Vec<u8>, ExportError> {
    if !exporter.supports(content.subject) {
        let others = EXPORTERS
            .iter()
            .filter(|other| other.supports(content.subject));
        let others: Vec<_> = others.map(|other| other.id()).collect();
        let title = exporter.title();
        let refusal = Refusal::new(format!("There is no {title} of that."));
        return Err(refusal
            .hint(format!("Choose one of: {}.", others.join(", ")))
            .into());
    }
    let mut bytes = Vec::new();
    exporter.write(content, &mut bytes, &NoProgress)?;
    Ok(bytes)
}

/// What a file of `document` is called: `2027-04-01 mid-point tracker - Mentee A and Mentor B.md`.
pub fn file_name(document: &Document, extension: &str) -> String {
    let people = document.people.join(" and ");
    let name = format!(
        "{} {} - {people}",
        document.date,
        uncapitalized(&document.title)
    );
    format!("{}.{extension}", sanitize_file_name(&name, "export"))
}

/// A title inside a line: its first letter small, unless the word is an abbreviation.
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

//! A book to bytes: what is to leave, the document that says it, and one file a format.
//!
//! Start with [`document()`]: it turns a [`What`] and a [`Source`] into a [`Document`], and the builders it calls see nothing
//! but a [`Shareable`], from which everything private was taken before. An [`Exporter`] turns any document into bytes and
//! knows nothing of books; a new format is one file with an exporter, and one line in [`EXPORTERS`]. Nothing here writes
//! a file: the caller does, whole or not at all.

mod address;
mod content;
mod counts;
mod csv;
pub mod document;
mod docx;
mod html;
mod ics;
pub mod json;
mod leaving;
mod md;
mod office;
mod outline;
pub mod pdf;
mod schema;
mod shareable;
mod tables;
mod txt;
mod what;
mod xlsx;

use std::io::{self, Write};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::book::Book;
use crate::domain::deeds::Refusal;
use crate::domain::form::FormDef;
use crate::domain::idea::Deck;
use crate::domain::program::{CompetencySet, Program};
use crate::files::safe_name;
use crate::problem::Problem;

pub use content::{Content, Level, Options, Paper, Progress, Request, Unwatched};
pub use csv::Csv;
pub use document::Document;
pub use docx::Docx;
pub use html::Html;
pub use ics::Ics;
pub use json::Json;
pub use leaving::{preview, stays};
pub use md::Markdown;
pub use pdf::Pdf;
pub use schema::{everything_schema, form_schema};
pub use shareable::Shareable;
pub(crate) use shareable::View;
pub use txt::PlainText;
pub use what::What;
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
    fn suits(&self, what: &What) -> bool {
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
        progress: &dyn Progress,
    ) -> Result<(), ExportError>;
}

/// Every format there is, the first one being the usual one.
pub const EXPORTERS: &[&dyn Exporter] = &[
    &Markdown,
    &PlainText,
    &Docx,
    &Html,
    &Pdf::USUAL,
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
    Stopped,
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused(refusal) => refusal.into(),
            ExportError::Write(error) => Self::new("The document could not be made.")
                .hint("Check that there is room for it.")
                .caused_by(&error),
            ExportError::Stopped => Self::new(error.to_string()),
        }
    }
}

/// What documents are made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
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
pub fn document(what: &What, source: &Source) -> Result<Document, ExportError> {
    document_of(what, &View::of(what, Level::Shared, source))
}

fn document_of(what: &What, view: &View) -> Result<Document, ExportError> {
    let whole = match what {
        What::Meetings { .. } | What::Year | What::Hours | What::Everything => true,
        What::Form { .. } | What::Meeting(_) | What::Agenda(_) => false,
    };
    if whole && !view.book.complete {
        let refusal = Refusal::new("The log of this book has not been read to its end yet.");
        return Err(refusal.hint("Try again in a moment.").into());
    }
    let mut document = match what {
        What::Form { key } => document::form(view, key)?,
        What::Meeting(id) => document::meeting(view, *id)?,
        What::Meetings { from, to } => document::meetings(view, *from, *to)?,
        What::Agenda(id) => document::agenda(view, *id)?,
        What::Year => document::year(view),
        What::Hours => document::hours_record(view)?,
        What::Everything => document::everything(view),
    };
    document::say_level(&mut document, view);
    Ok(document.plain())
}

/// The content in the exporter's format, while nobody watches.
///
/// # Errors
/// When the format cannot say it; else as [`Exporter::write`].
pub fn bytes(exporter: &dyn Exporter, content: &Content) -> Result<Vec<u8>, ExportError> {
    if !exporter.suits(content.what) {
        let others = EXPORTERS.iter().filter(|other| other.suits(content.what));
        let others: Vec<_> = others.map(|other| other.id()).collect();
        let title = exporter.title();
        let refusal = Refusal::new(format!("There is no {title} of that."));
        return Err(refusal
            .hint(format!("Choose one of: {}.", others.join(", ")))
            .into());
    }
    let mut bytes = Vec::new();
    exporter.write(content, &mut bytes, &Unwatched)?;
    Ok(bytes)
}

/// What a file of `document` is called: `2027-04-01 mid-point tracker - Mentee A and Mentor B.md`.
pub fn file_name(document: &Document, extension: &str) -> String {
    let people = document.people.join(" and ");
    let name = format!(
        "{} {} - {people}",
        document.date,
        uncapitalised(&document.title)
    );
    format!("{}.{extension}", safe_name(&name, "export"))
}

/// A title inside a line: its first letter small, unless the word is an abbreviation.
pub fn uncapitalised(title: &str) -> String {
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

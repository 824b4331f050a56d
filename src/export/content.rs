//! What one export is made of, for formats that people read and for formats that programs read.

use chrono::NaiveTime;

use super::document::Document;
use super::shared_book::ExportView;
use super::{ExportError, ExportSource, ExportSubject, document_of};
use crate::domain::book::Book;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// How much of the book leaves. The default leaves out what is private; only the owner may ask for it.
    ExportLevel, "level" {
        Shared = "shared" => "What you share",
        Counts = "counts" => "Counts and dates only",
        All = "all" => "All of it, for yourself",
    }
}

string_enum! {
    /// The sheets that a printer holds.
    PaperSize, "paper size" {
        A4 = "a4" => "A4",
        Letter = "letter" => "US Letter",
    }
}

/// What a format may be told besides what to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// The sheets, for formats with pages.
    pub paper: PaperSize,
    /// The time of day at which it is written, for formats that number their versions.
    pub time: NaiveTime,
}

/// One export as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is to leave.
    pub subject: ExportSubject,
    /// The format's id.
    pub format: &'static str,
    /// How much of it.
    pub level: ExportLevel,
    /// What the format is told.
    pub options: ExportOptions,
}

impl Request {
    /// What is shared of `what`, in the format called `format`.
    pub fn new(subject: ExportSubject, format: &'static str) -> Self {
        Self {
            subject,
            format,
            level: ExportLevel::default(),
            options: ExportOptions::default(),
        }
    }

    /// The same in another format.
    pub fn with_format(&self, format: &'static str) -> Self {
        Self {
            format,
            ..self.clone()
        }
    }

    /// The same at another level.
    pub fn with_level(&self, level: ExportLevel) -> Self {
        Self {
            level,
            ..self.clone()
        }
    }
}

/// What leaves with one export: the document that people read, and the part of the book behind it.
pub struct Content<'a> {
    /// What was asked for.
    pub subject: &'a ExportSubject,
    /// How much of the book is in it.
    pub level: ExportLevel,
    /// What the format is told.
    pub options: ExportOptions,
    /// The document that says it.
    pub document: Document,
    /// The part of the book that may leave.
    pub(crate) view: ExportView<'a>,
}

impl<'a> Content<'a> {
    /// What leaves with `what` at `level`.
    ///
    /// # Errors
    /// As [`super::document()`].
    pub fn of(
        what: &'a ExportSubject,
        level: ExportLevel,
        source: &ExportSource<'a>,
    ) -> Result<Self, ExportError> {
        let view = ExportView::of(what, level, source);
        let document = document_of(what, &view)?;
        Ok(Self {
            subject: what,
            level,
            options: ExportOptions::default(),
            document,
            view,
        })
    }

    /// The part of the book that may leave, for formats that programs read.
    pub fn book(&self) -> &Book {
        &self.view.book
    }

    /// What leaves with `request`.
    ///
    /// # Errors
    /// As [`super::document()`].
    pub fn for_request(
        request: &'a Request,
        source: &ExportSource<'a>,
    ) -> Result<Self, ExportError> {
        let content = Self::of(&request.subject, request.level, source)?;
        Ok(Self {
            options: request.options,
            ..content
        })
    }
}

/// Told how far a long export has come; says whether to go on.
pub trait ExportProgress {
    /// So many of all parts are written. Whether to go on.
    fn report(&self, done: usize, all: usize) -> bool;
}

/// Nobody looks, nobody stops it.
pub struct NoProgress;

impl ExportProgress for NoProgress {
    fn report(&self, _done: usize, _all: usize) -> bool {
        true
    }
}

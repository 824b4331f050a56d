//! The input of an exporter: a request, and the content built for it, as a document and as records.

use chrono::NaiveTime;

use super::document::Document;
use super::shared_book::ExportView;
use super::{ExportError, ExportSource, ExportSubject, document_of};
use crate::domain::book::Book;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Privacy level of an export. The default leaves out what is private; only the owner may ask for it.
    ExportLevel, "level" {
        Shared = "shared" => "What you share",
        Counts = "counts" => "Counts and dates only",
        All = "all" => "All of it, for yourself",
    }
}

string_enum! {
    /// Paper sizes that printers hold.
    PaperSize, "paper size" {
        A4 = "a4" => "A4",
        Letter = "letter" => "US Letter",
    }
}

/// Settings of an export besides its subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// For formats with pages.
    pub paper: PaperSize,
    /// Local time of the export, for formats that number their versions.
    pub time: NaiveTime,
}

/// Request for one export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub subject: ExportSubject,
    /// Id of the exporter.
    pub format: &'static str,
    pub level: ExportLevel,
    pub options: ExportOptions,
}

impl Request {
    /// Requests the shared part of `subject` in the format with this id.
    pub fn new(subject: ExportSubject, format: &'static str) -> Self {
        Self {
            subject,
            format,
            level: ExportLevel::default(),
            options: ExportOptions::default(),
        }
    }

    pub fn with_format(&self, format: &'static str) -> Self {
        Self {
            format,
            ..self.clone()
        }
    }

    pub fn with_level(&self, level: ExportLevel) -> Self {
        Self {
            level,
            ..self.clone()
        }
    }
}

/// Content of one export: the document that people read, and the part of the book behind it.
pub struct Content<'a> {
    pub subject: &'a ExportSubject,
    pub level: ExportLevel,
    pub options: ExportOptions,
    pub document: Document,
    /// The filtered book.
    pub(crate) view: ExportView<'a>,
}

impl<'a> Content<'a> {
    /// Builds the content for `subject` at `level`.
    ///
    /// # Errors
    /// As [`super::document()`].
    pub fn of(
        subject: &'a ExportSubject,
        level: ExportLevel,
        source: &ExportSource<'a>,
    ) -> Result<Self, ExportError> {
        let view = ExportView::of(subject, level, source);
        let document = document_of(subject, &view)?;
        Ok(Self {
            subject,
            level,
            options: ExportOptions::default(),
            document,
            view,
        })
    }

    /// The filtered book, for formats that programs read.
    pub fn book(&self) -> &Book {
        &self.view.book
    }

    /// Builds the content for `request`.
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

/// Progress of a long export, and its cancellation.
pub trait ExportProgress {
    /// Reports that `done` of `all` parts are written. False cancels the export.
    fn report(&self, done: usize, all: usize) -> bool;

    /// Reports that the stage `name` begins. False cancels the export.
    fn stage(&self, name: &str) -> bool {
        let _ = name;
        true
    }
}

/// Ignores progress and never cancels.
pub struct NoProgress;

impl ExportProgress for NoProgress {
    fn report(&self, _done: usize, _all: usize) -> bool {
        true
    }
}

//! The input of an exporter: a request, and the content built for it, as a document and as records.

use std::borrow::Cow;

use chrono::NaiveTime;

use super::document::{Block, Document, MeetingLog};
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
    /// The part of the document that is still to be built.
    log: Option<MeetingLog>,
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
        let mut content = Self::unfinished(subject, level, source)?;
        let log = content.log.take();
        content.document = complete(content.document, log.as_ref(), &content.view);
        Ok(content)
    }

    /// The same, the records of a long log left to be built as they are written.
    fn unfinished(
        subject: &'a ExportSubject,
        level: ExportLevel,
        source: &ExportSource<'a>,
    ) -> Result<Self, ExportError> {
        let view = ExportView::of(subject, level, source);
        let (document, log) = document_of(subject, &view)?;
        Ok(Self {
            subject,
            level,
            options: ExportOptions::default(),
            document,
            log,
            view,
        })
    }

    /// The document with the records of a long log, where these are still to be built.
    pub fn whole_document(&self) -> Document {
        complete(self.document.clone(), self.log.as_ref(), &self.view)
    }

    /// The text, for formats that people read.
    pub(super) fn text(&self) -> DocumentText<'_> {
        DocumentText {
            document: &self.document,
            log: self.log.as_ref().map(|log| (log, &self.view)),
        }
    }

    /// The filtered book, for formats that programs read.
    pub fn book(&self) -> &Book {
        &self.view.book
    }

    /// Builds the content for `request`; its document lacks the records of a long log, which formats build as they write.
    ///
    /// # Errors
    /// As [`super::document()`].
    pub fn for_request(
        request: &'a Request,
        source: &ExportSource<'a>,
    ) -> Result<Self, ExportError> {
        let content = Self::unfinished(&request.subject, request.level, source)?;
        Ok(Self {
            options: request.options,
            ..content
        })
    }
}

/// The document with the records of `log` in their place.
pub(super) fn complete(
    mut document: Document,
    log: Option<&MeetingLog>,
    view: &ExportView,
) -> Document {
    if let Some(log) = log {
        let records = log.records(view).flatten();
        document.blocks.splice(log.at..log.at, records);
    }
    document
}

/// A document as a format writes it: a log of thousands of meetings is never in memory as a whole.
pub(super) struct DocumentText<'a> {
    pub document: &'a Document,
    log: Option<(&'a MeetingLog, &'a ExportView<'a>)>,
}

impl<'a> From<&'a Document> for DocumentText<'a> {
    fn from(document: &'a Document) -> Self {
        let log = None;
        Self { document, log }
    }
}

impl<'a> DocumentText<'a> {
    /// Parts of the text: a record of the log, adjacent answers, any other single block.
    fn parts(&self) -> impl Iterator<Item = Cow<'a, [Block]>> + use<'a> {
        let blocks = self.document.blocks.as_slice();
        let at = self.log.map_or(blocks.len(), |(log, _)| log.at);
        let (before, after) = blocks.split_at(at);
        let records = self.log.into_iter();
        let records = records.flat_map(|(log, view)| log.records(view));
        let before = answer_groups(before).map(Cow::Borrowed);
        let after = answer_groups(after).map(Cow::Borrowed);
        before.chain(records.map(Cow::Owned)).chain(after)
    }

    /// Hands each part to `write`, unless `progress` cancels.
    pub fn write_parts(
        &self,
        progress: &dyn ExportProgress,
        mut write: impl FnMut(&[Block]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let meetings = self.log.map_or(0, |(log, _)| log.meetings.len());
        let all = answer_groups(&self.document.blocks).count() + meetings;
        for (done, part) in self.parts().enumerate() {
            progress.check(done, all)?;
            write(&part)?;
        }
        Ok(())
    }
}

/// Groups adjacent answers; every other block is a group of its own.
pub(super) fn answer_groups(blocks: &[Block]) -> impl Iterator<Item = &[Block]> {
    blocks.chunk_by(|one, next| one.is_answer() && next.is_answer())
}

/// Progress of a long export, and its cancellation.
pub trait ExportProgress {
    /// Reports that `done` of `all` parts are written. False cancels the export.
    fn report(&self, done: usize, all: usize) -> bool;

    /// The same, with the error of a canceled export.
    fn check(&self, done: usize, all: usize) -> Result<(), ExportError> {
        if self.report(done, all) {
            Ok(())
        } else {
            Err(ExportError::Canceled)
        }
    }

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

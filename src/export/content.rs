//! The input of an exporter: the content built for a request, as a document and as records.

use std::borrow::Cow;

use super::document::{self, Block, Document, MeetingLog};
use super::error::{ExportError, ExportProgress};
use super::request::{ExportLevel, ExportOptions, Request};
use super::shared_book::ExportView;
use super::source::ExportSource;
use super::subject::ExportSubject;
use crate::domain::book::Book;
use crate::domain::ops::Refusal;

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
            options: request.options.clone(),
            ..content
        })
    }
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
    if view.level == ExportLevel::Office && !matches!(subject, ExportSubject::Form { .. }) {
        let refusal = Refusal::new("Only a form has answers for the office alone.");
        return Err(refusal
            .hint("“matchbook form list” shows the forms.")
            .into());
    }
    let with_log = |(document, log)| (document, Some(log));
    let (mut document, log) = match subject {
        ExportSubject::Form { key } => (document::form(view, key)?, None),
        ExportSubject::BlankForm { key } => (document::blank_form(view, key)?, None),
        ExportSubject::PartnerForm { key } => (document::partner_form(view, key)?, None),
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

/// The document with the records of `log` in their place.
fn complete(mut document: Document, log: Option<&MeetingLog>, view: &ExportView) -> Document {
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

//! What one export is made of, for formats that people read and for formats that programs read.

use chrono::NaiveTime;

use super::document::Document;
use super::shareable::View;
use super::{ExportError, Source, What, document_of};
use crate::domain::book::Book;
use crate::domain::words::words;

words! {
    /// How much of the book leaves. The default leaves out what is private; only the owner may ask for it.
    Level, "level" {
        Shared = "shared" => "What you share",
        Counts = "counts" => "Counts and dates only",
        All = "all" => "All of it, for yourself",
    }
}

words! {
    /// The sheets that a printer holds.
    Paper, "paper size" {
        A4 = "a4" => "A4",
        Letter = "letter" => "US Letter",
    }
}

/// What a format may be told besides what to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The sheets, for formats with pages.
    pub paper: Paper,
    /// The time of day at which it is written, for formats that number their versions.
    pub time: NaiveTime,
}

/// One export as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is to leave.
    pub what: What,
    /// The format's id.
    pub format: &'static str,
    /// How much of it.
    pub level: Level,
    /// What the format is told.
    pub options: Options,
}

impl Request {
    /// What is shared of `what`, in the format called `format`.
    pub fn new(what: What, format: &'static str) -> Self {
        Self {
            what,
            format,
            level: Level::default(),
            options: Options::default(),
        }
    }

    /// The same in another format.
    pub fn in_format(&self, format: &'static str) -> Self {
        Self {
            format,
            ..self.clone()
        }
    }

    /// The same at another level.
    pub fn at_level(&self, level: Level) -> Self {
        Self {
            level,
            ..self.clone()
        }
    }
}

/// What leaves with one export: the document that people read, and the part of the book behind it.
pub struct Content<'a> {
    /// What was asked for.
    pub what: &'a What,
    /// How much of the book is in it.
    pub level: Level,
    /// What the format is told.
    pub options: Options,
    /// The document that says it.
    pub document: Document,
    /// The part of the book that may leave.
    pub(crate) view: View<'a>,
}

impl<'a> Content<'a> {
    /// What leaves with `what` at `level`.
    ///
    /// # Errors
    /// As [`super::document()`].
    pub fn of(what: &'a What, level: Level, source: &Source<'a>) -> Result<Self, ExportError> {
        let view = View::of(what, level, source);
        let document = document_of(what, &view)?;
        Ok(Self {
            what,
            level,
            options: Options::default(),
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
    pub fn asked(request: &'a Request, source: &Source<'a>) -> Result<Self, ExportError> {
        let content = Self::of(&request.what, request.level, source)?;
        Ok(Self {
            options: request.options,
            ..content
        })
    }
}

/// Told how far a long export has come; says whether to go on.
pub trait Progress {
    /// So many of all parts are written. Whether to go on.
    fn step(&self, done: usize, all: usize) -> bool;
}

/// Nobody looks, nobody stops it.
pub struct Unwatched;

impl Progress for Unwatched {
    fn step(&self, _done: usize, _all: usize) -> bool {
        true
    }
}

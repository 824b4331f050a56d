//! What one export is made of, for formats that people read and for formats that programs read.

use super::document::Document;
use super::shareable::View;
use super::{ExportError, Source, What, document_of};
use crate::domain::words::words;

words! {
    /// How much of the book leaves. The default leaves out what is private; only the owner may ask for it.
    Level, "level" {
        Shared = "shared" => "What you share",
        Counts = "counts" => "Counts and dates only",
        All = "all" => "All of it, for yourself",
    }
}

/// What leaves with one export: the document that people read, and the part of the book behind it.
pub struct Content<'a> {
    /// What was asked for.
    pub what: &'a What,
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
        let view = View::of(source, level);
        let document = document_of(what, &view)?;
        Ok(Self {
            what,
            document,
            view,
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

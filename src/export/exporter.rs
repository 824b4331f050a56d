//! An export format: its names, the subjects it holds, and the function that writes it.

use std::io::Write;

use super::content::Content;
use super::error::{ExportError, ExportProgress};
use super::request::ExportLevel;
use super::subject::ExportSubject;

/// Writes content in one format. Every text in it is sanitized already; escaping for the format is its task.
type WriteFn = fn(&Content, &mut dyn Write, &dyn ExportProgress) -> Result<(), ExportError>;

/// An export format.
pub struct Exporter {
    id: &'static str,
    title: &'static str,
    label: &'static str,
    is_text: bool,
    files: &'static str,
    pub(super) kin: &'static [&'static str],
    supports: fn(&ExportSubject) -> bool,
    note: fn(&Content) -> Option<String>,
    has_pages: bool,
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
            label: title,
            is_text: true,
            files: "Such files",
            kin: &[],
            supports,
            note: |_| None,
            has_pages: false,
            write,
        }
    }

    /// The same with a shorter name.
    pub const fn label_of_row(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// The same for a format that another program opens.
    pub const fn binary(self) -> Self {
        Self {
            is_text: false,
            ..self
        }
    }

    /// The same with the word for its files, and the endings of files that people take for such: older ones, and those
    /// of other programs.
    pub const fn files(self, files: &'static str, kin: &'static [&'static str]) -> Self {
        Self { files, kin, ..self }
    }

    /// The same for a format of whose files `note` tells in a sentence what they leave out or give away.
    pub const fn noting(self, note: fn(&Content) -> Option<String>) -> Self {
        Self { note, ..self }
    }

    /// The same for a format with pages.
    pub const fn paged(self) -> Self {
        Self {
            has_pages: true,
            ..self
        }
    }

    /// Name on the command line.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Name in menus.
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// Name in a row of formats.
    pub const fn label(&self) -> &'static str {
        self.label
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

    /// True if the size of the paper is known to the file.
    pub const fn has_pages(&self) -> bool {
        self.has_pages
    }

    /// A sentence on what the file of `content` leaves out or gives away, if there is one.
    pub fn note(&self, content: &Content) -> Option<String> {
        (self.note)(content)
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

/// Note on a form that goes out under a code: what the code does not hide.
pub fn names_in_words(content: &Content) -> Option<String> {
    let has_words = content.level != ExportLevel::Counts;
    let is_form = matches!(content.subject, ExportSubject::Form { .. });
    (is_form && has_words).then(|| {
        "A code stands in place of your names, but the answers may name people: read them before you send this."
            .to_owned()
    })
}

/// A format from which an answer can be read back.
pub const ANY: fn(&ExportSubject) -> bool = |_| true;
/// A format that is only read: it holds any subject but the questions that the partner sends back.
pub const ANY_TO_READ: fn(&ExportSubject) -> bool =
    |subject| !matches!(subject, ExportSubject::PartnerForm { .. });

//! An export format: its names, the subjects it holds, and the function that writes it.

use std::io::Write;

use super::content::Content;
use super::error::{ExportError, ExportProgress};
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
    left_out: fn(&Content) -> Option<String>,
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
            left_out: |_| None,
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

    /// The same for a format that leaves out a part of the content, which `left_out` tells in a sentence.
    pub const fn leaving_out(self, left_out: fn(&Content) -> Option<String>) -> Self {
        Self { left_out, ..self }
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

    /// A sentence on the part of `content` that the file will not have, if there is one.
    pub fn left_out(&self, content: &Content) -> Option<String> {
        (self.left_out)(content)
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
pub const ANY: fn(&ExportSubject) -> bool = |_| true;

//! Request for an export: subject, format, privacy level, settings.

use chrono::NaiveDateTime;

use super::subject::ExportSubject;
use crate::domain::region::Region;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Privacy level of an export. The default leaves out what is private; only the owner may ask for it.
    ExportLevel, "level" {
        Shared = "shared" => "What you share",
        Counts = "counts" => "Counts and dates only",
        All = "all" => "All of it, for yourself",
        Office = "office" => "What a form has for the office and not for your partner",
    }
}

string_enum! {
    /// Paper sizes that printers hold.
    PaperSize, "paper size" {
        A4 = "a4" => "A4",
        Letter = "letter" => "US Letter",
    }
}

impl PaperSize {
    /// The sheets that printers of the region hold.
    pub const fn of_region(region: Region) -> Self {
        match region {
            Region::UnitedStates => Self::Letter,
            Region::Elsewhere => Self::A4,
        }
    }
}

/// Settings of an export besides its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// For formats with pages.
    pub paper: PaperSize,
    /// True if a CSV file begins with the mark of UTF-8, without which Excel garbles it.
    pub byte_order_mark: bool,
    /// True if a calendar of the whole has what is done, too.
    pub with_done: bool,
    /// Times before an entry at which a calendar reminds of it, in minutes.
    pub reminders: Vec<u32>,
    /// Moment of the export in UTC, for formats that number their versions; none for the midnight of its day.
    pub written_at: Option<NaiveDateTime>,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            paper: PaperSize::of_region(Region::current()),
            byte_order_mark: false,
            with_done: false,
            reminders: Vec::new(),
            written_at: None,
        }
    }
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

    /// The same for the other of two papers.
    pub fn with_other_paper(&self) -> Self {
        let mut request = self.clone();
        request.options.paper = match self.options.paper {
            PaperSize::A4 => PaperSize::Letter,
            PaperSize::Letter => PaperSize::A4,
        };
        request
    }

    pub fn with_level(&self, level: ExportLevel) -> Self {
        Self {
            level,
            ..self.clone()
        }
    }
}

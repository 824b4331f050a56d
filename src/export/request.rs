//! Request for an export: subject, format, privacy level, settings.

use chrono::NaiveTime;

use super::subject::ExportSubject;
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
    /// For PDF; other formats have their own.
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

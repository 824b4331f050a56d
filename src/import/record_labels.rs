//! Labels of records for import reports.

use crate::domain::change::Record;
use crate::domain::ops::quoted;
use crate::domain::sanitize::sanitize_line;

/// Label of a record: `goal “Start a STEM hour”`, `meeting of Tue, Dec 1, 2026 “First plans”`.
pub fn record_label(record: &Record) -> String {
    let label = record.label();
    // Two meetings may fall on one day: their titles tell them apart.
    if let Record::Meeting(meeting) = record
        && !meeting.title.is_empty()
    {
        return format!("{label} {}", quoted(&sanitize_line(&meeting.title)));
    }
    label
}

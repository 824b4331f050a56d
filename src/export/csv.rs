//! CSV (RFC 4180): one table, one row per line. A subject with several tables needs a spreadsheet.

use std::io::Write;

use ::csv::{Terminator, WriterBuilder};

use super::exporter::names_in_words;
use super::tables::{TableCell, tables};
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter};
use crate::domain::sanitize::looks_like_formula;

/// CSV in UTF-8, with commas, and quoted where needed.
pub const CSV: Exporter = Exporter::new("csv", "CSV", is_one_table, write)
    .noting(names_in_words)
    .files("CSV files", &["tsv", "tab"]);

fn is_one_table(subject: &ExportSubject) -> bool {
    matches!(
        subject,
        ExportSubject::Form { .. } | ExportSubject::Meetings { .. } | ExportSubject::Hours
    )
}

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    if content.options.byte_order_mark {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out);
    for table in tables(content.subject, &content.view) {
        writer.write_record(table.header).map_err(failed)?;
        let all = table.rows.size_hint().1.unwrap_or_default();
        for (done, row) in table.rows.enumerate() {
            progress.check(done, all)?;
            writer.write_record(row.iter().map(field)).map_err(failed)?;
        }
    }
    Ok(writer.flush()?)
}

fn failed(error: ::csv::Error) -> ExportError {
    ExportError::Write(error.into())
}

/// A cell as text. Formula injection is prevented: a text that a spreadsheet would run is prefixed.
fn field(cell: &TableCell) -> String {
    match cell {
        TableCell::Empty => String::new(),
        TableCell::Text(text) if looks_like_formula(text) => format!("'{text}"),
        TableCell::Text(text) => text.clone(),
        TableCell::Number(number) => number.to_string(),
        TableCell::Hours(minutes) => ((f64::from(*minutes) / 0.6).round() / 100.0).to_string(),
        TableCell::Day(day) => day.to_string(),
        TableCell::Time(time) => time.format("%H:%M").to_string(),
    }
}

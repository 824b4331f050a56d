//! CSV: one list, a row a line. What holds several lists asks for a spreadsheet.

use std::io::Write;

use super::tables::{Cell, looks_like_formula, tables};
use super::{Content, ExportError, Exporter, Progress, What};

/// CSV in UTF-8, with commas, and texts in quotation marks where they need them.
pub struct Csv;

impl Exporter for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn title(&self) -> &'static str {
        "CSV"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn suits(&self, what: &What) -> bool {
        matches!(
            what,
            What::Form { .. } | What::Meetings { .. } | What::Hours
        )
    }

    fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn Progress,
    ) -> Result<(), ExportError> {
        let mut writer = ::csv::Writer::from_writer(out);
        for table in tables(content.what, &content.view) {
            writer.write_record(table.header).map_err(failed)?;
            for (done, row) in table.rows.iter().enumerate() {
                if !progress.step(done, table.rows.len()) {
                    return Err(ExportError::Stopped);
                }
                writer.write_record(row.iter().map(field)).map_err(failed)?;
            }
        }
        Ok(writer.flush()?)
    }
}

fn failed(error: ::csv::Error) -> ExportError {
    ExportError::Write(error.into())
}

/// A cell as text. Nothing that was typed is left so that a spreadsheet would run it.
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if looks_like_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Hours(minutes) => ((f64::from(*minutes) / 0.6).round() / 100.0).to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

//! Spreadsheets (XLSX): every table on a sheet of its own, with typed dates and numbers.

use std::io::{self, Write};

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError, utility,
};
use unicode_width::UnicodeWidthStr;

use super::tables::{ExportTable, TableCell, tables};
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter, year_month_day};
use crate::domain::sanitize::looks_like_formula;

/// Longest text in a cell, in UTF-16 units: Excel's limit, less room for the note that some is missing.
const MAX_CELL_UNITS: usize = 32_000;
/// Largest width of a column, in digits.
const MAX_COLUMN_WIDTH: usize = 48;
/// Width of a column of days, in digits.
const DAY_WIDTH: usize = 16;
/// Number format of hours. The cell holds them unrounded, so that their sum is right.
const HOURS: &str = "0.00";

/// A workbook for any spreadsheet program.
pub const XLSX: Exporter = Exporter::new("xlsx", "Spreadsheet", has_tables, write)
    .binary()
    .files(
        "Spreadsheets",
        &["xls", "xlsm", "xlsb", "xlt", "ods", "numbers"],
    );

fn has_tables(subject: &ExportSubject) -> bool {
    matches!(
        subject,
        ExportSubject::Form { .. }
            | ExportSubject::Meetings { .. }
            | ExportSubject::Hours
            | ExportSubject::Everything
    )
}

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    let created = excel_date(content.view.today).map_err(failed)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&content.document.title)
            .set_creation_datetime(&created),
    );
    let tables = tables(content.subject, &content.view);
    let all = tables.len();
    for (done, table) in tables.into_iter().enumerate() {
        progress.check(done, all)?;
        sheet(workbook.add_worksheet(), table).map_err(failed)?;
    }
    let bytes = workbook.save_to_buffer().map_err(failed)?;
    Ok(out.write_all(&bytes)?)
}

fn failed(error: XlsxError) -> ExportError {
    ExportError::Write(io::Error::other(error))
}

fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let unknown = || XlsxError::ParameterError(format!("{day} is beyond all calendars"));
    let (year, month, day) = year_month_day(day).ok_or_else(unknown)?;
    ExcelDateTime::from_ymd(year, month, day)
}

fn sheet(sheet: &mut Worksheet, table: ExportTable) -> Result<(), XlsxError> {
    let all: Vec<_> = table.rows.collect();
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    let head = Format::new().set_bold();
    let top = || Format::new().set_align(FormatAlign::Top);
    let wrapped = top().set_text_wrap();
    // What looks like a formula stays text also when somebody edits the cell.
    let quoted = wrapped.clone().set_quote_prefix();
    let (plain, dated) = (top(), top().set_num_format("ddd d mmm yyyy"));
    let hours = top().set_num_format(HOURS);
    for (column, title) in (0..).zip(&table.header) {
        sheet.write_string_with_format(0, column, *title, &head)?;
        sheet.set_column_width(column, width(title, &all, column))?;
    }
    for (row, cells) in (1..).zip(&all) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                TableCell::Empty => {}
                TableCell::Text(text) => {
                    let format = if looks_like_formula(text) {
                        &quoted
                    } else {
                        &wrapped
                    };
                    sheet.write_string_with_format(row, column, truncate_to_cell(text), format)?;
                }
                TableCell::Number(number) => {
                    sheet.write_number_with_format(row, column, *number, &plain)?;
                }
                TableCell::Hours(minutes) => {
                    sheet.write_number_with_format(row, column, in_hours(*minutes), &hours)?;
                }
                // A spreadsheet has no date before 1900.
                TableCell::Day(day) => match excel_date(*day) {
                    Ok(moment) => {
                        sheet.write_datetime_with_format(row, column, &moment, &dated)?;
                    }
                    Err(_) => {
                        sheet.write_string_with_format(row, column, day.to_string(), &plain)?;
                    }
                },
            }
        }
    }
    if let (Ok(rows), Ok(columns)) = (u32::try_from(all.len()), u16::try_from(table.header.len())) {
        sheet.autofilter(0, 0, rows, columns.saturating_sub(1))?;
        if !table.total_columns.is_empty() {
            write_totals_row(sheet, columns, table.total_columns, &all, rows)?;
        }
    }
    Ok(())
}

fn in_hours(minutes: u32) -> f64 {
    f64::from(minutes) / 60.0
}

/// Writes a row of totals below all others, outside the range that is filtered and sorted.
fn write_totals_row(
    sheet: &mut Worksheet,
    columns: u16,
    total_columns: &[u16],
    all: &[Vec<TableCell>],
    rows: u32,
) -> Result<(), XlsxError> {
    let bold = || Format::new().set_bold().set_border_top(FormatBorder::Thin);
    for column in 0..columns {
        sheet.write_blank(rows + 1, column, &bold())?;
    }
    sheet.write_string_with_format(rows + 1, 0, "Total", &bold())?;
    for column in total_columns {
        let cells = || all.iter().filter_map(|row| row.get(usize::from(*column)));
        let sum: f64 = cells()
            .map(|cell| match cell {
                TableCell::Number(number) => *number,
                TableCell::Hours(minutes) => in_hours(*minutes),
                TableCell::Empty | TableCell::Text(_) | TableCell::Day(_) => 0.0,
            })
            .sum();
        let of_hours = cells().any(|cell| matches!(cell, TableCell::Hours(_)));
        let format = bold().set_num_format(if of_hours { HOURS } else { "0" });
        let first = utility::row_col_to_cell(1, *column);
        let last = utility::row_col_to_cell(rows, *column);
        // File viewers do not compute: the result is stored with the formula.
        let formula = Formula::new(format!("=SUM({first}:{last})")).set_result(sum.to_string());
        sheet.write_formula_with_format(rows + 1, *column, formula, &format)?;
    }
    Ok(())
}

/// Width of a column: enough for the title and for most of its cells, and no wider than can be read.
fn width(title: &str, rows: &[Vec<TableCell>], column: u16) -> f64 {
    let title = title.width() + 3;
    let cells = rows
        .iter()
        .filter_map(|row| row.get(usize::from(column)))
        .map(|cell| match cell {
            TableCell::Empty => 0,
            TableCell::Text(text) => {
                text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0) + 1
            }
            TableCell::Number(number) => number.to_string().len() + 1,
            TableCell::Hours(minutes) => format!("{:.2}", in_hours(*minutes)).len() + 1,
            TableCell::Day(_) => DAY_WIDTH,
        });
    let widest = cells.max().unwrap_or(0).min(MAX_COLUMN_WIDTH).max(title);
    f64::from(u32::try_from(widest).unwrap_or(0))
}

/// Truncates text to what a cell can hold.
fn truncate_to_cell(text: &str) -> String {
    let units = text.encode_utf16().count();
    if units <= MAX_CELL_UNITS {
        return text.to_owned();
    }
    let mut room = MAX_CELL_UNITS;
    let start: String = text
        .chars()
        .take_while(|letter| {
            room = room.saturating_sub(letter.len_utf16());
            room > 0
        })
        .collect();
    format!("{start}… (too long for a spreadsheet; the JSON file holds all of it)")
}

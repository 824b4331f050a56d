//! Spreadsheets (XLSX): every table on a sheet of its own, with typed dates and numbers.

use std::io::{self, Write};

use chrono::{NaiveDate, Timelike};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError, utility,
};
use unicode_width::UnicodeWidthStr;

use super::exporter::names_in_words;
use super::tables::{ExportTable, TableCell, tables};
use super::{
    Content, Document, ExportError, ExportProgress, ExportSubject, Exporter, PaperSize,
    year_month_day,
};
use crate::domain::region::Region;
use crate::domain::sanitize::looks_like_formula;

/// Longest text in a cell, in UTF-16 units: Excel's limit, less room for the note that some is missing.
const MAX_CELL_UNITS: usize = 32_000;
/// Largest width of a column, in digits.
const MAX_COLUMN_WIDTH: usize = 48;
/// Width of a column of days, in digits.
const DAY_WIDTH: usize = 18;
/// Width of a column of hours of the day, in digits.
const TIME_WIDTH: usize = 9;
/// Number format of hours. The cell holds them unrounded, so that their sum is right.
const HOURS: &str = "0.00";
/// Height of a line, in points, and the most of them in a row: Excel's limit.
const LINE_HEIGHT: f64 = 15.0;
const MAX_ROW_LINES: usize = 27;
/// Width of a page in landscape, in digits that are small but can be read.
const PAGE_WIDTH: usize = 190;
const DAY_SECONDS: f64 = 86_400.0;
/// Shade of the head of a table.
const HEAD_SHADE: u32 = 0x00E7_EBEF;

/// A workbook for any spreadsheet program.
pub const XLSX: Exporter = Exporter::new("xlsx", "Spreadsheet", has_tables, write)
    .binary()
    .paged()
    .noting(names_in_words)
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
            | ExportSubject::Year
            | ExportSubject::Everything
    )
}

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    let document = &content.document;
    let created = excel_date(content.view.today).map_err(failed)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&document.title)
            .set_author(people(content))
            .set_creation_datetime(&created),
    );
    let tables = tables(content.subject, &content.view);
    let all = tables.len();
    for (done, table) in tables.into_iter().enumerate() {
        progress.check(done, all)?;
        let page = workbook.add_worksheet();
        let head = if *content.subject == ExportSubject::Hours {
            lead(page, document).map_err(failed)?
        } else {
            0
        };
        set_up_print(page, content, head).map_err(failed)?;
        sheet(page, table, head).map_err(failed)?;
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

/// Number formats of days and of hours of the day, by the region.
fn date_formats() -> (&'static str, &'static str) {
    match Region::current() {
        Region::UnitedStates => ("ddd, mmm d, yyyy", "h:mm AM/PM"),
        Region::Elsewhere => ("ddd d mmm yyyy", "hh:mm"),
    }
}

/// Writes the head of the document above the table, and returns the number of its rows.
fn lead(sheet: &mut Worksheet, document: &Document) -> Result<u32, XlsxError> {
    let bold = Format::new().set_bold();
    let large = bold.clone().set_font_size(14);
    // From left to right: a name in other letters would run to the left, out of its cell.
    let value = Format::new()
        .set_reading_direction(1)
        .set_align(FormatAlign::Left);
    sheet.write_string_with_format(0, 0, truncate_to_cell(&document.title), &large)?;
    sheet.write_string(1, 0, truncate_to_cell(&document.subtitle))?;
    let mut row = 2;
    for fact in &document.facts {
        sheet.write_string_with_format(row, 0, truncate_to_cell(&fact.label), &bold)?;
        sheet.write_string_with_format(row, 1, truncate_to_cell(&fact.value), &value)?;
        row += 1;
    }
    Ok(row + 1)
}

/// Prints with the head of the table in row `head`, names and page numbers on every sheet of paper.
fn set_up_print(sheet: &mut Worksheet, content: &Content, head: u32) -> Result<(), XlsxError> {
    // Numbers of the paper sizes in the file format.
    let paper = match content.options.paper {
        PaperSize::Letter => 1,
        PaperSize::A4 => 9,
    };
    let title = page_margin_text(&content.document.title);
    let people = page_margin_text(&people(content));
    sheet.set_paper_size(paper).set_landscape();
    sheet.set_header(format!("&L{title}&R{people}"));
    sheet.set_footer("&L&A&RPage &P of &N");
    sheet.set_repeat_rows(head, head)?;
    Ok(())
}

/// The names of the pair; none for a form, which goes out under a code.
fn people(content: &Content) -> String {
    if matches!(content.subject, ExportSubject::Form { .. }) {
        String::new()
    } else {
        content.document.people.join(", ")
    }
}

/// Text in the margin of a page, where a sign is a command; short, as the format limits it.
fn page_margin_text(text: &str) -> String {
    let mut room = 110_usize;
    let short = text.chars().map_while(|letter| {
        let units = if letter == '&' { 2 } else { letter.len_utf16() };
        room = room.checked_sub(units)?;
        Some(letter)
    });
    short.collect::<String>().replace('&', "&&")
}

/// The format of numbers, with a gap before the text of the next column.
fn right(format: Format) -> Format {
    format.set_align(FormatAlign::Right).set_indent(1)
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &TableCell,
) -> Result<(), XlsxError> {
    let top = Format::new().set_align(FormatAlign::Top);
    let (day_format, time_format) = date_formats();
    match cell {
        TableCell::Empty => return Ok(()),
        TableCell::Text(text) => {
            let mut format = top.set_text_wrap();
            if looks_like_formula(text) {
                // It stays text also when somebody edits the cell.
                format = format.set_quote_prefix();
            }
            sheet.write_string_with_format(row, column, truncate_to_cell(text), &format)
        }
        TableCell::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &right(top))
        }
        TableCell::Hours(minutes) => {
            let format = right(top).set_num_format(HOURS);
            sheet.write_number_with_format(row, column, in_hours(*minutes), &format)
        }
        TableCell::Time(time) => {
            let of_day = f64::from(time.num_seconds_from_midnight()) / DAY_SECONDS;
            let format = top.set_num_format(time_format).set_align(FormatAlign::Left);
            sheet.write_number_with_format(row, column, of_day, &format)
        }
        // A spreadsheet has no date before 1900.
        TableCell::Day(day) => match excel_date(*day) {
            Ok(date) => {
                let format = top.set_num_format(day_format).set_align(FormatAlign::Left);
                sheet.write_datetime_with_format(row, column, &date, &format)
            }
            Err(_) => sheet.write_string_with_format(row, column, day.to_string(), &top),
        },
    }?;
    Ok(())
}

/// Writes a table whose titles are in the row `head`.
fn sheet(sheet: &mut Worksheet, table: ExportTable, head: u32) -> Result<(), XlsxError> {
    let all: Vec<_> = table.rows.collect();
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(head + 1, 0)?;
    let bold = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(HEAD_SHADE))
        .set_border_bottom(FormatBorder::Thin);
    let mut widths = Vec::new();
    for (column, title) in (0..).zip(&table.header) {
        let mut cells = all.iter().filter_map(|row| row.get(usize::from(column)));
        let is_number = |cell| matches!(cell, &TableCell::Number(_) | &TableCell::Hours(_));
        let format = if cells.any(is_number) {
            right(bold.clone())
        } else {
            bold.clone()
        };
        sheet.write_string_with_format(head, column, *title, &format)?;
        let width = width(title, &all, column);
        sheet.set_column_width(column, digits(width))?;
        widths.push(width);
    }
    // A wide table goes on beside the first page, rather than shrink until nobody can read it.
    let beside = widths.iter().sum::<usize>().div_ceil(PAGE_WIDTH);
    sheet.set_print_fit_to_pages(u16::try_from(beside).unwrap_or(1), 0);
    sheet.set_repeat_columns(0, 0)?;
    for (row, cells) in (head + 1..).zip(&all) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, (row, column), cell)?;
        }
        // Not every program makes room for wrapped lines by itself.
        let lines = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| lines(cell, *width));
        let lines = lines.max().unwrap_or(1).min(MAX_ROW_LINES);
        sheet.set_row_height(row, digits(lines) * LINE_HEIGHT)?;
    }
    if let (Ok(rows), Ok(columns)) = (u32::try_from(all.len()), u16::try_from(table.header.len())) {
        sheet.autofilter(head, 0, head + rows, columns.saturating_sub(1))?;
        if !table.total_columns.is_empty() && rows > 0 {
            let range = (head + 1, head + rows);
            write_totals_row(sheet, columns, table.total_columns, &all, range)?;
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
    (first, last): (u32, u32),
) -> Result<(), XlsxError> {
    let bold = || Format::new().set_bold().set_border_top(FormatBorder::Thin);
    for column in 0..columns {
        sheet.write_blank(last + 1, column, &bold())?;
    }
    sheet.write_string_with_format(last + 1, 0, "Total", &bold())?;
    for column in total_columns {
        let cells = || all.iter().filter_map(|row| row.get(usize::from(*column)));
        let sum: f64 = cells()
            .map(|cell| match cell {
                TableCell::Number(number) => *number,
                TableCell::Hours(minutes) => in_hours(*minutes),
                TableCell::Empty | TableCell::Text(_) | TableCell::Day(_) | TableCell::Time(_) => {
                    0.0
                }
            })
            .sum();
        let of_hours = cells().any(|cell| matches!(cell, TableCell::Hours(_)));
        let format = right(bold()).set_num_format(if of_hours { HOURS } else { "0" });
        let from = utility::row_col_to_cell(first, *column);
        let to = utility::row_col_to_cell(last, *column);
        // File viewers do not compute: the result is stored with the formula.
        let formula = Formula::new(format!("=SUM({from}:{to})")).set_result(sum.to_string());
        sheet.write_formula_with_format(last + 1, *column, formula, &format)?;
    }
    Ok(())
}

/// Width of a column: enough for the title and for most of its cells, and no wider than can be read.
fn width(title: &str, rows: &[Vec<TableCell>], column: u16) -> usize {
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
            TableCell::Time(_) => TIME_WIDTH,
        });
    cells.max().unwrap_or(0).min(MAX_COLUMN_WIDTH).max(title)
}

/// Lines that a cell takes in a column of `width` digits, than which most letters are narrower.
fn lines(cell: &TableCell, width: usize) -> usize {
    let TableCell::Text(text) = cell else {
        return 1;
    };
    let needed = text.lines().map(|line| line.width().div_ceil(width).max(1));
    needed.sum()
}

fn digits(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
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

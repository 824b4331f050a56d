//! The sheets of a workbook: XLSX of Excel, ODS of LibreOffice.

use std::io::{Cursor, Read, Write};

use calamine::{Data, ExcelDateTime, Ods, Reader, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{ImportedList, ImportedRow};
use crate::import::errors;
use crate::problem::Problem;

/// Largest size of a workbook, unpacked, in bytes.
const MAX_UNPACKED: u64 = 48 << 20;
/// Largest number of cells of all sheets, the empty ones between others included.
const MAX_CELLS: usize = 2_000_000;

/// True if the bytes are a workbook that [`parse_workbook`] may read.
pub fn is_workbook(bytes: &[u8]) -> bool {
    kind_of(bytes).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WorkbookKind {
    Excel,
    OpenDocument,
}

fn kind_of(bytes: &[u8]) -> Option<WorkbookKind> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if zip.index_for_name("xl/workbook.xml").is_some() {
        return Some(WorkbookKind::Excel);
    }
    let mut kind = String::new();
    let file = zip.by_name("mimetype").ok()?;
    file.take(100).read_to_string(&mut kind).ok()?;
    kind.contains("opendocument.spreadsheet")
        .then_some(WorkbookKind::OpenDocument)
}

/// Parses the sheets of a workbook that are not empty.
///
/// # Errors
/// When it is damaged, has a password, or is too large once it is unpacked.
pub fn parse_workbook(bytes: &[u8]) -> Result<Vec<ImportedList>, Problem> {
    let kind = kind_of(bytes).ok_or_else(errors::not_text)?;
    let unpacked = Cursor::new(unpack(bytes)?);
    match kind {
        WorkbookKind::Excel => excel_sheets(Xlsx::new(unpacked).map_err(damaged)?),
        WorkbookKind::OpenDocument => open_document_sheets(Ods::new(unpacked).map_err(damaged)?),
    }
}

fn damaged(error: impl std::fmt::Display) -> Problem {
    errors::damaged_workbook(&error.to_string())
}

/// The same archive without compression: what a small file swells to is bounded here, as the reader has no bound.
fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut unpacked = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut room = MAX_UNPACKED;
    for index in 0..packed.len() {
        let file = packed.by_index(index).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.into_owned();
        // Pictures and the like are not read.
        let is_read = [".xml", ".rels", "mimetype"]
            .iter()
            .any(|end| name.ends_with(end));
        if !file.is_file() || !is_read {
            continue;
        }
        unpacked
            .start_file(name.as_str(), stored)
            .map_err(damaged)?;
        let mut content = Vec::new();
        file.take(room + 1)
            .read_to_end(&mut content)
            .map_err(damaged)?;
        room = room
            .checked_sub(content.len() as u64)
            .ok_or_else(errors::workbook_too_big)?;
        if name == "content.xml" && count_cells(&String::from_utf8_lossy(&content)) > MAX_CELLS {
            return Err(errors::workbook_too_big());
        }
        unpacked.write_all(&content).map_err(damaged)?;
    }
    Ok(unpacked.finish().map_err(damaged)?.into_inner())
}

/// The sheets of an Excel workbook, cell by cell: one far off would fill the memory with empty ones.
fn excel_sheets(mut book: Xlsx<Cursor<Vec<u8>>>) -> Result<Vec<ImportedList>, Problem> {
    let mut lists = SheetLists::default();
    for name in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet of a chart alone has no cells.
            Err(XlsxError::NotAWorksheet(kind)) if kind != "worksheet" => continue,
            Err(error) => return Err(damaged(error)),
        };
        let mut rows: Vec<ImportedRow> = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let number = row as usize + 1;
            if rows.last().is_none_or(|last| last.number != number) {
                rows.push(ImportedRow {
                    number,
                    cells: Vec::new(),
                });
            }
            let Some(last) = rows.last_mut() else {
                continue;
            };
            let width = last.cells.len();
            let wanted = width.max(column as usize + 1);
            lists.use_cells(wanted - width)?;
            last.cells.resize(wanted, String::new());
            last.cells[column as usize] = cell_text(&cell.get_value().clone().into());
        }
        lists.add(&name, rows)?;
    }
    Ok(lists.lists)
}

fn open_document_sheets(mut book: Ods<Cursor<Vec<u8>>>) -> Result<Vec<ImportedList>, Problem> {
    let mut lists = SheetLists::default();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (first, left) = range.start().unwrap_or_default();
        let before = || std::iter::repeat_n(String::new(), left as usize);
        let rows = (first as usize + 1..).zip(range.rows());
        let rows = rows.map(|(number, row)| ImportedRow {
            number,
            cells: before().chain(row.iter().map(cell_text)).collect(),
        });
        lists.add(&name, rows.collect())?;
    }
    Ok(lists.lists)
}

/// The lists of the sheets that were read, and what of the bounds they have used.
#[derive(Default)]
struct SheetLists {
    lists: Vec<ImportedList>,
    cells: usize,
    rows: usize,
}

impl SheetLists {
    fn use_cells(&mut self, count: usize) -> Result<(), Problem> {
        self.cells += count;
        if self.cells > MAX_CELLS {
            return Err(errors::workbook_too_big());
        }
        Ok(())
    }

    fn add(&mut self, name: &str, rows: Vec<ImportedRow>) -> Result<(), Problem> {
        self.rows += rows.len();
        if self.rows > errors::MAX_ROWS {
            return Err(errors::too_many_rows());
        }
        let list = ImportedList::of_rows(name, rows);
        if !list.header.is_empty() {
            self.lists.push(list);
        }
        Ok(())
    }
}

/// Number of cells of an OpenDocument sheet in full: few bytes may repeat one many times.
fn count_cells(content: &str) -> usize {
    let (mut total, mut row, mut row_repeats, mut empty) = (0_usize, 0_usize, 1_usize, 0_usize);
    for tag in content.split('<') {
        let repeats = |name: &str| {
            let value = tag
                .split_once(name)
                .and_then(|(_, rest)| rest.split('"').nth(1));
            value
                .and_then(|value| value.parse::<usize>().ok())
                .unwrap_or(1)
        };
        if tag.starts_with("table:table-row") {
            (row, empty, row_repeats) = (0, 0, repeats("number-rows-repeated"));
        } else if tag.starts_with("table:table-cell") || tag.starts_with("table:covered-table-cell")
        {
            let count = repeats("number-columns-repeated");
            if tag.trim_end().ends_with("/>") && !tag.contains("value") {
                empty = empty.saturating_add(count);
            } else {
                row = row.saturating_add(empty).saturating_add(count);
                empty = 0;
            }
        } else if tag.starts_with("/table:table-row>") {
            total = total.saturating_add(row.saturating_mul(row_repeats));
        }
    }
    total
}

/// The text of a cell: days and hours as ISO 8601, so that they have one reading.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) => text.trim_end().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(is_true) => is_true.to_string(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => excel_text(moment).unwrap_or_else(|| moment.as_f64().to_string()),
        Data::DurationIso(text) => iso_clock(text).unwrap_or_else(|| text.clone()),
    }
}

/// A moment of Excel, which counts days, to the second; none for what is no day of its calendar.
fn excel_text(moment: &ExcelDateTime) -> Option<String> {
    let days = moment.as_f64();
    if moment.is_duration() {
        let seconds: u64 = format!("{:.0}", days * 86_400.0).parse().ok()?;
        return Some(format!(
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        ));
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?;
    let exact = date.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into())?;
    let rounded = exact.checked_add_signed(TimeDelta::milliseconds(500))?;
    let format = if days < 1.0 {
        "%H:%M:%S"
    } else if rounded.time().with_nanosecond(0) == Some(NaiveTime::MIN) {
        "%Y-%m-%d"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    Some(rounded.format(format).to_string())
}

/// `PT14H30M00S` as `14:30:00`.
fn iso_clock(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let number = |text: &str| text.parse::<u32>().ok();
    let (hours, minutes, seconds) = (number(hours)?, number(minutes)?, number(seconds)?);
    Some(format!("{hours}:{minutes:02}:{seconds:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn open_document(rows: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Log\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        packed(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", "<manifest/>"),
            ("content.xml", &content),
        ])
    }

    #[test]
    fn days_hours_and_lengths_of_a_sheet_are_read_as_such() {
        let cell = |kind: &str, value: &str| {
            format!(
                "<table:table-cell office:value-type=\"{kind}\" office:{value}><text:p>x</text:p></table:table-cell>"
            )
        };
        let text = |text: &str| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let header = format!(
            "<table:table-row>{}{}{}</table:table-row>",
            text("Date"),
            text("Time"),
            text("Topic")
        );
        let row = format!(
            "<table:table-row>{}{}{}<table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>",
            cell("date", "date-value=\"2026-11-03\""),
            cell("time", "time-value=\"PT14H30M00S\""),
            text("Plans"),
        );
        let blank = "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>";
        let lists = parse_workbook(&open_document(&format!("{header}{blank}{row}"))).unwrap();
        assert_eq!((lists.len(), lists[0].name.as_str()), (1, "Log"));
        assert_eq!(lists[0].rows[0].number, 5);
        assert_eq!(
            lists[0].rows[0].cells[..3],
            ["2026-11-03", "14:30:00", "Plans"]
        );
    }

    /// A workbook of two sheets and a chart, with `second` for the second sheet's part.
    fn excel(second: Option<&str>) -> Vec<u8> {
        use rust_xlsxwriter::{Chart, ChartType, Workbook};
        let mut book = Workbook::new();
        for _ in 0..2 {
            let sheet = book.add_worksheet();
            sheet
                .write_row(0, 0, ["Date", "Topic"])
                .and_then(|sheet| sheet.write_row(1, 0, ["2026-11-03", "Plans"]))
                .unwrap();
        }
        let chart = book.add_chartsheet();
        let mut line = Chart::new(ChartType::Line);
        line.add_series().set_values("Sheet1!$A$1:$A$2");
        chart.insert_chart(0, 0, &line).unwrap();
        let whole = book.save_to_buffer().unwrap();
        let mut zip = ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
        let mut parts = Vec::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut content = String::new();
            file.read_to_string(&mut content).unwrap();
            if name == "xl/worksheets/sheet2.xml" {
                let Some(second) = second else { continue };
                second.clone_into(&mut content);
            }
            parts.push((name, content));
        }
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, part)| (&**name, &**part))
            .collect();
        packed(&parts)
    }

    #[test]
    fn a_sheet_that_is_damaged_is_told_and_a_chart_is_none() {
        let sheet = "<worksheet><sheetData/></worksheet>";
        assert_eq!(parse_workbook(&excel(Some(sheet))).unwrap().len(), 1);
        for second in [None, Some(""), Some("<worksheet><cols/>")] {
            let told = parse_workbook(&excel(second)).unwrap_err().message;
            assert!(told.contains("damaged"), "{second:?}: {told}");
        }
    }

    #[test]
    fn moments_of_excel_are_those_to_the_second() {
        let text = |days: f64, kind| excel_text(&ExcelDateTime::new(days, kind, false)).unwrap();
        for (days, right) in [
            (46_329.0, "2026-11-03"),
            (46_329.583_333_333, "2026-11-03 14:00:00"),
            (0.010_416_666_666_666_7, "00:15:00"),
        ] {
            assert_eq!(text(days, ExcelDateTimeType::DateTime), right);
        }
        assert_eq!(text(0.0625, ExcelDateTimeType::TimeDelta), "1:30:00");
    }

    #[test]
    fn what_swells_is_refused() {
        let cell = "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
        let row = format!(
            "<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>"
        );
        let far = format!(
            "<table:table-row>{}{cell}</table:table-row>",
            "<table:table-cell table:number-columns-repeated=\"2000000000\"/>"
        );
        for rows in [row, far] {
            assert!(
                parse_workbook(&open_document(&rows))
                    .unwrap_err()
                    .message
                    .contains("more than any list")
            );
        }
        let big = " ".repeat(usize::try_from(MAX_UNPACKED).unwrap() + 1);
        let bomb = packed(&[("xl/workbook.xml", &big)]);
        assert!(
            bomb.len() < 1 << 20
                && parse_workbook(&bomb)
                    .unwrap_err()
                    .message
                    .contains("more than any list")
        );
        assert!(
            parse_workbook(&packed(&[("xl/workbook.xml", "<x")]))
                .unwrap_err()
                .message
                .contains("damaged")
        );
    }
}

//! Tables in text: CSV, with any of the usual marks between the cells.
//!
//! The crate `csv` reads the cells; it passes over blank lines and over a quotation mark that is never closed, so the text
//! is looked through first.

use super::{ImportedList, ImportedRow};
use crate::domain::sanitize::looks_like_formula;
use crate::import::errors;
use crate::problem::Problem;

/// Marks between cells, the likeliest one first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records that are looked at for the mark between the cells.
const SAMPLE: usize = 20;

/// True if the lines of `text` are rows of one number of cells, two at least.
pub fn is_table(text: &str) -> bool {
    let (records, cells) = fit(text, delimiter_of(text));
    cells > 1
        && records > 1
        && records * 2
            > text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .take(SAMPLE)
                .count()
}

/// Parses a CSV file.
///
/// # Errors
/// When a quotation mark is never closed, or there are too many rows.
pub fn parse_csv(text: &str) -> Result<ImportedList, Problem> {
    // Excel names the mark between the cells in a line that is no row.
    let named = text.split_once('\n').and_then(|(first, rest)| {
        let (word, mark) = first.trim_end_matches('\r').split_once('=')?;
        let is_named = word.eq_ignore_ascii_case("sep") && mark.len() == 1;
        is_named.then(|| (mark.as_bytes()[0], rest))
    });
    let (delimiter, text) = named.unwrap_or_else(|| (delimiter_of(text), text));
    let text = with_blank_rows(text, delimiter)?;
    let mut rows = Vec::new();
    for record in reader(&text, delimiter).records() {
        let record = record.map_err(|error| errors::invalid_csv(&error.to_string()))?;
        let cells = record.iter().map(|cell| unescape_formula(cell).to_owned());
        rows.push(ImportedRow {
            number: rows.len() + 1,
            cells: cells.collect(),
        });
        if rows.len() > errors::MAX_ROWS {
            return Err(errors::too_many_rows());
        }
    }
    Ok(ImportedList::of_rows("", rows))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Number of records at the beginning of `text` with one number of cells, and that number.
fn fit(text: &str, delimiter: u8) -> (usize, usize) {
    let records = reader(text, delimiter)
        .into_records()
        .take(SAMPLE)
        .flatten();
    let counts: Vec<_> = records
        .map(|record| record.len())
        .filter(|cells| *cells > 1)
        .collect();
    let alike = |cells: &usize| {
        (
            counts.iter().filter(|other| *other == cells).count(),
            *cells,
        )
    };
    counts.iter().map(alike).max().unwrap_or_default()
}

/// The mark that parts most records into one number of cells.
fn delimiter_of(text: &str) -> u8 {
    let best = DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|mark| fit(text, *mark));
    best.unwrap_or(DELIMITERS[0])
}

/// The text with a mark between cells in each blank line, so that it is a row as in a spreadsheet.
///
/// # Errors
/// When a quotation mark that opens a cell is not closed, at the end of a later cell or at all.
fn with_blank_rows(text: &str, delimiter: u8) -> Result<String, Problem> {
    let delimiter = char::from(delimiter);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // Line at which the open quotation mark stands, and whether a line ended since.
    let mut open: Option<usize> = None;
    let (mut line, mut at_cell_start, mut at_line_start) = (1, true, true);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, open) {
            ('"', None) if at_cell_start => open = Some(line),
            ('"', Some(_)) if letters.peek() == Some(&'"') => {
                out.push(letter);
                letters.next();
            }
            ('"', Some(start)) => {
                let is_end = letters
                    .peek()
                    .is_none_or(|next| *next == delimiter || "\r\n".contains(*next));
                if !is_end && start < line {
                    return Err(errors::open_quote(start));
                }
                open = None;
            }
            ('\n', None) if at_line_start => out.push(delimiter),
            _ => {}
        }
        at_cell_start = open.is_none() && (letter == delimiter || letter == '\n');
        at_line_start = open.is_none() && (letter == '\n' || at_line_start && letter == '\r');
        line += usize::from(letter == '\n');
        out.push(letter);
    }
    match open {
        Some(start) => Err(errors::open_quote(start)),
        None => Ok(out),
    }
}

/// Cell without the leading apostrophe that keeps a spreadsheet from running it as a formula.
fn unescape_formula(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|rest| looks_like_formula(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let list = parse_csv(text).unwrap();
        list.rows
            .into_iter()
            .map(|row| (row.number, row.cells))
            .collect()
    }

    #[test]
    fn the_mark_between_cells_is_the_one_that_most_rows_share() {
        for text in [
            "Date,Topic\n1,\"x, y\"\n\n",
            "Date;Topic\n1;x, y\n",
            "Date\tTopic\n1\tx, y\n",
            "sep=;\r\nDate;Topic\r\n1;x, y\r\n",
            "Date|Topic\n1|x, y\n",
        ] {
            assert_eq!(
                rows(text),
                [(2, vec!["1".to_owned(), "x, y".to_owned()])],
                "{text}"
            );
        }
        let list = parse_csv("Date;\"Topic, place\"\n1;x, y\n2;z\n").unwrap();
        assert_eq!(list.header, ["Date", "Topic, place"]);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        let text = "Date,Notes\r\n1,\"two\r\nlines\"\r\n\r\n,\r\n2,x\r\n";
        let numbers: Vec<_> = rows(text).iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [2, 5]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_named_by_its_line() {
        for text in [
            "Date,Notes\n1,\"open\n2,x\n",
            "Date,Notes\n1,\"open\n2,\"x\"\n3,y\n",
        ] {
            let refused = parse_csv(text).unwrap_err();
            assert!(refused.message.contains("line 2"), "{}", refused.message);
        }
        for text in [
            "Date,Notes\n1,The 24\" screen\n",
            "Date,Notes\n1,\"a \"\"b\"\"\"\n",
            "Date,Notes\n1,\"a\" b\n",
        ] {
            assert_eq!(rows(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_title_above_the_header_is_no_row() {
        let list = parse_csv("Mentoring log 2026\n\nDate,Topic,Minutes\n2026-11-03,x,5\n").unwrap();
        assert_eq!(
            (list.beside, list.header.len(), list.rows[0].number),
            (vec!["Mentoring log 2026".to_owned()], 3, 4)
        );
    }

    #[test]
    fn notes_are_no_table() {
        assert!(is_table("Date,Topic\n1,x\n2,y\n") && is_table("Date\tTopic\n1\tx\n"));
        for text in [
            "We met, at last.\nIt was good.\n\nShe said: yes, no, perhaps.",
            "- one\n- two, three\n- four",
            "",
        ] {
            assert!(!is_table(text), "{text}");
        }
    }
}

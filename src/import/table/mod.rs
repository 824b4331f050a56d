//! Lists of cells under a header: from CSV, from the sheets of a workbook, from the tables of notes.

mod csv;
mod workbook;

pub use self::csv::{is_table, parse_csv};
pub use workbook::{is_workbook, parse_workbook};

use super::columns;
use super::target::ImportTarget;

/// A list: its header and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedList {
    /// Kind of list that a heading above it names.
    pub target: Option<ImportTarget>,
    /// Name of its sheet or the heading above it; empty where there is none.
    pub name: String,
    /// Column names; empty where it has none.
    pub header: Vec<String>,
    pub rows: Vec<ImportedRow>,
    /// Texts that belong to no row: a title above the header, a point below a task.
    pub beside: Vec<String>,
    /// Its header is not the file's: the rows were made of the lines of a text.
    pub is_made: bool,
    /// The numbers of its rows are those of lines of a text, not of rows of a sheet.
    pub has_lines: bool,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedRow {
    /// Number of the row in the sheet, or of the line in the text, counted from 1.
    pub number: usize,
    pub cells: Vec<String>,
}

impl ImportedRow {
    /// True if none of its cells holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Rows above a header that are looked at for it.
const MAX_ABOVE: usize = 20;

impl ImportedList {
    /// True if the column at `index` has cells, and `is` holds for each of them.
    pub fn holds_only(&self, index: usize, is: impl Fn(&str) -> bool) -> bool {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(index));
        let mut cells = cells
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty());
        let mut has_any = false;
        cells.all(|cell| {
            has_any = true;
            is(cell)
        }) && has_any
    }

    /// The list in the rows of a sheet: its header is the first row that names what is needed, what stands above it is no
    /// row.
    pub fn of_rows(name: &str, mut rows: Vec<ImportedRow>) -> Self {
        rows.retain(|row| !row.is_blank());
        let fit = |row: &ImportedRow| columns::header_fit(&row.cells);
        let is_header = |least: usize| move |row: &ImportedRow| fit(row) >= least;
        let candidates = &rows[..rows.len().min(MAX_ABOVE)];
        let found = candidates
            .iter()
            .position(is_header(2))
            .or_else(|| candidates.iter().position(is_header(1)));
        let mut list = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let Some(at) = found.or(Some(0).filter(|_| !rows.is_empty())) else {
            return list;
        };
        if found.is_none() && columns::is_data(&rows[0].cells) {
            let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
            list.header = (0..width).map(columns::letter_name).collect();
        } else {
            let above = rows.drain(..at).map(|row| joined(&row.cells));
            list.beside = above.collect();
            list.header = rows.remove(0).cells;
        }
        list.rows = rows;
        list
    }
}

fn joined(cells: &[String]) -> String {
    let cells = cells.iter().map(|cell| cell.trim());
    let cells: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join(", ")
}

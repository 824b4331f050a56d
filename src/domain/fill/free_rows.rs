//! Free rows: the answer to a field with columns. Stored is a row a line with tabs between its cells; people type and read
//! a row a line with ` | ` between them.

use crate::domain::form::RowColumn;
use crate::domain::ops::{Refusal, normalize_line, normalize_text};

/// Between two cells, as people type and read them.
const BAR: &str = " | ";

/// The names of the columns, as a row is typed.
pub fn heads(columns: &[RowColumn]) -> String {
    let labels: Vec<_> = columns.iter().map(|column| &*column.label).collect();
    labels.join(BAR)
}

/// Cells of each stored row, as many as there are columns; what an earlier version of the form asked beyond them stays in
/// the last one.
pub fn cells(columns: &[RowColumn], value: &str) -> Vec<Vec<String>> {
    let rows = value.lines().map(|line| {
        let cells = line.splitn(columns.len().max(1), '\t');
        let mut row: Vec<_> = cells.map(|cell| cell.replace('\t', BAR)).collect();
        row.resize(columns.len(), String::new());
        row
    });
    rows.collect()
}

/// The stored rows as people type them; a bar in a cell is marked, so that it is read as one again.
pub fn as_typed(value: &str) -> String {
    let lines = value.lines().map(|line| {
        let cells: Vec<_> = line.trim_end_matches('\t').split('\t').collect();
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        cells.join(BAR)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Parses typed or stored rows. A bar at either end may be there or not, and so may the last cells; rows pasted from a
/// spreadsheet have tabs.
pub fn parse(columns: &[RowColumn], text: &str) -> Result<String, String> {
    normalize_text(text, "answer").map_err(refusal_text)?;
    let mut rows = Vec::new();
    for line in text.lines() {
        let cells = if line.contains('\t') {
            line.split('\t').map(str::to_owned).collect()
        } else if columns.len() == 1 {
            vec![split_at_bars(line).join("|")]
        } else {
            split_at_bars(line)
        };
        let cells = cells.iter().map(|cell| normalize_line(cell, "cell"));
        let mut cells = cells.collect::<Result<Vec<_>, _>>().map_err(refusal_text)?;
        if cells.iter().all(String::is_empty) {
            continue;
        }
        while cells.len() > columns.len() && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        while cells.len() > columns.len() && cells.first().is_some_and(String::is_empty) {
            cells.remove(0);
        }
        if cells.len() > columns.len() {
            return Err(format!(
                "Row {} has {} cells, and there is room for {}: write {}, a row a line; a bar inside a cell is written \\|.",
                rows.len() + 1,
                cells.len(),
                columns.len(),
                heads(columns)
            ));
        }
        cells.resize(columns.len(), String::new());
        rows.push(cells.join("\t"));
    }
    Ok(rows.join("\n"))
}

/// Text of a refusal under a field: message and hint.
pub(super) fn refusal_text(refusal: Refusal) -> String {
    match refusal.hint {
        Some(hint) => format!("{} {hint}", refusal.message),
        None => refusal.message,
    }
}

/// The cells of a typed row.
fn split_at_bars(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    for piece in line.split('|') {
        // A cell that ends in a backslash goes on behind its bar.
        match cells.last_mut().filter(|cell| cell.ends_with('\\')) {
            Some(cell) => {
                cell.pop();
                cell.push('|');
                cell.push_str(piece);
            }
            None => cells.push(piece.to_owned()),
        }
    }
    cells.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns() -> Vec<RowColumn> {
        let column = |label: &str| RowColumn {
            key: label.to_lowercase(),
            label: label.to_owned(),
        };
        ["Day", "Topic", "Minutes"].map(column).to_vec()
    }

    fn read(text: &str) -> String {
        parse(&columns(), text).unwrap()
    }

    #[test]
    fn rows_are_read_with_a_bar_at_the_end_or_without_the_last_cells() {
        assert_eq!(read("Dec 1 | Budget | 50"), "Dec 1\tBudget\t50");
        assert_eq!(read("Dec 1|Budget|50 |"), "Dec 1\tBudget\t50");
        assert_eq!(read("| Dec 1 | Budget | 50 |"), "Dec 1\tBudget\t50");
        assert_eq!(
            read("Dec 1\n\nDec 8 | Visits"),
            "Dec 1\t\t\nDec 8\tVisits\t"
        );
        assert_eq!(read(" | Budget"), "\tBudget\t");
        assert_eq!(read("Dec 1\tA \\| B | C\t50"), "Dec 1\tA \\| B | C\t50");
        assert_eq!(read(" |  | \n|"), "");
    }

    #[test]
    fn too_many_cells_are_told_with_the_columns_there_are() {
        let refused = parse(&columns(), "a | b\nDec 8 | Visits | 50 | more").unwrap_err();
        assert_eq!(
            refused,
            "Row 2 has 4 cells, and there is room for 3: write Day | Topic | Minutes, a row a line; a bar inside a cell is \
             written \\|."
        );
        assert!(parse(&columns(), &"x".repeat(301)).is_err());
    }

    #[test]
    fn a_row_of_a_form_that_had_more_columns_loses_no_cell() {
        let found = cells(&columns()[..2], "a\tb\tc\nd");
        assert_eq!(found, [["a", "b | c"], ["d", ""]]);
    }

    proptest! {
        #[test]
        fn rows_that_are_shown_are_read_as_the_same_rows(
            rows in prop::collection::vec(prop::array::uniform3("[a-c|\\\\]{0,4}"), 0..4)
        ) {
            let stored = read(&rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"));
            prop_assert_eq!(read(&as_typed(&stored)), stored.clone());
            prop_assert_eq!(read(&stored), stored);
        }
    }
}

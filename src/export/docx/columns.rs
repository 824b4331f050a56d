//! How wide the columns of a table are.

use unicode_width::UnicodeWidthStr;

use crate::export::document::{Inlines, words};

/// How wide a letter is, and what is left free beside the text of a cell, in twentieths of a point.
const LETTER: usize = 98;
const MARGINS: usize = 300;

/// The longest text that stays on one line if it can, in letters: a day, most names.
const SHORT: usize = 17;

/// The longest text that makes its column wider.
const LONG: usize = 60;

/// The widths of columns that share `whole`: first room for short texts and for the longest words, then the more a
/// column says, the wider it is.
pub fn widths(header: &[Inlines], rows: &[Vec<Inlines>], whole: usize) -> Vec<usize> {
    let columns: Vec<_> = (0..header.len())
        .map(|at| {
            let below = rows.iter().filter_map(|row| row.get(at));
            let cells: Vec<_> = below
                .chain(header.get(at))
                .map(|cell| words(cell))
                .collect();
            Column::of(&cells)
        })
        .collect();
    let need: usize = columns.iter().map(|column| column.need).sum();
    let wish: usize = columns.iter().map(|column| column.wish).sum();
    let rest = whole.saturating_sub(need);
    columns
        .iter()
        .map(|column| {
            if need >= whole || wish == need {
                whole * column.need / need
            } else {
                column.need + rest * (column.wish - column.need) / (wish - need)
            }
        })
        .collect()
}

/// What a column cannot do without, and what it would fill.
struct Column {
    need: usize,
    wish: usize,
}

impl Column {
    fn of(cells: &[String]) -> Self {
        let room = |letters: usize| letters * LETTER + MARGINS;
        let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or_default();
        let line = widest(
            &mut cells
                .iter()
                .flat_map(|cell| cell.lines())
                .map(UnicodeWidthStr::width),
        );
        let word = widest(
            &mut cells
                .iter()
                .flat_map(|cell| cell.split_whitespace())
                .map(UnicodeWidthStr::width),
        );
        let need = if line <= SHORT { line } else { word.min(SHORT) };
        Self {
            need: room(need.max(4)),
            wish: room(line.clamp(need.max(4), LONG)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::Inline;

    fn row(cells: &[&str]) -> Vec<Inlines> {
        let cell = |text: &&str| vec![Inline::Text((*text).to_owned())];
        cells.iter().map(cell).collect()
    }

    #[test]
    fn short_texts_keep_their_line_and_long_ones_share_the_rest() {
        let long = "A class came, looked round for an hour and took home many books.";
        let rows = vec![row(&["Mentee", "Fri 27 Nov 2026", long, long])];
        let widths = widths(&row(&["Part", "By", "What", "How"]), &rows, 9360);
        assert!(
            widths[0] >= 6 * LETTER && widths[1] >= 15 * LETTER,
            "{widths:?}"
        );
        assert!(
            widths[2] > widths[1] && widths[2] == widths[3],
            "{widths:?}"
        );
        let sum: usize = widths.iter().sum();
        assert!((9350..=9360).contains(&sum), "{widths:?}");
    }

    #[test]
    fn many_columns_share_what_there_is() {
        let header = row(&["a day in winter"; 30]);
        let widths = widths(&header, &[], 9360);
        assert!(widths.iter().all(|width| *width == 312), "{widths:?}");
    }
}

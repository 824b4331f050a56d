//! Column widths of a table.

use unicode_width::UnicodeWidthStr;

use crate::export::document::{Inlines, inlines_text};

/// Widths of a letter and of a cell's padding, in twentieths of a point.
const CHAR_WIDTH: usize = 98;
const MARGINS: usize = 300;

/// Longest text that stays on one line if it can, in letters: a day, most names.
const MAX_NOWRAP_CHARS: usize = 17;

/// Text beyond this length, in letters, does not widen its column.
const MAX_GROWTH_CHARS: usize = 60;

/// Distributes the width `total` over the columns: first room for short texts and for the longest words, the rest in
/// proportion to the text.
pub fn widths(header: &[Inlines], rows: &[Vec<Inlines>], total: usize) -> Vec<usize> {
    let columns: Vec<_> = (0..header.len())
        .map(|at| {
            let below = rows.iter().filter_map(|row| row.get(at));
            let cells: Vec<_> = below
                .chain(header.get(at))
                .map(|cell| inlines_text(cell))
                .collect();
            DocxColumn::of(&cells)
        })
        .collect();
    let need: usize = columns.iter().map(|column| column.min_width).sum();
    let wish: usize = columns.iter().map(|column| column.preferred_width).sum();
    let rest = total.saturating_sub(need);
    columns
        .iter()
        .map(|column| {
            if need >= total || wish == need {
                total * column.min_width / need
            } else {
                column.min_width
                    + rest * (column.preferred_width - column.min_width) / (wish - need)
            }
        })
        .collect()
}

/// Minimum and desired widths of a column.
struct DocxColumn {
    min_width: usize,
    preferred_width: usize,
}

impl DocxColumn {
    fn of(cells: &[String]) -> Self {
        let room = |letters: usize| letters * CHAR_WIDTH + MARGINS;
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
        let need = if line <= MAX_NOWRAP_CHARS {
            line
        } else {
            word.min(MAX_NOWRAP_CHARS)
        };
        Self {
            min_width: room(need.max(4)),
            preferred_width: room(line.clamp(need.max(4), MAX_GROWTH_CHARS)),
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
        let rows = vec![row(&["Mentee", "Fri, Nov 27, 2026", long, long])];
        let widths = widths(&row(&["Part", "By", "What", "How"]), &rows, 9360);
        assert!(
            widths[0] >= 6 * CHAR_WIDTH && widths[1] >= 15 * CHAR_WIDTH,
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

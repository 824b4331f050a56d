//! Widths of a table's columns by the words in them, and the side on which each is set. Lengths are in points.

use super::text_style::TextAlign;
use crate::export::document::{Align, Table, inlines_text};

/// Width up to which a column is short: a date, a name.
const SHORT: f32 = 100.0;
/// Short columns of which each is tried whole and broken.
const MAX_CHOICES: usize = 4;
/// Step in which columns grow.
const STEP: f32 = 4.0;

/// Least width and wished width of a cell.
pub type CellWidths = (f32, f32);

/// Content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Numbers,
    /// Short texts with a number in each.
    Dates,
    Words,
}

/// Content of the column `at`, by its cells.
pub fn kind(table: &Table, at: usize) -> ColumnKind {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let texts: Vec<_> = cells.map(|cell| inlines_text(cell)).collect();
    let has_digit = |text: &String| text.contains(|c: char| c.is_ascii_digit());
    if !texts.iter().any(has_digit) {
        ColumnKind::Words
    } else if texts.iter().all(|text| is_number(text)) {
        ColumnKind::Numbers
    } else if texts
        .iter()
        .all(|text| is_number(text) || has_digit(text) && text.len() < 40)
    {
        ColumnKind::Dates
    } else {
        ColumnKind::Words
    }
}

/// The side of a column: the table's own, or the right one for numbers.
pub fn side(table: &Table, at: usize, kind: ColumnKind) -> TextAlign {
    match table.align_of(at) {
        Align::Center => TextAlign::Center,
        Align::End => TextAlign::Right,
        Align::Start if table.align.is_empty() && kind == ColumnKind::Numbers => TextAlign::Right,
        Align::Start => TextAlign::Start,
    }
}

/// True for a number as people write it, or the mark for none.
fn is_number(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['-', '−', '+']);
    matches!(text, "" | "–" | "—")
        || text
            .chars()
            .all(|c| c.is_ascii_digit() || ".,%".contains(c))
}

/// Widths of columns for `rows` of cells, which together take `room`: no word and no date is broken if that can be, short
/// cells only where the rows are lower for it. What is left goes to the column with the most words.
pub fn column_widths(rows: &[Vec<CellWidths>], room: f32, kinds: &[ColumnKind]) -> Vec<f32> {
    let widest = |of: fn(&CellWidths) -> f32| {
        let mut widths = vec![0.0_f32; kinds.len()];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = width.max(of(cell));
            }
        }
        widths
    };
    let most = widest(|cell| cell.1);
    let mut widths = most.clone();
    if most.iter().sum::<f32>() > room {
        let least = widest(|cell| cell.0);
        let short = |at: &usize| most[*at] <= SHORT && least[*at] < most[*at];
        let short: Vec<_> = (0..kinds.len()).filter(short).collect();
        let (dates, short): (Vec<_>, Vec<_>) = short
            .into_iter()
            .partition(|at| kinds[*at] == ColumnKind::Dates);
        let short = &short[..short.len().min(MAX_CHOICES)];
        let choices = (0..1_u32 << short.len()).rev().map(|choice| {
            let chosen = short.iter().enumerate();
            let chosen = chosen.filter(|(bit, _)| choice >> bit & 1 == 1);
            let whole = dates.iter().chain(chosen.map(|(_, at)| at));
            let mut widths = least.clone();
            whole.for_each(|at| widths[*at] = most[*at]);
            grow(&mut widths, rows, room);
            widths
        });
        let height = |widths: &Vec<f32>| rows.iter().map(|row| lines_of(row, widths)).sum::<f32>();
        let lowest = choices.min_by(|a, b| height(a).total_cmp(&height(b)));
        widths = lowest.unwrap_or(least);
    }
    let left = (room - widths.iter().sum::<f32>()).max(0.0);
    let widest = |kind| {
        let columns = (0..kinds.len()).filter(move |at| kinds[*at] == kind);
        columns.max_by(|a, b| most[*a].total_cmp(&most[*b]))
    };
    let widest = widest(ColumnKind::Words).or_else(|| widest(ColumnKind::Dates));
    widths[widest.unwrap_or_default()] += left;
    widths
}

/// Grows columns into what is left of `room`, each time the one that most rows owe the most of their height to; or
/// narrows all alike, if there is too little.
fn grow(widths: &mut [f32], rows: &[Vec<CellWidths>], room: f32) {
    let taken: f32 = widths.iter().sum();
    if taken > room {
        for width in widths.iter_mut() {
            *width *= room / taken;
        }
    }
    let mut left = room - taken;
    while left >= STEP {
        let mut strain = vec![0.0; widths.len()];
        for row in rows {
            let lines = row
                .iter()
                .zip(&*widths)
                .map(|((_, most), width)| most / width);
            let highest = lines.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((at, lines)) = highest.filter(|(_, lines)| *lines > 1.0) {
                strain[at] += lines;
            }
        }
        let highest = strain.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let Some((at, _)) = highest.filter(|(_, strain)| **strain > 0.0) else {
            break;
        };
        widths[at] += STEP;
        left -= STEP;
    }
}

/// Lines of the highest cell of a row.
fn lines_of(row: &[CellWidths], widths: &[f32]) -> f32 {
    let lines = row
        .iter()
        .zip(widths)
        .map(|((_, most), width)| (most / width).ceil());
    lines.fold(1.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(rows: &[&[CellWidths]], room: f32, kinds: &[ColumnKind]) -> Vec<f32> {
        let rows: Vec<_> = rows.iter().map(|row| row.to_vec()).collect();
        column_widths(&rows, room, kinds)
    }

    #[test]
    fn the_column_with_the_words_gets_the_room_and_no_date_is_broken() {
        use ColumnKind::{Dates, Words};
        let kinds = [Words, Words, Dates, Words];
        let head: &[CellWidths] = &[(30.0, 30.0), (20.0, 20.0), (15.0, 15.0), (30.0, 70.0)];
        let row: &[CellWidths] = &[(50.0, 600.0), (45.0, 75.0), (25.0, 76.0), (0.0, 0.0)];
        let found = widths(&[head, row, row], 400.0, &kinds);
        assert!((found.iter().sum::<f32>() - 400.0).abs() < 0.1, "{found:?}");
        assert!(
            (found[2] - 76.0).abs() < 0.1,
            "the date is whole: {found:?}"
        );
        assert!(found[0] > 180.0, "the text has the room: {found:?}");
        assert!(found[3] < 75.0, "an empty column keeps little: {found:?}");
    }

    #[test]
    fn no_word_is_broken_where_all_fit() {
        let kinds = [ColumnKind::Words; 3];
        let row: &[CellWidths] = &[(120.0, 300.0), (60.0, 300.0), (100.0, 100.0)];
        let found = widths(&[row], 300.0, &kinds);
        let least = row.iter().zip(&found);
        assert!(
            least.into_iter().all(|((least, _), width)| width >= least),
            "{found:?}"
        );
    }

    #[test]
    fn only_what_is_all_numbers_is_a_column_of_numbers() {
        for (text, number) in [
            ("1.5", true),
            ("1,200", true),
            ("−3", true),
            ("—", true),
            ("5 h", false),
            ("Mar 3", false),
        ] {
            assert_eq!(is_number(text), number, "{text}");
        }
    }
}

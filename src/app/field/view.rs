//! Layout of a field on the screen: word wrap, scrolling, and the mapping between text positions and cells.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::buffer::{CursorPos, byte_of};
use super::{TextField, Viewport};
use crate::app::cells;

/// Part of a row with one style, sanitized for display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSpan {
    pub text: String,
    pub selected: bool,
}

/// The visible part of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldView {
    /// Rows from the top; none is wider than the width it was laid out for.
    pub rows: Vec<Vec<FieldSpan>>,
    /// For each row the index of the line that ends on it, if one does.
    pub ends: Vec<Option<usize>>,
    pub cursor: (u16, u16),
    /// Number of rows above the view.
    pub top: usize,
    /// Number of rows in total.
    pub total: usize,
}

impl TextField {
    /// Moves `count` wrapped rows up or down, as near to column `aim` as the rows allow.
    pub(super) fn move_rows(&mut self, count: usize, down: bool, aim: Option<usize>) {
        if !self.multi_line {
            return;
        }
        let mut aimed = aim;
        for _ in 0..count {
            let (line, row, column) = self.cursor_cell();
            let column = *aimed.get_or_insert(column);
            let next = if down {
                if row + 1 < self.wrapped_rows(line).len() {
                    (line, row + 1)
                } else if line + 1 < self.buffer.lines().len() {
                    (line + 1, 0)
                } else {
                    break;
                }
            } else if row > 0 {
                (line, row - 1)
            } else if line > 0 {
                (line - 1, self.wrapped_rows(line - 1).len() - 1)
            } else {
                break;
            };
            self.buffer
                .move_cursor(self.cursor_at(next.0, next.1, column));
        }
        self.preferred_column = aimed;
    }

    /// Moves to a column of the current row.
    pub(super) fn go_to_column(&mut self, column: usize) {
        let (line, row, _) = self.cursor_cell();
        self.buffer.move_cursor(self.cursor_at(line, row, column));
    }

    /// Line, wrapped row within it, and column at which the cursor is drawn.
    fn cursor_cell(&self) -> (usize, usize, usize) {
        let (line, _) = self.buffer.cursor();
        let (text, at) = self.buffer.cursor_line();
        let rows = self.wrapped_rows(line);
        let row = rows
            .partition_point(|row| row.end <= at)
            .min(rows.len() - 1);
        (line, row, display_width(&text[rows[row].start..at]))
    }

    /// The text position at `column` of a wrapped row, or its end.
    fn cursor_at(&self, line: usize, row: usize, column: usize) -> CursorPos {
        let text = &self.buffer.lines()[line];
        let rows = self.wrapped_rows(line);
        let Some(range) = rows.get(row) else {
            return (line, usize::MAX);
        };
        let mut at = range.start;
        let mut used = 0;
        for cluster in text[range.clone()].graphemes(true) {
            used += cells::cluster_width(cluster);
            let is_last_of_broken_row = row + 1 < rows.len() && at + cluster.len() == range.end;
            if used > column || is_last_of_broken_row {
                break;
            }
            at += cluster.len();
        }
        (line, text[..at].chars().count())
    }

    /// Word wrap of a line. One cell is left free for the cursor behind the last character.
    fn wrapped_rows(&self, line: usize) -> Vec<Range<usize>> {
        let text = &self.buffer.lines()[line];
        if self.multi_line {
            cells::wrap_line(text, self.viewport.get().width.saturating_sub(1))
        } else {
            std::iter::once(0..text.len()).collect()
        }
    }

    /// Lays the field out for `width` by `height` cells; stores the size, and scrolls just enough to show the cursor.
    pub fn view(&self, width: u16, height: u16) -> FieldView {
        let (width, height) = (usize::from(width), usize::from(height));
        if width == 0 || height == 0 {
            return FieldView::default();
        }
        let offset = self.viewport.get().offset;
        let mut viewport = Viewport {
            width,
            height,
            offset,
        };
        self.viewport.set(viewport);
        let view;
        (view, viewport.offset) = if self.multi_line {
            self.view_multi_line(width, height, offset)
        } else {
            self.view_single_line(width, offset)
        };
        self.viewport.set(viewport);
        view
    }

    fn view_multi_line(&self, width: usize, height: usize, offset: usize) -> (FieldView, usize) {
        let (line, row, column) = self.cursor_cell();
        let all: Vec<Vec<Range<usize>>> = (0..self.buffer.lines().len())
            .map(|line| self.wrapped_rows(line))
            .collect();
        let total: usize = all.iter().map(Vec::len).sum();
        let cursor_row = all[..line].iter().map(Vec::len).sum::<usize>() + row;
        let top = offset
            .min(total.saturating_sub(height))
            .clamp((cursor_row + 1).saturating_sub(height), cursor_row);
        let visible = all
            .iter()
            .enumerate()
            .flat_map(|(line, rows)| {
                let last = rows.len() - 1;
                rows.iter()
                    .enumerate()
                    .map(move |(row, range)| (line, range, row == last))
            })
            .skip(top)
            .take(height);
        let (rows, ends) = visible
            .map(|(line, range, last)| {
                let spans = self.row_spans(line, range, width, last);
                (spans, last.then_some(line))
            })
            .unzip();
        let view = FieldView {
            rows,
            ends,
            cursor: (to_u16(column.min(width - 1)), to_u16(cursor_row - top)),
            top,
            total,
        };
        (view, top)
    }

    fn view_single_line(&self, width: usize, offset: usize) -> (FieldView, usize) {
        let text = &self.buffer.lines()[0];
        let (_, _, column) = self.cursor_cell();
        let whole = display_width(text) + 1;
        let wanted = offset
            .min(whole.saturating_sub(width))
            .clamp((column + 1).saturating_sub(width), column);
        // The view begins between two graphemes, never inside a wide one.
        let mut left = 0;
        let mut start = 0;
        for cluster in text.graphemes(true) {
            if left >= wanted {
                break;
            }
            left += cells::cluster_width(cluster);
            start += cluster.len();
        }
        let view = FieldView {
            rows: vec![self.row_spans(0, &(start..text.len()), width, true)],
            ends: vec![Some(0)],
            cursor: (to_u16(column.saturating_sub(left).min(width - 1)), 0),
            top: 0,
            total: 1,
        };
        (view, left)
    }

    /// Splits a row into selected and unselected spans.
    fn row_spans(
        &self,
        line: usize,
        range: &Range<usize>,
        width: usize,
        last: bool,
    ) -> Vec<FieldSpan> {
        let text = &self.buffer.lines()[line];
        let chosen = self.selected_bytes(line);
        let mut spans: Vec<FieldSpan> = Vec::new();
        let mut used = 0;
        let mut push = |text: &str, selected: bool| {
            used += cells::width(text);
            if used > width {
                return;
            }
            match spans.last_mut() {
                Some(span) if span.selected == selected => span.text.push_str(text),
                Some(_) | None => spans.push(FieldSpan {
                    text: text.to_owned(),
                    selected,
                }),
            }
        };
        for (at, cluster) in text[range.clone()].grapheme_indices(true) {
            let selected = chosen
                .as_ref()
                .is_some_and(|chosen| chosen.contains(&(range.start + at)));
            push(&cells::display_cluster(cluster), selected);
        }
        // A selected line break is drawn as a space.
        if last && chosen.is_some_and(|chosen| chosen.end > text.len()) {
            push(" ", true);
        }
        spans
    }

    /// The selected byte range of a line; one byte longer than the line if its line break is selected, too.
    fn selected_bytes(&self, line: usize) -> Option<Range<usize>> {
        let (start, end) = self.buffer.selection()?;
        if line < start.0 || line > end.0 {
            return None;
        }
        let text = &self.buffer.lines()[line];
        let from = if line == start.0 {
            byte_of(text, start.1)
        } else {
            0
        };
        let to = if line == end.0 {
            byte_of(text, end.1)
        } else {
            text.len() + 1
        };
        Some(from..to)
    }
}

fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn display_width(text: &str) -> usize {
    text.graphemes(true).map(cells::cluster_width).sum()
}

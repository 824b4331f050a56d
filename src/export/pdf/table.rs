//! Tables: column widths by content, rows that break between lines, a header that every page repeats. Lengths are in points.

use std::mem;
use std::rc::Rc;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag, TagKind};

use super::flow::{BODY, Flow, LayoutArea, bold};
use super::line_box::{
    DrawOp, HeaderRepeat, LineBox, PdfColor, PdfLine, PlacedOp, keep_together,
    prevent_widows_and_orphans,
};
use super::rich_text::RichText;
use super::tags::NodeId;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::export::document::{Align, Fact, Inlines, Table, inlines_text};

const CELL: PdfTextStyle = PdfTextStyle::new(10.0, 12.5);
const HEAD: PdfTextStyle = PdfTextStyle::new(10.0, 12.5).strong();
/// Space between two columns.
pub const GUTTER: f32 = 12.0;
/// Space above and below the lines of a row.
const CELL_PADDING: f32 = 2.5;
/// A narrower column cannot be read.
const MIN_COLUMN_WIDTH: f32 = 34.0;
/// Share of a page up to which a row is kept together.
const MAX_UNBROKEN_SHARE: f32 = 0.4;
/// Rows of a table that is kept together.
const SMALL_TABLE: usize = 8;
/// Width up to which a column is short: a date, a name.
const SHORT: f32 = 100.0;
/// Short columns of which each is tried whole and broken.
const MAX_CHOICES: usize = 4;
/// Step in which columns grow.
const STEP: f32 = 4.0;
/// Rows that are measured for the column widths.
const SAMPLED_ROWS: usize = 400;

/// Left edge and width of a column.
#[derive(Clone, Copy)]
pub struct PdfColumn {
    pub left: f32,
    pub width: f32,
}

/// Columns of a table, each with the side on which it is set.
type Columns = Vec<(PdfColumn, TextAlign)>;

/// Least width and wished width of a cell.
type CellWidths = (f32, f32);

impl Flow {
    /// Lays out a table.
    pub fn table(&mut self, table: &Table, area: LayoutArea, gap: f32) {
        let count = table.header.len();
        let wide = area.width / f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        if wide < MIN_COLUMN_WIDTH {
            return self.rows_as_lists(&table.header, &table.rows, area, gap);
        }
        let columns = self.columns(table, area);
        let node = self.add_node(area, Tag::Table);
        let head = self.paginator.tags.add(node, Tag::THead);
        let cell = Tag::TH(TableHeaderScope::Column);
        let mut boxes = self.row(&table.header, &columns, HEAD, (head, cell.into()));
        boxes.push(LineBox::rule(area.left, area.width, 0.8, PdfColor::Text));
        keep_together(&mut boxes);
        self.repeat_header(&mut boxes);
        if let Some(first) = boxes.first_mut() {
            first.gap = gap;
        }
        let body = self.paginator.tags.add(node, Tag::TBody);
        let mut is_small = table.rows.len() <= SMALL_TABLE;
        for (at, line) in table.rows.iter().enumerate() {
            let after = table.rows.len() - at - 1;
            let sum = usize::from(table.has_total);
            let style = if after < sum { HEAD } else { CELL };
            boxes.append(&mut self.row(line, &columns, style, (body, Tag::TD.into())));
            let (thick, color) = if after <= sum {
                (0.8, PdfColor::Text)
            } else {
                (0.4, PdfColor::Hairline)
            };
            let mut rule = LineBox::rule(area.left, area.width, thick, color);
            // A sum is never alone on a page.
            rule.keep_with_next = after > 0 && after <= sum;
            boxes.push(rule);
            is_small &= self.is_unbroken(&boxes);
            if !is_small {
                self.emit_all(mem::take(&mut boxes));
            }
        }
        if is_small {
            keep_together(&mut boxes);
        }
        let mut end = LineBox::spacer(0.0);
        end.repeat = HeaderRepeat::End;
        boxes.push(end);
        self.emit_all(boxes);
    }

    /// Line boxes of a row: one for the whole of it, unless it is high.
    fn row(
        &mut self,
        row: &[Inlines],
        columns: &Columns,
        style: PdfTextStyle,
        (parent, tag): (NodeId, TagKind),
    ) -> Vec<LineBox> {
        let node = self.paginator.tags.add(parent, Tag::TR);
        let mut cells = Vec::new();
        for (cell, (column, side)) in row.iter().zip(columns) {
            let node = self.paginator.tags.add(node, tag.clone());
            let text = RichText::from_inlines(cell);
            let lines = self
                .line_layout
                .layout_lines(&text, &style.align(*side), column.width);
            cells.push((*column, node, lines));
        }
        let whole = whole_row(&cells);
        if self.is_unbroken(std::slice::from_ref(&whole)) {
            return vec![whole];
        }
        let mut boxes = row_boxes(cells, CELL_PADDING);
        prevent_widows_and_orphans(&mut boxes);
        // The rule below stays with the last line.
        if let Some(last) = boxes.last_mut() {
            last.keep_with_next = true;
        }
        boxes
    }

    /// True if boxes of this height are kept together.
    fn is_unbroken(&self, boxes: &[LineBox]) -> bool {
        let height: f32 = boxes.iter().map(|line_box| line_box.height).sum();
        height < self.paginator.content_height() * MAX_UNBROKEN_SHARE
    }

    /// Columns as wide as their words need.
    fn columns(&mut self, table: &Table, area: LayoutArea) -> Columns {
        let mut rows = vec![self.cell_widths(&table.header, &HEAD)];
        for row in table.rows.iter().take(SAMPLED_ROWS) {
            let style = if table.has_total { HEAD } else { CELL };
            rows.push(self.cell_widths(row, &style));
        }
        let count = table.header.len();
        let gutters = f32::from(u16::try_from(count - 1).unwrap_or(u16::MAX)) * GUTTER;
        let kinds: Vec<_> = (0..count).map(|at| kind(table, at)).collect();
        let room = (area.width - gutters).max(MIN_COLUMN_WIDTH);
        let widths = column_widths(&rows, room, &kinds);
        let mut left = area.left;
        let columns = widths.into_iter().zip(kinds).enumerate();
        let columns = columns.map(|(at, (width, kind))| {
            let column = PdfColumn { left, width };
            left += width + GUTTER;
            (column, side(table, at, kind))
        });
        columns.collect()
    }

    fn cell_widths(&mut self, row: &[Inlines], style: &PdfTextStyle) -> Vec<CellWidths> {
        let cells = row.iter().map(|cell| {
            let text = RichText::from_inlines(cell);
            let (least, most) = self.line_layout.content_widths(&text, style);
            (least + 0.5, most + 0.5)
        });
        cells.collect()
    }

    /// Lays out labels with their values at the top of a document, side by side if they are many.
    pub fn facts(&mut self, facts: &[Fact], area: LayoutArea) {
        if facts.is_empty() {
            return;
        }
        let (sides, width) = if facts.len() > 3 {
            (2, (area.width - GUTTER) / 2.0)
        } else {
            (1, area.width)
        };
        let list = self.add_node(area, Tag::L(ListNumbering::None));
        let count = facts.len().div_ceil(sides);
        for at in 0..count {
            let mut cells = Vec::new();
            for (side, facts) in facts.chunks(count).enumerate() {
                let left = if side == 0 {
                    area.left
                } else {
                    area.left + width + GUTTER
                };
                let label = self.label_width(facts, width);
                let Some(fact) = facts.get(at) else { continue };
                let value = PdfColumn {
                    left: left + label + GUTTER,
                    width: width - label - GUTTER,
                };
                let entry = self.paginator.tags.add(list, Tag::LI);
                let parts: [(_, TagKind, _, _); 2] = [
                    (
                        &fact.label,
                        Tag::Lbl.into(),
                        BODY.color(PdfColor::Muted).align(TextAlign::Left),
                        PdfColumn { left, width: label },
                    ),
                    (
                        &fact.value,
                        Tag::LBody.into(),
                        BODY.align(TextAlign::Left),
                        value,
                    ),
                ];
                for (text, tag, style, column) in parts {
                    let node = self.paginator.tags.add(entry, tag);
                    let text = RichText::plain(text);
                    let lines = self.line_layout.layout_lines(&text, &style, column.width);
                    cells.push((column, node, lines));
                }
            }
            let mut boxes = row_boxes(cells, 0.0);
            prevent_widows_and_orphans(&mut boxes);
            self.emit_after(if at == 0 { 9.0 } else { 1.5 }, boxes);
        }
    }

    /// Width of the longest label, within reason.
    fn label_width(&mut self, facts: &[Fact], width: f32) -> f32 {
        let labels = facts.iter().map(|fact| {
            let line = self
                .line_layout
                .ellipsized_line(&fact.label, &BODY, width * 0.4);
            line.width + 1.0
        });
        labels.fold(34.0, f32::max)
    }

    /// Lays out a table of more columns than the page can hold: each row as a list of its cells.
    fn rows_as_lists(
        &mut self,
        header: &[Inlines],
        rows: &[Vec<Inlines>],
        area: LayoutArea,
        gap: f32,
    ) {
        for (at, row) in rows.iter().enumerate() {
            for (column, (title, cell)) in header.iter().zip(row).enumerate() {
                let mut rich_text = RichText::default();
                rich_text.push(&format!("{}: ", inlines_text(title)), &bold());
                rich_text.push(
                    &inlines_text(cell),
                    &super::rich_text::InlineStyle::default(),
                );
                let node = self.paginator.tags.add(area.node, Tag::P);
                let mut boxes = self.line_boxes(&rich_text, &CELL, area, node);
                prevent_widows_and_orphans(&mut boxes);
                let gap = match (at, column) {
                    (0, 0) => gap,
                    (_, 0) => 8.0,
                    (_, _) => 0.0,
                };
                self.emit_after(gap, boxes);
            }
        }
    }

    /// Repeats these line boxes at the top of every following page, unless they would leave no room on it.
    fn repeat_header(&self, boxes: &mut [LineBox]) {
        if !self.is_unbroken(boxes) {
            return;
        }
        let mut copies = boxes.to_vec();
        // A screen reader reads the header once.
        for placed in copies.iter_mut().flat_map(|line_box| &mut line_box.ops) {
            placed.node = None;
        }
        if let Some(last) = boxes.last_mut() {
            last.repeat = HeaderRepeat::Begin(Rc::from(copies));
        }
    }
}

/// Line boxes of a row: the first lines of all cells, the second lines of all, and so on.
pub fn row_boxes(cells: Vec<(PdfColumn, NodeId, Vec<PdfLine>)>, pad: f32) -> Vec<LineBox> {
    let count = cells.iter().map(|(_, _, lines)| lines.len()).max();
    let mut boxes = vec![LineBox::default(); count.unwrap_or_default().max(1)];
    for (column, node, lines) in cells {
        for (line_box, line) in boxes.iter_mut().zip(lines) {
            line_box.height = line_box.height.max(line.height);
            line_box.ops.push(PlacedOp {
                x: column.left,
                y: 0.0,
                node: Some(node),
                op: DrawOp::Line(line),
            });
        }
    }
    if let Some(first) = boxes.first_mut() {
        first.height += pad;
        for placed in &mut first.ops {
            placed.y += pad;
        }
    }
    if let Some(last) = boxes.last_mut() {
        last.height += pad;
    }
    boxes
}

/// A row that is never divided: cell after cell, in the order in which they are read.
fn whole_row(cells: &[(PdfColumn, NodeId, Vec<PdfLine>)]) -> LineBox {
    let mut row = LineBox::spacer(0.0);
    for (column, node, lines) in cells {
        let mut y = CELL_PADDING;
        for line in lines {
            row.ops.push(PlacedOp {
                x: column.left,
                y,
                node: Some(*node),
                op: DrawOp::Line(line.clone()),
            });
            y += line.height;
        }
        row.height = row.height.max(y + CELL_PADDING);
    }
    row.height = row.height.max(CELL.leading);
    row.keep_with_next = true;
    row
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnKind {
    Numbers,
    /// Short texts with a number in each.
    Dates,
    Words,
}

/// What the column `at` holds, by its cells.
fn kind(table: &Table, at: usize) -> ColumnKind {
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
fn side(table: &Table, at: usize, kind: ColumnKind) -> TextAlign {
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
fn column_widths(rows: &[Vec<CellWidths>], room: f32, kinds: &[ColumnKind]) -> Vec<f32> {
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

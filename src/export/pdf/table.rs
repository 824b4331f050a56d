//! Tables: column widths by content, rows that break between lines, a header that every page repeats. Lengths are in points.

use std::mem;
use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::column_widths::{CellWidths, column_widths, kind, side};
use super::flow::{Flow, LayoutArea, bold};
use super::line_box::{
    DrawOp, HeaderRepeat, LineBox, PdfColor, PdfLine, PlacedOp, keep_together,
    prevent_widows_and_orphans,
};
use super::rich_text::RichText;
use super::tags::NodeId;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::export::document::{Inlines, Table, inlines_text};

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

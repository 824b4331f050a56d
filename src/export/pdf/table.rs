//! Tables: column widths by content, rows that break between lines, a header that every page repeats. Lengths are in points.

use std::rc::Rc;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag, TagKind};
use unicode_width::UnicodeWidthStr;

use super::flow::{BODY, Flow, LayoutArea, bold};
use super::line_box::{
    DrawOp, HeaderRepeat, LineBox, PdfColor, PdfLine, PlacedOp, keep_together,
    prevent_widows_and_orphans,
};
use super::rich_text::RichText;
use super::tags::NodeId;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::export::document::{Fact, Inlines, inlines_text};

const CELL: PdfTextStyle = PdfTextStyle::new(10.0, 13.0);
const HEAD: PdfTextStyle = PdfTextStyle::new(10.0, 13.0).strong();
/// Space between two columns.
pub const GUTTER: f32 = 12.0;
/// Space above and below the lines of a row.
const CELL_PADDING: f32 = 3.5;
/// A narrower column cannot be read.
const MIN_COLUMN_WIDTH: f32 = 34.0;
/// Share of a page up to which a row is kept together.
const MAX_UNBROKEN_SHARE: f32 = 0.4;
/// Rows that are measured for the column widths.
const SAMPLED_ROWS: usize = 400;

/// Left edge and width of a column.
#[derive(Clone, Copy)]
pub struct PdfColumn {
    pub left: f32,
    pub width: f32,
}

impl Flow {
    /// Lays out a table.
    pub fn table(&mut self, header: &[Inlines], rows: &[Vec<Inlines>], area: LayoutArea, gap: f32) {
        let wide = area.width / f32::from(u16::try_from(header.len()).unwrap_or(u16::MAX));
        if wide < MIN_COLUMN_WIDTH {
            return self.rows_as_lists(header, rows, area, gap);
        }
        let columns = layout_columns(header, rows, area);
        let table = self.add_node(area, Tag::Table);
        let thead = self.paginator.tags.add(table, Tag::THead);
        let row = self.paginator.tags.add(thead, Tag::TR);
        let cells = self.layout_cells(header, &columns, &HEAD, |flow| {
            flow.paginator
                .tags
                .add(row, Tag::TH(TableHeaderScope::Column))
        });
        let mut boxes = row_boxes(cells, CELL_PADDING);
        boxes.push(LineBox::rule(area.left, area.width, 0.8, PdfColor::Text));
        keep_together(&mut boxes);
        self.repeat_header(&mut boxes);
        self.emit_after(gap, boxes);
        let body = self.paginator.tags.add(table, Tag::TBody);
        for (at, line) in rows.iter().enumerate() {
            let row = self.paginator.tags.add(body, Tag::TR);
            let cells = self.layout_cells(line, &columns, &CELL, |flow| {
                flow.paginator.tags.add(row, Tag::TD)
            });
            let mut boxes = row_boxes(cells, CELL_PADDING);
            self.keep_row_together(&mut boxes);
            let last = at + 1 == rows.len();
            let (thick, color) = if last {
                (0.8, PdfColor::Text)
            } else {
                (0.4, PdfColor::Hairline)
            };
            let mut rule = LineBox::rule(area.left, area.width, thick, color);
            if last {
                rule.repeat = HeaderRepeat::End;
            }
            boxes.push(rule);
            self.emit_all(boxes);
        }
        if rows.is_empty() {
            let mut end = LineBox::spacer(0.0);
            end.repeat = HeaderRepeat::End;
            self.emit(end);
        }
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

    /// The lines of a row's cells, with the node of each cell.
    fn layout_cells(
        &mut self,
        row: &[Inlines],
        columns: &[PdfColumn],
        style: &PdfTextStyle,
        mut part: impl FnMut(&mut Self) -> NodeId,
    ) -> Vec<(PdfColumn, NodeId, Vec<PdfLine>)> {
        let mut cells = Vec::new();
        for (cell, column) in row.iter().zip(columns) {
            let node = part(self);
            let lines =
                self.line_layout
                    .layout_lines(&RichText::from_inlines(cell), style, column.width);
            cells.push((*column, node, lines));
        }
        cells
    }

    /// Keeps a row together unless it is high.
    fn keep_row_together(&self, boxes: &mut [LineBox]) {
        let height: f32 = boxes.iter().map(|line_box| line_box.height).sum();
        if height < self.paginator.content_height() * MAX_UNBROKEN_SHARE {
            keep_together(boxes);
        } else {
            prevent_widows_and_orphans(boxes);
            // The rule below stays with the last line.
            if let Some(last) = boxes.last_mut() {
                last.keep_with_next = true;
            }
        }
    }

    /// Repeats these line boxes at the top of every following page, unless they would leave no room on it.
    fn repeat_header(&self, boxes: &mut [LineBox]) {
        let height: f32 = boxes.iter().map(|line_box| line_box.height).sum();
        if height > self.paginator.content_height() * MAX_UNBROKEN_SHARE {
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

/// Estimated width of a text.
fn estimate(text: &str, size: f32) -> f32 {
    let columns = u16::try_from(text.width()).unwrap_or(u16::MAX);
    f32::from(columns).mul_add(size * 0.47, 2.0)
}

/// Lays out the columns. Those that want little have it; the others share the rest, none below its longest word.
fn layout_columns(header: &[Inlines], rows: &[Vec<Inlines>], area: LayoutArea) -> Vec<PdfColumn> {
    let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    let gutters = count(header.len().saturating_sub(1)) * GUTTER;
    let room = (area.width - gutters).max(MIN_COLUMN_WIDTH);
    let mut wanted = vec![(MIN_COLUMN_WIDTH, MIN_COLUMN_WIDTH); header.len()];
    for row in std::iter::once(header).chain(rows.iter().take(SAMPLED_ROWS).map(Vec::as_slice)) {
        for ((least, most), cell) in wanted.iter_mut().zip(row) {
            let text = inlines_text(cell);
            for line in text.split('\n') {
                *most = most.max(estimate(line, CELL.size));
            }
            let word = text
                .split_whitespace()
                .map(|word| estimate(word, CELL.size));
            *least = word.fold(*least, f32::max).min(room * 0.4);
        }
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].1.total_cmp(&wanted[*b].1));
    let mut widths = vec![0.0; wanted.len()];
    let mut left = room;
    for (at, column) in order.iter().enumerate() {
        let share = left / count(order.len() - at);
        let later: f32 = order[at + 1..].iter().map(|later| wanted[*later].0).sum();
        let (least, most) = wanted[*column];
        widths[*column] = most
            .min(share)
            .max(least)
            .min((left - later).max(MIN_COLUMN_WIDTH));
        left -= widths[*column];
    }
    // Unused width is spread; too much is taken from all alike.
    let taken: f32 = widths.iter().sum();
    let factor = room / taken.max(1.0);
    let mut x = area.left;
    let mut columns = Vec::new();
    for width in widths {
        let width = width * factor;
        columns.push(PdfColumn { left: x, width });
        x += width + GUTTER;
    }
    columns
}

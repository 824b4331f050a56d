//! Lists: bullets, numbers and check boxes, each before the first line of its item.

use std::mem;

use krilla::tagging::{ListNumbering, Tag};

use super::flow::{BODY, Flow, INDENT, LayoutArea, PARAGRAPH_GAP};
use super::line_box::{DrawOp, LineBox, PlacedOp};
use super::tags::NodeId;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::export::document::{Block, Item, inlines_text};

/// Gap between two short items, in points.
pub const TIGHT_GAP: f32 = 3.0;

impl Flow {
    /// Lays out a list.
    pub fn list(&mut self, start: Option<u64>, items: &[Item], area: LayoutArea, gap: f32) {
        let numbering = match start {
            Some(_) => ListNumbering::Decimal,
            None => ListNumbering::Disc,
        };
        let list = self.add_node(area, Tag::L(numbering));
        let short = items.iter().all(is_tight);
        let between = if short { TIGHT_GAP } else { PARAGRAPH_GAP };
        let last = start.unwrap_or_default().saturating_add(items.len() as u64);
        let digits = u8::try_from(last.to_string().len()).unwrap_or(u8::MAX);
        let step = start.map_or(INDENT, |_| f32::from(digits).mul_add(6.0, 10.0).max(INDENT));
        for (at, item) in items.iter().enumerate() {
            let entry = self.add_node(area.with_node(list), Tag::LI);
            let label = self.add_node(area.with_node(entry), Tag::Lbl);
            let body = self.add_node(area.with_node(entry), Tag::LBody);
            let number = start.map(|start| start.saturating_add(at as u64));
            self.queue_marker(number, item.ticked, area, step, label);
            let boxed = f32::from(u8::from(item.ticked.is_some() && start.is_some())) * INDENT;
            let mut inner = area.indented(step + boxed, body);
            inner.in_list_item = true;
            // Neither the first item nor the last one is alone on a page.
            let outer = at == 0 || at + 2 == items.len();
            let hold = outer && at + 1 < items.len() && is_line(item);
            let before = mem::replace(&mut self.keep_with_next, hold);
            self.blocks(&item.blocks, inner, if at == 0 { gap } else { between });
            if !self.pending_markers.is_empty() {
                let mut line = LineBox::spacer(BODY.leading);
                line.gap = if at == 0 { gap } else { between };
                self.emit(line);
            }
            self.keep_with_next = before;
        }
    }

    /// Queues the bullet, number or check box for the item's first line.
    fn queue_marker(
        &mut self,
        number: Option<u64>,
        ticked: Option<bool>,
        area: LayoutArea,
        step: f32,
        node: NodeId,
    ) {
        let tick = ticked.map(|ticked| if ticked { "☑" } else { "☐" });
        let mut markers = Vec::new();
        if let Some(number) = number {
            markers.push((
                format!("{number}."),
                BODY.align(TextAlign::Right),
                step - 6.0,
                0.0,
            ));
        }
        if let Some(tick) = tick {
            let left = number.map_or(0.0, |_| step);
            let style = PdfTextStyle::new(14.5, BODY.leading).align(TextAlign::Left);
            markers.push((tick.to_owned(), style, INDENT, left));
        }
        if number.is_none() && tick.is_none() {
            let bullet = if area.depth.is_multiple_of(2) {
                "•"
            } else {
                "–"
            };
            markers.push((bullet.to_owned(), BODY.align(TextAlign::Left), INDENT, 4.0));
        }
        for (text, style, width, left) in markers {
            let line = self.line_layout.ellipsized_line(&text, &style, width);
            self.pending_markers.push(PlacedOp {
                x: area.left + left,
                y: 0.0,
                node: Some(node),
                op: DrawOp::Line(line),
            });
        }
    }
}

impl LayoutArea {
    /// The same area with another node.
    const fn with_node(mut self, node: NodeId) -> Self {
        self.node = node;
        self
    }
}

/// True if an item is a line or two.
fn is_line(item: &Item) -> bool {
    match item.blocks.as_slice() {
        [] => true,
        [Block::Paragraph(inlines)] => inlines_text(inlines).len() < 200,
        [_, ..] => false,
    }
}

/// True if an item is one block, perhaps with a list of such below.
pub fn is_tight(item: &Item) -> bool {
    match item.blocks.as_slice() {
        [] | [_] => true,
        [Block::Paragraph(_), Block::List { items, .. }] => items.iter().all(is_tight),
        [_, ..] => false,
    }
}

//! Lists: bullets, numbers and boxes, each before the first line of its text.

use std::mem;

use krilla::tagging::{ListNumbering, Tag};

use super::flow::{BODY, Flow, GAP, Place, STEP};
use super::slab::{Mark, Placed, Slab};
use super::tags::NodeId;
use super::voice::{Side, Voice};
use crate::export::document::{Block, Item, words};

/// The gap between two short entries.
pub const SHORT: f32 = 3.0;

impl Flow {
    /// A list.
    pub fn list(&mut self, start: Option<u64>, items: &[Item], place: Place, gap: f32) {
        let numbering = match start {
            Some(_) => ListNumbering::Decimal,
            None => ListNumbering::Disc,
        };
        let list = self.part(place, Tag::L(numbering));
        let short = items.iter().all(is_short);
        let between = if short { SHORT } else { GAP };
        let last = start.unwrap_or_default().saturating_add(items.len() as u64);
        let digits = u8::try_from(last.to_string().len()).unwrap_or(u8::MAX);
        let step = start.map_or(STEP, |_| f32::from(digits).mul_add(6.0, 10.0).max(STEP));
        for (at, item) in items.iter().enumerate() {
            let entry = self.part(place.at(list), Tag::LI);
            let label = self.part(place.at(entry), Tag::Lbl);
            let body = self.part(place.at(entry), Tag::LBody);
            let number = start.map(|start| start.saturating_add(at as u64));
            self.hang(number, item.ticked, place, step, label);
            let boxed = f32::from(u8::from(item.ticked.is_some() && start.is_some())) * STEP;
            let mut inner = place.inside(step + boxed, body);
            inner.listed = true;
            // Neither the first entry nor the last one stands alone on a page.
            let outer = at == 0 || at + 2 == items.len();
            let hold = outer && at + 1 < items.len() && is_line(item);
            let before = mem::replace(&mut self.holding, hold);
            self.blocks(&item.blocks, inner, if at == 0 { gap } else { between });
            if !self.hanging.is_empty() {
                let mut line = Slab::blank(BODY.leading);
                line.gap = if at == 0 { gap } else { between };
                self.emit(line);
            }
            self.holding = before;
        }
    }

    /// Makes the bullet, number or box ready for the line to come.
    fn hang(
        &mut self,
        number: Option<u64>,
        ticked: Option<bool>,
        place: Place,
        step: f32,
        node: NodeId,
    ) {
        let tick = ticked.map(|ticked| if ticked { "☑" } else { "☐" });
        let mut marks = Vec::new();
        if let Some(number) = number {
            marks.push((
                format!("{number}."),
                BODY.side(Side::Right),
                step - 6.0,
                0.0,
            ));
        }
        if let Some(tick) = tick {
            let left = number.map_or(0.0, |_| step);
            let voice = Voice::new(14.5, BODY.leading).side(Side::Left);
            marks.push((tick.to_owned(), voice, STEP, left));
        }
        if number.is_none() && tick.is_none() {
            let bullet = if place.depth.is_multiple_of(2) {
                "•"
            } else {
                "–"
            };
            marks.push((bullet.to_owned(), BODY.side(Side::Left), STEP, 4.0));
        }
        for (text, voice, width, left) in marks {
            let line = self.setter.short(&text, &voice, width);
            self.hanging.push(Placed {
                x: place.left + left,
                y: 0.0,
                node: Some(node),
                mark: Mark::Line(line),
            });
        }
    }
}

impl Place {
    /// The same place in another part.
    const fn at(mut self, node: NodeId) -> Self {
        self.node = node;
        self
    }
}

/// Whether an entry is a line or two.
fn is_line(item: &Item) -> bool {
    match item.blocks.as_slice() {
        [] => true,
        [Block::Paragraph(inlines)] => words(inlines).len() < 200,
        [_, ..] => false,
    }
}

/// Whether an entry is one block, perhaps with a list of such below.
pub fn is_short(item: &Item) -> bool {
    match item.blocks.as_slice() {
        [] | [_] => true,
        [Block::Paragraph(_), Block::List { items, .. }] => items.iter().all(is_short),
        [_, ..] => false,
    }
}

//! Blocks to slabs, in the order in which they are read.

use std::mem;

use krilla::error::KrillaResult;
use krilla::tagging::Tag;

use super::list::{SHORT, is_short};
use super::passage::{Looks, Passage};
use super::press::{MEASURE, Press};
use super::setter::Setter;
use super::slab::{Band, Mark, Placed, Shade, Slab, keep_all, keep_ends};
use super::tags::{NodeId, Tags};
use super::voice::{Side, Voice};
use super::{Document, ExportError, Progress};
use crate::export::document::{Block, Inline, NOT_ANSWERED};

/// Running text.
pub const BODY: Voice = Voice::new(12.0, 16.0);
const TITLE: Voice = Voice::new(24.0, 29.0).strong();
const SUBTITLE: Voice = Voice::new(13.0, 18.0).shade(Shade::Gray).italic();
const LABEL: Voice = Voice::new(12.0, 16.0).strong();
const MISSING: Voice = Voice::new(12.0, 16.0).shade(Shade::Gray).italic();
const CODE: Voice = Voice::new(11.0, 13.5).side(Side::Left);
/// The gap between two paragraphs.
pub const GAP: f32 = 7.5;
/// How far lists and answers stand in.
pub const STEP: f32 = 18.0;
/// What stands in deeper than this does so no further, and so does the tree of parts.
const DEEPEST: usize = 12;

/// Where blocks go: how far from the left, how wide, and to which part of the text they belong.
#[derive(Clone, Copy)]
pub struct Place {
    pub left: f32,
    pub width: f32,
    pub node: NodeId,
    pub depth: usize,
    /// Whether it is an entry of a list.
    pub listed: bool,
}

impl Place {
    /// The same, `step` further in.
    pub fn inside(self, step: f32, node: NodeId) -> Self {
        let step = if self.depth < DEEPEST { step } else { 0.0 };
        Self {
            left: self.left + step,
            width: self.width - step,
            node,
            depth: self.depth + 1,
            listed: false,
        }
    }
}

/// A document on its way to the press.
pub struct Flow {
    pub setter: Setter,
    pub press: Press,
    /// What runs down the side of or behind the blocks at hand, and whether any of them is set yet.
    bands: Vec<(Band, bool)>,
    /// Marks of list entries that wait for the first line of their text.
    pub hanging: Vec<Placed>,
    /// Whether what is set now stays with what follows.
    pub holding: bool,
}

impl Flow {
    pub const fn new(setter: Setter, press: Press) -> Self {
        Self {
            setter,
            press,
            bands: Vec::new(),
            hanging: Vec::new(),
            holding: false,
        }
    }

    /// The file.
    pub fn finish(mut self) -> KrillaResult<Vec<u8>> {
        self.press.finish(&mut self.setter)
    }

    fn page(&self) -> Place {
        Place {
            left: self.press.left(),
            width: MEASURE,
            node: Tags::ROOT,
            depth: 0,
            listed: false,
        }
    }

    /// Title, subtitle and facts.
    pub fn head(&mut self, document: &Document) {
        let place = self.page();
        let title = Passage::plain(&document.title);
        let node = self.press.tags.heading(place.node, 1, &document.title);
        let mut slabs = self.slabs(&title, &TITLE, place, node);
        let subtitle = Passage::plain(&document.subtitle);
        let node = self.press.tags.add(place.node, Tag::P);
        let mut below = self.slabs(&subtitle, &SUBTITLE, place, node);
        if let Some(first) = below.first_mut() {
            first.gap = 2.0;
        }
        slabs.append(&mut below);
        let mut rule = Slab::blank(0.8);
        rule.gap = 9.0;
        rule.marks.push(decoration(
            place.left,
            Mark::Rect(place.width, 0.8, Shade::Accent),
        ));
        slabs.push(rule);
        keep_all(&mut slabs);
        self.emit_all(slabs);
        self.facts(&document.facts, place);
    }

    /// The text of the document, unless somebody stops it.
    pub fn text(&mut self, blocks: &[Block], progress: &dyn Progress) -> Result<(), ExportError> {
        let place = self.page();
        let mut before = None;
        for (at, block) in blocks.iter().enumerate() {
            if !progress.step(at, blocks.len()) {
                return Err(ExportError::Stopped);
            }
            let first = if matches!(block, Block::Heading { .. }) {
                22.0
            } else {
                16.0
            };
            let gap = before.map_or(first, |before| gap_between(before, block));
            self.block(block, place, gap);
            before = Some(block);
        }
        Ok(())
    }

    /// Blocks below one another, the first one after such a gap.
    pub fn blocks(&mut self, blocks: &[Block], place: Place, first: f32) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            let gap = match (before, block) {
                (None, _) => first,
                (Some(Block::Paragraph(_)), Block::List { items, .. })
                    if place.listed && items.iter().all(is_short) =>
                {
                    SHORT
                }
                (Some(before), _) => gap_between(before, block),
            };
            self.block(block, place, gap);
            before = Some(block);
        }
    }

    fn block(&mut self, block: &Block, place: Place, gap: f32) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text, place, gap),
            Block::Paragraph(inlines) => self.paragraph(inlines, place, gap),
            Block::List { start, items } => self.list(*start, items, place, gap),
            Block::Table { header, rows } => self.table(header, rows, place, gap),
            Block::Answer { label, answer } => self.answer(label, answer.as_deref(), place, gap),
            Block::Chart(chart) => self.chart(chart, place, gap),
            Block::Timeline(timeline) => self.timeline(timeline, place, gap),
            Block::Quote(inner) => self.quote(inner, place, gap),
            Block::Code(text) => self.code(text, place, gap),
            Block::Rule => {
                let mut rule = Slab::blank(0.6);
                rule.gap = gap;
                let wide = place.width * 0.3;
                let middle = place.left + (place.width - wide) / 2.0;
                rule.marks
                    .push(decoration(middle, Mark::Rect(wide, 0.6, Shade::Hair)));
                self.emit(rule);
            }
            Block::PageBreak => self.press.break_page(&mut self.setter),
        }
    }

    fn heading(&mut self, level: u8, text: &str, place: Place, gap: f32) {
        let voice = match level {
            0..=2 => Voice::new(17.0, 21.0).strong(),
            3 => Voice::new(13.5, 17.5).strong(),
            4 => Voice::new(12.5, 16.5).strong(),
            _ => Voice::new(12.0, 16.0).strong().italic(),
        };
        let node = self.press.tags.heading(place.node, level, text);
        let mut slabs = self.slabs(&Passage::plain(text), &voice, place, node);
        keep_all(&mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.gap = gap;
            first
                .marks
                .push(decoration(place.left, Mark::Anchor(level, text.to_owned())));
        }
        self.emit_all(slabs);
    }

    fn paragraph(&mut self, inlines: &[Inline], place: Place, gap: f32) {
        let passage = Passage::of(inlines);
        if passage.is_empty() {
            return;
        }
        let node = self.press.tags.add(place.node, Tag::P);
        self.set(&passage, &BODY, place, node, gap);
    }

    /// A text whose ends are not torn off.
    fn set(&mut self, passage: &Passage, voice: &Voice, place: Place, node: NodeId, gap: f32) {
        let mut slabs = self.slabs(passage, voice, place, node);
        keep_ends(&mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.gap = gap;
        }
        self.emit_all(slabs);
    }

    fn answer(&mut self, label: &str, answer: Option<&[Block]>, place: Place, gap: f32) {
        let node = self.press.tags.add(place.node, Tag::P);
        let mut slabs = self.slabs(&Passage::plain(label), &LABEL, place, node);
        keep_all(&mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.gap = gap;
        }
        self.emit_all(slabs);
        let inner = place.inside(STEP, place.node);
        if let Some(answer) = answer {
            return self.blocks(answer, inner, 2.0);
        }
        let node = self.press.tags.add(place.node, Tag::P);
        self.set(&Passage::plain(NOT_ANSWERED), &MISSING, inner, node, 2.0);
    }

    fn quote(&mut self, inner: &[Block], place: Place, gap: f32) {
        let node = self.part(place, Tag::BlockQuote);
        let bar = Band {
            x: place.left + 4.0,
            width: 2.0,
            shade: Shade::Pale,
            joined: false,
        };
        self.bands.push((bar, true));
        self.blocks(inner, place.inside(STEP, node), gap);
        self.bands.pop();
    }

    fn code(&mut self, text: &str, place: Place, gap: f32) {
        let node = self.part(place, Tag::Code);
        let wash = Band {
            x: place.left,
            width: place.width,
            shade: Shade::Wash,
            joined: false,
        };
        self.bands.push((wash, true));
        let inner = Place {
            left: place.left + 8.0,
            width: place.width - 16.0,
            ..place
        };
        let mut slabs = Vec::new();
        for line in text.split('\n') {
            let lines = self.slabs(&Passage::code(line), &CODE, inner, node);
            if lines.is_empty() {
                slabs.push(Slab::blank(CODE.leading));
            }
            slabs.extend(lines);
        }
        keep_ends(&mut slabs);
        let mut above = Slab::blank(5.0);
        (above.gap, above.keep) = (gap, true);
        self.emit(above);
        if let Some(last) = slabs.last_mut() {
            last.keep = true;
        }
        self.emit_all(slabs);
        self.emit(Slab::blank(5.0));
        self.bands.pop();
    }

    /// A part of the text at the end of a place; below a certain depth nothing is made any more.
    pub fn part(&mut self, place: Place, tag: impl Into<krilla::tagging::TagKind>) -> NodeId {
        if place.depth > DEEPEST {
            return place.node;
        }
        self.press.tags.add(place.node, tag)
    }

    /// A slab for each line of a text.
    pub fn slabs(
        &mut self,
        passage: &Passage,
        voice: &Voice,
        place: Place,
        node: NodeId,
    ) -> Vec<Slab> {
        let lines = self.setter.lines(passage, voice, place.width);
        lines
            .into_iter()
            .map(|line| Slab::of_line(0.0, place.left, line, Some(node)))
            .collect()
    }

    pub fn emit_all(&mut self, slabs: Vec<Slab>) {
        for slab in slabs {
            self.emit(slab);
        }
    }

    /// Sends a slab to the press, with what hangs before it and lies behind it.
    pub fn emit(&mut self, mut slab: Slab) {
        slab.marks.splice(0..0, mem::take(&mut self.hanging));
        for (band, first) in &mut self.bands {
            slab.bands.push(Band {
                joined: !mem::take(first),
                ..*band
            });
        }
        slab.keep |= self.holding;
        self.press.add(slab, &mut self.setter);
    }
}

/// Something that is drawn and says nothing.
pub const fn decoration(x: f32, mark: Mark) -> Placed {
    Placed {
        x,
        y: 0.0,
        node: None,
        mark,
    }
}

/// The space between two blocks.
const fn gap_between(before: &Block, after: &Block) -> f32 {
    match (before, after) {
        (Block::Heading { .. }, Block::Heading { .. }) => 9.0,
        (Block::Heading { .. }, _) => 5.0,
        (_, Block::Heading { level: 0..=2, .. }) => 24.0,
        (_, Block::Heading { level: 3, .. }) => 17.0,
        (_, Block::Heading { .. }) => 13.0,
        (Block::Answer { .. }, _) | (_, Block::Answer { .. }) => 11.0,
        (Block::Rule, _) | (_, Block::Rule) => 12.0,
        (Block::Chart(_) | Block::Timeline(_), _) | (_, Block::Chart(_) | Block::Timeline(_)) => {
            16.0
        }
        (Block::Table { .. } | Block::Code(_), _) | (_, Block::Table { .. }) => 10.0,
        (_, _) => GAP,
    }
}

/// Looks of a label in running text.
pub fn bold() -> Looks {
    Looks {
        strong: true,
        ..Looks::default()
    }
}

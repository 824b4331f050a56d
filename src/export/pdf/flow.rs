//! Flow: lays out a document's blocks as line boxes, in reading order.

use std::mem;

use krilla::error::KrillaResult;
use krilla::tagging::Tag;

use super::gaps::gap_between;
use super::line_box::{
    Band, DrawOp, LineBox, PdfColor, PlacedOp, keep_together, prevent_widows_and_orphans,
};
use super::line_layout::LineLayout;
use super::list::{TIGHT_GAP, is_tight};
use super::paginate::{Paginator, Survey, TEXT_WIDTH};
use super::rich_text::{InlineStyle, RichText};
use super::tags::{NodeId, StructureTree};
use super::text_style::{PdfTextStyle, TextAlign};
use super::{Document, ExportError, ExportProgress};
use crate::export::content::DocumentText;
use crate::export::document::{Block, Inline};

/// Text style of running text.
pub const BODY: PdfTextStyle = PdfTextStyle::new(10.5, 13.0);
const TITLE: PdfTextStyle = PdfTextStyle::new(22.0, 27.0).strong();
const SUBTITLE: PdfTextStyle = PdfTextStyle::new(13.0, 18.0)
    .color(PdfColor::Muted)
    .italic();
const CODE: PdfTextStyle = PdfTextStyle::new(12.2, 13.5).align(TextAlign::Left);
/// Gap between two paragraphs, in points.
pub const PARAGRAPH_GAP: f32 = 6.5;
/// Indentation of lists and answers, in points.
pub const INDENT: f32 = 18.0;
/// Nesting beyond this depth is neither indented nor tagged any further.
const MAX_DEPTH: usize = 12;

/// Area for blocks: left edge, width, and the tag tree's node they belong to. In points.
#[derive(Clone, Copy)]
pub struct LayoutArea {
    pub left: f32,
    pub width: f32,
    pub node: NodeId,
    pub depth: usize,
    /// True for the content of a list item.
    pub in_list_item: bool,
    /// True beside a label, which even text from right to left is set close to.
    pub is_beside_label: bool,
}

impl LayoutArea {
    /// The same area, indented by `step`.
    pub fn indented(self, step: f32, node: NodeId) -> Self {
        let step = if self.depth < MAX_DEPTH { step } else { 0.0 };
        Self {
            left: self.left + step,
            width: self.width - step,
            node,
            depth: self.depth + 1,
            in_list_item: false,
            ..self
        }
    }

    /// Text style of its paragraphs.
    const fn text_style(&self) -> PdfTextStyle {
        if self.is_beside_label {
            BODY.align(TextAlign::Left)
        } else {
            BODY
        }
    }
}

/// Layout of one document; its line boxes go to the paginator.
pub struct Flow {
    pub line_layout: LineLayout,
    pub paginator: Paginator,
    /// Bands beside or behind the current blocks, each true once a line box has it.
    pub bands: Vec<(Band, bool)>,
    /// Line boxes of blocks that are laid out to be placed beside others.
    pub captured: Option<Vec<LineBox>>,
    /// List markers that wait for the first line of their item.
    pub pending_markers: Vec<PlacedOp>,
    /// True if line boxes are kept with the next one for now.
    pub keep_with_next: bool,
}

impl Flow {
    pub const fn new(line_layout: LineLayout, paginator: Paginator) -> Self {
        Self {
            line_layout,
            paginator,
            bands: Vec::new(),
            captured: None,
            pending_markers: Vec::new(),
            keep_with_next: false,
        }
    }

    /// Finishes the file.
    pub fn finish(mut self) -> (LineLayout, KrillaResult<Vec<u8>>) {
        let file = self.paginator.finish(&mut self.line_layout);
        (self.line_layout, file)
    }

    /// Finishes counting.
    pub fn survey(mut self) -> (LineLayout, Survey) {
        let survey = self.paginator.survey(&mut self.line_layout);
        (self.line_layout, survey)
    }

    /// Area of a page's text.
    pub fn page_area(&self) -> LayoutArea {
        LayoutArea {
            left: self.paginator.left(),
            width: TEXT_WIDTH,
            node: StructureTree::ROOT,
            depth: 0,
            in_list_item: false,
            is_beside_label: false,
        }
    }

    /// Lays out title, subtitle and facts.
    pub fn title_block(&mut self, document: &Document) {
        let area = self.page_area();
        let title = RichText::plain(&document.title);
        let node = self.paginator.tags.title(&document.title);
        let mut boxes = self.line_boxes(&title, &TITLE, area, node);
        let subtitle = RichText::plain(&document.subtitle);
        let node = self.paginator.tags.add(area.node, Tag::P);
        let mut below = self.line_boxes(&subtitle, &SUBTITLE, area, node);
        if let Some(first) = below.first_mut() {
            first.gap = 2.0;
        }
        boxes.append(&mut below);
        if let Some(draft) = &document.draft {
            boxes.append(&mut self.draft_mark(draft, area));
        }
        let mut rule = LineBox::rule(area.left, area.width, 0.8, PdfColor::Accent);
        rule.gap = 9.0;
        boxes.push(rule);
        keep_together(&mut boxes);
        self.emit_all(boxes);
        self.facts(&document.facts, area);
    }

    /// Breaks the page.
    pub fn break_page(&mut self) {
        self.paginator.break_page(&mut self.line_layout);
    }

    /// Lays out the document's body, unless `progress` cancels it or `check` fails after a part.
    pub fn body(
        &mut self,
        text: &DocumentText,
        progress: &dyn ExportProgress,
        check: impl Fn(&Paginator) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let area = self.page_area();
        let mut last: Option<Block> = None;
        text.write_parts(progress, |part| {
            let mut before = last.as_ref();
            for block in part {
                let gap = match (before, block) {
                    (Some(before), _) => gap_between(before, block),
                    (None, Block::Heading { .. }) => 22.0,
                    (None, _) => 16.0,
                };
                self.block(block, area, gap);
                before = Some(block);
            }
            last = part.last().cloned();
            check(&self.paginator)
        })
    }

    /// Lays out blocks below one another, the first one after the gap `first`.
    pub fn blocks(&mut self, blocks: &[Block], area: LayoutArea, first: f32) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            let gap = match (before, block) {
                (None, _) => first,
                (Some(Block::Paragraph(_)), Block::List { items, .. })
                    if area.in_list_item && items.iter().all(is_tight) =>
                {
                    TIGHT_GAP
                }
                (Some(before), _) => gap_between(before, block),
            };
            self.block(block, area, gap);
            before = Some(block);
        }
    }

    fn block(&mut self, block: &Block, area: LayoutArea, gap: f32) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text, area, gap),
            Block::Paragraph(inlines) => self.paragraph(inlines, area, gap),
            Block::List { start, items } => self.list(*start, items, area, gap),
            Block::Table(table) => self.table(table, area, gap),
            Block::Answer { label, answer } => self.answer(label, answer.as_deref(), area, gap),
            Block::Figure(figure) => self.figure(figure, area, gap),
            Block::Quote(inner) => self.quote(inner, area, gap),
            Block::Code(text) => self.code(text, area, gap),
            Block::Rule => {
                let wide = area.width * 0.3;
                let middle = area.left + (area.width - wide) / 2.0;
                let rule = LineBox::rule(middle, wide, 0.6, PdfColor::Hairline);
                self.emit_after(gap, vec![rule]);
            }
            Block::Figures(figures) => self.figures(figures, area, gap),
            Block::Card {
                level,
                title,
                status,
                blocks,
            } => self.card((*level, title), status, blocks, (area, gap)),
            Block::Signatures(people) => self.signatures(people, area, gap),
            Block::Entry(entry) => self.entry(entry, area, gap),
            Block::PageBreak => self.break_page(),
        }
    }

    pub fn heading(&mut self, level: u8, text: &str, area: LayoutArea, gap: f32) {
        let style = match level {
            0..=2 => PdfTextStyle::new(14.5, 18.0).strong(),
            3 => PdfTextStyle::new(12.0, 15.5).strong(),
            4 => PdfTextStyle::new(11.0, 14.5).strong(),
            _ => PdfTextStyle::new(10.5, 14.0).strong().italic(),
        };
        let boxes = self.heading_boxes(level, text, &style, area);
        self.emit_after(gap, boxes);
    }

    /// Line boxes of a heading, which the outline names.
    pub fn heading_boxes(
        &mut self,
        level: u8,
        text: &str,
        style: &PdfTextStyle,
        area: LayoutArea,
    ) -> Vec<LineBox> {
        let (node, level) = self.paginator.tags.heading(area.node, level, text);
        let mut boxes = self.line_boxes(&RichText::plain(text), style, area, node);
        keep_together(&mut boxes);
        if let Some(first) = boxes.first_mut() {
            let anchor = DrawOp::Anchor(level, text.to_owned());
            first.ops.push(artifact(area.left, anchor));
        }
        boxes
    }

    fn paragraph(&mut self, inlines: &[Inline], area: LayoutArea, gap: f32) {
        let rich_text = RichText::from_inlines(inlines);
        if rich_text.is_empty() {
            return;
        }
        let node = self.paginator.tags.add(area.node, Tag::P);
        let mut boxes = self.line_boxes(&rich_text, &area.text_style(), area, node);
        prevent_widows_and_orphans(&mut boxes);
        // A lead-in stays with what it announces.
        if let Some(last) = boxes.last_mut() {
            last.keep_with_next |= rich_text.text.trim_end().ends_with(':');
        }
        self.emit_after(gap, boxes);
    }

    fn quote(&mut self, inner: &[Block], area: LayoutArea, gap: f32) {
        let node = self.add_node(area, Tag::BlockQuote);
        let bar = Band {
            x: area.left + 4.0,
            width: 2.0,
            color: PdfColor::AccentLight,
            fills_gap: false,
        };
        self.bands.push((bar, true));
        self.blocks(inner, area.indented(INDENT, node), gap);
        self.bands.pop();
    }

    fn code(&mut self, text: &str, area: LayoutArea, gap: f32) {
        let node = self.add_node(area, Tag::Code);
        let wash = Band {
            x: area.left,
            width: area.width,
            color: PdfColor::CodeBackground,
            fills_gap: false,
        };
        self.bands.push((wash, true));
        let inner = LayoutArea {
            left: area.left + 8.0,
            width: area.width - 16.0,
            ..area
        };
        let mut boxes = Vec::new();
        for line in text.split('\n') {
            let lines = self.line_boxes(&RichText::code(line), &CODE, inner, node);
            if lines.is_empty() {
                boxes.push(LineBox::spacer(CODE.leading));
            }
            boxes.extend(lines);
        }
        prevent_widows_and_orphans(&mut boxes);
        let mut above = LineBox::spacer(5.0);
        (above.gap, above.keep_with_next) = (gap, true);
        self.emit(above);
        if let Some(last) = boxes.last_mut() {
            last.keep_with_next = true;
        }
        self.emit_all(boxes);
        self.emit(LineBox::spacer(5.0));
        self.bands.pop();
    }

    /// Adds a node to the tag tree, below the area's own; below a certain depth none is made any more.
    pub fn add_node(
        &mut self,
        area: LayoutArea,
        tag: impl Into<krilla::tagging::TagKind>,
    ) -> NodeId {
        if area.depth > MAX_DEPTH {
            return area.node;
        }
        self.paginator.tags.add(area.node, tag)
    }

    /// Line boxes for a text, one per line.
    pub fn line_boxes(
        &mut self,
        rich_text: &RichText,
        style: &PdfTextStyle,
        area: LayoutArea,
        node: NodeId,
    ) -> Vec<LineBox> {
        let lines = self.line_layout.layout_lines(rich_text, style, area.width);
        lines
            .into_iter()
            .map(|line| LineBox::from_line(0.0, area.left, line, Some(node)))
            .collect()
    }

    /// Passes line boxes to the paginator, the first one after `gap`.
    pub fn emit_after(&mut self, gap: f32, mut boxes: Vec<LineBox>) {
        if let Some(first) = boxes.first_mut() {
            first.gap = gap;
        }
        self.emit_all(boxes);
    }

    pub fn emit_all(&mut self, boxes: Vec<LineBox>) {
        for line_box in boxes {
            self.emit(line_box);
        }
    }

    /// Passes a line box to the paginator, with pending markers and bands.
    pub fn emit(&mut self, mut line_box: LineBox) {
        line_box
            .ops
            .splice(0..0, mem::take(&mut self.pending_markers));
        for (band, first) in &mut self.bands {
            line_box.bands.push(Band {
                fills_gap: !mem::take(first),
                ..*band
            });
        }
        line_box.keep_with_next |= self.keep_with_next;
        match &mut self.captured {
            Some(captured) => captured.push(line_box),
            None => self.paginator.add(line_box, &mut self.line_layout),
        }
    }
}

/// A drawing without meaning for screen readers (an artifact).
pub const fn artifact(x: f32, op: DrawOp) -> PlacedOp {
    PlacedOp {
        x,
        y: 0.0,
        node: None,
        op,
    }
}

/// Inline style of a label in running text.
pub fn bold() -> InlineStyle {
    InlineStyle {
        strong: true,
        ..InlineStyle::default()
    }
}

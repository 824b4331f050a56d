//! The parts of a form: questions beside their answers, figures, cards of goals, lines to sign on. Lengths are in points.

use std::mem;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::flow::{BODY, Flow, LayoutArea};
use super::line_box::{
    Band, DrawOp, LineBox, PdfColor, PlacedOp, keep_together, prevent_widows_and_orphans,
};
use super::rich_text::RichText;
use super::table::{GUTTER, PdfColumn, row_boxes};
use super::text_style::{PdfTextStyle, TextAlign};
use crate::export::document::{Block, Entry, Fact, Inline, NOT_ANSWERED, Room, Signature};

const LABEL: PdfTextStyle = PdfTextStyle::new(10.0, BODY.leading).color(PdfColor::Muted);
const CARD_TITLE: PdfTextStyle = PdfTextStyle::new(11.5, 15.0).strong();
const FIGURE: PdfTextStyle = PdfTextStyle::new(17.0, 21.0)
    .strong()
    .color(PdfColor::Accent);
const DRAFT: PdfTextStyle = PdfTextStyle::new(10.5, 16.0)
    .strong()
    .color(PdfColor::Accent);
/// Share of the width that questions have beside their answers.
const LABEL_SHARE: f32 = 0.39;
/// Figures side by side.
const FIGURES_IN_ROW: usize = 4;
/// Room for a hand to write above a line.
const WRITING_HEIGHT: f32 = 24.0;

impl Flow {
    /// Lays out a question beside its answer.
    pub fn answer(&mut self, label: &str, answer: Option<&[Block]>, area: LayoutArea, gap: f32) {
        let column = LayoutArea {
            width: (area.width * LABEL_SHARE) - GUTTER,
            ..area
        };
        let node = self.add_node(area, Tag::P);
        let label = self.line_boxes(&RichText::plain(label), &LABEL, column, node);
        let mut inner = area.indented(area.width * LABEL_SHARE, area.node);
        inner.is_beside_label = true;
        let before = self.captured.replace(Vec::new());
        if let Some(answer) = answer {
            self.blocks(answer, inner, 0.0);
        } else {
            let missing = Inline::Text(NOT_ANSWERED.to_owned());
            let missing = vec![Inline::Emphasis(vec![missing])];
            self.blocks(&[Block::Paragraph(missing)], inner, 0.0);
        }
        let boxes = mem::replace(&mut self.captured, before).unwrap_or_default();
        self.emit_after(gap, beside(label, boxes));
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

    /// Lays out figures, each above its label.
    pub fn figures(&mut self, figures: &[Fact], area: LayoutArea, mut gap: f32) {
        let list = self.add_node(area, Tag::L(ListNumbering::None));
        let count = f32::from(u16::try_from(FIGURES_IN_ROW).unwrap_or(u16::MAX));
        let width = (area.width - GUTTER * (count - 1.0)) / count;
        for row in figures.chunks(FIGURES_IN_ROW) {
            let (mut values, mut labels) = (Vec::new(), Vec::new());
            let mut left = area.left;
            for figure in row {
                let column = PdfColumn { left, width };
                left += width + GUTTER;
                let entry = self.paginator.tags.add(list, Tag::LI);
                let parts: [(_, TagKind, _, _); 2] = [
                    (&figure.value, Tag::Lbl.into(), FIGURE, &mut values),
                    (&figure.label, Tag::LBody.into(), LABEL, &mut labels),
                ];
                for (text, tag, style, cells) in parts {
                    let node = self.paginator.tags.add(entry, tag);
                    let text = RichText::plain(text);
                    let lines = self.line_layout.layout_lines(&text, &style, width);
                    cells.push((column, node, lines));
                }
            }
            let mut boxes = row_boxes(values, 0.0);
            boxes.append(&mut row_boxes(labels, 0.0));
            keep_row(&mut boxes);
            self.emit_after(mem::replace(&mut gap, 8.0), boxes);
        }
    }

    /// Lays out a goal: its title on a band, then how it stands and what is said of it.
    pub fn card(
        &mut self,
        (level, title): (u8, &str),
        status: &[Inline],
        blocks: &[Block],
        (area, gap): (LayoutArea, f32),
    ) {
        let band = Band {
            x: area.left,
            width: area.width,
            color: PdfColor::AccentLighter,
            fills_gap: false,
        };
        self.bands.push((band, true));
        let inner = LayoutArea {
            left: area.left + 6.0,
            width: area.width - 12.0,
            ..area
        };
        let mut boxes = self.heading_boxes(level, title, &CARD_TITLE, inner);
        boxes.insert(0, LineBox::spacer(2.0));
        boxes.push(LineBox::spacer(2.0));
        keep_together(&mut boxes);
        self.emit_after(gap, boxes);
        self.bands.pop();
        let mut all = vec![Block::Paragraph(status.to_vec())];
        all.extend_from_slice(blocks);
        let kept = self.captured.replace(Vec::new());
        self.blocks(&all, area, 4.0);
        let mut boxes = mem::replace(&mut self.captured, kept).unwrap_or_default();
        // The title is never alone with the line below it.
        if let Some(first) = boxes.first_mut() {
            first.keep_with_next = !blocks.is_empty();
        }
        self.emit_all(boxes);
    }

    /// Lays out a line for everyone who signs and one for the day, side by side.
    pub fn signatures(&mut self, people: &[Signature], area: LayoutArea, gap: f32) {
        let side = (area.width - GUTTER) / 2.0;
        let day = side * 0.38;
        let mut all = Vec::new();
        for pair in people.chunks(2) {
            let (mut written, mut below) = (Vec::new(), Vec::new());
            let mut line = LineBox::spacer(0.8);
            let mut left = area.left;
            for person in pair {
                let signed = person.signed.as_deref();
                let texts = [
                    (
                        signed.map_or("", |_| "Signed"),
                        &*person.name,
                        side - day - GUTTER,
                    ),
                    (signed.unwrap_or_default(), "Date", day),
                ];
                for (text, label, width) in texts {
                    let column = PdfColumn { left, width };
                    line.ops
                        .extend(LineBox::rule(left, width, 0.8, PdfColor::Text).ops);
                    left += width + GUTTER;
                    for (text, style, cells) in
                        [(text, BODY, &mut written), (label, LABEL, &mut below)]
                    {
                        if text.is_empty() {
                            continue;
                        }
                        let node = self.add_node(area, Tag::P);
                        let text = RichText::plain(text);
                        let lines = self.line_layout.layout_lines(&text, &style, width);
                        cells.push((column, node, lines));
                    }
                }
            }
            let mut row = row_boxes(written, 1.0);
            if let Some(first) = row.first_mut() {
                first.gap = (WRITING_HEIGHT - first.height).max(0.0);
            }
            all.append(&mut row);
            all.push(line);
            all.append(&mut row_boxes(below, 1.0));
        }
        all.insert(0, LineBox::spacer(0.0));
        keep_row(&mut all);
        self.emit_after(gap, all);
    }

    /// Lays out room for an answer by hand.
    pub fn entry(&mut self, entry: &Entry, area: LayoutArea, gap: f32) {
        let lines = match &entry.room {
            Room::One(_) | Room::Any(_) => {
                return self.blocks(&[entry.in_plain_block()], area, gap);
            }
            Room::Lines(lines) => *lines,
            Room::Day => 1,
        };
        let mut boxes = Vec::new();
        for _ in 0..lines {
            let mut line = LineBox::rule(area.left, area.width, 0.6, PdfColor::Muted);
            line.gap = WRITING_HEIGHT;
            boxes.push(line);
        }
        // The first line has its height as well where it stands beside its question.
        boxes.insert(0, LineBox::spacer(0.0));
        keep_row(&mut boxes);
        self.emit_after(gap, boxes);
    }

    /// The mark of a draft, on a band of its own width.
    pub fn draft_mark(&mut self, words: &str, area: LayoutArea) -> Vec<LineBox> {
        let node = self.paginator.tags.add(area.node, Tag::P);
        let inner = LayoutArea {
            left: area.left + 6.0,
            width: area.width - 12.0,
            ..area
        };
        let mut boxes = self.line_boxes(&RichText::plain(words), &DRAFT, inner, node);
        for line_box in &mut boxes {
            let lines = line_box.ops.iter().filter_map(|placed| match &placed.op {
                DrawOp::Line(line) => Some(line.width),
                DrawOp::Rect(..) | DrawOp::Polygon(..) | DrawOp::Anchor(..) | DrawOp::GoTo(..) => {
                    None
                }
            });
            line_box.bands.push(Band {
                x: area.left,
                width: lines.fold(0.0, f32::max) + 12.0,
                color: PdfColor::AccentLighter,
                fills_gap: true,
            });
        }
        if let Some(first) = boxes.first_mut() {
            first.gap = 6.0;
            first
                .bands
                .iter_mut()
                .for_each(|band| band.fills_gap = false);
        }
        boxes
    }
}

/// Keeps boxes together without holding the next one.
fn keep_row(boxes: &mut [LineBox]) {
    if let Some((_, before)) = boxes.split_last_mut() {
        keep_together(before);
    }
}

/// The lines of a label beside the boxes of an answer, of which none is divided from it.
fn beside(label: Vec<LineBox>, mut boxes: Vec<LineBox>) -> Vec<LineBox> {
    if boxes.is_empty() {
        boxes.push(LineBox::default());
    }
    boxes[0].gap = 0.0;
    let mut ops: Vec<PlacedOp> = Vec::new();
    let mut high = 0.0;
    for line in label {
        let lines = line.ops.into_iter().map(|mut placed| {
            placed.y += high;
            placed
        });
        ops.extend(lines);
        high += line.height;
    }
    let mut answered = 0.0;
    for line_box in &mut boxes {
        if answered < high {
            line_box.keep_with_next |= answered > 0.0 || line_box.height < high;
        }
        answered += line_box.gap + line_box.height;
    }
    boxes[0].ops.splice(0..0, ops);
    if answered < high {
        boxes.push(LineBox::spacer(high - answered));
    } else if let Some(last) = boxes.last_mut() {
        last.keep_with_next = false;
    }
    boxes
}

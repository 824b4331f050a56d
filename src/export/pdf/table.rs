//! Tables: columns as wide as their words want, rows that break between lines, a head that every page repeats.

use std::rc::Rc;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};
use unicode_width::UnicodeWidthStr;

use super::flow::{BODY, Flow, Place, bold, decoration};
use super::passage::Passage;
use super::slab::{Line, Mark, Placed, Repeat, Shade, Slab, keep_all, keep_ends};
use super::tags::NodeId;
use super::voice::Voice;
use crate::export::document::{Fact, Inlines, words};

const CELL: Voice = Voice::new(10.0, 13.0);
const HEAD: Voice = Voice::new(10.0, 13.0).strong();
/// The space between two columns.
const GUTTER: f32 = 12.0;
/// Above and below the lines of a row.
const PAD: f32 = 3.5;
/// A column narrower than this cannot be read.
const NARROWEST: f32 = 34.0;
/// The share of a page up to which a row stays in one piece.
const WHOLE: f32 = 0.4;
/// How many rows are looked at to find out how wide the columns should be.
const LOOKED_AT: usize = 400;

/// A column: where it begins and how wide it is.
#[derive(Clone, Copy)]
pub struct Column {
    pub left: f32,
    pub width: f32,
}

impl Flow {
    /// A table.
    pub fn table(&mut self, header: &[Inlines], rows: &[Vec<Inlines>], place: Place, gap: f32) {
        let wide = place.width / f32::from(u16::try_from(header.len()).unwrap_or(u16::MAX));
        if wide < NARROWEST {
            return self.entries(header, rows, place, gap);
        }
        let columns = columns(header, rows, place);
        let table = self.part(place, Tag::Table);
        let head = self.press.tags.add(table, Tag::THead);
        let row = self.press.tags.add(head, Tag::TR);
        let cells = self.cells(header, &columns, &HEAD, |flow| {
            flow.press.tags.add(row, Tag::TH(TableHeaderScope::Column))
        });
        let mut slabs = banded(cells, PAD);
        keep_all(&mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.gap = gap;
        }
        let mut rule = Slab::blank(0.8);
        rule.keep = true;
        rule.marks.push(decoration(
            place.left,
            Mark::Rect(place.width, 0.8, Shade::Ink),
        ));
        slabs.push(rule);
        self.repeat(&mut slabs);
        self.emit_all(slabs);
        let body = self.press.tags.add(table, Tag::TBody);
        for (at, line) in rows.iter().enumerate() {
            let row = self.press.tags.add(body, Tag::TR);
            let cells = self.cells(line, &columns, &CELL, |flow| {
                flow.press.tags.add(row, Tag::TD)
            });
            let mut slabs = banded(cells, PAD);
            self.whole(&mut slabs);
            let last = at + 1 == rows.len();
            let (thick, shade) = if last {
                (0.8, Shade::Ink)
            } else {
                (0.4, Shade::Hair)
            };
            let mut rule = Slab::blank(thick);
            rule.marks.push(decoration(
                place.left,
                Mark::Rect(place.width, thick, shade),
            ));
            if last {
                rule.repeat = Repeat::End;
            }
            slabs.push(rule);
            self.emit_all(slabs);
        }
        if rows.is_empty() {
            let mut end = Slab::blank(0.0);
            end.repeat = Repeat::End;
            self.emit(end);
        }
    }

    /// Labels with their values, at the head of a document.
    pub fn facts(&mut self, facts: &[Fact], place: Place) {
        if facts.is_empty() {
            return;
        }
        let mut label: f32 = 40.0;
        for fact in facts {
            let line = self.setter.short(&fact.label, &BODY, place.width * 0.4);
            label = label.max(line.width + 1.0);
        }
        let columns = [
            Column {
                left: place.left,
                width: label,
            },
            Column {
                left: place.left + label + GUTTER,
                width: place.width - label - GUTTER,
            },
        ];
        let list = self.press.tags.add(place.node, Tag::L(ListNumbering::None));
        for (at, fact) in facts.iter().enumerate() {
            let entry = self.press.tags.add(list, Tag::LI);
            let parts = [
                (&fact.label, Tag::Lbl.into(), BODY.shade(Shade::Gray)),
                (
                    &fact.value,
                    krilla::tagging::TagKind::from(Tag::LBody),
                    BODY,
                ),
            ];
            let mut cells = Vec::new();
            for ((text, tag, voice), column) in parts.into_iter().zip(columns) {
                let node = self.press.tags.add(entry, tag);
                let lines = self
                    .setter
                    .lines(&Passage::plain(text), &voice, column.width);
                cells.push((column, node, lines));
            }
            let mut slabs = banded(cells, 0.0);
            keep_ends(&mut slabs);
            if let Some(first) = slabs.first_mut() {
                first.gap = if at == 0 { 11.0 } else { 1.5 };
            }
            self.emit_all(slabs);
        }
    }

    /// A table of more columns than the page can hold: each row a list of its cells.
    fn entries(&mut self, header: &[Inlines], rows: &[Vec<Inlines>], place: Place, gap: f32) {
        for (at, row) in rows.iter().enumerate() {
            for (column, (title, cell)) in header.iter().zip(row).enumerate() {
                let mut passage = Passage::default();
                passage.push(&format!("{}: ", words(title)), &bold());
                passage.push(&words(cell), &super::passage::Looks::default());
                let node = self.press.tags.add(place.node, Tag::P);
                let mut slabs = self.slabs(&passage, &CELL, place, node);
                keep_ends(&mut slabs);
                if let Some(first) = slabs.first_mut() {
                    first.gap = match (at, column) {
                        (0, 0) => gap,
                        (_, 0) => 8.0,
                        (_, _) => 0.0,
                    };
                }
                self.emit_all(slabs);
            }
        }
    }

    /// The lines of a row's cells, with the part that each cell is.
    fn cells(
        &mut self,
        row: &[Inlines],
        columns: &[Column],
        voice: &Voice,
        mut part: impl FnMut(&mut Self) -> NodeId,
    ) -> Vec<(Column, NodeId, Vec<Line>)> {
        let mut cells = Vec::new();
        for (cell, column) in row.iter().zip(columns) {
            let node = part(self);
            let lines = self.setter.lines(&Passage::of(cell), voice, column.width);
            cells.push((*column, node, lines));
        }
        cells
    }

    /// Keeps a row whole unless it is high.
    fn whole(&self, slabs: &mut [Slab]) {
        let height: f32 = slabs.iter().map(|slab| slab.height).sum();
        if height < self.press.room() * WHOLE {
            keep_all(slabs);
        } else {
            keep_ends(slabs);
            // The rule below stays with the last line.
            if let Some(last) = slabs.last_mut() {
                last.keep = true;
            }
        }
    }

    /// Makes these slabs the head of every page to come, unless they would leave no room on it.
    fn repeat(&self, slabs: &mut [Slab]) {
        let height: f32 = slabs.iter().map(|slab| slab.height).sum();
        if height > self.press.room() * WHOLE {
            return;
        }
        let mut copies = slabs.to_vec();
        // Whoever has the page read aloud hears the head once.
        for placed in copies.iter_mut().flat_map(|slab| &mut slab.marks) {
            placed.node = None;
        }
        if let Some(last) = slabs.last_mut() {
            last.repeat = Repeat::Begin(Rc::from(copies));
        }
    }
}

/// Cells beside one another as slabs: the first lines of all, the second lines of all, and so on.
pub fn banded(cells: Vec<(Column, NodeId, Vec<Line>)>, pad: f32) -> Vec<Slab> {
    let count = cells.iter().map(|(_, _, lines)| lines.len()).max();
    let mut slabs = vec![Slab::default(); count.unwrap_or_default().max(1)];
    for (column, node, lines) in cells {
        for (slab, line) in slabs.iter_mut().zip(lines) {
            slab.height = slab.height.max(line.height);
            slab.marks.push(Placed {
                x: column.left,
                y: 0.0,
                node: Some(node),
                mark: Mark::Line(line),
            });
        }
    }
    if let Some(first) = slabs.first_mut() {
        first.height += pad;
        for placed in &mut first.marks {
            placed.y += pad;
        }
    }
    if let Some(last) = slabs.last_mut() {
        last.height += pad;
    }
    slabs
}

/// How wide a text is, more or less.
fn estimate(text: &str, size: f32) -> f32 {
    let columns = u16::try_from(text.width()).unwrap_or(u16::MAX);
    f32::from(columns).mul_add(size * 0.47, 2.0)
}

/// The columns of a table. Those that want little have it; the others share what is left, none below its longest word.
fn columns(header: &[Inlines], rows: &[Vec<Inlines>], place: Place) -> Vec<Column> {
    let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    let gutters = count(header.len().saturating_sub(1)) * GUTTER;
    let room = (place.width - gutters).max(NARROWEST);
    let mut wanted = vec![(NARROWEST, NARROWEST); header.len()];
    for row in std::iter::once(header).chain(rows.iter().take(LOOKED_AT).map(Vec::as_slice)) {
        for ((least, most), cell) in wanted.iter_mut().zip(row) {
            let text = words(cell);
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
            .min((left - later).max(NARROWEST));
        left -= widths[*column];
    }
    // What nobody wants is spread; what is too much is taken from all alike.
    let taken: f32 = widths.iter().sum();
    let factor = room / taken.max(1.0);
    let mut x = place.left;
    let mut columns = Vec::new();
    for width in widths {
        let width = width * factor;
        columns.push(Column { left: x, width });
        x += width + GUTTER;
    }
    columns
}

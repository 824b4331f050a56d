//! Bars beside one another, each with its value on it and its name below, and a line for what was aimed at.

use krilla::tagging::Tag;

use super::flow::{Flow, Place};
use super::passage::Passage;
use super::slab::{Line, Mark, Placed, Shade, Slab, keep_all};
use super::tags::NodeId;
use super::voice::{Side, Voice};
use crate::export::document::Chart;

pub const CAPTION: Voice = Voice::new(10.5, 14.0).strong();
const UNIT: Voice = Voice::new(9.0, 12.0).shade(Shade::Gray);
const VALUE: Voice = Voice::new(9.0, 11.0).side(Side::Middle);
const LABEL: Voice = Voice::new(8.5, 10.5).shade(Shade::Gray).side(Side::Middle);
/// How high the highest bar is.
const HIGH: f32 = 92.0;
/// A bar and its space are never wider than this, and their names want at least that.
const WIDEST: f32 = 64.0;
const NARROWEST: f32 = 22.0;
/// The most lines of a bar's name.
const LINES: usize = 3;

impl Flow {
    /// A chart, or its table where the bars are too many for the page.
    pub fn chart(&mut self, chart: &Chart, place: Place, gap: f32) {
        let count = f32::from(u16::try_from(chart.bars.len()).unwrap_or(u16::MAX));
        let wide = (place.width / count.max(1.0)).min(WIDEST);
        if chart.bars.is_empty() || wide < NARROWEST {
            return self.blocks(&[chart.table()], place, gap);
        }
        let node = self.caption(&chart.title, place, gap);
        let figure = self.part(place, Tag::Figure(Some(in_words(chart))));
        let highest = chart.bars.iter().map(|bar| bar.value);
        let highest = highest.chain(chart.target).max().unwrap_or_default();
        let mut slab = Slab::blank(0.0);
        slab.gap = 2.0;
        let unit = self.setter.short(&chart.unit, &UNIT, place.width);
        let top = unit.height + VALUE.leading;
        slab.marks.push(text(place.left, 0.0, node, unit));
        let foot = top + HIGH;
        let mut lowest = foot;
        for (bar, at) in chart.bars.iter().zip(0_u16..) {
            let left = wide.mul_add(f32::from(at), place.left);
            let high = share(bar.value, highest) * HIGH;
            let rect = Mark::Rect(wide * 0.62, high.max(0.6), Shade::Accent);
            slab.marks.push(drawn(
                left + wide * 0.19,
                foot - high.max(0.6),
                figure,
                rect,
            ));
            let value = self.setter.short(&bar.shown, &VALUE, wide);
            slab.marks
                .push(text(left, foot - high - VALUE.leading, figure, value));
            let mut lines = self
                .setter
                .lines(&Passage::plain(&bar.label), &LABEL, wide - 2.0);
            lines.truncate(LINES);
            for (line, row) in lines.into_iter().zip(0_u8..) {
                let y = LABEL.leading.mul_add(f32::from(row), foot + 4.0);
                lowest = lowest.max(y + LABEL.leading);
                slab.marks.push(text(left + 1.0, y, figure, line));
            }
        }
        let across = wide * count;
        slab.marks.push(drawn(
            place.left,
            foot,
            figure,
            Mark::Rect(across, 0.8, Shade::Ink),
        ));
        if let Some(target) = chart.target {
            let y = foot - share(target, highest) * HIGH;
            self.target(
                target,
                (place.left, y, across.max(120.0)),
                figure,
                &mut slab,
            );
        }
        slab.height = lowest + 2.0;
        self.emit(slab);
    }

    /// The title of a figure, which stays with it.
    pub fn caption(&mut self, title: &str, place: Place, gap: f32) -> NodeId {
        let node = self.part(place, Tag::P);
        let mut slabs = self.slabs(&Passage::plain(title), &CAPTION, place, node);
        keep_all(&mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.gap = gap;
        }
        self.emit_all(slabs);
        node
    }

    /// A line of dashes across the bars, with its number at its end.
    fn target(
        &mut self,
        target: u32,
        (left, y, width): (f32, f32, f32),
        node: NodeId,
        slab: &mut Slab,
    ) {
        let mut x = 0.0;
        while x < width {
            let dash = Mark::Rect(4.0, 0.7, Shade::Ink);
            slab.marks.push(drawn(left + x, y, node, dash));
            x += 7.0;
        }
        let words = format!("aimed at {target}");
        let line = self.setter.short(&words, &UNIT.side(Side::Right), width);
        slab.marks
            .push(text(left, y - UNIT.leading - 0.5, node, line));
    }
}

/// A line of text on a figure.
pub const fn text(x: f32, y: f32, node: NodeId, line: Line) -> Placed {
    drawn(x, y, node, Mark::Line(line))
}

/// Something on a figure.
pub const fn drawn(x: f32, y: f32, node: NodeId, mark: Mark) -> Placed {
    Placed {
        x,
        y,
        node: Some(node),
        mark,
    }
}

/// What part of the whole that is, from 0 to 1.
fn share(part: u32, whole: u32) -> f32 {
    let parts = u64::from(part) * 10_000 / u64::from(whole.max(1));
    f32::from(u16::try_from(parts).unwrap_or(10_000).min(10_000)) / 10_000.0
}

/// The chart for whoever cannot see it.
fn in_words(chart: &Chart) -> String {
    let bars = chart
        .bars
        .iter()
        .map(|bar| format!("{}: {}", bar.label, bar.shown));
    let aim = chart.target.map(|target| format!("aimed at: {target}"));
    let parts: Vec<_> = bars.chain(aim).collect();
    format!("{} ({}). {}", chart.title, chart.unit, parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_stay_between_nothing_and_all() {
        let shares = [(0, 0), (5, 0), (1, 2), (u32::MAX, 1), (u32::MAX, u32::MAX)];
        let close = |a: f32, b: f32| (a - b).abs() < 0.001;
        for ((part, whole), expected) in shares.into_iter().zip([0.0, 1.0, 0.5, 1.0, 1.0]) {
            assert!(close(share(part, whole), expected), "{part} of {whole}");
        }
    }
}

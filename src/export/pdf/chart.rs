//! Bar charts: each bar with its value on it and its name below, and a line for the target.

use krilla::tagging::Tag;

use super::flow::{Flow, LayoutArea};
use super::line_box::{DrawOp, LineBox, PdfColor, PdfLine, PlacedOp, keep_together};
use super::rich_text::RichText;
use super::tags::NodeId;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::export::document::Chart;

pub const CAPTION: PdfTextStyle = PdfTextStyle::new(10.5, 14.0).strong();
const UNIT: PdfTextStyle = PdfTextStyle::new(9.0, 12.0).color(PdfColor::Muted);
const VALUE: PdfTextStyle = PdfTextStyle::new(9.0, 11.0).align(TextAlign::Center);
const LABEL: PdfTextStyle = PdfTextStyle::new(8.5, 10.5)
    .color(PdfColor::Muted)
    .align(TextAlign::Center);
/// Height of the highest bar, in points.
const MAX_BAR_HEIGHT: f32 = 92.0;
/// Largest width of a bar with its space, in points; their names want at least that.
const MAX_BAR_WIDTH: f32 = 64.0;
const MIN_BAR_WIDTH: f32 = 22.0;
/// Most lines of a bar's name.
const MAX_LABEL_LINES: usize = 3;

impl Flow {
    /// Lays out a chart, or its table where the bars are too many for the page.
    pub fn chart(&mut self, chart: &Chart, area: LayoutArea, gap: f32) {
        let count = f32::from(u16::try_from(chart.bars.len()).unwrap_or(u16::MAX));
        let wide = (area.width / count.max(1.0)).min(MAX_BAR_WIDTH);
        if chart.bars.is_empty() || wide < MIN_BAR_WIDTH {
            return self.blocks(&[chart.table()], area, gap);
        }
        let node = self.caption(&chart.title, area, gap);
        let figure = self.add_node(area, Tag::Figure(Some(alt_text(chart))));
        let highest = chart.bars.iter().map(|bar| bar.value);
        let highest = highest.chain(chart.target).max().unwrap_or_default();
        let mut line_box = LineBox::spacer(0.0);
        line_box.gap = 2.0;
        let unit = self
            .line_layout
            .ellipsized_line(&chart.unit, &UNIT, area.width);
        let top = unit.height + VALUE.leading;
        line_box.ops.push(text_op(area.left, 0.0, node, unit));
        let foot = top + MAX_BAR_HEIGHT;
        let mut lowest = foot;
        for (bar, at) in chart.bars.iter().zip(0_u16..) {
            let left = wide.mul_add(f32::from(at), area.left);
            let high = fraction(bar.value, highest) * MAX_BAR_HEIGHT;
            let rect = DrawOp::Rect(wide * 0.62, high.max(0.6), PdfColor::Accent);
            line_box.ops.push(tagged_op(
                left + wide * 0.19,
                foot - high.max(0.6),
                figure,
                rect,
            ));
            let value = self.line_layout.ellipsized_line(&bar.shown, &VALUE, wide);
            line_box
                .ops
                .push(text_op(left, foot - high - VALUE.leading, figure, value));
            let mut lines =
                self.line_layout
                    .layout_lines(&RichText::plain(&bar.label), &LABEL, wide - 2.0);
            lines.truncate(MAX_LABEL_LINES);
            for (line, row) in lines.into_iter().zip(0_u8..) {
                let y = LABEL.leading.mul_add(f32::from(row), foot + 4.0);
                lowest = lowest.max(y + LABEL.leading);
                line_box.ops.push(text_op(left + 1.0, y, figure, line));
            }
        }
        let across = wide * count;
        line_box.ops.push(tagged_op(
            area.left,
            foot,
            figure,
            DrawOp::Rect(across, 0.8, PdfColor::Text),
        ));
        if let Some(target) = chart.target {
            let y = foot - fraction(target, highest) * MAX_BAR_HEIGHT;
            self.target_line(
                target,
                (area.left, y, across.max(120.0)),
                figure,
                &mut line_box,
            );
        }
        line_box.height = lowest + 2.0;
        self.emit(line_box);
    }

    /// Lays out the title of a figure, which is kept with it.
    pub fn caption(&mut self, title: &str, area: LayoutArea, gap: f32) -> NodeId {
        let node = self.add_node(area, Tag::P);
        let mut boxes = self.line_boxes(&RichText::plain(title), &CAPTION, area, node);
        keep_together(&mut boxes);
        if let Some(first) = boxes.first_mut() {
            first.gap = gap;
        }
        self.emit_all(boxes);
        node
    }

    /// A dashed line across the bars, with the target's number at its end.
    fn target_line(
        &mut self,
        target: u32,
        (left, y, width): (f32, f32, f32),
        node: NodeId,
        line_box: &mut LineBox,
    ) {
        let mut x = 0.0;
        while x < width {
            let dash = DrawOp::Rect(4.0, 0.7, PdfColor::Text);
            line_box.ops.push(tagged_op(left + x, y, node, dash));
            x += 7.0;
        }
        let words = format!("aimed at {target}");
        let line = self
            .line_layout
            .ellipsized_line(&words, &UNIT.align(TextAlign::Right), width);
        line_box
            .ops
            .push(text_op(left, y - UNIT.leading - 0.5, node, line));
    }
}

/// A line of text on a figure, tagged with `node`.
pub const fn text_op(x: f32, y: f32, node: NodeId, line: PdfLine) -> PlacedOp {
    tagged_op(x, y, node, DrawOp::Line(line))
}

/// A drawing on a figure, tagged with `node`.
pub const fn tagged_op(x: f32, y: f32, node: NodeId, op: DrawOp) -> PlacedOp {
    PlacedOp {
        x,
        y,
        node: Some(node),
        op,
    }
}

/// The ratio of `part` to `whole`, from 0 to 1.
fn fraction(part: u32, whole: u32) -> f32 {
    let parts = u64::from(part) * 10_000 / u64::from(whole.max(1));
    f32::from(u16::try_from(parts).unwrap_or(10_000).min(10_000)) / 10_000.0
}

/// The chart's text alternative for screen readers.
fn alt_text(chart: &Chart) -> String {
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
            assert!(close(fraction(part, whole), expected), "{part} of {whole}");
        }
    }
}

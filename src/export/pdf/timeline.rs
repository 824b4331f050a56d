//! Timelines: a strip of months with its spans and days, and below it a legend of the days. Lengths are in points.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::chart::{tagged_op, text_op};
use super::flow::{Flow, LayoutArea};
use super::line_box::{DrawOp, LineBox, PdfColor, keep_together};
use super::rich_text::RichText;
use super::table::{PdfColumn, row_boxes};
use super::tags::NodeId;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::domain::dates::format_date;
use crate::export::document::Timeline;

const SPAN: PdfTextStyle = PdfTextStyle::new(9.0, 12.0).align(TextAlign::Center);
const MONTH: PdfTextStyle = PdfTextStyle::new(8.5, 10.5)
    .color(PdfColor::Muted)
    .align(TextAlign::Center);
const NUMBER: PdfTextStyle = PdfTextStyle::new(8.5, 9.5).align(TextAlign::Center);
const ENTRY: PdfTextStyle = PdfTextStyle::new(10.0, 13.0);
/// From the top of the figure: rows of numbers, then the days, then the strip, then the months.
const ROWS: u8 = 3;
const DAYS: f32 = 33.0;
const STRIP: f32 = 42.0;
const STRIP_HIGH: f32 = 17.0;
const MONTHS: f32 = STRIP + STRIP_HIGH + 5.0;
/// Least space between two numbers side by side.
const MIN_NUMBER_GAP: f32 = 14.0;

/// Maps days to positions on the strip.
struct PdfTimeScale {
    from: NaiveDate,
    days: i64,
    left: f32,
    width: f32,
}

impl PdfTimeScale {
    /// Distance of a day's start from the left of the page.
    fn x(&self, date: NaiveDate) -> f32 {
        let days = (date - self.from).num_days().clamp(0, self.days);
        let parts = u16::try_from(days * 10_000 / self.days).unwrap_or(10_000);
        self.width.mul_add(f32::from(parts) / 10_000.0, self.left)
    }
}

impl Flow {
    /// Lays out a timeline, or its table where it is shorter than two days.
    pub fn timeline(&mut self, timeline: &Timeline, area: LayoutArea, gap: f32) {
        let scale = PdfTimeScale {
            from: timeline.from,
            days: (timeline.to - timeline.from).num_days() + 1,
            left: area.left,
            width: area.width,
        };
        if scale.days < 2 {
            return self.blocks(&[timeline.table()], area, gap);
        }
        let node = self.add_node(area, Tag::Figure(Some(alt_text(timeline))));
        let mut line_box = LineBox::spacer(MONTHS + 2.0 * MONTH.leading + 4.0);
        (line_box.gap, line_box.keep_with_next) = (gap, true);
        self.spans(timeline, &scale, node, &mut line_box);
        self.months(timeline, &scale, node, &mut line_box);
        self.days(timeline, &scale, node, &mut line_box);
        if let Some(today) = today(timeline) {
            let arrow = vec![(0.0, 0.0), (3.6, 6.5), (-3.6, 6.5)];
            let arrow = DrawOp::Polygon(arrow, PdfColor::Text);
            line_box.ops.push(tagged_op(
                scale.x(today),
                STRIP + STRIP_HIGH - 1.0,
                node,
                arrow,
            ));
        }
        self.emit(line_box);
        self.legend(timeline, area);
    }

    fn spans(
        &mut self,
        timeline: &Timeline,
        scale: &PdfTimeScale,
        node: NodeId,
        line_box: &mut LineBox,
    ) {
        let whole = DrawOp::Rect(scale.width, STRIP_HIGH, PdfColor::CodeBackground);
        line_box.ops.push(tagged_op(scale.left, STRIP, node, whole));
        for (at, stretch) in timeline.spans.iter().enumerate() {
            let end = stretch
                .to
                .checked_add_days(Days::new(1))
                .unwrap_or(stretch.to);
            let (left, right) = (scale.x(stretch.from), scale.x(end));
            let wide = right - left;
            if wide <= 1.0 {
                continue;
            }
            let color = if at.is_multiple_of(2) {
                PdfColor::AccentLight
            } else {
                PdfColor::AccentLighter
            };
            let bar = DrawOp::Rect(wide - 0.8, STRIP_HIGH, color);
            line_box.ops.push(tagged_op(left, STRIP, node, bar));
            if wide > 24.0 {
                let line = self
                    .line_layout
                    .ellipsized_line(&stretch.title, &SPAN, wide - 4.0);
                line_box
                    .ops
                    .push(text_op(left + 2.0, STRIP + 2.5, node, line));
            }
        }
    }

    /// A tick at the first of each month, or of every second or third one where they are close.
    fn months(
        &mut self,
        timeline: &Timeline,
        scale: &PdfTimeScale,
        node: NodeId,
        line_box: &mut LineBox,
    ) {
        let months = u32::try_from(scale.days / 30).unwrap_or(u32::MAX);
        let every = months.div_ceil(14).max(1);
        let Some(mut first) = timeline.from.with_day(1) else {
            return;
        };
        let (mut year, mut last) = (None, f32::MIN);
        while first <= timeline.to {
            let x = scale.x(first);
            if first >= timeline.from {
                let tick = DrawOp::Rect(0.5, 4.0, PdfColor::Muted);
                line_box
                    .ops
                    .push(tagged_op(x, STRIP + STRIP_HIGH, node, tick));
            }
            let next = first.checked_add_months(Months::new(every));
            let right = next.map_or(scale.left + scale.width, |next| scale.x(next));
            if right - x > 18.0 && x > last {
                let name = self.line_layout.ellipsized_line(
                    &first.format("%b").to_string(),
                    &MONTH,
                    right - x,
                );
                line_box.ops.push(text_op(x, MONTHS, node, name));
                if year != Some(first.year()) {
                    year = Some(first.year());
                    let number = self.line_layout.ellipsized_line(
                        &first.year().to_string(),
                        &MONTH,
                        right - x,
                    );
                    line_box
                        .ops
                        .push(text_op(x, MONTHS + MONTH.leading, node, number));
                }
                last = x;
            }
            let Some(next) = next else {
                return;
            };
            first = next;
        }
    }

    /// A diamond for each day with its number above, in rows where they are close.
    fn days(
        &mut self,
        timeline: &Timeline,
        scale: &PdfTimeScale,
        node: NodeId,
        line_box: &mut LineBox,
    ) {
        let mut taken = [f32::MIN; ROWS as usize];
        for (at, mark) in timeline.events.iter().enumerate() {
            let x = scale.x(mark.date);
            let diamond = |half: f32| vec![(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)];
            line_box.ops.push(tagged_op(
                x,
                DAYS,
                node,
                DrawOp::Polygon(diamond(4.2), PdfColor::Accent),
            ));
            if !mark.done {
                line_box.ops.push(tagged_op(
                    x,
                    DAYS,
                    node,
                    DrawOp::Polygon(diamond(2.8), PdfColor::White),
                ));
            }
            // Where all rows are full, the number is left to the legend.
            let free = taken
                .iter()
                .zip(0_u8..)
                .find(|(end, _)| x - **end >= MIN_NUMBER_GAP);
            let Some((_, row)) = free else {
                continue;
            };
            taken[usize::from(row)] = x;
            let number = self.line_layout.ellipsized_line(
                &(at + 1).to_string(),
                &NUMBER,
                2.0 * MIN_NUMBER_GAP,
            );
            let y = NUMBER.leading.mul_add(-f32::from(row + 1), DAYS - 4.0);
            line_box
                .ops
                .push(text_op(x - MIN_NUMBER_GAP, y, node, number));
        }
    }

    /// Lays out the legend of spans and days.
    fn legend(&mut self, timeline: &Timeline, area: LayoutArea) {
        let list = self.add_node(area, Tag::L(ListNumbering::None));
        let stretches = timeline.spans.iter().map(|stretch| {
            let days = format!(
                "{} to {}",
                format_date(stretch.from),
                format_date(stretch.to)
            );
            [String::new(), days, stretch.title.clone(), String::new()]
        });
        let marks = timeline.events.iter().enumerate().map(|(at, mark)| {
            let done = if mark.done { "done" } else { "" };
            let number = (at + 1).to_string();
            [
                number,
                format_date(mark.date),
                mark.title.clone(),
                done.to_owned(),
            ]
        });
        let number = 20.0;
        let (when, done) = (area.width * 0.36, 30.0);
        let what = area.width - number - when - done - 16.0;
        let today = today(timeline).map(|today| {
            [
                "▲".to_owned(),
                format_date(today),
                "Today".to_owned(),
                String::new(),
            ]
        });
        for (at, row) in stretches.chain(marks).chain(today).enumerate() {
            let entry = self.add_node(LayoutArea { node: list, ..area }, Tag::LI);
            let body = self.paginator.tags.add(entry, TagKind::from(Tag::LBody));
            let mut left = area.left;
            let mut cells = Vec::new();
            for (words, width) in row.iter().zip([number, when, what, done]) {
                let lines = self
                    .line_layout
                    .layout_lines(&RichText::plain(words), &ENTRY, width);
                cells.push((PdfColumn { left, width }, body, lines));
                left += width + 5.0;
            }
            let mut boxes = row_boxes(cells, 0.0);
            keep_together(&mut boxes);
            if let Some(last) = boxes.last_mut() {
                last.keep_with_next = at == 0;
            }
            if let Some(first) = boxes.first_mut() {
                first.gap = if at == 0 { 2.0 } else { 1.0 };
            }
            self.emit_all(boxes);
        }
        // The figure is kept with what follows, which may be nothing.
        self.emit(LineBox::spacer(0.0));
    }
}

/// The present day, if it is on the timeline.
fn today(timeline: &Timeline) -> Option<NaiveDate> {
    timeline
        .today
        .filter(|day| (timeline.from..=timeline.to).contains(day))
}

/// The timeline's text alternative for screen readers; its days follow as a list.
fn alt_text(timeline: &Timeline) -> String {
    format!(
        "A timeline from {} to {}; the list below says the same.",
        format_date(timeline.from),
        format_date(timeline.to)
    )
}

//! A strip of months with its stretches and days, and below it what each day is.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::chart::{drawn, text};
use super::flow::{Flow, Place};
use super::passage::Passage;
use super::slab::{Mark, Shade, Slab, keep_all};
use super::table::{Column, banded};
use super::tags::NodeId;
use super::voice::{Side, Voice};
use crate::domain::when::shown;
use crate::export::document::Timeline;

const STRETCH: Voice = Voice::new(9.0, 12.0).side(Side::Middle);
const MONTH: Voice = Voice::new(8.5, 10.5).shade(Shade::Gray).side(Side::Middle);
const NUMBER: Voice = Voice::new(8.5, 9.5).side(Side::Middle);
const ENTRY: Voice = Voice::new(10.0, 13.0);
/// From the top of the figure: rows of numbers, then the days, then the strip, then the months.
const ROWS: u8 = 3;
const DAYS: f32 = 33.0;
const STRIP: f32 = 42.0;
const STRIP_HIGH: f32 = 17.0;
const MONTHS: f32 = STRIP + STRIP_HIGH + 5.0;
/// The least space between two numbers side by side.
const APART: f32 = 14.0;

/// Days to places on the strip.
struct Scale {
    from: NaiveDate,
    days: i64,
    left: f32,
    width: f32,
}

impl Scale {
    /// How far from the left of the page a day begins.
    fn x(&self, date: NaiveDate) -> f32 {
        let days = (date - self.from).num_days().clamp(0, self.days);
        let parts = u16::try_from(days * 10_000 / self.days).unwrap_or(10_000);
        self.width.mul_add(f32::from(parts) / 10_000.0, self.left)
    }
}

impl Flow {
    /// A timeline, or its table where its days do not follow one another.
    pub fn timeline(&mut self, timeline: &Timeline, place: Place, gap: f32) {
        let scale = Scale {
            from: timeline.from,
            days: (timeline.to - timeline.from).num_days() + 1,
            left: place.left,
            width: place.width,
        };
        if scale.days < 2 {
            return self.blocks(&[timeline.table()], place, gap);
        }
        let node = self.part(place, Tag::Figure(Some(in_words(timeline))));
        let mut slab = Slab::blank(MONTHS + 2.0 * MONTH.leading + 4.0);
        (slab.gap, slab.keep) = (gap, true);
        self.stretches(timeline, &scale, node, &mut slab);
        self.months(timeline, &scale, node, &mut slab);
        self.days(timeline, &scale, node, &mut slab);
        if let Some(today) = today(timeline) {
            let arrow = vec![(0.0, 0.0), (3.6, 6.5), (-3.6, 6.5)];
            let arrow = Mark::Shape(arrow, Shade::Ink);
            slab.marks
                .push(drawn(scale.x(today), STRIP + STRIP_HIGH - 1.0, node, arrow));
        }
        self.emit(slab);
        self.legend(timeline, place);
    }

    fn stretches(&mut self, timeline: &Timeline, scale: &Scale, node: NodeId, slab: &mut Slab) {
        let whole = Mark::Rect(scale.width, STRIP_HIGH, Shade::Wash);
        slab.marks.push(drawn(scale.left, STRIP, node, whole));
        for (at, stretch) in timeline.stretches.iter().enumerate() {
            let end = stretch
                .to
                .checked_add_days(Days::new(1))
                .unwrap_or(stretch.to);
            let (left, right) = (scale.x(stretch.from), scale.x(end));
            let wide = right - left;
            if wide <= 1.0 {
                continue;
            }
            let shade = if at.is_multiple_of(2) {
                Shade::Pale
            } else {
                Shade::Paler
            };
            let bar = Mark::Rect(wide - 0.8, STRIP_HIGH, shade);
            slab.marks.push(drawn(left, STRIP, node, bar));
            if wide > 24.0 {
                let line = self.setter.short(&stretch.title, &STRETCH, wide - 4.0);
                slab.marks.push(text(left + 2.0, STRIP + 2.5, node, line));
            }
        }
    }

    /// A tick at the first of each month, or of every second or third one where they stand close.
    fn months(&mut self, timeline: &Timeline, scale: &Scale, node: NodeId, slab: &mut Slab) {
        let months = u32::try_from(scale.days / 30).unwrap_or(u32::MAX);
        let every = months.div_ceil(14).max(1);
        let Some(mut first) = timeline.from.with_day(1) else {
            return;
        };
        let (mut year, mut last) = (None, f32::MIN);
        while first <= timeline.to {
            let x = scale.x(first);
            if first >= timeline.from {
                let tick = Mark::Rect(0.5, 4.0, Shade::Gray);
                slab.marks.push(drawn(x, STRIP + STRIP_HIGH, node, tick));
            }
            let next = first.checked_add_months(Months::new(every));
            let right = next.map_or(scale.left + scale.width, |next| scale.x(next));
            if right - x > 18.0 && x > last {
                let name = self
                    .setter
                    .short(&first.format("%b").to_string(), &MONTH, right - x);
                slab.marks.push(text(x, MONTHS, node, name));
                if year != Some(first.year()) {
                    year = Some(first.year());
                    let number = self
                        .setter
                        .short(&first.year().to_string(), &MONTH, right - x);
                    slab.marks
                        .push(text(x, MONTHS + MONTH.leading, node, number));
                }
                last = x;
            }
            let Some(next) = next else {
                return;
            };
            first = next;
        }
    }

    /// A diamond for each day with its number above, in rows where they stand close.
    fn days(&mut self, timeline: &Timeline, scale: &Scale, node: NodeId, slab: &mut Slab) {
        let mut taken = [f32::MIN; ROWS as usize];
        for (at, mark) in timeline.marks.iter().enumerate() {
            let x = scale.x(mark.date);
            let diamond = |half: f32| vec![(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)];
            slab.marks.push(drawn(
                x,
                DAYS,
                node,
                Mark::Shape(diamond(4.2), Shade::Accent),
            ));
            if !mark.done {
                slab.marks.push(drawn(
                    x,
                    DAYS,
                    node,
                    Mark::Shape(diamond(2.8), Shade::White),
                ));
            }
            // Where all rows are taken, the number is left to the list below.
            let free = taken.iter().zip(0_u8..).find(|(end, _)| x - **end >= APART);
            let Some((_, row)) = free else {
                continue;
            };
            taken[usize::from(row)] = x;
            let number = self
                .setter
                .short(&(at + 1).to_string(), &NUMBER, 2.0 * APART);
            let y = NUMBER.leading.mul_add(-f32::from(row + 1), DAYS - 4.0);
            slab.marks.push(text(x - APART, y, node, number));
        }
    }

    /// What the stretches and days are.
    fn legend(&mut self, timeline: &Timeline, place: Place) {
        let list = self.part(place, Tag::L(ListNumbering::None));
        let stretches = timeline.stretches.iter().map(|stretch| {
            let days = format!("{} to {}", shown(stretch.from), shown(stretch.to));
            [String::new(), days, stretch.title.clone(), String::new()]
        });
        let marks = timeline.marks.iter().enumerate().map(|(at, mark)| {
            let done = if mark.done { "done" } else { "" };
            let number = (at + 1).to_string();
            [
                number,
                shown(mark.date),
                mark.title.clone(),
                done.to_owned(),
            ]
        });
        let number = 20.0;
        let (when, done) = (place.width * 0.36, 30.0);
        let what = place.width - number - when - done - 16.0;
        let today = today(timeline).map(|today| {
            [
                "▲".to_owned(),
                shown(today),
                "Today".to_owned(),
                String::new(),
            ]
        });
        for (at, row) in stretches.chain(marks).chain(today).enumerate() {
            let entry = self.part(
                Place {
                    node: list,
                    ..place
                },
                Tag::LI,
            );
            let body = self.press.tags.add(entry, TagKind::from(Tag::LBody));
            let mut left = place.left;
            let mut cells = Vec::new();
            for (words, width) in row.iter().zip([number, when, what, done]) {
                let lines = self.setter.lines(&Passage::plain(words), &ENTRY, width);
                cells.push((Column { left, width }, body, lines));
                left += width + 5.0;
            }
            let mut slabs = banded(cells, 0.0);
            keep_all(&mut slabs);
            if let Some(last) = slabs.last_mut() {
                last.keep = at == 0;
            }
            if let Some(first) = slabs.first_mut() {
                first.gap = if at == 0 { 2.0 } else { 1.0 };
            }
            self.emit_all(slabs);
        }
        // The figure stays with what follows, which may be nothing.
        self.emit(Slab::blank(0.0));
    }
}

/// The day it is drawn, if that is on it.
fn today(timeline: &Timeline) -> Option<NaiveDate> {
    timeline
        .today
        .filter(|day| (timeline.from..=timeline.to).contains(day))
}

/// The timeline for whoever cannot see it; its days follow as a list.
fn in_words(timeline: &Timeline) -> String {
    format!(
        "A timeline from {} to {}; the list below says the same.",
        shown(timeline.from),
        shown(timeline.to)
    )
}

//! Timelines: the months, the phases, today and single days, all to one scale.

use chrono::{Datelike as _, Months, NaiveDate};

use super::scene::{Anchor, Form, Role, Scene, Sheet, portion};
use crate::domain::dates::{format_date, format_day};
use crate::domain::schedule::Year;

/// A stretch of time from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The day it is drawn, which need not lie within.
    pub today: NaiveDate,
    /// The parts of it, in order.
    pub spans: Vec<TimelineSpan>,
    /// Single days, in order.
    pub events: Vec<TimelineEvent>,
}

/// A part of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineSpan {
    pub title: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

/// A day on a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEvent {
    pub date: NaiveDate,
    pub title: String,
    pub mark: Mark,
}

/// Kinds of events. Where two fall on one place, the later one here is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A meeting that was held.
    Meeting,
    Planned,
    /// A date that was ticked as done.
    Done,
    /// A date that something is due on.
    Deadline,
}

/// Positions on a page, from its top: the names of the months, the phases, the line, and the names of the events.
const MONTHS: i16 = 46;
const BAND: i16 = 54;
const BAND_HEIGHT: i16 = 40;
const LINE: i16 = 118;
const NAMES: i16 = 160;
const NAME_HEIGHT: i16 = 26;
const MAX_NAME_ROWS: usize = 20;
const MAX_NAME_LETTERS: i16 = 42;

impl Timeline {
    /// The phases and dates of the current cycle.
    pub fn of(year: &Year<'_>) -> Option<Self> {
        let cycle = year.book.cycle()?;
        let spans = year.phases().into_iter().map(|span| TimelineSpan {
            title: span.phase.title.clone(),
            from: span.start,
            to: span.end,
        });
        let dates = year.book.milestones_in_order().into_iter();
        let events = dates.map(|date| TimelineEvent {
            date: date.date,
            title: date.title.clone(),
            mark: date.done.map_or(Mark::Deadline, |_| Mark::Done),
        });
        Some(Self {
            from: cycle.start,
            to: cycle.end,
            today: year.today,
            spans: spans.collect(),
            events: events.collect(),
        })
    }

    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }

    pub(super) fn title(&self) -> String {
        format!("{} to {}", format_date(self.from), format_date(self.to))
    }

    pub(super) fn description(&self) -> String {
        let done = self.events.iter().filter(|it| it.mark == Mark::Done);
        let today = if self.contains(self.today) {
            format!(" Today is {}.", format_date(self.today))
        } else {
            String::new()
        };
        format!(
            "{} parts and {} days, {} of them done.{today} The table below names them all.",
            self.spans.len(),
            self.events.len(),
            done.count()
        )
    }

    /// Position of a day's start; days outside lie on the edge.
    fn x(&self, date: NaiveDate, sheet: Sheet) -> i16 {
        let days = (self.to - self.from).num_days() + 1;
        let passed = (date - self.from).num_days();
        sheet.margin + portion(sheet.width - 2 * sheet.margin, passed, days)
    }

    /// Its drawing on `sheet`.
    pub fn scene(&self, sheet: Sheet) -> Scene {
        let mut scene = Scene {
            width: sheet.width,
            height: LINE + NAME_HEIGHT / 2,
            shapes: Vec::new(),
        };
        let (left, across) = (sheet.margin, sheet.width - 2 * sheet.margin);
        let today = self.x(self.today, sheet);
        scene.line(Role::Axis, (left, LINE), across, 0);
        if today > left {
            scene.line(Role::Past, (left, LINE), today - left, 0);
        }
        for span in &self.spans {
            self.draw_span(span, sheet, &mut scene);
        }
        self.draw_months(sheet, &mut scene);
        if sheet.names {
            self.draw_names(sheet, &mut scene);
        }
        let marks = self.events.iter();
        let mut marks: Vec<_> = marks.map(|it| (it.mark, self.x(it.date, sheet))).collect();
        marks.sort_unstable();
        marks.dedup();
        for (mark, x) in marks {
            scene.add(Role::Mark(mark), (x, LINE), Form::Mark);
        }
        if self.contains(self.today) {
            scene.line(Role::Today, (today, 22), 0, LINE - 12);
            scene.text(Role::Today, (today, 16), Anchor::Middle, 60, "today");
        }
        scene
    }

    fn draw_span(&self, span: &TimelineSpan, sheet: Sheet, scene: &mut Scene) {
        let from = self.x(span.from, sheet);
        let end = self.x(span.to.succ_opt().unwrap_or(span.to), sheet);
        let width = end - from;
        if width <= 0 {
            return;
        }
        let role = if (span.from..=span.to).contains(&self.today) {
            Role::CurrentPhase
        } else {
            Role::Phase
        };
        let height = BAND_HEIGHT;
        scene.add(role, (from, BAND), Form::Rect { width, height });
        // A name of three letters and an ellipsis still says something; less does not.
        let gap = if end < sheet.width { sheet.letter } else { 0 };
        let room = width - gap;
        if room >= sheet.text_width(&span.title).min(4 * sheet.letter) {
            let at = (from + sheet.letter / 2, BAND + 26);
            scene.text(role, at, Anchor::Start, room, &span.title);
        }
    }

    /// The names of the months where they begin, as many as fit.
    fn draw_months(&self, sheet: Sheet, scene: &mut Scene) {
        let room = i64::from(sheet.width / (4 * sheet.letter)).max(1);
        let every = u32::try_from((self.to - self.from).num_days() / 31 / room).unwrap_or(0) + 1;
        let mut month = self.from;
        while month <= self.to {
            let first = month.with_day(1);
            let next = first.and_then(|first| first.checked_add_months(Months::new(every)));
            let x = self.x(month, sheet);
            let end = next.map_or(sheet.width, |next| self.x(next, sheet));
            let room = end - x - sheet.letter;
            if sheet.names && month.day() == 1 {
                scene.line(Role::Axis, (x, MONTHS - 10), 0, BAND - MONTHS + 10);
            }
            if room >= 3 * sheet.letter {
                let new_year = month == self.from || month.month() == 1;
                let name = if new_year && room >= 8 * sheet.letter {
                    "%b %Y"
                } else {
                    "%b"
                };
                let at = (x + sheet.letter / 2, MONTHS);
                scene.text(Role::Note, at, Anchor::Start, room, month.format(name));
            }
            let Some(next) = next else { return };
            month = next;
        }
    }

    /// The events by name, below each other where they are close.
    fn draw_names(&self, sheet: Sheet, scene: &mut Scene) {
        let mut ends: Vec<i16> = Vec::new();
        let mut names = Vec::new();
        for event in &self.events {
            let done = if event.mark == Mark::Done { "✓ " } else { "" };
            let text = format!("{done}{} {}", format_day(event.date), event.title);
            let room = sheet.text_width(&text).min(MAX_NAME_LETTERS * sheet.letter);
            let x = self.x(event.date, sheet);
            let left = (x - room / 2).clamp(sheet.margin, sheet.width - sheet.margin - room);
            let row = ends.iter().position(|end| *end < left);
            let row = row.unwrap_or(ends.len());
            // Where all rows are full, the name is left to the table.
            if row == MAX_NAME_ROWS {
                continue;
            }
            ends.resize(ends.len().max(row + 1), 0);
            ends[row] = left + room + sheet.letter;
            let y = NAMES + NAME_HEIGHT * i16::try_from(row).unwrap_or_default();
            scene.height = scene.height.max(y + NAME_HEIGHT / 2);
            scene.line(Role::Axis, (x, LINE), 0, y - NAME_HEIGHT / 2 - LINE);
            names.push(((left + room / 2, y), room, text));
        }
        for (at, room, text) in names {
            scene.text(Role::Name, at, Anchor::Middle, room, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn november(events: Vec<TimelineEvent>) -> Timeline {
        Timeline {
            from: day("2026-11-01"),
            to: day("2026-11-30"),
            today: day("2026-11-16"),
            spans: Vec::new(),
            events,
        }
    }

    #[test]
    fn days_outside_a_timeline_lie_on_its_edge() {
        let timeline = november(Vec::new());
        let x = |text| timeline.x(day(text), Sheet::cells(60));
        assert_eq!(x("2026-01-01"), 0);
        assert_eq!(x("2026-11-16"), 30);
        assert_eq!(x("2030-01-01"), 60);
    }

    #[test]
    fn names_that_would_touch_stand_below_each_other_and_what_is_beyond_is_left_out() {
        let event = |date: &str| TimelineEvent {
            date: day(date),
            title: "Goals to the office".to_owned(),
            mark: Mark::Done,
        };
        let mut events = vec![event("2026-11-02"), event("2026-11-20")];
        events.extend(vec![event("2026-11-21"); 30]);
        let scene = november(events).scene(Sheet::PAGE);
        let names = scene.shapes.iter().filter(|it| it.role == Role::Name);
        let rows: Vec<_> = names.map(|it| (it.y - NAMES) / NAME_HEIGHT).collect();
        assert_eq!(rows[..4], [0, 0, 1, 2]);
        assert_eq!(rows.len(), MAX_NAME_ROWS + 1);
    }

    #[test]
    fn the_first_month_and_january_name_their_year_where_there_is_room() {
        let mut timeline = november(Vec::new());
        timeline.to = day("2027-02-28");
        let months = |columns| {
            let scene = timeline.scene(Sheet::cells(columns));
            let texts = scene.shapes.into_iter().filter_map(|it| match it.form {
                Form::Text { text, .. } if it.role == Role::Note => Some(text),
                Form::Rect { .. } | Form::Line { .. } | Form::Mark | Form::Text { .. } => None,
            });
            texts.collect::<Vec<_>>()
        };
        assert_eq!(months(50), ["Nov 2026", "Dec", "Jan 2027", "Feb"]);
        assert_eq!(months(20), ["Nov", "Dec", "Jan", "Feb"]);
        assert_eq!(months(10), ["Nov", "Jan"]);
    }

    #[test]
    fn before_the_start_nothing_is_over_and_marks_on_one_place_are_drawn_once() {
        let event = TimelineEvent {
            date: day("2026-11-20"),
            title: String::new(),
            mark: Mark::Meeting,
        };
        let mut timeline = november(vec![event; 1000]);
        timeline.today = day("2026-10-01");
        let scene = timeline.scene(Sheet::cells(60));
        let count = |role| scene.shapes.iter().filter(|it| it.role == role).count();
        assert_eq!(count(Role::Past), 0);
        assert_eq!(count(Role::Mark(Mark::Meeting)), 1);
    }
}

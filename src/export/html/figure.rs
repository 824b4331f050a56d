//! Figures as inline SVG, each with a text alternative for screen readers and its table below.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::dates::format_date;
use crate::export::document::{Chart, ChartBar, Timeline, TimelineEvent};

/// Width of a drawing, in SVG units, as all lengths here.
const WIDTH: i64 = 640;

/// Margin at either side.
const MARGIN: i64 = 10;

/// Average width of a letter, in tenths of a unit.
const CHAR_WIDTH: i64 = 64;

/// Largest height of a chart's bars; the baseline follows.
const MAX_BAR_HEIGHT: i64 = 140;
const BASELINE: i64 = 164;

/// Width of the target's label beside the bars.
const TARGET_LABEL_WIDTH: i64 = 76;

/// Distance of the rows of names below a timeline.
const LABEL_ROW_HEIGHT: i64 = 18;

/// A drawing with its name, its text alternative, and the table of the same numbers.
struct SvgFigure<'a> {
    number: usize,
    name: &'a str,
    description: String,
    height: i64,
    table: Markup,
}

impl SvgFigure<'_> {
    fn render(&self, drawing: Markup) -> Markup {
        let (title, sentence) = (
            format!("figure{}", self.number),
            format!("words{}", self.number),
        );
        html! {
            figure { "\n"
                figcaption dir="auto" { (self.name) } "\n"
                svg viewBox=(format!("0 0 {WIDTH} {}", self.height)) role="img"
                    aria-labelledby=(title) aria-describedby=(sentence) { "\n"
                    title id=(title) { (self.name) } "\n"
                    desc id=(sentence) { (self.description) } "\n"
                    (drawing)
                } "\n"
                details { "\n" summary { "The same as a table" } "\n" (self.table) "\n" } "\n"
            }
        }
    }
}

/// Draws a bar chart; `table` has the same numbers.
pub fn chart(chart: &Chart, number: usize, table: Markup) -> Markup {
    let values: Vec<_> = chart
        .bars
        .iter()
        .map(|bar| format!("{}: {}", bar.label, bar.shown))
        .collect();
    let aim = chart
        .target
        .map_or_else(String::new, |aim| format!(" Aimed at: {aim}."));
    let right = WIDTH
        - MARGIN
        - if chart.target.is_some() {
            TARGET_LABEL_WIDTH
        } else {
            0
        };
    let slot = (right - MARGIN) / i64::try_from(chart.bars.len()).unwrap_or(1).max(1);
    let slanted = chart.bars.iter().any(|bar| text_width(&bar.label) > slot);
    let figure = SvgFigure {
        number,
        name: &chart.title,
        description: format!("{} ({}).{aim}", values.join(", "), chart.unit),
        height: BASELINE + if slanted { 100 } else { 26 },
        table,
    };
    let highest = chart.bars.iter().map(|bar| bar.value).chain(chart.target);
    let highest = i64::from(highest.max().unwrap_or_default()).max(1);
    figure.render(html! {
        line.axis x1=(MARGIN) x2=(right) y1=(BASELINE) y2=(BASELINE) {} "\n"
        @for (bar, at) in chart.bars.iter().zip(0..) {
            (self::bar(bar, MARGIN + slot * at + slot / 2, slot, highest, slanted)) "\n"
        }
        @if let Some(aim) = chart.target {
            @let y = BASELINE - MAX_BAR_HEIGHT * i64::from(aim) / highest;
            line.target x1=(MARGIN) x2=(right) y1=(y) y2=(y) {}
            text.soft x=(WIDTH - MARGIN) y=(y + 4) text-anchor="end" { "aimed at " (aim) } "\n"
        }
    })
}

/// Draws a bar around `middle`, its number on it and its name below.
fn bar(bar: &ChartBar, middle: i64, slot: i64, highest: i64, slanted: bool) -> Markup {
    let height = MAX_BAR_HEIGHT * i64::from(bar.value) / highest;
    let width = (slot * 3 / 5).clamp(2, 56);
    html! {
        rect.bar x=(middle - width / 2) y=(BASELINE - height) width=(width) height=(height) {}
        text x=(middle) y=(BASELINE - height - 5) text-anchor="middle" { (bar.shown) }
        @if slanted {
            @let rotation = format!("rotate(-40 {middle} {})", BASELINE + 14);
            text x=(middle) y=(BASELINE + 14) text-anchor="end" transform=(rotation) { (truncate_to_width(&bar.label, 120)) }
        } @else {
            text x=(middle) y=(BASELINE + 18) text-anchor="middle" { (bar.label) }
        }
    }
}

/// Draws a timeline; `table` has the same days.
pub fn timeline(timeline: &Timeline, number: usize, table: Markup) -> Markup {
    let name = format!(
        "{} to {}",
        format_date(timeline.from),
        format_date(timeline.to)
    );
    let scale = SvgTimeScale::of(timeline);
    let (names, rows) = names(timeline, &scale);
    let figure = SvgFigure {
        number,
        name: &name,
        description: describe(timeline),
        height: NAMES + LABEL_ROW_HEIGHT * rows,
        table,
    };
    figure.render(html! {
        @for (x, month) in scale.months() {
            line.axis x1=(x) x2=(x) y1=(BAND - 6) y2=(BAND) {}
            text.soft x=(x + 3) y=(BAND - 5) { (month) } "\n"
        }
        @for stretch in &timeline.spans {
            @let (from, to) = (scale.x(stretch.from), scale.end(stretch.to));
            rect.stretch x=(from) y=(BAND) width=((to - from).max(1)) height="30" {}
            text x=(i64::midpoint(from, to)) y=(BAND + 19) text-anchor="middle" {
                (truncate_to_width(&stretch.title, to - from - 6))
            } "\n"
        }
        line.axis x1=(MARGIN) x2=(WIDTH - MARGIN) y1=(LINE) y2=(LINE) {} "\n"
        @for name in &names { (name.marker()) "\n" }
        @for name in &names { (name.label()) "\n" }
        @if let Some(today) = timeline.today {
            @let x = scale.x(today);
            line.today x1=(x) x2=(x) y1="14" y2=(LINE + 8) {}
            text x=(x) y="11" text-anchor="middle" { "today" } "\n"
        }
    })
}

/// Vertical positions of a timeline's spans, of its axis and of the first row of names.
const BAND: i64 = 34;
const LINE: i64 = 80;
const NAMES: i64 = 108;

fn describe(timeline: &Timeline) -> String {
    let done = timeline.events.iter().filter(|mark| mark.done).count();
    let today = timeline.today.map_or_else(String::new, |today| {
        format!(" Today is {}.", format_date(today))
    });
    format!(
        "{} parts and {} days, {done} of them done.{today} The table below names them all.",
        timeline.spans.len(),
        timeline.events.len()
    )
}

/// Maps days to horizontal positions.
struct SvgTimeScale {
    from: NaiveDate,
    to: NaiveDate,
}

impl SvgTimeScale {
    fn of(timeline: &Timeline) -> Self {
        Self {
            from: timeline.from,
            to: timeline.to.max(timeline.from),
        }
    }

    /// The start of a day; days outside are clamped.
    fn x(&self, date: NaiveDate) -> i64 {
        let (day, days) = (
            (date - self.from).num_days(),
            (self.to - self.from).num_days() + 1,
        );
        MARGIN + (WIDTH - 2 * MARGIN) * day.clamp(0, days) / days
    }

    /// The end of a day.
    fn end(&self, date: NaiveDate) -> i64 {
        self.x(date.succ_opt().unwrap_or(date))
    }

    /// Starts and names of the months; in a long span only some.
    fn months(&self) -> Vec<(i64, String)> {
        let months = self.from.iter_days().take_while(|day| *day <= self.to);
        let firsts: Vec<_> = months.filter(|day| day.day() == 1).collect();
        let every = firsts.len() / 18 + 1;
        let named = |day: &NaiveDate| (self.x(*day), day.format("%b").to_string());
        firsts.iter().step_by(every).map(named).collect()
    }
}

/// A day on the timeline, and the position of its name.
struct TimelineLabel {
    x: i64,
    done: bool,
    text: String,
    middle: i64,
    row: i64,
}

impl TimelineLabel {
    fn y(&self) -> i64 {
        NAMES + LABEL_ROW_HEIGHT * self.row
    }

    fn marker(&self) -> Markup {
        html! {
            line.axis x1=(self.x) x2=(self.x) y1=(LINE) y2=(self.y() - 11) {}
            circle class=[self.done.then_some("done")] cx=(self.x) cy=(LINE) r="5" {}
        }
    }

    fn label(&self) -> Markup {
        html! { text.name x=(self.middle) y=(self.y()) text-anchor="middle" { (self.text) } }
    }
}

/// Lays out the names of a timeline's days in as many rows as they need.
fn names(timeline: &Timeline, scale: &SvgTimeScale) -> (Vec<TimelineLabel>, i64) {
    let mut ends: Vec<i64> = Vec::new();
    let mut names = Vec::new();
    for mark in &timeline.events {
        let text = truncate_to_width(&called(mark), 300);
        let (x, half) = (scale.x(mark.date), text_width(&text) / 2);
        let middle = x.clamp(MARGIN + half, (WIDTH - MARGIN - half).max(MARGIN + half));
        let free = ends.iter().position(|end| *end < middle - half);
        let row = free.unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(0);
        }
        ends[row] = middle + half + 8;
        names.push(TimelineLabel {
            x,
            done: mark.done,
            text,
            middle,
            row: i64::try_from(row).unwrap_or_default(),
        });
    }
    (names, i64::try_from(ends.len()).unwrap_or_default())
}

fn called(mark: &TimelineEvent) -> String {
    let tick = if mark.done { "✓ " } else { "" };
    format!("{tick}{} {}", mark.date.format("%-d %b"), mark.title)
}

/// Estimated width of a text.
fn text_width(text: &str) -> i64 {
    i64::try_from(text.width()).unwrap_or(WIDTH) * CHAR_WIDTH / 10
}

/// Truncates `text` to the width `room`.
fn truncate_to_width(text: &str, room: i64) -> String {
    if text_width(text) <= room {
        return text.to_owned();
    }
    let mut part = String::new();
    for letter in text.graphemes(true) {
        if text_width(&part) + text_width(letter) + text_width("…") > room {
            break;
        }
        part.push_str(letter);
    }
    if part.is_empty() {
        part
    } else {
        format!("{}…", part.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_the_room_there_is() {
        assert_eq!(truncate_to_width("Working", 60), "Working");
        assert_eq!(truncate_to_width("Getting started", 60), "Getting…");
        assert_eq!(truncate_to_width("Working", 5), "");
    }

    #[test]
    fn days_outside_a_timeline_lie_on_its_edge() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let scale = SvgTimeScale {
            from: day("2026-11-01"),
            to: day("2026-11-30"),
        };
        assert_eq!(scale.x(day("2026-01-01")), MARGIN);
        assert_eq!(scale.end(day("2026-11-30")), WIDTH - MARGIN);
        assert_eq!(scale.end(day("2030-01-01")), WIDTH - MARGIN);
    }
}

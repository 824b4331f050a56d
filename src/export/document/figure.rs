//! Figures: drawn as vector graphics where a format can draw, written as a table where it cannot. A figure says nothing
//! that its table does not.

use chrono::NaiveDate;

use super::{Block, Inline, Inlines, sanitize_in_line};
use crate::domain::dates::format_date;

/// A row of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Title above the bars.
    pub title: String,
    /// Unit of the values: `contacts`, `hours`.
    pub unit: String,
    /// The bars from left to right.
    pub bars: Vec<ChartBar>,
    /// Target, drawn as a line across.
    pub target: Option<u32>,
}

/// One bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBar {
    /// Text below the bar.
    pub label: String,
    /// Height, in units of the chart.
    pub value: u32,
    /// The value as it is written above the bar.
    pub shown: String,
}

/// A stretch of time from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The day it is drawn, where that lies within.
    pub today: Option<NaiveDate>,
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
    /// The day.
    pub date: NaiveDate,
    pub title: String,
    /// True once it was dealt with.
    pub done: bool,
}

fn cell(text: impl Into<String>) -> Inlines {
    vec![Inline::Text(text.into())]
}

impl Chart {
    /// The same numbers as a table.
    pub fn table(&self) -> Block {
        let mut header = vec![cell(&*self.title), cell(&*self.unit)];
        header.extend(self.target.map(|_| cell("Aimed at")));
        let rows = self.bars.iter().map(|bar| {
            let mut row = vec![cell(&*bar.label), cell(&*bar.shown)];
            row.extend(self.target.map(|target| cell(target.to_string())));
            row
        });
        Block::Table {
            rows: rows.collect(),
            header,
        }
    }

    pub(super) fn sanitize(&mut self) {
        sanitize_in_line(&mut self.title);
        sanitize_in_line(&mut self.unit);
        for bar in &mut self.bars {
            sanitize_in_line(&mut bar.label);
            sanitize_in_line(&mut bar.shown);
        }
    }
}

impl Timeline {
    /// The same days as a table, stretches first.
    pub fn table(&self) -> Block {
        let stretches = self.spans.iter().map(|stretch| {
            let days = format!(
                "{} to {}",
                format_date(stretch.from),
                format_date(stretch.to)
            );
            vec![cell(days), cell(&*stretch.title), cell("")]
        });
        let marks = self.events.iter().map(|mark| {
            let done = if mark.done { "done" } else { "" };
            vec![cell(format_date(mark.date)), cell(&*mark.title), cell(done)]
        });
        Block::Table {
            header: vec![cell("When"), cell("What"), cell("Done")],
            rows: stretches.chain(marks).collect(),
        }
    }

    pub(super) fn sanitize(&mut self) {
        let spans = self.spans.iter_mut().map(|it| &mut it.title);
        let events = self.events.iter_mut().map(|it| &mut it.title);
        spans.chain(events).for_each(sanitize_in_line);
    }
}

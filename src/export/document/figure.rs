//! Figures: drawn as vector graphics where a format can draw, written as a table where it cannot. A figure says nothing
//! that its table does not.

use chrono::NaiveDate;

use super::{Block, Inline, Inlines, sanitize_in_line};
use crate::domain::dates::format_date;

/// A row of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What is shown.
    pub title: String,
    /// What is counted: `contacts`, `hours`.
    pub unit: String,
    /// The bars from left to right.
    pub bars: Vec<ChartBar>,
    /// What was aimed at, drawn as a line across.
    pub target: Option<u32>,
}

/// One bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBar {
    /// What stands below it.
    pub label: String,
    /// How high it is.
    pub value: u32,
    /// What stands on it.
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
    /// What it is called.
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
    /// What fell on it.
    pub title: String,
    /// Whether it was dealt with.
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
        let stretches = self.spans.iter_mut().map(|it| &mut it.title);
        let marks = self.events.iter_mut().map(|it| &mut it.title);
        stretches.chain(marks).for_each(sanitize_in_line);
    }
}

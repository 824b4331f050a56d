//! Figures: drawn as vector graphics where a format can draw, written as a table where it cannot. A figure says nothing
//! that its table does not.

use chrono::NaiveDate;

use super::{Block, Inline, Inlines, line};
use crate::domain::when::shown;

/// A row of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What is shown.
    pub title: String,
    /// What is counted: `contacts`, `hours`.
    pub unit: String,
    /// The bars from left to right.
    pub bars: Vec<Bar>,
    /// What was aimed at, drawn as a line across.
    pub target: Option<u32>,
}

/// One bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
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
    pub stretches: Vec<Stretch>,
    /// Single days, in order.
    pub marks: Vec<Mark>,
}

/// A part of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What it is called.
    pub title: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

/// A day on a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
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

    pub(super) fn plain(&mut self) {
        line(&mut self.title);
        line(&mut self.unit);
        for bar in &mut self.bars {
            line(&mut bar.label);
            line(&mut bar.shown);
        }
    }
}

impl Timeline {
    /// The same days as a table, stretches first.
    pub fn table(&self) -> Block {
        let stretches = self.stretches.iter().map(|stretch| {
            let days = format!("{} to {}", shown(stretch.from), shown(stretch.to));
            vec![cell(days), cell(&*stretch.title), cell("")]
        });
        let marks = self.marks.iter().map(|mark| {
            let done = if mark.done { "done" } else { "" };
            vec![cell(shown(mark.date)), cell(&*mark.title), cell(done)]
        });
        Block::Table {
            header: vec![cell("When"), cell("What"), cell("Done")],
            rows: stretches.chain(marks).collect(),
        }
    }

    pub(super) fn plain(&mut self) {
        let stretches = self.stretches.iter_mut().map(|it| &mut it.title);
        let marks = self.marks.iter_mut().map(|it| &mut it.title);
        stretches.chain(marks).for_each(line);
    }
}

//! Figures as tables, for formats that cannot draw, and sanitized.

use super::{Align, Block, Inline, Inlines, Table, sanitize_in_line};
use crate::domain::dates::format_date;
use crate::figure::{Chart, Figure, Mark, Timeline};

fn cell(text: impl Into<String>) -> Inlines {
    vec![Inline::Text(text.into())]
}

impl Figure {
    /// All that it says, as a table.
    pub fn table(&self) -> Block {
        match self {
            Self::Chart(chart) => chart_table(chart),
            Self::Timeline(timeline) => timeline_table(timeline),
        }
    }

    pub(super) fn sanitize(&mut self) {
        match self {
            Self::Chart(chart) => {
                let bars = chart.bars.iter_mut();
                bars.flat_map(|bar| [&mut bar.label, &mut bar.shown])
                    .chain([&mut chart.title, &mut chart.unit])
                    .for_each(sanitize_in_line);
            }
            Self::Timeline(timeline) => {
                let spans = timeline.spans.iter_mut().map(|it| &mut it.title);
                let events = timeline.events.iter_mut().map(|it| &mut it.title);
                spans.chain(events).for_each(sanitize_in_line);
            }
        }
    }
}

fn chart_table(chart: &Chart) -> Block {
    let mut header = vec![cell(&*chart.title), cell(&*chart.unit)];
    header.extend(chart.target.map(|_| cell("Aimed at")));
    let rows = chart.bars.iter().map(|bar| {
        let mut row = vec![cell(&*bar.label), cell(&*bar.shown)];
        row.extend(chart.target.map(|target| cell(target.to_string())));
        row
    });
    Block::Table(Table {
        rows: rows.collect(),
        header,
        align: vec![Align::Start, Align::End, Align::End],
        ..Table::default()
    })
}

/// The days of a timeline, spans first.
fn timeline_table(timeline: &Timeline) -> Block {
    let spans = timeline.spans.iter().map(|span| {
        let days = format!("{} to {}", format_date(span.from), format_date(span.to));
        vec![cell(days), cell(&*span.title), cell("")]
    });
    let events = timeline.events.iter().map(|event| {
        let done = if event.mark == Mark::Done { "done" } else { "" };
        let date = format_date(event.date);
        vec![cell(date), cell(&*event.title), cell(done)]
    });
    Block::Table(Table {
        header: vec![cell("When"), cell("What"), cell("Done")],
        rows: spans.chain(events).collect(),
        ..Table::default()
    })
}

//! The present year as it stands, for its owner: the report with numbers against the cadence in place of charts.
//!
//! Goals and lists stay out: each has a page of its own, which alone shows what is private of it.

use super::builders::{bullets, fact_if, heading, table, titled};
use super::year::{channels, timeline_section, wins, without_parts};
use super::{Block, Document, Fact};
use crate::domain::dates::{self, pluralize};
use crate::domain::schedule::{Totals, Year};
use crate::export::shared_book::ExportView;

/// The page of the present year.
pub fn year_page(view: &ExportView) -> Document {
    let year = view.year();
    let totals = year.totals();
    let mut document = without_parts(view, &totals);
    document.facts.extend(standing(&year, &totals));
    let parts = [
        timeline_section(&year),
        months(&year, &totals),
        areas_touched(view, &year),
        wins(&year),
    ];
    document.blocks.extend(parts.into_iter().flatten());
    document
}

/// Phase, cadence and contact today.
fn standing(year: &Year, totals: &Totals) -> impl Iterator<Item = Fact> {
    let cycle = year.book.cycle();
    let closed = cycle.and_then(|cycle| cycle.closed);
    let stay = cycle.and_then(|cycle| cycle.stay);
    let met = |met: Option<(usize, usize)>| {
        met.map(|(enough, all)| format!("{enough} of {all} full months"))
    };
    let longest = totals
        .longest_interval
        .map(|gap| format!("{} ({})", dates::humanize_days(gap.days), gap.ends("year")));
    let facts = [
        ("Phase", year.phase().map(|span| span.phase.title.clone())),
        ("Closed on", closed.map(dates::format_date)),
        ("Staying in touch", stay.map(|stay| stay.label().to_owned())),
        ("Rhythm", year.cadence_words()),
        ("Contacts met the rhythm", met(totals.contacts_met)),
        ("Meetings met the rhythm", met(totals.meetings_met)),
        ("Longest time without contact", longest),
    ];
    let facts = facts.into_iter();
    facts.filter_map(|(label, value)| fact_if(label, value.unwrap_or_default()))
}

/// The months against the number that the cadence asks of each.
fn months(year: &Year, totals: &Totals) -> Vec<Block> {
    let (contacts, meetings) = year.month_target();
    let against = |count: u32, target: Option<u32>| match target {
        Some(target) => format!("{count} of {target}"),
        None => count.to_string(),
    };
    let rows = totals.months.iter().map(|month| {
        vec![
            dates::format_month(month.first),
            against(month.count.contacts, contacts),
            against(month.count.meetings, meetings),
            month.minutes.to_string(),
        ]
    });
    let header = ["Month", "Contacts", "Meetings", "Minutes"];
    let mut blocks = vec![heading(2, "Months")];
    blocks.extend(table(&header, rows));
    blocks.extend(channels(totals));
    blocks
}

/// Competency areas that the log touched, with the number of times.
fn areas_touched(view: &ExportView, year: &Year) -> Vec<Block> {
    let held = year.held_in_cycle();
    let areas = view.competencies.into_iter();
    let areas = areas
        .flat_map(|set| year.competency_coverage(set, &held))
        .filter(|area| area.talks > 0)
        .map(|area| {
            let times = pluralize(area.talks, "time");
            Block::text(format!("{} ({times})", area.area))
        });
    titled(2, "Competency areas touched", bullets(areas))
}

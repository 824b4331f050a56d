//! The report of a year, as a pair would print and frame it: timeline, numbers, goals and wins.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::builders::{bullets, fact, heading, list_of, new_document, titled, with_private_mark};
use super::{Block, Document, Fact, parse_markdown_below};
use crate::domain::dates::{self, pluralize};
use crate::domain::display::capitalize;
use crate::domain::goal::{Goal, GoalStatus, Step};
use crate::domain::list::{ListItem, ListKind};
use crate::domain::person::Role;
use crate::domain::schedule::{MonthTotals, Totals, Year};
use crate::export::shared_book::ExportView;
use crate::figure::{Chart, ChartBar, Figure, Timeline};

/// The report of the present year.
pub fn year(view: &ExportView) -> Document {
    let year = view.year();
    let totals = year.totals();
    let mut document = without_parts(view, &totals);
    let parts = [
        timeline_section(&year),
        contacts(&year, &totals),
        goals(view),
        wins(&year),
        lists(view),
    ];
    document.blocks.extend(parts.into_iter().flatten());
    if totals.first.is_some() && year.is_over() {
        document.blocks.extend([Block::Rule, thanks(view)]);
    }
    document
}

fn thanks(view: &ExportView) -> Block {
    Block::text(format!(
        "{} and {} thank each other for the time, the questions and the trust of this year.",
        view.book.name(Role::Mentee),
        view.book.name(Role::Mentor)
    ))
}

/// Head and summary of the year.
pub fn without_parts(view: &ExportView, totals: &Totals) -> Document {
    let mut document = new_document(view, "Year report", view.today);
    let cycle = view.book.cycle();
    let days = cycle.map(|cycle| fact("Period", dates::format_period(cycle.start, cycle.end)));
    document.facts.extend(days);
    document.facts.extend(paused(&view.year()));
    document.blocks.push(Block::text(summary(view, totals)));
    document
}

/// Days on which the year was paused.
pub fn paused(year: &Year) -> Option<Fact> {
    let words = year.pause_words()?;
    Some(fact("Paused", words.trim_start_matches("paused ")))
}

/// Channels by how often they were used.
pub fn channels(totals: &Totals) -> Option<Block> {
    let channels: Vec<_> = totals
        .channels
        .iter()
        .map(|(channel, count)| format!("{} {count}", channel.label().to_lowercase()))
        .collect();
    (!channels.is_empty()).then(|| Block::text(format!("By way of: {}.", channels.join(", "))))
}

/// The year in a sentence.
fn summary(view: &ExportView, totals: &Totals) -> String {
    let pair = format!(
        "{} and {}",
        view.book.name(Role::Mentee),
        view.book.name(Role::Mentor)
    );
    let (Some(first), Some(last)) = (totals.first, totals.last) else {
        return format!("{pair} have not logged a meeting of this year yet.");
    };
    let met = pluralize(totals.count.meetings, "time").replace("1 time", "once");
    let held = format!(
        "From {} to {} {pair} met {met} and were in touch {} in total",
        dates::format_date(first),
        dates::format_date(last),
        pluralize(totals.count.contacts, "time").replace("1 time", "once"),
    );
    let goals = view.book.goals_in_order();
    let reached = goals.iter().filter(|goal| is_reached(goal)).count();
    let hours = if totals.minutes > 0 {
        format!(", {} together", totals.hours())
    } else {
        String::new()
    };
    match goals.len() {
        0 => format!("{held}{hours}."),
        all => format!(
            "{held}{hours}; {reached} of {} reached.",
            match all {
                1 => "1 goal was".to_owned(),
                _ => format!("{all} goals were"),
            }
        ),
    }
}

fn is_reached(goal: &Goal) -> bool {
    goal.status == GoalStatus::Done
}

/// Phases and dates from the first day to the last.
pub fn timeline_section(year: &Year) -> Vec<Block> {
    let shown = Timeline::of(year).filter(|it| !it.spans.is_empty() || !it.events.is_empty());
    shown.map_or_else(Vec::new, |timeline| {
        vec![
            heading(2, "The course of the year"),
            Block::Figure(Figure::Timeline(timeline)),
        ]
    })
}

/// Contacts and hours by month.
fn contacts(year: &Year, totals: &Totals) -> Vec<Block> {
    if totals.count.contacts == 0 {
        return Vec::new();
    }
    let mut blocks = vec![heading(2, "In touch")];
    let met = totals.contacts_met.or(totals.meetings_met);
    let words = match (met, year.cadence_words()) {
        (Some((met, all)), Some(cadence)) => Some(format!(
            "{}; it was so in {met} of {all} full {}.",
            capitalize(&cadence),
            if all == 1 { "period" } else { "periods" }
        )),
        (None, Some(cadence)) => Some(format!("{}.", capitalize(&cadence))),
        (_, None) => None,
    };
    blocks.extend(words.map(Block::text));
    let monthly = year.cadence().contacts.filter(|rate| rate.months <= 1);
    let contacts = bars(&totals.months, |month| {
        (month.count.contacts, month.count.contacts.to_string())
    });
    let target = monthly.map(|rate| rate.count);
    blocks.push(chart("Contacts by month", "contacts", contacts, target));
    if totals.minutes > 0 {
        let hours = bars(&totals.months, |month| {
            let minutes = u32::try_from(month.minutes).unwrap_or(u32::MAX);
            (minutes, month.decimal_hours())
        });
        blocks.push(chart("Hours by month", "hours", hours, None));
    }
    blocks.extend(channels(totals));
    blocks
}

fn chart(title: &str, unit: &str, bars: Vec<ChartBar>, target: Option<u32>) -> Block {
    Block::Figure(Figure::Chart(Chart {
        title: title.to_owned(),
        unit: unit.to_owned(),
        bars,
        target,
    }))
}

fn bars(months: &[MonthTotals], value: impl Fn(&MonthTotals) -> (u32, String)) -> Vec<ChartBar> {
    let bar = |month: &MonthTotals| {
        let (value, shown) = value(month);
        bar(month.first, value, shown)
    };
    months.iter().map(bar).collect()
}

fn bar(month: NaiveDate, value: u32, shown: String) -> ChartBar {
    ChartBar {
        label: dates::format_month(month),
        value,
        shown,
    }
}

/// Each goal with its status, its steps and its last progress.
fn goals(view: &ExportView) -> Vec<Block> {
    let goals = view.book.goals_in_order();
    if goals.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![heading(2, "Goals")];
    blocks.extend(steps_by_month(view));
    for goal in goals {
        blocks.push(heading(3, with_private_mark(&goal.title, goal.private)));
        let (done, steps) = view.book.steps_done(goal.id);
        let mut words = format!("{}.", goal.status.label());
        if steps > 0 {
            words.push_str(&format!(" {done} of {} done.", counted_steps(steps)));
        }
        blocks.push(Block::text(words));
        let progress = view.book.progress_of(goal.id);
        let last = progress.iter().find(|line| !line.text.is_empty());
        blocks.extend(last.map(|line| Block::text(line.text.as_str())));
        let evidence = view.book.evidence_of(goal.id).into_iter();
        blocks.extend(bullets(
            evidence.map(|item| Block::text(item.title.as_str())),
        ));
    }
    blocks
}

fn counted_steps(steps: usize) -> String {
    pluralize(steps, "step")
}

/// Steps by the month in which they were done, within the present year.
fn steps_by_month(view: &ExportView) -> Option<Block> {
    let cycle = view.book.cycle()?;
    let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let last = cycle.end.min(view.today);
    let mut months: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    let mut month = first(cycle.start);
    while month <= last {
        months.insert(month, 0);
        month = first(month + chrono::Days::new(31));
    }
    let known = |step: &&Step| !step.archived && view.book.goals.contains_key(&step.goal);
    for step in view.book.steps.values().filter(known) {
        let month = step.done.and_then(|done| months.get_mut(&first(done)));
        if let Some(count) = month {
            *count += 1;
        }
    }
    let any = months.values().any(|count| *count > 0);
    let bars = months.into_iter();
    let bars = bars.map(|(month, count)| bar(month, count, count.to_string()));
    any.then(|| chart("Steps done by month", "steps", bars.collect(), None))
}

/// Wins noted in the log, oldest first.
pub fn wins(year: &Year) -> Vec<Block> {
    let held = year.held_in_cycle().into_iter();
    let won = held.filter(|meeting| !meeting.win.trim().is_empty());
    let wins = won.map(|meeting| {
        // The day stands behind it, so that it is never left alone at the foot of a page.
        let day = dates::format_date(meeting.date);
        Block::text(format!("{} ({day})", meeting.win.trim()))
    });
    titled(2, "Wins", bullets(wins))
}

/// The pair's lists, one after another.
pub fn lists(view: &ExportView) -> Vec<Block> {
    let lists = ListKind::ALL.iter().flat_map(|list| {
        let items = view.book.list(*list).into_iter();
        titled(2, list.label(), list_of(items.map(list_item)))
    });
    lists.collect()
}

fn list_item(item: &ListItem) -> Vec<Block> {
    let done = item
        .done
        .map(|day| format!("{} {}", item.list.done_label(), dates::format_date(day)));
    let parts = [item.title.clone(), item.by.clone(), item.link.clone()];
    let parts: Vec<_> = parts
        .into_iter()
        .chain(done)
        .filter(|part| !part.is_empty())
        .collect();
    let mut blocks = vec![Block::text(parts.join(", "))];
    blocks.extend(parse_markdown_below(&item.note, 3));
    blocks
}

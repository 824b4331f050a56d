//! What the year adds up to: `year show` and `year hours`.

use serde_json::{Value, json};

use crate::cli::meeting;
use crate::cli::output::{Output, TextPage, TextTable};
use crate::cli::session::{CliSession, LoadedBook, counted};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::meeting::{Meeting, MeetingKind};
use crate::domain::program::CompetencySet;
use crate::domain::schedule::{Totals, Year, rate_words};
use crate::problem::Problem;

const KINDS_NEEDED: [Kind; 3] = [Kind::Cycle, Kind::Meeting, Kind::Person];

/// Shows phases, rhythm, months, hours, the longest gap, what was touched, and wins.
pub fn year(session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_read_only(&KINDS_NEEDED)?;
    meeting::load_newest(&opened.store, &mut opened.book, usize::MAX)?;
    let program = session.program(&opened.book)?;
    let competencies = session.competencies(&program)?;
    let year = session.year(&opened.book, &program);
    let totals = year.totals();
    let touched = touched(&year, competencies.as_deref());
    let text = page(&year, &totals, &touched).text();
    let mut json = frame(&year);
    let counts = as_json(&year, &totals);
    if let (Value::Object(json), Value::Object(counts)) = (&mut json, counts) {
        json.extend(counts);
    }
    json["competencies"] = touched
        .iter()
        .map(|(title, count)| json!({ "title": title, "times": count }))
        .collect();
    Ok(Output::answer(text, json))
}

/// Each competency area with how often the log touched it.
fn touched(year: &Year, set: Option<&CompetencySet>) -> Vec<(String, usize)> {
    let held = year.held_in_cycle();
    let areas = set.into_iter().flat_map(|set| &set.areas);
    let counted = areas.map(|area| {
        let of_area = held.iter().filter(|it| it.competencies.contains(&area.key));
        (area.title.clone(), of_area.count())
    });
    counted.collect()
}

fn wins<'a>(year: &Year<'a>) -> impl Iterator<Item = &'a Meeting> {
    let held = year.held_in_cycle().into_iter();
    held.filter(|meeting| !meeting.win.is_empty())
}

fn page(year: &Year, totals: &Totals, touched: &[(String, usize)]) -> TextPage {
    let book = year.book;
    let mut page = TextPage::new(&year.program.title);
    if let Some(cycle) = book.cycle() {
        let span = format!(
            "{} to {}",
            dates::format_date(cycle.start),
            dates::format_date(cycle.end)
        );
        let closed = cycle.closed.map_or_else(String::new, dates::format_date);
        page.fact("From", &span).fact("Closed on", &closed).fact(
            "Staying in touch",
            cycle.stay.map_or("", |stay| stay.label()),
        );
    }
    let phase = year.phase().map_or("", |span| span.phase.title.as_str());
    let count = format!(
        "{}, {}",
        counted(to_usize(totals.count.contacts), "contact"),
        counted(to_usize(totals.count.meetings), "meeting")
    );
    page.fact("Phase", phase)
        .fact("Rhythm", &year.cadence_words().unwrap_or_default())
        .fact("Held", &count)
        .fact("Together", &totals.hours())
        .fact("Contacts met the rhythm", &met(totals.contacts_met))
        .fact("Meetings met the rhythm", &met(totals.meetings_met))
        .fact("Longest time without contact", &longest(totals));
    page.list(
        "Phases",
        year.phases().iter().map(|span| {
            let (start, end) = (dates::format_date(span.start), dates::format_date(span.end));
            format!("{start} to {end}: {}", span.phase.title)
        }),
    );
    page.prose("Months", &months(year, totals).text());
    let touched = touched.iter().filter(|(_, count)| *count > 0);
    page.list(
        "Competency areas touched",
        touched.map(|(title, count)| format!("{title} ({})", counted(*count, "time"))),
    );
    page.list(
        "Wins",
        wins(year).map(|it| format!("{}: {}", dates::format_date(it.date), it.win)),
    );
    page
}

fn to_usize(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// `3 of 4 months`; nothing while no full month was measured.
fn met(met: Option<(usize, usize)>) -> String {
    met.map_or_else(String::new, |(enough, all)| {
        format!("{enough} of {all} full months")
    })
}

fn longest(totals: &Totals) -> String {
    totals.longest_interval.map_or_else(String::new, |gap| {
        let (from, to) = (dates::format_date(gap.from), dates::format_date(gap.to));
        format!("{} ({from} to {to})", dates::humanize_days(gap.days))
    })
}

/// The months against what the rhythm asks of each.
fn months(year: &Year, totals: &Totals) -> TextTable {
    let cadence = year.cadence();
    let monthly = |held: u32, rate: Option<crate::domain::program::Rate>| match rate
        .filter(|rate| rate.months == 1)
    {
        Some(rate) => format!("{held} of {}", rate.count),
        None => held.to_string(),
    };
    let mut table = TextTable::new(&["Month", "Contacts", "Meetings", "Minutes"]);
    for month in &totals.months {
        table.row([
            month.first.format("%b %Y").to_string(),
            monthly(month.count.contacts, cadence.contacts),
            monthly(month.count.meetings, cadence.meetings),
            month.minutes.to_string(),
        ]);
    }
    table
}

fn frame(year: &Year) -> Value {
    let cycle = year.book.cycle();
    let phases = year.phases();
    json!({
        "program": year.program.key,
        "title": year.program.title,
        "start": cycle.map(|cycle| cycle.start),
        "end": cycle.map(|cycle| cycle.end),
        "closed": cycle.and_then(|cycle| cycle.closed),
        "stay": cycle.and_then(|cycle| cycle.stay),
        "usual_minutes": cycle.and_then(|cycle| cycle.usual_minutes),
        "send_ahead_days": cycle.and_then(|cycle| cycle.send_ahead_days),
        "phase": year.phase().map(|span| &span.phase.title),
        "phases": phases.iter().map(|span| json!({
            "stage": span.phase.stage,
            "title": span.phase.title,
            "start": span.start,
            "end": span.end,
        })).collect::<Value>(),
    })
}

fn as_json(year: &Year, totals: &Totals) -> Value {
    let cadence = year.cadence();
    let met = |met: Option<(usize, usize)>| met.map(|(enough, all)| json!([enough, all]));
    json!({
        "cadence": {
            "agreed": cadence.agreed,
            "contacts": cadence.contacts.map(|rate| rate_words(rate, "contact")),
            "meetings": cadence.meetings.map(|rate| rate_words(rate, "meeting")),
        },
        "contacts": totals.count.contacts,
        "meetings": totals.count.meetings,
        "minutes": totals.minutes,
        "contacts_met": met(totals.contacts_met),
        "meetings_met": met(totals.meetings_met),
        "longest_gap": totals.longest_interval.map(|gap| json!({
            "from": gap.from, "to": gap.to, "days": gap.days,
        })),
        "channels": totals.channels.iter()
            .map(|(channel, count)| json!({ "channel": channel, "times": count }))
            .collect::<Value>(),
        "months": totals.months.iter().map(|month| json!({
            "month": month.first.format("%Y-%m").to_string(),
            "contacts": month.count.contacts,
            "meetings": month.count.meetings,
            "minutes": month.minutes,
            "full": month.full,
        })).collect::<Value>(),
        "wins": wins(year)
            .map(|it| json!({ "date": it.date, "win": it.win }))
            .collect::<Value>(),
    })
}

/// The hours record: every meeting held, and every contact that took a while, with the sum.
pub fn hours(session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_read_only(&KINDS_NEEDED)?;
    meeting::load_newest(&opened.store, &mut opened.book, usize::MAX)?;
    let LoadedBook { book, .. } = opened;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let totals = year.totals();
    let mut held = year.held_in_cycle();
    held.retain(|it| it.kind == MeetingKind::Meeting || it.minutes.is_some());
    if held.is_empty() {
        let text = "No meeting has been held yet. “matchbook log --kind meeting” writes one down.";
        return Ok(Output::answer(
            text,
            json!({ "held": [], "minutes": 0, "hours": "0 h" }),
        ));
    }
    let mut table = TextTable::new(&["Day", "Kind", "Channel", "Minutes", "About"]);
    for it in &held {
        table.row([
            dates::format_date_time(it.date, it.time),
            it.kind.to_string(),
            it.channel.map_or_else(String::new, |it| it.to_string()),
            it.minutes.map_or_else(String::new, |it| it.to_string()),
            meeting::about(it),
        ]);
    }
    let sum = format!("Together: {} minutes, {}.", totals.minutes, totals.hours());
    let rows = held.iter().map(|it| {
        json!({
            "id": it.id,
            "date": it.date,
            "kind": it.kind,
            "channel": it.channel,
            "minutes": it.minutes,
            "about": meeting::about(it),
        })
    });
    let json = json!({
        "held": rows.collect::<Value>(),
        "minutes": totals.minutes,
        "hours": totals.hours(),
    });
    Ok(Output::answer(format!("{}\n{sum}", table.text()), json))
}

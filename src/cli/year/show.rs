//! `year show` and `year hours`: the year added up.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::meeting;
use crate::cli::output::{Output, text_table};
use crate::cli::session::{CliSession, LoadedBook};
use crate::domain::dates;
use crate::domain::display::capitalize;
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind};
use crate::domain::pause::Pause;
use crate::domain::program::{CompetencySet, Cycle};
use crate::domain::schedule::{
    CompetencyCoverage, MonthTotals, PhaseSpan, Totals, Year, rate_words,
};
use crate::export::document::year_page;
use crate::problem::Problem;

/// The year with its sums.
#[derive(Serialize, JsonSchema)]
pub struct YearAnswer<'a> {
    /// Name of the program.
    title: &'a str,
    #[serde(flatten)]
    cycle: Option<&'a Cycle>,
    /// The present phase.
    phase: Option<&'a str>,
    phases: Vec<PhaseSpan<'a>>,
    /// Areas of the program with the number of meetings and contacts that touched each.
    competencies: Vec<CompetencyCoverage>,
    cadence: CadenceAnswer,
    #[serde(flatten)]
    totals: Totals,
    channels: Vec<ChannelRow>,
    months: Vec<MonthRow>,
    wins: Vec<WinRow<'a>>,
    pauses: Vec<&'a Pause>,
}

#[derive(Serialize, JsonSchema)]
struct CadenceAnswer {
    /// The pair agreed on it, so that it is not the program's.
    agreed: bool,
    contacts: Option<String>,
    meetings: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct ChannelRow {
    channel: Channel,
    times: u32,
}

#[derive(Serialize, JsonSchema)]
struct MonthRow {
    /// Year and month: 2026-11.
    month: String,
    #[serde(flatten)]
    totals: MonthTotals,
}

#[derive(Serialize, JsonSchema)]
struct WinRow<'a> {
    date: NaiveDate,
    win: &'a str,
}

pub fn year(session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_read_only()?;
    meeting::load_newest(&opened.store, &mut opened.book, usize::MAX)?;
    let program = session.program(&opened.book)?;
    let competencies = session.competencies(&program)?;
    let year = session.year(&opened.book, &program);
    let text = session.page(&opened.book, &[], |view| Ok(year_page(view)))?;
    Ok(Output::answer(text, answer(&year, competencies.as_deref())))
}

fn answer<'a>(year: &Year<'a>, set: Option<&CompetencySet>) -> YearAnswer<'a> {
    let (totals, cadence, held) = (year.totals(), year.cadence(), year.held_in_cycle());
    let areas = set.map(|set| year.competency_coverage(set, &held));
    let channels = totals.channels.iter();
    let channels = channels.map(|&(channel, times)| ChannelRow { channel, times });
    let months = totals.months.iter().map(|&totals| MonthRow {
        month: totals.first.format("%Y-%m").to_string(),
        totals,
    });
    let wins = held.iter().filter(|meeting| !meeting.win.is_empty());
    YearAnswer {
        title: &year.program.title,
        cycle: year.book.cycle(),
        phase: year.phase().map(|span| &*span.phase.title),
        phases: year.phases(),
        competencies: areas.unwrap_or_default(),
        cadence: CadenceAnswer {
            agreed: cadence.agreed,
            contacts: cadence.contacts.map(|rate| rate_words(rate, "contact")),
            meetings: cadence.meetings.map(|rate| rate_words(rate, "meeting")),
        },
        channels: channels.collect(),
        pauses: year.book.pauses_in_order(),
        months: months.collect(),
        totals,
        wins: wins
            .map(|meeting| WinRow {
                date: meeting.date,
                win: &meeting.win,
            })
            .collect(),
    }
}

/// The hours record.
#[derive(Serialize, JsonSchema)]
pub struct HoursAnswer<'a> {
    held: Vec<HeldRow<'a>>,
    minutes: u64,
    /// The minutes as people write them: 7.5 h.
    hours: String,
}

#[derive(Serialize, JsonSchema)]
struct HeldRow<'a> {
    id: Id,
    /// Its title, else its topics.
    about: String,
    #[serde(flatten)]
    meeting: &'a Meeting,
}

/// Lists every meeting held, and every contact that took a while, with the sum.
pub fn hours(session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_read_only()?;
    meeting::load_newest(&opened.store, &mut opened.book, usize::MAX)?;
    let LoadedBook { book, .. } = opened;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let totals = year.totals();
    let held = year.held_in_cycle();
    let held = held
        .into_iter()
        .filter(|it| it.kind == MeetingKind::Meeting || it.minutes.is_some());
    let held: Vec<_> = held
        .map(|meeting| HeldRow {
            id: meeting.id,
            about: meeting::about(meeting),
            meeting,
        })
        .collect();
    let (minutes, hours) = (totals.minutes, totals.hours());
    let text = if held.is_empty() {
        "No meeting has been held yet. “matchbook log --kind meeting” writes one down.".to_owned()
    } else {
        let header = ["Day", "Kind", "Channel", "Minutes", "About"];
        let table = text_table(&header, &held, |HeldRow { meeting, about, .. }| {
            [
                dates::format_date_time(meeting.date, meeting.time),
                meeting.kind.to_string(),
                meeting
                    .channel
                    .map_or_else(String::new, |it| it.to_string()),
                meeting
                    .minutes
                    .map_or_else(String::new, |it| it.to_string()),
                about.clone(),
            ]
        });
        let paused = year
            .pause_words()
            .map(|words| format!(" {}.", capitalize(&words)));
        let paused = paused.unwrap_or_default();
        format!("{table}\nTogether: {minutes} minutes, {hours}.{paused}")
    };
    let answer = HoursAnswer {
        held,
        minutes,
        hours,
    };
    Ok(Output::answer(text, answer))
}

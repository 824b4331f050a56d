//! Imports calendar files (iCalendar, RFC 5545) as meetings, and their to-dos as actions.
//!
//! `text` makes whole lines and parts of the bytes, the `calcard` crate parses them for `file`. `clocks` tells which clock
//! an hour is by, `event` and `series` on which days it is, by the rules that `recurrence` expands; `meeting` finds the
//! meeting of the book that an event is, `earlier` those that a series no longer has, `link` how people meet, `todo` reads to-dos.

mod clocks;
mod earlier;
mod event;
mod file;
mod link;
mod meeting;
mod names;
mod notes;
mod recurrence;
mod series;
mod text;
mod todo;
mod uid;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use self::clocks::{Clocks, Zones};
use self::event::{Event, Window};
use self::file::{CalendarFile, parse, series_of};
use self::meeting::{MeetingMatcher, called_off};
use self::notes::name;
use self::recurrence::RuleProblem;
use self::series::{Expanded, Series};
use self::uid::Uid;
use super::record_labels::record_label;
use super::rows::imported_record;
use super::{ImportChoice, ImportContext, Incoming, errors};
use crate::domain::dates::{format_date_time, format_period, pluralize};
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::sanitize::sanitize_line;
use crate::problem::Problem;

pub use text::{is_calendar, unfold};

/// Converts the entries of the calendar `text`, which [`unfold`] made, to meetings and actions.
///
/// # Errors
/// When the calendar is cut off or no calendar, or is above the limits.
pub fn records(text: &str, context: &ImportContext) -> Result<Incoming, Problem> {
    let whole = text::whole_parts(text)?;
    let calendars = parse(&whole.text);
    let clocks = Clocks::new(context);
    let zones: Vec<_> = calendars
        .iter()
        .map(|calendar| Zones::of(calendar, &clocks))
        .collect();
    let mut file = CalendarFile::default();
    for (calendar, zones) in calendars.iter().zip(&zones) {
        file.read(calendar, zones, &clocks);
    }
    if file.events.len() + file.todos.len() > errors::MAX_RECORDS {
        return Err(errors::too_many_records());
    }
    if whole.stray > 0 {
        let lines = pluralize(whole.stray, "line");
        let note = format!("Passed over: {lines} outside of its events.");
        file.incoming.notes.push(note);
    }
    if file.events.is_empty() && file.todos.is_empty() && file.incoming.left_out.is_empty() {
        let empty = "The calendar is empty: it holds no event and no to-do.";
        file.incoming.left_out.push(empty.to_owned());
    }
    let mut reader = CalendarReader {
        context,
        clocks: &clocks,
        window: window(context),
        matcher: MeetingMatcher::of(context, &clocks),
        not_asked: 0,
        deadlines: 0,
        notes_kept: 0,
        taken: BTreeSet::new(),
        earlier: Vec::new(),
        incoming: file.incoming,
    };
    // Each day is known by its own id before others are looked for by their hour.
    let series = series_of(&file.events);
    let sound: Vec<_> = series
        .iter()
        .filter_map(|series| reader.expand(series))
        .collect();
    for series in &sound {
        reader.matcher.claim(&series.days.occurrences);
    }
    for series in &sound {
        reader.read_series(series);
    }
    reader.call_off_earlier();
    reader.read_todos(&file.todos);
    Ok(reader.finish())
}

/// Days to take: those that were asked for, else for series those of the book's year.
fn window(context: &ImportContext) -> Window {
    let choice = &context.choice;
    let year = TimeDelta::days(366);
    let year = match context.book.cycle() {
        Some(cycle) => (cycle.start, cycle.end),
        None => (
            context
                .today
                .checked_sub_signed(year)
                .unwrap_or(context.today),
            context
                .today
                .checked_add_signed(year)
                .unwrap_or(context.today),
        ),
    };
    Window {
        days: choice.from.unwrap_or(year.0)..=choice.until.unwrap_or(year.1),
        from: choice.from,
        until: choice.until,
    }
}

/// A series with its days.
struct ExpandedSeries<'a> {
    series: Series<'a>,
    head: &'a Event<'a>,
    days: Expanded<'a>,
}

/// Converts the series and to-dos of a file, one after the other.
struct CalendarReader<'a> {
    context: &'a ImportContext<'a>,
    clocks: &'a Clocks<'a>,
    window: Window,
    matcher: MeetingMatcher<'a>,
    /// Events that are not among those asked for.
    not_asked: usize,
    /// Deadlines of a book, which a calendar does not change.
    deadlines: usize,
    /// Notes of the file that differ from those that the book has.
    notes_kept: usize,
    /// Ids of the meetings so far.
    taken: BTreeSet<Id>,
    /// Meetings that a series of the file had before and has no longer.
    earlier: Vec<&'a Meeting>,
    incoming: Incoming,
}

impl<'a> CalendarReader<'a> {
    /// The days of a series; what is wrong with its events is told.
    fn expand(&mut self, series: &Series<'a>) -> Option<ExpandedSeries<'a>> {
        let mut events = Vec::new();
        for &event in &series.events {
            if Uid::of(event.uid()) == Uid::Deadline {
                self.deadlines += 1;
            } else if event.is_open() {
                self.leave_out(event, "the file does not say where it ends");
            } else if event.start.is_none() {
                self.leave_out(event, "it has no day that can be read");
            } else {
                events.push(event);
            }
        }
        let series = Series { events };
        let head = series.head()?;
        let days = match series.expand(&self.window, self.clocks) {
            Ok(days) => days,
            Err(RuleProblem::Unreadable) => {
                self.incoming.notes.push(format!(
                    "{} repeats by a rule that cannot be read; its first day is taken.",
                    name(head.title())
                ));
                Expanded::of_first_day(head)
            }
            Err(RuleProblem::Endless) => {
                self.leave_out(
                    head,
                    "it repeats too often for a meeting, or by a rule without end",
                );
                return None;
            }
        };
        Some(ExpandedSeries { series, head, days })
    }

    fn leave_out(&mut self, event: &Event, why: &str) {
        let title = name(event.title());
        let why = format!("The event {title} was left out: {why}.");
        self.incoming.left_out.push(why);
    }

    fn read_series(&mut self, one: &ExpandedSeries<'a>) {
        let ExpandedSeries { series, head, days } = one;
        if let Some(first) = days.occurrences.first() {
            let (date, time) = self.clocks.for_reader(&first.start);
            let title = sanitize_line(head.title());
            let mut label = format!("{}: {title}", format_date_time(date, time));
            if let Some(words) = days.words() {
                label.push_str(&format!(" ({words})"));
            }
            let is_asked = self.context.choice.names(|| series.words());
            let is_own = matches!(Uid::of(head.uid()), Uid::Meeting(_) | Uid::Unnamed(_));
            let unusual = head.why_unusual(self.context).filter(|_| !is_own);
            if !self.offer(series.id(self.context), label, is_asked, unusual.is_none()) {
                if let Some(why) =
                    unusual.filter(|_| is_asked && self.context.choice.picked.is_none())
                {
                    self.leave_out(head, &format!("{why}; “--only” with a word of it takes it"));
                } else {
                    self.not_asked += 1;
                }
                return;
            }
            self.tell_series(one);
        } else if self.window.is_asked() {
            self.not_asked += 1;
            return;
        } else if days.goes_on {
            let year = format_period(*self.window.days.start(), *self.window.days.end());
            self.leave_out(head, &format!("it has no day from {year}"));
        } else {
            self.leave_out(head, "the calendar leaves out each of its days");
        }
        if days.is_series && !self.window.is_asked() {
            let window = &self.window.days;
            let earlier = self.matcher.match_earlier(head, &days.occurrences, window);
            self.earlier.extend(earlier);
        }
        for day in &days.occurrences {
            match self.matcher.meeting(day) {
                Ok(Some(found)) => {
                    self.notes_kept += usize::from(found.keeps_note);
                    let is_first = self.taken.insert(found.meeting.record.id());
                    let note = found.note.filter(|_| is_first);
                    let note = note.map(|note| imported_record(note.into(), &[]));
                    self.incoming.records.push(found.meeting);
                    self.incoming.records.extend(note);
                }
                Ok(None) => self.deadlines += 1,
                Err(why) => self.incoming.left_out.push(why),
            }
        }
        let excluded = days.excluded.iter();
        let cancelled = excluded.filter_map(|key| self.matcher.cancelled(head, key));
        self.incoming.records.extend(cancelled);
    }

    /// Calls off what no event of the file took over.
    fn call_off_earlier(&mut self) {
        for meeting in std::mem::take(&mut self.earlier) {
            if self.taken.insert(meeting.id) {
                self.incoming.records.push(called_off(meeting));
            }
        }
    }

    /// Lists an entry among those to choose from; true if it is taken.
    fn offer(&mut self, id: Id, label: String, is_asked: bool, is_usual: bool) -> bool {
        let choice = &self.context.choice;
        let taken = match &choice.picked {
            Some(picked) => picked.contains(&id),
            None => is_asked && (is_usual || !choice.only.is_empty()),
        };
        self.incoming
            .choices
            .push(ImportChoice { id, label, taken });
        taken
    }

    /// Tells of what a meeting cannot hold: many days, a length that is none, two events with one UID.
    fn tell_series(&mut self, one: &ExpandedSeries) {
        let ExpandedSeries { series, head, days } = one;
        let title = name(head.title());
        let mut tell = |words: String| self.incoming.notes.push(words);
        if let Some(words) = days.words() {
            let year = format_period(*self.window.days.start(), *self.window.days.end());
            let rest = format!(" Its days outside of {year} are not taken.");
            let rest = if days.goes_on { rest.as_str() } else { "" };
            tell(format!("{title}: {words}.{rest}"));
        }
        let day = TimeDelta::days(1);
        let mut lengths = days.occurrences.iter().filter_map(|one| one.length);
        if let Some(length) = lengths.clone().find(|length| *length > day) {
            let days = (length + day - TimeDelta::seconds(1)).num_days();
            tell(format!(
                "{title} lasts {days} days; the first one is taken."
            ));
        } else if lengths.any(|length| length < TimeDelta::zero()) {
            tell(format!(
                "{title} ends before it begins; it is taken without a length."
            ));
        }
        if series.events.iter().any(|event| event.has_unreadable()) {
            tell(format!(
                "{title} has a day or a length that cannot be read; that part of it is not taken."
            ));
        }
        for twin in series.twins(self.clocks) {
            let meeting = Meeting {
                date: self.clocks.settle(&twin).0,
                title: head.title().to_owned(),
                ..Meeting::default()
            };
            let label = record_label(&meeting.into());
            let twice = format!("{label} is in the file twice; the first one counts.");
            self.incoming.left_out.push(twice);
        }
    }

    fn finish(mut self) -> Incoming {
        let incoming = &mut self.incoming;
        let mut note = |count: usize, words: &dyn Fn(usize) -> String| {
            if count > 0 {
                incoming.notes.push(words(count));
            }
        };
        note(self.deadlines, &|count| {
            let deadlines = pluralize(count, "deadline");
            format!("{deadlines} of a book passed over: a calendar changes meetings only.")
        });
        note(self.not_asked, &|count| {
            format!(
                "Not asked for: {}.",
                pluralize(count, "entry").replace("entrys", "entries")
            )
        });
        note(self.notes_kept, &|count| {
            format!(
                "The book keeps its notes on {}; those of the file differ.",
                pluralize(count, "meeting")
            )
        });
        for zone in self.clocks.unknown.borrow().iter() {
            incoming.notes.push(format!(
                "The time zone {} is not known; its hours are taken as yours.",
                name(zone)
            ));
        }
        self.incoming
    }
}

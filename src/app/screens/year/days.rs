//! The calendar of the year: a selected day, and what falls on it.

use chrono::NaiveDate;

use super::dates::verb_on;
use super::{Verb, open, say};
use crate::app::calendar::CalendarState;
use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::list::List;
use crate::app::modal::turn;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone};
use crate::app::screens::form::Form;
use crate::app::screens::{Reply, Screen, edit, show};
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::schedule::{DayKind, DayState, Days, OnDay};
use crate::domain::when;

/// What stands for an entry of a day.
pub type Key = (DayKind, Id);

/// The pane.
pub struct DaysPane {
    /// The selected day.
    pub calendar: CalendarState,
    /// Whether the keys move among the entries of the day, not among days.
    pub in_entries: bool,
    /// Which entry of the day is selected.
    pub list: List<Key>,
    /// What falls on which day, worked out when the book changes: it walks the whole log.
    days: Days,
    /// The first day of the year, from which pages of months are counted.
    start: NaiveDate,
}

impl DaysPane {
    /// The pane, on today.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            calendar: CalendarState::new(today, today),
            in_entries: false,
            list: List::default(),
            days: Days::new(),
            start: today,
        }
    }

    /// Works out what falls on which day.
    pub fn refresh(&mut self, desk: &Desk) {
        self.days = desk.year().days();
        self.calendar = CalendarState::new(self.calendar.day(), desk.today());
        self.start = desk.book.cycle().map_or(desk.today(), |cycle| cycle.start);
        self.in_entries &= self.entries().len() > 1;
    }

    /// What falls on the selected day.
    pub fn entries(&self) -> &[OnDay] {
        self.on(self.calendar.day())
    }

    /// What falls on `day`.
    pub fn on(&self, day: NaiveDate) -> &[OnDay] {
        self.days.get(&day).map_or(&[], Vec::as_slice)
    }

    /// What of `day` to look at first.
    pub fn state_of(&self, day: NaiveDate) -> Option<DayState> {
        self.on(day).iter().map(|entry| entry.state).max()
    }

    /// The first days of the `count` months on the page that holds the selected day; pages are counted from the first
    /// month of the year, so that they stay while the selection moves within one.
    pub fn months(&self, count: u32) -> Vec<NaiveDate> {
        self.calendar.page(self.start, count)
    }

    fn keys(&self) -> Vec<Key> {
        self.entries().iter().map(|it| (it.kind, it.id)).collect()
    }

    /// The selected entry.
    pub fn selected(&self) -> Option<Key> {
        self.list.selected(&self.keys()).copied()
    }

    /// The entries of the selected day as rows, then at most `ahead` lines on the days after it.
    pub fn sections(&self, desk: &Desk, ahead: usize) -> Vec<Section<Key>> {
        let here = self.section(desk);
        let room = ahead.saturating_sub(here.rows.len().max(1));
        let after = self.days.range(self.calendar.day()..);
        let after = after.filter(|(day, _)| **day > self.calendar.day());
        let lines: Vec<_> = after
            .flat_map(|(day, entries)| entries.iter().map(move |entry| (day, entry)))
            .take(room)
            .map(|(day, entry)| format!("{}  {}", when::shown(*day), words_of(entry)))
            .collect();
        let after = Section::new("After that", Vec::new(), "").lines(lines);
        let shown = !after.lines.is_empty();
        std::iter::once(here)
            .chain(shown.then_some(after))
            .collect()
    }

    /// The entries of the selected day, under what day it is.
    fn section(&self, desk: &Desk) -> Section<Key> {
        let day = self.calendar.day();
        let phase = desk.year().phase_on(day).filter(|_| {
            let cycle = desk.book.cycle();
            cycle.is_some_and(|cycle| (cycle.start..=cycle.end).contains(&day))
        });
        let phase = phase.map_or_else(String::new, |span| format!(" · {}", span.phase.title));
        let title = format!(
            "{} ({}){phase}",
            when::shown(day),
            desk.year().distance(day)
        );
        let rows = self
            .entries()
            .iter()
            .map(|entry| row(entry, desk))
            .collect();
        let empty = if desk.book.complete {
            "Nothing on this day. > finds the next one, a adds a date."
        } else {
            "The log is still being read."
        };
        Section::new(title, rows, empty)
    }

    /// Selects a day, as a click does.
    pub fn select(&mut self, day: NaiveDate) {
        self.calendar.select(day);
        self.in_entries = false;
        self.list = List::default();
    }

    /// Lets the keys move among days again. Whether they did not before.
    pub fn leave_entries(&mut self) -> bool {
        std::mem::take(&mut self.in_entries)
    }

    /// Goes to today, or to the nearest day that has something.
    pub(super) fn go(&mut self, verb: Verb) -> Vec<Reply> {
        let day = self.calendar.day();
        let found = match verb {
            Verb::NextDay => self.days.range(day..).find(|(found, _)| **found > day),
            Verb::PreviousDay => self.days.range(..day).next_back(),
            Verb::Today | Verb::Edit | Verb::Add | Verb::Toggle | Verb::Archive => {
                self.select(self.calendar.today());
                return Vec::new();
            }
        };
        match found.map(|(day, _)| *day) {
            Some(day) => {
                self.select(day);
                Vec::new()
            }
            None if verb == Verb::NextDay => say("Nothing has a day after this one."),
            None => say("Nothing has a day before this one."),
        }
    }

    /// Answers a verb.
    pub(super) fn act(&self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        if verb == Verb::Add {
            return self.add(desk);
        }
        match self.selected() {
            Some((kind, id)) => verb_on(verb, kind, id, desk),
            None => say("Nothing is on this day; a adds a date."),
        }
    }

    /// A new date on the selected day.
    fn add(&self, desk: &Desk) -> Vec<Reply> {
        let Ok(mut form) = Form::open(Purpose::Milestone(None), desk) else {
            return edit(Purpose::Milestone(None), desk);
        };
        if desk.refuses_changes().is_some() || form.from_draft {
            return edit(Purpose::Milestone(None), desk);
        }
        let day = Some(self.calendar.day());
        form.state.answers.set_day("date", day, None);
        show(Screen::Form(Box::new(form)))
    }

    /// Moves by day, week or month, or among the entries of a day; opens.
    pub(super) fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let keys = self.keys();
        if movement == Move::Open {
            return match self.selected() {
                Some((kind, id)) if self.in_entries || keys.len() == 1 => open(kind, id, desk),
                Some(_) => {
                    self.in_entries = true;
                    say(
                        "Several things are on this day: choose one, Enter opens it, Esc goes back.",
                    )
                }
                None => say("Nothing is on this day; > goes to the next one that has something."),
            };
        }
        if self.in_entries {
            if movement == Move::Left || (movement == Move::Up && self.list.index(&keys) == Some(0))
            {
                self.in_entries = false;
            } else {
                self.list.step(movement, &keys);
            }
        } else if let Some(turn) = turn(movement) {
            self.calendar.turn(turn);
            self.list = List::default();
        }
        Vec::new()
    }

    pub(super) fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        let keys = self.keys();
        let again = self.list.click(row, &keys);
        if again && (self.in_entries || keys.len() == 1) {
            return self.step(Move::Open, desk);
        }
        self.in_entries = keys.len() > 1;
        Vec::new()
    }
}

fn row(entry: &OnDay, desk: &Desk) -> Row<Key> {
    let (sign, tone, words) = match entry.state {
        DayState::Begins => (Sign::None, Tone::Plain, "begins"),
        DayState::Done => (Sign::Done, Tone::Done, "done"),
        DayState::Held => (Sign::Bullet, Tone::Plain, ""),
        DayState::Planned => (Sign::Planned, Tone::Soon, "planned"),
        DayState::Due => (Sign::Open, Tone::Plain, "due"),
        DayState::Late => (Sign::Late, Tone::Late, "was due"),
    };
    let time = entry.time.map(when::shown_time).unwrap_or_default();
    let how = desk
        .book
        .meetings
        .get(&entry.id)
        .map(how)
        .unwrap_or_default();
    let right: Vec<_> = [words, &time, &how]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    Row::new((entry.kind, entry.id), words_of(entry))
        .sign(sign)
        .tone(tone)
        .right(right.join(" · "))
}

fn words_of(entry: &OnDay) -> String {
    if entry.title.is_empty() {
        entry.kind.label().to_owned()
    } else {
        format!("{}: {}", entry.kind, entry.title)
    }
}

/// By which way and how long.
fn how(meeting: &Meeting) -> String {
    let channel = meeting.channel.map_or("", |channel| channel.label());
    let minutes = meeting
        .minutes
        .map_or_else(String::new, |minutes| format!("{minutes} min"));
    format!("{channel} {minutes}").trim().to_owned()
}

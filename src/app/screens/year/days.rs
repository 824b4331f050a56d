//! The calendar of the year: a selected day, and its entries.

use chrono::NaiveDate;

use crate::app::calendar::CalendarState;
use crate::app::command::{Command, Move};
use crate::app::edit_target::EditTarget;
use crate::app::list_state::{ListState, Selecting};
use crate::app::modal::calendar_step;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, joined};
use crate::app::screens::meetings::channel_and_minutes;
use crate::app::screens::{ScreenEffects, ScreenLogic, open_prepared_editor, record, status};
use crate::app::session::Session;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::schedule::{CalendarDays, CalendarItem, CalendarItemKind, CalendarItemState};

/// Identity of an entry of a day.
pub type DayEntryKey = (CalendarItemKind, Id);

pub struct DaysPane {
    pub calendar: CalendarState,
    /// True while the keys move among the entries of the day, not among days.
    pub in_entries: bool,
    pub list: ListState<DayEntryKey>,
    /// Entries by day; a cache, refreshed when the book changes, because it walks the whole log.
    days: CalendarDays,
    /// First day of the year, from which pages of months are counted.
    start: NaiveDate,
}

impl DaysPane {
    /// The pane, on today.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            calendar: CalendarState::new(today, today),
            in_entries: false,
            list: ListState::default(),
            days: CalendarDays::new(),
            start: today,
        }
    }

    /// The pane of this month alone, on today.
    pub fn this_month(session: &Session) -> Self {
        let mut pane = Self::new(session.today());
        pane.days = session.year().days_of_month();
        pane
    }

    /// Entries of the selected day.
    pub fn entries(&self) -> &[CalendarItem] {
        self.entries_on(self.calendar.day())
    }

    pub fn entries_on(&self, day: NaiveDate) -> &[CalendarItem] {
        self.days.get(&day).map_or(&[], Vec::as_slice)
    }

    /// The most urgent state among the entries of `day`.
    pub fn state_of(&self, day: NaiveDate) -> Option<CalendarItemState> {
        self.entries_on(day).iter().map(|entry| entry.state).max()
    }

    /// First days of the `count` months on the page that holds the selected day; pages are counted from the first month of
    /// the year, so that they stay while the selection moves within one.
    pub fn months(&self, count: u32) -> Vec<NaiveDate> {
        self.calendar.month_page(self.start, count)
    }

    fn keys(&self) -> Vec<DayEntryKey> {
        self.entries().iter().map(|it| (it.kind, it.id)).collect()
    }

    pub fn selected(&self) -> Option<DayEntryKey> {
        self.list.selected(&self.keys()).copied()
    }

    /// Entries of the selected day as rows, then at most `ahead` lines about later days.
    pub fn sections(&self, session: &Session, ahead: usize) -> Vec<ScreenSection<DayEntryKey>> {
        let here = self.section(session);
        let room = ahead.saturating_sub(here.rows.len().max(1));
        let after = self.days.range(self.calendar.day()..);
        let after = after.filter(|(day, _)| **day > self.calendar.day());
        let lines: Vec<_> = after
            .flat_map(|(day, entries)| entries.iter().map(move |entry| (day, entry)))
            .take(room)
            .map(|(day, entry)| dates::date_column(*day) + &entry_label(entry))
            .collect();
        let after = ScreenSection::new("After that", Vec::new(), "").lines(lines);
        let shown = !after.lines.is_empty();
        std::iter::once(here)
            .chain(shown.then_some(after))
            .collect()
    }

    /// Entries of the selected day, under its date and phase.
    fn section(&self, session: &Session) -> ScreenSection<DayEntryKey> {
        let day = self.calendar.day();
        let phase = session.year().phase_on(day).filter(|_| {
            let cycle = session.book.cycle();
            cycle.is_some_and(|cycle| (cycle.start..=cycle.end).contains(&day))
        });
        let phase = phase.map_or_else(String::new, |span| format!(" · {}", span.phase.title));
        let title = format!(
            "{} ({}){phase}",
            dates::format_date(day),
            session.year().relative_date(day)
        );
        let rows = self
            .entries()
            .iter()
            .map(|entry| row(entry, session))
            .collect();
        let empty = if session.book.complete {
            "Nothing on this day. > finds the next one, a adds a date."
        } else {
            "The log is still being read."
        };
        ScreenSection::new(title, rows, empty)
    }

    /// Selects a day, as a click does.
    pub fn select(&mut self, day: NaiveDate) {
        self.calendar.select(day);
        self.in_entries = false;
        self.list = ListState::default();
    }

    /// Returns the keys to the days; true if they moved among entries.
    pub fn leave_entries(&mut self) -> bool {
        std::mem::take(&mut self.in_entries)
    }

    /// Goes to today, or to the next or previous day with an entry.
    pub(super) fn go_to_day(&mut self, command: &Command) -> ScreenEffects {
        let day = self.calendar.day();
        let next = match (command, day) {
            (Command::NextEntryDay, day) => self.days.range(day..).find(|(next, _)| **next > day),
            (Command::PreviousEntryDay, day) => self.days.range(..day).next_back(),
            _ => {
                self.select(self.calendar.today());
                return Vec::new();
            }
        };
        match next.map(|(day, _)| *day) {
            Some(day) => {
                self.select(day);
                Vec::new()
            }
            None if *command == Command::NextEntryDay => {
                status("Nothing has a day after this one.")
            }
            None => status("Nothing has a day before this one."),
        }
    }

    /// Opens the editor of a new date on the selected day.
    fn add(&self, session: &Session) -> ScreenEffects {
        let target = EditTarget::new_record(Kind::Milestone, None);
        let day = Some(self.calendar.day());
        open_prepared_editor(target, session, |form| {
            if !form.from_draft {
                form.state.answers.set_day("date", day, None);
            }
        })
    }
}

impl ScreenLogic for DaysPane {
    /// Refreshes the entries by day.
    fn refresh(&mut self, session: &Session) {
        self.days = session.year().calendar_days();
        self.calendar = CalendarState::new(self.calendar.day(), session.today());
        let cycle = session.book.cycle();
        self.start = cycle.map_or(session.today(), |cycle| cycle.start);
        self.in_entries &= self.entries().len() > 1;
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        if *command == Command::Add {
            return Some(self.add(session));
        }
        let entry = self.selected();
        let key = entry.and_then(|(kind, id)| Some((kind.record_kind()?, id)));
        let none = "Nothing is on this day; a adds a date.";
        let done = record::act(command, key, none, session);
        done.map(|done| match (entry, key) {
            (Some(_), None) => a_phase(),
            (_, _) => done,
        })
    }

    /// Moves by day, week or month, or among the entries of a day.
    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        if movement == Move::Open {
            return self.open(session);
        }
        if self.in_entries {
            let keys = self.keys();
            if movement == Move::Left || (movement == Move::Up && self.list.index(&keys) == Some(0))
            {
                self.in_entries = false;
            } else {
                self.list.move_selection(movement, &keys);
            }
        } else if let Some(step) = calendar_step(movement) {
            self.calendar.move_by(step);
            self.list = ListState::default();
        }
        Vec::new()
    }

    /// Opens the selected entry; where there are several, first lets one be chosen.
    fn open(&mut self, session: &Session) -> ScreenEffects {
        match self.selected() {
            Some((kind, id)) if self.in_entries || self.entries().len() == 1 => {
                let open = |kind| record::open((kind, id), session);
                kind.record_kind().map_or_else(a_phase, open)
            }
            Some(_) => {
                self.in_entries = true;
                status("Several things are on this day: choose one, Enter opens it, Esc goes back.")
            }
            None => status("Nothing is on this day; > goes to the next one that has something."),
        }
    }

    fn has_selection(&self, _session: &Session) -> bool {
        !self.entries().is_empty()
    }

    fn select(&mut self, selecting: Selecting, _session: &Session) -> bool {
        let keys = self.keys();
        let opens = self.list.apply(selecting, &keys) && (self.in_entries || keys.len() == 1);
        if !opens {
            self.in_entries = keys.len() > 1;
        }
        opens
    }
}

fn a_phase() -> ScreenEffects {
    status("A phase begins here; its days follow from the first day of the year.")
}

fn row(entry: &CalendarItem, session: &Session) -> ScreenRow<DayEntryKey> {
    let (sign, tone, words) = match entry.state {
        CalendarItemState::Begins => (Sign::None, Tone::Plain, "begins"),
        CalendarItemState::Done => (Sign::Done, Tone::Done, "done"),
        CalendarItemState::Held => (Sign::Bullet, Tone::Plain, ""),
        CalendarItemState::Planned => (Sign::Planned, Tone::Soon, "planned"),
        CalendarItemState::Due => (Sign::Open, Tone::Plain, "due"),
        CalendarItemState::Late => (Sign::Late, Tone::Late, "was due"),
    };
    let time = entry.time.map(dates::format_time).unwrap_or_default();
    let how = session
        .book
        .meetings
        .get(&entry.id)
        .map(channel_and_minutes)
        .unwrap_or_default();
    ScreenRow::new((entry.kind, entry.id), entry_label(entry))
        .sign(sign)
        .tone(tone)
        .right(joined([words, &time, &how]))
}

fn entry_label(entry: &CalendarItem) -> String {
    if entry.title.is_empty() {
        entry.kind.label().to_owned()
    } else {
        format!("{}: {}", entry.kind, entry.title)
    }
}

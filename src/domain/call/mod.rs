//! A call while it is held: agenda ticks, time used, and notes whose lines carry marks.
//!
//! A [`Call`] is kept as one draft, so nothing of it is in the book before it ends. `marks` reads the notes, `end` makes
//! the one commit that writes the meeting up, `last_time` is what the talk before left behind. All times are local and in
//! whole minutes or seconds given by the caller; nothing here reads a clock.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use super::book::Book;
use super::dates;
use super::id::Id;
use super::meeting::{AgendaItem, Channel, Meeting, MeetingKind};
use super::schedule::Year;

mod end;
mod last_time;
mod marks;

pub use end::end;
pub use last_time::{LastTime, last_time};
pub use marks::{Mark, meaning, owner_name, read_line, was_private, with_mark};

/// Key of the draft in which the open call is kept; there is one at a time.
pub const DRAFT_KEY: &str = "call";

/// Time before a planned meeting from which its call is due.
const DUE_BEFORE: TimeDelta = TimeDelta::minutes(30);

/// Time without a touch after which a call counts as over: somebody forgot to end it.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(3);

/// The planned meeting of today whose call is due: from half an hour before its time, or all day where it has none.
pub fn due_meeting(book: &Book, now: NaiveDateTime) -> Option<&Meeting> {
    let today = now.date();
    let is_due = |meeting: &&Meeting| {
        let time = meeting.time.map(|time| today.and_time(time) - DUE_BEFORE);
        meeting.is_planned() && meeting.date == today && time.is_none_or(|from| from <= now)
    };
    // The log is newest first, so the last one is the soonest.
    let ahead = book.log().take_while(|meeting| meeting.date >= today);
    ahead.filter(is_due).last()
}

/// The call that is open, or else the planned one that is due: its meeting, and what to say of it.
pub fn notice(
    open: Option<&Call>,
    book: &Book,
    now: NaiveDateTime,
) -> Option<(Option<Id>, String)> {
    let id = match open {
        Some(open) => open.meeting,
        None => Some(due_meeting(book, now)?.id),
    };
    let meeting = id.and_then(|id| book.meetings.get(&id));
    let (day, time) = match open {
        Some(open) => (open.began.date(), Some(open.began.time())),
        None => (now.date(), meeting.and_then(|it| it.time)),
    };
    let on_day = dates::format_date_time(day, time);
    let at = time.map(dates::format_time).filter(|_| day == now.date());
    let words = match (open, at) {
        (Some(_), at) => format!("Call since {}", at.unwrap_or(on_day)),
        (None, Some(at)) => format!("Call today at {at}"),
        (None, None) => "Call today".to_owned(),
    };
    let title = meeting.map(|meeting| format!(": {}", meeting.title_or_kind()));
    Some((id, words + &title.unwrap_or_default()))
}

/// A call being held, as its draft stores it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Call {
    /// The planned meeting; none for a call that was not planned.
    pub meeting: Option<Id>,
    /// Local time at which it began.
    pub began: NaiveDateTime,
    /// Local time of the last key, from which a forgotten call is known.
    pub touched: NaiveDateTime,
    /// Local time from which it runs; none while it is paused.
    pub running_since: Option<NaiveDateTime>,
    /// Seconds before `running_since`.
    pub seconds: i64,
    /// Agenda line at hand.
    pub at_hand: Option<Id>,
    /// Seconds used by each agenda line before `running_since`.
    pub used: BTreeMap<Id, i64>,
    /// Agenda lines that were ticked or unticked.
    pub ticks: BTreeMap<Id, bool>,
    /// Shared notes as typed, with the marks of their lines.
    pub notes: String,
    /// Channel of a call that was not planned.
    pub channel: Option<Channel>,
}

impl Call {
    /// Starts a call on `meeting`, or one that was not planned, with the first open agenda line at hand.
    pub fn start(year: &Year, meeting: Option<Id>, now: NaiveDateTime) -> Self {
        let items = meeting.map_or_else(Vec::new, |id| year.book.agenda_of(id));
        // The screen's clock ticks with the minute, so the call counts the minutes of the clock on the wall.
        let now = now.with_second(0).unwrap_or(now);
        Self {
            meeting,
            began: now,
            touched: now,
            running_since: Some(now),
            at_hand: items.iter().find(|item| !item.done).map(|item| item.id),
            channel: year.entry_defaults(MeetingKind::Meeting).channel,
            ..Self::default()
        }
    }

    /// The call that is open, from its draft.
    pub fn open(drafts: &BTreeMap<String, String>) -> Option<Self> {
        Self::from_draft(drafts.get(DRAFT_KEY)?)
    }

    /// Reads a draft; none if it is no call.
    pub fn from_draft(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The draft that keeps the call.
    pub fn draft(&self) -> String {
        // Ids, numbers, times and text can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The planned meeting, while it is in the book.
    pub fn meeting<'a>(&self, book: &'a Book) -> Option<&'a Meeting> {
        let meeting = self.meeting.and_then(|id| book.meetings.get(&id));
        meeting.filter(|meeting| !meeting.archived)
    }

    /// Link or number to call: that of the meeting, or else the partner's number.
    pub fn link<'a>(&self, book: &'a Book) -> Option<&'a str> {
        let meeting = self.meeting(book).map(|meeting| &meeting.link);
        let partner = book.person(book.me().other()).map(|it| &it.phone);
        let mut links = meeting.into_iter().chain(partner);
        links.find(|link| !link.is_empty()).map(String::as_str)
    }

    /// The agenda; empty for a call that was not planned.
    pub fn agenda<'a>(&self, book: &'a Book) -> Vec<&'a AgendaItem> {
        let meeting = self.meeting(book);
        meeting.map_or_else(Vec::new, |meeting| book.agenda_of(meeting.id))
    }

    /// True if the agenda line is talked about, by the book or by a tick of this call.
    pub fn is_ticked(&self, item: &AgendaItem) -> bool {
        self.ticks.get(&item.id).copied().unwrap_or(item.done)
    }

    /// True once something was typed or ticked, or a minute has passed.
    pub fn has_begun(&self, now: NaiveDateTime) -> bool {
        !self.notes.is_empty() || !self.ticks.is_empty() || self.minutes(now) > 1
    }

    /// Ticks an agenda line, or unticks it.
    pub fn tick(&mut self, item: &AgendaItem) {
        let ticked = self.is_ticked(item);
        self.ticks.insert(item.id, !ticked);
    }

    /// Takes the agenda line `id` at hand: from now on its time runs.
    pub fn take_up(&mut self, id: Option<Id>, now: NaiveDateTime) {
        self.settle(now);
        self.at_hand = id;
    }

    /// Takes up the next open agenda line, from the top again after the last.
    pub fn take_up_next(&mut self, book: &Book, now: NaiveDateTime) {
        let items = self.agenda(book);
        let here = items.iter().position(|item| Some(item.id) == self.at_hand);
        let after = here.map_or(0, |here| here + 1);
        let mut around = items.iter().cycle().skip(after).take(items.len());
        let next = around.find(|item| !self.is_ticked(item));
        let next = next.map(|item| item.id);
        if next.is_some() {
            self.take_up(next, now);
        }
    }

    /// Notes that somebody is at work; the time of a forgotten call stands still at its last touch.
    pub fn touch(&mut self, now: NaiveDateTime) {
        if self.is_forgotten(now) {
            self.settle(now);
            self.running_since = None;
        }
        self.touched = now;
    }

    /// Pauses the time, or lets it run on.
    pub fn pause(&mut self, now: NaiveDateTime) {
        self.settle(now);
        self.running_since = self.running_since.is_none().then_some(now);
    }

    /// True while the time stands still.
    pub fn is_paused(&self, now: NaiveDateTime) -> bool {
        self.running_since.is_none() || self.is_forgotten(now)
    }

    fn is_forgotten(&self, now: NaiveDateTime) -> bool {
        now - self.touched > FORGOTTEN_AFTER
    }

    /// Seconds since the time was last settled.
    fn running(&self, now: NaiveDateTime) -> i64 {
        let until = if self.is_forgotten(now) {
            self.touched
        } else {
            now
        };
        let since = self.running_since.unwrap_or(until);
        (until - since).num_seconds().max(0)
    }

    fn settle(&mut self, now: NaiveDateTime) {
        let running = self.running(now);
        self.seconds += running;
        if let Some(id) = self.at_hand {
            *self.used.entry(id).or_default() += running;
        }
        self.running_since = self.running_since.map(|_| now);
    }

    /// Whole minutes that the call has taken.
    pub fn minutes(&self, now: NaiveDateTime) -> i64 {
        (self.seconds + self.running(now) + 30) / 60
    }

    /// Whole minutes that an agenda line has taken.
    pub fn minutes_used(&self, id: Id, now: NaiveDateTime) -> i64 {
        let running = (self.at_hand == Some(id)).then(|| self.running(now));
        let before = self.used.get(&id).copied().unwrap_or_default();
        (before + running.unwrap_or_default() + 30) / 60
    }
}

#[cfg(test)]
mod tests;

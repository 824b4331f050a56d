//! The hours record of the year, and its wins.

use super::{Verb, open, say};
use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign};
use crate::app::screens::{Reply, edit};
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;
use crate::domain::schedule::{Count, DayKind, HoursLine, Win, WinOf};
use crate::domain::when;

/// A line that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A line of the hours record.
    Held(Id),
    /// A win.
    Win(WinOf),
}

/// The pane, worked out when the book changes: the log may be long.
#[derive(Default)]
pub struct RecordPane {
    /// Which line is selected.
    pub list: List<Line>,
    /// What was held, oldest first.
    pub hours: Vec<HoursLine>,
    wins: Vec<Win>,
    count: Count,
    keys: Vec<Line>,
    complete: bool,
}

impl RecordPane {
    /// Adds up again.
    pub fn refresh(&mut self, desk: &Desk) {
        self.complete = desk.book.complete;
        if !self.complete {
            return;
        }
        self.hours = desk.year().hours();
        self.wins = desk.year().wins();
        self.count = count(&self.hours);
        let held = self.hours.iter().map(|line| Line::Held(line.meeting));
        let wins = self.wins.iter().map(|win| Line::Win(win.of));
        self.keys = held.chain(wins).collect();
    }

    /// The place of the selected line among all: hours first, then wins.
    pub fn index(&self) -> Option<usize> {
        self.list.index(&self.keys)
    }

    /// The selected line.
    pub fn selected(&self) -> Option<Line> {
        self.list.selected(&self.keys).copied()
    }

    /// What the table adds up to, in words.
    pub fn heading(&self) -> String {
        if !self.complete {
            return "The log is still being read".to_owned();
        }
        let sum = self
            .hours
            .last()
            .map_or_else(|| "0 h".to_owned(), HoursLine::so_far_words);
        format!("Hours: {sum} in {}", self.count.words())
    }

    /// What stands in the place of an empty table.
    pub fn empty(&self) -> Option<&'static str> {
        (self.complete && self.hours.is_empty())
            .then_some("Nothing was held yet; m logs the first meeting or contact.")
    }

    /// A line of the table; `narrow` leaves out what has no room.
    pub fn row(&self, index: usize, narrow: bool) -> Option<Row<Line>> {
        let line = self.hours.get(index)?;
        let minutes = line.minutes.map_or_else(
            || format!("{:>8}", "-"),
            |minutes| format!("{minutes:>4} min"),
        );
        let day = when::shown(line.date);
        let channel = line.channel.map_or("", |channel| channel.label());
        let key = Line::Held(line.meeting);
        if narrow {
            return Some(Row::new(key, format!("{day} {}", line.title)).right(minutes));
        }
        let kind = line.kind.label();
        let text = format!("{day:<16}{kind:<9}{channel:<10}{}", line.title);
        Some(Row::new(key, text).right(format!("{minutes}  {:>6}", line.so_far_words())))
    }

    /// The wins under their heading.
    pub fn wins(&self) -> Section<Line> {
        let rows = self.wins.iter().map(|win| {
            let (sign, text) = match win.of {
                WinOf::Meeting(_) => (Sign::Bullet, win.text.clone()),
                WinOf::Goal(_) => (Sign::Done, format!("Goal reached: {}", win.text)),
            };
            Row::new(Line::Win(win.of), text)
                .sign(sign)
                .right(when::shown(win.date))
        });
        let title = format!("Wins: {}", self.wins.len());
        let empty =
            "What went well? A meeting has a place for it; a goal that is reached counts too.";
        Section::new(title, rows.collect(), empty)
    }

    /// Answers a verb.
    pub(super) fn act(&self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        if verb == Verb::Add {
            return edit(Purpose::Log, desk);
        }
        match (verb, self.selected()) {
            (_, None) => say("Nothing was held yet; m logs a meeting or contact."),
            (Verb::Edit, Some(Line::Held(id) | Line::Win(WinOf::Meeting(id)))) => {
                edit(Purpose::Meeting(id), desk)
            }
            (Verb::Edit, Some(Line::Win(WinOf::Goal(id)))) => edit(Purpose::Goal(Some(id)), desk),
            (_, Some(_)) => say("What was held stays here; Enter opens it, e edits it."),
        }
    }

    /// Moves, or opens what is selected.
    pub(super) fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if movement != Move::Open {
            self.list.step(movement, &self.keys);
            return Vec::new();
        }
        match self.selected() {
            Some(Line::Held(id) | Line::Win(WinOf::Meeting(id))) => {
                open(DayKind::Meeting, id, desk)
            }
            Some(Line::Win(WinOf::Goal(id))) => open(DayKind::Goal, id, desk),
            None => Vec::new(),
        }
    }

    pub(super) fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &self.keys) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }
}

fn count(hours: &[HoursLine]) -> Count {
    let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
    let meetings = hours.iter().filter(|it| it.kind == MeetingKind::Meeting);
    Count {
        contacts: count(hours.len()),
        meetings: count(meetings.count()),
    }
}

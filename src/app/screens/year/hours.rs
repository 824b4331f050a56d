//! The hours record of the year, and its wins.

use crate::app::command::Command;
use crate::app::edit_target::EditTarget;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign};
use crate::app::screens::record::{self, RecordKey};
use crate::app::screens::{ScreenEffects, ScreenLogic, open_editor, status};
use crate::app::session::Session;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;
use crate::domain::schedule::{ContactCount, HoursLine, Win, WinSource, hours_words};

/// Rows that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordRow {
    /// A line of the hours record.
    Held(Id),
    Win(WinSource),
}

impl RecordRow {
    /// The meeting or goal behind the row.
    const fn record(self) -> RecordKey {
        match self {
            Self::Held(id) | Self::Win(WinSource::Meeting(id)) => (Kind::Meeting, id),
            Self::Win(WinSource::Goal(id)) => (Kind::Goal, id),
        }
    }
}

/// Cached hours and wins, refreshed when the book changes, since the log may be long.
#[derive(Default)]
pub struct RecordPane {
    pub list: ListState<RecordRow>,
    /// Held meetings and contacts, oldest first.
    pub hours: Vec<HoursLine>,
    wins: Vec<Win>,
    count: ContactCount,
    keys: Vec<RecordRow>,
    complete: bool,
}

impl RecordPane {
    /// Index of the selected row: hours first, then wins.
    pub fn index(&self) -> Option<usize> {
        self.list.index(&self.keys)
    }

    pub fn selected(&self) -> Option<RecordRow> {
        self.list.selected(&self.keys).copied()
    }

    /// Totals of the table, in one sentence.
    pub fn heading(&self) -> String {
        if !self.complete {
            return "The log is still being read".to_owned();
        }
        let last = self.hours.last();
        let sum = hours_words(last.map_or(0, |line| line.cumulative_minutes));
        format!("Hours: {sum} in {}", self.count.words())
    }

    /// Placeholder of an empty table.
    pub fn empty(&self) -> Option<&'static str> {
        (self.complete && self.hours.is_empty())
            .then_some("Nothing was held yet; m logs the first meeting or contact.")
    }

    /// A line of the table; `narrow` drops the columns that do not fit.
    pub fn row(&self, index: usize, narrow: bool) -> Option<ScreenRow<RecordRow>> {
        let line = self.hours.get(index)?;
        let minutes = line.minutes.map_or_else(
            || format!("{:>8}", "-"),
            |minutes| format!("{minutes:>4} min"),
        );
        let day = dates::date_column(line.date);
        let channel = line.channel.map_or("", |channel| channel.label());
        let key = RecordRow::Held(line.meeting);
        if narrow {
            return Some(ScreenRow::new(key, format!("{day}{}", line.title)).right(minutes));
        }
        let kind = line.kind.label();
        let text = format!("{day}{kind:<9}{channel:<10}{}", line.title);
        Some(ScreenRow::new(key, text).right(format!("{minutes}  {:>6}", line.cumulative_hours())))
    }

    pub fn wins(&self) -> ScreenSection<RecordRow> {
        let rows = self.wins.iter().map(|win| {
            let (sign, text) = match win.of {
                WinSource::Meeting(_) => (Sign::Bullet, win.text.clone()),
                WinSource::Goal(_) => (Sign::Done, format!("Goal reached: {}", win.text)),
            };
            ScreenRow::new(RecordRow::Win(win.of), text)
                .sign(sign)
                .right(dates::format_date(win.date))
        });
        let title = format!("Wins: {}", self.wins.len());
        let empty =
            "What went well? A meeting has a place for it; a goal that is reached counts too.";
        ScreenSection::new(title, rows.collect(), empty)
    }
}

impl ScreenLogic for RecordPane {
    fn refresh(&mut self, session: &Session) {
        self.complete = session.book.complete;
        if !self.complete {
            return;
        }
        self.hours = session.year().hours();
        self.wins = session.year().wins();
        self.count = count(&self.hours);
        let held = self.hours.iter().map(|line| RecordRow::Held(line.meeting));
        let wins = self.wins.iter().map(|win| RecordRow::Win(win.of));
        self.keys = held.chain(wins).collect();
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        Some(match (command, self.selected()) {
            (Command::Add, _) => open_editor(EditTarget::Log, session),
            (Command::Edit, Some(row)) => record::edit(row.record(), session),
            (Command::Edit | Command::Toggle | Command::Archive, None) => {
                status("Nothing was held yet; m logs a meeting or contact.")
            }
            (Command::Toggle | Command::Archive, Some(_)) => {
                status("What was held stays here; Enter opens it, e edits it.")
            }
            _ => return None,
        })
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let open = |row: RecordRow| record::open(row.record(), session);
        self.selected().map_or_else(Vec::new, open)
    }

    fn select(&mut self, selecting: Selecting, _session: &Session) -> bool {
        self.list.apply(selecting, &self.keys)
    }

    fn has_selection(&self, _session: &Session) -> bool {
        self.selected().is_some()
    }
}

fn count(hours: &[HoursLine]) -> ContactCount {
    let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
    let meetings = hours.iter().filter(|it| it.kind == MeetingKind::Meeting);
    ContactCount {
        contacts: count(hours.len()),
        meetings: count(meetings.count()),
    }
}

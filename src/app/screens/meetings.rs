//! The log: planned meetings on top, of a series the next two, then held meetings and contacts, newest first.

use super::preview::ALL_MEETINGS;
use super::{ScreenEffect, ScreenEffects, ScreenLogic, call, open_editor, record, status};
use crate::app::Effect;
use crate::app::command::{Command, adjacent};
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenRow, Sign, Tone};
use crate::app::session::Session;
use crate::domain::book::Book;
use crate::domain::change::{Kind, Record};
use crate::domain::dates;
use crate::domain::display::partner_hour;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::person::Role;
use crate::export::ExportSubject;

/// Planned meetings ahead that are shown before the rest is folded away.
const SHOWN_AHEAD: usize = 2;
/// Rows on either side of the selected one whose notes are loaded if they have no title.
const NOTES_AROUND: usize = 30;

/// A row: a meeting, or none for the planned ones that are folded away.
pub type LogRow = Option<Id>;

#[derive(Default)]
pub struct MeetingsScreen {
    pub list: ListState<LogRow>,
    /// The one kind that is shown; none for all.
    pub kind_filter: Option<MeetingKind>,
    pub oldest_first: bool,
    /// True once the planned meetings that were folded away are shown.
    unfolded: bool,
    /// Rows in the order shown; a cache, refreshed when the log changes, since the log may be long.
    order: Vec<LogRow>,
    /// Number of planned meetings that are folded away.
    folded: usize,
}

impl MeetingsScreen {
    pub fn order(&self) -> &[LogRow] {
        &self.order
    }

    fn sort_and_filter(&mut self, session: &Session) {
        let book = &session.book;
        let only = self.kind_filter;
        let shown = |meeting: &&Meeting| only.is_none_or(|kind| meeting.kind == kind);
        let mut planned = book.planned();
        planned.retain(shown);
        let overdue = planned.iter().filter(|it| it.date < session.today());
        let hidden = planned.len().saturating_sub(overdue.count() + SHOWN_AHEAD);
        // A fold in place of one row would save nothing.
        self.folded = if self.unfolded || hidden < 2 {
            0
        } else {
            hidden
        };
        planned.truncate(planned.len() - self.folded);
        self.order = planned.iter().map(|meeting| Some(meeting.id)).collect();
        self.order.extend((self.folded > 0).then_some(None));
        let rest = book
            .log()
            .filter(|meeting| meeting.state != MeetingState::Planned)
            .filter(shown)
            .map(|meeting| Some(meeting.id));
        if self.oldest_first {
            self.order.extend(rest.rev());
        } else {
            self.order.extend(rest);
        }
    }

    /// True if the selected meeting, as one that was just planned, is not among the rows.
    fn selected_is_folded(&self) -> bool {
        let key = self.list.key();
        self.folded > 0 && key.is_some_and(|key| !self.order.contains(key))
    }

    fn unfold(&mut self, session: &Session) {
        self.unfolded = true;
        self.sort_and_filter(session);
    }

    /// Heading of the list: filter, order and count.
    pub fn heading(&self, session: &Session) -> String {
        let what = match self.kind_filter {
            None => "Meetings and contacts",
            Some(MeetingKind::Meeting) => "Meetings only",
            Some(MeetingKind::Contact) => "Contacts only",
        };
        let order = if self.oldest_first {
            ", oldest first"
        } else {
            ""
        };
        let more = if session.book.complete { "" } else { " so far" };
        let count = self.order.iter().flatten().count() + self.folded;
        format!("{what}{order}: {count}{more}")
    }

    /// Row of a meeting: date, kind and title in columns, channel and minutes.
    pub fn row(&self, row: LogRow, session: &Session) -> Option<ScreenRow<LogRow>> {
        let Some(id) = row else {
            let words = format!("{} more are planned", self.folded);
            let row = ScreenRow::new(None, words).sign(Sign::Planned);
            return Some(row.tone(Tone::Muted).right("Enter shows them"));
        };
        let meeting = session.book.meetings.get(&id)?;
        let day = dates::date_column(meeting.date);
        let kind = meeting.kind.label();
        let title = title_or_first_words(meeting, &session.book);
        let row = ScreenRow::new(Some(id), format!("{day}{kind:<9}{title}"));
        let row = row.right(channel_and_minutes(meeting));
        Some(match meeting.state {
            MeetingState::Held => row.sign(Sign::Bullet),
            MeetingState::Cancelled => row.sign(Sign::Off).tone(Tone::Muted).right("called off"),
            MeetingState::Planned => {
                let due = session.year().due(meeting.date);
                let words = match meeting.time {
                    _ if due.is_overdue() => "write it up: e".to_owned(),
                    Some(time) => {
                        let theirs = partner_hour(meeting, &session.book);
                        let hours = [Some(dates::format_time(time)), theirs, Some(due.words())];
                        hours.into_iter().flatten().collect::<Vec<_>>().join(", ")
                    }
                    None => due.words(),
                };
                row.sign(Sign::Planned).tone(Tone::Soon).right(words)
            }
        })
    }

    pub fn selected(&self) -> Option<Id> {
        self.list.selected(&self.order).copied().flatten()
    }

    /// Loads what is not loaded of the notes of the selected meeting, and of those near it that have no title.
    fn load_details(&self, session: &Session) -> Vec<Effect> {
        let book = &session.book;
        let at = self.list.index(&self.order).unwrap_or(0);
        let near = at.saturating_sub(NOTES_AROUND)..self.order.len().min(at + NOTES_AROUND);
        let untitled = |id: &Id| {
            let meeting = book.meetings.get(id);
            meeting.is_some_and(|it| it.title.is_empty())
        };
        let near = self.order[near].iter().flatten().copied().filter(untitled);
        let shown = near.chain(self.selected());
        shown.filter_map(|id| session.load_details(id)).collect()
    }
}

/// Channel and minutes of a meeting, as far as they are known.
pub fn channel_and_minutes(meeting: &Meeting) -> String {
    let channel = meeting.channel.map_or("", |channel| channel.label());
    let minutes = meeting.minutes.map(|minutes| format!("{minutes} min"));
    let words = format!("{channel} {}", minutes.unwrap_or_default());
    words.trim().to_owned()
}

/// The title of a meeting; without one its topics, or else the first words of what was written about it.
fn title_or_first_words(meeting: &Meeting, book: &Book) -> String {
    if !meeting.title.is_empty() {
        return meeting.title.clone();
    }
    let topics: Vec<_> = meeting.topics.iter().map(String::as_str).collect();
    let topics = topics.join(", ");
    let notes = Role::ALL.iter().filter_map(|it| book.note(meeting.id, *it));
    let notes = notes.map(|note| note.text.as_str());
    let texts = notes.chain([meeting.decisions.as_str(), &meeting.win]);
    let mut words = std::iter::once(topics.as_str())
        .chain(texts)
        .map(|text| text.trim_start_matches(['#', '-', '*', '>', ' ', '\n']))
        .filter_map(|text| text.lines().next())
        .map(str::to_owned);
    words.next().unwrap_or_default()
}

impl ScreenLogic for MeetingsScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meetings, Context::List, Context::Global]
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let none = if self.folded > 0 {
            "Enter shows the planned meetings first."
        } else {
            "The log is empty; m logs a meeting or contact."
        };
        Some(match (command, self.selected()) {
            (Command::Filter, _) => {
                let kinds = [None, Some(MeetingKind::Meeting), Some(MeetingKind::Contact)];
                self.kind_filter = adjacent(&kinds, self.kind_filter, true);
                self.sort_and_filter(session);
                self.on_selected(session)
            }
            (Command::Sort, _) => {
                self.oldest_first = !self.oldest_first;
                self.sort_and_filter(session);
                Vec::new()
            }
            (Command::Series, _) => open_editor(EditTarget::Series, session),
            (Command::Cancel, Some(id)) => record::call_off(id, session),
            (Command::Call, Some(id)) => call::hold_planned(id, session),
            (Command::Cancel | Command::Call, None) => status(none),
            (_, id) => {
                let meeting = id.map(|id| (Kind::Meeting, id));
                return record::act(command, meeting, none, session);
            }
        })
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Meeting(meeting) = record {
            self.list = ListState::with_selected(Some(meeting.id));
        }
    }

    fn has_selection(&self, _session: &Session) -> bool {
        self.list.index(&self.order).is_some()
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        if self.list.selected(&self.order) == Some(&None) {
            self.unfold(session);
            return self.on_selected(session);
        }
        let open = |meeting| record::open((Kind::Meeting, meeting), session);
        self.selected().map_or_else(Vec::new, open)
    }

    fn opens_to_the_right(&self) -> bool {
        true
    }

    fn on_selected(&self, session: &Session) -> ScreenEffects {
        let effect = self.load_details(session);
        effect.into_iter().map(ScreenEffect::Effect).collect()
    }

    fn select(&mut self, selecting: Selecting, _session: &Session) -> bool {
        self.list.apply(selecting, &self.order)
    }

    fn refresh(&mut self, session: &Session) {
        self.sort_and_filter(session);
        let planned = session.book.planned();
        let is_selected = |id: Id| self.list.key() == Some(&Some(id));
        if planned.iter().any(|meeting| is_selected(meeting.id)) && self.selected_is_folded() {
            self.unfold(session);
        }
    }

    fn loads(&mut self, session: &Session) -> Vec<Effect> {
        self.load_details(session)
    }

    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        let one = self.selected().map(ExportSubject::Meeting);
        one.into_iter().chain([ALL_MEETINGS]).collect()
    }
}

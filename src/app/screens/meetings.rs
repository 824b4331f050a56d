//! The log: planned meetings on top, then held meetings and contacts, newest first.

use super::meeting::MeetingScreen;
use super::preview::ALL_MEETINGS;
use super::{
    Screen, ScreenEffect, ScreenEffects, ScreenLogic, call, open_editor, push_screen, record,
    status,
};
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
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::ops::OpContext;
use crate::export::ExportSubject;

#[derive(Default)]
pub struct MeetingsScreen {
    pub list: ListState<Id>,
    /// The one kind that is shown; none for all.
    pub kind_filter: Option<MeetingKind>,
    pub oldest_first: bool,
    /// Ids in the order shown; a cache, refreshed when the log changes, since the log may be long.
    order: Vec<Id>,
}

impl MeetingsScreen {
    pub fn order(&self) -> &[Id] {
        &self.order
    }

    fn sort_and_filter(&mut self, book: &Book) {
        let only = self.kind_filter;
        let shown = |meeting: &&Meeting| only.is_none_or(|kind| meeting.kind == kind);
        self.order = book
            .planned()
            .into_iter()
            .filter(shown)
            .map(|meeting| meeting.id)
            .collect();
        let rest = book
            .log()
            .filter(|meeting| meeting.state != MeetingState::Planned)
            .filter(shown)
            .map(|meeting| meeting.id);
        if self.oldest_first {
            self.order.extend(rest.rev());
        } else {
            self.order.extend(rest);
        }
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
        format!("{what}{order}: {}{more}", self.order.len())
    }

    /// Row of a meeting: date, kind or title, channel and minutes.
    pub fn row(&self, id: Id, session: &Session) -> Option<ScreenRow<Id>> {
        let meeting = session.book.meetings.get(&id)?;
        let mut title = meeting.title.clone();
        if title.is_empty() {
            title = meeting
                .topics
                .iter()
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
        }
        let kind = meeting.kind.label();
        let words = if title.is_empty() {
            kind.to_owned()
        } else {
            format!("{kind}: {title}")
        };
        let time = meeting.time.filter(|_| meeting.is_planned());
        let row = ScreenRow::new(
            id,
            format!("{}  {words}", dates::format_date_time(meeting.date, time)),
        );
        let minutes = meeting
            .minutes
            .map_or_else(String::new, |minutes| format!(" {minutes} min"));
        let how = meeting
            .channel
            .map_or_else(String::new, |channel| channel.label().to_owned());
        let row = row.right(format!("{how}{minutes}"));
        Some(match meeting.state {
            MeetingState::Held => row.sign(Sign::Bullet),
            MeetingState::Cancelled => row.sign(Sign::Off).tone(Tone::Muted).right("called off"),
            MeetingState::Planned => {
                let due = session.year().due(meeting.date);
                let words = if due.is_overdue() {
                    "write it up: e".to_owned()
                } else {
                    due.words()
                };
                row.sign(Sign::Planned).tone(Tone::Soon).right(words)
            }
        })
    }

    pub fn selected(&self) -> Option<Id> {
        self.list.selected(&self.order).copied()
    }

    /// Loads the notes of the selected meeting unless they are loaded.
    fn load_details(&self, session: &Session) -> Option<Effect> {
        session.load_details(self.selected()?)
    }
}

impl ScreenLogic for MeetingsScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meetings, Context::List, Context::Global]
    }

    fn on_command(
        &mut self,
        command: &Command,
        session: &Session,
        ctx: &mut OpContext,
    ) -> Option<ScreenEffects> {
        Some(
            match (command, self.selected().map(|id| (Kind::Meeting, id))) {
                (Command::Filter, _) => {
                    let kinds = [None, Some(MeetingKind::Meeting), Some(MeetingKind::Contact)];
                    self.kind_filter = adjacent(&kinds, self.kind_filter, true);
                    self.sort_and_filter(&session.book);
                    self.on_selected(session)
                }
                (Command::Sort, _) => {
                    self.oldest_first = !self.oldest_first;
                    self.sort_and_filter(&session.book);
                    Vec::new()
                }
                (Command::Series, _) => open_editor(EditTarget::Series, session),
                (Command::Edit, Some(meeting)) => record::edit(meeting, session),
                (Command::Cancel, Some((_, id))) => record::call_off(id, session, ctx),
                (Command::Call, Some((_, id))) => call::hold_planned(id, session),
                (Command::Archive, Some(meeting)) => record::archive(meeting, session, ctx),
                (Command::Edit | Command::Cancel | Command::Call | Command::Archive, None) => {
                    status("The log is empty; m logs a meeting or contact.")
                }
                _ => return None,
            },
        )
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Meeting(meeting) = record {
            self.list = ListState::with_selected(meeting.id);
        }
    }

    fn has_selection(&self, _session: &Session) -> bool {
        self.selected().is_some()
    }

    fn open(&mut self, _session: &Session, _ctx: &mut OpContext) -> ScreenEffects {
        let open = |meeting| push_screen(Screen::Meeting(MeetingScreen::new(meeting)));
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

    fn refresh(&mut self, session: &Session) -> Vec<Effect> {
        self.sort_and_filter(&session.book);
        self.load_details(session).into_iter().collect()
    }

    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        let one = self.selected().map(ExportSubject::Meeting);
        one.into_iter()
            .chain([ALL_MEETINGS, ExportSubject::Everything])
            .collect()
    }
}

//! The log: planned meetings on top, then what was held, newest first.

use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::when;

use super::meeting::MeetingScreen;
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Sign, Tone};
use crate::app::{BookEffect, Effect};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Edits the meeting.
    Edit,
    /// Plans a series.
    Series,
    /// Calls a planned one off.
    CallOff,
    /// Puts it away.
    Archive,
    /// Shows meetings only, contacts only, or all.
    Filter,
    /// Oldest or newest first.
    Sort,
}

/// The screen.
#[derive(Default)]
pub struct Meetings {
    /// Which meeting is selected.
    pub list: List<Id>,
    /// The one kind that is shown, if not all.
    pub only: Option<MeetingKind>,
    /// Whether the oldest comes first.
    pub oldest_first: bool,
    /// The log as it is shown, worked out when it changes: it may be long.
    order: Vec<Id>,
}

impl Meetings {
    /// The meetings that are shown, in order.
    pub fn order(&self) -> &[Id] {
        &self.order
    }

    fn arrange(&mut self, book: &Book) {
        let only = self.only;
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

    /// What the list shows, in words.
    pub fn heading(&self, desk: &Desk) -> String {
        let what = match self.only {
            None => "Meetings and contacts",
            Some(MeetingKind::Meeting) => "Meetings only",
            Some(MeetingKind::Contact) => "Contacts only",
        };
        let order = if self.oldest_first {
            ", oldest first"
        } else {
            ""
        };
        let more = if desk.book.complete { "" } else { " so far" };
        format!("{what}{order}: {}{more}", self.order.len())
    }

    /// A meeting as a row: day, kind or title, channel and minutes.
    pub fn row(&self, id: Id, desk: &Desk) -> Option<Row<Id>> {
        let meeting = desk.book.meetings.get(&id)?;
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
        let row = Row::new(
            id,
            format!("{}  {words}", when::shown_moment(meeting.date, time)),
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
                let due = desk.year().due(meeting.date);
                let words = if due.is_overdue() {
                    "write it up: e".to_owned()
                } else {
                    due.words()
                };
                row.sign(Sign::Planned).tone(Tone::Soon).right(words)
            }
        })
    }

    /// The selected meeting.
    pub fn selected(&self) -> Option<Id> {
        self.list.selected(&self.order).copied()
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        match verb {
            Verb::Filter => {
                self.only = match self.only {
                    None => Some(MeetingKind::Meeting),
                    Some(MeetingKind::Meeting) => Some(MeetingKind::Contact),
                    Some(MeetingKind::Contact) => None,
                };
                self.arrange(&desk.book);
                self.details(desk).into_iter().map(Reply::Effect).collect()
            }
            Verb::Sort => {
                self.oldest_first = !self.oldest_first;
                self.arrange(&desk.book);
                Vec::new()
            }
            Verb::Series => edit(Purpose::Series, desk),
            Verb::Edit | Verb::CallOff | Verb::Archive => {
                let Some(meeting) = self.selected() else {
                    return reply(Reply::Say(
                        "The log is empty; m logs a meeting or contact.".to_owned(),
                    ));
                };
                match verb {
                    Verb::CallOff => reply(Reply::Do(Deed::CallOff(meeting))),
                    Verb::Archive => reply(Reply::Do(Deed::ArchiveMeeting(meeting))),
                    Verb::Edit | Verb::Series | Verb::Filter | Verb::Sort => {
                        edit(Purpose::Meeting(meeting), desk)
                    }
                }
            }
        }
    }

    /// Asks for the notes of the selected meeting unless they are loaded.
    fn details(&self, desk: &Desk) -> Option<Effect> {
        let meeting = self.selected()?;
        (!desk.book.detailed.contains(&meeting)).then(|| desk.in_book(BookEffect::Details(meeting)))
    }
}

impl Acts for Meetings {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meetings, Context::List, Context::Global]
    }

    fn added(&mut self, record: &Record) {
        if let Record::Meeting(meeting) = record {
            self.list = List::on(meeting.id);
        }
    }

    fn has_selection(&self, _desk: &Desk) -> bool {
        self.selected().is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if matches!(movement, Move::Open | Move::Right) {
            let open = |meeting| show(Screen::Meeting(MeetingScreen::new(meeting)));
            return self.selected().map_or_else(Vec::new, open);
        }
        self.list.step(movement, &self.order);
        self.details(desk).into_iter().map(Reply::Effect).collect()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &self.order) {
            return self.step(Move::Open, desk);
        }
        self.details(desk).into_iter().map(Reply::Effect).collect()
    }

    fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        self.arrange(&desk.book);
        self.details(desk).into_iter().collect()
    }

    fn export(&self, _desk: &Desk) -> Vec<crate::export::What> {
        use crate::export::What;
        let one = self.selected().map(What::Meeting);
        let all = What::Meetings {
            from: None,
            to: None,
        };
        one.into_iter().chain([all, What::Everything]).collect()
    }
}

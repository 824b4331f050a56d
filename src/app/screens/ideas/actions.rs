//! Actions on the selected row of the ideas, and its detail text.

use super::{IdeasPane, IdeasRow, IdeasScreen, next_meeting};
use crate::app::BookEffect;
use crate::app::command::Command;
use crate::app::edit_target::EditTarget;
use crate::app::modal::{Modal, PickRow};
use crate::app::screens::meeting::last_time_text;
use crate::app::screens::record::{self, RecordKey};
use crate::app::screens::{
    Screen, ScreenEffect, ScreenEffects, commit, emit, open_editor, open_modal, status,
};
use crate::app::session::Session;
use crate::domain::change::Kind;
use crate::domain::deck::{Activity, ActivityState, Prompt};
use crate::domain::display::capitalize;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::{Meeting, Origin};
use crate::domain::ops::agenda::card;
use crate::domain::suggestions::ProposedItem;
use crate::domain::{dates, suggestions};
use crate::export::{ExportSubject, Request};

impl IdeasScreen {
    /// Detail of the selected row: heading and lines.
    pub fn detail(&self, session: &Session) -> Option<(String, Vec<String>)> {
        let deck = session.deck();
        Some(match self.selected(session)? {
            IdeasRow::Activity(key) => {
                let def = deck.activity(&key)?;
                let mut lines = vec![def.about.clone(), format!("Leaves behind: {}", def.leaves)];
                lines.push(format!("Source: {}", def.source));
                (def.title.clone(), lines)
            }
            IdeasRow::Prompt(key) => {
                let def = deck.prompt(&key)?;
                (def.text.clone(), vec![def.why.clone()])
            }
            IdeasRow::ReadyAgenda(key) => {
                let ready = deck.agendas.iter().find(|ready| ready.key == key)?;
                let mut lines = vec![ready.about.clone()];
                lines.extend(
                    suggestions::ready_agenda(&deck, &key)
                        .into_iter()
                        .map(|item| {
                            let minutes = item.minutes.unwrap_or_default();
                            format!("{minutes} min: {}", item.text)
                        }),
                );
                (ready.title.clone(), lines)
            }
            IdeasRow::Question(id) => {
                let question = session.book.questions.get(&id)?;
                (question.text.clone(), vec![question.answer.clone()])
            }
            IdeasRow::AgendaItem(id) => {
                let item = session.book.agenda.get(&id)?;
                let origin = item.origin.label().to_owned();
                (item.text.clone(), vec![origin, item.reason.clone()])
            }
            IdeasRow::ListItem(id) => {
                let item = session.book.list_items.get(&id)?;
                (item.title.clone(), list_item_lines(item, session))
            }
        })
    }

    /// The last meeting, beside the agenda of the next: heading and Markdown.
    pub fn last_time(&self, session: &Session) -> Option<(String, String)> {
        let last = || last_time_text(next_meeting(session), session);
        (self.pane == IdeasPane::Agenda).then(last).flatten()
    }

    pub(super) fn run(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let row = self.selected(session);
        let record = row.as_ref().and_then(|row| row.record(session));
        Some(match (command, row) {
            (Command::Filter, _) => {
                self.show_all = !self.show_all;
                Vec::new()
            }
            (Command::Add, _) => self.add(record, session),
            (Command::AddLine, _) => with_next_meeting(session, |meeting| {
                record::add(Kind::AgendaItem, Some(meeting), session)
            }),
            (Command::CopyText, _) => with_next_meeting(session, |meeting| {
                let agenda = Request::new(ExportSubject::Agenda(meeting), "txt");
                emit(ScreenEffect::Book(BookEffect::Preview(agenda)))
            }),
            (Command::Status, Some(IdeasRow::Activity(key))) => {
                open_modal(pick_state(&key, session))
            }
            (Command::Rate, Some(IdeasRow::Activity(key))) => {
                open_editor(EditTarget::Activity(key), session)
            }
            (Command::Status | Command::Rate, _) => {
                status("Select an activity first (Tab shows the next pane).")
            }
            (Command::Shift(direction), Some(IdeasRow::AgendaItem(item))) => {
                record::shift((Kind::AgendaItem, item), *direction, session)
            }
            (Command::Shift(_), _) => status("Select an agenda line first."),
            (Command::Edit, row) => edit_row(row, session),
            (Command::Archive, _) => match record {
                Some(key) => record::archive(key, session),
                None => status(
                    "The cards of a deck stay where they are; only your own can be archived.",
                ),
            },
            (Command::Toggle, row) => add_to_agenda(row, session),
            _ => return None,
        })
    }

    /// Adds an entry of the pane's kind; on the lists, to the list of the selected item.
    fn add(&self, selected: Option<RecordKey>, session: &Session) -> ScreenEffects {
        let target = match self.pane {
            IdeasPane::Agenda => EditTarget::new_record(Kind::Question, None),
            IdeasPane::Activities => EditTarget::OwnActivity(None),
            IdeasPane::Prompts => EditTarget::OwnPrompt(None),
            IdeasPane::Lists => {
                let items = &session.book.list_items;
                let here = selected.and_then(|(_, id)| items.get(&id));
                let list = here.map_or(ListKind::Ideas, |item| item.list);
                EditTarget::ListItem(list, None, None)
            }
        };
        open_editor(target, session)
    }
}

/// Detail lines of a list item, with its origin.
fn list_item_lines(item: &ListItem, session: &Session) -> Vec<String> {
    let meeting = item.meeting.and_then(|id| session.book.meetings.get(&id));
    let deck = session.deck();
    let activity = deck.activity(&item.activity);
    let ticked = dates::phrase(&capitalize(item.list.done_label()), item.done);
    let added = item.added.map_or_else(String::new, dates::format_date);
    let sources = [
        Some(format!(
            "Written down by {} {added}",
            session.book.name(item.adder)
        )),
        meeting.map(|meeting| format!("From the talk of {}", dates::format_date(meeting.date))),
        activity.map(|def| format!("From the activity “{}”", def.title)),
    ];
    let texts = [&item.by, &item.link, &item.note, &ticked].map(String::clone);
    let sources = sources.into_iter().flatten();
    texts.into_iter().chain(sources).collect()
}

fn with_next_meeting(session: &Session, then: impl FnOnce(Id) -> ScreenEffects) -> ScreenEffects {
    let none = || status("No meeting is planned; go to Today (1) and press p to plan one.");
    next_meeting(session).map_or_else(none, then)
}

impl IdeasRow {
    /// The record of the row; none for a card of a deck.
    fn record(&self, session: &Session) -> Option<RecordKey> {
        let book = &session.book;
        match self {
            Self::AgendaItem(id) => Some((Kind::AgendaItem, *id)),
            Self::Question(id) => Some((Kind::Question, *id)),
            Self::ListItem(id) => Some((Kind::ListItem, *id)),
            Self::Activity(key) => {
                let own = card::own_card::<Activity>(book, key).ok()?;
                Some((Kind::Activity, own))
            }
            Self::Prompt(key) => Some((Kind::Prompt, card::own_card::<Prompt>(book, key).ok()?)),
            Self::ReadyAgenda(_) => None,
        }
    }
}

pub(super) fn edit_row(row: Option<IdeasRow>, session: &Session) -> ScreenEffects {
    let record = row.as_ref().and_then(|row| row.record(session));
    match (row, record) {
        (_, Some(key)) => record::edit(key, session),
        (Some(IdeasRow::Activity(key)), None) => open_editor(EditTarget::Activity(key), session),
        (row, None) => add_to_agenda(row, session),
    }
}

fn add_to_agenda(row: Option<IdeasRow>, session: &Session) -> ScreenEffects {
    let put = |items: &dyn Fn(Id) -> Vec<ProposedItem>| {
        with_next_meeting(session, |meeting| {
            commit(session.add_to_agenda(meeting, &items(meeting)))
        })
    };
    let put_one =
        |origin, subject: &str| put(&|meeting| session.agenda_items(meeting, origin, subject));
    match row {
        Some(IdeasRow::AgendaItem(id)) => record::toggle((Kind::AgendaItem, id), session),
        Some(IdeasRow::ListItem(id)) => record::toggle((Kind::ListItem, id), session),
        Some(IdeasRow::Question(id)) => put_one(Origin::Question, &id.to_string()),
        Some(IdeasRow::Activity(key)) => put_one(Origin::Activity, &key),
        Some(IdeasRow::Prompt(key)) => put_one(Origin::Prompt, &key),
        Some(IdeasRow::ReadyAgenda(key)) => {
            put(&|_| suggestions::ready_agenda(&session.deck(), &key))
        }
        None => Vec::new(),
    }
}

fn pick_state(key: &str, session: &Session) -> Modal {
    let rows = ActivityState::ALL.iter().map(|state| {
        let def = session.activity(key);
        let result = def.and_then(|def| card::set_state(&session.book, &def, *state, &session.ctx));
        PickRow::commit(state.label(), result)
    });
    Modal::pick("How far has the activity come?", rows, 2)
}

/// Builds the agenda of the meeting on the screen, else of the next one; opens its editor first if none is planned.
pub fn build_agenda(screen: Option<&Screen>, session: &Session) -> ScreenEffects {
    let meetings = &session.book.meetings;
    let is_planned = |id: &Id| meetings.get(id).is_some_and(Meeting::is_planned);
    let chosen = match screen {
        Some(Screen::Meeting(screen)) => Some(screen.meeting),
        Some(Screen::Meetings(screen)) => screen.selected().filter(is_planned),
        Some(_) | None => None,
    };
    let Some(meeting) = chosen.or_else(|| next_meeting(session)) else {
        let mut effects = open_editor(EditTarget::Plan, session);
        effects.push(ScreenEffect::SetStatus(
            "When will you meet? Plan it, then b builds the agenda.".to_owned(),
        ));
        return effects;
    };
    let items = session.proposed_agenda(meeting);
    if items.is_empty() {
        return status("Everything worth adding is on the agenda already.");
    }
    let mut effects = commit(session.add_to_agenda(meeting, &items));
    let shown = matches!(screen, Some(Screen::Meeting(_) | Screen::Ideas(_)));
    if !shown {
        effects.extend(record::open((Kind::Meeting, meeting), session));
    }
    effects
}

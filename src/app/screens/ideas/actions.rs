//! Actions on the selected row of the ideas, and its detail text.

use super::{IdeasAction, IdeasPane, IdeasRow, IdeasScreen, next_meeting};
use crate::app::book_action::BookAction;
use crate::app::edit_target::EditTarget;
use crate::app::modal::{Modal, PickRow};
use crate::app::screens::{ScreenEffect, emit, open_editor};
use crate::app::session::Session;
use crate::app::{BookEffect, Msg};
use crate::domain::dates;
use crate::domain::deck::{Activity, ActivityState, Prompt};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::Origin;
use crate::domain::suggestions;

impl IdeasScreen {
    /// Detail of the selected row: heading and lines.
    pub fn detail(&self, session: &Session) -> Option<(String, Vec<String>)> {
        let deck = session.deck();
        Some(match self.selected(session)? {
            IdeasRow::Activity(key) => {
                let def = deck.activities.iter().find(|def| def.key == key)?;
                let mut lines = vec![def.about.clone(), format!("Leaves behind: {}", def.leaves)];
                lines.push(format!("Source: {}", def.source));
                (def.title.clone(), lines)
            }
            IdeasRow::Prompt(key) => {
                let def = deck.prompts.iter().find(|def| def.key == key)?;
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

    pub fn on_action(&mut self, action: IdeasAction, session: &Session) -> Vec<ScreenEffect> {
        let row = self.selected(session);
        match action {
            IdeasAction::Filter => {
                self.show_all = !self.show_all;
                Vec::new()
            }
            IdeasAction::Add => self.add(row.as_ref(), session),
            IdeasAction::AddLine => with_next_meeting(session, |meeting| {
                open_editor(EditTarget::AgendaLine(meeting, None), session)
            }),
            IdeasAction::CopyText => with_next_meeting(session, |meeting| {
                let what = crate::export::ExportSubject::Agenda(meeting);
                emit(ScreenEffect::Book(BookEffect::Preview(
                    crate::export::Request::new(what, "txt"),
                )))
            }),
            IdeasAction::Status => with_activity(row, |key| {
                emit(ScreenEffect::OpenModal(Box::new(pick_state(&key))))
            }),
            IdeasAction::Rate => {
                with_activity(row, |key| open_editor(EditTarget::Activity(key), session))
            }
            IdeasAction::MoveUp => {
                with_agenda_item(row, |item| BookAction::MoveAgendaItem(item, true))
            }
            IdeasAction::MoveDown => {
                with_agenda_item(row, |item| BookAction::MoveAgendaItem(item, false))
            }
            IdeasAction::Edit => edit_row(row, session),
            IdeasAction::Archive => archive_row(row, session),
            IdeasAction::ToAgenda => add_to_agenda(row, session),
        }
    }

    /// Adds an entry of the pane's kind; on the lists, to the list of the selected item.
    fn add(&self, row: Option<&IdeasRow>, session: &Session) -> Vec<ScreenEffect> {
        let target = match self.pane {
            IdeasPane::Agenda => EditTarget::Question(None),
            IdeasPane::Activities => EditTarget::OwnActivity(None),
            IdeasPane::Prompts => EditTarget::OwnPrompt(None),
            IdeasPane::Lists => {
                let here = match row {
                    Some(IdeasRow::ListItem(id)) => {
                        session.book.list_items.get(id).map(|item| item.list)
                    }
                    Some(
                        IdeasRow::AgendaItem(_)
                        | IdeasRow::Question(_)
                        | IdeasRow::Activity(_)
                        | IdeasRow::Prompt(_)
                        | IdeasRow::ReadyAgenda(_),
                    )
                    | None => None,
                };
                EditTarget::ListItem(here.unwrap_or(ListKind::Ideas), None, None)
            }
        };
        open_editor(target, session)
    }
}

/// Detail lines of a list item, with its origin.
fn list_item_lines(item: &ListItem, session: &Session) -> Vec<String> {
    let meeting = item.meeting.and_then(|id| session.book.meetings.get(&id));
    let deck = session.deck();
    let activity = deck.activities.iter().find(|def| def.key == item.activity);
    let ticked = item.done.map(|day| {
        format!(
            "{} {}",
            capitalize(item.list.done_label()),
            dates::format_date(day)
        )
    });
    let added = item.added.map_or_else(String::new, dates::format_date);
    let sources = [
        Some(format!(
            "Written down by {} {added}",
            session.book.name(item.adder)
        )),
        meeting.map(|meeting| format!("From the talk of {}", dates::format_date(meeting.date))),
        activity.map(|def| format!("From the activity “{}”", def.title)),
    ];
    [item.by.clone(), item.link.clone(), item.note.clone()]
        .into_iter()
        .chain(ticked)
        .chain(sources.into_iter().flatten())
        .collect()
}

fn capitalize(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

pub(super) fn edit_row(row: Option<IdeasRow>, session: &Session) -> Vec<ScreenEffect> {
    let book = &session.book;
    match row {
        Some(IdeasRow::AgendaItem(item)) => match book.agenda.get(&item) {
            Some(line) => open_editor(EditTarget::AgendaLine(line.meeting, Some(item)), session),
            None => Vec::new(),
        },
        Some(IdeasRow::Question(question)) => {
            open_editor(EditTarget::Question(Some(question)), session)
        }
        Some(IdeasRow::Activity(key)) if is_own_activity(&key, session) => {
            open_editor(EditTarget::OwnActivity(Some(key)), session)
        }
        Some(IdeasRow::Activity(key)) => open_editor(EditTarget::Activity(key), session),
        Some(IdeasRow::Prompt(key)) if is_own_prompt(&key, session) => {
            open_editor(EditTarget::OwnPrompt(Some(key)), session)
        }
        Some(IdeasRow::ListItem(id)) => match book.list_items.get(&id) {
            Some(item) => open_editor(EditTarget::ListItem(item.list, Some(id), None), session),
            None => Vec::new(),
        },
        Some(IdeasRow::Prompt(_) | IdeasRow::ReadyAgenda(_)) => add_to_agenda(row, session),
        None => Vec::new(),
    }
}

fn is_own_activity(key: &str, session: &Session) -> bool {
    let mark = session.book.activities.get(&Activity::id_for(key));
    mark.is_some_and(|mark| !mark.title.is_empty())
}

fn is_own_prompt(key: &str, session: &Session) -> bool {
    let mark = session.book.prompts.get(&Prompt::id_for(key));
    mark.is_some_and(|mark| !mark.text.is_empty())
}

fn archive_row(row: Option<IdeasRow>, session: &Session) -> Vec<ScreenEffect> {
    let action = match row {
        Some(IdeasRow::AgendaItem(item)) => BookAction::RemoveAgendaItem(item),
        Some(IdeasRow::Question(question)) => BookAction::ArchiveQuestion(question),
        Some(IdeasRow::ListItem(item)) => BookAction::ArchiveListItem(item),
        Some(IdeasRow::Activity(key)) if is_own_activity(&key, session) => {
            BookAction::ArchiveOwnActivity(key)
        }
        Some(IdeasRow::Prompt(key)) if is_own_prompt(&key, session) => {
            BookAction::ArchiveOwnPrompt(key)
        }
        Some(IdeasRow::Activity(_) | IdeasRow::Prompt(_) | IdeasRow::ReadyAgenda(_)) | None => {
            return emit(ScreenEffect::SetStatus(
                "The cards of a deck stay where they are; only your own can be archived."
                    .to_owned(),
            ));
        }
    };
    emit(ScreenEffect::Perform(action))
}

fn add_to_agenda(row: Option<IdeasRow>, session: &Session) -> Vec<ScreenEffect> {
    let put = |origin: Origin, subject: String| {
        with_next_meeting(session, |meeting| {
            emit(ScreenEffect::Perform(BookAction::AddToAgenda(
                meeting, origin, subject,
            )))
        })
    };
    match row {
        Some(IdeasRow::AgendaItem(item)) => {
            emit(ScreenEffect::Perform(BookAction::TickAgendaItem(item)))
        }
        Some(IdeasRow::ListItem(item)) => {
            emit(ScreenEffect::Perform(BookAction::TickListItem(item)))
        }
        Some(IdeasRow::Question(question)) => put(Origin::Question, question.to_string()),
        Some(IdeasRow::Activity(key)) => put(Origin::Activity, key),
        Some(IdeasRow::Prompt(key)) => put(Origin::Prompt, key),
        Some(IdeasRow::ReadyAgenda(key)) => with_next_meeting(session, |meeting| {
            emit(ScreenEffect::Perform(BookAction::AddReadyAgenda(
                meeting, key,
            )))
        }),
        None => Vec::new(),
    }
}

fn with_next_meeting(
    session: &Session,
    then: impl FnOnce(Id) -> Vec<ScreenEffect>,
) -> Vec<ScreenEffect> {
    let none = || {
        emit(ScreenEffect::SetStatus(
            "No meeting is planned; go to Today (1) and press p to plan one.".to_owned(),
        ))
    };
    next_meeting(session).map_or_else(none, then)
}

fn with_activity(
    row: Option<IdeasRow>,
    then: impl FnOnce(String) -> Vec<ScreenEffect>,
) -> Vec<ScreenEffect> {
    match row {
        Some(IdeasRow::Activity(key)) => then(key),
        Some(
            IdeasRow::AgendaItem(_)
            | IdeasRow::Question(_)
            | IdeasRow::Prompt(_)
            | IdeasRow::ReadyAgenda(_)
            | IdeasRow::ListItem(_),
        )
        | None => emit(ScreenEffect::SetStatus(
            "Select an activity first (Tab shows the next pane).".to_owned(),
        )),
    }
}

fn with_agenda_item(
    row: Option<IdeasRow>,
    action: impl FnOnce(Id) -> BookAction,
) -> Vec<ScreenEffect> {
    match row {
        Some(IdeasRow::AgendaItem(item)) => emit(ScreenEffect::Perform(action(item))),
        Some(
            IdeasRow::Question(_)
            | IdeasRow::Activity(_)
            | IdeasRow::Prompt(_)
            | IdeasRow::ReadyAgenda(_)
            | IdeasRow::ListItem(_),
        )
        | None => emit(ScreenEffect::SetStatus(
            "Select an agenda line first.".to_owned(),
        )),
    }
}

fn pick_state(key: &str) -> Modal {
    let rows = ActivityState::ALL
        .iter()
        .map(|state| {
            PickRow::new(
                state.label(),
                Msg::Perform(BookAction::SetActivityState(key.to_owned(), *state)),
            )
        })
        .collect();
    Modal::Pick {
        title: "How far has the activity come?".to_owned(),
        rows,
        selected: 2,
    }
}

//! What the verbs do to the line that is selected, and what it says in full.

use super::{Ideas, Line, Pane, Verb, next_meeting};
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::modal::{Modal, PickRow};
use crate::app::purpose::Purpose;
use crate::app::screens::{Reply, edit, reply};
use crate::app::{BookEffect, Msg};
use crate::domain::agenda;
use crate::domain::id::Id;
use crate::domain::idea::{Activity, ActivityState, Prompt};
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::Origin;
use crate::domain::when;

impl Ideas {
    /// What the selected line says in full: its heading, and what stands below it.
    pub fn detail(&self, desk: &Desk) -> Option<(String, Vec<String>)> {
        let deck = desk.deck();
        Some(match self.selected(desk)? {
            Line::Activity(key) => {
                let def = deck.activities.iter().find(|def| def.key == key)?;
                let mut lines = vec![def.about.clone(), format!("Leaves behind: {}", def.leaves)];
                lines.push(format!("Source: {}", def.source));
                (def.title.clone(), lines)
            }
            Line::Prompt(key) => {
                let def = deck.prompts.iter().find(|def| def.key == key)?;
                (def.text.clone(), vec![def.why.clone()])
            }
            Line::Ready(key) => {
                let ready = deck.agendas.iter().find(|ready| ready.key == key)?;
                let mut lines = vec![ready.about.clone()];
                lines.extend(agenda::ready(&deck, &key).into_iter().map(|item| {
                    let minutes = item.minutes.unwrap_or_default();
                    format!("{minutes} min: {}", item.text)
                }));
                (ready.title.clone(), lines)
            }
            Line::Question(id) => {
                let question = desk.book.questions.get(&id)?;
                (question.text.clone(), vec![question.answer.clone()])
            }
            Line::Item(id) => {
                let item = desk.book.agenda.get(&id)?;
                let origin = item.origin.label().to_owned();
                (item.text.clone(), vec![origin, item.reason.clone()])
            }
            Line::Listed(id) => {
                let item = desk.book.list_items.get(&id)?;
                (item.title.clone(), listed(item, desk))
            }
        })
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let line = self.selected(desk);
        match verb {
            Verb::Filter => {
                self.everything = !self.everything;
                Vec::new()
            }
            Verb::Add => self.add(line.as_ref(), desk),
            Verb::AddLine => with_next(desk, |meeting| {
                edit(Purpose::AgendaLine(meeting, None), desk)
            }),
            Verb::CopyText => with_next(desk, |meeting| {
                let what = crate::export::What::Agenda(meeting);
                reply(Reply::Book(BookEffect::Preview(
                    crate::export::Request::new(what, "txt"),
                )))
            }),
            Verb::Status => on_activity(line, |key| reply(Reply::Open(Box::new(pick_state(&key))))),
            Verb::Rate => on_activity(line, |key| edit(Purpose::Activity(key), desk)),
            Verb::MoveUp => on_item(line, |item| Deed::MoveItem(item, true)),
            Verb::MoveDown => on_item(line, |item| Deed::MoveItem(item, false)),
            Verb::Edit => edit_line(line, desk),
            Verb::Archive => archive(line, desk),
            Verb::ToAgenda => to_agenda(line, desk),
        }
    }

    /// Adds what the pane holds; on the lists, to the one that is selected.
    fn add(&self, line: Option<&Line>, desk: &Desk) -> Vec<Reply> {
        let purpose = match self.pane {
            Pane::Agenda => Purpose::Question(None),
            Pane::Activities => Purpose::OwnActivity(None),
            Pane::Prompts => Purpose::OwnPrompt(None),
            Pane::Lists => {
                let here = match line {
                    Some(Line::Listed(id)) => desk.book.list_items.get(id).map(|item| item.list),
                    Some(
                        Line::Item(_)
                        | Line::Question(_)
                        | Line::Activity(_)
                        | Line::Prompt(_)
                        | Line::Ready(_),
                    )
                    | None => None,
                };
                Purpose::ListItem(here.unwrap_or(ListKind::Ideas), None, None)
            }
        };
        edit(purpose, desk)
    }
}

/// What is known of a line of a list, and where it came from.
fn listed(item: &ListItem, desk: &Desk) -> Vec<String> {
    let meeting = item.meeting.and_then(|id| desk.book.meetings.get(&id));
    let deck = desk.deck();
    let activity = deck.activities.iter().find(|def| def.key == item.activity);
    let ticked = item
        .done
        .map(|day| format!("{} {}", capital(item.list.ticked()), when::shown(day)));
    let added = item.added.map_or_else(String::new, when::shown);
    let came = [
        Some(format!(
            "Written down by {} {added}",
            desk.book.name(item.adder)
        )),
        meeting.map(|meeting| format!("From the talk of {}", when::shown(meeting.date))),
        activity.map(|def| format!("From the activity “{}”", def.title)),
    ];
    [item.by.clone(), item.link.clone(), item.note.clone()]
        .into_iter()
        .chain(ticked)
        .chain(came.into_iter().flatten())
        .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

pub(super) fn edit_line(line: Option<Line>, desk: &Desk) -> Vec<Reply> {
    let book = &desk.book;
    match line {
        Some(Line::Item(item)) => match book.agenda.get(&item) {
            Some(found) => edit(Purpose::AgendaLine(found.meeting, Some(item)), desk),
            None => Vec::new(),
        },
        Some(Line::Question(question)) => edit(Purpose::Question(Some(question)), desk),
        Some(Line::Activity(key)) if is_own_activity(&key, desk) => {
            edit(Purpose::OwnActivity(Some(key)), desk)
        }
        Some(Line::Activity(key)) => edit(Purpose::Activity(key), desk),
        Some(Line::Prompt(key)) if is_own_prompt(&key, desk) => {
            edit(Purpose::OwnPrompt(Some(key)), desk)
        }
        Some(Line::Listed(id)) => match book.list_items.get(&id) {
            Some(item) => edit(Purpose::ListItem(item.list, Some(id), None), desk),
            None => Vec::new(),
        },
        Some(Line::Prompt(_) | Line::Ready(_)) => to_agenda(line, desk),
        None => Vec::new(),
    }
}

fn is_own_activity(key: &str, desk: &Desk) -> bool {
    let mark = desk.book.activities.get(&Activity::id_for(key));
    mark.is_some_and(|mark| !mark.title.is_empty())
}

fn is_own_prompt(key: &str, desk: &Desk) -> bool {
    let mark = desk.book.prompts.get(&Prompt::id_for(key));
    mark.is_some_and(|mark| !mark.text.is_empty())
}

fn archive(line: Option<Line>, desk: &Desk) -> Vec<Reply> {
    let deed = match line {
        Some(Line::Item(item)) => Deed::DropItem(item),
        Some(Line::Question(question)) => Deed::ArchiveQuestion(question),
        Some(Line::Listed(item)) => Deed::ArchiveListItem(item),
        Some(Line::Activity(key)) if is_own_activity(&key, desk) => Deed::ArchiveOwnActivity(key),
        Some(Line::Prompt(key)) if is_own_prompt(&key, desk) => Deed::ArchiveOwnPrompt(key),
        Some(Line::Activity(_) | Line::Prompt(_) | Line::Ready(_)) | None => {
            return reply(Reply::Say(
                "The cards of a deck stay where they are; only your own can be put away."
                    .to_owned(),
            ));
        }
    };
    reply(Reply::Do(deed))
}

fn to_agenda(line: Option<Line>, desk: &Desk) -> Vec<Reply> {
    let put = |origin: Origin, subject: String| {
        with_next(desk, |meeting| {
            reply(Reply::Do(Deed::ToAgenda(meeting, origin, subject)))
        })
    };
    match line {
        Some(Line::Item(item)) => reply(Reply::Do(Deed::TickItem(item))),
        Some(Line::Listed(item)) => reply(Reply::Do(Deed::TickListItem(item))),
        Some(Line::Question(question)) => put(Origin::Question, question.to_string()),
        Some(Line::Activity(key)) => put(Origin::Activity, key),
        Some(Line::Prompt(key)) => put(Origin::Prompt, key),
        Some(Line::Ready(key)) => with_next(desk, |meeting| {
            reply(Reply::Do(Deed::ReadyAgenda(meeting, key)))
        }),
        None => Vec::new(),
    }
}

fn with_next(desk: &Desk, then: impl FnOnce(Id) -> Vec<Reply>) -> Vec<Reply> {
    let none = || {
        reply(Reply::Say(
            "No meeting is planned; go to Today (1) and press p to plan one.".to_owned(),
        ))
    };
    next_meeting(desk).map_or_else(none, then)
}

fn on_activity(line: Option<Line>, then: impl FnOnce(String) -> Vec<Reply>) -> Vec<Reply> {
    match line {
        Some(Line::Activity(key)) => then(key),
        Some(
            Line::Item(_) | Line::Question(_) | Line::Prompt(_) | Line::Ready(_) | Line::Listed(_),
        )
        | None => reply(Reply::Say(
            "Select an activity first (Tab shows the next pane).".to_owned(),
        )),
    }
}

fn on_item(line: Option<Line>, deed: impl FnOnce(Id) -> Deed) -> Vec<Reply> {
    match line {
        Some(Line::Item(item)) => reply(Reply::Do(deed(item))),
        Some(
            Line::Question(_)
            | Line::Activity(_)
            | Line::Prompt(_)
            | Line::Ready(_)
            | Line::Listed(_),
        )
        | None => reply(Reply::Say("Select an agenda line first.".to_owned())),
    }
}

fn pick_state(key: &str) -> Modal {
    let rows = ActivityState::ALL
        .iter()
        .map(|state| {
            PickRow::new(
                state.label(),
                Msg::Do(Deed::ActivityState(key.to_owned(), *state)),
            )
        })
        .collect();
    Modal::Pick {
        title: "How far has the activity come?".to_owned(),
        rows,
        selected: 2,
    }
}

//! One meeting: agenda, notes, private notes, decisions, actions.

use super::record::{self, RecordKey};
use super::{ScreenEffects, ScreenLogic, call, commit, open_editor, open_modal, status};
use crate::app::Effect;
use crate::app::command::{Command, Move};
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::modal::{Modal, PickRow};
use crate::app::screen_rows::{
    ScreenRow, ScreenSection, Sign, joined, row_keys, selected_key, shown,
};
use crate::app::session::Session;
use crate::domain::action::Action;
use crate::domain::call::last_time;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::deck::Question;
use crate::domain::display::meeting_moment;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::Meeting;
use crate::domain::ops::{self};
use crate::domain::person::Role;
use crate::export::ExportSubject;

pub struct MeetingScreen {
    pub meeting: Id,
    pub list: ListState<RecordKey>,
    /// Lines of the notes scrolled away at the top.
    pub scroll: usize,
}

impl MeetingScreen {
    pub fn new(meeting: Id) -> Self {
        Self {
            meeting,
            list: ListState::default(),
            scroll: 0,
        }
    }

    /// Heading of the meeting, and its facts in one line.
    pub fn heading_and_facts(&self, session: &Session) -> Option<(String, String)> {
        let meeting = session.book.meetings.get(&self.meeting)?;
        let name = meeting.title_or_kind();
        let day = meeting_moment(meeting, &session.book);
        let title = format!("{name}, {day}");
        let mut facts: Vec<_> = session.versions_note(self.meeting).into_iter().collect();
        facts.extend([
            meeting.state.label().to_owned(),
            meeting.kind.label().to_owned(),
        ]);
        facts.extend(meeting.channel.map(|channel| channel.label().to_owned()));
        facts.extend(meeting.minutes.map(|minutes| format!("{minutes} minutes")));
        facts.push(meeting.link.clone());
        let goals = meeting.goals.iter();
        let goals = goals.filter_map(|id| session.book.goals.get(id));
        facts.extend(goals.map(|goal| format!("goal: {}", goal.title)));
        facts.extend(meeting.topics.iter().cloned());
        Some((title, joined(facts)))
    }

    /// The agenda, actions, questions and list items.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<RecordKey>> {
        let meeting = session.book.meetings.get(&self.meeting);
        let items = meeting.map_or_else(Vec::new, |meeting| {
            agenda_rows(meeting, session, |id| (Kind::AgendaItem, id))
        });
        let ahead = meeting.is_some_and(Meeting::is_planned);
        let actions = session.book.actions_of(self.meeting);
        let actions = actions.into_iter().map(|it| action_row(it, session));
        let questions = session.book.questions_of(self.meeting).into_iter();
        let listed = session.book.list_items_of(self.meeting).into_iter();
        let no_agenda = if ahead {
            "No agenda; b builds one, i adds a line."
        } else {
            ""
        };
        shown(vec![
            ScreenSection::new("Agenda", items, no_agenda),
            ScreenSection::new(
                "Actions agreed",
                actions.collect(),
                "None. What one of you promised here comes here; a adds it.",
            ),
            ScreenSection::new("Questions", questions.map(question_row).collect(), ""),
            ScreenSection::new("On our lists", listed.map(list_item_row).collect(), ""),
        ])
    }

    /// Texts of the meeting: heading, Markdown, and true if private.
    pub fn texts(&self, session: &Session) -> Vec<(String, String, bool)> {
        let book = &session.book;
        let notes = Role::ALL.iter().filter_map(|role| {
            let title = format!("Notes of {}", book.name(*role));
            Some((title, book.note(self.meeting, *role)?.text.clone(), false))
        });
        let mut texts: Vec<_> = notes.collect();
        if let Some(meeting) = book.meetings.get(&self.meeting) {
            let named = meeting.resources.iter().map(|it| format!("- {it}"));
            let named: Vec<_> = named.collect();
            let parts = [
                ("Decisions", meeting.decisions.clone()),
                ("Win", meeting.win.clone()),
                ("Books, people and sites that were named", named.join("\n")),
            ];
            texts.extend(parts.map(|(title, text)| (title.to_owned(), text, false)));
        }
        let private = book.private_note(self.meeting).map(|note| {
            let feeling = note.feeling;
            let feeling = feeling.map(|it| format!("Feeling afterwards: {it} of 5\n\n"));
            let title = "Private notes: only you can read these".to_owned();
            (title, feeling.unwrap_or_default() + &note.text, true)
        });
        let ahead = book.meetings.get(&self.meeting);
        let ahead = ahead.filter(|meeting| meeting.is_planned());
        let last = ahead.and_then(|meeting| last_time_text(Some(meeting.id), session));
        let last = last.map(|(title, text)| (title, text, false));
        texts.retain(|(_, text, _)| !text.is_empty());
        texts.extend(last);
        texts.extend(private.filter(|(_, text, _)| !text.is_empty()));
        texts
    }

    pub fn selected(&self, session: &Session) -> Option<RecordKey> {
        selected_key(&self.list, &self.sections(session))
    }
}

/// Makes the owner's notes private, or the private ones shared; where there are both, asks which.
fn move_notes(meeting: Id, session: &Session) -> ScreenEffects {
    let book = &session.book;
    let note = book.note(meeting, book.me());
    let has_shared = note.is_some_and(|note| !note.text.is_empty());
    let has_private = book
        .private_note(meeting)
        .is_some_and(|it| !it.text.is_empty());
    let moved = |private| ops::meeting::move_notes(book, meeting, private, &session.ctx);
    match (has_shared, has_private) {
        (false, false) => status("You have no notes here yet; e writes them."),
        (true, true) => {
            let rows = [
                PickRow::commit("Your notes become private", moved(true)),
                PickRow::commit("Your private notes are shared", moved(false)),
            ];
            open_modal(Modal::pick("Which notes move?", rows, 0))
        }
        (_, _) => commit(moved(has_shared)),
    }
}

fn action_row(action: &Action, session: &Session) -> ScreenRow<RecordKey> {
    let text = format!("{} ({})", action.text, action.owner);
    let row = ScreenRow::new((Kind::Action, action.id), text);
    let row = row.done_or_due(action.done, action.due, &session.year());
    match action.done {
        Some(_) => row.below(action.done_note.clone()),
        None => row,
    }
}

/// A question with its answer.
fn question_row(question: &Question) -> ScreenRow<RecordKey> {
    let row = ScreenRow::new(
        (Kind::Question, question.id),
        format!("{} ({})", question.text, question.asker),
    );
    if question.answer.is_empty() {
        return row.sign(Sign::Open).right("Enter writes the answer");
    }
    row.done().below(question.answer.clone())
}

fn list_item_row(item: &ListItem) -> ScreenRow<RecordKey> {
    let row =
        ScreenRow::new((Kind::ListItem, item.id), item.title.clone()).below(item.note.clone());
    match item.done {
        Some(_) => row.done().right(format!(
            "{}, {}",
            item.list.singular(),
            item.list.done_label()
        )),
        None => row.sign(Sign::Open).right(item.list.singular()),
    }
}

/// Remains of the meeting before `meeting`, or else of the latest one: heading and Markdown.
pub fn last_time_text(meeting: Option<Id>, session: &Session) -> Option<(String, String)> {
    let year = session.year();
    let last = last_time(&year, meeting);
    let sections = last.sections(&year).into_iter();
    let sections = sections.map(|(name, lines)| format!("{name}\n- {}", lines.join("\n- ")));
    Some((last.heading()?, sections.collect::<Vec<_>>().join("\n\n")))
}

/// The agenda of `meeting`; while it is ahead, each line with the time at which it begins.
pub fn agenda_rows<K>(
    meeting: &Meeting,
    session: &Session,
    key: impl Fn(Id) -> K,
) -> Vec<ScreenRow<K>> {
    let items = session.book.agenda_of(meeting.id);
    let times = meeting.line_times(&items);
    let rows = items.iter().zip(times).map(|(item, time)| {
        let time = time.filter(|_| meeting.is_planned());
        let minutes = item.minutes.map(|minutes| format!("{minutes} min"));
        let time = time.map(dates::format_time);
        ScreenRow::new(key(item.id), item.text.clone())
            .ticked(item.done)
            .right(joined(time.into_iter().chain(minutes)))
            .below(item.reason.clone())
    });
    rows.collect()
}

impl ScreenLogic for MeetingScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meeting, Context::List, Context::Global]
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let meeting = self.meeting;
        let new_part = |kind| record::add(kind, Some(meeting), session);
        Some(match (command, self.selected(session)) {
            (Command::Edit, _) => open_editor(EditTarget::Meeting(meeting), session),
            (Command::AddAction, _) => new_part(Kind::Action),
            (Command::AddLine, _) => new_part(Kind::AgendaItem),
            (Command::AddToList, _) => open_editor(
                EditTarget::ListItem(ListKind::Ideas, None, Some(meeting)),
                session,
            ),
            (Command::Cancel, _) => record::call_off(meeting, session),
            (Command::Call, _) => call::hold_planned(meeting, session),
            (Command::Private, _) => move_notes(meeting, session),
            (Command::Toggle, Some(key)) => record::toggle(key, session),
            (Command::Toggle, None) => status("Nothing to tick here yet."),
            (Command::Shift(direction), Some(key @ (Kind::AgendaItem, _))) => {
                record::shift(key, *direction, session)
            }
            (Command::Shift(_), _) => status("Select an agenda line first."),
            (Command::Archive, row) => {
                record::archive(row.unwrap_or((Kind::Meeting, meeting)), session)
            }
            _ => return None,
        })
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        match movement {
            Move::Left => return super::go_back(),
            Move::Open => return self.open(session),
            Move::PageUp => self.scroll = self.scroll.saturating_sub(5),
            Move::PageDown => self.scroll += 5,
            Move::Up
            | Move::Down
            | Move::Right
            | Move::First
            | Move::Last
            | Move::Next
            | Move::Previous => {
                let moved = self.select(Selecting::Move(movement), session);
                if !moved && movement == Move::Down {
                    self.scroll += 1;
                } else if !moved && movement == Move::Up {
                    self.scroll = self.scroll.saturating_sub(1);
                }
            }
        }
        Vec::new()
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let selected = self.selected(session);
        record::edit(selected.unwrap_or((Kind::Meeting, self.meeting)), session)
    }

    fn select(&mut self, selecting: Selecting, session: &Session) -> bool {
        self.list
            .apply(selecting, &row_keys(&self.sections(session)))
    }

    fn loads(&mut self, session: &Session) -> Vec<Effect> {
        session.load_details(self.meeting).into_iter().collect()
    }

    fn export_choices(&self, session: &Session) -> Vec<ExportSubject> {
        let agenda = (!session.book.agenda_of(self.meeting).is_empty())
            .then_some(ExportSubject::Agenda(self.meeting));
        [ExportSubject::Meeting(self.meeting)]
            .into_iter()
            .chain(agenda)
            .collect()
    }
}

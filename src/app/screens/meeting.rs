//! One meeting: agenda, notes, private notes, decisions, actions.

use super::record::{self, RecordKey};
use super::{ScreenEffects, ScreenLogic, commit, open_editor, status};
use crate::app::command::{Command, Move};
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, row_keys, selected_key};
use crate::app::session::Session;
use crate::app::{BookEffect, Effect};
use crate::domain::action::Action;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::{AgendaItem, Meeting, Origin};
use crate::domain::ops::{self, OpContext};
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
        let day = dates::format_date_time(meeting.date, meeting.time);
        let title = format!("{name}, {day}");
        let mut facts = vec![
            meeting.state.label().to_owned(),
            meeting.kind.label().to_owned(),
        ];
        facts.extend(meeting.channel.map(|channel| channel.label().to_owned()));
        facts.extend(meeting.minutes.map(|minutes| format!("{minutes} minutes")));
        facts.extend(Some(meeting.link.clone()).filter(|link| !link.is_empty()));
        let goals = meeting.goals.iter();
        let goals = goals.filter_map(|id| session.book.goals.get(id));
        facts.extend(goals.map(|goal| format!("goal: {}", goal.title)));
        facts.extend(meeting.topics.iter().cloned());
        Some((title, facts.join(" · ")))
    }

    /// The agenda, actions, questions and list items.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<RecordKey>> {
        let items = session.book.agenda_of(self.meeting).into_iter();
        let items: Vec<_> = items.map(agenda_item_row).collect();
        let meeting = session.book.meetings.get(&self.meeting);
        let ahead = meeting.is_some_and(Meeting::is_planned);
        let actions = session.book.actions_of(self.meeting);
        let mut sections = Vec::new();
        if ahead || !items.is_empty() {
            sections.push(ScreenSection::new(
                "Agenda",
                items,
                "No agenda; b builds one, i adds a line.",
            ));
        }
        sections.push(ScreenSection::new(
            "Actions agreed",
            actions
                .into_iter()
                .map(|it| action_row(it, session))
                .collect(),
            "None; a adds one.",
        ));
        let questions: Vec<_> = session.book.questions_of(self.meeting);
        if !questions.is_empty() {
            let rows = questions.into_iter().map(question_row);
            sections.push(ScreenSection::new("Questions", rows.collect(), ""));
        }
        let listed = session.book.list_items_of(self.meeting);
        if !listed.is_empty() {
            let rows = listed.into_iter().map(list_item_row);
            sections.push(ScreenSection::new("On our lists", rows.collect(), ""));
        }
        sections
    }

    /// Texts of the meeting: heading, Markdown, and true if private.
    pub fn texts(&self, session: &Session) -> Vec<(String, String, bool)> {
        let book = &session.book;
        let mut texts = Vec::new();
        for role in Role::ALL {
            if let Some(note) = book
                .note(self.meeting, *role)
                .filter(|note| !note.text.is_empty())
            {
                texts.push((
                    format!("Notes of {}", book.name(*role)),
                    note.text.clone(),
                    false,
                ));
            }
        }
        if let Some(meeting) = book.meetings.get(&self.meeting) {
            if !meeting.decisions.is_empty() {
                texts.push(("Decisions".to_owned(), meeting.decisions.clone(), false));
            }
            if !meeting.win.is_empty() {
                texts.push(("Win".to_owned(), meeting.win.clone(), false));
            }
            if !meeting.resources.is_empty() {
                let named = meeting.resources.iter().map(|it| format!("- {it}"));
                let named: Vec<_> = named.collect();
                let title = "Books, people and sites that were named".to_owned();
                texts.push((title, named.join("\n"), false));
            }
        }
        if let Some(note) = book.private_note(self.meeting) {
            let mut text = note.text.clone();
            if let Some(feeling) = note.feeling {
                text = format!("Feeling afterwards: {feeling} of 5\n\n{text}");
            }
            texts.push((
                "Private notes: only you can read these".to_owned(),
                text,
                true,
            ));
        }
        texts
    }

    pub fn selected(&self, session: &Session) -> Option<RecordKey> {
        selected_key(&self.list, &self.sections(session))
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

pub fn agenda_item_row(item: &AgendaItem) -> ScreenRow<RecordKey> {
    let minutes = item
        .minutes
        .map_or_else(String::new, |minutes| format!("{minutes} min"));
    let below = if item.origin == Origin::Own {
        String::new()
    } else {
        item.reason.clone()
    };
    ScreenRow::new((Kind::AgendaItem, item.id), item.text.clone())
        .ticked(item.done)
        .right(minutes)
        .below(below)
}

impl ScreenLogic for MeetingScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meeting, Context::List, Context::Global]
    }

    fn on_command(
        &mut self,
        command: &Command,
        session: &Session,
        ctx: &mut OpContext,
    ) -> Option<ScreenEffects> {
        let meeting = self.meeting;
        let new_part = |kind| open_editor(EditTarget::new_record(kind, Some(meeting)), session);
        Some(match (command, self.selected(session)) {
            (Command::Edit, _) => open_editor(EditTarget::Meeting(meeting), session),
            (Command::AddAction, _) => new_part(Kind::Action),
            (Command::AddLine, _) => new_part(Kind::AgendaItem),
            (Command::AddToList, _) => open_editor(
                EditTarget::ListItem(ListKind::Ideas, None, Some(meeting)),
                session,
            ),
            (Command::Cancel, _) => commit(ops::meeting::cancel(&session.book, meeting, ctx)),
            (Command::Toggle, Some(key)) => record::toggle(key, session, ctx),
            (Command::Toggle, None) => status("Nothing to tick here yet."),
            (Command::Shift(direction), Some(key @ (Kind::AgendaItem, _))) => {
                record::shift(key, *direction, session, ctx)
            }
            (Command::Shift(_), _) => status("Select an agenda line first."),
            (Command::Archive, row) => {
                record::archive(row.unwrap_or((Kind::Meeting, meeting)), session, ctx)
            }
            _ => return None,
        })
    }

    fn on_move(&mut self, movement: Move, session: &Session, ctx: &mut OpContext) -> ScreenEffects {
        match movement {
            Move::Left => return super::go_back(),
            Move::Open => return self.open(session, ctx),
            Move::PageUp => self.scroll = self.scroll.saturating_sub(5),
            Move::PageDown => self.scroll += 5,
            Move::Up | Move::Down | Move::Right | Move::First | Move::Last => {
                let moved = self.select(Selecting::Move(movement), session);
                if !moved && movement == Move::Down {
                    self.scroll += 1;
                } else if !moved && movement == Move::Up {
                    self.scroll = self.scroll.saturating_sub(1);
                }
            }
            Move::Next | Move::Previous => {
                self.select(Selecting::Move(movement), session);
            }
        }
        Vec::new()
    }

    fn open(&mut self, session: &Session, _ctx: &mut OpContext) -> ScreenEffects {
        let selected = self.selected(session);
        record::edit(selected.unwrap_or((Kind::Meeting, self.meeting)), session)
    }

    fn select(&mut self, selecting: Selecting, session: &Session) -> bool {
        self.list
            .apply(selecting, &row_keys(&self.sections(session)))
    }

    fn refresh(&mut self, session: &Session) -> Vec<Effect> {
        if session.book.detailed.contains(&self.meeting) {
            Vec::new()
        } else {
            vec![session.in_book(BookEffect::LoadMeetingDetails(self.meeting))]
        }
    }

    fn export_choices(&self, session: &Session) -> Vec<ExportSubject> {
        let agenda = (!session.book.agenda_of(self.meeting).is_empty())
            .then_some(ExportSubject::Agenda(self.meeting));
        [ExportSubject::Meeting(self.meeting)]
            .into_iter()
            .chain(agenda)
            .chain([ExportSubject::Everything])
            .collect()
    }
}

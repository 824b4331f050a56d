//! One meeting: agenda, notes, private notes, decisions, actions.

use crate::domain::action::Action;
use crate::domain::dates;
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::{AgendaItem, Meeting, Origin};
use crate::domain::person::Role;

use super::{ScreenEffect, ScreenLogic, emit, open_editor};
use crate::app::book_action::BookAction;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, row_keys, selected_key};
use crate::app::session::Session;
use crate::app::{BookEffect, Effect};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingAction {
    /// Writes up a planned meeting, or edits a held one.
    Edit,
    /// Ticks the agenda item or action.
    Toggle,
    /// Adds an action agreed in this meeting.
    AddAction,
    /// Adds an item that came up to a shared list.
    AddToList,
    /// Adds an item to the agenda.
    AddLine,
    /// Moves the agenda item up.
    MoveUp,
    /// Moves the agenda item down.
    MoveDown,
    /// Cancels the planned meeting.
    Cancel,
    /// Archives the selected row.
    Archive,
}

/// Rows that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingRow {
    AgendaItem(Id),
    Action(Id),
    /// A question that was on its agenda.
    Question(Id),
    /// An item of a shared list that came up in it.
    ListItem(Id),
}

pub struct MeetingScreen {
    pub meeting: Id,
    pub list: ListState<MeetingRow>,
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
        let name = if meeting.title.is_empty() {
            meeting.kind.label()
        } else {
            &meeting.title
        };
        let title = format!(
            "{name}, {}",
            dates::format_date_time(meeting.date, meeting.time)
        );
        let mut facts = vec![
            meeting.state.label().to_owned(),
            meeting.kind.label().to_owned(),
        ];
        facts.extend(meeting.channel.map(|channel| channel.label().to_owned()));
        facts.extend(meeting.minutes.map(|minutes| format!("{minutes} minutes")));
        let goals = meeting.goals.iter();
        let goals = goals.filter_map(|id| session.book.goals.get(id));
        facts.extend(goals.map(|goal| format!("goal: {}", goal.title)));
        facts.extend(meeting.topics.iter().cloned());
        Some((title, facts.join(" · ")))
    }

    /// The agenda, actions, questions and list items.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<MeetingRow>> {
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

    pub fn selected(&self, session: &Session) -> Option<MeetingRow> {
        selected_key(&self.list, &self.sections(session))
    }

    pub fn on_action(&mut self, action: MeetingAction, session: &Session) -> Vec<ScreenEffect> {
        let meeting = self.meeting;
        let row = self.selected(session);
        match action {
            MeetingAction::Edit => open_editor(EditTarget::Meeting(meeting), session),
            MeetingAction::AddAction => {
                open_editor(EditTarget::Action(None, Some(meeting)), session)
            }
            MeetingAction::AddToList => open_editor(
                EditTarget::ListItem(ListKind::Ideas, None, Some(meeting)),
                session,
            ),
            MeetingAction::AddLine => open_editor(EditTarget::AgendaLine(meeting, None), session),
            MeetingAction::Cancel => {
                emit(ScreenEffect::Perform(BookAction::CancelMeeting(meeting)))
            }
            MeetingAction::Toggle => match row {
                Some(MeetingRow::AgendaItem(item)) => {
                    emit(ScreenEffect::Perform(BookAction::TickAgendaItem(item)))
                }
                Some(MeetingRow::Action(action)) => {
                    emit(ScreenEffect::Perform(BookAction::TickAction(action)))
                }
                Some(MeetingRow::ListItem(item)) => {
                    emit(ScreenEffect::Perform(BookAction::TickListItem(item)))
                }
                Some(MeetingRow::Question(question)) => {
                    open_editor(EditTarget::Question(Some(question)), session)
                }
                None => emit(ScreenEffect::SetStatus(
                    "Nothing to tick here yet.".to_owned(),
                )),
            },
            MeetingAction::MoveUp => {
                with_agenda_item(row, |item| BookAction::MoveAgendaItem(item, true))
            }
            MeetingAction::MoveDown => {
                with_agenda_item(row, |item| BookAction::MoveAgendaItem(item, false))
            }
            MeetingAction::Archive => match row {
                Some(MeetingRow::AgendaItem(item)) => {
                    emit(ScreenEffect::Perform(BookAction::RemoveAgendaItem(item)))
                }
                Some(MeetingRow::Action(action)) => {
                    emit(ScreenEffect::Perform(BookAction::ArchiveAction(action)))
                }
                Some(MeetingRow::Question(question)) => {
                    emit(ScreenEffect::Perform(BookAction::ArchiveQuestion(question)))
                }
                Some(MeetingRow::ListItem(item)) => {
                    emit(ScreenEffect::Perform(BookAction::ArchiveListItem(item)))
                }
                None => emit(ScreenEffect::Perform(BookAction::ArchiveMeeting(meeting))),
            },
        }
    }
}

fn with_agenda_item(
    row: Option<MeetingRow>,
    action: impl FnOnce(Id) -> BookAction,
) -> Vec<ScreenEffect> {
    match row {
        Some(MeetingRow::AgendaItem(item)) => emit(ScreenEffect::Perform(action(item))),
        Some(MeetingRow::Action(_) | MeetingRow::Question(_) | MeetingRow::ListItem(_)) | None => {
            emit(ScreenEffect::SetStatus(
                "Select an agenda line first.".to_owned(),
            ))
        }
    }
}

fn action_row(action: &Action, session: &Session) -> ScreenRow<MeetingRow> {
    let text = format!("{} ({})", action.text, action.owner);
    let row = ScreenRow::new(MeetingRow::Action(action.id), text);
    match (action.done, action.due) {
        (Some(done), _) => row
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(format!("done {}", dates::format_date(done)))
            .below(action.done_note.clone()),
        (None, Some(due)) => {
            let due_state = session.year().due(due);
            let late = due_state.is_overdue();
            row.sign(if late { Sign::Late } else { Sign::Open })
                .tone(if late { Tone::Late } else { Tone::Plain })
                .right(format!(
                    "{} ({})",
                    dates::format_date(due),
                    due_state.words()
                ))
        }
        (None, None) => row.sign(Sign::Open),
    }
}

/// A question with its answer.
fn question_row(question: &Question) -> ScreenRow<MeetingRow> {
    let row = ScreenRow::new(
        MeetingRow::Question(question.id),
        format!("{} ({})", question.text, question.asker),
    );
    if question.answer.is_empty() {
        return row.sign(Sign::Open).right("Enter writes the answer");
    }
    row.sign(Sign::Done)
        .tone(Tone::Done)
        .below(question.answer.clone())
}

fn list_item_row(item: &ListItem) -> ScreenRow<MeetingRow> {
    let row =
        ScreenRow::new(MeetingRow::ListItem(item.id), item.title.clone()).below(item.note.clone());
    match item.done {
        Some(_) => row.sign(Sign::Done).tone(Tone::Done).right(format!(
            "{}, {}",
            item.list.singular(),
            item.list.done_label()
        )),
        None => row.sign(Sign::Open).right(item.list.singular()),
    }
}

pub fn agenda_item_row(item: &AgendaItem) -> ScreenRow<MeetingRow> {
    let minutes = item
        .minutes
        .map_or_else(String::new, |minutes| format!("{minutes} min"));
    let below = if item.origin == Origin::Own {
        String::new()
    } else {
        item.reason.clone()
    };
    ScreenRow::new(MeetingRow::AgendaItem(item.id), item.text.clone())
        .sign(if item.done { Sign::Done } else { Sign::Open })
        .tone(if item.done { Tone::Done } else { Tone::Plain })
        .right(minutes)
        .below(below)
}

impl ScreenLogic for MeetingScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meeting, Context::List, Context::Global]
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        match movement {
            Move::Left => super::go_back(),
            Move::PageUp => {
                self.scroll = self.scroll.saturating_sub(5);
                Vec::new()
            }
            Move::PageDown => {
                self.scroll += 5;
                Vec::new()
            }
            Move::Open => match self.selected(session) {
                Some(MeetingRow::AgendaItem(item)) => {
                    open_editor(EditTarget::AgendaLine(self.meeting, Some(item)), session)
                }
                Some(MeetingRow::Action(action)) => open_editor(
                    EditTarget::Action(Some(action), Some(self.meeting)),
                    session,
                ),
                Some(MeetingRow::Question(question)) => {
                    open_editor(EditTarget::Question(Some(question)), session)
                }
                Some(MeetingRow::ListItem(item)) => {
                    let list = session.book.list_items.get(&item).map(|item| item.list);
                    let list = list.unwrap_or_default();
                    open_editor(EditTarget::ListItem(list, Some(item), None), session)
                }
                None => open_editor(EditTarget::Meeting(self.meeting), session),
            },
            Move::Up
            | Move::Down
            | Move::Right
            | Move::First
            | Move::Last
            | Move::Next
            | Move::Previous => {
                let moved = self
                    .list
                    .move_selection(movement, &row_keys(&self.sections(session)));
                if !moved && movement == Move::Down {
                    self.scroll += 1;
                } else if !moved && movement == Move::Up {
                    self.scroll = self.scroll.saturating_sub(1);
                }
                Vec::new()
            }
        }
    }

    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        if self.list.click(row, &row_keys(&self.sections(session))) {
            self.on_move(Move::Open, session)
        } else {
            Vec::new()
        }
    }

    fn refresh(&mut self, session: &Session) -> Vec<Effect> {
        if session.book.detailed.contains(&self.meeting) {
            Vec::new()
        } else {
            vec![session.in_book(BookEffect::LoadMeetingDetails(self.meeting))]
        }
    }

    fn export_choices(&self, session: &Session) -> Vec<crate::export::ExportSubject> {
        use crate::export::ExportSubject;
        let agenda = (!session.book.agenda_of(self.meeting).is_empty())
            .then_some(ExportSubject::Agenda(self.meeting));
        [ExportSubject::Meeting(self.meeting)]
            .into_iter()
            .chain(agenda)
            .chain([ExportSubject::Everything])
            .collect()
    }
}

//! The closing kit: open items, the last talk, closing forms, the thank-you letter, and what comes after the year.

use crate::domain::book::Book;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::person::Owner;
use crate::domain::program::Stay;
use crate::domain::thank_you_letter;

use super::goal::GoalScreen;
use super::meeting::MeetingScreen;
use super::{Screen, ScreenEffect, ScreenLogic, emit, open_editor, push_screen};
use crate::app::book_action::BookAction;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::modal::{Modal, PickRow};
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys, selected_key};
use crate::app::scroll::{Scroll, max_wrapped_lines};
use crate::app::session::Session;
use crate::app::{Effect, Msg};

mod rows;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosingAction {
    /// Ticks the row, adds it to the agenda, or does what it names.
    Toggle,
    /// Picks an outcome of the goal.
    Status,
    Edit,
    /// Archives the action, the question or the date.
    Archive,
    CopyLetter,
    NextYear,
}

/// Rows that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum ClosingRow {
    /// An open goal.
    Goal(Id),
    /// An open action.
    Action(Id),
    /// A question without an answer.
    Question(Id),
    /// An open date.
    Date(Id),
    /// A prompt for the last talk, by key.
    Prompt(String),
    /// A closing form, by key.
    Form(String),
    Letter,
    /// Staying in touch after the year.
    Stay,
    /// Another year with the same partner.
    NextYear,
    /// Closing the year, or reopening it.
    Close,
}

#[derive(Default)]
pub struct ClosingScreen {
    pub list: ListState<ClosingRow>,
    /// Text of the thank-you letter; a cache, refreshed when book or date change, because it walks the log.
    pub letter: String,
    /// Scroll position while the letter is read in full.
    pub letter_scroll: Option<Scroll>,
    /// Cached rows of the prompts for the last talk and of the closing forms, refreshed with the letter.
    prompts: Vec<ScreenRow<ClosingRow>>,
    forms: Vec<ScreenRow<ClosingRow>>,
}

impl ClosingScreen {
    /// Sections in the order in which they are worked through.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<ClosingRow>> {
        let mut sections = vec![rows::open_items(session)];
        if !session.year().is_closed() {
            sections.push(rows::closing_talk(session, self.prompts.clone()));
        }
        sections.push(ScreenSection::new(
            "Forms",
            self.forms.clone(),
            rows::no_forms_text(session),
        ));
        sections.push(rows::thank_you(session));
        sections.push(rows::what_comes_after(session));
        for (number, section) in (1..).zip(&mut sections) {
            section.title = format!("{number}. {}", section.title);
        }
        sections
    }

    pub fn selected(&self, session: &Session) -> Option<ClosingRow> {
        selected_key(&self.list, &self.sections(session))
    }

    pub fn on_action(&mut self, action: ClosingAction, session: &Session) -> Vec<ScreenEffect> {
        let row = self.selected(session);
        match (action, row) {
            (ClosingAction::CopyLetter, _) => {
                emit(ScreenEffect::Effect(Effect::Copy(self.letter.clone())))
            }
            (ClosingAction::NextYear, _) => super::pair::next_year(session),
            (ClosingAction::Status, Some(ClosingRow::Goal(goal))) => {
                emit(ScreenEffect::OpenModal(Box::new(pick_goal_outcome(goal))))
            }
            (ClosingAction::Status, _) => {
                emit(ScreenEffect::SetStatus("Select a goal first.".to_owned()))
            }
            (ClosingAction::Edit, Some(ClosingRow::Goal(goal))) => {
                open_editor(EditTarget::Goal(Some(goal)), session)
            }
            (ClosingAction::Edit, Some(row)) => self.open(row, session),
            (ClosingAction::Toggle, Some(row)) => self.toggle(row, session),
            (ClosingAction::Archive, Some(ClosingRow::Action(id))) => {
                emit(ScreenEffect::Perform(BookAction::ArchiveAction(id)))
            }
            (ClosingAction::Archive, Some(ClosingRow::Question(id))) => {
                emit(ScreenEffect::Perform(BookAction::ArchiveQuestion(id)))
            }
            (ClosingAction::Archive, Some(ClosingRow::Date(id))) => {
                emit(ScreenEffect::Perform(BookAction::ArchiveMilestone(id)))
            }
            (ClosingAction::Archive, _) => emit(ScreenEffect::SetStatus(
                "Actions, questions and dates can be archived here; s says what becomes of a goal."
                    .to_owned(),
            )),
            (ClosingAction::Toggle | ClosingAction::Edit, None) => Vec::new(),
        }
    }

    /// Opens what the row names, or does it.
    fn open(&mut self, row: ClosingRow, session: &Session) -> Vec<ScreenEffect> {
        match row {
            ClosingRow::Goal(goal) => push_screen(Screen::Goal(GoalScreen::new(goal))),
            ClosingRow::Action(id) => open_editor(EditTarget::Action(Some(id), None), session),
            ClosingRow::Question(id) => open_editor(EditTarget::Question(Some(id)), session),
            ClosingRow::Date(id) => open_editor(EditTarget::Milestone(Some(id)), session),
            ClosingRow::Prompt(key) => match rows::meeting_with_prompt(&key, session) {
                Some(meeting) => push_screen(Screen::Meeting(MeetingScreen::new(meeting))),
                None => add_to_agenda(session, Origin::Prompt, key),
            },
            ClosingRow::Form(form) => open_editor(EditTarget::Response(form), session),
            ClosingRow::Letter => {
                self.letter_scroll = Some(Scroll::default());
                Vec::new()
            }
            ClosingRow::Stay => emit(ScreenEffect::OpenModal(Box::new(pick_stay(session)))),
            ClosingRow::NextYear => super::pair::next_year(session),
            ClosingRow::Close => toggle_year_closed(session),
        }
    }

    /// Ticks what the row names, adds it to the agenda, or opens it.
    fn toggle(&mut self, row: ClosingRow, session: &Session) -> Vec<ScreenEffect> {
        match row {
            ClosingRow::Goal(goal) => {
                emit(ScreenEffect::OpenModal(Box::new(pick_goal_outcome(goal))))
            }
            ClosingRow::Action(id) => emit(ScreenEffect::Perform(BookAction::TickAction(id))),
            ClosingRow::Question(id) if is_on_agenda(id, session) => already_on_agenda(),
            ClosingRow::Question(id) => add_to_agenda(session, Origin::Question, id.to_string()),
            ClosingRow::Date(id) => emit(ScreenEffect::Perform(BookAction::TickMilestone(id))),
            ClosingRow::Prompt(key) if rows::meeting_with_prompt(&key, session).is_some() => {
                already_on_agenda()
            }
            ClosingRow::Prompt(_)
            | ClosingRow::Form(_)
            | ClosingRow::Letter
            | ClosingRow::Stay
            | ClosingRow::NextYear
            | ClosingRow::Close => self.open(row, session),
        }
    }

    /// Selects the first row of the next section (`forward`) or of the previous one, wrapping around.
    fn jump_to_section(&mut self, forward: bool, session: &Session) {
        let sections = self.sections(session);
        let keys = row_keys(&sections);
        let here = self.list.index(&keys).unwrap_or(0);
        let mut starts = Vec::new();
        let mut start = 0;
        for section in sections.iter().filter(|section| !section.rows.is_empty()) {
            starts.push(start);
            start += section.rows.len();
        }
        let next = if forward {
            starts.iter().find(|start| **start > here)
        } else {
            starts.iter().rev().find(|start| **start < here)
        };
        let around = if forward {
            starts.first()
        } else {
            starts.last()
        };
        if let Some(start) = next.or(around) {
            self.list.select(*start, &keys);
        }
    }
}

/// Adds a prompt or a question to the agenda of the next meeting.
fn add_to_agenda(session: &Session, origin: Origin, subject: String) -> Vec<ScreenEffect> {
    match super::ideas::next_meeting(session) {
        Some(meeting) => emit(ScreenEffect::Perform(BookAction::AddToAgenda(
            meeting, origin, subject,
        ))),
        None => emit(ScreenEffect::SetStatus(
            "No meeting is planned yet; b plans the closing talk.".to_owned(),
        )),
    }
}

fn is_on_agenda(question: Id, session: &Session) -> bool {
    let question = session.book.questions.get(&question);
    question.is_some_and(|question| question.meeting.is_some())
}

fn already_on_agenda() -> Vec<ScreenEffect> {
    emit(ScreenEffect::SetStatus(
        "It is on an agenda already; u takes it off if that was just now.".to_owned(),
    ))
}

/// Closes the year, or reopens it and opens the editor of its dates, since closing may have moved the last day.
fn toggle_year_closed(session: &Session) -> Vec<ScreenEffect> {
    let mut effects = emit(ScreenEffect::Perform(BookAction::CloseYear));
    let is_over = session
        .book
        .cycle()
        .is_some_and(|cycle| cycle.end <= session.today());
    if session.year().is_closed() && is_over {
        effects.extend(open_editor(EditTarget::Cycle, session));
    }
    effects
}

/// The pick list of outcomes of `goal`.
fn pick_goal_outcome(goal: Id) -> Modal {
    let row = |label: &str, status| {
        PickRow::new(label, Msg::Perform(BookAction::SetGoalStatus(goal, status)))
    };
    Modal::Pick {
        title: "What becomes of the goal?".to_owned(),
        rows: vec![
            row("It is reached", GoalStatus::Done),
            row("We let it go; that is nobody's fault", GoalStatus::Dropped),
            row("It rests, for another time", GoalStatus::Paused),
        ],
        selected: 0,
    }
}

/// The pick list for staying in touch.
fn pick_stay(session: &Session) -> Modal {
    let chosen = session.book.cycle().and_then(|cycle| cycle.stay);
    let rows = Stay::ALL.iter().map(|stay| {
        PickRow::new(
            stay.label(),
            Msg::Perform(BookAction::SetStayInTouch(*stay)),
        )
    });
    let index = Stay::ALL.iter().position(|stay| Some(*stay) == chosen);
    Modal::Pick {
        title: "Do you stay in touch?".to_owned(),
        rows: rows.collect(),
        selected: index.unwrap_or(0),
    }
}

/// The owner, in a word for the right end of a row.
fn owner_label(owner: Owner, book: &Book) -> String {
    let me = Owner::from(book.me());
    if owner == me {
        "yours".to_owned()
    } else {
        owner.label().to_lowercase()
    }
}

impl ScreenLogic for ClosingScreen {
    fn contexts(&self) -> Vec<Context> {
        let here = if self.letter_scroll.is_some() {
            Context::Letter
        } else {
            Context::Closing
        };
        vec![here, Context::List, Context::Global]
    }

    fn refresh(&mut self, session: &Session) -> Vec<Effect> {
        self.letter = thank_you_letter::compose(&session.year());
        self.prompts = rows::prompts(session);
        self.forms = rows::forms(session);
        Vec::new()
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.selected(session).is_some()
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        if let Some(scroll) = &mut self.letter_scroll {
            match movement {
                Move::Open | Move::Left => self.letter_scroll = None,
                Move::Up
                | Move::Down
                | Move::Right
                | Move::PageUp
                | Move::PageDown
                | Move::First
                | Move::Last
                | Move::Next
                | Move::Previous => {
                    scroll.scroll(movement, max_wrapped_lines(&self.letter));
                }
            }
            return Vec::new();
        }
        match movement {
            Move::Open => {
                let line = self.selected(session);
                return line.map_or_else(Vec::new, |line| self.open(line, session));
            }
            Move::Next | Move::Right => self.jump_to_section(true, session),
            Move::Previous | Move::Left => self.jump_to_section(false, session),
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.list
                    .move_selection(movement, &row_keys(&self.sections(session)));
            }
        }
        Vec::new()
    }

    fn on_back(&mut self, _session: &Session) -> Vec<ScreenEffect> {
        if self.letter_scroll.take().is_some() {
            return Vec::new();
        }
        super::go_back()
    }

    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        if self.list.click(row, &row_keys(&self.sections(session))) {
            self.on_move(Move::Open, session)
        } else {
            Vec::new()
        }
    }
}

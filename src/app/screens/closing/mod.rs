//! The closing kit: open items, the last talk, closing forms, the thank-you letter, and what comes after the year.

use super::{ScreenEffect, ScreenLogic, emit, open_editor, section_list};
use crate::app::Effect;
use crate::app::command::{Command, Move};
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::modal::{Modal, PickRow};
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys, selected_key};
use crate::app::screens::record::{self, RecordKey};
use crate::app::screens::{ScreenEffects, commit, open_modal, status};
use crate::app::scroll::{Scroll, max_wrapped_lines};
use crate::app::session::Session;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::ops::{self};
use crate::domain::person::Owner;
use crate::domain::program::Stay;
use crate::domain::thank_you_letter;

mod rows;

/// Rows that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum ClosingRow {
    /// An open goal, action or date, or a question without an answer.
    Record(RecordKey),
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
        let no_forms = format!("{} asks for no form at the end.", session.program().title);
        sections.push(ScreenSection::new("Forms", self.forms.clone(), no_forms));
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

    /// Opens what the row names, or does it.
    fn open_row(&mut self, row: ClosingRow, session: &Session) -> ScreenEffects {
        match row {
            ClosingRow::Record(key) => record::open(key, session),
            ClosingRow::Prompt(key) => match rows::meeting_with_prompt(&key, session) {
                Some(meeting) => record::open((Kind::Meeting, meeting), session),
                None => add_to_agenda(Origin::Prompt, &key, session),
            },
            ClosingRow::Form(form) => open_editor(EditTarget::Response(form), session),
            ClosingRow::Letter => {
                self.letter_scroll = Some(Scroll::default());
                Vec::new()
            }
            ClosingRow::Stay => open_modal(pick_stay(session)),
            ClosingRow::NextYear => super::pair::next_year(session),
            ClosingRow::Close => toggle_year_closed(session),
        }
    }

    /// Ticks what the row names, adds it to the agenda, or opens it.
    fn toggle(&mut self, row: ClosingRow, session: &Session) -> ScreenEffects {
        match row {
            ClosingRow::Record((Kind::Goal, goal)) => open_modal(pick_goal_outcome(goal, session)),
            ClosingRow::Record((Kind::Question, id)) if is_on_agenda(id, session) => {
                already_on_agenda()
            }
            ClosingRow::Record((Kind::Question, id)) => {
                add_to_agenda(Origin::Question, &id.to_string(), session)
            }
            ClosingRow::Record(key) => record::toggle(key, session),
            ClosingRow::Prompt(key) if rows::meeting_with_prompt(&key, session).is_some() => {
                already_on_agenda()
            }
            ClosingRow::Prompt(_)
            | ClosingRow::Form(_)
            | ClosingRow::Letter
            | ClosingRow::Stay
            | ClosingRow::NextYear
            | ClosingRow::Close => self.open_row(row, session),
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
            starts
                .iter()
                .find(|start| **start > here)
                .or(starts.first())
        } else {
            let mut before = starts.iter().rev();
            before.find(|start| **start < here).or(starts.last())
        };
        if let Some(start) = next {
            self.list.select(*start, &keys);
        }
    }
}

fn is_on_agenda(question: Id, session: &Session) -> bool {
    let question = session.book.questions.get(&question);
    question.is_some_and(|question| question.meeting.is_some())
}

fn already_on_agenda() -> ScreenEffects {
    status("It is on an agenda already; u takes it off if that was just now.")
}

/// Adds a prompt or a question to the agenda of the next meeting.
fn add_to_agenda(origin: Origin, subject: &str, session: &Session) -> ScreenEffects {
    match super::ideas::next_meeting(session) {
        Some(meeting) => {
            let items = session.agenda_items(meeting, origin, subject);
            commit(session.add_to_agenda(meeting, &items))
        }
        None => status("No meeting is planned yet; b plans the closing talk."),
    }
}

/// Closes the year, or reopens it and opens the editor of its dates, since closing may have moved the last day.
fn toggle_year_closed(session: &Session) -> ScreenEffects {
    let mut effects = commit(ops::cycle::close(&session.book, &session.ctx));
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
fn pick_goal_outcome(goal: Id, session: &Session) -> Modal {
    let row = |label: &str, status| {
        let result = ops::goal::set_status(&session.book, goal, status, "", &session.ctx);
        PickRow::commit(label, result)
    };
    Modal::pick(
        "What becomes of the goal?",
        [
            row("It is reached", GoalStatus::Done),
            row("We let it go; that is nobody's fault", GoalStatus::Dropped),
            row("It rests, for another time", GoalStatus::Paused),
        ],
        0,
    )
}

/// The pick list for staying in touch.
fn pick_stay(session: &Session) -> Modal {
    let chosen = session.book.cycle().and_then(|cycle| cycle.stay);
    let rows = Stay::ALL.iter().map(|stay| {
        let result = ops::cycle::stay_in_touch(&session.book, *stay, &session.ctx);
        PickRow::commit(stay.label(), result)
    });
    let index = Stay::ALL.iter().position(|stay| Some(*stay) == chosen);
    Modal::pick("Do you stay in touch?", rows, index.unwrap_or(0))
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

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        Some(match (command, self.selected(session)) {
            (Command::CopyText, _) => emit(ScreenEffect::Effect(Effect::Copy(self.letter.clone()))),
            (Command::NextYear, _) => super::pair::next_year(session),
            (Command::Status, Some(ClosingRow::Record((Kind::Goal, goal)))) => {
                open_modal(pick_goal_outcome(goal, session))
            }
            (Command::Status, _) => status("Select a goal first."),
            (Command::Edit, Some(ClosingRow::Record(key))) => record::edit(key, session),
            (Command::Edit, Some(row)) => self.open_row(row, session),
            (Command::Toggle, Some(row)) => self.toggle(row, session),
            (
                Command::Archive,
                Some(ClosingRow::Record(
                    key @ (Kind::Action | Kind::Question | Kind::Milestone, _),
                )),
            ) => record::archive(key, session),
            (Command::Archive, _) => status(
                "Actions, questions and dates can be archived here; s says what becomes of a goal.",
            ),
            (Command::ClosingKit, _) | (Command::Toggle | Command::Edit, None) => Vec::new(),
            _ => return None,
        })
    }

    fn refresh(&mut self, session: &Session) {
        self.letter = thank_you_letter::compose(&session.year());
        self.prompts = rows::prompts(session);
        self.forms = rows::forms(session);
    }

    section_list!();

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        if let Some(scroll) = &mut self.letter_scroll {
            if let Move::Open | Move::Left = movement {
                self.letter_scroll = None;
            } else {
                scroll.scroll(movement, max_wrapped_lines(&self.letter));
            }
            return Vec::new();
        }
        super::move_or_open(self, movement, session)
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let row = self.selected(session);
        row.map_or_else(Vec::new, |row| self.open_row(row, session))
    }

    fn turn(&mut self, forward: bool, session: &Session) -> bool {
        self.jump_to_section(forward, session);
        true
    }

    fn on_back(&mut self, _session: &Session) -> ScreenEffects {
        if self.letter_scroll.take().is_some() {
            return Vec::new();
        }
        super::go_back()
    }
}

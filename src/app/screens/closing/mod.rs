//! The closing kit: what is left, the last talk, the forms of the end, a thank-you letter, and what comes after.

use crate::domain::book::Book;
use crate::domain::farewell;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::person::Owner;
use crate::domain::program::Stay;

use super::goal::GoalScreen;
use super::meeting::MeetingScreen;
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::modal::{Modal, PickRow};
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, keys, selected};
use crate::app::scroll::{Scroll, most_lines};
use crate::app::{Effect, Msg};

mod rows;

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Ticks it, puts it on the agenda, or does what the line names.
    Toggle,
    /// Says what becomes of the goal.
    Status,
    /// Edits what is selected.
    Edit,
    /// Puts the action, the question or the date away.
    Archive,
    /// Copies the letter.
    CopyLetter,
    /// Starts another year.
    NextYear,
}

/// A line of the screen that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A goal that is open.
    Goal(Id),
    /// A promise that is not kept yet.
    Action(Id),
    /// A question without an answer.
    Question(Id),
    /// A date that is not dealt with.
    Date(Id),
    /// A prompt for the last talk, by key.
    Prompt(String),
    /// A form of the end, by key.
    Form(String),
    /// The thank-you letter.
    Letter,
    /// Whether and how to stay in touch.
    Stay,
    /// Another year with the same partner.
    NextYear,
    /// Closing the year, or opening it again.
    Close,
}

/// The screen.
#[derive(Default)]
pub struct Closing {
    /// Which line is selected.
    pub list: List<Line>,
    /// The letter, worked out when book or day change: it takes a walk through the log.
    pub letter: String,
    /// How far the letter is scrolled, while it is read in full.
    pub reading: Option<Scroll>,
    /// The prompts of the last talk and the forms of the end, worked out with the letter.
    talk: Vec<Row<Line>>,
    forms: Vec<Row<Line>>,
}

impl Closing {
    /// What the screen lists, in the order in which to do it.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let mut sections = vec![rows::left(desk)];
        if !desk.year().is_closed() {
            sections.push(rows::talk(desk, self.talk.clone()));
        }
        sections.push(Section::new(
            "Forms",
            self.forms.clone(),
            rows::no_forms(desk),
        ));
        sections.push(rows::thanks(desk));
        sections.push(rows::after(desk));
        for (number, section) in (1..).zip(&mut sections) {
            section.title = format!("{number}. {}", section.title);
        }
        sections
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let line = self.selected(desk);
        match (verb, line) {
            (Verb::CopyLetter, _) => reply(Reply::Effect(Effect::Copy(self.letter.clone()))),
            (Verb::NextYear, _) => super::pair::next_year(desk),
            (Verb::Status, Some(Line::Goal(goal))) => reply(Reply::Open(Box::new(outcome(goal)))),
            (Verb::Status, _) => reply(Reply::Say("Select a goal first.".to_owned())),
            (Verb::Edit, Some(Line::Goal(goal))) => edit(Purpose::Goal(Some(goal)), desk),
            (Verb::Edit, Some(line)) => self.open(line, desk),
            (Verb::Toggle, Some(line)) => self.toggle(line, desk),
            (Verb::Archive, Some(Line::Action(id))) => reply(Reply::Do(Deed::ArchiveAction(id))),
            (Verb::Archive, Some(Line::Question(id))) => {
                reply(Reply::Do(Deed::ArchiveQuestion(id)))
            }
            (Verb::Archive, Some(Line::Date(id))) => reply(Reply::Do(Deed::ArchiveMilestone(id))),
            (Verb::Archive, _) => reply(Reply::Say(
                "Actions, questions and dates can be put away here; s says what becomes of a goal."
                    .to_owned(),
            )),
            (Verb::Toggle | Verb::Edit, None) => Vec::new(),
        }
    }

    /// Opens what `line` names, or does it.
    fn open(&mut self, line: Line, desk: &Desk) -> Vec<Reply> {
        match line {
            Line::Goal(goal) => show(Screen::Goal(GoalScreen::new(goal))),
            Line::Action(id) => edit(Purpose::Action(Some(id), None), desk),
            Line::Question(id) => edit(Purpose::Question(Some(id)), desk),
            Line::Date(id) => edit(Purpose::Milestone(Some(id)), desk),
            Line::Prompt(key) => match rows::meeting_with(&key, desk) {
                Some(meeting) => show(Screen::Meeting(MeetingScreen::new(meeting))),
                None => to_agenda(desk, Origin::Prompt, key),
            },
            Line::Form(form) => edit(Purpose::Response(form), desk),
            Line::Letter => {
                self.reading = Some(Scroll::default());
                Vec::new()
            }
            Line::Stay => reply(Reply::Open(Box::new(pick_stay(desk)))),
            Line::NextYear => super::pair::next_year(desk),
            Line::Close => close(desk),
        }
    }

    /// What Space does with `line`.
    fn toggle(&mut self, line: Line, desk: &Desk) -> Vec<Reply> {
        match line {
            Line::Goal(goal) => reply(Reply::Open(Box::new(outcome(goal)))),
            Line::Action(id) => reply(Reply::Do(Deed::TickAction(id))),
            Line::Question(id) if is_on_agenda(id, desk) => on_agenda(),
            Line::Question(id) => to_agenda(desk, Origin::Question, id.to_string()),
            Line::Date(id) => reply(Reply::Do(Deed::TickMilestone(id))),
            Line::Prompt(key) if rows::meeting_with(&key, desk).is_some() => on_agenda(),
            Line::Prompt(_)
            | Line::Form(_)
            | Line::Letter
            | Line::Stay
            | Line::NextYear
            | Line::Close => self.open(line, desk),
        }
    }

    /// Selects the first line of the next section, or of the one before.
    fn leap(&mut self, forward: bool, desk: &Desk) {
        let sections = self.sections(desk);
        let keys = keys(&sections);
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

/// Puts a prompt or a question on the agenda of the next meeting.
fn to_agenda(desk: &Desk, origin: Origin, subject: String) -> Vec<Reply> {
    match super::ideas::next_meeting(desk) {
        Some(meeting) => reply(Reply::Do(Deed::ToAgenda(meeting, origin, subject))),
        None => reply(Reply::Say(
            "No meeting is planned yet; b plans the closing talk.".to_owned(),
        )),
    }
}

fn is_on_agenda(question: Id, desk: &Desk) -> bool {
    let question = desk.book.questions.get(&question);
    question.is_some_and(|question| question.meeting.is_some())
}

fn on_agenda() -> Vec<Reply> {
    reply(Reply::Say(
        "It is on an agenda already; u takes it off if that was just now.".to_owned(),
    ))
}

/// Closes the year, or opens it again and asks until when it goes on: closing it may have cut it short.
fn close(desk: &Desk) -> Vec<Reply> {
    let mut replies = reply(Reply::Do(Deed::CloseYear));
    let is_over = desk
        .book
        .cycle()
        .is_some_and(|cycle| cycle.end <= desk.today());
    if desk.year().is_closed() && is_over {
        replies.extend(edit(Purpose::Cycle, desk));
    }
    replies
}

/// Asks what becomes of `goal`.
fn outcome(goal: Id) -> Modal {
    let row = |label: &str, status| PickRow::new(label, Msg::Do(Deed::GoalStatus(goal, status)));
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

/// Asks whether and how the pair stays in touch.
fn pick_stay(desk: &Desk) -> Modal {
    let chosen = desk.book.cycle().and_then(|cycle| cycle.stay);
    let rows = Stay::ALL
        .iter()
        .map(|stay| PickRow::new(stay.label(), Msg::Do(Deed::StayInTouch(*stay))));
    let place = Stay::ALL.iter().position(|stay| Some(*stay) == chosen);
    Modal::Pick {
        title: "Do you stay in touch?".to_owned(),
        rows: rows.collect(),
        selected: place.unwrap_or(0),
    }
}

/// Whose it is, in a word for the right end of a row.
fn whose(owner: Owner, book: &Book) -> String {
    let me = Owner::from(book.me());
    if owner == me {
        "yours".to_owned()
    } else {
        owner.label().to_lowercase()
    }
}

impl Acts for Closing {
    fn contexts(&self) -> Vec<Context> {
        let here = if self.reading.is_some() {
            Context::Letter
        } else {
            Context::Closing
        };
        vec![here, Context::List, Context::Global]
    }

    fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        self.letter = farewell::letter(&desk.year());
        self.talk = rows::prompts(desk);
        self.forms = rows::forms(desk);
        Vec::new()
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if let Some(scroll) = &mut self.reading {
            match movement {
                Move::Open | Move::Left => self.reading = None,
                Move::Up
                | Move::Down
                | Move::Right
                | Move::PageUp
                | Move::PageDown
                | Move::First
                | Move::Last
                | Move::Next
                | Move::Previous => {
                    scroll.step(movement, most_lines(&self.letter));
                }
            }
            return Vec::new();
        }
        match movement {
            Move::Open => {
                let line = self.selected(desk);
                return line.map_or_else(Vec::new, |line| self.open(line, desk));
            }
            Move::Next | Move::Right => self.leap(true, desk),
            Move::Previous | Move::Left => self.leap(false, desk),
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.list.step(movement, &keys(&self.sections(desk)));
            }
        }
        Vec::new()
    }

    fn back(&mut self, _desk: &Desk) -> Vec<Reply> {
        if self.reading.take().is_some() {
            return Vec::new();
        }
        super::back()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }
}

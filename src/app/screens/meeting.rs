//! One meeting: agenda, notes, private notes, decisions, actions.

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::idea::Question;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::{AgendaItem, Meeting, Origin};
use crate::domain::person::Role;
use crate::domain::when;

use super::{Acts, Reply, edit, reply};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone, keys, selected};
use crate::app::{BookEffect, Effect};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Writes it up, or edits it.
    Edit,
    /// Ticks the agenda line or action.
    Toggle,
    /// Adds an action agreed here.
    AddAction,
    /// Writes something that came up on a shared list.
    AddToList,
    /// Adds a line to the agenda.
    AddLine,
    /// Moves the agenda line up.
    MoveUp,
    /// Moves the agenda line down.
    MoveDown,
    /// Calls the planned meeting off.
    CallOff,
    /// Puts the selected line away.
    Archive,
}

/// A line of the screen that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// An agenda line.
    Item(Id),
    /// An action.
    Action(Id),
    /// A question that was on its agenda.
    Question(Id),
    /// A line of a shared list that came up in it.
    Listed(Id),
}

/// The screen.
pub struct MeetingScreen {
    /// Which meeting.
    pub meeting: Id,
    /// Which line is selected.
    pub list: List<Line>,
    /// Lines of the notes that are scrolled away.
    pub scroll: usize,
}

impl MeetingScreen {
    /// The screen of `meeting`.
    pub fn new(meeting: Id) -> Self {
        Self {
            meeting,
            list: List::default(),
            scroll: 0,
        }
    }

    /// The heading of the meeting, and its facts in a line.
    pub fn head(&self, desk: &Desk) -> Option<(String, String)> {
        let meeting = desk.book.meetings.get(&self.meeting)?;
        let name = if meeting.title.is_empty() {
            meeting.kind.label()
        } else {
            &meeting.title
        };
        let title = format!("{name}, {}", when::shown_moment(meeting.date, meeting.time));
        let mut facts = vec![
            meeting.state.label().to_owned(),
            meeting.kind.label().to_owned(),
        ];
        facts.extend(meeting.channel.map(|channel| channel.label().to_owned()));
        facts.extend(meeting.minutes.map(|minutes| format!("{minutes} minutes")));
        let goals = meeting
            .goals
            .iter()
            .filter_map(|id| desk.book.goals.get(id));
        facts.extend(goals.map(|goal| format!("goal: {}", goal.title)));
        facts.extend(meeting.topics.iter().cloned());
        Some((title, facts.join(" · ")))
    }

    /// What can be selected on the screen.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let items = desk
            .book
            .agenda_of(self.meeting)
            .into_iter()
            .map(item_row)
            .collect();
        let ahead = desk
            .book
            .meetings
            .get(&self.meeting)
            .is_some_and(Meeting::is_planned);
        let actions = desk.book.actions_of(self.meeting);
        let mut sections = Vec::new();
        let items: Vec<_> = items;
        if ahead || !items.is_empty() {
            sections.push(Section::new(
                "Agenda",
                items,
                "No agenda; b builds one, i adds a line.",
            ));
        }
        sections.push(Section::new(
            "Actions agreed",
            actions.into_iter().map(|it| action_row(it, desk)).collect(),
            "None; a adds one.",
        ));
        let questions: Vec<_> = desk.book.questions_of(self.meeting);
        if !questions.is_empty() {
            let rows = questions.into_iter().map(question_row);
            sections.push(Section::new("Questions", rows.collect(), ""));
        }
        let listed = desk.book.list_items_of(self.meeting);
        if !listed.is_empty() {
            let rows = listed.into_iter().map(listed_row);
            sections.push(Section::new("On our lists", rows.collect(), ""));
        }
        sections
    }

    /// The text of the meeting as Markdown under headings, each with whether it is private.
    pub fn texts(&self, desk: &Desk) -> Vec<(String, String, bool)> {
        let book = &desk.book;
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
                let named: Vec<_> = meeting
                    .resources
                    .iter()
                    .map(|it| format!("- {it}"))
                    .collect();
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

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let meeting = self.meeting;
        let line = self.selected(desk);
        match verb {
            Verb::Edit => edit(Purpose::Meeting(meeting), desk),
            Verb::AddAction => edit(Purpose::Action(None, Some(meeting)), desk),
            Verb::AddToList => edit(
                Purpose::ListItem(ListKind::Ideas, None, Some(meeting)),
                desk,
            ),
            Verb::AddLine => edit(Purpose::AgendaLine(meeting, None), desk),
            Verb::CallOff => reply(Reply::Do(Deed::CallOff(meeting))),
            Verb::Toggle => match line {
                Some(Line::Item(item)) => reply(Reply::Do(Deed::TickItem(item))),
                Some(Line::Action(action)) => reply(Reply::Do(Deed::TickAction(action))),
                Some(Line::Listed(item)) => reply(Reply::Do(Deed::TickListItem(item))),
                Some(Line::Question(question)) => edit(Purpose::Question(Some(question)), desk),
                None => reply(Reply::Say("Nothing to tick here yet.".to_owned())),
            },
            Verb::MoveUp => on_item(line, |item| Deed::MoveItem(item, true)),
            Verb::MoveDown => on_item(line, |item| Deed::MoveItem(item, false)),
            Verb::Archive => match line {
                Some(Line::Item(item)) => reply(Reply::Do(Deed::DropItem(item))),
                Some(Line::Action(action)) => reply(Reply::Do(Deed::ArchiveAction(action))),
                Some(Line::Question(question)) => reply(Reply::Do(Deed::ArchiveQuestion(question))),
                Some(Line::Listed(item)) => reply(Reply::Do(Deed::ArchiveListItem(item))),
                None => reply(Reply::Do(Deed::ArchiveMeeting(meeting))),
            },
        }
    }
}

fn on_item(line: Option<Line>, deed: impl FnOnce(Id) -> Deed) -> Vec<Reply> {
    match line {
        Some(Line::Item(item)) => reply(Reply::Do(deed(item))),
        Some(Line::Action(_) | Line::Question(_) | Line::Listed(_)) | None => {
            reply(Reply::Say("Select an agenda line first.".to_owned()))
        }
    }
}

fn action_row(action: &Action, desk: &Desk) -> Row<Line> {
    let text = format!("{} ({})", action.text, action.owner);
    let row = Row::new(Line::Action(action.id), text);
    match (action.done, action.due) {
        (Some(done), _) => row
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(format!("done {}", when::shown(done)))
            .below(action.done_note.clone()),
        (None, Some(due)) => {
            let due_state = desk.year().due(due);
            let late = due_state.is_overdue();
            row.sign(if late { Sign::Late } else { Sign::Open })
                .tone(if late { Tone::Late } else { Tone::Plain })
                .right(format!("{} ({})", when::shown(due), due_state.words()))
        }
        (None, None) => row.sign(Sign::Open),
    }
}

/// A question with its answer.
fn question_row(question: &Question) -> Row<Line> {
    let row = Row::new(
        Line::Question(question.id),
        format!("{} ({})", question.text, question.asker),
    );
    if question.answer.is_empty() {
        return row.sign(Sign::Open).right("Enter writes the answer");
    }
    row.sign(Sign::Done)
        .tone(Tone::Done)
        .below(question.answer.clone())
}

/// A line of a shared list.
fn listed_row(item: &ListItem) -> Row<Line> {
    let row = Row::new(Line::Listed(item.id), item.title.clone()).below(item.note.clone());
    match item.done {
        Some(_) => row.sign(Sign::Done).tone(Tone::Done).right(format!(
            "{}, {}",
            item.list.one(),
            item.list.ticked()
        )),
        None => row.sign(Sign::Open).right(item.list.one()),
    }
}

/// An agenda line as a row.
pub fn item_row(item: &AgendaItem) -> Row<Line> {
    let minutes = item
        .minutes
        .map_or_else(String::new, |minutes| format!("{minutes} min"));
    let below = if item.origin == Origin::Own {
        String::new()
    } else {
        item.reason.clone()
    };
    Row::new(Line::Item(item.id), item.text.clone())
        .sign(if item.done { Sign::Done } else { Sign::Open })
        .tone(if item.done { Tone::Done } else { Tone::Plain })
        .right(minutes)
        .below(below)
}

impl Acts for MeetingScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meeting, Context::List, Context::Global]
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        match movement {
            Move::Left => super::back(),
            Move::PageUp => {
                self.scroll = self.scroll.saturating_sub(5);
                Vec::new()
            }
            Move::PageDown => {
                self.scroll += 5;
                Vec::new()
            }
            Move::Open => match self.selected(desk) {
                Some(Line::Item(item)) => edit(Purpose::AgendaLine(self.meeting, Some(item)), desk),
                Some(Line::Action(action)) => {
                    edit(Purpose::Action(Some(action), Some(self.meeting)), desk)
                }
                Some(Line::Question(question)) => edit(Purpose::Question(Some(question)), desk),
                Some(Line::Listed(item)) => {
                    let list = desk.book.list_items.get(&item).map(|item| item.list);
                    let list = list.unwrap_or_default();
                    edit(Purpose::ListItem(list, Some(item), None), desk)
                }
                None => edit(Purpose::Meeting(self.meeting), desk),
            },
            Move::Up
            | Move::Down
            | Move::Right
            | Move::First
            | Move::Last
            | Move::Next
            | Move::Previous => {
                let moved = self.list.step(movement, &keys(&self.sections(desk)));
                if !moved && movement == Move::Down {
                    self.scroll += 1;
                } else if !moved && movement == Move::Up {
                    self.scroll = self.scroll.saturating_sub(1);
                }
                Vec::new()
            }
        }
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        if desk.book.detailed.contains(&self.meeting) {
            Vec::new()
        } else {
            vec![desk.in_book(BookEffect::Details(self.meeting))]
        }
    }

    fn export(&self, desk: &Desk) -> Vec<crate::export::What> {
        use crate::export::What;
        let agenda =
            (!desk.book.agenda_of(self.meeting).is_empty()).then_some(What::Agenda(self.meeting));
        [What::Meeting(self.meeting)]
            .into_iter()
            .chain(agenda)
            .chain([What::Everything])
            .collect()
    }
}

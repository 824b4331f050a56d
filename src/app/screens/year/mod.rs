//! The year: its dates, a calendar, the numbers as charts, the hours record with the wins, the owner's pulse.
//!
//! One file for each pane. What walks the whole log is cached, and recomputed in `refresh`, when the screen is shown or
//! the book changes, never for each frame.

mod dates;
mod days;
mod numbers;
mod pulse;
mod record;

use crate::domain::change::Record;

use super::goal::{self, GoalScreen};
use super::meeting::MeetingScreen;
use super::{Screen, ScreenEffect, ScreenLogic, emit, open_editor, push_screen};
use crate::app::Effect;
use crate::app::book_action::BookAction;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::session::Session;
use crate::domain::id::Id;
use crate::domain::schedule::CalendarItemKind;

pub use dates::{DatesPane, YearDateRow};
pub use days::DaysPane;
pub use numbers::NumbersPane;
pub use pulse::{PulsePane, RATINGS};
pub use record::RecordPane;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearAction {
    Edit,
    /// Adds an entry of the pane's kind: a date, an entry of the log, a pulse.
    Add,
    /// Ticks a date as done.
    Toggle,
    Archive,
    /// Goes to today in the calendar.
    Today,
    /// Goes to the next day of the calendar with an entry.
    NextEntryDay,
    /// Goes to the previous day of the calendar with an entry.
    PreviousEntryDay,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YearPane {
    /// Phases and dates.
    #[default]
    Dates,
    /// The calendar.
    Days,
    /// Charts.
    Numbers,
    /// The hours record and the wins.
    Record,
    /// The owner's pulse.
    Pulse,
}

impl YearPane {
    pub const ALL: [Self; 5] = [
        Self::Dates,
        Self::Days,
        Self::Numbers,
        Self::Record,
        Self::Pulse,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Dates => "Dates",
            Self::Days => "Calendar",
            Self::Numbers => "Numbers",
            Self::Record => "Hours and wins",
            Self::Pulse => "Pulse (private)",
        }
    }

    pub fn index(self) -> usize {
        Self::ALL
            .iter()
            .position(|pane| *pane == self)
            .unwrap_or_default()
    }

    fn next(self) -> Self {
        Self::ALL[(self.index() + 1) % Self::ALL.len()]
    }

    fn previous(self) -> Self {
        Self::ALL[(self.index() + Self::ALL.len() - 1) % Self::ALL.len()]
    }
}

pub struct YearScreen {
    pub pane: YearPane,
    pub dates: DatesPane,
    pub days: DaysPane,
    pub numbers: NumbersPane,
    pub record: RecordPane,
    pub pulse: PulsePane,
}

impl YearScreen {
    /// The screen, on the next open date.
    pub fn new(session: &Session) -> Self {
        Self {
            pane: YearPane::Dates,
            dates: DatesPane::new(session),
            days: DaysPane::new(session.today()),
            numbers: NumbersPane::default(),
            record: RecordPane::default(),
            pulse: PulsePane::default(),
        }
    }

    pub fn on_action(&mut self, action: YearAction, session: &Session) -> Vec<ScreenEffect> {
        match (action, self.pane) {
            (YearAction::Today | YearAction::NextEntryDay | YearAction::PreviousEntryDay, _) => {
                self.pane = YearPane::Days;
                self.days.go_to_day(action)
            }
            (action, YearPane::Dates) => self.dates.on_action(action, session),
            (action, YearPane::Days) => self.days.on_action(action, session),
            (action, YearPane::Record) => self.record.on_action(action, session),
            (action, YearPane::Pulse) => self.pulse.on_action(action, session),
            (_, YearPane::Numbers) => {
                set_status("The numbers come from the log; m logs a meeting or contact.")
            }
        }
    }
}

fn set_status(words: &str) -> Vec<ScreenEffect> {
    emit(ScreenEffect::SetStatus(words.to_owned()))
}

fn capitalize(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Opens the screen of an entry with a date.
fn open_entry(kind: CalendarItemKind, id: Id, session: &Session) -> Vec<ScreenEffect> {
    match kind {
        CalendarItemKind::Meeting | CalendarItemKind::Contact => {
            push_screen(Screen::Meeting(MeetingScreen::new(id)))
        }
        CalendarItemKind::Goal => push_screen(Screen::Goal(GoalScreen::new(id))),
        CalendarItemKind::Step => {
            let mut screen = GoalScreen::new(goal_of(id, session));
            screen.list = ListState::with_selected(goal::GoalRow::Step(id));
            push_screen(Screen::Goal(screen))
        }
        CalendarItemKind::Milestone | CalendarItemKind::Action => edit_entry(kind, id, session),
        CalendarItemKind::Phase => {
            set_status("A phase begins here; its days follow from the first day of the year.")
        }
    }
}

/// Opens the editor of an entry with a date.
fn edit_entry(kind: CalendarItemKind, id: Id, session: &Session) -> Vec<ScreenEffect> {
    let target = match kind {
        CalendarItemKind::Meeting | CalendarItemKind::Contact => EditTarget::Meeting(id),
        CalendarItemKind::Goal => EditTarget::Goal(Some(id)),
        CalendarItemKind::Step => EditTarget::Step(goal_of(id, session), Some(id)),
        CalendarItemKind::Milestone => EditTarget::Milestone(Some(id)),
        CalendarItemKind::Action => EditTarget::Action(Some(id), None),
        CalendarItemKind::Phase => return open_entry(kind, id, session),
    };
    open_editor(target, session)
}

fn tick_entry(kind: CalendarItemKind, id: Id, session: &Session) -> Vec<ScreenEffect> {
    match kind {
        CalendarItemKind::Milestone => emit(ScreenEffect::Perform(BookAction::TickMilestone(id))),
        CalendarItemKind::Step => emit(ScreenEffect::Perform(BookAction::TickStep(id))),
        CalendarItemKind::Action => emit(ScreenEffect::Perform(BookAction::TickAction(id))),
        CalendarItemKind::Goal => emit(ScreenEffect::OpenModal(Box::new(
            super::goals::pick_status(id),
        ))),
        CalendarItemKind::Meeting | CalendarItemKind::Contact => {
            let planned = session.book.meetings.get(&id);
            if planned.is_some_and(crate::domain::meeting::Meeting::is_planned) {
                return edit_entry(kind, id, session);
            }
            set_status("It was held already; e edits it.")
        }
        CalendarItemKind::Phase => open_entry(kind, id, session),
    }
}

fn archive_entry(kind: CalendarItemKind, id: Id, session: &Session) -> Vec<ScreenEffect> {
    let action = match kind {
        CalendarItemKind::Milestone => BookAction::ArchiveMilestone(id),
        CalendarItemKind::Step => BookAction::ArchiveStep(id),
        CalendarItemKind::Action => BookAction::ArchiveAction(id),
        CalendarItemKind::Goal => BookAction::ArchiveGoal(id),
        CalendarItemKind::Meeting | CalendarItemKind::Contact => BookAction::ArchiveMeeting(id),
        CalendarItemKind::Phase => return open_entry(kind, id, session),
    };
    emit(ScreenEffect::Perform(action))
}

fn goal_of(step: Id, session: &Session) -> Id {
    let step = session.book.steps.get(&step);
    step.map(|step| step.goal).unwrap_or_default()
}

impl ScreenLogic for YearScreen {
    fn contexts(&self) -> Vec<Context> {
        match self.pane {
            YearPane::Days => vec![Context::Days, Context::Year, Context::List, Context::Global],
            YearPane::Dates | YearPane::Numbers | YearPane::Record | YearPane::Pulse => {
                vec![Context::Year, Context::List, Context::Global]
            }
        }
    }

    fn has_selection(&self, session: &Session) -> bool {
        match self.pane {
            YearPane::Dates => self.dates.selected(session).is_some(),
            YearPane::Days => !self.days.entries().is_empty(),
            YearPane::Record => self.record.selected().is_some(),
            YearPane::Pulse => self.pulse.selected(session).is_some(),
            YearPane::Numbers => false,
        }
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        match (movement, self.pane) {
            (Move::Next, _) => self.pane = self.pane.next(),
            (Move::Previous, _) => self.pane = self.pane.previous(),
            (movement, YearPane::Days) => return self.days.on_move(movement, session),
            (Move::Right, _) => self.pane = self.pane.next(),
            (Move::Left, _) => self.pane = self.pane.previous(),
            (movement, YearPane::Dates) => return self.dates.on_move(movement, session),
            (movement, YearPane::Numbers) => self.numbers.on_move(movement),
            (movement, YearPane::Record) => return self.record.on_move(movement, session),
            (movement, YearPane::Pulse) => return self.pulse.on_move(movement, session),
        }
        Vec::new()
    }

    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        match self.pane {
            YearPane::Dates => self.dates.click(row, session),
            YearPane::Days => self.days.click(row, session),
            YearPane::Record => self.record.click(row, session),
            YearPane::Pulse => self.pulse.click(row, session),
            YearPane::Numbers => Vec::new(),
        }
    }

    fn click_day(&mut self, day: chrono::NaiveDate) {
        self.days.select(day);
    }

    fn show_pane(&mut self, pane: usize, _session: &Session) {
        if let Some(pane) = YearPane::ALL.get(pane) {
            self.pane = *pane;
        }
    }

    fn on_back(&mut self, _session: &Session) -> Vec<ScreenEffect> {
        if self.pane == YearPane::Days && self.days.leave_entries() {
            return Vec::new();
        }
        super::go_back()
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Milestone(milestone) = record {
            self.dates.list = ListState::with_selected(dates::YearDateRow::Milestone(milestone.id));
            self.days.select(milestone.date);
        } else if let Record::Pulse(pulse) = record {
            self.pulse.list = ListState::with_selected(pulse.id);
        }
    }

    fn refresh(&mut self, session: &Session) -> Vec<Effect> {
        self.dates.refresh(session);
        self.days.refresh(session);
        self.numbers.refresh(session);
        self.record.refresh(session);
        Vec::new()
    }
}

//! The year: its dates, a calendar, the numbers as charts, the hours record with the wins, the owner's pulse.
//!
//! One file a pane. What walks the whole log is worked out when the screen is opened or the book changes, never per
//! frame.

mod dates;
mod days;
mod numbers;
mod pulse;
mod record;

use crate::domain::change::Record as Changed;

use super::goal::{self, GoalScreen};
use super::meeting::MeetingScreen;
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::Effect;
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::domain::id::Id;
use crate::domain::schedule::DayKind;

pub use dates::{Dates, Line};
pub use days::DaysPane;
pub use numbers::Numbers;
pub use pulse::{PulsePane, RATINGS};
pub use record::RecordPane;

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Edits what is selected.
    Edit,
    /// Adds what the pane holds: a date, an entry of the log, a pulse.
    Add,
    /// Marks it as dealt with.
    Toggle,
    /// Puts it away.
    Archive,
    /// Goes to today in the calendar.
    Today,
    /// Goes to the next day of the calendar that has something.
    NextDay,
    /// Goes to the day before that has something.
    PreviousDay,
}

/// The panes of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
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

impl Pane {
    /// All panes in order.
    pub const ALL: [Self; 5] = [
        Self::Dates,
        Self::Days,
        Self::Numbers,
        Self::Record,
        Self::Pulse,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Dates => "Dates",
            Self::Days => "Calendar",
            Self::Numbers => "Numbers",
            Self::Record => "Hours and wins",
            Self::Pulse => "Pulse (private)",
        }
    }

    /// Its place among all.
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

/// The screen.
pub struct YearScreen {
    /// The pane that is shown.
    pub pane: Pane,
    /// Phases and dates.
    pub dates: Dates,
    /// The calendar.
    pub days: DaysPane,
    /// The charts.
    pub numbers: Numbers,
    /// The hours record and the wins.
    pub record: RecordPane,
    /// The owner's pulse.
    pub pulse: PulsePane,
}

impl YearScreen {
    /// The screen, on the next date that is open.
    pub fn new(desk: &Desk) -> Self {
        Self {
            pane: Pane::Dates,
            dates: Dates::new(desk),
            days: DaysPane::new(desk.today()),
            numbers: Numbers::default(),
            record: RecordPane::default(),
            pulse: PulsePane::default(),
        }
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        match (verb, self.pane) {
            (Verb::Today | Verb::NextDay | Verb::PreviousDay, _) => {
                self.pane = Pane::Days;
                self.days.go(verb)
            }
            (verb, Pane::Dates) => self.dates.act(verb, desk),
            (verb, Pane::Days) => self.days.act(verb, desk),
            (verb, Pane::Record) => self.record.act(verb, desk),
            (verb, Pane::Pulse) => self.pulse.act(verb, desk),
            (_, Pane::Numbers) => {
                say("The numbers come from the log; m logs a meeting or contact.")
            }
        }
    }
}

/// One sentence in the status line.
fn say(words: &str) -> Vec<Reply> {
    reply(Reply::Say(words.to_owned()))
}

/// `words` with a capital at the beginning.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Opens what has a day.
fn open(kind: DayKind, id: Id, desk: &Desk) -> Vec<Reply> {
    match kind {
        DayKind::Meeting | DayKind::Contact => show(Screen::Meeting(MeetingScreen::new(id))),
        DayKind::Goal => show(Screen::Goal(GoalScreen::new(id))),
        DayKind::Step => {
            let mut screen = GoalScreen::new(goal_of(id, desk));
            screen.list = List::on(goal::Line::Step(id));
            show(Screen::Goal(screen))
        }
        DayKind::Milestone | DayKind::Action => change(kind, id, desk),
        DayKind::Phase => {
            say("A phase begins here; its days follow from the first day of the year.")
        }
    }
}

/// Opens the editor of what has a day.
fn change(kind: DayKind, id: Id, desk: &Desk) -> Vec<Reply> {
    let purpose = match kind {
        DayKind::Meeting | DayKind::Contact => Purpose::Meeting(id),
        DayKind::Goal => Purpose::Goal(Some(id)),
        DayKind::Step => Purpose::Step(goal_of(id, desk), Some(id)),
        DayKind::Milestone => Purpose::Milestone(Some(id)),
        DayKind::Action => Purpose::Action(Some(id), None),
        DayKind::Phase => return open(kind, id, desk),
    };
    edit(purpose, desk)
}

/// Ticks what has a day, or takes the tick back.
fn tick(kind: DayKind, id: Id, desk: &Desk) -> Vec<Reply> {
    match kind {
        DayKind::Milestone => reply(Reply::Do(Deed::TickMilestone(id))),
        DayKind::Step => reply(Reply::Do(Deed::TickStep(id))),
        DayKind::Action => reply(Reply::Do(Deed::TickAction(id))),
        DayKind::Goal => reply(Reply::Open(Box::new(super::goals::pick_status(id)))),
        DayKind::Meeting | DayKind::Contact => {
            let planned = desk.book.meetings.get(&id);
            if planned.is_some_and(crate::domain::meeting::Meeting::is_planned) {
                return change(kind, id, desk);
            }
            say("It was held already; e edits it.")
        }
        DayKind::Phase => open(kind, id, desk),
    }
}

/// Puts away what has a day.
fn archive(kind: DayKind, id: Id, desk: &Desk) -> Vec<Reply> {
    let deed = match kind {
        DayKind::Milestone => Deed::ArchiveMilestone(id),
        DayKind::Step => Deed::ArchiveStep(id),
        DayKind::Action => Deed::ArchiveAction(id),
        DayKind::Goal => Deed::ArchiveGoal(id),
        DayKind::Meeting | DayKind::Contact => Deed::ArchiveMeeting(id),
        DayKind::Phase => return open(kind, id, desk),
    };
    reply(Reply::Do(deed))
}

fn goal_of(step: Id, desk: &Desk) -> Id {
    let step = desk.book.steps.get(&step);
    step.map(|step| step.goal).unwrap_or_default()
}

impl Acts for YearScreen {
    fn contexts(&self) -> Vec<Context> {
        match self.pane {
            Pane::Days => vec![Context::Days, Context::Year, Context::List, Context::Global],
            Pane::Dates | Pane::Numbers | Pane::Record | Pane::Pulse => {
                vec![Context::Year, Context::List, Context::Global]
            }
        }
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        match self.pane {
            Pane::Dates => self.dates.selected(desk).is_some(),
            Pane::Days => !self.days.entries().is_empty(),
            Pane::Record => self.record.selected().is_some(),
            Pane::Pulse => self.pulse.selected(desk).is_some(),
            Pane::Numbers => false,
        }
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        match (movement, self.pane) {
            (Move::Next, _) => self.pane = self.pane.next(),
            (Move::Previous, _) => self.pane = self.pane.previous(),
            (movement, Pane::Days) => return self.days.step(movement, desk),
            (Move::Right, _) => self.pane = self.pane.next(),
            (Move::Left, _) => self.pane = self.pane.previous(),
            (movement, Pane::Dates) => return self.dates.step(movement, desk),
            (movement, Pane::Numbers) => self.numbers.step(movement),
            (movement, Pane::Record) => return self.record.step(movement, desk),
            (movement, Pane::Pulse) => return self.pulse.step(movement, desk),
        }
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        match self.pane {
            Pane::Dates => self.dates.click(row, desk),
            Pane::Days => self.days.click(row, desk),
            Pane::Record => self.record.click(row, desk),
            Pane::Pulse => self.pulse.click(row, desk),
            Pane::Numbers => Vec::new(),
        }
    }

    fn click_day(&mut self, day: chrono::NaiveDate) {
        self.days.select(day);
    }

    fn show_pane(&mut self, pane: usize, _desk: &Desk) {
        if let Some(pane) = Pane::ALL.get(pane) {
            self.pane = *pane;
        }
    }

    fn back(&mut self, _desk: &Desk) -> Vec<Reply> {
        if self.pane == Pane::Days && self.days.leave_entries() {
            return Vec::new();
        }
        super::back()
    }

    fn added(&mut self, record: &Changed) {
        if let Changed::Milestone(milestone) = record {
            self.dates.list = List::on(dates::Line::Milestone(milestone.id));
            self.days.select(milestone.date);
        } else if let Changed::Pulse(pulse) = record {
            self.pulse.list = List::on(pulse.id);
        }
    }

    fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        self.dates.refresh(desk);
        self.days.refresh(desk);
        self.numbers.refresh(desk);
        self.record.refresh(desk);
        Vec::new()
    }
}

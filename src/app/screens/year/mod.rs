//! The year: its dates, a calendar, the numbers as charts, the hours record with the wins, the owner's pulse.
//!
//! One file for each pane. What walks the whole log is cached, and recomputed in `refresh`, when the screen is shown or
//! the book changes, never for each frame.

mod dates;
mod days;
mod hours;
mod numbers;
mod pulse;

use super::ScreenLogic;
use crate::app::Effect;
use crate::app::command::{Command, Move};
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::screens::record::{self, RecordKey};
use crate::app::screens::{ScreenEffects, status};
use crate::app::session::Session;
use crate::domain::change::{Kind, Record};
use crate::domain::ops::OpContext;

pub use dates::DatesPane;
pub use days::DaysPane;
pub use hours::RecordPane;
pub use numbers::NumbersPane;
pub use pulse::{PulsePane, RATINGS};

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
}

/// Edits, ticks or archives a record with a date; none for other commands.
fn act_on_record(
    command: &Command,
    key: RecordKey,
    session: &Session,
    ctx: &mut OpContext,
) -> Option<ScreenEffects> {
    Some(match (command, key) {
        (Command::Edit, key) => record::edit(key, session),
        (Command::Toggle, key) => record::toggle(key, session, ctx),
        (Command::Archive, key) => record::archive(key, session, ctx),
        _ => return None,
    })
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

    fn on_command(
        &mut self,
        command: &Command,
        session: &Session,
        ctx: &mut OpContext,
    ) -> Option<ScreenEffects> {
        match (command, self.pane) {
            (Command::CalendarToday | Command::NextEntryDay | Command::PreviousEntryDay, _) => {
                self.pane = YearPane::Days;
                Some(self.days.go_to_day(command))
            }
            (command, YearPane::Dates) => self.dates.on_command(command, session, ctx),
            (command, YearPane::Days) => self.days.on_command(command, session, ctx),
            (command, YearPane::Record) => self.record.on_command(command, session),
            (command, YearPane::Pulse) => self.pulse.on_command(command, session, ctx),
            (
                Command::Edit | Command::Add | Command::Toggle | Command::Archive,
                YearPane::Numbers,
            ) => Some(status(
                "The numbers come from the log; m logs a meeting or contact.",
            )),
            (_, YearPane::Numbers) => None,
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

    fn on_move(
        &mut self,
        movement: Move,
        session: &Session,
        _ctx: &mut OpContext,
    ) -> ScreenEffects {
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

    fn select_row(&mut self, row: usize, session: &Session) -> bool {
        match self.pane {
            YearPane::Dates => self.dates.select_row(row, session),
            YearPane::Days => self.days.select_row(row),
            YearPane::Record => self.record.select_row(row),
            YearPane::Pulse => self.pulse.select_row(row, session),
            YearPane::Numbers => false,
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

    fn on_back(&mut self, _session: &Session) -> ScreenEffects {
        if self.pane == YearPane::Days && self.days.leave_entries() {
            return Vec::new();
        }
        super::go_back()
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Milestone(milestone) = record {
            self.dates.list = ListState::with_selected((Kind::Milestone, milestone.id));
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

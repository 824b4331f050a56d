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
use crate::app::command::{Command, Move, adjacent};
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::screens::ScreenEffects;
use crate::app::session::Session;
use crate::domain::change::{Kind, Record};
use crate::domain::string_enum::string_enum;

pub use dates::{DatesPane, earlier_cycles, end_words};
pub use days::DaysPane;
pub use hours::RecordPane;
pub use numbers::NumbersPane;
pub use pulse::{PulsePane, RATINGS};

string_enum! {
    YearPane, "pane" {
        /// Phases and dates.
        Dates = "dates" => "Dates",
        /// The calendar.
        Days = "days" => "Calendar",
        /// Charts.
        Numbers = "numbers" => "Numbers",
        /// The hours record and the wins.
        Record = "record" => "Hours and wins",
        /// The owner's pulse.
        Pulse = "pulse" => "Pulse (private)",
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

    fn pane(&self) -> &dyn ScreenLogic {
        match self.pane {
            YearPane::Dates => &self.dates,
            YearPane::Days => &self.days,
            YearPane::Numbers => &self.numbers,
            YearPane::Record => &self.record,
            YearPane::Pulse => &self.pulse,
        }
    }

    fn pane_mut(&mut self) -> &mut dyn ScreenLogic {
        match self.pane {
            YearPane::Dates => &mut self.dates,
            YearPane::Days => &mut self.days,
            YearPane::Numbers => &mut self.numbers,
            YearPane::Record => &mut self.record,
            YearPane::Pulse => &mut self.pulse,
        }
    }
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

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        if let Command::CalendarToday | Command::NextEntryDay | Command::PreviousEntryDay = command
        {
            self.pane = YearPane::Days;
            return Some(self.days.go_to_day(command));
        }
        if *command == Command::AddPause {
            return Some(super::record::add(Kind::Pause, None, session));
        }
        self.pane_mut().on_command(command, session)
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.pane().has_selection(session)
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        // In the calendar left and right go from day to day.
        let turns = matches!(movement, Move::Next | Move::Previous)
            || matches!(movement, Move::Left | Move::Right) && self.pane != YearPane::Days;
        if !turns {
            return self.pane_mut().on_move(movement, session);
        }
        let forward = matches!(movement, Move::Next | Move::Right);
        self.pane = adjacent(YearPane::ALL, self.pane, forward);
        Vec::new()
    }

    fn click(&mut self, row: usize, session: &Session) -> ScreenEffects {
        self.pane_mut().click(row, session)
    }

    fn click_day(&mut self, day: chrono::NaiveDate) {
        self.days.select(day);
    }

    fn show_pane(&mut self, pane: usize, _session: &Session) -> ScreenEffects {
        if let Some(pane) = YearPane::ALL.get(pane) {
            self.pane = *pane;
        }
        Vec::new()
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
        } else if let Record::Pause(pause) = record {
            self.pane = YearPane::Dates;
            self.dates.list = ListState::with_selected((Kind::Pause, pause.id));
        } else if let Record::Pulse(pulse) = record {
            self.pulse.list = ListState::with_selected(pulse.id);
        }
    }

    fn refresh(&mut self, session: &Session) {
        let panes: [&mut dyn ScreenLogic; 3] =
            [&mut self.days, &mut self.numbers, &mut self.record];
        for pane in panes {
            pane.refresh(session);
        }
    }
}

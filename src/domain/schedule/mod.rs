//! Date arithmetic: due dates, phases, milestones, cadence, totals.
//!
//! Start with [`Year`], a book with its program on a given day; everything else is a query on it. `date_rules` resolves
//! a template's rules to dates, `pauses` takes leave and illness out of them, `phases` and `milestones` lay out the cycle, `cadence` counts meetings and contacts
//! apart, `upcoming` merges everything that has a date, `status` formats it in one line, `today` has the notices and debts. Queries that screens run per
//! frame read only the newest part of the log; [`Year::totals`], [`Year::calendar_days`], [`Year::hours`] and
//! [`Year::wins`] walk all of it.

use chrono::NaiveDate;

use super::book::Book;
use super::dates::{format_date, humanize_days, relative_date};
use super::program::Program;

mod cadence;
mod calendar;
mod closing;
mod date_rules;
mod hours_record;
mod milestones;
mod next;
mod occurrences;
mod pauses;
mod phases;
mod pulse;
mod status;
mod today;
mod totals;
mod trends;
mod upcoming;

pub use cadence::{
    ContactCount, EffectiveCadence, EntryDefaults, Gap, max_gap_days, program_rates, rate_words,
};
pub use calendar::{CalendarDays, CalendarItem, CalendarItemKind, CalendarItemState};
pub use closing::OpenItems;
pub use date_rules::{end_date, length_words, resolve, rule_words, same_weekday_after};
pub use hours_record::{HoursLine, Win, WinSource};
pub use milestones::MilestoneDue;
pub use occurrences::{base_of, form_milestone, milestone_defs, repeat_milestones};
pub use pauses::{PauseSpan, extension_days, pause_length, resolve_in};
pub use phases::PhaseSpan;
pub use today::{Notice, NoticeKind};
pub use totals::{ContactInterval, MonthTotals, Totals, hours_words};
pub use trends::{CompetencyCoverage, GoalTrend, StatusChange, TargetStatus};
pub use upcoming::{DueKind, Upcoming};

/// Book with its program on a given day: the context of most queries about dates.
#[derive(Clone, Copy)]
pub struct Year<'a> {
    pub book: &'a Book,
    pub program: &'a Program,
    /// Date of today where the user lives.
    pub today: NaiveDate,
}

/// Due date relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Days overdue.
    Overdue(i64),
    Today,
    /// Days left.
    In(i64),
}

impl Due {
    /// Compares `date` with `today`.
    pub fn on(date: NaiveDate, today: NaiveDate) -> Self {
        match date.signed_duration_since(today).num_days() {
            0 => Self::Today,
            days if days > 0 => Self::In(days),
            days => Self::Overdue(-days),
        }
    }

    /// True if the day has passed.
    pub const fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue(_))
    }

    /// Days left; negative when overdue.
    pub const fn days_left(self) -> i64 {
        match self {
            Self::Overdue(days) => -days,
            Self::Today => 0,
            Self::In(days) => days,
        }
    }

    /// Formats it: `3 days late`, `today`, `tomorrow`, `in 12 days`.
    pub fn words(self) -> String {
        match self {
            Self::Overdue(days) => format!("{} late", humanize_days(days)),
            Self::Today => "today".to_owned(),
            Self::In(1) => "tomorrow".to_owned(),
            Self::In(days) => format!("in {}", humanize_days(days)),
        }
    }
}

impl<'a> Year<'a> {
    pub const fn new(book: &'a Book, program: &'a Program, today: NaiveDate) -> Self {
        Self {
            book,
            program,
            today,
        }
    }

    /// Compares `date` with today.
    pub fn due(&self, date: NaiveDate) -> Due {
        Due::on(date, self.today)
    }

    /// A date with the days left: `Tue, Dec 1, 2026 (in 12 days)`.
    pub fn date_and_due(&self, date: NaiveDate) -> String {
        format!("{} ({})", format_date(date), self.due(date).words())
    }

    /// Formats the distance of `date` from today, in neutral words.
    pub fn relative_date(&self, date: NaiveDate) -> String {
        relative_date(date, self.today)
    }
}

#[cfg(test)]
pub(crate) mod tests;

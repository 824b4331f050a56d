//! All date arithmetic: due and overdue, phases, milestones, the rhythm against the cadence.
//!
//! Start with [`Year`], a book read against its program on a day; everything else is a question asked of it.
//! `dates` turns a template's rules into days, `phases` and `milestones` lay out the cycle, `rhythm` counts
//! meetings and contacts apart, `upcoming` merges all that has a date, `status` says it in one line. What screens ask per
//! frame walks only the newest part of the log; [`Year::totals`], [`Year::days`], [`Year::hours`] and [`Year::wins`] walk
//! all of it.

use chrono::NaiveDate;

use super::book::Book;
use super::dates::{humanize_days, relative_date};
use super::program::Program;

mod cadence;
mod calendar;
mod closing;
mod date_rules;
mod hours_record;
mod milestones;
mod next;
mod phases;
mod pulse;
mod status;
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
pub use phases::PhaseSpan;
pub use totals::{ContactInterval, MonthTotals, Totals};
pub use trends::{CompetencyCoverage, GoalTrend, StatusChange, TargetStatus};
pub use upcoming::{DueKind, Upcoming};

/// A book read against its program on a given day: what most questions about dates need.
#[derive(Clone, Copy)]
pub struct Year<'a> {
    /// The book.
    pub book: &'a Book,
    /// Its program.
    pub program: &'a Program,
    /// The day where the user lives.
    pub today: NaiveDate,
}

/// How a date stands to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// So many days have gone by since.
    Overdue(i64),
    /// It is today.
    Today,
    /// There are so many days left.
    In(i64),
}

impl Due {
    /// How `date` stands to `today`.
    pub fn on(date: NaiveDate, today: NaiveDate) -> Self {
        match date.signed_duration_since(today).num_days() {
            0 => Self::Today,
            days if days > 0 => Self::In(days),
            days => Self::Overdue(-days),
        }
    }

    /// Whether the day has gone by.
    pub const fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue(_))
    }

    /// Days left; negative once the day has gone by.
    pub const fn days_left(self) -> i64 {
        match self {
            Self::Overdue(days) => -days,
            Self::Today => 0,
            Self::In(days) => days,
        }
    }

    /// In words: `3 days late`, `today`, `tomorrow`, `in 12 days`.
    pub fn words(self) -> String {
        match self {
            Self::Overdue(days) => format!("{} late", humanize_days(days)),
            Self::Today => "today".to_owned(),
            Self::In(1) => "tomorrow".to_owned(),
            Self::In(days) => format!("in {}", humanize_days(days)),
        }
    }
}

impl Year<'_> {
    /// How `date` stands to the day of this reading.
    pub fn due(&self, date: NaiveDate) -> Due {
        Due::on(date, self.today)
    }

    /// How far `date` is from the day of this reading, in neutral words.
    pub fn relative_date(&self, date: NaiveDate) -> String {
        relative_date(date, self.today)
    }
}

#[cfg(test)]
pub(crate) mod tests;

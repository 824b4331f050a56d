//! All date arithmetic: due and overdue, phases, milestones, the rhythm against the cadence.
//!
//! Start with [`Year`], a book read against its program on a day; everything else is a question asked of it.
//! `dates` turns a template's rules into days, `phases` and `milestones` lay out the cycle, `rhythm` counts
//! meetings and contacts apart, `upcoming` merges all that has a date, `status` says it in one line. What screens ask per
//! frame walks only the newest part of the log; [`Year::totals`], [`Year::days`], [`Year::hours`] and [`Year::wins`] walk
//! all of it.

use chrono::NaiveDate;

use super::book::Book;
use super::program::Program;
use super::when::{distance, span};

mod closing;
mod dates;
mod days;
mod growth;
mod milestones;
mod next;
mod phases;
mod pulse;
mod record;
mod rhythm;
mod status;
mod totals;
mod upcoming;

pub use closing::Left;
pub use dates::{end_date, resolve, same_weekday_after};
pub use days::{DayKind, DayState, Days, OnDay};
pub use growth::{Against, Growth, Touched, Turned};
pub use milestones::MilestoneDue;
pub use phases::PhaseSpan;
pub use record::{HoursLine, Win, WinOf};
pub use rhythm::{Cadence, Count, Gap, Usual, allowed_days, rate_words};
pub use totals::{Break, Month, Totals};
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
            Self::Overdue(days) => format!("{} late", span(days)),
            Self::Today => "today".to_owned(),
            Self::In(1) => "tomorrow".to_owned(),
            Self::In(days) => format!("in {}", span(days)),
        }
    }
}

impl Year<'_> {
    /// How `date` stands to the day of this reading.
    pub fn due(&self, date: NaiveDate) -> Due {
        Due::on(date, self.today)
    }

    /// How far `date` is from the day of this reading, in neutral words.
    pub fn distance(&self, date: NaiveDate) -> String {
        distance(date, self.today)
    }
}

#[cfg(test)]
pub(crate) mod tests;

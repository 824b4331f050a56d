//! A day and hour as they were read, with what else they could have meant.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::domain::region::Region;

/// Order of the numbers in a date of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// 3/11 is March 11.
    MonthFirst,
    /// 3/11 is 3 November.
    DayFirst,
    /// 26-11-03 is 3 November 2026.
    YearFirst,
}

impl DayOrder {
    /// The order that the same digits are most likely in, if not in this one.
    pub const fn other(self) -> Self {
        match self {
            Self::MonthFirst | Self::YearFirst => Self::DayFirst,
            Self::DayFirst => Self::MonthFirst,
        }
    }

    /// Order between slashes where nothing else tells it.
    pub const fn of_region(region: Region) -> Self {
        match region {
            Region::UnitedStates => Self::MonthFirst,
            Region::Elsewhere => Self::DayFirst,
        }
    }
}

/// Direction in which a date without a year or a week is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeDirection {
    /// The next one: due dates, plans.
    Future,
    /// The latest one: the log.
    Past,
}

/// A day, with the hour and its zone where the text names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// By the clocks of `zone`.
    pub date: NaiveDate,
    /// The hour, or the first one of a range.
    pub time: Option<NaiveTime>,
    /// End of a range of hours (“10-11am”).
    pub until: Option<NaiveTime>,
    /// Zone of the hour; UTC for an hour with a fixed distance from it.
    pub zone: Option<Tz>,
    /// Readings of a date of digits between slashes or dashes, the one taken first; none if it has four digits of a year
    /// in front, or is no such date.
    pub readings: Vec<(DayOrder, NaiveDate)>,
}

impl Moment {
    /// The day taken of a date of digits, and another day that the digits can mean.
    pub fn two_readings(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (_, taken) = *self.readings.first()?;
        let mut days = self.readings.iter().map(|(_, day)| *day);
        Some((taken, days.find(|day| *day != taken)?))
    }
}

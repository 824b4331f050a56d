//! Keys that tell the days of a series from one another; lists and moved days refer to them.

use chrono::{NaiveDate, NaiveDateTime};

use super::clocks::{Clock, Clocks, Moment};

/// Ways in which an hour is named in another property: in UTC, by any clock, by its day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    Utc(NaiveDateTime),
    Local(NaiveDateTime),
    Day(NaiveDate),
    DayOfHour(NaiveDate),
}

impl Clocks<'_> {
    /// Names by which a list of days, or a moved day, refers to a start.
    pub fn names_of_mark(&self, moment: &Moment) -> Vec<Name> {
        let day = moment.at.date();
        match moment.clock {
            _ if !moment.has_time => vec![Name::Day(day)],
            Clock::Reader => vec![Name::Local(moment.at), Name::DayOfHour(day)],
            Clock::Named(_) | Clock::Offset(_) | Clock::Custom(_) => {
                vec![Name::Utc(self.utc(moment)), Name::DayOfHour(day)]
            }
        }
    }

    /// Names by which others may refer to this start.
    pub fn names_of_start(&self, moment: &Moment) -> Vec<Name> {
        let day = moment.at.date();
        if moment.has_time {
            let local = Name::Local(moment.at);
            vec![Name::Utc(self.utc(moment)), local, Name::Day(day)]
        } else {
            vec![Name::Day(day), Name::DayOfHour(day)]
        }
    }

    /// Key that tells a start from the others of its series, the same for every reader.
    pub fn key(&self, moment: &Moment) -> String {
        let format = |at: NaiveDateTime, format: &str| at.format(format).to_string();
        match moment.clock {
            _ if !moment.has_time => format(moment.at, "%Y%m%d"),
            Clock::Reader => format(moment.at, "%Y%m%dT%H%M%S"),
            Clock::Named(_) | Clock::Offset(_) | Clock::Custom(_) => {
                format(self.utc(moment), "%Y%m%dT%H%M%SZ")
            }
        }
    }
}

//! Rules for the dates of a program's year, as its data file writes them; `schedule` resolves them to days.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;

/// Rule for a date in a template: exactly one of the fields is set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum DateRule {
    /// Days after the start.
    Days(i64),
    /// Months after the start.
    Months(u32),
    /// First such month and day (`[12, 1]`) on or after the start.
    MonthDay(u32, u32),
    /// Half way between start and end.
    Middle(bool),
    /// Days before the end (0: the end itself).
    BeforeEnd(i64),
    /// Hundredths of the way from start to end.
    Percent(u32),
    /// This very day; for a year that starts later, the first such month and day in it.
    Day(NaiveDate),
    /// One of two rules, by the day on which the year starts.
    ByStart(Box<StartChoice>),
}

/// Choice between two rules: a program with a fall and a spring cohort has a date for each.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartChoice {
    /// First month and day of a start that `then` is for; January 1 if it is left out.
    #[serde(default = "january_1")]
    pub from: (u32, u32),
    /// Last month and day of such a start; before `from`, it is in the next calendar year. December 31 if it is left out.
    #[serde(default = "december_31")]
    pub until: (u32, u32),
    /// Hundredths of the year between which the day of `then` has to lie, so that it gives way in a shorter year.
    #[serde(default)]
    pub within: Option<(u32, u32)>,
    pub then: DateRule,
    #[serde(rename = "else")]
    pub otherwise: DateRule,
}

fn january_1() -> (u32, u32) {
    (1, 1)
}

fn december_31() -> (u32, u32) {
    (12, 31)
}

impl StartChoice {
    /// True if `then` is for every start, so that only its place in the year can speak against it.
    pub fn is_for_every_start(&self) -> bool {
        (self.from, self.until) == (january_1(), december_31())
    }

    /// True for a year that starts in the time that `then` is for.
    pub fn is_for(&self, start: NaiveDate) -> bool {
        let day = (start.month(), start.day());
        if self.from <= self.until {
            (self.from..=self.until).contains(&day)
        } else {
            day >= self.from || day <= self.until
        }
    }
}

//! Parser for days by their place in a month, a week or a year: "end of march", "first tuesday in december", "W49".

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Weekday};

use super::moment::TimeDirection;
use super::names::{parse_month, parse_weekday};
use super::parser::{DateParseError, DateParser, DateResult, month_end, nearest, shift};
use super::token::CalendarUnit;
use crate::domain::region::Region;

/// Enough months to hold any day of a month, and a fifth weekday.
const MONTHS_AROUND: u32 = 12;

/// Months by their first days, in the order in which they are tried.
pub(super) struct Months {
    firsts: Vec<NaiveDate>,
    /// Direction in which the day has to lie, and true if today is excluded; none if the words name one month.
    nearest: Option<(TimeDirection, bool)>,
}

impl DateParser {
    /// "december", "in december 2027", "next month", "the month"; none when no month follows.
    pub(super) fn months_named(&mut self) -> Option<Months> {
        let before = self.at;
        self.take_word("in");
        let is_this = self.take_word("this");
        let way = match self.word(0) {
            Some("next" | "coming") => Some(TimeDirection::Future),
            Some("last" | "past") => Some(TimeDirection::Past),
            Some(_) | None => None,
        };
        self.at += usize::from(way.is_some());
        let word = self.word(0).unwrap_or_default().to_owned();
        self.at += 1;
        let direction = way.unwrap_or(self.direction);
        let mut nearest = Some((direction, way.is_some()));
        let firsts = if word == "month" {
            let (first, last) = match (is_this, way) {
                (false, None) => (0, MONTHS_AROUND),
                (true, None) => (0, 0),
                (_, Some(_)) => (1, 1),
            };
            nearest = nearest.filter(|_| last == MONTHS_AROUND);
            self.months(first..=last, direction)
        } else if let Some(month) = parse_month(&word) {
            let first = |year| NaiveDate::from_ymd_opt(year, month, 1);
            match self.take_year(None) {
                Some(year) => {
                    nearest = None;
                    first(year).into_iter().collect()
                }
                None => self.years(direction).filter_map(first).collect(),
            }
        } else {
            self.at = before;
            return None;
        };
        Some(Months { firsts, nearest })
    }

    /// First days of the months so many months away.
    fn months(&self, away: RangeInclusive<u32>, direction: TimeDirection) -> Vec<NaiveDate> {
        let first = self.today.with_day(1);
        let month = |away| shift(first?, CalendarUnit::Months(1), away, direction).ok();
        away.filter_map(month).collect()
    }

    fn months_around(&self) -> Months {
        Months {
            firsts: self.months(0..=MONTHS_AROUND, self.direction),
            nearest: Some((self.direction, false)),
        }
    }

    /// The day that `pick` finds in the first month that has one.
    pub(super) fn day_of_months(
        &self,
        months: Months,
        pick: impl Fn(NaiveDate) -> Option<NaiveDate>,
    ) -> DateResult {
        let mut days = months.firsts.into_iter().filter_map(pick);
        match months.nearest {
            None => days.next().ok_or(DateParseError::InvalidDay),
            Some((direction, strictly)) => self.first_in_direction(days, direction, strictly),
        }
    }

    /// After "1st" or "first": "of december", "tuesday in december", "day of next month", "of the month", or nothing for
    /// the nearest such day.
    pub(super) fn ordinal(&mut self, count: u32) -> DateResult {
        if let Some(weekday) = self.word(0).and_then(|word| parse_weekday(word, false)) {
            self.at += 1;
            let months = self.months_named().unwrap_or_else(|| self.months_around());
            let nth = u8::try_from(count).map_err(|_| DateParseError::InvalidDay)?;
            return self.day_of_months(months, |first| {
                NaiveDate::from_weekday_of_month_opt(first.year(), first.month(), weekday, nth)
            });
        }
        let is_day = self.take_word("day");
        match self.months_named() {
            Some(months) => self.day_of_months(months, |first| first.with_day(count)),
            None if is_day => Err(DateParseError::NotADate),
            None => self.day_of_months(self.months_around(), |first| first.with_day(count)),
        }
    }

    /// "end of month", "end of next month", "start of december", "end of year".
    pub(super) fn start_or_end(&mut self, last: bool) -> DateResult {
        if let Some(months) = self.months_named() {
            let pick = if last { month_end } else { Some };
            return self.day_of_months(months, pick);
        }
        let next = self.take_word("next");
        let year = match self.take_year(None) {
            Some(year) => year,
            None if self.take_word("year") => self.today.year().saturating_add(next.into()),
            None => return Err(DateParseError::NotADate),
        };
        let (month, day) = if last { (12, 31) } else { (1, 1) };
        NaiveDate::from_ymd_opt(year, month, day).ok_or(DateParseError::OutOfRange)
    }

    /// After "W" or "week": "49", "49-2", "49 2026"; Monday if no day is named.
    pub(super) fn iso_week(&mut self, year: Option<i32>) -> DateResult {
        let (mut week, mut digits) = self.take_number().ok_or(DateParseError::NotADate)?;
        let mut weekday = 1;
        if digits == 3 && year.is_some() {
            (week, weekday, digits) = (week / 10, week % 10, 2);
        } else if let (true, Some((day, 1))) = (self.is_sign(0, '-'), self.number(1)) {
            self.at += 2;
            weekday = day;
        }
        let index = u8::try_from(weekday.wrapping_sub(1)).ok();
        let weekday = index.and_then(|index| Weekday::try_from(index).ok());
        let (Some(weekday), 1 | 2) = (weekday, digits) else {
            return Err(DateParseError::InvalidDay);
        };
        let day = |year| NaiveDate::from_isoywd_opt(year, week, weekday);
        if let Some(year) = year.or_else(|| {
            // "KW 49/2026"
            let sign = if self.is_sign(0, '/') { '/' } else { '-' };
            self.take_year(Some(sign))
        }) {
            return day(year).ok_or(DateParseError::InvalidDay);
        }
        // The present week counts to its end, though its Monday is past.
        let week_began = nearest(Weekday::Mon, self.today, TimeDirection::Past)?;
        let mut days = self.years(self.direction).filter_map(day);
        let found = match self.direction {
            TimeDirection::Future => days.find(|day| *day >= week_began),
            TimeDirection::Past => days.find(|day| *day <= self.today),
        };
        found.ok_or(DateParseError::InvalidDay)
    }

    /// A weekday of the week that is so many weeks away.
    pub(super) fn weekday_of_week(&self, weekday: Weekday, weeks: i64) -> DateResult {
        let first = Region::current().first_weekday();
        let days = i64::from(weekday.days_since(first)) + 7 * weeks;
        nearest(first, self.today, TimeDirection::Past)?
            .checked_add_signed(chrono::TimeDelta::days(days))
            .ok_or(DateParseError::OutOfRange)
    }

    /// Candidate years in the direction: enough to hold a 29 February, even around a century without one.
    pub(super) fn years(&self, direction: TimeDirection) -> impl Iterator<Item = i32> + use<> {
        let current = self.today.year();
        (0..=8).map(move |years| match direction {
            TimeDirection::Future => current.saturating_add(years),
            TimeDirection::Past => current.saturating_sub(years),
        })
    }

    pub(super) fn first_in_direction(
        &self,
        mut days: impl Iterator<Item = NaiveDate>,
        direction: TimeDirection,
        strictly: bool,
    ) -> DateResult {
        days.find(|day| match (direction, strictly) {
            (TimeDirection::Future, false) => *day >= self.today,
            (TimeDirection::Future, true) => *day > self.today,
            (TimeDirection::Past, false) => *day <= self.today,
            (TimeDirection::Past, true) => *day < self.today,
        })
        .ok_or(DateParseError::InvalidDay)
    }
}

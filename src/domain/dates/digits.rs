//! Parser for dates with numbers: digits in the orders that people write them, and months by name.

use chrono::{Datelike, NaiveDate};

use super::moment::{DayOrder, TimeDirection};
use super::names::{parse_month, parse_ordinal};
use super::parser::{DateParseError, DateParser, DateResult};
use super::token::{CalendarUnit, LONG_DASH};
use crate::domain::region::Region;

/// Years around today in which a year of two digits is expected.
const NEAR: u32 = 10;

impl DateParser {
    /// A date that begins with a number of `digits` digits.
    pub(super) fn numeric_date(&mut self, digits: usize) -> DateResult {
        let word = self.word(1).unwrap_or_default();
        if CalendarUnit::from_name(word).is_some() && !(digits == 4 && word == "w") {
            return self.duration(None);
        }
        let (first, _) = self.take_number().ok_or(DateParseError::NotADate)?;
        let sign = ['-', LONG_DASH, '/', '.']
            .into_iter()
            .find(|sign| self.is_sign(0, *sign));
        let after_sign = usize::from(sign.is_some());
        if let (Some(sign), Some((second, _))) = (sign, self.number(1)) {
            self.at += 2;
            return self.date_from_parts(sign, (first, digits), second);
        }
        match digits {
            4 => return self.date_of_year(first, after_sign),
            8 => return calendar_date(first / 10_000, first / 100 % 100, first % 100),
            _ => {}
        }
        self.at += after_sign;
        let is_ordinal = self.take_ordinal_ending();
        if self.names_month(0) {
            let month = self.take_month()?;
            return self.day_of_year(month, first, sign, None);
        }
        if is_ordinal {
            return self.ordinal(first);
        }
        Err(DateParseError::NotADate)
    }

    /// After a year: "2026-Dec-01", "2026 Dec 1", "2026 12 01", "2026-W49".
    fn date_of_year(&mut self, year: u32, after_sign: usize) -> DateResult {
        self.at += after_sign;
        if self.take_word("w") {
            return self.iso_week(i32::try_from(year).ok());
        }
        let month = match self.take_number() {
            Some((month, 1 | 2)) => month,
            Some(_) => return Err(DateParseError::NotADate),
            None => self.take_month()?,
        };
        self.at += after_sign;
        let (day, _) = self.take_number().ok_or(DateParseError::MissingDay)?;
        calendar_date(year, month, day)
    }

    /// "december 1st", "dec 1 2027", "Nov-03-2026".
    pub(super) fn month_and_day(&mut self, strictly: Option<TimeDirection>) -> DateResult {
        let month = self.take_month()?;
        let sign = ['-', '/']
            .into_iter()
            .find(|sign| self.is_sign(0, *sign) && self.is_sign(2, *sign));
        self.at += usize::from(sign.is_some());
        let day = match (self.number(0), self.word(0).and_then(parse_ordinal)) {
            (Some((day, 1 | 2)), _) if !self.is_sign(1, ':') => day,
            (None, Some(day)) => day,
            _ => return Err(DateParseError::MissingDay),
        };
        self.at += 1;
        self.take_ordinal_ending();
        self.day_of_year(month, day, sign, strictly)
    }

    fn take_ordinal_ending(&mut self) -> bool {
        let is_next = matches!(self.word(0), Some("st" | "nd" | "rd" | "th" | "er"));
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn names_month(&self, ahead: usize) -> bool {
        self.word(ahead)
            .is_some_and(|word| parse_month(word).is_some())
    }

    fn take_month(&mut self) -> Result<u32, DateParseError> {
        let month = self.word(0).and_then(parse_month);
        self.at += 1;
        month.ok_or(DateParseError::NotADate)
    }

    /// A year next, or after `sign`: four digits, two after a sign or an apostrophe, or two that can be no hour.
    pub(super) fn take_year(&mut self, sign: Option<char>) -> Option<i32> {
        let marked = self.is_sign(0, '\'') || sign.is_some_and(|sign| self.is_sign(0, sign));
        let ahead = usize::from(marked);
        let is_hour = self.is_sign(ahead + 1, ':') || self.is_sign(ahead + 1, '.');
        let year = match self.number(ahead) {
            _ if is_hour => None,
            Some((year, 4)) => i32::try_from(year).ok(),
            Some((year, 2)) if marked || year > 24 => Some(self.full_year(year)),
            Some(_) | None => None,
        };
        if year.is_some() {
            self.at += ahead + 1;
        }
        year
    }

    /// Year of two digits, in the century that brings it nearest to today.
    fn full_year(&self, short: u32) -> i32 {
        let today = self.today.year();
        let year = today - today.rem_euclid(100) + i32::try_from(short).unwrap_or(0);
        match year - today {
            51.. => year - 100,
            ..-49 => year + 100,
            _ => year,
        }
    }

    /// Date of the month and day, with the year that follows or the nearest one; `strictly` excludes today.
    fn day_of_year(
        &mut self,
        month: u32,
        day: u32,
        sign: Option<char>,
        strictly: Option<TimeDirection>,
    ) -> DateResult {
        if let Some(year) = self.take_year(sign) {
            return NaiveDate::from_ymd_opt(year, month, day).ok_or(DateParseError::InvalidDay);
        }
        self.nearest_day(month, day, strictly)
    }

    fn nearest_day(&self, month: u32, day: u32, strictly: Option<TimeDirection>) -> DateResult {
        let direction = strictly.unwrap_or(self.direction);
        let days = self
            .years(direction)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        self.first_in_direction(days, direction, strictly.is_some())
    }

    /// "2026-12-01", "12/1", "13/12/26", "1.12.2026". Four digits are a year; between dots the day is first; between
    /// slashes the region tells, and a dash is rather European; where only one order gives a day, that one is taken.
    fn date_from_parts(
        &mut self,
        sign: char,
        (first, digits): (u32, usize),
        second: u32,
    ) -> DateResult {
        use DayOrder::{DayFirst, MonthFirst, YearFirst};
        let before = self.at;
        let mut third = None;
        if self.take_sign(sign) {
            // "1.12. 10 Uhr"
            let is_hour = sign == '.' && digits < 3 && self.is_hour_next();
            third = if is_hour { None } else { self.take_number() };
            if third.is_none() && sign != '.' {
                self.at = before;
            }
        }
        if digits == 4 {
            let (day, _) = third.ok_or(DateParseError::MissingDay)?;
            return calendar_date(first, second, day);
        }
        if digits > 2 || third.is_some_and(|(_, digits)| !matches!(digits, 2 | 4)) {
            return Err(DateParseError::NotADate);
        }
        let preferred = match (sign, self.order) {
            ('.', _) | (_, None) if sign != '/' => DayFirst,
            (_, Some(order)) => order,
            (_, None) => DayOrder::of_region(Region::current()),
        };
        let mut orders = [DayFirst, MonthFirst, YearFirst];
        orders.sort_by_key(|order| *order != preferred);
        let mut readings: Vec<(DayOrder, NaiveDate)> = orders
            .into_iter()
            .filter_map(|order| {
                let day = match (order, third) {
                    (DayFirst, _) => self.dated(third, second, first),
                    (MonthFirst, _) => self.dated(third, first, second),
                    (YearFirst, Some((day, 2))) if digits == 2 => {
                        self.dated(Some((first, 2)), second, day)
                    }
                    (YearFirst, _) => None,
                };
                Some((order, day?))
            })
            .collect();
        if third.is_some_and(|(_, digits)| digits == 2) {
            self.keep_likely(&mut readings, sign);
        }
        let day = readings.first().map(|(_, day)| *day);
        if sign != '.' {
            self.readings = readings;
        }
        day.ok_or(DateParseError::InvalidDay)
    }

    /// Drops the readings whose year of two digits is far from today, if another one's is near. The year is rarely put
    /// first but between dashes.
    fn keep_likely(&self, readings: &mut Vec<(DayOrder, NaiveDate)>, sign: char) {
        let today = self.today.year();
        let is_near = |(_, day): &(DayOrder, NaiveDate)| day.year().abs_diff(today) <= NEAR;
        let is_last = |(order, _): &(DayOrder, NaiveDate)| *order != DayOrder::YearFirst;
        if readings.iter().any(is_near) {
            readings.retain(is_near);
        }
        if sign != '-' && readings.iter().any(is_last) {
            readings.retain(is_last);
        }
    }

    fn dated(&self, year: Option<(u32, usize)>, month: u32, day: u32) -> Option<NaiveDate> {
        match year {
            Some((year, 2)) => NaiveDate::from_ymd_opt(self.full_year(year), month, day),
            Some((year, _)) => calendar_date(year, month, day).ok(),
            None => self.nearest_day(month, day, None).ok(),
        }
    }
}

fn calendar_date(year: u32, month: u32, day: u32) -> DateResult {
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or(DateParseError::InvalidDay)
}

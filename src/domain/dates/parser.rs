//! Parser for typed dates: tokens to a date and a time.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::token::{CalendarUnit, DateToken, parse_month, parse_number, parse_weekday, tokenize};

/// Direction in which a date without a year or a week is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TimeDirection {
    /// The next one: due dates, plans.
    Future,
    /// The latest one: the log.
    Past,
}

/// Reasons why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateParseError {
    Empty,
    NotADate,
    MissingDay,
    InvalidDay,
    InvalidTime,
    WeekdayMismatch(NaiveDate),
    OutOfRange,
}

type DateResult = Result<NaiveDate, DateParseError>;

/// Parses the whole of `text`.
pub(super) fn parse_date_time(
    text: &str,
    today: NaiveDate,
    direction: TimeDirection,
) -> Result<(NaiveDate, Option<NaiveTime>), DateParseError> {
    let tokens = tokenize(text)?;
    if tokens.is_empty() {
        return Err(DateParseError::Empty);
    }
    let mut parser = DateParser {
        tokens,
        at: 0,
        today,
        direction,
    };
    let leading_time = parser.time()?;
    let date = match leading_time {
        Some(_) if parser.is_at_end() => today,
        Some(_) | None => parser.date()?,
    };
    if !matches!(date.year(), 1900..2200) {
        return Err(DateParseError::OutOfRange);
    }
    parser.take_word("t");
    let time = match leading_time {
        Some(time) => Some(time),
        None => parser.time()?,
    };
    if parser.is_at_end() {
        Ok((date, time))
    } else {
        Err(DateParseError::NotADate)
    }
}

/// Tokens, and the position of the parser in them.
pub(super) struct DateParser {
    pub(super) tokens: Vec<DateToken>,
    pub(super) at: usize,
    today: NaiveDate,
    direction: TimeDirection,
}

impl DateParser {
    fn date(&mut self) -> DateResult {
        if self.is_sign(0, '+') || self.is_sign(0, '-') {
            return self.signed_offset();
        }
        if let Some((_, digits)) = self.number(0) {
            return self.numeric_date(digits);
        }
        let Some(word) = self.word(0).map(str::to_owned) else {
            return Err(DateParseError::NotADate);
        };
        if let Some(weekday) = parse_weekday(&word) {
            self.at += 1;
            return self.weekday(weekday);
        }
        if parse_month(&word).is_some() {
            return self.month_and_day(None);
        }
        if parse_number(&word).is_some() {
            return self.duration(None);
        }
        self.at += 1;
        match word.as_str() {
            "today" | "now" | "tonight" => Ok(self.today),
            "tomorrow" | "tmrw" => self.days_away(1),
            "yesterday" => self.days_away(-1),
            "day" if self.take_word("after") && self.take_word("tomorrow") => self.days_away(2),
            "day" if self.take_word("before") && self.take_word("yesterday") => self.days_away(-2),
            "in" => self.duration(Some(TimeDirection::Future)),
            "next" | "coming" => self.next_or_last(TimeDirection::Future),
            "last" | "past" => self.next_or_last(TimeDirection::Past),
            "this" => self.this(),
            "end" => self.start_or_end(true),
            "start" | "beginning" => self.start_or_end(false),
            _ => Err(DateParseError::NotADate),
        }
    }

    fn days_away(&self, days: i64) -> DateResult {
        chrono::Duration::try_days(days)
            .and_then(|days| self.today.checked_add_signed(days))
            .ok_or(DateParseError::OutOfRange)
    }

    /// "+3d", "-2w", "+3".
    fn signed_offset(&mut self) -> DateResult {
        let direction = if self.take_sign('+') {
            TimeDirection::Future
        } else {
            self.take_sign('-');
            TimeDirection::Past
        };
        let (count, _) = self.take_number().ok_or(DateParseError::NotADate)?;
        let unit = self.word(0).and_then(CalendarUnit::from_name);
        self.at += usize::from(unit.is_some());
        self.offset(unit.unwrap_or(CalendarUnit::Days(1)), count, direction)
    }

    fn offset(&self, unit: CalendarUnit, count: u32, direction: TimeDirection) -> DateResult {
        match direction {
            TimeDirection::Future => unit.after(self.today, count),
            TimeDirection::Past => unit.before(self.today, count),
        }
        .ok_or(DateParseError::OutOfRange)
    }

    /// "2 weeks", "a month ago", "ten days from now"; without "ago" or "from now", `direction` or the parser's default
    /// decides.
    fn duration(&mut self, explicit: Option<TimeDirection>) -> DateResult {
        let count = match self.tokens.get(self.at) {
            Some(DateToken::Number { value, .. }) => Some(*value),
            Some(DateToken::Word(word)) => parse_number(word),
            Some(DateToken::Sign(_)) | None => None,
        };
        let unit = self.word(1).and_then(CalendarUnit::from_name);
        let (Some(count), Some(unit)) = (count, unit) else {
            return Err(DateParseError::NotADate);
        };
        self.at += 2;
        let from_now =
            self.word(0) == Some("from") && matches!(self.word(1), Some("now" | "today"));
        let direction = if from_now {
            self.at += 2;
            TimeDirection::Future
        } else if explicit.is_none() && self.take_word("ago") {
            TimeDirection::Past
        } else {
            explicit.unwrap_or(self.direction)
        };
        self.offset(unit, count, direction)
    }

    /// A weekday by itself, or before the date that it belongs to ("Tue 1 Dec 2026").
    fn weekday(&mut self, weekday: Weekday) -> DateResult {
        let before = self.at;
        let is_time = self.time()?.is_some();
        self.at = before;
        let names_month = self.word(0).is_some_and(|word| parse_month(word).is_some());
        if names_month || (!is_time && self.number(0).is_some()) {
            let date = self.date()?;
            return if date.weekday() == weekday {
                Ok(date)
            } else {
                Err(DateParseError::WeekdayMismatch(date))
            };
        }
        nearest(weekday, self.today, self.direction)
    }

    /// Date after "next" or "last", which exclude today.
    fn next_or_last(&mut self, direction: TimeDirection) -> DateResult {
        let word = self.word(0).unwrap_or_default().to_owned();
        if let Some(weekday) = parse_weekday(&word) {
            self.at += 1;
            let day = self.offset(CalendarUnit::Days(1), 1, direction)?;
            return nearest(weekday, day, direction);
        }
        if let Some(unit) = CalendarUnit::from_name(&word) {
            self.at += 1;
            return self.offset(unit, 1, direction);
        }
        if parse_month(&word).is_some() {
            return self.month_and_day(Some(direction));
        }
        Err(DateParseError::NotADate)
    }

    /// Date after "this": the same as without it, and the parts of today.
    fn this(&mut self) -> DateResult {
        match self.word(0) {
            Some("morning" | "afternoon" | "evening") => {
                self.at += 1;
                Ok(self.today)
            }
            Some(word) if parse_weekday(word).is_some() || parse_month(word).is_some() => {
                self.date()
            }
            Some(_) | None => Err(DateParseError::NotADate),
        }
    }

    /// "end of month", "end of next month", "start of december", "end of year".
    fn start_or_end(&mut self, last: bool) -> DateResult {
        let next = self.take_word("next");
        let word = self.word(0).unwrap_or_default().to_owned();
        self.at += 1;
        if let Some(month) = parse_month(&word) {
            if let Some(year) = self.take_year() {
                return period_boundary(
                    calendar_date(year, month, 1)?,
                    CalendarUnit::Months(1),
                    last,
                );
            }
            let edges = self.years(self.direction).filter_map(|year| {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                period_boundary(first, CalendarUnit::Months(1), last).ok()
            });
            return self.first_in_direction(edges, self.direction, next);
        }
        let (month, unit) = match word.as_str() {
            "month" => (self.today.month(), CalendarUnit::Months(1)),
            "year" => (1, CalendarUnit::Months(12)),
            _ => return Err(DateParseError::NotADate),
        };
        let first = NaiveDate::from_ymd_opt(self.today.year(), month, 1)
            .and_then(|first| unit.after(first, u32::from(next)))
            .ok_or(DateParseError::OutOfRange)?;
        period_boundary(first, unit, last)
    }

    /// "december 1st", "dec 1 2027".
    fn month_and_day(&mut self, strictly: Option<TimeDirection>) -> DateResult {
        let month = self
            .word(0)
            .and_then(parse_month)
            .ok_or(DateParseError::NotADate)?;
        self.at += 1;
        let (Some((day, 1 | 2)), false) = (self.number(0), self.is_sign(1, ':')) else {
            return Err(DateParseError::MissingDay);
        };
        self.at += 1;
        self.skip_ordinal();
        self.day_of_year(month, day, strictly)
    }

    fn skip_ordinal(&mut self) {
        let is_next = matches!(self.word(0), Some("st" | "nd" | "rd" | "th"));
        self.at += usize::from(is_next);
    }

    fn take_year(&mut self) -> Option<u32> {
        let Some((year, 4)) = self.number(0) else {
            return None;
        };
        if self.is_sign(1, ':') {
            return None;
        }
        self.at += 1;
        Some(year)
    }

    /// Date of the month and day, with the year that follows or the nearest one; `strictly` excludes today.
    fn day_of_year(&mut self, month: u32, day: u32, strictly: Option<TimeDirection>) -> DateResult {
        if let Some(year) = self.take_year() {
            return calendar_date(year, month, day);
        }
        let direction = strictly.unwrap_or(self.direction);
        let days = self
            .years(direction)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        self.first_in_direction(days, direction, strictly.is_some())
    }

    /// Candidate years in the direction: enough to hold a 29 February, even around a century without one.
    fn years(&self, direction: TimeDirection) -> impl Iterator<Item = i32> + use<> {
        let current = self.today.year();
        (0..=8).map(move |years| match direction {
            TimeDirection::Future => current.saturating_add(years),
            TimeDirection::Past => current.saturating_sub(years),
        })
    }

    fn first_in_direction(
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

    /// A date that begins with a number of `digits` digits.
    fn numeric_date(&mut self, digits: usize) -> DateResult {
        let word = self.word(1).unwrap_or_default();
        if CalendarUnit::from_name(word).is_some() {
            return self.duration(None);
        }
        let (first, _) = self.take_number().ok_or(DateParseError::NotADate)?;
        for sign in ['-', '/', '.'] {
            if self.take_sign(sign) {
                let (second, _) = self.take_number().ok_or(DateParseError::NotADate)?;
                return self.date_from_parts(sign, (first, digits), second);
            }
        }
        self.skip_ordinal();
        let month = self
            .word(0)
            .and_then(parse_month)
            .ok_or(DateParseError::NotADate)?;
        self.at += 1;
        self.day_of_year(month, first, None)
    }

    /// "2026-12-01", "12/1", "13/12/26", "1.12.2026": month first between slashes unless only the day can be, day first
    /// between dots, year first where it has four digits.
    fn date_from_parts(
        &mut self,
        sign: char,
        (first, digits): (u32, usize),
        second: u32,
    ) -> DateResult {
        let third = if self.take_sign(sign) {
            self.take_number()
        } else {
            None
        };
        if digits == 4 {
            let (day, _) = third.ok_or(DateParseError::MissingDay)?;
            return calendar_date(first, second, day);
        }
        let (month, day) = if sign == '.' || first > 12 {
            (second, first)
        } else {
            (first, second)
        };
        match third {
            Some((year, 2)) => calendar_date(2000 + year, month, day),
            Some((year, 4)) => calendar_date(year, month, day),
            Some(_) => Err(DateParseError::NotADate),
            None => self.day_of_year(month, day, None),
        }
    }
}

fn calendar_date(year: u32, month: u32, day: u32) -> DateResult {
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or(DateParseError::InvalidDay)
}

/// Last or first day of the period that begins on `first`.
fn period_boundary(first: NaiveDate, unit: CalendarUnit, last: bool) -> DateResult {
    if !last {
        return Ok(first);
    }
    unit.after(first, 1)
        .and_then(|day| day.pred_opt())
        .ok_or(DateParseError::OutOfRange)
}

/// Nearest `weekday` from `day` on (that day included).
fn nearest(weekday: Weekday, day: NaiveDate, direction: TimeDirection) -> DateResult {
    let (from, to) = match direction {
        TimeDirection::Future => (day.weekday(), weekday),
        TimeDirection::Past => (weekday, day.weekday()),
    };
    let days = Days::new(u64::from(to.days_since(from)));
    match direction {
        TimeDirection::Future => day.checked_add_days(days),
        TimeDirection::Past => day.checked_sub_days(days),
    }
    .ok_or(DateParseError::OutOfRange)
}

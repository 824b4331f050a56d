//! Lookahead in the tokens of a typed date, and parser for hours: "10:30", "3pm", "at 10", "14h30", "10-11am".

use chrono::{NaiveDate, NaiveTime};

use super::moment::TimeDirection;
use super::parser::{DateParseError, DateParser, DayPart};
use super::token::{DateToken, LONG_DASH};
use crate::domain::region::Region;

/// A time of day as it is written, up to 24:00.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    hour: u32,
    minute: u32,
    /// True for the afternoon; none if it is not written.
    afternoon: Option<bool>,
    /// The hour can be counted from noon as well as from midnight.
    is_open: bool,
    /// The hour is too unsure to be read as one of the morning.
    is_unsure: bool,
    is_midnight: bool,
}

impl DateParser {
    /// True once every token is read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Word `ahead` tokens ahead.
    pub(super) fn word(&self, ahead: usize) -> Option<&str> {
        match self.tokens.get(self.at + ahead)? {
            DateToken::Word(word) => Some(word),
            DateToken::Number { .. } | DateToken::Sign(_) => None,
        }
    }

    /// Number `ahead` tokens ahead, and its digits.
    pub(super) fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.tokens.get(self.at + ahead)? {
            DateToken::Number { value, digits } => Some((*value, *digits)),
            DateToken::Word(_) | DateToken::Sign(_) => None,
        }
    }

    /// True if `sign` is the token `ahead` tokens ahead.
    pub(super) fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.tokens.get(self.at + ahead) == Some(&DateToken::Sign(sign))
    }

    /// Consumes `word`, if it is next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let is_next = self.word(0) == Some(word);
        self.at += usize::from(is_next);
        is_next
    }

    /// Consumes a number, if one is next.
    pub(super) fn take_number(&mut self) -> Option<(u32, usize)> {
        let number = self.number(0)?;
        self.at += 1;
        Some(number)
    }

    /// Consumes `sign`, if it is next.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let is_next = self.is_sign(0, sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Consumes a word that says that an hour follows: "at", "um", "à", "a las", "from".
    pub(super) fn take_at(&mut self) -> bool {
        let before = self.at;
        self.at += match (self.word(0), self.word(1)) {
            (Some("at" | "um" | "las"), _) => 1,
            (Some("a"), Some("las")) => 2,
            (Some("a" | "from" | "between"), _) if self.number(1).is_some() => 1,
            _ => 0,
        };
        self.at > before
    }

    /// Consumes a sign or word between the two ends of a range.
    pub(super) fn take_range_sign(&mut self) -> bool {
        self.take_sign(LONG_DASH)
            || self.take_sign('-')
            || ["to", "till", "until", "and", "bis"]
                .into_iter()
                .any(|word| self.take_word(word))
    }

    /// Consumes "morning", "in the afternoon", "tonight" and the like.
    pub(super) fn take_day_part(&mut self) -> bool {
        let Some((part, length)) = self.day_part(0) else {
            return false;
        };
        self.part = Some(part);
        self.at += length;
        true
    }

    /// Part of the day that is named so many tokens ahead, and the number of tokens.
    fn day_part(&self, ahead: usize) -> Option<(DayPart, usize)> {
        let length = if self.word(ahead) == Some("in") { 2 } else { 1 };
        let part = match self.word(ahead + length - 1)? {
            "morning" => DayPart::Morning,
            "afternoon" => DayPart::Afternoon,
            "evening" | "night" => DayPart::Evening,
            _ => return None,
        };
        Some((part, length))
    }

    /// Consumes an hour or a range of hours, if one is next. A bare number is an hour only after `at`, and at the ends of a
    /// range behind a day or with "am" or "pm".
    pub(super) fn hours(&mut self, at: bool, after_day: bool) -> Option<(Clock, Option<Clock>)> {
        let before = self.at;
        if let Some(start) = self.clock(at, after_day) {
            return Some((start, None));
        }
        // "10-11am"
        let start = self.clock(true, after_day)?;
        let end = self
            .take_range_sign()
            .then(|| self.clock(true, true))
            .flatten();
        let is_range = |end: &Clock| {
            (after_day && start.hour <= 24) || end.afternoon.is_some() || end.minute > 0
        };
        if end.as_ref().is_some_and(is_range) {
            return Some((start, end));
        }
        self.at = before;
        None
    }

    /// True if an hour is next, behind a day.
    pub(super) fn is_hour_next(&mut self) -> bool {
        let before = self.at;
        let is_next = self.hours(false, true).is_some();
        self.at = before;
        is_next
    }

    /// Consumes one hour, if one is next.
    pub(super) fn clock(&mut self, at: bool, after_day: bool) -> Option<Clock> {
        let mut clock = Clock {
            hour: 12,
            minute: 0,
            afternoon: None,
            is_open: false,
            is_unsure: false,
            is_midnight: false,
        };
        // "12 noon"
        let is_twelve = matches!(self.number(0), Some((12, _)));
        self.at += usize::from(is_twelve && matches!(self.word(1), Some("noon" | "midnight")));
        if self.take_word("noon") || self.take_word("midday") {
            return Some(clock);
        }
        if self.take_word("midnight") {
            clock.is_midnight = true;
            return Some(clock);
        }
        let (value, digits) = self.number(0)?;
        clock.hour = value;
        clock.is_open = true;
        if digits <= 2 && (self.is_sign(1, ':') || self.is_dotted_hour(at || after_day)) {
            let (minute, 2) = self.number(2)? else {
                return None;
            };
            self.at += 3;
            clock.minute = minute;
            clock.is_unsure = digits == 1 && Region::current() == Region::UnitedStates;
            self.skip_seconds();
        } else if digits <= 2 && matches!(self.word(1), Some("h" | "uhr")) {
            self.at += 2;
            clock.is_open = false;
            let is_day = self.is_sign(1, '.') || self.is_sign(1, '/') || self.names_month(1);
            if let (Some((minute, 2)), false) = (self.number(0), is_day) {
                self.at += 1;
                clock.minute = minute;
            }
        } else if (at && !self.names_month(1)) || self.is_hour_marked() {
            (clock.hour, clock.minute) = match digits {
                1 | 2 => (value, 0),
                3 | 4 => (value / 100, value % 100),
                6 if self.is_exact => (value / 10_000, value / 100 % 100),
                _ => return None,
            };
            self.at += 1;
            clock.is_unsure = digits < 4 && !self.is_exact;
        } else {
            return None;
        }
        if let Some((afternoon, length)) = self.meridiem(0) {
            self.at += length;
            clock.afternoon = Some(afternoon);
        } else if !self.take_word("oclock") && matches!(self.word(0), Some("uhr" | "h" | "hrs")) {
            self.at += 1;
            clock.is_open = false;
        }
        Some(clock)
    }

    /// True for "10.30" that is no day: after a day or "at", before "pm" or "Uhr", or where no month has that number.
    fn is_dotted_hour(&self, expected: bool) -> bool {
        let (Some((day, _)), Some((month, 2))) = (self.number(0), self.number(2)) else {
            return false;
        };
        let is_marked = self.meridiem(3).is_some() || self.word(3) == Some("uhr");
        let is_day = NaiveDate::from_ymd_opt(2000, month, day).is_some();
        self.is_sign(1, '.') && !self.is_sign(3, '.') && (expected || is_marked || !is_day)
    }

    /// Skips seconds and their parts.
    fn skip_seconds(&mut self) {
        if self.is_sign(0, ':') && self.number(1).is_some() {
            self.at += 2;
            self.is_exact = true;
            if self.is_sign(0, '.') && self.number(1).is_some() {
                self.at += 2;
            }
        }
    }

    /// True for a number that the words after it make an hour: "pm", "o'clock", "tonight", "in the evening", "hrs".
    fn is_hour_marked(&self) -> bool {
        self.meridiem(1).is_some()
            || self.day_part(1).is_some()
            || matches!(self.word(1), Some("oclock" | "tonight" | "hrs"))
    }

    /// Parses "am" or "pm" (true); also returns the number of tokens.
    fn meridiem(&self, ahead: usize) -> Option<(bool, usize)> {
        match (self.word(ahead)?, self.word(ahead + 1)) {
            ("a", Some("m")) => Some((false, 2)),
            ("p", Some("m")) => Some((true, 2)),
            ("am", _) => Some((false, 1)),
            ("p" | "pm", _) => Some((true, 1)),
            ("a", next) if self.number(ahead + 1).is_none() && next != Some("las") => {
                Some((false, 1))
            }
            _ => None,
        }
    }

    /// Days after the day, the time of day, and the end of a range. Midnight of another day than today is refused, as it is
    /// the end of that day to most and its beginning to programs. A bare hour from 1 to 7 can be in either half of the day
    /// for people who meet: unless a word tells which, it is refused.
    pub(super) fn settle_hours(
        &self,
        mut start: Clock,
        end: Option<Clock>,
        is_today: bool,
    ) -> Result<(u64, NaiveTime, Option<NaiveTime>), DateParseError> {
        if start.is_midnight {
            if !is_today {
                return Err(DateParseError::WhichMidnight);
            }
            start.hour = if self.direction == TimeDirection::Future {
                24
            } else {
                0
            };
        }
        if start.has_two_readings() {
            let half_of_end = end.and_then(|end| end.afternoon);
            if let Some(part) = self.part {
                let half = part.is_afternoon(start.hour);
                start.afternoon = Some(half.ok_or(DateParseError::HalfOfDay(start.hour))?);
            } else if let (Some(end), Some(half)) = (end, half_of_end) {
                let is_same = start.of_half(half).minutes()? <= end.minutes()?;
                start.afternoon = Some(half == is_same);
            } else if start.is_unsure && start.hour <= 7 {
                return Err(DateParseError::HalfOfDay(start.hour));
            }
        }
        let from = start.minutes()?;
        let until = match end {
            None => None,
            Some(end) if end.has_two_readings() => {
                let both = [end.of_half(false).minutes()?, end.of_half(true).minutes()?];
                let later = both.into_iter().find(|minutes| *minutes > from);
                Some(later.map_or_else(|| end.minutes(), Ok)?)
            }
            Some(end) => Some(end.minutes()?),
        };
        let until = until.map(time_of_day).transpose()?;
        Ok((u64::from(from / DAY), time_of_day(from)?, until))
    }
}

/// Minutes of a day.
const DAY: u32 = 24 * 60;

impl Clock {
    const fn of_half(self, afternoon: bool) -> Self {
        Self {
            afternoon: Some(afternoon),
            ..self
        }
    }

    fn has_two_readings(self) -> bool {
        self.is_open && self.afternoon.is_none() && matches!(self.hour, 1..=12)
    }

    /// Minutes since midnight, 24:00 included.
    fn minutes(self) -> Result<u32, DateParseError> {
        let hour = match self.afternoon {
            None => self.hour,
            Some(_) if !matches!(self.hour, 1..=12) => return Err(DateParseError::InvalidTime),
            Some(afternoon) => self.hour % 12 + if afternoon { 12 } else { 0 },
        };
        let minutes = hour * 60 + self.minute;
        if self.minute > 59 || minutes > DAY {
            return Err(DateParseError::InvalidTime);
        }
        Ok(minutes)
    }
}

impl DayPart {
    /// Half of the day that a bare hour is in; none if the words do not fit.
    const fn is_afternoon(self, hour: u32) -> Option<bool> {
        match (self, hour) {
            (Self::Morning, 1..=11) => Some(false),
            (Self::Afternoon, 1..=7 | 12) | (Self::Evening, 5..=11) => Some(true),
            (Self::Morning | Self::Afternoon | Self::Evening, _) => None,
        }
    }
}

fn time_of_day(minutes: u32) -> Result<NaiveTime, DateParseError> {
    NaiveTime::from_num_seconds_from_midnight_opt(minutes % DAY * 60, 0)
        .ok_or(DateParseError::InvalidTime)
}

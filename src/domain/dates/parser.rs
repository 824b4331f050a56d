//! Parser for typed dates: tokens to a day, an hour and its zone, in any order.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::hours::Clock;
use super::moment::{DayOrder, Moment, TimeDirection};
use super::names::{parse_month, parse_number, parse_ordinal, parse_weekday};
use super::token::{CalendarUnit, DateToken, LONG_DASH, tokenize};

/// Reasons why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateParseError {
    Empty,
    NotADate,
    MissingDay,
    InvalidDay,
    InvalidTime,
    /// An hour that may be in the morning or in the afternoon.
    HalfOfDay(u32),
    WhichMidnight,
    UnknownZone,
    WeekdayMismatch(NaiveDate),
    OutOfRange,
}

pub(super) type DateResult = Result<NaiveDate, DateParseError>;

/// Part of a day, which tells the half that an hour is in.
#[derive(Clone, Copy)]
pub(super) enum DayPart {
    Morning,
    Afternoon,
    Evening,
}

/// Parses the whole of `text`; `order` is that of digits between slashes and dashes, if it is known.
pub(super) fn parse_moment(
    text: &str,
    today: NaiveDate,
    direction: TimeDirection,
    order: Option<DayOrder>,
) -> Result<Moment, DateParseError> {
    let tokens = tokenize(text)?;
    if tokens.is_empty() {
        return Err(DateParseError::Empty);
    }
    let mut parser = DateParser {
        tokens,
        at: 0,
        today,
        direction,
        order,
        readings: Vec::new(),
        part: None,
        is_exact: false,
        offset: None,
    };
    let moment = parser.moment()?;
    if matches!(moment.date.year(), 1900..2200) {
        Ok(moment)
    } else {
        Err(DateParseError::OutOfRange)
    }
}

/// Tokens, the position of the parser in them, and what they said beside the day.
pub(super) struct DateParser {
    pub(super) tokens: Vec<DateToken>,
    pub(super) at: usize,
    pub(super) today: NaiveDate,
    pub(super) direction: TimeDirection,
    pub(super) order: Option<DayOrder>,
    pub(super) readings: Vec<(DayOrder, NaiveDate)>,
    pub(super) part: Option<DayPart>,
    /// An hour of a program, with seconds or after a T: a short dash after it begins the distance from UTC.
    pub(super) is_exact: bool,
    /// Distance from UTC in minutes.
    pub(super) offset: Option<i32>,
}

impl DateParser {
    fn moment(&mut self) -> Result<Moment, DateParseError> {
        let (mut date, mut hours, mut zone) = (None, None::<(Clock, Option<Clock>)>, None);
        while !self.is_at_end() {
            // French: "10h à 11h".
            let joins = self.word(0) == Some("a");
            let at = self.take_at();
            if self.take_day_part() {
                continue;
            }
            if let Some((_, end)) = &mut hours {
                let is_fixed = self.offset.is_some();
                if let Some(named) = self.zone() {
                    let other = zone.replace(named).filter(|other| *other != named);
                    // Outlook: "(UTC-05:00) Eastern Time", in summer too.
                    if other.is_some() && !is_fixed {
                        return Err(DateParseError::NotADate);
                    }
                    continue;
                }
                if end.is_none() && ((joins && at) || self.take_range_sign()) {
                    *end = self.clock(true, true);
                    if end.is_some() {
                        continue;
                    }
                }
            } else {
                hours = self.hours(at || self.is_exact, date.is_some());
                if hours.is_some() {
                    continue;
                }
            }
            if self.take_sign(LONG_DASH) {
                continue;
            }
            let rest = self.at;
            let read = match date {
                Some(day) => self.trailing_weekday(day),
                None => self.date(),
            };
            date = Some(match read {
                Err(DateParseError::NotADate) if hours.is_some() && self.is_like_zone(rest) => {
                    return Err(DateParseError::UnknownZone);
                }
                read => read?,
            });
            self.is_exact |= self.take_word("t");
        }
        if date.is_none() && hours.is_none() {
            return Err(DateParseError::NotADate);
        }
        let date = date.unwrap_or(self.today);
        match hours {
            Some(hours) => self.at_hours(date, hours, zone),
            None => Ok(self.on(date, zone)),
        }
    }

    fn at_hours(
        &mut self,
        date: NaiveDate,
        (start, end): (Clock, Option<Clock>),
        zone: Option<Tz>,
    ) -> Result<Moment, DateParseError> {
        let (days, time, mut until) = self.settle_hours(start, end, date == self.today)?;
        let mut at = date.and_time(time).checked_add_days(Days::new(days));
        if let Some(offset) = self
            .offset
            .map(|minutes| TimeDelta::minutes(minutes.into()))
        {
            at = at.and_then(|at| at.checked_sub_signed(offset));
            until = until.map(|until| until.overflowing_sub_signed(offset).0);
        }
        let at = at.ok_or(DateParseError::OutOfRange)?;
        Ok(Moment {
            time: Some(at.time()),
            until,
            ..self.on(at.date(), zone)
        })
    }

    fn on(&mut self, date: NaiveDate, zone: Option<Tz>) -> Moment {
        Moment {
            date,
            time: None,
            until: None,
            zone,
            readings: std::mem::take(&mut self.readings),
        }
    }

    /// A weekday after the day that it belongs to ("2026-12-01 (Tue)").
    fn trailing_weekday(&mut self, day: NaiveDate) -> DateResult {
        let weekday = self.word(0).and_then(|word| parse_weekday(word, false));
        self.at += 1;
        fitting(day, weekday.ok_or(DateParseError::NotADate)?)
    }

    pub(super) fn date(&mut self) -> DateResult {
        if self.is_sign(0, '+') || self.is_sign(0, '-') {
            return self.signed_offset();
        }
        // "by dec 1", and in German "am 3. November".
        let _ = self.take_word("by") || self.take_word("am");
        if let Some((_, digits)) = self.number(0) {
            return self.numeric_date(digits);
        }
        let Some(word) = self.word(0).map(str::to_owned) else {
            return Err(DateParseError::NotADate);
        };
        let is_tuesday = word == "mar" && (self.names_month(2) || self.is_sign(2, '/'));
        let dated = is_tuesday || (word != "mar" && self.number(1).is_some());
        if let Some(weekday) = parse_weekday(&word, dated) {
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
        if let Some(ordinal) = parse_ordinal(&word) {
            return self.ordinal(ordinal);
        }
        match word.as_str() {
            "today" | "now" => Ok(self.today),
            "tonight" => {
                self.part = Some(DayPart::Evening);
                Ok(self.today)
            }
            "tomorrow" | "tmrw" => self.offset(CalendarUnit::Days(1), 1, TimeDirection::Future),
            "yesterday" => self.offset(CalendarUnit::Days(1), 1, TimeDirection::Past),
            "day" => self.beside_a_day(CalendarUnit::Days(1), 1),
            "w" | "week" | "wk" | "kw" if self.number(0).is_some() => self.iso_week(None),
            "in" if self.names_month(0) => Err(DateParseError::MissingDay),
            "in" => self.duration(Some(TimeDirection::Future)),
            "next" | "coming" => self.next_or_last(TimeDirection::Future),
            "last" | "past" => self.next_or_last(TimeDirection::Past),
            "this" => self.this(),
            "end" => self.start_or_end(true),
            "start" | "beginning" => self.start_or_end(false),
            _ => Err(DateParseError::NotADate),
        }
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

    pub(super) fn offset(
        &self,
        unit: CalendarUnit,
        count: u32,
        direction: TimeDirection,
    ) -> DateResult {
        shift(self.today, unit, count, direction)
    }

    /// "2 weeks", "a month ago", "ten days from now", "a week after dec 1"; without "ago" or such words, `direction` or
    /// the parser's default decides.
    pub(super) fn duration(&mut self, explicit: Option<TimeDirection>) -> DateResult {
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
        if matches!(self.word(0), Some("from" | "after" | "before")) {
            return self.beside_a_day(unit, count);
        }
        let direction = if explicit.is_none() && self.take_word("ago") {
            TimeDirection::Past
        } else {
            explicit.unwrap_or(self.direction)
        };
        self.offset(unit, count, direction)
    }

    /// Words behind a distance: "from now", "after tomorrow", "before dec 1".
    fn beside_a_day(&mut self, unit: CalendarUnit, count: u32) -> DateResult {
        let direction = match self.word(0) {
            Some("from" | "after") => TimeDirection::Future,
            Some("before") => TimeDirection::Past,
            Some(_) | None => return Err(DateParseError::NotADate),
        };
        self.at += 1;
        shift(self.date()?, unit, count, direction)
    }

    /// A weekday by itself, or before the date that it belongs to ("Tue 1 Dec 2026"), or the week ("tue next week").
    fn weekday(&mut self, weekday: Weekday) -> DateResult {
        let before = self.at;
        let is_time = self.hours(false, false).is_some();
        self.at = before;
        if self.names_month(0) || (!is_time && self.number(0).is_some()) {
            let date = self.date()?;
            // Where digits can mean two days, the weekday tells which.
            let fits = |(_, day): &(DayOrder, NaiveDate)| day.weekday() == weekday;
            self.readings.retain(fits);
            return fitting(self.readings.first().map_or(date, |(_, day)| *day), weekday);
        }
        let weeks = match (self.word(0), self.word(1)) {
            (Some("this"), Some("week")) => 0,
            (Some("next"), Some("week")) => 1,
            (Some("last"), Some("week")) => -1,
            _ => return nearest(weekday, self.today, self.direction),
        };
        self.at += 2;
        self.weekday_of_week(weekday, weeks)
    }

    /// Date after "next" or "last", which exclude today.
    fn next_or_last(&mut self, direction: TimeDirection) -> DateResult {
        let word = self.word(0).unwrap_or_default().to_owned();
        if let Some(weekday) = parse_weekday(&word, false) {
            self.at += 1;
            if direction == TimeDirection::Past
                && let Some(months) = self.months_named()
            {
                let last = |first| nearest(weekday, month_end(first)?, TimeDirection::Past).ok();
                return self.day_of_months(months, last);
            }
            let day = self.offset(CalendarUnit::Days(1), 1, direction)?;
            return nearest(weekday, day, direction);
        }
        if let Some(unit) = CalendarUnit::from_name(&word) {
            self.at += 1;
            if word == "day"
                && direction == TimeDirection::Past
                && let Some(months) = self.months_named()
            {
                return self.day_of_months(months, month_end);
            }
            let weekday = self.word(0).and_then(|word| parse_weekday(word, false));
            if let (Some(weekday), CalendarUnit::Days(7)) = (weekday, unit) {
                self.at += 1;
                let weeks = if direction == TimeDirection::Future {
                    1
                } else {
                    -1
                };
                return self.weekday_of_week(weekday, weeks);
            }
            return self.offset(unit, 1, direction);
        }
        if parse_month(&word).is_some() {
            return self.month_and_day(Some(direction));
        }
        Err(DateParseError::NotADate)
    }

    /// Date after "this": the same as without it, and the parts of today.
    fn this(&mut self) -> DateResult {
        if self.take_day_part() {
            return Ok(self.today);
        }
        match self.word(0) {
            Some("coming") => self.date(),
            Some(word) if parse_weekday(word, false).is_some() || parse_month(word).is_some() => {
                self.date()
            }
            Some(_) | None => Err(DateParseError::NotADate),
        }
    }
}

/// The day, if it is that weekday.
fn fitting(day: NaiveDate, weekday: Weekday) -> DateResult {
    if day.weekday() == weekday {
        Ok(day)
    } else {
        Err(DateParseError::WeekdayMismatch(day))
    }
}

pub(super) fn shift(
    day: NaiveDate,
    unit: CalendarUnit,
    count: u32,
    direction: TimeDirection,
) -> DateResult {
    match direction {
        TimeDirection::Future => unit.after(day, count),
        TimeDirection::Past => unit.before(day, count),
    }
    .ok_or(DateParseError::OutOfRange)
}

/// Last day of the month that begins on `first`.
pub(super) fn month_end(first: NaiveDate) -> Option<NaiveDate> {
    CalendarUnit::Months(1).after(first, 1)?.pred_opt()
}

/// Nearest `weekday` from `day` on (that day included).
pub(super) fn nearest(weekday: Weekday, day: NaiveDate, direction: TimeDirection) -> DateResult {
    let (from, to) = match direction {
        TimeDirection::Future => (day.weekday(), weekday),
        TimeDirection::Past => (weekday, day.weekday()),
    };
    shift(day, CalendarUnit::Days(1), to.days_since(from), direction)
}

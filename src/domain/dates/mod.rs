//! Parses dates as people type them, and formats them.
//!
//! [`parse_moment`] reads text for a day ahead (a due date, a planned meeting), or the same words for something that has
//! happened, where "tue" is the last Tuesday. A month and day without a year is the nearest one in that direction, today included, and so is a
//! bare weekday; "next" and "last" exclude today. Digits between slashes are read as in the region of the thread. The
//! result is always shown back in full with [`format_date`], and [`reading_note`] says where digits have two readings.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::region::Region;

mod digits;
mod hours;
mod moment;
mod names;
mod parser;
mod period;
mod token;
mod typed_zone;

pub use moment::{DayOrder, Moment, TimeDirection};
use parser::DateParseError;

/// Parses a date, with the time of day and its zone where the text has them.
///
/// # Errors
/// One plain sentence with an example.
pub fn parse_moment(
    text: &str,
    today: NaiveDate,
    direction: TimeDirection,
) -> Result<Moment, String> {
    parse_moment_in_order(text, today, direction, None)
}

/// As [`parse_moment`]; without a `direction`, a day that the text leaves open is the nearest one, past or ahead.
///
/// # Errors
/// As [`parse_moment`].
pub fn parse_moment_toward(
    text: &str,
    today: NaiveDate,
    direction: Option<TimeDirection>,
) -> Result<Moment, String> {
    if let Some(direction) = direction {
        return parse_moment(text, today, direction);
    }
    let last = parse_moment(text, today, TimeDirection::Past);
    let next = parse_moment(text, today, TimeDirection::Future);
    let days_away = |moment: &Moment| moment.date.signed_duration_since(today).num_days().abs();
    match (last, next) {
        (Ok(last), Ok(next)) => Ok(std::cmp::min_by_key(last, next, days_away)),
        (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
        (Err(_), Err(error)) => Err(error),
    }
}

/// As [`parse_moment`]; digits between slashes or dashes are in this `order`, unless only another one gives a day.
///
/// # Errors
/// As [`parse_moment`].
pub fn parse_moment_in_order(
    text: &str,
    today: NaiveDate,
    direction: TimeDirection,
    order: Option<DayOrder>,
) -> Result<Moment, String> {
    parser::parse_moment(text, today, direction, order)
        .map_err(|unread| error_message(unread, text))
}

/// As [`parse_moment`], for what has no zone of its own.
///
/// # Errors
/// As [`parse_moment`], and when the text names a zone.
pub fn parse_date_time(
    text: &str,
    today: NaiveDate,
    direction: TimeDirection,
) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    let moment = parse_moment(text, today, direction)?;
    match moment.zone {
        None => Ok((moment.date, moment.time)),
        Some(_) => Err(format!(
            "A time zone as in “{}” cannot be given here; write the hour by your own clock.",
            abbreviate_input(text)
        )),
    }
}

/// Says which other day the digits of a date can mean and how to write that one: a clause, to follow the day taken.
pub fn reading_note(moment: &Moment) -> Option<String> {
    let (_, other) = moment.two_readings()?;
    let (day, written) = match Region::current() {
        Region::UnitedStates => ("%B %-d", "%b %-d, %Y"),
        Region::Elsewhere => ("%-d %B", "%-d %b %Y"),
    };
    let (day, written) = (other.format(day), other.format(written));
    Some(format!("if you mean {day}, write “{written}”"))
}

fn error_message(unread: DateParseError, text: &str) -> String {
    let typed = abbreviate_input(text);
    match unread {
        DateParseError::Empty => {
            "Write a date, such as “next tue”, “dec 1” or “2026-12-01”.".to_owned()
        }
        DateParseError::NotADate => format!(
            "“{typed}” is not a date; write it like “next tue 10am”, “dec 1”, “in 2 weeks” or “2026-12-01”."
        ),
        DateParseError::MissingDay => {
            format!("“{typed}” names no day; write it like “dec 1” or “end of december”.")
        }
        DateParseError::InvalidDay => {
            format!("There is no such day as “{typed}”; write one like “dec 1” or “2026-12-01”.")
        }
        DateParseError::InvalidTime => {
            format!("There is no such time as in “{typed}”; write it like “10:30” or “3pm”.")
        }
        DateParseError::HalfOfDay(hour) => {
            format!("“{typed}” can be {hour}am or {hour}pm; write which of them it is.")
        }
        DateParseError::WhichMidnight => format!(
            "“{typed}” can be the midnight before that day or after it; write the hour as “00:00” or “24:00”."
        ),
        DateParseError::UnknownZone => format!(
            "“{typed}” ends with no time zone that is known; write a city, like “2pm Chicago time” or “14:00 Europe/Berlin”."
        ),
        DateParseError::WeekdayMismatch(date) => format!(
            "The weekday in “{typed}” does not fit; write it like “{}” or leave the weekday out.",
            format_date(date)
        ),
        DateParseError::OutOfRange => format!(
            "“{typed}” is too far away; write a day between 1900 and 2199, like “2026-12-01”."
        ),
    }
}

/// Abbreviates typed text for an error message: short, on one line.
pub fn abbreviate_input(text: &str) -> String {
    const ROOM: usize = 40;
    let mut line: String = text
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(ROOM)
        .collect();
    if text.trim().chars().count() > ROOM {
        line.push('…');
    }
    line
}

/// Formats a date so that nobody can misread it: `Tue, Dec 1, 2026`, or `Tue 1 Dec 2026` outside the United States.
pub fn format_date(date: NaiveDate) -> String {
    let form = match Region::current() {
        Region::UnitedStates => "%a, %b %-d, %Y",
        Region::Elsewhere => "%a %-d %b %Y",
    };
    date.format(form).to_string()
}

/// Formats a date for a column of them: as wide as the longest, with a blank behind it.
pub fn date_column(date: NaiveDate) -> String {
    let width = match Region::current() {
        Region::UnitedStates => "Wed, Dec 30, 2026 ".len(),
        Region::Elsewhere => "Wed 30 Dec 2026 ".len(),
    };
    format!("{:<width$}", format_date(date))
}

/// Formats a day of a year that is known: `Dec 1`, or `1 Dec`.
pub fn format_day(date: NaiveDate) -> String {
    let form = match Region::current() {
        Region::UnitedStates => "%b %-d",
        Region::Elsewhere => "%-d %b",
    };
    date.format(form).to_string()
}

/// Formats a day without its weekday: `Mar 20, 2027`, or `20 Mar 2027`.
pub fn format_day_of_year(date: NaiveDate) -> String {
    let form = match Region::current() {
        Region::UnitedStates => "%b %-d, %Y",
        Region::Elsewhere => "%-d %b %Y",
    };
    date.format(form).to_string()
}

/// Formats the days from `start` to `end`: `Tue, Dec 1, 2026 to Fri, Dec 4, 2026`.
pub fn format_period(start: NaiveDate, end: NaiveDate) -> String {
    format!("{} to {}", format_date(start), format_date(end))
}

/// Formats a time of day: `10:00 AM`, or `10:00` outside the United States.
pub fn format_time(time: NaiveTime) -> String {
    let form = match Region::current() {
        Region::UnitedStates => "%-I:%M %p",
        Region::Elsewhere => "%H:%M",
    };
    time.format(form).to_string()
}

/// Formats a month by one of its days: `Nov 2026`.
pub fn format_month(day: NaiveDate) -> String {
    day.format("%b %Y").to_string()
}

/// A date after `words`, such as `, due Tue, Dec 1, 2026`; nothing without one.
pub fn phrase(words: &str, day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!("{words} {}", format_date(day)))
}

/// Formats a date with its time, where there is one: `Tue, Dec 1, 2026 at 10:00 AM`.
pub fn format_date_time(date: NaiveDate, time: Option<NaiveTime>) -> String {
    match time {
        Some(time) => format!("{} at {}", format_date(date), format_time(time)),
        None => format_date(date),
    }
}

/// Formats a date relative to today: `today`, `tomorrow`, `in 12 days`, `3 days ago`, `5 weeks ago`.
pub fn relative_date(date: NaiveDate, today: NaiveDate) -> String {
    match date.signed_duration_since(today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {}", humanize_days(days)),
        days => format!("{} ago", humanize_days(days)),
    }
}

/// Formats a date as it was understood, so that a slip shows: with its distance from today, and a word if it lies before
/// `year_start`.
pub fn echo_date(
    date: NaiveDate,
    time: Option<NaiveTime>,
    today: NaiveDate,
    year_start: Option<NaiveDate>,
) -> String {
    let early = if year_start.is_some_and(|start| date < start) {
        ", before your year began"
    } else {
        ""
    };
    let (date, distance) = (format_date_time(date, time), relative_date(date, today));
    format!("{date} ({distance}{early})")
}

/// Formats a number of days: days up to four weeks, then weeks, then months.
pub fn humanize_days(days: i64) -> String {
    let days = days.abs();
    match days {
        0..28 => pluralize(days, "day"),
        28..91 => pluralize(days / 7, "week"),
        _ => pluralize(days.saturating_mul(12) / 365, "month"),
    }
}

/// Formats a number and its noun: `1 day`, `2 days`.
pub fn pluralize(count: impl TryInto<i64>, noun: &str) -> String {
    match count.try_into().unwrap_or(i64::MAX) {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests;

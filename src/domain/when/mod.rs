//! Dates as people say them, and as they are shown back.
//!
//! [`parse_date`] and [`parse_moment`] read what people type for a day ahead (a due date, a planned meeting);
//! [`parse_past_date`] and [`parse_past_moment`] read the same words for something that has happened, where "tue" is the
//! Tuesday behind us. A month and day without a year is the nearest one in that direction, today included, and so is a
//! bare weekday; "next" and "last" leave today out. What was read is always shown back in full with [`shown`].

use chrono::{NaiveDate, NaiveTime};

mod clock;
mod read;
mod token;

use read::{Lean, Unread};

/// Reads a day ahead; a time of day is left aside. The error is one plain sentence with an example.
pub fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    parse(text, today, Lean::Ahead).map(|(date, _)| date)
}

/// Reads a day ahead and the time of day, if one is named. The error is one plain sentence with an example.
pub fn parse_moment(
    text: &str,
    today: NaiveDate,
) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    parse(text, today, Lean::Ahead)
}

/// Reads a day that is past, for the log: "tue" is last Tuesday or today, "dec 1" the most recent one.
pub fn parse_past_date(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    parse(text, today, Lean::Back).map(|(date, _)| date)
}

/// Reads a day that is past and the time of day, if one is named.
pub fn parse_past_moment(
    text: &str,
    today: NaiveDate,
) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    parse(text, today, Lean::Back)
}

fn parse(
    text: &str,
    today: NaiveDate,
    lean: Lean,
) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    read::moment(text, today, lean).map_err(|unread| in_words(unread, text))
}

fn in_words(unread: Unread, text: &str) -> String {
    let typed = typed(text);
    match unread {
        Unread::Empty => "Write a date, such as “next tue”, “dec 1” or “2026-12-01”.".to_owned(),
        Unread::Strange => format!(
            "“{typed}” is not a date; write it like “next tue 10am”, “dec 1”, “in 2 weeks” or “2026-12-01”."
        ),
        Unread::NoDayNamed => {
            format!("“{typed}” names no day; write it like “dec 1” or “end of december”.")
        }
        Unread::NoSuchDay => {
            format!("There is no such day as “{typed}”; write one like “dec 1” or “2026-12-01”.")
        }
        Unread::NoSuchTime => {
            format!("There is no such time as in “{typed}”; write it like “10:30” or “3pm”.")
        }
        Unread::OtherWeekday(date) => format!(
            "The weekday in “{typed}” does not fit; write it like “{}” or leave the weekday out.",
            shown(date)
        ),
        Unread::TooFar => format!(
            "“{typed}” is too far away; write a day between 1900 and 2199, like “2026-12-01”."
        ),
    }
}

/// The text as it may stand in a message: short, on one line.
fn typed(text: &str) -> String {
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

/// A day so that nobody can misread it: `Tue 1 Dec 2026`.
pub fn shown(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// A time of day: `10:00`.
pub fn shown_time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// A day with its time, where there is one: `Tue 1 Dec 2026 at 10:00`.
pub fn shown_moment(date: NaiveDate, time: Option<NaiveTime>) -> String {
    match time {
        Some(time) => format!("{} at {}", shown(date), shown_time(time)),
        None => shown(date),
    }
}

/// How far a day is from today: `today`, `tomorrow`, `in 12 days`, `3 days ago`, `5 weeks ago`.
pub fn distance(date: NaiveDate, today: NaiveDate) -> String {
    match date.signed_duration_since(today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {}", span(days)),
        days => format!("{} ago", span(days)),
    }
}

/// A number of days as people say it: days up to four weeks, then weeks, then months.
pub fn span(days: i64) -> String {
    let days = days.abs();
    match days {
        0..28 => counted(days, "day"),
        28..91 => counted(days / 7, "week"),
        _ => counted(days.saturating_mul(12) / 365, "month"),
    }
}

/// A number and its noun: `1 day`, `2 days`.
pub fn counted(count: i64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

#[cfg(test)]
mod tests;

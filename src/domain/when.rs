//! Dates as people say them, and as they are shown back.

use chrono::{NaiveDate, NaiveTime};

/// A day so that nobody can misread it: `Tue 1 Dec 2026`.
pub fn shown(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// A time of day: `10:00`.
pub fn shown_time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

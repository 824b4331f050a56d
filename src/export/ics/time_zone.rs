//! Rules of a time zone as a calendar carries them (VTIMEZONE), for programs that do not know it by its name.
//!
//! Each change of the clocks in the years of the calendar is written out: a rule for all years holds in few zones.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::lines::ContentLines;
use crate::domain::zone::to_zone;

/// Adds the rules of `zone` from the year before `years` to the one after them.
pub fn add_time_zone(lines: &mut ContentLines, zone: Tz, years: &RangeInclusive<i32>) {
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", zone);
    let mut at = new_year(years.start() - 1);
    add_observance(lines, zone, at, at);
    while at < new_year(years.end() + 2) {
        let next = at + TimeDelta::days(1);
        if seconds_east(zone, at) != seconds_east(zone, next) {
            let (before, onset) = change_between(zone, at, next);
            add_observance(lines, zone, before, onset);
        }
        at = next;
    }
    lines.add("END", "VTIMEZONE");
}

fn new_year(year: i32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    day.and_time(chrono::NaiveTime::MIN)
}

/// Offset from UTC at a moment in UTC.
fn seconds_east(zone: Tz, at: NaiveDateTime) -> i32 {
    zone.offset_from_utc_datetime(&at).fix().local_minus_utc()
}

/// The last second before a change of the offset and the first after it, in UTC.
fn change_between(
    zone: Tz,
    mut before: NaiveDateTime,
    mut after: NaiveDateTime,
) -> (NaiveDateTime, NaiveDateTime) {
    while after - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if seconds_east(zone, middle) == seconds_east(zone, before) {
            before = middle;
        } else {
            after = middle;
        }
    }
    (before, after)
}

/// Adds what holds from the moment `onset`; its hour is told by the clocks as they were at `before`.
fn add_observance(lines: &mut ContentLines, zone: Tz, before: NaiveDateTime, onset: NaiveDateTime) {
    let offset = zone.offset_from_utc_datetime(&onset);
    let name = if offset.dst_offset() > TimeDelta::zero() {
        "DAYLIGHT"
    } else {
        "STANDARD"
    };
    lines.add("BEGIN", name);
    let by_old_clocks = to_zone(before, zone) + (onset - before);
    lines.add("DTSTART", by_old_clocks.format("%Y%m%dT%H%M%S"));
    lines.add("TZOFFSETFROM", offset_text(seconds_east(zone, before)));
    lines.add("TZOFFSETTO", offset_text(seconds_east(zone, onset)));
    if let Some(name) = offset.abbreviation() {
        lines.add("TZNAME", name);
    }
    lines.add("END", name);
}

/// An offset from UTC as `-0500`, with seconds where clocks had them.
fn offset_text(east: i32) -> String {
    let sign = if east < 0 { '-' } else { '+' };
    let (minutes, seconds) = (east.abs() / 60, east.abs() % 60);
    let text = format!("{sign}{:02}{:02}", minutes / 60, minutes % 60);
    match seconds {
        0 => text,
        seconds => format!("{text}{seconds:02}"),
    }
}

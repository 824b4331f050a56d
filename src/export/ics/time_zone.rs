//! Rules of a time zone as a calendar carries them (VTIMEZONE), for programs that do not know it by its name.
//!
//! Where the clocks change by the same rules each year in the years of the calendar, these rules are written; elsewhere each
//! change for itself.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::lines::ContentLines;

type TzOffset = <Tz as TimeZone>::Offset;

/// Adds the rules of `zone` from the year before `years` to the one after them.
pub fn add_time_zone(lines: &mut ContentLines, zone: Tz, years: &RangeInclusive<i32>) {
    let begin = new_year(years.start() - 1);
    let changes = changes(zone, begin, new_year(years.end() + 2));
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", zone);
    if let Some(rules) = yearly_rules(&changes, years.clone().count() + 2) {
        for (change, rule) in rules {
            change.add(lines, Some(rule));
        }
    } else {
        let offset = zone.offset_from_utc_datetime(&begin);
        ClockChange::of(begin, offset, offset).add(lines, None);
        for change in &changes {
            change.add(lines, None);
        }
    }
    lines.add("END", "VTIMEZONE");
}

fn new_year(year: i32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    day.and_time(NaiveTime::MIN)
}

fn seconds_east(offset: &TzOffset) -> i32 {
    offset.fix().local_minus_utc()
}

/// A change of the clocks.
struct ClockChange {
    /// By the clocks as they were before it.
    onset: NaiveDateTime,
    before: TzOffset,
    after: TzOffset,
}

impl ClockChange {
    /// The change at `onset`, in UTC.
    fn of(onset: NaiveDateTime, before: TzOffset, after: TzOffset) -> Self {
        Self {
            onset: onset + TimeDelta::seconds(seconds_east(&before).into()),
            before,
            after,
        }
    }

    fn add(&self, lines: &mut ContentLines, yearly_rule: Option<String>) {
        let (before, after) = (self.before.dst_offset(), self.after.dst_offset());
        // In some zones the winter has the offset, which is negative.
        let is_summer = after > before || after == before && after > TimeDelta::zero();
        let name = if is_summer { "DAYLIGHT" } else { "STANDARD" };
        lines.add("BEGIN", name);
        lines.add("DTSTART", self.onset.format("%Y%m%dT%H%M%S"));
        if let Some(rule) = yearly_rule {
            lines.add("RRULE", rule);
        }
        lines.add("TZOFFSETFROM", offset_text(seconds_east(&self.before)));
        lines.add("TZOFFSETTO", offset_text(seconds_east(&self.after)));
        if let Some(name) = self.after.abbreviation() {
            lines.add("TZNAME", name);
        }
        lines.add("END", name);
    }

    /// True if both change the same clocks at the same hour of a weekday and month.
    fn is_like(&self, other: &Self) -> bool {
        let key = |change: &Self| {
            let (onset, day) = (change.onset, change.onset.weekday());
            let offsets = [&change.before, &change.after].map(seconds_east);
            (onset.month(), day, onset.time(), offsets)
        };
        key(self) == key(other)
    }

    /// Which one it is of the weekdays of its name in the month, counted from the end (for the last one) and from the
    /// beginning.
    fn weeks(&self) -> impl Iterator<Item = i64> + use<> {
        let is_last = (self.onset + TimeDelta::weeks(1)).month() != self.onset.month();
        let week = i64::from(self.onset.day0() / 7) + 1;
        is_last.then_some(-1).into_iter().chain([week])
    }
}

/// Changes of the clocks between two moments in UTC.
fn changes(zone: Tz, begin: NaiveDateTime, end: NaiveDateTime) -> Vec<ClockChange> {
    let offset = |at: &NaiveDateTime| zone.offset_from_utc_datetime(at);
    let mut changes = Vec::new();
    let mut at = begin;
    while at < end {
        let (next, old) = (at + TimeDelta::days(1), offset(&at));
        if seconds_east(&offset(&next)) != seconds_east(&old) {
            // Seconds after `at`: of the first, the old offset holds; of the second, the new one.
            let (mut low, mut high) = (0, 24 * 60 * 60);
            while high - low > 1 {
                let middle = i64::midpoint(low, high);
                let tried = offset(&(at + TimeDelta::seconds(middle)));
                if seconds_east(&tried) == seconds_east(&old) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            let onset = at + TimeDelta::seconds(high);
            changes.push(ClockChange::of(onset, old, offset(&onset)));
        }
        at = next;
    }
    changes
}

/// The changes of the first year, each with the rule by which it comes in every one of the `years`; none where one does
/// not, or where there are others.
fn yearly_rules(changes: &[ClockChange], years: usize) -> Option<Vec<(&ClockChange, String)>> {
    let first_year = changes.first()?.onset.year();
    let first = changes.iter().filter(|it| it.onset.year() == first_year);
    let rule = |change: &ClockChange| {
        let comes_always = |week: &i64| {
            let like = |it: &&ClockChange| it.is_like(change) && it.weeks().any(|it| it == *week);
            changes.iter().filter(like).count() == years
        };
        let week = change.weeks().find(comes_always)?;
        let (month, day) = (change.onset.month(), change.onset.weekday().to_string());
        let day = day[..2].to_uppercase();
        Some(format!("FREQ=YEARLY;BYMONTH={month};BYDAY={week}{day}"))
    };
    let rules: Option<Vec<_>> = first.map(|it| Some((it, rule(it)?))).collect();
    rules.filter(|rules| rules.len() * years == changes.len())
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

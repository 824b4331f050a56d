//! An entry of a calendar as the lines of its event.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::call::add_call;
use super::entries::{Entry, Standing, When};
use super::lines::ContentLines;
use crate::domain::change::Kind;
use crate::domain::sanitize::{sanitize, sanitize_line};
use crate::domain::zone::{to_utc, to_zone};
use crate::export::Content;

/// The first day of 2020, as `num_days_from_ce`: SEQUENCE counts minutes from there.
const SEQUENCE_EPOCH: i32 = 737_425;
const MINUTES_A_DAY: u32 = 24 * 60;
/// From midnight to the hour at which a reminder of a whole day comes, in minutes.
const NINE_O_CLOCK: i64 = 9 * 60;

/// Writer of entries, with what is the same for all.
pub(super) struct EntryWriter<'a> {
    /// Moment of the export in UTC.
    written_at: NaiveDateTime,
    today: NaiveDate,
    reminders: &'a [u32],
}

impl<'a> EntryWriter<'a> {
    pub fn of(content: &'a Content) -> Self {
        let today = content.view.today;
        let midnight = today.and_time(NaiveTime::MIN);
        Self {
            written_at: content.options.written_at.unwrap_or(midnight),
            today,
            reminders: &content.options.reminders,
        }
    }

    pub fn add(&self, lines: &mut ContentLines, entry: &Entry) {
        let (kind, id) = entry.record;
        lines.add("BEGIN", "VEVENT");
        lines.add("UID", format_args!("{}-{id}@matchbook", kind.name()));
        lines.add("DTSTAMP", self.written_at.format("%Y%m%dT%H%M%SZ"));
        lines.add("SEQUENCE", self.sequence());
        add_when(lines, &entry.when);
        lines.add_text("SUMMARY", &sanitize_line(&entry.title));
        let status = match entry.standing {
            Standing::Off => "CANCELLED",
            Standing::Open | Standing::Done => "CONFIRMED",
        };
        lines.add("STATUS", status);
        if kind != Kind::Meeting {
            lines.add("TRANSP", "TRANSPARENT");
        }
        if !entry.text.is_empty() {
            lines.add_text("DESCRIPTION", &sanitize(&entry.text));
        }
        add_call(lines, entry.link);
        let day = match entry.when {
            When::Day(day) => day,
            When::Hour { at, .. } => at.date(),
        };
        if entry.standing == Standing::Open && day >= self.today {
            self.add_alarms(lines, entry);
        }
        lines.add("END", "VEVENT");
    }

    fn sequence(&self) -> i64 {
        let epoch = NaiveDate::from_num_days_from_ce_opt(SEQUENCE_EPOCH).unwrap_or_default();
        let age = self.written_at - epoch.and_time(NaiveTime::MIN);
        age.num_minutes().max(0)
    }

    /// Adds the reminders of an entry, those of a whole day at nine in the morning as many days before, rounded up.
    fn add_alarms(&self, lines: &mut ContentLines, entry: &Entry) {
        let mut all: Vec<i64> = self
            .reminders
            .iter()
            .map(|minutes| match entry.when {
                When::Hour { .. } => i64::from(*minutes),
                When::Day(_) => {
                    i64::from(minutes.div_ceil(MINUTES_A_DAY) * MINUTES_A_DAY) - NINE_O_CLOCK
                }
            })
            .collect();
        all.dedup();
        for minutes in all {
            lines.add("BEGIN", "VALARM");
            lines.add("ACTION", "DISPLAY");
            lines.add_text("DESCRIPTION", &sanitize_line(&entry.title));
            let sign = if minutes > 0 { "-" } else { "" };
            lines.add("TRIGGER", format_args!("{sign}PT{}M", minutes.abs()));
            lines.add("END", "VALARM");
        }
    }
}

/// Adds start and end. A day ends as the next begins.
fn add_when(lines: &mut ContentLines, when: &When) {
    match *when {
        When::Day(day) => {
            let next = day.succ_opt().unwrap_or(day);
            lines.add("DTSTART;VALUE=DATE", day.format("%Y%m%d"));
            lines.add("DTEND;VALUE=DATE", next.format("%Y%m%d"));
        }
        When::Hour { at, zone, minutes } => {
            let zone_name = zone.map_or_else(String::new, |zone| format!(";TZID={zone}"));
            let utc = |at| zone.map_or(at, |zone| to_utc(at, zone));
            let clock = |utc| zone.map_or(utc, |zone| to_zone(utc, zone));
            let length = TimeDelta::minutes(minutes.into());
            let end = utc(at).checked_add_signed(length).map_or(at, clock);
            // An hour that the clocks leave out is written as the one that they show then.
            let start = clock(utc(at)).format("%Y%m%dT%H%M%S");
            lines.add(&format!("DTSTART{zone_name}"), start);
            // An end in the hour that comes twice would be taken for the first of the two.
            if utc(end) - utc(at) == length {
                lines.add(&format!("DTEND{zone_name}"), end.format("%Y%m%dT%H%M%S"));
            } else {
                lines.add("DURATION", format_args!("PT{minutes}M"));
            }
        }
    }
}

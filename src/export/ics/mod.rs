//! iCalendar files: meetings with their time, deadlines as whole days.
//!
//! An hour stands with the time zone in which it was planned, whose rules the file carries. Where the zone is not known it is
//! floating, by the clock of whoever planned the meeting, and the text of the event says so. Every event keeps its UID, made
//! of the record's id and its kind (a deadline that is imported again is no meeting), and its SEQUENCE grows with every minute
//! until the file is written: an import updates events and duplicates none. Canceled and archived events are marked as
//! canceled rather than left out, so that they disappear from calendars that have them; what is done is left out of a
//! calendar of the whole unless it is asked for.

mod call;
mod entries;
mod event;
mod lines;
mod time_zone;

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::RangeInclusive;

use chrono::Datelike;
use chrono_tz::Tz;

use self::entries::{Entry, When, entries};
use self::event::EntryWriter;
use self::lines::ContentLines;
use self::time_zone::add_time_zone;
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter};
use crate::domain::dates::pluralize;
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;

/// An iCalendar file for any calendar program.
pub const ICS: Exporter = Exporter::new("ics", "Calendar", has_events, write)
    .files("Calendar files", &["ical", "icalendar", "ifb", "vcs"])
    .noting(done_left_out);

fn has_events(subject: &ExportSubject) -> bool {
    matches!(
        subject,
        ExportSubject::Everything
            | ExportSubject::Year
            | ExportSubject::Agenda(_)
            | ExportSubject::Meeting(_)
            | ExportSubject::Meetings { .. }
    )
}

/// Tells what is done and therefore not in the calendar.
fn done_left_out(content: &Content) -> Option<String> {
    let (_, left_out) = entries(content);
    let count = i64::try_from(left_out).unwrap_or(i64::MAX);
    let things = pluralize(count, "done thing");
    let (were, them) = if count == 1 {
        ("was", "it")
    } else {
        ("were", "them")
    };
    let is_year = *content.subject == ExportSubject::Year;
    let what = if is_year { "year" } else { "everything" };
    let command = format!("matchbook export {what} --format ics --with-done");
    (count > 0).then(|| format!("{things} {were} left out; “{command}” has {them}."))
}

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let (entries, _) = entries(content);
    let mut lines = ContentLines::default();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//matchbook//matchbook//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        lines.add(name, value);
    }
    let people = [Role::Mentee, Role::Mentor].map(|role| content.view.book.name(role));
    let name = format!("Mentoring: {}", people.join(" and "));
    for property in ["NAME", "X-WR-CALNAME"] {
        lines.add_text(property, &sanitize_line(&name));
    }
    for (zone, years) in zones(&entries).values() {
        add_time_zone(&mut lines, *zone, years);
    }
    let writer = EntryWriter::of(content);
    for (done, entry) in entries.iter().enumerate() {
        progress.check(done, entries.len())?;
        writer.add(&mut lines, entry);
    }
    lines.add("END", "VCALENDAR");
    Ok(out.write_all(lines.as_bytes())?)
}

/// The zones of the entries by name, each with the years that it is needed for.
fn zones(entries: &[Entry]) -> BTreeMap<&'static str, (Tz, RangeInclusive<i32>)> {
    let mut zones = BTreeMap::new();
    for entry in entries {
        if let When::Hour {
            at,
            zone: Some(zone),
            ..
        } = entry.when
        {
            let year = at.year();
            let (_, years) = zones.entry(zone.name()).or_insert((zone, year..=year));
            *years = year.min(*years.start())..=year.max(*years.end());
        }
    }
    zones
}

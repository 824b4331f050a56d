//! iCalendar files: meetings with their time, deadlines as whole days.
//!
//! An hour stands with the time zone in which it was planned, whose rules the file carries. Where the zone is not known it is
//! floating, by the clock of whoever planned the meeting, and the text of the event says so. Every event keeps its UID, made
//! of the record's id and its kind (a deadline that is imported again is no meeting), and its SEQUENCE grows with every minute
//! until the file is written: an import updates events and duplicates none. Canceled and archived events are marked as
//! canceled rather than left out, so that they disappear from calendars that have them; what is done is left out of a
//! calendar of the whole unless it is asked for.

mod call;
mod lines;
mod time_zone;

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use self::call::add_call;
use self::lines::ContentLines;
use self::time_zone::add_time_zone;
use super::document::RecordsByMeeting;
use super::shared_book::ExportView;
use super::subject::is_within;
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter};
use crate::domain::change::Kind;
use crate::domain::dates::pluralize;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::person::Role;
use crate::domain::sanitize::{sanitize, sanitize_line};
use crate::domain::zone::{to_utc, to_zone};

/// Length of a meeting without one, in minutes.
const DEFAULT_MEETING_MINUTES: u32 = 60;
/// Years in which a zone has rules; an hour outside of them is floating.
const ZONED_YEARS: RangeInclusive<i32> = 1900..=2200;
/// The first day of 2020, as `num_days_from_ce`: SEQUENCE counts minutes from there.
const SEQUENCE_EPOCH: i32 = 737_425;
const MINUTES_A_DAY: u32 = 24 * 60;
/// From the hour at which a reminder of a whole day comes, nine in the morning, to midnight.
const NINE_O_CLOCK: i64 = 9 * 60;

/// An iCalendar file for any calendar program.
pub const ICS: Exporter = Exporter::new("ics", "Calendar", has_events, write)
    .files("Calendar files", &["ical", "icalendar", "ifb", "vcs"])
    .leaving_out(done_left_out);

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

/// When an entry is.
#[derive(Clone, Copy)]
enum When {
    Day(NaiveDate),
    /// By the clocks of the zone; without one, by any clock.
    Hour {
        at: NaiveDateTime,
        zone: Option<Tz>,
        minutes: u32,
    },
}

/// State of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    /// Held or done.
    Done,
    /// Called off, let go or archived.
    Off,
}

/// An entry of the calendar.
struct Entry<'a> {
    record: (Kind, Id),
    title: String,
    when: When,
    standing: Standing,
    text: String,
    /// Link or number of the call.
    link: &'a str,
}

/// Entries of the calendar, and the number of those left out because they are done.
fn entries<'a>(content: &'a Content) -> (Vec<Entry<'a>>, usize) {
    let source = EntrySource {
        view: &content.view,
        records: RecordsByMeeting::of(&content.view),
    };
    let mut entries = source.entries(content.subject);
    let all = entries.len();
    // Whoever names a meeting or the log asks for what was held.
    let is_whole = matches!(
        content.subject,
        ExportSubject::Year | ExportSubject::Everything
    );
    if is_whole && !content.options.with_done {
        entries.retain(|entry| entry.standing != Standing::Done);
    }
    let left_out = all - entries.len();
    (entries, left_out)
}

/// Source of the entries.
struct EntrySource<'a> {
    view: &'a ExportView<'a>,
    records: RecordsByMeeting<'a>,
}

impl<'a> EntrySource<'a> {
    fn entries(&self, subject: &ExportSubject) -> Vec<Entry<'a>> {
        let book = &self.view.book;
        match subject {
            ExportSubject::Agenda(id) | ExportSubject::Meeting(id) => {
                let meeting = book.meetings.get(id).into_iter();
                meeting.map(|meeting| self.meeting(meeting)).collect()
            }
            ExportSubject::Meetings { from, to } => {
                let log = book.meetings.values();
                self.log(log.filter(|meeting| is_within(meeting.date, *from, *to)))
            }
            ExportSubject::Form { .. } | ExportSubject::Hours => Vec::new(),
            ExportSubject::Year | ExportSubject::Everything => {
                let mut entries = self.log(book.meetings.values());
                entries.extend(self.deadlines());
                entries
            }
        }
    }

    /// Entries for meetings proper, by day; an e-mail or a chat is no appointment once it is past.
    fn log(&self, meetings: impl Iterator<Item = &'a Meeting>) -> Vec<Entry<'a>> {
        let mut meetings: Vec<_> = meetings
            .filter(|one| one.kind == MeetingKind::Meeting || one.state != MeetingState::Held)
            .collect();
        meetings.sort_by_key(|meeting| (meeting.date, meeting.time, meeting.id));
        meetings
            .into_iter()
            .map(|meeting| self.meeting(meeting))
            .collect()
    }

    fn meeting(&self, meeting: &'a Meeting) -> Entry<'a> {
        let book = &self.view.book;
        let people = [Role::Mentee, Role::Mentor]
            .map(|role| book.name(role))
            .join(" and ");
        let title = match meeting.title.as_str() {
            "" => format!("{} of {people}", meeting.kind.label()),
            title => format!("{}: {title}", meeting.kind.label()),
        };
        let when = self.when(meeting);
        let mut text = Vec::new();
        if let When::Hour { zone: None, .. } = when {
            text.push("The time is by the clock of whoever planned it.".to_owned());
        }
        let channel = meeting.channel;
        text.extend(channel.map(|channel| format!("How: {}", channel.label())));
        text.extend(Some(meeting.link.clone()).filter(|link| !link.is_empty()));
        let agenda = self.records.agenda.get(&meeting.id).into_iter().flatten();
        text.extend(agenda.map(|item| format!("- {}", item.text)));
        Entry {
            record: (Kind::Meeting, meeting.id),
            title,
            when,
            standing: match meeting.state {
                _ if meeting.archived => Standing::Off,
                MeetingState::Cancelled => Standing::Off,
                MeetingState::Held => Standing::Done,
                MeetingState::Planned => Standing::Open,
            },
            text: text.join("\n"),
            link: &meeting.link,
        }
    }

    fn when(&self, meeting: &Meeting) -> When {
        let Some(time) = meeting.time else {
            return When::Day(meeting.date);
        };
        let zone = meeting.zone.parse().ok();
        let usual = self.view.book.cycle().and_then(|cycle| cycle.usual_minutes);
        let mut known = [meeting.minutes, usual].into_iter().flatten();
        When::Hour {
            at: meeting.date.and_time(time),
            zone: zone.filter(|_| ZONED_YEARS.contains(&meeting.date.year())),
            minutes: known
                .find(|minutes| *minutes > 0)
                .unwrap_or(DEFAULT_MEETING_MINUTES),
        }
    }

    /// Entries for days by which something is to be done.
    fn deadlines(&self) -> impl Iterator<Item = Entry<'a>> {
        let view = self.view;
        let book = &view.book;
        let milestones = book.milestones.values().filter_map(|one| {
            let record = (Kind::Milestone, one.id);
            deadline(
                record,
                &one.title,
                Some(one.date),
                one.done.is_some(),
                one.archived,
            )
        });
        let goals = book.goals.values().filter_map(|goal| {
            let record = (Kind::Goal, goal.id);
            let off = goal.status == GoalStatus::Dropped || goal.archived;
            let title = format!("Goal: {}", goal.title);
            deadline(
                record,
                &title,
                goal.due,
                goal.status == GoalStatus::Done,
                off,
            )
        });
        let steps = book.steps.values().filter_map(|step| {
            let record = (Kind::Step, step.id);
            let done = step.done.is_some();
            // A step that was done stays so, though its goal is let go later.
            let gone = |status| status == GoalStatus::Dropped && !done;
            let goal = book.goals.get(&step.goal);
            let off = step.archived || goal.is_none_or(|goal| goal.archived || gone(goal.status));
            deadline(
                record,
                &format!("Step: {}", step.title),
                step.due,
                done,
                off,
            )
        });
        let actions = book.actions.values().filter_map(|action| {
            let record = (Kind::Action, action.id);
            let title = format!("Action: {}", action.text);
            deadline(
                record,
                &title,
                action.due,
                action.done.is_some(),
                action.archived,
            )
        });
        milestones.chain(goals).chain(steps).chain(actions)
    }
}

/// An entry for a day by which something is to be done; none without a day.
fn deadline<'a>(
    record: (Kind, Id),
    title: &str,
    day: Option<NaiveDate>,
    done: bool,
    off: bool,
) -> Option<Entry<'a>> {
    Some(Entry {
        record,
        title: format!("{}{title}", if done { "Done: " } else { "" }),
        when: When::Day(day?),
        standing: match (off, done) {
            (true, _) => Standing::Off,
            (false, true) => Standing::Done,
            (false, false) => Standing::Open,
        },
        text: String::new(),
        link: "",
    })
}

/// Writer of entries, with what is the same for all.
struct EntryWriter<'a> {
    /// Moment of the export in UTC.
    written_at: NaiveDateTime,
    today: NaiveDate,
    reminders: &'a [u32],
}

impl<'a> EntryWriter<'a> {
    fn of(content: &'a Content) -> Self {
        let today = content.view.today;
        let midnight = today.and_time(NaiveTime::MIN);
        Self {
            written_at: content.options.written_at.unwrap_or(midnight),
            today,
            reminders: &content.options.reminders,
        }
    }

    fn add(&self, lines: &mut ContentLines, entry: &Entry) {
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

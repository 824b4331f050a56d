//! Imports calendar files (iCalendar, RFC 5545) as meetings.
//!
//! An event is matched by its UID: the UIDs of our own exports name the record and its kind, any other derives an id;
//! an event without a UID is matched by date, time and title. A time with a time zone is taken as local there; a time
//! in UTC is converted to the local time of the user.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::dedupe::{kinds, meeting_key};
use super::events::{Event, events};
use super::record_labels::record_label;
use super::rows::imported_record;
use super::{ImportContext, Incoming, cells};
use crate::domain::change::Kind;
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::ops::{normalize_line, quoted};
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;
use crate::problem::Problem;

/// Converts the events of the calendar `text` to meetings.
pub fn records(text: &str, context: &ImportContext) -> Result<Incoming, Problem> {
    let events = events(text)?;
    let mut calendar = CalendarIndex::of(&events, context);
    let mut incoming = Incoming::default();
    let mut skipped = 0_i64;
    for event in &events {
        let entry = ImportedEvent { event, context };
        match entry.meeting(&mut calendar) {
            Ok(Some(meeting)) => {
                if event.value("RRULE").is_some() {
                    let what = record_label(&meeting.clone().into());
                    incoming
                        .notes
                        .push(format!("The {what} repeats; its first day is taken."));
                }
                let is_canceled = meeting.state == MeetingState::Cancelled;
                let always: &[&str] = if is_canceled { &["state"] } else { &[] };
                incoming
                    .records
                    .push(imported_record(meeting.into(), always));
            }
            Ok(None) => skipped += 1,
            Err(why) => incoming.left_out.push(why),
        }
    }
    if skipped > 0 {
        let deadlines = pluralize(skipped, "deadline");
        incoming.notes.push(format!(
            "{deadlines} of a book passed over: a calendar changes meetings only."
        ));
    }
    if incoming.records.is_empty() && incoming.left_out.is_empty() {
        incoming
            .left_out
            .push("There is no meeting in the calendar.".to_owned());
    }
    Ok(incoming)
}

/// Parsed UID of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Uid<'a> {
    /// Meeting of a book.
    Meeting(Id),
    /// Goal, step, action or milestone of a book, which has a date and is no meeting.
    Deadline,
    /// Record of a book, from exports whose UIDs did not name the kind yet.
    Unnamed(Id),
    /// UID of another program.
    Foreign(&'a str),
    Missing,
}

impl<'a> Uid<'a> {
    fn of(event: &'a Event) -> Self {
        let uid = event.value("UID").unwrap_or_default().trim();
        if uid.is_empty() {
            return Self::Missing;
        }
        let exported = uid.strip_suffix("@matchbook").and_then(|name| {
            let (kind, id) = match name.rsplit_once('-') {
                Some((kind, id)) => (Some(kind), id),
                None => (None, name),
            };
            Some((kind, id.parse::<Id>().ok()?))
        });
        match exported {
            Some((None, id)) => Self::Unnamed(id),
            Some((Some(kind), id)) if kind == Kind::Meeting.name() => Self::Meeting(id),
            Some(_) => Self::Deadline,
            None => Self::Foreign(uid),
        }
    }
}

/// Index of book and file that every event is matched against.
struct CalendarIndex {
    /// Kind of every record in the book.
    kinds: BTreeMap<Id, Kind>,
    /// Ids that events of this file have for themselves, and meetings of the book that others were matched to: no
    /// further event may be matched to these.
    claimed: BTreeSet<Id>,
    /// Meetings that events were matched to, so that an event that is in the file twice is matched to the same one
    /// again.
    matched: BTreeMap<Id, Id>,
}

impl CalendarIndex {
    fn of(events: &[Event], context: &ImportContext) -> Self {
        let ids = events
            .iter()
            .filter_map(|event| ImportedEvent { event, context }.own_id());
        Self {
            kinds: kinds(context.book),
            claimed: ids.collect(),
            matched: BTreeMap::new(),
        }
    }
}

/// One event with its context.
struct ImportedEvent<'a> {
    event: &'a Event,
    context: &'a ImportContext<'a>,
}

impl ImportedEvent<'_> {
    /// Converts it to a meeting; none for a deadline that this program exported itself.
    fn meeting(&self, calendar: &mut CalendarIndex) -> Result<Option<Meeting>, String> {
        let summary = self.event.value("SUMMARY").unwrap_or_default();
        let exported_id = match Uid::of(self.event) {
            Uid::Meeting(id) => Some(id),
            Uid::Deadline => return Ok(None),
            Uid::Unnamed(id) => {
                if !self.is_meeting(calendar.kinds.get(&id), summary)? {
                    return Ok(None);
                }
                Some(id)
            }
            Uid::Foreign(_) | Uid::Missing => None,
        };
        let Some((date, time)) = self.start() else {
            let title = quoted(&sanitize_line(summary));
            return Err(format!(
                "The event {title} was left out: it has no day that can be read."
            ));
        };
        let existing = exported_id.and_then(|id| self.context.book.meetings.get(&id));
        let (kind, title) = match exported_id {
            Some(_) => self.own_title(existing, summary),
            None => (MeetingKind::Meeting, summary.to_owned()),
        };
        let location = self.event.value("LOCATION").unwrap_or_default();
        let cancelled = self.event.value("STATUS") == Some("CANCELLED");
        let mut meeting = Meeting {
            date,
            time,
            kind,
            channel: cells::channel(location).or_else(|| cells::channel(&title)),
            minutes: self.minutes(date, time),
            state: if cancelled {
                MeetingState::Cancelled
            } else {
                cells::state("", date, self.context.today)
            },
            ..Meeting::default()
        };
        if let Some(existing) = existing {
            // A calendar has no such field: an absent value does not clear the book's.
            meeting.channel = existing.channel.or_else(|| cells::channel(location));
            meeting.minutes = existing.minutes;
            // An archived meeting is exported as canceled; reading that back must not change its state.
            if existing.state == MeetingState::Held || existing.archived || !cancelled {
                meeting.state = existing.state;
            }
        }
        meeting.title = match existing {
            Some(existing) if existing.title == title => title,
            Some(_) | None => normalize_line(&title, "title").map_err(|refusal| refusal.message)?,
        };
        meeting.id = match exported_id {
            Some(id) => id,
            None => self.id(&meeting, calendar),
        };
        Ok(Some(meeting))
    }

    /// True if an event whose UID names no kind is a meeting, by the record under its id or by how it was exported.
    fn is_meeting(&self, kind: Option<&Kind>, summary: &str) -> Result<bool, String> {
        if let Some(kind) = kind {
            return Ok(*kind == Kind::Meeting);
        }
        if self.event.value("TRANSP") == Some("TRANSPARENT") {
            return Ok(false);
        }
        // A deadline is exported as a whole day with a prefix in its title, unless a calendar changed it since.
        let has_time = self.start().is_some_and(|(_, time)| time.is_some());
        let mut kinds = MeetingKind::ALL.iter();
        if has_time && kinds.any(|kind| summary.starts_with(kind.label())) {
            return Ok(true);
        }
        Err(format!(
            "The event {} was left out: it cannot be told whether it is a meeting or a deadline.",
            quoted(&sanitize_line(summary))
        ))
    }

    /// Kind and title as the book has them, where the calendar only repeats the exported summary.
    fn own_title(&self, existing: Option<&Meeting>, summary: &str) -> (MeetingKind, String) {
        let exported_summary = |kind: MeetingKind, title: &str| {
            let text = match title {
                "" => {
                    let people =
                        [Role::Mentee, Role::Mentor].map(|role| self.context.book.name(role));
                    format!("{} of {}", kind.label(), people.join(" and "))
                }
                title => format!("{}: {title}", kind.label()),
            };
            sanitize_line(&text).into_owned()
        };
        let summary = sanitize_line(summary);
        if let Some(existing) = existing
            && exported_summary(existing.kind, &existing.title) == summary
        {
            return (existing.kind, existing.title.clone());
        }
        let mut kinds = MeetingKind::ALL.iter().copied();
        let parsed = kinds.find_map(|kind| {
            let rest = summary.strip_prefix(kind.label())?.strip_prefix(": ");
            let title = rest.or_else(|| (exported_summary(kind, "") == summary).then_some(""))?;
            Some((kind, title.to_owned()))
        });
        let (kind, title) = parsed.unwrap_or_else(|| (MeetingKind::Meeting, summary.into_owned()));
        (existing.map_or(kind, |existing| existing.kind), title)
    }

    /// Id of an event of another program: that of an earlier import, of the meeting it matches, or one derived from it.
    fn id(&self, meeting: &Meeting, calendar: &mut CalendarIndex) -> Id {
        let derived = self.own_id().unwrap_or_default();
        let book = self.context.book;
        if book.meetings.contains_key(&derived) {
            return derived;
        }
        if let Some(id) = calendar.matched.get(&derived) {
            return *id;
        }
        let key = meeting_key(meeting);
        let mut candidates = book.meetings.values().filter(|candidate| {
            // Two meetings on one day under one title are two, as long as their times differ.
            let times_match = candidate.time.is_none()
                || meeting.time.is_none()
                || candidate.time == meeting.time;
            times_match && meeting_key(candidate) == key
        });
        let is_unclaimed = |candidate: &&Meeting| !calendar.claimed.contains(&candidate.id);
        let id = candidates
            .find(is_unclaimed)
            .map_or(derived, |candidate| candidate.id);
        calendar.claimed.insert(id);
        calendar.matched.insert(derived, id);
        id
    }

    /// Id derived from the event's UID; without one, from its date, its time and its title.
    fn own_id(&self) -> Option<Id> {
        let pair = self.context.book.identity.pair.to_string();
        let recurrence = self.event.value("RECURRENCE-ID").unwrap_or_default();
        match Uid::of(self.event) {
            Uid::Meeting(id) | Uid::Unnamed(id) => Some(id),
            Uid::Foreign(uid) => Some(Id::derived(&["ics", &pair, uid, recurrence])),
            Uid::Missing => {
                let (date, time) = self.start()?;
                let time = time.map_or_else(String::new, |time| time.to_string());
                let title = sanitize_line(self.event.value("SUMMARY").unwrap_or_default());
                let content = [
                    "ics event",
                    &pair,
                    &date.to_string(),
                    &time,
                    &title,
                    recurrence,
                ];
                Some(Id::derived(&content))
            }
            Uid::Deadline => None,
        }
    }

    fn start(&self) -> Option<(NaiveDate, Option<NaiveTime>)> {
        self.parse_moment(self.event.value("DTSTART")?)
    }

    /// Parses a date-time value; UTC is converted to the local time of the user.
    fn parse_moment(&self, text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
        if let Some(text) = text.strip_suffix('Z') {
            let utc = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?;
            let local = (self.context.local)(utc);
            return in_supported_years((local.date(), Some(local.time())));
        }
        if let Ok(moment) = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S") {
            return in_supported_years((moment.date(), Some(moment.time())));
        }
        let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok()?;
        in_supported_years((day, None))
    }

    fn minutes(&self, date: NaiveDate, time: Option<NaiveTime>) -> Option<u32> {
        let start = date.and_time(time?);
        let length = match (self.event.value("DTEND"), self.event.value("DURATION")) {
            (Some(end), _) => {
                let (date, time) = self.parse_moment(end)?;
                date.and_time(time?).signed_duration_since(start)
            }
            (None, Some(duration)) => parse_duration(duration)?,
            (None, None) => return None,
        };
        let minutes = u32::try_from(length.num_minutes()).ok()?;
        (1..=24 * 60).contains(&minutes).then_some(minutes)
    }
}

/// Refuses a date outside the supported years.
fn in_supported_years(
    moment: (NaiveDate, Option<NaiveTime>),
) -> Option<(NaiveDate, Option<NaiveTime>)> {
    use chrono::Datelike;
    (1900..2200).contains(&moment.0.year()).then_some(moment)
}

/// Parses a duration such as `PT1H30M` or `P1D`.
fn parse_duration(text: &str) -> Option<TimeDelta> {
    let mut minutes = 0_i64;
    let mut number = String::new();
    for letter in text.strip_prefix('P')?.chars() {
        let unit = match letter {
            '0'..='9' if number.len() < 6 => {
                number.push(letter);
                continue;
            }
            'T' => continue,
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            'S' => 0,
            _ => return None,
        };
        minutes += unit * number.parse::<i64>().ok()?;
        number.clear();
    }
    TimeDelta::try_minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_calendars_are_read() {
        let minutes = |text| parse_duration(text).map(|length| length.num_minutes());
        assert_eq!(minutes("PT1H30M"), Some(90));
        assert_eq!(minutes("P1DT1S"), Some(1440));
        assert_eq!(minutes("90"), None);
        assert_eq!(minutes("PT99999999999H"), None);
    }
}

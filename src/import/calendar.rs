//! Calendar files to meetings.
//!
//! An event is known again by its UID: our own names the record and its kind, any other gives it an id of its own; one
//! without a UID is known by its day, time and title. A time with a zone is taken as it stands on the clock there; one in
//! UTC is told by the clock of whoever reads the file.

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

/// The meetings among the events of the calendar `text`.
pub fn records(text: &str, asked: &ImportContext) -> Result<Incoming, Problem> {
    let events = events(text)?;
    let mut calendar = CalendarIndex::of(&events, asked);
    let mut incoming = Incoming::default();
    let mut passed_over = 0_i64;
    for event in &events {
        let entry = ImportedEvent {
            event,
            context: asked,
        };
        match entry.meeting(&mut calendar) {
            Ok(Some(meeting)) => {
                if event.value("RRULE").is_some() {
                    let what = record_label(&meeting.clone().into());
                    incoming
                        .notes
                        .push(format!("The {what} repeats; its first day is taken."));
                }
                let off = meeting.state == MeetingState::Cancelled;
                let always: &[&str] = if off { &["state"] } else { &[] };
                incoming
                    .records
                    .push(imported_record(meeting.into(), always));
            }
            Ok(None) => passed_over += 1,
            Err(why) => incoming.left_out.push(why),
        }
    }
    if passed_over > 0 {
        let deadlines = pluralize(passed_over, "deadline");
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

/// The meaning of a UID.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Uid<'a> {
    /// A meeting of a book.
    Meeting(Id),
    /// A goal, a step, an action or a date of a book, which has a day and is no meeting.
    Deadline,
    /// Something of a book, from when UIDs did not name the kind yet.
    Unnamed(Id),
    /// Something of another program.
    Foreign(&'a str),
    /// There is none.
    Missing,
}

impl<'a> Uid<'a> {
    fn of(event: &'a Event) -> Self {
        let uid = event.value("UID").unwrap_or_default().trim();
        if uid.is_empty() {
            return Self::Missing;
        }
        let own = uid.strip_suffix("@matchbook").and_then(|name| {
            let (kind, id) = match name.rsplit_once('-') {
                Some((kind, id)) => (Some(kind), id),
                None => (None, name),
            };
            Some((kind, id.parse::<Id>().ok()?))
        });
        match own {
            Some((None, id)) => Self::Unnamed(id),
            Some((Some(kind), id)) if kind == Kind::Meeting.name() => Self::Meeting(id),
            Some(_) => Self::Deadline,
            None => Self::Foreign(uid),
        }
    }
}

/// Facts that every event is read against.
struct CalendarIndex {
    /// The kind of everything in the book.
    kinds: BTreeMap<Id, Kind>,
    /// The ids that events of this file have for themselves, and the meetings of the book that others were found to be:
    /// no further event is taken for one of these.
    claimed: BTreeSet<Id>,
    /// The meetings that events were found to be, so that one that is in the file twice is found to be the same again.
    found: BTreeMap<Id, Id>,
}

impl CalendarIndex {
    fn of(events: &[Event], asked: &ImportContext) -> Self {
        let ids = events.iter().filter_map(|event| {
            ImportedEvent {
                event,
                context: asked,
            }
            .own_id()
        });
        Self {
            kinds: kinds(asked.book),
            claimed: ids.collect(),
            found: BTreeMap::new(),
        }
    }
}

/// One event, and what it is read against.
struct ImportedEvent<'a> {
    event: &'a Event,
    context: &'a ImportContext<'a>,
}

impl ImportedEvent<'_> {
    /// The meeting it is; none for a deadline that this program wrote itself.
    fn meeting(&self, calendar: &mut CalendarIndex) -> Result<Option<Meeting>, String> {
        let summary = self.event.value("SUMMARY").unwrap_or_default();
        let own = match Uid::of(self.event) {
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
        let here = own.and_then(|id| self.context.book.meetings.get(&id));
        let (kind, title) = match own {
            Some(_) => self.own_title(here, summary),
            None => (MeetingKind::Meeting, summary.to_owned()),
        };
        let place = self.event.value("LOCATION").unwrap_or_default();
        let cancelled = self.event.value("STATUS") == Some("CANCELLED");
        let mut meeting = Meeting {
            date,
            time,
            kind,
            channel: cells::channel(place).or_else(|| cells::channel(&title)),
            minutes: self.minutes(date, time),
            state: if cancelled {
                MeetingState::Cancelled
            } else {
                cells::state("", date, self.context.today)
            },
            ..Meeting::default()
        };
        if let Some(here) = here {
            // What a calendar does not know is not taken from the book.
            meeting.channel = here.channel.or_else(|| cells::channel(place));
            meeting.minutes = here.minutes;
            // What was put away is written as called off, and is still what it was.
            if here.state == MeetingState::Held || here.archived || !cancelled {
                meeting.state = here.state;
            }
        }
        meeting.title = match here {
            Some(here) if here.title == title => title,
            Some(_) | None => normalize_line(&title, "title").map_err(|refusal| refusal.message)?,
        };
        meeting.id = match own {
            Some(id) => id,
            None => self.id(&meeting, calendar),
        };
        Ok(Some(meeting))
    }

    /// Whether an event whose UID names no kind is a meeting: what the book has under its id tells, or what was written.
    fn is_meeting(&self, kind: Option<&Kind>, summary: &str) -> Result<bool, String> {
        if let Some(kind) = kind {
            return Ok(*kind == Kind::Meeting);
        }
        if self.event.value("TRANSP") == Some("TRANSPARENT") {
            return Ok(false);
        }
        // A deadline is a whole day and begins with another word, unless it was changed since.
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

    /// Kind and title as the book has them, where the calendar only repeats what we wrote into it.
    fn own_title(&self, here: Option<&Meeting>, summary: &str) -> (MeetingKind, String) {
        let written = |kind: MeetingKind, title: &str| {
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
        if let Some(here) = here
            && written(here.kind, &here.title) == summary
        {
            return (here.kind, here.title.clone());
        }
        let mut kinds = MeetingKind::ALL.iter().copied();
        let parted = kinds.find_map(|kind| {
            let titled = summary.strip_prefix(kind.label())?.strip_prefix(": ");
            let title = titled.or_else(|| (written(kind, "") == summary).then_some(""))?;
            Some((kind, title.to_owned()))
        });
        let (kind, title) = parted.unwrap_or_else(|| (MeetingKind::Meeting, summary.into_owned()));
        (here.map_or(kind, |here| here.kind), title)
    }

    /// The id of an event of another program: of a former taking in, of the meeting it is, or one of its own.
    fn id(&self, meeting: &Meeting, calendar: &mut CalendarIndex) -> Id {
        let derived = self.own_id().unwrap_or_default();
        let book = self.context.book;
        if book.meetings.contains_key(&derived) {
            return derived;
        }
        if let Some(found) = calendar.found.get(&derived) {
            return *found;
        }
        let key = meeting_key(meeting);
        let mut same = book.meetings.values().filter(|here| {
            // Two on one day under one title are two, as long as their times say so.
            let together =
                here.time.is_none() || meeting.time.is_none() || here.time == meeting.time;
            together && meeting_key(here) == key
        });
        let free = |here: &&Meeting| !calendar.claimed.contains(&here.id);
        let id = same.find(free).map_or(derived, |here| here.id);
        calendar.claimed.insert(id);
        calendar.found.insert(derived, id);
        id
    }

    /// The id that the event has for itself, by its UID; without one, by its day, its time and its title.
    fn own_id(&self) -> Option<Id> {
        let pair = self.context.book.identity.pair.to_string();
        let again = self.event.value("RECURRENCE-ID").unwrap_or_default();
        match Uid::of(self.event) {
            Uid::Meeting(id) | Uid::Unnamed(id) => Some(id),
            Uid::Foreign(uid) => Some(Id::derived(&["ics", &pair, uid, again])),
            Uid::Missing => {
                let (date, time) = self.start()?;
                let time = time.map_or_else(String::new, |time| time.to_string());
                let title = sanitize_line(self.event.value("SUMMARY").unwrap_or_default());
                let content = ["ics event", &pair, &date.to_string(), &time, &title, again];
                Some(Id::derived(&content))
            }
            Uid::Deadline => None,
        }
    }

    fn start(&self) -> Option<(NaiveDate, Option<NaiveTime>)> {
        self.parse_moment(self.event.value("DTSTART")?)
    }

    /// The day and time of a value; in UTC, by the clock of whoever reads it.
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

/// A day that people live in.
fn in_supported_years(
    moment: (NaiveDate, Option<NaiveTime>),
) -> Option<(NaiveDate, Option<NaiveTime>)> {
    use chrono::Datelike;
    (1900..2200).contains(&moment.0.year()).then_some(moment)
}

/// A length such as `PT1H30M` or `P1D`.
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

//! iCalendar files: meetings with their time, deadlines as whole days.
//!
//! Times are floating, without a time zone, as in the book: by the clock of whoever planned the meeting. A zone would claim
//! more than anybody said; the text of the event says so. Every event keeps its UID, made of the record's id and its kind (a
//! deadline that is imported again is no meeting), and its SEQUENCE grows with every minute until the file is written: an
//! import updates events and duplicates none. Canceled and archived events are marked as canceled rather than left out, so
//! that they disappear from calendars that have them.

use std::io::Write;

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, EventStatus, Property};

use super::document::RecordsByMeeting;
use super::shared_book::ExportView;
use super::subject::is_within;
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter};
use crate::domain::change::Kind;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::person::Role;
use crate::domain::sanitize::{sanitize, sanitize_line};

/// Length of a planned meeting without one, in minutes.
const DEFAULT_MEETING_MINUTES: u32 = 60;
/// The first day of 2020, as `num_days_from_ce`: SEQUENCE counts minutes from there.
const SEQUENCE_EPOCH: i32 = 737_425;

/// An iCalendar file for any calendar program.
pub const ICS: Exporter = Exporter::new("ics", "Calendar", has_events, write)
    .files("Calendar files", &["ical", "icalendar", "ifb", "vcs"]);

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

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let view = &content.view;
    let at = NaiveDateTime::new(view.today, content.options.time);
    let pages = EventBuilder {
        view,
        records: RecordsByMeeting::of(view),
        written_at: at,
    };
    let mut calendar = Calendar::empty();
    let people = [Role::Mentee, Role::Mentor].map(|role| view.book.name(role));
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//matchbook//matchbook//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(&sanitize_line(&format!(
        "Mentoring: {}",
        people.join(" and ")
    )));
    let events = pages.events(content.subject);
    let all = events.len();
    for (done, event) in events.into_iter().enumerate() {
        progress.check(done, all)?;
        calendar.push(event);
    }
    Ok(out.write_all(without_stamps_and_folded(&calendar.to_string()).as_bytes())?)
}

/// The icalendar crate stamps alarms with the present time and a random name, which would make each export differ, and
/// its last part of a folded line may have 76 bytes.
fn without_stamps_and_folded(calendar: &str) -> String {
    let mut alarm = false;
    let mut text = String::with_capacity(calendar.len());
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        match line {
            "BEGIN:VALARM" => alarm = true,
            "END:VALARM" => alarm = false,
            _ => {}
        }
        if !(alarm && (line.starts_with("DTSTAMP:") || line.starts_with("UID:"))) {
            push_folded(&mut text, line);
        }
    }
    text
}

/// Adds `line` in parts of at most 75 bytes, of which all but the first begin with a blank.
fn push_folded(text: &mut String, mut line: &str) {
    let mut room = 75;
    while line.len() > room {
        let (part, rest) = line.split_at(line.floor_char_boundary(room));
        text.push_str(part);
        text.push_str("\r\n ");
        (line, room) = (rest, 74);
    }
    text.push_str(line);
    text.push_str("\r\n");
}

/// A day by which something is to be done.
struct Deadline {
    record: (Kind, Id),
    title: String,
    day: Option<NaiveDate>,
    done: bool,
    /// True if it is archived or dropped.
    off: bool,
}

/// Source of the events.
struct EventBuilder<'a> {
    view: &'a ExportView<'a>,
    records: RecordsByMeeting<'a>,
    written_at: NaiveDateTime,
}

impl EventBuilder<'_> {
    fn events(&self, subject: &ExportSubject) -> Vec<Event> {
        let book = &self.view.book;
        match subject {
            ExportSubject::Agenda(id) | ExportSubject::Meeting(id) => {
                let meeting = book.meetings.get(id);
                meeting
                    .map(|meeting| self.meeting(meeting))
                    .into_iter()
                    .collect()
            }
            ExportSubject::Meetings { from, to } => {
                let log = book.meetings.values();
                self.log(log.filter(|meeting| is_within(meeting.date, *from, *to)))
            }
            ExportSubject::Form { .. } | ExportSubject::Hours => Vec::new(),
            ExportSubject::Year | ExportSubject::Everything => {
                let mut events = self.log(book.meetings.values());
                events.extend(self.deadlines());
                events
            }
        }
    }

    /// Events for meetings proper, by day; an e-mail or a chat is no appointment once it is past.
    fn log<'a>(&self, meetings: impl Iterator<Item = &'a Meeting>) -> Vec<Event> {
        let mut meetings: Vec<_> = meetings
            .filter(|one| one.kind == MeetingKind::Meeting || one.state != MeetingState::Held)
            .collect();
        meetings.sort_by_key(|meeting| (meeting.date, meeting.time, meeting.id));
        meetings
            .into_iter()
            .map(|meeting| self.meeting(meeting))
            .collect()
    }

    fn meeting(&self, meeting: &Meeting) -> Event {
        let book = &self.view.book;
        let people = [Role::Mentee, Role::Mentor]
            .map(|role| book.name(role))
            .join(" and ");
        let about = match meeting.title.as_str() {
            "" => format!("{} of {people}", meeting.kind.label()),
            title => format!("{}: {title}", meeting.kind.label()),
        };
        let off = meeting.state == MeetingState::Cancelled || meeting.archived;
        let mut event = self.event(Kind::Meeting, meeting.id, &about, off);
        let mut text = Vec::new();
        if let Some(time) = meeting.time {
            let start = meeting.date.and_time(time);
            event.starts(start);
            event.ends(start + Duration::minutes(self.minutes(meeting).into()));
            text.push("The time is by the clock of whoever planned it.".to_owned());
        } else {
            event.all_day(meeting.date);
        }
        text.extend(
            meeting
                .channel
                .map(|channel| format!("How: {}", channel.label())),
        );
        text.extend(Some(meeting.link.clone()).filter(|link| !link.is_empty()));
        let agenda = self.records.agenda.get(&meeting.id).into_iter().flatten();
        text.extend(agenda.map(|item| format!("- {}", item.text)));
        if !text.is_empty() {
            event.description(&sanitize(&text.join("\n")));
        }
        if meeting.is_planned() && meeting.date >= self.view.today {
            let before = if meeting.time.is_some() {
                Duration::hours(1)
            } else {
                DAY_BEFORE_ALARM
            };
            event.alarm(Alarm::display(&sanitize_line(&about), -before));
        }
        event
    }

    fn minutes(&self, meeting: &Meeting) -> u32 {
        let usual = self.view.book.cycle().and_then(|cycle| cycle.usual_minutes);
        meeting.minutes.or(usual).unwrap_or(DEFAULT_MEETING_MINUTES)
    }

    /// Events for days by which something is to be done.
    fn deadlines(&self) -> Vec<Event> {
        let book = &self.view.book;
        let dates = book.milestones.values().map(|date| Deadline {
            record: (Kind::Milestone, date.id),
            title: date.title.clone(),
            day: Some(date.date),
            done: date.done.is_some(),
            off: date.archived,
        });
        let goals = book.goals.values().map(|goal| Deadline {
            record: (Kind::Goal, goal.id),
            title: format!("Goal: {}", goal.title),
            day: goal.due,
            done: goal.status == GoalStatus::Done,
            off: goal.status == GoalStatus::Dropped || goal.archived,
        });
        let steps = book.steps.values().map(|step| Deadline {
            record: (Kind::Step, step.id),
            title: format!("Step: {}", step.title),
            day: step.due,
            done: step.done.is_some(),
            off: step.archived || book.goals.get(&step.goal).is_none_or(|goal| goal.archived),
        });
        let actions = book.actions.values().map(|action| Deadline {
            record: (Kind::Action, action.id),
            title: format!("Action: {}", action.text),
            day: action.due,
            done: action.done.is_some(),
            off: action.archived,
        });
        let all = dates.chain(goals).chain(steps).chain(actions);
        all.filter_map(|deadline| self.deadline(deadline)).collect()
    }

    fn deadline(&self, deadline: Deadline) -> Option<Event> {
        let day = deadline.day?;
        let (done, off) = (deadline.done, deadline.off);
        let title = format!("{}{}", if done { "Done: " } else { "" }, deadline.title);
        let (kind, id) = deadline.record;
        let mut event = self.event(kind, id, &title, off);
        event.all_day(day);
        event.add_property("TRANSP", "TRANSPARENT");
        if !done && !off && day >= self.view.today {
            event.alarm(Alarm::display(&sanitize_line(&title), -DAY_BEFORE_ALARM));
        }
        Some(event)
    }

    /// An event with the properties that every one has.
    fn event(&self, kind: Kind, id: Id, title: &str, off: bool) -> Event {
        let stamp = self.written_at.and_utc();
        let days = i64::from(self.written_at.num_days_from_ce() - SEQUENCE_EPOCH);
        let minutes = days * 24 * 60 + i64::from(self.written_at.num_seconds_from_midnight() / 60);
        let mut event = Event::new();
        event.uid(&format!("{}-{id}@matchbook", kind.name()));
        event.summary(&sanitize_line(title));
        event.sequence(u32::try_from(minutes).unwrap_or(0));
        event.timestamp(stamp);
        event.last_modified(stamp);
        event.status(if off {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        });
        event
    }
}

/// From the midnight at which a day begins back to nine in the morning before.
const DAY_BEFORE_ALARM: Duration = Duration::hours(15);

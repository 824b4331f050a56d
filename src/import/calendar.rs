//! Calendar files to meetings.
//!
//! An event is known again by its UID: our own names the record, any other gives it an id of its own. A time with a zone
//! is taken as it stands on the clock there; one in UTC is told by the clock of whoever reads the file.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use icalendar::parser::{Component, read_calendar, unfold};

use super::known::meeting_key;
use super::rows::came;
use super::titles::named;
use super::{Asked, Incoming, cells, refuse};
use crate::domain::deeds::line;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::problem::Problem;

/// The meetings among the events of the calendar `text`.
pub fn records(text: &str, asked: &Asked) -> Result<Incoming, Problem> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).map_err(|error| {
        // What the reader says repeats the text of the file; its first line does not.
        refuse::no_calendar(error.lines().next().unwrap_or_default())
    })?;
    let mut incoming = Incoming::default();
    for event in calendar
        .components
        .iter()
        .filter(|one| one.name == "VEVENT")
    {
        if incoming.records.len() >= refuse::MOST_RECORDS {
            return Err(refuse::too_many());
        }
        let entry = Entry { event, asked };
        match entry.meeting() {
            Ok(Some(meeting)) => {
                if value(event, "RRULE").is_some() {
                    let what = named(&meeting.clone().into());
                    incoming
                        .notes
                        .push(format!("The {what} repeats; its first day is taken."));
                }
                let off = meeting.state == MeetingState::Cancelled;
                let always: &[&str] = if off { &["state"] } else { &[] };
                incoming.records.push(came(meeting.into(), always));
            }
            Ok(None) => {}
            Err(why) => incoming.left_out.push(why),
        }
    }
    if incoming.records.is_empty() && incoming.left_out.is_empty() {
        incoming
            .left_out
            .push("There is no meeting in the calendar.".to_owned());
    }
    Ok(incoming)
}

fn value<'a>(event: &'a Component, name: &str) -> Option<&'a str> {
    let mut properties = event.properties.iter();
    let found = properties.find(|property| property.name.as_str().eq_ignore_ascii_case(name));
    found.map(|property| property.val.as_str())
}

/// One event, and what it is read against.
struct Entry<'a> {
    event: &'a Component<'a>,
    asked: &'a Asked<'a>,
}

impl Entry<'_> {
    /// The meeting it is; none for a deadline that this program wrote itself.
    fn meeting(&self) -> Result<Option<Meeting>, String> {
        let summary = value(self.event, "SUMMARY").unwrap_or_default();
        let title = line(summary, "title").map_err(|refusal| refusal.message)?;
        let uid = value(self.event, "UID").unwrap_or_default();
        let own = uid
            .strip_suffix("@matchbook")
            .and_then(|id| id.parse::<Id>().ok());
        if own.is_some() && value(self.event, "TRANSP") == Some("TRANSPARENT") {
            return Ok(None);
        }
        let start = value(self.event, "DTSTART").and_then(|start| self.moment(start));
        let Some((date, time)) = start else {
            return Err(format!(
                "The event “{title}” was left out: it has no day that can be read."
            ));
        };
        let place = value(self.event, "LOCATION").unwrap_or_default();
        let cancelled = value(self.event, "STATUS") == Some("CANCELLED");
        let mut meeting = Meeting {
            date,
            time,
            title: own_title(own.and_then(|id| self.asked.book.meetings.get(&id)), title),
            channel: cells::channel(place).or_else(|| cells::channel(summary)),
            minutes: self.minutes(date, time),
            state: if cancelled {
                MeetingState::Cancelled
            } else {
                cells::state("", date, self.asked.today)
            },
            ..Meeting::default()
        };
        if let Some(here) = own.and_then(|id| self.asked.book.meetings.get(&id)) {
            // What a calendar does not know is not taken from the book.
            meeting.kind = here.kind;
            meeting.channel = here.channel.or(meeting.channel);
            meeting.minutes = here.minutes;
            if here.state == MeetingState::Held || !cancelled {
                meeting.state = here.state;
            }
        }
        let again = value(self.event, "RECURRENCE-ID").unwrap_or_default();
        meeting.id = own.unwrap_or_else(|| self.id(uid, again, &meeting));
        Ok(Some(meeting))
    }

    fn id(&self, uid: &str, again: &str, meeting: &Meeting) -> Id {
        let book = self.asked.book;
        let derived = Id::derived(&["ics", &book.identity.pair.to_string(), uid, again]);
        let key = meeting_key(meeting);
        let same = || book.meetings.values().find(|here| meeting_key(here) == key);
        if book.meetings.contains_key(&derived) {
            derived
        } else {
            same().map_or(derived, |here| here.id)
        }
    }

    /// The day and time of a value; in UTC, by the clock of whoever reads it.
    fn moment(&self, text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
        if let Some(text) = text.strip_suffix('Z') {
            let utc = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?;
            let local = (self.asked.local)(utc);
            return within((local.date(), Some(local.time())));
        }
        if let Ok(moment) = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S") {
            return within((moment.date(), Some(moment.time())));
        }
        let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok()?;
        within((day, None))
    }

    fn minutes(&self, date: NaiveDate, time: Option<NaiveTime>) -> Option<u32> {
        let start = date.and_time(time?);
        let length = match (value(self.event, "DTEND"), value(self.event, "DURATION")) {
            (Some(end), _) => {
                let (date, time) = self.moment(end)?;
                date.and_time(time?).signed_duration_since(start)
            }
            (None, Some(duration)) => duration_of(duration)?,
            (None, None) => return None,
        };
        let minutes = u32::try_from(length.num_minutes()).ok()?;
        (1..=24 * 60).contains(&minutes).then_some(minutes)
    }
}

/// The title of a meeting as the book has it, where the calendar only repeats what we wrote into it.
fn own_title(here: Option<&Meeting>, title: String) -> String {
    let Some(here) = here else {
        return title;
    };
    let written = format!("{}: {}", here.kind.label(), here.title);
    let untitled = format!("{} of ", here.kind.label());
    if title == written || here.title.is_empty() && title.starts_with(&untitled) {
        here.title.clone()
    } else {
        title
    }
}

/// A day that people live in.
fn within(moment: (NaiveDate, Option<NaiveTime>)) -> Option<(NaiveDate, Option<NaiveTime>)> {
    use chrono::Datelike;
    (1900..2200).contains(&moment.0.year()).then_some(moment)
}

/// A length such as `PT1H30M` or `P1D`.
fn duration_of(text: &str) -> Option<TimeDelta> {
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
        let minutes = |text| duration_of(text).map(|length| length.num_minutes());
        assert_eq!(minutes("PT1H30M"), Some(90));
        assert_eq!(minutes("P1DT1S"), Some(1440));
        assert_eq!(minutes("90"), None);
        assert_eq!(minutes("PT99999999999H"), None);
    }
}

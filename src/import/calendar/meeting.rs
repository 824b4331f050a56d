//! Finds the meeting of the book that an event is, by UID and recurrence, else by its hour and title.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::clocks::{Clock, Clocks, Moment};
use super::event::Event;
use super::link::Contact;
use super::notes::{name, note_text, title_line};
use super::series::Occurrence;
use super::uid::{Uid, is_meeting};
use crate::domain::change::Kind;
use crate::domain::dates::{format_date_time, format_time};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState, Note};
use crate::domain::ops::normalize_line;
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;
use crate::domain::words::plain_words;
use crate::import::dedupe::kinds;
use crate::import::rows::imported_record;
use crate::import::{ImportContext, ImportedRecord, cells};

/// A meeting that an event became, with its notes.
pub struct FoundMeeting {
    pub meeting: ImportedRecord,
    /// Notes of the book's owner on it, unless the book has some.
    pub note: Option<Note>,
    /// True if the book has other notes of its owner.
    pub keeps_note: bool,
}

/// Index of book and file that every event is matched against.
pub struct MeetingMatcher<'a> {
    pub(super) context: &'a ImportContext<'a>,
    pub(super) clocks: &'a Clocks<'a>,
    /// Kind of every record in the book.
    kinds: BTreeMap<Id, Kind>,
    by_day: BTreeMap<NaiveDate, Vec<&'a Meeting>>,
    /// Meetings that joined an event of an earlier file.
    by_event: BTreeMap<Id, &'a Meeting>,
    /// Ids that events of this file have for themselves, and meetings of the book that others were matched to: no
    /// further event may be matched to these.
    claimed: BTreeSet<Id>,
    /// Meetings that events were matched to, so that an event that is in the file twice is matched to the same one
    /// again.
    matched: BTreeMap<Id, &'a Meeting>,
}

impl<'a> MeetingMatcher<'a> {
    pub fn of(context: &'a ImportContext<'a>, clocks: &'a Clocks<'a>) -> Self {
        let mut by_day: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let meetings = context.book.meetings.values();
        for meeting in meetings.clone() {
            by_day.entry(meeting.date).or_default().push(meeting);
        }
        Self {
            context,
            clocks,
            kinds: kinds(context.book),
            by_day,
            by_event: meetings.filter_map(|one| Some((one.event?, one))).collect(),
            claimed: BTreeSet::new(),
            matched: BTreeMap::new(),
        }
    }

    /// Keeps the ids that the days of an event have for themselves from all others.
    pub fn claim(&mut self, days: &[Occurrence]) {
        let ids = days
            .iter()
            .map(|day| self.own_id(day.event, &day.key, &day.start));
        let ids: Vec<_> = ids.collect();
        self.claimed.extend(ids);
    }

    /// Id that an event has for itself: that of our own exports, else derived from UID and recurrence; without a UID
    /// from its day, its hour and its title.
    pub(super) fn own_id(&self, event: &Event, key: &str, start: &Moment) -> Id {
        let pair = self.context.book.identity.pair.to_string();
        match Uid::of(event.uid()) {
            Uid::Meeting(id) | Uid::Unnamed(id) if key.is_empty() => id,
            Uid::Meeting(_) | Uid::Unnamed(_) | Uid::Deadline | Uid::Foreign(_) => {
                Id::derived(&["ics", &pair, event.uid(), key])
            }
            Uid::Missing => {
                let (date, time, _) = self.clocks.settle(start);
                let time = time.map_or_else(String::new, |time| time.to_string());
                let (date, title) = (date.to_string(), sanitize_line(event.title()));
                Id::derived(&["ics event", &pair, &date, &time, &title, key])
            }
        }
    }

    /// The meeting that a day of an event was before.
    pub(super) fn known(&self, own_id: Id) -> Option<&'a Meeting> {
        let by_id = self.context.book.meetings.get(&own_id);
        by_id.or_else(|| self.by_event.get(&own_id).copied())
    }

    /// The meeting that is planned for a day that the calendar leaves out, called off.
    pub fn cancelled(&self, event: &Event, key: &str) -> Option<ImportedRecord> {
        let start = event.start.as_ref()?;
        let known = self.known(self.own_id(event, key, start));
        known.filter(|one| one.is_planned()).map(called_off)
    }

    /// Matches the event with the id `own_id` to a meeting of the book, which no other is matched to.
    pub(super) fn join(&mut self, own_id: Id, meeting: &'a Meeting) {
        self.claimed.insert(meeting.id);
        self.matched.insert(own_id, meeting);
    }

    /// Converts a day of an event to a meeting; none for a deadline that this program exported itself.
    ///
    /// # Errors
    /// When the book has a newer version, or the title is too long, in a sentence.
    pub fn meeting(&mut self, day: &Occurrence<'a>) -> Result<Option<FoundMeeting>, String> {
        let event = day.event;
        let is_exported = match Uid::of(event.uid()) {
            Uid::Unnamed(id) if !is_meeting(self.kinds.get(&id), event)? => return Ok(None),
            Uid::Meeting(_) | Uid::Unnamed(_) => day.key.is_empty(),
            Uid::Deadline | Uid::Foreign(_) | Uid::Missing => false,
        };
        let own_id = self.own_id(event, &day.key, &day.start);
        let known = self.known(own_id);
        let contact = Contact::of(event.part);
        let mut meeting = self.read(day, &contact);
        let (kind, title) = if is_exported {
            self.own_title(known, event.title())
        } else {
            (MeetingKind::Meeting, event.title().to_owned())
        };
        meeting.kind = kind;
        meeting.title = match known {
            Some(known) if known.title == title => title,
            // What joined an event keeps its own title.
            Some(known) if known.event == Some(own_id) && !known.title.is_empty() => {
                known.title.clone()
            }
            Some(_) | None => title_line(&title),
        };
        let joined = match known {
            None if !is_exported => self.candidate(&meeting, event, own_id),
            Some(_) | None => None,
        };
        if let Some(existing) = known.or(joined) {
            check_version(event, existing, &meeting)?;
            self.keep(&mut meeting, existing, event.cancelled, is_exported);
        }
        if let Some(joined) = joined {
            (meeting.id, meeting.event) = (joined.id, Some(own_id));
            if !joined.title.is_empty() {
                meeting.title.clone_from(&joined.title);
            }
            self.join(own_id, joined);
        } else {
            meeting.id = known.map_or(own_id, |known| known.id);
        }
        if !is_exported {
            meeting.sequence = event.sequence.filter(|number| *number > 0);
        }
        let text = if is_exported || event.cancelled {
            String::new()
        } else {
            note_text(event, &contact, &meeting.title)?
        };
        Ok(Some(self.with_note(meeting, &text, event.cancelled)))
    }

    /// The meeting as the file has it.
    fn read(&self, day: &Occurrence, contact: &Contact) -> Meeting {
        let (date, time, zone) = self.clocks.settle(&day.start);
        let length = day
            .length
            .filter(|length| time.is_some() && *length <= TimeDelta::days(1));
        let minutes = length.and_then(|length| u32::try_from(length.num_minutes()).ok());
        Meeting {
            date,
            time,
            zone,
            channel: contact.channel,
            link: normalize_line(&contact.link, "link").unwrap_or_default(),
            minutes: minutes.filter(|minutes| *minutes > 0),
            state: if day.event.cancelled {
                MeetingState::Cancelled
            } else {
                let (date, time) = self.clocks.for_reader(&day.start);
                cells::state_by_hour(date, time, self.context)
            },
            ..Meeting::default()
        }
    }

    /// Keeps what the book knows better than a calendar.
    fn keep(&self, meeting: &mut Meeting, existing: &Meeting, cancelled: bool, is_exported: bool) {
        let (now, before) = (self.utc(meeting), self.utc(existing));
        if now.is_some() && now == before {
            (meeting.date, meeting.time) = (existing.date, existing.time);
            meeting.zone.clone_from(&existing.zone);
        } else if now.is_some() && meeting.zone.is_empty() && !existing.zone.is_empty() {
            self.context
                .zone
                .map_or("", Tz::name)
                .clone_into(&mut meeting.zone);
        }
        if is_exported {
            // The export fills these in, or says them in words only.
            meeting.channel = existing.channel;
            meeting.minutes = existing.minutes;
            if !existing.link.is_empty() {
                meeting.link.clone_from(&existing.link);
            }
        }
        // An archived meeting is exported as canceled; reading that back must not change its state.
        if existing.state == MeetingState::Held || existing.archived || !cancelled {
            meeting.state = existing.state;
        }
    }

    fn with_note(&self, meeting: Meeting, text: &str, cancelled: bool) -> FoundMeeting {
        let book = self.context.book;
        let me = book.me();
        let before = book
            .note(meeting.id, me)
            .map_or("", |note| note.text.as_str());
        let note = Note {
            id: Note::id_for(meeting.id, me),
            meeting: meeting.id,
            author: me,
            text: text.to_owned(),
        };
        let detail = self.shown(&meeting);
        let always: &[&str] = if cancelled { &["state"] } else { &[] };
        FoundMeeting {
            meeting: ImportedRecord {
                detail,
                ..imported_record(meeting.into(), always)
            },
            note: Some(note).filter(|_| before.is_empty() && !text.is_empty()),
            keeps_note: !before.is_empty() && !before.contains(text),
        }
    }

    /// Hour of a meeting with its zone, and by the reader's clock: ` at 10:00 (America/New_York), 16:00 for you`.
    fn shown(&self, meeting: &Meeting) -> String {
        let (Some(time), Some(utc)) = (meeting.time, self.utc(meeting)) else {
            return String::new();
        };
        let mut words = format!(" at {}", format_time(time));
        if !meeting.zone.is_empty() {
            words.push_str(&format!(" ({})", meeting.zone));
            let mine = self.clocks.reader(utc);
            if mine.date() != meeting.date {
                let mine = format_date_time(mine.date(), Some(mine.time()));
                words.push_str(&format!(", {mine} for you"));
            } else if mine.time() != time {
                words.push_str(&format!(", {} for you", format_time(mine.time())));
            }
        }
        words
    }

    /// The hour of a meeting in UTC; none without an hour.
    fn utc(&self, meeting: &Meeting) -> Option<NaiveDateTime> {
        let zone = meeting.zone.parse::<Tz>();
        Some(self.clocks.utc(&Moment {
            at: meeting.date.and_time(meeting.time?),
            has_time: true,
            clock: zone.map_or(Clock::Reader, Clock::Named),
        }))
    }

    /// The meeting of the book that an event of another program is, by its hour: under the same title, or under any if one
    /// of them has none or the event names the partner.
    fn candidate(&self, meeting: &Meeting, event: &Event, own_id: Id) -> Option<&'a Meeting> {
        if let Some(matched) = self.matched.get(&own_id) {
            return Some(matched);
        }
        let (before, after) = (Days::new(1), Days::new(1));
        let first = meeting.date.checked_sub_days(before)?;
        let last = meeting.date.checked_add_days(after)?;
        let near: Vec<&'a Meeting> = self
            .by_day
            .range(first..=last)
            .flat_map(|(_, all)| all.iter().copied())
            .collect();
        let is_free = |one: &&&Meeting| one.event.is_none() && !self.claimed.contains(&one.id);
        let title = plain_words(&meeting.title);
        let utc = self.utc(meeting);
        let same_title = |one: &&&Meeting| {
            // Two meetings on one day under one title are two, as long as their times differ.
            let times_match = match self.utc(one).zip(utc) {
                Some((theirs, mine)) => theirs == mine,
                None => one.date == meeting.date,
            };
            times_match && one.kind == meeting.kind && plain_words(&one.title) == title
        };
        let same_hour = |one: &&&Meeting| {
            let is_same = utc.is_some() && self.utc(one) == utc;
            is_same && (one.title.is_empty() || title.is_empty() || self.names_partner(event))
        };
        let free = || near.iter().filter(is_free);
        free()
            .find(same_title)
            .or_else(|| free().find(same_hour))
            .copied()
    }

    fn names_partner(&self, event: &Event) -> bool {
        let partner = plain_words(self.context.book.name(self.context.book.me().other()));
        let first = partner.split(' ').next().unwrap_or_default();
        let title = plain_words(event.title());
        !first.is_empty() && title.split(' ').any(|word| word == first)
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
}

/// A planned meeting, called off.
pub fn called_off(planned: &Meeting) -> ImportedRecord {
    let cancelled = Meeting {
        state: MeetingState::Cancelled,
        ..planned.clone()
    };
    let mut imported = imported_record(cancelled.into(), &["state"]);
    imported.present_fields.retain(|field| field == "state");
    imported
}

/// Refuses an event that is older than what the book has of it.
fn check_version(event: &Event, existing: &Meeting, meeting: &Meeting) -> Result<(), String> {
    if event
        .sequence
        .is_none_or(|number| number >= existing.sequence.unwrap_or(0))
    {
        return Ok(());
    }
    let (title, at) = (
        name(event.title()),
        format_date_time(meeting.date, meeting.time),
    );
    Err(format!(
        "The event {title} of {at} was left out: the book has a newer version of it."
    ))
}

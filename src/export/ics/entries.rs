//! Entries of a calendar: meetings, and days by which something is to be done.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use crate::domain::change::Kind;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::person::Role;
use crate::export::document::RecordsByMeeting;
use crate::export::shared_book::ExportView;
use crate::export::subject::is_within;
use crate::export::{Content, ExportSubject};

/// Length of a meeting without one, in minutes.
const DEFAULT_MEETING_MINUTES: u32 = 60;
/// Years in which a zone has rules; an hour outside of them is floating.
const ZONED_YEARS: RangeInclusive<i32> = 1900..=2200;

/// When an entry is.
#[derive(Clone, Copy)]
pub(super) enum When {
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
pub(super) enum Standing {
    Open,
    /// Held or done.
    Done,
    /// Called off, let go or archived.
    Off,
}

/// An entry of the calendar.
pub(super) struct Entry<'a> {
    pub record: (Kind, Id),
    pub title: String,
    pub when: When,
    pub standing: Standing,
    pub text: String,
    /// Link or number of the call.
    pub link: &'a str,
}

/// Entries of the calendar, and the number of those left out because they are done.
pub(super) fn entries<'a>(content: &'a Content) -> (Vec<Entry<'a>>, usize) {
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
            ExportSubject::Form { .. }
            | ExportSubject::BlankForm { .. }
            | ExportSubject::PartnerForm { .. }
            | ExportSubject::Hours => Vec::new(),
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

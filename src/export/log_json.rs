//! JSON of the log: the meetings and contacts in full, and the hours alone.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::request::ExportLevel;
use super::shared_book::ExportView;
use super::subject::is_within;
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind};
use crate::domain::person::Role;

/// Meetings and contacts held, with their sum.
#[derive(Serialize, JsonSchema)]
pub struct LogFile<'a, T> {
    /// The day the file was written.
    made: NaiveDate,
    /// Title of the program.
    program: &'a str,
    /// Name of the mentee; none if it is withheld.
    mentee: Option<&'a str>,
    /// Name of the mentor; none if it is withheld.
    mentor: Option<&'a str>,
    /// Length of all together, where it was noted.
    minutes: u64,
    /// The minutes in hours, unrounded.
    hours: f64,
    /// Meetings and contacts, oldest first.
    held: Vec<T>,
}

/// A meeting or contact in the hours record.
#[derive(Serialize, JsonSchema)]
pub struct HeldHours<'a> {
    date: NaiveDate,
    kind: MeetingKind,
    channel: Option<Channel>,
    /// Length, if it was noted.
    minutes: Option<u32>,
    about: &'a str,
}

/// A meeting or contact with all that is shared of it.
#[derive(Serialize, JsonSchema)]
pub struct HeldMeeting<'a> {
    id: Id,
    #[serde(flatten)]
    meeting: &'a Meeting,
    /// Titles of the goals.
    goal_titles: Vec<&'a str>,
    /// Notes of the mentee, as Markdown.
    notes_mentee: &'a str,
    /// Notes of the mentor, as Markdown.
    notes_mentor: &'a str,
}

impl<'a, T> LogFile<'a, T> {
    fn of(view: &'a ExportView, held: &[&'a Meeting], row: impl Fn(&'a Meeting) -> T) -> Self {
        // Nobody signs such a file, so that counts need no names.
        let is_named = view.level != ExportLevel::Counts;
        let name = |role| {
            let person = view.book.person(role).filter(|_| is_named)?;
            Some(person.name.as_str())
        };
        let minutes = held.iter().filter_map(|meeting| meeting.minutes);
        Self {
            made: view.today,
            program: &view.program.title,
            mentee: name(Role::Mentee),
            mentor: name(Role::Mentor),
            minutes: minutes.clone().map(u64::from).sum(),
            hours: minutes.map(f64::from).sum::<f64>() / 60.0,
            held: held.iter().map(|meeting| row(meeting)).collect(),
        }
    }
}

/// The hours of the year of `view`.
pub fn hours<'a>(view: &'a ExportView) -> LogFile<'a, HeldHours<'a>> {
    LogFile::of(view, &view.year().held_in_cycle(), |meeting| HeldHours {
        date: meeting.date,
        kind: meeting.kind,
        channel: meeting.channel,
        minutes: meeting.minutes,
        about: &meeting.title,
    })
}

/// Meetings and contacts held on the days from `from` to `to`.
pub fn meetings<'a>(
    view: &'a ExportView,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> LogFile<'a, HeldMeeting<'a>> {
    let held = view.book.held().filter(|it| is_within(it.date, from, to));
    let mut held: Vec<_> = held.collect();
    held.reverse();
    let note = |meeting: &Meeting, author| {
        let note = view.book.note(meeting.id, author);
        note.map_or("", |note| note.text.as_str())
    };
    LogFile::of(view, &held, |meeting| HeldMeeting {
        id: meeting.id,
        meeting,
        goal_titles: goal_titles(view, meeting).collect(),
        notes_mentee: note(meeting, Role::Mentee),
        notes_mentor: note(meeting, Role::Mentor),
    })
}

/// The titles of the goals that `meeting` was about.
pub fn goal_titles<'a>(
    view: &'a ExportView,
    meeting: &'a Meeting,
) -> impl Iterator<Item = &'a str> {
    let goals = meeting.goals.iter();
    let goals = goals.filter_map(|goal| view.book.goals.get(goal));
    goals.map(|goal| goal.title.as_str())
}

//! UIDs of events: those of our own exports name a record and its kind.

use super::event::Event;
use super::notes::name;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;

/// Parsed UID of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Uid<'a> {
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
    pub fn of(uid: &'a str) -> Self {
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

/// True if an event whose UID names no kind is a meeting, by the record under its id or by how it was exported.
pub fn is_meeting(kind: Option<&Kind>, event: &Event) -> Result<bool, String> {
    if let Some(kind) = kind {
        return Ok(*kind == Kind::Meeting);
    }
    if event.is_free_day() {
        return Ok(false);
    }
    // A deadline is exported as a whole day with a prefix in its title, unless a calendar changed it since.
    let has_time = event.start.as_ref().is_some_and(|start| start.has_time);
    let mut kinds = MeetingKind::ALL.iter();
    if has_time && kinds.any(|kind| event.title().starts_with(kind.label())) {
        return Ok(true);
    }
    Err(format!(
        "The event {} was left out: it cannot be told whether it is a meeting or a deadline.",
        name(event.title())
    ))
}

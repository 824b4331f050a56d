//! Deeds on agendas: the lines of a meeting's agenda; [`question`] holds those on the queue of questions, [`card`] those on
//! the activities and prompts of the deck.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use super::{Refusal, Scribe, Toward, check_minutes, one_line, order_between, quoted, reorder};
use crate::domain::agenda::ProposedItem;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::id::Id;
use crate::domain::idea::{Activity, ActivityState, Prompt, Question};
use crate::domain::meeting::{AgendaItem, Meeting, MeetingState, Origin};
use crate::domain::when::{counted, shown, shown_moment};

pub mod card;
pub mod question;

/// The meeting an agenda is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// One of the log.
    Meeting(Id),
    /// A new one, planned by the same commit.
    New(NaiveDate, Option<NaiveTime>),
}

/// Puts chosen lines at the end of an agenda, and plans its meeting if it is new. Prompts become used, untouched activities
/// planned, questions know their meeting. A line that is there already is passed over.
pub fn build(
    book: &Book,
    target: For,
    items: &[ProposedItem],
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let mut changes = Vec::new();
    let meeting = match target {
        For::Meeting(id) => meeting(book, id)?.id,
        For::New(date, time) => {
            let meeting = planned(date, time, scribe)?;
            let id = meeting.id;
            changes.push(Change::create(meeting));
            id
        }
    };
    let there = book.agenda_of(meeting);
    let mut last = there.last().map(|item| item.order.clone());
    let mut sources: BTreeSet<(Origin, String)> = there
        .iter()
        .map(|item| (item.origin, item.subject.clone()))
        .collect();
    let mut lines = Vec::new();
    for item in items {
        if item.origin != Origin::Own && !sources.insert((item.origin, item.subject.clone())) {
            continue;
        }
        let line = new_line(item, meeting, last.as_deref(), scribe)?;
        last = Some(line.order.clone());
        changes.extend(mark(book, item, meeting, scribe));
        lines.push(line);
    }
    let label = build_label(target, &lines)?;
    changes.extend(lines.into_iter().map(Change::create));
    Ok(scribe.commit(label, changes))
}

fn build_label(target: For, lines: &[AgendaItem]) -> Result<String, Refusal> {
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    match (target, lines) {
        (For::New(date, time), []) => {
            Ok(format!("meeting planned for {}", shown_moment(date, time)))
        }
        (For::New(date, time), _) => Ok(format!(
            "meeting planned for {} with {}",
            shown_moment(date, time),
            counted(count, "agenda line")
        )),
        (For::Meeting(_), []) => Err(Refusal::new("Nothing new was chosen for the agenda.")
            .hint("Choose at least one line that is not on it.")),
        (For::Meeting(_), [line]) => Ok(format!("agenda line {} added", quoted(&line.text))),
        (For::Meeting(_), _) => Ok(format!("{} added", counted(count, "agenda line"))),
    }
}

fn planned(
    date: NaiveDate,
    time: Option<NaiveTime>,
    scribe: &mut Scribe,
) -> Result<Meeting, Refusal> {
    if date < scribe.today {
        return Err(Refusal::new(format!(
            "A meeting cannot be planned for {}, which has gone by.",
            shown(date)
        ))
        .hint("Choose a day from today on, or log a meeting that was held."));
    }
    Ok(Meeting {
        id: scribe.id(),
        date,
        time,
        state: MeetingState::Planned,
        ..Meeting::default()
    })
}

fn new_line(
    item: &ProposedItem,
    meeting: Id,
    last: Option<&str>,
    scribe: &mut Scribe,
) -> Result<AgendaItem, Refusal> {
    if let Some(minutes) = item.minutes {
        check_minutes(minutes)?;
    }
    Ok(AgendaItem {
        id: scribe.id(),
        meeting,
        text: one_line(&item.text, "agenda line")?,
        minutes: item.minutes,
        order: order_between(last, None),
        origin: item.origin,
        subject: item.subject.clone(),
        reason: item.reason.clone(),
        ..AgendaItem::default()
    })
}

/// What putting `item` on the agenda of `meeting` says about the thing it comes from.
fn mark(book: &Book, item: &ProposedItem, meeting: Id, scribe: &Scribe) -> Option<Change> {
    match item.origin {
        Origin::Own | Origin::Action | Origin::Goal => None,
        Origin::Prompt => {
            let id = Prompt::id_for(&item.subject);
            let before = book.prompts.get(&id).cloned();
            let after = Prompt {
                id,
                key: item.subject.clone(),
                used: Some(scribe.today),
                ..before.clone().unwrap_or_default()
            };
            Some(Change::put(before, after))
        }
        Origin::Activity => {
            let id = Activity::id_for(&item.subject);
            let before = book.activities.get(&id).cloned();
            let mut after = before.clone().unwrap_or_default();
            if after.state != ActivityState::Untouched {
                return None;
            }
            after.id = id;
            after.key.clone_from(&item.subject);
            after.state = ActivityState::Planned;
            after.changed = Some(scribe.today);
            Some(Change::put(before, after))
        }
        Origin::Question => {
            let before = book.questions.get(&item.subject.parse().ok()?)?;
            let after = Question {
                meeting: Some(meeting),
                ..before.clone()
            };
            Some(Change::edit(before.clone(), after))
        }
    }
}

/// Adds a line in the pair's own words at the end of the agenda.
pub fn add_line(
    book: &Book,
    target: For,
    text: &str,
    minutes: Option<u32>,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let item = ProposedItem {
        text: text.to_owned(),
        minutes,
        ..ProposedItem::default()
    };
    build(book, target, &[item], scribe)
}

/// Ticks a line as talked about; one that is ticked is open again.
pub fn tick_line(book: &Book, id: Id, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let done = !line(book, id)?.done;
    let verb = if done { "done" } else { "open again" };
    change(book, id, verb, scribe, |item| item.done = done)
}

/// Takes a line off the agenda. A question goes back to the queue; a prompt or an activity is not offered again.
pub fn drop_line(book: &Book, id: Id, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let before = line(book, id)?;
    let mut commit = change(book, id, "dropped", scribe, |item| item.archived = true)?;
    let question = match before.origin {
        Origin::Question => before
            .subject
            .parse()
            .ok()
            .and_then(|id: Id| book.questions.get(&id))
            .filter(|question| question.meeting == Some(before.meeting)),
        Origin::Own | Origin::Action | Origin::Goal | Origin::Activity | Origin::Prompt => None,
    };
    commit.changes.extend(question.map(|question| {
        let after = Question {
            meeting: None,
            ..question.clone()
        };
        Change::edit(question.clone(), after)
    }));
    Ok(commit)
}

/// Moves a line by one place; at the end of the agenda it stays.
pub fn move_line(
    book: &Book,
    id: Id,
    toward: Toward,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let moved = line(book, id)?;
    let items = book.agenda_of(moved.meeting);
    let from = items.iter().position(|item| item.id == id).unwrap_or(0);
    let (to, word) = match toward {
        Toward::Up => (from.saturating_sub(1), "up"),
        Toward::Down => ((from + 1).min(items.len().saturating_sub(1)), "down"),
    };
    let keys: Vec<&str> = items.iter().map(|item| item.order.as_str()).collect();
    let changes = reorder(&keys, from, to)
        .into_iter()
        .map(|(place, order)| {
            let before = items[place];
            let after = AgendaItem {
                order,
                ..before.clone()
            };
            Change::edit(before.clone(), after)
        })
        .collect();
    let label = format!("agenda line {} moved {word}", quoted(&moved.text));
    Ok(scribe.commit(label, changes))
}

fn meeting(book: &Book, id: Id) -> Result<&Meeting, Refusal> {
    book.meetings.get(&id).ok_or_else(|| {
        Refusal::new("That meeting is not in this book.").hint("Look at the log for its number.")
    })
}

fn line(book: &Book, id: Id) -> Result<&AgendaItem, Refusal> {
    book.agenda.get(&id).ok_or_else(|| {
        Refusal::new("That line is not on an agenda of this book.")
            .hint("Look at the agenda for its number.")
    })
}

fn change(
    book: &Book,
    id: Id,
    verb: &str,
    scribe: &Scribe,
    edit: impl FnOnce(&mut AgendaItem),
) -> Result<Commit, Refusal> {
    let before = line(book, id)?;
    let mut after = before.clone();
    edit(&mut after);
    let label = format!("agenda line {} {verb}", quoted(&after.text));
    Ok(scribe.commit(label, vec![Change::edit(before.clone(), after)]))
}

#[cfg(test)]
mod tests;

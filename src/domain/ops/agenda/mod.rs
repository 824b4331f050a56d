//! Operations on the lines of a meeting's agenda; [`question`] holds those on the queue of questions, [`card`] those on
//! the activities and prompts of the deck.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use super::fields::FormFields;
use super::records::{Editable, find, order_after};
use super::{OpContext, Outcome, Refusal, check_minutes, order_between, quoted, require_line};
use crate::domain::book::Book;
use crate::domain::change::{Change, Record};
use crate::domain::dates::{format_date, format_date_time, pluralize};
use crate::domain::deck::ActivityState;
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Meeting, MeetingState, Origin};
use crate::domain::suggestions::ProposedItem;

pub mod card;
pub mod question;

/// Meeting that an agenda is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgendaTarget {
    /// A meeting of the log.
    Meeting(Id),
    /// A new meeting, planned by the same commit.
    NewMeeting(NaiveDate, Option<NaiveTime>),
}

/// Appends items to an agenda, and plans its meeting if it is new. Prompts become used, untouched activities planned,
/// questions refer to their meeting. An item that is on it already is skipped.
pub fn add_items(
    book: &Book,
    target: AgendaTarget,
    items: &[ProposedItem],
    ctx: &OpContext,
) -> Outcome {
    let mut changes = Vec::new();
    let meeting = match target {
        AgendaTarget::Meeting(id) => find::<Meeting>(book, id)?.id,
        AgendaTarget::NewMeeting(date, time) => {
            let meeting = planned_meeting(date, time, ctx)?;
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
        let is_new = sources.insert((item.origin, item.subject.clone()));
        if !is_new && !item.subject.is_empty() {
            continue;
        }
        let line = new_line(item, meeting, last.as_deref(), ctx)?;
        last = Some(line.order.clone());
        changes.extend(source_change(book, item, meeting, ctx));
        lines.push(line);
    }
    let label = add_items_label(target, &lines)?;
    changes.extend(lines.into_iter().map(Change::create));
    Ok(ctx.commit(label, changes))
}

fn add_items_label(target: AgendaTarget, lines: &[AgendaItem]) -> Result<String, Refusal> {
    let count = pluralize(lines.len(), "agenda line");
    match (target, lines) {
        (AgendaTarget::NewMeeting(date, time), []) => Ok(format!(
            "meeting planned for {}",
            format_date_time(date, time)
        )),
        (AgendaTarget::NewMeeting(date, time), _) => Ok(format!(
            "meeting planned for {} with {count}",
            format_date_time(date, time)
        )),
        (AgendaTarget::Meeting(_), []) => {
            Err(Refusal::new("Nothing new was chosen for the agenda.")
                .hint("Choose at least one line that is not on it."))
        }
        (AgendaTarget::Meeting(_), [line]) => {
            Ok(format!("agenda line {} added", quoted(&line.text)))
        }
        (AgendaTarget::Meeting(_), _) => Ok(format!("{count} added")),
    }
}

fn planned_meeting(
    date: NaiveDate,
    time: Option<NaiveTime>,
    ctx: &OpContext,
) -> Result<Meeting, Refusal> {
    if date < ctx.today {
        return Err(Refusal::new(format!(
            "A meeting cannot be planned for {}, which has gone by.",
            format_date(date)
        ))
        .hint("Choose a day from today on, or log a meeting that was held."));
    }
    Ok(Meeting {
        id: ctx.id(),
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
    ctx: &OpContext,
) -> Result<AgendaItem, Refusal> {
    if let Some(minutes) = item.minutes {
        check_minutes(minutes)?;
    }
    Ok(AgendaItem {
        id: ctx.id(),
        meeting,
        text: require_line(&item.text, "agenda line")?,
        minutes: item.minutes,
        order: order_between(last, None),
        origin: item.origin,
        subject: item.subject.clone(),
        reason: item.reason.clone(),
        ..AgendaItem::default()
    })
}

/// Change of the record that `item` comes from, when it is put on the agenda of `meeting`.
fn source_change(book: &Book, item: &ProposedItem, meeting: Id, ctx: &OpContext) -> Option<Change> {
    match item.origin {
        Origin::Own | Origin::Action | Origin::Goal => None,
        Origin::Prompt => {
            let mut mark = book.prompt_mark(&item.subject);
            mark.used = Some(ctx.today);
            Some(book.upsert(mark))
        }
        Origin::Activity => {
            let mut mark = book.activity_mark(&item.subject);
            if mark.state != ActivityState::Untouched {
                return None;
            }
            mark.state = ActivityState::Planned;
            mark.changed = Some(ctx.today);
            Some(book.upsert(mark))
        }
        Origin::Question => {
            let before = book.questions.get(&item.subject.parse().ok()?)?;
            Some(Change::with(before, |it| it.meeting = Some(meeting)))
        }
    }
}

/// The change of the question that an agenda line asks: it goes on that agenda again, or back to those that wait. None if
/// it has moved on, or the line asks none.
pub(super) fn question_change(book: &Book, record: &Record, on_agenda: bool) -> Option<Change> {
    let Record::AgendaItem(item) = record else {
        return None;
    };
    let id: Id = item.subject.parse().ok()?;
    let question = book.questions.get(&id)?;
    let (from, to) = if on_agenda {
        (None, Some(item.meeting))
    } else {
        (Some(item.meeting), None)
    };
    (item.origin == Origin::Question && question.meeting == from)
        .then(|| Change::with(question, |it| it.meeting = to))
}

/// The change of the action that a ticked agenda line carried over, or of one that is unticked; none if the action was
/// done, or opened again, on its own.
pub fn promise_change(book: &Book, before: &Record, today: NaiveDate) -> Option<Change> {
    let Record::AgendaItem(item) = before else {
        return None;
    };
    let id: Id = item.subject.parse().ok()?;
    let action = book.actions.get(&id)?;
    let follows = item.origin == Origin::Action && !action.archived;
    (follows && action.done.is_some() == item.done).then(|| {
        let done = (!item.done).then_some(today);
        Change::with(action, |it| it.done = done)
    })
}

impl Editable for AgendaItem {
    const FORM: &'static str = "editor-agenda-item";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.required("text", &mut self.text, "agenda line")?
            .number("minutes", &mut self.minutes)?;
        Ok(())
    }

    fn check(&self, _ctx: &OpContext) -> Result<(), Refusal> {
        self.minutes.map_or(Ok(()), check_minutes)
    }

    fn create(parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        let meeting: &Meeting = find(book, parent.unwrap_or_default())?;
        let others = book.agenda_of(meeting.id);
        Ok(Self {
            id: ctx.id(),
            meeting: meeting.id,
            order: order_after(others.iter().map(|item| item.order.as_str())),
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests;

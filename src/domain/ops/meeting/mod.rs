//! Operations on the log: log a meeting that was held, plan one, reschedule or cancel it.
//!
//! [`log`] and [`edit`] go through the meeting's editor form, [`plan`] through the shorter one for a planned meeting;
//! [`mark_held`] turns the one into the other. `action_lines` parses the actions agreed, `series` plans until the end
//! of the year. Notes are records of their own: load the notes of a meeting before editing it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::fields::{FormFields, fill, joined, take};
use super::records::find;
use super::{
    OpContext, Outcome, Refusal, check_minutes, normalize_line, normalize_text, require_line,
};
use crate::domain::action::Action;
use crate::domain::answer::{Answers, canonical_date};
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind, MeetingState, Note, PrivateNote};
use crate::domain::schedule::Year;

mod action_lines;
mod move_notes;
mod series;

pub use action_lines::{parse_actions, split_due_date, split_owner};
pub use move_notes::move_notes;
pub use series::{Recurrence, plan_series};

/// Initial answers for a new meeting or contact: today, the channel used last, and for a meeting its usual length.
pub fn defaults(year: &Year, kind: MeetingKind) -> Answers {
    let usual = year.entry_defaults(kind);
    let mut answers = Answers::default();
    answers
        .set("kind", kind.key())
        .set_day("date", Some(year.today), None)
        .set("channel", usual.channel.map_or("", |channel| channel.key()));
    if kind == MeetingKind::Meeting {
        answers.set_number("minutes", usual.minutes);
    }
    answers
}

/// Answers with which the form of a planned meeting opens: the usual channel and length.
pub fn plan_defaults(year: &Year) -> Answers {
    let usual = year.entry_defaults(MeetingKind::Meeting);
    let mut answers = Answers::of("channel", usual.channel.map_or("", |channel| channel.key()));
    answers.set_number("minutes", usual.minutes);
    answers.set("link", usual.link);
    answers
}

/// Answers for the editor of a meeting, with the owner's notes as far as they are loaded. Actions agreed and the next
/// meeting are records of their own: text there adds new ones.
pub fn answers_of(book: &Book, meeting: &Meeting) -> Answers {
    let note = book.note(meeting.id, book.me());
    let private = book.private_note(meeting.id);
    let mut answers = fill(meeting, fields);
    answers
        .set("notes", note.map_or("", |note| &note.text))
        .set("private-notes", private.map_or("", |note| &note.text))
        .set_number("feeling", private.and_then(|note| note.feeling));
    answers
}

/// Splits a line at the separators into words.
fn split_words(line: &str, separators: &[char]) -> BTreeSet<String> {
    line.split(separators)
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The fields of a meeting's own; notes, actions and the next date are records beside it.
fn fields(meeting: &mut Meeting, form: &mut FormFields) -> Result<(), Refusal> {
    let mut moment = (meeting.date, meeting.time, None);
    form.field(
        "date",
        &mut moment,
        |(date, time, _)| canonical_date(*date, *time),
        |it, (date, ..)| {
            let date = it.day("date").unwrap_or(*date);
            Ok((date, it.time("date"), it.zone("date")))
        },
    )?
    .word("kind", &mut meeting.kind, MeetingKind::key)?
    .option("channel", &mut meeting.channel, Channel::key)?
    .number("minutes", &mut meeting.minutes)?
    .line("link", &mut meeting.link, "link")?
    .line("title", &mut meeting.title, "title")?
    .field(
        "topics",
        &mut meeting.topics,
        |topics| joined(topics, ", "),
        |it, _| {
            let line = normalize_line(it.get("topics"), "list of topics")?;
            Ok(split_words(&line, &[',', ';']))
        },
    )?
    .field(
        "goals",
        &mut meeting.goals,
        |goals| joined(&goals.iter().map(Id::to_string).collect(), "\n"),
        |it, _| {
            let goals = it.keys("goals").into_iter();
            Ok(goals.filter_map(|goal| goal.parse().ok()).collect())
        },
    )?
    .keys("activities", &mut meeting.activities)?
    .keys("competencies", &mut meeting.competencies)?
    .field(
        "resources",
        &mut meeting.resources,
        |resources| joined(resources, "; "),
        |it, _| {
            let line = normalize_line(it.get("resources"), "list of resources")?;
            Ok(split_words(&line, &[';']))
        },
    )?
    .text("decisions", &mut meeting.decisions, "decision")?
    .line("win", &mut meeting.win, "win")?;
    (meeting.date, meeting.time, _) = moment;
    if let (.., Some(zone)) = moment {
        zone.name().clone_into(&mut meeting.zone);
    }
    Ok(())
}

fn with_answers(meeting: &Meeting, answers: &Answers) -> Result<Meeting, Refusal> {
    let meeting = take(meeting, answers, fields)?;
    meeting.minutes.map_or(Ok(()), check_minutes)?;
    Ok(meeting)
}

/// Refuses a held meeting in the future.
fn check_not_future(meeting: &Meeting, today: NaiveDate) -> Result<(), Refusal> {
    if meeting.state == MeetingState::Held && meeting.date > today {
        return Err(Refusal::new(format!(
            "{} is still ahead, so it cannot have been held.",
            dates::format_date(meeting.date)
        ))
        .hint("Plan the meeting, or correct the date."));
    }
    Ok(())
}

/// Logs a held meeting: the meeting, the owner's notes, the actions agreed and, if it has a date, the next meeting.
///
/// Only the kind is required; without a date it was today. Agenda lines are ticked on their own.
pub fn log(book: &Book, answers: &Answers, ctx: &OpContext) -> Outcome {
    if answers.word::<MeetingKind>("kind").is_none() {
        return Err(Refusal::new("Was it a meeting or a contact?")
            .hint("A meeting is a talk proper; an e-mail, a chat or a short call is a contact."));
    }
    let meeting = Meeting {
        id: ctx.id(),
        date: ctx.today,
        state: MeetingState::Held,
        ..Meeting::default()
    };
    save(book, meeting, "logged", answers, ctx)
}

/// Edits a meeting and the owner's notes on it. Lines among the actions are added to those it has.
pub fn edit(book: &Book, meeting: Id, answers: &Answers, ctx: &OpContext) -> Outcome {
    let before = find::<Meeting>(book, meeting)?.clone();
    save(book, before, "changed", answers, ctx)
}

/// Marks a planned meeting held once its date has come; before that, and for any other meeting, only edits it.
///
/// # Errors
/// When an answer is refused or the meeting is gone.
pub fn write_up(book: &Book, id: Id, answers: &Answers, ctx: &OpContext) -> Outcome {
    let is_planned = find::<Meeting>(book, id)?.state == MeetingState::Planned;
    if is_planned && answers.day("date").is_none_or(|day| day <= ctx.today) {
        mark_held(book, id, answers, ctx)
    } else {
        edit(book, id, answers, ctx)
    }
}

/// Marks a meeting that was planned, or canceled and then held after all, as held: it counts from now on.
pub fn mark_held(book: &Book, meeting: Id, answers: &Answers, ctx: &OpContext) -> Outcome {
    let mut held = find::<Meeting>(book, meeting)?.clone();
    held.state = MeetingState::Held;
    save(book, held, "written up", answers, ctx)
}

/// Saves `meeting` with the answers, and what they say beside it; `verb` ends the label.
fn save(book: &Book, meeting: Meeting, verb: &str, answers: &Answers, ctx: &OpContext) -> Outcome {
    let meeting = with_answers(&meeting, answers)?;
    check_not_future(&meeting, ctx.today)?;
    let label = format!("{} {verb}", meeting.label());
    let mut changes = related_changes(&meeting, answers, book, ctx)?;
    changes.push(book.upsert(meeting));
    Ok(ctx.commit(label, changes))
}

/// Changes beside the meeting itself: notes, actions, the next meeting.
fn related_changes(
    meeting: &Meeting,
    answers: &Answers,
    book: &Book,
    ctx: &OpContext,
) -> Result<Vec<Change>, Refusal> {
    let mut changes = note_changes(meeting.id, answers, book)?;
    for promise in parse_actions(answers.get("actions"), book, ctx.today) {
        changes.push(Change::create(Action {
            id: ctx.id(),
            text: require_line(&promise.text, "action")?,
            meeting: Some(meeting.id),
            agreed: Some(meeting.date),
            ..promise
        }));
    }
    if let Some(next) = next_meeting(meeting, answers, book, ctx)? {
        changes.push(Change::create(next));
    }
    Ok(changes)
}

fn note_changes(meeting: Id, answers: &Answers, book: &Book) -> Result<Vec<Change>, Refusal> {
    let mut changes = Vec::new();
    let before = book.note(meeting, book.me());
    let text = normalize_text(answers.get("notes"), "note")?;
    if before.is_some() || !text.is_empty() {
        let note = Note {
            id: Note::id_for(meeting, book.me()),
            meeting,
            author: book.me(),
            text,
        };
        changes.push(book.upsert(note));
    }
    let before = book.private_note(meeting);
    let text = normalize_text(answers.get("private-notes"), "private note")?;
    let feeling = answers.number("feeling");
    if before.is_some() || !text.is_empty() || feeling.is_some() {
        let note = PrivateNote {
            id: PrivateNote::id_for(meeting),
            meeting,
            text,
            feeling,
        };
        changes.push(book.upsert(note));
    }
    Ok(changes)
}

/// Next meeting, if it has a date and none is planned on that day yet.
fn next_meeting(
    meeting: &Meeting,
    answers: &Answers,
    book: &Book,
    ctx: &OpContext,
) -> Result<Option<Meeting>, Refusal> {
    let Some(date) = answers.day("next") else {
        return Ok(None);
    };
    if date < ctx.today {
        return Err(Refusal::new(format!(
            "The next meeting cannot be on {}: that day has gone by.",
            dates::format_date(date)
        ))
        .hint("Give a day ahead, or leave it empty."));
    }
    if book.planned().iter().any(|planned| planned.date == date) {
        return Ok(None);
    }
    // After an e-mail the next talk is not another e-mail: only a meeting passes its channel and link on.
    let usual = Some(meeting).filter(|_| meeting.kind == MeetingKind::Meeting);
    Ok(Some(Meeting {
        id: ctx.id(),
        date,
        time: answers.time("next"),
        zone: answers
            .zone("next")
            .map_or_else(String::new, |zone| zone.name().to_owned()),
        state: MeetingState::Planned,
        channel: usual.and_then(|meeting| meeting.channel),
        link: usual.map_or_else(String::new, |meeting| meeting.link.clone()),
        ..Meeting::default()
    }))
}

/// Plans a meeting. It counts once it is marked as held.
pub fn plan(answers: &Answers, ctx: &OpContext) -> Outcome {
    let Some(date) = answers.day("date") else {
        return Err(Refusal::new("A planned meeting needs a day.")
            .hint("Say it as you would: “next tue 10am”, “dec 1”."));
    };
    if date < ctx.today {
        return Err(
            Refusal::new(format!("{} has gone by already.", dates::format_date(date)))
                .hint("Log the meeting if it was held, or give a day ahead."),
        );
    }
    let meeting = Meeting {
        id: ctx.id(),
        state: MeetingState::Planned,
        ..Meeting::default()
    };
    let meeting = with_answers(&meeting, answers)?;
    let label = format!("{} planned", meeting.label());
    Ok(ctx.commit(label, vec![Change::create(meeting)]))
}

/// Reschedules a meeting; a planned one stays in the future, a held one in the past. `zone` is that of the hour, if it is not
/// the user's own.
pub fn reschedule(
    book: &Book,
    meeting: Id,
    date: NaiveDate,
    time: Option<NaiveTime>,
    zone: Option<Tz>,
    ctx: &OpContext,
) -> Outcome {
    let before = find::<Meeting>(book, meeting)?;
    let mut after = Meeting {
        date,
        time,
        ..before.clone()
    };
    if let Some(zone) = zone {
        zone.name().clone_into(&mut after.zone);
    }
    check_not_future(&after, ctx.today)?;
    if after.state == MeetingState::Planned && date < ctx.today {
        return Err(
            Refusal::new(format!("{} has gone by already.", dates::format_date(date)))
                .hint("Give a day ahead, or write the meeting up if it was held."),
        );
    }
    let label = format!(
        "{} moved to {}",
        before.label(),
        dates::format_date_time(date, time)
    );
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Cancels a planned meeting; it stays in the log as canceled.
pub fn cancel(book: &Book, meeting: Id, ctx: &OpContext) -> Outcome {
    let before = find::<Meeting>(book, meeting)?;
    match before.state {
        MeetingState::Planned => {}
        MeetingState::Held => {
            return Err(Refusal::new(format!(
                "The {} was held, so it cannot be called off.",
                before.label()
            ))
            .hint("Archive it if it should not be in the log."));
        }
        MeetingState::Cancelled => {
            return Err(
                Refusal::new(format!("The {} is called off already.", before.label()))
                    .hint("Plan another one when there is a day for it."),
            );
        }
    }
    let label = format!("{} called off", before.label());
    let changes = vec![Change::with(before, |it| {
        it.state = MeetingState::Cancelled;
    })];
    Ok(ctx.commit(label, changes))
}

/// Records that the agenda of a meeting was sent ahead.
///
/// # Errors
/// When nothing is on it, or the meeting is gone.
pub fn mark_agenda_sent(book: &Book, meeting: Id, ctx: &OpContext) -> Outcome {
    let before = find::<Meeting>(book, meeting)?;
    if book.agenda_of(meeting).is_empty() {
        return Err(
            Refusal::new("Nothing is on the agenda yet, so it cannot be sent.")
                .hint("Put something on it first."),
        );
    }
    let label = format!("agenda for the {} sent", before.label());
    let changes = vec![Change::with(before, |it| it.sent = Some(ctx.today))];
    Ok(ctx.commit(label, changes))
}

#[cfg(test)]
mod tests;

//! Ends a call: everything typed in it becomes one commit, which one undo takes back.

use chrono::NaiveDateTime;

use super::Call;
use super::marks::{Mark, lines, read_line};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::meeting::MeetingKind;
use crate::domain::ops::meeting::{self, parse_actions};
use crate::domain::ops::{self, OpContext, Outcome, Refusal};

/// Writes up the meeting of a call: minutes, ticks, notes, actions, decisions and wins. Private lines go to the private
/// note and nowhere else. A call that was not planned is logged on the day it began.
///
/// # Errors
/// When a line is too long. Nothing is lost by that: the call stays open.
pub fn end(book: &Book, call: &Call, now: NaiveDateTime, ctx: &OpContext) -> Outcome {
    let planned = call.meeting(book);
    let mut answers = planned.map_or_else(
        || unplanned(call),
        |planned| meeting::answers_of(book, planned),
    );
    let day = call.began.date();
    if answers.day("date") != Some(day) {
        answers.set_day("date", Some(day), Some(call.began.time()));
    }
    // A call of no time at all was held before, or with the clock stopped: the planned length is nearer.
    let minutes = call.minutes(now);
    if minutes > 0 {
        answers.set_number("minutes", Some(minutes));
    }
    write_notes(&mut answers, call, book, ctx);
    let ticked = call
        .agenda(book)
        .into_iter()
        .filter(|item| call.is_ticked(item) != item.done)
        .map(|item| ops::tick(book, Kind::AgendaItem, item.id, ctx))
        .try_fold(ctx.commit("", Vec::new()), |all, tick| {
            Ok::<_, Refusal>(all.merge(tick?))
        })?;
    let written = match planned {
        Some(planned) => meeting::mark_held(book, planned.id, &answers, ctx)?,
        None => meeting::log(book, &answers, ctx)?,
    };
    Ok(ticked.merge(written))
}

fn unplanned(call: &Call) -> Answers {
    let channel = call.channel.map_or("", |channel| channel.key());
    let mut answers = Answers::of("kind", MeetingKind::Meeting.key());
    answers.set("channel", channel);
    answers
}

/// Adds each line of the notes to the answer that its mark names.
fn write_notes(answers: &mut Answers, call: &Call, book: &Book, ctx: &OpContext) {
    let marked = |wanted: Mark| {
        let lines = lines(&call.notes).map(read_line);
        let lines = lines.filter(move |(mark, _)| *mark == Some(wanted));
        lines.map(|(_, words)| words)
    };
    let is_action = |words: &&str| !parse_actions(words, book, ctx.today).is_empty();
    // An action without a task, such as a lone name, stays in the notes.
    let notes = lines(&call.notes).filter_map(|line| match read_line(line) {
        (None, words) => Some(words),
        (Some(Mark::Action), words) => (!words.is_empty() && !is_action(&words)).then_some(words),
        (Some(Mark::Decision | Mark::Private | Mark::Win), _) => None,
    });
    append(answers, "notes", "\n\n", &join(notes, "\n"));
    let private = join(marked(Mark::Private), "\n");
    append(answers, "private-notes", "\n\n", &private);
    let decisions = join(marked(Mark::Decision), "\n");
    append(answers, "decisions", "\n", &decisions);
    append(answers, "win", "; ", &join(marked(Mark::Win), "; "));
    let actions = marked(Mark::Action).filter(is_action);
    append(answers, "actions", "\n", &join(actions, "\n"));
}

fn join<'a>(lines: impl Iterator<Item = &'a str>, between: &str) -> String {
    let lines: Vec<_> = lines.collect();
    lines.join(between).trim_matches('\n').to_owned()
}

/// Adds `text` behind what the answer has already.
fn append(answers: &mut Answers, field: &str, between: &str, text: &str) {
    let before = answers.get(field);
    if text.trim().is_empty() {
        return;
    }
    let both = if before.is_empty() {
        text.to_owned()
    } else {
        format!("{before}{between}{text}")
    };
    answers.set(field, both);
}

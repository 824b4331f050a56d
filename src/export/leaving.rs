//! The preview before anything leaves: the very content of the file, and what stays.

use super::shareable::Shareable;
use super::{Document, Level, Source, What};
use crate::domain::id::Id;

/// The lines of a document as plain text: exactly the content that any format carries.
pub fn preview(document: &Document) -> Vec<String> {
    super::txt::text(document)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// What of `source` stays when `what` leaves at `level`, each in a short sentence. It needs goals, the days of meetings,
/// private notes and answers, and looks at nothing else.
pub fn stays(what: &What, level: Level, source: &Source) -> Vec<String> {
    match level {
        Level::All => Vec::new(),
        Level::Shared => withheld(what, source),
        Level::Counts => {
            let mut stays = withheld(what, source);
            let words = if what.is_signed() {
                "Every text but your names stays here; else only numbers, dates and choices leave."
            } else {
                "Every text stays here; only numbers, dates and choices leave."
            };
            stays.push(words.to_owned());
            stays
        }
    }
}

fn withheld(what: &What, source: &Source) -> Vec<String> {
    let book = source.book;
    let shared = Shareable::of(book, source.forms);
    let notes = |wanted: &dyn Fn(Id) -> bool| {
        let notes = book.private_notes.values();
        (
            notes.filter(|note| wanted(note.meeting)).count(),
            "private note",
        )
    };
    let goals = (book.goals.len() - shared.goals.len(), "private goal");
    let answers = |form: Option<&str>| {
        let withheld = book.answers.values().filter(|answer| {
            let of = book.responses.get(&answer.response);
            let wanted = form.is_none_or(|form| of.is_some_and(|of| of.form == form));
            wanted && !shared.answers.contains_key(&answer.id)
        });
        (withheld.count(), "private answer")
    };
    let counts = match what {
        What::Form { key } => vec![answers(Some(key)), goals],
        What::Meeting(id) => vec![notes(&|meeting| meeting == *id)],
        What::Meetings { from, to } => vec![notes(&|meeting| {
            book.meetings.get(&meeting).is_some_and(|meeting| {
                from.is_none_or(|from| meeting.date >= from)
                    && to.is_none_or(|to| meeting.date <= to)
            })
        })],
        What::Agenda(_) | What::Year => vec![goals],
        What::Hours => Vec::new(),
        What::Everything => vec![notes(&|_| true), goals, answers(None)],
    };
    counts
        .into_iter()
        .filter_map(|(count, what)| match count {
            0 => None,
            1 => Some(format!("1 {what} stays here.")),
            _ => Some(format!("{count} {what}s stay here.")),
        })
        .collect()
}

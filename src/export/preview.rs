//! Preview of an export: the very content of the file, and what is withheld.

use super::shared_book::SharedBook;
use super::subject::is_within;
use super::{Document, ExportLevel, ExportSource, ExportSubject};
use crate::domain::id::Id;

/// The document as plain text: exactly the content that any format carries.
pub fn preview_lines(document: &Document) -> Vec<String> {
    super::txt::to_plain_text(document)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Records of `source` that are withheld when `subject` is exported at `level`, each kind in a short sentence. It reads goals,
/// dates of meetings, actions, private notes and answers, and nothing else.
pub fn withheld_notes(
    subject: &ExportSubject,
    level: ExportLevel,
    source: &ExportSource,
) -> Vec<String> {
    match level {
        ExportLevel::Office | ExportLevel::All => Vec::new(),
        ExportLevel::Shared => withheld_counts(subject, source),
        ExportLevel::Counts => {
            let mut stays = withheld_counts(subject, source);
            let words = if subject.is_signed() {
                "Every text but your names stays here; else only numbers, dates and choices leave."
            } else {
                "Every text stays here; only numbers, dates and choices leave."
            };
            stays.push(words.to_owned());
            stays
        }
    }
}

fn withheld_counts(subject: &ExportSubject, source: &ExportSource) -> Vec<String> {
    let book = source.book;
    let shared = SharedBook::of(book, source.forms);
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
    let counts = match subject {
        ExportSubject::Form { key } => vec![answers(Some(key)), goals],
        ExportSubject::Meeting(id) => vec![notes(&|meeting| meeting == *id)],
        ExportSubject::Meetings { from, to } => vec![notes(&|meeting| {
            let meeting = book.meetings.get(&meeting);
            meeting.is_some_and(|meeting| is_within(meeting.date, *from, *to))
        })],
        ExportSubject::Agenda(_) | ExportSubject::Year => vec![goals],
        ExportSubject::Hours
        | ExportSubject::BlankForm { .. }
        | ExportSubject::PartnerForm { .. } => Vec::new(),
        ExportSubject::Everything => vec![notes(&|_| true), goals, answers(None)],
    };
    counts
        .into_iter()
        .filter_map(|(count, subject)| match count {
            0 => None,
            1 => Some(format!("1 {subject} stays here.")),
            _ => Some(format!("{count} {subject}s stay here.")),
        })
        .collect()
}

//! Operations on the pulse.

use chrono::NaiveDate;

use super::{OpContext, Refusal, normalize_text, not_in_book};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::pulse::Pulse;

/// Answers for the editor of a pulse.
pub fn answers_of(pulse: &Pulse) -> Answers {
    let mut answers = Answers::default();
    answers
        .set_day("date", Some(pulse.date), None)
        .set_number("contact", pulse.contact)
        .set_number("progress", pulse.progress)
        .set_number("trust", pulse.trust)
        .set("note", &pulse.note);
    answers
}

/// `pulse` with the edited answers.
fn with_answers(pulse: &Pulse, answers: &Answers, today: NaiveDate) -> Result<Pulse, Refusal> {
    let after = Pulse {
        date: answers.day("date").unwrap_or(pulse.date),
        contact: rating(answers, "contact")?,
        progress: rating(answers, "progress")?,
        trust: rating(answers, "trust")?,
        note: normalize_text(answers.get("note"), "note")?,
        ..pulse.clone()
    };
    if after.date > today {
        return Err(Refusal::new(format!(
            "{} is still ahead, so nobody knows how it will feel.",
            format_date(after.date)
        ))
        .hint("Give today or a day that has gone by."));
    }
    if after.ratings().iter().all(Option::is_none) {
        return Err(Refusal::new("A pulse needs at least one rating.")
            .hint("Give 1 to 5 for each of the three; leave out what you cannot say."));
    }
    Ok(after)
}

fn rating(answers: &Answers, field: &str) -> Result<Option<u8>, Refusal> {
    let rating: Option<u8> = answers.number(field);
    match rating {
        Some(rating) if !(1..=5).contains(&rating) => Err(Refusal::new(format!(
            "{rating} is not a rating from 1 to 5."
        ))
        .hint("Give 1 for the lowest up to 5 for the highest.")),
        rating => Ok(rating),
    }
}

/// Adds a pulse of the owner.
pub fn add(answers: &Answers, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let pulse = Pulse {
        id: ctx.id(),
        date: ctx.today,
        ..Pulse::default()
    };
    let pulse = with_answers(&pulse, answers, ctx.today)?;
    let label = format!("pulse of {} taken", format_date(pulse.date));
    Ok(ctx.commit(label, vec![Change::create(pulse)]))
}

/// Edits a pulse.
pub fn edit(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = find(book, id)?;
    let after = with_answers(before, answers, ctx.today)?;
    let label = format!("pulse of {} changed", format_date(after.date));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Archives a pulse.
pub fn archive(book: &Book, id: Id, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let before = find(book, id)?;
    let after = Pulse {
        archived: true,
        ..before.clone()
    };
    let label = format!("pulse of {} archived", format_date(after.date));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

fn find(book: &Book, id: Id) -> Result<&Pulse, Refusal> {
    book.pulses.get(&id).ok_or_else(|| not_in_book("pulse"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::book;

    fn given(contact: &str, progress: &str, trust: &str) -> Answers {
        let mut answers = Answers::default();
        answers
            .set("contact", contact)
            .set("progress", progress)
            .set("trust", trust);
        answers
    }

    #[test]
    fn a_pulse_is_taken_changed_and_put_away() {
        let mut book = book([]);
        let commit = add(&given("4", "3", "5"), &mut op_context()).unwrap();
        assert_eq!(commit.label, "pulse of Sun 22 Nov 2026 taken");
        apply_commit(&mut book, &commit);
        let id = book.pulses_in_order()[0].id;
        assert_eq!(book.pulses[&id].average_tenths(), Some(40));
        let commit = edit(&book, id, &given("2", "", ""), &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.pulses[&id].average_tenths(), Some(20));
        let commit = archive(&book, id, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.pulses_in_order().is_empty());
    }

    #[test]
    fn a_pulse_without_a_rating_or_with_a_strange_one_is_refused() {
        assert!(add(&given("", "", ""), &mut op_context()).is_err());
        let refusal = add(&given("4", "6", ""), &mut op_context()).unwrap_err();
        assert_eq!(refusal.message, "6 is not a rating from 1 to 5.");
    }
}

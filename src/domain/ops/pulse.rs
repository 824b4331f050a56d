//! The pulse in its editor form.

use super::records::Editable;
use super::{OpContext, Refusal, normalize_text};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::pulse::Pulse;

impl Editable for Pulse {
    const FORM: &'static str = "editor-pulse";

    fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        answers
            .set_day("date", Some(self.date), None)
            .set_number("contact", self.contact)
            .set_number("progress", self.progress)
            .set_number("trust", self.trust)
            .set("note", &self.note);
        answers
    }

    fn with_answers(self, answers: &Answers, ctx: &OpContext) -> Result<Self, Refusal> {
        let after = Self {
            date: answers.day("date").unwrap_or(self.date),
            contact: rating(answers, "contact")?,
            progress: rating(answers, "progress")?,
            trust: rating(answers, "trust")?,
            note: normalize_text(answers.get("note"), "note")?,
            ..self
        };
        if after.date > ctx.today {
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

    fn new_answers(_book: &Book, ctx: &OpContext) -> Answers {
        Answers::of("date", ctx.today.to_string())
    }

    fn create(_parent: Option<Id>, _book: &Book, ctx: &mut OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            id: ctx.id(),
            date: ctx.today,
            ..Self::default()
        })
    }

    fn added_label(&self, _book: &Book) -> String {
        format!("pulse of {} taken", format_date(self.date))
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Kind;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::ops::{add, archive, edit};
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
    fn a_pulse_is_taken_changed_and_archived() {
        let mut book = book([]);
        let commit = add::<Pulse>(&book, None, &given("4", "3", "5"), &mut op_context()).unwrap();
        assert_eq!(commit.label, "pulse of Sun 22 Nov 2026 taken");
        apply_commit(&mut book, &commit);
        let id = book.pulses_in_order()[0].id;
        assert_eq!(book.pulses[&id].average_tenths(), Some(40));
        let commit = edit::<Pulse>(&book, id, &given("2", "", ""), &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.pulses[&id].average_tenths(), Some(20));
        let commit = archive(&book, Kind::Pulse, id, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.pulses_in_order().is_empty());
    }

    #[test]
    fn a_pulse_without_a_rating_or_with_a_strange_one_is_refused() {
        let book = book([]);
        assert!(add::<Pulse>(&book, None, &given("", "", ""), &mut op_context()).is_err());
        let refusal =
            add::<Pulse>(&book, None, &given("4", "6", ""), &mut op_context()).unwrap_err();
        assert_eq!(refusal.message, "6 is not a rating from 1 to 5.");
    }
}

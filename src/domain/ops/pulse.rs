//! The pulse in its editor form.

use chrono::NaiveDate;

use super::fields::FormFields;
use super::records::Editable;
use super::{OpContext, Refusal};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::pulse::Pulse;

impl Editable for Pulse {
    const FORM: &'static str = "editor-pulse";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.set_day("date", &mut self.date)?
            .number("contact", &mut self.contact)?
            .number("progress", &mut self.progress)?
            .number("trust", &mut self.trust)?
            .text("note", &mut self.note, "note")?;
        Ok(())
    }

    fn check(&self, ctx: &OpContext) -> Result<(), Refusal> {
        let given = || self.ratings().into_iter().flatten();
        if let Some(rating) = given().find(|rating| !(1..=5).contains(rating)) {
            return Err(
                Refusal::new(format!("{rating} is not a rating from 1 to 5."))
                    .hint("Give 1 for the lowest up to 5 for the highest."),
            );
        }
        if self.date > ctx.today {
            return Err(Refusal::new(format!(
                "{} is still ahead, so nobody knows how it will feel.",
                format_date(self.date)
            ))
            .hint("Give today or a day that has gone by."));
        }
        if given().next().is_none() {
            return Err(Refusal::new("A pulse needs at least one rating.")
                .hint("Give 1 to 5 for each of the three; leave out what you cannot say."));
        }
        Ok(())
    }

    fn new_answers(_book: &Book, today: NaiveDate) -> Answers {
        Answers::of("date", today.to_string())
    }

    fn create(_parent: Option<Id>, _book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
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
        let commit = add::<Pulse>(&book, None, &given("4", "3", "5"), &op_context()).unwrap();
        assert_eq!(commit.label, "pulse of Sun, Nov 22, 2026 taken");
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
        assert!(add::<Pulse>(&book, None, &given("", "", ""), &op_context()).is_err());
        let refusal = add::<Pulse>(&book, None, &given("4", "6", ""), &op_context()).unwrap_err();
        assert_eq!(refusal.message, "6 is not a rating from 1 to 5.");
    }
}

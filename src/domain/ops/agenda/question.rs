//! Operations on the queue of questions.

use chrono::NaiveDate;

use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::ops::fields::FormFields;
use crate::domain::ops::records::{Editable, change};
use crate::domain::ops::{OpContext, Outcome, Refusal, normalize_text};
use crate::domain::person::Role;

impl Editable for Question {
    const FORM: &'static str = "editor-question";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.required("text", &mut self.text, "question")?
            .word("asker", &mut self.asker, Role::key)?
            .text("answer", &mut self.answer, "answer")?;
        Ok(())
    }

    fn new_answers(book: &Book, _today: NaiveDate) -> Answers {
        Answers::of("asker", book.me().key())
    }

    fn create(_parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            id: ctx.id(),
            asker: book.me(),
            asked: Some(ctx.today),
            ..Self::default()
        })
    }
}

/// Records the answer of the partner; an empty one opens the question again.
///
/// # Errors
/// When the answer is too long or the question is gone.
pub fn answer(book: &Book, id: Id, answer: &str, ctx: &OpContext) -> Outcome {
    let answer = normalize_text(answer, "answer")?;
    let verb = if answer.is_empty() {
        "open again"
    } else {
        "answered"
    };
    change(book, id, verb, ctx, |question: &mut Question| {
        question.answer = answer;
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Kind;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::ops::{add, archive};
    use crate::domain::schedule::tests::book;

    #[test]
    fn a_question_is_asked_answered_and_archived() {
        let mut book = book([]);
        let mut given = Answers::of("text", "Which schools?");
        given.set("asker", "mentor");
        let commit = add::<Question>(&book, None, &given, &op_context()).unwrap();
        assert_eq!(commit.label, "question “Which schools?” added");
        apply_commit(&mut book, &commit);
        let id = book.open_questions()[0].id;
        assert_eq!(book.questions[&id].asker, Role::Mentor);
        let commit = answer(&book, id, "Two.\nSo far.", &op_context()).unwrap();
        assert_eq!(commit.label, "question “Which schools?” answered");
        apply_commit(&mut book, &commit);
        assert!(book.open_questions().is_empty());
        let commit = answer(&book, id, " ", &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.open_questions().len(), 1);
        let commit = archive(&book, Kind::Question, id, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.open_questions().is_empty());
    }

    #[test]
    fn an_empty_question_and_one_that_is_not_there_are_refused() {
        assert!(
            add::<Question>(&book([]), None, &Answers::of("text", " "), &op_context()).is_err()
        );
        let refusal =
            archive(&book([]), Kind::Question, Id::from_bits(1), &op_context()).unwrap_err();
        assert!(refusal.hint.is_some());
    }
}

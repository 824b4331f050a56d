//! Operations on the queue of questions.

use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::ops::{OpContext, Refusal, normalize_text, quoted, require_line};
use crate::domain::person::Role;

/// Adds a question for the next meeting.
pub fn ask(text: &str, asker: Role, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let question = Question {
        id: ctx.id(),
        text: require_line(text, "question")?,
        asker,
        asked: Some(ctx.today),
        ..Question::default()
    };
    let label = format!("question {} added", quoted(&question.text));
    Ok(ctx.commit(label, vec![Change::create(question)]))
}

/// Sets the answer; an empty one reopens the question.
pub fn answer(book: &Book, id: Id, answer: &str, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let answer = normalize_text(answer, "answer")?;
    let verb = if answer.is_empty() {
        "open again"
    } else {
        "answered"
    };
    change(book, id, verb, ctx, |question| question.answer = answer)
}

/// Archives a question.
pub fn archive(book: &Book, id: Id, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    change(book, id, "archived", ctx, |question| {
        question.archived = true;
    })
}

fn change(
    book: &Book,
    id: Id,
    verb: &str,
    ctx: &OpContext,
    edit: impl FnOnce(&mut Question),
) -> Result<Commit, Refusal> {
    let before = book.questions.get(&id).ok_or_else(|| {
        Refusal::new("That question is not in this book.")
            .hint("Look at the queue of questions for its number.")
    })?;
    let mut after = before.clone();
    edit(&mut after);
    let label = format!("question {} {verb}", quoted(&after.text));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::book;

    #[test]
    fn a_question_is_asked_answered_and_put_away() {
        let mut book = book([]);
        let commit = ask("Which schools?", Role::Mentor, &mut op_context()).unwrap();
        assert_eq!(commit.label, "question “Which schools?” added");
        apply_commit(&mut book, &commit);
        let id = book.open_questions()[0].id;
        assert_eq!(book.questions[&id].asker, Role::Mentor);
        let commit = answer(&book, id, "Two.\nSo far.", &mut op_context()).unwrap();
        assert_eq!(commit.label, "question “Which schools?” answered");
        apply_commit(&mut book, &commit);
        assert!(book.open_questions().is_empty());
        let commit = answer(&book, id, " ", &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.open_questions().len(), 1);
        let commit = archive(&book, id, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.open_questions().is_empty());
    }

    #[test]
    fn an_empty_question_and_one_that_is_not_there_are_refused() {
        assert!(ask(" ", Role::Mentee, &mut op_context()).is_err());
        let refusal = archive(&book([]), Id::from_bits(1), &mut op_context()).unwrap_err();
        assert!(refusal.hint.is_some());
    }
}

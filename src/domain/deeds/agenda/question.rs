//! Deeds on the queue of questions.

use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::deeds::{Refusal, Scribe, one_line, prose, quoted};
use crate::domain::id::Id;
use crate::domain::idea::Question;
use crate::domain::person::Role;

/// Keeps a question for the next meeting.
pub fn ask(text: &str, asker: Role, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let question = Question {
        id: scribe.id(),
        text: one_line(text, "question")?,
        asker,
        asked: Some(scribe.today),
        ..Question::default()
    };
    let label = format!("question {} added", quoted(&question.text));
    Ok(scribe.commit(label, vec![Change::create(question)]))
}

/// Writes down the answer; an empty one opens the question again.
pub fn answer(book: &Book, id: Id, answer: &str, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let answer = prose(answer, "answer")?;
    let verb = if answer.is_empty() {
        "open again"
    } else {
        "answered"
    };
    change(book, id, verb, scribe, |question| question.answer = answer)
}

/// Puts a question away.
pub fn archive(book: &Book, id: Id, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    change(book, id, "put away", scribe, |question| {
        question.archived = true;
    })
}

fn change(
    book: &Book,
    id: Id,
    verb: &str,
    scribe: &Scribe,
    edit: impl FnOnce(&mut Question),
) -> Result<Commit, Refusal> {
    let before = book.questions.get(&id).ok_or_else(|| {
        Refusal::new("That question is not in this book.")
            .hint("Look at the queue of questions for its number.")
    })?;
    let mut after = before.clone();
    edit(&mut after);
    let label = format!("question {} {verb}", quoted(&after.text));
    Ok(scribe.commit(label, vec![Change::edit(before.clone(), after)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deeds::tests::{done_to, scribe};
    use crate::domain::schedule::tests::book;

    #[test]
    fn a_question_is_asked_answered_and_put_away() {
        let mut book = book([]);
        let commit = ask("Which schools?", Role::Mentor, &mut scribe()).unwrap();
        assert_eq!(commit.label, "question “Which schools?” added");
        done_to(&mut book, &commit);
        let id = book.open_questions()[0].id;
        assert_eq!(book.questions[&id].asker, Role::Mentor);
        let commit = answer(&book, id, "Two.\nSo far.", &mut scribe()).unwrap();
        assert_eq!(commit.label, "question “Which schools?” answered");
        done_to(&mut book, &commit);
        assert!(book.open_questions().is_empty());
        let commit = answer(&book, id, " ", &mut scribe()).unwrap();
        done_to(&mut book, &commit);
        assert_eq!(book.open_questions().len(), 1);
        let commit = archive(&book, id, &mut scribe()).unwrap();
        done_to(&mut book, &commit);
        assert!(book.open_questions().is_empty());
    }

    #[test]
    fn an_empty_question_and_one_that_is_not_there_are_refused() {
        assert!(ask(" ", Role::Mentee, &mut scribe()).is_err());
        let refusal = archive(&book([]), Id::from_bits(1), &mut scribe()).unwrap_err();
        assert!(refusal.hint.is_some());
    }
}

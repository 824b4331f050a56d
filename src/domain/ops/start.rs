//! Correcting role and program of a book that holds nothing but what it began with.

use super::year::{current_cycle, milestones};
use super::{OpContext, Outcome, Refusal};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Kind};
use crate::domain::person::{Person, Role};
use crate::domain::program::{Cycle, Milestone, Program};
use crate::domain::schedule::end_date;

/// Key of the form.
pub const FORM: &str = "editor-start";

/// Answers for the form.
pub fn answers(book: &Book) -> Answers {
    let mut answers = Answers::of("role", book.me().key());
    if let Some(cycle) = book.cycle() {
        answers.set("program", &cycle.program);
    }
    answers
}

/// Refuses a book with records of its own, or with changes that can be undone or redone.
pub fn check_is_new(book: &Book, has_changes: bool) -> Result<(), Refusal> {
    let beginning = [Kind::Person, Kind::Cycle, Kind::Milestone];
    let mut others = Kind::ALL.iter().filter(|kind| !beginning.contains(kind));
    if !has_changes && others.all(|kind| book.records_of(*kind).len() == 0) {
        return Ok(());
    }
    let message = "Role and program can be changed only before anything else is written.";
    Err(Refusal::new(message).hint("Start another book, then archive this one on the shelf."))
}

/// Corrects the program, with the dates that it brings, and the role of the owner: the two people change places.
pub fn correct(book: &Book, program: &Program, me: Role, ctx: &OpContext) -> Outcome {
    let before = current_cycle(book)?;
    let mut changes = Vec::new();
    if before.program != program.key {
        let after = Cycle {
            program: program.key.clone(),
            end: end_date(program, before.start),
            ..before.clone()
        };
        let new: Vec<Milestone> = milestones(program, &after).collect();
        let is_gone = |old: &&Milestone| new.iter().all(|it| it.id != old.id);
        let gone = book.milestones.values().filter(is_gone);
        changes.extend(gone.map(|old| Change {
            after: None,
            ..Change::edit(old.clone(), old.clone())
        }));
        changes.extend(new.iter().map(|milestone| book.upsert(milestone.clone())));
        changes.push(Change::edit(before.clone(), after));
    }
    if me != book.me()
        && let (Some(one), Some(other)) = (book.person(me), book.person(me.other()))
    {
        changes.extend([(one, other), (other, one)].map(|(place, person)| {
            let person = person.clone();
            let Person { id, role, .. } = *place;
            Change::edit(place.clone(), Person { id, role, ..person })
        }));
    }
    Ok(ctx.commit("role and program corrected", changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::ops::year::NewBook;
    use crate::domain::schedule::tests::{day, goal, program};

    #[test]
    fn a_corrected_book_is_as_if_it_had_been_started_so() {
        let start = |program: &Program, me: Role| {
            let new = NewBook {
                program,
                me,
                my_name: "Ana".to_owned(),
                partner_name: "Ben".to_owned(),
                partner_zone: String::new(),
                start: day("2026-11-02"),
                end: None,
            };
            let mut book = Book::default();
            book.identity.me = me;
            apply_commit(
                &mut book,
                &new.initial_commit(Id::default(), &op_context()).unwrap(),
            );
            book
        };
        let mut other = program();
        other.key = "other".to_owned();
        other.milestones.remove(0);
        let mut book = start(&program(), Role::Mentee);
        let commit = correct(&book, &other, Role::Mentor, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        book.identity.me = Role::Mentor;
        assert_eq!(book, start(&other, Role::Mentor));
        assert!(check_is_new(&book, false).is_ok() && check_is_new(&book, true).is_err());
        book.extend([goal("a", None).into()]);
        assert!(check_is_new(&book, false).is_err());
    }
}

//! Operations behind the small editors: initial answers of their forms, and commits from edited ones.
//!
//! The data files `editor-*.toml` name the fields; operations that need no form live with the records they change.

use super::action::ActionDraft;
use super::year::AgreedCadence;
use super::{
    OpContext, Refusal, action, agenda, check_minutes, normalize_line, normalize_text, not_in_book,
    quoted, require_line, year,
};
use crate::domain::action::Action;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::deck::{Activity, ActivityDef, ActivityState, Question};
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;
use crate::domain::person::{Owner, Person, Role};
use crate::domain::program::{Cycle, Milestone, Program};

/// Answers for the editor of an action.
pub fn answers_of_action(action: &Action) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("text", &action.text)
        .set("owner", action.owner.key())
        .set_day("due", action.due, None)
        .set_day("done", action.done, None)
        .set("done-note", &action.done_note);
    answers
}

fn action_draft(answers: &Answers) -> ActionDraft {
    ActionDraft {
        text: answers.get("text").to_owned(),
        owner: Owner::from_word(answers.get("owner")).unwrap_or_default(),
        due: answers.day("due"),
    }
}

/// Adds an action, agreed at `meeting` if there is one.
pub fn add_action(
    answers: &Answers,
    meeting: Option<Id>,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    action::add(&action_draft(answers), meeting, ctx)
}

/// Edits an action; here it can also be marked as done on another day than today.
pub fn edit_action(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = book.actions.get(&id).ok_or_else(|| not_in_book("action"))?;
    let draft = action_draft(answers);
    let after = Action {
        text: require_line(&draft.text, "action")?,
        owner: draft.owner,
        due: draft.due,
        done: answers.day("done"),
        done_note: normalize_text(answers.get("done-note"), "note")?,
        ..before.clone()
    };
    let label = format!("action {} changed", quoted(&after.text));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Answers for the editor of a question.
pub fn answers_of_question(question: &Question) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("text", &question.text)
        .set("asker", question.asker.key())
        .set("answer", &question.answer);
    answers
}

/// Answers for the editor of an agenda line.
pub fn answers_of_item(item: &AgendaItem) -> Answers {
    let mut answers = Answers::default();
    let minutes = item
        .minutes
        .map_or_else(String::new, |minutes| minutes.to_string());
    answers.set("text", &item.text).set("minutes", minutes);
    answers
}

/// Answers for the editor of the mark on an activity.
pub fn answers_of_activity(book: &Book, key: &str) -> Answers {
    let mark = book
        .activities
        .get(&Activity::id_for(key))
        .cloned()
        .unwrap_or_default();
    let mut answers = Answers::default();
    let rating = mark
        .rating
        .map_or_else(String::new, |rating| rating.to_string());
    answers
        .set("state", mark.state.key())
        .set("note", mark.note)
        .set("rating", rating);
    answers
}

/// Answers for the editor of a milestone.
pub fn answers_of_milestone(milestone: &Milestone) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("title", &milestone.title)
        .set_day("date", Some(milestone.date), None)
        .set_day("done", milestone.done, None);
    answers
}

/// Edits a milestone.
pub fn edit_milestone(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = book
        .milestones
        .get(&id)
        .ok_or_else(|| not_in_book("date"))?;
    let after = Milestone {
        title: require_line(answers.get("title"), "date")?,
        date: answers.day("date").unwrap_or(before.date),
        done: answers.day("done"),
        ..before.clone()
    };
    let label = format!("date {} changed", quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Answers for the editor of a person.
pub fn answers_of_person(person: &Person) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("name", &person.name)
        .set("library", &person.library)
        .set("email", &person.email)
        .set("phone", &person.phone)
        .set("reach", &person.reach);
    answers
}

/// Edits the person with `role`.
pub fn edit_person(
    book: &Book,
    role: Role,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = book.person(role).ok_or_else(|| not_in_book("person"))?;
    let person = Person {
        name: answers.get("name").to_owned(),
        library: normalize_line(answers.get("library"), "library")?,
        email: normalize_line(answers.get("email"), "e-mail address")?,
        phone: normalize_line(answers.get("phone"), "telephone number")?,
        reach: normalize_text(answers.get("reach"), "text")?,
        ..before.clone()
    };
    year::edit_person(book, &person, ctx)
}

/// Answers for the editor of the cycle.
pub fn answers_of_cycle(cycle: &Cycle) -> Answers {
    let number = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
    let mut answers = Answers::default();
    answers
        .set_day("start", Some(cycle.start), None)
        .set_day("end", Some(cycle.end), None)
        .set("contacts-a-month", number(cycle.contacts_a_month))
        .set("meetings-a-month", number(cycle.meetings_a_month))
        .set("usual-minutes", number(cycle.usual_minutes))
        .set("send-ahead-days", number(cycle.send_ahead_days));
    answers
}

/// Edits first and last day, and the cadence, in one commit.
pub fn edit_cycle(
    book: &Book,
    program: &Program,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let cycle = book.cycle().ok_or_else(|| not_in_book("year"))?;
    let start = answers.day("start").unwrap_or(cycle.start);
    let end = answers.day("end").unwrap_or(cycle.end);
    let commit = year::set_cycle_dates(book, program, start, end, ctx)?;
    let mut moved = Book {
        cycles: book.cycles.clone(),
        ..Book::default()
    };
    moved.apply(&commit.changes);
    let number = |field: &str| answers.get(field).parse().ok();
    let agreed = AgreedCadence {
        contacts_a_month: number("contacts-a-month"),
        meetings_a_month: number("meetings-a-month"),
        usual_minutes: number("usual-minutes"),
        send_ahead_days: number("send-ahead-days"),
    };
    let label = commit.label.clone();
    let both = commit.merge(year::set_cadence(&moved, agreed, ctx)?);
    Ok(Commit { label, ..both })
}

/// Edits state, note and rating of an activity in one commit.
pub fn edit_activity(
    book: &Book,
    def: &ActivityDef,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = book.activities.get(&Activity::id_for(&def.key));
    let state = ActivityState::from_word(answers.get("state")).unwrap_or_default();
    let unchanged = before.is_some_and(|mark| mark.state == state);
    let after = Activity {
        id: Activity::id_for(&def.key),
        key: def.key.clone(),
        state,
        note: normalize_text(answers.get("note"), "note")?,
        rating: answers.get("rating").parse().ok(),
        changed: before
            .filter(|_| unchanged)
            .map_or(Some(ctx.today), |mark| mark.changed),
        ..before.cloned().unwrap_or_default()
    };
    let label = format!("activity {} changed", quoted(&def.title));
    Ok(ctx.commit(label, vec![Change::upsert(before.cloned(), after)]))
}

/// Adds a question for next time: the owner's, or one that the partner asked.
pub fn add_question(
    book: &Book,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let asker = answers.word("asker").unwrap_or(book.me());
    agenda::question::ask(answers.get("text"), asker, ctx)
}

/// Edits the text of a question and its answer in one commit.
pub fn edit_question(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = book
        .questions
        .get(&id)
        .ok_or_else(|| not_in_book("question"))?;
    let after = Question {
        text: require_line(answers.get("text"), "question")?,
        asker: answers.word("asker").unwrap_or(before.asker),
        answer: normalize_text(answers.get("answer"), "answer")?,
        ..before.clone()
    };
    let label = format!("question {} changed", quoted(&after.text));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Appends a line in the pair's own words to the agenda of `meeting`.
pub fn add_line(
    book: &Book,
    meeting: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let minutes = answers.get("minutes").parse().ok();
    agenda::add_line(
        book,
        agenda::AgendaTarget::Meeting(meeting),
        answers.get("text"),
        minutes,
        ctx,
    )
}

/// Edits the text of an agenda line and its minutes in one commit.
pub fn edit_line(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = book
        .agenda
        .get(&id)
        .ok_or_else(|| not_in_book("agenda line"))?;
    let minutes = answers.get("minutes").parse().ok();
    if let Some(minutes) = minutes {
        check_minutes(minutes)?;
    }
    let text = require_line(answers.get("text"), "agenda line")?;
    let label = format!("agenda line {} changed", quoted(&text));
    let after = AgendaItem {
        text,
        minutes,
        ..before.clone()
    };
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Adds a milestone of the pair's own.
pub fn add_milestone(
    book: &Book,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let date = answers
        .day("date")
        .ok_or_else(|| Refusal::new("The date is missing."))?;
    year::add_milestone(book, answers.get("title"), date, ctx)
}

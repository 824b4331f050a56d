//! Operations on the parts of a goal: steps, progress lines, evidence.

use super::{Direction, find, moved_keys, require_title};
use crate::domain::answer::{Answer, Answers};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::goal::{Evidence, Progress, Step};
use crate::domain::id::Id;
use crate::domain::ops::{OpContext, Refusal, normalize_line, not_in_book, order_between, quoted};

/// Changes that make every part of `goal` private or shared, archived ones included.
///
/// Answers about it become private as well. They are not made shared again here: some fields are private by themselves,
/// and saving the form gives each answer the visibility of its field.
pub fn privacy_changes(book: &Book, goal: Id, private: bool) -> Vec<Change> {
    let steps = book.steps.values().filter(|step| step.goal == goal);
    let lines = book.progress.values().filter(|line| line.goal == goal);
    let evidence = book.evidence.values().filter(|item| item.goal == goal);
    let answers = book
        .answers
        .values()
        .filter(|answer| private && answer.goal == Some(goal));
    let steps = steps.map(|before| {
        let after = Step {
            private,
            ..before.clone()
        };
        Change::edit(before.clone(), after)
    });
    let lines = lines.map(|before| {
        let after = Progress {
            private,
            ..before.clone()
        };
        Change::edit(before.clone(), after)
    });
    let evidence = evidence.map(|before| {
        let after = Evidence {
            private,
            ..before.clone()
        };
        Change::edit(before.clone(), after)
    });
    let answers = answers.map(|before| {
        let after = Answer {
            private,
            ..before.clone()
        };
        Change::edit(before.clone(), after)
    });
    steps.chain(lines).chain(evidence).chain(answers).collect()
}

fn find_step(book: &Book, step: Id) -> Result<&Step, Refusal> {
    book.steps.get(&step).ok_or_else(|| not_in_book("step"))
}

/// Answers for the editor of a step.
pub fn answers_of_step(step: &Step) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("title", &step.title)
        .set("owner", step.owner.key())
        .set_day("due", step.due, None);
    answers
}

fn step_with(step: Step, answers: &Answers) -> Result<Step, Refusal> {
    Ok(Step {
        title: require_title(answers, "A step needs words.", "what is to be done")?,
        owner: answers.word("owner").unwrap_or_default(),
        due: answers.day("due"),
        ..step
    })
}

/// Appends a step; without an owner, it is the mentee's.
pub fn add_step(
    book: &Book,
    goal: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let private = find(book, goal)?.private;
    let last = book.steps_of(goal).last().map(|step| step.order.as_str());
    let step = Step {
        id: ctx.id(),
        goal,
        order: order_between(last, None),
        private,
        ..Step::default()
    };
    let step = step_with(step, answers)?;
    let label = format!("step {} added", quoted(&step.title));
    Ok(ctx.commit(label, vec![Change::create(step)]))
}

/// Edits a step.
pub fn edit_step(
    book: &Book,
    step: Id,
    answers: &Answers,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find_step(book, step)?;
    let after = step_with(before.clone(), answers)?;
    let label = format!("step {} changed", quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Ticks a step as done today, or removes the tick.
pub fn tick_step(book: &Book, step: Id, ctx: &OpContext) -> Result<Commit, Refusal> {
    let before = find_step(book, step)?;
    let done = before.done.is_none();
    let after = Step {
        done: done.then_some(ctx.today),
        ..before.clone()
    };
    let what = if done { "done" } else { "open again" };
    let label = format!("step {} {what}", quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Archives a step, or restores it.
pub fn archive_step(
    book: &Book,
    step: Id,
    archived: bool,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find_step(book, step)?;
    let after = Step {
        archived,
        ..before.clone()
    };
    let label = format!("step {} {}", quoted(&after.title), archive_verb(archived));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Moves a step one position up or down among the steps of its goal.
pub fn move_step(
    book: &Book,
    step: Id,
    toward: Direction,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let moved = find_step(book, step)?;
    let steps = book.steps_of(moved.goal);
    let keys: Vec<_> = steps.iter().map(|step| step.order.as_str()).collect();
    let position = steps.iter().position(|other| other.id == step);
    let changes = moved_keys(&keys, position, toward)
        .into_iter()
        .map(|(position, order)| {
            let before = steps[position].clone();
            let after = Step {
                order,
                ..before.clone()
            };
            Change::edit(before, after)
        })
        .collect();
    let label = format!("step {} moved {}", quoted(&moved.title), toward.label());
    Ok(ctx.commit(label, changes))
}

const fn archive_verb(archived: bool) -> &'static str {
    if archived { "archived" } else { "put back" }
}

/// Answers for the editor of a progress line.
pub fn answers_of_progress(line: &Progress) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("text", &line.text)
        .set_day("date", Some(line.date), None);
    answers
}

fn progress_with(before: &Progress, answers: &Answers) -> Result<Progress, Refusal> {
    let text = normalize_line(answers.get("text"), "line of progress")?;
    // A change of status needs no text; any other line does.
    if text.is_empty() && before.status.is_none() {
        return Err(
            Refusal::new("A line of progress needs words.").hint("“Nothing yet” is a line too.")
        );
    }
    Ok(Progress {
        text,
        date: answers.day("date").unwrap_or(before.date),
        ..before.clone()
    })
}

/// Adds a progress line, dated today unless it has a date.
pub fn add_progress(
    book: &Book,
    goal: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let goal = find(book, goal)?;
    let line = Progress {
        id: ctx.id(),
        goal: goal.id,
        date: ctx.today,
        author: book.me(),
        private: goal.private,
        ..Progress::default()
    };
    let line = progress_with(&line, answers)?;
    let label = format!("progress on {} noted", quoted(&goal.title));
    Ok(ctx.commit(label, vec![Change::create(line)]))
}

fn find_progress(book: &Book, line: Id) -> Result<&Progress, Refusal> {
    book.progress
        .get(&line)
        .ok_or_else(|| not_in_book("line of progress"))
}

/// Edits a progress line.
pub fn edit_progress(
    book: &Book,
    line: Id,
    answers: &Answers,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find_progress(book, line)?;
    let after = progress_with(before, answers)?;
    let changes = vec![Change::edit(before.clone(), after)];
    Ok(ctx.commit("line of progress changed", changes))
}

/// Archives a progress line, or restores it.
pub fn archive_progress(
    book: &Book,
    line: Id,
    archived: bool,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find_progress(book, line)?;
    let after = Progress {
        archived,
        ..before.clone()
    };
    let label = format!("line of progress {}", archive_verb(archived));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Answers for the editor of a piece of evidence.
pub fn answers_of_evidence(evidence: &Evidence) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("title", &evidence.title)
        .set("link", &evidence.link)
        .set_day("date", evidence.date, None);
    answers
}

fn evidence_with(evidence: &Evidence, answers: &Answers) -> Result<Evidence, Refusal> {
    Ok(Evidence {
        title: require_title(answers, "Evidence needs a name.", "what it is")?,
        link: normalize_line(answers.get("link"), "place")?,
        date: answers.day("date"),
        ..evidence.clone()
    })
}

/// Adds a piece of evidence.
pub fn add_evidence(
    book: &Book,
    goal: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let evidence = Evidence {
        id: ctx.id(),
        goal,
        private: find(book, goal)?.private,
        ..Evidence::default()
    };
    let evidence = evidence_with(&evidence, answers)?;
    let label = format!("evidence {} added", quoted(&evidence.title));
    Ok(ctx.commit(label, vec![Change::create(evidence)]))
}

fn find_evidence(book: &Book, evidence: Id) -> Result<&Evidence, Refusal> {
    book.evidence
        .get(&evidence)
        .ok_or_else(|| not_in_book("piece of evidence"))
}

/// Edits a piece of evidence.
pub fn edit_evidence(
    book: &Book,
    evidence: Id,
    answers: &Answers,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find_evidence(book, evidence)?;
    let after = evidence_with(before, answers)?;
    let label = format!("evidence {} changed", quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Archives a piece of evidence, or restores it.
pub fn archive_evidence(
    book: &Book,
    evidence: Id,
    archived: bool,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find_evidence(book, evidence)?;
    let after = Evidence {
        archived,
        ..before.clone()
    };
    let label = format!(
        "evidence {} {}",
        quoted(&after.title),
        archive_verb(archived)
    );
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

//! Operations on goals: add, edit, set the status, archive, reorder.
//!
//! [`add`] and [`edit`] go through the goal's editor form; `parts` holds those on steps, progress lines and evidence. A
//! goal without measure or date is accepted and marked elsewhere; one without a title is refused. Making a goal private
//! makes its parts private too, in one commit.

use super::{
    Direction, OpContext, Refusal, normalize_line, normalize_text, not_in_book, order_between,
    quoted, reorder,
};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::goal::{Goal, GoalStatus, Progress};
use crate::domain::id::Id;

mod parts;

pub use parts::{
    add_evidence, add_progress, add_step, answers_of_evidence, answers_of_progress,
    answers_of_step, archive_evidence, archive_progress, archive_step, edit_evidence,
    edit_progress, edit_step, move_step, tick_step,
};

/// Answers for the editor of a goal.
pub fn answers_of(goal: &Goal) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("title", &goal.title)
        .set("why", &goal.why)
        .set("measure", &goal.measure)
        .set_day("due", goal.due, None)
        .set("help", &goal.help)
        .set_keys("aims", goal.aims.iter().cloned())
        .set_keys("competencies", goal.competencies.iter().cloned())
        .set_yes("private", goal.private);
    answers
}

/// `goal` with the edited answers.
fn with_answers(goal: Goal, answers: &Answers) -> Result<Goal, Refusal> {
    Ok(Goal {
        title: require_title(answers, "A goal needs a title.", "what is to be reached")?,
        why: normalize_text(answers.get("why"), "reason")?,
        measure: normalize_text(answers.get("measure"), "measure")?,
        due: answers.day("due"),
        help: normalize_text(answers.get("help"), "help")?,
        aims: answers.keys("aims"),
        competencies: answers.keys("competencies"),
        private: answers.yes("private"),
        ..goal
    })
}

fn require_title(answers: &Answers, missing: &str, what: &str) -> Result<String, Refusal> {
    let title = normalize_line(answers.get("title"), "title")?;
    if title.is_empty() {
        return Err(Refusal::new(missing).hint(format!("Say in one line {what}.")));
    }
    Ok(title)
}

fn find(book: &Book, goal: Id) -> Result<&Goal, Refusal> {
    book.goals.get(&goal).ok_or_else(|| not_in_book("goal"))
}

/// Adds a goal, as a draft at the end of the list.
pub fn add(book: &Book, answers: &Answers, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let last = book.goals_in_order().last().map(|goal| goal.order.as_str());
    let goal = Goal {
        id: ctx.id(),
        order: order_between(last, None),
        opened: Some(ctx.today),
        ..Goal::default()
    };
    let goal = with_answers(goal, answers)?;
    let label = format!("goal {} added", quoted(&goal.title));
    Ok(ctx.commit(label, vec![Change::create(goal)]))
}

/// Edits a goal. If it becomes private or shared, so do its parts.
pub fn edit(book: &Book, goal: Id, answers: &Answers, ctx: &OpContext) -> Result<Commit, Refusal> {
    let before = find(book, goal)?;
    let after = with_answers(before.clone(), answers)?;
    let label = format!("goal {} changed", quoted(&after.title));
    let mut changes = parts::privacy_changes(book, goal, after.private);
    changes.push(Change::edit(before.clone(), after));
    Ok(ctx.commit(label, changes))
}

/// Makes a goal private, or shared, with all of its parts.
pub fn set_private(
    book: &Book,
    goal: Id,
    private: bool,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let before = find(book, goal)?;
    let after = Goal {
        private,
        ..before.clone()
    };
    let mark = if private { "private" } else { "shared" };
    let label = format!("goal {} made {mark}", quoted(&after.title));
    let mut changes = parts::privacy_changes(book, goal, private);
    changes.push(Change::edit(before.clone(), after));
    Ok(ctx.commit(label, changes))
}

/// Sets the status of a goal and records the date, with an optional comment, as a progress line.
pub fn set_status(
    book: &Book,
    goal: Id,
    status: GoalStatus,
    note: &str,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = find(book, goal)?;
    if before.status == status {
        return Err(Refusal::new(format!(
            "The goal {} is set to {status} already.",
            quoted(&before.title)
        ))
        .hint("A line of progress says how it goes on."));
    }
    let after = Goal {
        status,
        ..before.clone()
    };
    let line = Progress {
        id: ctx.id(),
        goal,
        date: ctx.today,
        text: normalize_line(note, "note")?,
        status: Some(status),
        author: book.me(),
        private: before.private,
        ..Progress::default()
    };
    let label = format!("goal {} set to {status}", quoted(&before.title));
    let changes = vec![Change::edit(before.clone(), after), Change::create(line)];
    Ok(ctx.commit(label, changes))
}

/// Archives a goal, or restores it.
pub fn archive(book: &Book, goal: Id, archived: bool, ctx: &OpContext) -> Result<Commit, Refusal> {
    let before = find(book, goal)?;
    let after = Goal {
        archived,
        ..before.clone()
    };
    let what = if archived { "archived" } else { "put back" };
    let label = format!("goal {} {what}", quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Moves a goal one position up or down.
pub fn move_goal(
    book: &Book,
    goal: Id,
    toward: Direction,
    ctx: &OpContext,
) -> Result<Commit, Refusal> {
    let title = quoted(&find(book, goal)?.title);
    let goals = book.goals_in_order();
    let keys: Vec<_> = goals.iter().map(|goal| goal.order.as_str()).collect();
    let position = goals.iter().position(|other| other.id == goal);
    let changes = moved_keys(&keys, position, toward)
        .into_iter()
        .map(|(position, order)| {
            let before = goals[position].clone();
            let after = Goal {
                order,
                ..before.clone()
            };
            Change::edit(before, after)
        })
        .collect();
    Ok(ctx.commit(format!("goal {title} moved {}", toward.label()), changes))
}

impl Direction {
    const fn label(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// New order keys, by index, when the record at `from` moves one position; none at the end of the list.
fn moved_keys(keys: &[&str], from: Option<usize>, toward: Direction) -> Vec<(usize, String)> {
    let to = from.and_then(|from| match toward {
        Direction::Up => from.checked_sub(1),
        Direction::Down => from.checked_add(1),
    });
    match (from, to) {
        (Some(from), Some(to)) => reorder(keys, from, to),
        (_, None) | (None, Some(_)) => Vec::new(),
    }
}

#[cfg(test)]
mod tests;

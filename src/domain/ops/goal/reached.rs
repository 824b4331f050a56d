//! The end of a goal: which changes bring it about, and the words for it.

use crate::domain::book::Book;
use crate::domain::change::{Change, Record};
use crate::domain::dates::pluralize;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::ops::quoted;

/// The change among `changes` after which `is_so` is true of its record, and before which it was not.
fn first_becoming(changes: &[Change], is_so: fn(&Record) -> bool) -> Option<&Record> {
    let mut changes = changes.iter();
    let change = changes
        .find(|it| it.after.as_ref().is_some_and(is_so) && !it.before.as_ref().is_some_and(is_so));
    change?.after.as_ref()
}

/// The open goal of which `changes` ticked the last open step; `book` is the book after them.
pub fn with_all_steps_done<'a>(changes: &[Change], book: &'a Book) -> Option<&'a Goal> {
    let step = first_becoming(
        changes,
        |record| matches!(record, Record::Step(step) if step.done.is_some() && !step.archived),
    );
    let goal = book.goals.get(&step?.parent()?)?;
    let (done, all) = book.steps_done(goal.id);
    (goal.is_open() && done == all).then_some(goal)
}

/// Sentence for the goal that `changes` set to done, with the count of all that are kept in `book`, the book after them.
pub fn reached_words(changes: &[Change], book: &Book) -> Option<String> {
    let goal = first_becoming(
        changes,
        |record| matches!(record, Record::Goal(goal) if goal.status == GoalStatus::Done),
    );
    let title = quoted(&book.goals.get(&goal?.id())?.title);
    let goals = book.goals_in_order().into_iter();
    let kept: Vec<_> = goals
        .filter(|goal| goal.status != GoalStatus::Dropped)
        .collect();
    let reached = kept.iter().filter(|goal| goal.status == GoalStatus::Done);
    let (reached, all) = (reached.count(), kept.len());
    let all = pluralize(all, "goal");
    Some(format!("{title} is reached: {reached} of {all}."))
}

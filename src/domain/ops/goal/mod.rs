//! Operations on goals: set the status, make private, join two, and what the editor form needs.
//!
//! `parts` holds the steps, progress lines and evidence. A goal without measure or date is accepted and marked elsewhere;
//! one without a title is refused. Making a goal private makes its parts private too, in one commit.

use super::fields::FormFields;
use super::records::{Editable, find, order_after};
use super::{OpContext, Outcome, Refusal, normalize_line, quoted};
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::goal::{Goal, GoalStatus, Progress};
use crate::domain::id::Id;

mod join;
mod parts;
pub mod reached;

pub use join::join_goals;

impl Editable for Goal {
    const FORM: &'static str = "editor-goal";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        title(
            form,
            &mut self.title,
            "A goal needs a title.",
            "what is to be reached",
        )?
        .text("why", &mut self.why, "reason")?
        .text("measure", &mut self.measure, "measure")?
        .day("due", &mut self.due)?
        .text("help", &mut self.help, "help")?
        .keys("aims", &mut self.aims)?
        .keys("competencies", &mut self.competencies)?
        .yes("private", &mut self.private)?;
        Ok(())
    }

    fn create(_parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        let others = book.goals_in_order();
        Ok(Self {
            id: ctx.id(),
            order: order_after(others.iter().map(|goal| goal.order.as_str())),
            opened: Some(ctx.today),
            ..Self::default()
        })
    }

    fn related_changes(&self, book: &Book) -> Vec<Change> {
        parts::privacy_changes(book, self.id, self.private)
    }
}

/// The title of a goal or of a part of one; `missing` and `what` are said where it is empty.
fn title<'f, 'a>(
    form: &'f mut FormFields<'a>,
    value: &mut String,
    missing: &str,
    what: &str,
) -> Result<&'f mut FormFields<'a>, Refusal> {
    form.field("title", value, String::clone, |answers, _| {
        let title = normalize_line(answers.get("title"), "title")?;
        if title.is_empty() {
            return Err(Refusal::new(missing).hint(format!("Say in one line {what}.")));
        }
        Ok(title)
    })
}

/// Makes a goal private, or shared, with all of its parts.
pub fn set_private(book: &Book, goal: Id, private: bool, ctx: &OpContext) -> Outcome {
    let before = find::<Goal>(book, goal)?;
    let mark = if private { "private" } else { "shared" };
    let label = format!("goal {} made {mark}", quoted(&before.title));
    let mut changes = parts::privacy_changes(book, goal, private);
    changes.push(Change::with(before, |goal| goal.private = private));
    Ok(ctx.commit(label, changes))
}

/// Sets the status of a goal and records the date, with an optional comment, as a progress line.
pub fn set_status(
    book: &Book,
    goal: Id,
    status: GoalStatus,
    note: &str,
    ctx: &OpContext,
) -> Outcome {
    let before = find::<Goal>(book, goal)?;
    if before.status == status {
        return Err(Refusal::new(format!(
            "The goal {} is set to {status} already.",
            quoted(&before.title)
        ))
        .hint("A line of progress says how it goes on."));
    }
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
    let changes = vec![
        Change::with(before, |goal| goal.status = status),
        Change::create(line),
    ];
    Ok(ctx.commit(label, changes))
}

#[cfg(test)]
mod tests;

//! The parts of a goal in their editor forms: steps, progress lines, evidence.

use chrono::NaiveDate;

use super::title;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::ops::fields::FormFields;
use crate::domain::ops::records::{Editable, find, order_after};
use crate::domain::ops::{OpContext, Refusal, quoted};
use crate::domain::person::Owner;

/// Changes that make every part of `goal` private or shared, archived ones included.
///
/// Answers about it become private as well. They are not made shared again here: some fields are private by themselves,
/// and saving the form gives each answer the visibility of its field.
pub fn privacy_changes(book: &Book, goal: Id, private: bool) -> Vec<Change> {
    let steps = book.steps.values().filter(|step| step.goal == goal);
    let lines = book.progress.values().filter(|line| line.goal == goal);
    let evidence = book.evidence.values().filter(|item| item.goal == goal);
    let answers = book.answers.values();
    let answers = answers.filter(|answer| private && answer.goal == Some(goal));
    steps
        .map(|step| Change::with(step, |it| it.private = private))
        .chain(lines.map(|line| Change::with(line, |it| it.private = private)))
        .chain(evidence.map(|item| Change::with(item, |it| it.private = private)))
        .chain(answers.map(|answer| Change::with(answer, |it| it.private = private)))
        .collect()
}

fn goal_of(parent: Option<Id>, book: &Book) -> Result<&Goal, Refusal> {
    find(book, parent.unwrap_or_default())
}

impl Editable for Step {
    const FORM: &'static str = "editor-step";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        title(
            form,
            &mut self.title,
            "A step needs words.",
            "what is to be done",
        )?
        .word("owner", &mut self.owner, Owner::key)?
        .day("due", &mut self.due)?;
        Ok(())
    }

    fn new_answers(_book: &Book, _today: NaiveDate) -> Answers {
        // The goals are the mentee's, in whose book ever they stand.
        Answers::of("owner", Owner::default().key())
    }

    fn create(parent: Option<Id>, book: &Book, ctx: &mut OpContext) -> Result<Self, Refusal> {
        let goal = goal_of(parent, book)?;
        let others = book.steps_of(goal.id);
        Ok(Self {
            id: ctx.id(),
            goal: goal.id,
            order: order_after(others.iter().map(|step| step.order.as_str())),
            private: goal.private,
            ..Self::default()
        })
    }
}

impl Editable for Progress {
    const FORM: &'static str = "editor-progress";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.line("text", &mut self.text, "line of progress")?
            .set_day("date", &mut self.date)?;
        Ok(())
    }

    fn check(&self, _ctx: &OpContext) -> Result<(), Refusal> {
        // A change of status needs no text; any other line does.
        if self.text.is_empty() && self.status.is_none() {
            return Err(Refusal::new("A line of progress needs words.")
                .hint("“Nothing yet” is a line too."));
        }
        Ok(())
    }

    fn new_answers(_book: &Book, today: NaiveDate) -> Answers {
        Answers::of("date", today.to_string())
    }

    fn create(parent: Option<Id>, book: &Book, ctx: &mut OpContext) -> Result<Self, Refusal> {
        let goal = goal_of(parent, book)?;
        Ok(Self {
            id: ctx.id(),
            goal: goal.id,
            date: ctx.today,
            author: book.me(),
            private: goal.private,
            ..Self::default()
        })
    }

    fn added_label(&self, book: &Book) -> String {
        let title = book.goals.get(&self.goal).map_or("", |goal| &goal.title);
        format!("progress on {} noted", quoted(title))
    }
}

impl Editable for Evidence {
    const FORM: &'static str = "editor-evidence";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        title(
            form,
            &mut self.title,
            "Evidence needs a name.",
            "what it is",
        )?
        .line("link", &mut self.link, "place")?
        .day("date", &mut self.date)?;
        Ok(())
    }

    fn new_answers(_book: &Book, today: NaiveDate) -> Answers {
        Answers::of("date", today.to_string())
    }

    fn create(parent: Option<Id>, book: &Book, ctx: &mut OpContext) -> Result<Self, Refusal> {
        let goal = goal_of(parent, book)?;
        Ok(Self {
            id: ctx.id(),
            goal: goal.id,
            private: goal.private,
            ..Self::default()
        })
    }
}

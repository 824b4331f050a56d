//! The parts of a goal in their editor forms: steps, progress lines, evidence.

use chrono::NaiveDate;

use super::require_title;
use crate::domain::answer::{Answer, Answers};
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::ops::records::{Editable, find, order_after};
use crate::domain::ops::{OpContext, Refusal, normalize_line, quoted};

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

/// The goal that a part belongs to.
fn goal_of(parent: Option<Id>, book: &Book) -> Result<&Goal, Refusal> {
    find(book, parent.unwrap_or_default())
}

impl Editable for Step {
    const FORM: &'static str = "editor-step";

    fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        answers
            .set("title", &self.title)
            .set("owner", self.owner.key())
            .set_day("due", self.due, None);
        answers
    }

    fn with_answers(self, answers: &Answers, _ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            title: require_title(answers, "A step needs words.", "what is to be done")?,
            owner: answers.word("owner").unwrap_or_default(),
            due: answers.day("due"),
            ..self
        })
    }

    fn new_answers(book: &Book, _today: NaiveDate) -> Answers {
        Answers::of("owner", book.me().key())
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

    fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        answers
            .set("text", &self.text)
            .set_day("date", Some(self.date), None);
        answers
    }

    fn with_answers(self, answers: &Answers, _ctx: &OpContext) -> Result<Self, Refusal> {
        let text = normalize_line(answers.get("text"), "line of progress")?;
        // A change of status needs no text; any other line does.
        if text.is_empty() && self.status.is_none() {
            return Err(Refusal::new("A line of progress needs words.")
                .hint("“Nothing yet” is a line too."));
        }
        Ok(Self {
            text,
            date: answers.day("date").unwrap_or(self.date),
            ..self
        })
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

    fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        answers
            .set("title", &self.title)
            .set("link", &self.link)
            .set_day("date", self.date, None);
        answers
    }

    fn with_answers(self, answers: &Answers, _ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            title: require_title(answers, "Evidence needs a name.", "what it is")?,
            link: normalize_line(answers.get("link"), "place")?,
            date: answers.day("date"),
            ..self
        })
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

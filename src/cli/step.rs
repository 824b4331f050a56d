//! `matchbook goal step`: the steps on the way to a goal.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::goal::{self, GoalNumber};
use super::options::NewFields;
use super::output::Output;
use super::session::{CliSession, LoadedBook, by_number};
use super::target::{EditArgs, Target};
use crate::domain::change::Kind;
use crate::domain::goal::Step;
use crate::domain::id::Id;
use crate::domain::ops::{self, Direction};
use crate::problem::Problem;

/// Commands on the steps of a goal.
#[derive(Debug, Subcommand)]
pub enum StepVerb {
    /// Add a step
    Add(NewFields<Step>),
    /// Tick a step as done today
    Done(StepNumber),
    /// Take the tick away again
    Reopen(StepNumber),
    /// Change a step
    Edit(EditArgs<StepNumber>),
    /// Move a step by one place
    Move {
        #[command(flatten)]
        step: StepNumber,
        /// Which way
        way: Direction,
    },
    /// Archive a step; undo puts it back
    Archive(StepNumber),
}

/// The step that a command is called for, by the numbers of its goal and its own.
#[derive(Clone, Copy, Debug, Args, Serialize, JsonSchema)]
pub struct StepNumber {
    #[arg(skip)]
    goal: usize,
    /// Number of the step
    step: usize,
}

impl Target for StepNumber {
    type Record = Step;
    type Answer = Self;

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Result<(Id, Self), Problem> {
        let steps = opened
            .book
            .steps_of(goal::find(&opened.book, self.goal)?.id);
        let listed_by = format!("goal show {}", self.goal);
        let step = by_number(&steps, self.step, "step", &listed_by)?;
        Ok((step.id, *self))
    }
}

/// Does `verb` to the steps of the goal with this number.
pub fn run(of: GoalNumber, verb: StepVerb, session: &mut CliSession) -> Result<Output, Problem> {
    let goal = of.goal;
    match verb {
        StepVerb::Add(fields) => session.change(|LoadedBook { book, .. }, session| {
            let id = goal::find(book, goal)?.id;
            let step = book.steps_of(id).len() + 1;
            let report = fields.add(book, Some(id), session)?;
            let report = report.note(format!("It is step {step} of goal {goal}."));
            Ok(report.answer(StepNumber { goal, step }))
        }),
        StepVerb::Edit(EditArgs { target, fields }) => {
            StepNumber { goal, ..target }.edit(&fields, session)
        }
        StepVerb::Move { step, way } => StepNumber { goal, ..step }.move_by_one(way, session),
        StepVerb::Archive(step) => StepNumber { goal, ..step }.archive(session),
        StepVerb::Done(step) => StepNumber { goal, ..step }.tick_as(true, session),
        StepVerb::Reopen(step) => StepNumber { goal, ..step }.tick_as(false, session),
    }
}

impl StepNumber {
    /// Ticks or unticks it, unless it is that already.
    fn tick_as(self, done: bool, session: &mut CliSession) -> Result<Output, Problem> {
        self.change(session, |book, id, ctx| {
            if book.steps[&id].done.is_some() == done {
                return Ok(ctx.commit("", Vec::new()));
            }
            ops::tick(book, Kind::Step, id, ctx)
        })
    }
}

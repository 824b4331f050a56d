//! `matchbook goal`: goals, their steps, and how they go.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::evidence::{self, EvidenceVerb};
use super::options::{FormOptions, NewFields};
use super::output::{NumberedRow, Output};
use super::session::{CliSession, LoadedBook, by_number};
use super::step::{self, StepVerb};
use super::target::{EditArgs, Target};
use crate::domain::book::Book;
use crate::domain::dates;
use crate::domain::goal::{Evidence, Goal, GoalStatus, Progress, Step};
use crate::domain::id::Id;
use crate::domain::ops::{self, Direction, Editable};
use crate::domain::schedule::Due;
use crate::export::document;
use crate::problem::Problem;

/// Commands on goals. Each goal has the number that `goal list` shows.
#[derive(Debug, Subcommand)]
pub enum GoalVerb {
    /// Write a new goal down
    Add(NewFields<Goal>),
    /// List the goals with their dates
    List,
    /// Show one goal in full
    Show(GoalNumber),
    /// Change a goal
    Edit(EditArgs<GoalNumber>),
    /// Add or tick the steps on the way to a goal
    Step {
        #[command(flatten)]
        goal: GoalNumber,
        #[command(subcommand)]
        verb: StepVerb,
    },
    /// Keep what shows that a goal was reached
    Evidence {
        #[command(flatten)]
        goal: GoalNumber,
        #[command(subcommand)]
        verb: EvidenceVerb,
    },
    /// Move a goal by one place
    Move {
        #[command(flatten)]
        goal: GoalNumber,
        /// Which way
        way: Direction,
    },
    /// Say in one line how a goal goes
    Progress {
        #[command(flatten)]
        goal: GoalNumber,
        #[command(flatten)]
        fields: NewFields<Progress>,
    },
    /// Move a goal to another status: draft, active, paused, done, dropped
    Status {
        #[command(flatten)]
        goal: GoalNumber,
        /// Its new status
        status: GoalStatus,
        /// A word on it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Archive a goal; undo puts it back
    Archive(GoalNumber),
}

/// The goal that a command is called for, by its number.
#[derive(Clone, Copy, Debug, Args, Serialize, JsonSchema)]
pub struct GoalNumber {
    /// Number of the goal
    #[arg(value_name = "NUMBER")]
    pub goal: usize,
}

impl Target for GoalNumber {
    type Record = Goal;
    type Answer = Self;

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Result<(Id, Self), Problem> {
        Ok((find(&opened.book, self.goal)?.id, *self))
    }
}

impl GoalNumber {
    /// Adds a part of the goal.
    pub fn add<T: Editable + FormOptions>(
        self,
        fields: &NewFields<T>,
        session: &mut CliSession,
    ) -> Result<Output, Problem> {
        session.change(|LoadedBook { book, .. }, session| {
            let goal = find(book, self.goal)?.id;
            Ok(fields.add(book, Some(goal), session)?.answer(self))
        })
    }
}

/// The goal with the number that people see.
pub fn find(book: &Book, number: usize) -> Result<&Goal, Problem> {
    by_number(&book.goals_in_order(), number, "goal", "goal list")
}

/// A goal as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct GoalRow<'a> {
    #[serde(flatten)]
    row: NumberedRow<'a, Goal>,
    steps_done: usize,
    steps: usize,
    /// The fields that a goal should have and this one has not.
    lacks: Vec<&'static str>,
}

/// A goal with all that belongs to it.
#[derive(Serialize, JsonSchema)]
pub struct GoalPage<'a> {
    #[serde(flatten)]
    row: GoalRow<'a>,
    step_list: Vec<NumberedRow<'a, Step>>,
    progress: Vec<NumberedRow<'a, Progress>>,
    evidence: Vec<NumberedRow<'a, Evidence>>,
}

impl<'a> GoalRow<'a> {
    fn new(row: NumberedRow<'a, Goal>, book: &Book) -> Self {
        let (steps_done, steps) = book.steps_done(row.id);
        Self {
            steps_done,
            steps,
            lacks: row.record.missing_fields(),
            row,
        }
    }
}

pub fn run(verb: GoalVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        GoalVerb::List => list(session),
        GoalVerb::Show(goal) => show(goal.goal, session),
        GoalVerb::Add(fields) => session.change(|LoadedBook { book, .. }, session| {
            let goal = book.goals_in_order().len() + 1;
            let report = fields.add(book, None, session)?;
            let report = report.note(format!("It is goal {goal}."));
            Ok(report.answer(GoalNumber { goal }))
        }),
        GoalVerb::Edit(edit) => edit.run(session),
        GoalVerb::Step { goal, verb } => step::run(goal, verb, session),
        GoalVerb::Evidence { goal, verb } => evidence::run(goal, verb, session),
        GoalVerb::Move { goal, way } => goal.move_by_one(way, session),
        GoalVerb::Progress { goal, fields } => goal.add(&fields, session),
        GoalVerb::Status { goal, status, note } => goal.change(session, |book, id, ctx| {
            ops::goal::set_status(book, id, status, &note, ctx)
        }),
        GoalVerb::Archive(goal) => goal.archive(session),
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let today = session.env.today();
    let rows = NumberedRow::list(book.goals_in_order(), |goal| goal.id);
    let rows = rows.into_iter().map(|row| GoalRow::new(row, &book));
    let cells = |row: &GoalRow| {
        let goal = row.row.record;
        let due = match goal.due {
            Some(day) if goal.is_open() => {
                let words = Due::on(day, today).words();
                format!("{} ({words})", dates::format_date(day))
            }
            Some(day) => dates::format_date(day),
            None => String::new(),
        };
        [
            row.row.number.to_string(),
            goal.status.to_string(),
            format!("{}/{}", row.steps_done, row.steps),
            due,
            marked_title(goal),
        ]
    };
    let empty = "There is no goal yet. “matchbook goal add \"…\"” writes one down.";
    let header = ["No", "Status", "Steps", "Due", "Goal"];
    Ok(Output::table(&header, rows.collect(), cells, empty))
}

fn marked_title(goal: &Goal) -> String {
    let mut marks = goal.missing_fields();
    marks.extend(goal.private.then_some("private"));
    if marks.is_empty() {
        goal.title.clone()
    } else {
        format!("{} [{}]", goal.title, marks.join(", "))
    }
}

fn show(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let goal = find(&book, number)?;
    let text = session.page(&book, &[], |view| {
        Ok(document::goal_page(view, number, goal))
    })?;
    let page = GoalPage {
        row: GoalRow::new(
            NumberedRow {
                number,
                id: goal.id,
                record: goal,
            },
            &book,
        ),
        step_list: NumberedRow::list(book.steps_of(goal.id), |step| step.id),
        progress: NumberedRow::list(book.progress_of(goal.id), |line| line.id),
        evidence: NumberedRow::list(book.evidence_of(goal.id), |item| item.id),
    };
    Ok(Output::answer(text, page))
}

//! `matchbook goal`: goals, their steps, what shows that they were reached, and how they go.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::archived::ArchivedOption;
use super::options::NewFields;
use super::output::{NumberedRow, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use super::target::{EditArgs, Found, Target};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::goal::{Evidence, Goal, GoalStatus, Progress, Step};
use crate::domain::ops::goal::reached;
use crate::domain::ops::{self, Direction, Editable};
use crate::domain::schedule::Due;
use crate::domain::words::parse_goal_status;
use crate::export::document;
use crate::problem::Problem;

/// Commands on goals. Each goal has the number that `goal list` shows.
#[derive(Debug, Subcommand)]
pub enum GoalVerb {
    /// Write a new goal down
    Add(NewFields<Goal>),
    /// List the goals with their dates
    List(ArchivedOption),
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
        #[arg(value_parser = status)]
        status: GoalStatus,
        /// A word on it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Join two goals that are the same, entered by both of you
    #[command(
        after_help = "Steps, progress and evidence of the other go to the one you keep, which takes over what it has not; the other is archived."
    )]
    Join {
        /// Number of the goal to keep
        #[arg(value_name = "KEEP")]
        keep: usize,
        /// Number of the other
        #[arg(value_name = "OTHER")]
        other: usize,
    },
    /// Archive a goal; undo puts it back
    Archive(GoalNumber),
}

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

/// Commands on the evidence for a goal. Each piece has the number that `goal show` shows.
#[derive(Debug, Subcommand)]
pub enum EvidenceVerb {
    /// Add something that shows what was reached
    Add(NewFields<Evidence>),
    /// Change a piece of evidence
    Edit(EditArgs<EvidenceNumber>),
    /// Archive a piece of evidence; undo puts it back
    Archive(EvidenceNumber),
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

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Found<Self> {
        Ok((find(&opened.book, self.goal)?.id, *self))
    }
}

impl GoalNumber {
    /// Adds a part of the goal.
    pub fn add<T: Editable>(
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

/// A status by its key, or in other words: “on hold”.
fn status(typed: &str) -> Result<GoalStatus, String> {
    parse_goal_status(typed).map_or_else(|| typed.parse(), Ok)
}

pub fn run(verb: GoalVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        GoalVerb::List(archived) => {
            let kinds = [Kind::Goal, Kind::Step, Kind::Progress, Kind::Evidence];
            archived.or_else(&kinds, session, list)
        }
        GoalVerb::Show(goal) => show(goal.goal, session),
        GoalVerb::Add(fields) => session.change(|LoadedBook { book, .. }, session| {
            let goal = book.goals_in_order().len() + 1;
            let report = fields.add(book, None, session)?;
            let report = report.note(format!("It is goal {goal}."));
            Ok(report.answer(GoalNumber { goal }))
        }),
        GoalVerb::Edit(edit) => edit.run(session),
        GoalVerb::Step { goal, verb } => run_step(goal, verb, session),
        GoalVerb::Evidence { goal, verb } => run_evidence(goal, verb, session),
        GoalVerb::Move { goal, way } => goal.move_by_one(way, session),
        GoalVerb::Progress { goal, fields } => goal.add(&fields, session),
        GoalVerb::Status { goal, status, note } => session.change(|opened, session| {
            let (id, answer) = goal.find(opened, session)?;
            let commit = ops::goal::set_status(&opened.book, id, status, &note, &session.ctx())?;
            let mut after = opened.book.clone();
            after.apply(&commit.changes);
            let words = reached::reached_words(&commit.changes, &after);
            Ok(ChangeReport::new(commit, answer).notes(words.into_iter().collect()))
        }),
        GoalVerb::Join { keep, other } => session.change(|LoadedBook { store, book }, session| {
            // Also what was said of it long ago goes to the kept one.
            book.extend(store.load_kind(Kind::Meeting)?);
            book.extend(store.load_kind(Kind::AgendaItem)?);
            let (goal, other) = (find(book, keep)?, find(book, other)?);
            let commit = ops::goal::join_goals(book, goal.id, other.id, &session.ctx())?;
            let is_kept = |kept: &&Goal| kept.id == goal.id;
            let mut after = book.clone();
            after.apply(&commit.changes);
            let number = after.goals_in_order().iter().position(is_kept);
            let answer = GoalNumber {
                goal: number.map_or(keep, |at| at + 1),
            };
            let note = format!("It is goal {}.", answer.goal);
            Ok(ChangeReport::new(commit, answer).note(note))
        }),
        GoalVerb::Archive(goal) => goal.archive(session),
    }
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

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Found<Self> {
        let steps = opened.book.steps_of(find(&opened.book, self.goal)?.id);
        let listed_by = format!("goal show {}", self.goal);
        let step = by_number(&steps, self.step, "step", &listed_by)?;
        Ok((step.id, *self))
    }
}

/// Does `verb` to the steps of the goal with this number.
fn run_step(of: GoalNumber, verb: StepVerb, session: &mut CliSession) -> Result<Output, Problem> {
    let goal = of.goal;
    let of_goal = |step| StepNumber { goal, ..step };
    match verb {
        StepVerb::Add(fields) => session.change(|LoadedBook { book, .. }, session| {
            let id = find(book, goal)?.id;
            let step = book.steps_of(id).len() + 1;
            let report = fields.add(book, Some(id), session)?;
            let report = report.note(format!("It is step {step} of goal {goal}."));
            Ok(report.answer(StepNumber { goal, step }))
        }),
        StepVerb::Edit(edit) => of_goal(edit.target).edit(&edit.fields, session),
        StepVerb::Move { step, way } => of_goal(step).move_by_one(way, session),
        StepVerb::Archive(step) => of_goal(step).archive(session),
        StepVerb::Done(step) => of_goal(step).tick_as(true, session),
        StepVerb::Reopen(step) => of_goal(step).tick_as(false, session),
    }
}

impl StepNumber {
    /// Ticks or unticks it, unless it is that already.
    fn tick_as(self, done: bool, session: &mut CliSession) -> Result<Output, Problem> {
        session.change(|opened, session| {
            let (id, answer) = self.find(opened, session)?;
            let commit = if opened.book.steps[&id].done.is_some() == done {
                session.ctx().commit("", Vec::new())
            } else {
                ops::tick(&opened.book, Kind::Step, id, &session.ctx())?
            };
            let mut after = opened.book.clone();
            after.apply(&commit.changes);
            let all = reached::with_all_steps_done(&commit.changes, &after);
            let ask = all.map(|_| {
                let status = format!("“matchbook goal status {} done”", self.goal);
                format!("All steps of the goal are done. If it is reached: {status}.")
            });
            Ok(ChangeReport::new(commit, answer).notes(ask.into_iter().collect()))
        })
    }
}

/// The piece that a command is called for, by the numbers of its goal and its own.
#[derive(Clone, Copy, Debug, Args)]
pub struct EvidenceNumber {
    #[arg(skip)]
    goal: usize,
    /// Number of the evidence
    evidence: usize,
}

impl Target for EvidenceNumber {
    type Record = Evidence;
    type Answer = GoalNumber;

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Found<GoalNumber> {
        let goal = self.goal;
        let evidence = opened.book.evidence_of(find(&opened.book, goal)?.id);
        let listed_by = format!("goal show {goal}");
        let piece = by_number(&evidence, self.evidence, "evidence", &listed_by)?;
        Ok((piece.id, GoalNumber { goal }))
    }
}

/// Does `verb` to the evidence for the goal with this number.
fn run_evidence(
    of: GoalNumber,
    verb: EvidenceVerb,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let goal = of.goal;
    let of_goal = |piece| EvidenceNumber { goal, ..piece };
    match verb {
        EvidenceVerb::Add(fields) => of.add(&fields, session),
        EvidenceVerb::Edit(edit) => of_goal(edit.target).edit(&edit.fields, session),
        EvidenceVerb::Archive(piece) => of_goal(piece).archive(session),
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let today = session.env.today();
    let rows = NumberedRow::list(book.goals_in_order());
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
        row: GoalRow::new(NumberedRow::new((number, goal)), &book),
        step_list: NumberedRow::list(book.steps_of(goal.id)),
        progress: NumberedRow::list(book.progress_of(goal.id)),
        evidence: NumberedRow::list(book.evidence_of(goal.id)),
    };
    Ok(Output::answer(text, page))
}

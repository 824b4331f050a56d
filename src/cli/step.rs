//! `matchbook goal step`: the steps on the way to a goal.

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::goal::find;
use super::json_schema::{AnswerSchema, done};
use super::output::{Output, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::goal::Step;
use crate::domain::ops::{self, Direction, Editable};
use crate::problem::Problem;

/// Commands on the steps of a goal.
#[derive(Debug, Subcommand)]
pub enum StepVerb {
    /// Add a step
    #[command(after_help = "Example:
  matchbook goal step 1 add \"Call the school\" --due \"next friday\" --owner mentee")]
    Add {
        /// What is to be done
        title: String,
        /// The day by which it is to be done
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        /// Who does it: mentee, mentor, both
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
    },
    /// Tick a step as done today
    #[command(after_help = "Example:
  matchbook goal step 1 done 2")]
    Done {
        /// Number of the step
        step: usize,
    },
    /// Take the tick away again
    #[command(after_help = "Example:
  matchbook goal step 1 reopen 2")]
    Reopen {
        /// Number of the step
        step: usize,
    },
    /// Change a step
    #[command(after_help = "Example:
  matchbook goal step 1 edit 2 --due \"dec 8\"")]
    Edit {
        /// Number of the step
        step: usize,
        /// What is to be done
        #[arg(long, allow_hyphen_values = true)]
        title: Option<String>,
        /// The day by which it is to be done; \"\" for none
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
        /// Who does it: mentee, mentor, both
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
    },
    /// Move a step by one place
    #[command(after_help = "Example:
  matchbook goal step 1 move 2 up")]
    Move {
        /// Number of the step
        step: usize,
        /// Which way
        way: Direction,
    },
    /// Archive a step; undo puts it back
    #[command(after_help = "Example:
  matchbook goal step 1 archive 2")]
    Archive {
        /// Number of the step
        step: usize,
    },
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    done::<StepNumber>("goal step add"),
    done::<StepNumber>("goal step done"),
    done::<StepNumber>("goal step reopen"),
    done::<StepNumber>("goal step edit"),
    done::<StepNumber>("goal step move"),
    done::<StepNumber>("goal step archive"),
];

/// The step that a command was called for, by the numbers of its goal and its own.
#[derive(Serialize, JsonSchema)]
pub struct StepNumber {
    goal: usize,
    step: usize,
}

/// Does `verb` to the steps of the goal with this number.
pub fn run(goal: usize, verb: &StepVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        StepVerb::Add { title, due, owner } => {
            add(goal, title, due.as_deref(), owner.as_deref(), session)
        }
        StepVerb::Edit {
            step,
            title,
            due,
            owner,
        } => change(goal, *step, session, |book, step, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-step")?.with_answers(step.answers());
            editor.set("title", "--title", title.as_deref())?;
            editor.set_day("due", "--due", due.as_deref(), "Due")?;
            editor.set("owner", "--owner", owner.as_deref())?;
            let ctx = session.env.op_context();
            let commit = ops::edit::<Step>(book, step.id, &editor.answers, &ctx)?;
            Ok((commit, editor.notes))
        }),
        StepVerb::Move { step, way } => change(goal, *step, session, |book, step, session| {
            let commit =
                ops::move_by_one(book, Kind::Step, step.id, *way, &session.env.op_context())?;
            Ok((commit, Vec::new()))
        }),
        StepVerb::Archive { step } => change(goal, *step, session, |book, step, session| {
            let commit = ops::archive(book, Kind::Step, step.id, &session.env.op_context())?;
            Ok((commit, vec![UNDO_RESTORES.to_owned()]))
        }),
        StepVerb::Done { step } => tick(goal, *step, true, session),
        StepVerb::Reopen { step } => tick(goal, *step, false, session),
    }
}

/// Saves the commit that `work` makes of a step, with sentences to say below.
fn change(
    goal: usize,
    step: usize,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &Step, &mut CliSession) -> Result<(Commit, Vec<String>), Problem>,
) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let steps = book.steps_of(find(book, goal)?.id);
        let record = by_number(&steps, step, "step", &format!("goal show {goal}"))?;
        let (commit, notes) = work(book, record, session)?;
        Ok(ChangeReport::new(commit, StepNumber { goal, step }).notes(notes))
    })
}

fn add(
    number: usize,
    title: &str,
    due: Option<&str>,
    owner: Option<&str>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let goal = find(book, number)?.id;
        let mut editor = CliEditor::open(session, book, "editor-step")?;
        editor.set("title", "the title", Some(title))?;
        editor.set_day("due", "--due", due, "Due")?;
        editor.set("owner", "--owner", owner)?;
        let mut ctx = session.env.op_context();
        let commit = ops::add::<Step>(book, Some(goal), &editor.answers, &mut ctx)?;
        let step = book.steps_of(goal).len() + 1;
        Ok(ChangeReport::new(commit, StepNumber { goal: number, step })
            .note(format!("It is step {step} of goal {number}."))
            .notes(editor.notes))
    })
}

fn tick(goal: usize, step: usize, done: bool, session: &mut CliSession) -> Result<Output, Problem> {
    change(goal, step, session, |book, step, session| {
        let ctx = session.env.op_context();
        let commit = if step.done.is_some() == done {
            ctx.commit("", Vec::new())
        } else {
            ops::tick(book, Kind::Step, step.id, &ctx)?
        };
        Ok((commit, Vec::new()))
    })
}

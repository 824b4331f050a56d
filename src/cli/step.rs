//! `matchbook goal step`: the steps on the way to a goal.

use clap::Subcommand;
use serde_json::{Value, json};

use super::agenda_line::DirectionArg;
use super::editor::CliEditor;
use super::goal::find;
use super::output::Output;
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::dates;
use crate::domain::goal::Step;
use crate::domain::ops;
use crate::problem::Problem;

/// What to do with the steps of a goal.
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
        way: DirectionArg,
    },
    /// Put a step away; undo brings it back
    #[command(after_help = "Example:
  matchbook goal step 1 archive 2")]
    Archive {
        /// Number of the step
        step: usize,
    },
}

/// Does `verb` to the steps of the goal with this number.
pub fn run(number: usize, verb: &StepVerb, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let goal = find(&opened.book, number)?.id;
    match verb {
        StepVerb::Add { title, due, owner } => {
            let step = opened.book.steps_of(goal).len() + 1;
            let mut editor = CliEditor::open(session, &opened.book, "editor-step")?;
            editor
                .notes
                .push(format!("It is step {step} of goal {number}."));
            editor.set("title", "the title", Some(title))?;
            editor.set_day("due", "--due", due.as_deref(), "Due")?;
            editor.set("owner", "--owner", owner.as_deref())?;
            let mut ctx = session.env.op_context();
            let commit = ops::goal::add_step(&opened.book, goal, &editor.answers, &mut ctx)?;
            drop(ctx);
            let json = json!({ "goal": number, "step": step });
            session.save(&mut opened, &commit, &editor.notes, json)
        }
        StepVerb::Edit {
            step,
            title,
            due,
            owner,
        } => {
            let found = find_step(&opened.book, number, *step)?;
            let mut editor = CliEditor::open(session, &opened.book, "editor-step")?
                .with_answers(ops::goal::answers_of_step(found));
            editor.set("title", "--title", title.as_deref())?;
            editor.set_day("due", "--due", due.as_deref(), "Due")?;
            editor.set("owner", "--owner", owner.as_deref())?;
            let (id, ctx) = (found.id, session.env.op_context());
            let commit = ops::goal::edit_step(&opened.book, id, &editor.answers, &ctx)?;
            drop(ctx);
            let json = json!({ "goal": number, "step": step });
            session.save(&mut opened, &commit, &editor.notes, json)
        }
        StepVerb::Move { step, way } => {
            let id = find_step(&opened.book, number, *step)?.id;
            let ctx = session.env.op_context();
            let commit = ops::goal::move_step(&opened.book, id, way.direction(), &ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "goal": number }))
        }
        StepVerb::Archive { step } => {
            let id = find_step(&opened.book, number, *step)?.id;
            let commit =
                ops::goal::archive_step(&opened.book, id, true, &session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "goal": number }))
        }
        StepVerb::Done { step } => tick(number, *step, true, &mut opened, session),
        StepVerb::Reopen { step } => tick(number, *step, false, &mut opened, session),
    }
}

fn find_step(book: &Book, goal: usize, number: usize) -> Result<&Step, Problem> {
    let steps = book.steps_of(find(book, goal)?.id);
    by_number(&steps, number, "step", &format!("goal show {goal}"))
}

fn tick(
    goal: usize,
    number: usize,
    done: bool,
    opened: &mut LoadedBook,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let step = find_step(&opened.book, goal, number)?;
    let json = json!({ "goal": goal, "step": number });
    if step.done.is_some() == done {
        return Ok(Output::done("nothing changed", &[], json));
    }
    let commit = ops::goal::tick_step(&opened.book, step.id, &session.env.op_context())?;
    session.save(opened, &commit, &[], json)
}

/// A step with its number, tick, owner and day.
pub fn line(number: usize, step: &Step) -> String {
    let mark = if step.done.is_some() { "[x]" } else { "[ ]" };
    let day = match (step.done, step.due) {
        (Some(done), _) => format!(", done {}", dates::format_date(done)),
        (None, Some(due)) => format!(", due {}", dates::format_date(due)),
        (None, None) => String::new(),
    };
    format!("{number}. {mark} {} ({}{day})", step.title, step.owner)
}

/// The same as JSON.
pub fn as_json(number: usize, step: &Step) -> Value {
    json!({
        "number": number,
        "id": step.id,
        "title": step.title,
        "owner": step.owner,
        "due": step.due,
        "done": step.done,
    })
}

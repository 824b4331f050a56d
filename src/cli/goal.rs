//! `matchbook goal`: goals, their steps, and how they go.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::evidence::{self, EvidenceVerb};
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{NumberedRow, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use super::step::{self, StepVerb};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
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
    #[command(after_help = "Example:
  matchbook goal add \"Start a STEM hour\" --measure \"four visits held\" --due \"end of april\"")]
    Add {
        /// What is to be reached, in one line
        title: String,
        #[command(flatten)]
        fields: GoalFields,
    },
    /// List the goals with their dates
    #[command(after_help = "Example:
  matchbook goal list")]
    List,
    /// Show one goal in full
    #[command(after_help = "Example:
  matchbook goal show 1")]
    Show {
        /// Number of the goal
        number: usize,
    },
    /// Change a goal
    #[command(after_help = "Examples:
  matchbook goal edit 1 --due \"in 6 weeks\"
  matchbook goal edit 2 --private yes")]
    Edit {
        /// Number of the goal
        number: usize,
        /// What is to be reached, in one line
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        fields: GoalFields,
    },
    /// Add or tick the steps on the way to a goal
    Step {
        /// Number of the goal
        number: usize,
        #[command(subcommand)]
        verb: StepVerb,
    },
    /// Keep what shows that a goal was reached
    Evidence {
        /// Number of the goal
        number: usize,
        #[command(subcommand)]
        verb: EvidenceVerb,
    },
    /// Move a goal by one place
    #[command(after_help = "Example:\n  matchbook goal move 2 up")]
    Move {
        /// Number of the goal
        number: usize,
        /// Which way
        way: Direction,
    },
    /// Say in one line how a goal goes
    #[command(after_help = "Example:
  matchbook goal progress 1 \"The call is arranged\" --date yesterday")]
    Progress {
        /// Number of the goal
        number: usize,
        /// What happened
        text: String,
        /// The day it happened, if not today
        #[arg(long, value_name = "DAY")]
        date: Option<String>,
    },
    /// Move a goal to another status: draft, active, paused, done, dropped
    #[command(after_help = "Example:
  matchbook goal status 1 active --note \"We have a plan\"")]
    Status {
        /// Number of the goal
        number: usize,
        /// Its new status
        status: GoalStatus,
        /// A word on it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Archive a goal; undo puts it back
    #[command(after_help = "Example:
  matchbook goal archive 2")]
    Archive {
        /// Number of the goal
        number: usize,
    },
}

/// Fields of a goal beside its title.
#[derive(Debug, Default, Args)]
pub struct GoalFields {
    /// How you will know that it is done
    #[arg(long, allow_hyphen_values = true)]
    measure: Option<String>,
    /// The day by which it is to be reached, as you would say it
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Why it matters now
    #[arg(long, allow_hyphen_values = true)]
    why: Option<String>,
    /// What help is needed, or what may get in the way
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    obstacle: Option<String>,
    /// An aim of the program that it serves (may be repeated)
    #[arg(long, value_name = "AIM")]
    aim: Vec<String>,
    /// A competency area that it serves (may be repeated)
    #[arg(long, value_name = "AREA")]
    competency: Vec<String>,
    /// Whether it stays private: yes or no. Others on this computer can see the words of a command; “-” in place of a text
    /// (measure, why, obstacle) reads it from the standard input
    #[arg(long, value_name = "YES/NO")]
    private: Option<String>,
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    done::<GoalNumber>("goal add"),
    answer::<Vec<GoalRow<'static>>>("goal list"),
    answer::<GoalPage<'static>>("goal show"),
    done::<GoalNumber>("goal edit"),
    done::<GoalNumber>("goal move"),
    done::<GoalNumber>("goal progress"),
    done::<GoalNumber>("goal status"),
    done::<GoalNumber>("goal archive"),
];

/// The goal that a command changed, by its number.
#[derive(Serialize, JsonSchema)]
pub struct GoalNumber {
    pub goal: usize,
}

/// A goal as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct GoalRow<'a> {
    number: usize,
    id: Id,
    #[serde(flatten)]
    goal: &'a Goal,
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
    fn new((number, goal): (usize, &'a Goal), book: &Book) -> Self {
        let (steps_done, steps) = book.steps_done(goal.id);
        Self {
            number,
            id: goal.id,
            goal,
            steps_done,
            steps,
            lacks: goal.missing_fields(),
        }
    }
}

/// Does `verb`.
pub fn run(verb: GoalVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        GoalVerb::List => list(session),
        GoalVerb::Show { number } => show(number, session),
        GoalVerb::Add { title, fields } => add(&title, &fields, session),
        GoalVerb::Edit {
            number,
            title,
            fields,
        } => change(number, session, |book, goal, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-goal")?.with_answers(goal.answers());
            editor.set("title", "--title", title.as_deref())?;
            fields.fill(&mut editor)?;
            let ctx = session.env.op_context();
            let commit = ops::edit::<Goal>(book, goal.id, &editor.answers, &ctx)?;
            Ok((commit, editor.notes))
        }),
        GoalVerb::Step { number, verb } => step::run(number, &verb, session),
        GoalVerb::Evidence { number, verb } => evidence::run(number, &verb, session),
        GoalVerb::Move { number, way } => change(number, session, |book, goal, session| {
            let commit =
                ops::move_by_one(book, Kind::Goal, goal.id, way, &session.env.op_context())?;
            Ok((commit, Vec::new()))
        }),
        GoalVerb::Progress { number, text, date } => {
            change(number, session, |book, goal, session| {
                let mut editor = CliEditor::open(session, book, "editor-progress")?;
                editor.set("text", "the text", Some(&text))?;
                editor.set_day("date", "--date", date.as_deref(), "Noted for")?;
                let mut ctx = session.env.op_context();
                let commit = ops::add::<Progress>(book, Some(goal.id), &editor.answers, &mut ctx)?;
                Ok((commit, editor.notes))
            })
        }
        GoalVerb::Status {
            number,
            status,
            note,
        } => change(number, session, |book, goal, session| {
            let mut ctx = session.env.op_context();
            let commit = ops::goal::set_status(book, goal.id, status, &note, &mut ctx)?;
            Ok((commit, Vec::new()))
        }),
        GoalVerb::Archive { number } => change(number, session, |book, goal, session| {
            let commit = ops::archive(book, Kind::Goal, goal.id, &session.env.op_context())?;
            Ok((commit, vec![UNDO_RESTORES.to_owned()]))
        }),
    }
}

/// Saves the commit that `work` makes of the goal with this number, with sentences to say below.
pub fn change(
    number: usize,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &Goal, &mut CliSession) -> Result<(Commit, Vec<String>), Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let goal = find(&opened.book, number)?;
        let (commit, notes) = work(&opened.book, goal, session)?;
        Ok(ChangeReport::new(commit, GoalNumber { goal: number }).notes(notes))
    })
}

/// The goal with the number that people see.
pub fn find(book: &Book, number: usize) -> Result<&Goal, Problem> {
    by_number(&book.goals_in_order(), number, "goal", "goal list")
}

impl GoalFields {
    fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        editor.set("measure", "--measure", self.measure.as_deref())?;
        editor.set_day("due", "--due", self.due.as_deref(), "Due")?;
        editor.set("why", "--why", self.why.as_deref())?;
        editor.set("help", "--obstacle", self.obstacle.as_deref())?;
        editor.set_all("aims", "--aim", &self.aim)?;
        editor.set_all("competencies", "--competency", &self.competency)?;
        editor.set("private", "--private", self.private.as_deref())
    }
}

fn add(title: &str, fields: &GoalFields, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let mut editor = CliEditor::open(session, book, "editor-goal")?;
        editor.set("title", "the title", Some(title))?;
        fields.fill(&mut editor)?;
        let commit = ops::add::<Goal>(book, None, &editor.answers, &mut session.env.op_context())?;
        let goal = book.goals_in_order().len() + 1;
        Ok(ChangeReport::new(commit, GoalNumber { goal })
            .note(format!("It is goal {goal}."))
            .notes(editor.notes))
    })
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Goal, Kind::Step])?;
    let today = session.env.today();
    let goals = (1..).zip(book.goals_in_order());
    let rows: Vec<_> = goals.map(|goal| GoalRow::new(goal, &book)).collect();
    if rows.is_empty() {
        let text = "There is no goal yet. “matchbook goal add \"…\"” writes one down.";
        return Ok(Output::answer(text, rows));
    }
    let mut table = TextTable::new(&["No", "Status", "Steps", "Due", "Goal"]);
    for row in &rows {
        let due = match row.goal.due {
            Some(day) if row.goal.is_open() => {
                let words = Due::on(day, today).words();
                format!("{} ({words})", dates::format_date(day))
            }
            Some(day) => dates::format_date(day),
            None => String::new(),
        };
        table.row([
            row.number.to_string(),
            row.goal.status.to_string(),
            format!("{}/{}", row.steps_done, row.steps),
            due,
            marked_title(row.goal),
        ]);
    }
    Ok(Output::answer(table.text(), rows))
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
    const KINDS_NEEDED: [Kind; 9] = [
        Kind::Person,
        Kind::Cycle,
        Kind::Goal,
        Kind::Step,
        Kind::Progress,
        Kind::Evidence,
        Kind::Meeting,
        Kind::Activity,
        Kind::Prompt,
    ];
    let LoadedBook { book, .. } = session.open_read_only(&KINDS_NEEDED)?;
    let goal = find(&book, number)?;
    let text = session.page(&book, |view| Ok(document::goal_page(view, number, goal)))?;
    let page = GoalPage {
        row: GoalRow::new((number, goal), &book),
        step_list: NumberedRow::list(book.steps_of(goal.id), |step| step.id),
        progress: NumberedRow::list(book.progress_of(goal.id), |line| line.id),
        evidence: NumberedRow::list(book.evidence_of(goal.id), |item| item.id),
    };
    Ok(Output::answer(text, page))
}

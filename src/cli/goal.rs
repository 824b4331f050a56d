//! `matchbook goal`: goals, their steps, and how they go.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::agenda_line::DirectionArg;
use super::editor::CliEditor;
use super::evidence::{self, EvidenceVerb};
use super::output::{Output, TextPage, TextTable};
use super::session::{CliSession, LoadedBook, by_number};
use super::step::{self, StepVerb};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::ops;
use crate::domain::schedule::Due;
use crate::problem::Problem;

/// What to do with goals. Each has the number that `goal list` shows.
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
        way: DirectionArg,
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
    /// Put a goal away; undo brings it back
    #[command(after_help = "Example:
  matchbook goal archive 2")]
    Archive {
        /// Number of the goal
        number: usize,
    },
}

/// What a goal may have beside its title.
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
        } => edit(number, title.as_deref(), &fields, session),
        GoalVerb::Step { number, verb } => step::run(number, &verb, session),
        GoalVerb::Evidence { number, verb } => evidence::run(number, &verb, session),
        GoalVerb::Move { number, way } => {
            let mut opened = session.open_for_edit()?;
            let goal = find(&opened.book, number)?.id;
            let ctx = session.env.op_context();
            let commit = ops::goal::move_goal(&opened.book, goal, way.direction(), &ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "goal": number }))
        }
        GoalVerb::Progress { number, text, date } => {
            progress(number, &text, date.as_deref(), session)
        }
        GoalVerb::Status {
            number,
            status,
            note,
        } => {
            let mut opened = session.open_for_edit()?;
            let goal = find(&opened.book, number)?.id;
            let commit = ops::goal::set_status(
                &opened.book,
                goal,
                status,
                &note,
                &mut session.env.op_context(),
            )?;
            session.save(&mut opened, &commit, &[], json!({ "goal": number }))
        }
        GoalVerb::Archive { number } => {
            let mut opened = session.open_for_edit()?;
            let goal = find(&opened.book, number)?.id;
            let commit = ops::goal::archive(&opened.book, goal, true, &session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "goal": number }))
        }
    }
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
    let mut opened = session.open_for_edit()?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-goal")?;
    editor.set("title", "the title", Some(title))?;
    fields.fill(&mut editor)?;
    let mut ctx = session.env.op_context();
    let commit = ops::goal::add(&opened.book, &editor.answers, &mut ctx)?;
    drop(ctx);
    let number = opened.book.goals_in_order().len() + 1;
    let mut notes = vec![format!("It is goal {number}.")];
    notes.append(&mut editor.notes);
    session.save(&mut opened, &commit, &notes, json!({ "goal": number }))
}

fn edit(
    number: usize,
    title: Option<&str>,
    fields: &GoalFields,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let goal = find(&opened.book, number)?;
    let id = goal.id;
    let mut editor = CliEditor::open(session, &opened.book, "editor-goal")?
        .with_answers(ops::goal::answers_of(goal));
    editor.set("title", "--title", title)?;
    fields.fill(&mut editor)?;
    let commit = ops::goal::edit(&opened.book, id, &editor.answers, &session.env.op_context())?;
    let json = json!({ "goal": number });
    session.save(&mut opened, &commit, &editor.notes, json)
}

fn progress(
    number: usize,
    text: &str,
    date: Option<&str>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let goal = find(&opened.book, number)?.id;
    let mut editor = CliEditor::open(session, &opened.book, "editor-progress")?;
    editor.set("text", "the text", Some(text))?;
    editor.set_day("date", "--date", date, "Noted for")?;
    let mut ctx = session.env.op_context();
    let commit = ops::goal::add_progress(&opened.book, goal, &editor.answers, &mut ctx)?;
    drop(ctx);
    let json = json!({ "goal": number });
    session.save(&mut opened, &commit, &editor.notes, json)
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Goal, Kind::Step])?;
    let today = session.env.today();
    let goals = book.goals_in_order();
    if goals.is_empty() {
        let text = "There is no goal yet. “matchbook goal add \"…\"” writes one down.";
        return Ok(Output::answer(text, json!([])));
    }
    let mut table = TextTable::new(&["No", "Status", "Steps", "Due", "Goal"]);
    for (number, goal) in (1..).zip(&goals) {
        let (done, all) = book.steps_done(goal.id);
        let due = match goal.due {
            Some(day) if goal.is_open() => {
                format!(
                    "{} ({})",
                    dates::format_date(day),
                    Due::on(day, today).words()
                )
            }
            Some(day) => dates::format_date(day),
            None => String::new(),
        };
        table.row([
            format!("{number}"),
            goal.status.to_string(),
            format!("{done}/{all}"),
            due,
            titled(goal),
        ]);
    }
    let json = (1..)
        .zip(&goals)
        .map(|(number, goal)| goal_json(number, goal, &book));
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}

/// The title with its marks.
fn titled(goal: &Goal) -> String {
    let mut marks = goal.missing_fields();
    if goal.private {
        marks.push("private");
    }
    if marks.is_empty() {
        goal.title.clone()
    } else {
        format!("{} [{}]", goal.title, marks.join(", "))
    }
}

fn goal_json(number: usize, goal: &Goal, book: &Book) -> Value {
    let (done, all) = book.steps_done(goal.id);
    json!({
        "number": number,
        "id": goal.id,
        "title": goal.title,
        "status": goal.status,
        "measure": goal.measure,
        "why": goal.why,
        "help": goal.help,
        "due": goal.due,
        "opened": goal.opened,
        "steps_done": done,
        "steps": all,
        "aims": goal.aims,
        "competencies": goal.competencies,
        "private": goal.private,
        "lacks": goal.missing_fields(),
    })
}

fn show(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    const KINDS_NEEDED: [Kind; 4] = [Kind::Goal, Kind::Step, Kind::Progress, Kind::Evidence];
    let LoadedBook { book, .. } = session.open_read_only(&KINDS_NEEDED)?;
    let today = session.env.today();
    let goal = find(&book, number)?;
    let mut page = TextPage::new(&format!("Goal {number}: {}", goal.title));
    let due = goal.due.map_or_else(String::new, |day| {
        format!(
            "{} ({})",
            dates::format_date(day),
            dates::relative_date(day, today)
        )
    });
    page.fact("Status", goal.status.label())
        .fact("Due", &due)
        .fact("Missing", &goal.missing_fields().join(", "))
        .fact(
            "Private",
            if goal.private {
                "it is never shared"
            } else {
                ""
            },
        )
        .prose("How we will know that it is done", &goal.measure)
        .prose("Why it matters now", &goal.why)
        .prose("Help needed, or what may get in the way", &goal.help);
    let steps = book.steps_of(goal.id);
    let lines = (1..).zip(&steps);
    page.list(
        "Steps",
        lines.map(|(number, step)| step::line(number, step)),
    );
    let progress = book.progress_of(goal.id);
    page.list(
        "Progress",
        progress.iter().map(|line| {
            let status = line
                .status
                .map_or_else(String::new, |status| format!("[{status}] "));
            format!("{}: {status}{}", dates::format_date(line.date), line.text)
        }),
    );
    let evidence = book.evidence_of(goal.id);
    let shown = (1..).zip(&evidence);
    let shown = shown.map(|(number, item)| format!("{number}. {} {}", item.title, item.link));
    page.list("Evidence", shown);
    let mut json = goal_json(number, goal, &book);
    json["step_list"] = (1..)
        .zip(&steps)
        .map(|(number, step)| step::as_json(number, step))
        .collect();
    json["progress"] = progress
        .iter()
        .map(|line| {
            json!({ "id": line.id, "date": line.date, "text": line.text, "status": line.status,
                    "author": line.author })
        })
        .collect();
    json["evidence"] = evidence
        .iter()
        .map(|item| json!({ "id": item.id, "title": item.title, "link": item.link, "date": item.date }))
        .collect();
    Ok(Output::answer(page.text(), json))
}

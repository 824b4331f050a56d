//! `matchbook year`: the frame of the year, what it adds up to, and how it ends.

mod show;

use clap::{Args, Subcommand};
use serde_json::json;

use super::editor::CliEditor;
use super::output::{Output, TextPage};
use super::session::{CliSession, LoadedBook, counted};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::ops::{self, Refusal, editors};
use crate::domain::program::Stay;
use crate::domain::schedule::OpenItems;
use crate::problem::Problem;

/// What to do with the year.
#[derive(Debug, Subcommand)]
pub enum YearVerb {
    /// Show the year: its phases, its months against the rhythm, hours, wins
    #[command(after_help = "Example:
  matchbook year show --json")]
    Show,
    /// List what was held with its minutes, and the sum: the hours record
    #[command(after_help = "Example:
  matchbook year hours")]
    Hours,
    /// Change first and last day, or the rhythm you agreed on
    #[command(after_help = "Examples:
  matchbook year set --end \"june 30\" --meetings 1
  matchbook year set --send-ahead 5
  matchbook year set --contacts \"\"

An empty value leaves it to the program; 0 stands for no number at all.")]
    Set(SetArgs),
    /// List what is left to do before the year is closed
    #[command(after_help = "Example:
  matchbook year left")]
    Left,
    /// Write down how you stay in touch: monthly, quarterly, occasion, colleagues, no
    #[command(after_help = "Example:
  matchbook year stay quarterly")]
    Stay {
        /// How you stay in touch
        word: Stay,
    },
    /// Close the year; once more opens it again
    #[command(after_help = "Example:
  matchbook year close

Nothing is taken away. Before its last day the year ends today, which is nobody's fault.")]
    Close,
    /// Start another year with the same partner
    #[command(after_help = "Examples:
  matchbook year next
  matchbook year next --program wla --start \"oct 15\" --end \"apr 15\"

Open goals, actions, lists and the log go on; the present year is closed.")]
    Next {
        /// The program, if another one
        #[arg(long, alias = "programme", value_name = "KEY")]
        program: Option<String>,
        /// The first day; the day after the present year if nothing is said
        #[arg(long, value_name = "DAY")]
        start: Option<String>,
        /// The last day, if not the program's
        #[arg(long, value_name = "DAY")]
        end: Option<String>,
    },
}

/// The frame of the year.
#[derive(Debug, Default, Args)]
pub struct SetArgs {
    /// The first day
    #[arg(long, value_name = "DAY")]
    start: Option<String>,
    /// The last day
    #[arg(long, value_name = "DAY")]
    end: Option<String>,
    /// Contacts a month, meetings included
    #[arg(long, value_name = "NUMBER")]
    contacts: Option<String>,
    /// Meetings a month
    #[arg(long, value_name = "NUMBER")]
    meetings: Option<String>,
    /// How long a meeting usually takes
    #[arg(long, value_name = "NUMBER")]
    minutes: Option<String>,
    /// Days before a meeting on which its agenda and questions are sent
    #[arg(long, value_name = "DAYS")]
    send_ahead: Option<String>,
}

/// Does `verb`.
pub fn run(verb: &YearVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        YearVerb::Show => show::year(session),
        YearVerb::Hours => show::hours(session),
        YearVerb::Set(args) => set(args, session),
        YearVerb::Left => left(session),
        YearVerb::Stay { word } => {
            let mut opened = session.open_for_edit()?;
            let ctx = session.env.op_context();
            let commit = ops::cycle::stay_in_touch(&opened.book, *word, &ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "stay": word }))
        }
        YearVerb::Close => close(session),
        YearVerb::Next {
            program,
            start,
            end,
        } => next(
            program.as_deref(),
            start.as_deref(),
            end.as_deref(),
            session,
        ),
    }
}

fn set(args: &SetArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let program = session.program(&opened.book)?;
    let cycle = opened.book.cycle();
    let answers = cycle.map(editors::answers_of_cycle).unwrap_or_default();
    let mut editor = CliEditor::open(session, &opened.book, "editor-cycle")?.with_answers(answers);
    editor.set("start", "--start", args.start.as_deref())?;
    editor.set("end", "--end", args.end.as_deref())?;
    editor.set("contacts-a-month", "--contacts", args.contacts.as_deref())?;
    editor.set("meetings-a-month", "--meetings", args.meetings.as_deref())?;
    editor.set("usual-minutes", "--minutes", args.minutes.as_deref())?;
    editor.set(
        "send-ahead-days",
        "--send-ahead",
        args.send_ahead.as_deref(),
    )?;
    let answers = &editor.answers;
    let mut ctx = session.env.op_context();
    let commit = editors::edit_cycle(&opened.book, &program, answers, &mut ctx)?;
    drop(ctx);
    let mut after = opened.book.clone();
    after.apply(&commit.changes);
    let notes = session.year(&after, &program).cadence_words();
    let notes = notes.map(|words| super::output::sentence(&words));
    session.save(&mut opened, &commit, notes.as_slice(), json!({}))
}

fn close(session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let commit = ops::cycle::close(&opened.book, &session.env.op_context())?;
    let program = session.program(&opened.book)?;
    let year = session.year(&opened.book, &program);
    let mut notes = Vec::new();
    if !year.is_closed() {
        notes.push("“matchbook year close” once more, or undo, opens it again.".to_owned());
        if opened
            .book
            .cycle()
            .is_some_and(|cycle| cycle.stay.is_none())
        {
            notes.push("“matchbook year stay WORD” writes down how you stay in touch.".to_owned());
        }
    }
    session.save(&mut opened, &commit, &notes, json!({}))
}

fn next(
    program: Option<&str>,
    start: Option<&str>,
    end: Option<&str>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let answers = ops::cycle::next_cycle_answers(&opened.book, session.env.today());
    let mut editor =
        CliEditor::open(session, &opened.book, "editor-next-cycle")?.with_answers(answers);
    editor.set("program", "--program", program)?;
    editor.set("start", "--start", start)?;
    editor.set("end", "--end", end)?;
    let answers = &editor.answers;
    let program = session.catalog.program(answers.get("program"))?;
    let start = answers.day("start").ok_or_else(|| {
        Refusal::new("The first day is missing.").hint("Give it with “--start DAY”.")
    })?;
    let ctx = session.env.op_context();
    let end = answers.day("end");
    let commit = ops::cycle::start_next(&opened.book, &program, start, end, &ctx)?;
    drop(ctx);
    let json = json!({ "program": program.key, "start": start });
    session.save(&mut opened, &commit, &[], json)
}

fn left(session: &mut CliSession) -> Result<Output, Problem> {
    const PARTS: [Kind; 6] = [
        Kind::Cycle,
        Kind::Milestone,
        Kind::Goal,
        Kind::Step,
        Kind::Action,
        Kind::Question,
    ];
    let LoadedBook { book, .. } = session.open_read_only(&PARTS)?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let left = year.open_items();
    let end = book.cycle().map(|cycle| cycle.end);
    let head = end.map_or_else(
        || "The year has no last day.".to_owned(),
        |end| {
            format!(
                "The year ends on {} ({}).",
                dates::format_date(end),
                year.relative_date(end)
            )
        },
    );
    let mut page = TextPage::new(&head);
    page.list("Left to do", lines(&left));
    let dates = year.open_milestones();
    page.list(
        "Dates",
        dates.iter().map(|date| {
            format!(
                "{}: {}",
                dates::format_date(date.milestone.date),
                date.milestone.title
            )
        }),
    );
    let shared = left.goals.iter().filter(|goal| !goal.private);
    page.list("Goals", shared.clone().map(|goal| goal.title.clone()));
    if lines(&left).is_empty() {
        page.prose(
            "Nothing is left to do.",
            "“matchbook year close” closes the year.",
        );
    }
    let json = json!({
        "end": end,
        "closing": year.is_closing(),
        "closed": year.is_closed(),
        "goals": left.goals.len(),
        "steps": left.steps,
        "actions": left.actions,
        "questions": left.questions,
        "dates": left.dates,
        "shared_goals": shared.map(|goal| json!({ "id": goal.id, "title": goal.title }))
            .collect::<serde_json::Value>(),
    });
    Ok(Output::answer(page.text(), json))
}

/// How much is left of each kind; what is none is not mentioned.
fn lines(left: &OpenItems) -> Vec<String> {
    let private = left.goals.iter().filter(|goal| goal.private).count();
    let mut goals = counted(left.goals.len(), "goal");
    if private > 0 {
        goals += &format!(" ({private} private)");
    }
    let rest = [
        (left.steps, "step"),
        (left.actions, "action"),
        (left.questions, "question"),
        (left.dates, "date"),
    ];
    let rest = rest
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun));
    let goals = (!left.goals.is_empty()).then_some(goals);
    goals.into_iter().chain(rest).collect()
}

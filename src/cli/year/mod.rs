//! `matchbook year`: the frame of the year, what it adds up to, and how it ends.

pub mod show;

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::options::{EditFields, FormOptions};
use super::output::{Nothing, Output, sentence, text_page};
use super::session::{ChangeReport, CliSession, LoadedBook};
use crate::domain::dates::{self, pluralize};
use crate::domain::id::Id;
use crate::domain::ops::{self, Refusal};
use crate::domain::program::{Cycle, Stay};
use crate::domain::sanitize::sanitize_line;
use crate::domain::schedule::OpenItems;
use crate::problem::Problem;

#[derive(Debug, Subcommand)]
pub enum YearVerb {
    /// Show the year: its phases, its months against the rhythm, hours, wins
    Show,
    /// List what was held with its minutes, and the sum: the hours record
    Hours,
    /// Change first and last day, or the rhythm you agreed on
    #[command(
        after_help = "An empty value leaves it to the program; 0 stands for no number at all."
    )]
    Set(EditFields<Cycle>),
    /// List what is left to do before the year is closed
    Left,
    /// Write down how you stay in touch: monthly, quarterly, occasion, colleagues, no
    Stay {
        /// How you stay in touch
        word: Stay,
    },
    /// Close the year; once more opens it again
    #[command(
        after_help = "Nothing is taken away. Before its last day the year ends today, which is nobody's fault."
    )]
    Close,
    /// Start another year with the same partner
    #[command(
        after_help = "Open goals, actions, lists and the log go on; the present year is closed."
    )]
    Next(EditFields<NextYear>),
}

impl FormOptions for Cycle {
    const KEY: &'static str = "editor-cycle";
}

/// Another year with the same partner.
#[derive(Debug)]
pub struct NextYear;

impl FormOptions for NextYear {
    const KEY: &'static str = "editor-next-cycle";
}

#[derive(Serialize, JsonSchema)]
pub struct StayingInTouch {
    stay: Stay,
}

#[derive(Serialize, JsonSchema)]
pub struct StartedYear {
    program: String,
    start: NaiveDate,
}

/// Open work at the end of the year.
#[derive(Serialize, JsonSchema)]
pub struct YearLeft<'a> {
    end: Option<NaiveDate>,
    closing: bool,
    closed: bool,
    goals: usize,
    #[serde(flatten)]
    left: OpenItems<'a>,
    shared_goals: Vec<GoalTitle<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct GoalTitle<'a> {
    id: Id,
    title: &'a str,
}

pub fn run(verb: &YearVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        YearVerb::Show => show::year(session),
        YearVerb::Hours => show::hours(session),
        YearVerb::Set(fields) => set(fields, session),
        YearVerb::Left => left(session),
        YearVerb::Stay { word } => session.change(|opened, session| {
            let commit = ops::cycle::stay_in_touch(&opened.book, *word, &session.ctx())?;
            Ok(ChangeReport::new(commit, StayingInTouch { stay: *word }))
        }),
        YearVerb::Close => close(session),
        YearVerb::Next(fields) => next(fields, session),
    }
}

fn set(fields: &EditFields<Cycle>, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let program = session.program(&opened.book)?;
        let cycle = opened.book.cycle();
        let answers = cycle.map(ops::year::answers_of_cycle).unwrap_or_default();
        let editor = fields.editor(answers, &opened.book, session)?;
        let (book, ctx) = (&opened.book, session.ctx());
        let commit = ops::year::edit_cycle(book, &program, &editor.answers, &ctx)?;
        let mut after = opened.book.clone();
        after.apply(&commit.changes);
        let cadence = session.year(&after, &program).cadence_words();
        let notes = cadence.map(|words| sentence(&words)).into_iter().collect();
        Ok(ChangeReport::new(commit, Nothing {}).notes(notes))
    })
}

fn close(session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let commit = ops::cycle::close(&opened.book, &session.ctx())?;
        let program = session.program(&opened.book)?;
        let is_reopened = session.year(&opened.book, &program).is_closed();
        let cycle = opened.book.cycle();
        let mut notes = Vec::new();
        if !is_reopened {
            notes.push("“matchbook year close” once more, or undo, opens it again.");
            if cycle.is_some_and(|cycle| cycle.stay.is_none()) {
                notes.push("“matchbook year stay WORD” writes down how you stay in touch.");
            }
        }
        let notes = notes.into_iter().map(str::to_owned).collect();
        Ok(ChangeReport::new(commit, Nothing {}).notes(notes))
    })
}

fn next(fields: &EditFields<NextYear>, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let answers = ops::cycle::next_cycle_answers(&opened.book, session.env.today());
        let editor = fields.editor(answers, &opened.book, session)?;
        let answers = &editor.answers;
        let program = session.catalog.program(answers.get("program"))?;
        let start = answers.day("start").ok_or_else(|| {
            Refusal::new("The first day is missing.").hint("Give it with “--start DAY”.")
        })?;
        let (end, ctx) = (answers.day("end"), session.ctx());
        let commit = ops::cycle::start_next(&opened.book, &program, start, end, &ctx)?;
        let program = program.key.clone();
        Ok(ChangeReport::new(commit, StartedYear { program, start }))
    })
}

fn left(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let left = year.open_items();
    let end = book.cycle().map(|cycle| cycle.end);
    let head = end.map_or_else(
        || "The year has no last day.".to_owned(),
        |end| {
            let (day, words) = (dates::format_date(end), year.relative_date(end));
            format!("The year ends on {day} ({words}).")
        },
    );
    let dates = year.open_milestones();
    let dates = dates.iter().map(|date| {
        let day = dates::format_date(date.milestone.date);
        format!("{day}: {}", sanitize_line(&date.milestone.title))
    });
    let shared = left.goals.iter().filter(|goal| !goal.private);
    let titles = shared.clone().map(|goal| sanitize_line(&goal.title));
    let counts = lines(&left);
    let nothing = if counts.is_empty() {
        "“matchbook year close” closes the year."
    } else {
        ""
    };
    let texts = [
        ("Left to do", counts.join("\n")),
        ("Dates", dates.collect::<Vec<_>>().join("\n")),
        ("Goals", titles.collect::<Vec<_>>().join("\n")),
        ("Nothing is left to do.", nothing.to_owned()),
    ];
    let shared = shared.map(|goal| GoalTitle {
        id: goal.id,
        title: &goal.title,
    });
    let answer = YearLeft {
        end,
        closing: year.is_closing(),
        closed: year.is_closed(),
        goals: left.goals.len(),
        shared_goals: shared.collect(),
        left,
    };
    Ok(Output::answer(text_page(&head, texts), answer))
}

/// The number left of each kind of which there is any.
fn lines(left: &OpenItems) -> Vec<String> {
    let counts = [
        (left.goals.len(), "goal"),
        (left.steps, "step"),
        (left.actions, "action"),
        (left.questions, "question"),
        (left.dates, "date"),
    ];
    let lines = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut lines: Vec<_> = lines.map(|(count, noun)| pluralize(count, noun)).collect();
    let private = left.goals.iter().filter(|goal| goal.private).count();
    if let Some(goals) = lines.first_mut().filter(|_| private > 0) {
        *goals += &format!(" ({private} private)");
    }
    lines
}

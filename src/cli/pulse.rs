//! `matchbook pulse`: how the match feels to the owner of the book. No other listing shows it; search does, marked as
//! private.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{ChangedRecord, Nothing, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::ops::{self, Editable};
use crate::domain::pulse::Pulse;
use crate::domain::schedule::Year;
use crate::problem::Problem;

/// Commands about your pulse. Each has the number that `pulse list` shows.
#[derive(Debug, Subcommand)]
pub enum PulseVerb {
    /// Take your pulse: three ratings from 1 to 5, for you alone
    #[command(after_help = "Examples:
  matchbook pulse add 4 3 5
  matchbook pulse add 4 - 5 --note \"Too early to say\" --date yesterday

“-” stands for a rating that you cannot give.")]
    Add {
        /// You are in touch as you need it: 1 hardly, 5 just right
        #[arg(allow_hyphen_values = true)]
        contact: String,
        /// You are getting somewhere: 1 standing still, 5 well on the way
        #[arg(allow_hyphen_values = true)]
        progress: String,
        /// You can say what you think: 1 with care, 5 anything
        #[arg(allow_hyphen_values = true)]
        trust: String,
        /// What lies behind it; better “-”, which reads it from the standard input: others on this computer can see the
        /// words of a command
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
        /// The day, if not today
        #[arg(long, value_name = "DAY")]
        date: Option<String>,
    },
    /// List your pulses with where they lead and when the next is due
    #[command(after_help = "Example:
  matchbook pulse list")]
    List,
    /// Change a pulse
    #[command(after_help = "Example:
  matchbook pulse edit 2 --trust 4")]
    Edit {
        /// Number of the pulse
        number: usize,
        /// You are in touch as you need it, 1 to 5
        #[arg(long, value_name = "1-5")]
        contact: Option<String>,
        /// You are getting somewhere, 1 to 5
        #[arg(long, value_name = "1-5")]
        progress: Option<String>,
        /// You can say what you think, 1 to 5
        #[arg(long, value_name = "1-5")]
        trust: Option<String>,
        /// What lies behind it; better “-”, which reads it from the standard input: others on this computer can see the
        /// words of a command
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
        /// The day
        #[arg(long, value_name = "DAY")]
        date: Option<String>,
    },
    /// Archive a pulse; undo puts it back
    #[command(after_help = "Example:
  matchbook pulse archive 1")]
    Archive {
        /// Number of the pulse
        number: usize,
    },
}

const PRIVATE: &str = "PRIVATE: it is never shared, and nobody is told.";

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<PulseList<'static>>("pulse list"),
    done::<Nothing>("pulse add"),
    done::<ChangedRecord>("pulse edit"),
    done::<ChangedRecord>("pulse archive"),
];

/// The pulses and the day of the next.
#[derive(Serialize, JsonSchema)]
pub struct PulseList<'a> {
    private: bool,
    next: Option<NaiveDate>,
    due: bool,
    /// Where the pulses lead, once they say something.
    words: Option<String>,
    pulses: Vec<PulseRow<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub struct PulseRow<'a> {
    number: usize,
    id: Id,
    #[serde(flatten)]
    pulse: &'a Pulse,
    /// The mean of the ratings given.
    middle: Option<f64>,
}

impl<'a> PulseRow<'a> {
    fn new((number, pulse): (usize, &'a Pulse)) -> Self {
        let tenths = pulse.average_tenths();
        Self {
            number,
            id: pulse.id,
            pulse,
            middle: tenths.map(|tenths| f64::from(tenths) / 10.0),
        }
    }
}

/// Does `verb`.
pub fn run(verb: &PulseVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PulseVerb::List => list(session),
        PulseVerb::Add {
            contact,
            progress,
            trust,
            note,
            date,
        } => session.change(|opened, session| {
            let mut editor = CliEditor::open(session, &opened.book, "editor-pulse")?;
            editor.set("contact", "CONTACT", rating(contact))?;
            editor.set("progress", "PROGRESS", rating(progress))?;
            editor.set("trust", "TRUST", rating(trust))?;
            editor.set("note", "--note", note.as_deref())?;
            editor.set("date", "--date", date.as_deref())?;
            let commit = ops::add::<Pulse>(
                &opened.book,
                None,
                &editor.answers,
                &mut session.env.op_context(),
            )?;
            Ok(ChangeReport::new(commit, Nothing {}).note(PRIVATE))
        }),
        PulseVerb::Edit {
            number,
            contact,
            progress,
            trust,
            note,
            date,
        } => change(*number, session, |book, pulse, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-pulse")?.with_answers(pulse.answers());
            editor.set("contact", "--contact", contact.as_deref())?;
            editor.set("progress", "--progress", progress.as_deref())?;
            editor.set("trust", "--trust", trust.as_deref())?;
            editor.set("note", "--note", note.as_deref())?;
            editor.set("date", "--date", date.as_deref())?;
            let ctx = session.env.op_context();
            Ok(ops::edit::<Pulse>(book, pulse.id, &editor.answers, &ctx)?)
        }),
        PulseVerb::Archive { number } => change(*number, session, |book, pulse, session| {
            let ctx = session.env.op_context();
            Ok(ops::archive(book, Kind::Pulse, pulse.id, &ctx)?)
        })
        .map(|output| output.note(UNDO_RESTORES)),
    }
}

/// A rating as typed; a dash is none.
fn rating(typed: &str) -> Option<&str> {
    Some(typed).filter(|typed| *typed != "-")
}

/// Saves the commit that `work` makes of the pulse with this number.
fn change(
    number: usize,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &Pulse, &mut CliSession) -> Result<Commit, Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let pulses = opened.book.pulses_in_order();
        let pulse = by_number(&pulses, number, "pulse", "pulse list")?;
        let commit = work(&opened.book, pulse, session)?;
        Ok(ChangeReport::new(commit, ChangedRecord { id: pulse.id }))
    })
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Pulse, Kind::Cycle])?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let pulses = book.pulses_in_order();
    let mut lines = vec![PRIVATE.to_owned(), String::new()];
    if pulses.is_empty() {
        lines
            .push("No pulse has been taken yet. “matchbook pulse add 4 3 5” takes one.".to_owned());
    } else {
        lines.push(table(&pulses).text());
    }
    lines.extend(year.pulse_words());
    lines.extend(due(&year));
    let answer = PulseList {
        private: true,
        next: year.next_pulse(),
        due: year.pulse_is_due(),
        words: year.pulse_words(),
        pulses: (1..).zip(pulses).map(PulseRow::new).collect(),
    };
    Ok(Output::answer(lines.join("\n"), answer))
}

fn due(year: &Year) -> Option<String> {
    let next = year.next_pulse()?;
    let words = year.relative_date(next);
    Some(format!(
        "Next pulse: {} ({words}).",
        dates::format_date(next)
    ))
}

/// The pulses, each with how its middle stands to the one before.
fn table(pulses: &[&Pulse]) -> TextTable {
    let mut table = TextTable::new(&[
        "No", "Day", "Contact", "Progress", "Trust", "Middle", "Trend", "Note",
    ]);
    let rating = |rating: Option<u8>| rating.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let mut before: Option<u32> = None;
    for (number, pulse) in (1..).zip(pulses) {
        let middle = pulse.average_tenths();
        let [contact, progress, trust] = pulse.ratings().map(rating);
        table.row([
            format!("{number}"),
            dates::format_date(pulse.date),
            contact,
            progress,
            trust,
            middle.map_or_else(String::new, |it| format!("{}.{}", it / 10, it % 10)),
            trend(before, middle).to_owned(),
            pulse.note.clone(),
        ]);
        before = middle;
    }
    table
}

fn trend(before: Option<u32>, middle: Option<u32>) -> &'static str {
    match (before, middle) {
        (Some(was), Some(is)) if is > was => "higher",
        (Some(was), Some(is)) if is < was => "lower",
        (Some(_), Some(_)) => "the same",
        (None, _) | (_, None) => "",
    }
}

//! `matchbook pulse`: how the match feels to the owner of the book. No other listing shows it; search does, marked as
//! private.

use clap::Subcommand;
use serde_json::{Value, json};

use super::editor::CliEditor;
use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::ops;
use crate::domain::pulse::Pulse;
use crate::domain::schedule::Year;
use crate::problem::Problem;

/// What to do with your pulse. Each has the number that `pulse list` shows.
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
    /// Put a pulse away; undo brings it back
    #[command(after_help = "Example:
  matchbook pulse archive 1")]
    Archive {
        /// Number of the pulse
        number: usize,
    },
}

const PRIVATE: &str = "PRIVATE: it is never shared, and nobody is told.";

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
        } => {
            let mut opened = session.open_for_edit()?;
            let mut editor = CliEditor::open(session, &opened.book, "editor-pulse")?;
            editor.set("contact", "CONTACT", given(contact))?;
            editor.set("progress", "PROGRESS", given(progress))?;
            editor.set("trust", "TRUST", given(trust))?;
            editor.set("note", "--note", note.as_deref())?;
            editor.set("date", "--date", date.as_deref())?;
            let commit = ops::pulse::add(&editor.answers, &mut session.env.op_context())?;
            session.save(&mut opened, &commit, &[PRIVATE.to_owned()], json!({}))
        }
        PulseVerb::Edit {
            number,
            contact,
            progress,
            trust,
            note,
            date,
        } => {
            let mut opened = session.open_for_edit()?;
            let pulse = find(&opened.book, *number)?;
            let id = pulse.id;
            let mut editor = CliEditor::open(session, &opened.book, "editor-pulse")?
                .with_answers(ops::pulse::answers_of(pulse));
            editor.set("contact", "--contact", contact.as_deref())?;
            editor.set("progress", "--progress", progress.as_deref())?;
            editor.set("trust", "--trust", trust.as_deref())?;
            editor.set("note", "--note", note.as_deref())?;
            editor.set("date", "--date", date.as_deref())?;
            let answers = &editor.answers;
            let commit =
                ops::pulse::edit(&opened.book, id, answers, &mut session.env.op_context())?;
            session.save(&mut opened, &commit, &[], json!({ "id": id }))
        }
        PulseVerb::Archive { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, *number)?.id;
            let commit = ops::pulse::archive(&opened.book, id, &mut session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "id": id }))
        }
    }
}

/// A rating as typed; a dash is none.
fn given(typed: &str) -> Option<&str> {
    Some(typed).filter(|typed| *typed != "-")
}

fn find(book: &Book, number: usize) -> Result<&Pulse, Problem> {
    by_number(&book.pulses_in_order(), number, "pulse", "pulse list")
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
    let shown = (1..)
        .zip(&pulses)
        .map(|(number, pulse)| as_json(number, pulse));
    let json = json!({
        "private": true,
        "next": year.next_pulse(),
        "due": year.pulse_is_due(),
        "words": year.pulse_words(),
        "pulses": shown.collect::<Value>(),
    });
    Ok(Output::answer(lines.join("\n"), json))
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

fn as_json(number: usize, pulse: &Pulse) -> Value {
    json!({
        "number": number,
        "id": pulse.id,
        "date": pulse.date,
        "contact": pulse.contact,
        "progress": pulse.progress,
        "trust": pulse.trust,
        "middle": pulse.average_tenths().map(|tenths| f64::from(tenths) / 10.0),
        "note": pulse.note,
    })
}

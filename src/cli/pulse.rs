//! `matchbook pulse`: how the match feels to the owner of the book. No other listing shows it; search does, marked as
//! private.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::archived::ArchivedOption;
use super::options::NewFields;
use super::output::{NumberedRow, Output, text_table};
use super::session::{CliSession, LoadedBook};
use super::target::{EditArgs, Number, Numbered, Target};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::pulse::Pulse;
use crate::problem::Problem;

/// Commands about your pulse. Each has the number that `pulse list` shows.
#[derive(Debug, Subcommand)]
pub enum PulseVerb {
    /// Take your pulse: three ratings from 1 to 5, for you alone
    #[command(after_help = "“-” stands for a rating that you cannot give.")]
    Add(NewFields<Pulse>),
    /// List your pulses with where they lead and when the next is due
    List(ArchivedOption),
    /// Change a pulse
    Edit(EditArgs<Number<Pulse>>),
    /// Archive a pulse; undo puts it back
    Archive(Number<Pulse>),
}

const PRIVATE: &str = "PRIVATE: it is never shared, and nobody is told.";

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
    #[serde(flatten)]
    row: NumberedRow<'a, Pulse>,
    /// The mean of the ratings given.
    middle: Option<f64>,
}

impl Numbered for Pulse {
    const LISTED_BY: &'static str = "pulse list";
    const IN_ORDER: fn(&Book) -> Vec<&Self> = Book::pulses_in_order;
}

pub fn run(verb: &PulseVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PulseVerb::List(archived) => archived.or_else(&[Kind::Pulse], session, list),
        PulseVerb::Add(fields) => session
            .change(|opened, session| Ok(fields.add(&opened.book, None, session)?.note(PRIVATE))),
        PulseVerb::Edit(edit) => edit.run(session),
        PulseVerb::Archive(pulse) => pulse.archive(session),
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let pulses = book.pulses_in_order();
    let mut lines = vec![PRIVATE.to_owned(), String::new()];
    if pulses.is_empty() {
        lines
            .push("No pulse has been taken yet. “matchbook pulse add 4 3 5” takes one.".to_owned());
    } else {
        lines.push(table(&pulses));
    }
    lines.extend(year.pulse_words());
    lines.extend(year.next_pulse().map(|next| {
        let words = year.relative_date(next);
        format!("Next pulse: {} ({words}).", dates::format_date(next))
    }));
    let rows = NumberedRow::list(pulses).into_iter();
    let rows = rows.map(|row| PulseRow {
        middle: row.record.average_tenths().map(|it| f64::from(it) / 10.0),
        row,
    });
    let answer = PulseList {
        private: true,
        next: year.next_pulse(),
        due: year.pulse_is_due(),
        words: year.pulse_words(),
        pulses: rows.collect(),
    };
    Ok(Output::answer(lines.join("\n"), answer))
}

/// The pulses, each with how its middle stands to the one before.
fn table(pulses: &[&Pulse]) -> String {
    let rating = |rating: Option<u8>| rating.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let middles = pulses.iter().map(|pulse| pulse.average_tenths());
    let before = std::iter::once(None).chain(middles);
    let rows: Vec<_> = (1..).zip(pulses).zip(before).collect();
    let header = [
        "No", "Day", "Contact", "Progress", "Trust", "Middle", "Trend", "Note",
    ];
    text_table(&header, &rows, |((number, pulse), before)| {
        let middle = pulse.average_tenths();
        let [contact, progress, trust] = pulse.ratings().map(rating);
        [
            format!("{number}"),
            dates::format_date(pulse.date),
            contact,
            progress,
            trust,
            middle.map_or_else(String::new, |it| format!("{}.{}", it / 10, it % 10)),
            trend(*before, middle).to_owned(),
            pulse.note.clone(),
        ]
    })
}

fn trend(before: Option<u32>, middle: Option<u32>) -> &'static str {
    match (before, middle) {
        (Some(was), Some(is)) if is > was => "higher",
        (Some(was), Some(is)) if is < was => "lower",
        (Some(_), Some(_)) => "the same",
        (None, _) | (_, None) => "",
    }
}

//! `matchbook programme`: the programmes to choose from, and those of the user's own.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::deck::{left_out_json, left_out_words};
use super::output::{Said, Table};
use super::own::{self, AddArgs, Own};
use super::programme_page;
use super::session::Session;
use crate::catalog::{FileKind, is_built_in};
use crate::domain::programme::{Cadence, DateRule, Programme};
use crate::domain::schedule::rate_words;
use crate::domain::when::counted;
use crate::problem::Problem;

/// What to do with programmes. Each has the key that `programme list` shows.
#[derive(Debug, Subcommand)]
pub enum ProgrammeVerb {
    /// List the programmes to choose from
    #[command(after_help = "Example:
  matchbook programme list")]
    List,
    /// Show the whole page of a programme; its dates are those of your book, if you have one of it
    #[command(after_help = "Example:
  matchbook programme show kla")]
    Show {
        /// Key of the programme
        key: String,
    },
    /// Look whether a programme of your own is written as it should be, and what it could still say
    #[command(after_help = "Example:
  matchbook programme check county.toml")]
    Check {
        /// The file
        file: PathBuf,
    },
    /// Put a programme of your own beside the built-in ones
    #[command(after_help = "Example:
  matchbook programme add county.toml")]
    Add(AddArgs),
    /// Print a programme to start your own from, with every line explained
    #[command(after_help = "Examples:
  matchbook programme example
  matchbook programme example competencies")]
    Example {
        /// What to show: programme, or competencies for a set of areas that a programme may name
        #[arg(default_value = "programme", value_parser = ["programme", "competencies"])]
        what: String,
    },
}

/// Does `verb`.
pub fn run(verb: ProgrammeVerb, session: &mut Session) -> Result<Said, Problem> {
    match verb {
        ProgrammeVerb::List => list(session),
        ProgrammeVerb::Show { key } => programme_page::show(&key, session),
        ProgrammeVerb::Check { file } => Ok(own::check(&Own::<Programme>::read(&file, session)?)),
        ProgrammeVerb::Add(args) => {
            own::add(&Own::<Programme>::read(&args.file, session)?, args.replace)
        }
        ProgrammeVerb::Example { what } if what == "competencies" => {
            Ok(own::example(FileKind::Competencies))
        }
        ProgrammeVerb::Example { .. } => Ok(own::example(FileKind::Programme)),
    }
}

fn list(session: &Session) -> Result<Said, Problem> {
    let programmes = session.catalog.programmes()?;
    let mut table = Table::new(&["Key", "Length", "Rhythm", "Kept", "Title"]);
    let mut json = Vec::new();
    for programme in &programmes {
        let rhythm = rates(&programme.cadence).join(", ");
        table.row([
            programme.key.clone(),
            length(&programme.end),
            rhythm.clone(),
            kept(programme).to_owned(),
            programme.title.clone(),
        ]);
        json.push(json!({
            "key": programme.key,
            "title": programme.title,
            "short": programme.short,
            "organisation": programme.organisation,
            "length": length(&programme.end),
            "rhythm": rhythm,
            "own": is_own(programme),
            "problem": null,
        }));
    }
    let mut left_out = session.catalog.left_out(FileKind::Programme);
    left_out.extend(session.catalog.left_out(FileKind::Competencies));
    json.extend(left_out.iter().map(left_out_json));
    let text = table.text() + &left_out_words(&left_out);
    Ok(Said::answer(text, Value::Array(json)))
}

/// Whether the user wrote it, or somebody the user has it from.
pub fn is_own(programme: &Programme) -> bool {
    !is_built_in(FileKind::Programme, &programme.key)
}

/// Where it is kept, in words.
pub fn kept(programme: &Programme) -> &'static str {
    if is_own(programme) {
        "your own"
    } else {
        "built in"
    }
}

/// How long a programme lasts: `18 months`, `until 31 August`.
pub fn length(end: &DateRule) -> String {
    match *end {
        DateRule::Days(days) => counted(days, "day"),
        DateRule::Months(months) => counted(i64::from(months), "month"),
        DateRule::MonthDay(..) => format!("until {}", rule(end)),
        DateRule::Middle(_) | DateRule::BeforeEnd(_) => String::new(),
    }
}

/// When something falls, as the programme says it: `30 days after the start`, `1 December`, `the middle`.
pub fn rule(rule: &DateRule) -> String {
    match *rule {
        DateRule::Days(0) | DateRule::Months(0) => "the start".to_owned(),
        DateRule::Days(days) => format!("{} after the start", counted(days, "day")),
        DateRule::Months(months) => {
            format!("{} after the start", counted(i64::from(months), "month"))
        }
        DateRule::MonthDay(month, day) => format!("{day} {}", month_name(month)),
        DateRule::Middle(_) => "the middle".to_owned(),
        DateRule::BeforeEnd(0) => "the end".to_owned(),
        DateRule::BeforeEnd(days) => format!("{} before the end", counted(days, "day")),
    }
}

fn month_name(month: u32) -> &'static str {
    let month = u8::try_from(month)
        .ok()
        .and_then(|it| chrono::Month::try_from(it).ok());
    month.map_or("", |month| month.name())
}

/// How often to be in touch, in words.
pub fn rates(cadence: &Cadence) -> Vec<String> {
    let rates = [
        cadence.contacts.map(|rate| rate_words(rate, "contact")),
        cadence.meetings.map(|rate| rate_words(rate, "meeting")),
    ];
    rates.into_iter().flatten().collect()
}

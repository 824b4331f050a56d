//! `matchbook program`: the programs to choose from, and those of the user's own.

use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::PossibleValue;
use serde_json::{Value, json};

use super::output::{Output, TextTable};
use super::program_page;
use super::session::CliSession;
use super::user_files::{self, AddArgs, CheckedFile, LeftOutFile, left_out_text};
use crate::catalog::{FileKind, is_built_in};
use crate::domain::dates::pluralize;
use crate::domain::program::{Cadence, DateRule, Program};
use crate::domain::schedule::rate_words;
use crate::problem::Problem;

/// What to do with programs. Each has the key that `program list` shows.
#[derive(Debug, Subcommand)]
pub enum ProgramVerb {
    /// List the programs to choose from
    #[command(after_help = "Example:
  matchbook program list")]
    List,
    /// Show the whole page of a program; its dates are those of your book, if you have one of it
    #[command(after_help = "Example:
  matchbook program show kla")]
    Show {
        /// Key of the program
        key: String,
    },
    /// Look whether a program of your own is written as it should be, and what it could still say
    #[command(after_help = "Example:
  matchbook program check county.toml")]
    Check {
        /// The file
        file: PathBuf,
    },
    /// Put a program of your own beside the built-in ones
    #[command(after_help = "Example:
  matchbook program add county.toml")]
    Add(AddArgs),
    /// Print a program to start your own from, with every line explained
    #[command(after_help = "Examples:
  matchbook program example
  matchbook program example competencies")]
    Example {
        /// What to show: program, or competencies for a set of areas that a program may name
        #[arg(default_value = "program", value_parser = example_names())]
        what: String,
    },
}

fn example_names() -> [PossibleValue; 2] {
    let program = PossibleValue::new("program").alias("programme");
    [program, PossibleValue::new("competencies")]
}

/// Does `verb`.
pub fn run(verb: ProgramVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ProgramVerb::List => list(session),
        ProgramVerb::Show { key } => program_page::show(&key, session),
        ProgramVerb::Check { file } => Ok(user_files::check(&CheckedFile::<Program>::read(
            &file, session,
        )?)),
        ProgramVerb::Add(args) => user_files::add(
            &CheckedFile::<Program>::read(&args.file, session)?,
            args.replace,
        ),
        ProgramVerb::Example { what } if what == "competencies" => {
            Ok(user_files::example(FileKind::Competencies))
        }
        ProgramVerb::Example { .. } => Ok(user_files::example(FileKind::Program)),
    }
}

fn list(session: &CliSession) -> Result<Output, Problem> {
    let programs = session.catalog.programs()?;
    let mut table = TextTable::new(&["Key", "Length", "Rhythm", "Kept", "Title"]);
    let mut json = Vec::new();
    for program in &programs {
        let rhythm = rates(&program.cadence).join(", ");
        table.row([
            program.key.clone(),
            length(&program.end),
            rhythm.clone(),
            source_label(program).to_owned(),
            program.title.clone(),
        ]);
        json.push(json!({
            "key": program.key,
            "title": program.title,
            "short": program.short,
            "organization": program.organization,
            "length": length(&program.end),
            "rhythm": rhythm,
            "own": is_own(program),
            "problem": null,
        }));
    }
    let mut left_out = session.catalog.load_errors(FileKind::Program);
    left_out.extend(session.catalog.load_errors(FileKind::Competencies));
    json.extend(left_out.iter().map(|error| json!(LeftOutFile::new(error))));
    let text = table.text() + &left_out_text(&left_out);
    Ok(Output::answer(text, Value::Array(json)))
}

/// Whether the user wrote it, or somebody the user has it from.
pub fn is_own(program: &Program) -> bool {
    !is_built_in(FileKind::Program, &program.key)
}

/// Where it is kept, in words.
pub fn source_label(program: &Program) -> &'static str {
    if is_own(program) {
        "your own"
    } else {
        "built in"
    }
}

/// How long a program lasts: `18 months`, `until 31 August`.
pub fn length(end: &DateRule) -> String {
    match *end {
        DateRule::Days(days) => pluralize(days, "day"),
        DateRule::Months(months) => pluralize(i64::from(months), "month"),
        DateRule::MonthDay(..) => format!("until {}", rule(end)),
        DateRule::Middle(_) | DateRule::BeforeEnd(_) => String::new(),
    }
}

/// When something falls, as the program says it: `30 days after the start`, `1 December`, `the middle`.
pub fn rule(rule: &DateRule) -> String {
    match *rule {
        DateRule::Days(0) | DateRule::Months(0) => "the start".to_owned(),
        DateRule::Days(days) => format!("{} after the start", pluralize(days, "day")),
        DateRule::Months(months) => {
            format!("{} after the start", pluralize(i64::from(months), "month"))
        }
        DateRule::MonthDay(month, day) => format!("{day} {}", month_name(month)),
        DateRule::Middle(_) => "the middle".to_owned(),
        DateRule::BeforeEnd(0) => "the end".to_owned(),
        DateRule::BeforeEnd(days) => format!("{} before the end", pluralize(days, "day")),
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

//! `matchbook program`: the programs to choose from, and those of the user's own.

use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::PossibleValue;
use schemars::JsonSchema;
use serde::Serialize;

use super::json_schema::{AnswerSchema, answer, done};
use super::output::{Output, TextTable};
use super::program_page::{self, ProgramAnswer};
use super::session::CliSession;
use super::user_files::{
    self, AddArgs, CheckedFile, FileAdded, FileCheck, LeftOutFile, left_out_text,
};
use crate::catalog::{FileKind, is_built_in};
use crate::domain::program::Program;
use crate::domain::schedule::{length_words, program_rates};
use crate::problem::Problem;

/// Verbs for programs. Each has the key that `program list` shows.
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

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<ListedProgram<'static>>>("program list"),
    answer::<ProgramAnswer<'static>>("program show"),
    answer::<FileCheck>("program check"),
    done::<FileAdded>("program add"),
];

/// A line of the list: a program, or a file that is none.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum ListedProgram<'a> {
    Program(ProgramRow<'a>),
    LeftOut(LeftOutFile),
}

/// A program as it is listed.
#[derive(Serialize, JsonSchema)]
struct ProgramRow<'a> {
    key: &'a str,
    title: &'a str,
    short: &'a str,
    organization: &'a str,
    length: String,
    rhythm: String,
    own: bool,
    problem: (),
}

fn example_names() -> [PossibleValue; 2] {
    let program = PossibleValue::new("program").alias("programme");
    [program, PossibleValue::new("competencies")]
}

/// Runs `verb`.
pub fn run(verb: ProgramVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ProgramVerb::List => list(session),
        ProgramVerb::Show { key } => program_page::show(&key, session),
        ProgramVerb::Check { file } => Ok(user_files::check(CheckedFile::program(&file, session)?)),
        ProgramVerb::Add(args) => {
            user_files::add(CheckedFile::program(&args.file, session)?, args.replace)
        }
        ProgramVerb::Example { what } if what == "competencies" => {
            Ok(user_files::example(FileKind::Competencies))
        }
        ProgramVerb::Example { .. } => Ok(user_files::example(FileKind::Program)),
    }
}

fn list(session: &CliSession) -> Result<Output, Problem> {
    let programs = session.catalog.programs()?;
    let mut table = TextTable::new(&["Key", "Length", "Rhythm", "Kept", "Title"]);
    let mut rows = Vec::new();
    for program in &programs {
        let (length, own) = (length_words(&program.end), is_own(program));
        let rhythm = program_rates(&program.cadence).join(", ");
        table.row([
            program.key.clone(),
            length.clone(),
            rhythm.clone(),
            source_label(program).to_owned(),
            program.title.clone(),
        ]);
        rows.push(ListedProgram::Program(ProgramRow {
            key: &program.key,
            title: &program.title,
            short: &program.short,
            organization: &program.organization,
            length,
            rhythm,
            own,
            problem: (),
        }));
    }
    let mut left_out = session.catalog.load_errors(FileKind::Program);
    left_out.extend(session.catalog.load_errors(FileKind::Competencies));
    let text = table.text() + &left_out_text(&left_out);
    rows.extend(
        left_out
            .iter()
            .map(LeftOutFile::new)
            .map(ListedProgram::LeftOut),
    );
    Ok(Output::answer(text, rows))
}

/// True for a program that the user wrote or has from somebody.
pub fn is_own(program: &Program) -> bool {
    !is_built_in(FileKind::Program, &program.key)
}

/// The place where it is kept, in words.
pub fn source_label(program: &Program) -> &'static str {
    if is_own(program) {
        "your own"
    } else {
        "built in"
    }
}

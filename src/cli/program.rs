//! `matchbook program`: the programs to choose from, and those of the user's own.

use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::PossibleValue;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::program_page::{self};
use super::session::CliSession;
use super::user_files::{self, AddArgs, CheckedFile, list_with_left_out, source_label};
use crate::catalog::{FileKind, is_built_in};
use crate::domain::program::Program;
use crate::domain::schedule::{length_words, program_rates};
use crate::problem::Problem;

/// Verbs for programs. Each has the key that `program list` shows.
#[derive(Debug, Subcommand)]
pub enum ProgramVerb {
    /// List the programs to choose from
    List,
    /// Show the whole page of a program; its dates are those of your book, if you have one of it
    Show {
        /// Key of the program
        key: String,
    },
    /// Look whether a program of your own is written as it should be, and what it could still say
    Check {
        /// The file
        file: PathBuf,
    },
    /// Put a program of your own beside the built-in ones
    Add(AddArgs),
    /// Print a program to start your own from, with every line explained
    Example {
        /// What to show: program, or competencies for a set of areas that a program may name
        #[arg(default_value = "program", value_parser = example_names())]
        what: String,
    },
}

/// A program as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct ProgramRow<'a> {
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
        ProgramVerb::Check { file } => Ok(CheckedFile::program(&file, session)?.check()),
        ProgramVerb::Add(args) => CheckedFile::program(&args.file, session)?.add(args.replace),
        ProgramVerb::Example { what } if what == "competencies" => {
            Ok(user_files::example(FileKind::Competencies))
        }
        ProgramVerb::Example { .. } => Ok(user_files::example(FileKind::Program)),
    }
}

fn list(session: &CliSession) -> Result<Output, Problem> {
    let programs = session.catalog.programs()?;
    let rows = programs.iter().map(|program| ProgramRow {
        key: &program.key,
        title: &program.title,
        short: &program.short,
        organization: &program.organization,
        length: length_words(&program.end),
        rhythm: program_rates(&program.cadence).join(", "),
        own: is_own(program),
        problem: (),
    });
    let cells = |row: &ProgramRow| {
        [
            row.key.to_owned(),
            row.length.clone(),
            row.rhythm.clone(),
            source_label(row.own).to_owned(),
            row.title.to_owned(),
        ]
    };
    let mut left_out = session.catalog.load_errors(FileKind::Program);
    left_out.extend(session.catalog.load_errors(FileKind::Competencies));
    let header = ["Key", "Length", "Rhythm", "Kept", "Title"];
    Ok(list_with_left_out(
        &header,
        rows.collect(),
        cells,
        &left_out,
    ))
}

/// True for a program that the user wrote or has from somebody.
pub fn is_own(program: &Program) -> bool {
    !is_built_in(FileKind::Program, &program.key)
}

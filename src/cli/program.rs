//! `matchbook program`: the programs to choose from, those of the user's own, and the page of each.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use clap::builder::PossibleValue;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::session::{ChangeReport, CliSession, LoadedBook};
use super::user_files::{self, AddArgs, CheckedFile, list_with_left_out, source_label};
use crate::catalog::{FileKind, is_built_in};
use crate::domain::book::Book;
use crate::domain::ops::program::{ProgramChange, change_program};
use crate::domain::person::Owner;
use crate::domain::program::{CompetencySet, Milestone, MilestoneDef, Phase, Program};
use crate::domain::schedule::{Year, length_words, program_rates, rule_words};
use crate::export::document::fact;
use crate::export::{ProgramPage, program_text};
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
    /// Put the book under another program, or under the newer version of its file; first shows what that changes
    Use {
        /// Key of the program
        key: String,
        /// Do it, rather than show what would change
        #[arg(long)]
        yes: bool,
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

pub fn run(verb: ProgramVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ProgramVerb::List => list(session),
        ProgramVerb::Show { key } => show(&key, session),
        ProgramVerb::Use { key, yes } => change_to(&key, yes, session),
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
    let rows = rows.collect();
    Ok(list_with_left_out(&header, rows, cells, &left_out))
}

/// True for a program that the user wrote or has from somebody.
fn is_own(program: &Program) -> bool {
    !is_built_in(FileKind::Program, &program.key)
}

/// A change of the book's program.
#[derive(Serialize, JsonSchema)]
pub struct ProgramChanged {
    /// Key of the program.
    program: String,
    /// Changes, a sentence each.
    changes: Vec<String>,
    /// False while it was only shown.
    changed: bool,
}

fn change_to(key: &str, yes: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let after = session.catalog.program(key)?;
    let planned = |book: &Book, session: &CliSession| -> Result<ProgramChange, Problem> {
        let before = session.program(book)?;
        Ok(change_program(book, &before, &after, &session.ctx())?)
    };
    let answer = |changes: &[String], changed| ProgramChanged {
        program: key.to_owned(),
        changes: changes.to_vec(),
        changed,
    };
    if yes {
        return session.change(|opened, session| {
            let ProgramChange { commit, lines } = planned(&opened.book, session)?;
            let answer = answer(&lines, !commit.changes.is_empty());
            Ok(ChangeReport::new(commit, answer).notes(lines))
        });
    }
    let LoadedBook { book, .. } = session.open_read_only()?;
    let mut lines = planned(&book, session)?.lines;
    let answer = answer(&lines, false);
    lines.push(if lines.is_empty() {
        "Nothing would change.".to_owned()
    } else {
        "Nothing was changed. The same with “--yes” does it; “matchbook undo” takes it back."
            .to_owned()
    });
    Ok(Output::answer(lines.join("\n"), answer))
}

/// A program in full.
#[derive(Serialize, JsonSchema)]
pub struct ProgramAnswer<'a> {
    #[serde(flatten)]
    program: &'a Program,
    own: bool,
    length: String,
    /// First day of the year of a book of this program.
    start: Option<NaiveDate>,
    /// Last day of that year.
    end: Option<NaiveDate>,
    competencies: Option<&'a CompetencySet>,
    rhythm: Vec<String>,
    rhythm_note: &'a str,
    phases: Vec<PhaseRow<'a>>,
    milestones: Vec<MilestoneRow<'a>>,
}

/// A part of the year; its days are null without a book.
#[derive(Serialize, JsonSchema)]
struct PhaseRow<'a> {
    #[serde(flatten)]
    phase: &'a Phase,
    from: String,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
}

/// A date of the program, of the book, or of both; what only the other knows is null.
#[derive(Serialize, JsonSchema)]
struct MilestoneRow<'a> {
    key: Option<&'a str>,
    title: Option<&'a str>,
    about: Option<&'a str>,
    on: Option<String>,
    form: Option<&'a str>,
    owner: Option<Owner>,
    date: Option<NaiveDate>,
    done: Option<NaiveDate>,
    days_left: Option<i64>,
}

impl<'a> MilestoneRow<'a> {
    fn new(def: Option<&'a MilestoneDef>, of_book: Option<(&'a Milestone, &Year)>) -> Self {
        let milestone = of_book.map(|(milestone, _)| milestone);
        let title = milestone.map(|it| &*it.title);
        Self {
            key: def.map(|def| &*def.key),
            title: title.or(def.map(|def| &*def.title)),
            about: def.map(|def| &*def.about),
            on: def.map(|def| rule_words(&def.on)),
            form: def.and_then(|def| def.form.as_deref()),
            owner: def.map(|def| def.owner),
            date: milestone.map(|it| it.date),
            done: milestone.and_then(|it| it.done),
            days_left: of_book.map(|(it, year)| year.due(it.date).days_left()),
        }
    }
}

fn show(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let program = session.catalog.program(key)?;
    let competencies = session.competencies(&program)?;
    let book = book_of(key, session)?;
    let page = ProgramPage {
        program: &program,
        competencies: competencies.as_deref(),
        year: book.as_ref().map(|book| session.year(book, &program)),
    };
    let kept = fact("Kept", source_label(is_own(&program)));
    let text = program_text(&page, vec![fact("Key", &*program.key), kept]);
    Ok(Output::answer(text, page_answer(&page)))
}

/// The book that was named, or the only one on the shelf, if it is of the program `key`.
fn book_of(key: &str, session: &mut CliSession) -> Result<Option<Book>, Problem> {
    let named = session.book_path.is_some();
    if !named && session.path().is_err() {
        return Ok(None);
    }
    let book = match session.open_read_only() {
        Ok(opened) => opened.book,
        Err(problem) if named => return Err(problem),
        // Nobody asked for that book, so the page is shown without it.
        Err(_) => return Ok(None),
    };
    let is_of = book.cycle().is_some_and(|cycle| cycle.program == key);
    Ok(is_of.then_some(book))
}

fn page_answer<'a>(page: &'a ProgramPage) -> ProgramAnswer<'a> {
    let ProgramPage { program, year, .. } = page;
    let cycle = year.as_ref().and_then(|year| year.book.cycle());
    let milestones = match year {
        None => {
            let defs = program.milestones.iter();
            defs.map(|def| MilestoneRow::new(Some(def), None)).collect()
        }
        Some(year) => {
            let dates = year.book.milestones_in_order().into_iter();
            let row = |it| MilestoneRow::new(year.def_of(it), Some((it, year)));
            dates.map(row).collect()
        }
    };
    ProgramAnswer {
        program,
        own: is_own(program),
        length: length_words(&program.end),
        start: cycle.map(|cycle| cycle.start),
        end: cycle.map(|cycle| cycle.end),
        competencies: page.competencies,
        rhythm: program_rates(&program.cadence),
        rhythm_note: &program.cadence.note,
        phases: phases(page),
        milestones,
    }
}

fn phases<'a>(page: &'a ProgramPage) -> Vec<PhaseRow<'a>> {
    let spans = page.year.as_ref().map(Year::phases).unwrap_or_default();
    let phases = page.program.phases.iter().map(|phase| {
        let span = spans.iter().find(|span| std::ptr::eq(span.phase, phase));
        PhaseRow {
            phase,
            from: rule_words(&phase.from),
            start: span.map(|span| span.start),
            end: span.map(|span| span.end),
        }
    });
    phases.collect()
}

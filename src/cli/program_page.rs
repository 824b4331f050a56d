//! `matchbook program show`: the whole page of a program, with the dates of a book of it where there is one.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::program::is_own;
use super::session::CliSession;
use super::user_files::source_label;
use crate::domain::book::Book;
use crate::domain::deck::Stage;
use crate::domain::person::Owner;
use crate::domain::program::{
    Citation, FormUse, Milestone, MilestoneDef, Resource, RolePage, Term,
};
use crate::domain::schedule::{Year, length_words, program_rates, rule_words};
use crate::export::document::Fact;
use crate::export::{ProgramPage, program_text};
use crate::problem::Problem;

/// A program in full.
#[derive(Serialize, JsonSchema)]
pub struct ProgramAnswer<'a> {
    key: &'a str,
    title: &'a str,
    short: &'a str,
    organization: &'a str,
    own: bool,
    about: &'a str,
    is_not: &'a [String],
    length: String,
    /// First day of the year of a book of this program.
    start: Option<NaiveDate>,
    /// Last day of that year.
    end: Option<NaiveDate>,
    mentor: &'a RolePage,
    mentee: &'a RolePage,
    aims: &'a [Term],
    competencies: Option<CompetencyAreas<'a>>,
    rhythm: Vec<String>,
    rhythm_note: &'a str,
    phases: Vec<PhaseRow<'a>>,
    milestones: Vec<MilestoneRow<'a>>,
    forms: Vec<FormUseRow<'a>>,
    rematch: &'a str,
    notes: &'a [String],
    resources: &'a [Resource],
    sources: &'a [Citation],
}

/// A competency set.
#[derive(Serialize, JsonSchema)]
struct CompetencyAreas<'a> {
    title: &'a str,
    areas: &'a [Term],
}

/// A part of the year; its days are null without a book.
#[derive(Serialize, JsonSchema)]
struct PhaseRow<'a> {
    stage: Stage,
    title: &'a str,
    about: &'a str,
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

/// A form that the program asks for.
#[derive(Serialize, JsonSchema)]
struct FormUseRow<'a> {
    key: &'a str,
    title: &'a str,
    to: &'a str,
    requires: &'a [String],
}

impl<'a> FormUseRow<'a> {
    fn new(used: &'a FormUse) -> Self {
        Self {
            key: &used.form,
            title: &used.title,
            to: &used.to,
            requires: &used.requires,
        }
    }
}

/// Shows the page of the program `key`.
pub fn show(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let program = session.catalog.program(key)?;
    let competencies = session.competencies(&program)?;
    let book = book_of(key, session)?;
    let page = ProgramPage {
        program: &program,
        competencies: competencies.as_deref(),
        year: book.as_ref().map(|book| session.year(book, &program)),
    };
    let facts = [
        ("Key", &*program.key),
        ("Kept", source_label(is_own(&program))),
    ];
    let facts = facts.map(|(label, value)| Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    });
    let text = program_text(&page, facts.into());
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
        key: &program.key,
        title: &program.title,
        short: &program.short,
        organization: &program.organization,
        own: is_own(program),
        about: &program.about,
        is_not: &program.is_not,
        length: length_words(&program.end),
        start: cycle.map(|cycle| cycle.start),
        end: cycle.map(|cycle| cycle.end),
        mentor: &program.mentor,
        mentee: &program.mentee,
        aims: &program.aims,
        competencies: page.competencies.map(|set| CompetencyAreas {
            title: &set.title,
            areas: &set.areas,
        }),
        rhythm: program_rates(&program.cadence),
        rhythm_note: &program.cadence.note,
        phases: phases(page),
        milestones,
        forms: program.forms.iter().map(FormUseRow::new).collect(),
        rematch: &program.rematch,
        notes: &program.notes,
        resources: &program.resources,
        sources: &program.sources,
    }
}

fn phases<'a>(page: &'a ProgramPage) -> Vec<PhaseRow<'a>> {
    let spans = page.year.as_ref().map(Year::phases).unwrap_or_default();
    let phases = page.program.phases.iter().map(|phase| {
        let span = spans.iter().find(|span| std::ptr::eq(span.phase, phase));
        PhaseRow {
            stage: phase.stage,
            title: &phase.title,
            about: &phase.about,
            from: rule_words(&phase.from),
            start: span.map(|span| span.start),
            end: span.map(|span| span.end),
        }
    });
    phases.collect()
}

//! `matchbook match`: the role of the owner and the program, while the book is new.

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::options::{EditFields, FormOptions};
use super::output::Output;
use super::session::CliSession;
use crate::domain::ops::start;
use crate::domain::person::Role;
use crate::problem::Problem;

#[derive(Debug, Subcommand)]
pub enum MatchVerb {
    /// Correct your role or the program, while the book holds nothing else
    #[command(
        after_help = "The dates of the program come with it. Names: “matchbook person edit”; days: “matchbook year set”."
    )]
    Edit(EditFields<BookStart>),
}

/// Role and program of a new book.
#[derive(Debug)]
pub struct BookStart;

impl FormOptions for BookStart {
    const KEY: &'static str = start::FORM;
}

#[derive(Serialize, JsonSchema)]
pub struct CorrectedMatch {
    role: Role,
    program: String,
}

pub fn run(verb: &MatchVerb, session: &mut CliSession) -> Result<Output, Problem> {
    let MatchVerb::Edit(fields) = verb;
    let mut opened = session.open_for_edit()?;
    let (book, store) = (&opened.book, &mut opened.store);
    start::check_is_new(book, store.undo_label().or(store.redo_label()).is_some())?;
    let editor = fields.editor(start::answers(book), book, session)?;
    let program = session.catalog.program(editor.answers.get("program"))?;
    let role = editor.answers.word("role").unwrap_or(book.me());
    let commit = start::correct(book, &program, role, &session.ctx())?;
    let program = program.key.clone();
    let answer = CorrectedMatch { role, program };
    if commit.changes.is_empty() {
        return Ok(Output::done("nothing changed", &[], answer));
    }
    store.correct_start(role, &commit, &mut session.env)?;
    Ok(Output::done(&commit.label, &editor.notes, answer))
}

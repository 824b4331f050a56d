//! `matchbook form ask` and `form archive`: forms that the office asks of one book.

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::date;
use super::output::Output;
use super::session::{ChangeReport, CliSession};
use crate::domain::ops::form::{FormRequest, archive_asked};
use crate::problem::Problem;

/// A form whose state was changed.
#[derive(Serialize, JsonSchema)]
pub struct ChangedForm {
    /// Its key.
    pub form: String,
}

/// A form that an office asks for.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// Key of a form of your own or of another program, or the file of a form
    form: String,
    /// The day it is due: "Feb 15"
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Who gets it, such as "District office"
    #[arg(
        long,
        value_name = "WHOM",
        default_value = "",
        hide_default_value = true
    )]
    to: String,
    /// Key of the program's form in whose place it is filled in
    #[arg(
        long,
        value_name = "KEY",
        default_value = "",
        hide_default_value = true
    )]
    instead_of: String,
}

/// Keeps the form in the book. A file is named by its path, all others by their key.
pub fn ask(args: &AskArgs, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let (def, text) = session.catalog.form_to_ask(&args.form, &opened.book)?;
        let due = args.due.as_deref();
        let due = due.map(|typed| date::read(typed, &opened.book, session));
        let due = due.transpose()?;
        let request = FormRequest {
            def: &def,
            text: &text,
            due,
            recipient: &args.to,
            instead_of: &args.instead_of,
        };
        let program = session.program(&opened.book)?;
        let commit = request.ask(&program, &opened.book, &session.ctx())?;
        let note = format!("“matchbook form fill {}” asks its questions.", def.key);
        let form = def.key.clone();
        Ok(ChangeReport::new(commit, ChangedForm { form }).notes(vec![note]))
    })
}

/// Archives the form `key` of the office.
pub fn archive(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let commit = archive_asked(key, &opened.book, &session.ctx())?;
        let form = key.to_owned();
        Ok(ChangeReport::new(commit, ChangedForm { form }))
    })
}

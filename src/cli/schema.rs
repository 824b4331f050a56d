//! `matchbook schema`: what the JSON files hold, for whoever writes a program that reads them.

use clap::Args;

use super::output::Said;
use super::session::Session;
use crate::export::{everything_schema, form_schema};
use crate::problem::{Exit, Problem};

/// Which file to describe.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  matchbook schema everything\n  matchbook schema tracker")]
pub struct SchemaArgs {
    /// What: everything, or a form by its key (tracker, goal-sheet)
    what: String,
}

/// Prints the JSON Schema of what `export WHAT --format json` writes.
pub fn run(args: &SchemaArgs, session: &Session) -> Result<Said, Problem> {
    let what = args.what.as_str();
    let schema = if what == "everything" {
        everything_schema()
    } else {
        let form = session.catalog.form(what).ok();
        // The editors of goals and meetings are forms, too, but no file is made of them.
        let form = form.filter(|form| !form.key.starts_with("editor-"));
        let form = form.ok_or_else(|| {
            Problem::new(format!("There is no “{what}” to describe."))
                .hint("Say “everything”, or the key of a form; “matchbook form list” shows them.")
                .exit(Exit::WrongUse)
        })?;
        if form.private {
            let message = format!("“{}” is private: it never leaves a book.", form.title);
            return Err(Problem::new(message).hint("No file is made of it."));
        }
        form_schema(&form)
    };
    Ok(Said::answer(format!("{schema:#}"), schema))
}

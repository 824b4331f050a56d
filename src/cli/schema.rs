//! `matchbook schema`: the JSON of files and commands, described for whoever writes a program that reads it.

use clap::Args;
use serde_json::Value;

use super::json_schema;
use super::output::Output;
use super::session::CliSession;
use crate::catalog::CatalogError;
use crate::domain::sanitize::sanitize_line;
use crate::domain::suggest::did_you_mean;
use crate::export::{everything_schema, form_schema};
use crate::problem::{Exit, Problem};

/// The file or command to describe.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// What: the file everything, a form by its key (tracker, goal-sheet), or a command (goal list)
    #[arg(required_unless_present = "list", value_name = "WHAT")]
    what: Vec<String>,
    /// List the commands that can be described
    #[arg(long, conflicts_with = "what")]
    list: bool,
}

/// Prints the JSON Schema of what `export WHAT --format json` writes, or of what `COMMAND --json` prints.
pub fn run(args: &SchemaArgs, session: &CliSession) -> Result<Output, Problem> {
    if args.list {
        return Ok(json_schema::list());
    }
    let what = args.what.join(" ");
    let schema = match json_schema::of_command(&what) {
        Some(schema) => schema,
        None => file_schema(&what, session)?,
    };
    Ok(Output::answer(format!("{schema:#}"), schema))
}

fn file_schema(what: &str, session: &CliSession) -> Result<Value, Problem> {
    if what == "everything" {
        return Ok(everything_schema());
    }
    let found = session.catalog.form(what);
    let forms = match &found {
        Err(CatalogError::Unknown { known, .. }) => known.clone(),
        Ok(_) | Err(CatalogError::Invalid { .. } | CatalogError::Unreadable { .. }) => Vec::new(),
    };
    // The editors of goals and meetings are forms, too, but no file is made of them.
    let is_file = |key: &str| !key.starts_with("editor-");
    let form = found.ok().filter(|form| is_file(&form.key));
    let form = form.ok_or_else(|| {
        let commands = json_schema::described();
        let known = commands.iter().map(|row| &*row.command);
        let forms = forms.iter().map(String::as_str).filter(|key| is_file(key));
        let meant = did_you_mean(what, known.chain(forms).chain(["everything"]));
        Problem::new(format!("There is no “{}” to describe.", sanitize_line(what)))
            .hint(format!(
                "{meant}Say “everything”, the key of a form, or a command; “matchbook form list” shows the forms, \
                 “matchbook schema --list” the commands."
            ))
            .exit(Exit::UsageError)
    })?;
    if form.private {
        let message = format!("“{}” is private: it never leaves a book.", form.title);
        return Err(Problem::new(message).hint("No file is made of it."));
    }
    Ok(form_schema(&form))
}

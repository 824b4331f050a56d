//! `matchbook export`: a document as a file, or on the standard output.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output::Said;
use super::session::{Opened, Session};
use crate::domain::deeds;
use crate::export::{EXPORTERS, Exporter, Level, What, bytes, exporter, file_name, leaving};
use crate::files;
use crate::problem::{Exit, Problem};
use crate::shelf::with_source;
use crate::store::Mode;

/// Writes a document without anything private.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What: a form by its key (tracker, goal-sheet), “meeting 3”, “meetings since dec 1”, agenda, everything
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// The format: md, txt, docx, html, pdf; by default what the name of the file says
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// The file to write; “-” writes to the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

/// Does what `args` ask for.
pub fn run(args: &ExportArgs, session: &mut Session) -> Result<Said, Problem> {
    let format = format(args)?;
    let store = session.store(Mode::Read)?;
    let book = store.load_all()?;
    drop(store);
    let words: Vec<_> = args.what.iter().map(String::as_str).collect();
    let today = session.env.today();
    let (what, name, stays, written) = with_source(&book, &session.catalog, today, |source| {
        let what = What::parse(&words, source)?;
        let leaving = leaving(&what, Level::Shared, source)?;
        let written = bytes(format, &leaving.content)?;
        let name = file_name(&leaving.content.document, format.extension());
        Ok((what.clone(), name, leaving.stays, written))
    })?;
    if args.output.as_deref() == Some(Path::new("-")) {
        return Ok(Said::document(written));
    }
    let path = args.output.clone().unwrap_or_else(|| name.into());
    save(&path, &written, args.force)?;
    let mut notes = stays;
    notes.extend(mark(&what, session));
    let json = json!({ "file": path, "format": format.id() });
    let label = format!("written to {}", path.display());
    Ok(Said::done(&label, &notes, json))
}

/// The format that was asked for, else what the name of the file says, else the usual one.
fn format(args: &ExportArgs) -> Result<&'static dyn Exporter, Problem> {
    let Some(id) = &args.format else {
        let extension = args.output.as_deref().and_then(Path::extension);
        let named = EXPORTERS
            .iter()
            .find(|format| extension.is_some_and(|ending| ending == format.extension()));
        return Ok(*named.unwrap_or(&EXPORTERS[0]));
    };
    exporter(id).ok_or_else(|| {
        let known: Vec<_> = EXPORTERS
            .iter()
            .map(|format| format!("{} ({})", format.id(), format.title()))
            .collect();
        Problem::new(format!("There is no format “{id}”."))
            .hint(format!("Choose one of: {}.", known.join(", ")))
            .exit(Exit::WrongUse)
    })
}

fn save(path: &Path, bytes: &[u8], force: bool) -> Result<(), Problem> {
    let written = if force {
        files::replace(path, bytes)
    } else {
        files::write_new(path, bytes)
    };
    written.map_err(|error| {
        let problem = if error.kind() == ErrorKind::AlreadyExists {
            Problem::new(format!("There is a file at {} already.", path.display()))
                .hint("Choose another name with “-o”, or add “--force” to replace it.")
        } else {
            Problem::new(format!("The file {} could not be written.", path.display())).hint(
                "Check that the folder exists, that you may write to it and that there is room.",
            )
        };
        problem.detail(error.to_string())
    })
}

/// Notes in the book that the form has left as a file. The file is there by now, whatever comes of this.
fn mark(what: &What, session: &mut Session) -> Option<String> {
    let What::Form { key } = what else {
        return None;
    };
    let marked = noted(key, session);
    marked
        .err()
        .map(|problem| format!("The book does not know of this export. {}", problem.message))
}

fn noted(key: &str, session: &mut Session) -> Result<(), Problem> {
    let mut opened: Opened = session.edit()?;
    let programme = session.programme(&opened.book)?;
    let mut uses = programme.forms.iter();
    let form = match uses.find(|used| used.form == *key) {
        Some(used) => session.catalog.form_as(used)?,
        None => session.catalog.form(key)?,
    };
    let commit =
        deeds::form::mark_exported(&form, &programme, &opened.book, &session.env.scribe())?;
    session.save(&mut opened, &commit, &[], json!({}))?;
    Ok(())
}

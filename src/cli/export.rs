//! `matchbook export`: a document as a file, or on the standard output.

use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output::Said;
use super::session::{Opened, Session};
use crate::domain::deeds;
use crate::domain::near::meant;
use crate::export::{
    Content, EXPORTERS, Exporter, Level, Options, Paper, Request, What, bytes, exporter, file_name,
};
use crate::files;
use crate::problem::{Exit, Problem};
use crate::shelf::{exportable, stays, with_source};

/// Writes a document, as a rule without anything private.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  matchbook export tracker
  matchbook export goal-sheet -o goals.html
  matchbook export meetings since \"dec 1\" --format txt -o -")]
pub struct ExportArgs {
    /// What: a form by its key (tracker, goal-sheet), “meeting 3”, “meetings since dec 1”, agenda, year, hours, everything
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    #[arg(long, value_name = "FORMAT", help = format_help())]
    format: Option<String>,
    /// How much leaves: shared (all but what is private), counts (numbers, dates and choices only), all (what is private, too: for yourself)
    #[arg(long, value_name = "LEVEL", default_value_t = Level::Shared.key().to_owned(), value_parser = keys(Level::ALL, Level::key))]
    level: String,
    /// The sheets, for formats with pages
    #[arg(long, value_name = "PAPER", default_value_t = Paper::A4.key().to_owned(), value_parser = keys(Paper::ALL, Paper::key))]
    paper: String,
    /// The file to write; “-” writes to the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

/// The formats there are, each with its name.
fn format_help() -> String {
    format!(
        "The format: {}; by default what the name of the file says",
        known(EXPORTERS.iter().copied())
    )
}

/// `md (Markdown), txt (Plain text for an e-mail)`
fn known(formats: impl Iterator<Item = &'static dyn Exporter>) -> String {
    let named: Vec<_> = formats
        .map(|format| format!("{} ({})", format.id(), format.title()))
        .collect();
    named.join(", ")
}

/// The words that are taken for one of `all`.
fn keys<T: Copy>(all: &[T], key: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| key(*value)).collect()
}

/// Does what `args` ask for.
pub fn run(args: &ExportArgs, session: &mut Session) -> Result<Said, Problem> {
    let format = format(args)?;
    readable(args, format)?;
    let level: Level = args.level.parse().unwrap_or_default();
    let paper: Paper = args.paper.parse().unwrap_or_default();
    let store = session.store_for_export(level)?;
    let book = exportable(&store, level)?;
    let words: Vec<_> = args.what.iter().map(String::as_str).collect();
    let (today, time) = (session.env.today(), session.env.local_now().time());
    let (what, name, written) = with_source(&book, &session.catalog, today, |source| {
        let what = What::parse(&words, source)?;
        suited(format, &what)?;
        let request = Request {
            what,
            format: format.id(),
            level,
            options: Options { paper, time },
        };
        let content = Content::asked(&request, source)?;
        let written = bytes(format, &content)?;
        let name = file_name(&content.document, format.extension());
        Ok((request.what.clone(), name, written))
    })?;
    if args.output.as_deref() == Some(Path::new("-")) {
        return Ok(Said::document(written));
    }
    let mut notes = stays(&what, level, &store, &session.catalog, today)?;
    drop(store);
    let path = args.output.clone().unwrap_or_else(|| name.into());
    save(&path, &written, args.force)?;
    match level {
        Level::Shared | Level::Counts => notes.extend(mark(&what, session)),
        Level::All => notes.push("It holds what is private: keep it to yourself.".to_owned()),
    }
    let json = json!({ "file": path, "format": format.id(), "level": level.key() });
    let label = format!("written to {}", path.display());
    Ok(Said::done(&label, &notes, json))
}

/// Refuses to fill a terminal with a file that is no text.
fn readable(args: &ExportArgs, format: &dyn Exporter) -> Result<(), Problem> {
    let shown = args.output.as_deref() == Some(Path::new("-"));
    if !shown || format.is_text() || !std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(
        Problem::new("That format is no text, and a terminal cannot show it.")
            .hint("Name a file with “-o”, or send the output on to another program.")
            .exit(Exit::WrongUse),
    )
}

/// Refuses a format that cannot say `what`.
fn suited(format: &dyn Exporter, what: &What) -> Result<(), Problem> {
    if format.suits(what) {
        return Ok(());
    }
    let suiting = EXPORTERS.iter().copied();
    let suiting = suiting.filter(|format| format.suits(what));
    Err(
        Problem::new(format!("The format “{}” cannot say that.", format.id()))
            .hint(format!("Choose one of: {}.", known(suiting)))
            .exit(Exit::WrongUse),
    )
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
        let meant = meant(id, EXPORTERS.iter().map(|format| format.id()));
        Problem::new(format!("There is no format “{id}”."))
            .hint(format!(
                "{meant}Choose one of: {}.",
                known(EXPORTERS.iter().copied())
            ))
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::export::{ExportError, Progress};

    /// A format that can say nothing.
    struct Mute;

    impl Exporter for Mute {
        fn id(&self) -> &'static str {
            "mute"
        }

        fn title(&self) -> &'static str {
            "Silence"
        }

        fn extension(&self) -> &'static str {
            "mute"
        }

        fn suits(&self, _what: &What) -> bool {
            false
        }

        fn write(
            &self,
            _content: &Content,
            _out: &mut dyn Write,
            _progress: &dyn Progress,
        ) -> Result<(), ExportError> {
            Ok(())
        }
    }

    #[test]
    fn a_format_that_cannot_say_it_is_refused_with_those_that_can() {
        let problem = suited(&Mute, &What::Year).unwrap_err();
        assert_eq!(problem.message, "The format “mute” cannot say that.");
        let hint = problem.hint.unwrap();
        assert!(hint.starts_with("Choose one of: md (Markdown)"), "{hint}");
        assert!(suited(EXPORTERS[0], &What::Year).is_ok());
    }

    #[test]
    fn the_help_names_every_format() {
        for format in EXPORTERS {
            assert!(format_help().contains(&format!("{} ({})", format.id(), format.title())));
        }
    }
}

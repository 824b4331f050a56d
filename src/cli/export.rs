//! `matchbook export`: a document as a file, or on the standard output.

use std::io::{BufWriter, ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use schemars::JsonSchema;
use serde::Serialize;
use tempfile::TempPath;

use super::output::{Nothing, Output, path_text};
use super::session::{ChangeReport, CliSession};
use crate::domain::ops::Refusal;
use crate::domain::ops::form::OpenForm;
use crate::domain::person::Role;
use crate::domain::suggest::did_you_mean;
use crate::export::{
    EXPORTERS, ExportLevel, ExportSource, ExportSubject, Exporter, NoProgress, PaperSize, Request,
    exporter, format_names,
};
use crate::files;
use crate::problem::Problem;
use crate::shelf::{ExportPipeline, write_failed};

/// Writes a document, as a rule without anything private.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What: a form by its key (tracker, goal-sheet), “meeting 3”, “meetings since dec 1”, agenda, year, hours, everything
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    #[arg(long, value_name = "FORMAT", help = format_help())]
    format: Option<String>,
    /// How much leaves: shared (all but what is private), counts (numbers, dates and choices; your names only on what is signed), office (what a form keeps from your partner), all (what is private, too: for yourself)
    #[arg(long, value_name = "LEVEL", default_value = ExportLevel::Shared.key(), value_parser = keys(ExportLevel::ALL, ExportLevel::key))]
    level: ExportLevel,
    /// The form without answers, with room to fill it in by hand
    #[arg(long, conflicts_with = "level")]
    blank: bool,
    /// Your partner's questions of the form, to be sent to them and taken in with “import”: mentee, mentor
    #[arg(long = "for", value_name = "WHO", conflicts_with_all = ["level", "blank"])]
    to: Option<Role>,
    /// The sheets, for formats with pages; the usual ones of your region if you name none
    #[arg(long, value_name = "PAPER", value_parser = keys(PaperSize::ALL, PaperSize::key))]
    paper: Option<PaperSize>,
    /// Also what is held and done, in a calendar of the year or of everything
    #[arg(long)]
    with_done: bool,
    /// The file to write, or the folder to write it to; “-” writes to the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

/// The file that was written.
#[derive(Serialize, JsonSchema)]
pub struct ExportedFile {
    file: String,
    format: &'static str,
    level: ExportLevel,
}

/// The formats there are, each with its name.
fn format_help() -> String {
    format!(
        "The format: {}; by default what the name of the file ends in, else Word for a form and the hours",
        format_names(EXPORTERS.iter().copied())
    )
}

/// The words that are taken for one of `all`.
fn keys<T>(all: &[T], key: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + FromStr<Err = String> + Send + Sync,
{
    PossibleValuesParser::new(all.iter().map(|value| key(*value))).try_map(|key| key.parse())
}

pub fn run(args: &ExportArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    let asked = format(args)?;
    if let (true, Some(format)) = (to_stdout, asked) {
        require_readable(format)?;
    }
    let level = args.level;
    let store = session.open_for_export(level)?;
    let pipeline = ExportPipeline {
        store: &store,
        catalog: &session.catalog,
        env: &session.env,
        reminders: &session.settings.reminders,
        progress: &NoProgress,
        is_preview: false,
    };
    let request = |source: &ExportSource| {
        let subject = ExportSubject::parse(&args.what.join(" "), source)?;
        let subject = copy_of_form(args, subject, source.book.me())?;
        // What is sent on to another program is text unless a format is named.
        let usual = subject.filed_as().filter(|_| !to_stdout);
        let usual = usual.unwrap_or(EXPORTERS[0].id());
        let mut request = Request::new(subject, asked.map_or(usual, Exporter::id));
        if let Some(paper) = args.paper {
            request.options.paper = paper;
        }
        request.options.with_done = args.with_done;
        request.options.byte_order_mark = !to_stdout;
        Ok(request)
    };
    if to_stdout {
        let exported = pipeline.run(level, request, |_| Ok(Vec::new()))?;
        return Ok(Output::document(exported.out));
    }
    let exported = pipeline.run(level, request, |name| {
        let path = output_path(args, name);
        let folder = files::folder_of(&path);
        files::remove_stale_temp_files(folder, session.env.now());
        let temp = files::temp_file(folder).map_err(|error| write_failed(&path, &error))?;
        Ok(BufWriter::new(temp))
    })?;
    drop(store);
    let mut notes = exported.withheld;
    let path = output_path(args, &exported.file_name);
    let temp = exported.out.into_parts().0.into_temp_path();
    save(temp, &path, args.force)?;
    match level {
        ExportLevel::Shared | ExportLevel::Counts => {
            notes.extend(mark_exported(&exported.request.subject, session));
        }
        ExportLevel::Office => {
            notes.push("It is for the office: your partner does not read it.".to_owned());
        }
        ExportLevel::All => notes.push("It holds what is private: keep it to yourself.".to_owned()),
    }
    let file = path_text(&path);
    let label = format!("written to {file}");
    let written = ExportedFile {
        file,
        format: exported.exporter.id(),
        level,
    };
    Ok(Output::done(&label, &notes, written))
}

/// The copy of a form that is asked for; what is no form has none.
fn copy_of_form(
    args: &ExportArgs,
    subject: ExportSubject,
    me: Role,
) -> Result<ExportSubject, Refusal> {
    if !args.blank && args.to.is_none() {
        return Ok(subject);
    }
    let ExportSubject::Form { key } = subject else {
        return Err(
            Refusal::new("Only a form can be left blank, or be sent to your partner.")
                .hint("“matchbook form list” shows the forms of this program."),
        );
    };
    match args.to {
        None => Ok(ExportSubject::BlankForm { key }),
        Some(to) if to != me => Ok(ExportSubject::PartnerForm { key }),
        Some(_) => Err(
            Refusal::new(format!("You are the {} yourself.", me.key())).hint(format!(
                "“--for {}” writes the questions of your partner.",
                me.other().key()
            )),
        ),
    }
}

/// Refuses to fill a terminal with a file that is no text.
fn require_readable(format: &Exporter) -> Result<(), Problem> {
    if format.is_text() || !std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Problem::wrong_use(
        "That format is no text, and a terminal cannot show it.",
        "Name a file with “-o”, or send the output on to another program.",
    ))
}

/// The format of the option, else that of the file's extension.
fn format(args: &ExportArgs) -> Result<Option<&'static Exporter>, Problem> {
    let by_option = args.format.as_deref().map(exporter).transpose()?;
    let Some((path, ending)) = args.output.as_deref().and_then(extension) else {
        return Ok(by_option);
    };
    let all = EXPORTERS.iter().copied();
    let of_name = all.clone().find(|format| format.extension() == ending);
    let or = of_name.map_or("", |_| ", or leave “--format” out");
    let kin = all.clone().find(|format| format.is_kin(&ending));
    match by_option.or(of_name).or(kin) {
        Some(format) if format.extension() == ending => Ok(Some(format)),
        Some(format) => Err(wrong_extension(format, path, &ending, or)),
        None => Err(unknown_extension(&ending)),
    }
}

/// The file named and its extension in small letters; none for a folder, the standard output, and a name without
/// an ending.
fn extension(path: &Path) -> Option<(&Path, String)> {
    let ending = path.extension().filter(|_| !is_folder(path))?;
    let ending = ending.to_string_lossy().to_lowercase();
    (!ending.is_empty()).then_some((path, ending))
}

fn is_folder(path: &Path) -> bool {
    let ends_as_one = path
        .as_os_str()
        .to_string_lossy()
        .ends_with(std::path::is_separator);
    ends_as_one || path.is_dir()
}

/// A refusal of a name that no program would open as its format.
fn wrong_extension(format: &Exporter, path: &Path, ending: &str, or: &str) -> Problem {
    let right = format.extension();
    let mut all = EXPORTERS.iter();
    let known = all.any(|format| format.extension() == ending || format.is_kin(ending));
    // What follows a point that is no ending is a part of the name.
    let name = if known {
        path.with_extension(right)
    } else {
        files::with_suffix(path, &format!(".{right}"))
    };
    let name = name.file_name().unwrap_or_default().display();
    Problem::wrong_use(
        format!("{} end in .{right}, not in .{ending}.", format.file_noun()),
        format!("Nothing was written. Name it “{name}”{or}."),
    )
}

fn unknown_extension(ending: &str) -> Problem {
    let known = EXPORTERS.iter().map(|format| format.extension());
    let all = EXPORTERS
        .iter()
        .map(|format| format!(".{} ({})", format.extension(), format.title()));
    let all = all.collect::<Vec<_>>().join(", ");
    let meant = did_you_mean(ending, known);
    Problem::wrong_use(
        format!("No format has files that end in .{ending}."),
        format!("Nothing was written. {meant}Choose one of: {all}."),
    )
}

/// The path of the document. A folder takes it under its usual `name`; a name without an ending is given that of the
/// usual one, so that a double click opens it.
fn output_path(args: &ExportArgs, name: &str) -> PathBuf {
    match args.output.as_deref() {
        None => name.into(),
        Some(folder) if is_folder(folder) => folder.join(name),
        Some(path) if extension(path).is_none() => {
            path.with_extension(Path::new(name).extension().unwrap_or_default())
        }
        Some(path) => path.to_owned(),
    }
}

fn save(temp: TempPath, path: &Path, force: bool) -> Result<(), Problem> {
    let written = if force {
        files::persist_over(temp, path)
    } else {
        files::persist_new(temp, path)
    };
    written.map_err(|error| {
        if error.kind() != ErrorKind::AlreadyExists {
            return write_failed(path, &error);
        }
        Problem::new(format!("There is a file at {} already.", path.display()))
            .hint("Choose another name with “-o”, or add “--force” to replace it.")
            .caused_by(&error)
    })
}

/// Notes in the book that the form has left as a file. The file stays, even if this fails.
fn mark_exported(subject: &ExportSubject, session: &mut CliSession) -> Option<String> {
    let ExportSubject::Form { key } = subject else {
        return None;
    };
    let marked = session.change(|opened, session| {
        let program = session.program(&opened.book)?;
        let form = match program.forms.iter().find(|used| used.form == *key) {
            Some(used) => session.catalog.form_as(used)?,
            None => session.catalog.form(key)?,
        };
        let form = OpenForm {
            def: &form,
            fields: &[],
            program: &program,
            book: &opened.book,
        };
        let commit = form.mark_exported(&session.ctx())?;
        Ok(ChangeReport::new(commit, Nothing {}))
    });
    marked
        .err()
        .map(|problem| format!("The book does not know of this export. {}", problem.message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_format() {
        for format in EXPORTERS {
            assert!(format_help().contains(&format!("{} ({})", format.id(), format.title())));
        }
    }
}

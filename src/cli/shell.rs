//! `matchbook completions` and `matchbook man`: the commands for a shell and for the manual of the computer.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Output, path_text};
use super::reference::public_command;
use crate::domain::dates::pluralize;
use crate::files::{self, OutputFile};
use crate::problem::Problem;

/// Sections of the first page of the manual besides the commands.
const NOTES: &str = include_str!("../../assets/manual-notes.roff");

/// The shell that is to complete.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell you type in
    shell: Shell,
}

/// The folder that the manual goes to.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder to write a page for each command to; without it the first page is printed
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Replace files of the same names that are not pages of matchbook
    #[arg(long, requires = "folder")]
    force: bool,
}

/// The pages that were written.
#[derive(Serialize, JsonSchema)]
pub struct WrittenPages {
    folder: String,
    pages: usize,
}

pub fn completions(args: &CompletionsArgs) -> Output {
    let mut script = Vec::new();
    let mut command = public_command();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    Output::document(script)
}

pub fn man(args: &ManArgs) -> Result<Output, Problem> {
    let mut command = public_command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.folder else {
        return Ok(Output::document(page(&command)?.bytes));
    };
    let mut pages = Vec::new();
    all(&command, &mut pages)?;
    if let Some(taken) = file_conflict(folder, &pages, args.force) {
        return Err(taken);
    }
    files::write_files_atomic(folder, &pages).map_err(|error| {
        let message = format!("The pages could not be written to {}.", folder.display());
        Problem::new(message)
            .hint("Check that it is a folder, that you may write to it and that there is room.")
            .caused_by(&error)
    })?;
    let label = format!(
        "{} written to {}",
        pluralize(pages.len(), "page"),
        folder.display()
    );
    let first = folder.join("matchbook.1");
    let notes = [format!("“man {}” shows the first.", first.display())];
    let written = WrittenPages {
        folder: path_text(folder),
        pages: pages.len(),
    };
    Ok(Output::done(&label, &notes, written))
}

/// A file that stands in the way, if there is one.
fn file_conflict(folder: &Path, pages: &[OutputFile], force: bool) -> Option<Problem> {
    let foreign = pages
        .iter()
        .map(|page| folder.join(&page.name))
        .find(|path| {
            let Ok(there) = path.symlink_metadata() else {
                return false;
            };
            let is_page = there.is_file() && is_ours(path);
            there.is_dir() || !force && !is_page
        })?;
    let message = format!(
        "{} is there already and no page of matchbook.",
        foreign.display()
    );
    let hint = if force {
        "Nothing was written. Choose another folder."
    } else {
        "Nothing was written. Choose another folder, or add “--force” to replace the file."
    };
    Some(Problem::new(message).hint(hint))
}

/// True if [`man`] wrote the file, in this version or another.
fn is_ours(path: &Path) -> bool {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().any(|line| line.starts_with(".TH matchbook"))
}

fn all(command: &Command, pages: &mut Vec<OutputFile>) -> Result<(), Problem> {
    pages.push(page(command)?);
    let mut verbs = command.get_subcommands();
    verbs.try_for_each(|verb| all(verb, pages))
}

/// The page of one command.
fn page(command: &Command) -> Result<OutputFile, Problem> {
    let is_first = command
        .get_display_name()
        .is_none_or(|name| name == "matchbook");
    let man = Man::new(command.clone())
        .source(concat!("matchbook ", env!("CARGO_PKG_VERSION")))
        .manual("matchbook");
    let mut bytes = Vec::new();
    man.render(&mut bytes).map_err(|error: io::Error| {
        Problem::new("The manual could not be made.").caused_by(&error)
    })?;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    if is_first {
        text = text.replace(".SH EXTRA\n", ".SH NOTES\n") + NOTES;
    } else {
        text = text.replace(".SH EXTRA\n", ".SH EXAMPLES\n");
    }
    Ok(OutputFile {
        name: man.get_filename(),
        bytes: text.into_bytes(),
    })
}

//! Data files of the user's own: checked with advice, put beside the built-in ones, and shown by an example.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Either, Output, path_text, text_table};
use super::session::CliSession;
use crate::catalog::{self, Catalog, CatalogError, FileKind, Keyed, UserFolder, advice, read_text};
use crate::domain::ops::quoted;
use crate::files;
use crate::paths::{self, CONFIG_VAR};
use crate::problem::Problem;

/// Which file is to be added.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The file
    pub file: PathBuf,
    /// Put it in the place of the one that has the same name
    #[arg(long)]
    pub replace: bool,
}

/// JSON of a file that was put beside the built-in ones.
#[derive(Serialize, JsonSchema)]
pub struct FileAdded {
    kind: FileKind,
    name: String,
    file: String,
    replaced: bool,
}

/// Row of a list for a file of the user's own that has a mistake.
#[derive(Serialize, JsonSchema)]
pub struct LeftOutFile {
    own: bool,
    problem: String,
}

/// A row of a list that files of the user's own are on.
pub type ListedFile<R> = Either<R, LeftOutFile>;

/// The list, and below it the files that have a mistake.
pub fn list_with_left_out<R: Serialize, const N: usize>(
    header: &[&str],
    rows: Vec<R>,
    cells: impl Fn(&R) -> [String; N],
    left_out: &[CatalogError],
) -> Output {
    let lines = left_out.iter().map(|error| format!("Left out: {error}\n"));
    let text = text_table(header, &rows, cells) + &lines.collect::<String>();
    let rows = rows.into_iter().map(ListedFile::First);
    let left_out = left_out.iter().map(|error| LeftOutFile {
        own: true,
        problem: error.to_string(),
    });
    let rows: Vec<_> = rows.chain(left_out.map(Either::Second)).collect();
    Output::answer(text, rows)
}

/// The place where a file is kept, in words.
pub const fn source_label(own: bool) -> &'static str {
    if own { "your own" } else { "built in" }
}

/// A file that was read and holds its rules.
#[derive(Serialize, JsonSchema)]
pub struct CheckedFile {
    /// The file as it was named.
    file: String,
    kind: FileKind,
    /// Its name among the user's own, without an ending.
    name: String,
    /// Sentences on parts that it leaves open.
    advice: Vec<String>,
    #[serde(skip)]
    text: String,
    /// Hint for use once it is added.
    #[serde(skip)]
    next: String,
}

impl CheckedFile {
    /// The program at `path`, checked against all other files there are.
    pub fn program(path: &Path, session: &CliSession) -> Result<Self, Problem> {
        let next = "“matchbook program show {}” shows it; “matchbook new --program {}” starts a book with it.";
        Self::keyed(path, session, advice::program, next)
    }

    /// The same for a form.
    pub fn form(path: &Path, session: &CliSession) -> Result<Self, Problem> {
        let next = "A program of yours asks for it with form = \"{}\" under [[forms]].";
        Self::keyed(path, session, advice::form, next)
    }

    fn keyed<T: Keyed>(
        path: &Path,
        session: &CliSession,
        advice: fn(&T) -> Vec<String>,
        next: &str,
    ) -> Result<Self, Problem> {
        let file = path.display().to_string();
        let text = read_text(path, &file)?;
        let value = session.catalog.check_user_file::<T>(&file, &text)?;
        let key = value.key();
        if is_in_user_folder(path, T::KIND) && path.file_stem().is_none_or(|name| name != key) {
            let message = format!("{file} is left out: its name is not its key, “{key}”.");
            return Err(Problem::new(message).hint(format!("Call the file “{key}.toml”.")));
        }
        Ok(Self {
            kind: T::KIND,
            name: key.to_owned(),
            file,
            text,
            advice: advice(&value),
            next: next.replace("{}", key),
        })
    }

    /// The same for a file of the deck, which goes by its name.
    pub fn deck(path: &Path, session: &CliSession) -> Result<Self, Problem> {
        let file = path.display().to_string();
        let text = read_text(path, &file)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = files::sanitize_file_name(&name, "deck");
        let deck = session.catalog.check_deck(&file, &text, &name)?;
        Ok(Self {
            kind: deck.kind(),
            next: format!(
                "“matchbook deck show {name}” shows it; it is in the deck of every book from now on."
            ),
            advice: advice::deck(&deck),
            name,
            file,
            text,
        })
    }

    /// Says that a file holds its rules, and its advice.
    pub fn check(self) -> Output {
        let mut text = format!("{} is a {} that can be used.", self.file, self.kind.label());
        if !self.advice.is_empty() {
            text += "\nWhat it could still say, if you like:";
            for line in &self.advice {
                text += &format!("\n- {line}");
            }
        }
        Output::answer(text, self)
    }

    /// Copies a file to the user's own ones, whole or not at all.
    pub fn add(self, replace: bool) -> Result<Output, Problem> {
        let Self { kind, name, .. } = self;
        let config = paths::config_folder().ok_or_else(|| {
            let hint = format!("Name one in the environment variable {CONFIG_VAR}.");
            Problem::new("There is no folder to keep it in: this user has no home.").hint(hint)
        })?;
        let path = UserFolder::new(config.clone()).place(kind, &name);
        let replaced = path.symlink_metadata().is_ok();
        let bytes = self.text.as_bytes();
        let written = files::make_folder(path.parent().unwrap_or(&config));
        let written = written.and_then(|()| files::write_or_replace(&path, bytes, replace));
        written.map_err(|error| write_error(&error, kind, &name, &path))?;
        let verb = if replaced { "replaced" } else { "added" };
        let label = format!("{} {} {verb}", kind.label(), quoted(&name));
        let mut notes = vec![format!("It is kept as {}.", path.display()), self.next];
        // A form or a set that was replaced may have lost what a program names.
        let left_out = Catalog::with_user_folder(config).load_errors(FileKind::Program);
        let left_out = left_out.iter();
        notes.extend(left_out.map(|error| format!("Left out now: {error}")));
        let added = FileAdded {
            kind,
            name,
            file: path_text(&path),
            replaced,
        };
        Ok(Output::done(&label, &notes, added))
    }
}

/// True if `path` is already one of the files that are looked up by name.
fn is_in_user_folder(path: &Path, kind: FileKind) -> bool {
    let Ok(here) = dunce::canonicalize(files::folder_of(path)) else {
        return false;
    };
    paths::config_folder().is_some_and(|config| {
        let mut folders = UserFolder::new(config).folders(kind).into_iter();
        folders.any(|folder| dunce::canonicalize(folder).is_ok_and(|there| there == here))
    })
}

fn write_error(error: &io::Error, kind: FileKind, name: &str, path: &Path) -> Problem {
    if error.kind() == io::ErrorKind::AlreadyExists {
        let (kind_label, name) = (kind.label(), quoted(name));
        let message = format!("There is a {kind_label} {name} of yours already.");
        let hint = if kind == FileKind::Program {
            "“--replace” puts the file in its place; books of it keep their dates."
        } else {
            "“--replace” puts the file in its place."
        };
        return Problem::new(message).hint(hint);
    }
    Problem::new(format!("The file {} could not be written.", path.display()))
        .hint("Nothing was added. Is there room on the disk, and may you write there?")
        .caused_by(error)
}

/// The commented example of such a file, to be saved and changed.
pub fn example(kind: FileKind) -> Output {
    Output::document(catalog::example(kind).as_bytes().to_vec())
}

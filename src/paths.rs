//! Folders of books, of the user's own data files, of exports and of scratch files: from the
//! environment, then the platform.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::{self, BOOK_EXTENSION};
use crate::problem::Problem;

/// Environment variable for the folder of the books.
pub const HOME_VAR: &str = "MATCHBOOK_HOME";
/// Environment variable for the folder of the user's own programs, forms and decks.
pub const CONFIG_VAR: &str = "MATCHBOOK_CONFIG";
/// File beside the books with the names of the archived ones, one a line. The books themselves stay as they are.
const ARCHIVED_FILE: &str = "archived.txt";

/// Folders of this program. None is created before something is put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppDirs {
    /// Folder of the books; each keeps its backups in `backups` beside it.
    pub home: PathBuf,
    /// Folder of texts while another program edits them; in memory where the system has such a place.
    pub scratch: PathBuf,
    /// Folder of exported files, unless the command line names another.
    pub exports: PathBuf,
    /// Folder of the user's own programs, forms and decks.
    pub config: PathBuf,
}

/// The folder of the user's own programs, forms and decks; none where the platform knows no home of this user.
pub fn config_folder() -> Option<PathBuf> {
    look_up_config(|name| std::env::var_os(name))
}

/// A home that was named holds everything, unless the folder has a variable of its own.
fn look_up_config(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(named) = folder_from_env(&variable, CONFIG_VAR) {
        return Some(named);
    }
    if let Some(home) = folder_from_env(&variable, HOME_VAR) {
        return Some(home.join("config"));
    }
    let platform = directories::ProjectDirs::from("", "", "matchbook")?;
    Some(platform.config_local_dir().to_owned())
}

/// The folder that an environment variable names; an empty one names none.
fn folder_from_env(variable: impl Fn(&str) -> Option<OsString>, name: &str) -> Option<PathBuf> {
    variable(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

impl AppDirs {
    /// The folders for this user.
    ///
    /// # Errors
    /// When the platform knows no home of this user.
    pub fn resolve() -> Result<Self, Problem> {
        Self::look_up(|name| std::env::var_os(name))
    }

    fn look_up(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Problem> {
        let named = |name| folder_from_env(&variable, name);
        let home = named(HOME_VAR)
            .or_else(|| {
                let platform = directories::ProjectDirs::from("", "", "matchbook")?;
                // Of this computer alone: a book that another copies about may be open on two of them.
                Some(platform.data_local_dir().to_owned())
            })
            .ok_or_else(|| {
                Problem::new("There is no folder to keep books in: this user has no home.")
                    .hint(format!("Name one in the environment variable {HOME_VAR}."))
            })?;
        let scratch = match named("XDG_RUNTIME_DIR").filter(|folder| folder.is_absolute()) {
            Some(runtime) => runtime.join("matchbook"),
            None => home.join("scratch"),
        };
        // A home that was named holds everything; else people look for exports among their documents.
        let documents = directories::UserDirs::new().and_then(|user| {
            let documents = user.document_dir().map(Path::to_owned);
            documents.or_else(|| Some(user.home_dir().to_owned()))
        });
        let exports = match documents {
            Some(documents) if named(HOME_VAR).is_none() => documents,
            Some(_) | None => home.join("exports"),
        };
        let config = look_up_config(&variable).unwrap_or_else(|| home.join("config"));
        Ok(Self {
            home,
            scratch,
            exports,
            config,
        })
    }

    /// The books on the shelf, by name, without the archived ones.
    pub fn books(&self) -> Vec<PathBuf> {
        self.all_books().0
    }

    /// The books on the shelf and the archived ones, both by name.
    pub fn all_books(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(&self.home) else {
            return (Vec::new(), Vec::new());
        };
        let mut books: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending == BOOK_EXTENSION)
            })
            .collect();
        books.sort();
        let archived = self.archived_names();
        let is_there = |path: &PathBuf| !archived.contains(&files::name_of(path));
        books.into_iter().partition(is_there)
    }

    fn archived_names(&self) -> BTreeSet<String> {
        let names = fs::read_to_string(self.home.join(ARCHIVED_FILE)).unwrap_or_default();
        names.lines().map(str::to_owned).collect()
    }

    /// Takes a book off the shelf, or puts it back; its file stays where it is.
    ///
    /// # Errors
    /// When the book is not in the folder of the books, or the disk refuses; then nothing changes.
    pub fn set_archived(&self, book: &Path, archived: bool) -> Result<(), Problem> {
        if !files::is_same_file(files::folder_of(book), &self.home) {
            let message = "This book is not in the folder of your books.";
            return Err(Problem::new(message).hint("Only what the shelf lists can be archived."));
        }
        let (mut names, name) = (self.archived_names(), files::name_of(book));
        let changed = if archived {
            names.insert(name)
        } else {
            names.remove(&name)
        };
        if !changed {
            return Ok(());
        }
        let text = names.into_iter().collect::<Vec<_>>().join("\n");
        files::write_atomic(&self.home.join(ARCHIVED_FILE), text.as_bytes()).map_err(|error| {
            Problem::new("The list of archived books could not be written.")
                .hint("Check that you may write to the folder of your books.")
                .caused_by(&error)
        })
    }

    /// Path of a new book called `title`: a name that is still free.
    pub fn new_book_path(&self, title: &str) -> PathBuf {
        let name = files::sanitize_file_name(title, "book");
        files::unused_path(&self.home, &name, BOOK_EXTENSION)
    }

    /// Path of an export called `name`: a name that is still free.
    pub fn new_export_path(&self, name: &str) -> PathBuf {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
        files::unused_path(&self.exports, stem, ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_up(variables: &[(&str, &str)]) -> AppDirs {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        AppDirs::look_up(variable).unwrap()
    }

    #[test]
    fn the_environment_comes_before_the_platform() {
        let runtime = std::env::temp_dir();
        let named = ("XDG_RUNTIME_DIR", runtime.to_str().unwrap());
        let places = look_up(&[(HOME_VAR, "/b"), named]);
        assert_eq!(places.home, Path::new("/b"));
        assert_eq!(places.scratch, runtime.join("matchbook"));
        assert_eq!(places.exports, Path::new("/b/exports"));
        let places = look_up(&[(HOME_VAR, "/b")]);
        assert_eq!(places.scratch, Path::new("/b/scratch"));
    }

    #[test]
    fn own_files_are_in_a_named_home_unless_their_folder_is_named_too() {
        let config = |variables: &[(&str, &str)]| look_up(variables).config;
        assert_eq!(config(&[(HOME_VAR, "/b")]), Path::new("/b/config"));
        let both = [(HOME_VAR, "/b"), (CONFIG_VAR, "/c")];
        assert_eq!(config(&both), Path::new("/c"));
        let empty = [(HOME_VAR, "/b"), (CONFIG_VAR, "")];
        assert_eq!(config(&empty), Path::new("/b/config"));
    }

    #[test]
    fn a_new_book_takes_a_name_that_is_free() {
        let home = tempfile::tempdir().unwrap();
        let places = look_up(&[(HOME_VAR, home.path().to_str().unwrap())]);
        let first = places.new_book_path("Ana & Ben");
        assert_eq!(first, home.path().join("Ana Ben.matchbook"));
        fs::write(&first, "").unwrap();
        fs::write(home.path().join("notes.txt"), "").unwrap();
        assert_eq!(
            places.new_book_path("Ana & Ben"),
            home.path().join("Ana Ben 2.matchbook")
        );
        assert_eq!(places.books(), [first]);
    }

    #[test]
    fn an_archived_book_is_off_the_shelf_until_it_is_put_back() {
        let home = tempfile::tempdir().unwrap();
        let places = look_up(&[(HOME_VAR, home.path().to_str().unwrap())]);
        let books = ["a", "b"].map(|name| home.path().join(format!("{name}.matchbook")));
        for book in &books {
            fs::write(book, "").unwrap();
        }
        places.set_archived(&books[0], true).unwrap();
        let all = (vec![books[1].clone()], vec![books[0].clone()]);
        assert_eq!(places.all_books(), all);
        places.set_archived(&books[0], false).unwrap();
        assert_eq!(places.books(), books);
        let elsewhere = tempfile::tempdir().unwrap();
        let other = elsewhere.path().join("a.matchbook");
        assert!(places.set_archived(&other, true).is_err());
    }
}

//! Loads data files into domain types: programs, forms, the deck, competency sets, the sample year.
//!
//! The data files of `assets/` are part of the program; files of the user's own join them in the same formats. A file is
//! parsed when it is first needed and cached; opening a book parses its program and nothing else. A built-in key never
//! touches the disk, and a user file with an error is left out instead of stopping anything. [`parse()`] deserializes
//! the text of one file and reports line, column and field of an error; `check` validates one file, `references` the
//! keys between files, `depth` limits nesting, `user_files` finds the user's files, [`mod@advice`] gives hints. Start
//! with [`Catalog`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::domain::deck::Deck;
use crate::domain::form::{Choice, FormDef};
use crate::domain::program::{CompetencySet, FormUse, Program};
use crate::problem::Problem;

pub mod advice;
mod check;
mod check_dates;
mod deck;
mod depth;
mod error;
mod extends;
mod guide;
mod in_book;
mod named_fields;
mod parse;
mod references;
mod sample;
mod user_files;

pub use deck::{DeckFile, deck_kind};
pub use error::CatalogError;
pub use guide::{Guide, guides};
use parse::deserialize;
pub use parse::{DataFile, ValidationError, parse};
pub use references::Keyed;
pub use sample::Sample;
pub use user_files::{FileKind, UserFolder, read_text};

/// Folders of `assets` that are part of the program: all but the README's pictures.
#[rustfmt::skip]
static ASSETS: [(&str, Dir<'static>); 9] = [
    ("activities", include_dir!("$CARGO_MANIFEST_DIR/assets/activities")),
    ("agendas", include_dir!("$CARGO_MANIFEST_DIR/assets/agendas")),
    ("competencies", include_dir!("$CARGO_MANIFEST_DIR/assets/competencies")),
    ("examples", include_dir!("$CARGO_MANIFEST_DIR/assets/examples")),
    ("forms", include_dir!("$CARGO_MANIFEST_DIR/assets/forms")),
    ("guide", include_dir!("$CARGO_MANIFEST_DIR/assets/guide")),
    ("programs", include_dir!("$CARGO_MANIFEST_DIR/assets/programs")),
    ("prompts", include_dir!("$CARGO_MANIFEST_DIR/assets/prompts")),
    ("sample", include_dir!("$CARGO_MANIFEST_DIR/assets/sample")),
];

/// Built-in programs in the order in which people are offered them; all others follow by name.
const PROGRAM_ORDER: [&str; 4] = ["alsc", "kla", "wla", "blank"];

/// Loader and cache of every program, form, deck and competency set.
#[derive(Debug, Default)]
pub struct Catalog {
    user_folder: Option<UserFolder>,
    programs: Cache<Program>,
    forms: Cache<FormDef>,
    /// Forms under the titles that programs give them, by key and title.
    retitled_forms: Cache<FormDef>,
    /// Forms kept in books, by their text.
    asked_forms: Cache<FormDef>,
    competencies: Cache<CompetencySet>,
    deck: RefCell<Option<Arc<Deck>>>,
}

/// Parsed files by key.
type Cache<T> = RefCell<BTreeMap<String, Arc<T>>>;

impl Catalog {
    /// Creates a catalog of the built-in files, with an empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a catalog that also loads the user's own files from `folder`, which need not exist.
    pub fn with_user_folder(folder: PathBuf) -> Self {
        Self::with_own_files(UserFolder::new(folder))
    }

    /// The same for several folders.
    pub fn with_own_files(folder: UserFolder) -> Self {
        Self {
            user_folder: Some(folder),
            ..Self::default()
        }
    }

    /// Loads the program called `key`.
    pub fn program(&self, key: &str) -> Result<Arc<Program>, CatalogError> {
        self.load(key)
    }

    /// Loads the program `key` for a book. If it is a user file that is missing here or invalid, falls back to the
    /// blank program under its key, with the problem to show.
    ///
    /// # Errors
    /// When the built-in files cannot be read.
    pub fn program_or_fallback(
        &self,
        key: &str,
    ) -> Result<(Arc<Program>, Option<Problem>), CatalogError> {
        let error = match self.program(key) {
            Ok(program) => return Ok((program, None)),
            Err(error) => error,
        };
        let problem = match &error {
            CatalogError::Unknown { .. } => Problem::new(format!(
                "The file of “{key}” is missing: get it, then “matchbook program add”."
            )),
            CatalogError::Invalid { .. } | CatalogError::Unreadable { .. } => error.into(),
        };
        let blank = self.program("blank")?;
        let stand_in = Program {
            key: key.to_owned(),
            title: key.to_owned(),
            short: key.to_owned(),
            about: problem.message.clone(),
            ..(*blank).clone()
        };
        let hint = "Until then the dates of the book stay as they are, and the rest follows a year without a program.";
        Ok((Arc::new(stand_in), Some(problem.hint(hint))))
    }

    /// Loads every program: ALSC, KLA, WLA and the blank one, then the user's own by key. Invalid ones are left out;
    /// [`Catalog::load_errors`] has the reasons.
    pub fn programs(&self) -> Result<Vec<Arc<Program>>, CatalogError> {
        let keys = keys("programs").into_iter();
        let mut all = keys
            .map(|key| self.program(key))
            .collect::<Result<Vec<_>, _>>()?;
        all.extend(self.user_files().into_iter().flatten());
        Ok(all)
    }

    /// The programs as options of a choice.
    fn program_choices(&self) -> Result<Vec<Choice>, CatalogError> {
        let choice = |program: Arc<Program>| Choice {
            key: program.key.clone(),
            label: program.title.clone(),
        };
        Ok(self.programs()?.into_iter().map(choice).collect())
    }

    /// Loads the form called `key`; the editors of goals, meetings and books are forms, too.
    pub fn form(&self, key: &str) -> Result<Arc<FormDef>, CatalogError> {
        self.load(key)
    }

    /// Loads the form that a program asks for, under the program's own title for it.
    pub fn form_as(&self, used: &FormUse) -> Result<Arc<FormDef>, CatalogError> {
        if let Some(def) = &used.def {
            return Ok(Arc::clone(def));
        }
        let form = self.form(&used.form)?;
        if form.title == used.title {
            return Ok(form);
        }
        let key = format!("{} {}", used.form, used.title);
        let mut titled = self.retitled_forms.borrow_mut();
        let form = titled.entry(key).or_insert_with(|| {
            let title = used.title.clone();
            Arc::new(FormDef {
                title,
                ..FormDef::clone(&form)
            })
        });
        Ok(Arc::clone(form))
    }

    /// Loads the forms that `program` asks for, each under the program's own title for it.
    pub fn forms_of(
        &self,
        program: &Program,
    ) -> Result<Vec<(FormUse, Arc<FormDef>)>, CatalogError> {
        program
            .forms
            .iter()
            .map(|used| Ok((used.clone(), self.form_as(used)?)))
            .collect()
    }

    /// Loads the competency set called `key`.
    pub fn competencies(&self, key: &str) -> Result<Arc<CompetencySet>, CatalogError> {
        self.load(key)
    }

    /// Returns the data file `key` from the cache, or parses it and caches it.
    fn load<T: Keyed>(&self, key: &str) -> Result<Arc<T>, CatalogError> {
        if let Some(cached) = T::cache(self).borrow().get(key) {
            return Ok(Arc::clone(cached));
        }
        let folder = T::KIND.key();
        if let Some((file, text)) = built_in(folder, key) {
            return Ok(self.insert_cached(key, deserialize(file, text)?));
        }
        let user_file = self
            .user_folder
            .as_ref()
            .and_then(|folder| folder.path(T::KIND, key));
        match user_file {
            Some(path) => self.load_user_file(&path),
            None => Err(CatalogError::Unknown {
                what: T::KIND.label(),
                key: key.to_owned(),
                known: self.known_keys::<T>(),
            }),
        }
    }

    fn insert_cached<T: Keyed>(&self, key: &str, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut cache = T::cache(self).borrow_mut();
        cache.insert(key.to_owned(), Arc::clone(&value));
        value
    }

    /// Keys that exist of this kind, for error messages.
    fn known_keys<T: Keyed>(&self) -> Vec<String> {
        let mut keys: Vec<_> = keys(T::KIND.key()).into_iter().map(str::to_owned).collect();
        let user_files = self.user_files::<T>().into_iter().flatten();
        keys.extend(user_files.map(|file| file.key().to_owned()));
        keys
    }
}

/// Built-in data file `key` of `folder`: its name and its text.
fn built_in(folder: &str, key: &str) -> Option<(&'static str, &'static str)> {
    files(folder).find(|(file, _)| file_stem(file) == key)
}

/// True if `key` names a built-in file.
pub fn is_built_in(kind: FileKind, key: &str) -> bool {
    built_in(kind.key(), key).is_some()
}

/// Commented example of a file of `kind`.
pub fn example(kind: FileKind) -> &'static str {
    built_in("examples", kind.example()).map_or("", |(_, text)| text)
}

/// Keys of the built-in files in `folder`: their names without extension, those offered first, then by name.
fn keys(folder: &str) -> Vec<&'static str> {
    let mut keys: Vec<_> = files(folder).map(|(file, _)| file_stem(file)).collect();
    keys.sort_by_key(|key| {
        let position = PROGRAM_ORDER.iter().position(|first| first == key);
        position.unwrap_or(PROGRAM_ORDER.len())
    });
    keys
}

/// Built-in files in `folder`, by name, each with its text.
fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    ASSETS
        .iter()
        .filter(move |(name, _)| *name == folder)
        .flat_map(|(_, dir)| dir.files())
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

fn file_stem(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    #[test]
    fn every_folder_of_data_is_in_the_program_and_the_pictures_of_the_readme_are_not() {
        let folders = fs::read_dir("assets").unwrap().map(Result::unwrap);
        let folders = folders.filter(|entry| entry.path().is_dir());
        let mut wanted: BTreeSet<_> = folders
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        assert!(wanted.remove("screens"));
        let carried: BTreeSet<_> = ASSETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(carried, wanted);
    }
}

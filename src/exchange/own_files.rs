//! The pair's own programs, forms, competency sets and decks: those that a book uses go along in its parcel, and those that
//! come are put beside one's own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::lines::{ENDING, MAX_FILES, check_file};
use crate::catalog::{Catalog, CatalogError, FileKind, UserFolder, ValidationError};
use crate::domain::book::Book;
use crate::domain::form::FormDef;
use crate::domain::meeting::Origin;
use crate::domain::program::{CompetencySet, Program};
use crate::files;
use crate::problem::Problem;
use crate::store::OwnFile;

/// Kinds in the order in which they are put in place: whatever a file names is there before it.
const ORDER: [FileKind; 5] = [
    FileKind::Competencies,
    FileKind::Form,
    FileKind::Program,
    FileKind::Activities,
    FileKind::Prompts,
];

/// The user's own files that `book` uses, and those that they name in turn, as far as they may be in a parcel.
pub fn used_by(book: &Book, catalog: &Catalog) -> Vec<OwnFile> {
    let mut used = UsedFiles::default();
    used.add_programs(book, catalog);
    used.add_forms(book, catalog);
    used.add_decks(book, catalog);
    let own = |kind| {
        catalog
            .own_files(kind)
            .into_iter()
            .map(move |file| (kind, file))
    };
    let files = ORDER
        .into_iter()
        .flat_map(own)
        .filter_map(|(kind, (name, text))| {
            let file = OwnFile {
                folder: kind.key().to_owned(),
                name: format!("{name}{ENDING}"),
                text,
            };
            let goes = used.0.contains(&(kind, name)) && check_file(&file).is_ok();
            goes.then_some(file)
        });
    files.take(MAX_FILES).collect()
}

/// Files, built in or not, that a book refers to by what its owner shares.
#[derive(Default)]
struct UsedFiles(BTreeSet<(FileKind, String)>);

impl UsedFiles {
    fn add(&mut self, kind: FileKind, key: &str) -> bool {
        self.0.insert((kind, key.to_owned()))
    }

    /// Adds the programs of the book, with the forms and the competency set that each names.
    fn add_programs(&mut self, book: &Book, catalog: &Catalog) {
        for cycle in book.cycles.values() {
            self.add(FileKind::Program, &cycle.program);
            let Ok(program) = catalog.program(&cycle.program) else {
                continue;
            };
            for used in &program.forms {
                self.add(FileKind::Form, &used.form);
            }
            if let Some(set) = &program.competencies {
                self.add(FileKind::Competencies, set);
            }
        }
    }

    /// Adds the forms that were begun, and those whose answers are shown beside the ones of another.
    fn add_forms(&mut self, book: &Book, catalog: &Catalog) {
        for response in book.responses.values().filter(|response| !response.private) {
            self.add(FileKind::Form, &response.form);
        }
        let forms = self.0.iter().filter(|(kind, _)| *kind == FileKind::Form);
        let mut left: Vec<_> = forms.map(|(_, key)| key.clone()).collect();
        while let Some(form) = left.pop().map(|key| catalog.form(&key)) {
            let sections = form.iter().flat_map(|form| &form.sections);
            let fields = sections.flat_map(|section| &section.fields);
            for earlier in fields.filter_map(|field| field.earlier_answer.as_ref()) {
                if self.add(FileKind::Form, &earlier.form) {
                    left.push(earlier.form.clone());
                }
            }
        }
    }

    /// Adds the decks with a card that is marked or on an agenda, and the competency sets whose areas their cards name.
    fn add_decks(&mut self, book: &Book, catalog: &Catalog) {
        let planned = book.agenda.values();
        let planned =
            planned.filter(|item| matches!(item.origin, Origin::Prompt | Origin::Activity));
        let cards = planned.map(|item| &item.subject);
        let cards = cards.chain(book.activities.values().map(|mark| &mark.key));
        let cards: BTreeSet<_> = cards
            .chain(book.prompts.values().map(|mark| &mark.key))
            .collect();
        let (decks, _) = catalog.deck_files().unwrap_or_default();
        let mut named = BTreeSet::new();
        for deck in decks.iter().filter(|deck| deck.own) {
            let activities = deck.activities.iter().map(|it| (&it.key, &it.competencies));
            let prompts = deck.prompts.iter().map(|it| (&it.key, &it.competencies));
            if activities
                .clone()
                .chain(prompts.clone())
                .any(|(key, _)| cards.contains(key))
            {
                self.add(deck.kind(), &deck.name);
                named.extend(activities.chain(prompts).flat_map(|(_, areas)| areas));
            }
        }
        for (name, _) in catalog.own_files(FileKind::Competencies) {
            let set = catalog.competencies(&name);
            if set.is_ok_and(|set| set.areas.iter().any(|area| named.contains(&area.key))) {
                self.add(FileKind::Competencies, &name);
            }
        }
    }
}

/// Files that came with a parcel, by what is to be done with them.
#[derive(Debug, Default)]
pub struct Installable<'a> {
    /// Not on this computer, and as they should be; in the order in which they are written.
    pub new: Vec<&'a OwnFile>,
    /// Here with another content; that stays.
    pub different: Vec<&'a OwnFile>,
    /// With a mistake, which stands beside each.
    pub refused: Vec<(&'a OwnFile, Problem)>,
}

/// Sorts the files that came: into new ones, those that are in `config` with another content, and those with a mistake. Files
/// that are there with the same content are in none. Changes nothing.
///
/// # Errors
/// When the disk refuses.
pub fn installable<'a>(came: &'a [OwnFile], config: &Path) -> Result<Installable<'a>, Problem> {
    let mut sorted = Installable::default();
    let own = UserFolder::new(config.to_owned());
    // New files may name each other: they are checked where all of them are.
    let staging = tempfile::tempdir().map_err(|error| not_written(&error))?;
    let mut staged = Vec::new();
    for kind in ORDER {
        for file in came.iter().filter(|file| file.folder == kind.key()) {
            if let Err(refusal) = check_file(file) {
                sorted.refused.push((file, refusal.into()));
                continue;
            }
            match fs::read(own.place(kind, stem(file))) {
                Ok(there) if there == file.text.as_bytes() => {}
                Ok(_) => sorted.different.push(file),
                Err(_) => {
                    write(file, staging.path()).map_err(|error| not_written(&error))?;
                    staged.push((kind, file));
                }
            }
        }
    }
    let catalog = Catalog::with_own_files(own.with(staging.path().to_owned()));
    for (kind, file) in staged {
        match check(&catalog, kind, file) {
            Ok(()) => sorted.new.push(file),
            Err(error) => sorted.refused.push((file, error.into())),
        }
    }
    Ok(sorted)
}

fn check(catalog: &Catalog, kind: FileKind, file: &OwnFile) -> Result<(), CatalogError> {
    let (name, text) = (format!("{}/{}", file.folder, file.name), &file.text);
    match kind {
        FileKind::Program => catalog.check_named_file::<Program>(&name, text).map(drop),
        FileKind::Form => catalog.check_named_file::<FormDef>(&name, text).map(drop),
        FileKind::Competencies => catalog
            .check_named_file::<CompetencySet>(&name, text)
            .map(drop),
        FileKind::Activities | FileKind::Prompts => {
            let deck = catalog.check_deck(&name, text, stem(file))?;
            if deck.kind() == kind {
                return Ok(());
            }
            let what = "the file is in the folder of another kind";
            Err(ValidationError::new(what).into_error(&name, text))
        }
    }
}

fn write(file: &OwnFile, root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(&file.folder);
    files::make_folder(&folder)?;
    let path = folder.join(&file.name);
    files::write_new(&path, file.text.as_bytes())?;
    Ok(path)
}

impl Installable<'_> {
    /// Writes the new files to `config`, all or none, and never over another.
    ///
    /// # Errors
    /// When the disk refuses; then those that were written are gone again.
    pub fn install(&self, config: &Path) -> Result<(), Problem> {
        let mut written = Vec::new();
        for file in &self.new {
            match write(file, config) {
                Ok(path) => written.push(path),
                Err(error) => {
                    for path in written {
                        // One that stays is whole, and harms nobody.
                        let _ = fs::remove_file(path);
                    }
                    return Err(not_written(&error));
                }
            }
        }
        Ok(())
    }
}

/// Puts the files that came beside one's own, where there are none with their names.
///
/// # Errors
/// As [`Installable::install`].
pub fn install<'a>(came: &'a [OwnFile], config: &Path) -> Result<Installable<'a>, Problem> {
    let sorted = installable(came, config)?;
    sorted.install(config)?;
    Ok(sorted)
}

fn stem(file: &OwnFile) -> &str {
    file.name.strip_suffix(ENDING).unwrap_or(&file.name)
}

fn not_written(error: &io::Error) -> Problem {
    Problem::new("The programs, forms and decks that came along could not be kept.")
        .hint("Is there room on the disk, and may you write to the folder of your own files?")
        .caused_by(error)
}

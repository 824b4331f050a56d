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
use crate::domain::schedule::base_of;
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
            self.add(FileKind::Program, &program.extends);
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
            self.add(FileKind::Form, base_of(&response.form));
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
    let is_known = |file: &&OwnFile| ORDER.iter().any(|kind| kind.key() == file.folder);
    let unknown = came.iter().filter(|file| !is_known(file));
    let refused = unknown.map(|file| {
        (
            file,
            Problem::new("This program has no files of this kind."),
        )
    });
    let mut sorted = Installable {
        refused: refused.collect(),
        ..Installable::default()
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::Response;
    use crate::domain::change::Record;
    use crate::domain::deck::Prompt;
    use crate::domain::program::Cycle;

    const FORM: &str = "key = \"poem\"\ntitle = \"Poem\"\nversion = 1\nabout = \"Ours.\"\nfilled_by = \"each\"\n\
        [[sections]]\nkey = \"s\"\ntitle = \"S\"\n[[sections.fields]]\nkey = \"now\"\nlabel = \"Now\"\n\
        kind = \"scale\"\nlow_label = \"not yet\"\nhigh_label = \"very much\"\n";
    const SET: &str = "key = \"birds\"\ntitle = \"Birds\"\nsources = []\n[[areas]]\nkey = \"owls\"\ntitle = \"Owls\"\n";
    const DECK: &str = "[[prompt]]\nkey = \"own-owl\"\ntext = \"Which owl?\"\nwhy = \"To know.\"\ncategory = \"reflection\"\nphases = [\"working\"]\ncompetencies = [\"owls\"]\n";

    fn later(form: &str) -> String {
        form.replace("\"poem\"", "\"later\"") + "beside = \"poem/now\"\n"
    }

    /// A program that asks for the form `later`, made of the one that is shown as an example.
    fn program() -> String {
        let blank = include_str!("../../assets/programs/blank.toml");
        let blank = blank.replacen("key = \"blank\"", "key = \"ours\"", 1);
        blank + "\n[[forms]]\nform = \"later\"\ntitle = \"Later\"\n"
    }

    fn file(folder: &str, name: &str, text: &str) -> OwnFile {
        OwnFile {
            folder: folder.into(),
            name: name.into(),
            text: text.into(),
        }
    }

    fn all() -> Vec<OwnFile> {
        vec![
            file("competencies", "birds.toml", SET),
            file("forms", "later.toml", &later(FORM)),
            file("forms", "poem.toml", FORM),
            file("programs", "ours.toml", &program()),
            file("prompts", "Our owls.toml", DECK),
        ]
    }

    fn names(files: &[&OwnFile]) -> Vec<String> {
        files
            .iter()
            .map(|file| format!("{}/{}", file.folder, file.name))
            .collect()
    }

    fn book(records: Vec<Record>) -> Book {
        let mut book = Book::default();
        book.extend(records);
        book
    }

    #[test]
    fn a_book_takes_along_what_it_uses_and_what_that_names() {
        let config = tempfile::tempdir().unwrap();
        install(&all(), config.path()).unwrap();
        let catalog = Catalog::with_user_folder(config.path().to_owned());
        let cycle = |program: &str| {
            Record::from(Cycle {
                program: program.into(),
                ..Cycle::default()
            })
        };
        let mark = Record::from(Prompt {
            key: "own-owl".into(),
            ..Prompt::default()
        });
        let used = |records| used_by(&book(records), &catalog);
        assert_eq!(used(vec![cycle("alsc")]), []);
        assert_eq!(
            names(&used(vec![cycle("ours")]).iter().collect::<Vec<_>>()),
            ["forms/later.toml", "forms/poem.toml", "programs/ours.toml"]
        );
        assert_eq!(used(vec![cycle("ours"), mark]), all());
        let response = |private| {
            Record::from(Response {
                form: "poem".into(),
                private,
                ..Response::default()
            })
        };
        assert_eq!(
            used(vec![response(false)]),
            [file("forms", "poem.toml", FORM)]
        );
        assert_eq!(used(vec![response(true)]), []);
        assert_eq!(used_by(&book(vec![cycle("ours")]), &Catalog::new()), []);
    }

    #[test]
    fn files_that_come_are_put_beside_ones_own_once() {
        let config = tempfile::tempdir().unwrap();
        let came: Vec<_> = all().into_iter().rev().collect();
        let sorted = install(&came, config.path()).unwrap();
        let sorted: Vec<_> = names(&sorted.new);
        assert_eq!(sorted.len(), 5);
        for file in all() {
            let path = config.path().join(&file.folder).join(&file.name);
            assert_eq!(fs::read_to_string(path).unwrap(), file.text);
        }
        let catalog = Catalog::with_user_folder(config.path().to_owned());
        assert!(
            catalog.program("ours").is_ok() && catalog.load_errors(FileKind::Prompts).is_empty()
        );
        let again = install(&came, config.path()).unwrap();
        assert!(again.new.is_empty() && again.different.is_empty() && again.refused.is_empty());
    }

    #[test]
    fn a_file_that_is_there_with_other_content_stays_and_is_named() {
        let config = tempfile::tempdir().unwrap();
        let mine = FORM.replace("Ours.", "Mine.");
        install(&[file("forms", "poem.toml", &mine)], config.path()).unwrap();
        let came = all();
        let sorted = install(&came, config.path()).unwrap();
        assert_eq!(names(&sorted.different), ["forms/poem.toml"]);
        assert_eq!(sorted.new.len(), 4);
        assert_eq!(
            fs::read_to_string(config.path().join("forms/poem.toml")).unwrap(),
            mine
        );
    }

    #[test]
    fn a_file_with_a_mistake_is_not_kept_nor_what_names_it() {
        let config = tempfile::tempdir().unwrap();
        let plain = DECK.replace("competencies = [\"owls\"]\n", "");
        let came = [
            file("forms", "poem.toml", "key = 1"),
            file("forms", "later.toml", &later(FORM)),
            file("programs", "ours.toml", &program()),
            file(
                "programs",
                "alsc.toml",
                &program().replace("\"ours\"", "\"alsc\""),
            ),
            file("forms", "other.toml", FORM),
            file(
                "activities",
                "owls.toml",
                &plain.replace("own-owl", "other-owl"),
            ),
            file("forms", "../out.toml", FORM),
            file("prompts", "fine.toml", &plain),
            file("agendas", "a.toml", ""),
        ];
        let sorted = install(&came, config.path()).unwrap();
        assert_eq!(names(&sorted.new), ["prompts/fine.toml"]);
        assert_eq!(sorted.refused.len(), 8, "{:#?}", sorted.refused);
        assert_eq!(fs::read_dir(config.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_written_takes_the_others_back() {
        let config = tempfile::tempdir().unwrap();
        fs::write(config.path().join("prompts"), "in the way").unwrap();
        let came = all();
        assert!(install(&came, config.path()).is_err());
        assert_eq!(
            fs::read_dir(config.path().join("forms")).unwrap().count(),
            0
        );
        assert_eq!(
            fs::read_to_string(config.path().join("prompts")).unwrap(),
            "in the way"
        );
    }
}

//! Referential integrity between data files: every key that one file refers to exists in another. The user's own files
//! are checked when they are loaded, the built-in ones by a test.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::check::{CheckResult, check_each, duplicate_key};
use super::deck::{DeckFile, SeenKeys};
use super::parse::{DataFile, ValidationError, deserialize, parse};
use super::user_files::{file_name, read_text};
use super::{Cache, Catalog, CatalogError, FileKind, built_in, file_stem, files, is_built_in};
use crate::domain::form::{Field, FieldRef, FormDef, Section};
use crate::domain::program::{CompetencySet, Program};

/// Data file that is looked up by its key.
pub trait Keyed: DataFile {
    const KIND: FileKind;

    fn key(&self) -> &str;

    /// Cache of this kind in `catalog`.
    fn cache(catalog: &Catalog) -> &Cache<Self>;

    /// Parses the text of `file`; one kind of file may refer to others already here.
    ///
    /// # Errors
    /// As [`parse()`].
    fn parse(catalog: &Catalog, file: &str, text: &str) -> Result<Self, CatalogError> {
        let _ = catalog;
        parse(file, text)
    }

    /// Checks that `catalog` has everything that this file refers to.
    ///
    /// # Errors
    /// The first reference that does not resolve.
    fn check_references(&self, catalog: &Catalog) -> CheckResult {
        let _ = catalog;
        Ok(())
    }
}

impl Keyed for Program {
    const KIND: FileKind = FileKind::Program;

    fn key(&self) -> &str {
        &self.key
    }

    fn cache(catalog: &Catalog) -> &Cache<Self> {
        &catalog.programs
    }

    fn parse(catalog: &Catalog, file: &str, text: &str) -> Result<Self, CatalogError> {
        let mut program = catalog.parse_program(file, text)?;
        // A form of one's own says itself when it is given again. One with a mistake is told with the references.
        for used in program
            .forms
            .iter_mut()
            .filter(|used| used.repeat.is_none())
        {
            if let Ok(form) = catalog.form_unchecked(&used.form) {
                used.repeat = form.repeat;
            }
        }
        Ok(program)
    }

    /// Checks the forms, fields and competency set that it refers to.
    fn check_references(&self, catalog: &Catalog) -> CheckResult {
        check_each("forms", &self.forms, |used| {
            let form = catalog
                .form(&used.form)
                .map_err(|error| missing_reference(&error).in_key("form"))?;
            check_each("requires", &used.requires, |field| {
                if form.field(field).is_some() {
                    return Ok(());
                }
                let what = format!("the form “{}” has no field “{field}”", form.key);
                Err(ValidationError::new(what))
            })
        })?;
        let Some(set) = &self.competencies else {
            return Ok(());
        };
        let found = catalog.competencies(set).map(|_| ());
        found.map_err(|error| missing_reference(&error).in_key("competencies"))
    }
}

impl Keyed for FormDef {
    const KIND: FileKind = FileKind::Form;

    fn key(&self) -> &str {
        &self.key
    }

    fn cache(catalog: &Catalog) -> &Cache<Self> {
        &catalog.forms
    }

    /// Checks the earlier questions whose answers are shown beside its own.
    fn check_references(&self, catalog: &Catalog) -> CheckResult {
        check_each("sections", &self.sections, |section| {
            check_each("fields", &section.fields, |field| {
                let Some(named) = &field.earlier_answer else {
                    return Ok(());
                };
                let beside = check_earlier_answer(self, section, field, named, catalog);
                beside.map_err(|error| error.in_key("beside"))
            })
        })
    }
}

/// Checks that `named` of the form `earlier` can stand beside `field`: same answers by the same person, asked once.
fn check_earlier_answer(
    form: &FormDef,
    section: &Section,
    field: &Field,
    named: &FieldRef,
    catalog: &Catalog,
) -> CheckResult {
    let FieldRef {
        form: key,
        field: field_key,
    } = named;
    let refused = |what: String| Err(ValidationError::new(what));
    if *key == form.key {
        return refused("name a question of an earlier form, not of this one".to_owned());
    }
    let earlier = catalog.form_unchecked(key);
    let earlier = earlier.map_err(|error| missing_reference(&error))?;
    let Some((earlier_section, earlier_field)) = earlier.field(field_key) else {
        return refused(format!("the form “{key}” has no field “{field_key}”"));
    };
    let same_answers = earlier_field.kind == field.kind
        && earlier.filler(earlier_section, earlier_field) == form.filler(section, field);
    if same_answers && earlier_section.per.is_none() && section.per.is_none() {
        return Ok(());
    }
    refused(format!(
        "“{key}/{field_key}” must take the same answers by the same person, and neither may be asked for each goal, meeting or action"
    ))
}

impl Keyed for CompetencySet {
    const KIND: FileKind = FileKind::Competencies;

    fn key(&self) -> &str {
        &self.key
    }

    fn cache(catalog: &Catalog) -> &Cache<Self> {
        &catalog.competencies
    }
}

/// Turns a lookup error into a validation error of the file that has the reference.
fn missing_reference(error: &CatalogError) -> ValidationError {
    ValidationError::new(match error {
        CatalogError::Unknown { what, key, .. } => format!("there is no {what} “{key}”"),
        CatalogError::Invalid { .. } | CatalogError::Unreadable { .. } => {
            let message = error.to_string();
            format!(
                "what is named has a mistake: {}",
                message.trim_end_matches('.')
            )
        }
    })
}

impl Catalog {
    /// Parses and validates the text of `file` as one of the user's own, whether it is saved among them yet or not.
    ///
    /// # Errors
    /// The first error, with file, line and field.
    pub fn check_user_file<T: Keyed>(&self, file: &str, text: &str) -> Result<T, CatalogError> {
        let value = T::parse(self, file, text)?;
        check_not_built_in(T::KIND, value.key())
            .and_then(|()| value.check_references(self))
            .map_err(|error| error.into_error(file, text))?;
        Ok(value)
    }

    /// The same for one that is saved as `file`, and so has to be called after its key.
    ///
    /// # Errors
    /// As [`Self::check_user_file`].
    pub fn check_named_file<T: Keyed>(&self, file: &str, text: &str) -> Result<T, CatalogError> {
        let value = self.check_user_file::<T>(file, text)?;
        check_file_name(file, value.key()).map_err(|error| error.into_error(file, text))?;
        Ok(value)
    }

    /// Name without its extension, and text, of every file of the user's own that can be read.
    pub fn own_files(&self, kind: FileKind) -> Vec<(String, String)> {
        let files = self.user_folder.iter().flat_map(|own| own.files(kind));
        let read = files.filter_map(|path| {
            let file = file_name(&path);
            let text = read_text(&path, &file).ok()?;
            Some((file_stem(&file).to_owned(), text))
        });
        read.collect()
    }

    /// Loads the form `key` without checking its references: two forms may refer to each other.
    fn form_unchecked(&self, key: &str) -> Result<FormDef, CatalogError> {
        if let Some((file, text)) = built_in(FileKind::Form.key(), key) {
            return deserialize(file, text);
        }
        let own = self.user_folder.as_ref();
        let Some(path) = own.and_then(|own| own.path(FileKind::Form, key)) else {
            // Not the forms there are: to list them, each would be checked, this one with them.
            return Err(CatalogError::Unknown {
                what: FileKind::Form.label(),
                key: key.to_owned(),
                known: Vec::new(),
            });
        };
        let file = file_name(&path);
        parse(&file, &read_text(&path, &file)?)
    }

    /// Loads the user's own files of a kind, by name; each is a file or the error for which it is left out.
    pub(super) fn user_files<T: Keyed>(&self) -> Vec<Result<Arc<T>, CatalogError>> {
        let files = self.user_folder.iter().flat_map(|own| own.files(T::KIND));
        files.map(|path| self.load_user_file(&path)).collect()
    }

    /// Loads the user's own file at `path`, from the cache if it is there.
    pub(super) fn load_user_file<T: Keyed>(&self, path: &Path) -> Result<Arc<T>, CatalogError> {
        let file = format!("{}/{}", T::KIND.key(), file_name(path));
        let cached = T::cache(self).borrow().get(file_stem(&file)).cloned();
        if let Some(found) = cached.filter(|_| !is_built_in(T::KIND, file_stem(&file))) {
            return Ok(found);
        }
        let text = read_text(path, &file)?;
        let found = self.check_named_file::<T>(&file, &text)?;
        Ok(self.insert_cached(file_stem(&file), found))
    }

    /// Errors for which files of the user's own are left out.
    pub fn load_errors(&self, kind: FileKind) -> Vec<CatalogError> {
        fn of<T>(files: Vec<Result<T, CatalogError>>) -> Vec<CatalogError> {
            files.into_iter().filter_map(Result::err).collect()
        }
        match kind {
            FileKind::Program => of(self.user_files::<Program>()),
            FileKind::Form => of(self.user_files::<FormDef>()),
            FileKind::Competencies => of(self.user_files::<CompetencySet>()),
            FileKind::Activities | FileKind::Prompts => self
                .deck_files()
                .map_or_else(|error| vec![error], |(_, left_out)| left_out),
        }
    }

    /// Keys of all competency areas that an activity or a prompt may refer to.
    pub(super) fn areas(&self) -> BTreeSet<String> {
        let built_in =
            files("competencies").filter_map(|(file, _)| self.competencies(file_stem(file)).ok());
        let user_sets = self.user_files::<CompetencySet>().into_iter().flatten();
        built_in
            .chain(user_sets)
            .flat_map(|set| {
                set.areas
                    .iter()
                    .map(|area| area.key.clone())
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

/// Refuses a key that differs from the file name, by which files are looked up.
fn check_file_name(file: &str, key: &str) -> CheckResult {
    if file_stem(file) == key {
        return Ok(());
    }
    Err(ValidationError::new(format!("the file must be called “{key}.toml”")).in_key("key"))
}

/// Refuses a user file with the key of a built-in one: it never overrides that.
fn check_not_built_in(kind: FileKind, key: &str) -> CheckResult {
    if !is_built_in(kind, key) {
        return Ok(());
    }
    let what = format!(
        "“{key}” is the key of a built-in {}; give yours another key",
        kind.label()
    );
    Err(ValidationError::new(what).in_key("key"))
}

impl DeckFile {
    /// Checks that its keys are new and its competency areas exist.
    pub(super) fn check_references(
        &self,
        seen: &mut SeenKeys,
        areas: &BTreeSet<String>,
    ) -> CheckResult {
        check_each("activity", &self.activities, |it| {
            check_new_key(&mut seen.activities, &it.key)?;
            check_areas(areas, &it.competencies)
        })?;
        check_each("prompt", &self.prompts, |it| {
            check_new_key(&mut seen.prompts, &it.key)?;
            check_areas(areas, &it.competencies)
        })
    }
}

fn check_new_key(seen: &mut BTreeSet<String>, key: &str) -> CheckResult {
    if seen.insert(key.to_owned()) {
        return Ok(());
    }
    Err(duplicate_key(key).in_key("key"))
}

fn check_areas(areas: &BTreeSet<String>, keys: &[String]) -> CheckResult {
    check_each("competencies", keys, |key| {
        if areas.contains(key) {
            return Ok(());
        }
        Err(ValidationError::new(format!(
            "there is no competency area “{key}”"
        )))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::deck::{AgendaFile, DECK_KINDS, parse_deck};

    /// Error for a rating shown beside `named`; none where the reference is allowed.
    fn fault(named: &str, filled_by: &str) -> Option<String> {
        let form: FormDef = toml::from_str(&format!(
            "key = \"own\"\ntitle = \"Own\"\nversion = 1\nabout = \"Ours.\"\nfilled_by = \"{filled_by}\"\n\
             [[sections]]\nkey = \"s\"\ntitle = \"S\"\n[[sections.fields]]\nkey = \"now\"\nlabel = \"Now\"\n\
             kind = \"scale\"\nlow_label = \"not yet\"\nhigh_label = \"very much\"\nbeside = \"{named}\""
        ))
        .unwrap();
        let fits = form.check_references(&Catalog::new());
        let said = fits.map_err(|fault| fault.into_error("own.toml", "").to_string());
        said.err()
    }

    /// Parses every built-in file of a kind under its rules, and looks up what it refers to.
    fn check_all<T: Keyed>(catalog: &Catalog) {
        for (file, text) in files(T::KIND.key()) {
            let value: T = parse(file, text).unwrap();
            check_file_name(file, value.key()).unwrap();
            value.check_references(catalog).unwrap();
        }
    }

    #[test]
    fn every_built_in_file_holds_its_rules_and_fits_the_others() {
        let catalog = Catalog::new();
        check_all::<FormDef>(&catalog);
        check_all::<CompetencySet>(&catalog);
        check_all::<Program>(&catalog);
        let (areas, mut seen) = (catalog.areas(), SeenKeys::default());
        for kind in DECK_KINDS {
            for (file, text) in files(kind.key()) {
                let deck = parse_deck(kind, file, text, true).unwrap();
                deck.check_references(&mut seen, &areas).unwrap();
            }
        }
        for (file, text) in files("agendas") {
            let ready: AgendaFile = parse(file, text).unwrap();
            let mut lines = ready.agenda.iter().flat_map(|agenda| &agenda.lines);
            assert!(
                lines.all(|line| line.prompt.is_empty() || seen.prompts.contains(&line.prompt))
            );
        }
        catalog.sample().unwrap();
    }

    #[test]
    fn a_form_that_is_named_and_cannot_be_read_is_told_with_its_mistake() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("forms")).unwrap();
        std::fs::write(folder.path().join("forms/poem.toml"), "key = 1\n").unwrap();
        let catalog = Catalog::with_user_folder(folder.path().to_owned());
        let said = catalog.form_unchecked("poem").unwrap_err();
        let said = missing_reference(&said)
            .into_error("own.toml", "")
            .to_string();
        assert!(
            said.contains("what is named has a mistake: poem.toml, line 1"),
            "{said}"
        );
    }

    #[test]
    fn what_stands_beside_a_question_is_the_same_question_of_another_form() {
        assert_eq!(fault("agreement/rate-confidence", "each"), None);
        let said = |named: &str, by: &str| fault(named, by).unwrap();
        assert!(said("agreement/owls", "each").contains("has no field “owls”"));
        assert!(said("poem/owls", "each").contains("there is no form “poem”"));
        assert!(said("own/now", "each").contains("not of this one"));
        assert!(said("agreement/purpose", "each").contains("the same answers"));
        assert!(said("agreement/rate-confidence", "joint").contains("the same answers"));
        assert!(said("tracker/changed", "each").contains("the same answers"));
    }
}

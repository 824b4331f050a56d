//! The rules that hold between data files: what one names, another has. The user's own files are held to them when they
//! are read, the built-in ones by a test.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::check::{Checked, each, twice};
use super::deck::{ActivityFile, AgendaFile, PromptFile};
use super::own::{name, read_text};
use super::read::{DataFile, Fault, read};
use super::{Catalog, CatalogError, FileKind, Kept, built_in, files, is_built_in, stem};
use crate::domain::form::{Field, FieldRef, FormDef, Section};
use crate::domain::program::{CompetencySet, Program};

/// A data file that is looked up by its key.
pub trait Keyed: DataFile {
    /// What it describes.
    const KIND: FileKind;

    /// Its key.
    fn key(&self) -> &str;

    /// What the catalog keeps of its kind.
    fn kept(catalog: &Catalog) -> &Kept<Self>;

    /// Whether `catalog` has what it names.
    ///
    /// # Errors
    /// The first thing that there is not.
    fn fits(&self, catalog: &Catalog) -> Checked {
        let _ = catalog;
        Ok(())
    }
}

impl Keyed for Program {
    const KIND: FileKind = FileKind::Program;

    fn key(&self) -> &str {
        &self.key
    }

    fn kept(catalog: &Catalog) -> &Kept<Self> {
        &catalog.programs
    }

    /// Whether there are the forms, fields and competency set that it names.
    fn fits(&self, catalog: &Catalog) -> Checked {
        each("forms", &self.forms, |used| {
            let form = catalog
                .form(&used.form)
                .map_err(|error| missing(&error).in_key("form"))?;
            each("requires", &used.requires, |field| {
                if form.field(field).is_some() {
                    return Ok(());
                }
                let what = format!("the form “{}” has no field “{field}”", form.key);
                Err(Fault::new(what))
            })
        })?;
        let Some(set) = &self.competencies else {
            return Ok(());
        };
        let found = catalog.competencies(set).map(|_| ());
        found.map_err(|error| missing(&error).in_key("competencies"))
    }
}

impl Keyed for FormDef {
    const KIND: FileKind = FileKind::Form;

    fn key(&self) -> &str {
        &self.key
    }

    fn kept(catalog: &Catalog) -> &Kept<Self> {
        &catalog.forms
    }

    /// Whether there are the questions that stand beside its own.
    fn fits(&self, catalog: &Catalog) -> Checked {
        each("sections", &self.sections, |section| {
            each("fields", &section.fields, |field| {
                let Some(named) = &field.beside else {
                    return Ok(());
                };
                let earlier = catalog.form_by_itself(&named.form);
                let beside = is_beside(self, section, field, named, earlier.as_ref());
                beside.map_err(|fault| fault.in_key("beside"))
            })
        })
    }
}

/// Whether `named` of the form `earlier` can stand beside `field`: the same answers by the same person, asked once.
fn is_beside(
    form: &FormDef,
    section: &Section,
    field: &Field,
    named: &FieldRef,
    earlier: Option<&FormDef>,
) -> Checked {
    let FieldRef {
        form: key,
        field: other,
    } = named;
    let what = if *key == form.key {
        "name a question of an earlier form, not of this one".to_owned()
    } else if let Some(earlier) = earlier {
        match earlier.field(other) {
            None => format!("the form “{key}” has no field “{other}”"),
            Some((of, found)) => {
                let same = found.kind == field.kind
                    && earlier.filler(of, found) == form.filler(section, field);
                if same && !of.per_goal && !section.per_goal {
                    return Ok(());
                }
                format!(
                    "“{key}/{other}” must take the same answers by the same person, and neither may be asked for each goal"
                )
            }
        }
    } else {
        format!("there is no form “{key}”")
    };
    Err(Fault::new(what))
}

impl Keyed for CompetencySet {
    const KIND: FileKind = FileKind::Competencies;

    fn key(&self) -> &str {
        &self.key
    }

    fn kept(catalog: &Catalog) -> &Kept<Self> {
        &catalog.competencies
    }
}

/// That something named cannot be had, as the fault of what names it.
fn missing(error: &CatalogError) -> Fault {
    Fault::new(match error {
        CatalogError::Unknown { what, key, .. } => format!("there is no {what} “{key}”"),
        CatalogError::Faulty { .. } | CatalogError::Unreadable { .. } => {
            let words = error.to_string();
            format!(
                "what is named has a mistake: {}",
                words.trim_end_matches('.')
            )
        }
    })
}

impl Catalog {
    /// Reads every built-in file and checks that they fit together.
    ///
    /// # Errors
    /// The first fault, with file, line and field.
    pub fn check(&self) -> Result<(), CatalogError> {
        self.check_all::<FormDef>()?;
        self.check_all::<CompetencySet>()?;
        self.check_all::<Program>()?;
        let areas = self.areas();
        let mut seen = BTreeSet::new();
        for (file, text) in files("activities") {
            let deck: ActivityFile = read(file, text)?;
            deck.fits(&mut seen, &areas)
                .map_err(|fault| fault.of_file(file, text))?;
        }
        let mut seen = BTreeSet::new();
        for (file, text) in files("prompts") {
            let deck: PromptFile = read(file, text)?;
            deck.fits(&mut seen, &areas)
                .map_err(|fault| fault.of_file(file, text))?;
        }
        for (file, text) in files("agendas") {
            let ready: AgendaFile = read(file, text)?;
            ready
                .fits(&seen)
                .map_err(|fault| fault.of_file(file, text))?;
        }
        self.sample().map(|_| ())
    }

    fn check_all<T: Keyed>(&self) -> Result<(), CatalogError> {
        for (file, text) in files(T::KIND.folder()) {
            let found = self.one::<T>(stem(file))?;
            is_named(file, found.key())
                .and_then(|()| found.fits(self))
                .map_err(|fault| fault.of_file(file, text))?;
        }
        Ok(())
    }

    /// Checks the text of `file` as one of the user's own, whether it lies among them yet or not.
    ///
    /// # Errors
    /// The first fault, with file, line and field.
    pub fn check_own<T: Keyed>(&self, file: &str, text: &str) -> Result<T, CatalogError> {
        let found = read::<T>(file, text)?;
        is_free(T::KIND, found.key())
            .and_then(|()| found.fits(self))
            .map_err(|fault| fault.of_file(file, text))?;
        Ok(found)
    }

    /// The form called `key` as it stands, whether what it names is there or not: two forms may name each other.
    fn form_by_itself(&self, key: &str) -> Option<FormDef> {
        if let Some((file, text)) = built_in(FileKind::Form.folder(), key) {
            return read(file, text).ok();
        }
        let path = self.own.as_ref()?.path(FileKind::Form, key)?;
        let file = name(&path);
        read(&file, &read_text(&path, &file).ok()?).ok()
    }

    /// The user's own files of a kind, by name: each as it is read, or why it is left out.
    pub(super) fn own<T: Keyed>(&self) -> Vec<Result<Arc<T>, CatalogError>> {
        let files = self.own.iter().flat_map(|own| own.files(T::KIND));
        files.map(|path| self.own_one(&path)).collect()
    }

    /// What the user's own file at `path` describes.
    pub(super) fn own_one<T: Keyed>(&self, path: &Path) -> Result<Arc<T>, CatalogError> {
        let file = format!("{}/{}", T::KIND.folder(), name(path));
        let kept = T::kept(self).borrow().get(stem(&file)).cloned();
        if let Some(found) = kept.filter(|_| !is_built_in(T::KIND, stem(&file))) {
            return Ok(found);
        }
        let text = read_text(path, &file)?;
        let found = self.check_own::<T>(&file, &text)?;
        is_named(&file, found.key()).map_err(|fault| fault.of_file(&file, &text))?;
        Ok(self.keep(stem(&file), found))
    }

    /// Why files of the user's own are left out, a sentence each.
    pub fn left_out(&self, kind: FileKind) -> Vec<CatalogError> {
        fn of<T>(files: Vec<Result<T, CatalogError>>) -> Vec<CatalogError> {
            files.into_iter().filter_map(Result::err).collect()
        }
        match kind {
            FileKind::Program => of(self.own::<Program>()),
            FileKind::Form => of(self.own::<FormDef>()),
            FileKind::Competencies => of(self.own::<CompetencySet>()),
            FileKind::Activities | FileKind::Prompts => self
                .deck_files()
                .map_or_else(|error| vec![error], |(_, left_out)| left_out),
        }
    }

    /// The keys of all competency areas that an activity or a prompt may name.
    pub(super) fn areas(&self) -> BTreeSet<String> {
        let built_in =
            files("competencies").filter_map(|(file, _)| self.competencies(stem(file)).ok());
        let own = self.own::<CompetencySet>().into_iter().flatten();
        built_in
            .chain(own)
            .flat_map(|set| {
                set.areas
                    .iter()
                    .map(|area| area.key.clone())
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

/// A file is looked up by its name, so the key in it must be the same.
fn is_named(file: &str, key: &str) -> Checked {
    if stem(file) == key {
        return Ok(());
    }
    Err(Fault::new(format!("the file must be called “{key}.toml”")).in_key("key"))
}

/// A file of the user's own never stands in for one that is part of the program.
fn is_free(kind: FileKind, key: &str) -> Checked {
    if !is_built_in(kind, key) {
        return Ok(());
    }
    let what = format!(
        "“{key}” is the key of a built-in {}; give yours another key",
        kind.what()
    );
    Err(Fault::new(what).in_key("key"))
}

impl ActivityFile {
    /// Whether its keys are new and its competency areas known.
    pub(super) fn fits(&self, seen: &mut BTreeSet<String>, areas: &BTreeSet<String>) -> Checked {
        each("activity", &self.activity, |it| {
            is_new(seen, &it.key)?;
            known(areas, &it.competencies)
        })
    }
}

impl PromptFile {
    /// The same for prompts.
    pub(super) fn fits(&self, seen: &mut BTreeSet<String>, areas: &BTreeSet<String>) -> Checked {
        each("prompt", &self.prompt, |it| {
            is_new(seen, &it.key)?;
            known(areas, &it.competencies)
        })
    }
}

impl AgendaFile {
    /// Whether its lines name prompts that there are.
    fn fits(&self, prompts: &BTreeSet<String>) -> Checked {
        each("agenda", &self.agenda, |agenda| {
            each("lines", &agenda.lines, |line| {
                if line.prompt.is_empty() || prompts.contains(&line.prompt) {
                    return Ok(());
                }
                let what = format!("there is no prompt “{}”", line.prompt);
                Err(Fault::new(what).in_key("prompt"))
            })
        })
    }
}

fn is_new(seen: &mut BTreeSet<String>, key: &str) -> Checked {
    if seen.insert(key.to_owned()) {
        return Ok(());
    }
    Err(twice(key).in_key("key"))
}

fn known(areas: &BTreeSet<String>, named: &[String]) -> Checked {
    each("competencies", named, |key| {
        if areas.contains(key) {
            return Ok(());
        }
        Err(Fault::new(format!("there is no competency area “{key}”")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a rating that stands beside `named`; nothing where it may.
    fn fault(named: &str, filled_by: &str) -> Option<String> {
        let form: FormDef = toml::from_str(&format!(
            "key = \"own\"\ntitle = \"Own\"\nversion = 1\nabout = \"Ours.\"\nfilled_by = \"{filled_by}\"\n\
             [[sections]]\nkey = \"s\"\ntitle = \"S\"\n[[sections.fields]]\nkey = \"now\"\nlabel = \"Now\"\n\
             kind = \"scale\"\nlow_label = \"not yet\"\nhigh_label = \"very much\"\nbeside = \"{named}\""
        ))
        .unwrap();
        let fits = form.fits(&Catalog::new());
        let said = fits.map_err(|fault| fault.of_file("own.toml", "").to_string());
        said.err()
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

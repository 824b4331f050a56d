//! The rules that hold between data files: what one names, another has.

use std::collections::BTreeSet;

use super::check::{Checked, each, twice};
use super::deck::{ActivityFile, AgendaFile, PromptFile};
use super::read::{Fault, read};
use super::{Catalog, CatalogError, files, keys, stem};
use crate::domain::programme::Programme;

impl Catalog {
    /// Reads every file there is and checks that they fit together.
    ///
    /// # Errors
    /// The first fault, with file, line and field.
    pub fn check(&self) -> Result<(), CatalogError> {
        for (file, text) in files("forms") {
            let named = is_named(file, &self.form(stem(file))?.key);
            named.map_err(|fault| fault.of_file(file, text))?;
        }
        let mut areas = BTreeSet::new();
        for (file, text) in files("competencies") {
            let set = self.competencies(stem(file))?;
            is_named(file, &set.key).map_err(|fault| fault.of_file(file, text))?;
            areas.extend(set.areas.iter().map(|area| area.key.clone()));
        }
        for (file, text) in files("programmes") {
            let programme = self.programme(stem(file))?;
            is_named(file, &programme.key)
                .and_then(|()| self.fits(&programme))
                .map_err(|fault| fault.of_file(file, text))?;
        }
        let mut seen = BTreeSet::new();
        for (file, text) in files("activities") {
            let deck: ActivityFile = read(file, text)?;
            each("activity", &deck.activity, |it| {
                is_new(&mut seen, &it.key)?;
                known(&areas, &it.competencies)
            })
            .map_err(|fault| fault.of_file(file, text))?;
        }
        let mut seen = BTreeSet::new();
        for (file, text) in files("prompts") {
            let deck: PromptFile = read(file, text)?;
            each("prompt", &deck.prompt, |it| {
                is_new(&mut seen, &it.key)?;
                known(&areas, &it.competencies)
            })
            .map_err(|fault| fault.of_file(file, text))?;
        }
        for (file, text) in files("agendas") {
            let ready: AgendaFile = read(file, text)?;
            each("agenda", &ready.agenda, |agenda| {
                each("lines", &agenda.lines, |line| {
                    if line.prompt.is_empty() || seen.contains(&line.prompt) {
                        return Ok(());
                    }
                    let what = format!("there is no prompt “{}”", line.prompt);
                    Err(Fault::new(what).in_key("prompt"))
                })
            })
            .map_err(|fault| fault.of_file(file, text))?;
        }
        self.sample().map(|_| ())
    }

    /// Whether there are the forms, fields and competency set that `programme` names.
    fn fits(&self, programme: &Programme) -> Checked {
        each("forms", &programme.forms, |used| {
            let Ok(form) = self.form(&used.form) else {
                let what = format!("there is no form “{}”", used.form);
                return Err(Fault::new(what).in_key("form"));
            };
            each("requires", &used.requires, |field| {
                if form.field(field).is_some() {
                    return Ok(());
                }
                let what = format!("the form “{}” has no field “{field}”", form.key);
                Err(Fault::new(what))
            })
        })?;
        match &programme.competencies {
            Some(set) if !keys("competencies").contains(&set.as_str()) => {
                let what = format!("there is no competency set “{set}”");
                Err(Fault::new(what).in_key("competencies"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// A file is looked up by its name, so the key in it must be the same.
fn is_named(file: &str, key: &str) -> Checked {
    if stem(file) == key {
        return Ok(());
    }
    Err(Fault::new(format!("the file must be called “{key}.toml”")).in_key("key"))
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

//! How activities and prompts are written in a data file: a list in each. The deck is made of all of them.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::de::DeTable;

use super::parse::parse;
use super::user_files::{file_name, read_text};
use super::{Catalog, CatalogError, FileKind, ValidationError, file_stem, files};
use crate::domain::deck::{ActivityDef, PromptDef, ReadyAgenda};

/// A file of `activities/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityFile {
    /// The activities, in the order in which people are offered them.
    pub activity: Vec<ActivityDef>,
}

/// A file of `prompts/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptFile {
    /// The prompts, in the order in which they are best asked.
    pub prompt: Vec<PromptDef>,
}

/// A file of `agendas/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaFile {
    /// The ready agendas, in the order in which people are offered them.
    pub agenda: Vec<ReadyAgenda>,
}

/// One file of the deck: activities or prompts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeckFile {
    /// Its name without the ending.
    pub name: String,
    /// Whether it is the user's own.
    pub own: bool,
    /// Its activities, in order.
    pub activities: Vec<ActivityDef>,
    /// Its prompts, in order.
    pub prompts: Vec<PromptDef>,
}

/// Whether `text` is a list of prompts or of activities, by its first table.
///
/// # Errors
/// When it is neither.
pub fn deck_kind(file: &str, text: &str) -> Result<FileKind, CatalogError> {
    let Ok(table) = DeTable::parse(text) else {
        // Reading it will say where it breaks off.
        return Ok(FileKind::Prompts);
    };
    if table.get_ref().contains_key("prompt") {
        Ok(FileKind::Prompts)
    } else if table.get_ref().contains_key("activity") {
        Ok(FileKind::Activities)
    } else {
        let what = "a deck is a list of [[prompt]] or of [[activity]] entries";
        Err(ValidationError::new(what).into_error(file, text))
    }
}

/// The keys that are taken by what was read before.
#[derive(Default)]
struct SeenKeys {
    activities: BTreeSet<String>,
    prompts: BTreeSet<String>,
}

impl Catalog {
    /// Every file of the deck, the built-in ones first, and why files of the user's own are left out.
    ///
    /// # Errors
    /// When a built-in file cannot be read.
    pub fn deck_files(&self) -> Result<(Vec<DeckFile>, Vec<CatalogError>), CatalogError> {
        self.deck_files_except(None)
    }

    /// Checks the text of `file` as a deck of the user's own that is called `name` or replaces what is called so.
    ///
    /// # Errors
    /// The first fault, with file, line and field.
    pub fn check_deck(&self, file: &str, text: &str, name: &str) -> Result<DeckFile, CatalogError> {
        let kind = deck_kind(file, text)?;
        let (others, _) = self.deck_files_except(Some((kind, name)))?;
        let mut seen = SeenKeys::default();
        for other in &others {
            seen.insert_keys_of(other);
        }
        let mut found = self.parse_user_deck(kind, file, text, &seen)?;
        name.clone_into(&mut found.name);
        Ok(found)
    }

    fn deck_files_except(
        &self,
        but: Option<(FileKind, &str)>,
    ) -> Result<(Vec<DeckFile>, Vec<CatalogError>), CatalogError> {
        let mut found = Vec::new();
        for (file, text) in files("activities") {
            found.push(DeckFile {
                name: file_stem(file).to_owned(),
                activities: parse::<ActivityFile>(file, text)?.activity,
                ..DeckFile::default()
            });
        }
        for (file, text) in files("prompts") {
            found.push(DeckFile {
                name: file_stem(file).to_owned(),
                prompts: parse::<PromptFile>(file, text)?.prompt,
                ..DeckFile::default()
            });
        }
        let mut seen = SeenKeys::default();
        for file in &found {
            seen.insert_keys_of(file);
        }
        let mut left_out = Vec::new();
        for kind in [FileKind::Activities, FileKind::Prompts] {
            for path in self.user_folder.iter().flat_map(|own| own.files(kind)) {
                let file = format!("{}/{}", kind.folder(), file_name(&path));
                if but == Some((kind, file_stem(&file))) {
                    continue;
                }
                let deck = read_text(&path, &file)
                    .and_then(|text| self.parse_user_deck(kind, &file, &text, &seen));
                match deck {
                    Ok(deck) => {
                        seen.insert_keys_of(&deck);
                        found.push(deck);
                    }
                    Err(error) => left_out.push(error),
                }
            }
        }
        Ok((found, left_out))
    }

    /// One of the user's own files of the deck. Only keys that no file before it has may be in it.
    fn parse_user_deck(
        &self,
        kind: FileKind,
        file: &str,
        text: &str,
        seen: &SeenKeys,
    ) -> Result<DeckFile, CatalogError> {
        let mut found = DeckFile {
            name: file_stem(file).to_owned(),
            own: true,
            ..DeckFile::default()
        };
        let areas = self.areas();
        let fits = if kind == FileKind::Activities {
            let deck: ActivityFile = parse(file, text)?;
            let fits = deck.check_references(&mut seen.activities.clone(), &areas);
            found.activities = deck.activity;
            fits
        } else {
            let deck: PromptFile = parse(file, text)?;
            let fits = deck.check_references(&mut seen.prompts.clone(), &areas);
            found.prompts = deck.prompt;
            fits
        };
        fits.map_err(|fault| fault.into_error(file, text))?;
        Ok(found)
    }
}

impl SeenKeys {
    fn insert_keys_of(&mut self, file: &DeckFile) {
        let activities = file.activities.iter().map(|it| it.key.clone());
        self.activities.extend(activities);
        self.prompts
            .extend(file.prompts.iter().map(|it| it.key.clone()));
    }
}

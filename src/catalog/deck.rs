//! Parses and merges the files of the deck: a list of activities, of prompts or of ready agendas in each.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;
use toml::de::DeTable;

use super::parse::{deserialize, parse};
use super::user_files::{file_name, read_text};
use super::{Catalog, CatalogError, FileKind, ValidationError, file_stem, files};
use crate::domain::book::Book;
use crate::domain::deck::{ActivityDef, Deck, PromptDef, ReadyAgenda};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityFile {
    /// In the order in which people are offered them.
    pub activity: Vec<ActivityDef>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptFile {
    /// In the order in which they are best asked.
    pub prompt: Vec<PromptDef>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaFile {
    /// In the order in which people are offered them.
    pub agenda: Vec<ReadyAgenda>,
}

/// One file of the deck: activities or prompts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeckFile {
    /// File name without its extension.
    pub name: String,
    /// True for one of the user's own files.
    pub own: bool,
    pub activities: Vec<ActivityDef>,
    pub prompts: Vec<PromptDef>,
}

impl DeckFile {
    /// Its kind, by what is in it.
    pub const fn kind(&self) -> FileKind {
        if self.prompts.is_empty() {
            FileKind::Activities
        } else {
            FileKind::Prompts
        }
    }
}

/// Kind of a deck file, prompts or activities, by its first table.
///
/// # Errors
/// When it is neither.
pub fn deck_kind(file: &str, text: &str) -> Result<FileKind, CatalogError> {
    let Ok(table) = DeTable::parse(text) else {
        // Parsing as prompts reports the syntax error with its position.
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

/// Kinds of file that a deck is made of.
pub(super) const DECK_KINDS: [FileKind; 2] = [FileKind::Activities, FileKind::Prompts];

/// Keys of the files that were parsed before, for refusing duplicates.
#[derive(Clone, Default)]
pub(super) struct SeenKeys {
    pub activities: BTreeSet<String>,
    pub prompts: BTreeSet<String>,
}

impl Catalog {
    /// Loads every activity and prompt, prompts by category; the user's own after the built-in ones.
    pub fn deck(&self) -> Result<Arc<Deck>, CatalogError> {
        if let Some(deck) = self.deck.borrow().as_ref() {
            return Ok(Arc::clone(deck));
        }
        let mut deck = Deck::default();
        for file in self.deck_files()?.0 {
            deck.activities.extend(file.activities);
            deck.prompts.extend(file.prompts);
        }
        for (file, text) in files("agendas") {
            deck.agendas
                .extend(deserialize::<AgendaFile>(file, text)?.agenda);
        }
        deck.prompts.sort_by_key(|prompt| prompt.category);
        let deck = Arc::new(deck);
        *self.deck.borrow_mut() = Some(Arc::clone(&deck));
        Ok(deck)
    }

    /// Loads the deck together with the cards that the pair of `book` wrote itself.
    pub fn deck_of(&self, book: &Book) -> Result<Arc<Deck>, CatalogError> {
        let (deck, own) = (self.deck()?, book.own_deck());
        if own.is_empty() {
            return Ok(deck);
        }
        Ok(Arc::new(Deck::clone(&deck).with(own)))
    }

    /// Parses every file of the deck, the built-in ones first; also returns the errors of the user files left out.
    ///
    /// # Errors
    /// When a built-in file cannot be read.
    pub fn deck_files(&self) -> Result<(Vec<DeckFile>, Vec<CatalogError>), CatalogError> {
        self.deck_files_except(None)
    }

    /// Validates the text of `file` as a user deck called `name`, new or in place of the one with that name.
    ///
    /// # Errors
    /// The first validation error, with file, line and field.
    pub fn check_deck(&self, file: &str, text: &str, name: &str) -> Result<DeckFile, CatalogError> {
        let kind = deck_kind(file, text)?;
        let (others, _) = self.deck_files_except(Some((kind, name)))?;
        let mut seen = SeenKeys::default();
        for other in &others {
            seen.insert_keys_of(other);
        }
        let mut deck = self.parse_user_deck(kind, file, text, &seen)?;
        name.clone_into(&mut deck.name);
        Ok(deck)
    }

    fn deck_files_except(
        &self,
        except: Option<(FileKind, &str)>,
    ) -> Result<(Vec<DeckFile>, Vec<CatalogError>), CatalogError> {
        let mut decks = Vec::new();
        let mut seen = SeenKeys::default();
        for kind in DECK_KINDS {
            for (file, text) in files(kind.key()) {
                let deck = parse_deck(kind, file, text, false)?;
                seen.insert_keys_of(&deck);
                decks.push(deck);
            }
        }
        let mut left_out = Vec::new();
        for kind in DECK_KINDS {
            for path in self
                .user_folder
                .iter()
                .flat_map(|folder| folder.files(kind))
            {
                let file = format!("{}/{}", kind.key(), file_name(&path));
                if except == Some((kind, file_stem(&file))) {
                    continue;
                }
                let deck = read_text(&path, &file)
                    .and_then(|text| self.parse_user_deck(kind, &file, &text, &seen));
                match deck {
                    Ok(deck) => {
                        seen.insert_keys_of(&deck);
                        decks.push(deck);
                    }
                    Err(error) => left_out.push(error),
                }
            }
        }
        Ok((decks, left_out))
    }

    /// Parses one of the user's own deck files; refuses keys that an earlier file has.
    fn parse_user_deck(
        &self,
        kind: FileKind,
        file: &str,
        text: &str,
        seen: &SeenKeys,
    ) -> Result<DeckFile, CatalogError> {
        let deck = parse_deck(kind, file, text, true)?;
        deck.check_references(&mut seen.clone(), &self.areas())
            .map_err(|error| error.into_error(file, text))?;
        Ok(deck)
    }
}

/// Parses one file of the deck; one of the user's `own` is held to the rules.
pub(super) fn parse_deck(
    kind: FileKind,
    file: &str,
    text: &str,
    own: bool,
) -> Result<DeckFile, CatalogError> {
    let mut deck = DeckFile {
        name: file_stem(file).to_owned(),
        own,
        ..DeckFile::default()
    };
    if kind == FileKind::Activities {
        let read = if own {
            parse::<ActivityFile>
        } else {
            deserialize
        };
        deck.activities = read(file, text)?.activity;
    } else {
        let read = if own {
            parse::<PromptFile>
        } else {
            deserialize
        };
        deck.prompts = read(file, text)?.prompt;
    }
    Ok(deck)
}

impl SeenKeys {
    fn insert_keys_of(&mut self, file: &DeckFile) {
        let activities = file.activities.iter().map(|it| it.key.clone());
        self.activities.extend(activities);
        self.prompts
            .extend(file.prompts.iter().map(|it| it.key.clone()));
    }
}

//! Data files to domain types: programmes, forms, the deck, competency sets, the sample year.
//!
//! The files of `assets/` are part of the program. A file is parsed when it is first asked for and kept; opening a book
//! parses its programme and nothing else. [`read`] turns the text of one file into its type and says where it is wrong;
//! `check` holds the rules beyond the shape of a file, `whole` those between files. Start with [`Catalog`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::domain::book::Book;
use crate::domain::form::FormDef;
use crate::domain::idea::Deck;
use crate::domain::programme::{CompetencySet, FormUse, Programme};

mod check;
mod deck;
mod error;
mod read;
mod sample;
mod whole;

pub use error::CatalogError;
pub use read::{DataFile, Fault, read};
pub use sample::Sample;

use deck::{ActivityFile, AgendaFile, PromptFile};

static ASSETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The built-in programmes, as people are offered them; all others follow by name.
const FIRST: [&str; 4] = ["alsc", "kla", "wla", "blank"];

/// Every programme, form, deck and competency set there is, parsed when first asked for.
#[derive(Debug, Default)]
pub struct Catalog {
    programmes: Kept<Programme>,
    forms: Kept<FormDef>,
    competencies: Kept<CompetencySet>,
    deck: RefCell<Option<Arc<Deck>>>,
}

/// What was parsed already, by key.
type Kept<T> = RefCell<BTreeMap<String, Arc<T>>>;

impl Catalog {
    /// A catalog that has read nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The programme called `key`.
    pub fn programme(&self, key: &str) -> Result<Arc<Programme>, CatalogError> {
        one(&self.programmes, "programmes", "programme", key)
    }

    /// Every programme: ALSC, KLA, WLA and the blank one, then the others by key.
    pub fn programmes(&self) -> Result<Vec<Arc<Programme>>, CatalogError> {
        let keys = keys("programmes").into_iter();
        keys.map(|key| self.programme(key)).collect()
    }

    /// The form called `key`; the editors of goals, meetings and books are forms, too.
    pub fn form(&self, key: &str) -> Result<Arc<FormDef>, CatalogError> {
        one(&self.forms, "forms", "form", key)
    }

    /// The forms that `programme` asks for, each with the programme's own name for it.
    pub fn forms_of(
        &self,
        programme: &Programme,
    ) -> Result<Vec<(FormUse, Arc<FormDef>)>, CatalogError> {
        programme
            .forms
            .iter()
            .map(|used| Ok((used.clone(), self.form(&used.form)?)))
            .collect()
    }

    /// The competency set called `key`.
    pub fn competencies(&self, key: &str) -> Result<Arc<CompetencySet>, CatalogError> {
        one(&self.competencies, "competencies", "competency set", key)
    }

    /// Every activity and every prompt, prompts by category.
    pub fn deck(&self) -> Result<Arc<Deck>, CatalogError> {
        if let Some(deck) = self.deck.borrow().as_ref() {
            return Ok(Arc::clone(deck));
        }
        let mut deck = Deck::default();
        for (file, text) in files("activities") {
            deck.activities
                .extend(read::<ActivityFile>(file, text)?.activity);
        }
        for (file, text) in files("prompts") {
            deck.prompts.extend(read::<PromptFile>(file, text)?.prompt);
        }
        for (file, text) in files("agendas") {
            deck.agendas.extend(read::<AgendaFile>(file, text)?.agenda);
        }
        deck.prompts.sort_by_key(|prompt| prompt.category);
        let deck = Arc::new(deck);
        *self.deck.borrow_mut() = Some(Arc::clone(&deck));
        Ok(deck)
    }

    /// The same with the cards that the pair of `book` wrote itself.
    pub fn deck_of(&self, book: &Book) -> Result<Arc<Deck>, CatalogError> {
        let (deck, own) = (self.deck()?, Deck::own(book));
        if own.is_empty() {
            return Ok(deck);
        }
        Ok(Arc::new(Deck::clone(&deck).with(own)))
    }
}

/// What the data file `key` of `folder` describes, from what is kept or parsed now.
fn one<T: DataFile>(
    kept: &Kept<T>,
    folder: &str,
    what: &'static str,
    key: &str,
) -> Result<Arc<T>, CatalogError> {
    if let Some(found) = kept.borrow().get(key) {
        return Ok(Arc::clone(found));
    }
    let (file, text) = one_file(folder, what, key)?;
    let found = Arc::new(read::<T>(file, text)?);
    kept.borrow_mut().insert(key.to_owned(), Arc::clone(&found));
    Ok(found)
}

/// The data file `key` of `folder`, with its text.
fn one_file(
    folder: &str,
    what: &'static str,
    key: &str,
) -> Result<(&'static str, &'static str), CatalogError> {
    files(folder)
        .find(|(file, _)| stem(file) == key)
        .ok_or_else(|| CatalogError::Unknown {
            what,
            key: key.to_owned(),
            known: keys(folder).into_iter().map(str::to_owned).collect(),
        })
}

/// The keys of the data files in `folder`, their names without the ending: those that are offered first, then by name.
fn keys(folder: &str) -> Vec<&'static str> {
    let mut keys: Vec<_> = files(folder).map(|(file, _)| stem(file)).collect();
    keys.sort_by_key(|key| {
        let place = FIRST.iter().position(|first| first == key);
        place.unwrap_or(FIRST.len())
    });
    keys
}

/// The data files in `folder` with their text, by name.
fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    ASSETS
        .get_dir(folder)
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

fn stem(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.strip_suffix(".toml").unwrap_or(name)
}

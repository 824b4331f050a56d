//! Search in the catalog, after the book's own records: the deck and the program's reading list.

use super::SearchQuery;
use crate::domain::deck::Deck;
use crate::domain::display::join_filled;
use crate::domain::person::Role;
use crate::domain::program::Resource;

/// Source of a hit in the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogSource {
    /// Activity of the deck, by key.
    Activity(String),
    /// Prompt of the deck, by key.
    Prompt(String),
    /// Ready agenda, by key.
    Ready(String),
    /// Reading list of the program.
    Reading,
}

impl CatalogSource {
    /// Noun for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Activity(_) => "Activity",
            Self::Prompt(_) => "Prompt",
            Self::Ready(_) => "Ready agenda",
            Self::Reading => "To read",
        }
    }
}

/// Hit in the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogHit {
    pub source: CatalogSource,
    pub title: String,
    pub body: String,
}

/// Cards of `deck` for `me` and resources of `reading` that match all of `query`; matches in the title come first.
pub fn search_catalog(
    query: &SearchQuery,
    deck: &Deck,
    reading: &[Resource],
    me: Role,
) -> Vec<CatalogHit> {
    if !query.is_searchable() {
        return Vec::new();
    }
    let activities = deck.activities.iter();
    let activities = activities.filter(|def| def.audience.includes(me));
    let activities = activities.map(|def| CatalogHit {
        source: CatalogSource::Activity(def.key.clone()),
        title: def.title.clone(),
        body: format!("{} {}", def.about, def.leaves),
    });
    let prompts = deck.prompts.iter();
    let prompts = prompts.filter(|def| def.audience.includes(me));
    let prompts = prompts.map(|def| CatalogHit {
        source: CatalogSource::Prompt(def.key.clone()),
        title: def.text.clone(),
        body: def.why.clone(),
    });
    let ready = deck.agendas.iter().map(|def| CatalogHit {
        source: CatalogSource::Ready(def.key.clone()),
        title: def.title.clone(),
        body: def.about.clone(),
    });
    let reading = reading.iter().map(|item| CatalogHit {
        source: CatalogSource::Reading,
        title: item.title.clone(),
        body: join_filled([&item.by, &item.place], ". "),
    });
    let mut hits: Vec<_> = activities
        .chain(prompts)
        .chain(ready)
        .chain(reading)
        .filter(|hit| query.matches(&[&hit.title, &hit.body]))
        .collect();
    hits.sort_by_cached_key(|hit| !query.matches(&[&hit.title]));
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Category, PromptDef};
    use crate::domain::person::Owner;

    #[test]
    fn the_deck_is_found_by_all_words_titles_first_and_only_what_is_for_the_reader() {
        let prompt = |key: &str, text: &str, why: &str, audience| PromptDef {
            key: key.to_owned(),
            text: text.to_owned(),
            why: why.to_owned(),
            category: Category::Community,
            phases: Vec::new(),
            competencies: Vec::new(),
            audience,
            words: Vec::new(),
        };
        let deck = Deck {
            prompts: vec![
                prompt("below", "Who reads?", "Cafés of the town", Owner::Both),
                prompt("title", "A café in the TOWN?", "", Owner::Mentee),
                prompt("other", "A café in the town?", "", Owner::Mentor),
                prompt("half", "A café?", "", Owner::Both),
            ],
            ..Deck::default()
        };
        let found = |typed: &str| -> Vec<CatalogSource> {
            let words = SearchQuery::parse(typed);
            let found = search_catalog(&words, &deck, &[], Role::Mentee);
            found.into_iter().map(|extra| extra.source).collect()
        };
        let prompts = ["title", "below"].map(|key| CatalogSource::Prompt(key.to_owned()));
        assert_eq!(found("town cafe"), prompts);
        assert!(found("t").is_empty());
    }
}

//! What the program brings along and search finds behind the book's own: the deck and what the program advises to read.

use super::SearchQuery;
use crate::domain::deck::Deck;
use crate::domain::person::Role;
use crate::domain::program::Resource;

/// Where something that the program brings along stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogSource {
    /// An activity of the deck, by key.
    Activity(String),
    /// A prompt of the deck, by key.
    Prompt(String),
    /// An agenda for a whole talk, by key.
    Ready(String),
    /// The reading list of the program.
    Reading,
}

impl CatalogSource {
    /// What people call it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Activity(_) => "Activity",
            Self::Prompt(_) => "Prompt",
            Self::Ready(_) => "Ready agenda",
            Self::Reading => "To read",
        }
    }
}

/// Something that the program brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogHit {
    /// Where it stands.
    pub source: CatalogSource,
    /// Its first line.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// What of `deck` and of the list `reading` holds every one of `words` and is meant for `me`; what has them
/// in its title comes first.
pub fn search_catalog(
    words: &SearchQuery,
    deck: &Deck,
    reading: &[Resource],
    me: Role,
) -> Vec<CatalogHit> {
    if !words.is_searchable() {
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
    let reading = reading.iter().map(|item| {
        let parts = [item.by.as_str(), &item.place];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        CatalogHit {
            source: CatalogSource::Reading,
            title: item.title.clone(),
            body: parts.join(". "),
        }
    });
    let mut found: Vec<_> = activities
        .chain(prompts)
        .chain(ready)
        .chain(reading)
        .filter(|extra| words.matches(&[&extra.title, &extra.body]))
        .collect();
    found.sort_by_cached_key(|extra| !words.matches(&[&extra.title]));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Audience, Category, PromptDef};

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
                prompt("below", "Who reads?", "Cafés of the town", Audience::Both),
                prompt("title", "A café in the TOWN?", "", Audience::Mentee),
                prompt("other", "A café in the town?", "", Audience::Mentor),
                prompt("half", "A café?", "", Audience::Both),
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

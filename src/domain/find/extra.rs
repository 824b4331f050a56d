//! What the program brings along and search finds behind the book's own: the deck and what the programme advises to read.

use super::Words;
use crate::domain::idea::Deck;
use crate::domain::person::Role;
use crate::domain::programme::Programme;

/// Where something that the program brings along stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An activity of the deck, by key.
    Activity(String),
    /// A prompt of the deck, by key.
    Prompt(String),
    /// The reading list of the programme.
    Reading,
}

impl Source {
    /// What people call it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Activity(_) => "Activity",
            Self::Prompt(_) => "Prompt",
            Self::Reading => "To read",
        }
    }
}

/// Something that the program brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Where it stands.
    pub source: Source,
    /// Its first line.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// What of `deck` and of the reading list of `programme` holds every one of `words` and is meant for `me`; what has them
/// in its title comes first.
pub fn extras(words: &Words, deck: &Deck, programme: &Programme, me: Role) -> Vec<Extra> {
    if !words.suffice() {
        return Vec::new();
    }
    let activities = deck.activities.iter();
    let activities = activities.filter(|def| def.audience.includes(me));
    let activities = activities.map(|def| Extra {
        source: Source::Activity(def.key.clone()),
        title: def.title.clone(),
        body: format!("{} {}", def.about, def.leaves),
    });
    let prompts = deck.prompts.iter();
    let prompts = prompts.filter(|def| def.audience.includes(me));
    let prompts = prompts.map(|def| Extra {
        source: Source::Prompt(def.key.clone()),
        title: def.text.clone(),
        body: def.why.clone(),
    });
    let reading = programme.resources.iter().map(|item| {
        let parts = [item.by.as_str(), &item.place];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Extra {
            source: Source::Reading,
            title: item.title.clone(),
            body: parts.join(". "),
        }
    });
    let mut found: Vec<_> = activities
        .chain(prompts)
        .chain(reading)
        .filter(|extra| words.are_in(&[&extra.title, &extra.body]))
        .collect();
    found.sort_by_cached_key(|extra| !words.are_in(&[&extra.title]));
    found
}

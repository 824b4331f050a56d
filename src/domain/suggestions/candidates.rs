//! Candidates for suggestions: cards of the deck that may still be offered to the owner of the book.

use super::Suggestion;
use crate::domain::book::Book;
use crate::domain::deck::{
    Activity, ActivityDef, ActivityState, Category, Deck, Prompt, PromptDef, Stage,
};
use crate::domain::meeting::Origin;

#[derive(Clone, Copy)]
pub(super) enum Card<'a> {
    Prompt(&'a PromptDef),
    Activity(&'a ActivityDef),
}

impl<'a> Card<'a> {
    pub(super) fn key(self) -> &'a str {
        match self {
            Self::Prompt(def) => &def.key,
            Self::Activity(def) => &def.key,
        }
    }

    pub(super) const fn origin(self) -> Origin {
        match self {
            Self::Prompt(_) => Origin::Prompt,
            Self::Activity(_) => Origin::Activity,
        }
    }

    fn keywords(self) -> &'a [String] {
        match self {
            Self::Prompt(def) => &def.words,
            Self::Activity(def) => &def.words,
        }
    }

    pub(super) fn competencies(self) -> &'a [String] {
        match self {
            Self::Prompt(def) => &def.competencies,
            Self::Activity(def) => &def.competencies,
        }
    }

    pub(super) fn suits_stage(self, stage: Stage) -> bool {
        match self {
            Self::Prompt(def) => def.phases.contains(&stage),
            Self::Activity(def) => def.phases.contains(&stage),
        }
    }

    pub(super) fn has_category(self, category: Category) -> bool {
        match self {
            Self::Prompt(def) => def.category == category,
            Self::Activity(_) => false,
        }
    }

    /// Counts its keywords in `text`, which [`normalize_words`] has prepared.
    pub(super) fn keyword_hits(self, text: &str) -> u32 {
        let hits = self.keywords().iter().filter(|word| {
            let word = normalize_words(word);
            let word = word.trim();
            // A longer keyword also matches its plural: "school" for "schools".
            match word.chars().count() {
                0 => false,
                1..=3 => text.contains(&format!(" {word} ")),
                _ => text.contains(&format!(" {word}")),
            }
        });
        u32::try_from(hits.count()).unwrap_or(u32::MAX)
    }

    pub(super) fn suggestion(self, reason: String) -> Suggestion {
        Suggestion {
            origin: self.origin(),
            key: self.key().to_owned(),
            text: match self {
                Self::Prompt(def) => def.text.clone(),
                Self::Activity(def) => def.title.clone(),
            },
            reason,
        }
    }
}

/// Normalizes a text to words in small letters, each between spaces.
pub(super) fn normalize_words(text: &str) -> String {
    let mut normalized = String::from(" ");
    for word in text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        normalized.push_str(word);
        normalized.push(' ');
    }
    normalized
}

/// Cards that the pair has not used and that are for the owner of the book, prompts first.
pub(super) fn candidates<'a>(book: &Book, deck: &'a Deck) -> Vec<Card<'a>> {
    let prompts = deck.prompts.iter().filter(|def| {
        let mark = book.prompts.get(&Prompt::id_for(&def.key));
        def.audience.includes(book.me()) && mark.is_none_or(|mark| mark.used.is_none())
    });
    let activities = deck.activities.iter().filter(|def| {
        let mark = book.activities.get(&Activity::id_for(&def.key));
        def.audience.includes(book.me())
            && mark.is_none_or(|mark| mark.state == ActivityState::Untouched)
    });
    prompts
        .map(Card::Prompt)
        .chain(activities.map(Card::Activity))
        .collect()
}

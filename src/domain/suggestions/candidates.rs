//! Candidates for suggestions: cards of the deck that may still be offered to the owner of the book.

use super::Suggestion;
use crate::domain::book::Book;
use crate::domain::deck::{
    Activity, ActivityDef, ActivityState, Category, Deck, Prompt, PromptDef, Stage,
};
use crate::domain::meeting::Origin;

/// A card of either kind.
#[derive(Clone, Copy)]
pub(super) struct Card<'a> {
    pub origin: Origin,
    key: &'a str,
    text: &'a str,
    keywords: &'a [String],
    pub competencies: &'a [String],
    pub stages: &'a [Stage],
    /// Group of a prompt.
    pub category: Option<Category>,
}

impl<'a> From<&'a PromptDef> for Card<'a> {
    fn from(def: &'a PromptDef) -> Self {
        Self {
            origin: Origin::Prompt,
            key: &def.key,
            text: &def.text,
            keywords: &def.words,
            competencies: &def.competencies,
            stages: &def.phases,
            category: Some(def.category),
        }
    }
}

impl<'a> From<&'a ActivityDef> for Card<'a> {
    fn from(def: &'a ActivityDef) -> Self {
        Self {
            origin: Origin::Activity,
            key: &def.key,
            text: &def.title,
            keywords: &def.words,
            competencies: &def.competencies,
            stages: &def.phases,
            category: None,
        }
    }
}

impl Card<'_> {
    /// Counts its keywords in `text`, which [`normalize_words`] has prepared.
    pub(super) fn keyword_hits(self, text: &str) -> u32 {
        let hits = self.keywords.iter().filter(|word| {
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
            origin: self.origin,
            key: self.key.to_owned(),
            text: self.text.to_owned(),
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
        .map(Card::from)
        .chain(activities.map(Card::from))
        .collect()
}

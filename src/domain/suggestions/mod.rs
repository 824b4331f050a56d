//! What is worth talking about: carry-overs, and suggestions with their reasons.
//!
//! [`suggestions`] draws at most three cards from the deck, each with the reason why it is offered; [`proposal`] is
//! everything that could go on the agenda of a meeting. What is
//! private never gets here, because an agenda is shared.

use schemars::JsonSchema;
use serde::Serialize;

use super::deck::{ActivityDef, Deck, PromptDef};
use super::meeting::Origin;

mod candidates;
mod proposal;
mod trigger;

pub use proposal::propose_agenda;
pub use trigger::suggest_cards;

/// A card of the deck, and why it is offered now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// An activity or a prompt.
    pub origin: Origin,
    /// Its key in the deck.
    pub key: String,
    /// The name of the activity, or the question of the prompt.
    pub text: String,
    /// Why it is offered, in one sentence.
    pub reason: String,
}

/// Something that could go on an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposedItem {
    /// What is to be talked about.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The id (action, goal, question) or key (activity, prompt) it comes from.
    pub subject: String,
    /// Why it is proposed.
    pub reason: String,
    /// Time it usually takes.
    pub minutes: Option<u32>,
}

impl ProposedItem {
    fn new(origin: Origin, subject: impl Into<String>, text: &str, reason: String) -> Self {
        Self {
            text: text.to_owned(),
            origin,
            subject: subject.into(),
            reason,
            minutes: Some(usual_minutes(origin)),
        }
    }

    /// The prompt as an agenda line.
    pub fn prompt(def: &PromptDef) -> Self {
        Self::new(Origin::Prompt, &def.key, &def.text, def.why.clone())
    }

    /// The activity as an agenda line.
    pub fn activity(def: &ActivityDef) -> Self {
        let reason = format!("Leaves behind: {}", def.leaves);
        Self::new(Origin::Activity, &def.key, &def.title, reason)
    }
}

/// The lines of the ready agenda called `key`; a prompt that is not in the deck is left out.
pub fn ready_agenda(deck: &Deck, key: &str) -> Vec<ProposedItem> {
    let agenda = deck.agendas.iter().find(|agenda| agenda.key == key);
    let lines = agenda.into_iter().flat_map(|agenda| &agenda.lines);
    lines
        .filter_map(|line| {
            let minutes = Some(line.minutes);
            if line.prompt.is_empty() {
                return Some(ProposedItem {
                    text: line.text.clone(),
                    minutes,
                    ..ProposedItem::default()
                });
            }
            let def = deck.prompts.iter().find(|def| def.key == line.prompt)?;
            Some(ProposedItem {
                minutes,
                ..ProposedItem::prompt(def)
            })
        })
        .collect()
}

impl From<Suggestion> for ProposedItem {
    fn from(suggestion: Suggestion) -> Self {
        Self::new(
            suggestion.origin,
            suggestion.key,
            &suggestion.text,
            suggestion.reason,
        )
    }
}

const fn usual_minutes(origin: Origin) -> u32 {
    match origin {
        Origin::Own | Origin::Action | Origin::Question => 5,
        Origin::Goal | Origin::Prompt => 10,
        Origin::Activity => 15,
    }
}

#[cfg(test)]
pub(crate) mod tests;

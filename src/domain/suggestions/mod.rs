//! Suggestions and agenda proposals: carry-overs, and cards with the reason why they are offered.
//!
//! [`suggest_cards`] draws at most three cards from the deck, each for a trigger; [`propose_agenda`] collects
//! everything that could go on the agenda of a meeting. Private records are excluded throughout, because an agenda is
//! shared.

use schemars::JsonSchema;
use serde::Serialize;

use super::deck::{ActivityDef, Deck, PromptDef};
use super::meeting::Origin;

mod candidates;
mod proposal;
mod trigger;

pub use proposal::propose_agenda;
pub use trigger::suggest_cards;

/// Card of the deck, with the reason why it is offered now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// Activity or prompt.
    pub origin: Origin,
    pub key: String,
    /// Title of the activity, or text of the prompt.
    pub text: String,
    /// Reason for the offer, in one sentence.
    pub reason: String,
}

/// Proposed agenda line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposedItem {
    pub text: String,
    pub origin: Origin,
    /// Id (action, goal, question, line of the last meeting) or key (activity, prompt) of its source.
    pub subject: String,
    /// Reason for the proposal.
    pub reason: String,
    /// Usual duration in minutes.
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

    /// Builds an agenda line from a prompt.
    pub fn prompt(def: &PromptDef) -> Self {
        Self::new(Origin::Prompt, &def.key, &def.text, def.why.clone())
    }

    /// Builds an agenda line from an activity.
    pub fn activity(def: &ActivityDef) -> Self {
        let reason = format!("Leaves behind: {}", def.leaves);
        Self::new(Origin::Activity, &def.key, &def.title, reason)
    }
}

/// Lines of the ready agenda called `key`; a prompt that is not in the deck is left out.
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
            let def = deck.prompt(&line.prompt)?;
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

//! `matchbook suggest`: what the deck offers now, and why.

use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Output, text_page};
use super::session::{CliSession, LoadedBook};
use crate::domain::meeting::Origin;
use crate::domain::suggestions::{Suggestion, suggest_cards};
use crate::problem::Problem;

/// A card that is suggested, the best first.
#[derive(Serialize, JsonSchema)]
pub struct SuggestionRow {
    number: usize,
    #[serde(flatten)]
    card: Suggestion,
}

pub fn run(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let competencies = session.competencies(&program)?;
    let deck = session.deck(&book)?;
    let year = session.year(&book, &program);
    let cards = suggest_cards(&year, &deck, competencies.as_deref());
    let rows: Vec<_> = (1..)
        .zip(cards)
        .map(|(number, card)| SuggestionRow { number, card })
        .collect();
    if rows.is_empty() {
        let text =
            "Nothing is left to suggest. “matchbook prompt list --all” lists the whole deck.";
        return Ok(Output::answer(text, rows));
    }
    let texts = rows.iter().map(|SuggestionRow { number, card }| {
        let noun = if card.origin == Origin::Activity {
            "idea"
        } else {
            "prompt"
        };
        (
            format!("{number}. {}: {}", card.origin, card.text),
            format!("{}\nmatchbook {noun} use {}", card.reason, card.key),
        )
    });
    Ok(Output::answer(text_page("Worth a talk", texts), rows))
}

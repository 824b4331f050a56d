//! `matchbook suggest`: what the deck offers now, and why.

use serde_json::{Value, json};

use super::output::{Output, TextPage};
use super::session::{CliSession, LoadedBook};
use crate::domain::change::Kind;
use crate::domain::meeting::Origin;
use crate::domain::suggestions::suggest_cards;
use crate::problem::Problem;

/// Says what is worth talking about now: at most three cards of the deck, each with the reason.
pub fn run(session: &mut CliSession) -> Result<Output, Problem> {
    const KINDS_NEEDED: [Kind; 8] = [
        Kind::Person,
        Kind::Cycle,
        Kind::Milestone,
        Kind::Goal,
        Kind::Progress,
        Kind::Meeting,
        Kind::Activity,
        Kind::Prompt,
    ];
    let LoadedBook { book, .. } = session.open_read_only(&KINDS_NEEDED)?;
    let program = session.program(&book)?;
    let competencies = session.competencies(&program)?;
    let deck = session.deck(&book)?;
    let year = session.year(&book, &program);
    let found = suggest_cards(&year, &deck, competencies.as_deref());
    if found.is_empty() {
        let text =
            "Nothing is left to suggest. “matchbook prompt list --all” lists the whole deck.";
        return Ok(Output::answer(text, json!([])));
    }
    let mut page = TextPage::new("Worth a talk");
    for (number, card) in (1..).zip(&found) {
        let heading = format!("{number}. {}: {}", card.origin, card.text);
        let noun = match card.origin {
            Origin::Activity => "idea",
            Origin::Prompt | Origin::Own | Origin::Action | Origin::Goal | Origin::Question => {
                "prompt"
            }
        };
        let how = format!("matchbook {noun} use {}", card.key);
        page.prose(&heading, &format!("{}\n{how}", card.reason));
    }
    let json = (1..).zip(&found).map(|(number, card)| {
        json!({
            "number": number,
            "origin": card.origin,
            "key": card.key,
            "text": card.text,
            "reason": card.reason,
        })
    });
    Ok(Output::answer(page.text(), json.collect::<Value>()))
}

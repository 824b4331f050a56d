//! Deeds on the activities and prompts of the deck. To put one on an agenda, build it with
//! [`ProposedItem::prompt`](crate::domain::agenda::ProposedItem::prompt) or its sister.

use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::deeds::{Refusal, Scribe, prose, quoted};
use crate::domain::idea::{Activity, ActivityDef, ActivityState, Prompt, PromptDef};

/// Says how far the pair is with an activity.
pub fn set_state(
    book: &Book,
    def: &ActivityDef,
    state: ActivityState,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let verb = state.label().to_lowercase();
    let today = scribe.today;
    Ok(change(book, def, &verb, scribe, |activity| {
        if activity.state != state {
            activity.state = state;
            activity.changed = Some(today);
        }
    }))
}

/// Writes down what came of an activity; an empty note takes it out.
pub fn set_note(
    book: &Book,
    def: &ActivityDef,
    note: &str,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let note = prose(note, "note")?;
    Ok(change(book, def, "noted", scribe, |activity| {
        activity.note = note;
    }))
}

/// Says how good an activity was, from 1 to 5; none takes the rating out.
pub fn rate(
    book: &Book,
    def: &ActivityDef,
    rating: Option<u8>,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    if let Some(rating) = rating.filter(|rating| !(1..=5).contains(rating)) {
        return Err(
            Refusal::new(format!("{rating} is not a rating from 1 to 5."))
                .hint("Give 1 for not useful up to 5 for very useful."),
        );
    }
    let verb = rating.map_or_else(
        || "left without a rating".to_owned(),
        |rating| format!("rated {rating}"),
    );
    Ok(change(book, def, &verb, scribe, |activity| {
        activity.rating = rating;
    }))
}

fn change(
    book: &Book,
    def: &ActivityDef,
    verb: &str,
    scribe: &Scribe,
    edit: impl FnOnce(&mut Activity),
) -> Commit {
    let id = Activity::id_for(&def.key);
    let before = book.activities.get(&id).cloned();
    let mut after = before.clone().unwrap_or_else(|| Activity {
        id,
        key: def.key.clone(),
        ..Activity::default()
    });
    edit(&mut after);
    let label = format!("activity {} {verb}", quoted(&def.title));
    scribe.commit(label, vec![Change::put(before, after)])
}

/// Marks a prompt as used, so that it is not suggested again; one that is marked may be suggested again.
pub fn mark_prompt(book: &Book, def: &PromptDef, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let id = Prompt::id_for(&def.key);
    let before = book.prompts.get(&id).cloned();
    let is_used = before.as_ref().is_some_and(|prompt| prompt.used.is_some());
    let after = Prompt {
        id,
        key: def.key.clone(),
        used: (!is_used).then_some(scribe.today),
    };
    let verb = if is_used { "unused again" } else { "used" };
    let label = format!("prompt {} marked {verb}", quoted(&def.text));
    Ok(scribe.commit(label, vec![Change::put(before, after)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agenda::tests::{activity, prompt};
    use crate::domain::deeds::tests::{done_to, scribe};
    use crate::domain::idea::Category;
    use crate::domain::schedule::tests::{book, day};

    #[test]
    fn an_activity_keeps_its_state_note_and_rating() {
        let (mut book, def) = (book([]), activity("swap", &[]));
        let commit = set_state(&book, &def, ActivityState::Doing, &mut scribe()).unwrap();
        assert_eq!(commit.label, "activity “swap” doing");
        done_to(&mut book, &commit);
        let commit = set_note(&book, &def, "Five each", &mut scribe()).unwrap();
        done_to(&mut book, &commit);
        let commit = rate(&book, &def, Some(4), &mut scribe()).unwrap();
        done_to(&mut book, &commit);
        let kept = &book.activities[&Activity::id_for("swap")];
        assert_eq!(
            (kept.state, kept.note.as_str(), kept.rating, kept.changed),
            (
                ActivityState::Doing,
                "Five each",
                Some(4),
                Some(day("2026-11-22"))
            )
        );
        assert!(rate(&book, &def, Some(6), &mut scribe()).is_err());
    }

    #[test]
    fn a_prompt_is_marked_used_and_unused() {
        let (mut book, def) = (book([]), prompt("hello", Category::Meeting, &[]));
        for used in [Some(day("2026-11-22")), None] {
            let commit = mark_prompt(&book, &def, &mut scribe()).unwrap();
            done_to(&mut book, &commit);
            assert_eq!(book.prompts[&Prompt::id_for("hello")].used, used);
        }
    }
}

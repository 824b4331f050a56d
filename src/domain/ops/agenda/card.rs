//! Operations on the activities and prompts of the deck. To put one on an agenda, build it with
//! [`ProposedItem::prompt`](crate::domain::suggestions::ProposedItem::prompt) or its sibling.

use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::deck::{Activity, ActivityDef, ActivityState, Category, Prompt, PromptDef};
use crate::domain::id::Id;
use crate::domain::ops::fields::{FormFields, fill, take};
use crate::domain::ops::records::{self, Editable, not_in_book};
use crate::domain::ops::{OpContext, Outcome, Refusal, quoted};

/// Sets the state of an activity.
pub fn set_state(book: &Book, def: &ActivityDef, state: ActivityState, ctx: &OpContext) -> Outcome {
    let mut mark = book.activity_mark(&def.key);
    if mark.state != state {
        mark.state = state;
        mark.changed = Some(ctx.today);
    }
    let verb = state.label().to_lowercase();
    let label = format!("activity {} {verb}", quoted(&def.title));
    Ok(ctx.commit(label, vec![book.upsert(mark)]))
}

/// Marks a prompt as used, so that it is not suggested again; on a marked one, removes the mark.
pub fn mark_prompt(book: &Book, def: &PromptDef, ctx: &OpContext) -> Outcome {
    let mut mark = book.prompt_mark(&def.key);
    let verb = if mark.used.is_some() {
        "unused again"
    } else {
        "used"
    };
    mark.used = mark.used.is_none().then_some(ctx.today);
    let label = format!("prompt {} marked {verb}", quoted(&def.text));
    Ok(ctx.commit(label, vec![book.upsert(mark)]))
}

fn mark_fields(mark: &mut Activity, form: &mut FormFields) -> Result<(), Refusal> {
    form.word("state", &mut mark.state, ActivityState::key)?
        .text("note", &mut mark.note, "note")?
        .number("rating", &mut mark.rating)?;
    Ok(())
}

/// Answers for the editor of the mark on an activity.
pub fn answers_of_activity(book: &Book, key: &str) -> Answers {
    fill(&book.activity_mark(key), mark_fields)
}

/// Edits state, note and rating of an activity in one commit.
pub fn edit_activity(
    book: &Book,
    def: &ActivityDef,
    answers: &Answers,
    ctx: &OpContext,
) -> Outcome {
    let mut mark = take(&book.activity_mark(&def.key), answers, mark_fields)?;
    let before = book.activities.get(&mark.id);
    if before.is_none_or(|before| before.state != mark.state) {
        mark.changed = Some(ctx.today);
    }
    let label = format!("activity {} changed", quoted(&def.title));
    Ok(ctx.commit(label, vec![book.upsert(mark)]))
}

/// A card of the pair's own, which is in no deck.
pub trait Card: Editable {
    /// Id of the record of the card with this key.
    fn card_id(key: &str) -> Id;

    /// Its words; empty on a card of a deck.
    fn own_words(&self) -> &str;
}

/// Id of the pair's own card with this key.
///
/// # Errors
/// When it belongs to a deck, or is gone.
pub fn own_card<T: Card>(book: &Book, key: &str) -> Result<Id, Refusal> {
    let id = T::card_id(key);
    match T::all(book).get(&id) {
        Some(card) if !card.own_words().is_empty() => Ok(id),
        None if key.starts_with("own-") => Err(not_in_book(T::KIND)),
        Some(_) | None => Err(Refusal::new(format!(
            "This {} belongs to a deck, so its words stay as they are.",
            T::KIND.noun()
        ))
        .hint("Add one of your own beside it.")),
    }
}

/// Adds a card of the pair's own, or edits the one with this key.
///
/// # Errors
/// When an answer is refused, the card belongs to a deck or is gone.
pub fn save<T: Card>(
    book: &Book,
    key: Option<&str>,
    answers: &Answers,
    ctx: &OpContext,
) -> Outcome {
    match key {
        Some(key) => records::edit::<T>(book, own_card::<T>(book, key)?, answers, ctx),
        None => records::add::<T>(book, None, answers, ctx),
    }
}

impl Card for Prompt {
    fn card_id(key: &str) -> Id {
        Self::id_for(key)
    }

    fn own_words(&self) -> &str {
        &self.text
    }
}

impl Editable for Prompt {
    const FORM: &'static str = "editor-prompt";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.required("text", &mut self.text, "prompt")?
            .line("why", &mut self.why, "reason")?
            .option("category", &mut self.category, Category::key)?;
        Ok(())
    }

    fn create(_parent: Option<Id>, _book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self::with_key(&format!("own-{}", ctx.id())))
    }
}

impl Card for Activity {
    fn card_id(key: &str) -> Id {
        Self::id_for(key)
    }

    fn own_words(&self) -> &str {
        &self.title
    }
}

impl Editable for Activity {
    const FORM: &'static str = "editor-own-activity";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.required("title", &mut self.title, "activity")?
            .text("about", &mut self.about, "text")?
            .line("leaves", &mut self.leaves, "text")?;
        Ok(())
    }

    fn create(_parent: Option<Id>, _book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self::with_key(&format!("own-{}", ctx.id())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Kind;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::{book, day};
    use crate::domain::suggestions::tests::{activity, prompt};

    #[test]
    fn an_activity_keeps_its_state_and_since_when() {
        let (mut book, def) = (book([]), activity("swap", &[]));
        let commit = set_state(&book, &def, ActivityState::Doing, &op_context()).unwrap();
        assert_eq!(commit.label, "activity “swap” doing");
        apply_commit(&mut book, &commit);
        let kept = &book.activities[&Activity::id_for("swap")];
        let since = Some(day("2026-11-22"));
        assert_eq!((kept.state, kept.changed), (ActivityState::Doing, since));
    }

    #[test]
    fn a_prompt_is_marked_used_and_unused() {
        let (mut book, def) = (book([]), prompt("hello", Category::Meeting, &[]));
        for used in [Some(day("2026-11-22")), None] {
            let commit = mark_prompt(&book, &def, &op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.prompts[&Prompt::id_for("hello")].used, used);
        }
    }

    #[test]
    fn a_prompt_and_an_activity_of_the_pairs_own_join_the_deck_until_archived() {
        let mut book = book([]);
        let mut answers = Answers::default();
        answers
            .set("text", "What made you laugh?")
            .set("category", "reflection")
            .set("title", "Trade a shelf")
            .set("leaves", "two photographs");
        let commit = save::<Prompt>(&book, None, &answers, &op_context()).unwrap();
        assert_eq!(commit.label, "prompt “What made you laugh?” added");
        apply_commit(&mut book, &commit);
        let commit = save::<Activity>(&book, None, &answers, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let own = book.own_deck();
        let (prompt, activity) = (&own.prompts[0], &own.activities[0]);
        assert_eq!(prompt.category, Category::Reflection);
        let commit = mark_prompt(&book, prompt, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let commit = set_state(&book, activity, ActivityState::Doing, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.own_deck().prompts[0].text, "What made you laugh?");
        answers.set("text", "What made you cry?");
        let commit = save::<Prompt>(&book, Some(&prompt.key), &answers, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let id = own_card::<Prompt>(&book, &prompt.key).unwrap();
        let commit = records::archive(&book, Kind::Prompt, id, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let id = own_card::<Activity>(&book, &activity.key).unwrap();
        let commit = records::archive(&book, Kind::Activity, id, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(book.own_deck().is_empty());
    }

    #[test]
    fn a_card_of_a_deck_keeps_its_words() {
        let refusal = own_card::<Prompt>(&book([]), "hello").unwrap_err();
        assert!(refusal.hint.is_some());
        let answers = Answers::default();
        assert!(save::<Activity>(&book([]), Some("swap"), &answers, &op_context()).is_err());
    }
}

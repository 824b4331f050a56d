//! Operations on the activities and prompts of the deck. To put one on an agenda, build it with
//! [`ProposedItem::prompt`](crate::domain::suggestions::ProposedItem::prompt) or its sibling.

use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::deck::{Activity, ActivityDef, ActivityState, Prompt, PromptDef};
use crate::domain::ops::{
    OpContext, Refusal, normalize_line, normalize_text, not_in_book, quoted, require_line,
};

/// Sets the state of an activity.
pub fn set_state(
    book: &Book,
    def: &ActivityDef,
    state: ActivityState,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let verb = state.label().to_lowercase();
    let today = ctx.today;
    Ok(change(book, def, &verb, ctx, |activity| {
        if activity.state != state {
            activity.state = state;
            activity.changed = Some(today);
        }
    }))
}

/// Sets the note on an activity; an empty one removes it.
fn change(
    book: &Book,
    def: &ActivityDef,
    verb: &str,
    ctx: &OpContext,
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
    ctx.commit(label, vec![Change::upsert(before, after)])
}

/// Marks a prompt as used, so that it is not suggested again; on a marked one, removes the mark.
pub fn mark_prompt(book: &Book, def: &PromptDef, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let id = Prompt::id_for(&def.key);
    let before = book.prompts.get(&id).cloned();
    let is_used = before.as_ref().is_some_and(|prompt| prompt.used.is_some());
    let after = Prompt {
        id,
        key: def.key.clone(),
        used: (!is_used).then_some(ctx.today),
        ..before.clone().unwrap_or_default()
    };
    let verb = if is_used { "unused again" } else { "used" };
    let label = format!("prompt {} marked {verb}", quoted(&def.text));
    Ok(ctx.commit(label, vec![Change::upsert(before, after)]))
}

/// Answers for the editor of a prompt of the pair's own.
pub fn answers_of_prompt(prompt: &Prompt) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("text", &prompt.text)
        .set("why", &prompt.why)
        .set("category", prompt.category.map_or("", |it| it.key()));
    answers
}

/// Creates a prompt of the pair's own, or edits the one called `key`.
pub fn save_prompt(
    book: &Book,
    key: Option<&str>,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = match key {
        Some(key) => Some(own_prompt(book, key)?.clone()),
        None => None,
    };
    let key = own_key(key, ctx);
    let after = Prompt {
        id: Prompt::id_for(&key),
        text: require_line(answers.get("text"), "prompt")?,
        why: normalize_line(answers.get("why"), "reason")?,
        category: answers.word("category"),
        key,
        ..before.clone().unwrap_or_default()
    };
    let label = format!(
        "prompt {} {}",
        quoted(&after.text),
        saved_verb(before.is_some())
    );
    Ok(ctx.commit(label, vec![Change::upsert(before, after)]))
}

/// Answers for the editor of an activity of the pair's own.
pub fn answers_of_own_activity(activity: &Activity) -> Answers {
    let mut answers = Answers::default();
    answers
        .set("title", &activity.title)
        .set("about", &activity.about)
        .set("leaves", &activity.leaves);
    answers
}

/// Creates an activity of the pair's own, or edits the one called `key`.
pub fn save_activity(
    book: &Book,
    key: Option<&str>,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let before = match key {
        Some(key) => Some(own_activity(book, key)?.clone()),
        None => None,
    };
    let key = own_key(key, ctx);
    let after = Activity {
        id: Activity::id_for(&key),
        title: require_line(answers.get("title"), "activity")?,
        about: normalize_text(answers.get("about"), "text")?,
        leaves: normalize_line(answers.get("leaves"), "text")?,
        key,
        ..before.clone().unwrap_or_default()
    };
    let label = format!(
        "activity {} {}",
        quoted(&after.title),
        saved_verb(before.is_some())
    );
    Ok(ctx.commit(label, vec![Change::upsert(before, after)]))
}

/// Archives a prompt of the pair's own.
pub fn archive_prompt(book: &Book, key: &str, ctx: &OpContext) -> Result<Commit, Refusal> {
    let before = own_prompt(book, key)?;
    let after = Prompt {
        archived: true,
        ..before.clone()
    };
    let label = format!("prompt {} archived", quoted(&after.text));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

/// Archives an activity of the pair's own.
pub fn archive_activity(book: &Book, key: &str, ctx: &OpContext) -> Result<Commit, Refusal> {
    let before = own_activity(book, key)?;
    let after = Activity {
        archived: true,
        ..before.clone()
    };
    let label = format!("activity {} archived", quoted(&after.title));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

fn saved_verb(was_there: bool) -> &'static str {
    if was_there { "changed" } else { "added" }
}

fn own_key(key: Option<&str>, ctx: &mut OpContext) -> String {
    key.map_or_else(|| format!("own-{}", ctx.id()), str::to_owned)
}

fn own_prompt<'a>(book: &'a Book, key: &str) -> Result<&'a Prompt, Refusal> {
    let found = book.prompts.get(&Prompt::id_for(key));
    match found {
        Some(prompt) if prompt.text.is_empty() => Err(refuse_deck_card("prompt")),
        Some(prompt) => Ok(prompt),
        None if key.starts_with("own-") => Err(not_in_book("prompt")),
        None => Err(refuse_deck_card("prompt")),
    }
}

fn own_activity<'a>(book: &'a Book, key: &str) -> Result<&'a Activity, Refusal> {
    let found = book.activities.get(&Activity::id_for(key));
    match found {
        Some(activity) if activity.title.is_empty() => Err(refuse_deck_card("activity")),
        Some(activity) => Ok(activity),
        None if key.starts_with("own-") => Err(not_in_book("activity")),
        None => Err(refuse_deck_card("activity")),
    }
}

fn refuse_deck_card(what: &str) -> Refusal {
    Refusal::new(format!(
        "This {what} belongs to a deck, so its words stay as they are."
    ))
    .hint("Add one of your own beside it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::{Category, Deck};
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::{book, day};
    use crate::domain::suggestions::tests::{activity, prompt};

    #[test]
    fn an_activity_keeps_its_state_and_since_when() {
        let (mut book, def) = (book([]), activity("swap", &[]));
        let commit = set_state(&book, &def, ActivityState::Doing, &mut op_context()).unwrap();
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
            let commit = mark_prompt(&book, &def, &mut op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.prompts[&Prompt::id_for("hello")].used, used);
        }
    }

    #[test]
    fn a_prompt_and_an_activity_of_the_pairs_own_join_the_deck_until_put_away() {
        let mut book = book([]);
        let mut answers = Answers::default();
        answers
            .set("text", "What made you laugh?")
            .set("category", "reflection")
            .set("title", "Trade a shelf")
            .set("leaves", "two photographs");
        let commit = save_prompt(&book, None, &answers, &mut op_context()).unwrap();
        assert_eq!(commit.label, "prompt “What made you laugh?” added");
        apply_commit(&mut book, &commit);
        let commit = save_activity(&book, None, &answers, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let own = Deck::own(&book);
        let (prompt, activity) = (&own.prompts[0], &own.activities[0]);
        assert_eq!(prompt.category, Category::Reflection);
        let commit = mark_prompt(&book, prompt, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let commit = set_state(&book, activity, ActivityState::Doing, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(Deck::own(&book).prompts[0].text, "What made you laugh?");
        answers.set("text", "What made you cry?");
        let commit = save_prompt(&book, Some(&prompt.key), &answers, &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let commit = archive_prompt(&book, &prompt.key, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let commit = archive_activity(&book, &activity.key, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert!(Deck::own(&book).is_empty());
    }

    #[test]
    fn a_card_of_a_deck_keeps_its_words() {
        let refusal = archive_prompt(&book([]), "hello", &op_context()).unwrap_err();
        assert!(refusal.hint.is_some());
        let answers = Answers::default();
        assert!(save_activity(&book([]), Some("swap"), &answers, &mut op_context()).is_err());
    }
}

//! Operations on actions.

use chrono::NaiveDate;

use super::{OpContext, Refusal, normalize_line, quoted, require_line};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::id::Id;
use crate::domain::person::Owner;

/// Input for an action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionDraft {
    /// Task, in one line.
    pub text: String,
    /// Person who does it.
    pub owner: Owner,
    /// The day by which it is to be done.
    pub due: Option<NaiveDate>,
}

/// Adds an action, agreed today; `meeting` is the one at which it was agreed.
pub fn add(
    draft: &ActionDraft,
    meeting: Option<Id>,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let action = Action {
        id: ctx.id(),
        text: require_line(&draft.text, "action")?,
        owner: draft.owner,
        due: draft.due,
        meeting,
        agreed: Some(ctx.today),
        ..Action::default()
    };
    let label = format!("action {} added", quoted(&action.text));
    Ok(ctx.commit(label, vec![Change::create(action)]))
}

/// Ticks an action; a ticked one is reopened, and keeps its note.
pub fn tick(book: &Book, id: Id, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    if find_action(book, id)?.done.is_some() {
        return change(book, id, "open again", ctx, |action| action.done = None);
    }
    let today = ctx.today;
    change(book, id, "done", ctx, |action| action.done = Some(today))
}

/// Marks an action as done, with a note on the outcome; one that was done keeps its date.
pub fn mark_done(book: &Book, id: Id, note: &str, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let note = normalize_line(note, "note")?;
    let today = ctx.today;
    change(book, id, "done", ctx, |action| {
        action.done = action.done.or(Some(today));
        if !note.is_empty() {
            action.done_note = note;
        }
    })
}

/// Archives an action.
pub fn archive(book: &Book, id: Id, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    change(book, id, "archived", ctx, |action| {
        action.archived = true;
    })
}

fn find_action(book: &Book, id: Id) -> Result<&Action, Refusal> {
    book.actions.get(&id).ok_or_else(|| {
        Refusal::new("That action is not in this book.")
            .hint("Look at the list of actions for its number.")
    })
}

fn change(
    book: &Book,
    id: Id,
    verb: &str,
    ctx: &OpContext,
    edit: impl FnOnce(&mut Action),
) -> Result<Commit, Refusal> {
    let before = find_action(book, id)?;
    let mut after = before.clone();
    edit(&mut after);
    let label = format!("action {} {verb}", quoted(&after.text));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::{action, book, day};

    fn draft(text: &str) -> ActionDraft {
        ActionDraft {
            text: text.to_owned(),
            owner: Owner::Mentor,
            due: Some(day("2026-12-01")),
        }
    }

    #[test]
    fn an_action_is_added_with_its_owner_day_and_meeting() {
        let mut book = book([]);
        let meeting = Some(Id::from_bits(7));
        let commit = add(&draft(" Send\nthe outline "), meeting, &mut op_context()).unwrap();
        assert_eq!(commit.label, "action “Send the outline” added");
        apply_commit(&mut book, &commit);
        let action = book.open_actions()[0];
        assert_eq!(
            (action.text.as_str(), action.owner, action.meeting),
            ("Send the outline", Owner::Mentor, meeting)
        );
        assert_eq!(action.agreed, Some(day("2026-11-22")));
    }

    #[test]
    fn an_action_without_words_is_refused() {
        assert!(add(&draft("  "), None, &mut op_context()).is_err());
    }

    #[test]
    fn ticking_twice_leaves_an_action_open() {
        let action = action("Send", None);
        let mut book = book([action.clone().into()]);
        let commit = tick(&book, action.id, &mut op_context()).unwrap();
        assert_eq!(commit.label, "action “Send” done");
        apply_commit(&mut book, &commit);
        assert!(book.open_actions().is_empty());
        let commit = tick(&book, action.id, &mut op_context()).unwrap();
        assert_eq!(commit.label, "action “Send” open again");
        apply_commit(&mut book, &commit);
        assert_eq!(book.actions[&action.id], action);
    }

    #[test]
    fn a_note_says_what_came_of_it() {
        let action = action("Send", None);
        let mut book = book([action.clone().into()]);
        let commit =
            mark_done(&book, action.id, "Two schools said yes", &mut op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.actions[&action.id].done_note, "Two schools said yes");
        assert_eq!(book.actions[&action.id].done, Some(day("2026-11-22")));
    }

    #[test]
    fn an_action_is_put_away() {
        let action = action("Send", None);
        let mut book = book([action.clone().into()]);
        let commit = archive(&book, action.id, &mut op_context()).unwrap();
        assert_eq!(commit.label, "action “Send” archived");
        apply_commit(&mut book, &commit);
        assert!(book.actions_in_order().is_empty());
    }

    #[test]
    fn an_action_that_is_not_there_is_refused_with_a_hint() {
        let refusal = tick(&book([]), Id::from_bits(1), &mut op_context()).unwrap_err();
        assert!(refusal.hint.is_some());
    }
}

//! Operations on actions.

use chrono::NaiveDate;

use super::fields::FormFields;
use super::records::{self, Editable};
use super::{OpContext, Outcome, Refusal, normalize_line};
use crate::domain::action::Action;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::person::Owner;

impl Editable for Action {
    const FORM: &'static str = "editor-action";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.required("text", &mut self.text, "action")?
            .word("owner", &mut self.owner, Owner::key)?
            .day("due", &mut self.due)?
            .day("done", &mut self.done)?
            .text("done-note", &mut self.done_note, "note")?;
        Ok(())
    }

    fn new_answers(book: &Book, _today: NaiveDate) -> Answers {
        Answers::of("owner", book.me().key())
    }

    /// `parent` is the meeting at which it was agreed, if any.
    fn create(parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            id: ctx.id(),
            owner: book.me().into(),
            meeting: parent,
            agreed: Some(ctx.today),
            ..Self::default()
        })
    }
}

/// Marks an action done, with a note on what came of it; on one that is done already only the note changes.
///
/// # Errors
/// When the note is too long or the action is gone.
pub fn mark_done(book: &Book, id: Id, note: &str, ctx: &OpContext) -> Outcome {
    let note = normalize_line(note, "note")?;
    records::change(book, id, "done", ctx, |action: &mut Action| {
        action.done = action.done.or(Some(ctx.today));
        if !note.is_empty() {
            action.done_note = note;
        }
    })
}

/// Opens an action again; one that is open stays as it is.
///
/// # Errors
/// When the action is gone.
pub fn reopen(book: &Book, id: Id, ctx: &OpContext) -> Outcome {
    records::change(book, id, "open again", ctx, |action: &mut Action| {
        action.done = None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Kind;
    use crate::domain::ops;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::{action, book, day};

    fn given(text: &str) -> Answers {
        let mut answers = Answers::of("text", text);
        answers
            .set("owner", "mentor")
            .set_day("due", Some(day("2026-12-01")), None);
        answers
    }

    #[test]
    fn an_action_is_added_with_its_owner_day_and_meeting() {
        let mut book = book([]);
        let meeting = Some(Id::from_bits(7));
        let commit =
            ops::add::<Action>(&book, meeting, &given(" Send\nthe outline "), &op_context())
                .unwrap();
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
        assert!(ops::add::<Action>(&book([]), None, &given("  "), &op_context()).is_err());
    }

    #[test]
    fn ticking_twice_leaves_an_action_open() {
        let action = action("Send", None);
        let mut book = book([action.clone().into()]);
        let commit = ops::tick(&book, Kind::Action, action.id, &op_context()).unwrap();
        assert_eq!(commit.label, "action “Send” done");
        apply_commit(&mut book, &commit);
        assert!(book.open_actions().is_empty());
        let commit = ops::tick(&book, Kind::Action, action.id, &op_context()).unwrap();
        assert_eq!(commit.label, "action “Send” open again");
        apply_commit(&mut book, &commit);
        assert_eq!(book.actions[&action.id], action);
    }

    #[test]
    fn a_note_says_what_came_of_it() {
        let action = action("Send", None);
        let mut book = book([action.clone().into()]);
        let commit = mark_done(&book, action.id, "Two schools said yes", &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.actions[&action.id].done_note, "Two schools said yes");
        assert_eq!(book.actions[&action.id].done, Some(day("2026-11-22")));
    }

    #[test]
    fn an_action_is_archived() {
        let action = action("Send", None);
        let mut book = book([action.clone().into()]);
        let commit = ops::archive(&book, Kind::Action, action.id, &op_context()).unwrap();
        assert_eq!(commit.label, "action “Send” archived");
        apply_commit(&mut book, &commit);
        assert!(book.actions_in_order().is_empty());
    }

    #[test]
    fn an_action_that_is_not_there_is_refused_with_a_hint() {
        let refusal =
            ops::tick(&book([]), Kind::Action, Id::from_bits(1), &op_context()).unwrap_err();
        assert!(refusal.hint.is_some());
    }
}

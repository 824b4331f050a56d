//! The question after the last step of a goal: is the goal reached?

use super::Msg;
use super::modal::Modal;
use super::session::Session;
use crate::domain::change::Committed;
use crate::domain::goal::GoalStatus;
use crate::domain::ops::{self, OpContext, quoted};

/// The question, if `committed` ticked the last open step of a goal.
pub fn ask_if_reached(
    committed: &Committed,
    session: &Session,
    ctx: &mut OpContext,
) -> Option<Modal> {
    let book = &session.book;
    let goal = ops::goal::reached::with_all_steps_done(&committed.changes, book)?;
    let result = ops::goal::set_status(book, goal.id, GoalStatus::Done, "", ctx);
    let title = quoted(&goal.title);
    Some(Modal::Confirm {
        question: format!("All steps of {title} are done. Is the goal reached?"),
        detail: "Enter says yes, Esc leaves it open.".to_owned(),
        on_confirm: Msg::Commit(Box::new(result)),
    })
}

//! “Which talk was it?”: the pick list shown before a meeting is logged while a planned one is due.

use super::Msg;
use super::edit_target::EditTarget;
use super::modal::{Modal, PickRow};
use super::screens::{ScreenEffects, open_editor, open_modal};
use super::session::Session;
use crate::domain::dates;

/// Offers the planned meetings that are due first; opens the editor of a new one where there are none.
pub fn log_meeting(session: &Session) -> ScreenEffects {
    let due = session.year().due_meetings();
    if due.is_empty() || session.read_only_reason().is_some() {
        return open_editor(EditTarget::Log, session);
    }
    let rows = due.into_iter().map(|meeting| {
        let day = dates::format_date_time(meeting.date, meeting.time);
        let label = format!("Planned for {day}: {}", meeting.title_or_kind());
        PickRow::new(label, Msg::OpenEditor(EditTarget::Meeting(meeting.id)))
    });
    let another = PickRow::new(
        "Another meeting or contact",
        Msg::OpenEditor(EditTarget::Log),
    );
    open_modal(Modal::pick("Which one was it?", rows.chain([another]), 0))
}

//! Acts on a selected record, the same on every screen: open, edit, tick, archive, move.

use super::goal::GoalScreen;
use super::meeting::MeetingScreen;
use super::{Screen, ScreenEffect, commit, open_editor, open_modal, push_screen, status};
use crate::app::Msg;
use crate::app::command::Command;
use crate::app::edit_target::EditTarget;
use crate::app::list_state::ListState;
use crate::app::modal::{Modal, PickRow};
use crate::app::session::Session;
use crate::domain::change::Kind;
use crate::domain::dates::format_date;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::ops::{self, Direction};

/// A record as the key of a row.
pub type RecordKey = (Kind, Id);

/// Opens the screen of a record; of one without a screen, its editor.
pub fn open(key: RecordKey, session: &Session) -> Vec<ScreenEffect> {
    let (kind, id) = key;
    if kind == Kind::Meeting {
        return push_screen(Screen::Meeting(MeetingScreen::new(id)));
    }
    if kind == Kind::Goal {
        return push_screen(Screen::Goal(GoalScreen::new(id)));
    }
    if let Kind::Step | Kind::Progress | Kind::Evidence = kind {
        let record = session.book.record(kind, id);
        let goal = record.and_then(|record| record.parent());
        let list = ListState::with_selected(key);
        return goal.map_or_else(gone, |goal| {
            push_screen(Screen::Goal(GoalScreen { goal, list }))
        });
    }
    edit(key, session)
}

/// Says that a record is gone.
pub fn gone() -> Vec<ScreenEffect> {
    status("This is not here any more.")
}

/// Opens the editor of a new record, of `parent` if it belongs to another.
pub fn add(kind: Kind, parent: Option<Id>, session: &Session) -> Vec<ScreenEffect> {
    open_editor(EditTarget::new_record(kind, parent), session)
}

/// Opens the editor of a record.
pub fn edit((kind, id): RecordKey, session: &Session) -> Vec<ScreenEffect> {
    EditTarget::record(kind, id, &session.book)
        .map_or_else(gone, |target| open_editor(target, session))
}

/// Ticks a record, or unticks it; of a goal picks the status, a planned meeting is written up, a question answered.
pub fn toggle(key: RecordKey, session: &Session) -> Vec<ScreenEffect> {
    let (kind, id) = key;
    let book = &session.book;
    if kind == Kind::Goal {
        return open_modal(pick_status(id, session));
    }
    if kind == Kind::Question {
        return edit(key, session);
    }
    if kind == Kind::Meeting {
        return if book.meetings.get(&id).is_some_and(Meeting::is_planned) {
            edit(key, session)
        } else {
            status("It was held already; e edits it.")
        };
    }
    commit(ops::tick(book, kind, id, &session.ctx))
}

/// Asks whether to call a planned meeting off.
pub fn call_off(meeting: Id, session: &Session) -> Vec<ScreenEffect> {
    let result = ops::meeting::cancel(&session.book, meeting, &session.ctx);
    if result.is_err() {
        return commit(result);
    }
    let day = session
        .book
        .meetings
        .get(&meeting)
        .map(|it| format_date(it.date));
    open_modal(Modal::Confirm {
        question: format!("Call off the meeting of {}?", day.unwrap_or_default()),
        detail: "It stays in the log as called off. u undoes it.".to_owned(),
        on_confirm: Msg::Commit(Box::new(result)),
    })
}

/// Archives a record.
pub fn archive((kind, id): RecordKey, session: &Session) -> Vec<ScreenEffect> {
    commit(ops::archive(&session.book, kind, id, &session.ctx))
}

/// Makes a goal private, or shared again.
pub fn toggle_private(goal: Id, session: &Session) -> Vec<ScreenEffect> {
    let book = &session.book;
    let private = book.goals.get(&goal).is_some_and(|goal| goal.private);
    commit(ops::goal::set_private(book, goal, !private, &session.ctx))
}

/// Moves a record by one place among its siblings.
pub fn shift((kind, id): RecordKey, direction: Direction, session: &Session) -> Vec<ScreenEffect> {
    commit(ops::move_by_one(
        &session.book,
        kind,
        id,
        direction,
        &session.ctx,
    ))
}

/// Does to the selected record what is the same for all of them, or shows `none_selected`; none for other commands.
pub fn act(
    command: &Command,
    selected: Option<RecordKey>,
    none_selected: &str,
    session: &Session,
) -> Option<Vec<ScreenEffect>> {
    Some(match (command, selected) {
        (Command::Edit, Some(key)) => edit(key, session),
        (Command::Toggle | Command::Status, Some(key)) => toggle(key, session),
        (Command::Archive, Some(key)) => archive(key, session),
        (Command::Shift(direction), Some(key)) => shift(key, *direction, session),
        (Command::Private, Some((_, goal))) => toggle_private(goal, session),
        (
            Command::Edit
            | Command::Toggle
            | Command::Status
            | Command::Archive
            | Command::Shift(_)
            | Command::Private,
            None,
        ) => status(none_selected),
        _ => return None,
    })
}

/// The pick list for the status of `goal`.
pub fn pick_status(goal: Id, session: &Session) -> Modal {
    let rows = GoalStatus::ALL.iter().map(|status| {
        let result = ops::goal::set_status(&session.book, goal, *status, "", &session.ctx);
        PickRow::commit(status.label(), result)
    });
    Modal::pick("Where does the goal stand?", rows, 1)
}

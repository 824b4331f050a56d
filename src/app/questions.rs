//! Questions around a meeting: which one it was before it is logged, when the next one is once it is written up, and whether
//! a goal is reached with its last step.

use super::Msg;
use super::command::Command;
use super::edit_target::EditTarget;
use super::modal::{Modal, PickRow};
use super::screens::{ScreenEffects, open_editor, open_modal};
use super::session::Session;
use crate::domain::change::{Committed, Record};
use crate::domain::dates;
use crate::domain::goal::GoalStatus;
use crate::domain::meeting::{Meeting, MeetingKind};
use crate::domain::ops::{self, quoted};

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
    let log = Msg::OpenEditor(EditTarget::Log);
    let another = PickRow::new("Another meeting or contact", log);
    open_modal(Modal::pick("Which one was it?", rows.chain([another]), 0))
}

/// The pick list of dates after `committed`, if it `writes_up` a meeting.
pub fn pick_next_date(writes_up: bool, committed: &Committed, session: &Session) -> Option<Modal> {
    let year = session.year();
    if !writes_up || year.is_closed() || year.next_meeting().is_some() {
        return None;
    }
    let records = committed.changes.iter().filter_map(|it| it.after.as_ref());
    let meeting = records.into_iter().find_map(held_meeting)?;
    // A meeting written up long afterwards says nothing about the next one.
    if year.last_meeting().is_none_or(|last| last.id != meeting.id) {
        return None;
    }
    let mut rows: Vec<PickRow> = year
        .next_meeting_dates(meeting)
        .into_iter()
        .map(|day| {
            let moment = dates::format_date_time(day, meeting.time);
            let label = format!("{moment} ({})", year.due(day).words());
            let mut answers = ops::meeting::plan_defaults(&year);
            answers.set_day("date", Some(day), meeting.time);
            PickRow::commit(label, ops::meeting::plan(&answers, &session.ctx))
        })
        .collect();
    let plan = Msg::Command(Command::PlanMeeting);
    rows.push(PickRow::new("Another day", plan));
    let title = "When do you talk next? Esc leaves it open.";
    Some(Modal::pick(title, rows, 0))
}

fn held_meeting(record: &Record) -> Option<&Meeting> {
    if let Record::Meeting(meeting) = record {
        return (meeting.is_held() && meeting.kind == MeetingKind::Meeting).then_some(meeting);
    }
    None
}

/// The question, if `committed` ticked the last open step of a goal.
pub fn ask_if_reached(committed: &Committed, session: &Session) -> Option<Modal> {
    let book = &session.book;
    let goal = ops::goal::reached::with_all_steps_done(&committed.changes, book)?;
    let result = ops::goal::set_status(book, goal.id, GoalStatus::Done, "", &session.ctx);
    let title = quoted(&goal.title);
    Some(Modal::Confirm {
        question: format!("All steps of {title} are done. Is the goal reached?"),
        detail: "Enter says yes, Esc leaves it open.".to_owned(),
        on_confirm: Msg::Commit(Box::new(result)),
    })
}

//! “When do you talk next?”: the pick list shown once a meeting is written up and none is planned.

use super::Msg;
use super::command::Command;
use super::modal::{Modal, PickRow};
use super::session::Session;
use crate::domain::change::{Committed, Record};
use crate::domain::dates;
use crate::domain::meeting::{Meeting, MeetingKind};
use crate::domain::ops::OpContext;

/// The pick list of dates after `committed`, if it `writes_up` a meeting.
pub fn pick_next_date(
    writes_up: bool,
    committed: &Committed,
    session: &Session,
    ctx: &mut OpContext,
) -> Option<Modal> {
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
            PickRow::commit(label, session.plan_meeting(day, meeting.time, ctx))
        })
        .collect();
    rows.push(PickRow::new(
        "Another day",
        Msg::Command(Command::PlanMeeting),
    ));
    Some(Modal::pick(
        "When do you talk next? Esc leaves it open.",
        rows,
        0,
    ))
}

fn held_meeting(record: &Record) -> Option<&Meeting> {
    if let Record::Meeting(meeting) = record {
        return (meeting.is_held() && meeting.kind == MeetingKind::Meeting).then_some(meeting);
    }
    None
}

//! “When do you talk next?”, asked once a meeting is written up and none is planned.

use super::Msg;
use super::command::Command;
use super::deed::Deed;
use super::desk::Desk;
use super::modal::{Modal, PickRow};
use super::purpose::Purpose;
use crate::domain::change::{Committed, Record};
use crate::domain::meeting::{Meeting, MeetingKind};
use crate::domain::when;

/// What is asked after `committed`, which came from the editor that has just closed.
pub fn ask(closed: Option<&Purpose>, committed: &Committed, desk: &Desk) -> Option<Modal> {
    let writes_up = matches!(closed, Some(Purpose::Log | Purpose::Meeting(_)));
    let year = desk.year();
    if !writes_up || year.is_closed() || year.next_meeting().is_some() {
        return None;
    }
    let records = committed.changes.iter().filter_map(|it| it.after.as_ref());
    let meeting = records.into_iter().find_map(held)?;
    // One written up long afterwards says nothing about the next.
    if year.last_meeting().is_none_or(|last| last.id != meeting.id) {
        return None;
    }
    let mut rows: Vec<PickRow> = year
        .next_dates(meeting)
        .into_iter()
        .map(|day| {
            let moment = when::shown_moment(day, meeting.time);
            let label = format!("{moment} ({})", year.due(day).words());
            PickRow::new(label, Msg::Do(Deed::PlanMeeting(day, meeting.time)))
        })
        .collect();
    rows.push(PickRow::new("Another day", Msg::Command(Command::Plan)));
    Some(Modal::Pick {
        title: "When do you talk next? Esc leaves it open.".to_owned(),
        rows,
        selected: 0,
    })
}

fn held(record: &Record) -> Option<&Meeting> {
    if let Record::Meeting(meeting) = record {
        return (meeting.counts() && meeting.kind == MeetingKind::Meeting).then_some(meeting);
    }
    None
}

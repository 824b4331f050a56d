//! Calendar of the match: the log, due dates, completed items and phases, by day.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveTime};

use super::Year;
use super::date_rules::{first_of_month, first_of_next_month};
use crate::domain::change::Kind;
use crate::domain::dates::format_day;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState};
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Kind of an item in the calendar.
    CalendarItemKind, "kind" {
        Phase = "phase" => "Phase",
        Pause = "pause" => "Pause",
        Meeting = "meeting" => "Meeting",
        Contact = "contact" => "Contact",
        Milestone = "milestone" => "Date",
        Goal = "goal" => "Goal",
        Step = "step" => "Step",
        Action = "action" => "Action",
    }
}

impl CalendarItemKind {
    /// Kind of the record; none for a phase, which is no record.
    pub const fn record_kind(self) -> Option<Kind> {
        Some(match self {
            Self::Phase => return None,
            Self::Pause => Kind::Pause,
            Self::Meeting | Self::Contact => Kind::Meeting,
            Self::Milestone => Kind::Milestone,
            Self::Goal => Kind::Goal,
            Self::Step => Kind::Step,
            Self::Action => Kind::Action,
        })
    }
}

/// State of an item in the calendar. Of several on one day, the later variant has priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarItemState {
    Begins,
    /// Done on this day, or due on it and done.
    Done,
    Held,
    /// Planned, or to be written up.
    Planned,
    /// Due in the future.
    Due,
    /// Overdue.
    Late,
}

/// One item on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarItem {
    pub kind: CalendarItemKind,
    /// Id of its record; zero for a phase.
    pub id: Id,
    pub title: String,
    pub time: Option<NaiveTime>,
    pub state: CalendarItemState,
}

/// Items by date, each day in order.
pub type CalendarDays = BTreeMap<NaiveDate, Vec<CalendarItem>>;

impl Year<'_> {
    /// Collects every item with a date, in every cycle of the match. Walks the whole log: not for every frame.
    pub fn calendar_days(&self) -> CalendarDays {
        self.calendar_days_in(NaiveDate::MIN..=NaiveDate::MAX)
    }

    /// The same, of this month alone.
    pub fn days_of_month(&self) -> CalendarDays {
        let next = first_of_next_month(self.today);
        self.calendar_days_in(first_of_month(self.today)..=next.pred_opt().unwrap_or(next))
    }

    fn calendar_days_in(&self, within: RangeInclusive<NaiveDate>) -> CalendarDays {
        let mut days = CalendarDays::new();
        let mut put = |date: NaiveDate, entry: CalendarItem| {
            if within.contains(&date) {
                days.entry(date).or_default().push(entry);
            }
        };
        for span in self.phases() {
            let (id, title) = (Id::default(), &span.phase.title);
            let state = CalendarItemState::Begins;
            let entry = calendar_item(CalendarItemKind::Phase, id, title, state);
            put(span.start, entry);
        }
        for pause in self.book.pauses_in_order() {
            let last = format!("until {}", format_day(pause.end));
            let state = CalendarItemState::Begins;
            let entry = calendar_item(CalendarItemKind::Pause, pause.id, &last, state);
            put(pause.start, entry);
        }
        let log = self.book.log();
        for meeting in log.filter(|meeting| within.contains(&meeting.date)) {
            if let Some(entry) = log_entry(meeting) {
                put(meeting.date, entry);
            }
        }
        let mut put_task = |kind, id, title: &str, done: Option<NaiveDate>, due| {
            if let Some(date) = done.or(due) {
                let state = self.due_state(date, done.is_some());
                put(date, calendar_item(kind, id, title, state));
            }
        };
        for date in self.book.milestones.values().filter(|it| !it.archived) {
            let (kind, done) = (CalendarItemKind::Milestone, date.done.map(|_| date.date));
            put_task(kind, date.id, &date.title, done, Some(date.date));
        }
        for goal in self.book.goals_in_order() {
            let due = goal.due.filter(|_| goal.is_open());
            let reached = self.reached_on(goal);
            put_task(CalendarItemKind::Goal, goal.id, &goal.title, reached, due);
            for step in self.book.steps_of(goal.id) {
                let due = step.due.filter(|_| goal.is_open());
                put_task(CalendarItemKind::Step, step.id, &step.title, step.done, due);
            }
        }
        for action in self.book.actions_in_order() {
            let (done, due) = (action.done, action.due.filter(|_| action.is_open()));
            put_task(CalendarItemKind::Action, action.id, &action.text, done, due);
        }
        for entries in days.values_mut() {
            entries.sort_by_key(|it| (it.time.is_none(), it.time, it.kind));
        }
        days
    }

    fn due_state(&self, date: NaiveDate, done: bool) -> CalendarItemState {
        if done {
            CalendarItemState::Done
        } else if self.is_late(date) && !self.is_closed() {
            CalendarItemState::Late
        } else {
            CalendarItemState::Due
        }
    }

    /// Date on which `goal` was reached, from its newest change of status.
    pub fn reached_on(&self, goal: &Goal) -> Option<NaiveDate> {
        if goal.status != GoalStatus::Done {
            return None;
        }
        let lines = self.book.progress_of(goal.id);
        let reached = lines
            .iter()
            .find(|line| line.status == Some(GoalStatus::Done));
        reached.map(|line| line.date).or(goal.due)
    }
}

fn calendar_item(
    kind: CalendarItemKind,
    id: Id,
    title: &str,
    state: CalendarItemState,
) -> CalendarItem {
    CalendarItem {
        kind,
        id,
        title: title.to_owned(),
        time: None,
        state,
    }
}

/// Item for a meeting or contact; none for a canceled one.
fn log_entry(meeting: &Meeting) -> Option<CalendarItem> {
    let state = match meeting.state {
        MeetingState::Held => CalendarItemState::Held,
        MeetingState::Planned => CalendarItemState::Planned,
        MeetingState::Cancelled => return None,
    };
    let kind = match meeting.kind {
        MeetingKind::Meeting => CalendarItemKind::Meeting,
        MeetingKind::Contact => CalendarItemKind::Contact,
    };
    Some(CalendarItem {
        time: meeting.time,
        ..calendar_item(kind, meeting.id, &meeting.title, state)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::book::Book;
    use crate::domain::goal::{Progress, Step};
    use crate::domain::schedule::tests::{
        action, book, contact, day, goal, id, meeting, planned, program,
    };

    fn days(book: &Book) -> CalendarDays {
        let program = program();
        let year = Year::new(book, &program, day("2026-12-10"));
        year.calendar_days()
    }

    fn states(days: &CalendarDays, date: &str) -> Vec<(CalendarItemKind, CalendarItemState)> {
        let found = days.get(&day(date)).into_iter().flatten();
        found.map(|it| (it.kind, it.state)).collect()
    }

    #[test]
    fn a_day_shows_the_log_what_is_due_and_what_was_done() {
        let step = Step {
            id: id("step"),
            goal: id("a"),
            done: Some(day("2026-12-03")),
            due: Some(day("2026-12-20")),
            ..Step::default()
        };
        let days = days(&book([
            contact("2026-12-01").into(),
            meeting("2026-12-08").into(),
            planned("2026-12-15").into(),
            goal("a", Some("2026-12-15")).into(),
            step.into(),
            action("late", Some("2026-12-08")).into(),
        ]));
        assert_eq!(
            states(&days, "2026-12-01"),
            [
                (CalendarItemKind::Phase, CalendarItemState::Begins),
                (CalendarItemKind::Contact, CalendarItemState::Held)
            ]
        );
        assert_eq!(
            states(&days, "2026-12-08"),
            [
                (CalendarItemKind::Meeting, CalendarItemState::Held),
                (CalendarItemKind::Action, CalendarItemState::Late)
            ]
        );
        assert_eq!(
            states(&days, "2026-12-15"),
            [
                (CalendarItemKind::Meeting, CalendarItemState::Planned),
                (CalendarItemKind::Goal, CalendarItemState::Due)
            ]
        );
        assert_eq!(
            states(&days, "2026-12-03"),
            [(CalendarItemKind::Step, CalendarItemState::Done)]
        );
        assert_eq!(states(&days, "2026-12-20"), []);
    }

    #[test]
    fn a_goal_that_was_reached_stands_on_the_day_it_was() {
        let reached = Goal {
            status: GoalStatus::Done,
            ..goal("a", Some("2027-02-01"))
        };
        let line = Progress {
            id: id("line"),
            goal: id("a"),
            date: day("2026-12-04"),
            status: Some(GoalStatus::Done),
            ..Progress::default()
        };
        let days = days(&book([reached.into(), line.into()]));
        assert_eq!(
            states(&days, "2026-12-04"),
            [(CalendarItemKind::Goal, CalendarItemState::Done)]
        );
        assert_eq!(states(&days, "2027-02-01"), []);
    }

    #[test]
    fn what_was_let_go_or_called_off_is_on_no_day() {
        let off = Meeting {
            state: MeetingState::Cancelled,
            ..meeting("2026-12-08")
        };
        let dropped = Goal {
            status: GoalStatus::Dropped,
            ..goal("a", Some("2026-12-09"))
        };
        let days = days(&book([off.into(), dropped.into()]));
        assert_eq!(states(&days, "2026-12-08"), []);
        assert_eq!(states(&days, "2026-12-09"), []);
    }
}

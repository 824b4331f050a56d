//! Hours record of the cycle, and its wins.

use chrono::NaiveDate;

use super::Year;
use super::totals::hours_words;
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind};

#[derive(Clone, Debug, PartialEq)]
pub struct HoursLine {
    pub meeting: Id,
    pub date: NaiveDate,
    pub kind: MeetingKind,
    pub channel: Option<Channel>,
    /// Duration in minutes, if somebody noted it.
    pub minutes: Option<u32>,
    /// Total minutes up to and with this one.
    pub cumulative_minutes: u64,
    pub title: String,
}

impl HoursLine {
    /// Formats the total time up to and with this one.
    pub fn cumulative_hours(&self) -> String {
        hours_words(self.cumulative_minutes)
    }
}

/// Source of a win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WinSource {
    /// Meeting or contact in which it was noted.
    Meeting(Id),
    /// Goal that was reached.
    Goal(Id),
}

/// Success worth listing in the closing record.
#[derive(Clone, Debug, PartialEq)]
pub struct Win {
    pub of: WinSource,
    pub date: NaiveDate,
    /// In the pair's words.
    pub text: String,
}

impl Year<'_> {
    /// Hours record: everything held in the cycle with its duration, oldest first.
    pub fn hours(&self) -> Vec<HoursLine> {
        let mut so_far = 0;
        let line = |meeting: &Meeting| {
            so_far += u64::from(meeting.minutes.unwrap_or(0));
            HoursLine {
                meeting: meeting.id,
                date: meeting.date,
                kind: meeting.kind,
                channel: meeting.channel,
                minutes: meeting.minutes,
                cumulative_minutes: so_far,
                title: meeting.title.clone(),
            }
        };
        self.held_in_cycle().into_iter().map(line).collect()
    }

    /// Wins of the cycle: those noted in meetings, and goals reached, oldest first.
    pub fn wins(&self) -> Vec<Win> {
        let noted = self.held_in_cycle().into_iter();
        let noted = noted
            .filter(|meeting| !meeting.win.trim().is_empty())
            .map(|meeting| Win {
                of: WinSource::Meeting(meeting.id),
                date: meeting.date,
                text: meeting.win.clone(),
            });
        let start = self.book.cycle().map(|cycle| cycle.start);
        let goals = self.book.goals_in_order().into_iter();
        let reached = goals.filter_map(|goal| {
            let date = self.reached_on(goal)?;
            start.is_none_or(|start| date >= start).then(|| Win {
                of: WinSource::Goal(goal.id),
                date,
                text: goal.title.clone(),
            })
        });
        let mut wins: Vec<_> = noted.chain(reached).collect();
        wins.sort_by_key(|win| win.date);
        wins
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::{Goal, GoalStatus};
    use crate::domain::schedule::tests::{book, contact, day, goal, meeting, planned, program};

    #[test]
    fn the_hours_record_adds_up_as_it_goes() {
        let long = |date: &str, minutes| Meeting {
            minutes,
            ..meeting(date)
        };
        let book = book([
            long("2026-12-08", Some(45)).into(),
            long("2026-11-10", Some(60)).into(),
            contact("2026-11-20").into(),
            planned("2026-12-15").into(),
        ]);
        let program = program();
        let year = Year::new(&book, &program, day("2026-12-10"));
        let hours = year.hours();
        let found: Vec<_> = hours
            .iter()
            .map(|it| (it.minutes, it.cumulative_minutes))
            .collect();
        assert_eq!(found, [(Some(60), 60), (None, 60), (Some(45), 105)]);
        assert_eq!(hours[2].cumulative_hours(), "1.8 h");
    }

    #[test]
    fn wins_are_noted_ones_and_goals_that_were_reached() {
        let won = Meeting {
            win: "She said yes.".to_owned(),
            ..meeting("2026-12-08")
        };
        let reached = Goal {
            status: GoalStatus::Done,
            ..goal("a", Some("2026-12-01"))
        };
        let book = book([won.into(), reached.into(), goal("b", None).into()]);
        let program = program();
        let year = Year::new(&book, &program, day("2026-12-10"));
        let found: Vec<_> = year.wins().into_iter().map(|win| win.text).collect();
        assert_eq!(found, ["a", "She said yes."]);
    }
}

//! Closing of the year: when it begins, and which items are still open.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Due, Year};
use crate::domain::action::Action;
use crate::domain::dates::{format_date, humanize_days};
use crate::domain::goal::Goal;
use crate::domain::meeting::Meeting;

/// Days before the end from which on closing is suggested.
const CLOSING_DAYS: i64 = 42;
/// Days before a meeting on which its agenda is sent, where the pair agreed on nothing else.
const DEFAULT_SEND_AHEAD_DAYS: u32 = 3;

/// Items still open at the end of a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct OpenItems<'a> {
    /// Goals that are neither reached nor dropped.
    #[serde(skip)]
    pub goals: Vec<&'a Goal>,
    /// Number of steps of open goals that are not done.
    pub steps: usize,
    /// Number of open actions.
    pub actions: usize,
    /// Number of questions without an answer.
    pub questions: usize,
    /// Number of the program's milestones that are not done.
    pub dates: usize,
}

impl OpenItems<'_> {
    /// Total number of open items.
    pub const fn count(&self) -> usize {
        self.goals.len() + self.steps + self.actions + self.questions + self.dates
    }
}

impl<'a> Year<'a> {
    /// True in the last six weeks of the year, and after it until it is closed.
    pub fn is_closing(&self) -> bool {
        self.book.cycle().is_some_and(|cycle| {
            cycle.closed.is_none() && (cycle.end - self.today).num_days() <= CLOSING_DAYS
        })
    }

    /// True once the year was closed.
    pub fn is_closed(&self) -> bool {
        self.closed().is_some()
    }

    /// True once the year was closed or its last day is past.
    pub fn is_over(&self) -> bool {
        let cycle = self.book.cycle();
        cycle.is_some_and(|cycle| self.today > cycle.end || cycle.closed.is_some())
    }

    /// Date on which the year was closed.
    pub fn closed(&self) -> Option<NaiveDate> {
        self.book.cycle()?.closed
    }

    /// Open actions, soonest first; of a closed year only those agreed since.
    pub fn open_actions(&self) -> Vec<&'a Action> {
        let mut actions = self.book.open_actions();
        if let Some(closed) = self.closed() {
            actions.retain(|action| action.agreed >= Some(closed));
        }
        actions
    }

    /// Summary of the end of the year: `6 weeks left, 9 things still open`.
    pub fn closing_summary(&self) -> Option<String> {
        let end = self.book.cycle()?.end;
        let time = match self.due(end) {
            Due::In(days) => format!("{} left", humanize_days(days)),
            Due::Today => "the last day".to_owned(),
            Due::Overdue(days) => format!("the year ended {} ago", humanize_days(days)),
        };
        let open = match self.open_items().count() {
            0 => "nothing is left open".to_owned(),
            1 => "1 thing still open".to_owned(),
            count => format!("{count} things still open"),
        };
        Some(format!("{time}, {open}"))
    }

    /// Sentence that the year is closed; none while it is not.
    pub fn closed_words(&self) -> Option<String> {
        let closed = self.closed()?;
        let day = format_date(closed);
        Some(format!("The year was closed on {day}."))
    }

    /// Collects the open items.
    pub fn open_items(&self) -> OpenItems<'a> {
        let goals: Vec<_> = self
            .book
            .goals_in_order()
            .into_iter()
            .filter(|goal| goal.is_open())
            .collect();
        let steps = goals.iter().flat_map(|goal| self.book.steps_of(goal.id));
        OpenItems {
            steps: steps.filter(|step| step.done.is_none()).count(),
            actions: self.book.open_actions().len(),
            questions: self.book.open_questions().len(),
            dates: self.open_milestones().len(),
            goals,
        }
    }

    /// Next meeting whose agenda is still to be sent, and the date by which to send it.
    pub fn send_ahead(&self) -> Option<(&'a Meeting, NaiveDate)> {
        let meeting = self.next_meeting().filter(|next| next.sent.is_none())?;
        let days = self.book.cycle().and_then(|cycle| cycle.send_ahead_days);
        let days = Days::new(u64::from(days.unwrap_or(DEFAULT_SEND_AHEAD_DAYS)));
        Some((meeting, meeting.date.checked_sub_days(days)?))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::action::Action;
    use crate::domain::book::Book;
    use crate::domain::change::Record;
    use crate::domain::goal::{Goal, GoalStatus};
    use crate::domain::program::Milestone;
    use crate::domain::schedule::Year;
    use crate::domain::schedule::tests::{action, book, day, goal, id, planned, program};

    #[test]
    fn the_closing_begins_six_weeks_before_the_end_and_lasts_until_the_year_is_closed() {
        let (mut book, program) = (book([]), program());
        let is_closing = |book: &_, today| {
            let today = day(today);
            let program = &program;
            Year::new(book, program, today).is_closing()
        };
        assert!(!is_closing(&book, "2027-07-19"));
        assert!(is_closing(&book, "2027-07-20"));
        assert!(is_closing(&book, "2027-10-01"));
        let mut cycle = book.cycle().unwrap().clone();
        cycle.closed = Some(day("2027-08-20"));
        book.extend([cycle.into()]);
        assert!(!is_closing(&book, "2027-10-01"));
    }

    #[test]
    fn a_closed_year_asks_for_nothing_but_what_was_agreed_since() {
        let agreed = |name: &str, agreed: &str| Action {
            agreed: Some(day(agreed)),
            ..action(name, Some("2027-08-10"))
        };
        let late = Milestone {
            id: id("late"),
            cycle: id("cycle"),
            title: "Survey".to_owned(),
            date: day("2027-08-01"),
            ..Milestone::default()
        };
        let mut book = book([
            goal("a", Some("2027-04-30")).into(),
            agreed("before", "2027-05-01").into(),
            agreed("farewell", "2027-08-20").into(),
            late.into(),
            planned("2027-07-01").into(),
            planned("2027-10-01").into(),
        ]);
        let program = program();
        let asked = |book: &Book| {
            let year = Year::new(book, &program, day("2027-08-25"));
            let asked = year.upcoming().into_iter().map(|it| it.title);
            (asked.collect::<Vec<_>>(), year.status_line())
        };
        let (titles, status) = asked(&book);
        assert_eq!(titles.len(), 6);
        assert!(status.contains("asks for 2 contacts"), "{status}");
        let mut cycle = book.cycle().unwrap().clone();
        cycle.closed = Some(day("2027-08-20"));
        book.extend([cycle.into()]);
        let (titles, status) = asked(&book);
        assert_eq!(titles, ["farewell", "Meeting"]);
        assert_eq!(
            status,
            "The year was closed on Fri, Aug 20, 2027. Next: meeting Fri, Oct 1, 2027 (in 5 weeks). Late: 1 action. \
             No contact has been logged yet."
        );
    }

    #[test]
    fn the_end_is_told_in_words() {
        let (book, program) = (book([goal("a", None).into()]), program());
        let words = |today: &str| {
            let year = Year::new(&book, &program, day(today));
            year.closing_summary().unwrap()
        };
        assert_eq!(words("2027-07-20"), "6 weeks left, 1 thing still open");
        assert_eq!(words("2027-08-31"), "the last day, 1 thing still open");
        assert_eq!(
            words("2027-09-05"),
            "the year ended 5 days ago, 1 thing still open"
        );
    }

    #[test]
    fn what_is_left_is_what_is_open() {
        let done = Goal {
            status: GoalStatus::Done,
            ..goal("b", None)
        };
        let records: [Record; 3] = [
            goal("a", None).into(),
            done.into(),
            action("x", None).into(),
        ];
        let (book, program) = (book(records), program());
        let year = Year::new(&book, &program, day("2027-08-01"));
        let left = year.open_items();
        assert_eq!((left.goals.len(), left.actions, left.questions), (1, 1, 0));
    }

    #[test]
    fn an_agenda_is_sent_three_days_ahead_unless_the_pair_agreed_otherwise() {
        let (mut book, program) = (book([planned("2026-12-08").into()]), program());
        let by = |book: &_| {
            let year = Year::new(book, &program, day("2026-12-01"));
            year.send_ahead().map(|(_, by)| by)
        };
        assert_eq!(by(&book), Some(day("2026-12-05")));
        let mut cycle = book.cycle().unwrap().clone();
        cycle.send_ahead_days = Some(7);
        book.extend([cycle.into()]);
        assert_eq!(by(&book), Some(day("2026-12-01")));
        let mut meeting = book.planned()[0].clone();
        meeting.sent = Some(day("2026-12-01"));
        book.extend([meeting.into()]);
        assert_eq!(by(&book), None);
    }
}

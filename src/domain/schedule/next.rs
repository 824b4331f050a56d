//! Suggested dates for the next meeting.

use chrono::{Days, NaiveDate};

use super::Year;
use super::date_rules::same_weekday_after;
use crate::domain::meeting::Meeting;

impl Year<'_> {
    /// Suggests dates for the talk after `meeting`, soonest first, all ahead and before the end: two weeks and four
    /// weeks later, and the same weekday of the month in which the cadence wants the next meeting.
    pub fn next_meeting_dates(&self, meeting: &Meeting) -> Vec<NaiveDate> {
        let Some(cycle) = self.book.cycle() else {
            return Vec::new();
        };
        let rate = self.cadence().meetings.or(self.cadence().contacts);
        let months = rate.map_or(1, |rate| rate.months.max(1));
        let weeks = [2, 4].map(|weeks| meeting.date.checked_add_days(Days::new(weeks * 7)));
        let mut days: Vec<_> = weeks
            .into_iter()
            .chain([same_weekday_after(meeting.date, meeting.date, months)])
            .flatten()
            .filter(|day| *day > self.today && *day <= cycle.end)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::schedule::Year;
    use crate::domain::schedule::tests::{book, day, meeting, program};

    #[test]
    fn the_next_talk_is_offered_in_weeks_and_on_the_same_weekday_of_the_month_until_the_end() {
        let (book, program) = (book([]), program());
        let offered = |today: &str, held: &str| {
            let year = Year::new(&book, &program, day(today));
            year.next_meeting_dates(&meeting(held))
        };
        assert_eq!(
            offered("2026-12-01", "2026-12-01"),
            [day("2026-12-15"), day("2026-12-29"), day("2027-01-05")]
        );
        assert_eq!(offered("2027-08-24", "2027-08-24"), []);
    }
}

//! Due date of the owner's next pulse, and hints from the trend of the pulses.

use chrono::NaiveDate;

use super::Year;
use crate::domain::dates::format_date;
use crate::domain::pulse::Pulse;

/// Days after the start on which the first pulse is due.
const FIRST_PULSE_DAYS: u64 = 30;
/// Days between two pulses.
const PULSE_INTERVAL_DAYS: u64 = 60;
/// Highest rating that is low enough for a hint.
const LOW_RATING: u8 = 2;
/// Fall of the average that is large enough for a hint, in tenths.
const FALL_TENTHS: u32 = 10;

impl<'a> Year<'a> {
    /// Pulses of the current cycle, oldest first.
    pub fn pulses(&self) -> Vec<&'a Pulse> {
        let start = self.book.cycle().map(|cycle| cycle.start);
        let mut pulses = self.book.pulses_in_order();
        pulses.retain(|pulse| start.is_none_or(|start| pulse.date >= start));
        pulses
    }

    /// Due date of the next pulse: day 30, then every 60 days without those of pauses; none where it would be after the end.
    pub fn next_pulse(&self) -> Option<NaiveDate> {
        let cycle = self.book.cycle()?;
        let due = match self.pulses().last() {
            Some(last) => self.after_active_days(last.date, PULSE_INTERVAL_DAYS)?,
            None => self.after_active_days(cycle.start, FIRST_PULSE_DAYS)?,
        };
        (due <= cycle.end && cycle.closed.is_none()).then_some(due)
    }

    /// True if a pulse is due.
    pub fn pulse_is_due(&self) -> bool {
        let due = self.next_pulse().is_some_and(|due| due <= self.today);
        due && self.pause_today().is_none()
    }

    /// Hint for the owner when the last pulse is low or has fallen; it suggests a talk and nothing else.
    pub fn pulse_words(&self) -> Option<String> {
        let pulses = self.pulses();
        let last = pulses.last()?;
        let is_low = last
            .ratings()
            .into_iter()
            .flatten()
            .any(|it| it <= LOW_RATING);
        let before = pulses.iter().rev().nth(1);
        let fallen = before.filter(|before| {
            let (Some(was), Some(is)) = (before.average_tenths(), last.average_tenths()) else {
                return false;
            };
            is + FALL_TENTHS <= was
        });
        match fallen {
            Some(before) => Some(format!(
                "Your pulse has fallen since {}. It may be worth a talk; nobody is told.",
                format_date(before.date)
            )),
            None if is_low => Some(
                "One of your last ratings was low. It may be worth a talk; nobody is told."
                    .to_owned(),
            ),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::book::Book;
    use crate::domain::program::Program;
    use crate::domain::pulse::Pulse;
    use crate::domain::schedule::Year;
    use crate::domain::schedule::tests::{book, day, id, program};

    fn pulse(date: &str, ratings: [u8; 3]) -> Pulse {
        Pulse {
            id: id(date),
            date: day(date),
            contact: Some(ratings[0]),
            progress: Some(ratings[1]),
            trust: Some(ratings[2]),
            ..Pulse::default()
        }
    }

    fn year<'a>(book: &'a Book, program: &'a Program, today: &str) -> Year<'a> {
        Year::new(book, program, day(today))
    }

    #[test]
    fn a_pulse_is_due_on_day_30_and_then_every_60_days_until_the_end() {
        let (empty, program) = (book([]), program());
        assert_eq!(
            year(&empty, &program, "2026-11-20").next_pulse(),
            Some(day("2026-12-02"))
        );
        assert!(!year(&empty, &program, "2026-12-01").pulse_is_due());
        assert!(year(&empty, &program, "2026-12-02").pulse_is_due());
        let taken = book([pulse("2026-12-05", [4, 3, 5]).into()]);
        assert_eq!(
            year(&taken, &program, "2026-12-06").next_pulse(),
            Some(day("2027-02-03"))
        );
        let late = book([pulse("2027-08-01", [4, 3, 5]).into()]);
        assert_eq!(year(&late, &program, "2027-08-02").next_pulse(), None);
    }

    #[test]
    fn a_pulse_that_is_low_or_falls_is_worth_a_talk() {
        let program = program();
        let well = book([pulse("2026-12-05", [4, 4, 5]).into()]);
        assert_eq!(year(&well, &program, "2026-12-06").pulse_words(), None);
        let low = book([pulse("2026-12-05", [4, 2, 5]).into()]);
        assert!(year(&low, &program, "2026-12-06").pulse_words().is_some());
        let fallen = book([
            pulse("2026-12-05", [5, 5, 5]).into(),
            pulse("2027-02-03", [4, 3, 4]).into(),
        ]);
        let words = year(&fallen, &program, "2027-02-04").pulse_words().unwrap();
        assert!(words.contains("Sat, Dec 5, 2026"), "{words}");
    }
}

//! Pauses of the year: the days that no cadence counts, and those by which the year was made longer.

use chrono::{Days, NaiveDate};

use super::Year;
use super::date_rules::{day_before, resolve};
use crate::domain::book::Book;
use crate::domain::dates::{format_date, format_day, pluralize};
use crate::domain::pause::Pause;
use crate::domain::program::DateRule;

/// First and last day of a pause.
pub type PauseSpan = (NaiveDate, NaiveDate);

/// Number of days of a pause, both ends counted.
pub fn pause_length((start, end): PauseSpan) -> i64 {
    (end - start).num_days() + 1
}

/// Days of the pauses in order; where they overlap they count once.
fn merged<'a>(pauses: impl Iterator<Item = &'a Pause>) -> Vec<PauseSpan> {
    let mut spans: Vec<_> = pauses.map(|pause| (pause.start, pause.end)).collect();
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touches = day_before(next.0) <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    spans
}

/// The pauses by which the current year of `book` was made longer.
fn extensions(book: &Book) -> Vec<PauseSpan> {
    merged(book.pauses_in_order().into_iter().filter(|it| it.extends))
}

/// Number of days by which pauses made the current year of `book` longer.
pub fn extension_days(book: &Book) -> i64 {
    extensions(book).into_iter().map(pause_length).sum()
}

/// Resolves `rule` in the current year of `book`, as if the pauses that made it longer stood outside of it: what comes after
/// one moves by its days. A fixed day stays where it is.
pub fn resolve_in(rule: &DateRule, book: &Book) -> NaiveDate {
    let Some(cycle) = book.cycle() else {
        return NaiveDate::default();
    };
    let extension = u64::try_from(extension_days(book)).unwrap_or_default();
    let end = cycle.end.checked_sub_days(Days::new(extension));
    let moves = !matches!(rule, DateRule::Day(_));
    let Some(end) = end.filter(|end| *end > cycle.start && moves) else {
        return resolve(rule, cycle.start, cycle.end);
    };
    let day = resolve(rule, cycle.start, end);
    extensions(book).into_iter().fold(day, |day, span| {
        let days = u64::try_from(pause_length(span)).unwrap_or_default();
        let moved = day.checked_add_days(Days::new(days));
        moved.filter(|_| day >= span.0).unwrap_or(day)
    })
}

impl Year<'_> {
    /// Pauses of the current year in order, within its days; overlapping ones are one.
    pub fn pauses(&self) -> Vec<PauseSpan> {
        let Some(cycle) = self.book.cycle() else {
            return Vec::new();
        };
        let mut spans = merged(self.book.pauses_in_order().into_iter());
        for span in &mut spans {
            *span = (span.0.max(cycle.start), span.1.min(cycle.end));
        }
        spans.retain(|span| span.0 <= span.1);
        spans
    }

    /// The pause that today lies in; none in a closed year.
    pub fn pause_today(&self) -> Option<PauseSpan> {
        let mut pauses = self.pauses().into_iter();
        pauses.find(|span| (span.0..=span.1).contains(&self.today) && !self.is_closed())
    }

    /// Number of paused days after `from`, up to `to`.
    pub fn paused_days(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let within = |(start, end): PauseSpan| {
            let before = if start > from {
                day_before(start)
            } else {
                from
            };
            (end.min(to) - before).num_days().max(0)
        };
        self.pauses().into_iter().map(within).sum()
    }

    /// The day on which `days` days outside of pauses have gone by after `from`.
    pub fn after_active_days(&self, from: NaiveDate, days: u64) -> Option<NaiveDate> {
        let mut day = from.checked_add_days(Days::new(days))?;
        for (start, end) in self.pauses() {
            if start <= day && end > from {
                let before = if start > from {
                    day_before(start)
                } else {
                    from
                };
                day = day.checked_add_signed(end - before)?;
            }
        }
        Some(day)
    }

    /// True if `date` has gone by and nobody is on leave, so that it is worth a word.
    pub fn is_late(&self, date: NaiveDate) -> bool {
        self.due(date).is_overdue() && self.pause_today().is_none()
    }

    /// Pauses of the year that have begun, in words for numbers: `paused Jan 4 to Feb 12, 40 days`; none without one.
    pub fn pause_words(&self) -> Option<String> {
        self.pause_words_in((NaiveDate::MIN, NaiveDate::MAX))
    }

    /// The same for the days of `within`.
    pub fn pause_words_in(&self, within: (NaiveDate, NaiveDate)) -> Option<String> {
        let mut pauses = self.pauses();
        for span in &mut pauses {
            *span = (span.0.max(within.0), span.1.min(within.1));
        }
        pauses.retain(|span| span.0 <= span.1 && span.0 <= self.today);
        let days: i64 = pauses.iter().copied().map(pause_length).sum();
        let words: Vec<_> = pauses
            .iter()
            .map(|(start, end)| format!("{} to {}", format_day(*start), format_day(*end)))
            .collect();
        let words = format!("paused {}, {}", words.join(" and "), pluralize(days, "day"));
        (!pauses.is_empty()).then_some(words)
    }

    /// Sentence that the year rests today; none while it does not.
    pub fn paused_until(&self) -> Option<String> {
        let (_, end) = self.pause_today()?;
        Some(format!("The year is paused until {}.", format_date(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Record;
    use crate::domain::program::Program;
    use crate::domain::schedule::tests::{
        action, book, contact, day, id, meeting, planned, program,
    };
    use crate::domain::schedule::{NoticeKind, TargetStatus};

    fn pause(start: &str, end: &str) -> Pause {
        Pause {
            id: id(start),
            cycle: id("cycle"),
            start: day(start),
            end: day(end),
            ..Pause::default()
        }
    }

    /// A contact in November and one in February, without and with forty days of leave between.
    fn two_books(today: &str, with: impl FnOnce(Year, Year)) {
        let log = || -> Vec<Record> {
            vec![
                contact("2026-11-10").into(),
                meeting("2026-11-24").into(),
                contact("2026-12-10").into(),
                contact("2026-12-28").into(),
                contact("2027-02-20").into(),
                action("late", Some("2027-01-10")).into(),
            ]
        };
        let without = book(log());
        let leave = pause("2027-01-04", "2027-02-12");
        let paused = book(log().into_iter().chain([leave.into()]));
        let program: Program = program();
        let year = |book| Year::new(book, &program, day(today));
        with(year(&without), year(&paused));
    }

    #[test]
    fn a_gap_counts_the_days_outside_of_pauses() {
        // 54 days from December 28 to February 20, of which the forty of the leave do not count.
        two_books("2027-03-31", |without, paused| {
            let longest = |year: Year| {
                let longest = year.totals().longest_interval.unwrap();
                (longest.days, longest.paused_days, longest.from.to_string())
            };
            assert_eq!(longest(without), (54, 0, "2026-12-28".to_owned()));
            // Since February 20: 39 days.
            assert_eq!(longest(paused), (39, 0, "2027-02-20".to_owned()));
        });
        // On February 19: 53 days without a word, or 13 outside of the leave.
        two_books("2027-02-19", |without, paused| {
            assert_eq!(without.gap().map(|gap| gap.days), Some(53));
            assert_eq!(paused.gap(), None);
            let longest = paused.totals().longest_interval.unwrap();
            assert_eq!((longest.days, longest.paused_days), (18, 0));
            assert_eq!(paused.paused_days(day("2026-12-28"), day("2027-02-19")), 40);
        });
    }

    #[test]
    fn months_with_more_than_a_week_of_pause_are_not_measured() {
        two_books("2027-04-01", |without, paused| {
            let totals = [without.totals(), paused.totals()];
            // November and December have enough; January and March nothing, February too little.
            assert_eq!(totals[0].contacts_met, Some((2, 5)));
            assert_eq!(totals[1].contacts_met, Some((2, 3)));
            assert_eq!((totals[0].paused_days, totals[1].paused_days), (0, 40));
            let days: Vec<_> = totals[1].months.iter().map(|it| it.paused_days).collect();
            assert_eq!(days, [0, 0, 28, 12, 0, 0]);
            let january = totals[1].months[2];
            assert_eq!(january.target_status(0, Some(2)), TargetStatus::NotMeasured);
            assert_eq!(without.pause_words(), None);
            let words = paused.pause_words().unwrap();
            assert_eq!(words, "paused Jan 4 to Feb 12, 40 days");
        });
    }

    #[test]
    fn during_a_pause_nothing_is_late_or_asked() {
        two_books("2027-01-25", |without, paused| {
            let kinds = |year: Year| -> Vec<NoticeKind> {
                year.notices().iter().map(|it| it.kind).collect()
            };
            assert!(kinds(without).contains(&NoticeKind::NoMeeting));
            assert_eq!(kinds(paused), [NoticeKind::Paused]);
            assert!(without.status_line().contains("Late: 1 action."));
            let line = paused.status_line();
            assert!(!line.contains("Late"), "{line}");
            assert!(
                line.ends_with(
                    "Last contact 28 days ago. The year is paused until Fri, Feb 12, 2027."
                ),
                "{line}"
            );
            assert!(without.pulse_is_due() && !paused.pulse_is_due());
            assert_eq!(
                without.month_words(),
                "This month: 0 of 2 contacts, 0 meetings."
            );
            assert_eq!(paused.month_words(), "This month: 0 contacts, 0 meetings.");
        });
        // What is late afterwards is late by its own day.
        two_books("2027-02-13", |_, paused| {
            assert!(paused.status_line().contains("Late: 1 action."));
            assert_eq!(paused.gap(), None);
        });
        // A meeting that was planned all the same is still announced.
        let leave = pause("2026-11-20", "2026-12-20");
        let book = book([planned("2026-12-01").into(), leave.into()]);
        let program = program();
        let year = Year::new(&book, &program, day("2026-11-22"));
        assert!(
            year.status_line()
                .starts_with("Next: meeting Tue, Dec 1, 2026")
        );
    }

    #[test]
    fn the_pulse_waits_as_long_as_the_pause_lasts() {
        let program = program();
        let next = |pauses: Vec<Pause>| {
            let book = book(pauses.into_iter().map(Record::from));
            Year::new(&book, &program, day("2026-11-22"))
                .next_pulse()
                .unwrap()
        };
        // Day 30 is December 2; ten days of leave put it off by ten, or by those that have come before it.
        assert_eq!(next(vec![]), day("2026-12-02"));
        assert_eq!(
            next(vec![pause("2026-11-10", "2026-11-19")]),
            day("2026-12-12")
        );
        assert_eq!(
            next(vec![pause("2026-12-02", "2026-12-31")]),
            day("2027-01-01")
        );
        assert_eq!(
            next(vec![pause("2026-12-03", "2026-12-31")]),
            day("2026-12-02")
        );
    }

    #[test]
    fn pauses_that_overlap_count_once_and_what_is_outside_of_the_year_not_at_all() {
        let program = program();
        let book = book([
            pause("2027-01-04", "2027-01-20").into(),
            pause("2027-01-10", "2027-01-31").into(),
            pause("2027-02-01", "2027-02-02").into(),
            pause("2027-08-30", "2027-09-30").into(),
        ]);
        let year = Year::new(&book, &program, day("2027-08-31"));
        let spans = [("2027-01-04", "2027-02-02"), ("2027-08-30", "2027-08-31")];
        assert_eq!(
            year.pauses(),
            spans.map(|(start, end)| (day(start), day(end)))
        );
        assert_eq!(year.totals().paused_days, 32);
    }
}

//! Plans a series of meetings until the end of the cycle.

use chrono::{Days, NaiveDate};

use super::with_answers;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::dates;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::ops::{OpContext, Outcome, Refusal};
use crate::domain::schedule::same_weekday_after;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Recurrence of the meetings in a series.
    Recurrence, "rhythm" {
        Month = "month" => "Once a month",
        Week = "week" => "Every week",
        TwoWeeks = "2-weeks" => "Every 2 weeks",
        ThreeWeeks = "3-weeks" => "Every 3 weeks",
        FourWeeks = "4-weeks" => "Every 4 weeks",
    }
}

impl Recurrence {
    const fn weeks(self) -> Option<u64> {
        match self {
            Self::Month => None,
            Self::Week => Some(1),
            Self::TwoWeeks => Some(2),
            Self::ThreeWeeks => Some(3),
            Self::FourWeeks => Some(4),
        }
    }

    /// Date after `day` in a series that began on `first`.
    ///
    /// A monthly series keeps the weekday and its position in the month (the first Tuesday); the fifth is the last one
    /// where there are only four.
    fn next_day(self, day: NaiveDate, first: NaiveDate) -> Option<NaiveDate> {
        if let Some(weeks) = self.weeks() {
            return day.checked_add_days(Days::new(weeks * 7));
        }
        same_weekday_after(day, first, 1)
    }
}

/// Plans meetings from the first date until the end of the cycle. A day with a planned meeting is skipped.
pub fn plan_series(book: &Book, answers: &Answers, ctx: &OpContext) -> Outcome {
    let end = book.cycle().map(|cycle| cycle.end).ok_or_else(|| {
        Refusal::new("This book has no year yet, so a series has no end.")
            .hint("Give the year its first and last day first.")
    })?;
    let first = answers.day("date").ok_or_else(|| {
        Refusal::new("A series needs the day of its first meeting.")
            .hint("Say it as you would: “next tue 10am”.")
    })?;
    if first < ctx.today || first > end {
        return Err(Refusal::new(format!(
            "A series that starts on {} has no meeting ahead before the year ends on {}.",
            dates::format_date(first),
            dates::format_date(end)
        ))
        .hint("Give a day ahead of you and before the end."));
    }
    let rhythm: Recurrence = answers.word("every").unwrap_or_default();
    let taken: Vec<_> = book.planned().iter().map(|planned| planned.date).collect();
    let days = std::iter::successors(Some(first), |day| rhythm.next_day(*day, first))
        .take_while(|day| *day <= end)
        .filter(|day| !taken.contains(day));
    let mut changes = Vec::new();
    for date in days {
        let meeting = Meeting {
            id: ctx.id(),
            state: MeetingState::Planned,
            ..Meeting::default()
        };
        changes.push(Change::create(Meeting {
            date,
            ..with_answers(&meeting, answers)?
        }));
    }
    let count = dates::pluralize(changes.len(), "meeting");
    let label = format!("{count} planned, until {}", dates::format_date(end));
    Ok(ctx.commit(label, changes))
}

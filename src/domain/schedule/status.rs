//! The nudge in one line, for the command line and the shelf.

use super::rhythm::rate_words;
use super::upcoming::{DueKind, Upcoming};
use super::{Due, Year};
use crate::domain::deeds::quoted;
use crate::domain::programme::Rate;
use crate::domain::when::{counted, shown, shown_moment};

impl Year<'_> {
    /// What is next, what is late, and the last contact against the cadence, in plain sentences on one line.
    pub fn status_line(&self) -> String {
        let upcoming = self.upcoming();
        let mut sentences = vec![next_words(&upcoming)];
        sentences.extend(late_words(&upcoming));
        let unwritten = upcoming
            .iter()
            .filter(|item| item.kind == DueKind::Meeting && item.due.is_overdue())
            .count();
        if unwritten > 0 {
            sentences.push(format!(
                "To be written up: {}.",
                counted_usize(unwritten, "meeting")
            ));
        }
        sentences.push(self.rhythm_words());
        sentences.join(" ")
    }

    /// The last contact against the cadence, in a sentence without blame.
    pub fn rhythm_words(&self) -> String {
        let last = self.last_contact_words();
        match self.cadence_words() {
            Some(cadence) => format!("{}; {cadence}.", last.trim_end_matches('.')),
            None => last,
        }
    }

    /// When the last contact was, in a sentence.
    pub fn last_contact_words(&self) -> String {
        match self.days_since_contact() {
            None => "No contact has been logged yet.".to_owned(),
            Some(0) => "Last contact today.".to_owned(),
            Some(1) => "Last contact yesterday.".to_owned(),
            Some(days) => format!("Last contact {} ago.", counted(days, "day")),
        }
    }

    /// What was held this month, against what the cadence asks of a month: `This month: 1 of 2 contacts, 1 meeting.`
    pub fn month_words(&self) -> String {
        let count = self.this_month();
        let cadence = self.cadence();
        let part = |held: u32, rate: Option<Rate>, noun: &str| match rate
            .filter(|rate| rate.months == 1)
        {
            Some(rate) => format!("{held} of {}", counted(i64::from(rate.count), noun)),
            None => counted(i64::from(held), noun),
        };
        let contacts = part(count.contacts, cadence.contacts, "contact");
        let meetings = part(count.meetings, cadence.meetings, "meeting");
        format!("This month: {contacts}, {meetings}.")
    }

    /// What the cadence asks for: `the programme asks for 2 contacts a month`.
    pub fn cadence_words(&self) -> Option<String> {
        let cadence = self.cadence();
        let rates = [
            cadence.contacts.map(|rate| rate_words(rate, "contact")),
            cadence.meetings.map(|rate| rate_words(rate, "meeting")),
        ];
        let rates: Vec<String> = rates.into_iter().flatten().collect();
        let who = if cadence.agreed {
            "you agreed on"
        } else {
            "the programme asks for"
        };
        (!rates.is_empty()).then(|| format!("{who} {}", rates.join(" and ")))
    }

    /// A neutral sentence about a gap over the cadence: `The last contact was on Tue 3 Nov 2026, 5 weeks ago.`
    pub fn gap_words(&self) -> Option<String> {
        let gap = self.gap()?;
        let what = gap.of.label().to_lowercase();
        Some(match gap.last {
            None => format!(
                "No {what} has been logged since the start on {}.",
                shown(gap.since)
            ),
            Some(last) => format!(
                "The last {what} was on {}, {}.",
                shown(last),
                self.distance(last)
            ),
        })
    }
}

fn next_words(upcoming: &[Upcoming]) -> String {
    let Some(next) = upcoming.iter().find(|item| !item.due.is_overdue()) else {
        return "Next: nothing has a date yet.".to_owned();
    };
    let what = next.kind.label().to_lowercase();
    let title = match next.kind {
        DueKind::Meeting => String::new(),
        DueKind::Goal | DueKind::Step | DueKind::Action | DueKind::Milestone => {
            format!(" {}", quoted(&next.title))
        }
    };
    format!(
        "Next: {what}{title} {} ({}).",
        shown_moment(next.date, next.time),
        next.due.words()
    )
}

/// `Late: 1 action, 2 steps.`
fn late_words(upcoming: &[Upcoming]) -> Option<String> {
    let late = |kind: DueKind| {
        upcoming
            .iter()
            .filter(|item| item.kind == kind && matches!(item.due, Due::Overdue(_)))
            .count()
    };
    let kinds = [
        DueKind::Action,
        DueKind::Step,
        DueKind::Goal,
        DueKind::Milestone,
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .map(|kind| (kind, late(kind)))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| counted_usize(count, kind.key()))
        .collect();
    (!parts.is_empty()).then(|| format!("Late: {}.", parts.join(", ")))
}

fn counted_usize(count: usize, noun: &str) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), noun)
}

//! Status of the year in one line, for the command line and the shelf.

use super::cadence::{Gap, rate_words};
use super::upcoming::{DueKind, Upcoming};
use super::{Due, Year};
use crate::domain::dates::{format_date, format_date_time, pluralize};
use crate::domain::meeting::MeetingKind;
use crate::domain::ops::quoted;
use crate::domain::program::Rate;

impl Year<'_> {
    /// Status line: next, overdue, closing, and the last contact against the cadence, in plain sentences. A private
    /// goal or step is not named in it, and a closed year has no open tasks.
    pub fn status_line(&self) -> String {
        let upcoming = self.upcoming();
        if let Some(closed) = self.closed_words() {
            // Items left in a closed year were agreed on since.
            let ahead = upcoming.iter().any(|item| !item.due.is_overdue());
            let mut sentences = vec![closed];
            sentences.extend(ahead.then(|| next_words(&upcoming)));
            sentences.extend(late_words(&upcoming));
            sentences.push(self.last_contact_words());
            return sentences.join(" ");
        }
        let mut sentences = vec![next_words(&upcoming)];
        sentences.extend(self.send_ahead_words());
        sentences.extend(late_words(&upcoming));
        let unwritten = upcoming
            .iter()
            .filter(|item| item.kind == DueKind::Meeting && item.due.is_overdue())
            .count();
        if unwritten > 0 {
            sentences.push(format!(
                "To be written up: {}.",
                pluralize(unwritten, "meeting")
            ));
        }
        sentences.extend(self.closing_words());
        sentences.push(self.contact_words());
        sentences.join(" ")
    }

    /// Date by which the next agenda is to be sent: `Send the agenda by Sat, Dec 5, 2026.`
    pub fn send_ahead_words(&self) -> Option<String> {
        let (meeting, by) = self.send_ahead()?;
        Some(if by < self.today {
            format!(
                "The agenda can still be sent; you talk {}.",
                self.relative_date(meeting.date)
            )
        } else {
            format!("Send the agenda by {}.", format_date(by))
        })
    }

    /// Sentence that the year is about to end, or over and not closed.
    pub fn closing_words(&self) -> Option<String> {
        let end = self.book.cycle()?.end;
        self.is_closing().then(|| {
            if end < self.today {
                format!(
                    "The year ended on {} and is not closed yet.",
                    format_date(end)
                )
            } else {
                format!(
                    "The year ends on {} ({}).",
                    format_date(end),
                    self.relative_date(end)
                )
            }
        })
    }

    /// Last contact against the cadence; with a gap, the date since which it lasts.
    fn contact_words(&self) -> String {
        let of_contacts = |gap: Gap| gap.of == MeetingKind::Contact;
        match (self.gap_words(), self.gap().is_some_and(of_contacts)) {
            (None, _) => self.rhythm_words(),
            (Some(gap), false) => format!("{} {gap}", self.rhythm_words()),
            (Some(gap), true) => match self.cadence_words() {
                Some(cadence) => format!("{}; {cadence}.", gap.trim_end_matches('.')),
                None => gap,
            },
        }
    }

    /// Last contact against the cadence, in a sentence without blame.
    pub fn rhythm_words(&self) -> String {
        let last = self.last_contact_words();
        if let Some(paused) = self.paused_until() {
            return format!("{last} {paused}");
        }
        match self.cadence_words().filter(|_| !self.is_closed()) {
            Some(cadence) => format!("{}; {cadence}.", last.trim_end_matches('.')),
            None => last,
        }
    }

    /// Date of the last contact, in a sentence.
    pub fn last_contact_words(&self) -> String {
        match self.days_since_contact() {
            None => "No contact has been logged yet.".to_owned(),
            Some(0) => "Last contact today.".to_owned(),
            Some(1) => "Last contact yesterday.".to_owned(),
            Some(days) => format!("Last contact {} ago.", pluralize(days, "day")),
        }
    }

    /// Count of this month against the cadence: `This month: 1 of 2 contacts, 1 meeting.` A closed year, and one that is
    /// paused today, has no target.
    pub fn month_words(&self) -> String {
        let count = self.this_month();
        let cadence = self.cadence();
        let is_paused = self.pause_today().is_some();
        let count_text = |held: u32, rate: Option<Rate>, noun: &str| match rate
            .filter(|rate| rate.months == 1 && !self.is_closed() && !is_paused)
        {
            Some(rate) => format!("{held} of {}", pluralize(rate.count, noun)),
            None => pluralize(held, noun),
        };
        let contacts = count_text(count.contacts, cadence.contacts, "contact");
        let meetings = count_text(count.meetings, cadence.meetings, "meeting");
        format!("This month: {contacts}, {meetings}.")
    }

    /// Cadence and its source: `the program asks for 2 contacts a month and you agreed on 1 meeting a month`. Offices
    /// read it, so it attributes no number to the program or the pair that is not theirs.
    pub fn cadence_words(&self) -> Option<String> {
        let cadence = self.cadence();
        let cycle = self.book.cycle();
        let parts = [
            (
                cadence.contacts.map(|rate| rate_words(rate, "contact")),
                cycle.and_then(|cycle| cycle.contacts_a_month),
            ),
            (
                cadence.meetings.map(|rate| rate_words(rate, "meeting")),
                cycle.and_then(|cycle| cycle.meetings_a_month),
            ),
        ];
        let mut clauses: Vec<String> = Vec::new();
        let mut last = "";
        for (rate, agreed) in parts {
            let Some(rate) = rate else { continue };
            let who = match agreed {
                Some(_) => "you agreed on ",
                None => "the program asks for ",
            };
            clauses.push(format!("{}{rate}", if who == last { "" } else { who }));
            last = who;
        }
        (!clauses.is_empty()).then(|| clauses.join(" and "))
    }

    /// Neutral sentence about a gap over the cadence: `The last contact was on Tue, Nov 3, 2026, 5 weeks ago.`
    pub fn gap_words(&self) -> Option<String> {
        let gap = self.gap()?;
        let what = gap.of.label().to_lowercase();
        Some(match gap.last {
            None => format!(
                "No {what} has been logged since the start on {}.",
                format_date(gap.since)
            ),
            Some(last) => format!(
                "The last {what} was on {}, {}.",
                format_date(last),
                self.relative_date(last)
            ),
        })
    }
}

fn next_words(upcoming: &[Upcoming]) -> String {
    let Some(next) = upcoming.iter().find(|item| !item.due.is_overdue()) else {
        return "Next: nothing has a date yet.".to_owned();
    };
    let what = next.kind.label().to_lowercase();
    let title = if next.kind == DueKind::Meeting || next.private {
        String::new()
    } else {
        format!(" {}", quoted(&next.title))
    };
    format!(
        "Next: {what}{title} {} ({}).",
        format_date_time(next.date, next.time),
        next.due.words()
    )
}

/// Summary of overdue items: `Late: 1 action, 2 steps.`
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
        .map(|(kind, count)| pluralize(count, kind.key()))
        .collect();
    (!parts.is_empty()).then(|| format!("Late: {}.", parts.join(", ")))
}

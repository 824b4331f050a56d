//! Contents of Today that have no date of their own: notices in neutral words, and who owes what.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::{DueKind, Upcoming, Year};
use crate::domain::action::Action;
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::meeting::MeetingKind;
use crate::domain::person::{Owner, Role};
use crate::domain::string_enum::string_enum;

/// Days before the date to send an agenda from which it is shown.
const AGENDA_REMINDER_DAYS: i64 = 4;
/// Days after a pulse for which its advice is shown.
const PULSE_ADVICE_DAYS: i64 = 21;

string_enum! {
    /// Subject of a notice.
    NoticeKind, "notice" {
        /// The year is closed; its only notice.
        Closed = "closed" => "Closed",
        /// The end of the year is near.
        Closing = "closing" => "Closing",
        /// The agenda of the next meeting is to be sent.
        SendAhead = "send-ahead" => "Agenda to send",
        /// The year rests today.
        Paused = "paused" => "Paused",
        /// A gap without contact.
        Gap = "gap" => "Gap",
        NoMeeting = "no-meeting" => "No meeting",
        /// The owner's pulse is due.
        Pulse = "pulse" => "Pulse",
        /// Advice after the last pulse.
        PulseAdvice = "pulse-advice" => "After the pulse",
    }
}

/// Notice of Today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: String,
    /// Sentence that goes on; may be empty.
    pub more: String,
    /// Day by which an agenda is to be sent, or since which the pulse is due.
    pub date: Option<NaiveDate>,
    /// The meeting it is about.
    pub meeting: Option<Id>,
}

impl Notice {
    fn new(kind: NoticeKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            more: String::new(),
            date: None,
            meeting: None,
        }
    }

    /// Its date in words; empty without one.
    pub fn date_words(&self) -> String {
        let word = if self.kind == NoticeKind::SendAhead {
            "by"
        } else {
            "since"
        };
        self.date
            .map_or_else(String::new, |date| format!("{word} {}", format_date(date)))
    }
}

impl<'a> Year<'a> {
    /// The notices in effect, the most pressing first.
    pub fn notices(&self) -> Vec<Notice> {
        if let Some(words) = self.closed_words() {
            let text = format!("{words} Nothing is asked any more.");
            return vec![Notice::new(NoticeKind::Closed, text)];
        }
        if let Some(words) = self.paused_until() {
            let paused = Notice {
                more: "Nothing is asked until then.".to_owned(),
                ..Notice::new(NoticeKind::Paused, words)
            };
            let others = [self.closing_notice(), self.send_ahead_notice()];
            return std::iter::once(paused)
                .chain(others.into_iter().flatten())
                .collect();
        }
        let all = [
            self.closing_notice(),
            self.send_ahead_notice(),
            self.gap_notice(),
            self.no_meeting_notice(),
            self.pulse_notice(),
            self.pulse_advice(),
        ];
        all.into_iter().flatten().collect()
    }

    /// Number of open items, once the end of the year is near or past.
    fn closing_notice(&self) -> Option<Notice> {
        let words = self.closing_summary().filter(|_| self.is_closing())?;
        Some(Notice::new(
            NoticeKind::Closing,
            format!("Closing: {words}"),
        ))
    }

    fn send_ahead_notice(&self) -> Option<Notice> {
        let (meeting, by) = self.send_ahead()?;
        let soon = self.due(by).days_left() <= AGENDA_REMINDER_DAYS;
        let text = format!("Send the agenda for {} ahead", format_date(meeting.date));
        (soon && !self.book.agenda_of(meeting.id).is_empty()).then(|| Notice {
            date: Some(by),
            meeting: Some(meeting.id),
            ..Notice::new(NoticeKind::SendAhead, text)
        })
    }

    fn gap_notice(&self) -> Option<Notice> {
        // Where the program requires meetings a message alone does not end the gap.
        let enough = match self.gap()?.of {
            MeetingKind::Contact => "A short message is enough.",
            MeetingKind::Meeting => "A date for the next talk is enough.",
        };
        Some(Notice {
            more: enough.to_owned(),
            ..Notice::new(NoticeKind::Gap, self.gap_words()?)
        })
    }

    fn no_meeting_notice(&self) -> Option<Notice> {
        let ahead = self.book.cycle()?.end > self.today;
        (ahead && self.next_meeting().is_none())
            .then(|| Notice::new(NoticeKind::NoMeeting, "No meeting is planned"))
    }

    fn pulse_notice(&self) -> Option<Notice> {
        let due = self.next_pulse().filter(|_| self.pulse_is_due())?;
        let text = "Your pulse: three ratings, for you alone";
        Some(Notice {
            date: Some(due),
            ..Notice::new(NoticeKind::Pulse, text)
        })
    }

    fn pulse_advice(&self) -> Option<Notice> {
        let last = self.pulses().last()?.date;
        let words = self.pulse_words()?;
        let fresh = (self.today - last).num_days() <= PULSE_ADVICE_DAYS;
        fresh.then(|| Notice::new(NoticeKind::PulseAdvice, words))
    }

    /// Open actions and steps of `role`: those with a date, out of `dated`, and those without. The owner of the book owes
    /// what both promised.
    pub fn owed(&self, role: Role, dated: &[Upcoming]) -> (Vec<Upcoming>, Vec<&'a Action>) {
        let owes = |owner: Owner| {
            owner == Owner::from(role) || (owner == Owner::Both && role == self.book.me())
        };
        let is_promise = |item: &&Upcoming| matches!(item.kind, DueKind::Action | DueKind::Step);
        let dated = dated.iter().filter(is_promise);
        let dated = dated.filter(|item| owes(item.owner)).cloned().collect();
        let mut undated = self.open_actions();
        undated.retain(|action| action.due.is_none() && owes(action.owner));
        (dated, undated)
    }
}

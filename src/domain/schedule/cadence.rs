//! Cadence of meetings and contacts, for screens that query it in every frame: only the newest of the log is read.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::Year;
use super::date_rules::first_of_month;
use crate::domain::dates::pluralize;
use crate::domain::meeting::{Channel, Meeting, MeetingKind};
use crate::domain::program::{Cadence, Rate};

/// Cadence in effect: what the pair agreed on, else what the program asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffectiveCadence {
    /// Contacts of any kind, meetings included.
    pub contacts: Option<Rate>,
    pub meetings: Option<Rate>,
    /// True if the pair agreed on it, so that it is not the program's.
    pub agreed: bool,
}

/// Number of contacts, and the part of them that were meetings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContactCount {
    /// Contacts of any kind, meetings included.
    pub contacts: u32,
    pub meetings: u32,
}

impl ContactCount {
    /// Formats it: `13 contacts, 5 of them meetings`.
    pub fn words(&self) -> String {
        let contacts = pluralize(self.contacts, "contact");
        match (self.contacts, self.meetings) {
            (0, _) => "no contact".to_owned(),
            (1, 1) => "1 contact, a meeting".to_owned(),
            (_, 0) => format!("{contacts}, no meeting"),
            (_, 1) => format!("{contacts}, 1 of them a meeting"),
            (_, meetings) => format!("{contacts}, {meetings} of them meetings"),
        }
    }

    pub(super) fn add(&mut self, meeting: &Meeting) {
        self.contacts += 1;
        self.meetings += u32::from(meeting.kind == MeetingKind::Meeting);
    }
}

/// Time without contact that is longer than the cadence allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Date of the last contact, if there was one.
    pub last: Option<NaiveDate>,
    /// Start of the gap: the last contact, but not before the cycle began.
    pub since: NaiveDate,
    /// Days since then, without those of pauses.
    pub days: i64,
    /// Days that the cadence allows between two contacts.
    pub allowed: i64,
    /// Kind that is counted: meetings where the program asks for meetings only.
    pub of: MeetingKind,
}

/// Defaults for a quick log entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryDefaults<'a> {
    /// The channel used last.
    pub channel: Option<Channel>,
    /// Median length of the latest entries, in minutes.
    pub minutes: Option<u32>,
    /// Link or number of the latest call that had one.
    pub link: &'a str,
}

/// Longest interval between two contacts that still keeps `rate`, in days: 21 for twice a month, 42 for once.
pub fn max_gap_days(rate: Rate) -> i64 {
    const FOR_ONE_A_MONTH: i64 = 42;
    FOR_ONE_A_MONTH * i64::from(rate.months.max(1)) / i64::from(rate.count.max(1))
}

/// Formats a rate: `2 contacts a month`, `1 meeting every 3 months`.
pub fn rate_words(rate: Rate, noun: &str) -> String {
    let what = pluralize(rate.count, noun);
    if rate.months <= 1 {
        format!("{what} a month")
    } else {
        format!("{what} every {} months", rate.months)
    }
}

/// The rates that a program asks for, in words.
pub fn program_rates(cadence: &Cadence) -> Vec<String> {
    let contacts = cadence.contacts.map(|rate| rate_words(rate, "contact"));
    let meetings = cadence.meetings.map(|rate| rate_words(rate, "meeting"));
    contacts.into_iter().chain(meetings).collect()
}

impl<'a> Year<'a> {
    /// Cadence in effect.
    pub fn cadence(&self) -> EffectiveCadence {
        let cycle = self.book.cycle();
        let contacts = cycle.and_then(|cycle| cycle.contacts_a_month);
        let meetings = cycle.and_then(|cycle| cycle.meetings_a_month);
        let program_cadence = &self.program.cadence;
        EffectiveCadence {
            contacts: agreed_or(contacts, program_cadence.contacts),
            meetings: agreed_or(meetings, program_cadence.meetings),
            agreed: contacts.or(meetings).is_some(),
        }
    }

    /// Meetings and contacts held up to today, newest first.
    pub fn held(&self) -> impl Iterator<Item = &'a Meeting> + use<'a> {
        let today = self.today;
        self.book
            .held()
            .skip_while(move |meeting| meeting.date > today)
    }

    /// Counts those held in the calendar month of today.
    pub fn this_month(&self) -> ContactCount {
        let first = first_of_month(self.today);
        let mut count = ContactCount::default();
        for meeting in self.held().take_while(|meeting| meeting.date >= first) {
            count.add(meeting);
        }
        count
    }

    /// The latest contact, meetings included.
    pub fn last_contact(&self) -> Option<&'a Meeting> {
        self.held().next()
    }

    /// The latest meeting proper.
    pub fn last_meeting(&self) -> Option<&'a Meeting> {
        self.held()
            .find(|meeting| meeting.kind == MeetingKind::Meeting)
    }

    /// Days since the last contact.
    pub fn days_since_contact(&self) -> Option<i64> {
        self.last_contact()
            .map(|meeting| (self.today - meeting.date).num_days())
    }

    /// Current gap, if it is longer than the cadence allows while the cycle runs.
    pub fn gap(&self) -> Option<Gap> {
        let cycle = self.book.cycle()?;
        let is_paused = self.pause_today().is_some();
        if self.today > cycle.end || cycle.closed.is_some() || is_paused {
            return None;
        }
        let cadence = self.cadence();
        let (rate, of) = cadence
            .contacts
            .map(|rate| (rate, MeetingKind::Contact))
            .or(cadence.meetings.map(|rate| (rate, MeetingKind::Meeting)))?;
        let last = match of {
            MeetingKind::Contact => self.last_contact(),
            MeetingKind::Meeting => self.last_meeting(),
        }
        .map(|meeting| meeting.date);
        let since = last.map_or(cycle.start, |last| last.max(cycle.start));
        let days = (self.today - since).num_days() - self.paused_days(since, self.today);
        let allowed = max_gap_days(rate);
        (days > allowed).then_some(Gap {
            last,
            since,
            days,
            allowed,
            of,
        })
    }

    /// The next planned meeting, today's included.
    pub fn next_meeting(&self) -> Option<&'a Meeting> {
        let today = self.today;
        self.book
            .log()
            .take_while(|meeting| meeting.date >= today)
            .filter(|meeting| meeting.is_planned())
            .last()
    }

    /// Planned meetings of which one may have been held just now: today's, then those to be written up, newest first.
    pub fn due_meetings(&self) -> Vec<&'a Meeting> {
        let today = self.book.planned().into_iter();
        let today = today.filter(|meeting| meeting.date == self.today);
        today.chain(self.to_write_up().into_iter().rev()).collect()
    }

    /// Planned meetings of the last three months whose date has passed, to be written up, soonest first. Those from
    /// before a year was closed are left out.
    pub fn to_write_up(&self) -> Vec<&'a Meeting> {
        const DAYS: i64 = 92;
        let today = self.today;
        let mut waiting: Vec<_> = self
            .book
            .log()
            .skip_while(|meeting| meeting.date >= today)
            .take_while(|meeting| (today - meeting.date).num_days() <= DAYS)
            .filter(|meeting| meeting.is_planned())
            .filter(|meeting| self.closed().is_none_or(|closed| meeting.date >= closed))
            .collect();
        waiting.reverse();
        waiting
    }

    /// Defaults for a quick entry of `kind`: the channel used last, and the median of the latest lengths.
    pub fn entry_defaults(&self, kind: MeetingKind) -> EntryDefaults<'_> {
        const MAX_SAMPLES: usize = 9;
        const MAX_LOOKBACK: usize = 200;
        let of_kind = || {
            self.held()
                .take(MAX_LOOKBACK)
                .filter(move |meeting| meeting.kind == kind)
        };
        let mut minutes: Vec<u32> = of_kind()
            .filter_map(|meeting| meeting.minutes)
            .take(MAX_SAMPLES)
            .collect();
        minutes.sort_unstable();
        let agreed = match kind {
            MeetingKind::Meeting => self.book.cycle().and_then(|cycle| cycle.usual_minutes),
            MeetingKind::Contact => None,
        };
        EntryDefaults {
            channel: of_kind().find_map(|meeting| meeting.channel),
            minutes: minutes.get(minutes.len() / 2).copied().or(agreed),
            link: of_kind()
                .map(|meeting| meeting.link.as_str())
                .find(|link| !link.is_empty())
                .unwrap_or_default(),
        }
    }
}

fn agreed_or(agreed: Option<u32>, default: Option<Rate>) -> Option<Rate> {
    match agreed {
        Some(0) => None,
        Some(count) => Some(Rate { count, months: 1 }),
        None => default.filter(|rate| rate.count > 0),
    }
}

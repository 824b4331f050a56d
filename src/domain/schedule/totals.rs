//! Totals of the whole cycle: for forms, the year screen and the closing record.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::Year;
use super::cadence::ContactCount;
use super::date_rules::{day_before, first_of_month, first_of_next_month};
use crate::domain::dates;
use crate::domain::meeting::{Channel, Meeting};
use crate::domain::program::Rate;

/// Totals of one calendar month of the cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MonthTotals {
    /// First day of the month.
    pub first: NaiveDate,
    #[serde(flatten)]
    pub count: ContactCount,
    pub minutes: u64,
    /// Hours in tenths: what the rounded running total grew by, so that the months add up to the whole.
    #[serde(skip)]
    pub tenths: u64,
    /// Days of it on which the year was paused.
    pub paused_days: i64,
    /// True if the month is over and lies in the cycle, but for a first week and a week of pause at most: only such months
    /// are measured.
    pub full: bool,
}

impl MonthTotals {
    /// Formats the hours with their unit.
    pub fn hours(&self) -> String {
        format!("{} h", self.decimal_hours())
    }

    /// Formats the hours without a unit.
    pub fn decimal_hours(&self) -> String {
        format_tenths(self.tenths)
    }
}

/// Time between two contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContactInterval {
    /// Date of the contact before it, or the first day of the cycle.
    pub from: NaiveDate,
    /// Date of the contact after it, or today.
    pub to: NaiveDate,
    /// Days between them, without those of pauses.
    pub days: i64,
    pub paused_days: i64,
    /// True if no contact was before it: `from` is the first day of the cycle.
    #[serde(skip)]
    pub from_start: bool,
    /// True if no contact was after it yet: `to` is the day of counting.
    #[serde(skip)]
    pub is_open: bool,
}

impl ContactInterval {
    /// The two ends in words, each as what it is; a day without contact is not taken for one. It was counted in a `span`, such
    /// as a year.
    pub fn ends(&self, span: &str) -> String {
        let (from, to) = (dates::format_date(self.from), dates::format_date(self.to));
        let pause = match self.paused_days {
            0 => String::new(),
            days => format!(", without {} of pause", dates::pluralize(days, "day")),
        };
        let ends = match (self.from_start, self.is_open) {
            (false, false) => format!("from {from} to {to}"),
            (true, false) => format!("from the first day of the {span}, {from}, to {to}"),
            (false, true) => format!("since {from}, counted on {to}"),
            (true, true) => {
                format!("since the first day of the {span}, {from}, counted on {to}")
            }
        };
        ends + &pause
    }
}

/// Totals of the current cycle up to today, of the loaded part of the log; see `Book::complete`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Totals {
    #[serde(flatten)]
    pub count: ContactCount,
    pub minutes: u64,
    /// Days up to today on which the year was paused.
    pub paused_days: i64,
    /// Channels by frequency of use.
    #[serde(skip)]
    pub channels: Vec<(Channel, u32)>,
    /// Every calendar month from the first to today's, also those without contact.
    #[serde(skip)]
    pub months: Vec<MonthTotals>,
    /// Longest interval without contact, the current one included.
    #[serde(rename = "longest_gap")]
    pub longest_interval: Option<ContactInterval>,
    #[serde(skip)]
    pub first: Option<NaiveDate>,
    #[serde(skip)]
    pub last: Option<NaiveDate>,
    /// Number of full periods (months, or those of the rate) whose contacts met the cadence, of all full periods; none
    /// while there is no cadence or no full period.
    pub contacts_met: Option<(usize, usize)>,
    /// As `contacts_met`, for meetings proper.
    pub meetings_met: Option<(usize, usize)>,
}

impl Totals {
    /// Formats the hours with their unit.
    pub fn hours(&self) -> String {
        hours_words(self.minutes)
    }

    /// Formats the hours without a unit.
    pub fn decimal_hours(&self) -> String {
        format_tenths(tenths(self.minutes))
    }
}

/// Formats minutes as hours, as everywhere: `12.0 h`, `7.5 h`.
pub fn hours_words(minutes: u64) -> String {
    format!("{} h", format_tenths(tenths(minutes)))
}

const fn tenths(minutes: u64) -> u64 {
    (minutes * 10 + 30) / 60
}

fn format_tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

impl<'a> Year<'a> {
    /// Meetings and contacts held in the current cycle up to today, oldest first. The first cycle includes those before
    /// it, such as a call to get acquainted.
    pub fn held_in_cycle(&self) -> Vec<&'a Meeting> {
        let from = self.book.cycle().and_then(|cycle| {
            let is_first = !self
                .book
                .cycles
                .values()
                .any(|other| (other.start, other.id) < (cycle.start, cycle.id));
            (!is_first).then_some(cycle.start)
        });
        let mut held: Vec<_> = self
            .held()
            .take_while(|meeting| from.is_none_or(|from| meeting.date >= from))
            .collect();
        held.reverse();
        held
    }

    /// Computes the totals of the current cycle. Walks the whole log: not for every frame.
    pub fn totals(&self) -> Totals {
        let cycle = self.book.cycle();
        let span = cycle.map(|cycle| (cycle.start, cycle.end));
        self.totals_of(&self.held_in_cycle(), span)
    }

    /// Computes the totals of `held`, oldest first, for the first to the last day of `span`.
    pub fn totals_of(&self, held: &[&Meeting], span: Option<(NaiveDate, NaiveDate)>) -> Totals {
        let mut totals = Totals {
            first: held.first().map(|meeting| meeting.date),
            last: held.last().map(|meeting| meeting.date),
            ..Totals::default()
        };
        let mut channels: BTreeMap<Channel, u32> = BTreeMap::new();
        for meeting in held {
            totals.count.add(meeting);
            totals.minutes += u64::from(meeting.minutes.unwrap_or(0));
            if let Some(channel) = meeting.channel {
                *channels.entry(channel).or_default() += 1;
            }
        }
        totals.channels = channels.into_iter().collect();
        totals
            .channels
            .sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let paused = |(start, end): (NaiveDate, NaiveDate)| {
            self.paused_days(day_before(start), end.min(self.today))
        };
        totals.paused_days = span.map_or(0, paused);
        totals.months = span.map_or_else(Vec::new, |span| self.months(held, span));
        totals.longest_interval = span.and_then(|span| self.longest_interval(held, span));
        let cadence = self.cadence();
        totals.contacts_met = periods_met(cadence.contacts, &totals.months, |count| count.contacts);
        totals.meetings_met = periods_met(cadence.meetings, &totals.months, |count| count.meetings);
        totals
    }

    fn months(&self, held: &[&Meeting], (start, end): (NaiveDate, NaiveDate)) -> Vec<MonthTotals> {
        const GRACE: i64 = 7;
        let first = held
            .first()
            .map_or(start, |meeting| meeting.date.min(start));
        let last = held
            .last()
            .map_or(end, |meeting| meeting.date.max(end))
            .min(self.today);
        let mut months = Vec::new();
        let mut month = first_of_month(first);
        let mut rest = held.iter().peekable();
        let mut so_far = 0;
        while month <= last {
            let next = first_of_next_month(month);
            let begun_in_time = (start - month).num_days() <= GRACE;
            let over = next <= self.today && (next - end).num_days() <= 1;
            let paused_days = self.paused_days(day_before(month), day_before(next));
            let mut entry = MonthTotals {
                first: month,
                count: ContactCount::default(),
                minutes: 0,
                tenths: 0,
                paused_days,
                full: begun_in_time && over && paused_days <= GRACE,
            };
            while let Some(meeting) = rest.next_if(|meeting| meeting.date < next) {
                entry.count.add(meeting);
                entry.minutes += u64::from(meeting.minutes.unwrap_or(0));
            }
            entry.tenths = tenths(so_far + entry.minutes) - tenths(so_far);
            so_far += entry.minutes;
            months.push(entry);
            if next <= month {
                break;
            }
            month = next;
        }
        months
    }

    fn longest_interval(
        &self,
        held: &[&Meeting],
        (start, end): (NaiveDate, NaiveDate),
    ) -> Option<ContactInterval> {
        let now = self.today.min(end);
        let first = held
            .first()
            .map_or(start, |meeting| meeting.date.min(start));
        let mut days: Vec<_> = std::iter::once(first)
            .chain(held.iter().map(|meeting| meeting.date))
            .collect();
        let is_open = days.last() < Some(&now);
        days.extend(is_open.then_some(now));
        let is_begun = held.first().is_some_and(|meeting| meeting.date == first);
        let last = days.len().saturating_sub(2);
        let mut longest: Option<ContactInterval> = None;
        for (at, pair) in days.windows(2).enumerate() {
            let paused_days = self.paused_days(pair[0], pair[1]);
            let interval = ContactInterval {
                from: pair[0],
                to: pair[1],
                days: (pair[1] - pair[0]).num_days() - paused_days,
                paused_days,
                from_start: at == 0 && !is_begun,
                is_open: at == last && is_open,
            };
            if longest.is_none_or(|longest| interval.days > longest.days) {
                longest = Some(interval);
            }
        }
        longest
    }
}

/// Number of full periods of `rate` with enough, of all full periods.
fn periods_met(
    rate: Option<Rate>,
    months: &[MonthTotals],
    of: fn(&ContactCount) -> u32,
) -> Option<(usize, usize)> {
    let rate = rate?;
    let full: Vec<_> = months.iter().filter(|month| month.full).collect();
    let size = usize::try_from(rate.months.max(1)).ok()?;
    let periods = full.chunks_exact(size);
    let all = periods.len();
    let enough = periods
        .filter(|period| period.iter().map(|month| of(&month.count)).sum::<u32>() >= rate.count)
        .count();
    (all > 0).then_some((enough, all))
}

//! One event of a calendar: what it says, and the days that its rules and lists give it.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use calcard::icalendar::{
    ICalendarClassification, ICalendarComponent, ICalendarEntry, ICalendarMethod,
    ICalendarParameterName, ICalendarParameterValue, ICalendarParticipationStatus, ICalendarPeriod,
    ICalendarProperty, ICalendarStatus, ICalendarTransparency, ICalendarValue,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::clocks::{Clock, Clocks, Moment, Zones, other, text};
use super::names::Name;
use super::recurrence::{self, RuleProblem};
use super::text::OPEN_PROPERTY;
use crate::domain::words::parse_owner;
use crate::import::ImportContext;

/// Days to take.
#[derive(Clone, Debug)]
pub struct Window {
    pub days: RangeInclusive<NaiveDate>,
    /// The first day that was asked for; before it nothing is taken.
    pub from: Option<NaiveDate>,
    /// The last day that was asked for.
    pub until: Option<NaiveDate>,
}

impl Window {
    /// True if days were asked for: they limit single events as well.
    pub const fn is_asked(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// True if `day` is not outside of the days asked for.
    pub fn is_asked_for(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// One event of the file.
pub struct Event<'a> {
    pub part: &'a ICalendarComponent,
    zones: &'a Zones<'a>,
    clocks: &'a Clocks<'a>,
    pub start: Option<Moment>,
    /// The start that a moved day of a series had before.
    pub recurrence: Option<Moment>,
    pub sequence: Option<u32>,
    pub cancelled: bool,
}

impl<'a> Event<'a> {
    pub fn of(
        part: &'a ICalendarComponent,
        zones: &'a Zones<'a>,
        clocks: &'a Clocks<'a>,
        method: Option<&ICalendarMethod>,
    ) -> Self {
        let moment = |name| {
            part.property(name)
                .and_then(|entry| zones.moments(entry).pop())
        };
        let recurrence = moment(&ICalendarProperty::RecurrenceId);
        let start = moment(&ICalendarProperty::Dtstart);
        let sequence = part.property(&ICalendarProperty::Sequence);
        let sequence = sequence.and_then(|entry| entry.values.first()?.as_integer());
        let mut event = Self {
            part,
            zones,
            clocks,
            // A canceled day of a series may have no start of its own.
            start: start.or_else(|| {
                let absent = !part.has_property(&ICalendarProperty::Dtstart);
                recurrence.clone().filter(|_| absent)
            }),
            recurrence,
            sequence: sequence.and_then(|number| u32::try_from(number).ok()),
            cancelled: part.status() == Some(&ICalendarStatus::Cancelled)
                || method == Some(&ICalendarMethod::Cancel),
        };
        event.take_zone_of_end();
        if event.is_whole_days() {
            event.start = event.start.map(|start| Moment {
                has_time: false,
                ..start
            });
        }
        event
    }

    /// Reads a start without a zone by the zone of its end: some programs name it there only.
    fn take_zone_of_end(&mut self) {
        let end = self.part.property(&ICalendarProperty::Dtend);
        let end = end.and_then(|entry| self.zones.moments(entry).pop());
        if let (Some(start), Some(end)) = (&mut self.start, end)
            && start.has_time
            && matches!(start.clock, Clock::Reader)
            && matches!(end.clock, Clock::Named(_) | Clock::Custom(_))
        {
            start.clock = end.clock;
        }
    }

    pub fn title(&self) -> &str {
        text(self.part, &ICalendarProperty::Summary)
    }

    pub fn uid(&self) -> &str {
        text(self.part, &ICalendarProperty::Uid)
    }

    /// True if the file does not end the event before the next one.
    pub fn is_open(&self) -> bool {
        !other(self.part, OPEN_PROPERTY).is_empty()
    }

    /// True for a whole day that leaves its owner free, as a holiday does.
    pub fn is_free_day(&self) -> bool {
        self.part.transparency() == Some(&ICalendarTransparency::Transparent)
            && self.start.as_ref().is_some_and(|start| !start.has_time)
    }

    /// Why it is not taken unless it is asked for; none for a usual event.
    pub fn why_unusual(&self, context: &ImportContext) -> Option<&'static str> {
        if self.is_free_day() {
            Some("it is a day that leaves you free, as a holiday does")
        } else if self.is_private() {
            Some("it is marked as private in the calendar")
        } else if self.is_declined(context) {
            Some("you declined it")
        } else {
            None
        }
    }

    fn is_private(&self) -> bool {
        let class = self.part.property(&ICalendarProperty::Class);
        matches!(
            class.and_then(|entry| entry.values.first()),
            Some(ICalendarValue::Classification(
                ICalendarClassification::Private | ICalendarClassification::Confidential
            ))
        )
    }

    /// True if the owner of the book has answered that they do not come.
    fn is_declined(&self, context: &ImportContext) -> bool {
        let no = ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined);
        let me = Some(context.book.me().into());
        let mut guests = self.part.properties(&ICalendarProperty::Attendee);
        guests.any(|guest| {
            let is_no = guest
                .parameters(&ICalendarParameterName::Partstat)
                .any(|answer| *answer == no);
            let names = guest.parameters(&ICalendarParameterName::Cn);
            let names = names.filter_map(ICalendarParameterValue::as_text);
            let addresses = guest.values.iter().filter_map(ICalendarValue::as_text);
            let mut called = names.chain(addresses);
            is_no && called.any(|name| parse_owner(name, context.book) == me)
        })
    }

    /// True if one of its days or lengths cannot be read.
    pub fn has_unreadable(&self) -> bool {
        let names = [
            ICalendarProperty::Dtend,
            ICalendarProperty::Duration,
            ICalendarProperty::Rdate,
            ICalendarProperty::Exdate,
            ICalendarProperty::RecurrenceId,
        ];
        let mut entries = self
            .part
            .entries
            .iter()
            .filter(|entry| names.contains(&entry.name));
        entries.any(|entry| {
            entry
                .values
                .iter()
                .any(|value| matches!(value, ICalendarValue::Text(_)))
        })
    }

    /// True if it has hours, but they are those of whole days, as some programs write them.
    fn is_whole_days(&self) -> bool {
        let Some(start) = self.start.as_ref().filter(|start| start.has_time) else {
            return false;
        };
        let marked = ["X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY"]
            .iter()
            .any(|name| matches!(other(self.part, name), "TRUE" | "1"));
        let is_midnight = start.at.time() == chrono::NaiveTime::MIN;
        let is_local = !matches!(start.clock, Clock::Offset(_));
        let days = self.length().map(|length| length.num_minutes());
        let is_days = days.is_some_and(|minutes| minutes > 0 && minutes % (24 * 60) == 0);
        marked || (is_midnight && is_local && is_days)
    }

    /// Its length, by its end or its duration.
    pub fn length(&self) -> Option<TimeDelta> {
        let start = self.start.as_ref()?;
        if let Some(entry) = self.part.property(&ICalendarProperty::Dtend)
            && let Some(mut end) = self.zones.moments(entry).pop()
        {
            if end.has_time && !start.has_time {
                return None;
            }
            // An end without a zone, or at the midnight of a day, is by the clock of the start.
            if start.has_time && matches!(end.clock, Clock::Reader) {
                end = Moment {
                    at: end.at,
                    ..start.clone()
                };
            }
            return Some(self.clocks.utc(&end) - self.clocks.utc(start));
        }
        let entry = self.part.property(&ICalendarProperty::Duration)?;
        if let Some(ICalendarValue::Duration(duration)) = entry.values.first() {
            return duration.to_time_delta();
        }
        None
    }

    fn rules(&self, name: &ICalendarProperty, window: &Window) -> Result<Vec<Moment>, RuleProblem> {
        let Some(start) = &self.start else {
            return Ok(Vec::new());
        };
        // A zone may be a day behind or ahead.
        let last = window.days.end().succ_opt().unwrap_or(*window.days.end());
        let last = last.and_hms_opt(23, 59, 59).unwrap_or_default();
        let mut moments = Vec::new();
        for entry in self.part.properties(name) {
            let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() else {
                return Err(RuleProblem::Unreadable);
            };
            let until = match &rule.until {
                Some(until) if until.year.is_some_and(|year| year < 2200) => {
                    let until = self.zones.moment(until, None, false);
                    Some(self.end_of_rule(&until.ok_or(RuleProblem::Unreadable)?))
                }
                // An end beyond our years is none.
                Some(_) | None => None,
            };
            let end = until.unwrap_or(last).min(last);
            let starts = recurrence::starts(rule, start.at, end, &self.clocks.steps)?;
            // The start is a day of the series even where its rule does not name it.
            if *name == ICalendarProperty::Rrule {
                moments.push(start.clone());
            }
            moments.extend(starts.into_iter().map(|at| start.with(at)));
        }
        Ok(moments)
    }

    /// The last hour of a rule, by the clock of the start: an end in UTC is another hour there, a day counts whole.
    fn end_of_rule(&self, until: &Moment) -> NaiveDateTime {
        match (&self.start, until.has_time) {
            (Some(start), true) if start.has_time => match until.clock {
                Clock::Reader => until.at,
                Clock::Named(_) | Clock::Offset(_) | Clock::Custom(_) => {
                    self.clocks.by_clock(self.clocks.utc(until), &start.clock)
                }
            },
            (_, _) => until.at.date().and_hms_opt(23, 59, 59).unwrap_or(until.at),
        }
    }

    /// Days of a list property, with the length that a period has.
    fn days(&self, name: &ICalendarProperty) -> Vec<(Moment, Option<TimeDelta>)> {
        let mut days = Vec::new();
        for entry in self.part.properties(name) {
            days.extend(self.zones.moments(entry).into_iter().map(|day| (day, None)));
            days.extend(
                entry
                    .values
                    .iter()
                    .filter_map(|value| self.period(entry, value)),
            );
        }
        // A list without a zone is by the clock of the start.
        if let Some(start) = &self.start {
            for (day, _) in &mut days {
                if day.has_time && matches!(day.clock, Clock::Reader) {
                    day.clock = start.clock.clone();
                }
            }
        }
        days
    }

    fn period(
        &self,
        entry: &ICalendarEntry,
        value: &ICalendarValue,
    ) -> Option<(Moment, Option<TimeDelta>)> {
        let ICalendarValue::Period(period) = value else {
            return None;
        };
        let moment = |value| self.zones.moment(value, entry.tz_id(), false);
        match period {
            ICalendarPeriod::Range { start, end } => {
                let (start, end) = (moment(start)?, moment(end)?);
                let length = self.clocks.utc(&end) - self.clocks.utc(&start);
                Some((start, Some(length)))
            }
            ICalendarPeriod::Duration { start, duration } => {
                Some((moment(start)?, duration.to_time_delta()))
            }
        }
    }

    /// True if a moved day moves those after it, too.
    pub fn moves_following(&self) -> bool {
        let entry = self.part.property(&ICalendarProperty::RecurrenceId);
        entry.is_some_and(|entry| entry.has_parameter(&ICalendarParameterName::Range))
    }
}

impl Event<'_> {
    /// Starts of its days, first to last, with the length of those that have one of their own.
    pub fn starts(&self, window: &Window) -> Result<Vec<(Moment, Option<TimeDelta>)>, RuleProblem> {
        let by_rule = self.rules(&ICalendarProperty::Rrule, window)?;
        let mut starts: Vec<_> = by_rule.into_iter().map(|start| (start, None)).collect();
        if !self.part.has_property(&ICalendarProperty::Rrule) {
            starts.extend(self.start.clone().map(|start| (start, None)));
        }
        starts.extend(self.days(&ICalendarProperty::Rdate));
        starts.sort_by_key(|(start, period)| (self.clocks.utc(start), period.is_none()));
        starts.dedup_by_key(|(start, _)| self.clocks.utc(start));
        Ok(starts)
    }

    /// Names of the hours and days that are left out.
    pub fn excluded(&self, window: &Window) -> Result<BTreeSet<Name>, RuleProblem> {
        let days = self.days(&ICalendarProperty::Exdate).into_iter();
        let by_rule = self.rules(&ICalendarProperty::Exrule, window)?;
        let all = days.map(|(day, _)| day).chain(by_rule);
        Ok(all
            .flat_map(|day| self.clocks.names_of_mark(&day))
            .collect())
    }

    /// True if it repeats without end.
    pub fn is_endless(&self) -> bool {
        let rules = self.part.properties(&ICalendarProperty::Rrule);
        let mut rules = rules.flat_map(|entry| entry.values.iter());
        rules.any(|value| {
            let ICalendarValue::RecurrenceRule(rule) = value else {
                return false;
            };
            rule.until.is_none() && rule.count.is_none()
        })
    }
}

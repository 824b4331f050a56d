//! Recurrence rules (RRULE), expanded to the hours at which they begin.

use std::cell::Cell;

use calcard::common::timezone::Tz as CalendarTz;
use calcard::common::{CalendarScale, PartialDateTime};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDay, ICalendarEntry,
    ICalendarFrequency, ICalendarProperty, ICalendarRecurrenceRule, ICalendarSkip, ICalendarValue,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// Steps that the rules of one file may take together: some thousand series of a year, or one of a century.
pub const MAX_STEPS: u64 = 2_000_000;

/// Steps for a rule that finds no day: it may have looked for one through thousands of years.
const LONG_SEARCH: u64 = 100_000;

/// Reasons for which a rule is not expanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    /// It breaks the rules for rules.
    Unreadable,
    /// It comes too often to be counted.
    Endless,
}

/// Hours from `from` up to `end` by the rule, both on the clock on which it was made. `steps` are those that are left.
///
/// # Errors
/// When the rule cannot be read, or takes more steps than are left.
pub fn starts(
    rule: &ICalendarRecurrenceRule,
    from: NaiveDateTime,
    end: NaiveDateTime,
    steps: &Cell<u64>,
) -> Result<Vec<NaiveDateTime>, RuleProblem> {
    let has_own_calendar = rule
        .rscale
        .as_ref()
        .is_some_and(|scale| *scale != CalendarScale::Gregorian);
    if has_own_calendar || rule.skip.is_some_and(|skip| skip != ICalendarSkip::Omit) {
        return Err(RuleProblem::Unreadable);
    }
    if end < from {
        return Ok(Vec::new());
    }
    let cost = cost(rule, from, end);
    let left = steps.get().checked_sub(cost).ok_or(RuleProblem::Endless)?;
    steps.set(left);
    let mut starts = Vec::new();
    for rule in parts(rule)? {
        let found = expand(&rule, from, end)?;
        if found.is_empty() {
            steps.set(steps.get().saturating_sub(LONG_SEARCH));
        }
        starts.extend(found);
    }
    starts.sort_unstable();
    starts.dedup();
    Ok(starts)
}

/// The rule in parts that can be expanded: every Tuesday and the first Monday are two, which the crate would take for the
/// days that are both.
fn parts(rule: &ICalendarRecurrenceRule) -> Result<Vec<ICalendarRecurrenceRule>, RuleProblem> {
    let is_nth = |day: &&ICalendarDay| day.ordwk.is_some();
    let (nth, every): (Vec<_>, Vec<_>) = rule.byday.iter().partition(is_nth);
    if nth.is_empty() || every.is_empty() {
        return Ok(vec![rule.clone()]);
    }
    if rule.count.is_some() || !rule.bysetpos.is_empty() {
        return Err(RuleProblem::Unreadable);
    }
    let with = |byday: Vec<&ICalendarDay>| ICalendarRecurrenceRule {
        byday: byday.into_iter().copied().collect(),
        ..rule.clone()
    };
    Ok(vec![with(nth), with(every)])
}

fn expand(
    rule: &ICalendarRecurrenceRule,
    from: NaiveDateTime,
    end: NaiveDateTime,
) -> Result<Vec<NaiveDateTime>, RuleProblem> {
    let rule = ICalendarRecurrenceRule {
        until: Some(partial(end)),
        ..rule.clone()
    };
    let entry = |name, value| ICalendarEntry {
        name,
        params: Vec::new(),
        values: vec![value],
    };
    let start = ICalendarValue::PartialDateTime(Box::new(partial(from)));
    let calendar = ICalendar {
        components: vec![ICalendarComponent {
            component_type: ICalendarComponentType::VEvent,
            entries: vec![
                entry(ICalendarProperty::Dtstart, start),
                entry(
                    ICalendarProperty::Rrule,
                    ICalendarValue::RecurrenceRule(Box::new(rule)),
                ),
            ],
            component_ids: Vec::new(),
        }],
    };
    let limit = usize::try_from(MAX_STEPS).unwrap_or(usize::MAX);
    let expanded = calendar.expand_dates(CalendarTz::Floating, limit);
    if expanded.errors.is_empty() {
        let events = expanded.events.iter();
        Ok(events.map(|event| event.start.naive_local()).collect())
    } else {
        Err(RuleProblem::Unreadable)
    }
}

/// Upper bound of the steps that it takes to expand the rule.
fn cost(rule: &ICalendarRecurrenceRule, from: NaiveDateTime, end: NaiveDateTime) -> u64 {
    let seconds = u64::try_from((end - from).num_seconds()).unwrap_or(0);
    let many = |list: &Vec<u8>| u64::try_from(list.len().max(1)).unwrap_or(u64::MAX);
    let (hours, minutes, parts) = (
        many(&rule.byhour),
        many(&rule.byminute),
        many(&rule.bysecond),
    );
    let interval = u64::from(rule.interval.unwrap_or(1).max(1));
    let (periods, times) = match rule.freq {
        // Every day of a year is looked at.
        ICalendarFrequency::Yearly
        | ICalendarFrequency::Monthly
        | ICalendarFrequency::Weekly
        | ICalendarFrequency::Daily => (seconds / 86_400 + 366, hours * minutes * parts),
        ICalendarFrequency::Hourly => (seconds / 3_600 / interval, minutes * parts),
        ICalendarFrequency::Minutely => (seconds / 60 / interval, parts),
        ICalendarFrequency::Secondly => (seconds / interval, 1),
    };
    periods.saturating_mul(times)
}

/// Value of a date-time property without a zone.
fn partial(at: NaiveDateTime) -> PartialDateTime {
    let small = |number: u32| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..PartialDateTime::default()
    }
}

/// Date and time of a value, in supported years; midnight of a day without a time.
pub fn naive(value: &PartialDateTime) -> Option<NaiveDateTime> {
    let year = i32::from(value.year?);
    let date = NaiveDate::from_ymd_opt(year, value.month?.into(), value.day?.into())?;
    let part = |part: Option<u8>| u32::from(part.unwrap_or(0));
    // A leap second is the last one of its minute.
    let second = part(value.second);
    let second = if second == 60 { 59 } else { second };
    let at = date.and_hms_opt(part(value.hour), part(value.minute), second)?;
    (1600..2200).contains(&year).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calcard::{Entry, Parser};

    fn rule(text: &str) -> ICalendarRecurrenceRule {
        let text = format!("BEGIN:VEVENT\nRRULE:{text}\nEND:VEVENT\n");
        let Entry::ICalendar(calendar) = Parser::new(&text).entry() else {
            panic!("no event");
        };
        let ICalendarValue::RecurrenceRule(rule) = &calendar.components[0].entries[0].values[0]
        else {
            panic!("no rule");
        };
        (**rule).clone()
    }

    fn expanded(text: &str) -> Result<usize, RuleProblem> {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let steps = Cell::new(MAX_STEPS);
        let found = starts(
            &rule(text),
            at("2026-11-03T10:00:00"),
            at("2027-11-02T23:59:59"),
            &steps,
        );
        found.map(|starts| starts.len())
    }

    #[test]
    fn rules_are_expanded_and_bombs_are_not() {
        assert_eq!(expanded("FREQ=WEEKLY;COUNT=3"), Ok(3));
        assert_eq!(expanded("FREQ=MONTHLY;BYDAY=1TU"), Ok(13));
        assert_eq!(expanded("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), Ok(0));
        assert_eq!(expanded("FREQ=MONTHLY;BYDAY=TU,1MO"), Ok(53 + 12));
        let bomb = "FREQ=SECONDLY;BYHOUR=1;BYMINUTE=1;BYSECOND=1";
        assert_eq!(expanded(bomb), Err(RuleProblem::Endless));
        assert_eq!(
            expanded("FREQ=MONTHLY;BYDAY=TU,1MO;COUNT=2"),
            Err(RuleProblem::Unreadable)
        );
    }
}

//! Recurrence rules (RRULE), expanded to the hours at which they begin.

use std::cell::Cell;

use calcard::common::timezone::Tz as CalendarTz;
use calcard::common::{CalendarScale, PartialDateTime};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency,
    ICalendarProperty, ICalendarRecurrenceRule, ICalendarSkip, ICalendarValue,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// Steps that the rules of one file may take together: some thousand series of a year, or one of a century.
pub const MAX_STEPS: u64 = 2_000_000;

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
    let mut rule = rule.clone();
    rule.until = Some(partial(end));
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
        let bomb = "FREQ=SECONDLY;BYHOUR=1;BYMINUTE=1;BYSECOND=1";
        assert_eq!(expanded(bomb), Err(RuleProblem::Endless));
        assert_eq!(
            expanded("FREQ=DAILY;BYDAY=5XX"),
            Err(RuleProblem::Unreadable)
        );
    }
}

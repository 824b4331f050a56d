//! Resolves the date rules of a template to dates.

use chrono::{Datelike, Days, Duration, Months, NaiveDate};

use crate::domain::dates::{format_date, pluralize};
use crate::domain::program::{DateRule, Program};
use crate::domain::region::Region;

/// Resolves `rule` in a cycle from `start` to `end`; the start where no such date exists.
pub fn resolve(rule: &DateRule, start: NaiveDate, end: NaiveDate) -> NaiveDate {
    let day = match *rule {
        DateRule::Days(days) => add_days(start, days),
        DateRule::Months(months) => start.checked_add_months(Months::new(months)),
        DateRule::MonthDay(month, day) => first_on_or_after(start, month, day),
        DateRule::Middle(_) => add_days(start, (end - start).num_days() / 2),
        DateRule::BeforeEnd(days) => days.checked_neg().and_then(|days| add_days(end, days)),
        DateRule::Day(day) => Some(day),
    };
    day.unwrap_or(start)
}

/// Last day of a cycle of `program` that begins on `start`; twelve months where the rule gives no later day.
pub fn end_date(program: &Program, start: NaiveDate) -> NaiveDate {
    let end = resolve(&program.end, start, start);
    if end > start {
        return end;
    }
    start
        .checked_add_months(Months::new(12))
        .unwrap_or(NaiveDate::MAX)
}

fn add_days(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_signed(Duration::try_days(days)?)
}

fn first_on_or_after(start: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    // Eight years hold a 29 February, even around a century without one.
    (0..=8)
        .filter_map(|years| NaiveDate::from_ymd_opt(start.year().checked_add(years)?, month, day))
        .find(|date| *date >= start)
}

/// Date `months` months after `day` with the weekday of `first` and its position in the month (the first Tuesday); the
/// fifth is the last one where there are only four.
pub fn same_weekday_after(day: NaiveDate, first: NaiveDate, months: u32) -> Option<NaiveDate> {
    let month = first_of_month(day).checked_add_months(Months::new(months))?;
    let week = u8::try_from(first.day0() / 7 + 1).ok()?;
    let of_month = |week| {
        NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), first.weekday(), week)
    };
    of_month(week).or_else(|| of_month(week - 1))
}

/// The first day of the month of `date`.
pub(super) fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first day of the month after that of `date`.
pub(super) fn first_of_next_month(date: NaiveDate) -> NaiveDate {
    first_of_month(date)
        .checked_add_months(Months::new(1))
        .unwrap_or(NaiveDate::MAX)
}

/// The day before `date`.
pub(super) fn day_before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}

/// The length of a program that ends by `rule`: `18 months`, `until August 31`.
pub fn length_words(rule: &DateRule) -> String {
    match *rule {
        DateRule::Days(days) => pluralize(days, "day"),
        DateRule::Months(months) => pluralize(months, "month"),
        DateRule::MonthDay(..) => format!("until {}", rule_words(rule)),
        DateRule::Day(day) => format!("until {}", format_date(day)),
        DateRule::Middle(_) | DateRule::BeforeEnd(_) => String::new(),
    }
}

/// A rule as the program says it: `30 days after the start`, `December 1`, `the middle`.
pub fn rule_words(rule: &DateRule) -> String {
    match *rule {
        DateRule::Days(0) | DateRule::Months(0) => "the start".to_owned(),
        DateRule::Days(_) | DateRule::Months(_) => {
            format!("{} after the start", length_words(rule))
        }
        DateRule::MonthDay(month, day) => match Region::current() {
            Region::UnitedStates => format!("{} {day}", month_name(month)),
            Region::Elsewhere => format!("{day} {}", month_name(month)),
        },
        DateRule::Middle(_) => "the middle".to_owned(),
        DateRule::Day(day) => format_date(day),
        DateRule::BeforeEnd(0) => "the end".to_owned(),
        DateRule::BeforeEnd(days) => format!("{} before the end", pluralize(days, "day")),
    }
}

fn month_name(month: u32) -> &'static str {
    let month = u8::try_from(month).ok();
    let month = month.and_then(|month| chrono::Month::try_from(month).ok());
    month.map_or("", |month| month.name())
}

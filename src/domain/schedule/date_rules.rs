//! Resolves the date rules of a template to dates.

use chrono::{Datelike, Days, Duration, Months, NaiveDate};

use crate::domain::dates::{format_date, pluralize};
use crate::domain::program::{DateRule, Program, StartChoice};
use crate::domain::region::Region;

/// Resolves `rule` in a cycle from `start` to `end`; the start where no such date exists.
pub fn resolve(rule: &DateRule, start: NaiveDate, end: NaiveDate) -> NaiveDate {
    let part = |percent: i64| add_days(start, (end - start).num_days() * percent / 100);
    let day = match rule {
        DateRule::Days(days) => add_days(start, *days),
        DateRule::Months(months) => start.checked_add_months(Months::new(*months)),
        DateRule::MonthDay(month, day) => first_on_or_after(start, *month, *day),
        DateRule::Middle(_) => part(50),
        DateRule::BeforeEnd(days) => days.checked_neg().and_then(|days| add_days(end, days)),
        DateRule::Percent(percent) => part(i64::from(*percent)),
        DateRule::Day(day) if *day < start => first_on_or_after(start, day.month(), day.day()),
        DateRule::Day(day) => Some(*day),
        DateRule::ByStart(choice) => Some(choose(choice, start, end)),
    };
    day.unwrap_or(start)
}

fn choose(choice: &StartChoice, start: NaiveDate, end: NaiveDate) -> NaiveDate {
    let day = resolve(&choice.then, start, end);
    let share = (day - start).num_days() * 100;
    let length = (end - start).num_days();
    let lies_within = choice.within.is_none_or(|(least, most)| {
        (i64::from(least) * length..=i64::from(most) * length).contains(&share)
    });
    if choice.is_for(start) && lies_within {
        day
    } else {
        resolve(&choice.otherwise, start, end)
    }
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
    match rule {
        DateRule::Days(days) => pluralize(*days, "day"),
        DateRule::Months(months) => pluralize(*months, "month"),
        DateRule::MonthDay(..) | DateRule::Day(_) => format!("until {}", rule_words(rule)),
        DateRule::ByStart(choice) => {
            let [then, otherwise] = [&choice.then, &choice.otherwise].map(length_words);
            format!("{then} or {otherwise}, by the start")
        }
        DateRule::Middle(_) | DateRule::BeforeEnd(_) | DateRule::Percent(_) => String::new(),
    }
}

/// A rule as the program says it: `30 days after the start`, `December 1`, `the middle`.
pub fn rule_words(rule: &DateRule) -> String {
    match rule {
        DateRule::Days(0) | DateRule::Months(0) => "the start".to_owned(),
        DateRule::Days(_) | DateRule::Months(_) => {
            format!("{} after the start", length_words(rule))
        }
        DateRule::MonthDay(month, day) => month_day_words(*month, *day),
        DateRule::Middle(_) => "the middle".to_owned(),
        DateRule::BeforeEnd(0) => "the end".to_owned(),
        DateRule::BeforeEnd(days) => format!("{} before the end", pluralize(*days, "day")),
        DateRule::Percent(percent) => format!("{percent}% of the way to the end"),
        DateRule::Day(day) => format_date(*day),
        DateRule::ByStart(choice) => choice_words(choice),
    }
}

/// A choice in words: `December 1 if the year starts from September to November, else 30 days after the start`.
fn choice_words(choice: &StartChoice) -> String {
    let StartChoice { from, until, .. } = *choice;
    let (then, otherwise) = (rule_words(&choice.then), rule_words(&choice.otherwise));
    if choice.is_for_every_start() {
        return format!("{then}, or in a year of another length {otherwise}");
    }
    // Whole months go without their days. 2028 is a leap year, so February has all of its days.
    let last = NaiveDate::from_ymd_opt(2028, until.0, 1).map(|month| month.num_days_in_month());
    let are_months = from.1 == 1 && last.map(u32::from) == Some(until.1);
    let day = |(month, day)| {
        if are_months {
            month_name(month).to_owned()
        } else {
            month_day_words(month, day)
        }
    };
    let starts = if are_months && from.0 == until.0 {
        format!("in {}", day(from))
    } else {
        format!("from {} to {}", day(from), day(until))
    };
    format!("{then} if the year starts {starts}, else {otherwise}")
}

fn month_day_words(month: u32, day: u32) -> String {
    match Region::current() {
        Region::UnitedStates => format!("{} {day}", month_name(month)),
        Region::Elsewhere => format!("{day} {}", month_name(month)),
    }
}

fn month_name(month: u32) -> &'static str {
    let month = u8::try_from(month).ok();
    let month = month.and_then(|month| chrono::Month::try_from(month).ok());
    month.map_or("", |month| month.name())
}

//! Validation rules of the dates of a program's year.

use super::check::CheckResult;
use super::parse::ValidationError;
use crate::domain::program::{DateRule, StartChoice};

/// Longest term of a book in days, the limit that `domain::ops::year` has too.
pub(super) const MAX_DAYS: i64 = 3_650;
const MAX_MONTHS: u32 = 120;
const OUT_OF_REACH: &str = "a year ends after its first day and within ten years";
const NO_SUCH_DAY: &str = "there is no such month and day";

/// Largest number of choices of a date that lie in one another: nobody reads more.
const MAX_CHOICES: u32 = 3;

/// Refuses an end that is told from itself, or that lies too far away.
pub(super) fn check_end(rule: &DateRule) -> CheckResult {
    let what = match rule {
        DateRule::Middle(_) | DateRule::BeforeEnd(_) | DateRule::Percent(_) => {
            "the end cannot be told from the end itself"
        }
        DateRule::ByStart(choice) if choice.within.is_some() => {
            "the end cannot depend on the length of the year; leave within out"
        }
        DateRule::ByStart(choice) => return check_choice(choice, check_end),
        DateRule::Days(days) if !(1..=MAX_DAYS).contains(days) => OUT_OF_REACH,
        DateRule::Months(months) if !(1..=MAX_MONTHS).contains(months) => OUT_OF_REACH,
        DateRule::Days(_) | DateRule::Months(_) | DateRule::MonthDay(..) | DateRule::Day(_) => {
            return Ok(());
        }
    };
    Err(ValidationError::new(what))
}

fn check_choice(choice: &StartChoice, check: impl Fn(&DateRule) -> CheckResult) -> CheckResult {
    [("then", &choice.then), ("else", &choice.otherwise)]
        .into_iter()
        .try_for_each(|(key, rule)| check(rule).map_err(|error| error.in_key(key)))
        .map_err(|error| error.in_key("by-start"))
}

/// Refuses a date rule that leads to no day.
pub(super) fn check_date_rule(rule: &DateRule) -> CheckResult {
    check_nested_rule(rule, MAX_CHOICES)
}

/// `depth` is the number of choices that may still lie in one another.
fn check_nested_rule(rule: &DateRule, depth: u32) -> CheckResult {
    // 2028 is a leap year, so 29 February will do.
    let is_no_day = |(month, day)| chrono::NaiveDate::from_ymd_opt(2028, month, day).is_none();
    let what = match rule {
        DateRule::Middle(false) => "write middle = true, or another rule",
        DateRule::MonthDay(month, day) if is_no_day((*month, *day)) => NO_SUCH_DAY,
        DateRule::Days(days) | DateRule::BeforeEnd(days) if *days < 0 => {
            "the number of days cannot be negative"
        }
        DateRule::Percent(101..) => "this is a number from 0, the start, to 100, the end",
        DateRule::ByStart(_) if depth == 0 => "at most three choices lie in one another",
        DateRule::ByStart(choice) => {
            let ends = [("from", choice.from), ("until", choice.until)];
            if let Some((key, _)) = ends.into_iter().find(|(_, day)| is_no_day(*day)) {
                let error = ValidationError::new(NO_SUCH_DAY).in_key(key);
                return Err(error.in_key("by-start"));
            }
            if choice
                .within
                .is_some_and(|(least, most)| least > most || most > 100)
            {
                let what = "within has two numbers from 0 to 100, the smaller one first";
                let error = ValidationError::new(what).in_key("within");
                return Err(error.in_key("by-start"));
            }
            return check_choice(choice, |rule| check_nested_rule(rule, depth - 1));
        }
        DateRule::Days(_)
        | DateRule::Months(_)
        | DateRule::MonthDay(..)
        | DateRule::Middle(true)
        | DateRule::BeforeEnd(_)
        | DateRule::Percent(_)
        | DateRule::Day(_) => return Ok(()),
    };
    Err(ValidationError::new(what))
}

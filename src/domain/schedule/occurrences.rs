//! Forms given more than once in a year: each occurrence is a form of its own in the program of the book, with a key, a
//! title, perhaps a due date and a period.
//!
//! The first occurrence keeps the key of the form, so that what was answered before the form was given again stays its
//! answer; later ones have a suffix after a period, which no key of a file has.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::Year;
use super::date_rules::{day_before, first_of_month, first_of_next_month, resolve};
use crate::domain::answer::{Response, ResponseState};
use crate::domain::book::Book;
use crate::domain::dates::format_date;
use crate::domain::meeting::MeetingKind;
use crate::domain::person::Owner;
use crate::domain::program::{Cycle, DateRule, FormUse, MilestoneDef, Program, Repeat};

/// Days before its due date from which an occurrence is listed although it was not begun.
const AHEAD_DAYS: u64 = 31;

/// One time that a form is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// Key of the form: `checkpoint`, `checkpoint.2`, `contact-log.2027-01`.
    pub key: String,
    /// Its part of the title: `2 of 3`, `January 2027`; empty for a form that was given only once so far.
    pub label: String,
    /// Rule for the day it is due; none where it has no date.
    pub on: Option<DateRule>,
    /// First and last day of what the log fills in; none for the whole year.
    pub period: Option<(NaiveDate, NaiveDate)>,
}

/// Occurrences of the form `key` that have a date, in order.
pub fn dated_occurrences(key: &str, repeat: &Repeat, cycle: &Cycle) -> Vec<Occurrence> {
    let rules = match repeat {
        Repeat::Again | Repeat::Meeting => return Vec::new(),
        Repeat::Monthly => {
            return monthly(key, cycle, |month| day_before(first_of_next_month(month)));
        }
        Repeat::MonthlyBy(day) => {
            return monthly(key, cycle, |month| {
                let next = first_of_next_month(month);
                let last = day_before(first_of_next_month(next));
                next.with_day(*day).unwrap_or(last)
            });
        }
        Repeat::Quarterly => (3..)
            .step_by(3)
            .map(DateRule::Months)
            .take(QUARTERS)
            .collect(),
        Repeat::Days(days) => days
            .iter()
            .map(|day| DateRule::Days(i64::from(*day)))
            .collect::<Vec<_>>(),
    };
    let within = |rule: &DateRule| resolve(rule, cycle.start, cycle.end) <= cycle.end;
    let rules: Vec<_> = rules.into_iter().filter(within).collect();
    let count = rules.len();
    let numbered = (1..).zip(rules).map(|(number, rule)| Occurrence {
        key: numbered_key(key, number),
        label: format!("{number} of {count}"),
        on: Some(rule),
        period: None,
    });
    numbered.collect()
}

/// Largest number of times that a form without dates is given in a year.
const MAX_OCCURRENCES: usize = 999;

/// Quarters in the longest year that a book may have.
const QUARTERS: usize = 40;

fn numbered_key(key: &str, number: usize) -> String {
    match number {
        1 => key.to_owned(),
        number => format!("{key}.{number}"),
    }
}

fn monthly(key: &str, cycle: &Cycle, due: impl Fn(NaiveDate) -> NaiveDate) -> Vec<Occurrence> {
    let first = first_of_month(cycle.start);
    let months = (0..).map_while(|month| first.checked_add_months(Months::new(month)));
    let months = months.take_while(|month| *month <= cycle.end);
    months
        .map(|month| Occurrence {
            key: format!("{key}.{}", month.format("%Y-%m")),
            label: month.format("%B %Y").to_string(),
            on: Some(DateRule::Day(due(month))),
            period: Some((month, day_before(first_of_next_month(month)))),
        })
        .collect()
}

/// Milestones of `program` in `cycle`: its own, and the due dates of the forms that it gives more than once.
pub fn milestone_defs(program: &Program, cycle: &Cycle) -> Vec<MilestoneDef> {
    let own = program.milestones.iter().filter(|def| !def.generated);
    let mut defs: Vec<_> = own.cloned().collect();
    let mut seen = Vec::new();
    for used in &program.forms {
        let Some(repeat) = &used.repeat else { continue };
        let key = base_of(&used.form);
        if !seen.contains(&key) {
            seen.push(key);
            defs.extend(repeat_milestones(used, repeat, cycle));
        }
    }
    defs
}

/// Due dates of a form that is given more than once.
pub fn repeat_milestones(used: &FormUse, repeat: &Repeat, cycle: &Cycle) -> Vec<MilestoneDef> {
    let dated = dated_occurrences(base_of(&used.form), repeat, cycle).into_iter();
    let milestones = dated.filter_map(|it| {
        let title = titled(used, &it.label);
        Some(form_milestone(&it.key, title, &used.to, it.on?))
    });
    milestones.collect()
}

/// The key of the form's file, whichever occurrence `key` is.
pub fn base_of(key: &str) -> &str {
    key.split_once('.').map_or(key, |(base, _)| base)
}

/// Milestone on which the form `key` is due, which goes to `recipient`.
pub fn form_milestone(key: &str, title: String, recipient: &str, on: DateRule) -> MilestoneDef {
    let title = match recipient {
        "" => title,
        recipient => format!("{title} to {recipient}"),
    };
    MilestoneDef {
        key: key.to_owned(),
        title,
        about: String::new(),
        on,
        form: Some(key.to_owned()),
        owner: Owner::Both,
        passes: false,
        generated: true,
    }
}

/// Title of an occurrence of the form under its own title; `used` may be another occurrence.
fn titled(used: &FormUse, label: &str) -> String {
    let own = format!(" ({})", used.occurrence);
    let title = used.title.strip_suffix(&own).unwrap_or(&used.title);
    match label {
        "" => title.to_owned(),
        label => format!("{title} ({label})"),
    }
}

impl Year<'_> {
    /// Occurrences of `used` that are listed today, each as a form of its own: those that were begun, those due within a
    /// month, and the next one. The period of each beside it.
    pub fn occurrences(&self, used: &FormUse) -> Vec<(FormUse, Option<(NaiveDate, NaiveDate)>)> {
        let (Some(repeat), Some(cycle)) = (&used.repeat, self.book.cycle()) else {
            return Vec::new();
        };
        let occurrences = match repeat {
            Repeat::Again => again(&used.form, self.book),
            Repeat::Meeting => self.after_meetings(&used.form),
            Repeat::Monthly | Repeat::MonthlyBy(_) | Repeat::Quarterly | Repeat::Days(_) => {
                self.listed(dated_occurrences(&used.form, repeat, cycle), cycle)
            }
        };
        let as_form = |occurrence: Occurrence| {
            let form = FormUse {
                form: occurrence.key.clone(),
                title: titled(used, &occurrence.label),
                occurrence: occurrence.label.clone(),
                ..used.clone()
            };
            (form, occurrence.period)
        };
        occurrences.into_iter().map(as_form).collect()
    }

    /// Those of `dated` that were begun, are due within a month, or come next.
    fn listed(&self, dated: Vec<Occurrence>, cycle: &Cycle) -> Vec<Occurrence> {
        let horizon = self.today.checked_add_days(Days::new(AHEAD_DAYS));
        let mut has_next = false;
        let is_listed = |occurrence: &Occurrence| {
            let is_begun = responses(self.book, &occurrence.key).next().is_some();
            let due = occurrence
                .on
                .as_ref()
                .map(|rule| resolve(rule, cycle.start, cycle.end));
            let is_near = due.is_none_or(|due| horizon.is_none_or(|horizon| due <= horizon));
            let is_next = !is_begun && !has_next;
            has_next |= is_next;
            is_begun || is_near || is_next
        };
        dated.into_iter().filter(is_listed).collect()
    }

    /// The form for each meeting that it was begun for, and for the last one held.
    fn after_meetings(&self, key: &str) -> Vec<Occurrence> {
        let mut last = true;
        let meetings = self
            .book
            .held()
            .filter(|it| it.kind == MeetingKind::Meeting);
        let meetings =
            meetings.filter(|meeting| self.book.cycle().is_some_and(|it| meeting.date >= it.start));
        let mut occurrences: Vec<_> = meetings
            .map(|meeting| Occurrence {
                key: format!("{key}.{}", meeting.date),
                label: format_date(meeting.date),
                on: None,
                period: Some((meeting.date, meeting.date)),
            })
            .filter(|occurrence| {
                let is_listed = last || responses(self.book, &occurrence.key).next().is_some();
                last = false;
                is_listed
            })
            .collect();
        // Two meetings of one day share their form.
        occurrences.dedup_by(|a, b| a.key == b.key);
        occurrences.reverse();
        occurrences
    }
}

/// The form as often as it was begun, and once more after the last one is finished.
fn again(key: &str, book: &Book) -> Vec<Occurrence> {
    let state = |number: usize| {
        let key = numbered_key(key, number);
        responses(book, &key).next().map(|it| it.state)
    };
    let begun = (1..=MAX_OCCURRENCES)
        .take_while(|number| state(*number).is_some())
        .count();
    let is_finished = begun > 0 && state(begun) != Some(ResponseState::Draft);
    let count = if is_finished { begun + 1 } else { begun.max(1) };
    let occurrence = |number| Occurrence {
        key: numbered_key(key, number),
        label: if count == 1 {
            String::new()
        } else {
            format!("no. {number}")
        },
        on: None,
        period: None,
    };
    (1..=count).map(occurrence).collect()
}

/// Responses to `form` that are the owner's to see.
fn responses<'a>(book: &'a Book, form: &'a str) -> impl Iterator<Item = &'a Response> {
    [None, Some(book.me())]
        .into_iter()
        .filter_map(move |role| book.response(form, role))
}

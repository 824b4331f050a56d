//! Validation rules of data files that their types alone do not express: ranges, lengths, keys, duplicates.

use std::collections::BTreeSet;

use super::deck::{ActivityFile, AgendaFile, PromptFile};
use super::parse::{DataFile, ValidationError};
use super::user_files::is_plain_key;
use crate::domain::form::{
    Autofill, Choice, ChoiceOptions, Field, FormDef, OptionsSource, Section,
};
use crate::domain::program::{CompetencySet, DateRule, Program, Rate, Term};

/// Longest term of a book in days, the limit that `domain::ops::year` has too.
const MAX_DAYS: i64 = 3_650;
const MAX_MONTHS: u32 = 120;

/// Largest number of ratings of a scale: each is shown.
const MAX_RATINGS: i64 = 21;

/// Result of one validation.
pub type CheckResult = Result<(), ValidationError>;

impl DataFile for Program {
    fn check(&self) -> CheckResult {
        check_key("key", &self.key)?;
        check_text("title", &self.title)?;
        check_text("short", &self.short)?;
        check_text("about", &self.about)?;
        check_date_rule(&self.end).map_err(|error| error.in_key("end"))?;
        if self.end == DateRule::Middle(true) || matches!(self.end, DateRule::BeforeEnd(_)) {
            return Err(
                ValidationError::new("the end cannot be told from the end itself").in_key("end"),
            );
        }
        if matches!(self.end, DateRule::Days(days) if !(1..=MAX_DAYS).contains(&days))
            || matches!(self.end, DateRule::Months(months) if !(1..=MAX_MONTHS).contains(&months))
        {
            let what = "a year ends after its first day and within ten years";
            return Err(ValidationError::new(what).in_key("end"));
        }
        for (key, rate) in [
            ("contacts", self.cadence.contacts),
            ("meetings", self.cadence.meetings),
        ] {
            check_rate(rate).map_err(|error| error.in_key(key).in_key("cadence"))?;
        }
        if self.phases.is_empty() {
            return Err(ValidationError::new("a program has at least one phase").in_key("phases"));
        }
        check_each("phases", &self.phases, |phase| {
            check_text("title", &phase.title)?;
            check_date_rule(&phase.from).map_err(|error| error.in_key("from"))
        })?;
        check_unique("milestones", &self.milestones, "key", |it| &it.key)?;
        check_each("milestones", &self.milestones, |milestone| {
            check_key("key", &milestone.key)?;
            check_text("title", &milestone.title)?;
            check_date_rule(&milestone.on).map_err(|error| error.in_key("on"))?;
            let form = milestone.form.as_ref();
            if form.is_some_and(|form| !self.forms.iter().any(|used| used.form == *form)) {
                let what = "a form that falls due must be one of the program's forms";
                return Err(ValidationError::new(what).in_key("form"));
            }
            Ok(())
        })?;
        check_unique("forms", &self.forms, "form", |it| &it.form)?;
        check_each("forms", &self.forms, |used| {
            check_text("title", &used.title)
        })?;
        terms("aims", &self.aims)?;
        check_each("resources", &self.resources, |it| {
            check_text("title", &it.title)
        })?;
        check_each("sources", &self.sources, |it| {
            check_text("title", &it.title)
        })
    }
}

impl DataFile for CompetencySet {
    fn check(&self) -> CheckResult {
        check_key("key", &self.key)?;
        check_text("title", &self.title)?;
        terms("areas", &self.areas)?;
        check_each("sources", &self.sources, |it| {
            check_text("title", &it.title)
        })
    }
}

impl DataFile for FormDef {
    fn check(&self) -> CheckResult {
        check_key("key", &self.key)?;
        check_text("title", &self.title)?;
        check_text("about", &self.about)?;
        check_unique("sections", &self.sections, "key", |it| &it.key)?;
        let mut seen = BTreeSet::new();
        check_each("sections", &self.sections, |section| {
            check_key("key", &section.key)?;
            check_text("title", &section.title)?;
            if section.fields.is_empty() {
                return Err(
                    ValidationError::new("a section asks at least one question").in_key("fields")
                );
            }
            check_each("fields", &section.fields, |field| {
                if !seen.insert(field.key.as_str()) {
                    return Err(duplicate_key(&field.key).in_key("key"));
                }
                check_field(section, field)
            })
        })
    }
}

impl DataFile for ActivityFile {
    fn check(&self) -> CheckResult {
        check_unique("activity", &self.activity, "key", |it| &it.key)?;
        check_each("activity", &self.activity, |activity| {
            check_key("key", &activity.key)?;
            check_text("title", &activity.title)?;
            check_text("about", &activity.about)?;
            check_text("leaves", &activity.leaves)?;
            check_text("source", &activity.source)?;
            check_not_empty("phases", &activity.phases)
        })
    }
}

impl DataFile for PromptFile {
    fn check(&self) -> CheckResult {
        check_unique("prompt", &self.prompt, "key", |it| &it.key)?;
        check_each("prompt", &self.prompt, |prompt| {
            check_key("key", &prompt.key)?;
            check_text("text", &prompt.text)?;
            check_text("why", &prompt.why)?;
            check_not_empty("phases", &prompt.phases)
        })
    }
}

impl DataFile for AgendaFile {
    fn check(&self) -> CheckResult {
        check_unique("agenda", &self.agenda, "key", |it| &it.key)?;
        check_each("agenda", &self.agenda, |agenda| {
            check_key("key", &agenda.key)?;
            check_text("title", &agenda.title)?;
            check_text("about", &agenda.about)?;
            check_not_empty("phases", &agenda.phases)?;
            check_not_empty("lines", &agenda.lines)?;
            check_each("lines", &agenda.lines, |line| {
                if line.prompt.is_empty() == line.text.is_empty() {
                    let what = "a line names either a prompt or a text";
                    return Err(ValidationError::new(what));
                }
                Ok(())
            })
        })
    }
}

fn check_field(section: &Section, field: &Field) -> CheckResult {
    check_key("key", &field.key)?;
    check_text("label", &field.label)?;
    if field.auto.is_some_and(Autofill::is_per_goal) && !section.per_goal {
        let what = "what speaks of one goal belongs in a section with per_goal = true";
        return Err(ValidationError::new(what).in_key("auto"));
    }
    if let Some(options) = field.kind.options() {
        check_options(section, options)?;
    }
    if let Some([(low, _), (high, _)]) = field.kind.scale_ends()
        && high
            .checked_sub(low)
            .is_none_or(|steps| steps >= MAX_RATINGS)
    {
        let what = format!("a scale has at most {MAX_RATINGS} ratings");
        return Err(ValidationError::new(what).in_key("high"));
    }
    Ok(())
}

fn check_options(section: &Section, options: &ChoiceOptions) -> CheckResult {
    match options {
        ChoiceOptions::Listed(listed) => {
            check_unique("options", listed, "key", |it: &Choice| &it.key)?;
            check_each("options", listed, |choice| {
                check_key("key", &choice.key)?;
                check_text("label", &choice.label)
            })
        }
        ChoiceOptions::From(OptionsSource::Goals) if section.per_goal => {
            let what = "a section asked for each goal cannot offer the goals as options";
            Err(ValidationError::new(what).in_key("options_from"))
        }
        ChoiceOptions::From(_) => Ok(()),
    }
}

/// Refuses a date rule that leads to no day. 2028 is a leap year, so 29 February will do.
fn check_date_rule(rule: &DateRule) -> CheckResult {
    let what = match *rule {
        DateRule::Middle(false) => "write middle = true, or another rule",
        DateRule::MonthDay(month, day)
            if chrono::NaiveDate::from_ymd_opt(2028, month, day).is_none() =>
        {
            "there is no such month and day"
        }
        DateRule::Days(days) | DateRule::BeforeEnd(days) if days < 0 => {
            "the number of days cannot be negative"
        }
        DateRule::Days(_)
        | DateRule::Months(_)
        | DateRule::MonthDay(..)
        | DateRule::Middle(true)
        | DateRule::BeforeEnd(_)
        | DateRule::Day(_) => return Ok(()),
    };
    Err(ValidationError::new(what))
}

fn check_rate(rate: Option<Rate>) -> CheckResult {
    match rate {
        Some(Rate { count: 0, .. } | Rate { months: 0, .. }) => Err(ValidationError::new(
            "count and months are at least 1; leave the line out if nothing is asked",
        )),
        Some(_) | None => Ok(()),
    }
}

fn terms(list: &'static str, terms: &[Term]) -> CheckResult {
    check_unique(list, terms, "key", |term| &term.key)?;
    check_each(list, terms, |term| {
        check_key("key", &term.key)?;
        check_text("title", &term.title)
    })
}

fn check_key(field: &'static str, key: &str) -> CheckResult {
    if is_plain_key(key) {
        return Ok(());
    }
    let what = format!("“{key}” cannot be a key; use small letters, digits and hyphens");
    Err(ValidationError::new(what).in_key(field))
}

fn check_text(field: &'static str, text: &str) -> CheckResult {
    if text.trim().is_empty() {
        return Err(ValidationError::new("this cannot be empty").in_key(field));
    }
    Ok(())
}

fn check_not_empty<T>(field: &'static str, items: &[T]) -> CheckResult {
    if items.is_empty() {
        return Err(ValidationError::new("name at least one").in_key(field));
    }
    Ok(())
}

/// Checks every item of `list`; an error carries the index of the item.
pub fn check_each<'a, T>(
    list: &'static str,
    items: &'a [T],
    mut check: impl FnMut(&'a T) -> CheckResult,
) -> CheckResult {
    for (index, item) in items.iter().enumerate() {
        check(item).map_err(|error| error.in_item(index).in_key(list))?;
    }
    Ok(())
}

fn check_unique<'a, T>(
    list: &'static str,
    items: &'a [T],
    field: &'static str,
    key: impl Fn(&'a T) -> &'a String,
) -> CheckResult {
    let mut seen = BTreeSet::new();
    check_each(list, items, |item| {
        if seen.insert(key(item)) {
            Ok(())
        } else {
            Err(duplicate_key(key(item)).in_key(field))
        }
    })
}

/// Error for a key that occurs twice.
pub fn duplicate_key(key: &str) -> ValidationError {
    ValidationError::new(format!("“{key}” is there twice"))
}

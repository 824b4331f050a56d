//! Validation rules of data files that their types alone do not express: ranges, lengths, keys, duplicates.

use std::collections::BTreeSet;

use super::check_dates::{MAX_DAYS, check_date_rule, check_end};
use super::deck::{ActivityFile, AgendaFile, PromptFile};
use super::named_fields::check_named_fields;
use super::parse::{DataFile, ValidationError};
use super::user_files::is_plain_key;
use crate::domain::form::{
    Audience, Autofill, Choice, ChoiceOptions, Field, FormDef, OptionsSource, RowColumn, RowKind,
    Section,
};
use crate::domain::program::{CompetencySet, Program, Rate, Repeat, Term};

/// Largest number of ratings of a scale: each is shown.
const MAX_RATINGS: i64 = 21;

/// Largest number of columns of free rows: each is as wide as a word.
const MAX_COLUMNS: usize = 8;

/// Result of one validation.
pub type CheckResult = Result<(), ValidationError>;

impl DataFile for Program {
    fn check(&self) -> CheckResult {
        check_key("key", &self.key)?;
        check_text("title", &self.title)?;
        check_text("short", &self.short)?;
        check_text("about", &self.about)?;
        check_date_rule(&self.end)
            .and_then(|()| check_end(&self.end))
            .map_err(|error| error.in_key("end"))?;
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
            check_text("title", &used.title)?;
            check_repeat(used.repeat.as_ref())
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
        check_repeat(self.repeat.as_ref())?;
        if self.private && self.audience == Audience::Office {
            let what = "private = true keeps it from everybody, also from the office; leave it out beside audience = \"office\"";
            return Err(ValidationError::new(what).in_key("private"));
        }
        check_unique("sections", &self.sections, "key", |it| &it.key)?;
        check_each("signers", &self.signers, |word| {
            if word.trim().is_empty() {
                return Err(ValidationError::new("name who signs, or leave it out"));
            }
            Ok(())
        })?;
        let mut seen = BTreeSet::new();
        check_each("sections", &self.sections, |section| {
            check_key("key", &section.key)?;
            check_text("title", &section.title)?;
            if section.fields.is_empty() && section.statement().is_empty() {
                let what = "a section asks at least one question, or has a text to read";
                return Err(ValidationError::new(what).in_key("fields"));
            }
            check_each("fields", &section.fields, |field| {
                if !seen.insert(field.key.as_str()) {
                    return Err(duplicate_key(&field.key).in_key("key"));
                }
                check_field(section, field)?;
                check_named_fields(self, section, field)
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
    if let Some(subject) = field.auto.and_then(Autofill::subject)
        && section.per != Some(subject)
    {
        let subject = subject.key();
        let what =
            format!("what speaks of one {subject} belongs in a section with per_{subject} = true");
        return Err(ValidationError::new(what).in_key("auto"));
    }
    if let Some(options) = field.kind.options() {
        check_options(section, options)?;
    }
    if let Some(columns) = field.kind.columns() {
        check_columns(columns).map_err(|error| error.in_key("columns"))?;
    }
    if let Some(scale) = field.kind.scale()
        && scale
            .high
            .checked_sub(scale.low)
            .is_none_or(|steps| scale.points.is_empty() && steps >= MAX_RATINGS)
    {
        let what = format!("a scale has at most {MAX_RATINGS} ratings");
        return Err(ValidationError::new(what).in_key("high"));
    }
    Ok(())
}

fn check_columns(columns: &[RowColumn]) -> CheckResult {
    if columns.len() > MAX_COLUMNS {
        let what = format!("a table has at most {MAX_COLUMNS} columns, which is what a page holds");
        return Err(ValidationError::new(what));
    }
    let mut seen = BTreeSet::new();
    for column in columns {
        check_key("key", &column.key)?;
        check_text("label", &column.label)?;
        if !seen.insert(&column.key) {
            return Err(duplicate_key(&column.key));
        }
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
        ChoiceOptions::From(OptionsSource::Goals) if section.per == Some(RowKind::Goal) => {
            let what = "a section asked for each goal cannot offer the goals as options";
            Err(ValidationError::new(what).in_key("options_from"))
        }
        ChoiceOptions::From(_) => Ok(()),
    }
}

/// Refuses a recurrence without a day, or with one that no year has.
fn check_repeat(repeat: Option<&Repeat>) -> CheckResult {
    let what = match repeat {
        Some(Repeat::Days(days)) if days.is_empty() => "name at least one day",
        Some(Repeat::Days(days)) if days.iter().any(|day| i64::from(*day) > MAX_DAYS) => {
            "a year lasts ten years at most"
        }
        Some(Repeat::Days(days)) if !days.is_sorted_by(|a, b| a < b) => {
            "write the days in order, each once"
        }
        Some(Repeat::MonthlyBy(day)) if !(1..=31).contains(day) => {
            "there is no such day of a month"
        }
        Some(
            Repeat::Again
            | Repeat::Monthly
            | Repeat::MonthlyBy(_)
            | Repeat::Quarterly
            | Repeat::Days(_)
            | Repeat::Meeting,
        )
        | None => return Ok(()),
    };
    Err(ValidationError::new(what).in_key("repeat"))
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

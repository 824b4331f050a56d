//! The rules that the shape of a data file does not hold by itself.

use std::collections::BTreeSet;

use super::deck::{ActivityFile, AgendaFile, PromptFile};
use super::read::{DataFile, Fault};
use crate::domain::form::{Auto, Choice, Field, FieldKind, FormDef, Options, OptionsFrom, Section};
use crate::domain::program::{CompetencySet, DateRule, Program, Rate, Term};

/// The longest that a book lasts, as its deeds hold it.
const MOST_DAYS: i64 = 3_650;
const MOST_MONTHS: u32 = 120;

/// The most ratings a scale may have: each is shown.
const MOST_RATINGS: i64 = 21;

/// What a check says.
pub type Checked = Result<(), Fault>;

impl DataFile for Program {
    fn check(&self) -> Checked {
        is_key("key", &self.key)?;
        says("title", &self.title)?;
        says("short", &self.short)?;
        says("about", &self.about)?;
        falls_on(&self.end).map_err(|fault| fault.in_key("end"))?;
        if self.end == DateRule::Middle(true) || matches!(self.end, DateRule::BeforeEnd(_)) {
            return Err(Fault::new("the end cannot be told from the end itself").in_key("end"));
        }
        if matches!(self.end, DateRule::Days(days) if !(1..=MOST_DAYS).contains(&days))
            || matches!(self.end, DateRule::Months(months) if !(1..=MOST_MONTHS).contains(&months))
        {
            let what = "a year ends after its first day and within ten years";
            return Err(Fault::new(what).in_key("end"));
        }
        for (key, rate) in [
            ("contacts", self.cadence.contacts),
            ("meetings", self.cadence.meetings),
        ] {
            is_rate(rate).map_err(|fault| fault.in_key(key).in_key("cadence"))?;
        }
        if self.phases.is_empty() {
            return Err(Fault::new("a program has at least one phase").in_key("phases"));
        }
        each("phases", &self.phases, |phase| {
            says("title", &phase.title)?;
            falls_on(&phase.from).map_err(|fault| fault.in_key("from"))
        })?;
        distinct("milestones", &self.milestones, "key", |it| &it.key)?;
        each("milestones", &self.milestones, |milestone| {
            is_key("key", &milestone.key)?;
            says("title", &milestone.title)?;
            falls_on(&milestone.on).map_err(|fault| fault.in_key("on"))?;
            let form = milestone.form.as_ref();
            if form.is_some_and(|form| !self.forms.iter().any(|used| used.form == *form)) {
                let what = "a form that falls due must be one of the program's forms";
                return Err(Fault::new(what).in_key("form"));
            }
            Ok(())
        })?;
        distinct("forms", &self.forms, "form", |it| &it.form)?;
        each("forms", &self.forms, |used| says("title", &used.title))?;
        terms("aims", &self.aims)?;
        each("resources", &self.resources, |it| says("title", &it.title))?;
        each("sources", &self.sources, |it| says("title", &it.title))
    }
}

impl DataFile for CompetencySet {
    fn check(&self) -> Checked {
        is_key("key", &self.key)?;
        says("title", &self.title)?;
        terms("areas", &self.areas)?;
        each("sources", &self.sources, |it| says("title", &it.title))
    }
}

impl DataFile for FormDef {
    fn check(&self) -> Checked {
        is_key("key", &self.key)?;
        says("title", &self.title)?;
        says("about", &self.about)?;
        distinct("sections", &self.sections, "key", |it| &it.key)?;
        let mut seen = BTreeSet::new();
        each("sections", &self.sections, |section| {
            is_key("key", &section.key)?;
            says("title", &section.title)?;
            if section.fields.is_empty() {
                return Err(Fault::new("a section asks at least one question").in_key("fields"));
            }
            each("fields", &section.fields, |field| {
                if !seen.insert(field.key.as_str()) {
                    return Err(twice(&field.key).in_key("key"));
                }
                is_field(section, field)
            })
        })
    }
}

impl DataFile for ActivityFile {
    fn check(&self) -> Checked {
        distinct("activity", &self.activity, "key", |it| &it.key)?;
        each("activity", &self.activity, |activity| {
            is_key("key", &activity.key)?;
            says("title", &activity.title)?;
            says("about", &activity.about)?;
            says("leaves", &activity.leaves)?;
            says("source", &activity.source)?;
            some("phases", &activity.phases)
        })
    }
}

impl DataFile for PromptFile {
    fn check(&self) -> Checked {
        distinct("prompt", &self.prompt, "key", |it| &it.key)?;
        each("prompt", &self.prompt, |prompt| {
            is_key("key", &prompt.key)?;
            says("text", &prompt.text)?;
            says("why", &prompt.why)?;
            some("phases", &prompt.phases)
        })
    }
}

impl DataFile for AgendaFile {
    fn check(&self) -> Checked {
        distinct("agenda", &self.agenda, "key", |it| &it.key)?;
        each("agenda", &self.agenda, |agenda| {
            is_key("key", &agenda.key)?;
            says("title", &agenda.title)?;
            says("about", &agenda.about)?;
            some("phases", &agenda.phases)?;
            some("lines", &agenda.lines)?;
            each("lines", &agenda.lines, |line| {
                if line.prompt.is_empty() == line.text.is_empty() {
                    let what = "a line names either a prompt or a text";
                    return Err(Fault::new(what));
                }
                Ok(())
            })
        })
    }
}

fn is_field(section: &Section, field: &Field) -> Checked {
    is_key("key", &field.key)?;
    says("label", &field.label)?;
    if field.auto.is_some_and(Auto::is_per_goal) && !section.per_goal {
        let what = "what speaks of one goal belongs in a section with per_goal = true";
        return Err(Fault::new(what).in_key("auto"));
    }
    match &field.kind {
        FieldKind::Choice(options) | FieldKind::Choices(options) => options_fit(section, options),
        FieldKind::Scale { low, high, .. } => match high.checked_sub(*low) {
            Some(steps) if steps < MOST_RATINGS => Ok(()),
            Some(_) | None => {
                let what = format!("a scale has at most {MOST_RATINGS} ratings");
                Err(Fault::new(what).in_key("high"))
            }
        },
        FieldKind::Line
        | FieldKind::Text
        | FieldKind::Date { .. }
        | FieldKind::Number
        | FieldKind::YesNo => Ok(()),
    }
}

fn options_fit(section: &Section, options: &Options) -> Checked {
    match options {
        Options::Listed(listed) => {
            distinct("options", listed, "key", |it: &Choice| &it.key)?;
            each("options", listed, |choice| {
                is_key("key", &choice.key)?;
                says("label", &choice.label)
            })
        }
        Options::From(OptionsFrom::Goals) if section.per_goal => {
            let what = "a section asked for each goal cannot offer the goals as options";
            Err(Fault::new(what).in_key("options_from"))
        }
        Options::From(_) => Ok(()),
    }
}

/// A date rule that leads to a day. 2028 is a leap year, so 29 February will do.
fn falls_on(rule: &DateRule) -> Checked {
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
        | DateRule::BeforeEnd(_) => return Ok(()),
    };
    Err(Fault::new(what))
}

fn is_rate(rate: Option<Rate>) -> Checked {
    match rate {
        Some(Rate { count: 0, .. } | Rate { months: 0, .. }) => Err(Fault::new(
            "count and months are at least 1; leave the line out if nothing is asked",
        )),
        Some(_) | None => Ok(()),
    }
}

fn terms(list: &'static str, terms: &[Term]) -> Checked {
    distinct(list, terms, "key", |term| &term.key)?;
    each(list, terms, |term| {
        is_key("key", &term.key)?;
        says("title", &term.title)
    })
}

/// Keys are stored and typed, so they stay plain: small letters, digits, hyphens.
pub fn is_key(field: &'static str, key: &str) -> Checked {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !key.is_empty() && key.chars().all(plain) {
        return Ok(());
    }
    let what = format!("“{key}” cannot be a key; use small letters, digits and hyphens");
    Err(Fault::new(what).in_key(field))
}

fn says(field: &'static str, text: &str) -> Checked {
    if text.trim().is_empty() {
        return Err(Fault::new("this cannot be empty").in_key(field));
    }
    Ok(())
}

fn some<T>(field: &'static str, items: &[T]) -> Checked {
    if items.is_empty() {
        return Err(Fault::new("name at least one").in_key(field));
    }
    Ok(())
}

/// Checks every item of `list`; a fault knows which one it is in.
pub fn each<'a, T>(
    list: &'static str,
    items: &'a [T],
    mut check: impl FnMut(&'a T) -> Checked,
) -> Checked {
    for (index, item) in items.iter().enumerate() {
        check(item).map_err(|fault| fault.in_item(index).in_key(list))?;
    }
    Ok(())
}

fn distinct<'a, T>(
    list: &'static str,
    items: &'a [T],
    field: &'static str,
    key: impl Fn(&'a T) -> &'a String,
) -> Checked {
    let mut seen = BTreeSet::new();
    each(list, items, |item| {
        if seen.insert(key(item)) {
            Ok(())
        } else {
            Err(twice(key(item)).in_key(field))
        }
    })
}

/// Something that may be there only once.
pub fn twice(key: &str) -> Fault {
    Fault::new(format!("“{key}” is there twice"))
}

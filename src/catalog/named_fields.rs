//! Checks of the other questions of its form that a field names: for a condition, a lower bound, a total.

use super::check::{CheckResult, check_each};
use super::parse::ValidationError;
use crate::domain::field_rules::Condition;
use crate::domain::form::{ChoiceOptions, Field, FieldKind, FilledBy, FormDef, Section};
use crate::domain::suggest::suggest;

/// Checks the questions of `form` that `field` of `section` names.
pub fn check_named_fields(form: &FormDef, section: &Section, field: &Field) -> CheckResult {
    let asker = NamedFrom {
        form,
        section,
        field,
    };
    if let Some(condition) = &field.rules.ask_if {
        let checked = asker.check_condition(condition);
        checked.map_err(|error| error.in_key("ask_if"))?;
    }
    if let Some(lower) = field
        .kind
        .number_rule()
        .and_then(|it| it.not_below.as_ref())
    {
        let checked = asker.check_number(lower, |kind| kind.number_rule().is_some());
        checked.map_err(|error| error.in_key("not_below"))?;
    }
    let FieldKind::Computed(computed) = &field.kind else {
        return Ok(());
    };
    check_each("of", &computed.of, |key| {
        asker.check_number(key, |kind| kind.is_numeric() || *kind == FieldKind::YesNo)
    })
}

/// A field that names others.
struct NamedFrom<'a> {
    form: &'a FormDef,
    section: &'a Section,
    field: &'a Field,
}

impl<'a> NamedFrom<'a> {
    /// The field called `key`; refused if its answers are not known wherever those of this one are.
    fn named(&self, key: &str) -> Result<(&'a Section, &'a Field), ValidationError> {
        let fields = self.form.sections.iter().flat_map(|it| &it.fields);
        let others = fields.filter(|it| it.key != self.field.key);
        let Some(found) = self
            .form
            .field(key)
            .filter(|(_, it)| it.key != self.field.key)
        else {
            let meant = suggest(key, others.map(|it| it.key.as_str()));
            let meant = meant.map_or_else(String::new, |key| format!(" (did you mean “{key}”?)"));
            return Err(refused(format!(
                "the form has no other field “{key}”{meant}"
            )));
        };
        let is_private = self.form.is_private() || self.field.private;
        if found.1.private && !is_private {
            return Err(refused(format!("“{key}” is private, and this one is not")));
        }
        Ok(found)
    }

    /// Checks a condition: the question stands above, is asked as often, and has such an answer.
    fn check_condition(&self, condition: &Condition) -> CheckResult {
        let key = &condition.field;
        let (section, other) = self.named(key)?;
        let mut above = self.form.sections.iter().flat_map(|it| &it.fields);
        let is_above = above.find(|it| it.key == *key || it.key == self.field.key);
        if is_above.is_none_or(|it| it.key != *key) {
            return Err(refused(format!("“{key}” must be asked above this one")));
        }
        let fillers = [(section, other), (self.section, self.field)];
        let [decides, asked] = fillers.map(|(section, field)| self.form.filler(section, field));
        if decides == FilledBy::Each && asked != FilledBy::Each {
            let what = format!("“{key}” is answered by each alone, and this one is not");
            return Err(refused(what));
        }
        self.check_repeats(section, key)?;
        let listed = match other.kind.options() {
            Some(ChoiceOptions::From(_)) => return Ok(()),
            Some(ChoiceOptions::Listed(listed)) => listed.as_slice(),
            None => &[],
        };
        let known: Vec<_> = other
            .selectable(listed)
            .into_iter()
            .map(|it| it.0)
            .collect();
        let is_number = other.kind.number_rule().is_some();
        if known.is_empty() && !is_number {
            let what =
                format!("“{key}” has no answers to choose from, so nothing can depend on one");
            return Err(refused(what));
        }
        let is_known = |value: &&String| {
            known.contains(value) || is_number && other.kind.number(value).is_some()
        };
        match condition.values.iter().find(|value| !is_known(value)) {
            Some(value) => Err(refused(format!(
                "“{key}” is never answered with “{value}”; its answers are {}",
                if is_number {
                    "numbers".to_owned()
                } else {
                    known.join(", ")
                }
            ))),
            None => Ok(()),
        }
    }

    /// Checks that the field called `key` is a number that the same person gives.
    fn check_number(&self, key: &str, is_number: impl Fn(&FieldKind) -> bool) -> CheckResult {
        let (section, other) = self.named(key)?;
        let same = self.form.filler(section, other) == self.form.filler(self.section, self.field);
        if !same || !is_number(&other.kind) {
            let what = format!("“{key}” must be a number that the same person gives");
            return Err(refused(what));
        }
        // A total of what is asked for each goal is one of all goals.
        if self.field.kind.is_read_only() {
            return Ok(());
        }
        self.check_repeats(section, key)
    }

    /// Refuses a question that is asked again and again where this one is asked once.
    fn check_repeats(&self, section: &Section, key: &str) -> CheckResult {
        if let Some(kind) = section.per.filter(|_| section.per != self.section.per) {
            let kind = kind.key();
            let what = format!("“{key}” is asked for each {kind}, and this one is not");
            return Err(refused(what));
        }
        Ok(())
    }
}

fn refused(what: String) -> ValidationError {
    ValidationError::new(what)
}

//! The fields of a record in its editor form, each named once for both directions.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::NaiveDate;

use super::{Refusal, normalize_line, normalize_text, require_line};
use crate::domain::answer::{Answers, YES};

/// A direction between a record and the answers of its form.
pub enum FormFields<'a> {
    /// The record fills the answers.
    Fill(&'a mut Answers),
    /// The answers are taken into the record.
    Take(&'a Answers),
}

type Fielded<'f, 'a> = Result<&'f mut FormFields<'a>, Refusal>;

/// The answers of `record` in the form with these fields.
pub fn fill<T: Clone>(
    record: &T,
    fields: impl FnOnce(&mut T, &mut FormFields) -> Result<(), Refusal>,
) -> Answers {
    let mut answers = Answers::default();
    // Only what is taken can be refused.
    fields(&mut record.clone(), &mut FormFields::Fill(&mut answers)).unwrap_or_default();
    answers
}

/// `record` with the answers of the form with these fields.
///
/// # Errors
/// When an answer is missing, too long or impossible.
pub fn take<T: Clone>(
    record: &T,
    answers: &Answers,
    fields: impl FnOnce(&mut T, &mut FormFields) -> Result<(), Refusal>,
) -> Result<T, Refusal> {
    let mut record = record.clone();
    fields(&mut record, &mut FormFields::Take(answers))?;
    Ok(record)
}

impl<'a> FormFields<'a> {
    /// A field of any type; `parse` gets all answers, and the value before.
    pub fn field<V>(
        &mut self,
        key: &str,
        value: &mut V,
        text: impl FnOnce(&V) -> String,
        parse: impl FnOnce(&Answers, &V) -> Result<V, Refusal>,
    ) -> Fielded<'_, 'a> {
        match self {
            Self::Fill(answers) => {
                answers.set(key, text(value));
            }
            Self::Take(answers) => *value = parse(answers, value)?,
        }
        Ok(self)
    }

    fn words(
        &mut self,
        key: &str,
        value: &mut String,
        what: &str,
        clean: fn(&str, &str) -> Result<String, Refusal>,
    ) -> Fielded<'_, 'a> {
        self.field(key, value, String::clone, |it, _| clean(it.get(key), what))
    }

    /// A line that may be empty; `what` names it in a refusal.
    pub fn line(&mut self, key: &str, value: &mut String, what: &str) -> Fielded<'_, 'a> {
        self.words(key, value, what, normalize_line)
    }

    /// A line that must not be empty.
    pub fn required(&mut self, key: &str, value: &mut String, what: &str) -> Fielded<'_, 'a> {
        self.words(key, value, what, require_line)
    }

    /// Prose.
    pub fn text(&mut self, key: &str, value: &mut String, what: &str) -> Fielded<'_, 'a> {
        self.words(key, value, what, normalize_text)
    }

    pub fn day(&mut self, key: &str, value: &mut Option<NaiveDate>) -> Fielded<'_, 'a> {
        self.field(
            key,
            value,
            |day| optional(day.as_ref()),
            |it, _| Ok(it.day(key)),
        )
    }

    /// A day that stays where no other is given.
    pub fn set_day(&mut self, key: &str, value: &mut NaiveDate) -> Fielded<'_, 'a> {
        self.field(key, value, NaiveDate::to_string, |it, day| {
            Ok(it.day(key).unwrap_or(*day))
        })
    }

    pub fn number<N: FromStr + ToString>(
        &mut self,
        key: &str,
        value: &mut Option<N>,
    ) -> Fielded<'_, 'a> {
        self.field(
            key,
            value,
            |it| optional(it.as_ref()),
            |it, _| Ok(it.number(key)),
        )
    }

    /// A choice that stays where no other is made.
    pub fn word<W: FromStr + Copy>(
        &mut self,
        key: &str,
        value: &mut W,
        text: fn(W) -> &'static str,
    ) -> Fielded<'_, 'a> {
        let parse = |it: &Answers, value: &W| Ok(it.word(key).unwrap_or(*value));
        self.field(key, value, |value| text(*value).to_owned(), parse)
    }

    /// A choice that may be left open.
    pub fn option<W: FromStr + Copy>(
        &mut self,
        key: &str,
        value: &mut Option<W>,
        text: fn(W) -> &'static str,
    ) -> Fielded<'_, 'a> {
        let shown = |value: &Option<W>| value.map_or("", text).to_owned();
        self.field(key, value, shown, |it, _| Ok(it.word(key)))
    }

    /// Several keys, one a line.
    pub fn keys(&mut self, key: &str, value: &mut BTreeSet<String>) -> Fielded<'_, 'a> {
        self.field(
            key,
            value,
            |keys| joined(keys, "\n"),
            |it, _| Ok(it.keys(key)),
        )
    }

    pub fn yes(&mut self, key: &str, value: &mut bool) -> Fielded<'_, 'a> {
        let text = |yes: &bool| if *yes { YES } else { "" }.to_owned();
        self.field(key, value, text, |it, _| Ok(it.yes(key)))
    }
}

/// The words with `between` them.
pub fn joined(words: &BTreeSet<String>, between: &str) -> String {
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    words.join(between)
}

fn optional(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::ops::Editable;
    use crate::domain::schedule::tests::{action, day};

    #[test]
    fn a_record_that_fills_a_form_is_taken_out_of_it_unchanged() {
        let mut before = action("call", Some("2026-12-01"));
        before.done = Some(day("2026-12-02"));
        before.done_note = "Two calls.\n\nOne letter.".to_owned();
        let answers = fill(&before, Action::fields);
        assert_eq!(answers.get("due"), "2026-12-01");
        let blank = Action {
            id: before.id,
            ..Action::default()
        };
        let after = take(&blank, &answers, Action::fields).unwrap();
        assert_eq!(after, before);
    }

    #[test]
    fn an_answer_that_is_left_empty_empties_its_field_or_is_refused() {
        let before = action("call", Some("2026-12-01"));
        let given = Answers::of("text", "Call again");
        let after = take(&before, &given, Action::fields).unwrap();
        assert_eq!((after.due, after.owner), (None, before.owner));
        assert!(take(&before, &Answers::default(), Action::fields).is_err());
    }
}

//! Rules of a field beside its kind: who answers it, answers in place of one, when it is asked, and how long a text may be.

use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::string_enum::{deserialize_from_str, string_enum};

string_enum! {
    /// Roles who fill in a form, a section or a field.
    FilledBy, "filled-by" {
        Joint = "joint" => "Both together",
        Each = "each" => "Each alone",
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
    }
}

string_enum! {
    /// Answers in place of one that is asked for: they are answers, and count in no number.
    OrAnswer, "answer in place of another" {
        NotApplicable = "not-applicable" => "Not applicable",
        RatherNotSay = "rather-not-say" => "Rather not say",
    }
}

impl OrAnswer {
    /// Reads it as people type it.
    fn from_typed(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "n/a" | "na" => Some(Self::NotApplicable),
            "prefer not to say" => Some(Self::RatherNotSay),
            other => Self::from_word(other),
        }
    }
}

/// Condition under which a question is asked: what was answered to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Key of the other question.
    pub field: String,
    /// Canonical answers, one of which is enough.
    pub values: Vec<String>,
    /// True if it must be any other answer.
    pub negated: bool,
}

impl Condition {
    /// True for the canonical answer `given`; without an answer nothing is decided yet.
    pub fn holds(&self, given: &str) -> bool {
        let mut keys = given.lines();
        let is_one = keys.any(|key| self.values.iter().any(|value| value == key));
        !given.is_empty() && is_one != self.negated
    }
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (negated, parts) = match text.split_once("!=") {
            Some(parts) => (true, Some(parts)),
            None => (false, text.split_once('=')),
        };
        let (field, values) = parts.unwrap_or_default();
        let values = values.split(',').map(str::trim).filter(|it| !it.is_empty());
        let values: Vec<_> = values.map(str::to_owned).collect();
        let field = field.trim().to_owned();
        if field.is_empty() || values.is_empty() {
            return Err(format!(
                "write ask_if = \"FIELD = ANSWER\" or \"FIELD != ANSWER\", not “{text}”"
            ));
        }
        Ok(Self {
            field,
            values,
            negated,
        })
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// Rules of one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldRules {
    /// Answers that may be given in place of one.
    pub or: Vec<OrAnswer>,
    pub ask_if: Option<Condition>,
    pub max_words: Option<usize>,
    pub max_characters: Option<usize>,
}

impl FieldRules {
    /// The answer in place of one that is typed or stored as `text`, if it may be given here.
    pub fn or_answer(&self, text: &str) -> Option<OrAnswer> {
        if self.or.is_empty() {
            return None;
        }
        OrAnswer::from_typed(text).filter(|answer| self.or.contains(answer))
    }

    /// Length of `text` against each limit, with `of` between the two: `212 of 1,000 words`; empty without a limit.
    pub fn length(&self, text: &str, of: &str) -> String {
        let counts = self.counts(text).into_iter();
        let counts = counts.map(|(count, most, unit)| {
            format!("{} {of} {} {unit}", with_commas(count), with_commas(most))
        });
        counts.collect::<Vec<_>>().join(", ")
    }

    /// `at most 1,000 words`; empty without a limit.
    pub fn limits(&self) -> String {
        let counts = self.counts("").into_iter();
        let counts = counts.map(|(_, most, unit)| format!("at most {} {unit}", with_commas(most)));
        counts.collect::<Vec<_>>().join(", ")
    }

    /// `or: not applicable, rather not say`; empty if every answer is one.
    pub fn or_words(&self) -> String {
        let words: Vec<_> = self.or.iter().map(|it| it.label().to_lowercase()).collect();
        if words.is_empty() {
            return String::new();
        }
        format!("or: {}", words.join(", "))
    }

    /// True if `text` is longer than it may be.
    pub fn is_too_long(&self, text: &str) -> bool {
        let mut counts = self.counts(text).into_iter();
        counts.any(|(count, most, _)| count > most)
    }

    fn counts(&self, text: &str) -> Vec<(usize, usize, &'static str)> {
        let words = self.max_words;
        let words = words.map(|most| (text.split_whitespace().count(), most, "words"));
        let letters = self.max_characters;
        let letters = letters.map(|most| (text.trim().chars().count(), most, "characters"));
        words.into_iter().chain(letters).collect()
    }
}

/// `1,000`
fn with_commas(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

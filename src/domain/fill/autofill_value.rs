//! Values that the log gives for answers, and the words they share.

use chrono::NaiveDate;

use super::free_rows;
use crate::domain::answer::{NO, YES, canonical_date};
use crate::domain::dates;
use crate::domain::form::{Choice, FieldKind};
use crate::domain::goal::Step;
use crate::domain::ops::MAX_LINE_CHARS;
use crate::domain::program::{CompetencySet, Term};

/// Autofilled value: as text, and as every other kind that it can be read as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AutofillValue {
    /// As text; several lines for a list.
    pub text: String,
    pub number: Option<u64>,
    pub day: Option<NaiveDate>,
    pub yes: Option<bool>,
    pub keys: Vec<String>,
}

impl AutofillValue {
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub fn day(day: NaiveDate) -> Self {
        Self {
            day: Some(day),
            ..Self::text(dates::format_date(day))
        }
    }

    pub fn count(count: u32) -> Self {
        Self::quantity(u64::from(count), count.to_string())
    }

    pub fn yes(yes: bool, text: impl Into<String>) -> Self {
        Self {
            yes: Some(yes),
            ..Self::text(text)
        }
    }

    pub fn terms<'a>(terms: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (keys, labels): (Vec<_>, Vec<_>) =
            terms.map(|(key, label)| (key.to_owned(), label)).unzip();
        Self {
            keys,
            ..Self::text(labels.join("\n"))
        }
    }

    /// A measure that is more exact as text than as a whole number.
    pub fn quantity(number: u64, text: impl Into<String>) -> Self {
        Self {
            number: Some(number),
            ..Self::text(text)
        }
    }

    /// Choices whose text says more than their labels.
    pub fn listed(keys: impl Iterator<Item = String>, words: &[String]) -> Self {
        Self {
            keys: keys.collect(),
            ..Self::text(words.join("\n"))
        }
    }

    /// Canonical form for a field of `kind`; none where the value cannot be read as that kind.
    pub fn canonical_value(&self, kind: &FieldKind, choices: &[Choice]) -> Option<String> {
        let offered = |key: &&String| choices.iter().any(|choice| choice.key == **key);
        let plain = match kind {
            FieldKind::Line => join_line(&self.text),
            FieldKind::Text => self.text.clone(),
            FieldKind::Choice(_) => self.keys.iter().find(offered)?.clone(),
            FieldKind::Choices(_) => {
                let keys: Vec<_> = self.keys.iter().filter(offered).cloned().collect();
                keys.join("\n")
            }
            FieldKind::Scale(scale) => {
                let number = i64::try_from(self.number?).ok()?;
                scale.has(number).then(|| number.to_string())?
            }
            FieldKind::Date { .. } => canonical_date(self.day?, None),
            FieldKind::Number(rule) => {
                // The hours of the log are more exact in their words.
                let first = self.text.split(' ').next().unwrap_or_default();
                let exact = first.parse().ok().filter(|_: &f64| rule.decimals);
                let whole = self.number?.to_string();
                exact.map_or(whole, |exact| exact.to_string())
            }
            FieldKind::Rows(columns) => {
                free_rows::parse(columns, &self.text.replace('|', "\\|")).ok()?
            }
            FieldKind::YesNo => (if self.yes? { YES } else { NO }).to_owned(),
            FieldKind::Computed(_) | FieldKind::Statement => return None,
        };
        (!plain.is_empty()).then_some(plain)
    }
}

/// Joins a list on one line, within the length limit of a line.
fn join_line(text: &str) -> String {
    let pieces: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    let commas = pieces.iter().any(|piece| piece.contains(','));
    let line = pieces.join(if commas { "; " } else { ", " });
    if line.chars().count() <= MAX_LINE_CHARS {
        return line;
    }
    let mut cut: String = line.chars().take(MAX_LINE_CHARS - 1).collect();
    cut.push('…');
    cut
}

pub fn areas(competencies: Option<&CompetencySet>) -> &[Term] {
    competencies.map_or(&[], |set| &set.areas)
}

pub fn terms_matching(terms: &[Term], is_selected: impl Fn(&str) -> bool) -> AutofillValue {
    AutofillValue::terms(
        terms
            .iter()
            .filter(|term| is_selected(&term.key))
            .map(|term| (term.key.as_str(), term.title.as_str())),
    )
}

pub fn step_line(step: &Step) -> String {
    let owner = step.owner.label().to_lowercase();
    let date = match step.done {
        Some(_) => dates::phrase(", done", step.done),
        None => dates::phrase(", by", step.due),
    };
    format!("{} ({owner}{date})", step.title)
}

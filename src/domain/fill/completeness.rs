//! Completeness of a form as it is filled in now: which questions are asked, which answers are missing or against a rule, and
//! what is computed from the others.

use std::collections::{BTreeMap, BTreeSet};

use super::ResolvedField;
use crate::domain::answer::{AnswerValue, Answers, Slot};
use crate::domain::display::display_answer;
use crate::domain::form::{Audience, FieldKind};

/// Completeness of the owner's part of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Number of questions that the owner answers.
    pub asked: usize,
    /// Number of those with an answer.
    pub answered: usize,
    /// Number of required answers: required questions, and one for each section that requires at least one.
    pub required_total: usize,
    /// Slots of those missing, in the order of the form.
    pub required_missing: Vec<Slot>,
    /// Answers that break a rule of their question, each with what is wrong: `has 1,012 of at most 1,000 words`.
    pub problems: Vec<(Slot, String)>,
}

impl Completeness {
    /// True if nothing required is missing and no answer breaks a rule.
    pub fn is_complete(&self) -> bool {
        self.required_missing.is_empty() && self.problems.is_empty()
    }

    /// Slots of the answers to be given or changed, in the order in which they are found.
    pub fn open_slots(&self) -> BTreeSet<&Slot> {
        let problems = self.problems.iter().map(|(slot, _)| slot);
        self.required_missing.iter().chain(problems).collect()
    }
}

/// Computes the completeness of the owner's part; the partner's own part and what is not asked now are ignored.
pub fn completeness(fields: &[ResolvedField], answers: &Answers) -> Completeness {
    let mut result = Completeness::default();
    let unasked = unasked(fields, answers);
    for group in fields.chunk_by(|a, b| a.section == b.section && a.slot.goal == b.slot.goal) {
        let mine = group.iter().filter(|question| question.mine);
        let mine: Vec<_> = mine.filter(|it| !unasked.contains(&it.slot)).collect();
        let answered = |question: &&&ResolvedField| !answers.at(&question.slot).is_empty();
        result.asked += mine.len();
        result.answered += mine.iter().filter(answered).count();
        for question in &mine {
            let problem = problem(question, fields, answers);
            let slot = || question.slot.clone();
            result.problems.extend(problem.map(|what| (slot(), what)));
            if question.required {
                result.required_total += 1;
                if !answered(&question) {
                    result.required_missing.push(slot());
                }
            }
        }
        if let Some(first) = mine.first().filter(|question| question.at_least_one) {
            result.required_total += 1;
            if !mine.iter().any(|question| answered(&question)) {
                result.required_missing.push(first.slot.clone());
            }
        }
    }
    result
}

/// Slots of the questions that are not asked as long as the answers are as they are. What was answered to them before is kept.
pub fn unasked(fields: &[ResolvedField], answers: &Answers) -> BTreeSet<Slot> {
    let mut unasked = BTreeSet::new();
    for (at, question) in fields.iter().enumerate() {
        let Some(condition) = &question.field.rules.ask_if else {
            continue;
        };
        // Only questions above count, so that two that name each other lead nowhere.
        let decisive = named_beside(&fields[..at], &condition.field, question).next();
        let is_asked = decisive.is_some_and(|other| {
            !unasked.contains(&other.slot) && condition.holds(answers.at(&other.slot))
        });
        if !is_asked {
            unasked.insert(question.slot.clone());
        }
    }
    unasked
}

/// Fields called `key`, as `question` sees them: about the same record, or about none; about all of them if it is about none.
fn named_beside<'a>(
    fields: &'a [ResolvedField],
    key: &str,
    question: &ResolvedField,
) -> impl Iterator<Item = &'a ResolvedField> {
    let record = question.slot.goal;
    fields.iter().filter(move |other| {
        let same = other.slot.goal.is_none() || other.slot.goal == record;
        other.slot.field == key && (same || record.is_none())
    })
}

/// The rule that the answer to `question` breaks, as what it does: `is below “Least minutes” (45 minutes)`.
fn problem(
    question: &ResolvedField,
    fields: &[ResolvedField],
    answers: &Answers,
) -> Option<String> {
    let field = &question.field;
    let value = answers.at(&question.slot);
    if field.rules.or_answer(value).is_some() {
        return None;
    }
    if field.rules.is_too_long(value) {
        return Some(format!("has {}", field.rules.length(value, "of at most")));
    }
    let lower = field.kind.number_rule()?.not_below.as_deref()?;
    let lower = named_beside(fields, lower, question).next()?;
    let at_least = answers.at(&lower.slot);
    let is_below = field.kind.number(value)? < lower.field.kind.number(at_least)?;
    is_below.then(|| {
        let shown = display_answer(lower, at_least);
        format!("is below “{}” ({shown})", lower.field.label)
    })
}

/// Totals and means of the answers as they are now.
pub fn computed(fields: &[ResolvedField], answers: &Answers) -> BTreeMap<Slot, AnswerValue> {
    let mut values: BTreeMap<Slot, AnswerValue> = BTreeMap::new();
    let mut unasked_slots = None;
    for question in fields {
        let FieldKind::Computed(rule) = &question.field.kind else {
            continue;
        };
        let unasked = unasked_slots.get_or_insert_with(|| unasked(fields, answers));
        let beside = |other: &&ResolvedField| {
            let same = question.slot.goal.is_none() || other.slot.goal == question.slot.goal;
            let of_own = rule.of.is_empty()
                && other.section == question.section
                && (other.audience == Audience::Both || other.audience == question.audience)
                && other.field.kind.is_numeric()
                && !other.field.kind.is_read_only();
            let is_named = rule.of.contains(&other.slot.field);
            (of_own || is_named)
                && (same || other.slot.goal.is_none())
                && other.filler == question.filler
                && !unasked.contains(&other.slot)
        };
        let parts = fields.iter().filter(beside);
        let numbers = parts.filter_map(|other| {
            let earlier = values.get(&other.slot).map(|it| it.value.as_str());
            let value = earlier.unwrap_or_else(|| answers.at(&other.slot));
            other.field.kind.number(value)
        });
        let value = rule.value(&numbers.collect::<Vec<_>>());
        values.extend(value.map(|value| (question.slot.clone(), AnswerValue::typed(value))));
    }
    values
}

//! Submissions: a form as an office adds up many of them; a row per answer, a code in place of names.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::document::{AnsweredField, answered_fields, is_name_field, retired_answers};
use super::shared_book::ExportView;
use crate::domain::answer::Answer;
use crate::domain::display::display_answer;
use crate::domain::form::FormDef;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize;

/// Role of an answer that both gave together.
pub const BOTH: &str = "both";

/// One form of one pair. Within version 1 of the format fields are only added.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormSubmission {
    /// Key of the program.
    pub program: String,
    /// The cycle's years: `2026-2027`.
    pub cycle: String,
    /// The pair's code, the same in both books; it names nobody.
    pub pair: String,
    /// `mentee`, `mentor`, or `both`.
    pub role: &'static str,
    /// Key of the form.
    pub form: String,
    /// Its version when it was begun.
    pub form_version: u32,
    /// `draft`, `complete`, `signed`, `exported`.
    pub state: &'static str,
    /// The day the file was written.
    pub submitted: NaiveDate,
    pub answers: Vec<SubmittedAnswer>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubmittedAnswer {
    /// Key of the question; the second and later goals add their number: `progress#2`.
    pub question: String,
    /// The question in the words in which it was asked.
    pub asked: String,
    /// `mentee`, `mentor`, or `both`.
    pub role: &'static str,
    /// Kind of the answer, by [`FieldKind::key`](crate::domain::form::FieldKind::key).
    pub kind: &'static str,
    /// The answer as text: labels of choices, days as `2027-04-01`.
    pub value_text: String,
    /// The answer as a number: ratings, numbers, 1 for yes and 0 for no.
    pub value_number: Option<i64>,
}

impl FormSubmission {
    /// Builds the submission of the form `def`. Answers that hold nothing but names are left out.
    pub fn of(view: &ExportView, def: &FormDef) -> Self {
        let (answered, responses) = answered_fields(view, def);
        let me = view.book.me();
        let response = responses
            .iter()
            .find(|one| one.role.is_none_or(|role| role == me));
        let cycle = view.book.cycle();
        let years = |start: NaiveDate, end: NaiveDate| match (start.year(), end.year()) {
            (one, other) if one == other => one.to_string(),
            (one, other) => format!("{one}-{other}"),
        };
        Self {
            program: cycle.map_or_else(String::new, |cycle| cycle.program.clone()),
            cycle: cycle.map_or_else(String::new, |cycle| years(cycle.start, cycle.end)),
            pair: pair_code(view.book.identity.pair),
            role: if def.is_individual() { me.key() } else { BOTH },
            form: def.key.clone(),
            form_version: response.map_or(def.version, |response| response.version),
            state: response
                .map(|response| response.state)
                .unwrap_or_default()
                .key(),
            submitted: view.today,
            answers: rows(
                &answered,
                &responses
                    .iter()
                    .flat_map(|response| retired_answers(view, def, response))
                    .collect::<Vec<_>>(),
            ),
        }
    }
}

/// A pseudonym by which an office tells pairs apart. It cannot be traced back to the pair.
pub fn pair_code(pair: Id) -> String {
    let code = Id::derived(&["pair code", &pair.to_string()]).to_string();
    code[..8].to_owned()
}

fn rows(answered: &[AnsweredField], old: &[&Answer]) -> Vec<SubmittedAnswer> {
    let mut goals: Vec<Id> = Vec::new();
    let mut rows = Vec::new();
    for AnsweredField {
        question,
        role,
        question_text: asked,
        value,
    } in answered
    {
        let mut number = 1;
        if let Some(goal) = question.slot.goal {
            number = goals
                .iter()
                .position(|known| *known == goal)
                .unwrap_or_else(|| {
                    goals.push(goal);
                    goals.len() - 1
                })
                + 1;
        }
        if is_name_field(question.field.auto) {
            continue;
        }
        let kind = &question.field.kind;
        let text = if kind.options().is_some() {
            display_answer(question, value)
        } else {
            value.clone()
        };
        rows.push(SubmittedAnswer {
            question: if number > 1 {
                format!("{}#{number}", question.slot.field)
            } else {
                question.slot.field.clone()
            },
            asked: sanitize(asked).into_owned(),
            role: role.map_or(BOTH, Role::key),
            kind: kind.key(),
            value_text: sanitize(&text).into_owned(),
            value_number: kind.number(value),
        });
    }
    rows.extend(old.iter().map(|answer| SubmittedAnswer {
        question: answer.field.clone(),
        asked: sanitize(&answer.question).into_owned(),
        role: answer.author.key(),
        kind: "text",
        value_text: sanitize(&answer.value).into_owned(),
        value_number: None,
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_for_the_same_pair_and_is_not_its_id() {
        let pair = Id::derived(&["pair"]);
        assert_eq!(pair_code(pair), pair_code(pair));
        assert_ne!(pair_code(pair), pair_code(Id::derived(&["other"])));
        assert!(!pair.to_string().contains(&pair_code(pair)));
    }
}

//! Submissions: a form as an office adds up many of them; a row per answer, a code in place of names.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Number;

use super::document::{AnsweredField, answered_fields, is_name_field, retired_answers};
use super::shared_book::ExportView;
use crate::domain::answer::{Answer, Response, ResponseState};
use crate::domain::display::display_answer;
use crate::domain::fill::Measure;
use crate::domain::form::FormDef;
use crate::domain::form_mark::pair_code;
use crate::domain::person::Role;
use crate::domain::program::Cycle;
use crate::domain::sanitize::sanitize;

/// Role of an answer that both gave together.
pub const BOTH: &str = "both";

/// Version of the format, in JSON, CSV and spreadsheets alike. Within it fields are only added.
pub const VERSION: u32 = 2;

/// State of a form, to an office.
pub const STATES: [&str; 3] = ["draft", "finished", "signed"];

/// State of a form, and since when it has been so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// One of [`STATES`].
    pub state: &'static str,
    /// The day on which it was finished, as far as it is known; see [`Response::finished_on`].
    pub finished_on: Option<NaiveDate>,
    /// The day of the last signature, once all have signed.
    pub signed_on: Option<NaiveDate>,
}

impl Standing {
    fn of(response: Option<&Response>, today: NaiveDate) -> Self {
        let response = response.filter(|it| it.state != ResponseState::Draft);
        let signed_on = response.and_then(Response::signed_on);
        let [draft, finished, signed] = STATES;
        let finished = signed_on.map_or(finished, |_| signed);
        Self {
            state: response.map_or(draft, |_| finished),
            // One that leaves for the first time was finished today at the latest.
            finished_on: response.map(|it| it.finished_on().unwrap_or(today)),
            signed_on,
        }
    }
}

/// One form of one pair.
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
    #[serde(flatten)]
    pub standing: Standing,
    /// The day the file was written.
    pub submitted: NaiveDate,
    pub answers: Vec<SubmittedAnswer>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubmittedAnswer {
    /// Key of the question.
    pub question: String,
    /// The question in the words in which it was asked.
    pub asked: String,
    /// Number of the goal, meeting or action it is about, in this form.
    pub goal: Option<usize>,
    /// `mentee`, `mentor`, or `both`.
    pub role: &'static str,
    /// Of the response that holds it: each has a part of their own where each fills in the form alone.
    #[serde(flatten)]
    pub standing: Standing,
    /// Kind of the answer, by [`FieldKind::key`](crate::domain::form::FieldKind::key).
    pub kind: &'static str,
    /// The answer as text: labels of choices, days as `2027-04-01`.
    pub value_text: String,
    /// The answer as a number: ratings, hours, days, counts, 1 for yes and 0 for no.
    pub value_number: Option<Number>,
    /// Of how many: all steps or actions, of which the number are done.
    pub value_total: Option<Number>,
    /// The day on which the partner of whoever answered wrote it down for them; none for an answer of their own.
    pub told_on: Option<NaiveDate>,
    /// Unit of the number: `hours`, `days`, `steps`, or that of the question; empty for ratings, and for yes or no.
    pub value_unit: String,
    /// Title of the goal, day of the meeting, or text of the action it is about.
    pub about: Option<String>,
}

/// A number without the fraction of a whole one: `5`, `5.5`.
fn exact(number: f64) -> Option<Number> {
    number.to_string().parse().ok()
}

impl FormSubmission {
    /// Builds the submission of the form `def`. Answers that hold nothing but names are left out.
    pub fn of(view: &ExportView, def: &FormDef) -> Self {
        let (answered, responses) = answered_fields(view, def);
        let me = view.book.me();
        let response_of = |role: Role| {
            let mut responses = responses.iter().copied();
            responses.find(|one| one.role.is_none_or(|of| of == role))
        };
        let standing = |role: Role| Standing::of(response_of(role), view.today);
        let cycle = view.book.cycle();
        let mut answers = rows(&answered, |role| standing(role.unwrap_or(me)));
        for response in &responses {
            let old = retired_answers(view, def, response);
            let standing = Standing::of(Some(response), view.today);
            answers.extend(old.iter().map(|answer| retired_row(answer, standing)));
        }
        Self {
            program: cycle.map_or_else(String::new, |cycle| cycle.program.clone()),
            cycle: cycle.map_or_else(String::new, Cycle::years),
            pair: pair_code(view.book.identity.pair),
            role: if def.is_individual() { me.key() } else { BOTH },
            form: def.key.clone(),
            form_version: response_of(me).map_or(def.version, |response| response.version),
            standing: standing(me),
            submitted: view.today,
            answers,
        }
    }
}

fn rows(
    answered: &[AnsweredField],
    standing: impl Fn(Option<Role>) -> Standing,
) -> Vec<SubmittedAnswer> {
    let mut rows = Vec::new();
    for AnsweredField {
        question,
        role,
        question_text: asked,
        value,
        told,
    } in answered
    {
        if is_name_field(question.field.auto) {
            continue;
        }
        let kind = &question.field.kind;
        let is_or = question.or_answer(value).is_some();
        let text = if kind.options().is_some() || kind.columns().is_some() || is_or {
            display_answer(question, value)
        } else {
            value.clone()
        };
        let measure = Measure::of(&question.field, value);
        rows.push(SubmittedAnswer {
            question: question.slot.field.clone(),
            asked: sanitize(asked).into_owned(),
            goal: question.row.as_ref().map(|row| row.number),
            role: role.map_or(BOTH, Role::key),
            standing: standing(*role),
            kind: kind.key(),
            value_text: sanitize(&text).into_owned(),
            value_number: measure.and_then(|it| exact(it.number)),
            value_total: measure.and_then(|it| exact(it.total?)),
            value_unit: measure.map_or_else(String::new, |it| sanitize(it.unit).into_owned()),
            told_on: *told,
            about: question
                .row
                .as_ref()
                .map(|row| sanitize(&row.subject).into_owned()),
        });
    }
    rows
}

/// The row of an answer whose question is gone.
fn retired_row(answer: &Answer, standing: Standing) -> SubmittedAnswer {
    SubmittedAnswer {
        question: answer.field.clone(),
        asked: sanitize(&answer.question).into_owned(),
        goal: None,
        role: answer.author.key(),
        standing,
        kind: "text",
        value_text: sanitize(&answer.value).into_owned(),
        value_number: None,
        value_total: None,
        value_unit: String::new(),
        about: None,
        told_on: answer.told,
    }
}

//! Table of the answers to forms, in which an office adds them up.

use serde_json::Number;

use super::shared_book::ExportView;
use super::submission::{FormSubmission, SubmittedAnswer};
use super::tables::{ExportTable, TableCell, count, day, line, number, text};
use crate::domain::form::FormDef;
use crate::domain::person::Role;

/// Title of a column, and its cell for an answer in a form.
type AnswerColumn = (
    &'static str,
    fn(&FormSubmission, &SubmittedAnswer) -> TableCell,
);

/// Columns in which an office adds up forms, of [`VERSION`](super::submission::VERSION). Within it columns are only added,
/// at the end.
const COLUMNS: &[AnswerColumn] = &[
    ("program", |form, _| line(&form.program)),
    ("cycle", |form, _| line(&form.cycle)),
    ("pair", |form, _| line(&form.pair)),
    ("role", |_, answer| line(answer.role)),
    ("form", |form, _| line(&form.form)),
    ("form_version", |form, _| number(Some(form.form_version))),
    ("state", |_, answer| line(answer.standing.state)),
    ("question", |_, answer| line(&answer.question)),
    ("asked", |_, answer| line(&answer.asked)),
    ("goal", |_, answer| {
        answer.goal.map_or(TableCell::Empty, count)
    }),
    ("kind", |_, answer| line(answer.kind)),
    ("value_text", |_, answer| text(&answer.value_text)),
    ("value_number", |_, answer| {
        exact(answer.value_number.as_ref())
    }),
    ("value_total", |_, answer| {
        exact(answer.value_total.as_ref())
    }),
    ("value_unit", |_, answer| line(&answer.value_unit)),
    ("finished_on", |_, answer| day(answer.standing.finished_on)),
    ("signed_on", |_, answer| day(answer.standing.signed_on)),
    ("submitted", |form, _| TableCell::Day(form.submitted)),
    ("about", |_, answer| {
        answer.about.as_deref().map_or(TableCell::Empty, line)
    }),
    ("told_on", |_, answer| day(answer.told_on)),
];

fn exact(value: Option<&Number>) -> TableCell {
    number(value.and_then(Number::as_f64))
}

/// Answers of one form, or of all that were begun, one row each.
pub fn answers<'a>(view: &'a ExportView, key: Option<&'a str>) -> ExportTable<'a> {
    let is_begun = |form: &FormDef| {
        let roles = [None, Some(Role::Mentee), Some(Role::Mentor)];
        let mut responses = roles
            .iter()
            .map(|role| view.book.response(&form.key, *role));
        responses.any(|response| response.is_some())
    };
    let forms = view.forms.iter().filter(move |form| {
        view.is_handed_in(form) && key.map_or_else(|| is_begun(form), |key| form.key == key)
    });
    let rows = forms.flat_map(|form| {
        let mut form = FormSubmission::of(view, form);
        let answers = std::mem::take(&mut form.answers);
        answers.into_iter().map(move |answer| {
            let cells = COLUMNS.iter().map(|(_, cell)| cell(&form, &answer));
            cells.collect()
        })
    });
    ExportTable {
        name: "Answers",
        header: COLUMNS.iter().map(|(title, _)| *title).collect(),
        rows: Box::new(rows),
        total_columns: &[],
    }
}

//! The questions of a form as `form show` prints them for programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::display::display_answer;
use crate::domain::fill::{QuestionKeys, ResolvedField, unasked};
use crate::domain::form::{Audience, FilledBy};
use crate::domain::id::Id;

/// A question of a form, with the answer as the form opens.
#[derive(Serialize, JsonSchema)]
pub struct QuestionRow<'a> {
    question: String,
    label: &'a str,
    section: &'a str,
    help: &'a str,
    /// Kind of answer: line, text, choice, choices, scale, date, number, yes-no, rows; total, mean or statement where nobody answers.
    kind: &'static str,
    /// Unit of a number.
    unit: &'a str,
    /// It is asked as long as the answers are as they are.
    asked: bool,
    /// Id of the goal, meeting or action it is about.
    goal: Option<Id>,
    /// Title of that goal, day of that meeting, or the text of that action.
    about: Option<&'a str>,
    required: bool,
    private: bool,
    /// People who read the answer.
    audience: Audience,
    /// The owner of the book may answer it.
    mine: bool,
    filled_by: FilledBy,
    choices: Vec<&'a str>,
    /// Possible answers: the words to type, and what each means.
    options: Vec<AnswerOption>,
    /// Names of the columns of rows.
    columns: Vec<&'a str>,
    /// The answer as it is stored.
    value: Option<&'a str>,
    /// The answer as people read it.
    shown: Option<String>,
    /// The owner's answer in an earlier form.
    beside: Option<&'a str>,
    from_log: bool,
}

/// An answer that can be chosen.
#[derive(Serialize, JsonSchema)]
struct AnswerOption {
    key: String,
    label: String,
}

/// The answers of a question that can be chosen; a rating that has a meaning has it as its label.
fn options(asked: &ResolvedField) -> Vec<AnswerOption> {
    let scale = asked.field.kind.scale();
    let options = asked.field.selectable(&asked.choices).into_iter();
    let named = options.map(|(key, label)| {
        let rating = key.parse().ok();
        let meaning = rating.and_then(|rating: i64| scale?.labels.get(&rating).cloned());
        let label = meaning.unwrap_or(label);
        AnswerOption { key, label }
    });
    named.collect()
}

/// The questions of a form, each with its answer.
pub fn question_rows<'a>(
    fields: &'a [ResolvedField],
    book: &Book,
    answers: &'a Answers,
) -> Vec<QuestionRow<'a>> {
    let unasked = unasked(fields, answers);
    let keys = QuestionKeys::new(fields, book);
    let rows = fields.iter().map(|asked| {
        let given = answers.0.get(&asked.slot);
        let columns = asked.field.kind.columns().into_iter().flatten();
        QuestionRow {
            question: keys.key(&asked.slot),
            label: &asked.field.label,
            section: &asked.heading,
            help: &asked.field.help,
            kind: asked.field.kind.key(),
            unit: asked.field.kind.unit(),
            asked: !unasked.contains(&asked.slot),
            goal: asked.slot.goal,
            about: asked.row.as_ref().map(|row| &*row.subject),
            required: asked.required,
            private: asked.private,
            audience: asked.audience,
            mine: asked.mine,
            filled_by: asked.filler,
            choices: asked.choices.iter().map(|choice| &*choice.key).collect(),
            options: options(asked),
            columns: columns.map(|column| &*column.label).collect(),
            value: given.map(|given| &*given.value),
            shown: given.map(|given| display_answer(asked, &given.value)),
            beside: asked.earlier_answer.as_deref(),
            from_log: given.is_some_and(|given| given.from_log),
        }
    });
    rows.collect()
}

//! `matchbook form show`: a form as its owner fills it in, and the JSON of forms.

use std::sync::Arc;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::form::{BookForm, missing};
use super::output::Output;
use super::session::{CliSession, LoadedBook};
use crate::domain::answer::{Answers, ResponseState};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::display::display_answer;
use crate::domain::fill::{QuestionKeys, ResolvedField};
use crate::domain::form::FilledBy;
use crate::domain::id::Id;
use crate::export::document::{Fact, form as form_document, parse_markdown};
use crate::export::{ExportSource, owner_page};
use crate::problem::Problem;

/// A form as it is listed; the state is null before it is begun.
#[derive(Serialize, JsonSchema)]
pub struct FormRow<'a> {
    key: &'a str,
    title: &'a str,
    about: String,
    to: &'a str,
    filled_by: FilledBy,
    private: bool,
    due: Option<NaiveDate>,
    state: Option<ResponseState>,
    answered: usize,
    asked: usize,
    /// Keys of the questions that must be answered and are not.
    missing: Vec<String>,
    signed_mentor: Option<NaiveDate>,
    signed_mentee: Option<NaiveDate>,
    exported: Option<NaiveDate>,
}

/// A form with its questions.
#[derive(Serialize, JsonSchema)]
pub struct FormPage<'a> {
    #[serde(flatten)]
    form: FormRow<'a>,
    questions: Vec<QuestionRow<'a>>,
}

/// A question of a form, with the answer as the form opens.
#[derive(Serialize, JsonSchema)]
struct QuestionRow<'a> {
    question: String,
    label: &'a str,
    section: &'a str,
    goal: Option<Id>,
    required: bool,
    private: bool,
    /// The owner of the book may answer it.
    mine: bool,
    filled_by: FilledBy,
    choices: Vec<&'a str>,
    /// The answer as it is stored.
    value: Option<&'a str>,
    /// The answer as people read it.
    shown: Option<String>,
    /// The owner's answer in an earlier form.
    beside: Option<&'a str>,
    from_log: bool,
}

impl<'a> QuestionRow<'a> {
    fn new(asked: &'a ResolvedField, answers: &'a Answers, keys: &QuestionKeys) -> Self {
        let given = answers.0.get(&asked.slot);
        Self {
            question: keys.key(&asked.slot),
            label: &asked.field.label,
            section: &asked.heading,
            goal: asked.slot.goal,
            required: asked.required,
            private: asked.private,
            mine: asked.mine,
            filled_by: asked.filler,
            choices: asked.choices.iter().map(|choice| &*choice.key).collect(),
            value: given.map(|given| &*given.value),
            shown: given.map(|given| display_answer(asked, &given.value)),
            beside: asked.earlier_answer.as_deref(),
            from_log: given.is_some_and(|given| given.from_log),
        }
    }
}

/// Shows the form `key`.
pub fn show(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(Kind::ALL)?;
    let form = BookForm::by_key(key, &book, session)?;
    let (answers, _) = form.answers(&book);
    let (keys, questions) = (QuestionKeys::new(&book), form.fields.iter());
    let page = FormPage {
        form: form.row(&book),
        questions: questions
            .map(|asked| QuestionRow::new(asked, &answers, &keys))
            .collect(),
    };
    Ok(Output::answer(form.page(&book, session)?, page))
}

impl BookForm {
    /// The form as a row of the list.
    pub fn row(&self, book: &Book) -> FormRow<'_> {
        let response = self.response(book);
        let (_, state) = self.answers(book);
        FormRow {
            key: &self.def.key,
            title: &self.used.title,
            about: self.about(),
            to: &self.used.to,
            filled_by: self.def.filled_by,
            private: self.def.private,
            due: self.due,
            state: response.map(|response| response.state),
            answered: state.answered,
            asked: state.asked,
            missing: missing(&state, book),
            signed_mentor: response.and_then(|response| response.signed_mentor),
            signed_mentee: response.and_then(|response| response.signed_mentee),
            exported: response.and_then(|response| response.exported),
        }
    }

    /// The form as its owner fills it in: every question with its key and the answer so far.
    fn page(&self, book: &Book, session: &CliSession) -> Result<String, Problem> {
        let (_, state) = self.answers(book);
        let (deck, competencies) = (session.deck(book)?, session.competencies(&self.program)?);
        let source = ExportSource {
            book,
            program: &self.program,
            forms: &[Arc::clone(&self.def)],
            deck: &deck,
            competencies: competencies.as_deref(),
            today: session.env.today(),
        };
        let facts = [
            ("State", self.state(book)),
            ("Due", self.due.map_or_else(String::new, dates::format_date)),
            ("Answered", format!("{} of {}", state.answered, state.asked)),
            ("Still missing", missing(&state, book).join(", ")),
            ("Goes to", self.used.to.clone()),
        ];
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let page = owner_page(&source, |view| {
            let mut document = form_document(view, &self.def.key)?;
            document.facts = facts
                .map(|(label, value)| Fact {
                    label: label.to_owned(),
                    value,
                })
                .collect();
            document.blocks.splice(0..0, parse_markdown(&self.about()));
            Ok(document)
        })?;
        Ok(page)
    }
}

//! `matchbook form fill`, `complete` and `sign`: answers typed one by one, and what becomes of a form.

use serde_json::json;

use super::editor::StdinInput;
use super::form::{BookForm, missing, question_key as word_of};
use super::output::Output;
use super::session::{CliSession, counted, usage_error};
use crate::domain::answer::{AnswerValue, ResponseState};
use crate::domain::book::Book;
use crate::domain::change::Commit;
use crate::domain::display::display_answer;
use crate::domain::fill::{ResolvedField, completeness, parse_answer};
use crate::domain::ops::{self, OpContext, Refusal};
use crate::domain::suggest::did_you_mean;
use crate::problem::{Exit, Problem};

/// Answers questions of the form `key`: each of `typed` is QUESTION=ANSWER.
pub fn fill(key: &str, typed: &[String], session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let form = BookForm::by_key(key, &opened.book, session)?;
    let (mut answers, _) = form.answers(&opened.book);
    let (mut notes, mut input) = (Vec::new(), StdinInput::default());
    for typed in typed {
        let (word, text) = typed.split_once('=').ok_or_else(|| {
            Problem::new(format!("“{typed}” is not an answer."))
                .hint("Write QUESTION=ANSWER, such as wins=\"The school said yes\".")
                .exit(Exit::UsageError)
        })?;
        let asked = form.question(word.trim(), &opened.book)?;
        let text = input.text(asked, text)?;
        let value = parse_answer(asked, &text, session.env.today())
            .map_err(|why| usage_error(&why, word))?;
        let shown = display_answer(asked, &value);
        notes.push(if value.is_empty() {
            format!("{}: no answer.", asked.field.label)
        } else {
            format!("{}: {}", asked.field.label, ops::quoted(&shown))
        });
        let given = AnswerValue {
            value,
            from_log: false,
        };
        answers.put(asked.slot.clone(), given);
    }
    let ctx = session.env.op_context();
    let commit = ops::form::save(&form.def, &form.fields, &answers, &opened.book, &ctx)?;
    drop(ctx);
    let state = completeness(&form.fields, &answers);
    let from_log = answers.0.values().filter(|given| given.from_log).count();
    notes.push(format!(
        "{} of {} answered, {from_log} of them from the log.",
        state.answered,
        counted(state.asked, "question")
    ));
    if !state.is_complete() {
        notes.push(format!("Still missing: {}.", missing(&state, &opened.book)));
    }
    let json = json!({ "form": key, "answered": state.answered, "asked": state.asked });
    match commit {
        Some(commit) => session.save(&mut opened, &commit, &notes, json),
        None => Ok(Output::done("nothing changed", &notes, json)),
    }
}

impl BookForm {
    /// The question called `word`, which must be the owner's to answer.
    fn question(&self, word: &str, book: &Book) -> Result<&ResolvedField, Problem> {
        let (field, number) = match word.split_once('@') {
            Some((field, number)) => (field, Some(number)),
            None => (word, None),
        };
        let mut asked = self.fields.iter().filter(|asked| asked.slot.field == field);
        let found = match number {
            Some(_) => asked.find(|asked| word_of(&asked.slot, book) == word),
            None => match (asked.next(), asked.next()) {
                (Some(_), Some(_)) => {
                    return Err(Problem::new(format!("“{field}” is asked for each goal."))
                        .hint(format!("Say which: {field}@1 is about the first goal."))
                        .exit(Exit::UsageError));
                }
                (found, _) => found,
            },
        };
        let key = &self.def.key;
        let Some(asked) = found else {
            let meant = did_you_mean(field, self.fields.iter().map(|asked| &*asked.slot.field));
            return Err(
                Problem::new(format!("There is no question “{word}” in this form."))
                    .hint(format!(
                        "{meant}“matchbook form show {key}” lists its questions."
                    ))
                    .exit(Exit::UsageError),
            );
        };
        if !asked.mine {
            return Err(
                Problem::new(format!("“{word}” is your partner's to answer."))
                    .hint(format!("“matchbook form show {key}” marks what is theirs.")),
            );
        }
        Ok(asked)
    }
}

/// Completes or signs a form: what the log filled in is saved first, so that it counts.
pub fn complete_or_sign(
    key: &str,
    session: &mut CliSession,
    deed: impl FnOnce(&BookForm, &Book, &OpContext) -> Result<Commit, Refusal>,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let form = BookForm::by_key(key, &opened.book, session)?;
    let (answers, _) = form.answers(&opened.book);
    let response = form.response(&opened.book);
    if response.map(|it| it.state).unwrap_or_default() == ResponseState::Draft {
        let ctx = session.env.op_context();
        let saved = ops::form::save(&form.def, &form.fields, &answers, &opened.book, &ctx)?;
        drop(ctx);
        if let Some(commit) = saved {
            session.save(&mut opened, &commit, &[], json!({}))?;
        }
    }
    let commit = deed(&form, &opened.book, &session.env.op_context())?;
    session.save(&mut opened, &commit, &[], json!({ "form": key }))
}

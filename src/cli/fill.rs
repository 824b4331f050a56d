//! `matchbook form fill`, `complete` and `sign`: answers typed one by one, and what becomes of a form.

use serde_json::json;

use super::editor::Input;
use super::form::{Form, missing, word as word_of};
use super::output::Said;
use super::session::{Session, counted, wrong};
use crate::domain::answer::{Given, ResponseState};
use crate::domain::book::Book;
use crate::domain::change::Commit;
use crate::domain::deeds::{self, Refusal, Scribe};
use crate::domain::fill::{Asked, check, completeness};
use crate::domain::near::meant;
use crate::domain::show::shown_answer;
use crate::problem::{Exit, Problem};

/// Answers questions of the form `key`: each of `typed` is QUESTION=ANSWER.
pub fn fill(key: &str, typed: &[String], session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let form = Form::of(key, &opened.book, session)?;
    let (mut answers, _) = form.answers(&opened.book);
    let (mut notes, mut input) = (Vec::new(), Input::default());
    for typed in typed {
        let (word, text) = typed.split_once('=').ok_or_else(|| {
            Problem::new(format!("“{typed}” is not an answer."))
                .hint("Write QUESTION=ANSWER, such as wins=\"The school said yes\".")
                .exit(Exit::WrongUse)
        })?;
        let asked = form.question(word.trim(), &opened.book)?;
        let text = input.text(asked, text)?;
        let value = check(asked, &text, session.env.today()).map_err(|why| wrong(&why, word))?;
        let shown = shown_answer(asked, &value);
        notes.push(if value.is_empty() {
            format!("{}: no answer.", asked.field.label)
        } else {
            format!("{}: {}", asked.field.label, deeds::quoted(&shown))
        });
        let given = Given {
            value,
            from_log: false,
        };
        answers.put(asked.slot.clone(), given);
    }
    let scribe = session.env.scribe();
    let commit = deeds::form::save(&form.def, &form.asked, &answers, &opened.book, &scribe)?;
    drop(scribe);
    let state = completeness(&form.asked, &answers);
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
        None => Ok(Said::done("nothing changed", &notes, json)),
    }
}

impl Form {
    /// The question called `word`, which must be the owner's to answer.
    fn question(&self, word: &str, book: &Book) -> Result<&Asked, Problem> {
        let (field, number) = match word.split_once('@') {
            Some((field, number)) => (field, Some(number)),
            None => (word, None),
        };
        let mut asked = self.asked.iter().filter(|asked| asked.slot.field == field);
        let found = match number {
            Some(_) => asked.find(|asked| word_of(&asked.slot, book) == word),
            None => match (asked.next(), asked.next()) {
                (Some(_), Some(_)) => {
                    return Err(Problem::new(format!("“{field}” is asked for each goal."))
                        .hint(format!("Say which: {field}@1 is about the first goal."))
                        .exit(Exit::WrongUse));
                }
                (found, _) => found,
            },
        };
        let key = &self.def.key;
        let Some(asked) = found else {
            let meant = meant(field, self.asked.iter().map(|asked| &*asked.slot.field));
            return Err(
                Problem::new(format!("There is no question “{word}” in this form."))
                    .hint(format!(
                        "{meant}“matchbook form show {key}” lists its questions."
                    ))
                    .exit(Exit::WrongUse),
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
pub fn settle(
    key: &str,
    session: &mut Session,
    deed: impl FnOnce(&Form, &Book, &Scribe) -> Result<Commit, Refusal>,
) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let form = Form::of(key, &opened.book, session)?;
    let (answers, _) = form.answers(&opened.book);
    let response = form.response(&opened.book);
    if response.map(|it| it.state).unwrap_or_default() == ResponseState::Draft {
        let scribe = session.env.scribe();
        let saved = deeds::form::save(&form.def, &form.asked, &answers, &opened.book, &scribe)?;
        drop(scribe);
        if let Some(commit) = saved {
            session.save(&mut opened, &commit, &[], json!({}))?;
        }
    }
    let commit = deed(&form, &opened.book, &session.env.scribe())?;
    session.save(&mut opened, &commit, &[], json!({ "form": key }))
}

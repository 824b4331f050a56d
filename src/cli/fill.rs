//! `matchbook form fill`, `complete` and `sign`: answers typed one by one, and the state of a form.

use schemars::JsonSchema;
use serde::Serialize;

use super::ask;
use super::asked_form::ChangedForm;
use super::editor::StdinInput;
use super::form::{BookForm, missing, problems};
use super::output::{Nothing, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, usage_error};
use crate::domain::answer::{AnswerValue, Answers, ResponseState};
use crate::domain::book::Book;
use crate::domain::dates::pluralize;
use crate::domain::display::display_answer;
use crate::domain::fill::{QuestionKeys, ResolvedField, completeness, parse_answer, unasked};
use crate::domain::ops::form::{OpenForm, answer_of, answers, can_be_told, check_is_tellable};
use crate::domain::ops::{self, Outcome};
use crate::domain::person::Role;
use crate::problem::Problem;

/// A form with answers that were typed.
#[derive(Serialize, JsonSchema)]
pub struct FilledForm {
    form: String,
    answered: usize,
    asked: usize,
}

/// Answers questions of the form `key`: each of `typed` is QUESTION=ANSWER; without one they are asked. An answer of
/// another than the owner is as told.
pub fn fill(
    key: &str,
    by: Option<Role>,
    typed: &[String],
    session: &mut CliSession,
) -> Result<Output, Problem> {
    if typed.is_empty() {
        if by.is_none() {
            return ask::run(key, session);
        }
        let hint = format!(
            "“matchbook export {key} --for {}” makes a form for it.",
            by.map_or("", Role::key)
        );
        return Err(Problem::wrong_use(
            "Say what you were told: QUESTION=ANSWER.",
            hint,
        ));
    }
    session.change(|opened, session| {
        let me = opened.book.me();
        if let Some(partner) = by.filter(|by| *by != me) {
            return tell(key, partner, typed, opened, session);
        }
        let form = BookForm::by_key(key, &opened.book, session)?;
        let (mut answers, _) = form.answers(&opened.book);
        let mut input = StdinInput::default();
        let (mut notes, mut given) = (Vec::new(), Vec::new());
        for typed in typed {
            let (asked, value, note) = form.parse(typed, &opened.book, &mut input, session)?;
            notes.push(note);
            given.push(asked.slot.clone());
            answers.put(asked.slot.clone(), value);
        }
        let unasked = unasked(&form.fields, &answers);
        let kept = form.fields.iter().filter(|it| given.contains(&it.slot));
        let kept = kept.filter(|it| unasked.contains(&it.slot));
        notes.extend(kept.map(|it| {
            let label = &it.field.label;
            format!("{label}: kept, and not asked as long as the other answers are as they are.")
        }));
        let ctx = session.ctx();
        let commit = form.open(&opened.book).save(&answers, &ctx)?;
        let (summary, filled) = summary(&form, &answers, &opened.book);
        notes.extend(summary);
        let commit = commit.unwrap_or_else(|| ctx.commit("", Vec::new()));
        Ok(ChangeReport::new(commit, filled).notes(notes))
    })
}

/// Writes down what the `partner` told.
fn tell(
    key: &str,
    partner: Role,
    typed: &[String],
    opened: &LoadedBook,
    session: &CliSession,
) -> Result<ChangeReport<FilledForm>, Problem> {
    let book = &opened.book;
    let form = BookForm::of_role(key, partner, book, session)?;
    check_is_tellable(&form.def)?;
    let mut answers = answers(&form.def, book, partner);
    let mut input = StdinInput::default();
    let mut notes = Vec::new();
    for typed in typed {
        let (asked, value, note) = form.parse(typed, book, &mut input, session)?;
        check_may_be_told(&form, asked, book)?;
        notes.push(format!("As told by {}: {note}", book.name(partner)));
        answers.put(asked.slot.clone(), value);
    }
    let told = form.fields.iter().filter(|it| can_be_told(it));
    let told: Vec<_> = told.collect();
    let answered = told
        .iter()
        .filter(|it| !answers.at(&it.slot).is_empty())
        .count();
    let (asked, form_key) = (told.len(), form.def.key.clone());
    let ctx = session.ctx();
    let commit = form.open(book).tell(&answers, &ctx)?;
    let commit = commit.unwrap_or_else(|| ctx.commit("", Vec::new()));
    let filled = FilledForm {
        form: form_key,
        answered,
        asked,
    };
    Ok(ChangeReport::new(commit, filled).notes(notes))
}

/// Refuses a question that is not the partner's alone, and one that they answered themselves.
fn check_may_be_told(form: &BookForm, asked: &ResolvedField, book: &Book) -> Result<(), Problem> {
    let label = ops::quoted(&asked.field.label);
    if !can_be_told(asked) {
        let hint = "Answer it without “--as”, if the two of you answer it together.";
        return Err(
            Problem::new(format!("{label} is no question of your partner alone.")).hint(hint),
        );
    }
    let stored = answer_of(&form.def, book, book.me().other(), asked);
    if stored.is_some_and(|stored| stored.told.is_none()) {
        let name = book.name(book.me().other());
        let hint = "Their own answer stands; only they change it.";
        return Err(Problem::new(format!("{name} answered {label} in their own book.")).hint(hint));
    }
    Ok(())
}

/// Progress of the form, in sentences and as JSON.
pub fn summary(form: &BookForm, answers: &Answers, book: &Book) -> (Vec<String>, FilledForm) {
    let state = completeness(&form.fields, answers);
    let from_log = answers.0.values().filter(|given| given.from_log).count();
    let mut notes = vec![format!(
        "{} of {} answered, {from_log} of them from the log.",
        state.answered,
        pluralize(state.asked, "question")
    )];
    let missing = missing(form, &state, book).join(", ");
    if !missing.is_empty() {
        notes.push(format!("Still missing: {missing}."));
    }
    let problems = problems(form, &state, book).into_iter();
    notes.extend(problems.map(|what| format!("To be changed before it is complete: {what}.")));
    let filled = FilledForm {
        form: form.def.key.clone(),
        answered: state.answered,
        asked: state.asked,
    };
    (notes, filled)
}

impl BookForm {
    /// Reads QUESTION=ANSWER: the question, the answer, and a sentence that shows it back.
    fn parse(
        &self,
        typed: &str,
        book: &Book,
        input: &mut StdinInput,
        session: &CliSession,
    ) -> Result<(&ResolvedField, AnswerValue, String), Problem> {
        let (word, text) = typed.split_once('=').ok_or_else(|| {
            let hint = "Write QUESTION=ANSWER, such as wins=\"The school said yes\".";
            Problem::wrong_use(format!("“{typed}” is not an answer."), hint)
        })?;
        let asked = self.question(word.trim(), book)?;
        let text = input.text(asked, text)?;
        let value = parse_answer(asked, &text, session.env.today())
            .map_err(|why| usage_error(&why, word))?;
        let label = &asked.field.label;
        let note = if value.is_empty() {
            format!("{label}: no answer.")
        } else {
            format!("{label}: {}", ops::quoted(&display_answer(asked, &value)))
        };
        Ok((asked, AnswerValue::typed(value), note))
    }

    /// Saves the answers that are new.
    pub fn save(
        &self,
        answers: &Answers,
        opened: &mut LoadedBook,
        session: &mut CliSession,
    ) -> Result<(), Problem> {
        let saved = self.open(&opened.book).save(answers, &session.ctx())?;
        if let Some(commit) = saved {
            session.save(opened, &commit, &[], Nothing {})?;
        }
        Ok(())
    }

    /// The question called `word`, which must be the owner's to answer.
    fn question(&self, word: &str, book: &Book) -> Result<&ResolvedField, Problem> {
        let keys = QuestionKeys::new(&self.fields, book);
        let named =
            |asked: &&ResolvedField| asked.slot.field == word || keys.key(&asked.slot) == word;
        let mut found = self.fields.iter().filter(named);
        let key = &self.def.key;
        let Some(asked) = found.next() else {
            let field = word.split('@').next().unwrap_or_default();
            let known = self.fields.iter().map(|asked| &*asked.slot.field);
            let message = format!("There is no question “{word}” in this form.");
            let hint = format!("“matchbook form show {key}” lists its questions.");
            return Err(Problem::unknown(message, field, known, &hint));
        };
        if found.next().is_some() {
            let subject = asked.row.as_ref().map_or("question", |row| row.kind.key());
            let hint = format!("Say which: {word}@1 is about the first {subject}.");
            let message = format!("“{word}” is asked for each {subject}.");
            return Err(Problem::wrong_use(message, hint));
        }
        if asked.field.kind.is_read_only() {
            let hint = format!("“matchbook form show {key}” shows it.");
            let message =
                format!("“{word}” is not answered: it is read, or computed from other answers.");
            return Err(Problem::new(message).hint(hint));
        }
        if !asked.mine {
            let hint = format!("“matchbook form show {key}” marks what is theirs.");
            let message = format!("“{word}” is your partner's to answer.");
            return Err(Problem::new(message).hint(hint));
        }
        Ok(asked)
    }
}

/// Completes or signs a form: answers from the log are saved first, so that they count.
pub fn complete_or_sign(
    key: &str,
    session: &mut CliSession,
    work: impl FnOnce(OpenForm) -> Outcome,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let form = BookForm::by_key(key, &opened.book, session)?;
        let response = form.response(&opened.book);
        if response.map(|it| it.state).unwrap_or_default() == ResponseState::Draft {
            form.save(&form.answers(&opened.book).0, opened, session)?;
        }
        let commit = work(form.open(&opened.book))?;
        let form = key.to_owned();
        Ok(ChangeReport::new(commit, ChangedForm { form }))
    })
}

//! Answers that the owner of the book writes down for the partner, as the partner said them on the phone or sent them back
//! in a document. They are records of their own: the partner's own answer takes their place wherever both are there, and
//! nothing is signed or completed by them.

use chrono::NaiveDate;

use super::{OpenForm, clear_signatures, response, response_or_new};
use crate::domain::answer::{Answer, Answers, Response, ResponseState};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::dates::pluralize;
use crate::domain::fill::ResolvedField;
use crate::domain::form::{FilledBy, FormDef};
use crate::domain::ops::{OpContext, Refusal, quoted};
use crate::domain::person::Role;

/// True for a question of the partner's own whose answer the two may both read; `question` is resolved for the partner.
pub fn can_be_told(question: &ResolvedField) -> bool {
    let is_own = question.mine && question.filler != FilledBy::Joint;
    let is_asked = !question.field.internal && !question.field.kind.is_read_only();
    is_own && is_asked && !question.private
}

/// Refuses a form of which the owner holds no part of the partner's.
///
/// # Errors
/// For a form that is private, or that each fills in alone.
pub fn check_is_tellable(def: &FormDef) -> Result<(), Refusal> {
    let title = quoted(&def.title);
    if def.is_private() {
        return Err(
            Refusal::new(format!("{title} is private: each of you has their own."))
                .hint("Nothing of it goes from one to the other."),
        );
    }
    if def.is_individual() {
        let message =
            format!("{title} is filled in by each alone, and your partner hands in their own.");
        let hint = format!(
            "“matchbook export {} --blank” makes one to fill in by hand.",
            def.key
        );
        return Err(Refusal::new(message).hint(hint));
    }
    Ok(())
}

/// The answer of `role` to `question` as it is shown: their own record, else what the partner of `role` was told by them.
pub fn answer_of<'a>(
    def: &FormDef,
    book: &'a Book,
    role: Role,
    question: &ResolvedField,
) -> Option<&'a Answer> {
    let response = response(def, book, role)?.id;
    let author = Answer::author_of(question.filler, role);
    let find = |id_for: fn(_, &str, _, _) -> _| {
        let slot = &question.slot;
        book.answers
            .get(&id_for(response, &slot.field, slot.goal, author))
    };
    let told = find(Answer::told_id_for).filter(|_| author != book.me());
    find(Answer::id_for).or(told)
}

impl OpenForm<'_> {
    /// Saves the answers in `after` that the partner told and that differ from the book; none if nothing differs.
    ///
    /// # Errors
    /// As [`Self::tell_changes`].
    pub fn tell(self, after: &Answers, ctx: &OpContext) -> Result<Option<Commit>, Refusal> {
        let changes = self.tell_changes(after, ctx.today)?;
        let Some(answered) = changes.len().checked_sub(1) else {
            return Ok(None);
        };
        let partner = self.book.name(self.book.me().other());
        let answers = pluralize(i64::try_from(answered).unwrap_or(i64::MAX), "answer");
        let label = format!("{answers} of {} as told by {partner}", self.def.title);
        Ok(Some(ctx.commit(label, changes)))
    }

    /// The changes by which the answers in `after` are noted as told `today`: the response, then each answer; empty if none
    /// differs. The questions must be resolved for the partner; those that they answered in their own book stay as they are.
    /// A form that was signed becomes a draft again.
    ///
    /// # Errors
    /// For a form of which nothing can be told, and a book without a year.
    pub fn tell_changes(self, after: &Answers, today: NaiveDate) -> Result<Vec<Change>, Refusal> {
        check_is_tellable(self.def)?;
        let mut response = response_or_new(self.def, self.book)?;
        let asked = self.fields.iter().filter(|it| can_be_told(it));
        let answers = asked.filter_map(|it| self.told_change(it, after, &response, today));
        let answers: Vec<_> = answers.collect();
        if answers.is_empty() {
            return Ok(answers);
        }
        let is_open = matches!(
            response.state,
            ResponseState::Draft | ResponseState::Complete
        );
        if !is_open || response.has_signature() {
            clear_signatures(&mut response);
        }
        let response = std::iter::once(self.book.upsert(response));
        Ok(response.chain(answers).collect())
    }

    fn told_change(
        self,
        question: &ResolvedField,
        after: &Answers,
        response: &Response,
        today: NaiveDate,
    ) -> Option<Change> {
        let partner = self.book.me().other();
        let before = answer_of(self.def, self.book, partner, question);
        let value = after.at(&question.slot);
        if before.is_some_and(|it| it.told.is_none()) || before.map_or("", |it| &it.value) == value
        {
            return None;
        }
        let slot = &question.slot;
        let author = Answer::author_of(question.filler, partner);
        Some(self.book.upsert(Answer {
            id: Answer::told_id_for(response.id, &slot.field, slot.goal, author),
            response: response.id,
            field: slot.field.clone(),
            goal: slot.goal,
            author,
            question: question.field.label.clone(),
            value: value.to_owned(),
            from_log: false,
            told: Some(today),
            private: false,
        }))
    }
}

//! Earlier answers of the owner to the same question, to show growth beside the new answer.

use chrono::NaiveDate;

use crate::domain::answer::Answer;
use crate::domain::book::Book;
use crate::domain::form::{Choice, Field, FieldRef};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::{dates, display};

/// Answer from an earlier form.
pub struct EarlierAnswer<'a> {
    value: &'a str,
    /// Date of the owner's signature, if there is one.
    day: Option<NaiveDate>,
}

impl EarlierAnswer<'_> {
    /// Formats it in a line after the words for `when` it was given: `At the start, on Tue, Nov 24, 2026: 2 of 5`.
    pub fn display(&self, when: &str, field: &Field, choices: &[Choice]) -> String {
        let on = dates::phrase(", on", self.day);
        format!(
            "{when}{on}: {}",
            display::display_field(field, choices, self.value)
        )
    }
}

/// Looks up the answer of `author` to `reference`, in the form of `me` or the joint one.
pub fn earlier_answer<'a>(
    reference: &FieldRef,
    book: &'a Book,
    me: Role,
    author: Role,
    goal: Option<Id>,
) -> Option<EarlierAnswer<'a>> {
    let response = [Some(me), None]
        .into_iter()
        .find_map(|role| book.response(&reference.form, role))?;
    let id = Answer::id_for(response.id, &reference.field, goal, author);
    let answer = book.answers.get(&id)?;
    if answer.value.is_empty() {
        return None;
    }
    Some(EarlierAnswer {
        value: &answer.value,
        day: response.signed(me),
    })
}

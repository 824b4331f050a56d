//! What the owner answered before to the same question: growth shows beside its start.

use chrono::NaiveDate;

use crate::domain::answer::Answer;
use crate::domain::book::Book;
use crate::domain::form::{Choice, FieldKind, FieldRef};
use crate::domain::person::Role;
use crate::domain::{dates, display};

/// An answer of an earlier form.
pub struct EarlierAnswer<'a> {
    value: &'a str,
    /// The day the owner signed the form, if that was done.
    day: Option<NaiveDate>,
}

impl EarlierAnswer<'_> {
    /// In a line: `At the start, on Tue 24 Nov 2026: 2 of 5`.
    pub fn display(&self, kind: &FieldKind, choices: &[Choice]) -> String {
        let on = self.day.map_or_else(String::new, |day| {
            format!(", on {}", dates::format_date(day))
        });
        format!(
            "At the start{on}: {}",
            display::display_value(kind, choices, self.value)
        )
    }
}

/// What `author` answered to `named` in the form of `me`, or that of both.
pub fn earlier_answer<'a>(
    named: &FieldRef,
    book: &'a Book,
    me: Role,
    author: Role,
) -> Option<EarlierAnswer<'a>> {
    let response = [Some(me), None]
        .into_iter()
        .find_map(|role| book.response(&named.form, role))?;
    let id = Answer::id_for(response.id, &named.field, None, author);
    let answer = book.answers.get(&id)?;
    if answer.value.is_empty() {
        return None;
    }
    Some(EarlierAnswer {
        value: &answer.value,
        day: response.signed(me),
    })
}

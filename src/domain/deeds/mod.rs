//! Deeds: everything a person can do to a book, as functions from the book to a [`Commit`].
//!
//! Screens and command line call the same deed, so both do the same thing and say it in the same words. A deed reads the
//! book, touches nothing, and either returns what to save or refuses in one sentence with a hint.

use chrono::{DateTime, NaiveDate, Utc};

use super::change::{Change, Commit};
use super::id::Id;

pub mod action;
pub mod agenda;
pub mod form;
pub mod goal;
pub mod meeting;
pub mod year;

/// Who writes: the moment, the day where the user lives, and new ids.
pub struct Scribe<'a> {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The day where the user lives.
    pub today: NaiveDate,
    /// Draws a new id.
    pub new_id: Box<dyn FnMut() -> Id + 'a>,
}

impl Scribe<'_> {
    /// A new id.
    pub fn id(&mut self) -> Id {
        (self.new_id)()
    }

    /// The changes as one commit of this moment.
    pub fn commit(&self, label: impl Into<String>, changes: Vec<Change>) -> Commit {
        Commit::new(label, self.at, changes)
    }
}

/// Why something cannot be done: one plain sentence, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Refusal {
    /// A refusal without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A text key that sorts between its neighbours' (none: the end of the list), for lists the pair orders by hand.
pub fn order_between(before: Option<&str>, after: Option<&str>) -> String {
    use fractional_index::FractionalIndex;
    let read = |key: Option<&str>| key.and_then(|key| FractionalIndex::from_string(key).ok());
    let (before, after) = (read(before), read(after));
    FractionalIndex::new(before.as_ref(), after.as_ref())
        .unwrap_or_default()
        .to_string()
}

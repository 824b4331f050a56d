//! Privacy rules for imported files. A file can claim anything: whose book it is from, and that a record is not
//! private.
//! So the book decides: an import adds private records that its owner lost, and never changes, replaces or shows those
//! that the book has.

use super::Incoming;
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::dates::pluralize;
use crate::domain::visibility::privacy;

/// True if the file claims the owner of `book`. Private records of anybody else are refused.
pub fn is_own(incoming: &Incoming, book: &Book) -> bool {
    let identity = &book.identity;
    incoming.pair == Some(identity.pair) && incoming.role == Some(identity.me)
}

/// True if `record` is private, by itself or because of the record of `book` that it belongs to.
pub fn is_private(record: &Record, book: &Book) -> bool {
    let of = privacy(record);
    let (goals, responses) = (&book.goals, &book.responses);
    of.private
        || (of.goal.and_then(|goal| goals.get(&goal))).is_some_and(|goal| goal.private)
        || (of.response.and_then(|form| responses.get(&form))).is_some_and(|form| form.private)
}

/// Counters of private records that the import skips.
#[derive(Clone, Copy, Debug, Default)]
pub struct PrivateSkipped {
    /// Records that differ from private ones of the book.
    pub protected: i64,
    /// Private records of another owner.
    pub foreign: i64,
}

impl PrivateSkipped {
    /// Sentences for the report.
    pub fn lines(self) -> Vec<String> {
        let sentence = |count, forms: [&str; 2]| {
            let records = pluralize(count, "private record");
            let forms = forms[usize::from(count != 1)];
            (count > 0).then(|| format!("{records} {forms}"))
        };
        let protected = [
            "is left as it is: no file changes what is private in this book.",
            "are left as they are: no file changes what is private in this book.",
        ];
        let foreign = [
            "is left out: the file is not from a book of yours.",
            "are left out: the file is not from a book of yours.",
        ];
        let lines = [
            sentence(self.protected, protected),
            sentence(self.foreign, foreign),
        ];
        lines.into_iter().flatten().collect()
    }
}

//! Privacy rules for imported files. A file can claim anything: whose book it is from, and that a record is not
//! private.
//! So the book decides: an import adds private records that its owner lost, and never changes, replaces or shows those
//! that the book has.

use super::Incoming;
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::visibility::{Visibility, visibility};

/// True if the file claims the owner of `book`. Private records of anybody else are refused.
pub fn is_own(incoming: &Incoming, book: &Book) -> bool {
    let identity = &book.identity;
    incoming.pair == Some(identity.pair) && incoming.role == Some(identity.me)
}

/// True if `record` is private, by itself or because of the record of `book` that it belongs to.
pub fn is_private(record: &Record, book: &Book) -> bool {
    let of_goal = |goal: &Id| book.goals.get(goal).is_some_and(|goal| goal.private);
    let of_form = |form: &Id| book.responses.get(form).is_some_and(|form| form.private);
    let belongs = match record {
        Record::Step(step) => of_goal(&step.goal),
        Record::Progress(line) => of_goal(&line.goal),
        Record::Evidence(item) => of_goal(&item.goal),
        Record::Answer(answer) => {
            of_form(&answer.response) || answer.goal.as_ref().is_some_and(of_goal)
        }
        // Such a line repeats the title of its goal.
        Record::AgendaItem(item) => {
            item.origin == Origin::Goal && item.subject.parse().is_ok_and(|goal| of_goal(&goal))
        }
        Record::Person(_)
        | Record::Cycle(_)
        | Record::Milestone(_)
        | Record::Goal(_)
        | Record::Meeting(_)
        | Record::Note(_)
        | Record::PrivateNote(_)
        | Record::Action(_)
        | Record::Activity(_)
        | Record::Prompt(_)
        | Record::Question(_)
        | Record::ListItem(_)
        | Record::Pulse(_)
        | Record::Response(_) => false,
    };
    belongs || visibility(record) == Visibility::Private
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

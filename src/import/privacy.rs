//! Bounds for files on what is private. A file can say anything of itself: whose book it is from, and that a record
//! is not private. So what the book holds decides: a file adds what its owner lost, and never changes, replaces or shows
//! what is private there already.

use super::Incoming;
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::visibility::{Visibility, visibility};

/// True if the file says that it is of the owner of `book`. Private records of anybody else have no place in it.
pub fn is_own(incoming: &Incoming, book: &Book) -> bool {
    let own = &book.identity;
    incoming.pair == Some(own.pair) && incoming.role == Some(own.me)
}

/// True if `record` is private, by itself or because of what it belongs to in `book`.
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

/// Numbers of private records that a file did not get to.
#[derive(Clone, Copy, Debug, Default)]
pub struct PrivateSkipped {
    /// Those of the book that the file has otherwise.
    pub protected: i64,
    /// Those of the file that are somebody else's.
    pub foreign: i64,
}

impl PrivateSkipped {
    /// The sentences that say so.
    pub fn lines(self) -> Vec<String> {
        let sentence = |count, words: [&str; 2]| {
            let records = pluralize(count, "private record");
            let words = words[usize::from(count != 1)];
            (count > 0).then(|| format!("{records} {words}"))
        };
        let own = [
            "is left as it is: no file changes what is private in this book.",
            "are left as they are: no file changes what is private in this book.",
        ];
        let strange = [
            "is left out: the file is not from a book of yours.",
            "are left out: the file is not from a book of yours.",
        ];
        let lines = [
            sentence(self.protected, own),
            sentence(self.foreign, strange),
        ];
        lines.into_iter().flatten().collect()
    }
}

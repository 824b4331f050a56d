//! Visibility: the one table of private records. Every export and exchange checks it first.

use super::change::Record;
use super::id::Id;
use super::meeting::Origin;

/// Mark beside a private item, where its owner sees it.
pub const MARK: &str = "(private)";

/// Privacy of a record: its own, and the records whose privacy is its own, too.
pub struct Privacy {
    /// True if its kind or its own mark makes it private: it never leaves this book, except in an export that its owner
    /// makes for themself.
    pub private: bool,
    /// The goal that it belongs to or repeats; of an answer also the meeting or the action that it is about.
    pub goal: Option<Id>,
    /// The response that it answers in.
    pub response: Option<Id>,
}

/// Privacy of `record`.
pub fn privacy(record: &Record) -> Privacy {
    let (private, goal, response) = match record {
        Record::PrivateNote(_) | Record::Pulse(_) => (true, None, None),
        Record::Goal(goal) => (goal.private, None, None),
        Record::Step(step) => (step.private, Some(step.goal), None),
        Record::Progress(progress) => (progress.private, Some(progress.goal), None),
        Record::Evidence(evidence) => (evidence.private, Some(evidence.goal), None),
        Record::Response(response) => (response.private, None, Some(response.id)),
        Record::Answer(answer) => (answer.private, answer.goal, Some(answer.response)),
        // An item that a goal suggested repeats its title; of an unreadable one nobody knows.
        Record::AgendaItem(item) if item.origin == Origin::Goal => {
            (false, Some(item.subject.parse().unwrap_or_default()), None)
        }
        Record::Person(_)
        | Record::Cycle(_)
        | Record::Milestone(_)
        | Record::Meeting(_)
        | Record::Note(_)
        | Record::AgendaItem(_)
        | Record::Action(_)
        | Record::Activity(_)
        | Record::Prompt(_)
        | Record::Question(_)
        | Record::ListItem(_)
        | Record::AskedForm(_)
        | Record::Pause(_) => (false, None, None),
    };
    Privacy {
        private,
        goal,
        response,
    }
}

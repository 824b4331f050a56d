//! What is private: the one table. Everything that leaves the machine asks here first.

use super::change::Record;

/// What people read beside something private, where its owner sees it.
pub const MARK: &str = "(private)";

/// Whether something may reach the partner or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// May be shared and exported.
    Shared,
    /// Never leaves this book.
    Private,
}

/// Where `record` belongs: its kind decides, or its own mark.
pub fn visibility(record: &Record) -> Visibility {
    let private = match record {
        Record::PrivateNote(_) | Record::Pulse(_) => true,
        Record::Goal(goal) => goal.private,
        Record::Step(step) => step.private,
        Record::Progress(progress) => progress.private,
        Record::Evidence(evidence) => evidence.private,
        Record::Response(response) => response.private,
        Record::Answer(answer) => answer.private,
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
        | Record::ListItem(_) => false,
    };
    if private {
        Visibility::Private
    } else {
        Visibility::Shared
    }
}

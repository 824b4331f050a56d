//! Visibility: the one table of private records. Every export and exchange checks it first.

use super::change::Record;

/// Mark beside a private item, where its owner sees it.
pub const MARK: &str = "(private)";

/// Visibility level of a record: it may leave this book, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// May reach the partner and exported files.
    Shared,
    /// Never leaves this book, except in an export that its owner makes for themself.
    Private,
}

/// Visibility of `record`: by its kind, or by its own mark.
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

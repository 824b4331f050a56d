//! The editor table: how the records of each kind are edited that need nothing of their own.

use chrono::NaiveDate;

use crate::domain::action::Action;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::deck::Question;
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;
use crate::domain::ops::{self, Editable, OpContext, Outcome};
use crate::domain::pause::Pause;
use crate::domain::program::Milestone;
use crate::domain::pulse::Pulse;

/// A row of the editor table: how the records of one kind are edited.
pub struct RecordEditor {
    pub kind: Kind,
    pub form: &'static str,
    /// Heading over a new record.
    pub new_title: &'static str,
    pub title: &'static str,
    /// First word of the stored draft key of a new record.
    pub new_draft: &'static str,
    /// First word of the stored draft key.
    pub draft: &'static str,
    pub read: fn(&Book, Option<Id>, NaiveDate) -> Answers,
    pub add: fn(&Book, Option<Id>, &Answers, &OpContext) -> Outcome,
    pub edit: fn(&Book, Id, &Answers, &OpContext) -> Outcome,
}

const fn editor<T: Editable>(
    draft: &'static str,
    new_title: &'static str,
    title: &'static str,
) -> RecordEditor {
    RecordEditor {
        kind: T::KIND,
        form: T::FORM,
        new_title,
        title,
        new_draft: draft,
        draft,
        read: ops::answers_of::<T>,
        add: ops::add::<T>,
        edit: ops::edit::<T>,
    }
}

pub static EDITORS: [RecordEditor; 10] = [
    editor::<Goal>("goal", "A new goal", "Goal"),
    editor::<Step>("step", "A new step", "Step"),
    editor::<Progress>("progress", "How the goal goes", "How the goal goes"),
    editor::<Evidence>("evidence", "Evidence", "Evidence"),
    RecordEditor {
        new_draft: "new-action",
        ..editor::<Action>("action", "A new action", "Action")
    },
    editor::<Question>("question", "A question for next time", "Question"),
    editor::<AgendaItem>("agenda", "A line for the agenda", "A line for the agenda"),
    editor::<Milestone>("date", "A new date", "Date"),
    editor::<Pause>("pause", "A pause of the year", "Pause"),
    editor::<Pulse>("pulse", "Pulse, for you alone", "Pulse, for you alone"),
];

/// The row of `kind`; none for the kinds that are edited otherwise.
pub fn editor_of(kind: Kind) -> Option<&'static RecordEditor> {
    EDITORS.iter().find(|editor| editor.kind == kind)
}

/// True for the kinds whose draft key names the goal or meeting they belong to.
pub const fn is_part(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Step | Kind::Progress | Kind::Evidence | Kind::AgendaItem
    )
}

/// A draft key: a word, and what tells the record from others of its kind.
pub fn draft_key<const N: usize>(word: &str, parts: [Option<String>; N]) -> String {
    let parts = parts.into_iter().flatten();
    let words: Vec<_> = std::iter::once(word.to_owned()).chain(parts).collect();
    words.join(" ")
}

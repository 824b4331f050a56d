//! A book on the shelf, and what is due in several.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::id::Id;
use crate::domain::person::{Owner, Role};
use crate::domain::schedule::{DueKind, Upcoming};

/// One book on the shelf, in the words of its line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ShelfLine {
    #[serde(skip)]
    pub path: PathBuf,
    pub partner: String,
    /// Role of the owner.
    #[serde(skip)]
    pub me: Role,
    /// Id of the match; none of a book that cannot be opened.
    #[serde(skip)]
    pub pair: Option<Id>,
    /// Short name of the program.
    pub program: String,
    /// Current phase, or the date on which the year was closed.
    pub phase: String,
    /// True once the year was closed.
    pub closed: bool,
    /// Next date, in a few words.
    pub next: String,
    /// Waiting tasks of the owner, in a few words.
    pub waits: String,
    /// True once it was taken off the shelf.
    pub archived: bool,
    /// Other copy of the same book on the shelf, and what differs; empty without one.
    pub copy: String,
    /// What is late or due in the next 14 days; a private title is empty. Of two copies only the newer one has it.
    pub due: Vec<Upcoming>,
    /// Error for which it cannot be opened; the other texts are empty then.
    pub problem: Option<String>,
}

impl ShelfLine {
    /// Lines that are late or due soon in the books on the shelf, the meetings of today first, then the longest overdue; of one day in the order of the books.
    pub fn due_in_all(lines: &[Self]) -> Vec<(&Self, &Upcoming)> {
        let lines = lines.iter().filter(|line| !line.archived);
        let mut items: Vec<_> = lines
            .flat_map(|line| line.due.iter().map(move |item| (line, item)))
            .collect();
        items.sort_by_key(|(_, item)| (!item.is_meeting_today(), item.date, item.time));
        items
    }

    /// The partner, and the heading of an item that is due in this book; of a promise who gave it.
    pub fn due_heading(&self, item: &Upcoming) -> String {
        let who = match item.kind {
            DueKind::Goal | DueKind::Milestone | DueKind::Meeting => "",
            DueKind::Action | DueKind::Step if item.owner == Owner::from(self.me) => "You: ",
            DueKind::Action | DueKind::Step if item.owner == Owner::Both => "Both: ",
            DueKind::Action | DueKind::Step => "They: ",
        };
        format!("{} · {who}{}", self.partner, item.heading())
    }
}

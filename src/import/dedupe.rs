//! Deduplication of imported rows: by a derived id, or by the natural key that a record of the book shares.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportContext;
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::words::plain_words;

/// Kind of every record in the book.
pub fn kinds(book: &Book) -> BTreeMap<Id, Kind> {
    let records = book.records();
    records.map(|record| (record.id(), record.kind())).collect()
}

/// Index of the book's records by natural key, and of the ids that rows of the file have claimed.
///
/// Each row has an id derived from its content, so that a second import finds the record that the first one made. A row
/// whose derived id the book does not have claims the record with the same natural key; but never one that another row
/// finds by its derived id, or the two would change places with every import. So the rows are read twice
/// ([`Self::after_first_pass`]).
pub struct Deduplicator<'a> {
    /// Book and options of the import.
    pub context: &'a ImportContext<'a>,
    ids_by_key: BTreeMap<String, Vec<Id>>,
    kinds_by_id: BTreeMap<Id, Kind>,
    occurrences: BTreeMap<String, usize>,
    claimed: BTreeSet<Id>,
    /// Order key of the last goal.
    pub last_order: Option<String>,
}

impl<'a> Deduplicator<'a> {
    /// Builds the index of the book in `context`.
    pub fn of(context: &'a ImportContext<'a>) -> Self {
        let book = context.book;
        let mut ids_by_key: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        let mut note = |key: String, id: Id| ids_by_key.entry(key).or_default().push(id);
        for meeting in book.meetings.values() {
            note(meeting_key(meeting), meeting.id);
        }
        for goal in book.goals.values().filter(|goal| !goal.archived) {
            note(goal_key(goal), goal.id);
        }
        for action in book.actions.values().filter(|action| !action.archived) {
            note(action_key(action), action.id);
        }
        let last = book.goals_in_order().last().map(|goal| goal.order.clone());
        Self {
            context,
            ids_by_key,
            kinds_by_id: kinds(book),
            occurrences: BTreeMap::new(),
            claimed: BTreeSet::new(),
            last_order: last,
        }
    }

    /// Restarts for the second pass, with the derived ids of the first pass claimed.
    pub fn after_first_pass(self) -> Self {
        let mut second_pass = Self::of(self.context);
        for (key, count) in &self.occurrences {
            let derived_ids = (0..*count).map(|nth| self.derived(key, nth));
            second_pass
                .claimed
                .extend(derived_ids.filter(|id| self.kinds_by_id.contains_key(id)));
        }
        second_pass
    }

    fn derived(&self, key: &str, nth: usize) -> Id {
        let pair = self.context.book.identity.pair.to_string();
        Id::derived(&["import", &pair, key, &nth.to_string()])
    }

    /// Claims the id for a row with this `key`: that of an earlier import, of a record of the book, or a new derived
    /// one. No two rows get the same.
    pub fn id(&mut self, key: &str) -> Id {
        let count = self.occurrences.entry(key.to_owned()).or_default();
        let nth = *count;
        *count += 1;
        let derived = self.derived(key, nth);
        if self.kinds_by_id.contains_key(&derived) {
            return derived;
        }
        let mut candidates = self.ids_by_key.get(key).into_iter().flatten();
        let unclaimed = candidates.find(|id| !self.claimed.contains(id)).copied();
        self.claimed.extend(unclaimed);
        unclaimed.unwrap_or(derived)
    }
}

/// Natural key of a meeting.
pub fn meeting_key(meeting: &Meeting) -> String {
    format!(
        "meeting {} {} {}",
        meeting.date,
        meeting.kind.key(),
        plain_words(&meeting.title)
    )
}

/// Natural key of a goal.
pub fn goal_key(goal: &Goal) -> String {
    format!("goal {}", plain_words(&goal.title))
}

/// Natural key of an action.
pub fn action_key(action: &Action) -> String {
    format!("action {}", plain_words(&action.text))
}

//! What a row is known again by: an id that derives from what it says, or what the book has under the same words.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportContext;
use super::target::normalize_name;
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;

/// The kind of everything that the book holds.
pub fn kinds(book: &Book) -> BTreeMap<Id, Kind> {
    let records = book.records();
    records.map(|record| (record.id(), record.kind())).collect()
}

/// The records of the book by what people know them by, and those that rows of the file have taken.
///
/// Each row has an id that derives from what it says, so that it finds again what it became. Rows that the book does not
/// have under theirs take what it has under the same words; but never what another row finds by its own id, or the two
/// would change places with every taking in. So the file is gone through once before ([`Self::rehearsed`]).
pub struct Deduplicator<'a> {
    /// What it is read against.
    pub context: &'a ImportContext<'a>,
    ids_by_key: BTreeMap<String, Vec<Id>>,
    kinds_by_id: BTreeMap<Id, Kind>,
    occurrences: BTreeMap<String, usize>,
    claimed: BTreeSet<Id>,
    /// The key of the last goal in the pair’s order.
    pub last_order: Option<String>,
}

impl<'a> Deduplicator<'a> {
    /// What the book that is asked about has.
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

    /// The same before the first row, knowing which ids the rows that were asked about have for themselves.
    pub fn after_first_pass(self) -> Self {
        let mut known = Self::of(self.context);
        for (key, count) in &self.occurrences {
            let own = (0..*count).map(|nth| self.derived(key, nth));
            known
                .claimed
                .extend(own.filter(|id| self.kinds_by_id.contains_key(id)));
        }
        known
    }

    fn derived(&self, key: &str, nth: usize) -> Id {
        let pair = self.context.book.identity.pair.to_string();
        Id::derived(&["import", &pair, key, &nth.to_string()])
    }

    /// The id of what has this `key`: of a former taking in, of the book's own, or the one it will have. No two rows are
    /// given the same.
    pub fn id(&mut self, key: &str) -> Id {
        let seen = self.occurrences.entry(key.to_owned()).or_default();
        let nth = *seen;
        *seen += 1;
        let derived = self.derived(key, nth);
        if self.kinds_by_id.contains_key(&derived) {
            return derived;
        }
        let mut here = self.ids_by_key.get(key).into_iter().flatten();
        let free = here.find(|id| !self.claimed.contains(id)).copied();
        self.claimed.extend(free);
        free.unwrap_or(derived)
    }
}

/// By what people know a meeting.
pub fn meeting_key(meeting: &Meeting) -> String {
    format!(
        "meeting {} {} {}",
        meeting.date,
        meeting.kind.key(),
        normalize_name(&meeting.title)
    )
}

/// By what people know a goal.
pub fn goal_key(goal: &Goal) -> String {
    format!("goal {}", normalize_name(&goal.title))
}

/// By what people know an action.
pub fn action_key(action: &Action) -> String {
    format!("action {}", normalize_name(&action.text))
}

//! What a row is known again by: an id that derives from what it says, or what the book has under the same words.

use std::collections::{BTreeMap, BTreeSet};

use super::Asked;
use super::target::plain_name;
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
pub struct Known<'a> {
    /// What it is read against.
    pub asked: &'a Asked<'a>,
    here: BTreeMap<String, Vec<Id>>,
    all: BTreeMap<Id, Kind>,
    seen: BTreeMap<String, usize>,
    taken: BTreeSet<Id>,
    /// The key of the last goal in the pair’s order.
    pub last_order: Option<String>,
}

impl<'a> Known<'a> {
    /// What the book that is asked about has.
    pub fn of(asked: &'a Asked<'a>) -> Self {
        let book = asked.book;
        let mut here: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        let mut note = |key: String, id: Id| here.entry(key).or_default().push(id);
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
            asked,
            here,
            all: kinds(book),
            seen: BTreeMap::new(),
            taken: BTreeSet::new(),
            last_order: last,
        }
    }

    /// The same before the first row, knowing which ids the rows that were asked about have for themselves.
    pub fn rehearsed(self) -> Self {
        let mut known = Self::of(self.asked);
        for (key, count) in &self.seen {
            let own = (0..*count).map(|nth| self.derived(key, nth));
            known
                .taken
                .extend(own.filter(|id| self.all.contains_key(id)));
        }
        known
    }

    fn derived(&self, key: &str, nth: usize) -> Id {
        let pair = self.asked.book.identity.pair.to_string();
        Id::derived(&["import", &pair, key, &nth.to_string()])
    }

    /// The id of what has this `key`: of a former taking in, of the book's own, or the one it will have. No two rows are
    /// given the same.
    pub fn id(&mut self, key: &str) -> Id {
        let seen = self.seen.entry(key.to_owned()).or_default();
        let nth = *seen;
        *seen += 1;
        let derived = self.derived(key, nth);
        if self.all.contains_key(&derived) {
            return derived;
        }
        let mut here = self.here.get(key).into_iter().flatten();
        let free = here.find(|id| !self.taken.contains(id)).copied();
        self.taken.extend(free);
        free.unwrap_or(derived)
    }
}

/// By what people know a meeting.
pub fn meeting_key(meeting: &Meeting) -> String {
    format!(
        "meeting {} {} {}",
        meeting.date,
        meeting.kind.key(),
        plain_name(&meeting.title)
    )
}

/// By what people know a goal.
pub fn goal_key(goal: &Goal) -> String {
    format!("goal {}", plain_name(&goal.title))
}

/// By what people know an action.
pub fn action_key(action: &Action) -> String {
    format!("action {}", plain_name(&action.text))
}

//! What a row is known again by: an id that derives from what it says, or what the book has under the same words.

use std::collections::BTreeMap;

use super::Asked;
use super::target::plain_name;
use crate::domain::action::Action;
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;

/// What the book has, by what people know it by, and how often a file has said the same.
pub struct Known<'a> {
    /// What it is read against.
    pub asked: &'a Asked<'a>,
    here: BTreeMap<String, Vec<Id>>,
    seen: BTreeMap<String, usize>,
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
            seen: BTreeMap::new(),
            last_order: last,
        }
    }

    /// The id of what has this `key`: of a former taking in, of the book's own, or the one it will have.
    pub fn id(&mut self, key: &str) -> Id {
        let seen = self.seen.entry(key.to_owned()).or_default();
        let nth = *seen;
        *seen += 1;
        let pair = self.asked.book.identity.pair.to_string();
        let derived = Id::derived(&["import", &pair, key, &nth.to_string()]);
        let book = self.asked.book;
        let taken_before = book.meetings.contains_key(&derived)
            || book.goals.contains_key(&derived)
            || book.actions.contains_key(&derived);
        if taken_before {
            return derived;
        }
        let here = self.here.get(key).and_then(|ids| ids.get(nth));
        here.copied().unwrap_or(derived)
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

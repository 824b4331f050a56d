//! Operations: everything a person can do to a book, as pure functions from the book to a [`Commit`].
//!
//! Screens and command line call the same operation, so both do the same thing and report it in the same words. An
//! operation reads the book, mutates nothing, and returns either the commit to save or a [`Refusal`]: one sentence with
//! a hint. Clock, today's date and new ids come from the [`OpContext`].

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::change::{Change, Commit, Record};
use super::id::Id;
use super::meeting::Meeting;
use super::sanitize::replace_word_processor_chars;

pub mod action;
pub mod agenda;
pub mod cycle;
pub mod fields;
pub mod form;
pub mod goal;
pub mod list;
pub mod meeting;
pub mod pause;
pub mod program;
pub mod pulse;
pub mod records;
pub mod start;
pub mod year;

pub use records::{
    Direction, Editable, add, answers_of, archive, change, edit, find, move_by_one, put_back, tick,
};

/// Context of an operation: clock, today's date, and source of ids.
pub struct OpContext {
    /// Time of the commit.
    pub at: DateTime<Utc>,
    /// Date of today where the user lives.
    pub today: NaiveDate,
    /// Zone of the hours that the user names; none if it is not known.
    pub zone: Option<Tz>,
    /// Generator of new ids.
    pub new_id: Box<dyn Fn() -> Id>,
}

impl OpContext {
    /// Generates a new id.
    pub fn id(&self) -> Id {
        (self.new_id)()
    }

    /// Wraps the changes in a commit at this time.
    pub fn commit(&self, label: impl Into<String>, mut changes: Vec<Change>) -> Commit {
        for change in &mut changes {
            self.name_zone(change);
        }
        Commit::new(label, self.at, changes)
    }

    /// Names the user's zone with an hour that a meeting is given, unless another was named with it.
    fn name_zone(&self, change: &mut Change) {
        let (before, Some(Record::Meeting(after))) = (&change.before, &mut change.after) else {
            return;
        };
        let none = Meeting::default();
        let before = match before {
            Some(Record::Meeting(before)) => before,
            Some(_) | None => &none,
        };
        let moved = (before.date, before.time) != (after.date, after.time);
        if moved && before.zone == after.zone {
            let zone = self.zone.filter(|_| after.time.is_some());
            after.zone = zone.map_or_else(String::new, |zone| zone.name().to_owned());
        }
    }
}

/// Outcome of an operation: the commit to save, or why it is refused.
pub type Outcome = Result<Commit, Refusal>;

/// User error of an operation: one plain sentence, and a hint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Sentence that says what is wrong.
    pub message: String,
    /// Sentence that says what to do.
    pub hint: Option<String>,
}

impl Refusal {
    /// Creates a refusal without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Largest length of a one-line text, in characters.
pub const MAX_LINE_CHARS: usize = 300;

/// Largest length of a text of several lines, in characters.
pub const MAX_TEXT_CHARS: usize = 250_000;

/// Normalizes a one-line text; an empty one is refused. `what` names it in the refusal: "goal", "name of the partner".
pub fn require_line(text: &str, what: &str) -> Result<String, Refusal> {
    let line = normalize_line(text, what)?;
    if line.is_empty() {
        return Err(Refusal::new(format!("The {what} is empty.")).hint("Write a few words."));
    }
    Ok(line)
}

/// Normalizes a one-line text that may be empty: trims it, turns line breaks and other control characters into single
/// spaces.
pub fn normalize_line(text: &str, what: &str) -> Result<String, Refusal> {
    let line = replace_word_processor_chars(text)
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    check_length(
        line,
        MAX_LINE_CHARS,
        what,
        "Shorten it, or put the rest into a note.",
    )
}

/// Normalizes a text of several lines: trims it, removes control characters but line breaks and tabs; may be empty.
pub fn normalize_text(text: &str, what: &str) -> Result<String, Refusal> {
    let text = replace_word_processor_chars(text).replace("\r\n", "\n");
    let cleaned: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    check_length(
        cleaned.trim().to_owned(),
        MAX_TEXT_CHARS,
        what,
        "Shorten it, or split it in two.",
    )
}

fn check_length(text: String, max: usize, what: &str, hint: &str) -> Result<String, Refusal> {
    let length = text.chars().count();
    if length <= max {
        return Ok(text);
    }
    Err(Refusal::new(format!(
        "The {what} is {length} characters long; there is room for {max}."
    ))
    .hint(hint))
}

/// Refuses a duration outside of 1 minute to 24 hours.
pub fn check_minutes(minutes: u32) -> Result<(), Refusal> {
    const MAX: u32 = 24 * 60;
    if (1..=MAX).contains(&minutes) {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "{minutes} is not a number of minutes between 1 and {MAX}."
    ))
    .hint("Give the minutes as a number, like 50."))
}

/// Quotes a text for a label or a message, shortened.
pub fn quoted(text: &str) -> String {
    const MAX: usize = 60;
    if text.chars().count() <= MAX {
        return format!("“{text}”");
    }
    let start: String = text.chars().take(MAX - 1).collect();
    format!("“{}…”", start.trim_end())
}

/// Fractional index that sorts between its neighbors' (none: the end of the list), for lists the pair orders by hand.
pub fn order_between(before: Option<&str>, after: Option<&str>) -> String {
    use fractional_index::FractionalIndex;
    let read = |key: Option<&str>| key.and_then(|key| FractionalIndex::from_string(key).ok());
    let (before, after) = (read(before), read(after));
    FractionalIndex::new(before.as_ref(), after.as_ref())
        .unwrap_or_default()
        .to_string()
}

/// Computes order keys that move the item at index `from` of a list to index `to`: pairs of (index before, new key).
///
/// `keys` are the keys in the order shown. As a rule one key changes; all of them where two are equal or out of order,
/// as after both of the pair have added to the same list.
pub fn reorder(keys: &[&str], from: usize, to: usize) -> Vec<(usize, String)> {
    if from == to || from >= keys.len() || to >= keys.len() {
        return Vec::new();
    }
    let mut indices: Vec<usize> = (0..keys.len()).filter(|index| *index != from).collect();
    let before = to.checked_sub(1).map(|index| keys[indices[index]]);
    let after = indices.get(to).map(|index| keys[*index]);
    let key = order_between(before, after);
    let is_between = before.is_none_or(|before| before < key.as_str())
        && after.is_none_or(|after| key.as_str() < after);
    if is_between {
        return vec![(from, key)];
    }
    indices.insert(to, from);
    let mut last: Option<String> = None;
    indices
        .into_iter()
        .map(|index| {
            let key = order_between(last.as_deref(), None);
            last = Some(key.clone());
            (index, key)
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use std::cell::Cell;

    use super::*;
    use crate::domain::book::Book;

    /// Op context on Sun, Nov 22, 2026, with ids counted up from a number that no other test uses.
    pub(crate) fn op_context() -> OpContext {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let last = Cell::new(1_000);
        OpContext {
            at: today.and_hms_opt(10, 0, 0).unwrap().and_utc(),
            today,
            zone: None,
            new_id: Box::new(move || {
                last.set(last.get() + 1);
                Id::from_bits(last.get())
            }),
        }
    }

    /// Applies `commit` to `book`, after checking rules of the store.
    pub(crate) fn apply_commit(book: &mut Book, commit: &Commit) {
        let now: std::collections::BTreeMap<Id, _> =
            book.records().map(|record| (record.id(), record)).collect();
        let mut ids: Vec<_> = commit.changes.iter().map(|change| change.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), commit.changes.len(), "a record is touched twice");
        for change in &commit.changes {
            assert_eq!(change.before.as_ref(), now.get(&change.id));
        }
        book.apply(&commit.changes);
    }

    #[test]
    fn a_line_loses_its_breaks_and_its_outer_spaces() {
        assert_eq!(
            require_line("  Call\r\n the\u{1b}school ", "step").unwrap(),
            "Call the school"
        );
        assert_eq!(normalize_line(" \n ", "note").unwrap(), "");
    }

    #[test]
    fn an_empty_line_is_refused_with_a_hint() {
        let refusal = require_line(" \t\n", "goal").unwrap_err();
        assert_eq!(refusal.message, "The goal is empty.");
        assert!(refusal.hint.is_some());
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_with_its_length() {
        assert!(require_line(&"ä".repeat(300), "name").is_ok());
        let refusal = require_line(&"ä".repeat(301), "name").unwrap_err();
        assert_eq!(
            refusal.message,
            "The name is 301 characters long; there is room for 300."
        );
    }

    #[test]
    fn prose_keeps_its_lines() {
        assert_eq!(
            normalize_text("\none\r\n\ttwo\u{7}\n", "answer").unwrap(),
            "one\n\ttwo"
        );
    }

    #[test]
    fn a_long_text_is_quoted_short() {
        assert_eq!(quoted("Call"), "“Call”");
        assert_eq!(quoted(&"x".repeat(99)).chars().count(), 62);
    }

    fn moved(keys: &[String], from: usize, to: usize) -> Vec<String> {
        let shown: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut named: Vec<(String, usize)> = keys.iter().cloned().zip(0..).collect();
        for (place, key) in reorder(&shown, from, to) {
            named[place].0 = key;
        }
        named.sort();
        named.iter().map(|(_, place)| place.to_string()).collect()
    }

    proptest! {
        #[test]
        fn moving_keeps_the_order_of_all_others(
            moves in prop::collection::vec((0usize..6, 0usize..6), 1..40),
            equal in any::<bool>(),
        ) {
            let mut keys = vec![order_between(None, None); 6];
            if !equal {
                for place in 1..6 {
                    keys[place] = order_between(Some(&keys[place - 1]), None);
                }
            }
            for (from, to) in moves {
                let mut expected: Vec<usize> = (0..6).collect();
                let item = expected.remove(from);
                expected.insert(to, item);
                let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
                prop_assert_eq!(moved(&keys, from, to), expected);
                let shown: Vec<&str> = keys.iter().map(String::as_str).collect();
                let changes = reorder(&shown, from, to);
                for (place, key) in changes {
                    keys[place] = key;
                }
                keys.sort();
            }
        }

        #[test]
        fn a_key_stands_between_its_neighbors(before in 0usize..50, turns in prop::collection::vec(any::<bool>(), 0..50)) {
            let mut low = order_between(None, None);
            for _ in 0..before {
                low = order_between(Some(&low), None);
            }
            let mut high = order_between(Some(&low), None);
            for down in turns {
                let middle = order_between(Some(&low), Some(&high));
                prop_assert!(low < middle && middle < high);
                if down { high = middle } else { low = middle }
            }
        }
    }
}

//! The exchange in sentences, the same on screen and command line.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::change::Kind;
use super::dates::{pluralize, relative_date};
use super::exchange::{PairStatus, Review, ReviewChange, ShareSummary};

/// Counts by kind: `2 goals, 1 meeting`; `mark` stands before each label that does not say so itself.
fn kinds(counts: &[(Kind, usize)], mark: &str) -> String {
    let words = counts.iter().map(|(kind, count)| {
        let (one, several) = kind.labels();
        let label = if *count == 1 { one } else { several }.to_lowercase();
        let mark = if label.starts_with(mark) { "" } else { mark };
        format!("{count} {mark}{label}")
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Summary of what leaves and stays: `7 changes: 2 goals, 1 meeting; 3 private notes stay here`.
pub fn share_words(summary: &ShareSummary) -> String {
    let staying = staying_words(summary).map(|words| format!("; {words}"));
    leaving_words(summary) + &staying.unwrap_or_default()
}

/// Summary of what leaves: `7 changes: 2 goals, 1 meeting`.
pub fn leaving_words(summary: &ShareSummary) -> String {
    match summary.changes() {
        0 => "nothing new".to_owned(),
        count => {
            let changes = pluralize(count, "change");
            format!("{changes}: {}", kinds(&summary.waiting, ""))
        }
    }
}

/// Summary of what stays: `3 private notes stay here`; none if nothing is private.
pub fn staying_words(summary: &ShareSummary) -> Option<String> {
    let stay = match summary.private_count() {
        0 => return None,
        1 => "stays",
        _ => "stay",
    };
    let private = kinds(&summary.private, "private ");
    Some(format!("{private} {stay} here"))
}

/// Counts of a review: `3 new, 2 changed, 1 changed by both`.
pub fn review_words(review: &Review) -> String {
    let words = ReviewChange::ALL.iter().filter_map(|change| {
        let count = review.lines.iter().filter(|line| line.change == *change);
        let count = count.count();
        (count > 0).then(|| format!("{count} {}", change.words()))
    });
    words.collect::<Vec<_>>().join(", ")
}

impl ReviewChange {
    /// All of them, in the order of a review.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Changed,
        Self::BothChanged,
        Self::Archived,
        Self::PutBack,
    ];

    /// The change in a word or two, after a number or before a colon.
    pub const fn words(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::BothChanged => "changed by both",
            Self::Archived => "archived",
            Self::PutBack => "put back",
        }
    }
}

/// State of the exchange: `You both hold the same 214 entries.` or what waits and when the last parcel came.
pub fn pair_words(
    status: &PairStatus,
    partner: &str,
    today: NaiveDate,
    local: impl Fn(DateTime<Utc>) -> NaiveDate,
) -> String {
    if !status.is_paired {
        return "Nothing was exchanged yet.".to_owned();
    }
    let mut words = if status.is_same {
        format!("You both hold the same {}.", entries(status.entries))
    } else {
        match status.received {
            Some(at) => format!(
                "{partner}'s last parcel: {}.",
                relative_date(local(at), today)
            ),
            None => format!("No parcel of {partner} came yet."),
        }
    };
    if status.waiting > 0 {
        let waits = if status.waiting == 1 { "waits" } else { "wait" };
        words += &format!(" {} of yours {waits}.", pluralize(status.waiting, "change"));
    }
    words
}

/// `1 entry`, `214 entries`.
pub fn entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}

/// Name of a field for people: `usual_minutes` is `usual minutes`.
pub fn field_label(name: &str) -> String {
    name.replace(['_', '-'], " ")
}

/// The value of a field for people.
pub fn value_words(value: &Value) -> String {
    match value {
        Value::Null => "(nothing)".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(members) => {
            let members: Vec<_> = members.iter().map(value_words).collect();
            members.join(", ")
        }
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

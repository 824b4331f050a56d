//! The exchange with the partner, in the terms of people: what a parcel would carry, what one brought, whether both hold the same.
//!
//! The store computes these; screens and command line show them. Nothing here knows of entries or files.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::change::Kind;
use super::id::Id;
use super::person::Role;

/// Changes that the next parcel carries first, and records that stay here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShareSummary {
    /// Records with changes that were never sent, by kind, in the order of [`Kind::ALL`].
    pub waiting: Vec<(Kind, usize)>,
    /// Private records, by kind: they are in no parcel.
    pub private: Vec<(Kind, usize)>,
    /// Entries of the whole parcel, which is always complete.
    pub entries: usize,
}

impl ShareSummary {
    /// Number of records with changes that were never sent.
    pub fn changes(&self) -> usize {
        self.waiting.iter().map(|(_, count)| count).sum()
    }

    /// Number of private records.
    pub fn private_count(&self) -> usize {
        self.private.iter().map(|(_, count)| count).sum()
    }
}

/// State of the exchange with the partner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairStatus {
    /// True once a parcel was made or received.
    pub is_paired: bool,
    /// Number of shared entries that may be in a parcel: sent and received ones.
    pub entries: usize,
    /// SHA-256 over ids and checksums of these entries: equal in two copies that hold the same.
    pub set_sha: [u8; 32],
    /// Records with changes that are in no parcel of ours yet.
    pub waiting: usize,
    /// Time of our last parcel.
    pub sent: Option<DateTime<Utc>>,
    /// Time at which the partner's last parcel was received.
    pub received: Option<DateTime<Utc>>,
    /// True if the partner's last parcel held exactly what we hold, and nothing of ours waits.
    pub is_same: bool,
}

/// Changes that a parcel would make, or made, in this book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// Name of the sender.
    pub person: String,
    /// Role of the sender.
    pub role: Role,
    /// Time at which the parcel was made, by the sender's clock.
    pub made: DateTime<Utc>,
    pub lines: Vec<ReviewLine>,
    /// Entries that this program does not understand; they are kept and handed on.
    pub unknown: usize,
    /// True if two books that were started apart become one match.
    pub joins: bool,
    /// Names of own programs, forms and decks that came along and are not on this computer.
    pub files: Vec<String>,
    /// Number of entries that were not here.
    pub entries: usize,
}

impl Review {
    /// Number of records that the parcel archives or removes.
    pub fn archived(&self) -> usize {
        let gone = |line: &&ReviewLine| line.change == ReviewChange::Archived;
        self.lines.iter().filter(gone).count()
    }

    /// True if the parcel brings nothing that is not here.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }
}

/// One record that a parcel changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewLine {
    pub kind: Kind,
    pub id: Id,
    /// As in reports: `goal “Start a STEM hour”`.
    pub label: String,
    /// The person who made the newest of the changes.
    pub author: Role,
    pub change: ReviewChange,
    /// The fields that change, old and new.
    pub fields: Vec<FieldReview>,
    /// A record of ours that seems to be the same, entered by both.
    pub twin: Option<Id>,
}

/// Kinds of change that a parcel makes to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewChange {
    New,
    Changed,
    /// A field was changed here and there; both versions are kept until one is picked.
    BothChanged,
    /// Archived or removed; it can be put back.
    Archived,
    PutBack,
}

/// One field that a parcel changes, in words for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldReview {
    /// Name of the field in the log.
    pub name: String,
    /// Empty if there was nothing.
    pub old: String,
    /// Empty if nothing is left.
    pub new: String,
}

/// A field with two versions: it was changed on both computers before either knew of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Versions {
    pub kind: Kind,
    pub id: Id,
    /// Label of the record.
    pub label: String,
    /// Name of the field in the log.
    pub field: String,
    /// The one that is shown first.
    pub versions: Vec<Version>,
}

/// One of several versions of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub value: Value,
    pub author: Role,
    /// By the author's clock.
    pub at: DateTime<Utc>,
}

/// A record that the partner changed since news were last looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    pub kind: Kind,
    pub id: Id,
    pub label: String,
    pub change: ReviewChange,
    /// Time at which it was received.
    pub at: DateTime<Utc>,
}

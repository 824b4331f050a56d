//! Entries and parcels as they travel.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::store::checksum::{self, Checksum, EntryData};
use crate::store::tables::Log;

/// An entry of the shared log: one field of one record, set once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Id,
    /// Milliseconds since 1970 by the author's clock: to show and to break ties, never to decide what replaces what.
    pub at_ms: i64,
    /// The copy of the book that made it.
    pub replica: Id,
    /// Name of the record's kind; a later version's program may have kinds that this one does not know.
    pub kind: String,
    pub rec: Id,
    pub field: String,
    /// The entries that it replaces, in ascending order.
    pub parents: Vec<Id>,
    /// JSON, as the author's program wrote it, byte for byte.
    pub value: String,
}

impl Entry {
    /// SHA-256 over all of it, by which both copies know that they hold the same entry.
    pub fn checksum(&self) -> Checksum {
        let parents: Vec<_> = self
            .parents
            .iter()
            .map(|parent| parent.to_bytes())
            .collect();
        checksum::entry_checksum(&EntryData {
            log: Log::Shared,
            id: &self.id.to_bytes(),
            kind: self.kind.as_bytes(),
            rec: &self.rec.to_bytes(),
            field: self.field.as_bytes(),
            value: self.value.as_bytes(),
            at_ms: self.at_ms,
            replica: &self.replica.to_bytes(),
            parents: &parents.concat(),
        })
    }
}

/// A program, form or deck of the pair's own that the book uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// `programs`, `forms`, `prompts` and so on.
    pub folder: String,
    /// File name without folders.
    pub name: String,
    pub text: String,
}

/// A whole parcel, complete: with it alone a book can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The match that it belongs to.
    pub pair: Id,
    /// The copy that made it.
    pub from: Id,
    /// Role of the sender.
    pub role: Role,
    /// Name of the sender.
    pub person: String,
    /// Key of the program.
    pub program: String,
    /// First day of the year.
    pub start: Option<NaiveDate>,
    /// By the sender's clock.
    pub made: DateTime<Utc>,
    /// SHA-256 over ids and checksums of the entries.
    pub set_sha: Checksum,
    /// The `set_sha` of the last parcel that the sender received.
    pub seen: Option<Checksum>,
    /// Every copy that made one of the entries, and whose it is.
    pub copies: Vec<(Id, Role)>,
    /// Sorted by id.
    pub entries: Vec<Entry>,
    pub files: Vec<OwnFile>,
}

impl Parcel {
    /// SHA-256 over ids and checksums of `entries`, which are sorted by id.
    pub fn checksum_of(entries: &[Entry]) -> Checksum {
        set_checksum(entries.iter().map(|entry| (entry.id, entry.checksum())))
    }
}

/// SHA-256 over ids and checksums, which are sorted by id.
pub(super) fn set_checksum(entries: impl Iterator<Item = (Id, Checksum)>) -> Checksum {
    let mut hash = checksum::ValueHasher::default();
    for (id, sha) in entries {
        hash.add(&id.to_bytes());
        hash.add(&sha);
    }
    hash.finish()
}

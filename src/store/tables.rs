//! The two logs and the names of their tables: what may reach the partner, and what never leaves this book.

use crate::domain::change::Kind;

/// One of the two logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Log {
    /// May reach the partner.
    Shared,
    /// Never leaves this book.
    Private,
}

impl Log {
    /// The private one first: it wins where both know a record.
    pub const BOTH: [Self; 2] = [Self::Private, Self::Shared];

    pub const fn entry_table(self) -> &'static str {
        match self {
            Self::Shared => "entry",
            Self::Private => "private_entry",
        }
    }

    /// The tables that hold entries of this log, each with the SQL condition for its rows there.
    pub const fn sources(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Shared => &[("entry", "TRUE"), ("private_entry", "state = 4")],
            Self::Private => &[("private_entry", "state <> 4")],
        }
    }

    /// The log of an entry that lies in the table of `self` with `state`.
    pub const fn of_entry(self, state: i64) -> Self {
        match self {
            Self::Private if state != WITHHELD => Self::Private,
            Self::Private | Self::Shared => Self::Shared,
        }
    }
}

/// State of an entry of the shared log that was never sent and whose record is private now. It lies in the private
/// tables, where nothing that sends looks, and counts as one of the shared log for history and undo.
pub(super) const WITHHELD: i64 = 4;

/// State of an entry that is in a parcel of ours.
pub(super) const SENT: i64 = 1;
/// State of an entry that came in a parcel.
pub(super) const RECEIVED: i64 = 2;
/// State of an entry that never leaves, as a later one of ours replaced it before anything was sent. It stays for undo.
pub(super) const SQUASHED: i64 = 3;
/// State of an entry that came in a parcel whose receipt was undone: it counts for nothing until it comes again.
pub(super) const SET_ASIDE: i64 = 5;

/// The tables of the private log, each with its kind; every kind but a private note and a pulse has one of the shared log.
const PRIVATE_TABLES: [(Kind, &str); 8] = [
    (Kind::PrivateNote, "private_note"),
    (Kind::Pulse, "private_pulse"),
    (Kind::Goal, "private_goal"),
    (Kind::Step, "private_step"),
    (Kind::Progress, "private_progress"),
    (Kind::Evidence, "private_evidence"),
    (Kind::Response, "private_response"),
    (Kind::Answer, "private_answer"),
];

/// The table of `kind` that is projected from `log`, if there is one.
pub(super) fn table(kind: Kind, log: Log) -> Option<&'static str> {
    match log {
        Log::Private => {
            let mut tables = PRIVATE_TABLES.iter();
            tables
                .find(|(private, _)| *private == kind)
                .map(|(_, table)| *table)
        }
        Log::Shared => (kind != Kind::PrivateNote && kind != Kind::Pulse).then_some(kind.name()),
    }
}

/// The tables of `kind`, each with its log; the one that wins first.
pub(super) fn tables(kind: Kind) -> impl Iterator<Item = (Log, &'static str)> {
    let logs = Log::BOTH.into_iter();
    logs.filter_map(move |log| Some((log, table(kind, log)?)))
}

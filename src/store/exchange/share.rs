//! Sharing: squashes what was never sent, seals it, and reads everything that may leave.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, params};

use super::entry::{Entry, Parcel};
use super::held;
use super::rows::{self, LoggedEntry};
use super::status;
use crate::domain::change::Kind;
use crate::domain::exchange::ShareSummary;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::store::Store;
use crate::store::checksum::{self, ChecksumTable};
use crate::store::error::Result;
use crate::store::log::{DELETED, Heads, LogTarget, UNSENT};
use crate::store::planted::{Fault, is_planted};
use crate::store::project::project;
use crate::store::tables::{Log, SENT, SQUASHED, table};

impl Store {
    /// Summary of the next parcel, and of what stays here.
    pub fn share_summary(&self) -> Result<ShareSummary> {
        self.read_snapshot("looking for what was not sent yet", |conn| {
            let count = |sql: &str| conn.query_row(sql, [], |row| row.get(0).map(to_count));
            let mut private = Vec::new();
            for &kind in Kind::ALL {
                if let Some(table) = table(kind, Log::Private) {
                    private.push((kind, count(&format!("SELECT count(*) FROM {table}"))?));
                }
            }
            private.retain(|(_, count)| *count > 0);
            Ok(ShareSummary {
                waiting: waiting(conn)?.into_iter().collect(),
                private,
                entries: count("SELECT count(*) FROM entry WHERE state IN (0, 1, 2)")?,
            })
        })
    }

    /// Squashes and seals what was never sent, and returns everything that may leave: a complete parcel, but for the
    /// files of the pair's own, which the caller adds. Sealed entries count as sent, also if no file comes of it.
    pub fn seal(&mut self, env: &Env) -> Result<Parcel> {
        self.transact("sealing what is to be sent", seal_unsent)?;
        let book = self.load_only(&[Kind::Person, Kind::Cycle])?;
        let (entries, copies) = self.read_snapshot("reading what you share", sealed)?;
        let cycle = book.cycle();
        Ok(Parcel {
            pair: self.identity.pair,
            from: self.identity.replica,
            role: self.identity.me,
            person: book.name(self.identity.me).to_owned(),
            program: cycle.map(|cycle| cycle.program.clone()).unwrap_or_default(),
            start: cycle.map(|cycle| cycle.start),
            made: env.now(),
            set_sha: Parcel::checksum_of(&entries),
            seen: status::partner_set(&self.conn)?,
            copies,
            entries,
            files: Vec::new(),
        })
    }
}

fn to_count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// Copies of the book, and whose they are.
type Copies = Vec<(Id, Role)>;

/// Every sealed entry, by id, and the copies that made them. While it reads, SQLite refuses any table but these two.
fn sealed(conn: &Connection) -> Result<(Vec<Entry>, Copies)> {
    conn.authorizer(Some(|context: AuthContext<'_>| {
        let reads = |name| ["entry", "replica"].contains(&name);
        let harmless = context.action == AuthAction::Select
            || matches!(context.action, AuthAction::Read { table_name, .. } if reads(table_name));
        if harmless {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    }))?;
    let entries = rows::sealed_entries(conn);
    let copies = rows::copies(conn);
    conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
    Ok((entries?, copies?))
}

/// The number of records of each kind with changes that are in no parcel yet.
pub(super) fn waiting(conn: &Connection) -> Result<BTreeMap<Kind, usize>> {
    let mut waiting: BTreeMap<Kind, usize> = BTreeMap::new();
    for (kind, rec) in unsent_records(conn)? {
        if let Some(known) = Kind::from_name(&kind)
            && !Squash::of(conn, &kind, rec)?.leaves_nothing()
        {
            *waiting.entry(known).or_default() += 1;
        }
    }
    Ok(waiting)
}

/// The records with entries that were never sent.
fn unsent_records(conn: &Connection) -> Result<BTreeSet<(String, Id)>> {
    let sql = format!("SELECT DISTINCT kind, rec FROM entry WHERE state = {UNSENT}");
    let mut statement = conn.prepare(&sql)?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn seal_unsent(conn: &Connection) -> Result<()> {
    let mut commits = BTreeSet::new();
    for (kind, rec) in unsent_records(conn)? {
        let squash = Squash::of(conn, &kind, rec)?;
        if !squash.is_withdrawn {
            squash.write(conn)?;
            if let (Some(kind), true) = (Kind::from_name(&kind), squash.cancels) {
                // The day of the last change is in the search index.
                project(conn, kind, rec)?;
            }
            commits.extend(squash.commits);
        }
    }
    let mut commits = commits.into_iter();
    commits.try_for_each(|commit| checksum::update(conn, ChecksumTable::Commit, commit))?;
    held::note_held(conn)
}

/// Decisions on the entries of one record that were never sent.
struct Squash {
    rec: Id,
    kind: String,
    /// True for a record that was made and taken back before anybody was sent it: nothing of it leaves.
    is_withdrawn: bool,
    /// Row numbers of entries that never leave: one's own later entry replaces them, or they change nothing.
    squashed: Vec<i64>,
    /// Row numbers of sealed entries that are the current ones again, as what replaced them changes nothing.
    heads_again: Vec<i64>,
    /// True if a current entry vanishes, as it changes nothing.
    cancels: bool,
    /// Entries that replace more than was written, as what stood between stays here.
    inheriting: Vec<(i64, Entry)>,
    /// Number of entries that leave.
    leaving: usize,
    commits: BTreeSet<i64>,
}

impl Squash {
    fn of(conn: &Connection, kind: &str, rec: Id) -> Result<Self> {
        let entries = rows::entries_of(conn, kind, rec)?;
        let is_alive = match Kind::from_name(kind) {
            Some(kind) => Heads::read(
                conn,
                LogTarget {
                    log: Log::Shared,
                    kind,
                    rec,
                },
            )?
            .is_alive(),
            None => true,
        };
        let was_sent = entries.values().any(LoggedEntry::is_sealed);
        let deletes = |it: &&LoggedEntry| it.is_head && it.entry.field == DELETED;
        let has_deletion = entries
            .values()
            .filter(deletes)
            .any(|it| it.entry.value.starts_with('['));
        let mut squash = Self {
            rec,
            kind: kind.to_owned(),
            is_withdrawn: !was_sent && !is_alive,
            squashed: Vec::new(),
            heads_again: Vec::new(),
            cancels: false,
            inheriting: Vec::new(),
            leaving: 0,
            commits: BTreeSet::new(),
        };
        for logged in entries.values().filter(|it| it.state == UNSENT) {
            squash.commits.extend(logged.commit);
            squash.add(logged, &entries, !has_deletion);
        }
        Ok(squash)
    }

    /// Decides on one entry that was never sent. With `may_cancel` one that brings nothing new vanishes: not where a
    /// deletion has seen certain entries.
    fn add(&mut self, logged: &LoggedEntry, entries: &BTreeMap<Id, LoggedEntry>, may_cancel: bool) {
        if !logged.is_head && !is_planted(Fault::NothingSquashed) {
            self.squashed.push(logged.row);
            return;
        }
        let outside = if is_planted(Fault::NothingInherited) {
            BTreeSet::new()
        } else {
            outside_ancestors(&logged.entry, entries)
        };
        let former: Vec<_> = outside.iter().filter_map(|id| entries.get(id)).collect();
        let changes_nothing = match former.as_slice() {
            [] => logged.entry.value == "null" && logged.entry.field != DELETED,
            [only] => {
                only.is_sealed()
                    && only.entry.value == logged.entry.value
                    && !only.is_replaced_by_sealed(entries)
            }
            [_, _, ..] => false,
        };
        if may_cancel && changes_nothing {
            self.squashed.push(logged.row);
            self.cancels = true;
            self.heads_again.extend(former.iter().map(|it| it.row));
            return;
        }
        self.leaving += 1;
        let mut parents: BTreeSet<Id> = logged.entry.parents.iter().copied().collect();
        let written = parents.len();
        parents.extend(outside);
        if parents.len() > written {
            let parents = parents.into_iter().collect();
            let entry = Entry {
                parents,
                ..logged.entry.clone()
            };
            self.inheriting.push((logged.row, entry));
        }
    }

    fn leaves_nothing(&self) -> bool {
        self.is_withdrawn || self.leaving == 0
    }

    fn write(&self, conn: &Connection) -> Result<()> {
        let mut squash = conn.prepare_cached(&format!(
            "UPDATE entry SET state = {SQUASHED}, head = 0 WHERE rowid = ?1"
        ))?;
        for row in &self.squashed {
            squash.execute([row])?;
        }
        let mut head = conn.prepare_cached("UPDATE entry SET head = 1 WHERE rowid = ?1")?;
        for row in &self.heads_again {
            head.execute([row])?;
        }
        let sql = "UPDATE entry SET parents = ?2, sha = ?3 WHERE rowid = ?1";
        let mut inherit = conn.prepare_cached(sql)?;
        for (row, entry) in &self.inheriting {
            inherit.execute(params![
                row,
                rows::parents_blob(&entry.parents),
                entry.checksum()
            ])?;
        }
        let sql = format!(
            "UPDATE entry SET state = {SENT} WHERE rec = ?1 AND kind = ?2 AND state = {UNSENT}"
        );
        conn.prepare_cached(&sql)?
            .execute(params![self.rec, self.kind])?;
        Ok(())
    }
}

/// The nearest sealed entries that `entry` replaces, past what never left, and the withheld ones on the way.
fn outside_ancestors(entry: &Entry, entries: &BTreeMap<Id, LoggedEntry>) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut visited = BTreeSet::new();
    let mut open = entry.parents.clone();
    while let Some(id) = open.pop() {
        let Some(parent) = entries.get(&id).filter(|_| visited.insert(id)) else {
            continue;
        };
        if !parent.is_sealed() {
            open.extend(&parent.entry.parents);
        }
        if ![UNSENT, SQUASHED].contains(&parent.state) {
            found.insert(id);
        }
    }
    found
}

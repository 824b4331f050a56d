//! Receiving: the entries of a parcel that are not here are added, and what they touch is projected anew.
//!
//! A review is the same work, rolled back at the end: it cannot say anything else than what would happen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::entry::{Entry, Parcel};
use super::error::ExchangeRefusal;
use super::join::{self, Rekey};
use super::planted::{Fault, is_planted};
use super::{review, rows, status};
use crate::domain::book::Identity;
use crate::domain::change::{Change, Committed, Kind};
use crate::domain::exchange::{Review, ReviewChange};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::store::checksum::{self, Checksum, ChecksumTable};
use crate::store::encoding::MAX_VALUE_BYTES;
use crate::store::error::{Result, StoreError};
use crate::store::log::{LogTarget, LogWriter, UNSENT};
use crate::store::project::{project, stored_fields};
use crate::store::tables::{Log, RECEIVED, SENT, SET_ASIDE, SQUASHED, WITHHELD, table};
use crate::store::{OpenMode, Store, create, history};

/// A parcel that was received.
#[derive(Clone, Debug)]
pub struct Received {
    pub review: Review,
    /// Empty if the parcel brought nothing. After a join the book must be loaded anew.
    pub committed: Committed,
}

impl Store {
    /// What [`Self::receive`] would change; changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with the reason.
    pub fn review(&mut self, parcel: &Parcel, env: &mut Env) -> Result<Review> {
        let identity = self.identity;
        let received = self.rehearse("looking into the parcel", |conn| {
            let id = env.new_id();
            let at = env.now();
            let (mut incoming, joins) = Incoming::prepare(conn, identity, parcel)?;
            let mut writer = LogWriter::new(conn, env, identity.replica, id, at)?;
            incoming.take(&mut writer, &[], joins)
        })?;
        Ok(received.review)
    }

    /// Adds the entries of `parcel` that are not here, as one commit; the records of `keep` get their present values
    /// again, as entries of one's own. A parcel that brings nothing makes no commit. The caller makes the backup first.
    ///
    /// # Errors
    /// As [`Self::review`]; nothing is changed then.
    pub fn receive(
        &mut self,
        parcel: &Parcel,
        keep: &[(Kind, Id)],
        env: &mut Env,
    ) -> Result<Received> {
        if self.review(parcel, env)?.is_empty() {
            let at = env.now();
            let nothing = self
                .transact("noting the parcel", |conn| {
                    status::record_received(conn, parcel, at)
                })
                .map(|_| ());
            nothing?;
            let review = Review {
                person: parcel.person.clone(),
                role: parcel.role,
                made: parcel.made,
                ..Review::default()
            };
            let committed = Committed {
                label: String::new(),
                changes: Vec::new(),
            };
            return Ok(Received { review, committed });
        }
        let identity = self.identity;
        let at = env.now();
        let received = self.write(at, env, |writer| {
            let (mut incoming, joins) = Incoming::prepare(writer.conn, identity, parcel)?;
            let received = incoming.take(writer, keep, joins)?;
            history::record_new(writer, &received.committed.label)?;
            incoming.update_checksums(writer.conn)?;
            Ok(received)
        })?;
        self.identity.pair = self.identity.pair.min(parcel.pair);
        Ok(received)
    }

    /// Makes the book of the person with role `me` out of a partner's parcel, or of one's own from another computer.
    ///
    /// # Errors
    /// As [`Self::create`] and [`Self::review`].
    pub fn create_from_parcel(
        path: &Path,
        me: Role,
        parcel: &Parcel,
        env: &mut Env,
    ) -> Result<Self> {
        let identity = Identity {
            pair: parcel.pair,
            replica: env.new_id(),
            me,
        };
        create::create_book(path, env, |conn, env| {
            begin_from(conn, identity, parcel, env)
        })?;
        Self::open(path, OpenMode::Edit, env)
    }
}

/// Fills an empty database with what `parcel` holds, which cannot be undone.
pub(super) fn begin_from(
    conn: &mut Connection,
    identity: Identity,
    parcel: &Parcel,
    env: &mut Env,
) -> Result<()> {
    create::write_identity(conn, &identity, env)?;
    conn.execute_batch("BEGIN")?;
    let (id, at, today) = (env.new_id(), env.now(), env.today());
    let mut writer = LogWriter::new(conn, env, identity.replica, id, at)?;
    let (mut incoming, joins) = Incoming::prepare(conn, identity, parcel)?;
    let received = incoming.take(&mut writer, &[], joins)?;
    history::record_new(&writer, &received.committed.label)?;
    create::finish_beginning(conn, today)
}

/// The entries of a parcel, in the ids of this book.
struct Incoming<'a> {
    parcel: &'a Parcel,
    entries: Vec<Entry>,
    /// The commits whose entries have changed.
    commits: BTreeSet<i64>,
}

/// An entry that is here already.
struct Known {
    row: i64,
    state: i64,
    sha: Option<Vec<u8>>,
    is_private: bool,
}

impl<'a> Incoming<'a> {
    /// Verifies that the parcel is of this match, or joins the two; true if they become one match now.
    fn prepare(conn: &Connection, identity: Identity, parcel: &'a Parcel) -> Result<(Self, bool)> {
        let mut entries = parcel.entries.clone();
        let joins = identity.pair != parcel.pair;
        if joins {
            join::verify_fit(conn, identity, parcel)?;
            if parcel.pair < identity.pair {
                join::rekey_book(conn, identity.pair, parcel.pair)?;
            } else {
                let rekey = Rekey::new(&entries, parcel.pair, identity.pair);
                entries.iter_mut().for_each(|entry| rekey.apply(entry));
            }
        }
        entries.iter().try_for_each(verify).map_err(refused)?;
        let commits = BTreeSet::new();
        Ok((
            Self {
                parcel,
                entries,
                commits,
            },
            joins,
        ))
    }

    /// Adds what is not here, projects what it touches and restores the records of `keep`.
    fn take(
        &mut self,
        writer: &mut LogWriter,
        keep: &[(Kind, Id)],
        joins: bool,
    ) -> Result<Received> {
        let conn = writer.conn;
        let exchange = status::record_received(conn, self.parcel, writer.at())?;
        for (id, role) in &self.parcel.copies {
            let sql = "INSERT OR IGNORE INTO replica VALUES (?1, ?2, '', ?3)";
            conn.prepare_cached(sql)?
                .execute(params![id, role.key(), writer.at_ms])?;
            checksum::update(conn, ChecksumTable::Replica, id)?;
        }
        let known = known_entries(conn)?;
        let mut touched: BTreeMap<(String, Id), Vec<usize>> = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if add(
                conn,
                entry,
                known.get(&entry.id),
                (writer.number, exchange),
                &mut self.commits,
            )? {
                touched
                    .entry((entry.kind.clone(), entry.rec))
                    .or_default()
                    .push(index);
            }
        }
        let mut lines = Vec::new();
        let mut changes = Vec::new();
        let mut unknown = 0;
        for ((kind, rec), added) in &touched {
            if !is_planted(Fault::HeadsKept) {
                rows::mark_heads_of(conn, kind, *rec)?;
            }
            let Some(kind) = Kind::from_name(kind) else {
                unknown += added.len();
                continue;
            };
            let Some(change) = project(conn, kind, *rec)? else {
                continue;
            };
            let added = added.iter().filter_map(|index| self.entries.get(*index));
            lines.push(review::line(conn, kind, &change, added, self.parcel)?);
            changes.push(change);
        }
        review::find_twins(conn, &mut lines)?;
        for (kind, id) in keep {
            if let Some(change) = changes
                .iter_mut()
                .find(|it| it.id == *id && it.kind() == Some(*kind))
            {
                *change = restore(writer, *kind, change)?;
            }
        }
        changes.retain(|change| !change.is_empty());
        let review = Review {
            person: self.parcel.person.clone(),
            role: self.parcel.role,
            made: self.parcel.made,
            entries: touched.values().map(Vec::len).sum(),
            lines,
            unknown,
            joins,
            files: self
                .parcel
                .files
                .iter()
                .map(|file| file.name.clone())
                .collect(),
        };
        let label = format!("parcel from {} received", self.parcel.person);
        Ok(Received {
            review,
            committed: Committed { label, changes },
        })
    }

    fn update_checksums(&self, conn: &Connection) -> Result<()> {
        let mut commits = self.commits.iter();
        commits.try_for_each(|commit| checksum::update(conn, ChecksumTable::Commit, commit))
    }
}

fn refused(why: ExchangeRefusal) -> StoreError {
    StoreError::Refused { why }
}

/// Refuses an entry that the log does not take.
fn verify(entry: &Entry) -> std::result::Result<(), ExchangeRefusal> {
    let is_private_kind =
        Kind::from_name(&entry.kind).is_some_and(|kind| table(kind, Log::Shared).is_none());
    if is_private_kind
        || entry.field == "private" && entry.value != "false" && entry.value != "null"
    {
        return Err(ExchangeRefusal::Private);
    }
    let readable =
        entry.value.len() <= MAX_VALUE_BYTES && serde_json::from_str::<Value>(&entry.value).is_ok();
    if readable {
        Ok(())
    } else {
        Err(ExchangeRefusal::Unreadable)
    }
}

/// Every entry that could have come, by id.
fn known_entries(conn: &Connection) -> Result<BTreeMap<Id, Known>> {
    let mut known = BTreeMap::new();
    for log in Log::BOTH {
        let sql = format!("SELECT id, rowid, state, sha FROM {}", log.entry_table());
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = Known {
                row: row.get(1)?,
                state: row.get(2)?,
                sha: row.get(3)?,
                is_private: log == Log::Private,
            };
            known.insert(row.get(0)?, entry);
        }
    }
    Ok(known)
}

/// Adds one entry, unless it is here; true if it counts from now on.
fn add(
    conn: &Connection,
    entry: &Entry,
    known: Option<&Known>,
    (commit, exchange): (i64, i64),
    commits: &mut BTreeSet<i64>,
) -> Result<bool> {
    let Some(known) = known else {
        rows::insert(conn, entry, RECEIVED, (Some(commit), Some(exchange)))?;
        return Ok(true);
    };
    let sha: Checksum = entry.checksum();
    let is_same = known.sha.as_deref() == Some(sha.as_slice());
    match known.state {
        SENT | RECEIVED if is_same && !known.is_private => Ok(false),
        SET_ASIDE if is_same => {
            commits.extend(commit_of(conn, "entry", known.row)?);
            let sql = format!(
                "UPDATE entry SET state = {RECEIVED}, commit_id = ?2, import_id = ?3 WHERE rowid = ?1"
            );
            conn.prepare_cached(&sql)?
                .execute(params![known.row, commit, exchange])?;
            Ok(true)
        }
        // One's own, sent before an older copy of the book was put back: what was sent counts.
        UNSENT | SQUASHED | WITHHELD if is_own_before_it_was_sealed(conn, entry)? => {
            let table = if known.is_private {
                Log::Private
            } else {
                Log::Shared
            }
            .entry_table();
            let commit = commit_of(conn, table, known.row)?;
            commits.extend(commit);
            let sql = format!("DELETE FROM {table} WHERE rowid = ?1");
            conn.prepare_cached(&sql)?.execute([known.row])?;
            rows::insert(conn, entry, SENT, (commit, None))?;
            Ok(true)
        }
        _ => Err(refused(ExchangeRefusal::OtherContent)),
    }
}

/// True if the entry that is here differs from `entry` in its parents at most.
fn is_own_before_it_was_sealed(conn: &Connection, entry: &Entry) -> Result<bool> {
    let mut of_record = rows::entries_of(conn, &entry.kind, entry.rec)?;
    Ok(of_record.remove(&entry.id).is_some_and(|here| {
        let parents = entry.parents.clone();
        Entry {
            parents,
            ..here.entry
        } == *entry
    }))
}

fn commit_of(conn: &Connection, table: &str, row: i64) -> Result<Option<i64>> {
    let sql = format!("SELECT commit_id FROM {table} WHERE rowid = ?1");
    Ok(conn
        .prepare_cached(&sql)?
        .query_row([row], |row| row.get(0))?)
}

/// Gives a record the values again that it had before `change`, as entries of one's own.
fn restore(writer: &mut LogWriter, kind: Kind, change: &Change) -> Result<Change> {
    let target = LogTarget {
        log: Log::Shared,
        kind,
        rec: change.id,
    };
    match &change.before {
        Some(before) => writer.set(target, &stored_fields(before))?,
        None => writer.delete(target)?,
    }
    let now = project(writer.conn, kind, change.id)?;
    let after = now.map_or_else(|| change.after.clone(), |now| now.after);
    Ok(Change {
        after,
        ..change.clone()
    })
}

/// True if commit number `commit` took in a parcel.
pub(in crate::store) fn is_receipt(conn: &Connection, commit: i64) -> Result<bool> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM entry WHERE commit_id = ?1 AND state IN ({RECEIVED}, {SET_ASIDE}))"
    );
    Ok(conn
        .prepare_cached(&sql)?
        .query_row([commit], |row| row.get(0))?)
}

/// Sets the entries that came with `commit` aside, as far as nothing of ours builds on them, or has them count again.
/// Returns the records that this touches.
pub(in crate::store) fn set_aside(
    conn: &Connection,
    commit: i64,
    aside: bool,
) -> Result<BTreeSet<(Kind, Id)>> {
    let (from, to) = if aside {
        (RECEIVED, SET_ASIDE)
    } else {
        (SET_ASIDE, RECEIVED)
    };
    let sql =
        format!("SELECT DISTINCT kind, rec FROM entry WHERE commit_id = ?1 AND state = {from}");
    let mut statement = conn.prepare(&sql)?;
    let found = statement.query_map([commit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let records: Vec<(String, Id)> = found.collect::<rusqlite::Result<_>>()?;
    let mut restate = conn.prepare_cached("UPDATE entry SET state = ?2 WHERE rowid = ?1")?;
    let mut touched = BTreeSet::new();
    for (kind, rec) in records {
        let entries = rows::entries_of(conn, &kind, rec)?;
        let came = |it: &rows::LoggedEntry| it.commit == Some(commit) && it.state == from;
        let built_on = if aside && !is_planted(Fault::AllSetAside) {
            built_on(&entries, came)
        } else {
            BTreeSet::new()
        };
        for logged in entries
            .values()
            .filter(|it| came(it) && !built_on.contains(&it.entry.id))
        {
            restate.execute(params![logged.row, to])?;
        }
        rows::mark_heads_of(conn, &kind, rec)?;
        touched.extend(Kind::from_name(&kind).map(|kind| (kind, rec)));
    }
    Ok(touched)
}

/// The entries that `came` and that others replace or have seen before they deleted the record.
fn built_on(
    entries: &BTreeMap<Id, rows::LoggedEntry>,
    came: impl Fn(&rows::LoggedEntry) -> bool,
) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let others = entries
        .values()
        .filter(|it| !came(it) && it.state != SET_ASIDE);
    let mut open: Vec<Id> = others.flat_map(|it| seen_by(&it.entry)).collect();
    while let Some(id) = open.pop() {
        if let Some(logged) = entries.get(&id).filter(|it| came(it))
            && found.insert(id)
        {
            open.extend(seen_by(&logged.entry));
        }
    }
    found
}

/// The entries that `entry` replaces, and those that a deletion names.
fn seen_by(entry: &Entry) -> Vec<Id> {
    let mut seen = entry.parents.clone();
    if let Ok(Value::Array(named)) = serde_json::from_str(&entry.value) {
        seen.extend(
            named
                .iter()
                .filter_map(|id| id.as_str()?.parse::<Id>().ok()),
        );
    }
    seen
}

/// The change in words for reviews: gone, back, new or changed.
pub(super) fn kind_of_change(change: &Change, is_conflict: bool) -> ReviewChange {
    let archived = |record: &Option<crate::domain::change::Record>| {
        record.as_ref().is_none_or(|it| it.is_archived())
    };
    match (
        &change.before,
        archived(&change.before),
        archived(&change.after),
    ) {
        (Some(_), false, true) => ReviewChange::Archived,
        (Some(_), true, false) => ReviewChange::PutBack,
        (None, _, _) => ReviewChange::New,
        (Some(_), _, _) if is_conflict => ReviewChange::BothChanged,
        (Some(_), _, _) => ReviewChange::Changed,
    }
}

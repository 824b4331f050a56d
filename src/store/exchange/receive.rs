//! Receiving: the entries of a parcel that are not here are added, and what they touch is projected anew.
//!
//! A review is the same work, rolled back at the end: it cannot say anything else than what would happen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, params};

use super::entry::{Entry, Parcel};
use super::join::{self, Rekey};
use super::{add, held, review, rows, status, versions};
use crate::domain::book::Identity;
use crate::domain::change::{Change, Committed, Kind, Record};
use crate::domain::exchange::{Review, ReviewChange};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::store::checksum::{self, ChecksumTable};
use crate::store::error::Result;
use crate::store::log::{LogTarget, LogWriter};
use crate::store::planted::{Fault, is_planted};
use crate::store::project::{current, project, stored_fields};
use crate::store::tables::Log;
use crate::store::{OpenMode, Store, create, history};

/// A parcel that was received.
#[derive(Clone, Debug)]
pub struct Received {
    pub review: Review,
    /// Empty if the parcel brought nothing. After a join the book must be loaded anew.
    pub committed: Committed,
}

impl Store {
    /// Rehearses [`Self::receive`]; changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Refused`](crate::store::StoreError::Refused) with the reason.
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
            let (me, at) = (self.identity.me, env.now());
            let nothing = self
                .transact("noting the parcel", |conn| {
                    status::record_received(conn, parcel, me, at)
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

/// Records by the name of their kind and their id, each with the places of its new entries.
type Touched = BTreeMap<(String, Id), Vec<usize>>;

/// The entries of a parcel, in the ids of this book.
struct Incoming<'a> {
    parcel: &'a Parcel,
    /// Role of the owner of this book.
    me: Role,
    entries: Vec<Entry>,
    /// The commits whose entries have changed.
    commits: BTreeSet<i64>,
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
                for entry in &mut entries {
                    rekey.apply(entry);
                }
            }
        }
        entries.iter().try_for_each(add::verify)?;
        let commits = BTreeSet::new();
        Ok((
            Self {
                parcel,
                me: identity.me,
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
        let touched = self.add(writer)?;
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
            let change = project(conn, kind, *rec)?;
            let added = added.iter().filter_map(|index| self.entries.get(*index));
            let of = (kind, *rec);
            lines.extend(review::line(conn, of, change.as_ref(), added, self.parcel)?);
            changes.extend(change);
        }
        if joins {
            for (_, rec) in touched
                .keys()
                .filter(|(kind, _)| kind == Kind::Person.name())
            {
                let change = changes.iter_mut().find(|it| it.id == *rec);
                use_own_details(writer, *rec, change)?;
            }
            lines.retain(|line| line.kind != Kind::Person);
        }
        review::find_twins(conn, &mut lines)?;
        for (kind, id) in keep {
            let mut all = changes.iter_mut();
            let change = all.find(|it| it.id == *id && it.kind() == Some(*kind));
            keep_mine(writer, (*kind, *id), change)?;
        }
        changes.retain(|change| !change.is_empty());
        held::note_held(conn)?;
        let files = self.parcel.files.iter();
        let review = Review {
            person: self.parcel.person.clone(),
            role: self.parcel.role,
            made: self.parcel.made,
            entries: touched.values().map(Vec::len).sum(),
            lines,
            unknown,
            joins,
            files: files.map(|file| file.name.clone()).collect(),
        };
        let label = format!("parcel from {} received", self.parcel.person);
        Ok(Received {
            review,
            committed: Committed { label, changes },
        })
    }

    /// Adds what is not here; returns the records, each with the entries that count from now on.
    fn add(&mut self, writer: &LogWriter) -> Result<Touched> {
        let conn = writer.conn;
        let exchange = status::record_received(conn, self.parcel, self.me, writer.at())?;
        for (id, role) in &self.parcel.copies {
            let sql = "INSERT OR IGNORE INTO replica VALUES (?1, ?2, '', ?3)";
            conn.prepare_cached(sql)?
                .execute(params![id, role.key(), writer.at_ms])?;
            checksum::update(conn, ChecksumTable::Replica, id)?;
        }
        let known = add::known_entries(conn)?;
        let numbers = (writer.number, exchange);
        let mut touched = Touched::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let known = known.get(&entry.id);
            if add::add(conn, entry, known, numbers, &mut self.commits)? {
                let record = (entry.kind.clone(), entry.rec);
                touched.entry(record).or_default().push(index);
            }
        }
        Ok(touched)
    }

    fn update_checksums(&self, conn: &Connection) -> Result<()> {
        let mut commits = self.commits.iter();
        commits.try_for_each(|commit| checksum::update(conn, ChecksumTable::Commit, commit))
    }
}

/// Of what both books say about a person, takes what that person has written: each knows best how they are called.
fn use_own_details(writer: &mut LogWriter, rec: Id, change: Option<&mut Change>) -> Result<()> {
    let (log, kind) = (Log::Shared, Kind::Person);
    let Some((_, fields)) = current(writer.conn, kind, rec)? else {
        return Ok(());
    };
    let role: Option<Role> = fields
        .get("role")
        .and_then(|role| role.as_str()?.parse().ok());
    for versions in versions::of_record(writer.conn, kind, rec)? {
        let mut of_both = versions.versions.iter();
        if let Some(own) = of_both.find(|version| Some(version.author) == role) {
            writer.settle(LogTarget { log, kind, rec }, &versions.field, &own.value)?;
        }
    }
    if let (Some(now), Some(change)) = (project(writer.conn, kind, rec)?, change) {
        change.after = now.after;
    }
    Ok(())
}

/// Gives a record the values again that it had before `change`, and its own version to every field with two, as entries of
/// one's own.
fn keep_mine(
    writer: &mut LogWriter,
    (kind, rec): (Kind, Id),
    change: Option<&mut Change>,
) -> Result<()> {
    let log = Log::Shared;
    let target = LogTarget { log, kind, rec };
    if let Some(change) = change {
        match &change.before {
            Some(before) => writer.set(target, &stored_fields(before))?,
            None => writer.delete(target)?,
        }
        if let Some(now) = project(writer.conn, kind, rec)? {
            change.after = now.after;
        }
    }
    for versions in versions::of_record(writer.conn, kind, rec)? {
        if let Some(shown) = versions.versions.first() {
            writer.settle(target, &versions.field, &shown.value)?;
        }
    }
    Ok(())
}

/// The change in words for reviews: gone, back, new or changed.
pub(super) fn kind_of_change(change: &Change, is_conflict: bool) -> ReviewChange {
    let archived = |record: &Option<Record>| record.as_ref().is_none_or(Record::is_archived);
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

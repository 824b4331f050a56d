//! Undoing a receipt: what came is set aside, as far as nothing of ours builds on it, and counts again when it comes again.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde_json::Value;

use super::entry::Entry;
use super::{held, rows};
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::store::error::Result;
use crate::store::planted::{Fault, is_planted};
use crate::store::tables::{RECEIVED, SET_ASIDE};

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
    held::note_held(conn)?;
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

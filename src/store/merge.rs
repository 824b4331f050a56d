//! Merging a text that both have changed since they last agreed: line by line, where the changes do not touch.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde_json::Value;

use super::encoding::ID_BYTES;
use super::error::{Result, decode_error};
use super::log::{Head, LogTarget, parse_json};
use crate::domain::id::Id;

/// The texts of several lines among `heads` whose two versions come together without a question.
pub(super) fn merge_texts(
    conn: &Connection,
    target: LogTarget,
    heads: &BTreeMap<String, Vec<Head>>,
) -> Result<BTreeMap<String, Value>> {
    let mut merged = BTreeMap::new();
    for (field, heads) in heads {
        let [one, other] = heads.as_slice() else {
            continue;
        };
        // In the order of their ids: both sides come to the same text.
        let (one, other) = if one.id < other.id {
            (one, other)
        } else {
            (other, one)
        };
        if let (Value::String(left), Value::String(right)) = (&one.value, &other.value)
            && left != right
            && (left.contains('\n') || right.contains('\n'))
            && let Some(Value::String(base)) =
                common_ancestor(conn, target, field, [one.id, other.id])?
            && let Ok(text) = diffy::merge(&base, left, right)
        {
            merged.insert(field.clone(), Value::String(text));
        }
    }
    Ok(merged)
}

/// The value of the newest entry that both of `ids` replace.
fn common_ancestor(
    conn: &Connection,
    target: LogTarget,
    field: &str,
    ids: [Id; 2],
) -> Result<Option<Value>> {
    let sql = "SELECT id, parents FROM entry WHERE rec = ?1 AND kind = ?2 AND field = ?3";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![target.rec, target.kind.name(), field])?;
    let mut parents: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let names = row.get_ref(1)?.as_blob_or_null().map_err(decode_error)?;
        let names = names.unwrap_or_default().chunks_exact(ID_BYTES);
        let names = names.filter_map(|name| name.try_into().ok().map(Id::from_bytes));
        parents.insert(row.get(0)?, names.collect());
    }
    let [one, other] = ids.map(|id| ancestors(&parents, id));
    let common: BTreeSet<Id> = one.intersection(&other).copied().collect();
    let is_replaced = |id: &Id| {
        common
            .iter()
            .any(|it| it != id && ancestors(&parents, *it).contains(id))
    };
    let Some(newest) = common.iter().rev().find(|id| !is_replaced(id)) else {
        return Ok(None);
    };
    let sql = "SELECT value FROM entry WHERE rec = ?1 AND id = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    statement
        .query_and_then(params![target.rec, newest], |row| {
            parse_json(row.get_ref(0)?)
        })?
        .next()
        .transpose()
}

/// The entries that are here and that `id` replaces, directly or through others.
fn ancestors(parents: &BTreeMap<Id, Vec<Id>>, id: Id) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        for parent in parents.get(&id).into_iter().flatten() {
            if parents.contains_key(parent) && found.insert(*parent) {
                open.push(*parent);
            }
        }
    }
    found
}

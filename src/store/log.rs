//! The log: entries, their parents, and the fields of one record that follow from them.
//!
//! Nothing is squashed here: every commit can be undone, also after a restart, so every value must stay until it is shared.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, params};
use serde_json::Value;

use super::checksum;
use super::encoding::{MAX_VALUE_BYTES, compress, decompress};
use super::error::{Result, StoreError, decode_error};
use super::exchange::{Fault, is_planted};
use super::merge;
use super::tables::{Log, table};
use crate::domain::change::{Fields, Kind};
use crate::domain::id::Id;
use crate::env::Env;

/// The field with a record's deletion: null, or the heads that the deletion saw.
pub(super) const DELETED: &str = "$del";

/// State of an entry that was never sent.
pub(super) const UNSENT: i64 = 0;

/// SQL condition for an entry that counts: neither squashed nor set aside.
const COUNTS: &str = "state NOT IN (3, 5)";

/// An entry that no other replaces.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub id: Id,
    pub at_ms: i64,
    /// The copy that wrote it.
    pub replica: Id,
    pub value: Value,
    /// Table and rowid of the entry.
    location: (&'static str, i64),
}

/// All heads of one record in one log, by field.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    by_field: BTreeMap<String, Vec<Head>>,
    /// Texts that were changed on both sides in different lines, as both changes make them. Never written as such: both
    /// sides would answer each other for ever.
    merged: BTreeMap<String, Value>,
}

impl Heads {
    /// Reads them by kind and id: two records of different kinds may have one id. Replaced entries are not read.
    pub fn read(conn: &Connection, target: LogTarget) -> Result<Self> {
        let LogTarget { log, kind, rec } = target;
        let mut heads = Self::default();
        for (entry, theirs) in log.sources().iter().take(entry_table_count(kind)) {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT field, id, at_ms, value, rowid, replica FROM {entry}
                 WHERE rec = ?1 AND head = 1 AND kind = ?2 AND {theirs}"
            ))?;
            let mut rows = statement.query(params![rec, kind.name()])?;
            while let Some(row) = rows.next()? {
                let head = Head {
                    id: row.get(1)?,
                    at_ms: row.get(2)?,
                    value: parse_json(row.get_ref(3)?)?,
                    location: (entry, row.get(4)?),
                    replica: row.get(5)?,
                };
                heads.by_field.entry(row.get(0)?).or_default().push(head);
            }
        }
        if target.log == Log::Shared {
            heads.merged = merge::merge_texts(conn, target, &heads.by_field)?;
        }
        Ok(heads)
    }

    pub fn is_empty(&self) -> bool {
        self.by_field.is_empty()
    }

    pub fn of(&self, field: &str) -> &[Head] {
        self.by_field.get(field).map_or(&[], Vec::as_slice)
    }

    /// The value of a field: its newest head, ties by id.
    pub fn value(&self, field: &str) -> &Value {
        let merged = self.merged.get(field);
        merged.unwrap_or_else(|| latest_value(self.of(field)))
    }

    /// Time of the record's newest entry, in milliseconds since 1970.
    pub fn touched_ms(&self) -> i64 {
        let heads = self.by_field.values().flatten();
        heads.map(|head| head.at_ms).max().unwrap_or_default()
    }

    /// True unless the record is deleted; an edit that the deletion did not see brings it back.
    pub fn is_alive(&self) -> bool {
        if self.is_empty() || !self.value(DELETED).is_array() {
            return !self.is_empty();
        }
        let lists = self
            .of(DELETED)
            .iter()
            .filter_map(|head| head.value.as_array());
        let observed: Vec<&str> = lists.flatten().filter_map(Value::as_str).collect();
        self.content()
            .flat_map(|(_, heads)| heads)
            .any(|head| !observed.contains(&head.id.to_string().as_str()))
    }

    /// The fields that are not empty, lists put together again.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        for (name, heads) in self.content() {
            let value = self.merged.get(name).unwrap_or_else(|| latest_value(heads));
            if value.is_null() {
                continue;
            }
            match name.split_once(':') {
                None => {
                    fields.insert(name.clone(), value.clone());
                }
                Some((list, member)) => {
                    let members = fields
                        .entry(list)
                        .or_insert_with(|| Value::Array(Vec::new()));
                    if let Value::Array(members) = members {
                        members.push(member.into());
                    }
                }
            }
        }
        fields
    }

    /// The fields with heads that differ and that no merge brings together.
    pub fn several(&self) -> impl Iterator<Item = (&String, &Vec<Head>)> {
        let differ = |heads: &[Head]| heads.windows(2).any(|two| two[0].value != two[1].value);
        let open = self
            .by_field
            .iter()
            .filter(|(field, _)| !self.merged.contains_key(*field));
        open.filter(move |(_, heads)| differ(heads))
    }

    /// The ids of all heads but those of deletion: what a deletion saw.
    pub fn observed_ids(&self) -> Value {
        let heads = self.content().flat_map(|(_, heads)| heads);
        heads.map(|head| head.id.to_string()).collect()
    }

    fn content(&self) -> impl Iterator<Item = (&String, &Vec<Head>)> {
        self.by_field.iter().filter(|(field, _)| *field != DELETED)
    }
}

/// Number of tables that can hold one log's entries about a record of `kind`: withheld entries need a second one.
pub(super) fn entry_table_count(kind: Kind) -> usize {
    let may_move = Log::BOTH.iter().all(|log| table(kind, *log).is_some());
    if may_move { 2 } else { 1 }
}

fn latest_value(heads: &[Head]) -> &Value {
    if is_planted(Fault::FirstCounts) {
        return heads.first().map_or(&Value::Null, |head| &head.value);
    }
    heads
        .iter()
        .max_by_key(|head| (head.at_ms, head.id))
        .map_or(&Value::Null, |head| &head.value)
}

/// The fields as the log stores them: a list becomes one `true` for each member, so that members merge one by one.
pub(super) fn flatten(fields: &Fields) -> BTreeMap<String, Value> {
    let mut flat = BTreeMap::new();
    for (name, value) in fields {
        if let Value::Array(members) = value {
            for member in members.iter().filter_map(Value::as_str) {
                flat.insert(format!("{name}:{member}"), Value::Bool(true));
            }
        } else {
            flat.insert(name.clone(), value.clone());
        }
    }
    flat
}

/// Appends the entries of one commit.
pub(super) struct LogWriter<'a> {
    pub conn: &'a Connection,
    pub env: &'a mut Env,
    pub replica: Id,
    pub commit: Id,
    /// Number of the commit, the key of its row.
    pub number: i64,
    pub at_ms: i64,
}

/// One record in one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LogTarget {
    pub log: Log,
    pub kind: Kind,
    pub rec: Id,
}

impl<'a> LogWriter<'a> {
    /// A writer for the next commit, by the copy `replica`.
    pub fn new(
        conn: &'a Connection,
        env: &'a mut Env,
        replica: Id,
        commit: Id,
        at: DateTime<Utc>,
    ) -> Result<Self> {
        let next = "SELECT coalesce(max(n), 0) + 1 FROM \"commit\"";
        Ok(Self {
            number: conn.prepare_cached(next)?.query_row([], |row| row.get(0))?,
            conn,
            env,
            replica,
            commit,
            at_ms: at.timestamp_millis(),
        })
    }

    /// Time of the commit.
    pub fn at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.at_ms).unwrap_or_default()
    }

    /// Sets the record to exactly `fields`, and undeletes it.
    pub fn set(&mut self, target: LogTarget, fields: &Fields) -> Result<()> {
        let heads = Heads::read(self.conn, target)?;
        let (now, wanted) = (flatten(&heads.fields()), flatten(fields));
        for (field, value) in &wanted {
            if now.get(field) != Some(value) {
                self.append(target, field, value, heads.of(field))?;
            }
        }
        for field in now.keys().filter(|field| !wanted.contains_key(*field)) {
            self.append(target, field, &Value::Null, heads.of(field))?;
        }
        if !heads.is_alive() {
            self.append(target, DELETED, &Value::Null, heads.of(DELETED))?;
        }
        Ok(())
    }

    /// Deletes the record, if the log has it.
    pub fn delete(&mut self, target: LogTarget) -> Result<()> {
        let heads = Heads::read(self.conn, target)?;
        if heads.is_alive() {
            self.append(target, DELETED, &heads.observed_ids(), heads.of(DELETED))?;
        }
        Ok(())
    }

    /// Restores single fields, by their names in the log, to other values; [`DELETED`] after the rest.
    pub fn restore(&mut self, target: LogTarget, values: &BTreeMap<String, Value>) -> Result<()> {
        let heads = Heads::read(self.conn, target)?;
        for (field, value) in values.iter().filter(|(field, _)| *field != DELETED) {
            if heads.value(field) != value {
                self.append(target, field, value, heads.of(field))?;
            }
        }
        match values.get(DELETED) {
            Some(Value::Array(_)) => self.delete(target),
            Some(_) if heads.value(DELETED).is_array() => {
                self.append(target, DELETED, &Value::Null, heads.of(DELETED))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Sets one field, by its name in the log, to `value` in place of all its heads, also where that is its value.
    pub fn settle(&mut self, target: LogTarget, field: &str, value: &Value) -> Result<()> {
        let heads = Heads::read(self.conn, target)?;
        self.append(target, field, value, heads.of(field))
    }

    fn append(
        &mut self,
        target: LogTarget,
        field: &str,
        value: &Value,
        parents: &[Head],
    ) -> Result<()> {
        let LogTarget { log, kind, rec } = target;
        let text = value.to_string();
        if text.len() > MAX_VALUE_BYTES {
            return Err(StoreError::ValueTooLong { length: text.len() });
        }
        let id = self.env.new_id();
        let parents = if is_planted(Fault::NoParents) {
            &[]
        } else {
            parents
        };
        let mut names: Vec<_> = parents.iter().map(|head| head.id.to_bytes()).collect();
        names.sort_unstable();
        let names = names.concat();
        let sha = checksum::entry_checksum(&checksum::EntryData {
            log,
            id: &id.to_bytes(),
            kind: kind.name().as_bytes(),
            rec: &rec.to_bytes(),
            field: field.as_bytes(),
            value: text.as_bytes(),
            at_ms: self.at_ms,
            replica: &self.replica.to_bytes(),
            parents: &names,
        });
        let entry = format!(
            "INSERT INTO {}(id, sha, at_ms, replica, kind, rec, field, parents, state, head, commit_id, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, {UNSENT}, 1, ?9, ?10)",
            log.entry_table()
        );
        self.conn.prepare_cached(&entry)?.execute(params![
            id,
            sha,
            self.at_ms,
            self.replica,
            kind.name(),
            rec,
            field,
            (!names.is_empty()).then_some(names),
            self.number,
            compress(&text)
        ])?;
        for Head { location, .. } in parents {
            let (table, row) = location;
            let replaced = format!("UPDATE {table} SET head = 0 WHERE rowid = ?1");
            self.conn.prepare_cached(&replaced)?.execute([row])?;
        }
        Ok(())
    }
}

/// Finds the heads anew, by the parents that the entries name.
pub(super) fn mark_heads(conn: &Connection) -> Result<()> {
    for entry in Log::BOTH.map(Log::entry_table) {
        let names = Log::BOTH.map(|log| {
            let table = log.entry_table();
            format!(
                "SELECT 1 FROM {table} AS e WHERE e.rec = {entry}.rec AND e.{COUNTS} AND instr(e.parents, {entry}.id)"
            )
        });
        let names = names.join(" UNION ALL ");
        conn.execute(
            &format!("UPDATE {entry} SET head = {COUNTS} AND NOT EXISTS ({names})"),
            [],
        )?;
    }
    Ok(())
}

/// Compresses the long values of a log from before there was compression.
pub(super) fn compress_values(conn: &Connection) -> Result<()> {
    for log in Log::BOTH {
        let table = log.entry_table();
        let mut rows = conn.prepare(&format!("SELECT rowid, value FROM {table}"))?;
        let mut update =
            conn.prepare(&format!("UPDATE {table} SET value = ?2 WHERE rowid = ?1"))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            if let compressed @ Sql::Blob(_) = compress(&decompress(row.get_ref(1)?)?) {
                update.execute(params![row.get::<_, i64>(0)?, compressed])?;
            }
        }
    }
    Ok(())
}

pub(super) fn parse_json(value: ValueRef) -> Result<Value> {
    serde_json::from_str(&decompress(value)?).map_err(decode_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id that sorts as its last hex digit does.
    fn id(digit: char) -> Id {
        format!("{digit:0>32}").parse().unwrap()
    }

    fn heads(entries: &[(&str, char, i64, Value)]) -> Heads {
        let mut heads = Heads::default();
        for (field, digit, at_ms, value) in entries {
            heads
                .by_field
                .entry((*field).to_owned())
                .or_default()
                .push(Head {
                    id: id(*digit),
                    at_ms: *at_ms,
                    value: value.clone(),
                    replica: id('f'),
                    location: ("entry", 1),
                });
        }
        heads
    }

    #[test]
    fn of_two_heads_the_later_counts_and_of_equally_late_ones_the_greater_id() {
        let (old, new) = (Value::from("old"), Value::from("new"));
        let later = [
            ("title", 'b', 1, old.clone()),
            ("title", 'a', 2, new.clone()),
        ];
        assert_eq!(heads(&later).value("title"), &new);
        for order in [['a', 'b'], ['b', 'a']] {
            let tie = order.map(|id| ("title", id, 1, Value::from(id.to_string())));
            assert_eq!(heads(&tie).value("title"), &Value::from("b"));
        }
    }

    #[test]
    fn an_edit_that_a_deletion_did_not_see_brings_the_record_back() {
        let title = ("title", 'a', 1, Value::from("x"));
        let deletion = |by, seen| (DELETED, by, 2, Value::from(vec![id(seen).to_string()]));
        assert!(!heads(&[title.clone(), deletion('d', 'a')]).is_alive());
        let edited = ("why", 'b', 1, Value::from("y"));
        assert!(heads(&[title.clone(), edited.clone(), deletion('d', 'a')]).is_alive());
        assert!(!heads(&[title, edited, deletion('d', 'a'), deletion('e', 'b')]).is_alive());
    }

    #[test]
    fn members_of_a_list_are_entries_of_their_own() {
        let kept = [
            ("aims:a", '1', 1, Value::Bool(true)),
            ("aims:b", '2', 1, Value::Null),
            ("aims:c:d", '3', 1, Value::Bool(true)),
        ];
        let fields = heads(&kept).fields();
        assert_eq!(fields["aims"], serde_json::json!(["a", "c:d"]));
        let flat: Vec<_> = flatten(&fields).into_keys().collect();
        assert_eq!(flat, ["aims:a", "aims:c:d"]);
    }
}

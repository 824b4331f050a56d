//! The log: entries, their parents, and the fields of one record that follow from them.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::checksum;
use super::error::{Result, StoreError, decode_error};
use super::project::table;
use crate::domain::change::{Fields, Kind};
use crate::domain::id::Id;
use crate::env::Env;

/// The field with a record's deletion: null, or the heads that the deletion saw.
pub(super) const DELETED: &str = "$del";
/// Longest value of an entry, in bytes of JSON.
pub const MAX_VALUE_BYTES: usize = 1 << 20;

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

    pub const fn parent_table(self) -> &'static str {
        match self {
            Self::Shared => "entry_parent",
            Self::Private => "private_entry_parent",
        }
    }

    /// The tables that hold entries of this log, each with the SQL condition for its rows there.
    const fn sources(self) -> &'static [(&'static str, &'static str)] {
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
/// SQL condition for a head: no other entry, in any table, has it as a parent.
pub(super) const IS_HEAD: &str = "NOT EXISTS (SELECT 1 FROM entry_parent WHERE parent = e.id)
    AND NOT EXISTS (SELECT 1 FROM private_entry_parent WHERE parent = e.id)";

/// An entry that no other replaces.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub id: String,
    pub at_ms: i64,
    pub value: Value,
}

/// All heads of one record in one log, by field.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads(BTreeMap<String, Vec<Head>>);

impl Heads {
    /// Reads them by kind and id: two records of different kinds may have one id.
    pub fn read(conn: &Connection, target: LogTarget) -> Result<Self> {
        let LogTarget { log, kind, rec } = target;
        let all = log.sources().iter().map(|(entry, theirs)| {
            format!(
                "SELECT field, id, at_ms, value FROM {entry} AS e
                 WHERE rec = ?1 AND kind = ?2 AND {theirs} AND {IS_HEAD}"
            )
        });
        let all: Vec<_> = all.take(entry_table_count(kind)).collect();
        let mut statement = conn.prepare_cached(&all.join(" UNION ALL "))?;
        let mut rows = statement.query([rec, kind.name()])?;
        let mut heads = Self::default();
        while let Some(row) = rows.next()? {
            let head = Head {
                id: row.get(1)?,
                at_ms: row.get(2)?,
                value: parse_json(row.get_ref(3)?.as_str().map_err(decode_error)?)?,
            };
            heads.0.entry(row.get(0)?).or_default().push(head);
        }
        Ok(heads)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn of(&self, field: &str) -> &[Head] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// The value of a field: its newest head, ties by id.
    pub fn value(&self, field: &str) -> &Value {
        latest_value(self.of(field))
    }

    /// Time of the record's newest entry, in milliseconds since 1970.
    pub fn touched_ms(&self) -> i64 {
        let heads = self.0.values().flatten();
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
            .any(|head| !observed.contains(&head.id.as_str()))
    }

    /// The fields that are not empty, lists put together again.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        for (name, heads) in self.content() {
            let value = latest_value(heads);
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

    /// The ids of all heads but those of deletion: what a deletion saw.
    pub fn observed_ids(&self) -> Value {
        let heads = self.content().flat_map(|(_, heads)| heads);
        heads.map(|head| head.id.as_str()).collect()
    }

    fn content(&self) -> impl Iterator<Item = (&String, &Vec<Head>)> {
        self.0.iter().filter(|(field, _)| *field != DELETED)
    }
}

/// Number of tables that can hold one log's entries about a record of `kind`: withheld entries need a second one.
pub(super) fn entry_table_count(kind: Kind) -> usize {
    let may_move = Log::BOTH.iter().all(|log| table(kind, *log).is_some());
    if may_move { 2 } else { 1 }
}

fn latest_value(heads: &[Head]) -> &Value {
    heads
        .iter()
        .max_by(|a, b| (a.at_ms, &a.id).cmp(&(b.at_ms, &b.id)))
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
    pub commit: String,
    pub at_ms: i64,
}

/// One record in one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LogTarget<'a> {
    pub log: Log,
    pub kind: Kind,
    pub rec: &'a str,
}

impl LogWriter<'_> {
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
        let id = self.env.new_id().to_string();
        let replica = self.replica.to_string();
        let mut names: Vec<_> = parents.iter().map(|head| head.id.as_bytes()).collect();
        names.sort_unstable();
        let sha = checksum::entry_checksum(&checksum::EntryData {
            log,
            id: id.as_bytes(),
            kind: kind.name().as_bytes(),
            rec: rec.as_bytes(),
            field: field.as_bytes(),
            value: text.as_bytes(),
            at_ms: self.at_ms,
            replica: replica.as_bytes(),
            parents: &names,
        });
        let entry = format!(
            "INSERT INTO {}(id, sha, at_ms, replica, kind, rec, field, value, state, commit_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9)",
            log.entry_table()
        );
        self.conn.prepare_cached(&entry)?.execute(params![
            id,
            sha,
            self.at_ms,
            replica,
            kind.name(),
            rec,
            field,
            text,
            self.commit
        ])?;
        let parent = format!("INSERT INTO {} VALUES (?1, ?2)", log.parent_table());
        let mut statement = self.conn.prepare_cached(&parent)?;
        for parent in parents {
            statement.execute([&id, &parent.id])?;
        }
        Ok(())
    }
}

/// Values that one commit wrote to one record of one log, by field.
#[derive(Default)]
pub(super) struct CommitWrites {
    /// Values set by the commit.
    pub after: BTreeMap<String, Value>,
    /// Values before the commit.
    pub before: BTreeMap<String, Value>,
    /// True if the commit created the record in this log.
    created: bool,
}

/// The entries that `commit` wrote, by log, kind and record, as far as this program knows the kinds.
pub(super) fn writes_of_commit(
    conn: &Connection,
    commit: &str,
) -> Result<BTreeMap<(Log, Kind, String), CommitWrites>> {
    let mut records: BTreeMap<(Log, Kind, String), CommitWrites> = BTreeMap::new();
    for log in Log::BOTH {
        for (entry, theirs) in log.sources() {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT id, kind, rec, field, value FROM {entry} WHERE commit_id = ?1 AND {theirs}"
            ))?;
            let mut rows = statement.query([commit])?;
            while let Some(row) = rows.next()? {
                let kind = Kind::from_name(row.get_ref(1)?.as_str().map_err(decode_error)?);
                let Some(kind) = kind else { continue };
                let (rec, field): (_, String) = (row.get(2)?, row.get(3)?);
                let value = parse_json(row.get_ref(4)?.as_str().map_err(decode_error)?)?;
                let parents = parents(conn, &row.get::<_, String>(0)?)?;
                let written = records.entry((log, kind, rec)).or_default();
                written.created |= field == DELETED && parents.is_empty();
                written
                    .before
                    .insert(field.clone(), latest_value(&parents).clone());
                written.after.insert(field, value);
            }
        }
    }
    for written in records.values_mut().filter(|written| written.created) {
        // Undoing a creation is a deletion alone; the fields stay in the log for a redo.
        written.before = BTreeMap::from([(DELETED.to_owned(), Value::Array(Vec::new()))]);
    }
    Ok(records)
}

/// The entries that `entry` replaced, in any table.
fn parents(conn: &Connection, entry: &str) -> Result<Vec<Head>> {
    let named = "SELECT parent FROM entry_parent WHERE entry = ?1
        UNION ALL SELECT parent FROM private_entry_parent WHERE entry = ?1";
    let mut statement = conn.prepare_cached(&format!(
        "SELECT id, at_ms, value FROM entry WHERE id IN ({named})
         UNION ALL SELECT id, at_ms, value FROM private_entry WHERE id IN ({named})"
    ))?;
    let mut rows = statement.query([entry])?;
    let mut heads = Vec::new();
    while let Some(row) = rows.next()? {
        heads.push(Head {
            id: row.get(0)?,
            at_ms: row.get(1)?,
            value: parse_json(row.get_ref(2)?.as_str().map_err(decode_error)?)?,
        });
    }
    Ok(heads)
}

fn parse_json(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(decode_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(entries: &[(&str, &str, i64, Value)]) -> Heads {
        let mut heads = Heads::default();
        for (field, id, at_ms, value) in entries {
            heads.0.entry((*field).to_owned()).or_default().push(Head {
                id: (*id).to_owned(),
                at_ms: *at_ms,
                value: value.clone(),
            });
        }
        heads
    }

    #[test]
    fn of_two_heads_the_later_counts_and_of_equally_late_ones_the_greater_id() {
        let (old, new) = (Value::from("old"), Value::from("new"));
        let later = [
            ("title", "b", 1, old.clone()),
            ("title", "a", 2, new.clone()),
        ];
        assert_eq!(heads(&later).value("title"), &new);
        for order in [["a", "b"], ["b", "a"]] {
            let tie = order.map(|id| ("title", id, 1, Value::from(id)));
            assert_eq!(heads(&tie).value("title"), &Value::from("b"));
        }
    }

    #[test]
    fn an_edit_that_a_deletion_did_not_see_brings_the_record_back() {
        let title = ("title", "a", 1, Value::from("x"));
        let deletion = |seen: &[&str]| (DELETED, "d", 2, Value::from(seen.to_vec()));
        assert!(!heads(&[title.clone(), deletion(&["a"])]).is_alive());
        let edited = ("why", "b", 1, Value::from("y"));
        assert!(heads(&[title.clone(), edited.clone(), deletion(&["a"])]).is_alive());
        let second = (DELETED, "e", 1, Value::from(vec!["b"]));
        assert!(!heads(&[title, edited, deletion(&["a"]), second]).is_alive());
    }

    #[test]
    fn members_of_a_list_are_entries_of_their_own() {
        let kept = [
            ("aims:a", "1", 1, Value::Bool(true)),
            ("aims:b", "2", 1, Value::Null),
            ("aims:c:d", "3", 1, Value::Bool(true)),
        ];
        let fields = heads(&kept).fields();
        assert_eq!(fields["aims"], serde_json::json!(["a", "c:d"]));
        let flat: Vec<_> = flatten(&fields).into_keys().collect();
        assert_eq!(flat, ["aims:a", "aims:c:d"]);
    }
}

//! Schema validation of every book that is opened: it must be what our migrations make.
//!
//! A trigger, a view or a virtual table in a file from elsewhere is code that SQLite would run: it can copy private texts to
//! where they are shared, swallow what is saved, or never end. None is ever ours. A later minor version may have added
//! tables, plain columns and plain indexes, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;

use super::checksum::ValueHasher;
use super::encoding::hex;
use super::error::{Result, StoreError};
use super::migrations;

/// SHA-256 of the present schema, so that a sound book is validated without running the migrations to compare with.
const FINGERPRINT: &str = "6069d4d6e2abe010467b6d9e37df8f021a64f3a58c538091b8ac522acb02d63f";
/// Types of columns that a later version may have added; nothing but name and type may stand in such a column.
const ADDED_COLUMN_TYPES: [&str; 5] = ["TEXT", "INTEGER", "INT", "ANY", "BLOB"];

/// A table, index, view or trigger of a schema.
#[derive(PartialEq, Eq)]
struct SchemaObject {
    kind: String,
    table: String,
    sql: String,
}

type Schema = BTreeMap<String, SchemaObject>;

/// Refuses a book that holds more than data. `version` is the number of migrations applied.
pub(super) fn validate(conn: &Connection, version: u32, path: &Path) -> Result<()> {
    let found = read(conn)?;
    if fingerprint(&found) == FINGERPRINT {
        return Ok(());
    }
    let ours = expected_schema(version)?;
    match found
        .iter()
        .find_map(|(name, object)| foreign_object(name, object, &ours))
    {
        Some(what) => Err(StoreError::Foreign {
            path: path.to_owned(),
            what,
        }),
        None => Ok(()),
    }
}

/// The tables of a file whose schema is ours.
pub(super) fn trusted_tables(conn: &Connection) -> Result<Vec<String>> {
    let version: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let ours = expected_schema(version)?;
    let mut found = read(conn)?;
    found.retain(|name, object| {
        let known = ours.get(name).filter(|known| is_plain(known));
        known.is_some_and(|known| known == object || has_added_columns(known, object))
    });
    Ok(found.into_keys().collect())
}

/// The schema that the first `version` migrations make, as far as this program knows them.
fn expected_schema(version: u32) -> Result<Schema> {
    let mut conn = Connection::open_in_memory()?;
    migrations::migrate_to(&mut conn, version.min(migrations::LATEST_VERSION))?;
    read(&conn)
}

/// Everything in the schema but SQLite's own tables and indexes.
fn read(conn: &Connection) -> Result<Schema> {
    let mut statement =
        conn.prepare("SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_schema")?;
    let objects = statement.query_map([], |row| {
        let object = SchemaObject {
            kind: row.get(1)?,
            table: row.get(2)?,
            sql: row.get(3)?,
        };
        Ok((row.get(0)?, object))
    })?;
    let mut objects: Schema = objects.collect::<rusqlite::Result<_>>()?;
    objects.retain(|name, object| !(name.starts_with("sqlite_") && is_plain(object)));
    Ok(objects)
}

fn fingerprint(schema: &Schema) -> String {
    let mut hash = ValueHasher::default();
    // FTS5's own tables may differ with SQLite's version.
    for (name, object) in schema
        .iter()
        .filter(|(name, object)| !is_shadow(name, object))
    {
        for part in [name, &object.kind, &object.table, &object.sql] {
            hash.add(part.as_bytes());
        }
    }
    hex(&hash.finish())
}

/// True for a table or an index that is not virtual.
fn is_plain(object: &SchemaObject) -> bool {
    let is_virtual = object.sql.starts_with("CREATE VIRTUAL");
    !is_virtual && ["table", "index"].contains(&object.kind.as_str())
}

/// True for FTS5's own tables, which hold the search index.
fn is_shadow(name: &str, object: &SchemaObject) -> bool {
    let part = name.strip_prefix("search_");
    is_plain(object)
        && part.is_some_and(|part| ["data", "idx", "docsize", "config"].contains(&part))
}

/// The noun for `object`, when no program of ours has made it.
fn foreign_object(name: &str, object: &SchemaObject, ours: &Schema) -> Option<&'static str> {
    match object.kind.as_str() {
        "trigger" => return Some("a trigger"),
        "view" => return Some("a view"),
        _ if is_shadow(name, object) => return None,
        _ => {}
    }
    match ours.get(name) {
        Some(known) if known == object || has_added_columns(known, object) => None,
        Some(_) => Some("a table or an index"),
        None if !is_plain(object) => Some("a virtual table"),
        None if object.kind == "table" => None,
        // An index of plain columns, which refuses no row: no expression, no `WHERE`.
        None if object.sql.starts_with("CREATE INDEX") && object.sql.matches('(').count() == 1 => {
            None
        }
        None => Some("an index"),
    }
}

/// True if `object` is the table `known` with more columns, none of which has a constraint or default.
fn has_added_columns(known: &SchemaObject, object: &SchemaObject) -> bool {
    let end = known.sql.rfind(')').unwrap_or_default();
    let (start, end) = known.sql.split_at(end);
    let more = object
        .sql
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(end));
    known.kind == object.kind
        && known.table == object.table
        && more.is_some_and(|more| {
            more.split(',').skip(1).all(|column| {
                let mut words = column.split_whitespace();
                let (_, kind, end) = (words.next(), words.next(), words.next());
                kind.is_some_and(|kind| ADDED_COLUMN_TYPES.contains(&kind)) && end.is_none()
            }) && (more.is_empty() || more.trim_start().starts_with(','))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_what_the_migrations_make() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrations::migrate(&mut conn).unwrap();
        assert_eq!(fingerprint(&read(&conn).unwrap()), FINGERPRINT);
    }
}

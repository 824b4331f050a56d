//! The projection: the typed tables that screens read, computed from the log.
//!
//! Rows are read and written by the tables' own columns, so a new field of a record needs a column and no code here.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::{FromSql, Value as Sql, ValueRef};
use rusqlite::{Connection, Row, Statement, params_from_iter};
use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::error::{Result, decode_error};
use super::log::{Heads, LogTarget, mark_heads};
use super::search_index;
use super::tables::{Log, tables};
use super::withheld::withhold_or_release;
use crate::domain::change::{Change, Fields, Kind, Record};
use crate::domain::id::Id;

/// Encoding of a column's values.
#[derive(Clone, Copy)]
enum ColumnType {
    Text,
    Number,
    Bool,
    Json,
    Id,
}

struct TableColumn {
    name: String,
    column_type: ColumnType,
}

fn columns(statement: &Statement) -> Vec<TableColumn> {
    let columns = statement.columns();
    columns
        .iter()
        .map(|column| TableColumn {
            name: column.name().to_owned(),
            column_type: match column.decl_type() {
                Some("INTEGER") => ColumnType::Number,
                Some("INT") => ColumnType::Bool,
                Some("ANY") => ColumnType::Json,
                Some("BLOB") => ColumnType::Id,
                Some(_) | None => ColumnType::Text,
            },
        })
        .collect()
}

/// Reads every row that `query` (a `SELECT *` of one table of `kind`) yields.
pub(super) fn read_records(
    conn: &Connection,
    kind: Kind,
    query: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Record>> {
    read_each(conn, kind, query, [params])
}

/// The same for `query` with each of several `params`.
pub(super) fn read_each<P: rusqlite::Params>(
    conn: &Connection,
    kind: Kind,
    query: &str,
    params: impl IntoIterator<Item = P>,
) -> Result<Vec<Record>> {
    let mut statement = conn.prepare_cached(query)?;
    let columns = columns(&statement);
    let mut records = Vec::new();
    for params in params {
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            records.push(decode_row(kind, row, &columns)?);
        }
    }
    Ok(records)
}

/// Decodes a record straight from a row's cells: many are read while a person waits.
fn decode_row(kind: Kind, row: &Row, columns: &[TableColumn]) -> Result<Record> {
    let id = row.get("id")?;
    let cells = columns.iter().enumerate().filter_map(|(index, column)| {
        let value = row.get_ref(index).ok()?;
        let cell = CellDeserializer(value, column.column_type);
        (value != ValueRef::Null).then_some((column.name.as_str(), cell))
    });
    match Record::from_fields(kind, id, MapDeserializer::new(cells)) {
        Ok(record) => Ok(record),
        Err(_) => decode_record(kind, id, row_fields(row, columns)?),
    }
}

/// Deserializer for one cell of a row.
struct CellDeserializer<'r>(ValueRef<'r>, ColumnType);

impl<'de> IntoDeserializer<'de, serde_json::Error> for CellDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for CellDeserializer<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        let CellDeserializer(value, form) = self;
        match (value, form) {
            (ValueRef::Integer(number), ColumnType::Bool) => visitor.visit_bool(number != 0),
            (ValueRef::Integer(number), _) => visitor.visit_i64(number),
            (ValueRef::Text(bytes), ColumnType::Json) => {
                serde_json::Deserializer::from_slice(bytes).deserialize_any(visitor)
            }
            (ValueRef::Text(bytes), _) => {
                let text = std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?;
                visitor.visit_borrowed_str(text)
            }
            (ValueRef::Blob(_), ColumnType::Id) => {
                let id = Id::column_result(value).map_err(serde_json::Error::custom)?;
                visitor.visit_string(id.to_string())
            }
            (ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_), _) => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn row_fields(row: &Row, columns: &[TableColumn]) -> Result<Fields> {
    let mut fields = Fields::new();
    for (index, column) in columns.iter().enumerate() {
        if column.name == "id" {
            continue;
        }
        let cell = CellDeserializer(row.get_ref(index)?, column.column_type);
        let value = Value::deserialize(cell).map_err(decode_error)?;
        if !value.is_null() {
            fields.insert(column.name.clone(), value);
        }
    }
    Ok(fields)
}

/// The fields of `record` by their names in logs and tables. A stored name never changes, so that copies of one book agree;
/// decoding takes both names.
pub(super) fn stored_fields(record: &Record) -> Fields {
    let mut fields = record.fields();
    if record.kind() == Kind::Cycle
        && let Some(program) = fields.remove("program")
    {
        fields.insert("programme".to_owned(), program);
    }
    fields
}

/// Decodes a record from `fields`. A field that this program cannot read, as from a newer one, is left empty here and stays
/// as it is in the log.
pub(super) fn decode_record(kind: Kind, id: Id, fields: Fields) -> Result<Record> {
    if let Ok(record) = Record::from_fields(kind, id, &fields) {
        return Ok(record);
    }
    let is_readable = |(name, value): &(String, Value)| {
        let alone: Fields = [(name.clone(), value.clone())].into_iter().collect();
        Record::from_fields(kind, id, &alone).is_ok()
    };
    let readable: Fields = fields.into_iter().filter(is_readable).collect();
    Record::from_fields(kind, id, &readable).map_err(decode_error)
}

/// The fields of one record in the tables, and the log they came from.
pub(super) fn current(conn: &Connection, kind: Kind, rec: Id) -> Result<Option<(Log, Fields)>> {
    for (log, table) in tables(kind) {
        let mut statement = conn.prepare_cached(&select_record_sql(table))?;
        let columns = columns(&statement);
        let mut rows = statement.query([rec])?;
        if let Some(row) = rows.next()? {
            return Ok(Some((log, row_fields(row, &columns)?)));
        }
    }
    Ok(None)
}

/// Calls back for every record of `kind` in the tables.
pub(super) fn for_each_row(
    conn: &Connection,
    kind: Kind,
    mut callback: impl FnMut(Id, &Fields) -> Result<()>,
) -> Result<()> {
    for (_, table) in tables(kind) {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = columns(&statement);
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            callback(row.get("id")?, &row_fields(row, &columns)?)?;
        }
    }
    Ok(())
}

/// The fields of one record in the logs: which log wins, the fields, and the time of the newest entry in milliseconds.
pub(super) fn fold(conn: &Connection, kind: Kind, rec: Id) -> Result<Option<(Log, Fields, i64)>> {
    for (log, _) in tables(kind) {
        let heads = Heads::read(conn, LogTarget { log, kind, rec })?;
        if heads.is_alive() {
            return Ok(Some((log, heads.fields(), heads.touched_ms())));
        }
    }
    Ok(None)
}

/// Updates tables and search index of one record from the logs, and returns the change.
pub(super) fn project(conn: &Connection, kind: Kind, rec: Id) -> Result<Option<Change>> {
    let before = current(conn, kind, rec)?;
    let after = project_row(conn, kind, rec, before.as_ref().map(|(log, _)| *log))?;
    let before = before.map(|(_, fields)| fields);
    search_index::update(conn, (kind, rec), before.as_ref(), after.as_ref())?;
    let decode = |fields| decode_record(kind, rec, fields);
    let change = Change {
        id: rec,
        before: before.map(decode).transpose()?,
        after: after.map(decode).transpose()?,
    };
    Ok((!change.is_empty()).then_some(change))
}

/// Updates the tables alone, where the record was in that of `before`; returns its fields.
fn project_row(
    conn: &Connection,
    kind: Kind,
    rec: Id,
    before: Option<Log>,
) -> Result<Option<Fields>> {
    let after = fold(conn, kind, rec)?;
    // A deleted record stays in the log where it was, and so does its deletion.
    match (after.as_ref().map(|(log, _, _)| *log), before) {
        (Some(log), _) | (None, Some(log @ Log::Private)) => {
            withhold_or_release(conn, kind, rec, log)?;
        }
        (None, Some(Log::Shared) | None) => {}
    }
    for (log, table) in tables(kind) {
        match &after {
            Some((of, fields, _)) if *of == log => write_row(conn, table, rec, fields)?,
            Some(_) | None => {
                conn.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
                    .execute([rec])?;
            }
        }
    }
    Ok(after.map(|(_, fields, _)| fields))
}

fn write_row(conn: &Connection, table: &str, rec: Id, fields: &Fields) -> Result<()> {
    let columns = columns(&*conn.prepare_cached(&select_record_sql(table))?);
    let names: Vec<_> = columns
        .iter()
        .map(|column| format!("\"{}\"", column.name))
        .collect();
    let places = vec!["?"; columns.len()].join(", ");
    let names = names.join(", ");
    conn.prepare_cached(&format!(
        "INSERT OR REPLACE INTO {table}({names}) VALUES ({places})"
    ))?
    .execute(params_from_iter(row_values(&columns, rec, fields)))?;
    Ok(())
}

pub(super) fn select_record_sql(table: &str) -> String {
    format!("SELECT * FROM {table} WHERE id = ?1")
}

/// A record's row for a table with `columns`.
fn row_values(columns: &[TableColumn], rec: Id, fields: &Fields) -> Vec<Sql> {
    let cells = columns.iter().map(|column| {
        if column.name == "id" {
            Sql::Blob(rec.to_bytes().into())
        } else {
            sql_value(fields.get(&column.name), column.column_type)
        }
    });
    cells.collect()
}

/// True if the tables hold of a record exactly the cells that follow from the logs.
pub(super) fn matches_log(conn: &Connection, kind: Kind, rec: Id) -> Result<bool> {
    let folded = fold(conn, kind, rec)?;
    for (log, table) in tables(kind) {
        let mut statement = conn.prepare_cached(&select_record_sql(table))?;
        let columns = columns(&statement);
        let mut rows = statement.query([rec])?;
        let row = rows.next()?;
        let same = match (&folded, row) {
            (Some((of, fields, _)), Some(row)) if *of == log => {
                let mut expected = row_values(&columns, rec, fields).into_iter().enumerate();
                expected.all(|(index, cell)| {
                    row.get_ref(index)
                        .is_ok_and(|found| found == ValueRef::from(&cell))
                })
            }
            (Some((of, _, _)), None) => *of != log,
            (Some(_), Some(_)) => false,
            (None, row) => row.is_none(),
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Encodes a value for its column; one of another type, as from a newer program, stays in the log alone.
fn sql_value(value: Option<&Value>, form: ColumnType) -> Sql {
    let encoded = value.and_then(|value| match form {
        ColumnType::Text => value.as_str().map(|text| Sql::Text(text.to_owned())),
        ColumnType::Number => value.as_i64().map(Sql::Integer),
        ColumnType::Bool => value.as_bool().map(|yes| Sql::Integer(yes.into())),
        ColumnType::Json => value.is_array().then(|| Sql::Text(value.to_string())),
        ColumnType::Id => {
            let id = value.as_str()?.parse::<Id>().ok()?;
            Some(Sql::Blob(id.to_bytes().into()))
        }
    });
    encoded.unwrap_or(Sql::Null)
}

/// Rebuilds all tables and the search index from the logs.
pub(super) fn rebuild(conn: &Connection) -> Result<()> {
    // A cache of 64 MiB, so that pages in work are not written out and read again.
    conn.pragma_update(None, "cache_size", -65_536)?;
    mark_heads(conn)?;
    let logged = logged_records(conn)?;
    for &kind in Kind::ALL {
        for (_, table) in tables(kind) {
            conn.execute(&format!("DELETE FROM {table}"), [])?;
        }
        for rec in logged.get(&kind).into_iter().flatten() {
            project_row(conn, kind, *rec, None)?;
        }
    }
    search_index::rebuild(conn)?;
    conn.pragma_update(None, "cache_size", -2_000)?;
    Ok(())
}

/// Every record in the logs, of the kinds this program knows; an id that is none is damage of its entry.
pub(super) fn logged_records(conn: &Connection) -> Result<BTreeMap<Kind, BTreeSet<Id>>> {
    let mut records: BTreeMap<Kind, BTreeSet<Id>> = BTreeMap::new();
    for log in Log::BOTH {
        let sql = format!("SELECT kind, rec FROM {}", log.entry_table());
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kind = Kind::from_name(row.get_ref(0)?.as_str().map_err(decode_error)?);
            if let (Some(kind), Ok(rec)) = (kind, Id::column_result(row.get_ref(1)?)) {
                records.entry(kind).or_default().insert(rec);
            }
        }
    }
    Ok(records)
}

//! Comparison of the search index with one that is built anew, in memory, from the tables.

use rusqlite::{Connection, ErrorCode, ToSql};

use super::error::Result;
use super::project::for_each_row;
use super::search_index::{INDEXED_KINDS, index_listed};

/// Length of the beginnings of words that the index lists.
const PREFIX_LENGTH: i64 = 2;

/// True if the index holds exactly the words of the tables, each with its record.
pub(super) fn is_consistent(conn: &Connection) -> Result<bool> {
    let sql: String = conn.query_row(
        "SELECT sql FROM sqlite_schema WHERE name = 'search'",
        [],
        |row| row.get(0),
    )?;
    let expected = Connection::open_in_memory()?;
    expected.execute_batch(&sql)?;
    let listed = index_listed(conn, &expected)?;
    let count: i64 = conn.query_row("SELECT count(*) FROM search_doc", [], |row| row.get(0))?;
    let (mut records, mut in_place) = (0_i64, true);
    for indexed in &INDEXED_KINDS {
        for_each_row(conn, indexed.kind, |rec, fields| {
            if indexed.prose(fields).is_some() {
                records += 1;
                let day = indexed.day_number(conn, rec, fields)?;
                let found = indexed.find(conn, rec)?;
                in_place &= found.is_some_and(|(_, found)| found == day);
            }
            Ok(())
        })?;
    }
    Ok(in_place
        && i64::try_from(listed.len()) == Ok(records)
        && count == records
        && same_words(conn, &expected)?)
}

/// True if two indexes hold the same words at the same places.
fn same_words(conn: &Connection, expected: &Connection) -> Result<bool> {
    // FTS5 checks its integrity only where it might write.
    let checked = conn.execute("INSERT INTO search(search) VALUES ('integrity-check')", []);
    let checked = match checked {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => Ok(0),
        checked => checked,
    };
    match checked.and_then(|_| same_indexes(conn, expected)) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => Ok(false),
        same => Ok(same?),
    }
}

fn same_indexes(conn: &Connection, expected: &Connection) -> rusqlite::Result<bool> {
    for conn in [conn, expected] {
        conn.execute_batch(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_word USING fts5vocab(main, search, instance)",
        )?;
    }
    for rows in [
        "SELECT term, doc, col, offset FROM temp.search_word",
        "SELECT id, sz FROM search_docsize ORDER BY id",
        // The number of documents and words, without which nothing can be removed; zeros may be left out.
        "SELECT rtrim(hex(block), '0') FROM search_data WHERE id = 1",
    ] {
        if !same_rows(conn, expected, rows, &[])? {
            return Ok(false);
        }
    }
    let sql = "SELECT DISTINCT substr(term, 1, ?1) FROM temp.search_word";
    let mut statement = expected.prepare(sql)?;
    let mut prefixes = statement.query([PREFIX_LENGTH])?;
    while let Some(row) = prefixes.next()? {
        let query = format!("\"{}\"*", row.get::<_, String>(0)?);
        let docs = "SELECT rowid FROM search WHERE search MATCH ?1";
        if !same_rows(conn, expected, docs, &[&query])? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_rows(
    conn: &Connection,
    expected: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
) -> rusqlite::Result<bool> {
    let (mut found, mut expected) = (conn.prepare(sql)?, expected.prepare(sql)?);
    let columns = found.column_count();
    let (mut found, mut expected) = (found.query(params)?, expected.query(params)?);
    loop {
        match (found.next()?, expected.next()?) {
            (None, None) => return Ok(true),
            (Some(found), Some(expected)) => {
                for column in 0..columns {
                    if found.get_ref(column)? != expected.get_ref(column)? {
                        return Ok(false);
                    }
                }
            }
            (Some(_), None) | (None, Some(_)) => return Ok(false),
        }
    }
}

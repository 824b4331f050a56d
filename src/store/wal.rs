//! Books that another tool has switched to a write-ahead log: readable as they are, switched back when opened for editing.
//!
//! Our own journal mode is the rollback journal, and a write-ahead log beside a book in that mode is a stray. In WAL mode
//! any reader leaves the files `-wal` and `-shm` behind; SQLite plays back whatever stands there, so it is inspected before
//! and, before a checkpoint writes it into the book, verified as a whole.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::{Result, StoreError};
use super::integrity::damage_of_log;
use super::open::{APPLICATION_ID_OFFSET, MAGIC, SchemaVersion, be_u32, page_size, schema_version};
use super::{migrations, read};
use crate::files;

/// Lengths of the headers of a write-ahead log and of each of its frames, in bytes.
const HEADER_SIZE: usize = 32;
const FRAME_HEADER_SIZE: usize = 24;

/// True if the write-ahead log beside the book with the header `head` can be of that book.
pub(super) fn belongs(head: &[u8], wal: &Path) -> Result<bool> {
    const IN_WAL_MODE: u8 = 2;
    if head.get(18) != Some(&IN_WAL_MODE) {
        return Ok(false);
    }
    let bytes = match fs::read(wal) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        bytes => bytes.map_err(StoreError::file("reading", wal))?,
    };
    if bytes.is_empty() {
        return Ok(true);
    }
    let Ok(size) = usize::try_from(page_size(head)) else {
        return Ok(false);
    };
    let frames = bytes.get(HEADER_SIZE..).unwrap_or_default();
    let mut frames = frames.chunks_exact(FRAME_HEADER_SIZE + size);
    let is_book = |page: &[u8]| {
        page.starts_with(MAGIC) && be_u32(page, APPLICATION_ID_OFFSET) == migrations::APPLICATION_ID
    };
    Ok(be_u32(&bytes, 0) & !1 == 0x377f_0682
        && u64::from(be_u32(&bytes, 8)) == page_size(head)
        && frames.all(|frame| be_u32(frame, 0) != 1 || is_book(&frame[FRAME_HEADER_SIZE..])))
}

fn has_frames(path: &Path) -> bool {
    let wal = files::with_suffix(path, "-wal");
    fs::metadata(wal).is_ok_and(|meta| meta.len() > 0)
}

/// Refuses a write-ahead log with which the book would be another one or, where it is to be written into the book, a
/// damaged one. Changes nothing.
pub(super) fn verify(conn: &Connection, path: &Path, write: bool) -> Result<()> {
    if !has_frames(path) {
        return Ok(());
    }
    let stray = || StoreError::Stray {
        path: path.to_owned(),
        stray: files::with_suffix(path, "-wal"),
    };
    // Before anything is read through it: it may hold a schema that is not ours.
    let version = schema_version(conn, path)?;
    let without = open_immutable(path).and_then(|conn| read::identity(&conn));
    if without.ok() != Some(read::identity(conn)?) {
        return Err(stray());
    }
    if write && version == SchemaVersion::Current && damage_of_log(conn)?.is_some() {
        return Err(stray());
    }
    Ok(())
}

/// Reading in WAL mode creates files beside the book; where none can be created, the book is opened without them.
pub(super) fn ensure_readable(conn: Connection, path: &Path) -> Result<Connection> {
    let probe = conn.query_row("PRAGMA schema_version", [], |_| Ok(()));
    match probe {
        Err(error)
            if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) && !has_frames(path) =>
        {
            open_immutable(path)
        }
        Ok(()) | Err(_) => Ok(conn),
    }
}

/// Opens the file alone, without any journal beside it.
fn open_immutable(path: &Path) -> Result<Connection> {
    let mut uri = String::from("file:");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            _ => uri += &format!("%{byte:02x}"),
        }
    }
    uri += "?immutable=1";
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(uri, flags)?)
}

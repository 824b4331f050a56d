//! Opening a file safely: what it is gets looked at before the database engine may touch it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{Result, StoreError};
use super::{migrations, read, schema, wal};
use crate::files;

pub(super) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Where the mark of a book stands in the first page.
pub(super) const APP_ID_AT: usize = 68;
const JOURNAL_MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
const WAIT: Duration = Duration::from_secs(2);

/// Finds the real file behind `path` and refuses what cannot be a book.
pub(super) fn find(path: &Path) -> Result<PathBuf> {
    let not = |why| StoreError::NotABook {
        path: path.to_owned(),
        why,
    };
    let found = fs::canonicalize(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            return StoreError::Missing {
                path: path.to_owned(),
            };
        }
        StoreError::file("opening", path)(error)
    })?;
    let meta = fs::metadata(&found).map_err(StoreError::file("opening", path))?;
    if meta.is_dir() {
        Err(not("it is a folder"))
    } else if !meta.is_file() {
        Err(not("it is not a file"))
    } else if meta.len() == 0 {
        Err(not("it is empty, which a new book never is"))
    } else {
        Ok(found)
    }
}

/// Looks at the first bytes of the file, at its length and at what lies beside it. Nothing may have it open.
pub(super) fn inspect(path: &Path) -> Result<()> {
    let head = first_bytes(path, 100)?;
    let not = |why| StoreError::NotABook {
        path: path.to_owned(),
        why,
    };
    if !head.starts_with(MAGIC) {
        return Err(not("it is another kind of file"));
    }
    if head.len() < 100 {
        return Err(StoreError::damaged(
            path.to_owned(),
            "the file is cut short",
        ));
    }
    if word(&head, APP_ID_AT) != migrations::APPLICATION_ID {
        return Err(not("it is the database of another program"));
    }
    let wal = files::beside(path, "-wal");
    if wal.exists() && !wal::belongs(&head, &wal)? {
        return Err(StoreError::Stray {
            path: path.to_owned(),
            stray: wal,
        });
    }
    let journal = files::beside(path, "-journal");
    if journal.exists() {
        return if belongs(&head, &journal)? {
            Ok(()) // Left by a crash: the engine takes the book back to its last commit.
        } else {
            Err(StoreError::Stray {
                path: path.to_owned(),
                stray: journal,
            })
        };
    }
    let length = fs::metadata(path)
        .map_err(StoreError::file("opening", path))?
        .len();
    if length < page_size(&head) * u64::from(word(&head, 28)) {
        return Err(StoreError::damaged(
            path.to_owned(),
            "the file is cut short",
        ));
    }
    Ok(())
}

fn first_bytes(path: &Path, count: u64) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(count).read_to_end(&mut head))
        .map_err(StoreError::file("reading", path))?;
    Ok(head)
}

/// Four bytes of a file as a number; what is cut off counts as nothing.
pub(super) fn word(bytes: &[u8], at: usize) -> u32 {
    let part = bytes.get(at..at + 4).unwrap_or_default();
    part.iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

pub(super) fn page_size(head: &[u8]) -> u64 {
    match u64::from(word(head, 16) >> 16) {
        1 => 65_536,
        size => size,
    }
}

/// Whether a journal was written for the book that begins with `head`. The engine would play back any: it knows no owner.
/// Ours begins with the book's page size, and its copy of the first page is one change behind at most.
fn belongs(head: &[u8], journal: &Path) -> Result<bool> {
    let bytes = match fs::read(journal) {
        // Whoever was writing has just finished.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        bytes => bytes.map_err(StoreError::file("reading", journal))?,
    };
    if !bytes.starts_with(&JOURNAL_MAGIC) {
        return Ok(true); // Empty or finished: the engine throws it away unread.
    }
    let size = page_size(head);
    if u64::from(word(&bytes, 24)) != size {
        return Ok(false);
    }
    let Ok(size) = usize::try_from(size) else {
        return Ok(false);
    };
    let sector = usize::try_from(word(&bytes, 20)).unwrap_or(512);
    let mut pages = bytes
        .get(sector..)
        .unwrap_or_default()
        .chunks_exact(size + 8);
    let Some(first) = pages.find(|page| word(page, 0) == 1) else {
        return Ok(true);
    };
    let first = &first[4..];
    let steps = word(head, 24).wrapping_sub(word(first, 24));
    Ok(first.starts_with(MAGIC)
        && word(first, APP_ID_AT) == migrations::APPLICATION_ID
        && steps <= 1)
}

/// Opens the database and gives it the settings of a book.
pub(super) fn connect(path: &Path, write: bool) -> Result<Connection> {
    let access = if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    let mut conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(WAIT)?;
    if !write {
        conn = wal::readable(conn, path)?;
    }
    settle(&conn)?;
    // What stands in a write-ahead log is not written into a book that is refused after all.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    wal::verify(&conn, path, write)?;
    Ok(conn)
}

/// Brings a book that is ours, and open to be edited, back to our journal mode.
pub(super) fn heal(conn: &Connection) -> Result<()> {
    conn.execute_batch("PRAGMA journal_mode = DELETE")?;
    Ok(())
}

/// The settings that hold for every connection.
pub(super) fn settle(conn: &Connection) -> Result<()> {
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch(
        "PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = OFF;",
    )?;
    Ok(())
}

/// Whether the book is of the present shape, needs to be brought to it, or is of a later one that we still understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Present,
    Earlier,
}

/// The shape of an open book; refuses one of a newer major version.
pub(super) fn shape(conn: &Connection, path: &Path) -> Result<Shape> {
    let version: u32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    schema::admit(conn, version, path)?;
    if version < migrations::LATEST {
        return Ok(Shape::Earlier);
    }
    let major = read::meta(conn, "schema_major")?;
    if major
        .parse()
        .is_ok_and(|major: u32| major <= migrations::MAJOR)
    {
        Ok(if migrations::is_rebuild_due(conn)? {
            Shape::Earlier
        } else {
            Shape::Present
        })
    } else {
        Err(StoreError::Newer {
            path: path.to_owned(),
            version: major,
        })
    }
}

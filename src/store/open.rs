//! Opening a file safely: it is inspected before SQLite may touch it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{Result, StoreError};
use super::lock::Lock;
use super::{migrations, read, schema, wal};
use crate::env::Env;
use crate::files;

pub(super) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Offset of `application_id` in SQLite's file header.
pub(super) const APPLICATION_ID_OFFSET: usize = 68;
const JOURNAL_MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// Poll interval while another program recovers the book.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// True if the file at `path` begins as a book does, whatever its name.
pub fn has_book_header(path: &Path) -> bool {
    let mut head = [0; MAGIC.len()];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *MAGIC
}

/// Resolves links in `path` and refuses what cannot be a book.
pub(super) fn resolve_path(path: &Path) -> Result<PathBuf> {
    let not = |why| StoreError::NotABook {
        path: path.to_owned(),
        why,
    };
    let resolved = dunce::canonicalize(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            return StoreError::Missing {
                path: path.to_owned(),
            };
        }
        StoreError::file("opening", path)(error)
    })?;
    let meta = fs::metadata(&resolved).map_err(StoreError::file("opening", path))?;
    if meta.is_dir() {
        Err(not("it is a folder"))
    } else if !meta.is_file() {
        Err(not("it is not a file"))
    } else if meta.len() == 0 {
        Err(not("it is empty, which a new book never is"))
    } else {
        Ok(resolved)
    }
}

/// Refuses a name so long that the journal's would not fit beside the book, which then could never be changed.
pub(super) fn check_name_length(path: &Path) -> Result<()> {
    /// Of the whole path, for most programs of Windows.
    const MAX_PATH: usize = 260;
    let journal = files::with_suffix(path, "-journal");
    let whole = std::path::absolute(&journal).unwrap_or_else(|_| journal.clone());
    let is_long = cfg!(windows) && whole.as_os_str().len() >= MAX_PATH;
    let answer = journal.symlink_metadata();
    let refused = |error: std::io::Error| error.kind() == std::io::ErrorKind::InvalidFilename;
    if is_long || answer.is_err_and(refused) {
        let path = path.to_owned();
        return Err(StoreError::NameTooLong { path });
    }
    Ok(())
}

/// Inspects the file's header, its length and the journals beside it. Nothing in this process may have it open.
pub(super) fn inspect(path: &Path) -> Result<()> {
    let head = read_header(path, 100)?;
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
    if be_u32(&head, APPLICATION_ID_OFFSET) != migrations::APPLICATION_ID {
        return Err(not("it is the database of another program"));
    }
    let wal = files::with_suffix(path, "-wal");
    if wal.exists() && !wal::belongs(&head, &wal)? {
        return Err(StoreError::Stray {
            path: path.to_owned(),
            stray: wal,
        });
    }
    let journal = files::with_suffix(path, "-journal");
    if journal.exists() {
        return if journal_belongs(&head, &journal)? {
            Ok(()) // Left by a crash: SQLite rolls the book back to its last commit.
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
    if length < page_size(&head) * u64::from(be_u32(&head, 28)) {
        return Err(StoreError::damaged(
            path.to_owned(),
            "the file is cut short",
        ));
    }
    Ok(())
}

fn read_header(path: &Path, count: u64) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(count).read_to_end(&mut head))
        .map_err(StoreError::file("reading", path))?;
    Ok(head)
}

/// Reads a big-endian number from a file header; bytes past the end count as 0.
pub(super) fn be_u32(bytes: &[u8], at: usize) -> u32 {
    let part = bytes.get(at..at + 4).unwrap_or_default();
    part.iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

pub(super) fn page_size(head: &[u8]) -> u64 {
    match u64::from(be_u32(head, 16) >> 16) {
        1 => 65_536,
        size => size,
    }
}

/// True if a journal was written for the book with the header `head`. SQLite would play back any: it knows no owner. Ours
/// begins with the book's page size, and its copy of the first page is one change behind at most.
fn journal_belongs(head: &[u8], journal: &Path) -> Result<bool> {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let bytes = match fs::read(journal) {
        // Another window has just committed, or SQLite may not read the journal either and reports that.
        Err(error) if matches!(error.kind(), NotFound | PermissionDenied) => return Ok(true),
        bytes => bytes.map_err(StoreError::file("reading", journal))?,
    };
    if !bytes.starts_with(&JOURNAL_MAGIC) {
        return Ok(true); // Empty or committed: SQLite deletes it unread.
    }
    let size = page_size(head);
    if u64::from(be_u32(&bytes, 24)) != size {
        return Ok(false);
    }
    let Ok(size) = usize::try_from(size) else {
        return Ok(false);
    };
    let sector = usize::try_from(be_u32(&bytes, 20)).unwrap_or(512);
    let mut pages = bytes
        .get(sector..)
        .unwrap_or_default()
        .chunks_exact(size + 8);
    let Some(first) = pages.find(|page| be_u32(page, 0) == 1) else {
        return Ok(true);
    };
    let first = &first[4..];
    let steps = be_u32(head, 24).wrapping_sub(be_u32(first, 24));
    Ok(first.starts_with(MAGIC)
        && be_u32(first, APPLICATION_ID_OFFSET) == migrations::APPLICATION_ID
        && steps <= 1)
}

/// Locking between two connections on one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Locking {
    /// SQLite's, by file locks of the system.
    Engine,
    /// No locks: nobody else uses the file, or its disk knows none. There SQLite would take each failed lock for another
    /// program that writes.
    None,
}

impl Locking {
    /// The locking that fits a book whose lock is `lock`.
    pub fn for_lock(lock: Option<&Lock>) -> Self {
        match lock {
            Some(lock) if !lock.enforced => Self::None,
            Some(_) | None => Self::Engine,
        }
    }

    /// Opens `path` with this locking.
    pub fn open(self, path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
        const WITHOUT: &str = if cfg!(windows) {
            "win32-none"
        } else {
            "unix-none"
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match self {
            Self::Engine => Connection::open_with_flags(path, flags),
            Self::None => Connection::open_with_flags_and_vfs(path, flags, WITHOUT),
        }
    }
}

/// Opens the database with the settings of a book.
pub(super) fn connect(path: &Path, write: bool, locking: Locking) -> Result<Connection> {
    let access = if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    let mut conn = locking.open(path, access)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    if !write {
        conn = wal::ensure_readable(conn, path)?;
    }
    configure(&conn)?;
    // A write-ahead log must not be written into a book that is refused after all.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    wal::verify(&conn, path, write)?;
    Ok(conn)
}

/// Opens the book with `connect`, which only reads; a save that was cut short is rolled back before, and where the disk
/// knows no locks the book is opened without.
///
/// # Errors
/// [`StoreError::Unrecovered`] where nothing can be written.
pub(super) fn with_recovery<T>(
    path: &Path,
    env: &Env,
    connect: impl Fn(Locking) -> Result<T>,
) -> Result<T> {
    let until = Instant::now() + BUSY_TIMEOUT;
    let mut locking = Locking::Engine;
    loop {
        match connect(locking) {
            Err(StoreError::Unrecovered { .. }) if Instant::now() < until => {}
            Err(StoreError::Busy { .. })
                if locking == Locking::Engine && is_lockless(path, env) =>
            {
                locking = Locking::None;
                continue;
            }
            opened => return opened,
        }
        match recover(path, env) {
            // The lock's holder recovers the book before anything else; without a lock, somebody may be saving.
            Err(StoreError::OpenElsewhere { .. }) => std::thread::park_timeout(POLL_INTERVAL),
            Err(StoreError::Unrecovered { .. }) if locking == Locking::None => {
                std::thread::park_timeout(POLL_INTERVAL);
            }
            done => done?,
        }
    }
}

/// True if the disk on which the book lies knows no locks.
fn is_lockless(path: &Path, env: &Env) -> bool {
    let lock = Lock::acquire(path, env).ok().flatten();
    Locking::for_lock(lock.as_ref()) == Locking::None
}

/// Rolls the book back to its last commit: SQLite does so on the first read of a writable connection.
fn recover(path: &Path, env: &Env) -> Result<()> {
    // Where SQLite's own locks do nothing, this one still keeps it from rolling back what is just being saved.
    let Some(_lock) = Lock::acquire(path, env)?.filter(|lock| lock.enforced) else {
        return Err(StoreError::Unrecovered {
            path: path.to_owned(),
        });
    };
    let read = connect(path, true, Locking::Engine)
        .and_then(|conn| Ok(conn.query_row("PRAGMA user_version", [], |_| Ok(()))?));
    read.map_err(|error| error.with_context("recovering the book", path))
}

/// Returns a book that is open to be edited to our journal mode.
pub(super) fn restore_journal_mode(conn: &Connection) -> Result<()> {
    conn.execute_batch("PRAGMA journal_mode = DELETE")?;
    Ok(())
}

/// Applies the settings of every connection.
pub(super) fn configure(conn: &Connection) -> Result<()> {
    #[cfg(test)]
    super::faults::install(conn)?;
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch(
        "PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = OFF;",
    )?;
    Ok(())
}

/// Schema version of a book: the present one, or one that a later version has only added to; or one to be migrated first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchemaVersion {
    Current,
    Outdated,
}

/// Opens a file that may come from anywhere, to read it: a schema that holds code is refused before any of it runs.
pub(super) fn open_untrusted(path: &Path, write: bool, locking: Locking) -> Result<Connection> {
    let conn = connect(path, write, locking)?;
    validate_schema(&conn, path)?;
    Ok(conn)
}

/// Validates the schema and returns the number of migrations applied.
fn validate_schema(conn: &Connection, path: &Path) -> Result<u32> {
    let version = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    schema::validate(conn, version, path)?;
    Ok(version)
}

/// The schema version of an open book; refuses a newer major version.
pub(super) fn schema_version(conn: &Connection, path: &Path) -> Result<SchemaVersion> {
    let version = validate_schema(conn, path)?;
    if version < migrations::LATEST_VERSION {
        return Ok(SchemaVersion::Outdated);
    }
    let major = read::meta(conn, "schema_major")?;
    if major
        .parse()
        .is_ok_and(|major: u32| major <= migrations::SCHEMA_MAJOR)
    {
        Ok(if migrations::is_rebuild_due(conn)? {
            SchemaVersion::Outdated
        } else {
            SchemaVersion::Current
        })
    } else {
        Err(StoreError::Newer {
            path: path.to_owned(),
            version: major,
        })
    }
}

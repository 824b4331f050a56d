//! A second connection to a book, for exports: read-only, and without access to anything private.
//!
//! An authorizer runs for every statement of this connection and denies each that names a table other than the shared ones,
//! be it through a view, a subquery or a mere count. So a mistake elsewhere cannot take a private text out of the file:
//! SQLite refuses the statement.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::error::Result;
use super::open::{self, Locking};
use super::tables::{Log, table};
use super::{Store, StoreError, read};
use crate::domain::book::{Book, Identity};
use crate::domain::change::Kind;

/// The path of an open book, and the identity it must have: another may lie there by now.
#[derive(Clone, Debug)]
pub struct BookLocation {
    path: PathBuf,
    identity: Identity,
    locking: Locking,
}

impl BookLocation {
    /// Fails unless `conn` is on that book.
    fn verify_identity(&self, conn: &Connection) -> Result<()> {
        let found = read::identity(conn)?;
        if (found.pair, found.me) == (self.identity.pair, self.identity.me) {
            return Ok(());
        }
        Err(StoreError::Moved {
            path: self.path.clone(),
        })
    }
}

/// A connection that can read the shared tables alone.
struct SharedReader {
    conn: Connection,
}

impl SharedReader {
    fn open(at: &BookLocation, stop: Option<&Arc<AtomicBool>>) -> Result<Self> {
        let conn = open::connect(&at.path, false, at.locking)?;
        if let Some(stop) = stop {
            interrupt_on_cancel(&conn, stop)?;
        }
        conn.authorizer(Some(|context: AuthContext<'_>| authorize(&context.action)))?;
        at.verify_identity(&conn)?;
        Ok(Self { conn })
    }

    /// Loads every shared record.
    fn load(&self, identity: Identity) -> Result<Book> {
        read::in_read_transaction(&self.conn, |conn| read::load_shared(conn, identity))
    }
}

/// VM instructions between cancellation checks: a fraction of a millisecond.
const CANCEL_POLL_INTERVAL: i32 = 1_000;

/// Interrupts the statement that runs on `conn` once `stop` is set.
fn interrupt_on_cancel(conn: &Connection, stop: &Arc<AtomicBool>) -> Result<()> {
    let stop = Arc::clone(stop);
    Ok(conn.progress_handler(
        CANCEL_POLL_INTERVAL,
        Some(move || stop.load(Ordering::Relaxed)),
    )?)
}

impl Store {
    /// Opens a second connection to a book that is open in this process: read-only, and by SQLite alone. Closing any other
    /// handle on the file would drop the locks that the first connection holds, which the system keeps by process.
    ///
    /// # Errors
    /// When another book lies there by now.
    pub fn second_connection(at: &BookLocation) -> Result<Self> {
        let open = || {
            let conn = open::connect(&at.path, false, at.locking)?;
            at.verify_identity(&conn)?;
            Ok(Self {
                read_only: true,
                auto_backup: false,
                ..Self::of_file(conn, &at.path, at.locking)?
            })
        };
        open().map_err(|error: StoreError| error.with_context("opening the book", &at.path))
    }

    /// Location for a second connection to this book, also from another thread.
    pub fn location(&self) -> BookLocation {
        BookLocation {
            path: self.path.clone(),
            identity: self.identity,
            locking: self.locking,
        }
    }

    /// Identity of the book and of this copy.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Cancels reads, with an error, once `stop` is set by another thread: a reader keeps others from writing.
    pub fn set_cancel_flag(&mut self, stop: Arc<AtomicBool>) -> Result<()> {
        interrupt_on_cancel(&self.conn, &stop)?;
        self.cancel_flag = Some(stop);
        Ok(())
    }

    /// Loads the whole book as far as it is shared, through a connection that cannot read private tables.
    ///
    /// # Errors
    /// When another book lies at the path by now, or it cannot be read.
    pub fn load_shared(&self) -> Result<Book> {
        let book = SharedReader::open(&self.location(), self.cancel_flag.as_ref())
            .and_then(|shared| shared.load(self.identity));
        let book = self.with_context("reading what you share", book)?;
        Ok(self.by_own_clock(book))
    }

    /// Loads the kinds from which an export counts what it withholds: goals, days of meetings, actions, answers, private
    /// notes.
    pub fn load_for_withheld_notes(&self) -> Result<Book> {
        self.read_snapshot("reading the book", |conn| {
            read::load_kinds(conn, self.identity, &read::WITHHELD_NOTE_KINDS)
        })
    }
}

/// Allows reading shared tables and denies everything else.
fn authorize(action: &AuthAction<'_>) -> Authorization {
    let reads = matches!(action, AuthAction::Read { table_name, .. } if is_shared(table_name));
    let harmless = matches!(
        action,
        AuthAction::Select | AuthAction::Transaction { .. } | AuthAction::Function { .. }
    );
    if reads || harmless {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

/// True if every row of the table may leave: a projection of the shared log, or the identity in `meta`.
fn is_shared(name: &str) -> bool {
    let mut kinds = Kind::ALL.iter();
    name == "meta" || kinds.any(|kind| table(*kind, Log::Shared) == Some(name))
}

#[cfg(test)]
mod tests {
    use rusqlite::ErrorCode;

    use super::*;
    use crate::domain::change::{Change, Commit};
    use crate::domain::goal::Goal;
    use crate::domain::meeting::{Meeting, PrivateNote};
    use crate::env::Env;

    fn book() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut env = Env::fixed(now, 1);
        let goal = |env: &mut Env, private| Goal {
            id: env.new_id(),
            title: "A goal".into(),
            private,
            ..Goal::default()
        };
        let meeting = Meeting {
            id: env.new_id(),
            ..Meeting::default()
        };
        let note = PrivateNote {
            id: PrivateNote::id_for(meeting.id),
            meeting: meeting.id,
            text: "kanarienvogel".into(),
            ..PrivateNote::default()
        };
        let changes = vec![
            Change::create(goal(&mut env, true)),
            Change::create(goal(&mut env, false)),
            Change::create(meeting),
            Change::create(note),
        ];
        let commit = Commit::new("begun", now, changes);
        let path = home.path().join("a.matchbook");
        let store = Store::create_with(&path, Identity::default(), &[commit], &mut env).unwrap();
        (home, store)
    }

    fn refused(conn: &Connection, sql: &str) {
        let error = conn.prepare(sql).map(|_| ()).unwrap_err();
        assert_eq!(
            error.sqlite_error_code(),
            Some(ErrorCode::AuthorizationForStatementDenied),
            "{sql}: {error}"
        );
    }

    #[test]
    fn what_is_shared_is_read_and_nothing_else() {
        let (_home, store) = book();
        let shared = store.load_shared().unwrap();
        assert_eq!(shared.goals.len(), 1);
        assert_eq!(shared.meetings.len(), 1);
        assert!(shared.private_notes.is_empty() && shared.complete);
        assert_eq!(store.load_all().unwrap().goals.len(), 2);
    }

    #[test]
    fn every_table_that_is_not_shared_is_refused_in_whatever_way_it_is_named() {
        let (_home, store) = book();
        let mut tables = store
            .conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
            .unwrap();
        let tables: Vec<String> = tables
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(|name| name.unwrap())
            .filter(|name: &String| !is_shared(name))
            .collect();
        let shared = SharedReader::open(&store.location(), None).unwrap();
        for private in [
            "private_note",
            "private_goal",
            "private_pulse",
            "draft",
            "search",
        ] {
            assert!(tables.iter().any(|name| name == private), "{private}");
        }
        for name in tables {
            let name = format!("\"{name}\"");
            refused(&shared.conn, &format!("SELECT * FROM {name}"));
            refused(&shared.conn, &format!("SELECT count(*) FROM {name}"));
            refused(
                &shared.conn,
                &format!("SELECT 1 WHERE EXISTS (SELECT 1 FROM {name})"),
            );
            refused(&shared.conn, &format!("SELECT * FROM goal JOIN {name}"));
            refused(
                &shared.conn,
                &format!("WITH v AS (SELECT * FROM {name}) SELECT * FROM v"),
            );
            refused(
                &shared.conn,
                &format!("CREATE TEMP VIEW v AS SELECT * FROM {name}"),
            );
        }
        refused(&shared.conn, "ATTACH 'other' AS other");
        refused(&shared.conn, "DELETE FROM goal");
        refused(&shared.conn, "PRAGMA writable_schema = ON");
    }

    #[test]
    fn a_view_in_the_file_is_no_way_around() {
        let (_home, store) = book();
        store
            .conn
            .execute_batch("CREATE VIEW peep AS SELECT text FROM private_note")
            .unwrap();
        let shared = SharedReader::open(&store.location(), None).unwrap();
        refused(&shared.conn, "SELECT * FROM peep");
    }

    #[test]
    fn reading_breaks_off_when_nobody_waits_any_more() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.matchbook");
        let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1);
        crate::store::large_book::write_large(&path, 200, &mut env).unwrap();
        let mut store = Store::open(&path, crate::store::OpenMode::Read, &mut env).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        store.set_cancel_flag(Arc::clone(&stop)).unwrap();
        assert!(store.load_shared().is_ok());
        stop.store(true, Ordering::Relaxed);
        assert!(store.load_shared().is_err() && store.load_all().is_err());
    }

    #[test]
    fn a_book_that_was_exchanged_meanwhile_is_not_read() {
        let (_home, store) = book();
        let mut other = store.location();
        other.identity.pair = crate::domain::id::Id::derived(&["another"]);
        let error = SharedReader::open(&other, None).err().unwrap();
        assert!(matches!(error, StoreError::Moved { .. }), "{error}");
    }
}

//! Which copy of the book this file is. A file that was copied or put back is another copy from its first change on, so that
//! two never write under one name.

use std::path::Path;
#[cfg(unix)]
use std::time::UNIX_EPOCH;

use rusqlite::{Connection, OptionalExtension, params};

use super::checksum::{self, ChecksumTable};
use super::error::Result;
use crate::domain::book::Identity;
use crate::domain::id::Id;
use crate::env::Env;

/// Key in `meta` of the file in which this copy last wrote.
const FILE: &str = "file";

/// Identity of the file itself: it stays when the file is renamed or moved on its disk, and a copy has another. None where
/// the system tells nothing.
#[cfg(unix)]
fn file_identity(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let meta = std::fs::metadata(path).ok()?;
    let created = meta.created().ok();
    // A number alone is given to another file once its own is gone.
    let created = created.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let created = created.map_or(0, |since| since.as_nanos());
    Some(format!("{} {created}", meta.ino()))
}

/// Identity of the file itself, as on other systems. The time it was made says less here: what takes the name of a file
/// within seconds takes its time as well.
#[cfg(windows)]
fn file_identity(path: &Path) -> Option<String> {
    let file = std::fs::File::open(path).ok()?;
    let about = winapi_util::file::information(&file).ok()?;
    let (disk, index) = (about.volume_serial_number(), about.file_index());
    (index != 0).then(|| format!("{disk} {index}"))
}

/// Notes that the file at `path` is the one in which this copy writes.
pub(super) fn note_file(conn: &Connection, path: &Path) -> Result<()> {
    if let Some(file) = file_identity(path) {
        conn.execute("INSERT OR REPLACE INTO meta VALUES (?1, ?2)", [FILE, &file])?;
    }
    Ok(())
}

/// The id under which the file at `path` writes: a new one if it was copied or put back since it was last written to.
pub(super) fn writing_replica(
    conn: &Connection,
    path: &Path,
    identity: Identity,
    env: &Env,
) -> Result<Id> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    let known: Option<String> = conn
        .prepare_cached(sql)?
        .query_row([FILE], |row| row.get(0))
        .optional()?;
    let is_copy = match (known, file_identity(path)) {
        (Some(known), Some(now)) if known == now => return Ok(identity.replica),
        (Some(_), Some(_)) => true,
        (None, _) | (_, None) => false,
    };
    note_file(conn, path)?;
    if !is_copy {
        return Ok(identity.replica);
    }
    let replica = env.new_id();
    let born = env.now().timestamp_millis();
    conn.execute(
        "INSERT INTO replica VALUES (?1, ?2, '', ?3)",
        params![replica, identity.me.key(), born],
    )?;
    checksum::update(conn, ChecksumTable::Replica, replica)?;
    conn.execute(
        "UPDATE meta SET value = ?1 WHERE key = 'replica'",
        [replica.to_string()],
    )?;
    checksum::update(conn, ChecksumTable::Meta, "replica")?;
    Ok(replica)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::{Change, Commit};
    use crate::domain::goal::Goal;
    use crate::store::{OpenMode, Store};

    #[test]
    fn a_copied_book_writes_under_a_name_of_its_own_and_a_moved_one_does_not() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1);
        let save = |name: &str, env: &mut Env| {
            let mut store = Store::open(&path(name), OpenMode::Edit, env).unwrap();
            let goal = Goal {
                id: env.new_id(),
                ..Goal::default()
            };
            let commit = Commit::new("goal added", env.now(), vec![Change::create(goal)]);
            store.commit(&commit, env).unwrap();
            store
                .commit(&Commit::new("nothing", env.now(), Vec::new()), env)
                .unwrap();
            store.identity().replica
        };
        Store::create(&path("a.matchbook"), Identity::default(), &mut env).unwrap();
        std::fs::copy(path("a.matchbook"), path("b.matchbook")).unwrap();
        let first = save("a.matchbook", &mut env);
        assert_ne!(save("b.matchbook", &mut env), first);
        assert_eq!(save("b.matchbook", &mut env), save("b.matchbook", &mut env));
        std::fs::rename(path("a.matchbook"), path("c.matchbook")).unwrap();
        assert_eq!(save("c.matchbook", &mut env), first);
    }
}

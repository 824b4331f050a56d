//! When copies of the open book are made: by hand, before its first change of a day, before an update.
//!
//! Commands copy before they save. A screen must not wait for that: it takes the daily copy over
//! ([`Store::leave_daily_backup`]) and has a second connection make it in steps, in another thread.

use std::path::Path;

use chrono::TimeDelta;
use rusqlite::Connection;

use super::backup::{self, BackupFile, Pace, Reason};
use super::check::Finding;
use super::contents::Contents;
use super::error::Result;
use super::{Store, read};
use crate::domain::when;
use crate::env::Env;

/// For how long a book may go on changing after its newest copy before that is pointed out.
const OLD: TimeDelta = TimeDelta::days(7);

impl Store {
    /// Makes a copy of the book as it is, beside it.
    pub fn backup(&self, reason: Reason, env: &Env) -> Result<BackupFile> {
        let made = backup::make(&self.conn, &self.path, reason, Pace::AtOnce, env);
        self.told("making a backup", made)
    }

    /// The same a few pages at a time, as long as `goes_on` says so: another connection can save in between. The daily
    /// copy is left out where a copy holds what the book holds.
    pub fn backup_in_steps(
        &self,
        reason: Reason,
        goes_on: &dyn Fn() -> bool,
        env: &Env,
    ) -> Result<Option<BackupFile>> {
        if reason == Reason::Daily && backup::made_already(&self.conn, &self.path, None) {
            return Ok(None);
        }
        let pace = Pace::InSteps(goes_on);
        let made = backup::make(&self.conn, &self.path, reason, pace, env);
        self.told("making a backup", made.map(Some))
    }

    /// Makes a copy of the book in `folder`, where nothing is ever deleted.
    pub fn backup_to(&self, folder: &Path, env: &Env) -> Result<BackupFile> {
        let made = backup::make_elsewhere(folder, &self.conn, &self.path, env);
        self.told("making a backup", made)
    }

    /// From now on saving makes no daily copy: whoever calls this does, and says so with [`Self::note_daily_backup`].
    pub fn leave_daily_backup(&mut self) {
        self.copies_daily = false;
    }

    /// True while the copy that the first change of a day begins with is still to be made.
    pub fn is_daily_backup_due(&self, env: &Env) -> bool {
        let due = |noted: Noted| noted.changed && !noted.today;
        let noted = || noted(&self.conn, &env.today().to_string()).is_ok_and(due);
        self.on_disk && !self.read_only && noted()
    }

    /// Notes whether the copy of today could be made; that it could not is told until one is made.
    pub fn note_daily_backup(&mut self, made: bool, env: &Env) -> Result<()> {
        let today = env.today().to_string();
        self.transact("noting the backup", |conn| note(conn, &today, made))
    }

    /// A glance at what the book holds.
    pub fn contents(&self) -> Result<Contents> {
        self.told("reading the book", Contents::of(&self.conn))
    }

    /// In a sentence, since when no daily copy could be made, or that the newest is old; nothing where all is well.
    pub fn backup_warning(&self) -> Option<String> {
        notice(&self.conn, &backup::backups(&self.path)).map(|finding| finding.message)
    }

    /// Makes the copy that the first change of a day begins with, unless that is left to others. Whether the day is to be
    /// noted, and whether the copy was made.
    pub(super) fn backup_of_day(&self, today: &str, env: &Env) -> Result<Option<bool>> {
        if self.read_only || !self.on_disk {
            return Ok(None);
        }
        let noted = self.told("saving", noted(&self.conn, today))?;
        if noted.today || (noted.changed && !self.copies_daily) {
            return Ok(None);
        }
        // A copy that cannot be made must not keep anybody from saving: it is noted and told.
        let made = !noted.changed
            || backup::made_already(&self.conn, &self.path, None)
            || self.backup(Reason::Daily, env).is_ok();
        Ok(Some(made))
    }
}

/// The state of the daily copy as the book notes it.
struct Noted {
    /// It is made.
    today: bool,
    /// There is something to be copied.
    changed: bool,
}

fn noted(conn: &Connection, today: &str) -> Result<Noted> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'backup_day' AND value = ?1),
         EXISTS (SELECT 1 FROM \"commit\")",
    )?;
    Ok(statement.query_row([today], |row| {
        Ok(Noted {
            today: row.get(0)?,
            changed: row.get(1)?,
        })
    })?)
}

/// Notes in the book that the copy of `today` is made, or since when none could be.
pub(super) fn note(conn: &Connection, today: &str, made: bool) -> Result<()> {
    if made {
        conn.execute("DELETE FROM meta WHERE key = 'backup_failed'", [])?;
        let sql = "INSERT OR REPLACE INTO meta VALUES ('backup_day', ?1)";
        conn.execute(sql, [today])?;
    } else {
        let sql = "INSERT OR IGNORE INTO meta VALUES ('backup_failed', ?1)";
        conn.execute(sql, [today])?;
    }
    Ok(())
}

/// The copy that an update begins with; one that holds the same is made once, however often the update fails.
pub(super) fn before_update(conn: &Connection, book: &Path, env: &Env) -> Result<()> {
    if !backup::made_already(conn, book, Some(Reason::Update)) {
        backup::make(conn, book, Reason::Update, Pace::AtOnce, env)?;
    }
    Ok(())
}

/// The finding of a check on backups that fail or are old; `copies` are those there are, newest first.
pub(super) fn notice(conn: &Connection, copies: &[BackupFile]) -> Option<Finding> {
    const HINT: &str = "Run “matchbook backup”: it makes one, or says why it cannot.";
    if let Some(message) = failing(conn) {
        return Some(Finding::new(message, HINT));
    }
    let newest = copies.first()?;
    let changed = Contents::of(conn).ok()?.changed?.naive_utc();
    (changed - newest.at > OLD).then(|| {
        let (of, on) = (when::shown(newest.at.date()), when::shown(changed.date()));
        let message = format!("The newest backup is of {of}; the book was changed on {on}.");
        Finding::new(message, HINT)
    })
}

fn failing(conn: &Connection) -> Option<String> {
    let since = read::meta(conn, "backup_failed").ok()?;
    let since = since.parse().map_or(since, when::shown);
    Some(format!("No backup could be made since {since}."))
}

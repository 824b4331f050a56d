//! When copies of the open book are made: by hand, before its first change of a day, before an update.
//!
//! Commands copy before they save. A screen must not wait for that: it takes the daily copy over
//! ([`Store::leave_daily_backup`]) and has a second connection make it in steps, in another thread.

use std::path::Path;

use chrono::TimeDelta;
use rusqlite::Connection;

use super::backup::{self, BackupFile, BackupReason, CopyPace};
use super::check::Finding;
use super::contents::Contents;
use super::error::Result;
use super::{Store, read};
use crate::domain::dates;
use crate::env::Env;

/// For how long a book may go on changing after its newest copy before that is pointed out.
const STALE_AFTER: TimeDelta = TimeDelta::days(7);

impl Store {
    /// Makes a copy of the book as it is, beside it.
    pub fn backup(&self, reason: BackupReason, env: &Env) -> Result<BackupFile> {
        let made = backup::create(&self.conn, &self.path, reason, CopyPace::AtOnce, env);
        self.with_context("making a backup", made)
    }

    /// The same a few pages at a time, as long as `goes_on` says so: another connection can save in between. The daily
    /// copy is left out where a copy holds what the book holds.
    pub fn backup_in_steps(
        &self,
        reason: BackupReason,
        goes_on: &dyn Fn() -> bool,
        env: &Env,
    ) -> Result<Option<BackupFile>> {
        if reason == BackupReason::Daily && backup::is_backed_up(&self.conn, &self.path, None) {
            return Ok(None);
        }
        let pace = CopyPace::InSteps(goes_on);
        let made = backup::create(&self.conn, &self.path, reason, pace, env);
        self.with_context("making a backup", made.map(Some))
    }

    /// Makes a copy of the book in `folder`, where nothing is ever deleted.
    pub fn backup_to(&self, folder: &Path, env: &Env) -> Result<BackupFile> {
        let made = backup::create_elsewhere(folder, &self.conn, &self.path, env);
        self.with_context("making a backup", made)
    }

    /// From now on saving makes no daily copy: whoever calls this does, and says so with [`Self::note_daily_backup`].
    pub fn disable_auto_backup(&mut self) {
        self.auto_backup = false;
    }

    /// True while the copy that the first change of a day begins with is still to be made.
    pub fn is_daily_backup_due(&self, env: &Env) -> bool {
        let due = |noted: DailyBackupState| noted.changed && !noted.today;
        let noted = || daily_backup_state(&self.conn, &env.today().to_string()).is_ok_and(due);
        self.on_disk && !self.read_only && noted()
    }

    /// Notes whether the copy of today could be made; that it could not is told until one is made.
    pub fn record_daily_backup(&mut self, made: bool, env: &Env) -> Result<()> {
        let today = env.today().to_string();
        self.transact("noting the backup", |conn| {
            record_outcome(conn, &today, made)
        })
    }

    /// A glance at what the book holds.
    pub fn contents(&self) -> Result<Contents> {
        self.with_context("reading the book", Contents::of(&self.conn))
    }

    /// In a sentence, since when no daily copy could be made, or that the newest is old; nothing where all is well.
    pub fn backup_warning(&self) -> Option<String> {
        backup_finding(&self.conn, &backup::backups(&self.path)).map(|finding| finding.message)
    }

    /// Makes the copy that the first change of a day begins with, unless that is left to others. Whether the day is to be
    /// noted, and whether the copy was made.
    pub(super) fn run_daily_backup(&self, today: &str, env: &Env) -> Result<Option<bool>> {
        if self.read_only || !self.on_disk {
            return Ok(None);
        }
        let noted = self.with_context("saving", daily_backup_state(&self.conn, today))?;
        if noted.today || (noted.changed && !self.auto_backup) {
            return Ok(None);
        }
        // A copy that cannot be made must not keep anybody from saving: it is noted and told.
        let made = !noted.changed
            || backup::is_backed_up(&self.conn, &self.path, None)
            || self.backup(BackupReason::Daily, env).is_ok();
        Ok(Some(made))
    }
}

/// The state of the daily copy as the book notes it.
struct DailyBackupState {
    /// It is made.
    today: bool,
    /// There is something to be copied.
    changed: bool,
}

fn daily_backup_state(conn: &Connection, today: &str) -> Result<DailyBackupState> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'backup_day' AND value = ?1),
         EXISTS (SELECT 1 FROM \"commit\")",
    )?;
    Ok(statement.query_row([today], |row| {
        Ok(DailyBackupState {
            today: row.get(0)?,
            changed: row.get(1)?,
        })
    })?)
}

/// Notes in the book that the copy of `today` is made, or since when none could be.
pub(super) fn record_outcome(conn: &Connection, today: &str, made: bool) -> Result<()> {
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
pub(super) fn backup_before_migration(conn: &Connection, book: &Path, env: &Env) -> Result<()> {
    if !backup::is_backed_up(conn, book, Some(BackupReason::Update)) {
        backup::create(conn, book, BackupReason::Update, CopyPace::AtOnce, env)?;
    }
    Ok(())
}

/// The finding of a check on backups that fail or are old; `copies` are those there are, newest first.
pub(super) fn backup_finding(conn: &Connection, copies: &[BackupFile]) -> Option<Finding> {
    const HINT: &str = "Run “matchbook backup”: it makes one, or says why it cannot.";
    if let Some(message) = failure_message(conn) {
        return Some(Finding::new(message, HINT));
    }
    let newest = copies.first()?;
    let changed = Contents::of(conn).ok()?.changed?.naive_utc();
    (changed - newest.at > STALE_AFTER).then(|| {
        let (of, on) = (
            dates::format_date(newest.at.date()),
            dates::format_date(changed.date()),
        );
        let message = format!("The newest backup is of {of}; the book was changed on {on}.");
        Finding::new(message, HINT)
    })
}

fn failure_message(conn: &Connection) -> Option<String> {
    let since = read::meta(conn, "backup_failed").ok()?;
    let since = since.parse().map_or(since, dates::format_date);
    Some(format!("No backup could be made since {since}."))
}

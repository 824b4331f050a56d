//! Backup schedule of the open book: by hand, before its first change of a day, before an update.
//!
//! Commands back up before they save. A screen must not wait for that: it turns the daily backup off
//! ([`Store::disable_auto_backup`]) and lets a second connection make it in steps, in another thread.

use std::path::Path;

use chrono::TimeDelta;
use rusqlite::Connection;

use super::backup::{self, BackupFile, BackupReason, CopyPace};
use super::contents::Contents;
use super::error::Result;
use super::finding::Finding;
use super::{Store, read};
use crate::domain::dates;
use crate::env::Env;

/// Age of the newest backup, in a book that still changes, at which a warning is shown.
const STALE_AFTER: TimeDelta = TimeDelta::days(7);

impl Store {
    /// Makes a backup of the book, beside it.
    pub fn backup(&self, reason: BackupReason, env: &Env) -> Result<BackupFile> {
        let backup = backup::create(&self.conn, &self.path, reason, CopyPace::AtOnce, env);
        self.with_context("making a backup", backup)
    }

    /// As [`Self::backup`], a few pages at a time while `goes_on` returns true: another connection can save in between. The
    /// daily backup is skipped where a backup holds what the book holds.
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
        let backup = backup::create(&self.conn, &self.path, reason, pace, env);
        self.with_context("making a backup", backup.map(Some))
    }

    /// Makes a backup of the book in `folder`, without retention.
    pub fn backup_to(&self, folder: &Path, env: &Env) -> Result<BackupFile> {
        let backup = backup::create_elsewhere(folder, &self.conn, &self.path, env);
        self.with_context("making a backup", backup)
    }

    /// Turns off the daily backup on save: the caller makes it and reports it with [`Self::record_daily_backup`].
    pub fn disable_auto_backup(&mut self) {
        self.auto_backup = false;
    }

    /// True while today's backup is still to be made.
    pub fn is_daily_backup_due(&self, env: &Env) -> bool {
        let due = |state: DailyBackupState| state.changed && !state.today;
        let state = || daily_backup_state(&self.conn, &env.today().to_string()).is_ok_and(due);
        self.on_disk && !self.read_only && state()
    }

    /// Records whether today's backup was made; a failure is a warning until one succeeds.
    pub fn record_daily_backup(&mut self, succeeded: bool, env: &Env) -> Result<()> {
        let today = env.today().to_string();
        self.transact("noting the backup", |conn| {
            record_outcome(conn, &today, succeeded)
        })
    }

    /// Summary of the book's contents.
    pub fn contents(&self) -> Result<Contents> {
        self.with_context("reading the book", Contents::of(&self.conn))
    }

    /// A warning since when no daily backup could be made, or that the newest is old; none where all is well.
    pub fn backup_warning(&self) -> Option<String> {
        backup_finding(&self.conn, &backup::backups(&self.path)).map(|finding| finding.message)
    }

    /// Makes the daily backup, unless that is turned off. Some with the success if the outcome is to be recorded.
    pub(super) fn run_daily_backup(&self, today: &str, env: &Env) -> Result<Option<bool>> {
        if self.read_only || !self.on_disk {
            return Ok(None);
        }
        let state = self.with_context("saving", daily_backup_state(&self.conn, today))?;
        if state.today || (state.changed && !self.auto_backup) {
            return Ok(None);
        }
        // A backup that fails must not keep anybody from saving: it is recorded and shown as a warning.
        let succeeded = !state.changed
            || backup::is_backed_up(&self.conn, &self.path, None)
            || self.backup(BackupReason::Daily, env).is_ok();
        Ok(Some(succeeded))
    }
}

/// State of the daily backup as recorded in the book.
struct DailyBackupState {
    /// True if today's backup is made.
    today: bool,
    /// True if the book holds a commit, so that there is something to back up.
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

/// Records that the backup of `today` is made, or since when none could be.
pub(super) fn record_outcome(conn: &Connection, today: &str, succeeded: bool) -> Result<()> {
    if succeeded {
        conn.execute("DELETE FROM meta WHERE key = 'backup_failed'", [])?;
        let sql = "INSERT OR REPLACE INTO meta VALUES ('backup_day', ?1)";
        conn.execute(sql, [today])?;
    } else {
        let sql = "INSERT OR IGNORE INTO meta VALUES ('backup_failed', ?1)";
        conn.execute(sql, [today])?;
    }
    Ok(())
}

/// Makes the backup before a migration; one that holds the same is made once, however often the migration fails.
pub(super) fn backup_before_migration(conn: &Connection, book: &Path, env: &Env) -> Result<()> {
    if !backup::is_backed_up(conn, book, Some(BackupReason::Update)) {
        backup::create(conn, book, BackupReason::Update, CopyPace::AtOnce, env)?;
    }
    Ok(())
}

/// Finding on backups that fail or are old; `copies` are those there are, newest first.
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

//! Transactions: all or nothing, with a true report when the disk fails during COMMIT.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::log::LogWriter;
use super::{Result, Store, StoreError, daily_backup, read, replica};
use crate::domain::id::Id;
use crate::env::Env;

impl Store {
    /// Runs `work` as one commit, after the backup that the first change of a day begins with.
    pub(super) fn write<T>(
        &mut self,
        at: DateTime<Utc>,
        env: &mut Env,
        work: impl FnOnce(&mut LogWriter) -> Result<T>,
    ) -> Result<T> {
        let today = env.today().to_string();
        let backup_made = self.run_daily_backup(&today, env)?;
        let (identity, path) = (self.identity, self.on_disk.then(|| self.path.clone()));
        let mut replica = identity.replica;
        let id = env.new_id();
        let mut result = None;
        let saved = self.transact("saving", |conn| {
            if let Some(succeeded) = backup_made {
                daily_backup::record_outcome(conn, &today, succeeded)?;
            }
            if let Some(path) = &path {
                replica = replica::writing_replica(conn, path, identity, env)?;
            }
            let mut writer = LogWriter::new(conn, env, replica, id, at)?;
            result = Some(work(&mut writer)?);
            Ok(())
        });
        let written = match (saved, result) {
            (Ok(()), Some(value)) => Ok(value),
            (Err(error), Some(value)) => self.verify_committed(id, value, error),
            (Err(error), None) => Err(error),
            (Ok(()), None) => Err(StoreError::Uncertain),
        };
        if written.is_ok() {
            self.identity.replica = replica;
        }
        written
    }

    /// Reads whether commit `id`, whose COMMIT failed with `error`, is in the file all the same: a disk can fail after the
    /// journal is gone. “Nothing was saved” would then have people save it twice.
    fn verify_committed<T>(&self, id: Id, value: T, error: StoreError) -> Result<T> {
        let sql = "SELECT EXISTS (SELECT 1 FROM \"commit\" WHERE id = ?1)";
        match self.conn.query_row(sql, [id], |row| row.get(0)) {
            Ok(true) => Ok(value),
            Ok(false) => Err(error),
            Err(_) => Err(StoreError::Uncertain),
        }
    }

    /// Runs `work` in one transaction.
    pub(super) fn transact<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        if self.read_only {
            return Err(StoreError::ReadOnly {
                path: self.path.clone(),
            });
        }
        let result = self.try_transact(work);
        // After some errors the transaction is still open. If it cannot be rolled back now, the next one tries again.
        let _ = read::rollback_leftover(&self.conn);
        self.with_context(doing, result)
    }

    /// Runs `work` in one transaction that is rolled back: what it returns is what saving would have done.
    pub(super) fn rehearse<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        let mut outcome = None;
        let rolled_back = self.transact(doing, |conn| -> Result<()> {
            outcome = Some(work(conn)?);
            Err(StoreError::Canceled)
        });
        match (rolled_back, outcome) {
            (Err(StoreError::Canceled) | Ok(()), Some(value)) => Ok(value),
            (Err(error), _) => Err(error),
            (Ok(()), None) => Err(StoreError::Uncertain),
        }
    }

    fn try_transact<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        // Another book may have been copied over the file, with as many changes to it: the page cache must not be
        // taken for what is there.
        read::rollback_leftover(&self.conn)?;
        self.conn
            .execute_batch("PRAGMA shrink_memory; BEGIN IMMEDIATE")?;
        if !self.holds_same_book()? {
            return Err(StoreError::Moved {
                path: self.path.clone(),
            });
        }
        let value = work(&self.conn)?;
        self.conn.execute_batch("COMMIT")?;
        Ok(value)
    }
}

#[cfg(test)]
impl super::Store {
    /// Limits the file to `pages` pages, as a full disk would; without a number, to SQLite's own maximum.
    pub fn limit_pages(&self, pages: Option<u32>) {
        let most = pages.unwrap_or(1 << 30);
        let set = self
            .conn
            .query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()));
        assert!(set.is_ok(), "{set:?}");
    }
}

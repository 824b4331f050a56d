//! Backups in the background, and restore.
//!
//! The daily backup is made by a worker, over a second connection and a few pages at a time, so that no key waits for it.
//! The first connection records the outcome in the book: the worker never writes to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;

use super::{BookHandle, Runtime};
use crate::app::Msg;
use crate::domain::book::{BackupLine, Identity};
use crate::problem::Problem;
use crate::store::{self, BackupReason, Store, StoreError};
use crate::tui::jobs::{Job, JobEvent};
use crate::{files, shelf};

/// Backups of the open book, made by a worker.
#[derive(Default)]
pub(super) struct BackupScheduler {
    /// The day on which the daily backup was last considered.
    last_checked: Option<NaiveDate>,
    worker: Option<BackupWorker>,
}

struct BackupWorker {
    book: Identity,
    /// Decides the report: one made by hand is waited for.
    reason: BackupReason,
    /// Gives the backup's path; none where there was nothing new.
    job: Job<Option<PathBuf>>,
}

impl Runtime {
    /// Polls the running backup, and starts the daily one when the book is opened and when a day begins.
    ///
    /// # Panics
    /// With the worker's own panic: by then it is reported, and the terminal restored.
    pub fn poll_backup(&mut self) -> Vec<Msg> {
        if let Some(worker) = &mut self.backups.worker {
            return match worker.job.poll(Duration::ZERO) {
                Some(JobEvent::Finished(result)) => self.on_backup_finished(result),
                Some(JobEvent::Progress(_)) | None => Vec::new(),
            };
        }
        let today = self.env.today();
        if self.backups.last_checked == Some(today) {
            return Vec::new();
        }
        let Some(BookHandle { store, .. }) = &mut self.book else {
            return Vec::new();
        };
        self.backups.last_checked = Some(today);
        store.disable_auto_backup();
        let failing = store.backup_warning();
        if store.is_daily_backup_due(&self.env) {
            self.start_backup(BackupReason::Daily);
        }
        failing
            .map(|warning| Msg::BackupWarning(Some(warning)))
            .into_iter()
            .collect()
    }

    pub fn has_backup(&self) -> bool {
        self.backups.worker.is_some()
    }

    /// Starts a backup of the open book; [`Self::poll_backup`] reports the outcome. Where one is running already, that one
    /// will do, and is reported with the newer reason.
    pub(super) fn start_backup(&mut self, reason: BackupReason) -> Vec<Msg> {
        if let Some(worker) = &mut self.backups.worker {
            worker.reason = reason;
            return Vec::new();
        }
        let Some(BookHandle { store, .. }) = &self.book else {
            return Vec::new();
        };
        let (at, book, env) = (store.location(), store.identity(), self.env.clone());
        let job = Job::start("backup", move |monitor| {
            let backup = Store::second_connection(&at).and_then(|store| {
                store.backup_in_steps(reason, &|| monitor.should_continue(), &env)
            })?;
            Ok(backup.map(|backup| backup.path))
        });
        self.backups.worker = Some(BackupWorker { book, reason, job });
        Vec::new()
    }

    /// Records and reports the outcome of a backup.
    fn on_backup_finished(&mut self, result: Result<Option<PathBuf>, Problem>) -> Vec<Msg> {
        let elsewhere = self.has_external_changes();
        let worker = self.backups.worker.take();
        let (Some(worker), Some(book)) = (worker, &mut self.book) else {
            return Vec::new();
        };
        let store = &mut book.store;
        if store.identity() != worker.book {
            return Vec::new();
        }
        // If it cannot be recorded, the backup is made again tomorrow.
        let _ = store.record_daily_backup(result.is_ok(), &self.env);
        let failing = store.backup_warning();
        if !elsewhere {
            book.note_own_commit();
        }
        let mut messages = vec![Msg::BackupWarning(failing.clone())];
        match (result, worker.reason) {
            (Ok(Some(path)), BackupReason::Manual) => {
                messages.push(Msg::Report(format!("A backup is in {}.", path.display())));
            }
            (Ok(None), BackupReason::Manual) => {
                messages.push(Msg::Report(
                    "A backup holds all that is in the book.".to_owned(),
                ));
            }
            (Err(problem), BackupReason::Manual) => messages.push(Msg::Failed(problem)),
            (Err(_), _) => messages.extend(failing.map(Msg::Report)),
            (Ok(_), _) => {}
        }
        messages
    }

    /// Resets the schedule, for another book.
    pub(super) fn reset_backups(&mut self) {
        self.backups = BackupScheduler::default();
    }

    /// Waits for a running backup, with a timeout, so that leaving at once costs no backup.
    pub(super) fn finish_backup(&mut self) {
        let Some(worker) = &self.backups.worker else {
            return;
        };
        if let Some(result) = worker.job.wait() {
            drop(self.on_backup_finished(result));
        }
    }

    /// Lists the backups of the book at `path`.
    pub(super) fn list_backups(&self, path: &Path) -> Vec<Msg> {
        let now = match self.open_store_at(path).map(Store::contents) {
            Some(Ok(contents)) => shelf::describe_contents(&contents, &self.env),
            Some(Err(error)) => Problem::from(error).message,
            None => shelf::describe_contents_at(path, &self.env),
        };
        vec![Msg::Backups(shelf::backup_lines(path, &now, &self.env))]
    }

    /// Restores a backup and opens the book. The open book stays open until that is done.
    pub(super) fn restore(&mut self, line: &BackupLine) -> Result<Vec<Msg>, Problem> {
        let open = self.open_store_at(&line.book);
        let ready = open.map(|store| store.prepare_restore(&line.copy, &self.env));
        // A damaged book is kept as bytes, for which it must not be open.
        let by_bytes = matches!(ready, None | Some(Err(StoreError::Damaged { .. })));
        let ready = ready.filter(|_| !by_bytes).transpose()?;
        let is_open = self.open_store_at(&line.book).is_some();
        let open = is_open.then(|| {
            self.cancel();
            self.book.take()
        });
        let restored = match (ready, open.flatten()) {
            (Some(ready), Some(open)) => open.store.replace_by(ready),
            (_, open) => {
                drop(open);
                store::restore(&line.book, &line.copy, &self.env)
            }
        };
        let restored = restored.inspect_err(|_| {
            // The book is as it was. If it cannot be opened again, the next save tells.
            if is_open {
                let _ = self.open(&line.book);
            }
        })?;
        let mut messages = self.open(&line.book)?;
        let way_back = match restored.previous {
            Some(_) => "; to undo that: 0, then b.",
            None => ".",
        };
        let report = format!("The book is as it was on {}{way_back}", line.made);
        messages.push(Msg::Report(report));
        Ok(messages)
    }

    /// The open book's store, if it is the one at `path`.
    fn open_store_at(&self, path: &Path) -> Option<&Store> {
        let store = self.book.as_ref().map(|book| &book.store);
        store.filter(|store| files::is_same_file(path, store.path()))
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::rc::Rc;

    use super::*;
    use crate::catalog::Catalog;
    use crate::env::Env;
    use crate::paths::AppDirs;

    #[test]
    fn a_fault_of_the_worker_ends_the_program_as_any_other_does() {
        let home = tempfile::tempdir().unwrap();
        let places = AppDirs {
            home: home.path().to_owned(),
            scratch: home.path().join("scratch"),
            exports: home.path().join("exports"),
            config: home.path().join("config"),
        };
        let env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1);
        let mut runtime = Runtime::new(env, places, Rc::new(Catalog::new()));
        let job = Job::start("backup", |_| panic!("asked for"));
        while !job.is_finished() {
            std::thread::yield_now();
        }
        runtime.backups.worker = Some(BackupWorker {
            book: Identity::default(),
            reason: BackupReason::Daily,
            job,
        });
        assert!(catch_unwind(AssertUnwindSafe(|| runtime.poll_backup())).is_err());
    }
}

//! The runtime performs effects: the only part of the screen that touches store, files and data files.
//!
//! Whatever can fail is done first, and only then does anything change: a book is loaded completely before it replaces the
//! open one, with its clock and its folder; an effect on a book that is no longer the open one is refused.

mod backup;
mod books;
mod exchange;
mod export_job;
mod import_plan;
mod open;
mod settings;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use chrono::Timelike;
use tempfile::TempDir;

use export_job::ExportJob;

use super::{Start, recovery};
use crate::app::exchange::ExchangeEffect;
use crate::app::{BookEffect, BookId, CommitOrigin, DraftText, Effect, Msg};
use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::domain::change::Committed;
use crate::domain::id::Id;
use crate::env::Env;
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf::exchange::OpenedParcel;
use crate::store::{self, BackupReason, FileVersion, Store, StoreError};

/// Search hits per page.
const SEARCH_PAGE_SIZE: usize = 50;

/// Clock, folders, data files and the open book.
pub struct Runtime {
    pub env: Env,
    pub dirs: AppDirs,
    catalog: Rc<Catalog>,
    book: Option<BookHandle>,
    /// Id of the book opened last.
    last_book_id: u64,
    /// The clock outside the sample year, which has its own today.
    base_env: Env,
    /// The running job.
    job: Option<ExportJob>,
    /// Canceled jobs that may not have ended yet.
    canceled_jobs: Vec<ExportJob>,
    /// Timeout within which an export is shown at once, without progress.
    pub immediate_timeout: Duration,
    /// Folder in which a parcel is looked for; none where the platform knows no such place.
    pub downloads: Option<PathBuf>,
    backups: backup::BackupScheduler,
    /// The parcel that was opened last, until it is taken in.
    parcel: Option<OpenedParcel>,
}

/// The open book with its store and its recovery files.
struct BookHandle {
    id: BookId,
    store: Store,
    /// The sample year's folder, deleted with it.
    sample_folder: Option<TempDir>,
    /// Reason for which it is read-only, where another window has it open.
    read_only: Option<String>,
    /// Recovery files that it could not take yet.
    recoveries: recovery::RecoveryQueue,
    /// File version at the last load, to detect changes by others.
    last_version: Option<FileVersion>,
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.finish_backup();
        self.cancel();
        // None leaves a temporary file behind.
        self.canceled_jobs.iter().for_each(|job| drop(job.wait()));
    }
}

impl Runtime {
    pub fn new(env: Env, dirs: AppDirs, catalog: Rc<Catalog>) -> Self {
        files::remove_stale_temp_files(&dirs.exports, env.now());
        Self {
            base_env: env.clone(),
            env,
            dirs,
            catalog,
            book: None,
            last_book_id: 0,
            job: None,
            canceled_jobs: Vec::new(),
            immediate_timeout: export_job::IMMEDIATE_TIMEOUT,
            downloads: None,
            backups: backup::BackupScheduler::default(),
            parcel: None,
        }
    }

    /// The first messages for the app.
    ///
    /// # Errors
    /// When the book named cannot be opened.
    pub fn start(&mut self, start: Start) -> Result<Vec<Msg>, Problem> {
        let (mut messages, wrong_lines) = self.read_settings();
        messages.extend(self.first_screen(start)?);
        messages.extend(wrong_lines);
        Ok(messages)
    }

    fn first_screen(&mut self, start: Start) -> Result<Vec<Msg>, Problem> {
        match start {
            Start::Book(path) => self.open(&path),
            Start::Sample => self.open_sample(),
            Start::Home => {
                let books = self.dirs.books();
                match books.as_slice() {
                    [] if store::missing_books(&self.dirs.home).is_empty() => {
                        Ok(self.recovery_notice())
                    }
                    [book] => Ok(self.open(book).unwrap_or_else(|problem| {
                        let shelf = Msg::Command(crate::app::command::Command::Shelf);
                        vec![shelf, Msg::Failed(problem)]
                    })),
                    _ => {
                        let shelf = Msg::Command(crate::app::command::Command::Shelf);
                        Ok([vec![shelf], self.recovery_notice()].concat())
                    }
                }
            }
        }
    }

    /// A notice that drafts wait for their book to be opened.
    fn recovery_notice(&self) -> Vec<Msg> {
        let notice = recovery::pending_notice(&self.dirs).map(Msg::Report);
        notice.into_iter().collect()
    }

    /// Performs one effect and returns its messages.
    pub fn perform(&mut self, effect: Effect) -> Vec<Msg> {
        let result = match effect {
            Effect::InBook(id, effect) => return self.in_book(id, effect),
            Effect::ListBooks => Ok(self.list_books()),
            Effect::OpenBook(path) => self.open(&path),
            Effect::ArchiveBook(path, archived) => self.archive_book(&path, archived),
            Effect::SearchBooks(request) => Ok(self.search_books(request)),
            Effect::ListBackups(path) => Ok(self.list_backups(&path)),
            Effect::Restore(line) => self.restore(&line),
            Effect::CreateBook(answers) => self.create(&answers),
            Effect::ChangeSettings(answers) => self.change_settings(&answers),
            Effect::OpenSample => self.open_sample(),
            Effect::BringIn(file) => self.bring_in(&file),
            Effect::Parcel(effect) => self.parcel(effect),
            Effect::WriteRecoveryFile(texts) => {
                let written = self.write_recovery_file(&texts).map(Msg::RecoveryWritten);
                Ok(vec![written.unwrap_or_else(Msg::RecoveryFailed)])
            }
            Effect::CancelJob => {
                self.cancel();
                Ok(Vec::new())
            }
            Effect::OpenExternalEditor(_)
            | Effect::Copy(_)
            | Effect::Open(_)
            | Effect::Suspend
            | Effect::Quit => Ok(Vec::new()),
        };
        result.unwrap_or_else(|problem| vec![Msg::Failed(problem)])
    }

    /// Performs an effect on the open book, if its id is `id`, and checks whether another program wrote to it.
    fn in_book(&mut self, id: BookId, effect: BookEffect) -> Vec<Msg> {
        let failed: fn(Problem) -> Msg = if let BookEffect::SaveDraft(_) = effect {
            Msg::DraftFailed
        } else {
            Msg::Failed
        };
        if self.book.as_ref().is_none_or(|book| book.id != id) {
            let gone = Problem::new("This belongs to a book that is not open any more.")
                .hint("Nothing was saved. Open that book and do it again.");
            return vec![failed(gone)];
        }
        let elsewhere = self.has_external_changes();
        let settled = SettledDraft::from_effect(&effect);
        let may_change_pair = matches!(effect, BookEffect::Exchange(_))
            || settled.as_ref().is_some_and(|it| it.draft_key.is_none())
            || matches!(effect, BookEffect::Commit { .. });
        let result = self.perform_in_book(effect);
        if let (Some(settled), Ok(_), Some(book)) = (settled, &result, &mut self.book) {
            book.recoveries
                .flush_to_drafts(&mut book.store, settled.draft_key.as_deref());
        }
        let mut messages = result.unwrap_or_else(|problem| vec![failed(problem)]);
        if !elsewhere {
            self.note_own_commit();
        }
        messages.extend(self.reload_if_changed());
        if may_change_pair {
            messages.extend(self.pair_state());
        }
        messages
    }

    fn perform_in_book(&mut self, effect: BookEffect) -> Result<Vec<Msg>, Problem> {
        match effect {
            BookEffect::Commit {
                commit,
                clears_draft: clears,
            } => self.with_store(|store, env| {
                let committed = store.commit_and_clear_draft(&commit, clears.as_deref(), env)?;
                Ok(committed_msgs(store, committed, clears, CommitOrigin::New))
            }),
            BookEffect::CorrectStart(me, commit) => {
                self.with_store(|store, env| {
                    store.correct_start(me, &commit, env)?;
                    Ok(Vec::new())
                })?;
                Ok(vec![
                    self.reload()?,
                    Msg::Report("Role and program are corrected.".to_owned()),
                ])
            }
            BookEffect::Undo => self.with_store(|store, env| {
                let undone = store.undo(env)?;
                let told = |done| committed_msgs(store, done, None, CommitOrigin::Undo);
                Ok(undone.map_or_else(Vec::new, told))
            }),
            BookEffect::Redo => self.with_store(|store, env| {
                let redone = store.redo(env)?;
                let told = |done| committed_msgs(store, done, None, CommitOrigin::Redo);
                Ok(redone.map_or_else(Vec::new, told))
            }),
            BookEffect::SaveDraft(typed) => self.with_store(|store, env| {
                store.save_draft(&typed.draft_key, &typed.text, env.now())?;
                Ok(vec![Msg::DraftSaved(typed)])
            }),
            BookEffect::ClearDraft(place) => self.with_store(|store, _| {
                store.clear_draft(&place)?;
                Ok(vec![Msg::DraftCleared(place)])
            }),
            BookEffect::LoadMeetingDetails(meeting) => self.details(meeting),
            BookEffect::LoadArchived => self.load_archived(),
            BookEffect::Search(ask) => self.with_store(|store, _| books::search_page(store, ask)),
            BookEffect::PlanImport(request) => self.plan_import(request),
            BookEffect::ApplyImport(commit) => self.with_store(|store, env| {
                store.backup(BackupReason::Import, env)?;
                let committed = store.commit(&commit, env)?;
                let origin = CommitOrigin::Imported;
                Ok(committed_msgs(store, committed, None, origin))
            }),
            BookEffect::Backup => Ok(self.start_backup(BackupReason::Manual)),
            BookEffect::Preview(request) => self.export(request, None),
            BookEffect::Write(request) => {
                let folder = self.dirs.exports.clone();
                self.export(request, Some(folder))
            }
            BookEffect::Exchange(effect) => self.exchange(effect),
        }
    }

    fn book(&self) -> Result<&BookHandle, Problem> {
        self.book
            .as_ref()
            .ok_or_else(|| Problem::new("No book is open."))
    }

    /// Runs `work` on the open book.
    fn with_store(
        &mut self,
        work: impl FnOnce(&mut Store, &mut Env) -> Result<Vec<Msg>, StoreError>,
    ) -> Result<Vec<Msg>, Problem> {
        let Some(book) = &mut self.book else {
            return Ok(Vec::new());
        };
        let zone = self.env.zone();
        let result = work(&mut book.store, &mut self.env);
        if matches!(result, Err(StoreError::Uncertain)) {
            // The book is reloaded as soon as it can be read.
            book.last_version = None;
        }
        let mut messages = result?;
        if self.env.zone() != zone {
            messages.extend(self.planned_by_own_clock());
        }
        Ok(messages)
    }

    fn details(&mut self, meeting: Id) -> Result<Vec<Msg>, Problem> {
        self.with_store(|store, _| {
            Ok(vec![Msg::MeetingDetails(
                meeting,
                store.load_details(meeting)?,
            )])
        })
    }

    /// Loads more meetings of a large book.
    pub fn load_older(&mut self, book: &Book, limit: usize) -> Vec<Msg> {
        let read = self.with_store(|store, _| {
            let records = store.load_older(book, limit)?;
            let complete = records.len() < limit;
            Ok(vec![Msg::RecordsLoaded { records, complete }])
        });
        read.unwrap_or_else(|problem| {
            vec![
                Msg::RecordsLoaded {
                    records: Vec::new(),
                    complete: true,
                },
                Msg::Failed(problem),
            ]
        })
    }

    /// Writes the drafts that the book cannot take to a recovery file.
    ///
    /// # Errors
    /// When no folder takes it.
    pub fn write_recovery_file(&mut self, texts: &[DraftText]) -> Result<PathBuf, Problem> {
        let (places, at) = (&self.dirs, self.env.now());
        let missing = || Problem::new("No book is open.");
        let book = self.book.as_mut().ok_or_else(missing)?;
        let (identity, path) = (book.store.identity(), book.store.path());
        let file = recovery::write(places, identity, path, texts, at)?;
        book.recoveries.add(file.clone(), texts, at);
        Ok(file)
    }

    /// Time until the next minute begins.
    pub fn until_next_minute(&self) -> Duration {
        let second = u64::from(self.env.local_now().second().min(59));
        Duration::from_secs(60 - second)
    }
}

/// The draft that an effect on the book makes obsolete in recovery files.
struct SettledDraft {
    /// Key of the draft that was saved, written anew or discarded, if one was.
    draft_key: Option<String>,
}

impl SettledDraft {
    /// None for an effect that writes nothing.
    fn from_effect(effect: &BookEffect) -> Option<Self> {
        let key = match effect {
            BookEffect::Commit {
                clears_draft: clears,
                ..
            } => clears.clone(),
            BookEffect::SaveDraft(typed) => Some(typed.draft_key.clone()),
            BookEffect::ClearDraft(key) => Some(key.clone()),
            BookEffect::CorrectStart(..)
            | BookEffect::Undo
            | BookEffect::Redo
            | BookEffect::ApplyImport(_)
            | BookEffect::Exchange(ExchangeEffect::Receive(_) | ExchangeEffect::PickVersion(..)) => {
                None
            }
            BookEffect::LoadMeetingDetails(_)
            | BookEffect::LoadArchived
            | BookEffect::Search(_)
            | BookEffect::PlanImport(_)
            | BookEffect::Backup
            | BookEffect::Preview(_)
            | BookEffect::Write(_)
            | BookEffect::Exchange(
                ExchangeEffect::PrepareShare
                | ExchangeEffect::WriteShare(_)
                | ExchangeEffect::ShowPhrase
                | ExchangeEffect::SetPhrase(_)
                | ExchangeEffect::MarkNewsSeen,
            ) => return None,
        };
        Some(Self { draft_key: key })
    }
}

fn committed_msgs(
    store: &Store,
    committed: Committed,
    cleared_draft: Option<String>,
    origin: CommitOrigin,
) -> Vec<Msg> {
    vec![Msg::Committed {
        committed,
        cleared_draft,
        origin,
        undo: store.undo_label(),
        redo: store.redo_label(),
    }]
}

//! Opening and starting books. Everything that can fail comes first; then store, clock and screen change together.

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use super::{BookHandle, Runtime, exchange};
use crate::app::exchange::ParcelRequest;
use crate::app::session::{OpenedBook, Rules};
use crate::app::{BookId, Msg};
use crate::domain::answer::Answers;
use crate::domain::book::Identity;
use crate::domain::change::Kind;
use crate::env::Env;
use crate::exchange::is_parcel;
use crate::files;
use crate::import::{self, ImportPlan};
use crate::problem::Problem;
use crate::shelf;
use crate::store::{self, OpenMode, Store, StoreError};
use crate::tui::recovery;

impl BookHandle {
    pub(super) fn new(id: BookId, store: Store) -> Self {
        Self {
            id,
            last_version: store.version().ok(),
            store,
            sample_folder: None,
            read_only: None,
            recoveries: recovery::RecoveryQueue::default(),
        }
    }

    pub(super) fn note_own_commit(&mut self) {
        if let (Some(seen), Ok(now)) = (self.last_version, self.store.version()) {
            self.last_version = Some(seen.with_file_of(now));
        }
    }
}

impl Runtime {
    pub(super) fn open(&mut self, path: &Path) -> Result<Vec<Msg>, Problem> {
        if self.has_open_for_editing(path) {
            return Ok(vec![self.reload()?]);
        }
        self.open_at(path, self.env.clone().with_clock_of(&self.base_env))
    }

    pub(super) fn open_at(&mut self, path: &Path, mut env: Env) -> Result<Vec<Msg>, Problem> {
        self.release_replaced_book(path, &mut env)?;
        // Two windows on one book would not see each other's changes at once: the second opens it read-only.
        let (store, read_only) = match Store::open(path, OpenMode::Edit, &mut env) {
            Err(StoreError::OpenElsewhere { .. }) => {
                let why = "open in another window. Close it there, then go on here.";
                (
                    Store::open(path, OpenMode::Read, &mut env)?,
                    Some(why.to_owned()),
                )
            }
            store => (store?, None),
        };
        self.switch_to(store, None, read_only, env)
    }

    /// True if the book at `path` is the open one and can be changed: opening it again would meet its own lock.
    fn has_open_for_editing(&self, path: &Path) -> bool {
        let Some(book) = &self.book else {
            return false;
        };
        let is_it = dunce::canonicalize(path).is_ok_and(|path| path == book.store.path());
        is_it && !book.store.is_read_only() && book.store.is_in_place()
    }

    /// Where another file has replaced that of the open book, the open one releases its lock there, once the other file was
    /// read completely.
    fn release_replaced_book(&mut self, path: &Path, env: &mut Env) -> Result<(), Problem> {
        let is_open_there = |book: &BookHandle| {
            let resolved = dunce::canonicalize(path);
            resolved.is_ok_and(|path| path == book.store.path()) && !book.store.is_in_place()
        };
        if self.book.as_ref().is_some_and(is_open_there) {
            Store::open(path, OpenMode::Read, env)?.load()?;
            self.book = None;
        }
        Ok(())
    }

    /// Reloads the open book, as if it had just been opened.
    pub(super) fn reload(&mut self) -> Result<Msg, Problem> {
        let book = self.book()?;
        let (version, opened) = (book.store.version().ok(), self.snapshot(book)?);
        if let Some(book) = &mut self.book {
            book.last_version = version;
        }
        Ok(Msg::BookOpened(Box::new(opened)))
    }

    pub(super) fn create(&mut self, answers: &Answers) -> Result<Vec<Msg>, Problem> {
        let places = self.dirs.clone();
        let mut env = self.env.clone().with_clock_of(&self.base_env);
        let path = shelf::create_book(answers, None, || Ok(places), &self.catalog, &mut env)?;
        self.open_at(&path, env)
    }

    /// Loads the archived lines of every agenda, old ones too.
    pub(super) fn load_archived(&mut self) -> Result<Vec<Msg>, Problem> {
        self.with_store(|store, _| {
            let mut records = store.load_kind(Kind::AgendaItem)?;
            records.retain_mut(|it| it.archived_mut().is_some_and(|archived| *archived));
            let complete = false;
            Ok(vec![Msg::RecordsLoaded { records, complete }])
        })
    }

    /// Makes a book on the shelf of a file, a book or its export as JSON, and opens it.
    ///
    /// # Errors
    /// When the file is neither, or cannot be read; then there is no new book.
    pub(super) fn bring_in(&mut self, typed: &str) -> Result<Vec<Msg>, Problem> {
        let file = files::typed_path(typed);
        let mut env = self.env.clone().with_clock_of(&self.base_env);
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let path = self.dirs.new_book_path(&name);
        let failed = |error| {
            let hint = "Check that you may write there.";
            Problem::new("The folder of the books cannot be made.")
                .hint(hint)
                .caused_by(&error)
        };
        files::make_folder(&self.dirs.home).map_err(failed)?;
        if store::has_book_header(&file) {
            store::restore(&path, &file, &env)?;
            return self.open_at(&path, env);
        }
        let bytes = import::read_bytes(&file)?;
        if is_parcel(&bytes) {
            return self.open_parcel(ParcelRequest {
                file: typed.to_owned(),
                phrase: None,
            });
        }
        if !import::is_book_json(&bytes) {
            let message = "This file is no book, and a list or a calendar goes into one.";
            return Err(Problem::new(message)
                .hint("Start a book first; then I, “Import a file”, takes this one in."));
        }
        let (plan, pair, me) = ImportPlan::of_new_book(import::read_book(&bytes)?)?;
        let replica = env.new_id();
        let identity = Identity { pair, replica, me };
        let commit = plan.commit(&name, &env.op_context());
        Store::create_with(&path, identity, &[commit], &mut env)?;
        self.open_at(&path, env)
    }

    pub(super) fn open_sample(&mut self) -> Result<Vec<Msg>, Problem> {
        let sample = self.catalog.sample()?;
        let failed = |error: std::io::Error| {
            Problem::new("The sample year could not be laid out.").caused_by(&error)
        };
        let folder = tempfile::Builder::new()
            .prefix("matchbook-sample-")
            .tempdir()
            .map_err(failed)?;
        let path = folder.path().join("Sample year.matchbook");
        let mut env = self.env.clone().with_clock_fixed_on(sample.today);
        let store = Store::create_with(&path, sample.identity, &sample.commits, &mut env)?;
        self.switch_to(store, Some(folder), None, env)
    }

    /// Replaces the open book by that of `store`, once all of it is loaded.
    fn switch_to(
        &mut self,
        store: Store,
        sample_folder: Option<TempDir>,
        read_only: Option<String>,
        env: Env,
    ) -> Result<Vec<Msg>, Problem> {
        let mut book = BookHandle {
            sample_folder,
            read_only,
            ..BookHandle::new(BookId(self.last_book_id + 1), store)
        };
        let opened = self.load(&mut book)?;
        let warning = book.store.new_location_warning();
        book.note_own_commit();
        // Nothing below can fail.
        self.cancel();
        self.reset_backups();
        self.last_book_id += 1;
        self.env = env;
        self.book = Some(book);
        // Another book may have another today.
        let now = Msg::Tick(self.env.local_now());
        let mut messages = vec![now, Msg::BookOpened(Box::new(opened))];
        messages.extend(
            warning.map(|finding| Msg::Notice(Problem::new(finding.message).hint(finding.hint))),
        );
        Ok(messages)
    }

    /// The open book, read again.
    pub(super) fn reloaded(&self) -> Result<Msg, Problem> {
        let opened = self.snapshot(self.book()?)?;
        Ok(Msg::BookReloaded(Box::new(opened)))
    }

    /// Everything that the app needs of `book`, which has just been opened, with the drafts of its recovery files.
    pub(super) fn load(&self, book: &mut BookHandle) -> Result<OpenedBook, Problem> {
        let mut opened = self.snapshot(book)?;
        opened.notice = recovery::recover_drafts(
            &self.dirs,
            &mut book.store,
            &mut opened.drafts,
            &mut book.recoveries,
        );
        book.note_own_commit();
        Ok(opened)
    }

    /// Everything that the app needs of `book`.
    fn snapshot(&self, book: &BookHandle) -> Result<OpenedBook, Problem> {
        let store = &book.store;
        let drafts: BTreeMap<_, _> = store
            .drafts()?
            .into_iter()
            .map(|draft| (draft.draft_key, draft.text))
            .collect();
        let not_allowed = || "its file or folder does not allow changes.".to_owned();
        let read_only = book.read_only.clone();
        let loaded = store.load()?;
        Ok(OpenedBook {
            id: book.id,
            rules: Rules::read(&self.catalog, &loaded, self.env.today())?,
            book: loaded,
            path: store.path().to_owned(),
            read_only: read_only.or_else(|| store.is_read_only().then(not_allowed)),
            drafts,
            undo: store.undo_label(),
            redo: store.redo_label(),
            sample: book.sample_folder.is_some(),
            notice: None,
            pair: exchange::pair_info(store),
        })
    }

    /// True if another program wrote to the file, or replaced it, since the last load.
    pub(super) fn has_external_changes(&self) -> bool {
        let changed = |book: &BookHandle| Some(book.last_version? != book.store.version().ok()?);
        self.book.as_ref().and_then(changed).unwrap_or_default()
    }

    /// Takes the file version after one's own commit for known; what another connection committed still shows.
    pub(super) fn note_own_commit(&mut self) {
        if let Some(book) = &mut self.book {
            book.note_own_commit();
        }
    }

    /// A warning when the file is gone from its path; a reload when another program wrote to it.
    pub fn check_file(&mut self) -> Vec<Msg> {
        match &self.book {
            Some(book) if !book.store.is_in_place() => {
                let path = book.store.path().to_owned();
                vec![Msg::DraftFailed(StoreError::Moved { path }.into())]
            }
            Some(_) | None => self.reload_if_changed(),
        }
    }

    /// Reloads the book when another program wrote to its file.
    pub fn reload_if_changed(&mut self) -> Vec<Msg> {
        let Some(book) = &mut self.book else {
            return Vec::new();
        };
        let Ok(now) = book.store.version() else {
            return Vec::new(); // The next effect reports the failure.
        };
        if book.last_version == Some(now) || !book.store.is_in_place() {
            return Vec::new();
        }
        book.last_version = Some(now);
        let read = self.book().and_then(|book| self.snapshot(book));
        vec![match read {
            Ok(opened) => Msg::BookReloaded(Box::new(opened)),
            // A dialog would swallow the keys of somebody who types.
            Err(problem) => Msg::DraftFailed(problem),
        }]
    }
}

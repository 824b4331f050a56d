//! Performing effects: the only part of the screen that touches store, files and data files.
//!
//! Whatever can fail is done first, and only then does anything change: a book is loaded wholly before it takes the place
//! of the open one, with its clock and its folder; an effect on a book that is not the open one any more is refused.

mod backup;
mod open;
#[cfg(test)]
mod tests;
mod work;

use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use chrono::Timelike;
use tempfile::TempDir;

use super::jobs::Job;
use super::{Start, recovery};
use crate::app::{BookEffect, BookId, Effect, Msg, Planned, Turn, UnkeptText};
use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::domain::change::Committed;
use crate::domain::find::{Ask, Filter, Page};
use crate::domain::id::Id;
use crate::env::Env;
use crate::files;
use crate::import::{self, Asked};
use crate::paths::Places;
use crate::problem::Problem;
use crate::shelf;
use crate::store::{self, Reason, Store, StoreError, Version};

/// So many hits of a search are read at once.
const HITS: usize = 50;

/// What the screen needs of the world.
pub struct Runtime {
    /// Clock and ids.
    pub env: Env,
    /// Folders.
    pub places: Places,
    catalog: Rc<Catalog>,
    book: Option<OpenBook>,
    /// The number of the newest opening.
    openings: u64,
    /// The clock outside the sample year, which has a today of its own.
    outside: Env,
    /// What is at work.
    job: Option<Job>,
    /// What was told to stop and may not have done so yet.
    stopped: Vec<Job>,
    backups: backup::Backups,
}

/// The open book and what hangs on it.
struct OpenBook {
    id: BookId,
    store: Store,
    /// The folder of the sample year, removed with it.
    sample: Option<TempDir>,
    /// Why it can only be read, where another window is the reason.
    read_only: Option<String>,
    /// Recovery files that it could not take yet.
    waiting: recovery::Waiting,
    /// The file as it was when the screen was last told all of it.
    seen: Option<Version>,
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.finish_backup();
        self.cancel();
        self.stopped.iter().for_each(Job::see_off);
    }
}

impl Runtime {
    /// A runtime without a book.
    pub fn new(env: Env, places: Places, catalog: Rc<Catalog>) -> Self {
        files::sweep(&places.exports, env.now());
        Self {
            outside: env.clone(),
            env,
            places,
            catalog,
            book: None,
            openings: 0,
            job: None,
            stopped: Vec::new(),
            backups: backup::Backups::default(),
        }
    }

    /// What the screen begins with.
    ///
    /// # Errors
    /// When the book named cannot be opened.
    pub fn start(&mut self, start: Start) -> Result<Vec<Msg>, Problem> {
        match start {
            Start::Book(path) => self.open(&path),
            Start::Sample => self.open_sample(),
            Start::Home => {
                let books = self.places.books();
                match books.as_slice() {
                    [] if store::gone(&self.places.home).is_empty() => Ok(self.waiting_texts()),
                    [book] => Ok(self.open(book).unwrap_or_else(|problem| {
                        let shelf = Msg::Command(crate::app::command::Command::Shelf);
                        vec![shelf, Msg::Failed(problem)]
                    })),
                    _ => {
                        let shelf = Msg::Command(crate::app::command::Command::Shelf);
                        Ok([vec![shelf], self.waiting_texts()].concat())
                    }
                }
            }
        }
    }

    /// Says that typed text waits for its book to be opened.
    fn waiting_texts(&self) -> Vec<Msg> {
        let told = recovery::waiting(&self.places).map(Msg::Told);
        told.into_iter().collect()
    }

    /// Performs one effect; what came of it goes back as messages.
    pub fn perform(&mut self, effect: Effect) -> Vec<Msg> {
        let result = match effect {
            Effect::InBook(id, effect) => return self.in_book(id, effect),
            Effect::ListBooks => Ok(self.list_books()),
            Effect::OpenBook(path) => self.open(&path),
            Effect::ListBackups(path) => Ok(self.list_backups(&path)),
            Effect::Restore(line) => self.restore(&line),
            Effect::CreateBook(answers) => self.create(&answers),
            Effect::OpenSample => self.open_sample(),
            Effect::Recover(texts) => {
                let written = self.recover(&texts).map(Msg::Recovered);
                Ok(vec![written.unwrap_or_else(Msg::NotRecovered)])
            }
            Effect::Cancel => {
                self.cancel();
                Ok(Vec::new())
            }
            Effect::Editor(_)
            | Effect::Copy(_)
            | Effect::Open(_)
            | Effect::Suspend
            | Effect::Quit => Ok(Vec::new()),
        };
        result.unwrap_or_else(|problem| vec![Msg::Failed(problem)])
    }

    /// Performs an effect on the open book, if it is the one that is meant, and looks whether another program wrote to it.
    fn in_book(&mut self, id: BookId, effect: BookEffect) -> Vec<Msg> {
        let failed: fn(Problem) -> Msg = if let BookEffect::SaveDraft(_) = effect {
            Msg::NotKept
        } else {
            Msg::Failed
        };
        if self.book.as_ref().is_none_or(|book| book.id != id) {
            let gone = Problem::new("This belongs to a book that is not open any more.")
                .hint("Nothing was saved. Open that book and do it again.");
            return vec![failed(gone)];
        }
        let elsewhere = self.is_written_elsewhere();
        let settled = Settled::by(&effect);
        let done = self.perform_in_book(effect);
        if let (Some(settled), Ok(_), Some(book)) = (settled, &done, &mut self.book) {
            book.waiting
                .settle(&mut book.store, settled.place.as_deref());
        }
        let mut messages = done.unwrap_or_else(|problem| vec![failed(problem)]);
        if !elsewhere {
            self.note_own_commit();
        }
        messages.extend(self.written_elsewhere());
        messages
    }

    fn perform_in_book(&mut self, effect: BookEffect) -> Result<Vec<Msg>, Problem> {
        match effect {
            BookEffect::Commit { commit, clears } => self.with(|store, env| {
                let committed = store.commit_clearing(&commit, clears.as_deref(), env)?;
                Ok(vec![told(store, committed, clears, Turn::Done)])
            }),
            BookEffect::Undo => self.with(|store, env| {
                let undone = store.undo(env)?;
                let told = |done| told(store, done, None, Turn::Undone);
                Ok(undone.map(told).into_iter().collect())
            }),
            BookEffect::Redo => self.with(|store, env| {
                let redone = store.redo(env)?;
                let told = |done| told(store, done, None, Turn::Redone);
                Ok(redone.map(told).into_iter().collect())
            }),
            BookEffect::SaveDraft(typed) => self.with(|store, env| {
                store.save_draft(&typed.place, &typed.text, env.now())?;
                Ok(vec![Msg::Kept(typed)])
            }),
            BookEffect::ClearDraft(place) => self.with(|store, _| {
                store.clear_draft(&place)?;
                Ok(vec![Msg::Dropped(place)])
            }),
            BookEffect::Details(meeting) => self.details(meeting),
            BookEffect::Search(ask) => self.with(|store, _| search(store, ask)),
            BookEffect::LookInto(file) => self.look_into(&file),
            BookEffect::TakeIn(commit) => self.with(|store, env| {
                store.backup(Reason::Import, env)?;
                let committed = store.commit(&commit, env)?;
                Ok(vec![told(store, committed, None, Turn::Done)])
            }),
            BookEffect::Backup => Ok(self.begin_backup(Reason::Hand)),
            BookEffect::Preview(request) => self.export(request, None),
            BookEffect::Write(request) => {
                let folder = self.places.exports.clone();
                self.export(request, Some(folder))
            }
        }
    }

    fn book(&self) -> Result<&OpenBook, Problem> {
        self.book
            .as_ref()
            .ok_or_else(|| Problem::new("No book is open."))
    }

    /// Runs `work` on the open book.
    fn with(
        &mut self,
        work: impl FnOnce(&mut Store, &mut Env) -> Result<Vec<Msg>, StoreError>,
    ) -> Result<Vec<Msg>, Problem> {
        let Some(book) = &mut self.book else {
            return Ok(Vec::new());
        };
        let done = work(&mut book.store, &mut self.env);
        if matches!(done, Err(StoreError::Uncertain)) {
            // The screen is told what is there as soon as it can be read.
            book.seen = None;
        }
        Ok(done?)
    }

    fn list_books(&mut self) -> Vec<Msg> {
        let (places, catalog, env) = (&self.places, &self.catalog, &mut self.env);
        let open = self.book.as_ref().map(|book| &book.store);
        vec![Msg::Shelf(shelf::lines(places, open, catalog, env))]
    }

    fn details(&mut self, meeting: Id) -> Result<Vec<Msg>, Problem> {
        self.with(|store, _| Ok(vec![Msg::Details(meeting, store.details_of(meeting)?)]))
    }

    /// More of a large log.
    pub fn older(&mut self, book: &Book, limit: usize) -> Vec<Msg> {
        let read = self.with(|store, _| {
            let records = store.older(book, limit)?;
            let complete = records.len() < limit;
            Ok(vec![Msg::Loaded { records, complete }])
        });
        read.unwrap_or_else(|problem| {
            vec![
                Msg::Loaded {
                    records: Vec::new(),
                    complete: true,
                },
                Msg::Failed(problem),
            ]
        })
    }

    /// What taking the file at `typed` in would do to the open book.
    fn look_into(&self, typed: &str) -> Result<Vec<Msg>, Problem> {
        let store = &self.book()?.store;
        // A file that is dropped into a terminal comes in quotation marks.
        let typed = typed.trim().trim_matches(['\'', '"']);
        let path = match (typed.strip_prefix("~/"), std::env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(typed),
        };
        // Closing a second handle on the open book would drop its locks.
        if files::is_same(&path, store.path()) {
            return Err(Problem::new("That file is the book that is open."));
        }
        let bytes = import::bytes_of(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let plan = import::plan(
            &bytes,
            &Asked {
                name: &name,
                target: None,
                map: &[],
                book: &store.load_all()?,
                today: self.env.today(),
                local: &|utc| self.env.local_time(utc),
            },
        )?;
        Ok(vec![Msg::Planned(Box::new(Planned {
            lines: plan.lines(),
            commit: plan.commit(&name, &self.env.clone().scribe()),
            file: name.into_owned(),
        }))])
    }

    /// Writes what the book cannot take to a recovery file.
    ///
    /// # Errors
    /// When no folder takes it.
    pub fn recover(&mut self, texts: &[UnkeptText]) -> Result<PathBuf, Problem> {
        let (places, at) = (&self.places, self.env.now());
        let missing = || Problem::new("No book is open.");
        let book = self.book.as_mut().ok_or_else(missing)?;
        let (identity, path) = (book.store.identity(), book.store.path());
        let file = recovery::write(places, identity, path, texts, at)?;
        book.waiting.add(file.clone(), texts, at);
        Ok(file)
    }

    /// How long it is until the next minute begins.
    pub fn until_next_minute(&self) -> Duration {
        let second = u64::from(self.env.local_now().second().min(59));
        Duration::from_secs(60 - second)
    }
}

/// The text that an effect on the book settles.
struct Settled {
    /// The place of the text that was saved, kept anew or thrown away, if one was.
    place: Option<String>,
}

impl Settled {
    /// By `effect`, if it writes.
    fn by(effect: &BookEffect) -> Option<Self> {
        let place = match effect {
            BookEffect::Commit { clears, .. } => clears.clone(),
            BookEffect::SaveDraft(typed) => Some(typed.place.clone()),
            BookEffect::ClearDraft(place) => Some(place.clone()),
            BookEffect::Undo | BookEffect::Redo | BookEffect::TakeIn(_) => None,
            BookEffect::Details(_)
            | BookEffect::Search(_)
            | BookEffect::LookInto(_)
            | BookEffect::Backup
            | BookEffect::Preview(_)
            | BookEffect::Write(_) => return None,
        };
        Some(Self { place })
    }
}

fn told(store: &Store, committed: Committed, cleared: Option<String>, turn: Turn) -> Msg {
    Msg::Committed {
        committed,
        cleared,
        turn,
        undo: store.can_undo(),
        redo: store.can_redo(),
    }
}

fn search(store: &Store, ask: Ask) -> Result<Vec<Msg>, StoreError> {
    let only = match ask.filter {
        Filter::All | Filter::Extras => None,
        Filter::Kind(kind) => Some(kind),
    };
    let page = Page {
        hits: store.search_in(&ask.words, only, HITS, ask.skip)?,
        kinds: if ask.skip == 0 {
            store.count_hits(&ask.words)?
        } else {
            Vec::new()
        },
    };
    Ok(vec![Msg::Found(ask, page)])
}

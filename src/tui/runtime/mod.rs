//! Performing effects: the only part of the screen that touches store, files and data files.

mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use chrono::Timelike;
use tempfile::TempDir;

use super::Start;
use super::jobs::Job;
use crate::app::desk::Opened;
use crate::app::{Effect, Msg, Planned, Turn};
use crate::catalog::Catalog;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Committed;
use crate::domain::find::{Ask, Filter, Page};
use crate::domain::id::Id;
use crate::env::Env;
use crate::import::{self, Asked};
use crate::paths::Places;
use crate::problem::Problem;
use crate::shelf;
use crate::store::{Mode, Reason, Store, StoreError};

/// So many hits of a search are read at once.
const HITS: usize = 50;

/// What the screen needs of the world.
pub struct Runtime {
    /// Clock and ids.
    pub env: Env,
    /// Folders.
    pub places: Places,
    catalog: Rc<Catalog>,
    store: Option<Store>,
    /// The folder of the sample year, removed at the end.
    sample: Option<TempDir>,
    /// The clock outside the sample year, which has a today of its own.
    outside: Env,
    /// What the store's file looked like last: it changes when another program writes.
    seen: i64,
    /// What is at work.
    job: Option<Job>,
    /// What was told to stop and may not have done so yet.
    stopped: Vec<Job>,
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.cancel();
        self.stopped.iter().for_each(Job::see_off);
    }
}

impl Runtime {
    /// A runtime without a book.
    pub fn new(env: Env, places: Places, catalog: Rc<Catalog>) -> Self {
        Self {
            outside: env.clone(),
            env,
            places,
            catalog,
            store: None,
            sample: None,
            seen: 0,
            job: None,
            stopped: Vec::new(),
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
                    [] => Ok(Vec::new()),
                    [book] => self.open(book),
                    _ => Ok(vec![Msg::Command(crate::app::command::Command::Shelf)]),
                }
            }
        }
    }

    /// Performs one effect; what came of it goes back as messages.
    pub fn perform(&mut self, effect: Effect) -> Vec<Msg> {
        let result = match effect {
            Effect::Commit { commit, clears } => self.with(|store, env| {
                let committed = store.commit_clearing(&commit, clears.as_deref(), env)?;
                Ok(vec![told(store, committed, Turn::Done)])
            }),
            Effect::Undo => self.with(|store, env| {
                Ok(store
                    .undo(env)?
                    .map(|done| told(store, done, Turn::Undone))
                    .into_iter()
                    .collect())
            }),
            Effect::Redo => self.with(|store, env| {
                Ok(store
                    .redo(env)?
                    .map(|done| told(store, done, Turn::Redone))
                    .into_iter()
                    .collect())
            }),
            Effect::SaveDraft { place, text } => self.with(|store, env| {
                store.save_draft(&place, &text, env.now())?;
                Ok(Vec::new())
            }),
            Effect::ClearDraft(place) => self.with(|store, _| {
                store.clear_draft(&place)?;
                Ok(Vec::new())
            }),
            Effect::Details(meeting) => self.details(meeting),
            Effect::Search(ask) => self.with(|store, _| search(store, ask)),
            Effect::ListBooks => Ok(vec![Msg::Shelf(shelf::lines(
                &self.places,
                &self.catalog,
                &mut self.env,
            ))]),
            Effect::OpenBook(path) => self.open(&path),
            Effect::CreateBook(answers) => self.create(&answers),
            Effect::LookInto(file) => self.look_into(&file),
            Effect::TakeIn(commit) => self.with(|store, env| {
                store.backup(Reason::Import, env)?;
                let committed = store.commit(&commit, env)?;
                Ok(vec![told(store, committed, Turn::Done)])
            }),
            Effect::OpenSample => self.open_sample(),
            Effect::Preview(request) => self.export(request, None),
            Effect::Write(request) => {
                let folder = self.places.exports.clone();
                self.export(request, Some(folder))
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

    /// Runs `work` on the open book; a draft of a book that can only be read is not kept.
    fn with(
        &mut self,
        work: impl FnOnce(&mut Store, &mut Env) -> Result<Vec<Msg>, StoreError>,
    ) -> Result<Vec<Msg>, Problem> {
        let Some(store) = &mut self.store else {
            return Ok(Vec::new());
        };
        let messages = work(store, &mut self.env)?;
        self.seen = store.data_version().unwrap_or(self.seen);
        Ok(messages)
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

    /// The book anew, when another program wrote to it.
    pub fn written_elsewhere(&mut self) -> Vec<Msg> {
        let Some(store) = &self.store else {
            return Vec::new();
        };
        let now = store.data_version().unwrap_or(self.seen);
        if now == self.seen {
            return Vec::new();
        }
        self.seen = now;
        self.opened().map_or_else(
            |problem| vec![Msg::Failed(problem)],
            |opened| vec![Msg::Reread(Box::new(opened))],
        )
    }

    fn open(&mut self, path: &Path) -> Result<Vec<Msg>, Problem> {
        // Two windows on one book would not see each other's changes at once: the second may look.
        let (store, why) = match Store::open(path, Mode::Edit, &mut self.env) {
            Err(error @ StoreError::OpenElsewhere { .. }) => {
                let why = Problem::from(error).message;
                (Store::open(path, Mode::Read, &mut self.env)?, Some(why))
            }
            store => (store?, None),
        };
        self.sample = None;
        self.env = self.env.clone().with_clock_of(&self.outside);
        self.lay(store, why)
    }

    fn lay(&mut self, store: Store, why: Option<String>) -> Result<Vec<Msg>, Problem> {
        self.seen = store.data_version().unwrap_or(0);
        self.cancel();
        self.store = Some(store);
        let mut opened = self.opened()?;
        opened.read_only = why.or(opened.read_only);
        // Another book may have another today.
        let now = Msg::Tick(self.env.local_now());
        Ok(vec![now, Msg::Opened(Box::new(opened))])
    }

    fn opened(&self) -> Result<Opened, Problem> {
        let Some(store) = &self.store else {
            return Err(Problem::new("No book is open."));
        };
        let drafts: BTreeMap<_, _> = store
            .drafts()?
            .into_iter()
            .map(|draft| (draft.place, draft.text))
            .collect();
        let read_only = store
            .is_read_only()
            .then(|| "its file or folder does not allow changes.".to_owned());
        Ok(Opened {
            book: store.load()?,
            path: store.path().to_owned(),
            read_only,
            drafts,
            undo: store.can_undo(),
            redo: store.can_redo(),
            sample: self.sample.is_some(),
        })
    }

    fn create(&mut self, answers: &Answers) -> Result<Vec<Msg>, Problem> {
        let places = self.places.clone();
        let path = shelf::start(answers, None, || Ok(places), &self.catalog, &mut self.env)?;
        self.open(&path)
    }

    /// What taking the file at `typed` in would do to the open book.
    fn look_into(&self, typed: &str) -> Result<Vec<Msg>, Problem> {
        let Some(store) = &self.store else {
            return Err(Problem::new("No book is open."));
        };
        // A file that is dropped into a terminal comes in quotation marks.
        let typed = typed.trim().trim_matches(['\'', '"']);
        let path = match (typed.strip_prefix("~/"), std::env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(typed),
        };
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

    fn open_sample(&mut self) -> Result<Vec<Msg>, Problem> {
        let sample = self.catalog.sample()?;
        let failed = |error: std::io::Error| {
            Problem::new("The sample year could not be laid out.").caused_by(&error)
        };
        let folder = tempfile::Builder::new()
            .prefix("matchbook-sample-")
            .tempdir()
            .map_err(failed)?;
        let path = folder.path().join("Sample year.matchbook");
        self.env = self.env.clone().stopped_on(sample.today);
        let store = Store::create_with(&path, sample.identity, &sample.commits, &mut self.env)?;
        self.sample = Some(folder);
        self.lay(store, None)
    }

    /// How long it is until the next minute begins.
    pub fn until_next_minute(&self) -> Duration {
        let second = u64::from(self.env.local_now().second().min(59));
        Duration::from_secs(60 - second)
    }
}

fn told(store: &Store, committed: Committed, turn: Turn) -> Msg {
    Msg::Committed {
        committed,
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

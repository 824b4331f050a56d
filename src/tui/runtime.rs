//! Performing effects: the only part of the screen that touches store, files and data files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use chrono::Timelike;
use tempfile::TempDir;

use super::{Start, editor};
use crate::app::desk::Opened;
use crate::app::screens::preview::Preview;
use crate::app::{Effect, Msg, Turn};
use crate::catalog::Catalog;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Committed;
use crate::domain::find::{Ask, Filter, Page};
use crate::domain::id::Id;
use crate::env::Env;
use crate::export::{self, Content, Exporter, Level, What};
use crate::paths::Places;
use crate::problem::Problem;
use crate::store::{Mode, Store, StoreError};
use crate::{files, shelf};

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
}

impl Runtime {
    /// A runtime without a book.
    pub fn new(env: Env, places: Places, catalog: Rc<Catalog>) -> Self {
        editor::sweep(&places.scratch);
        Self {
            outside: env.clone(),
            env,
            places,
            catalog,
            store: None,
            sample: None,
            seen: 0,
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
            Effect::OpenSample => self.open_sample(),
            Effect::Preview(what, format) => self
                .preview(&what, format)
                .map(|preview| vec![Msg::Previewed(Box::new(preview))]),
            Effect::Write(what, format) => self
                .write(&what, format)
                .map(|path| vec![Msg::Written(path, what)]),
            Effect::Editor(_) | Effect::Copy(_) | Effect::Suspend | Effect::Quit => Ok(Vec::new()),
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

    fn open_sample(&mut self) -> Result<Vec<Msg>, Problem> {
        let sample = self.catalog.sample()?;
        let failed = |error: std::io::Error| {
            Problem::new("The sample year could not be laid out.").detail(error.to_string())
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

    fn preview(&mut self, what: &What, format: &'static str) -> Result<Preview, Problem> {
        let exporter = exporter(format)?;
        self.with_source(|source| {
            let leaving = export::leaving(what, Level::Shared, source)?;
            let document = &leaving.content.document;
            Ok(Preview {
                what: what.clone(),
                format,
                title: format!("{} as {}", document.title, exporter.title()),
                file: export::file_name(document, exporter.extension()),
                text: export::shown(exporter, &leaving.content)?,
                stays: leaving.stays,
                scroll: 0,
            })
        })
    }

    fn write(&mut self, what: &What, format: &'static str) -> Result<PathBuf, Problem> {
        let exporter = exporter(format)?;
        let (file, bytes) = self.with_source(|source| {
            let content = Content::of(what, Level::Shared, source)?;
            let bytes = export::bytes(exporter, &content)?;
            let file = export::file_name(&content.document, exporter.extension());
            Ok((file, bytes))
        })?;
        let path = self.places.new_export(&file);
        let failed = |error: std::io::Error| {
            Problem::new(format!("The file {} could not be written.", path.display()))
                .hint("Nothing was written. Is there room on the disk, and may you write there?")
                .detail(error.to_string())
        };
        files::make_folder(files::folder_of(&path)).map_err(failed)?;
        files::write_new(&path, &bytes).map_err(failed)?;
        Ok(path)
    }

    /// Runs `work` on the whole book, notes and all.
    fn with_source<T>(
        &mut self,
        work: impl FnOnce(&export::Source<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let Some(store) = &self.store else {
            return Err(Problem::new("No book is open."));
        };
        let book = store.load_all()?;
        shelf::with_source(&book, &self.catalog, self.env.today(), work)
    }

    /// How long it is until the next minute begins.
    pub fn until_next_minute(&self) -> Duration {
        let second = u64::from(self.env.local_now().second().min(59));
        Duration::from_secs(60 - second)
    }
}

fn exporter(format: &str) -> Result<&'static dyn Exporter, Problem> {
    export::exporter(format).ok_or_else(|| Problem::new("There is no such format."))
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

//! Long work: one worker with a look at the book of its own, so that the screen never waits for it.
//!
//! A [`Job`] tells over a channel how far it has come and, at last, what it made. It never writes to the book, and a file
//! that it fills is a temporary one: the runtime gives it its name, or lets it go. While no job lives nothing runs.

use std::cell::Cell;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempPath;

use crate::app::Work;
use crate::app::screens::preview::Preview;
use crate::catalog::Catalog;
use crate::env::Env;
use crate::export::{self, Content, ExportError, Exporter, Progress, Request, Source};
use crate::problem::Problem;
use crate::store::{Address, Store};
use crate::{files, shelf};

/// So much of a text is shown before it is written; nobody reads more of it there, and no clipboard takes more.
const SHOWN: usize = 100_000;
/// How long a program that ends waits for a worker to put its things away.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is to be done, and all that it needs.
pub struct Task {
    /// The book, which is open already and looked at through a second connection.
    pub book: Address,
    /// The folder of the user's own data files.
    pub config: PathBuf,
    /// The clock.
    pub env: Env,
    /// What is to be exported.
    pub request: Request,
    /// Where the file is to go; without it the export is only shown.
    pub folder: Option<PathBuf>,
}

/// What came of a task.
pub enum Made {
    /// What is shown before anything leaves.
    Preview(Box<Preview>),
    /// A file that is written whole and has no name yet.
    File {
        /// Where it is; gone when dropped.
        temp: TempPath,
        /// What it is to be called.
        name: String,
    },
}

/// What a job tells.
pub enum News {
    /// How far it has come.
    Work(Work),
    /// It is over.
    Over(Box<Result<Made, Problem>>),
}

/// A worker at work.
pub struct Job {
    /// What it works on.
    pub request: Request,
    news: Receiver<News>,
    stop: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

impl Job {
    /// Lets a worker begin.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(task: Task) -> Result<Self, Problem> {
        let (sender, news) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let request = task.request.clone();
        let told = Told {
            sender,
            stop: Arc::clone(&stop),
            shown: Cell::new(usize::MAX),
        };
        let work = move || {
            let made = perform(task, &told);
            // Nobody may be left to hear it; a temporary file is then gone with it.
            let _ = told.sender.send(News::Over(Box::new(made)));
        };
        let worker = thread::Builder::new().name("export".to_owned()).spawn(work);
        let worker = worker.map_err(|error| no_thread(&error))?;
        Ok(Self {
            request,
            news,
            stop,
            worker: Some(worker),
        })
    }

    /// What it tells within `limit`, the last word only; none when it has nothing to tell.
    ///
    /// # Panics
    /// With the fault that the worker came upon.
    pub fn news(&mut self, limit: Duration) -> Option<News> {
        let until = Instant::now() + limit;
        let mut last = None;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.news.recv_timeout(left) {
                Ok(News::Work(work)) => last = Some(News::Work(work)),
                Ok(over @ News::Over(_)) => return Some(over),
                Err(RecvTimeoutError::Timeout) => return last,
                Err(RecvTimeoutError::Disconnected) => {
                    if let Some(Err(fault)) = self.worker.take().map(JoinHandle::join) {
                        std::panic::resume_unwind(fault);
                    }
                    return last;
                }
            }
        }
    }

    /// Asks the worker to stop; it does so at the next step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the worker is gone.
    pub fn is_over(&self) -> bool {
        self.worker.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits a moment for a worker that was stopped, so that it leaves no temporary file behind.
    pub fn see_off(&self) {
        self.stop();
        let until = Instant::now() + PATIENCE;
        while let Ok(news) = self
            .news
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            drop(news);
        }
    }
}

/// The system gives no thread.
pub fn no_thread(error: &io::Error) -> Problem {
    Problem::new("The computer has no room for more work just now.")
        .hint("Close another program and try again.")
        .caused_by(error)
}

/// Where a worker tells how far it has come.
struct Told {
    sender: Sender<News>,
    stop: Arc<AtomicBool>,
    /// The last hundredth that was told.
    shown: Cell<usize>,
}

impl Told {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    /// Says what comes now.
    fn stage(&self, words: &str) -> Result<(), ExportError> {
        let work = Work {
            stage: words.to_owned(),
            part: None,
        };
        let _ = self.sender.send(News::Work(work));
        if self.goes_on() {
            Ok(())
        } else {
            Err(ExportError::Stopped)
        }
    }
}

impl Progress for Told {
    fn step(&self, done: usize, all: usize) -> bool {
        let hundredths = done.saturating_mul(100) / all.max(1);
        if self.shown.replace(hundredths) != hundredths {
            let work = Work {
                stage: "Writing".to_owned(),
                part: u8::try_from(hundredths.min(100)).ok(),
            };
            let _ = self.sender.send(News::Work(work));
        }
        self.goes_on()
    }
}

fn perform(mut task: Task, told: &Told) -> Result<Made, Problem> {
    let exporter = exporter(task.request.format)?;
    told.stage("Reading the book")?;
    let mut store = Store::second_connection(&task.book)?;
    store.stop_on(Arc::clone(&told.stop))?;
    let catalog = Catalog::with_own(task.config.clone());
    let today = task.env.today();
    task.request.options.time = task.env.local_now().time();
    let request = &task.request;
    let book = shelf::exportable(&store, request.level)?;
    told.stage("Putting it together")?;
    shelf::with_source(&book, &catalog, today, |source| {
        if let Some(folder) = &task.folder {
            return written(request, exporter, source, folder, told);
        }
        let mut preview = shown(request, exporter, source, told)?;
        let (what, level) = (&request.what, request.level);
        preview.stays = shelf::stays(what, level, &store, &catalog, today)?;
        Ok(Made::Preview(Box::new(preview)))
    })
}

fn exporter(format: &str) -> Result<&'static dyn Exporter, Problem> {
    export::exporter(format).ok_or_else(|| Problem::new("There is no such format."))
}

/// The beginning of what would be written.
fn shown(
    request: &Request,
    exporter: &dyn Exporter,
    source: &Source<'_>,
    told: &Told,
) -> Result<Preview, Problem> {
    let content = Content::asked(request, source)?;
    let document = &content.document;
    let mut text = if exporter.is_text() {
        let mut head = Head(Vec::new());
        match exporter.write(&content, &mut head, told) {
            Err(ExportError::Write(_)) | Ok(()) => {}
            Err(why) => return Err(why.into()),
        }
        String::from_utf8_lossy(&head.0).into_owned()
    } else {
        export::preview(document).join("\n")
    };
    if text.len() > SHOWN {
        let end = text[..text.floor_char_boundary(SHOWN)]
            .rfind('\n')
            .unwrap_or(0);
        text.truncate(end);
        text.push_str("\n\n… and more: the file holds all of it.\n");
    }
    Ok(Preview {
        request: request.clone(),
        title: format!("{} as {}", document.title, exporter.title()),
        name: export::uncapitalised(&document.title),
        file: export::file_name(document, exporter.extension()),
        stays: Vec::new(),
        text,
        scroll: 0,
        written: None,
    })
}

/// The beginning of a file; it takes little more than is shown.
struct Head(Vec<u8>);

impl Write for Head {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() > SHOWN {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file, whole and flushed, under a temporary name.
fn written(
    request: &Request,
    exporter: &dyn Exporter,
    source: &Source<'_>,
    folder: &Path,
    told: &Told,
) -> Result<Made, Problem> {
    let content = Content::asked(request, source)?;
    let name = export::file_name(&content.document, exporter.extension());
    let failed = |error: io::Error| {
        Problem::new(format!("The file {name} could not be written."))
            .hint("Nothing was written. Is there room on the disk, and may you write there?")
            .caused_by(&error)
    };
    files::make_folder(folder).map_err(failed)?;
    let temp = files::temp_file(folder).map_err(failed)?;
    let mut out = BufWriter::new(temp.as_file());
    exporter
        .write(&content, &mut out, told)
        .map_err(|why| match why {
            ExportError::Write(error) => failed(error),
            ExportError::Refused(_) | ExportError::Stopped => why.into(),
        })?;
    out.flush().map_err(failed)?;
    drop(out);
    let temp = temp.into_temp_path();
    Ok(Made::File { temp, name })
}

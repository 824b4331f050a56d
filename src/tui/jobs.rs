//! Background jobs: one worker with its own connection to the book, so that the screen never waits for long work.
//!
//! A [`Job`] sends its progress and, at last, its result over a channel. It never writes to the book, and a file that it
//! fills is a temporary one: the runtime renames it, or drops it. While no job lives nothing runs.

use std::cell::Cell;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempPath;

use crate::app::ExportPreview;
use crate::app::JobProgress;
use crate::catalog::Catalog;
use crate::env::Env;
use crate::export::{self, Content, ExportError, ExportProgress, ExportSource, Exporter, Request};
use crate::problem::Problem;
use crate::store::{BookLocation, Store};
use crate::{files, shelf};

/// Longest preview, in bytes; nobody reads more of it there, and no clipboard takes more.
const PREVIEW_LIMIT: usize = 100_000;
/// Timeout for a worker to clean up when the program ends.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// Input of a job: an export to preview or to write.
pub struct Task {
    /// The open book, to be read through a second connection.
    pub book: BookLocation,
    /// Folder of the user's own data files.
    pub config: PathBuf,
    pub env: Env,
    pub request: Request,
    /// Folder of the file; none for a preview.
    pub folder: Option<PathBuf>,
}

/// Output of a task.
pub enum JobResult {
    /// The preview that is shown before anything is written.
    Preview(Box<ExportPreview>),
    /// A complete file that has no name yet.
    File {
        /// Deleted when dropped.
        temp: TempPath,
        /// File name that it is to have.
        name: String,
    },
}

/// Message from a job.
pub enum JobEvent {
    Progress(JobProgress),
    Finished(Box<Result<JobResult, Problem>>),
}

/// A running worker.
pub struct Job {
    pub request: Request,
    events: Receiver<JobEvent>,
    cancel_flag: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

impl Job {
    /// Starts the worker's thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(task: Task) -> Result<Self, Problem> {
        let (sender, news) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let request = task.request.clone();
        let progress = ProgressSink {
            sender,
            cancel_flag: Arc::clone(&stop),
            last_percent: Cell::new(usize::MAX),
        };
        let run = move || {
            let result = run_task(task, &progress);
            // The receiver may be gone; a temporary file is then deleted with the message.
            let _ = progress.sender.send(JobEvent::Finished(Box::new(result)));
        };
        let worker = thread::Builder::new().name("export".to_owned()).spawn(run);
        let worker = worker.map_err(|error| spawn_failed(&error))?;
        Ok(Self {
            request,
            events: news,
            cancel_flag: stop,
            worker: Some(worker),
        })
    }

    /// The job's newest message within the timeout `limit`; none when there is none.
    ///
    /// # Panics
    /// With the worker's own panic.
    pub fn poll(&mut self, limit: Duration) -> Option<JobEvent> {
        let until = Instant::now() + limit;
        let mut last = None;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(JobEvent::Progress(work)) => last = Some(JobEvent::Progress(work)),
                Ok(over @ JobEvent::Finished(_)) => return Some(over),
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

    /// Sets the cancel flag; the worker stops at its next check.
    pub fn cancel(&self) {
        self.cancel_flag.store(true, Ordering::Relaxed);
    }

    /// True if the worker's thread has ended.
    pub fn is_finished(&self) -> bool {
        self.worker.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits for a canceled worker, with a timeout, so that it leaves no temporary file behind.
    pub fn join_with_timeout(&self) {
        self.cancel();
        let until = Instant::now() + SHUTDOWN_TIMEOUT;
        while let Ok(news) = self
            .events
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            drop(news);
        }
    }
}

/// Problem for a thread that could not be started.
pub fn spawn_failed(error: &io::Error) -> Problem {
    Problem::new("The computer has no room for more work just now.")
        .hint("Close another program and try again.")
        .caused_by(error)
}

/// Sends progress to the job's channel, unless it is canceled.
struct ProgressSink {
    sender: Sender<JobEvent>,
    cancel_flag: Arc<AtomicBool>,
    /// The last percentage that was sent.
    last_percent: Cell<usize>,
}

impl ProgressSink {
    fn should_continue(&self) -> bool {
        !self.cancel_flag.load(Ordering::Relaxed)
    }

    /// Reports the next stage.
    fn stage(&self, name: &str) -> Result<(), ExportError> {
        let progress = JobProgress {
            stage: name.to_owned(),
            percent: None,
        };
        let _ = self.sender.send(JobEvent::Progress(progress));
        if self.should_continue() {
            Ok(())
        } else {
            Err(ExportError::Canceled)
        }
    }
}

impl ExportProgress for ProgressSink {
    fn report(&self, done: usize, all: usize) -> bool {
        let hundredths = done.saturating_mul(100) / all.max(1);
        if self.last_percent.replace(hundredths) != hundredths {
            let progress = JobProgress {
                stage: "Writing".to_owned(),
                percent: u8::try_from(hundredths.min(100)).ok(),
            };
            let _ = self.sender.send(JobEvent::Progress(progress));
        }
        self.should_continue()
    }
}

fn run_task(mut task: Task, progress: &ProgressSink) -> Result<JobResult, Problem> {
    let exporter = exporter(task.request.format)?;
    progress.stage("Reading the book")?;
    let mut store = Store::second_connection(&task.book)?;
    store.set_cancel_flag(Arc::clone(&progress.cancel_flag))?;
    let catalog = Catalog::with_user_folder(task.config.clone());
    let today = task.env.today();
    task.request.options.time = task.env.local_now().time();
    let request = &task.request;
    let book = shelf::load_for_export(&store, request.level)?;
    progress.stage("Putting it together")?;
    shelf::with_export_source(&book, &catalog, today, |source| {
        if let Some(folder) = &task.folder {
            return write_file(request, exporter, source, folder, progress);
        }
        let mut preview = render_preview(request, exporter, source, progress)?;
        let (subject, level) = (&request.subject, request.level);
        preview.withheld = shelf::withheld_notes(subject, level, &store, &catalog, today)?;
        Ok(JobResult::Preview(Box::new(preview)))
    })
}

fn exporter(format: &str) -> Result<&'static Exporter, Problem> {
    export::exporter(format).ok_or_else(|| Problem::new("There is no such format."))
}

/// Renders the beginning of an export.
fn render_preview(
    request: &Request,
    exporter: &Exporter,
    source: &ExportSource<'_>,
    progress: &ProgressSink,
) -> Result<ExportPreview, Problem> {
    let content = Content::for_request(request, source)?;
    let document = &content.document;
    let mut text = if exporter.is_text() {
        let mut head = LimitedWriter(Vec::new());
        match exporter.write(&content, &mut head, progress) {
            Err(ExportError::Write(_)) | Ok(()) => {}
            Err(why) => return Err(why.into()),
        }
        String::from_utf8_lossy(&head.0).into_owned()
    } else {
        export::preview_lines(&content.whole_document()).join("\n")
    };
    if text.len() > PREVIEW_LIMIT {
        let end = text[..text.floor_char_boundary(PREVIEW_LIMIT)]
            .rfind('\n')
            .unwrap_or(0);
        text.truncate(end);
        text.push_str("\n\n… and more: the file holds all of it.\n");
    }
    Ok(ExportPreview {
        request: request.clone(),
        title: format!("{} as {}", document.title, exporter.title()),
        name: export::uncapitalized(&document.title),
        file: export::file_name(document, exporter.extension()),
        withheld: Vec::new(),
        text,
    })
}

/// Writer for the beginning of a file; it ends the export soon after the limit.
struct LimitedWriter(Vec<u8>);

impl Write for LimitedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() > PREVIEW_LIMIT {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the whole file under a temporary name, and syncs it.
fn write_file(
    request: &Request,
    exporter: &Exporter,
    source: &ExportSource<'_>,
    folder: &Path,
    progress: &ProgressSink,
) -> Result<JobResult, Problem> {
    let content = Content::for_request(request, source)?;
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
        .write(&content, &mut out, progress)
        .map_err(|why| match why {
            ExportError::Write(error) => failed(error),
            ExportError::Refused(_) | ExportError::Canceled => why.into(),
        })?;
    out.flush().map_err(failed)?;
    drop(out);
    let temp = temp.into_temp_path();
    Ok(JobResult::File { temp, name })
}

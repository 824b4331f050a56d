//! Background jobs, so that the screen never waits for long work.
//!
//! A [`Job`] is a thread that sends its progress and, at last, its result over a channel. None writes to the book: each has
//! its own connection, and the runtime does with the result what remains to be done. While no job lives nothing runs.

use std::cell::Cell;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::app::JobProgress;
use crate::domain::region::Region;
use crate::export::ExportProgress;
use crate::problem::Problem;

/// Timeout for a job when the program ends.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// Message from a job.
pub enum JobEvent<T> {
    Progress(JobProgress),
    Finished(Result<T, Problem>),
}

/// A running job; canceled when dropped.
pub struct Job<T> {
    events: Receiver<JobEvent<T>>,
    cancel_flag: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl<T> Job<T> {
    /// Starts `work` in a thread; if the system gives none, the result says so.
    pub fn start(
        name: &str,
        work: impl FnOnce(&JobMonitor<T>) -> Result<T, Problem> + Send + 'static,
    ) -> Self
    where
        T: Send + 'static,
    {
        let (sender, events) = mpsc::channel();
        let cancel_flag = Arc::new(AtomicBool::new(false));
        let monitor = JobMonitor {
            sender: sender.clone(),
            cancel_flag: Arc::clone(&cancel_flag),
            last_percent: Cell::new(usize::MAX),
        };
        let region = Region::current();
        let run = move || {
            region.make_current();
            let result = work(&monitor);
            // The receiver may be gone; a temporary file is then deleted with the message.
            let _ = monitor.sender.send(JobEvent::Finished(result));
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
        let failed = |error| sender.send(JobEvent::Finished(Err(spawn_failed(&error))));
        Self {
            events,
            cancel_flag,
            thread: thread.map_err(failed).ok(),
        }
    }

    /// The job's newest message within the timeout `limit`; none when there is none.
    ///
    /// # Panics
    /// With the job's own panic.
    pub fn poll(&mut self, limit: Duration) -> Option<JobEvent<T>> {
        let until = Instant::now() + limit;
        let mut last = None;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(progress @ JobEvent::Progress(_)) => last = Some(progress),
                Ok(finished @ JobEvent::Finished(_)) => return Some(finished),
                Err(RecvTimeoutError::Timeout) => return last,
                Err(RecvTimeoutError::Disconnected) => {
                    if let Some(Err(fault)) = self.thread.take().map(JoinHandle::join) {
                        std::panic::resume_unwind(fault);
                    }
                    return last;
                }
            }
        }
    }

    /// Sets the cancel flag; the job stops at its next check.
    pub fn cancel(&self) {
        self.cancel_flag.store(true, Ordering::Relaxed);
    }

    /// True if the job's thread has ended.
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// The result, if the job ends in time when the program does.
    pub fn wait(&self) -> Option<Result<T, Problem>> {
        let until = Instant::now() + SHUTDOWN_TIMEOUT;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if let JobEvent::Finished(result) = self.events.recv_timeout(left).ok()? {
                return Some(result);
            }
        }
    }
}

fn spawn_failed(error: &io::Error) -> Problem {
    Problem::new("The computer has no room for more work just now.")
        .hint("Close another program and try again.")
        .caused_by(error)
}

/// The job's own side: it sends progress, and learns when to stop.
pub struct JobMonitor<T> {
    sender: Sender<JobEvent<T>>,
    pub cancel_flag: Arc<AtomicBool>,
    /// The last percentage that was sent.
    last_percent: Cell<usize>,
}

impl<T> JobMonitor<T> {
    pub fn should_continue(&self) -> bool {
        !self.cancel_flag.load(Ordering::Relaxed)
    }

    fn send(&self, stage: &str, percent: Option<u8>) {
        let stage = stage.to_owned();
        let progress = JobProgress { stage, percent };
        let _ = self.sender.send(JobEvent::Progress(progress));
    }
}

impl<T> ExportProgress for JobMonitor<T> {
    fn report(&self, done: usize, all: usize) -> bool {
        let hundredths = done.saturating_mul(100) / all.max(1);
        if self.last_percent.replace(hundredths) != hundredths {
            self.send("Writing", u8::try_from(hundredths.min(100)).ok());
        }
        self.should_continue()
    }

    fn stage(&self, name: &str) -> bool {
        self.send(name, None);
        self.should_continue()
    }
}

//! Exports, made by a worker beside the screen and given their place here.

use std::path::PathBuf;
use std::time::Duration;

use super::Runtime;
use crate::app::Msg;
use crate::export::Request;
use crate::files;
use crate::problem::Problem;
use crate::tui::jobs::{Job, JobEvent, JobResult, Task};

/// What is made within this time is there at once; nobody is told that it took any.
const IMMEDIATE_TIMEOUT: Duration = Duration::from_millis(200);

impl Runtime {
    /// Lets a worker prepare or write an export. What it makes at once is there at once; else it is told of by and by.
    pub(super) fn export(
        &mut self,
        request: Request,
        folder: Option<PathBuf>,
    ) -> Result<Vec<Msg>, Problem> {
        let store = &self.book()?.store;
        let task = Task {
            book: store.location(),
            config: self.dirs.config.clone(),
            env: self.env.clone(),
            request,
            folder,
        };
        self.cancel();
        self.job = Some(Job::start(task)?);
        Ok(self.poll_job(IMMEDIATE_TIMEOUT))
    }

    /// Whether something is at work that takes longer.
    pub fn has_job(&self) -> bool {
        self.job.is_some()
    }

    /// What the job at work tells within `limit`.
    pub fn poll_job(&mut self, limit: Duration) -> Vec<Msg> {
        let Some(job) = &mut self.job else {
            return Vec::new();
        };
        match job.poll(limit) {
            None => Vec::new(),
            Some(JobEvent::Progress(work)) => vec![Msg::JobProgress(work)],
            Some(JobEvent::Finished(made)) => {
                let request = job.request.clone();
                self.job = None;
                let told = made.and_then(|made| self.save_result(made, request));
                vec![told.unwrap_or_else(Msg::Failed)]
            }
        }
    }

    /// Stops the job at work, if there is one; what it would tell is not heard any more.
    pub(super) fn cancel(&mut self) {
        self.canceled_jobs.retain(|job| !job.is_finished());
        if let Some(job) = self.job.take() {
            job.cancel();
            self.canceled_jobs.push(job);
        }
    }

    /// Gives what was made its place.
    fn save_result(&mut self, made: JobResult, request: Request) -> Result<Msg, Problem> {
        match made {
            JobResult::Preview(preview) => Ok(Msg::PreviewReady(preview)),
            JobResult::File { temp, name } => {
                let path = self.dirs.new_export_path(&name);
                files::persist_new(temp, &path).map_err(|error| {
                    Problem::new(format!("The file {} could not be written.", path.display()))
                        .hint("Nothing was written. Is there room on the disk, and may you write there?")
                        .caused_by(&error)
                })?;
                Ok(Msg::FileWritten(path, request))
            }
        }
    }
}

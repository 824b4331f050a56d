//! Exports: made by a background job, saved under their names here.

use std::path::PathBuf;
use std::time::Duration;

use super::Runtime;
use crate::app::Msg;
use crate::export::Request;
use crate::files;
use crate::problem::Problem;
use crate::tui::jobs::{Job, JobEvent, JobResult, Task};

/// Timeout within which an export is shown at once, without progress.
const IMMEDIATE_TIMEOUT: Duration = Duration::from_millis(200);

impl Runtime {
    /// Starts a job that previews or writes an export, and waits a moment for it; later messages come by [`Self::poll_job`].
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

    /// True while a job is running.
    pub fn has_job(&self) -> bool {
        self.job.is_some()
    }

    /// The running job's message within the timeout `limit`.
    pub fn poll_job(&mut self, limit: Duration) -> Vec<Msg> {
        let Some(job) = &mut self.job else {
            return Vec::new();
        };
        match job.poll(limit) {
            None => Vec::new(),
            Some(JobEvent::Progress(progress)) => vec![Msg::JobProgress(progress)],
            Some(JobEvent::Finished(result)) => {
                let request = job.request.clone();
                self.job = None;
                let message = result.and_then(|result| self.save_result(result, request));
                vec![message.unwrap_or_else(Msg::Failed)]
            }
        }
    }

    /// Cancels the running job, if there is one, and ignores its messages from now on.
    pub(super) fn cancel(&mut self) {
        self.canceled_jobs.retain(|job| !job.is_finished());
        if let Some(job) = self.job.take() {
            job.cancel();
            self.canceled_jobs.push(job);
        }
    }

    /// Shows a preview, or renames a finished file.
    fn save_result(&mut self, result: JobResult, request: Request) -> Result<Msg, Problem> {
        match result {
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

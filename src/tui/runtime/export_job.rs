//! Exports: made by a background job, saved under their names here.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempPath;

use super::Runtime;
use crate::app::ExportPreview;
use crate::app::exchange::ExchangeMsg;
use crate::app::{JobProgress, Msg};
use crate::catalog::Catalog;
use crate::env::Env;
use crate::export::{self, Request};
use crate::files;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::shelf::exchange::OpenedParcel;
use crate::shelf::{self, ExportPipeline};
use crate::store::{BookLocation, Parcel, Store};
use crate::tui::jobs::{Job, JobEvent, JobMonitor};

/// Timeout within which an export is shown at once, without progress.
pub(super) const IMMEDIATE_TIMEOUT: Duration = Duration::from_millis(200);
/// Longest preview, in bytes; nobody reads more of it there, and no clipboard takes more.
const PREVIEW_LIMIT: usize = 100_000;

/// Output of an export.
pub(super) enum ExportResult {
    /// The preview that is shown before anything is written.
    Preview(Box<ExportPreview>),
    /// A complete file that has no name yet.
    File {
        /// Deleted when dropped.
        temp: TempPath,
        /// File name that it is to have.
        name: String,
        request: Request,
    },
    /// A parcel that was encrypted, to be written.
    Sealed(Box<SealedParcel>),
    /// A parcel that was opened, or the reason for which its phrase is asked.
    Parcel(Box<ParcelOutcome>),
}

/// A parcel and its bytes; text if it is to be pasted.
pub(super) struct SealedParcel {
    pub(super) parcel: Parcel,
    pub(super) bytes: Vec<u8>,
    pub(super) is_text: bool,
}

/// Result of opening a parcel.
pub(super) enum ParcelOutcome {
    Opened(OpenedParcel),
    /// The message that asks for its phrase.
    PhraseNeeded(ExchangeMsg),
}

pub(super) type ExportJob = Job<ExportResult>;

/// Input of a job.
struct ExportTask {
    /// The open book, to be read through a second connection.
    book: BookLocation,
    /// Folder of the user's own data files.
    config: PathBuf,
    env: Env,
    request: Request,
    /// Folder of the file; none for a preview.
    folder: Option<PathBuf>,
}

impl Runtime {
    /// Starts a job that previews or writes an export, and waits a moment for it; later messages come by [`Self::poll_job`].
    pub(super) fn export(
        &mut self,
        request: Request,
        folder: Option<PathBuf>,
    ) -> Result<Vec<Msg>, Problem> {
        let task = ExportTask {
            book: self.book()?.store.location(),
            config: self.dirs.config.clone(),
            env: self.env.clone(),
            request,
            folder,
        };
        let job = Job::start("export", |monitor| task.run(monitor));
        Ok(self.follow_job(job, shelf::FIRST_STAGE))
    }

    /// Waits a moment for `job`; where it takes longer, its progress is shown.
    pub(super) fn follow_job(&mut self, job: ExportJob, stage: &str) -> Vec<Msg> {
        self.cancel();
        self.job = Some(job);
        let msgs = self.poll_job(self.immediate_timeout);
        if msgs.is_empty() {
            let stage = stage.to_owned();
            let percent = None;
            return vec![Msg::JobProgress(JobProgress { stage, percent })];
        }
        msgs
    }

    /// True while a job is running.
    pub fn has_job(&self) -> bool {
        self.job.is_some()
    }

    /// The running job's message within the timeout `limit`.
    pub fn poll_job(&mut self, limit: Duration) -> Vec<Msg> {
        match self.job.as_mut().and_then(|job| job.poll(limit)) {
            None => Vec::new(),
            Some(JobEvent::Progress(progress)) => vec![Msg::JobProgress(progress)],
            Some(JobEvent::Finished(result)) => {
                self.job = None;
                let messages = result.and_then(|result| self.save_result(result));
                messages.unwrap_or_else(|problem| vec![Msg::Failed(problem)])
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

    /// Shows a preview or a parcel, or renames a finished file.
    fn save_result(&mut self, result: ExportResult) -> Result<Vec<Msg>, Problem> {
        match result {
            ExportResult::Preview(preview) => Ok(vec![Msg::PreviewReady(preview)]),
            ExportResult::Sealed(sealed) => self.write_sealed(&sealed),
            ExportResult::Parcel(outcome) => self.on_parcel(*outcome),
            ExportResult::File {
                temp,
                name,
                request,
            } => {
                let path = self.dirs.new_export_path(&name);
                files::persist_new(temp, &path)
                    .map_err(|error| shelf::write_failed(&path, &error))?;
                Ok(vec![Msg::FileWritten(path, request)])
            }
        }
    }
}

impl ExportTask {
    fn run(self, monitor: &JobMonitor<ExportResult>) -> Result<ExportResult, Problem> {
        let mut store = Store::second_connection(&self.book)?;
        store.set_cancel_flag(Arc::clone(&monitor.cancel_flag))?;
        let (settings, _) = Settings::read(Some(&self.config));
        let pipeline = ExportPipeline {
            store: &store,
            catalog: &Catalog::with_user_folder(self.config),
            env: &self.env,
            reminders: &settings.reminders,
            progress: monitor,
            is_preview: self.folder.is_none(),
        };
        match self.folder {
            Some(folder) => write_file(&pipeline, self.request, folder),
            None => render_preview(&pipeline, self.request),
        }
    }
}

/// Writes the whole file under a temporary name.
fn write_file(
    pipeline: &ExportPipeline,
    mut request: Request,
    folder: PathBuf,
) -> Result<ExportResult, Problem> {
    request.options.byte_order_mark = true;
    let temp_file = |name: &str| {
        let temp = files::make_folder(&folder).and_then(|()| files::temp_file(&folder));
        let temp = temp.map_err(|error| shelf::write_failed(name.as_ref(), &error))?;
        Ok(BufWriter::new(temp))
    };
    let exported = pipeline.run(request.level, |_| Ok(request), temp_file)?;
    Ok(ExportResult::File {
        temp: exported.out.into_parts().0.into_temp_path(),
        name: exported.file_name,
        request: exported.request,
    })
}

/// Renders the beginning of an export.
fn render_preview(pipeline: &ExportPipeline, request: Request) -> Result<ExportResult, Problem> {
    let mut head = LimitedWriter(Vec::new());
    let exported = pipeline.run(request.level, |_| Ok(request), |_| Ok(&mut head))?;
    let mut preview = ExportPreview {
        title: format!("{} as {}", exported.title, exported.exporter.title()),
        name: export::uncapitalized(&exported.title),
        file: exported.file_name,
        withheld: exported.withheld,
        request: exported.request,
        text: String::new(),
    };
    preview.text = String::from_utf8_lossy(&head.0).into_owned();
    if preview.text.len() > PREVIEW_LIMIT {
        let end = preview.text.floor_char_boundary(PREVIEW_LIMIT);
        let end = preview.text[..end].rfind('\n').unwrap_or(0);
        preview.text.truncate(end);
        preview.text += "\n\n… and more: the file holds all of it.\n";
    }
    Ok(ExportResult::Preview(Box::new(preview)))
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

//! Failures of an export, its progress and its cancellation.

use std::io;

use crate::domain::ops::Refusal;
use crate::problem::Problem;

/// Failures of an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The subject does not exist or is never exported.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("The file could not be written.")]
    Write(#[from] io::Error),
    #[error("The export was stopped; nothing was written.")]
    Canceled,
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused(refusal) => refusal.into(),
            ExportError::Write(error) => Self::new("The document could not be made.")
                .hint("Check that there is room for it.")
                .caused_by(&error),
            ExportError::Canceled => Self::new(error.to_string()),
        }
    }
}

/// Progress of a long export, and its cancellation.
pub trait ExportProgress {
    /// Reports that `done` of `all` parts are written. False cancels the export.
    fn report(&self, done: usize, all: usize) -> bool;

    /// The same, with the error of a canceled export.
    fn check(&self, done: usize, all: usize) -> Result<(), ExportError> {
        if self.report(done, all) {
            Ok(())
        } else {
            Err(ExportError::Canceled)
        }
    }

    /// Reports that the stage `name` begins. False cancels the export.
    fn stage(&self, name: &str) -> bool {
        let _ = name;
        true
    }
}

/// Ignores progress and never cancels.
pub struct NoProgress;

impl ExportProgress for NoProgress {
    fn report(&self, _done: usize, _all: usize) -> bool {
        true
    }
}

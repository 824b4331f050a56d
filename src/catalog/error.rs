//! Errors of the catalog, in words for the author of a data file.

use crate::domain::suggest::did_you_mean;
use crate::problem::Problem;

/// Error of loading something from the catalog.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// No file has this key.
    #[error("There is no {what} called “{key}”.")]
    Unknown {
        /// Noun of the kind: program, form, competency set.
        what: &'static str,
        /// Key that was looked up.
        key: String,
        /// Keys that exist.
        known: Vec<String>,
    },
    /// The file breaks the syntax or a validation rule.
    #[error("{file}, line {line}, column {column}{}: {what}.", in_field(.field.as_deref()))]
    Invalid {
        /// Path of the file, from the folder of data files on.
        file: String,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// Path of the field, where it is known, as `milestones 3 › on`.
        field: Option<String>,
        /// Message, without a full stop.
        what: String,
    },
    /// The file exists but its text cannot be read.
    #[error("{file} cannot be read: {why}.")]
    Unreadable {
        file: String,
        /// Reason, without a full stop.
        why: String,
    },
}

fn in_field(field: Option<&str>) -> String {
    field.map_or_else(String::new, |field| format!(" (field “{field}”)"))
}

impl From<CatalogError> for Problem {
    fn from(error: CatalogError) -> Self {
        let problem = Self::new(error.to_string());
        match error {
            CatalogError::Unknown { key, known, .. } => {
                let meant = did_you_mean(&key, known.iter().map(String::as_str));
                problem.hint(format!("{meant}Choose one of: {}.", known.join(", ")))
            }
            CatalogError::Invalid { .. } => {
                problem.hint("Correct the file at that place and try again.")
            }
            CatalogError::Unreadable { .. } => {
                problem.hint("A data file is a plain text file whose name ends in .toml.")
            }
        }
    }
}

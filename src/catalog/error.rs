//! What can be wrong with a data file, in words for whoever wrote it.

use crate::domain::suggest::did_you_mean;
use crate::problem::Problem;

/// Why something of the catalog cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// Nobody wrote such a file.
    #[error("There is no {what} called “{key}”.")]
    Unknown {
        /// Program, form, competency set.
        what: &'static str,
        /// What was asked for.
        key: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A file is not what it should be.
    #[error("{file}, line {line}, column {column}{}: {what}.", in_field(.field.as_deref()))]
    Invalid {
        /// The file, from the folder of data files on.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// The field, where it is known, as `milestones 3 › on`.
        field: Option<String>,
        /// What is wrong, without a full stop.
        what: String,
    },
    /// A file is there, but its text cannot be had.
    #[error("{file} cannot be read: {why}.")]
    Unreadable {
        /// The file.
        file: String,
        /// Why, without a full stop.
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

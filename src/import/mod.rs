//! A file of another program, or of this one, to records of the book. Pure: bytes in, a plan out.
//!
//! Start with [`read`]: it turns the bytes of a file into records ([`Incoming`]) and says what it had to leave out. A
//! [`Plan`] compares them with a book: what is new, what differs, what is there already. Whoever is shown the plan and
//! agrees saves it as one commit, so that one undo takes all of it back. Nothing here opens a file or a book.

mod plan;
mod refuse;
mod titles;
mod whole;

use crate::domain::change::Record;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::problem::Problem;

pub use plan::{Changed, Plan};
pub use refuse::{LONGEST_TEXT, MOST_BYTES, MOST_RECORDS, too_big};

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The match it belongs to, where it says so.
    pub pair: Option<Id>,
    /// Whose book it was written from, where it says so.
    pub role: Option<Role>,
    /// The records, in the order of the file.
    pub records: Vec<Came>,
    /// What could not be read, each in a sentence.
    pub left_out: Vec<String>,
    /// How the file was understood, each in a sentence.
    pub notes: Vec<String>,
}

/// One record of a file. What the file does not say of it stays as the book has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Came {
    /// The record, with empty values for what the file does not say.
    pub record: Record,
    /// The fields that the file says.
    pub said: Vec<String>,
}

/// Reads the file whose bytes these are.
///
/// # Errors
/// When it is no file that this program reads, or goes beyond the limits; nothing of it is taken then.
pub fn read(bytes: &[u8]) -> Result<Incoming, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(too_big());
    }
    whole::read(bytes)
}

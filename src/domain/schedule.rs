//! All date arithmetic: due and overdue, phases, milestones, the rhythm against the cadence.

use chrono::NaiveDate;

use super::book::Book;
use super::programme::Programme;

/// A book read against its programme on a given day: what most questions about dates need.
#[derive(Clone, Copy)]
pub struct Year<'a> {
    /// The book.
    pub book: &'a Book,
    /// Its programme.
    pub programme: &'a Programme,
    /// The day where the user lives.
    pub today: NaiveDate,
}

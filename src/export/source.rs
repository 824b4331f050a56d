//! Input from which documents are built.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::book::Book;
use crate::domain::deck::Deck;
use crate::domain::form::FormDef;
use crate::domain::program::{CompetencySet, Program};

/// A book and the data files of its program, from which documents are made.
#[derive(Clone, Copy)]
pub struct ExportSource<'a> {
    /// The book with all notes; its private records only where they are exported.
    pub book: &'a Book,
    pub program: &'a Program,
    /// All forms of the program.
    pub forms: &'a [Arc<FormDef>],
    /// Activities and prompts, for their titles.
    pub deck: &'a Deck,
    /// The program's competency areas, if it has them.
    pub competencies: Option<&'a CompetencySet>,
    /// The present day in the user's time zone.
    pub today: NaiveDate,
}

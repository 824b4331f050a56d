//! What lies on the session: the open book, its program, and what every screen may ask of them. Screens read it; only
//! what the store accepted changes it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::search_results::SearchResults;
use super::{BookEffect, BookId, Effect};
use crate::catalog::{Catalog, CatalogError, FileKind};
use crate::domain::book::{Book, ShelfLine};
use crate::domain::change::Change;
use crate::domain::deck::Deck;
use crate::domain::fill::{self, ResolvedField};
use crate::domain::form::{Choice, ChoiceOptions, FieldKind, FormDef, OptionsSource};
use crate::domain::program::{CompetencySet, FormUse, Program};
use crate::domain::schedule::Year;
use crate::problem::Problem;

/// The rules of a book's year, read before the book is shown, so that showing it cannot fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    program: Arc<Program>,
    competencies: Option<Arc<CompetencySet>>,
    /// People are told this when the book's program is not on this computer.
    missing: Option<Problem>,
}

impl Rules {
    /// Reads the rules that `book` names.
    ///
    /// # Errors
    /// When a data file that they need cannot be read.
    pub fn read(catalog: &Catalog, book: &Book) -> Result<Self, CatalogError> {
        let key = book.cycle().map_or("blank", |cycle| &cycle.program);
        let (program, missing) = catalog.program_or_fallback(key)?;
        let set = program.competencies.as_ref();
        Ok(Self {
            competencies: set.map(|set| catalog.competencies(set)).transpose()?,
            program,
            missing,
        })
    }
}

/// A book as it was opened, ready to be laid on the session.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedBook {
    /// Names this opening in every effect.
    pub id: BookId,
    /// The rules of its year.
    pub rules: Rules,
    /// Everything loaded.
    pub book: Book,
    /// Where the file is.
    pub path: PathBuf,
    /// Whether it can only be read, and why.
    pub read_only: Option<String>,
    /// Texts that were typed and not saved, by place.
    pub drafts: BTreeMap<String, String>,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would do again.
    pub redo: Option<String>,
    /// Whether it is the sample year, thrown away at the end.
    pub sample: bool,
    /// Said once it is shown.
    pub notice: Option<String>,
}

/// The open book and what belongs to it.
pub struct Session {
    id: BookId,
    /// The book; an empty one while none is open.
    pub book: Book,
    /// Where its file is; none while none is open.
    pub path: Option<PathBuf>,
    /// Why it can only be read, if so.
    pub read_only: Option<String>,
    /// Whether it is the sample year.
    pub sample: bool,
    /// Texts that were typed and not saved, by place.
    pub drafts: BTreeMap<String, String>,
    /// What undo would take back.
    pub undo: Option<String>,
    /// What redo would do again.
    pub redo: Option<String>,
    /// The warning about its backups, if there is one.
    pub backup_warning: Option<String>,
    /// The moment where the user lives.
    pub now: NaiveDateTime,
    /// All books, once they were listed.
    pub shelf: Vec<ShelfLine>,
    /// What the last search found.
    pub search_results: SearchResults,
    /// Data files.
    pub catalog: Rc<Catalog>,
    rules: Rules,
}

impl Session {
    /// An empty session.
    ///
    /// # Errors
    /// When the built-in data files cannot be read.
    pub fn empty(catalog: Rc<Catalog>, now: NaiveDateTime) -> Result<Self, CatalogError> {
        let rules = Rules::read(&catalog, &Book::default())?;
        Ok(Self {
            id: BookId::default(),
            book: Book::default(),
            path: None,
            read_only: None,
            sample: false,
            drafts: BTreeMap::new(),
            undo: None,
            redo: None,
            backup_warning: None,
            now,
            shelf: Vec::new(),
            search_results: SearchResults::default(),
            catalog,
            rules,
        })
    }

    /// Lays `opened` on the session. What people are told if its program is not on this computer.
    pub fn open(&mut self, opened: OpenedBook) -> Option<Problem> {
        self.id = opened.id;
        self.rules = opened.rules;
        self.book = opened.book;
        self.path = Some(opened.path);
        self.read_only = opened.read_only;
        self.sample = opened.sample;
        self.drafts = opened.drafts;
        self.undo = opened.undo;
        self.redo = opened.redo;
        self.search_results = SearchResults::default();
        self.rules.missing.clone()
    }

    /// Takes in what the store accepted; another year may be one of another program.
    ///
    /// # Errors
    /// When the rules of that program cannot be read; the former ones stay.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), CatalogError> {
        self.book.apply(changes);
        let key = self.book.cycle().map_or("blank", |cycle| &cycle.program);
        if self.rules.program.key != key {
            self.rules = Rules::read(&self.catalog, &self.book)?;
        }
        Ok(())
    }

    /// `effect`, to be done with the book that is open now and with no other.
    pub fn in_book(&self, effect: BookEffect) -> Effect {
        Effect::InBook(self.id, effect)
    }

    /// Whether a book is open.
    pub fn has_book(&self) -> bool {
        self.path.is_some()
    }

    /// What people are told instead of a change, if the book can only be read.
    pub fn read_only_reason(&self) -> Option<String> {
        let why = self.read_only.as_ref()?;
        Some(format!("Read only: {why}"))
    }

    /// The day where the user lives.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// The book read against its program today.
    pub fn year(&self) -> Year<'_> {
        Year {
            book: &self.book,
            program: &self.rules.program,
            today: self.today(),
        }
    }

    /// The same to hold on to, while something else of the session changes.
    pub(super) fn shared_program(&self) -> Arc<Program> {
        Arc::clone(&self.rules.program)
    }

    /// The program of the open book.
    pub fn program(&self) -> &Program {
        &self.rules.program
    }

    /// The competency areas of the program, if it has any.
    pub fn competencies(&self) -> Option<&CompetencySet> {
        self.rules.competencies.as_deref()
    }

    /// All activities and prompts, the pair's own among them; the built-in ones are held readable by a test, so a failure leaves an empty deck.
    pub fn deck(&self) -> Arc<Deck> {
        self.catalog.deck_of(&self.book).unwrap_or_default()
    }

    /// The forms of the program, under its own names.
    pub fn forms(&self) -> Vec<(FormUse, Arc<FormDef>)> {
        self.catalog
            .forms_of(&self.rules.program)
            .unwrap_or_default()
    }

    /// The questions of `def`, as the program uses it, for the owner of the book.
    pub fn questions(&self, def: &FormDef, form_use: Option<&FormUse>) -> Vec<ResolvedField> {
        let choice = |program: &Arc<Program>| Choice {
            key: program.key.clone(),
            label: program.title.clone(),
        };
        // Every program is read only for the form that starts a book.
        let offers_programs = def.uses_options_from(OptionsSource::Programs);
        let programs = offers_programs.then(|| self.catalog.programs().unwrap_or_default());
        let programs: Vec<_> = programs.iter().flatten().map(choice).collect();
        let ctx = fill::FormContext {
            year: self.year(),
            deck: &self.deck(),
            competencies: self.competencies(),
            programs: &programs,
        };
        let mut asked = fill::resolve_fields(def, form_use, &ctx, self.book.me());
        if offers_programs {
            self.note_skipped_files(&mut asked);
        }
        asked
    }

    /// Says below the choice of a program which of the user's own files are not offered, and why.
    fn note_skipped_files(&self, asked: &mut [ResolvedField]) {
        let of_programs = |question: &&mut ResolvedField| match &question.field.kind {
            FieldKind::Choice(options) | FieldKind::Choices(options) => {
                *options == ChoiceOptions::From(OptionsSource::Programs)
            }
            FieldKind::Line
            | FieldKind::Text
            | FieldKind::Scale { .. }
            | FieldKind::Date { .. }
            | FieldKind::Number
            | FieldKind::YesNo => false,
        };
        let left_out = self.catalog.load_errors(FileKind::Program);
        for question in asked.iter_mut().filter(of_programs) {
            for error in &left_out {
                question.field.help += &format!(" Left out: {error}");
            }
        }
    }
}

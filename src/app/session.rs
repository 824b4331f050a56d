//! The session: the open book, its program and the catalog. Screens read it; only changes that the store has accepted are
//! applied to it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::exchange::PairInfo;
use super::search_results::SearchResults;
use crate::catalog::{Catalog, CatalogError, FileKind};
use crate::domain::book::{Book, ShelfLine};
use crate::domain::change::Change;
use crate::domain::deck::Deck;
use crate::domain::fill::{self, ResolvedField};
use crate::domain::form::{FormDef, OptionsSource};
use crate::domain::ops::OpContext;
use crate::domain::person::Role;
use crate::domain::program::{CompetencySet, FormUse, Program};
use crate::domain::schedule::Year;
use crate::env::Env;
use crate::problem::Problem;
use crate::settings::Settings;

/// The program and competencies of a book, read before the book is shown, so that drawing cannot fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    program: Arc<Program>,
    competencies: Option<Arc<CompetencySet>>,
    /// Notice that the book's program is not on this computer and a fallback is used.
    missing: Option<Problem>,
}

impl Rules {
    /// Reads the program that `book` names.
    ///
    /// # Errors
    /// When one of its data files cannot be read.
    pub fn read(catalog: &Catalog, book: &Book, today: NaiveDate) -> Result<Self, CatalogError> {
        let (program, missing) = catalog.program_of(book, today)?;
        let set = program.competencies.as_ref();
        Ok(Self {
            competencies: set.map(|set| catalog.competencies(set)).transpose()?,
            program,
            missing,
        })
    }
}

/// Id of one opening of a book. Every effect on a book carries it; the runtime rejects one for a book that is not open any
/// more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BookId(pub u64);

/// A book read from its file, ready for [`Session::open`].
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedBook {
    /// Id of this opening, carried by every effect.
    pub id: BookId,
    pub rules: Rules,
    pub book: Book,
    pub path: PathBuf,
    /// Reason why it is read only; none if it is writable.
    pub read_only: Option<String>,
    /// Unsaved texts, by draft key.
    pub drafts: BTreeMap<String, String>,
    /// Label of the commit that undo would revert.
    pub undo: Option<String>,
    /// Label of the commit that redo would repeat.
    pub redo: Option<String>,
    /// True for the sample year, whose file is deleted at the end.
    pub sample: bool,
    /// Notice for the status line once the book is shown.
    pub notice: Option<String>,
    /// The exchange with the partner; none while the book is not paired.
    pub pair: Option<Box<PairInfo>>,
}

/// The open book and what belongs to it.
pub struct Session {
    pub(super) id: BookId,
    /// The book; an empty one while none is open.
    pub book: Book,
    /// Its file; none while no book is open.
    pub path: Option<PathBuf>,
    /// Reason why it is read only; none if it is writable.
    pub read_only: Option<String>,
    /// True for the sample year.
    pub sample: bool,
    /// Unsaved texts, by draft key.
    pub drafts: BTreeMap<String, String>,
    /// Label of the commit that undo would revert.
    pub undo: Option<String>,
    /// Label of the commit that redo would repeat.
    pub redo: Option<String>,
    /// The exchange with the partner; none while the book is not paired.
    pub pair: Option<Box<PairInfo>>,
    /// The warning about its backups, if there is one.
    pub backup_warning: Option<String>,
    /// Current local time.
    pub now: NaiveDateTime,
    /// Clock and ids of the message that is handled.
    pub ctx: OpContext,
    /// All books, once they were listed.
    pub shelf: Vec<ShelfLine>,
    pub search_results: SearchResults,
    pub catalog: Rc<Catalog>,
    pub settings: Settings,
    rules: Rules,
}

impl Session {
    /// A session without a book.
    ///
    /// # Errors
    /// When the built-in data files cannot be read.
    pub fn empty(catalog: Rc<Catalog>, now: NaiveDateTime) -> Result<Self, CatalogError> {
        let rules = Rules::read(&catalog, &Book::default(), now.date())?;
        Ok(Self {
            id: BookId::default(),
            book: Book::default(),
            path: None,
            read_only: None,
            sample: false,
            drafts: BTreeMap::new(),
            undo: None,
            redo: None,
            pair: None,
            backup_warning: None,
            now,
            ctx: Env::from_environment().op_context(),
            shelf: Vec::new(),
            search_results: SearchResults::default(),
            catalog,
            settings: Settings::default(),
            rules,
        })
    }

    /// Replaces the open book; the notice if its program is not on this computer.
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
        self.pair = opened.pair;
        self.search_results = SearchResults::default();
        self.use_region();
        self.rules.missing.clone()
    }

    /// Applies accepted changes; rereads the program if another cycle brought another.
    ///
    /// # Errors
    /// When that program cannot be read; the former one stays.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), CatalogError> {
        self.book.apply(changes);
        self.reread_rules()
    }

    /// Reads the program again, whose forms depend on what the book holds and on today.
    ///
    /// # Errors
    /// When it cannot be read; the former one stays.
    pub fn reread_rules(&mut self) -> Result<(), CatalogError> {
        self.rules = Rules::read(&self.catalog, &self.book, self.today())?;
        self.use_region();
        Ok(())
    }

    /// Writes and reads days as the program does, unless the settings say otherwise.
    pub fn use_region(&self) {
        let country = &self.rules.program.country;
        self.settings.region_for(country).make_current();
    }

    pub fn has_book(&self) -> bool {
        self.path.is_some()
    }

    /// Sentence for the status line in place of a change, if the book is read only.
    pub fn read_only_reason(&self) -> Option<String> {
        let why = self.read_only.as_ref()?;
        Some(format!("Read only: {why}"))
    }

    /// Current local date.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// The book with its program, seen from today.
    pub fn year(&self) -> Year<'_> {
        Year::new(&self.book, &self.rules.program, self.today())
    }

    /// The program, shared, so that it can be held while the session changes.
    pub(super) fn shared_program(&self) -> Arc<Program> {
        Arc::clone(&self.rules.program)
    }

    pub fn program(&self) -> &Program {
        &self.rules.program
    }

    /// The competency areas of the program, if it has any.
    pub fn competencies(&self) -> Option<&CompetencySet> {
        self.rules.competencies.as_deref()
    }

    /// All activities and prompts, the pair's own among them; empty on a failure, which a test rules out for built-in ones.
    pub fn deck(&self) -> Arc<Deck> {
        self.catalog.deck_of(&self.book).unwrap_or_default()
    }

    /// The forms of the program, with its settings for them.
    pub fn forms(&self) -> Vec<(FormUse, Arc<FormDef>)> {
        self.catalog
            .forms_of(&self.rules.program)
            .unwrap_or_default()
    }

    /// The resolved questions of `def` for the owner of the book.
    pub fn questions(&self, def: &FormDef, form_use: Option<&FormUse>) -> Vec<ResolvedField> {
        self.questions_for(self.book.me(), def, form_use)
    }

    /// The resolved questions of `def` for the person with `role`.
    pub fn questions_for(
        &self,
        role: Role,
        def: &FormDef,
        form_use: Option<&FormUse>,
    ) -> Vec<ResolvedField> {
        let choices = self.catalog.choices_for(def, self.program());
        let choices = choices.unwrap_or_default();
        let ctx = fill::FormContext {
            year: self.year(),
            deck: &self.deck(),
            competencies: self.competencies(),
            catalog_choices: &choices,
        };
        let mut questions = fill::resolve_fields(def, form_use, &ctx, role);
        if def.uses_options_from(OptionsSource::Programs) {
            self.note_skipped_files(&mut questions);
        }
        questions
    }

    /// Adds to the help of the program choice which of the user's own files were skipped, and why.
    fn note_skipped_files(&self, questions: &mut [ResolvedField]) {
        let of_programs = |question: &&mut ResolvedField| {
            let kind = &question.field.kind;
            kind.takes_options_from(OptionsSource::Programs)
        };
        let left_out = self.catalog.load_errors(FileKind::Program);
        for question in questions.iter_mut().filter(of_programs) {
            for error in &left_out {
                question.field.help += &format!(" Left out: {error}");
            }
        }
    }
}

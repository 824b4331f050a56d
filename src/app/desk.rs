//! What lies on the desk: the open book, its programme, and what every screen may ask of them. Screens read it; only
//! what the store accepted changes it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::Effect;
use super::results::Results;
use crate::catalog::{Catalog, CatalogError, FileKind};
use crate::domain::book::{Book, ShelfLine};
use crate::domain::change::Change;
use crate::domain::fill::{self, Asked};
use crate::domain::form::{Choice, FieldKind, FormDef, Options, OptionsFrom};
use crate::domain::idea::Deck;
use crate::domain::programme::{CompetencySet, FormUse, Programme};
use crate::domain::schedule::Year;
use crate::problem::Problem;

/// A book as it was opened, ready to be laid on the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
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
}

/// The open book and what belongs to it.
pub struct Desk {
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
    /// Since when no backup of it could be made, if so.
    pub backup_failing: Option<String>,
    /// The moment where the user lives.
    pub now: NaiveDateTime,
    /// All books, once they were listed.
    pub shelf: Vec<ShelfLine>,
    /// What the last search found.
    pub results: Results,
    /// Data files.
    pub catalog: Rc<Catalog>,
    programme: Arc<Programme>,
    competencies: Option<Arc<CompetencySet>>,
}

impl Desk {
    /// An empty desk.
    ///
    /// # Errors
    /// When the built-in data files cannot be read.
    pub fn empty(catalog: Rc<Catalog>, now: NaiveDateTime) -> Result<Self, CatalogError> {
        let programme = catalog.programme("blank")?;
        Ok(Self {
            book: Book::default(),
            path: None,
            read_only: None,
            sample: false,
            drafts: BTreeMap::new(),
            undo: None,
            redo: None,
            backup_failing: None,
            now,
            shelf: Vec::new(),
            results: Results::default(),
            catalog,
            programme,
            competencies: None,
        })
    }

    /// Lays `opened` on the desk. What people are told if its programme is not on this computer.
    ///
    /// # Errors
    /// When the built-in data files cannot be read; the desk stays as it was.
    pub fn lay(&mut self, opened: Opened) -> Result<Option<Problem>, CatalogError> {
        let missing = self.read_programme(&opened.book)?;
        self.book = opened.book;
        self.path = Some(opened.path);
        self.read_only = opened.read_only;
        self.sample = opened.sample;
        self.drafts = opened.drafts;
        self.undo = opened.undo;
        self.redo = opened.redo;
        self.results = Results::default();
        Ok(missing)
    }

    /// Takes in what the store accepted; another year may be one of another programme.
    ///
    /// # Errors
    /// When the built-in data files cannot be read; the former rules stay.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), CatalogError> {
        self.book.apply(changes);
        let key = self.book.cycle().map_or("blank", |cycle| &cycle.programme);
        if self.programme.key == key {
            return Ok(());
        }
        let book = std::mem::take(&mut self.book);
        let read = self.read_programme(&book);
        self.book = book;
        read.map(|_| ())
    }

    fn read_programme(&mut self, book: &Book) -> Result<Option<Problem>, CatalogError> {
        let key = book.cycle().map_or("blank", |cycle| &cycle.programme);
        let (programme, missing) = self.catalog.rules(key)?;
        self.competencies = match &programme.competencies {
            Some(set) => Some(self.catalog.competencies(set)?),
            None => None,
        };
        self.programme = programme;
        Ok(missing)
    }

    /// Keeps in mind what becomes of a draft, so that its editor opens with it before the book is read again.
    pub fn note_draft(&mut self, effect: &Effect) {
        if let Effect::SaveDraft { place, text } = effect {
            self.drafts.insert(place.clone(), text.clone());
        } else if let Effect::ClearDraft(place) = effect {
            self.drafts.remove(place);
        }
    }

    /// Whether a book is open.
    pub fn has_book(&self) -> bool {
        self.path.is_some()
    }

    /// What people are told instead of a change, if the book can only be read.
    pub fn refuses_changes(&self) -> Option<String> {
        let why = self.read_only.as_ref()?;
        Some(format!("This book can only be read: {why}"))
    }

    /// The day where the user lives.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// The book read against its programme today.
    pub fn year(&self) -> Year<'_> {
        Year {
            book: &self.book,
            programme: &self.programme,
            today: self.today(),
        }
    }

    /// The same to hold on to, while something else of the desk changes.
    pub(super) fn rules(&self) -> Arc<Programme> {
        Arc::clone(&self.programme)
    }

    /// The programme of the open book.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// The competency areas of the programme, if it has any.
    pub fn competencies(&self) -> Option<&CompetencySet> {
        self.competencies.as_deref()
    }

    /// All activities and prompts, the pair's own among them; the built-in ones are held readable by a test, so a failure leaves an empty deck.
    pub fn deck(&self) -> Arc<Deck> {
        self.catalog.deck_of(&self.book).unwrap_or_default()
    }

    /// The forms of the programme, under its own names.
    pub fn forms(&self) -> Vec<(FormUse, Arc<FormDef>)> {
        self.catalog.forms_of(&self.programme).unwrap_or_default()
    }

    /// The questions of `def`, as the programme uses it, for the owner of the book.
    pub fn questions(&self, def: &FormDef, form_use: Option<&FormUse>) -> Vec<Asked> {
        let choice = |programme: &Arc<Programme>| Choice {
            key: programme.key.clone(),
            label: programme.title.clone(),
        };
        // Every programme is read only for the form that starts a book.
        let offers_programmes = def.takes(OptionsFrom::Programmes);
        let programmes = offers_programmes.then(|| self.catalog.programmes().unwrap_or_default());
        let programmes: Vec<_> = programmes.iter().flatten().map(choice).collect();
        let ctx = fill::Context {
            year: self.year(),
            deck: &self.deck(),
            competencies: self.competencies(),
            programmes: &programmes,
        };
        let mut asked = fill::questions(def, form_use, &ctx, self.book.me());
        if offers_programmes {
            self.say_what_is_left_out(&mut asked);
        }
        asked
    }

    /// Says below the choice of a programme which of the user's own files are not offered, and why.
    fn say_what_is_left_out(&self, asked: &mut [Asked]) {
        let of_programmes = |question: &&mut Asked| match &question.field.kind {
            FieldKind::Choice(options) | FieldKind::Choices(options) => {
                *options == Options::From(OptionsFrom::Programmes)
            }
            FieldKind::Line
            | FieldKind::Text
            | FieldKind::Scale { .. }
            | FieldKind::Date { .. }
            | FieldKind::Number
            | FieldKind::YesNo => false,
        };
        let left_out = self.catalog.left_out(FileKind::Programme);
        for question in asked.iter_mut().filter(of_programmes) {
            for error in &left_out {
                question.field.help += &format!(" Left out: {error}");
            }
        }
    }
}

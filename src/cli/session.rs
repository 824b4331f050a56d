//! The book a command works on: found, opened, and saved to.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Output, path_text, sentence};
use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::deck::Deck;
use crate::domain::form::FormDef;
use crate::domain::ops::{OpContext, Refusal};
use crate::domain::program::{CompetencySet, Program};
use crate::domain::sanitize::sanitize_line;
use crate::domain::schedule::Year;
use crate::env::Env;
use crate::export::{self, Document, ExportLevel, ExportSource, ExportView};
use crate::paths::{self, AppDirs};
use crate::problem::Problem;
use crate::settings::Settings;
use crate::shelf;
use crate::store::{self, OpenMode, Store, StoreError};

/// Everything that a command works with.
pub struct CliSession {
    pub env: Env,
    pub catalog: Catalog,
    pub settings: Settings,
    /// The book named on the command line or in the environment: its file, or a name that the shelf prints.
    pub book_path: Option<PathBuf>,
    /// True while several books are read: none of them is changed.
    pub reads_several: bool,
    /// A warning to report besides the output.
    pub notice: RefCell<Option<Problem>>,
}

/// An open book, with the loaded part of it.
pub struct LoadedBook {
    pub store: Store,
    pub book: Book,
}

/// The answer about one of several books, or why there is none.
#[derive(Serialize, JsonSchema)]
pub struct BookAnswer<T> {
    pub book: String,
    pub partner: Option<String>,
    /// Reason for which the book cannot be read.
    pub problem: Option<String>,
    #[serde(flatten)]
    pub answer: Option<T>,
}

/// A commit that a command is about to save, and the report of it.
pub struct ChangeReport<T> {
    commit: Commit,
    notes: Vec<String>,
    answer: T,
}

impl<T> ChangeReport<T> {
    /// A report whose JSON has `answer` beside the change.
    pub const fn new(commit: Commit, answer: T) -> Self {
        Self {
            commit,
            notes: Vec::new(),
            answer,
        }
    }

    /// The same with another answer.
    pub fn answer<U>(self, answer: U) -> ChangeReport<U> {
        ChangeReport::new(self.commit, answer).notes(self.notes)
    }

    /// The same with a sentence right below the change.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.insert(0, note.into());
        self
    }

    /// The same with several sentences.
    pub fn notes(mut self, notes: Vec<String>) -> Self {
        self.notes.extend(notes);
        self
    }
}

impl CliSession {
    /// A session with the user's settings and own files, for the book that was named.
    pub fn new(env: Env, book: Option<PathBuf>) -> Self {
        let config = paths::config_folder();
        let (settings, wrong_lines) = Settings::read(config.as_deref());
        settings.region_for("").make_current();
        Self {
            env: env.in_zone(settings.zone),
            catalog: config.map_or_else(Catalog::new, Catalog::with_user_folder),
            settings,
            book_path: book.filter(|path| !path.as_os_str().is_empty()),
            reads_several: false,
            notice: RefCell::new(wrong_lines.into_iter().next()),
        }
    }

    /// Clock and ids for an operation.
    pub fn ctx(&self) -> OpContext {
        self.env.op_context()
    }

    /// The book that was named, else the only one on the shelf.
    pub fn path(&self) -> Result<PathBuf, Problem> {
        if let Some(path) = &self.book_path {
            return self.resolve(path);
        }
        let places = AppDirs::resolve()?;
        let mut books = places.books();
        match (books.pop(), books.len()) {
            (Some(only), 0) => Ok(only),
            (Some(_), others) => Err(Problem::wrong_use(
                format!("There are {} books on the shelf.", others + 1),
                "Say which one with “--book NAME”; “matchbook shelf” lists them.",
            )),
            (None, _) => {
                let gone = store::missing_books(&places.home);
                let hint = match gone.first().map(|gone| gone.display()) {
                    Some(gone) => format!(
                        "There are backups of one: “matchbook restore --book \"{gone}\"” lists them."
                    ),
                    None => "Make one with “matchbook new”, or say which one with “--book FILE”."
                        .to_owned(),
                };
                Err(Problem::wrong_use("There is no book yet.", hint))
            }
        }
    }

    /// The file that `named` is, else the book on the shelf with that file name or partner.
    pub fn resolve(&self, named: &Path) -> Result<PathBuf, Problem> {
        let is_path = named.components().count() != 1 || named.symlink_metadata().is_ok();
        let (name, places) = (named.to_string_lossy(), AppDirs::resolve());
        let Some(places) = places.ok().filter(|_| !is_path) else {
            return Ok(named.to_owned());
        };
        match shelf::find_book(&name, &places, &mut self.env.clone())? {
            Some(found) => Ok(found),
            // The file of a book that is gone names its backups.
            None if named.extension().is_some() => Ok(named.to_owned()),
            None => Err(Problem::wrong_use(
                format!("There is no book “{}” on the shelf.", sanitize_line(&name)),
                "“matchbook shelf” lists them: give the name of the file or of your partner.",
            )),
        }
    }

    /// Reads one book, the one named or the only one; or every book on the shelf, if `all` are wanted, or several are there
    /// and none is named. `read` returns the partner and the answer; of several books each failure stands for itself.
    pub fn each_book<T>(
        &mut self,
        all: bool,
        mut read: impl FnMut(&mut Self) -> Result<(String, T), Problem>,
    ) -> Result<Vec<BookAnswer<T>>, Problem> {
        let mut books = Vec::new();
        if self.book_path.is_none() || all {
            books = AppDirs::resolve()?.books();
        }
        self.reads_several = books.len() > 1;
        if !self.reads_several {
            books = vec![books.pop().map_or_else(|| self.path(), Ok)?];
        }
        let mut answers = Vec::new();
        for path in books {
            self.book_path = Some(path.clone());
            let (read, problem) = match read(self) {
                Ok(read) => (Some(read), None),
                Err(problem) if self.reads_several => (None, Some(problem)),
                Err(problem) => return Err(problem),
            };
            let (partner, answer) = read.unzip();
            answers.push(BookAnswer {
                book: path_text(&path),
                partner,
                problem: problem.map(|problem| shelf::problem_line(&path, &problem)),
                answer,
            });
        }
        Ok(answers)
    }

    /// Opens the book to be read, also while another window has it open.
    pub fn open_read_only(&mut self) -> Result<LoadedBook, Problem> {
        let store = self.open_store(OpenMode::Read)?;
        let book = store.load()?;
        Ok(LoadedBook { store, book })
    }

    /// Opens the book to be changed.
    pub fn open_for_edit(&mut self) -> Result<LoadedBook, Problem> {
        let store = self.open_store(OpenMode::Edit)?;
        if store.is_read_only() {
            let path = store.path().to_owned();
            return Err(StoreError::ReadOnly { path }.into());
        }
        let book = store.load()?;
        Ok(LoadedBook { store, book })
    }

    /// Opens the file of the book and loads nothing.
    pub fn open_store(&mut self, mode: OpenMode) -> Result<Store, Problem> {
        let path = self.path()?;
        let mut store = match Store::open(&path, mode, &mut self.env) {
            // To be read it has to be brought up to date first, which opening it to be changed does.
            Err(StoreError::Older { .. }) if mode == OpenMode::Read && !self.reads_several => {
                drop(Store::open(&path, OpenMode::Edit, &mut self.env)?);
                Store::open(&path, mode, &mut self.env)?
            }
            opened => opened?,
        };
        self.use_region_of(&store);
        if !self.reads_several
            && let Some(finding) = store.new_location_warning()
        {
            let notice = Problem::new(finding.message).hint(finding.hint);
            self.notice.replace(Some(notice));
        }
        Ok(store)
    }

    /// Writes and reads days as the book's program does, unless the settings say otherwise.
    fn use_region_of(&self, store: &Store) {
        // Of a book that cannot be read, what follows says so.
        let read = store.load_only(&[Kind::Cycle]).ok();
        let program = read.and_then(|book| self.catalog.program_of(&book, self.env.today()).ok());
        let country = program.map_or_else(String::new, |(program, _)| program.country.clone());
        self.settings.region_for(&country).make_current();
    }

    /// Opens the book for an export. Of one that is refused for schema objects of others the owner gets the content of
    /// its log.
    pub fn open_for_export(&mut self, level: ExportLevel) -> Result<Store, Problem> {
        let path = self.path()?;
        match Store::open(&path, OpenMode::Read, &mut self.env) {
            Err(error @ StoreError::Foreign { .. }) if level == ExportLevel::All => {
                let told = Problem::from(error).message;
                let store = Store::open_sanitized(&path, &mut self.env)?;
                let hint = "What is written comes from its log alone. “matchbook import FILE --book NEW.matchbook” makes a new book of a JSON file.";
                self.notice.replace(Some(Problem::new(told).hint(hint)));
                Ok(store)
            }
            _ => self.open_store(OpenMode::Read),
        }
    }

    /// Opens the book to be changed, saves the commit that `work` makes, and reports it.
    pub fn change<T: Serialize>(
        &mut self,
        work: impl FnOnce(&mut LoadedBook, &mut Self) -> Result<ChangeReport<T>, Problem>,
    ) -> Result<Output, Problem> {
        let mut opened = self.open_for_edit()?;
        let report = work(&mut opened, self)?;
        self.save(&mut opened, &report.commit, &report.notes, report.answer)
    }

    /// Saves `commit` and says so, with `notes` below.
    pub fn save(
        &mut self,
        opened: &mut LoadedBook,
        commit: &Commit,
        notes: &[String],
        answer: impl Serialize,
    ) -> Result<Output, Problem> {
        if commit.changes.is_empty() {
            return Ok(Output::done("nothing changed", notes, answer));
        }
        let committed = opened.store.commit(commit, &mut self.env)?;
        opened.book.apply(&committed.changes);
        Ok(Output::done(&committed.label, notes, answer))
    }

    /// The program of `book`; one that is not on this computer is noticed, and the blank one's rules stand in.
    pub fn program(&self, book: &Book) -> Result<Arc<Program>, Problem> {
        let (program, missing) = self.catalog.program_of(book, self.env.today())?;
        if missing.is_some() {
            self.notice.replace(missing);
        }
        Ok(program)
    }

    /// The competency areas of `program`, if it has them.
    pub fn competencies(&self, program: &Program) -> Result<Option<Arc<CompetencySet>>, Problem> {
        let set = program.competencies.as_deref();
        Ok(set.map(|key| self.catalog.competencies(key)).transpose()?)
    }

    /// The page of a record of `book` for its owner. It has the forms that it needs, so no broken one stands in its way.
    pub fn page(
        &self,
        book: &Book,
        forms: &[Arc<FormDef>],
        build: impl FnOnce(&ExportView) -> Result<Document, Refusal>,
    ) -> Result<String, Problem> {
        let program = self.program(book)?;
        let (deck, competencies) = (self.deck(book)?, self.competencies(&program)?);
        let source = ExportSource {
            book,
            program: &program,
            forms,
            deck: &deck,
            competencies: competencies.as_deref(),
            today: self.env.today(),
        };
        Ok(export::owner_page(&source, build)?)
    }

    /// All activities and prompts, those of `book`'s own pair among them as far as they are loaded.
    pub fn deck(&self, book: &Book) -> Result<Arc<Deck>, Problem> {
        Ok(self.catalog.deck_of(book)?)
    }

    /// `book` read against `program` today.
    pub fn year<'a>(&self, book: &'a Book, program: &'a Program) -> Year<'a> {
        Year::new(book, program, self.env.today())
    }
}

/// The record with the number that people see, from 1. `what` and `verb` name it and its list: "goal", "goal list".
pub fn by_number<'a, T: ?Sized>(
    list: &[&'a T],
    number: usize,
    what: &str,
    verb: &str,
) -> Result<&'a T, Problem> {
    let found = number.checked_sub(1).and_then(|place| list.get(place));
    found.copied().ok_or_else(|| {
        let message = if list.is_empty() {
            format!("There is no {what} yet.")
        } else {
            format!("There is no {what} {number}.")
        };
        Problem::new(message).hint(format!("“matchbook {verb}” shows the number of each."))
    })
}

/// A refusal of a typed value, which leaves everything as it was.
pub fn usage_error(message: &str, option: &str) -> Problem {
    let hint = format!("Correct “{option}” and try again; nothing was saved.");
    Problem::wrong_use(sentence(message), hint)
}

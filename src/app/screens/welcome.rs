//! The welcome screen while there is no book: start one, open the sample year, or bring a file in.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{ScreenEffect, ScreenEffects, ScreenLogic, emit, find_parcel, open_editor, status};
use crate::app::Nav;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys, selected_key};
use crate::app::session::Session;
use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::domain::program::Program;
use crate::domain::schedule::Year;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeChoice {
    Start,
    /// Opens the sample year.
    Sample,
    /// Brings in a book or an export.
    BringIn,
}

#[derive(Default)]
pub struct WelcomeScreen {
    pub list: ListState<WelcomeChoice>,
    /// The sample year, read when its strip is first drawn; none if it cannot be read.
    sample: OnceCell<Option<SampleYear>>,
}

/// The sample year, to be shown before it is opened.
struct SampleYear {
    book: Book,
    program: Arc<Program>,
    today: NaiveDate,
}

impl SampleYear {
    fn read(catalog: &Catalog) -> Option<Self> {
        let sample = catalog.sample().ok()?;
        let mut book = Book::default();
        for commit in &sample.commits {
            book.apply(&commit.changes);
        }
        let program = catalog.program(&book.cycle()?.program).ok()?;
        let today = sample.today;
        Some(Self {
            book,
            program,
            today,
        })
    }
}

impl WelcomeScreen {
    pub fn sections(&self) -> Vec<ScreenSection<WelcomeChoice>> {
        let rows = vec![
            ScreenRow::new(WelcomeChoice::Start, "Start a book for your match")
                .right("s")
                .below("Five questions, less than a minute; what is wrong can be corrected."),
            ScreenRow::new(WelcomeChoice::Sample, "Look at the sample year")
                .right("d")
                .below("An invented pair half way through its year. A copy: change what you like."),
            ScreenRow::new(WelcomeChoice::BringIn, "I have a file")
                .right("b")
                .below("A parcel of your partner, a book of another computer, or one as JSON."),
        ];
        vec![ScreenSection::new("", rows, "")]
    }

    /// The sample year on the day it is opened.
    pub fn sample_year(&self, session: &Session) -> Option<Year<'_>> {
        let read = || SampleYear::read(&session.catalog);
        let sample = self.sample.get_or_init(read).as_ref()?;
        Some(Year::new(&sample.book, &sample.program, sample.today))
    }
}

impl ScreenLogic for WelcomeScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Welcome, Context::List, Context::Global]
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        match selected_key(&self.list, &self.sections()) {
            Some(WelcomeChoice::Sample) => emit(ScreenEffect::Navigate(Nav::Sample)),
            Some(WelcomeChoice::BringIn) => find_parcel(),
            Some(WelcomeChoice::Start) | None => open_editor(EditTarget::NewBook, session),
        }
    }

    fn select(&mut self, selecting: Selecting, _session: &Session) -> bool {
        self.list.apply(selecting, &row_keys(&self.sections()));
        true
    }

    fn on_back(&mut self, _session: &Session) -> ScreenEffects {
        status("q quits.")
    }
}

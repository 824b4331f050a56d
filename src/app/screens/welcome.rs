//! The welcome of an empty home: start a book, or look at the sample year.

use super::{ScreenEffect, ScreenLogic, emit, open_editor};
use crate::app::Nav;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys};
use crate::app::session::Session;

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeChoice {
    /// Start a book.
    Start,
    /// Look at the sample year.
    Sample,
}

/// The screen.
#[derive(Default)]
pub struct WelcomeScreen {
    /// Which choice is selected.
    pub list: ListState<WelcomeChoice>,
}

impl WelcomeScreen {
    /// The choices.
    pub fn sections(&self) -> Vec<ScreenSection<WelcomeChoice>> {
        let rows = vec![
            ScreenRow::new(WelcomeChoice::Start, "Start a book for your match")
                .right("s")
                .below("Five questions, less than a minute; everything can be changed later."),
            ScreenRow::new(WelcomeChoice::Sample, "Look at the sample year")
                .right("d")
                .below("An invented pair half way through its year. A copy: change what you like."),
        ];
        vec![ScreenSection::new("", rows, "")]
    }
}

impl ScreenLogic for WelcomeScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Welcome, Context::List, Context::Global]
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        if movement != Move::Open {
            self.list
                .move_selection(movement, &row_keys(&self.sections()));
            return Vec::new();
        }
        match self.list.selected(&row_keys(&self.sections())) {
            Some(WelcomeChoice::Sample) => emit(ScreenEffect::Navigate(Nav::Sample)),
            Some(WelcomeChoice::Start) | None => open_editor(EditTarget::NewBook, session),
        }
    }

    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        self.list.select(row, &row_keys(&self.sections()));
        self.on_move(Move::Open, session)
    }

    fn on_back(&mut self, _desk: &Session) -> Vec<ScreenEffect> {
        emit(ScreenEffect::SetStatus("q quits.".to_owned()))
    }

    fn export_choices(&self, _desk: &Session) -> Vec<crate::export::ExportSubject> {
        Vec::new()
    }
}

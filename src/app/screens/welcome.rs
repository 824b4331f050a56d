//! The welcome screen while there is no book: start one, or open the sample year.

use super::{ScreenEffect, ScreenEffects, ScreenLogic, emit, open_editor, status};
use crate::app::Nav;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys, selected_key};
use crate::app::session::Session;
use crate::domain::ops::OpContext;
use crate::export::ExportSubject;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeChoice {
    Start,
    /// Opens the sample year.
    Sample,
}

#[derive(Default)]
pub struct WelcomeScreen {
    pub list: ListState<WelcomeChoice>,
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
        ];
        vec![ScreenSection::new("", rows, "")]
    }
}

impl ScreenLogic for WelcomeScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Welcome, Context::List, Context::Global]
    }

    fn open(&mut self, session: &Session, _ctx: &mut OpContext) -> ScreenEffects {
        match selected_key(&self.list, &self.sections()) {
            Some(WelcomeChoice::Sample) => emit(ScreenEffect::Navigate(Nav::Sample)),
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

    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        Vec::new()
    }
}

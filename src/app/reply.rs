//! Carrying out what a screen answered: deeds, and moving between screens.

use crate::env::Env;

use super::command::Place;
use super::deed::{self, Deed};
use super::purpose::Purpose;
use super::screens::{Reply, Screen};
use super::{App, Effect};

impl App {
    /// Carries out what a screen answered.
    pub(super) fn fold(&mut self, replies: Vec<Reply>, env: &mut Env) -> Vec<Effect> {
        let mut effects = Vec::new();
        for reply in replies {
            match reply {
                Reply::Show(screen) => effects.extend(self.show(*screen)),
                Reply::Go(place) => effects.extend(self.go(place)),
                Reply::Back => effects.extend(self.back()),
                Reply::Open(modal) => self.modals.push(*modal),
                Reply::Say(text) => self.say(text),
                Reply::Do(deed) => effects.extend(self.perform(deed, env)),
                Reply::Effect(effect) => {
                    self.desk.note_draft(&effect);
                    effects.push(effect);
                }
                Reply::Hit(index) => {
                    self.desk.results.opened = Some(index);
                    self.desk.results.below = self.screens.len();
                }
                Reply::Fail(problem) => effects.extend(self.fail(problem)),
            }
        }
        effects
    }

    pub(super) fn perform(&mut self, deed: Deed, env: &mut Env) -> Vec<Effect> {
        if let Deed::Save(purpose @ Purpose::NewBook, answers) = deed {
            self.closing = Some(purpose);
            return vec![Effect::CreateBook(answers)];
        }
        if let Deed::Save(Purpose::Import, answers) = deed {
            return vec![Effect::LookInto(answers.get("file").to_owned())];
        }
        let result = deed::perform(&deed, &self.desk, &mut env.scribe());
        let purpose = if let Deed::Save(purpose, _) = deed {
            Some(purpose)
        } else {
            None
        };
        match result {
            Ok(commit) if commit.changes.is_empty() => {
                if purpose.as_ref().is_some_and(Purpose::closes) {
                    self.screens.pop();
                }
                self.say("Nothing changed.");
                Vec::new()
            }
            Ok(commit) => {
                let clears = purpose.as_ref().map(Purpose::place);
                self.closing = purpose.filter(Purpose::closes);
                vec![Effect::Commit { commit, clears }]
            }
            Err(refusal) => self.fail(refusal.into()),
        }
    }

    pub(super) fn show(&mut self, mut screen: Screen) -> Vec<Effect> {
        let effects = screen.opened(&self.desk);
        self.screens.push(screen);
        effects
    }

    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        if !self.desk.has_book() {
            self.say("Open or start a book first.");
            return Vec::new();
        }
        let kept = self.keep();
        self.screens.clear();
        let mut effects = self.show(Screen::at(place, &self.desk));
        effects.extend(kept);
        effects
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.screens.len() > 1 {
            self.screens.pop();
        } else if self.desk.has_book() {
            return self.go(Place::Today);
        } else {
            self.screens = vec![Screen::welcome()];
        }
        Vec::new()
    }

    /// Keeps what is typed as a draft.
    pub(super) fn keep(&mut self) -> Vec<Effect> {
        let Some(Screen::Form(form)) = self.screens.last_mut() else {
            return Vec::new();
        };
        if !form.state.unkept || !form.purpose.keeps_draft() {
            return Vec::new();
        }
        form.state.unkept = false;
        let (place, text) = (form.purpose.place(), form.state.draft());
        let effect = Effect::SaveDraft { place, text };
        self.desk.note_draft(&effect);
        vec![effect]
    }
}

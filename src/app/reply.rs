//! Carrying out what a screen answered: deeds, and ways out, each taken only once what is typed is kept.

use crate::env::Env;

use super::command::Place;
use super::deed::{self, Deed};
use super::modal::Modal;
use super::purpose::Purpose;
use super::screens::{Reply, Screen};
use super::{App, BookEffect, Effect, Leave, Msg};

impl App {
    /// Carries out what a screen answered.
    pub(super) fn fold(&mut self, replies: Vec<Reply>, env: &mut Env) -> Vec<Effect> {
        let mut effects = Vec::new();
        for reply in replies {
            match reply {
                Reply::Show(screen) => effects.extend(self.show(*screen)),
                Reply::Leave(leave) => effects.extend(self.leave(leave)),
                Reply::Open(modal) => self.modals.push(*modal),
                Reply::Say(text) => self.say(text),
                Reply::Do(deed) => effects.extend(self.perform(deed, env)),
                Reply::Book(effect) => effects.push(self.desk.in_book(effect)),
                Reply::Effect(effect) => effects.push(effect),
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
        if let Deed::Save(Purpose::NewBook, answers) = deed {
            return self.leave(Leave::NewBook(answers));
        }
        if let Deed::Save(Purpose::Import, answers) = deed {
            let file = answers.get("file").to_owned();
            return vec![self.desk.in_book(BookEffect::LookInto(file))];
        }
        let result = deed::perform(&deed, &self.desk, &mut env.scribe());
        let place = if let Deed::Save(purpose, _) = &deed {
            Some(purpose.place())
        } else {
            None
        };
        match result {
            Ok(commit) if commit.changes.is_empty() => {
                self.say("Nothing changed.");
                place.map_or_else(Vec::new, |place| {
                    self.close_saved(&place);
                    self.drop_draft(place)
                })
            }
            Ok(commit) => {
                self.saving.clone_from(&place);
                let clears = place;
                vec![self.desk.in_book(BookEffect::Commit { commit, clears })]
            }
            Err(refusal) => self.fail(refusal.into()),
        }
    }

    /// The store holds what the form at `place` says: an editor closes, a form of the program goes on from there.
    /// The editor that closed, if one did.
    pub(super) fn close_saved(&mut self, place: &str) -> Option<Purpose> {
        let at = self.form_at(place)?;
        let Some(Screen::Form(form)) = self.screens.get_mut(at) else {
            return None;
        };
        if form.purpose.closes() {
            let purpose = form.purpose.clone();
            self.screens.remove(at);
            return Some(purpose);
        }
        form.saved();
        None
    }

    /// Where the form whose draft is kept under `place` is among the screens.
    pub(super) fn form_at(&self, place: &str) -> Option<usize> {
        let is_it =
            |screen: &Screen| matches!(screen, Screen::Form(form) if form.purpose.place() == place);
        self.screens.iter().rposition(is_it)
    }

    pub(super) fn show(&mut self, mut screen: Screen) -> Vec<Effect> {
        let effects = screen.opened(&self.desk);
        self.screens.push(screen);
        effects
    }

    /// Leaves what is shown once the store has what is typed there; until then everything stays as it is.
    pub(super) fn leave(&mut self, leave: Leave) -> Vec<Effect> {
        if matches!(leave, Leave::To(_)) && !self.desk.has_book() {
            self.say("Open or start a book first.");
            return Vec::new();
        }
        if self.saving.is_some() {
            // The store has not answered yet; see `committed`.
            self.leaving = Some(leave);
            return Vec::new();
        }
        let keep = match leave {
            Leave::Back => self.keep_from(self.screens.len().saturating_sub(1)),
            Leave::To(_)
            | Leave::Book(_)
            | Leave::NewBook(_)
            | Leave::Sample
            | Leave::Restore(_)
            | Leave::Program => self.keep(),
        };
        if keep.is_empty() {
            return self.left(leave);
        }
        self.leaving = Some(leave);
        keep
    }

    /// Takes the way out, unless text is lost by it that no draft can keep: then it is asked about first.
    fn left(&mut self, leave: Leave) -> Vec<Effect> {
        let loses = match leave {
            Leave::NewBook(_) => false,
            // What lies below the screen that closes stays.
            Leave::Back => self.loses_new_text() && matches!(self.screen(), Some(Screen::Form(_))),
            Leave::To(_) | Leave::Book(_) | Leave::Sample | Leave::Restore(_) | Leave::Program => {
                self.loses_new_text()
            }
        };
        if !loses {
            return self.go_out(leave);
        }
        self.modals.push(Modal::Confirm {
            question: "Leave and lose what you typed here?".to_owned(),
            detail: "There is no book yet that could keep it.".to_owned(),
            yes: Msg::LeaveAndLose(leave),
        });
        Vec::new()
    }

    pub(super) fn go_out(&mut self, leave: Leave) -> Vec<Effect> {
        match leave {
            Leave::Back => self.back(),
            Leave::To(place) => self.go(place),
            Leave::Book(path) => vec![Effect::OpenBook(path)],
            Leave::NewBook(answers) => vec![Effect::CreateBook(answers)],
            Leave::Sample => vec![Effect::OpenSample],
            Leave::Restore(line) => vec![Effect::Restore(line)],
            Leave::Program => vec![Effect::Quit],
        }
    }

    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        self.screens.clear();
        self.show(Screen::at(place, &self.desk))
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.screens.len() > 1 {
            self.screens.pop();
        } else if self.desk.has_book() {
            return self.go(Place::Today);
        } else {
            self.screens = vec![Screen::welcome()];
        }
        Vec::new()
    }
}

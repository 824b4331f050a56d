//! Carrying out what a screen answered: deeds, and ways out, each taken only once what is typed is kept.

use crate::env::Env;

use super::book_action::{self, BookAction};
use super::command::MainTab;
use super::edit_target::EditTarget;
use super::modal::Modal;
use super::screens::{Screen, ScreenEffect};
use super::{App, BookEffect, Effect, Msg, Nav};

impl App {
    /// Carries out what a screen answered.
    pub(super) fn apply_screen_effects(
        &mut self,
        replies: Vec<ScreenEffect>,
        env: &mut Env,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        for reply in replies {
            match reply {
                ScreenEffect::PushScreen(screen) => effects.extend(self.push_screen(*screen)),
                ScreenEffect::Navigate(leave) => effects.extend(self.navigate(leave)),
                ScreenEffect::OpenModal(modal) => self.modals.push(*modal),
                ScreenEffect::SetStatus(text) => self.set_status(text),
                ScreenEffect::Perform(deed) => effects.extend(self.perform_book_action(deed, env)),
                ScreenEffect::Book(effect) => effects.push(self.session.in_book(effect)),
                ScreenEffect::Effect(effect) => effects.push(effect),
                ScreenEffect::SetCurrentHit(index) => {
                    self.session.search_results.current = Some(index);
                    self.session.search_results.screens_below = self.screens.len();
                }
                ScreenEffect::ShowError(problem) => effects.extend(self.show_error(problem)),
            }
        }
        effects
    }

    pub(super) fn perform_book_action(&mut self, deed: BookAction, env: &mut Env) -> Vec<Effect> {
        if let BookAction::Save(EditTarget::NewBook, answers) = deed {
            return self.navigate(Nav::NewBook(answers));
        }
        if let BookAction::Save(EditTarget::Import, answers) = deed {
            let file = answers.get("file").to_owned();
            return vec![self.session.in_book(BookEffect::PlanImport(file))];
        }
        let result = book_action::commit_for(&deed, &self.session, &mut env.op_context());
        let place = if let BookAction::Save(purpose, _) = &deed {
            Some(purpose.draft_key())
        } else {
            None
        };
        match result {
            Ok(commit) if commit.changes.is_empty() => {
                self.set_status("Nothing changed.");
                place.map_or_else(Vec::new, |place| {
                    self.close_saved(&place);
                    self.clear_draft(place)
                })
            }
            Ok(commit) => {
                self.pending_save.clone_from(&place);
                let clears_draft = place;
                vec![self.session.in_book(BookEffect::Commit {
                    commit,
                    clears_draft,
                })]
            }
            Err(refusal) => self.show_error(refusal.into()),
        }
    }

    /// The store holds what the form at `place` says: an editor closes, a form of the program goes on from there.
    /// The editor that closed, if one did.
    pub(super) fn close_saved(&mut self, place: &str) -> Option<EditTarget> {
        let at = self.form_at(place)?;
        let Some(Screen::Form(form)) = self.screens.get_mut(at) else {
            return None;
        };
        if form.target.closes_on_save() {
            let purpose = form.target.clone();
            self.screens.remove(at);
            return Some(purpose);
        }
        form.on_saved();
        None
    }

    /// Where the form whose draft is kept under `place` is among the screens.
    pub(super) fn form_at(&self, place: &str) -> Option<usize> {
        let is_it = |screen: &Screen| matches!(screen, Screen::Form(form) if form.target.draft_key() == place);
        self.screens.iter().rposition(is_it)
    }

    pub(super) fn push_screen(&mut self, mut screen: Screen) -> Vec<Effect> {
        let effects = screen.refresh(&self.session);
        self.screens.push(screen);
        effects
    }

    /// Leaves what is shown once the store has what is typed there; until then everything stays as it is.
    pub(super) fn navigate(&mut self, leave: Nav) -> Vec<Effect> {
        if matches!(leave, Nav::Tab(_)) && !self.session.has_book() {
            self.set_status("Open or start a book first.");
            return Vec::new();
        }
        if self.pending_save.is_some() {
            // The store has not answered yet; see `committed`.
            self.pending_nav = Some(leave);
            return Vec::new();
        }
        let keep = match leave {
            Nav::Back => self.autosave_from(self.screens.len().saturating_sub(1)),
            Nav::Tab(_)
            | Nav::OpenBook(_)
            | Nav::NewBook(_)
            | Nav::Sample
            | Nav::Restore(_)
            | Nav::Quit => self.autosave(),
        };
        if keep.is_empty() {
            return self.confirm_navigation(leave);
        }
        self.pending_nav = Some(leave);
        keep
    }

    /// Takes the way out, unless text is lost by it that no draft can keep: then it is asked about first.
    fn confirm_navigation(&mut self, leave: Nav) -> Vec<Effect> {
        let loses = match leave {
            Nav::NewBook(_) => false,
            // What lies below the screen that closes stays.
            Nav::Back => {
                self.would_lose_new_book() && matches!(self.screen(), Some(Screen::Form(_)))
            }
            Nav::Tab(_) | Nav::OpenBook(_) | Nav::Sample | Nav::Restore(_) | Nav::Quit => {
                self.would_lose_new_book()
            }
        };
        if !loses {
            return self.perform_navigation(leave);
        }
        self.modals.push(Modal::Confirm {
            question: "Leave and lose what you typed here?".to_owned(),
            detail: "There is no book yet that could keep it.".to_owned(),
            on_confirm: Msg::NavDiscarding(leave),
        });
        Vec::new()
    }

    pub(super) fn perform_navigation(&mut self, leave: Nav) -> Vec<Effect> {
        match leave {
            Nav::Back => self.pop_screen(),
            Nav::Tab(place) => self.go_to_tab(place),
            Nav::OpenBook(path) => vec![Effect::OpenBook(path)],
            Nav::NewBook(answers) => vec![Effect::CreateBook(answers)],
            Nav::Sample => vec![Effect::OpenSample],
            Nav::Restore(line) => vec![Effect::Restore(line)],
            Nav::Quit => vec![Effect::Quit],
        }
    }

    pub(super) fn go_to_tab(&mut self, place: MainTab) -> Vec<Effect> {
        self.screens.clear();
        self.push_screen(Screen::for_tab(place, &self.session))
    }

    fn pop_screen(&mut self) -> Vec<Effect> {
        if self.screens.len() > 1 {
            self.screens.pop();
        } else if self.session.has_book() {
            return self.go_to_tab(MainTab::Today);
        } else {
            self.screens = vec![Screen::welcome()];
        }
        Vec::new()
    }
}

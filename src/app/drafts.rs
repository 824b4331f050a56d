//! The life of typed text that is not saved: handed to the store as drafts, and called kept only once the store has
//! accepted them.

use std::path::Path;

use crate::problem::Problem;

use super::edit_target::EditTarget;
use super::modal::Modal;
use super::screens::Screen;
use super::screens::form::FormScreen;
use super::{App, BookEffect, DraftText, Effect, Msg, StatusLine};

impl App {
    fn open_forms(&self) -> impl Iterator<Item = &FormScreen> {
        self.screens.iter().filter_map(|screen| {
            if let Screen::Form(form) = screen {
                Some(form.as_ref())
            } else {
                None
            }
        })
    }

    /// True while something is typed that is in no draft yet.
    pub fn has_unsaved_text(&self) -> bool {
        self.open_forms()
            .any(|form| form.state.dirty && form.target.keeps_draft())
    }

    /// True while something is typed that no draft can keep: a book is being started.
    pub(super) fn would_lose_new_book(&self) -> bool {
        self.open_forms()
            .any(|form| form.target == EditTarget::NewBook && form.state.is_changed())
    }

    /// The texts that are in no draft yet.
    pub fn unsaved_drafts(&self) -> Vec<DraftText> {
        let unkept = |form: &&FormScreen| form.state.dirty && form.target.keeps_draft();
        let changed = |form: &&FormScreen| form.state.is_changed();
        self.open_forms()
            .filter(unkept)
            .filter(changed)
            .map(FormScreen::draft_text)
            .collect()
    }

    /// Hands everything that is typed to the store as drafts. It counts as kept once the store has accepted it.
    pub(super) fn autosave(&mut self) -> Vec<Effect> {
        self.autosave_from(0)
    }

    /// The same for the screens from `first` upwards.
    pub(super) fn autosave_from(&mut self, first: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        for screen in self.screens.iter_mut().skip(first) {
            let Screen::Form(form) = screen else {
                continue;
            };
            if !form.state.dirty || !form.target.keeps_draft() {
                continue;
            }
            let typed = form.draft_text();
            let kept = self.session.drafts.get(&typed.draft_key);
            if !form.state.is_changed() {
                form.state.dirty = false;
                let drop = BookEffect::ClearDraft(typed.draft_key);
                effects.extend(kept.is_some().then(|| self.session.in_book(drop)));
            } else if kept == Some(&typed.text) {
                form.state.dirty = false;
            } else {
                effects.push(self.session.in_book(BookEffect::SaveDraft(typed)));
            }
        }
        if effects.is_empty() {
            self.draft_error = None;
        }
        effects
    }

    /// The store has accepted a draft.
    pub(super) fn on_draft_saved(&mut self, text: DraftText) -> Vec<Effect> {
        if let Some(at) = self.form_at(&text.draft_key)
            && let Some(Screen::Form(form)) = self.screens.get_mut(at)
        {
            form.state.dirty = form.state.draft() != text.text;
        }
        self.session.drafts.insert(text.draft_key, text.text);
        if self.draft_error.is_some() && self.pending_nav.is_none() {
            self.set_status("What you typed is kept again.");
            self.needs_redraw = true;
        }
        self.on_store_accepted()
    }

    /// The draft at `place` is gone from the store.
    pub(super) fn on_draft_cleared(&mut self, place: &str) -> Vec<Effect> {
        self.session.drafts.remove(place);
        self.on_store_accepted()
    }

    /// The store takes what it is given again: nothing is called unkept any more, and who waits to leave goes on.
    pub(super) fn on_store_accepted(&mut self) -> Vec<Effect> {
        self.draft_error = None;
        match self.pending_nav.take() {
            Some(leave) => self.navigate(leave),
            None => Vec::new(),
        }
    }

    /// The store could not take a draft. Whoever only types on is told in the status line; whoever leaves is asked.
    pub(super) fn on_draft_failed(&mut self, problem: Problem) -> Vec<Effect> {
        self.draft_error = Some(problem.clone());
        if let Some(leave) = self.pending_nav.take() {
            self.modals.push(Modal::Confirm {
                question: "Leave, though the book cannot take what you typed?".to_owned(),
                detail: format!(
                    "{} What you typed is then written to a recovery file and offered the next time you open this book.",
                    problem.message
                ),
                on_confirm: Msg::NavWithRecovery(leave),
            });
        }
        Vec::new()
    }

    /// Says what cannot be kept as long as nothing else is said.
    pub(super) fn report_draft_error(&mut self) {
        if let Some(problem) = self.draft_error.as_ref().filter(|_| self.status.is_none()) {
            self.status = Some(StatusLine {
                text: format!("Not kept yet: {}", problem.message),
                is_error: true,
            });
        }
    }

    /// The texts are in a recovery file now: who waits to leave goes on, and its editor offers it again.
    pub(super) fn on_recovery_written(&mut self, path: &Path) -> Vec<Effect> {
        for DraftText {
            draft_key: place,
            text,
        } in self.unsaved_drafts()
        {
            self.session.drafts.insert(place, text);
        }
        for screen in &mut self.screens {
            if let Screen::Form(form) = screen {
                form.state.dirty = false;
            }
        }
        self.draft_error = None;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let effects = self
            .pending_nav
            .take()
            .map(|leave| self.perform_navigation(leave));
        self.set_status(format!("What you typed is kept in {name}."));
        effects.unwrap_or_default()
    }

    pub(super) fn on_recovery_failed(&mut self, problem: &Problem) -> Vec<Effect> {
        if let Some(leave) = self.pending_nav.take() {
            self.modals.push(Modal::Confirm {
                question: "Leave and lose what you typed?".to_owned(),
                detail: format!("{} Copy it from the screen first.", problem.message),
                on_confirm: Msg::NavDiscarding(leave),
            });
        }
        Vec::new()
    }

    /// Throws away what was typed in the form on top, if one is.
    pub(super) fn discard_changes(&mut self) -> Vec<Effect> {
        let Some(Screen::Form(form)) = self.screens.last_mut() else {
            return Vec::new();
        };
        form.discard_changes();
        let place = form.target.draft_key();
        self.draft_error = None;
        self.set_status("What was typed since the last save is gone.");
        self.clear_draft(place)
    }

    /// Forgets the draft at `place`, where there is one.
    pub(super) fn clear_draft(&self, place: String) -> Vec<Effect> {
        let kept = self.session.drafts.contains_key(&place);
        let drop = || self.session.in_book(BookEffect::ClearDraft(place));
        kept.then(drop).into_iter().collect()
    }
}

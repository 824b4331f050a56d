//! Drafts: autosave of text that is not saved yet.
//!
//! A form or a call is dirty until the store confirms its draft ([`Msg::DraftSaved`](super::Msg)); only then may the
//! program navigate away from it. Where the store cannot save a draft, the text goes to a recovery file, and the editor
//! offers it again. A draft is found by the draft key of its edit target.

use std::path::Path;

use crate::problem::Problem;

use super::edit_target::EditTarget;
use super::modal::Modal;
use super::screens::{Screen, ScreenLogic};
use super::{App, BookEffect, DraftText, Effect, Msg, Nav, StatusLine};

impl App {
    /// The screens with text that is in no draft yet.
    fn dirty_screens(&self) -> impl Iterator<Item = &dyn ScreenLogic> {
        let screens = self.screens.iter().map(Screen::logic);
        screens.filter(|screen| screen.is_dirty())
    }

    /// True while a screen holds text that is in no draft yet.
    pub fn has_unsaved_text(&self) -> bool {
        self.dirty_screens().next().is_some()
    }

    /// True while text of a new book would be lost: there is no book yet that could hold its draft.
    pub(super) fn would_lose_new_book(&self) -> bool {
        let is_lost = |screen: &Screen| matches!(screen, Screen::Form(form) if form.target == EditTarget::NewBook && form.is_changed());
        self.screens.iter().any(is_lost)
    }

    /// The texts that are in no draft yet.
    pub fn unsaved_drafts(&self) -> Vec<DraftText> {
        self.dirty_screens()
            .filter(|screen| screen.is_changed())
            .filter_map(ScreenLogic::draft)
            .collect()
    }

    /// Sends every dirty text of the screens from index `first` upwards to the store as a draft; it stays dirty until the
    /// store confirms. True if there was one.
    pub(super) fn autosave_from(&mut self, first: usize) -> bool {
        let before = self.effects.len();
        for screen in self.screens.iter_mut().skip(first) {
            let screen = screen.logic_mut();
            let Some(typed) = screen.draft().filter(|_| screen.is_dirty()) else {
                continue;
            };
            let saved_draft = self.session.drafts.get(&typed.draft_key);
            if !screen.is_changed() {
                screen.set_dirty(false);
                let clear = BookEffect::ClearDraft(typed.draft_key);
                let cleared = saved_draft.is_some().then(|| self.session.in_book(clear));
                self.effects.extend(cleared);
            } else if saved_draft == Some(&typed.text) {
                screen.set_dirty(false);
            } else {
                let save = self.session.in_book(BookEffect::SaveDraft(typed));
                self.effects.push(save);
            }
        }
        let saves = self.effects.len() > before;
        if !saves {
            self.draft_error = None;
        }
        saves
    }

    pub(super) fn on_draft_saved(&mut self, text: DraftText) {
        for screen in self.screens.iter_mut().map(Screen::logic_mut) {
            if let Some(typed) = screen.draft().filter(|it| it.draft_key == text.draft_key) {
                screen.set_dirty(typed != text);
            }
        }
        self.session.drafts.insert(text.draft_key, text.text);
        if self.draft_error.is_some() && self.pending_nav.is_none() {
            self.set_status("What you typed is kept again.");
            self.needs_redraw = true;
        }
        self.on_store_accepted();
    }

    pub(super) fn on_draft_cleared(&mut self, draft_key: &str) {
        self.session.drafts.remove(draft_key);
        self.on_store_accepted();
    }

    /// Clears the draft error and continues a pending navigation.
    pub(super) fn on_store_accepted(&mut self) {
        self.draft_error = None;
        if let Some(nav) = self.pending_nav.take() {
            self.navigate(nav);
        }
    }

    /// Reports the error in the status line, or asks before a pending navigation goes on without a draft.
    pub(super) fn on_draft_failed(&mut self, problem: Problem) {
        self.draft_error = Some(problem.clone());
        if let Some(nav) = self.pending_nav.take() {
            self.modals.push(Modal::Confirm {
                question: "Leave, though the book cannot take what you typed?".to_owned(),
                detail: format!(
                    "{} What you typed is then written to a recovery file and offered the next time you open this book.",
                    problem.message
                ),
                on_confirm: Msg::NavWithRecovery(nav),
            });
        }
    }

    /// Shows the draft error whenever the status line is free.
    pub(super) fn report_draft_error(&mut self) {
        if let Some(problem) = self.draft_error.as_ref().filter(|_| self.status.is_none()) {
            self.status = Some(StatusLine {
                text: format!("Not kept yet: {}", problem.message),
                is_error: true,
            });
        }
    }

    /// Navigates once what is in no draft is in a recovery file.
    pub(super) fn navigate_with_recovery(&mut self, nav: Nav) {
        self.pending_nav = Some(nav);
        let drafts = self.unsaved_drafts();
        self.effects.push(Effect::WriteRecoveryFile(drafts));
    }

    /// Takes the texts of the recovery file for drafts and continues the pending navigation.
    pub(super) fn on_recovery_written(&mut self, path: &Path) {
        for DraftText { draft_key, text } in self.unsaved_drafts() {
            self.session.drafts.insert(draft_key, text);
        }
        for screen in &mut self.screens {
            screen.logic_mut().set_dirty(false);
        }
        self.draft_error = None;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(nav) = self.pending_nav.take() {
            self.perform_navigation(nav);
        }
        self.set_status(format!("What you typed is kept in {name}."));
    }

    pub(super) fn on_recovery_failed(&mut self, problem: &Problem) {
        if let Some(nav) = self.pending_nav.take() {
            self.modals.push(Modal::Confirm {
                question: "Leave and lose what you typed?".to_owned(),
                detail: format!("{} Copy it from the screen first.", problem.message),
                on_confirm: Msg::NavDiscarding(nav),
            });
        }
    }

    /// Discards what was typed in the top form since the last save; of a call all of it, and leaves it.
    pub(super) fn discard_changes(&mut self) {
        let Some(top) = self.screens.last_mut() else {
            return;
        };
        let draft = top.logic().draft();
        if let Screen::Form(form) = top {
            form.discard_changes();
        } else if let Screen::Call(_) = top {
            self.screens.pop();
        }
        self.draft_error = None;
        self.set_status("What was typed since the last save is gone.");
        if let Some(draft) = draft {
            self.clear_draft(draft.draft_key);
        }
    }

    /// Deletes the draft under `draft_key`, if there is one.
    pub(super) fn clear_draft(&mut self, draft_key: String) {
        if self.session.drafts.contains_key(&draft_key) {
            self.run_in_book(BookEffect::ClearDraft(draft_key));
        }
    }
}

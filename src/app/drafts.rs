//! The life of typed text that is not saved: handed to the store as drafts, and called kept only once the store has
//! accepted them.

use std::path::Path;

use crate::problem::Problem;

use super::modal::Modal;
use super::purpose::Purpose;
use super::screens::Screen;
use super::screens::form::Form;
use super::{App, BookEffect, Effect, Msg, Status, UnkeptText};

impl App {
    fn forms(&self) -> impl Iterator<Item = &Form> {
        self.screens.iter().filter_map(|screen| {
            if let Screen::Form(form) = screen {
                Some(form.as_ref())
            } else {
                None
            }
        })
    }

    /// True while something is typed that is in no draft yet.
    pub fn has_unkept_text(&self) -> bool {
        self.forms()
            .any(|form| form.state.unkept && form.purpose.keeps_draft())
    }

    /// True while something is typed that no draft can keep: a book is being started.
    pub(super) fn loses_new_text(&self) -> bool {
        self.forms()
            .any(|form| form.purpose == Purpose::NewBook && form.state.is_changed())
    }

    /// The texts that are in no draft yet.
    pub fn unkept_texts(&self) -> Vec<UnkeptText> {
        let unkept = |form: &&Form| form.state.unkept && form.purpose.keeps_draft();
        let changed = |form: &&Form| form.state.is_changed();
        self.forms()
            .filter(unkept)
            .filter(changed)
            .map(Form::unkept_text)
            .collect()
    }

    /// Hands everything that is typed to the store as drafts. It counts as kept once the store has accepted it.
    pub(super) fn keep(&mut self) -> Vec<Effect> {
        self.keep_from(0)
    }

    /// The same for the screens from `first` upwards.
    pub(super) fn keep_from(&mut self, first: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        for screen in self.screens.iter_mut().skip(first) {
            let Screen::Form(form) = screen else {
                continue;
            };
            if !form.state.unkept || !form.purpose.keeps_draft() {
                continue;
            }
            let typed = form.unkept_text();
            let kept = self.desk.drafts.get(&typed.place);
            if !form.state.is_changed() {
                form.state.unkept = false;
                let drop = BookEffect::ClearDraft(typed.place);
                effects.extend(kept.is_some().then(|| self.desk.in_book(drop)));
            } else if kept == Some(&typed.text) {
                form.state.unkept = false;
            } else {
                effects.push(self.desk.in_book(BookEffect::SaveDraft(typed)));
            }
        }
        if effects.is_empty() {
            self.unkept = None;
        }
        effects
    }

    /// The store has accepted a draft.
    pub(super) fn kept(&mut self, text: UnkeptText) -> Vec<Effect> {
        if let Some(at) = self.form_at(&text.place)
            && let Some(Screen::Form(form)) = self.screens.get_mut(at)
        {
            form.state.unkept = form.state.draft() != text.text;
        }
        self.desk.drafts.insert(text.place, text.text);
        if self.unkept.is_some() && self.leaving.is_none() {
            self.say("What you typed is kept again.");
            self.changed = true;
        }
        self.accepted()
    }

    /// The draft at `place` is gone from the store.
    pub(super) fn dropped(&mut self, place: &str) -> Vec<Effect> {
        self.desk.drafts.remove(place);
        self.accepted()
    }

    /// The store takes what it is given again: nothing is called unkept any more, and who waits to leave goes on.
    pub(super) fn accepted(&mut self) -> Vec<Effect> {
        self.unkept = None;
        match self.leaving.take() {
            Some(leave) => self.leave(leave),
            None => Vec::new(),
        }
    }

    /// The store could not take a draft. Whoever only types on is told in the status line; whoever leaves is asked.
    pub(super) fn not_kept(&mut self, problem: Problem) -> Vec<Effect> {
        self.unkept = Some(problem.clone());
        if let Some(leave) = self.leaving.take() {
            self.modals.push(Modal::Confirm {
                question: "Leave, though the book cannot take what you typed?".to_owned(),
                detail: format!(
                    "{} What you typed is then written to a recovery file and offered the next time you open this book.",
                    problem.message
                ),
                yes: Msg::LeaveUnkept(leave),
            });
        }
        Vec::new()
    }

    /// Says what cannot be kept as long as nothing else is said.
    pub(super) fn say_what_is_unkept(&mut self) {
        if let Some(problem) = self.unkept.as_ref().filter(|_| self.status.is_none()) {
            self.status = Some(Status {
                text: format!("Not kept yet: {}", problem.message),
                problem: true,
            });
        }
    }

    /// The texts are in a recovery file now: who waits to leave goes on, and its editor offers it again.
    pub(super) fn recovered(&mut self, path: &Path) -> Vec<Effect> {
        for UnkeptText { place, text } in self.unkept_texts() {
            self.desk.drafts.insert(place, text);
        }
        for screen in &mut self.screens {
            if let Screen::Form(form) = screen {
                form.state.unkept = false;
            }
        }
        self.unkept = None;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let effects = self.leaving.take().map(|leave| self.go_out(leave));
        self.say(format!("What you typed is kept in {name}."));
        effects.unwrap_or_default()
    }

    pub(super) fn not_recovered(&mut self, problem: &Problem) -> Vec<Effect> {
        if let Some(leave) = self.leaving.take() {
            self.modals.push(Modal::Confirm {
                question: "Leave and lose what you typed?".to_owned(),
                detail: format!("{} Copy it from the screen first.", problem.message),
                yes: Msg::LeaveAndLose(leave),
            });
        }
        Vec::new()
    }

    /// Throws away what was typed in the form on top, if one is.
    pub(super) fn discard(&mut self) -> Vec<Effect> {
        let Some(Screen::Form(form)) = self.screens.last_mut() else {
            return Vec::new();
        };
        form.discard();
        let place = form.purpose.place();
        self.unkept = None;
        self.say("What was typed since the last save is gone.");
        self.drop_draft(place)
    }

    /// Forgets the draft at `place`, where there is one.
    pub(super) fn drop_draft(&self, place: String) -> Vec<Effect> {
        let kept = self.desk.drafts.contains_key(&place);
        let drop = || self.desk.in_book(BookEffect::ClearDraft(place));
        kept.then(drop).into_iter().collect()
    }
}

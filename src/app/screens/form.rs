//! A form or an editor being filled in. The screen wraps a [`FormState`] with its edit target: it saves an editor as a
//! whole, and autosaves each answer of a program form.

use super::forms::missing_of_partner;
use super::preview::ask_partner;
use super::{ScreenEffect, ScreenEffects, ScreenLogic, emit, open_modal, status};
use crate::app::calendar::CalendarState;
use crate::app::command::{Command, Move};
use crate::app::edit_target::EditTarget;
use crate::app::field::{CursorMotion, Edit, EditResult};
use crate::app::form::{FormState, QuestionEditor};
use crate::app::keymap::Context;
use crate::app::modal::Modal;
use crate::app::screen_rows::joined;
use crate::app::session::Session;
use crate::app::{DraftText, Effect, Msg, Nav};
use crate::domain::answer::Answers;
use crate::domain::meeting::MeetingKind;
use crate::domain::ops;
use crate::domain::ops::meeting::defaults;
use crate::problem::Problem;

/// Shown when a form with unsaved text is left.
const DRAFT_KEPT_NOTICE: &str = "Not saved yet, but kept: open it again to go on.";

pub struct FormScreen {
    /// Record or response that the answers are saved to.
    pub target: EditTarget,
    pub state: FormState,
    /// True if the form opened with answers restored from a draft.
    pub from_draft: bool,
    /// Parts that the partner has yet to do, and answers of both; empty if there are none.
    pub note: String,
    /// True after the store refused a save: leaving then saves a draft instead of trying again.
    save_failed: bool,
    /// Answers sent to the store and not confirmed yet.
    unconfirmed_answers: Option<Answers>,
    /// True once a choice was typed that is not saved yet.
    has_typed_choice: bool,
}

impl FormScreen {
    /// Opens the form for `target`, with the answers of the book and of its draft.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn open(target: EditTarget, session: &Session) -> Result<Self, Problem> {
        let mut state = target.form_state(session)?;
        let draft = session.drafts.get(&target.draft_key());
        let from_draft = draft.is_some_and(|draft| state.restore_draft(draft));
        if !from_draft && target.is_begun(session) {
            state.focus_first_missing();
        }
        Ok(Self {
            target,
            state,
            from_draft,
            note: String::new(),
            save_failed: false,
            unconfirmed_answers: None,
            has_typed_choice: false,
        })
    }

    /// Sets the usual channel and length of a contact or meeting when the kind changes, where neither was edited.
    fn update_kind_defaults(&mut self, old_kind: &str, session: &Session) {
        let state = &mut self.state;
        let (Some(old_kind), Some(new_kind)) = (
            MeetingKind::from_word(old_kind),
            state.answers.word::<MeetingKind>("kind"),
        ) else {
            return;
        };
        if self.target != EditTarget::Log || old_kind == new_kind {
            return;
        }
        let (old, new) = (
            defaults(&session.year(), old_kind),
            defaults(&session.year(), new_kind),
        );
        for field in ["channel", "minutes"] {
            if state.answers.get(field) == old.get(field) {
                state.answers.set(field, new.get(field));
            }
        }
    }

    /// Saves the answers of a program form as they are now; an editor is saved as a whole.
    fn autosave_response(&mut self) -> ScreenEffects {
        let answers = self.state.visited_answers();
        if self.target.closes_on_save() || answers == self.state.saved {
            return Vec::new();
        }
        self.unconfirmed_answers = Some(answers.clone());
        emit(ScreenEffect::Save(self.target.clone(), answers))
    }

    fn save(&mut self) -> ScreenEffects {
        if !self.target.closes_on_save() {
            self.state.validate_focused();
            // Invalid or unread restored answers are shown before the form closes, so that none is saved or lost unseen.
            return match self.state.focus_next_unresolved() {
                Some(words) => status(words),
                None => self.close(),
            };
        }
        if self.state.validate_all() {
            let answers = self.state.answers.clone();
            emit(ScreenEffect::Save(self.target.clone(), answers))
        } else {
            status("Not saved yet: see the question marked with “!”.")
        }
    }

    /// Saves the answers of a program form and goes back.
    fn close(&mut self) -> ScreenEffects {
        let mut effects = self.autosave_response();
        if self.state.visited_answers() != self.state.answers || self.state.has_invalid_text() {
            effects.push(ScreenEffect::SetStatus(DRAFT_KEPT_NOTICE.to_owned()));
        }
        effects.push(ScreenEffect::Navigate(Nav::Back));
        if self.state.completeness().is_complete() {
            let words =
                "All that is asked for is answered. c declares the form complete, s signs it.";
            effects.push(ScreenEffect::SetStatus(words.to_owned()));
        } else if !self.note.is_empty() {
            effects.push(ScreenEffect::SetStatus(self.note.clone()));
        }
        effects
    }

    pub fn discard_changes(&mut self) {
        self.state.discard();
        self.from_draft = false;
    }

    /// The store has confirmed the answers that were sent.
    pub fn on_saved(&mut self) {
        let answers = self.unconfirmed_answers.take();
        self.state
            .mark_saved(answers.unwrap_or_else(|| self.state.answers.clone()));
        self.from_draft = false;
        self.save_failed = false;
    }

    /// The store refused the save: the answers are dirty again, for a draft.
    pub fn on_save_failed(&mut self) {
        self.unconfirmed_answers = None;
        self.state.dirty = true;
        self.save_failed = true;
    }

    /// Takes the answers of the book as newly saved; unsaved ones are kept as diverged.
    pub fn rebase(&mut self, session: &Session) {
        // A form that is gone from the data files keeps its saved answers.
        if let Ok(fresh) = self.target.form_state(session) {
            self.state.rebase(fresh.saved);
        }
    }

    /// The field to which the key for privacy moves a line of the focused one: from what is shared of a meeting to the
    /// private notes, and from these to the notes.
    fn other_audience(&self) -> Option<&'static str> {
        let question = self.state.question()?;
        if !matches!(self.target, EditTarget::Log | EditTarget::Meeting(_)) {
            return None;
        }
        match question.slot.field.as_str() {
            "notes" | "decisions" | "actions" | "win" => Some("private-notes"),
            "private-notes" => Some("notes"),
            _ => None,
        }
    }

    fn move_vertically(&mut self, down: bool) -> ScreenEffects {
        if self.state.is_multi_choice() {
            let movement = if down { Move::Down } else { Move::Up };
            if self.state.move_option(movement) {
                return Vec::new();
            }
        }
        if let (QuestionEditor::Text(field), Some(question)) = (
            &mut self.state.editor,
            self.state.questions.get(self.state.focus),
        ) && (question.field.kind.has_lines() || question.field.kind.is_statement())
        {
            let edit = Edit::Move(if down {
                CursorMotion::Down
            } else {
                CursorMotion::Up
            });
            if field.apply(edit).moved {
                return Vec::new();
            }
        }
        if down {
            self.state.focus_next();
        } else {
            self.state.focus_previous();
        }
        self.autosave_response()
    }
}

impl ScreenLogic for FormScreen {
    fn loads(&mut self, session: &Session) -> Vec<Effect> {
        let EditTarget::Meeting(meeting) = self.target else {
            return Vec::new();
        };
        session.load_details(meeting).into_iter().collect()
    }

    fn refresh(&mut self, session: &Session) {
        self.note.clear();
        let EditTarget::Response(key) = &self.target else {
            return;
        };
        let Some((form_use, def)) = session.form_use(key) else {
            return;
        };
        let response = ops::form::response(&def, &session.book, session.book.me());
        let versions = response.and_then(|response| session.versions_note(response.id));
        let missing = missing_of_partner(session, &form_use, &def);
        let missing = missing.map(|it| format!("{it}: S, from the list, makes a parcel to send."));
        self.note = joined(versions.into_iter().chain(missing));
    }

    fn draft(&self) -> Option<DraftText> {
        self.target.keeps_draft().then(|| DraftText {
            draft_key: self.target.draft_key(),
            text: self.state.draft(),
        })
    }

    fn is_changed(&self) -> bool {
        self.state.is_changed()
    }

    fn is_dirty(&self) -> bool {
        self.state.dirty && self.target.keeps_draft()
    }

    fn set_dirty(&mut self, dirty: bool) {
        self.state.dirty = dirty;
    }

    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.state.contexts();
        if self.other_audience().is_some() {
            contexts.push(Context::Notes);
        }
        if !self.target.closes_on_save() {
            contexts.push(Context::Response);
        }
        contexts.extend([Context::Form, Context::Chords]);
        contexts
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        Some(match (command, &self.state.editor) {
            (Command::Toggle, _) => {
                let kind = self.state.answers.get("kind").to_owned();
                self.state.toggle_option();
                self.update_kind_defaults(&kind, session);
                self.autosave_response()
            }
            (Command::Private, _) => match self.other_audience() {
                Some(to) if self.state.move_line(to) => status(if to == "notes" {
                    "The line is in the shared notes now. F7 there moves it back."
                } else {
                    "The line is in your private notes now. F7 there moves it back."
                }),
                Some(_) | None => status("There is no line under the cursor."),
            },
            (Command::Save, _) => self.save(),
            (Command::Discard, _) => emit(ScreenEffect::OpenModal(Box::new(Modal::Confirm {
                question: "Throw away what you typed here since the last save?".to_owned(),
                detail: "Undo cannot bring it back.".to_owned(),
                on_confirm: Msg::DiscardChanges,
            }))),
            (Command::RefillFromLog, _) => {
                self.state.refill_from_log();
                let mut effects = self.autosave_response();
                effects.extend(status("Filled in again from the log."));
                effects
            }
            (Command::AskPartner, _) => {
                let mut effects = self.autosave_response();
                effects.extend(ask_partner(&self.target));
                effects
            }
            (Command::NextMissing, _) => {
                let has_missing = self.state.focus_next_missing();
                let mut effects = self.autosave_response();
                if !has_missing {
                    effects.extend(status("Nothing that is asked for is missing."));
                }
                effects
            }
            (Command::Calendar, _) => {
                let day = self.state.question().and_then(|question| {
                    let typed = self.state.answers.at(&question.slot);
                    typed.get(..10)?.parse().ok()
                });
                let calendar = CalendarState::new(day.unwrap_or(session.today()), session.today());
                open_modal(Modal::Calendar(calendar))
            }
            (Command::ExternalEditor, QuestionEditor::Text(field)) => emit(ScreenEffect::Effect(
                Effect::OpenExternalEditor(field.text()),
            )),
            (Command::ExternalEditor, _) => Vec::new(),
            _ => return None,
        })
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        match movement {
            Move::Up => return self.move_vertically(false),
            Move::Down => return self.move_vertically(true),
            Move::Left | Move::Right => {
                let kind = self.state.answers.get("kind").to_owned();
                self.state.move_option(movement);
                self.update_kind_defaults(&kind, session);
            }
            Move::Next => {
                self.state.focus_next();
            }
            Move::Previous => self.state.focus_previous(),
            Move::PageUp | Move::PageDown => self.state.focus_section(movement == Move::PageDown),
            Move::Open => {
                let needs_choice = self.target.closes_on_save() && self.state.lacks_choice();
                if needs_choice && self.state.require_focused() {
                    return Vec::new();
                }
                if !self.state.focus_next() {
                    return self.save();
                }
            }
            Move::First | Move::Last => return Vec::new(),
        }
        self.autosave_response()
    }

    fn click(&mut self, row: usize, _session: &Session) -> ScreenEffects {
        self.state.validate_focused();
        self.state.focus_on(row);
        // The row below the questions is the button.
        if row >= self.state.questions.len() {
            self.save()
        } else {
            self.autosave_response()
        }
    }

    fn on_edit(&mut self, edit: Edit, session: &Session) -> EditResult {
        let QuestionEditor::Options { .. } = self.state.editor else {
            return self.state.edit(edit);
        };
        let kind = self.state.answers.get("kind").to_owned();
        if let Edit::Insert(typed) = edit
            && self.state.choose_by_letter(typed)
        {
            self.update_kind_defaults(&kind, session);
            if !self.state.is_multi_choice() {
                self.state.focus_next();
            }
        } else if edit == Edit::Delete {
            self.state.clear_choice();
        } else {
            return FormState::refuse_text();
        }
        self.has_typed_choice = true;
        EditResult::default()
    }

    fn on_text_changed(&mut self, _session: &Session) -> ScreenEffects {
        if std::mem::take(&mut self.has_typed_choice) {
            self.autosave_response()
        } else {
            Vec::new()
        }
    }

    fn on_paste(&mut self, text: &str, _session: &Session) -> EditResult {
        self.state.paste(text, self.target.question_of_lines())
    }

    fn on_back(&mut self, _session: &Session) -> ScreenEffects {
        self.state.validate_focused();
        if !self.target.closes_on_save() && !self.save_failed {
            return self.close();
        }
        let mut effects = super::go_back();
        if self.state.is_changed() && self.target.keeps_draft() {
            effects.insert(0, ScreenEffect::SetStatus(DRAFT_KEPT_NOTICE.to_owned()));
        }
        effects
    }
}

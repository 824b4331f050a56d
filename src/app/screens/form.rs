//! A form or an editor being filled in: the keys around [`FormState`], and what becomes of the answers.

use crate::domain::answer::Answers;
use crate::domain::form::FieldKind;
use crate::domain::meeting::MeetingKind;
use crate::domain::ops::meeting::defaults;
use crate::problem::Problem;

use super::{ScreenEffect, ScreenLogic, emit};
use crate::app::book_action::BookAction;
use crate::app::calendar::CalendarState;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::field::{CursorMotion, Edit, EditResult};
use crate::app::form::{FormState, QuestionEditor};
use crate::app::keymap::Context;
use crate::app::modal::Modal;
use crate::app::session::Session;
use crate::app::{DraftText, Effect, Msg, Nav};

/// Said when something is left that is not saved.
const DRAFT_KEPT_NOTICE: &str = "Not saved yet, but kept: open it again to go on.";

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormAction {
    /// Chooses the option under the cursor, or takes it back.
    Toggle,
    /// Saves and closes.
    Save,
    /// Throws away what was typed since the last save.
    Discard,
    /// Fills in again what came from the log.
    RefillFromLog,
    /// Goes to the next required answer that is missing.
    NextMissing,
    /// Picks a date from the calendar.
    Calendar,
    /// Opens the text in the user's own editor.
    ExternalEditor,
}

/// The screen.
pub struct FormScreen {
    /// What is being filled in, and what will become of it.
    pub target: EditTarget,
    /// Questions, answers and focus.
    pub state: FormState,
    /// Whether it opened with what a draft kept.
    pub from_draft: bool,
    /// True after the store refused a save: leaving then keeps a draft instead of trying again.
    save_failed: bool,
    /// The answers that the store was given and has not accepted yet.
    unconfirmed_answers: Option<Answers>,
}

impl FormScreen {
    /// Opens the form for `purpose`, with what the book and a draft hold of it.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn open(purpose: EditTarget, session: &Session) -> Result<Self, Problem> {
        let mut state = purpose.form_state(session)?;
        let draft = session.drafts.get(&purpose.draft_key());
        let from_draft = draft.is_some_and(|draft| state.restore_draft(draft));
        Ok(Self {
            target: purpose,
            state,
            from_draft,
            save_failed: false,
            unconfirmed_answers: None,
        })
    }

    /// Answers a verb.
    pub fn on_action(&mut self, verb: FormAction, session: &Session) -> Vec<ScreenEffect> {
        match verb {
            FormAction::Toggle => {
                let kind = self.state.answers.get("kind").to_owned();
                self.state.toggle_option();
                self.update_kind_defaults(&kind, session);
                self.autosave_response()
            }
            FormAction::Save => self.save(),
            FormAction::Discard => emit(ScreenEffect::OpenModal(Box::new(Modal::Confirm {
                question: "Throw away what you typed here since the last save?".to_owned(),
                detail: "Undo cannot bring it back.".to_owned(),
                on_confirm: Msg::DiscardChanges,
            }))),
            FormAction::RefillFromLog => {
                self.state.refill_from_log();
                let mut replies = self.autosave_response();
                replies.push(ScreenEffect::SetStatus(
                    "Filled in again from the log.".to_owned(),
                ));
                replies
            }
            FormAction::NextMissing => {
                let found = self.state.focus_next_missing();
                let mut replies = self.autosave_response();
                if !found {
                    replies.push(ScreenEffect::SetStatus(
                        "Nothing that is asked for is missing.".to_owned(),
                    ));
                }
                replies
            }
            FormAction::Calendar => {
                let day = self.state.question().and_then(|question| {
                    let typed = self.state.answers.at(&question.slot);
                    typed.get(..10)?.parse().ok()
                });
                let calendar = CalendarState::new(day.unwrap_or(session.today()), session.today());
                emit(ScreenEffect::OpenModal(Box::new(Modal::Calendar(calendar))))
            }
            FormAction::ExternalEditor => match &self.state.editor {
                QuestionEditor::Text(field) => emit(ScreenEffect::Effect(
                    Effect::OpenExternalEditor(field.text()),
                )),
                QuestionEditor::Options { .. } | QuestionEditor::Button => Vec::new(),
            },
        }
    }

    /// A contact is shorter than a meeting and goes another way: what nobody has touched yet follows the kind.
    fn update_kind_defaults(&mut self, before: &str, session: &Session) {
        let state = &mut self.state;
        let (Some(before), Some(now)) = (
            MeetingKind::from_word(before),
            state.answers.word::<MeetingKind>("kind"),
        ) else {
            return;
        };
        if self.target != EditTarget::Log || before == now {
            return;
        }
        let (old, new) = (
            defaults(&session.year(), before),
            defaults(&session.year(), now),
        );
        for field in ["channel", "minutes"] {
            if state.answers.get(field) == old.get(field) {
                state.answers.set(field, new.get(field));
            }
        }
    }

    /// A form of the program keeps each answer as it is given; an editor keeps a draft.
    fn autosave_response(&mut self) -> Vec<ScreenEffect> {
        let answers = self.state.visited_answers();
        if self.target.closes_on_save() || answers == self.state.saved {
            return Vec::new();
        }
        self.unconfirmed_answers = Some(answers.clone());
        emit(ScreenEffect::Perform(BookAction::Save(
            self.target.clone(),
            answers,
        )))
    }

    fn save(&mut self) -> Vec<ScreenEffect> {
        if !self.target.closes_on_save() {
            self.state.validate_focused();
            // What is no answer, or would take an answer away unseen, is shown before the form closes.
            return match self.state.focus_next_unresolved() {
                Some(words) => emit(ScreenEffect::SetStatus(words.to_owned())),
                None => self.close(),
            };
        }
        if self.state.validate_all() {
            let answers = self.state.answers.clone();
            emit(ScreenEffect::Perform(BookAction::Save(
                self.target.clone(),
                answers,
            )))
        } else {
            emit(ScreenEffect::SetStatus(
                "Not saved yet: see the question marked with “!”.".to_owned(),
            ))
        }
    }

    /// Leaves a form of the program, with what was answered kept.
    fn close(&mut self) -> Vec<ScreenEffect> {
        let mut replies = self.autosave_response();
        if self.state.visited_answers() != self.state.answers || self.state.has_invalid_text() {
            replies.push(ScreenEffect::SetStatus(DRAFT_KEPT_NOTICE.to_owned()));
        }
        replies.push(ScreenEffect::Navigate(Nav::Back));
        if self.state.completeness().is_complete() {
            let words =
                "All that is asked for is answered. c declares the form complete, s signs it.";
            replies.push(ScreenEffect::SetStatus(words.to_owned()));
        }
        replies
    }

    /// Throws away what was typed since the last save.
    pub fn discard_changes(&mut self) {
        self.state.discard();
        self.from_draft = false;
    }

    /// The store holds the answers as they are now.
    pub fn on_saved(&mut self) {
        let answers = self.unconfirmed_answers.take();
        self.state
            .mark_saved(answers.unwrap_or_else(|| self.state.answers.clone()));
        self.from_draft = false;
        self.save_failed = false;
    }

    /// The store did not take them: they are to be kept as a draft.
    pub fn on_save_failed(&mut self) {
        self.unconfirmed_answers = None;
        self.state.dirty = true;
        self.save_failed = true;
    }

    /// Takes what the book holds by now as saved. What was typed stays, beside it.
    pub fn rebase(&mut self, session: &Session) {
        // A form that is gone from the data files keeps what it has.
        if let Ok(fresh) = self.target.form_state(session) {
            self.state.rebase(fresh.saved);
        }
    }

    /// The text of its draft, with the place that the draft has.
    pub fn draft_text(&self) -> DraftText {
        DraftText {
            draft_key: self.target.draft_key(),
            text: self.state.draft(),
        }
    }

    fn move_vertically(&mut self, down: bool) -> Vec<ScreenEffect> {
        if self.state.is_multi_choice() {
            let movement = if down { Move::Down } else { Move::Up };
            if self.state.move_option(movement) {
                return Vec::new();
            }
        }
        if let (QuestionEditor::Text(field), Some(question)) = (
            &mut self.state.editor,
            self.state.questions.get(self.state.focus),
        ) && question.field.kind == FieldKind::Text
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
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.state.contexts();
        if !self.target.closes_on_save() {
            contexts.push(Context::Response);
        }
        contexts.extend([Context::Form, Context::Chords]);
        contexts
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        match movement {
            Move::Up => self.move_vertically(false),
            Move::Down => self.move_vertically(true),
            Move::Left | Move::Right => {
                let kind = self.state.answers.get("kind").to_owned();
                self.state.move_option(movement);
                self.update_kind_defaults(&kind, session);
                self.autosave_response()
            }
            Move::Next => {
                self.state.focus_next();
                self.autosave_response()
            }
            Move::Previous => {
                self.state.focus_previous();
                self.autosave_response()
            }
            Move::PageUp | Move::PageDown => {
                self.state.focus_section(movement == Move::PageDown);
                self.autosave_response()
            }
            Move::Open => {
                if self.state.focus_next() {
                    self.autosave_response()
                } else {
                    self.save()
                }
            }
            Move::First | Move::Last => Vec::new(),
        }
    }

    fn click(&mut self, row: usize, _desk: &Session) -> Vec<ScreenEffect> {
        self.state.validate_focused();
        let on_button = row >= self.state.questions.len();
        self.state.focus_on(row);
        if on_button {
            self.save()
        } else {
            self.autosave_response()
        }
    }

    fn on_edit(&mut self, edit: Edit, _desk: &Session) -> EditResult {
        self.state.edit(edit)
    }

    fn on_paste(&mut self, text: &str, _desk: &Session) -> EditResult {
        self.state.paste(text)
    }

    fn on_back(&mut self, _desk: &Session) -> Vec<ScreenEffect> {
        self.state.validate_focused();
        if !self.target.closes_on_save() && !self.save_failed {
            return self.close();
        }
        let mut replies = super::go_back();
        if self.state.is_changed() && self.target.keeps_draft() {
            replies.insert(0, ScreenEffect::SetStatus(DRAFT_KEPT_NOTICE.to_owned()));
        }
        replies
    }
}

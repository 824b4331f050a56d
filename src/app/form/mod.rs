//! State of one form being filled in, whether it is a form of the program or the editor of a goal: any
//! [`FormDef`](crate::domain::form::FormDef).
//!
//! It holds questions, answers, the focused question and the text typed there, validates them, and writes and restores
//! drafts. It does not know where the answers are saved: that is the
//! [`EditTarget`](crate::app::edit_target::EditTarget), which the screen keeps.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::answer::{AnswerValue, Answers, Slot};
use crate::domain::display;
use crate::domain::display::EchoContext;
use crate::domain::fill::{self, Completeness, ResolvedField};

use super::field::TextField;
use super::keymap::Context;

mod focus;
mod options;
mod typing;

/// Input state of the focused question.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one, in the form on top"
)]
pub enum QuestionEditor {
    /// Text: a single-line field for a line, date or number, a multi-line one for prose.
    Text(TextField),
    /// Options with a cursor.
    Options {
        /// Index of the option under the cursor.
        cursor: usize,
    },
    Button,
}

pub struct FormState {
    pub title: String,
    /// One sentence on the purpose of an editor.
    pub about: String,
    /// Introduction of a form of the program, drawn above the first question.
    pub intro: String,
    pub questions: Vec<ResolvedField>,
    /// Answers as they are now, saved or not.
    pub answers: Answers,
    /// Answers when the form was opened or last saved.
    pub saved: Answers,
    /// Validation errors, by question.
    pub errors: BTreeMap<Slot, String>,
    /// Typed text that is not a valid answer, by question.
    pub(super) invalid_text: BTreeMap<Slot, String>,
    /// Questions with an unsaved answer from a draft, or from before a newer save: the saved answer is shown beside it.
    pub(super) diverged: BTreeSet<Slot>,
    /// Questions that had the focus since the form was opened.
    pub(super) visited: BTreeSet<Slot>,
    /// Index of the focused question; the number of questions stands for the button.
    pub focus: usize,
    /// Input state of the focused question.
    pub editor: QuestionEditor,
    /// True while something is typed that is in no draft yet.
    pub dirty: bool,
    pub button_label: &'static str,
    /// Days and zone that typed dates are compared with.
    pub echo: EchoContext,
}

impl FormState {
    /// A form over `questions` with the answers `saved` so far; the first question of the owner has the focus.
    pub fn new(
        title: String,
        about: String,
        questions: Vec<ResolvedField>,
        saved: Answers,
        echo: EchoContext,
    ) -> Self {
        let mut form = Self {
            title,
            about,
            intro: String::new(),
            questions,
            answers: saved.clone(),
            saved,
            errors: BTreeMap::new(),
            invalid_text: BTreeMap::new(),
            diverged: BTreeSet::new(),
            visited: BTreeSet::new(),
            focus: 0,
            editor: QuestionEditor::Button,
            dirty: false,
            button_label: "Save",
            echo,
        };
        form.focus_on(form.next_own(0).unwrap_or(form.questions.len()));
        form
    }

    /// The focused question; none on the button.
    pub fn question(&self) -> Option<&ResolvedField> {
        self.questions.get(self.focus)
    }

    /// Text to show for the question at `index`: the answer, or the invalid text.
    pub fn text_at(&self, index: usize) -> Cow<'_, str> {
        let Some(question) = self.questions.get(index) else {
            return "".into();
        };
        if question.field.kind.is_statement() {
            return Cow::from(&question.field.help);
        }
        if let Some(invalid) = self.invalid_text.get(&question.slot) {
            return invalid.into();
        }
        let answer = self.answers.at(&question.slot);
        let words = question.or_answer(answer);
        if question.field.kind.columns().is_some() && words.is_none() {
            return fill::free_rows::as_typed(answer).into();
        }
        words
            .filter(|_| !question.field.kind.is_selected())
            .unwrap_or(answer)
            .into()
    }

    /// The date that the text of the focused date field parses to, in full and with its distance, or the error; for a preview
    /// while typing.
    pub fn date_preview(&self) -> Option<Result<String, String>> {
        let (question, QuestionEditor::Text(field)) = (self.question()?, &self.editor) else {
            return None;
        };
        let text = field.text();
        (question.field.kind.is_date() && !text.trim().is_empty()).then(|| {
            let value = fill::parse_answer(question, &text, self.echo.today)?;
            Ok(display::echo_answer(question, &value, &text, self.echo))
        })
    }

    /// The saved answer of a question whose unsaved answer diverged; empty where none is saved.
    pub fn saved_if_diverged(&self, slot: &Slot) -> Option<&str> {
        let differs = self.diverged.contains(slot);
        differs.then(|| self.saved.at(slot))
    }

    pub fn completeness(&self) -> Completeness {
        fill::completeness(&self.questions, &self.answers)
    }

    /// True if an answer or a typed text differs from what is saved.
    pub fn is_changed(&self) -> bool {
        self.answers != self.saved || !self.invalid_text.is_empty() || self.focused_text_differs()
    }

    pub fn has_invalid_text(&self) -> bool {
        !self.invalid_text.is_empty()
    }

    fn focused_text_differs(&self) -> bool {
        match (self.question(), &self.editor) {
            (Some(_), QuestionEditor::Text(field)) => field.text() != self.text_at(self.focus),
            (
                Some(_) | None,
                QuestionEditor::Options { .. } | QuestionEditor::Button | QuestionEditor::Text(_),
            ) => false,
        }
    }

    /// Keymap contexts of the focused question, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        let Some(question) = self.question() else {
            return Vec::new();
        };
        let kind = &question.field.kind;
        if kind.is_selected() {
            vec![Context::Options]
        } else if kind.is_read_only() {
            Vec::new()
        } else if kind.has_lines() {
            vec![Context::Prose, Context::Typing]
        } else if kind.is_date() {
            vec![Context::Date, Context::Line, Context::Typing]
        } else {
            vec![Context::Line, Context::Typing]
        }
    }

    /// Parses the focused text into its answer; false if it is invalid.
    pub fn validate_focused(&mut self) -> bool {
        let (Some(question), QuestionEditor::Text(field)) =
            (self.questions.get(self.focus), &self.editor)
        else {
            return true;
        };
        let (slot, text) = (question.slot.clone(), field.text());
        if text == self.text_at(self.focus) && !self.invalid_text.contains_key(&slot) {
            return true;
        }
        match fill::parse_answer(question, &text, self.echo.today) {
            Ok(plain) => {
                self.errors.remove(&slot);
                self.invalid_text.remove(&slot);
                if plain != self.answers.at(&slot) {
                    self.answers.put(slot, AnswerValue::typed(plain));
                }
                true
            }
            Err(problem) => {
                self.errors.insert(slot.clone(), problem);
                self.invalid_text.insert(slot, text);
                false
            }
        }
    }

    /// Marks a required focused question as unanswered; false if it is not required.
    pub fn require_focused(&mut self) -> bool {
        let required = self.question().filter(|question| question.required);
        let slot = required.map(|question| question.slot.clone());
        let words = "Choose one: Right, or its number.".to_owned();
        slot.map(|slot| self.errors.insert(slot, words)).is_some()
    }

    /// Validates all questions; false if one is invalid, which is then focused.
    pub fn validate_all(&mut self) -> bool {
        self.validate_focused();
        for question in self
            .questions
            .iter()
            .filter(|question| question.mine && question.required)
        {
            if self.answers.at(&question.slot).is_empty()
                && !self.errors.contains_key(&question.slot)
            {
                self.errors
                    .insert(question.slot.clone(), "This is needed.".to_owned());
            }
        }
        let answers = &self.answers;
        let invalid_text = &self.invalid_text;
        self.errors
            .retain(|slot, _| invalid_text.contains_key(slot) || answers.at(slot).is_empty());
        let first_invalid = self
            .questions
            .iter()
            .position(|question| self.errors.contains_key(&question.slot));
        if let Some(index) = first_invalid {
            self.focus_on(index);
        }
        first_invalid.is_none()
    }

    /// Refills unedited answers from the log; the focused one even if it was edited.
    pub fn refill_from_log(&mut self) {
        self.validate_focused();
        fill::refresh(&self.questions, &mut self.answers);
        if let Some(question) = self.questions.get(self.focus) {
            fill::fill_from_log(question, &mut self.answers);
            self.invalid_text.remove(&question.slot);
            self.errors.remove(&question.slot);
        }
        self.dirty = true;
        self.focus_on(self.focus);
    }

    /// Marks `answers` as saved; what differs from them is dirty.
    pub fn mark_saved(&mut self, answers: Answers) {
        self.saved = answers;
        let (current, saved) = (&self.answers, &self.saved);
        self.diverged
            .retain(|slot| current.0.get(slot) != saved.0.get(slot));
        self.dirty = self.is_changed();
    }

    /// The answers, with diverged ones that were never focused replaced by the saved ones: an autosave must not overwrite an
    /// answer with a draft that nobody has looked at.
    pub fn visited_answers(&self) -> Answers {
        let mut answers = self.answers.clone();
        for slot in self.diverged.difference(&self.visited) {
            if let Some(saved) = self.saved.0.get(slot) {
                answers.put(slot.clone(), saved.clone());
            }
        }
        answers
    }

    /// Focuses the first question that is invalid, or diverged and not looked at; the sentence for the status line, if there
    /// is one.
    pub fn focus_next_unresolved(&mut self) -> Option<&'static str> {
        let unread = |slot: &Slot| {
            self.diverged.contains(slot)
                && !self.visited.contains(slot)
                && !self.saved.at(slot).is_empty()
        };
        let unresolved = |slot: &Slot| self.invalid_text.contains_key(slot) || unread(slot);
        let at = self.questions.iter().position(|it| unresolved(&it.slot))?;
        let is_invalid = self.invalid_text.contains_key(&self.questions[at].slot);
        self.focus_on(at);
        Some(if is_invalid {
            "Not saved yet: see the question marked with “!”."
        } else {
            "You typed this before and did not save it. Ctrl-S saves it now."
        })
    }

    /// Takes `saved` as newly saved answers: unedited ones follow, edited ones are kept and marked as diverged.
    pub fn rebase(&mut self, saved: Answers) {
        if saved == self.saved {
            return;
        }
        let being_typed = self.focused_text_differs();
        let old_saved = std::mem::replace(&mut self.saved, saved);
        let slots = self.questions.iter().map(|question| &question.slot);
        for slot in slots {
            if self.saved.0.get(slot) == old_saved.0.get(slot) {
                continue;
            }
            if self.answers.0.get(slot) == old_saved.0.get(slot)
                && !self.invalid_text.contains_key(slot)
            {
                let answer = self.saved.0.get(slot).cloned().unwrap_or_default();
                self.answers.put(slot.clone(), answer);
            } else {
                self.diverged.insert(slot.clone());
            }
        }
        if being_typed {
            let focused = self.question().map(|question| question.slot.clone());
            self.diverged.extend(focused);
        } else {
            self.focus_on(self.focus);
        }
    }

    /// Discards everything that is not saved.
    pub fn discard(&mut self) {
        self.answers = self.saved.clone();
        self.diverged.clear();
        self.invalid_text.clear();
        self.errors.clear();
        self.dirty = false;
        self.focus_on(self.focus);
    }
}

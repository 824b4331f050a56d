//! One form being filled in: any [`FormDef`](crate::domain::form::FormDef), whether a form of the program or the editor of a goal.
//!
//! The state knows questions, answers, the focused question and what is typed there. It does not know what will become
//! of the answers: that is the [`Purpose`](crate::app::purpose::Purpose), which the screen hands on when the form is saved.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::answer::{AnswerValue, Answers, Slot};
use crate::domain::fill::{self, Completeness, ResolvedField};
use crate::domain::form::FieldKind;

use super::field::TextField;
use super::keymap::Context;

mod focus;
mod options;
mod typing;

/// What is typed or chosen in the focused question.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one, in the form on top"
)]
pub enum QuestionEditor {
    /// Text: a line, a date or a number on one line, prose on several.
    Text(TextField),
    /// Options: which one the cursor is on.
    Options {
        /// The option under the cursor.
        cursor: usize,
    },
    /// The button below the last question.
    Button,
}

/// A form being filled in.
pub struct FormState {
    /// Heading.
    pub title: String,
    /// What the editor is for, in a sentence.
    pub about: String,
    /// What a form of the program is for; it stands above the first question.
    pub intro: String,
    /// The questions, resolved.
    pub questions: Vec<ResolvedField>,
    /// What is given so far.
    pub answers: Answers,
    /// What was given when the form was opened or last saved.
    pub saved: Answers,
    /// What is wrong with an answer, by question.
    pub errors: BTreeMap<Slot, String>,
    /// What was typed and is no answer yet, by question.
    pub(super) invalid_text: BTreeMap<Slot, String>,
    /// Questions whose text was typed before and not saved: what is saved is shown beside it.
    pub(super) diverged: BTreeSet<Slot>,
    /// Questions that had the keys since the form was opened.
    pub(super) visited: BTreeSet<Slot>,
    /// The focused question; the number of questions stands for the button.
    pub focus: usize,
    /// What is typed there.
    pub editor: QuestionEditor,
    /// Whether something was typed that is in no draft yet.
    pub dirty: bool,
    /// What the button says.
    pub button_label: &'static str,
    pub(super) today: NaiveDate,
}

impl FormState {
    /// A form over `asked` with what is `saved` of it; opens on the first question that is the owner's to answer.
    pub fn new(
        title: String,
        about: String,
        asked: Vec<ResolvedField>,
        saved: Answers,
        today: NaiveDate,
    ) -> Self {
        let mut form = Self {
            title,
            about,
            intro: String::new(),
            questions: asked,
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
            today,
        };
        form.focus_on(form.next_own(0).unwrap_or(form.questions.len()));
        form
    }

    /// The focused question; none on the button.
    pub fn question(&self) -> Option<&ResolvedField> {
        self.questions.get(self.focus)
    }

    /// What is typed for the question at `index`, as it should be shown: the plain answer, or what is not one yet.
    pub fn text_at(&self, index: usize) -> &str {
        let Some(question) = self.questions.get(index) else {
            return "";
        };
        self.invalid_text
            .get(&question.slot)
            .map_or_else(|| self.answers.at(&question.slot), String::as_str)
    }

    /// What the text in the focused date field means so far, for showing it in full.
    pub fn date_preview(&self) -> Option<Result<String, String>> {
        let (question, QuestionEditor::Text(field)) = (self.question()?, &self.editor) else {
            return None;
        };
        let text = field.text();
        (matches!(question.field.kind, FieldKind::Date { .. }) && !text.trim().is_empty())
            .then(|| fill::parse_answer(question, &text, self.today))
    }

    /// The saved answer to a question whose other text was typed and not saved; empty where none is saved.
    pub fn saved_if_diverged(&self, slot: &Slot) -> Option<&str> {
        let differs = self.diverged.contains(slot);
        differs.then(|| self.saved.at(slot))
    }

    /// How far the form has come.
    pub fn completeness(&self) -> Completeness {
        fill::completeness(&self.questions, &self.answers)
    }

    /// Whether anything differs from what is saved.
    pub fn is_changed(&self) -> bool {
        self.answers != self.saved || !self.invalid_text.is_empty() || self.focused_text_differs()
    }

    /// True while a text is typed that its question cannot take.
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

    /// Where the keys of the focused question have a meaning, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        let Some(question) = self.question() else {
            return Vec::new();
        };
        match &question.field.kind {
            FieldKind::Line | FieldKind::Number => vec![Context::Line, Context::Typing],
            FieldKind::Text => vec![Context::Prose, Context::Typing],
            FieldKind::Date { .. } => vec![Context::Date, Context::Line, Context::Typing],
            FieldKind::Choice(_)
            | FieldKind::Choices(_)
            | FieldKind::Scale { .. }
            | FieldKind::YesNo => {
                vec![Context::Options]
            }
        }
    }

    /// Takes the focused answer in. Whether it is one.
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
        match fill::parse_answer(question, &text, self.today) {
            Ok(plain) => {
                self.errors.remove(&slot);
                self.invalid_text.remove(&slot);
                if plain != self.answers.at(&slot) {
                    self.answers.put(
                        slot,
                        AnswerValue {
                            value: plain,
                            from_log: false,
                        },
                    );
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

    /// Takes everything in and says whether it can be saved; if not, the first question that is wrong is focused.
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
        let raw = &self.invalid_text;
        self.errors
            .retain(|slot, _| raw.contains_key(slot) || answers.at(slot).is_empty());
        let wrong = self
            .questions
            .iter()
            .position(|question| self.errors.contains_key(&question.slot));
        if let Some(index) = wrong {
            self.focus_on(index);
        }
        wrong.is_none()
    }

    /// Brings what came from the log up to date; on a question the log can answer, in any case.
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

    /// The store holds `answers` now; what is typed beyond them is still to be kept.
    pub fn mark_saved(&mut self, answers: Answers) {
        self.saved = answers;
        let (given, saved) = (&self.answers, &self.saved);
        self.diverged
            .retain(|slot| given.0.get(slot) != saved.0.get(slot));
        self.dirty = self.is_changed();
    }

    /// The answers without those that a draft brought back and nobody has looked at: they must not take what is saved
    /// away unseen.
    pub fn visited_answers(&self) -> Answers {
        let mut answers = self.answers.clone();
        for slot in self.diverged.difference(&self.visited) {
            if let Some(saved) = self.saved.0.get(slot) {
                answers.put(slot.clone(), saved.clone());
            }
        }
        answers
    }

    /// Focuses the first question whose text is no answer, or was brought back by a draft over another answer and not
    /// looked at since. Its words, if there is one.
    pub fn focus_next_unresolved(&mut self) -> Option<&'static str> {
        let unseen = |slot: &Slot| {
            self.diverged.contains(slot)
                && !self.visited.contains(slot)
                && !self.saved.at(slot).is_empty()
        };
        let unsettled = |slot: &Slot| self.invalid_text.contains_key(slot) || unseen(slot);
        let at = self.questions.iter().position(|it| unsettled(&it.slot))?;
        let wrong = self.invalid_text.contains_key(&self.questions[at].slot);
        self.focus_on(at);
        Some(if wrong {
            "Not saved yet: see the question marked with “!”."
        } else {
            "You typed this before and did not save it. Ctrl-S saves it now."
        })
    }

    /// Takes `saved` as what the store holds by now: it shows where nothing else was given, and beside it elsewhere.
    pub fn rebase(&mut self, saved: Answers) {
        if saved == self.saved {
            return;
        }
        let being_typed = self.focused_text_differs();
        let before = std::mem::replace(&mut self.saved, saved);
        let slots = self.questions.iter().map(|question| &question.slot);
        for slot in slots {
            if self.saved.0.get(slot) == before.0.get(slot) {
                continue;
            }
            if self.answers.0.get(slot) == before.0.get(slot)
                && !self.invalid_text.contains_key(slot)
            {
                let given = self.saved.0.get(slot).cloned().unwrap_or_default();
                self.answers.put(slot.clone(), given);
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

    /// Goes back to what is saved.
    pub fn discard(&mut self) {
        self.answers = self.saved.clone();
        self.diverged.clear();
        self.invalid_text.clear();
        self.errors.clear();
        self.dirty = false;
        self.focus_on(self.focus);
    }
}

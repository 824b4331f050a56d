//! Typing into the focused question, and the draft of a form: unsaved answers as JSON, written by
//! [`FormState::draft`], restored by [`FormState::restore_draft`].

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{FormState, QuestionEditor};
use crate::app::field::{Edit, EditResult};
use crate::domain::answer::{AnswerValue, Slot};
use crate::domain::fill::{self, ResolvedField};
use crate::domain::form::FieldKind;

impl FormState {
    /// Restores the answers of a draft that differ from the saved ones; false if none does.
    pub fn restore_draft(&mut self, draft: &str) -> bool {
        let answers: Vec<(Slot, AnswerValue)> = serde_json::from_str(draft).unwrap_or_default();
        for (slot, answer) in answers {
            let Some(question) = self.questions.iter().find(|question| question.slot == slot)
            else {
                continue;
            };
            match fill::parse_answer(question, &answer.value, self.echo.today) {
                Ok(plain) if plain == self.saved.at(&slot) => continue,
                Ok(value) => self
                    .answers
                    .put(slot.clone(), AnswerValue { value, ..answer }),
                Err(problem) => {
                    self.errors.insert(slot.clone(), problem);
                    self.invalid_text.insert(slot.clone(), answer.value);
                }
            }
            self.diverged.insert(slot);
        }
        let is_restored = |question: &ResolvedField| self.diverged.contains(&question.slot);
        let first = self.questions.iter().position(is_restored);
        self.focus_on(first.unwrap_or(self.focus));
        first.is_some()
    }

    /// The draft: unsaved answers and invalid texts as JSON. A removed answer is empty.
    pub fn draft(&self) -> String {
        let mut typed = BTreeMap::new();
        let slots = self.answers.0.keys().chain(self.saved.0.keys());
        for slot in slots {
            let answer = self.answers.0.get(slot);
            if answer != self.saved.0.get(slot) {
                typed.insert(slot, answer.cloned().unwrap_or_default());
            }
        }
        for (slot, text) in &self.invalid_text {
            typed.insert(slot, AnswerValue::typed(text.clone()));
        }
        if let (Some(question), QuestionEditor::Text(field)) = (self.question(), &self.editor) {
            let text = field.text();
            if text != self.text_at(self.focus) {
                typed.insert(&question.slot, AnswerValue::typed(text));
            }
        }
        serde_json::to_string(&typed.into_iter().collect::<Vec<_>>()).unwrap_or_default()
    }

    /// Edits the text of the focused question.
    pub fn edit(&mut self, edit: Edit) -> EditResult {
        let QuestionEditor::Text(field) = &mut self.editor else {
            return EditResult::default();
        };
        let edited = field.apply(edit);
        if edited.changed {
            self.mark_dirty();
        }
        edited
    }

    /// The answer to text at a choice or a button.
    pub fn refuse_text() -> EditResult {
        EditResult {
            notice: Some("Nothing can be typed here: Space or a number chooses, Tab goes on."),
            ..EditResult::default()
        }
    }

    /// Pastes into the focused text; several lines that one line cannot hold go to the question `of_lines`, if there is one.
    pub fn paste(&mut self, text: &str, of_lines: Option<&str>) -> EditResult {
        let is_line = |question: &ResolvedField| question.field.kind == FieldKind::Line;
        let mut questions = self.questions.iter();
        let of_lines = questions.position(|it| Some(&*it.slot.field) == of_lines);
        if let Some(index) = of_lines.filter(|_| {
            self.question().is_some_and(is_line) && text.trim().contains(['\n', '\r', '\t'])
        }) {
            self.focus_on(index);
        }
        let is_read_only = |question: &ResolvedField| question.field.kind.is_read_only();
        if self.question().is_some_and(is_read_only) {
            return Self::refuse_text();
        }
        let QuestionEditor::Text(field) = &mut self.editor else {
            return Self::refuse_text();
        };
        let edited = field.paste(text);
        self.mark_dirty();
        edited
    }

    /// Moves the line with the cursor to the end of the answer of field `to`; false if it is empty.
    pub fn move_line(&mut self, to: &str) -> bool {
        let QuestionEditor::Text(field) = &mut self.editor else {
            return false;
        };
        let line = field.take_line();
        if line.trim().is_empty() {
            return false;
        }
        let slot = Slot::once(to);
        let there = self.answers.at(&slot);
        let joined = format!("{there}\n{line}").trim().to_owned();
        self.answers.put(slot, AnswerValue::typed(joined));
        self.mark_dirty();
        self.validate_focused();
        true
    }

    fn mark_dirty(&mut self) {
        self.dirty = true;
        let slot = self.question().map(|question| question.slot.clone());
        if let Some(slot) = slot {
            self.errors.remove(&slot);
        }
    }

    /// Replaces the focused text with what the external editor returned.
    pub fn replace_text(&mut self, text: &str) {
        if let QuestionEditor::Text(field) = &mut self.editor {
            field.replace_text(text);
            self.dirty = true;
        }
    }

    /// Sets the focused date, as picked from a calendar.
    pub fn set_date(&mut self, day: NaiveDate) {
        self.replace_text(&day.to_string());
        self.validate_focused();
        self.focus_on(self.focus);
    }
}

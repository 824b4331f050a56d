//! Typing into the focused question, and keeping what is typed as a draft.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{FormState, QuestionEditor};
use crate::app::field::{Edit, EditResult};
use crate::domain::answer::{AnswerValue, Slot};
use crate::domain::fill::{self, ResolvedField};

impl FormState {
    /// Puts back what a draft kept beyond what is saved. Whether there was anything.
    pub fn restore_draft(&mut self, draft: &str) -> bool {
        let kept: Vec<(Slot, AnswerValue)> = serde_json::from_str(draft).unwrap_or_default();
        for (slot, given) in kept {
            let Some(question) = self.questions.iter().find(|question| question.slot == slot)
            else {
                continue;
            };
            match fill::parse_answer(question, &given.value, self.today) {
                Ok(plain) if plain == self.saved.at(&slot) => continue,
                Ok(value) => self
                    .answers
                    .put(slot.clone(), AnswerValue { value, ..given }),
                Err(problem) => {
                    self.errors.insert(slot.clone(), problem);
                    self.invalid_text.insert(slot.clone(), given.value);
                }
            }
            self.diverged.insert(slot);
        }
        let brought = |question: &ResolvedField| self.diverged.contains(&question.slot);
        let first = self.questions.iter().position(brought);
        self.focus_on(first.unwrap_or(self.focus));
        first.is_some()
    }

    /// Everything typed that differs from what is saved, to be kept as a draft. An answer that was taken out is empty.
    pub fn draft(&self) -> String {
        let by_hand = |value| AnswerValue {
            value,
            from_log: false,
        };
        let mut typed = BTreeMap::new();
        let slots = self.answers.0.keys().chain(self.saved.0.keys());
        for slot in slots {
            let given = self.answers.0.get(slot);
            if given != self.saved.0.get(slot) {
                typed.insert(slot, given.cloned().unwrap_or_default());
            }
        }
        for (slot, text) in &self.invalid_text {
            typed.insert(slot, by_hand(text.clone()));
        }
        if let (Some(question), QuestionEditor::Text(field)) = (self.question(), &self.editor) {
            let text = field.text();
            if text != self.text_at(self.focus) {
                typed.insert(&question.slot, by_hand(text));
            }
        }
        serde_json::to_string(&typed.into_iter().collect::<Vec<_>>()).unwrap_or_default()
    }

    /// Changes the text of the focused question.
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

    /// Pastes into the focused question.
    pub fn paste(&mut self, text: &str) -> EditResult {
        let QuestionEditor::Text(field) = &mut self.editor else {
            return EditResult::default();
        };
        let edited = field.paste(text);
        self.mark_dirty();
        edited
    }

    fn mark_dirty(&mut self) {
        self.dirty = true;
        let slot = self.question().map(|question| question.slot.clone());
        if let Some(slot) = slot {
            self.errors.remove(&slot);
        }
    }

    /// Puts `text` in place of the focused text, as the user's own editor left it.
    pub fn replace_text(&mut self, text: &str) {
        if let QuestionEditor::Text(field) = &mut self.editor {
            field.replace_text(text);
            self.dirty = true;
        }
    }

    /// Takes the day picked from a calendar.
    pub fn set_date(&mut self, day: NaiveDate) {
        self.replace_text(&day.to_string());
        self.validate_focused();
        self.focus_on(self.focus);
    }
}

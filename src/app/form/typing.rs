//! Typing into the focused question, and keeping what is typed as a draft.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Editor, FormState};
use crate::app::field::{Edit, Edited};
use crate::domain::answer::{Given, Slot};
use crate::domain::fill::{self, Asked};

impl FormState {
    /// Puts back what a draft kept beyond what is saved. Whether there was anything.
    pub fn restore(&mut self, draft: &str) -> bool {
        let kept: Vec<(Slot, Given)> = serde_json::from_str(draft).unwrap_or_default();
        for (slot, given) in kept {
            let Some(question) = self.asked.iter().find(|question| question.slot == slot) else {
                continue;
            };
            match fill::check(question, &given.value, self.today) {
                Ok(plain) if plain == self.saved.at(&slot) => continue,
                Ok(value) => self.answers.put(slot.clone(), Given { value, ..given }),
                Err(problem) => {
                    self.errors.insert(slot.clone(), problem);
                    self.raw.insert(slot.clone(), given.value);
                }
            }
            self.beside_saved.insert(slot);
        }
        let brought = |question: &Asked| self.beside_saved.contains(&question.slot);
        let first = self.asked.iter().position(brought);
        self.focus_on(first.unwrap_or(self.focus));
        first.is_some()
    }

    /// Everything typed that differs from what is saved, to be kept as a draft. An answer that was taken out is empty.
    pub fn draft(&self) -> String {
        let by_hand = |value| Given {
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
        for (slot, text) in &self.raw {
            typed.insert(slot, by_hand(text.clone()));
        }
        if let (Some(question), Editor::Text(field)) = (self.question(), &self.editor) {
            let text = field.text();
            if text != self.typed(self.focus) {
                typed.insert(&question.slot, by_hand(text));
            }
        }
        serde_json::to_string(&typed.into_iter().collect::<Vec<_>>()).unwrap_or_default()
    }

    /// Changes the text of the focused question.
    pub fn edit(&mut self, edit: Edit) -> Edited {
        let Editor::Text(field) = &mut self.editor else {
            return Edited::default();
        };
        let edited = field.apply(edit);
        if edited.changed {
            self.touched();
        }
        edited
    }

    /// Pastes into the focused question.
    pub fn paste(&mut self, text: &str) -> Edited {
        let Editor::Text(field) = &mut self.editor else {
            return Edited::default();
        };
        let edited = field.paste(text);
        self.touched();
        edited
    }

    fn touched(&mut self) {
        self.unkept = true;
        let slot = self.question().map(|question| question.slot.clone());
        if let Some(slot) = slot {
            self.errors.remove(&slot);
        }
    }

    /// Puts `text` in place of the focused text, as the user's own editor left it.
    pub fn replace_text(&mut self, text: &str) {
        if let Editor::Text(field) = &mut self.editor {
            field.replace_text(text);
            self.unkept = true;
        }
    }

    /// Takes the day picked from a calendar.
    pub fn pick(&mut self, day: NaiveDate) {
        self.replace_text(&day.to_string());
        self.settle();
        self.focus_on(self.focus);
    }
}

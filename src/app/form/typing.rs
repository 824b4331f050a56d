//! Typing into the focused question, and keeping what is typed as a draft.

use chrono::NaiveDate;

use super::{Editor, FormState};
use crate::app::field::{Edit, Edited};
use crate::domain::answer::{Answers, Given, Slot};
use crate::domain::fill;

impl FormState {
    /// Puts back what a draft kept.
    pub fn restore(&mut self, draft: &str) -> bool {
        let Ok(kept) = serde_json::from_str::<Vec<(Slot, Given)>>(draft) else {
            return false;
        };
        self.answers = Answers(kept.into_iter().collect());
        let checked: Vec<_> = self
            .asked
            .iter()
            .map(|question| {
                (
                    question.slot.clone(),
                    self.answers.at(&question.slot).to_owned(),
                )
            })
            .collect();
        for (index, (slot, text)) in checked.into_iter().enumerate() {
            if let Err(problem) = fill::check(&self.asked[index], &text, self.today) {
                self.answers.0.remove(&slot);
                self.errors.insert(slot.clone(), problem);
                self.raw.insert(slot, text);
            }
        }
        self.focus_on(self.focus);
        true
    }

    /// Everything given and typed, to be kept as a draft.
    pub fn draft(&self) -> String {
        let mut kept = self.answers.clone();
        for (slot, text) in &self.raw {
            kept.put(
                slot.clone(),
                Given {
                    value: text.clone(),
                    from_log: false,
                },
            );
        }
        if let (Some(question), Editor::Text(field)) = (self.question(), &self.editor) {
            kept.put(
                question.slot.clone(),
                Given {
                    value: field.text(),
                    from_log: false,
                },
            );
        }
        serde_json::to_string(&kept.0.iter().collect::<Vec<_>>()).unwrap_or_default()
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

//! Focus of a form: moving from question to question. The question that is left is validated first.

use std::collections::BTreeSet;

use super::{FormState, QuestionEditor};
use crate::app::field::{Edit, TextField};
use crate::domain::answer::Slot;
use crate::domain::fill;
use crate::domain::form::FieldKind;

impl FormState {
    /// Focuses the question at `index`; the number of questions stands for the button.
    pub fn focus_on(&mut self, index: usize) {
        self.focus = index.min(self.questions.len());
        let focused = self.question().map(|question| question.slot.clone());
        self.visited.extend(focused);
        let typed = self.text_at(self.focus).into_owned();
        self.editor = match self.questions.get(self.focus) {
            None => QuestionEditor::Button,
            Some(question) => match &question.field.kind {
                FieldKind::Line => QuestionEditor::Text(TextField::single_line(&typed)),
                FieldKind::Number(_) | FieldKind::Date { .. } => {
                    QuestionEditor::Text(preselected_field(&typed))
                }
                FieldKind::Text | FieldKind::Rows(_) | FieldKind::Statement => {
                    QuestionEditor::Text(TextField::multi_line(&typed))
                }
                FieldKind::Choice(_)
                | FieldKind::Choices(_)
                | FieldKind::Scale(_)
                | FieldKind::YesNo => {
                    let first = typed.lines().next().unwrap_or_default();
                    let cursor = self
                        .options(self.focus)
                        .iter()
                        .position(|(key, _)| key == first);
                    QuestionEditor::Options {
                        cursor: cursor.unwrap_or(0),
                    }
                }
                FieldKind::Computed(_) => QuestionEditor::Button,
            },
        };
    }

    pub(super) fn next_own(&self, from: usize) -> Option<usize> {
        let unasked = self.unasked();
        (from..self.questions.len()).find(|index| self.has_focus_on(*index, &unasked))
    }

    /// Questions that are not asked as long as the answers are as they are.
    pub fn unasked(&self) -> BTreeSet<Slot> {
        fill::unasked(&self.questions, &self.answers)
    }

    /// True if the owner answers or reads the question at `index` now.
    pub fn has_focus_on(&self, index: usize, unasked: &BTreeSet<Slot>) -> bool {
        let question = &self.questions[index];
        let can_have = question.mine || question.field.kind.is_statement();
        can_have && !unasked.contains(&question.slot)
    }

    /// Moves to the next question of the owner; false if the button had the focus.
    pub fn focus_next(&mut self) -> bool {
        self.validate_focused();
        let at_button = self.focus >= self.questions.len();
        self.focus_on(
            self.next_own(self.focus + 1)
                .unwrap_or(self.questions.len()),
        );
        !at_button
    }

    pub fn focus_previous(&mut self) {
        self.validate_focused();
        let unasked = self.unasked();
        let before = (0..self.focus)
            .rev()
            .find(|index| self.has_focus_on(*index, &unasked));
        if let Some(index) = before {
            self.focus_on(index);
        }
    }

    /// Moves to the first question of the next section (`forward`) or of the previous one.
    pub fn focus_section(&mut self, forward: bool) {
        self.validate_focused();
        let heading = |index: usize| self.questions.get(index).map(|it| &it.heading);
        let unasked = self.unasked();
        let own = (0..self.questions.len()).filter(|index| self.has_focus_on(*index, &unasked));
        let mut starts: Vec<_> = own.collect();
        starts.dedup_by_key(|index| heading(*index));
        starts.retain(|index| heading(*index) != heading(self.focus));
        let target = if forward {
            let next = starts.into_iter().find(|start| *start > self.focus);
            next.unwrap_or(self.questions.len())
        } else {
            let previous = starts.into_iter().rfind(|start| *start < self.focus);
            previous.or(self.next_own(0)).unwrap_or(0)
        };
        self.focus_on(target);
    }

    /// Moves to the first answer that is missing or breaks a rule, if there is one.
    pub fn focus_first_missing(&mut self) {
        let completeness = self.completeness();
        let missing = completeness.open_slots();
        let mut questions = self.questions.iter();
        if let Some(index) = questions.position(|it| missing.contains(&it.slot)) {
            self.focus_on(index);
        }
    }

    /// Moves to the next required answer that is missing or invalid; false if there is none.
    pub fn focus_next_missing(&mut self) -> bool {
        self.validate_focused();
        let completeness = self.completeness();
        let missing_slots = completeness.open_slots();
        let missing_indexes: Vec<_> = (0..self.questions.len())
            .filter(|index| {
                let slot = &self.questions[*index].slot;
                missing_slots.contains(slot) || self.invalid_text.contains_key(slot)
            })
            .collect();
        let next = missing_indexes
            .iter()
            .find(|index| **index > self.focus)
            .or(missing_indexes.first());
        if let Some(index) = next {
            self.focus_on(*index);
        }
        next.is_some()
    }
}

/// A field with its text selected, so that typing replaces a number or date.
fn preselected_field(typed: &str) -> TextField {
    let mut field = TextField::single_line(typed);
    field.apply(Edit::SelectAll);
    field
}

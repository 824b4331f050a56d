//! Moving from question to question.

use super::{Editor, FormState};
use crate::app::field::{Edit, TextField};
use crate::domain::form::FieldKind;

impl FormState {
    /// Focuses the question at `index` (the number of questions: the button).
    pub fn focus_on(&mut self, index: usize) {
        self.focus = index.min(self.asked.len());
        let focused = self.question().map(|question| question.slot.clone());
        self.seen.extend(focused);
        let typed = self.typed(self.focus).to_owned();
        self.editor = match self.asked.get(self.focus) {
            None => Editor::Button,
            Some(question) => match &question.field.kind {
                FieldKind::Line => Editor::Text(TextField::of_one_line(&typed)),
                FieldKind::Number | FieldKind::Date { .. } => Editor::Text(to_replace(&typed)),
                FieldKind::Text => Editor::Text(TextField::of_many_lines(&typed)),
                FieldKind::Choice(_)
                | FieldKind::Choices(_)
                | FieldKind::Scale { .. }
                | FieldKind::YesNo => {
                    let first = typed.lines().next().unwrap_or_default();
                    let cursor = self
                        .options(self.focus)
                        .iter()
                        .position(|(key, _)| key == first);
                    Editor::Options {
                        cursor: cursor.unwrap_or(0),
                    }
                }
            },
        };
    }

    pub(super) fn next_mine(&self, from: usize) -> Option<usize> {
        (from..self.asked.len()).find(|index| self.asked[*index].mine)
    }

    /// Moves to the next question, settling this one first. Whether there was one.
    pub fn advance(&mut self) -> bool {
        self.settle();
        let at_button = self.focus >= self.asked.len();
        self.focus_on(self.next_mine(self.focus + 1).unwrap_or(self.asked.len()));
        !at_button
    }

    /// Moves to the question before, settling this one first.
    pub fn previous(&mut self) {
        self.settle();
        let before = (0..self.focus).rev().find(|index| self.asked[*index].mine);
        if let Some(index) = before {
            self.focus_on(index);
        }
    }

    /// Moves to the first question of the next section, or of the one before.
    pub fn section(&mut self, forward: bool) {
        self.settle();
        let heading = |index: usize| {
            self.asked
                .get(index)
                .map(|question| question.heading.clone())
        };
        let here = heading(self.focus);
        let found = if forward {
            (self.focus..self.asked.len())
                .find(|index| heading(*index) != here && self.asked[*index].mine)
        } else {
            let last = (0..self.focus)
                .rev()
                .find(|index| heading(*index) != here && self.asked[*index].mine);
            last.map(|last| {
                let before = heading(last);
                (0..=last)
                    .rev()
                    .take_while(|index| heading(*index) == before)
                    .last()
                    .unwrap_or(last)
            })
        };
        let end = if forward {
            self.asked.len()
        } else {
            self.next_mine(0).unwrap_or(0)
        };
        let target = found.and_then(|index| self.next_mine(index)).unwrap_or(end);
        self.focus_on(target);
    }

    /// Moves to the next required answer that is missing. Whether there is one.
    pub fn next_missing(&mut self) -> bool {
        self.settle();
        let missing = self.completeness().required_missing;
        let places: Vec<_> = (0..self.asked.len())
            .filter(|index| {
                let slot = &self.asked[*index].slot;
                missing.contains(slot) || self.raw.contains_key(slot)
            })
            .collect();
        let next = places
            .iter()
            .find(|index| **index > self.focus)
            .or(places.first());
        if let Some(index) = next {
            self.focus_on(*index);
        }
        next.is_some()
    }
}

/// A field whose text is selected: a number or a day is replaced by typing, not lengthened.
fn to_replace(typed: &str) -> TextField {
    let mut field = TextField::of_one_line(typed);
    field.apply(Edit::SelectAll);
    field
}

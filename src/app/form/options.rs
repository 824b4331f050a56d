//! Selecting among the options of a question.

use super::{FormState, QuestionEditor};
use crate::app::command::Move;
use crate::app::modal::index_after_move;
use crate::domain::answer::{AnswerValue, Slot};
use crate::domain::form::FieldKind;

impl FormState {
    /// The options of the question at `index`, as key and label.
    pub fn options(&self, index: usize) -> Vec<(String, String)> {
        let Some(question) = self.questions.get(index) else {
            return Vec::new();
        };
        question.field.selectable(&question.choices)
    }

    /// Moves the option cursor, which selects if one answer is allowed; false if the movement would leave the options.
    pub fn move_option(&mut self, movement: Move) -> bool {
        let options = self.options(self.focus);
        let many = self.is_multi_choice();
        let QuestionEditor::Options { cursor } = &mut self.editor else {
            return false;
        };
        let inside = if let Move::Left | Move::Up = movement {
            *cursor > 0
        } else {
            matches!(movement, Move::Right | Move::Down) && *cursor + 1 < options.len()
        };
        let none_chosen = self
            .questions
            .get(self.focus)
            .is_some_and(|question| self.answers.at(&question.slot).is_empty());
        if !many && none_chosen && matches!(movement, Move::Left | Move::Right) {
            self.select_option();
            return true;
        }
        if inside {
            *cursor = index_after_move(*cursor, options.len(), movement);
            if !many {
                self.select_option();
            }
        }
        inside
    }

    pub fn is_multi_choice(&self) -> bool {
        self.question()
            .is_some_and(|question| question.field.kind.is_multi_choice())
    }

    /// True if one answer is allowed and none is chosen yet: then no option is highlighted.
    pub fn lacks_choice(&self) -> bool {
        let Some(question) = self.question() else {
            return false;
        };
        let kind = &question.field.kind;
        kind.is_selected() && !kind.is_multi_choice() && self.text_at(self.focus).is_empty()
    }

    /// Chooses the option of a rating's digit, else the first, the second and so on, or yes and no by their letters; false
    /// if there is none.
    pub fn choose_by_letter(&mut self, typed: char) -> bool {
        let options = self.options(self.focus);
        let of_rating = |(key, _): &(String, String)| {
            let mut letters = key.chars();
            letters.next() == Some(typed) && letters.next().is_none()
        };
        let Some(kind) = self.question().map(|question| &question.field.kind) else {
            return false;
        };
        let at = if kind.scale().is_some() {
            options.iter().position(of_rating)
        } else if *kind == FieldKind::YesNo && typed.is_alphabetic() {
            options.iter().position(|(key, _)| key.starts_with(typed))
        } else {
            let place = typed.to_digit(10).and_then(|it| usize::try_from(it).ok());
            place.and_then(|place| place.checked_sub(1))
        };
        let (Some(at), QuestionEditor::Options { cursor }) = (at, &mut self.editor) else {
            return false;
        };
        if at >= options.len() {
            return false;
        }
        *cursor = at;
        self.toggle_option();
        true
    }

    /// Takes the choice of the focused question back.
    pub fn clear_choice(&mut self) {
        if let (Some(question), QuestionEditor::Options { cursor }) =
            (self.questions.get(self.focus), &mut self.editor)
        {
            *cursor = 0;
            let slot = question.slot.clone();
            self.set_answer(slot, String::new());
        }
    }

    /// Selects the option under the cursor; of several that are allowed, deselects it if it was selected.
    pub fn toggle_option(&mut self) {
        let chosen = self.option_under_cursor();
        let current = self.chosen_keys();
        let Some(slot) = self.question().map(|question| question.slot.clone()) else {
            return;
        };
        if self.is_multi_choice() && current.contains(&chosen) {
            let rest: Vec<_> = current.into_iter().filter(|key| *key != chosen).collect();
            self.set_answer(slot, rest.join("\n"));
        } else {
            self.select_option();
        }
    }

    fn chosen_keys(&self) -> Vec<String> {
        let chosen = self.text_at(self.focus);
        chosen.lines().map(str::to_owned).collect()
    }

    fn option_under_cursor(&self) -> String {
        let QuestionEditor::Options { cursor } = self.editor else {
            return String::new();
        };
        self.options(self.focus)
            .get(cursor)
            .map(|(key, _)| key.clone())
            .unwrap_or_default()
    }

    fn select_option(&mut self) {
        let chosen = self.option_under_cursor();
        let Some(slot) = self.question().map(|question| question.slot.clone()) else {
            return;
        };
        let value = if self.is_multi_choice() {
            // Selected keys that are not offered any more stay: the user cannot see them, so must not lose them.
            // An answer in place of one stands alone.
            let rules = self.question().map(|it| it.field.rules.clone());
            let is_or = |key: &String| rules.as_ref().is_some_and(|it| it.or_answer(key).is_some());
            let mut keys = self.chosen_keys();
            keys.retain(|key| is_or(key) == is_or(&chosen));
            keys.push(chosen);
            let options = self.options(self.focus);
            let position = |key: &String| options.iter().position(|(offered, _)| offered == key);
            keys.sort_by_key(|key| position(key).unwrap_or(usize::MAX));
            keys.join("\n")
        } else {
            chosen
        };
        self.set_answer(slot, value);
    }

    /// Sets the answer of `slot` as given by hand, not from the log.
    pub fn set_answer(&mut self, slot: Slot, value: String) {
        self.errors.remove(&slot);
        self.invalid_text.remove(&slot);
        self.answers.put(slot, AnswerValue::typed(value));
        self.dirty = true;
    }
}

//! Selection of a list, stored by the key of the selected row, so that it follows the row when others come and go.

use super::command::Move;
use super::modal::index_after_move;

/// Input that selects a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selecting {
    Move(Move),
    /// A click on the row with this index.
    Row(usize),
}

/// Selected row of a list.
#[derive(Clone, Debug)]
pub struct ListState<K> {
    key: Option<K>,
    /// Last index of the selected row, used when the row is gone.
    index: usize,
}

impl<K> Default for ListState<K> {
    fn default() -> Self {
        Self {
            key: None,
            index: 0,
        }
    }
}

impl<K: Clone + PartialEq> ListState<K> {
    pub fn with_selected(key: K) -> Self {
        Self {
            key: Some(key),
            index: 0,
        }
    }

    /// Key of the row that was selected last, even if it is gone.
    pub const fn key(&self) -> Option<&K> {
        self.key.as_ref()
    }

    /// Index of the selected row among `keys`; if the row is gone, the row at its last index.
    pub fn index(&self, keys: &[K]) -> Option<usize> {
        let last = keys.len().checked_sub(1)?;
        let position = self
            .key
            .as_ref()
            .and_then(|key| keys.iter().position(|other| other == key));
        Some(position.unwrap_or(self.index.min(last)))
    }

    pub fn selected<'k>(&self, keys: &'k [K]) -> Option<&'k K> {
        keys.get(self.index(keys)?)
    }

    /// Moves to a row, or clicks on one; true if the selection moved, or the click was on the selected row.
    pub fn apply(&mut self, selecting: Selecting, keys: &[K]) -> bool {
        match selecting {
            Selecting::Move(movement) => self.move_selection(movement, keys),
            Selecting::Row(row) => self.click(row, keys),
        }
    }

    /// Moves the selection among `keys`; false if it stayed.
    pub fn move_selection(&mut self, movement: Move, keys: &[K]) -> bool {
        let Some(index) = self.index(keys) else {
            return false;
        };
        self.select(index_after_move(index, keys.len(), movement), keys);
        self.index != index
    }

    pub fn select(&mut self, index: usize, keys: &[K]) {
        self.index = index;
        self.key = keys.get(index).cloned();
    }

    /// Selects the clicked row; true if it was selected already, so that the click opens it.
    pub fn click(&mut self, index: usize, keys: &[K]) -> bool {
        let again = self.index(keys) == Some(index);
        self.select(index, keys);
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_with_its_row_when_rows_come_and_go() {
        let mut list = ListState::default();
        list.select(1, &["a", "b", "c"]);
        assert_eq!(list.selected(&["x", "a", "b", "c"]), Some(&"b"));
        assert_eq!(list.selected(&["a", "c"]), Some(&"c"));
        assert_eq!(list.selected(&["a"]), Some(&"a"));
        assert_eq!(list.selected(&[]), None);
    }

    #[test]
    fn movement_stays_within_the_list() {
        let keys = [1, 2, 3];
        let mut list = ListState::default();
        assert!(!list.move_selection(Move::Up, &keys));
        assert!(list.move_selection(Move::Last, &keys));
        assert!(!list.move_selection(Move::Down, &keys));
        assert_eq!(list.selected(&keys), Some(&3));
    }
}

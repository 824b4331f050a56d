//! The text, the cursor, the selection and the steps of undo: a thin coat over the editor crate, which only this file names.

use ratatui_textarea::{CursorMove, TextArea};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// How many single changes can be taken back.
const MAX_UNDO: usize = 10_000;

/// A place in the text: line, and characters from its beginning.
pub(super) type CursorPos = (usize, usize);

/// The end of any text.
pub(super) const END: CursorPos = (usize::MAX, usize::MAX);

/// What the last change was, for changes that belong to one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EditKind {
    /// A letter was typed.
    Letter,
    /// A space was typed.
    Space,
    /// One letter was removed.
    Removal,
    /// Anything else, or the cursor was moved.
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Buffer {
    area: TextArea<'static>,
    /// How many changes of the crate make up each step, and each step taken back.
    undo_steps: Vec<usize>,
    redo_steps: Vec<usize>,
    last_edit: EditKind,
}

impl Buffer {
    pub(super) fn new(lines: Vec<String>) -> Self {
        let mut area = TextArea::new(lines);
        area.set_max_histories(MAX_UNDO);
        let mut buffer = Self {
            area,
            undo_steps: Vec::new(),
            redo_steps: Vec::new(),
            last_edit: EditKind::Other,
        };
        buffer.move_cursor(END);
        buffer
    }

    pub(super) fn lines(&self) -> &[String] {
        self.area.lines()
    }

    pub(super) fn cursor(&self) -> CursorPos {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// The line of the cursor, and its byte there.
    pub(super) fn cursor_line(&self) -> (&str, usize) {
        let (line, column) = self.cursor();
        let text = &self.lines()[line];
        (text, byte_of(text, column))
    }

    /// Puts the cursor at `spot` or as near as the text allows, selecting if a selection has begun.
    ///
    /// The crate reaches 65,535 lines and columns; a cursor that could get further would be taken back to there.
    pub(super) fn move_cursor(&mut self, spot: CursorPos) {
        let reach = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        self.area
            .move_cursor(CursorMove::Jump(reach(spot.0), reach(spot.1)));
    }

    pub(super) fn word_left(&mut self) {
        self.area.move_cursor(CursorMove::WordBack);
    }

    pub(super) fn word_right(&mut self) {
        self.area.move_cursor(CursorMove::WordForward);
    }

    /// The place one letter on or back.
    pub(super) fn adjacent_grapheme(&self, forth: bool) -> CursorPos {
        let (line, column) = self.cursor();
        let (text, at) = self.cursor_line();
        let size = |cluster: &str| cluster.chars().count();
        if forth {
            match text[at..].graphemes(true).next() {
                Some(cluster) => (line, column + size(cluster)),
                None if line + 1 < self.lines().len() => (line + 1, 0),
                None => (line, column),
            }
        } else {
            match text[..at].graphemes(true).next_back() {
                Some(cluster) => (line, column - size(cluster)),
                None if line > 0 => (line - 1, usize::MAX),
                None => (line, column),
            }
        }
    }

    /// Moves a cursor that came to stand inside a letter behind it.
    pub(super) fn snap_to_grapheme(&mut self) {
        let (text, at) = self.cursor_line();
        let mut cursor = GraphemeCursor::new(at, text.len(), true);
        let inside = cursor.is_boundary(text, 0) == Ok(false);
        let column = match cursor.next_boundary(text, 0) {
            Ok(Some(end)) if inside => text[..end].chars().count(),
            _ => self.cursor().1,
        };
        self.move_cursor((self.cursor().0, column));
    }

    /// Lets the next change begin a step of its own.
    pub(super) fn end_undo_group(&mut self) {
        self.last_edit = EditKind::Other;
    }

    /// Begins to select here, unless a selection has begun.
    pub(super) fn begin_selection(&mut self) {
        if self.area.selection_range().is_none() {
            self.area.start_selection();
        }
    }

    pub(super) fn cancel_selection(&mut self) {
        self.area.cancel_selection();
    }

    pub(super) fn select_all(&mut self) {
        self.area.select_all();
    }

    /// What is selected, from and to; nothing if it would be empty.
    pub(super) fn selection(&self) -> Option<(CursorPos, CursorPos)> {
        self.area
            .selection_range()
            .filter(|(start, end)| start != end)
    }

    /// The selected text.
    pub(super) fn selected(&self) -> Option<String> {
        let (start, end) = self.selection()?;
        let lines = &self.lines()[start.0..=end.0];
        let mut text = lines.join("\n");
        let behind = lines
            .last()
            .map_or(0, |line| line.len() - byte_of(line, end.1));
        text.truncate(text.len() - behind);
        Some(text.split_off(byte_of(&lines[0], start.1)))
    }

    /// Removes the selection; false if there is none.
    pub(super) fn remove(&mut self, kind: EditKind) -> bool {
        let changed = self.area.cut();
        if changed {
            self.push_undo_step(
                kind == EditKind::Removal && self.last_edit == EditKind::Removal,
                kind,
            );
        }
        changed
    }

    /// Puts in `text`; `joined` makes it part of the step before.
    pub(super) fn insert(&mut self, text: &str, kind: EditKind, joined: bool) {
        if self.area.insert_str(text) {
            // Typing goes on in the same step until a new word begins.
            let typing = match kind {
                EditKind::Letter => self.last_edit == EditKind::Letter,
                EditKind::Space => matches!(self.last_edit, EditKind::Letter | EditKind::Space),
                EditKind::Removal | EditKind::Other => false,
            };
            self.push_undo_step(joined || typing, kind);
        }
    }

    /// Counts one change of the crate.
    fn push_undo_step(&mut self, joined: bool, kind: EditKind) {
        match self.undo_steps.last_mut() {
            Some(step) if joined => *step += 1,
            Some(_) | None => self.undo_steps.push(1),
        }
        self.redo_steps.clear();
        self.last_edit = kind;
        self.snap_to_grapheme();
    }

    /// Takes back a step; false if there is none.
    pub(super) fn undo(&mut self) -> bool {
        self.end_undo_group();
        let step = self.undo_steps.pop();
        self.redo_steps.extend(step);
        // The crate forgets the oldest changes: then less is taken back than was counted.
        (0..step.unwrap_or(0)).fold(false, |changed, _| self.area.undo() || changed)
    }

    /// Does a step again; false if none was taken back.
    pub(super) fn redo(&mut self) -> bool {
        self.end_undo_group();
        let step = self.redo_steps.pop();
        self.undo_steps.extend(step);
        (0..step.unwrap_or(0)).fold(false, |changed, _| self.area.redo() || changed)
    }
}

/// The byte at which character `column` of a line begins, or its end.
pub(super) fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at)
}

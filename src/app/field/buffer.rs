//! Text buffer of a field: text, cursor, selection and undo steps. A thin wrapper of the editor crate (`TextArea`), which
//! only this file names. The crate counts single changes; here they are grouped into undo steps.

use ratatui_textarea::{CursorMove, TextArea};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Limit of single changes that can be undone.
const MAX_UNDO: usize = 10_000;

/// Position in the text: line, and characters from its beginning, both from 0.
pub(super) type CursorPos = (usize, usize);

pub(super) const END: CursorPos = (usize::MAX, usize::MAX);

/// Kind of the last edit, by which edits are grouped into undo steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EditKind {
    Letter,
    Space,
    Removal,
    /// Anything else, or the cursor was moved: the next edit begins a new undo step.
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Buffer {
    area: TextArea<'static>,
    /// Number of the crate's changes in each undo step.
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

    /// The text of the line with the cursor, and the byte offset of the cursor in it.
    pub(super) fn cursor_line(&self) -> (&str, usize) {
        let (line, column) = self.cursor();
        let text = &self.lines()[line];
        (text, byte_of(text, column))
    }

    /// Moves the cursor to `pos` or as near as the text allows, and extends the selection if one has begun.
    ///
    /// The crate reaches 65,535 lines and columns; a cursor beyond is clamped to that.
    pub(super) fn move_cursor(&mut self, pos: CursorPos) {
        let reach = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        self.area
            .move_cursor(CursorMove::Jump(reach(pos.0), reach(pos.1)));
    }

    pub(super) fn word_left(&mut self) {
        self.area.move_cursor(CursorMove::WordBack);
    }

    pub(super) fn word_right(&mut self) {
        self.area.move_cursor(CursorMove::WordForward);
    }

    /// The position one grapheme after the cursor (`forth`) or before it.
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

    /// Moves a cursor that is inside a grapheme to the end of it.
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

    /// Ends the undo group, so that the next edit begins an undo step of its own.
    pub(super) fn end_undo_group(&mut self) {
        self.last_edit = EditKind::Other;
    }

    /// Begins a selection at the cursor, unless one has begun.
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

    /// Start and end of the selection; none if it is empty.
    pub(super) fn selection(&self) -> Option<(CursorPos, CursorPos)> {
        self.area
            .selection_range()
            .filter(|(start, end)| start != end)
    }

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

    /// Inserts `text`; `joined` adds it to the last undo step.
    pub(super) fn insert(&mut self, text: &str, kind: EditKind, joined: bool) {
        if self.area.insert_str(text) {
            // Letters join the same undo step until a new word begins.
            let typing = match kind {
                EditKind::Letter => self.last_edit == EditKind::Letter,
                EditKind::Space => matches!(self.last_edit, EditKind::Letter | EditKind::Space),
                EditKind::Removal | EditKind::Other => false,
            };
            self.push_undo_step(joined || typing, kind);
        }
    }

    /// Counts one change of the crate, in a new undo step or in the last one.
    fn push_undo_step(&mut self, joined: bool, kind: EditKind) {
        match self.undo_steps.last_mut() {
            Some(step) if joined => *step += 1,
            Some(_) | None => self.undo_steps.push(1),
        }
        self.redo_steps.clear();
        self.last_edit = kind;
        self.snap_to_grapheme();
    }

    /// Undoes a step; false if there is none.
    pub(super) fn undo(&mut self) -> bool {
        self.end_undo_group();
        let step = self.undo_steps.pop();
        self.redo_steps.extend(step);
        // The crate drops the oldest changes: then fewer are undone than were counted.
        (0..step.unwrap_or(0)).fold(false, |changed, _| self.area.undo() || changed)
    }

    /// Redoes a step; false if none was undone.
    pub(super) fn redo(&mut self) -> bool {
        self.end_undo_group();
        let step = self.redo_steps.pop();
        self.undo_steps.extend(step);
        (0..step.unwrap_or(0)).fold(false, |changed, _| self.area.redo() || changed)
    }
}

/// The byte offset of character `column` in a line, or the line's end.
pub(super) fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at)
}

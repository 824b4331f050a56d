//! A text field, of one line or several. `buffer` alone names the editor crate, `view` does the layout, `paste` the
//! sanitizing of pasted text.
//!
//! The crate keeps text, cursor, selection and single changes. Here the cursor moves by graphemes, up and down follow the
//! wrapped rows on the screen, and one undo takes back a word or a paste, not a character. No key is named here; the
//! keymap maps keys to [`Edit`]s.

mod buffer;
mod paste;
#[cfg(test)]
mod tests;
mod view;

use std::cell::Cell;

use unicode_segmentation::UnicodeSegmentation;

use self::buffer::{Buffer, END, EditKind};
pub use self::view::{FieldSpan, FieldView};

/// Limit of a field, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// Limit of lines, and of characters in one line; the editor crate cannot reach much further (65,535).
const MAX_LINES_AND_COLUMNS: usize = 60_000;
/// Shown when a text was truncated to the limits.
const TRUNCATED_NOTICE: &str = "The end of the text did not fit and was left out. A field holds 256 KB, a paragraph 60,000 characters.";
/// Motions of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CursorMotion {
    /// One grapheme back.
    Left,
    /// One grapheme on.
    Right,
    /// One wrapped row up.
    Up,
    /// One wrapped row down.
    Down,
    /// To the beginning of this word or of the one before.
    WordLeft,
    /// To the beginning of the next word.
    WordRight,
    Home,
    End,
    Top,
    Bottom,
    PageUp,
    PageDown,
}

/// An edit of the text. Pasting is [`TextField::paste`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    Insert(char),
    /// Begins a new line, in a multi-line field.
    Newline,
    /// Deletes the grapheme before the cursor, or the selection.
    Backspace,
    /// Deletes the grapheme after the cursor, or the selection.
    Delete,
    /// Deletes back to the beginning of the word.
    DeleteWord,
    /// Deletes up to the next word.
    DeleteWordAfter,
    /// Deletes back to the beginning of the row.
    DeleteToStart,
    /// Moves the cursor and drops the selection.
    Move(CursorMotion),
    /// Moves the cursor and extends the selection.
    Select(CursorMotion),
    SelectAll,
    /// Deletes the selection and returns it for the cut buffer.
    Cut,
    /// Returns the selection for the cut buffer.
    Copy,
    Undo,
    Redo,
}

/// Result of an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditResult {
    pub changed: bool,
    /// The cursor or the selection changed.
    pub moved: bool,
    /// Text for the cut buffer.
    pub copied: Option<String>,
    /// Sentence for the status line when the text was truncated.
    pub notice: Option<&'static str>,
}

/// Size and scroll offset of the last drawing; motion by rows uses that width, and scrolling starts from that offset.
#[derive(Clone, Copy, Debug)]
struct Viewport {
    width: usize,
    height: usize,
    offset: usize,
}

#[derive(Clone, Debug)]
pub struct TextField {
    buffer: Buffer,
    multi_line: bool,
    /// Column that motion up and down aims at, though a row between may be shorter.
    preferred_column: Option<usize>,
    viewport: Cell<Viewport>,
}

impl TextField {
    pub fn single_line(text: &str) -> Self {
        Self::new(text, false)
    }

    /// A multi-line field, wrapped to the width it is drawn with.
    pub fn multi_line(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, multi_line: bool) -> Self {
        let mut field = Self {
            buffer: Buffer::new(Vec::new()),
            multi_line,
            preferred_column: None,
            viewport: Cell::new(Viewport {
                width: 80,
                height: 10,
                offset: 0,
            }),
        };
        field.set_text(text);
        field
    }

    pub fn is_multi_line(&self) -> bool {
        self.multi_line
    }

    pub fn text(&self) -> String {
        self.buffer.lines().join("\n")
    }

    pub fn selected(&self) -> Option<String> {
        self.buffer.selected()
    }

    /// Replaces the text and the undo history, whatever the limits; the cursor goes to the end.
    pub fn set_text(&mut self, text: &str) {
        let text = self.sanitize_paste(text);
        self.buffer = Buffer::new(text.split('\n').map(str::to_owned).collect());
        self.preferred_column = None;
    }

    /// Replaces the whole text as one undo step.
    pub fn replace_text(&mut self, text: &str) -> EditResult {
        self.buffer.select_all();
        self.paste(text)
    }

    /// Takes the line with the cursor out, as one undo step; the cursor goes to its place.
    pub fn take_line(&mut self) -> String {
        let mut lines = self.buffer.lines().to_vec();
        let (at, _) = self.buffer.cursor();
        let line = lines.remove(at);
        self.replace_text(&lines.join("\n"));
        self.buffer.move_cursor((at, 0));
        line
    }

    /// The text of the line with the cursor, and the part of it after the cursor.
    pub fn cursor_line(&self) -> (&str, &str) {
        let (line, at) = self.buffer.cursor_line();
        (line, &line[at..])
    }

    /// Number of lines in total, and of those below the cursor.
    pub fn line_counts(&self) -> (usize, usize) {
        let count = self.buffer.lines().len();
        (count, count - 1 - self.buffer.cursor().0)
    }

    /// Text of the line with this index.
    pub fn line(&self, index: usize) -> &str {
        self.buffer.lines().get(index).map_or("", String::as_str)
    }

    /// Changes the selected lines, or the line with the cursor, as one undo step; the cursor stays at its words.
    pub fn change_lines(&mut self, change: impl FnOnce(&str) -> String) -> EditResult {
        let here = self.buffer.cursor();
        let (first, last) = self.buffer.selection().unwrap_or((here, here));
        let behind = self.cursor_line().1.chars().count();
        self.buffer.end_undo_group();
        self.buffer.cancel_selection();
        self.buffer.move_cursor((first.0, 0));
        self.buffer.begin_selection();
        self.buffer.move_cursor((last.0, usize::MAX));
        let before = self.buffer.selected().unwrap_or_default();
        let result = self.insert_text(&change(&before), EditKind::Other);
        self.buffer.cancel_selection();
        let columns = self.line(here.0).chars().count();
        self.buffer
            .move_cursor((here.0, columns.saturating_sub(behind)));
        self.buffer.end_undo_group();
        result
    }

    /// Inserts sanitized `text` as one undo step; in a single-line field line breaks become spaces.
    pub fn paste(&mut self, text: &str) -> EditResult {
        let text = self.sanitize_paste(text);
        self.buffer.end_undo_group();
        self.insert_text(&text, EditKind::Other)
    }

    fn sanitize_paste(&self, text: &str) -> String {
        if self.multi_line {
            paste::sanitize_multi_line(text)
        } else {
            paste::sanitize_single_line(text)
        }
    }

    pub fn apply(&mut self, edit: Edit) -> EditResult {
        let position = |field: &Self| (field.buffer.cursor(), field.buffer.selection());
        let before = position(self);
        let mut done = self.apply_edit(edit);
        done.moved = before != position(self);
        done
    }

    fn apply_edit(&mut self, edit: Edit) -> EditResult {
        match edit {
            Edit::Insert(character) => self.insert_char(character),
            Edit::Newline if self.multi_line => self.insert_text("\n", EditKind::Other),
            Edit::Newline => EditResult::default(),
            Edit::Backspace => self.remove(CursorMotion::Left, EditKind::Removal),
            Edit::Delete => self.remove(CursorMotion::Right, EditKind::Removal),
            Edit::DeleteWord => self.remove(CursorMotion::WordLeft, EditKind::Other),
            Edit::DeleteWordAfter => self.remove(CursorMotion::WordRight, EditKind::Other),
            Edit::DeleteToStart => self.remove(CursorMotion::Home, EditKind::Other),
            Edit::Move(motion) => self.move_cursor(motion, false),
            Edit::Select(motion) => self.move_cursor(motion, true),
            Edit::SelectAll => {
                self.buffer.end_undo_group();
                self.buffer.select_all();
                EditResult::default()
            }
            Edit::Cut => {
                let copied = self.selected();
                let mut done = edit_result(self.buffer.remove(EditKind::Other));
                done.copied = copied;
                done
            }
            Edit::Copy => EditResult {
                copied: self.selected(),
                ..EditResult::default()
            },
            Edit::Undo => edit_result(self.buffer.undo()),
            Edit::Redo => edit_result(self.buffer.redo()),
        }
    }

    fn insert_char(&mut self, character: char) -> EditResult {
        let kind = if character.is_whitespace() {
            EditKind::Space
        } else {
            EditKind::Letter
        };
        if character.is_control() {
            return EditResult::default();
        }
        self.insert_text(character.encode_utf8(&mut [0; 4]), kind)
    }

    /// Inserts `text` in place of the selection, truncated to the limits.
    fn insert_text(&mut self, text: &str, kind: EditKind) -> EditResult {
        self.preferred_column = None;
        let removed = self.buffer.remove(EditKind::Other);
        let fitting = self.truncate_to_limit(text);
        self.buffer.insert(fitting, kind, removed);
        EditResult {
            notice: (fitting.len() < text.len()).then_some(TRUNCATED_NOTICE),
            ..edit_result(removed || !fitting.is_empty())
        }
    }

    /// The prefix of `text` that fits the limits.
    fn truncate_to_limit<'a>(&self, text: &'a str) -> &'a str {
        let lines = self.buffer.lines();
        let taken: usize = lines.iter().map(|line| line.len() + 1).sum();
        let mut bytes = MAX_BYTES.saturating_sub(taken);
        let mut rows = MAX_LINES_AND_COLUMNS.saturating_sub(lines.len());
        let in_line =
            MAX_LINES_AND_COLUMNS.saturating_sub(self.buffer.cursor_line().0.chars().count());
        let mut columns = in_line;
        for (at, cluster) in text.grapheme_indices(true) {
            let breaks = cluster == "\n";
            let room = if breaks { &mut rows } else { &mut columns };
            let size = cluster.chars().count();
            if *room < size || bytes < cluster.len() {
                return &text[..at];
            }
            *room -= size;
            bytes -= cluster.len();
            if breaks {
                columns = in_line;
            }
        }
        text
    }

    /// Deletes the selection, or what lies between the cursor and the end of `motion`.
    fn remove(&mut self, motion: CursorMotion, kind: EditKind) -> EditResult {
        if self.buffer.selection().is_none() {
            self.buffer.cancel_selection();
            self.buffer.begin_selection();
            self.apply_motion(motion, None);
        }
        self.preferred_column = None;
        edit_result(self.buffer.remove(kind))
    }

    fn move_cursor(&mut self, motion: CursorMotion, selecting: bool) -> EditResult {
        self.buffer.end_undo_group();
        let selection = self.buffer.selection();
        let aim = self.preferred_column.take();
        if selecting {
            self.buffer.begin_selection();
        } else {
            self.buffer.cancel_selection();
        }
        match selection {
            // Without Shift, an arrow collapses the selection to that end of it.
            Some((start, _)) if !selecting && motion == CursorMotion::Left => {
                self.buffer.move_cursor(start);
            }
            Some((_, end)) if !selecting && motion == CursorMotion::Right => {
                self.buffer.move_cursor(end);
            }
            Some(_) | None => self.apply_motion(motion, aim),
        }
        EditResult::default()
    }

    fn apply_motion(&mut self, motion: CursorMotion, aim: Option<usize>) {
        let page = self.viewport.get().height.saturating_sub(1).max(1);
        match motion {
            CursorMotion::Left => self
                .buffer
                .move_cursor(self.buffer.adjacent_grapheme(false)),
            CursorMotion::Right => self.buffer.move_cursor(self.buffer.adjacent_grapheme(true)),
            CursorMotion::Up => self.move_rows(1, false, aim),
            CursorMotion::Down => self.move_rows(1, true, aim),
            CursorMotion::PageUp => self.move_rows(page, false, aim),
            CursorMotion::PageDown => self.move_rows(page, true, aim),
            CursorMotion::WordLeft => self.buffer.word_left(),
            CursorMotion::WordRight => self.buffer.word_right(),
            CursorMotion::Home => self.go_to_column(0),
            CursorMotion::End => self.go_to_column(usize::MAX),
            CursorMotion::Top => self.buffer.move_cursor((0, 0)),
            CursorMotion::Bottom => self.buffer.move_cursor(END),
        }
        self.buffer.snap_to_grapheme();
    }
}

fn edit_result(changed: bool) -> EditResult {
    EditResult {
        changed,
        ..EditResult::default()
    }
}

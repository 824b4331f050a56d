//! Text being typed: one line or many. `buffer` alone knows the editor crate.
//!
//! The crate keeps the text, the cursor, the selection and the history of single changes. Here they become what people
//! expect: the cursor moves by what looks like one letter, up and down follow the rows on the screen, and one undo
//! takes back a word or a paste, not a character. No key is named here; the keymap says which key is which [`Edit`].

mod buffer;
mod paste;
#[cfg(test)]
mod tests;
mod view;

use std::cell::Cell;

use unicode_segmentation::UnicodeSegmentation;

use self::buffer::{Buffer, END, EditKind};
pub use self::view::{FieldSpan, FieldView};

/// How many bytes one field takes.
pub const MAX_BYTES: usize = 256 * 1024;
/// How many lines, and how many characters of one line, a field takes; the editor cannot reach much further.
const MAX_LINES_AND_COLUMNS: usize = 60_000;
/// What people are told when not everything went in.
const TRUNCATED_NOTICE: &str = "The end of the text did not fit and was left out. A field holds 256 KB, a paragraph 60,000 characters.";
/// Where to go in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CursorMotion {
    /// One letter back.
    Left,
    /// One letter on.
    Right,
    /// One row up, as shown.
    Up,
    /// One row down, as shown.
    Down,
    /// To the beginning of this word or of the one before.
    WordLeft,
    /// To the beginning of the next word.
    WordRight,
    /// To the beginning of the row.
    Home,
    /// To the end of the row.
    End,
    /// To the beginning of the text.
    Top,
    /// To the end of the text.
    Bottom,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
}

/// One thing to do to a text. Pasting is [`TextField::paste`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    /// Types a character.
    Insert(char),
    /// Begins a new line, where there can be more than one.
    Newline,
    /// Removes the letter before the cursor, or the selection.
    Backspace,
    /// Removes the letter behind the cursor, or the selection.
    Delete,
    /// Removes back to where the word begins.
    DeleteWord,
    /// Removes on to the next word.
    DeleteWordAfter,
    /// Removes back to where the row begins.
    DeleteToStart,
    /// Moves the cursor and drops the selection.
    Move(CursorMotion),
    /// Moves the cursor and selects on the way.
    Select(CursorMotion),
    /// Selects everything.
    SelectAll,
    /// Removes the selection and hands it out to be kept.
    Cut,
    /// Hands out the selection to be kept.
    Copy,
    /// Takes back the last step.
    Undo,
    /// Does again what was taken back.
    Redo,
}

/// What an edit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditResult {
    /// The text is another one now.
    pub changed: bool,
    /// The cursor or the selection is elsewhere now.
    pub moved: bool,
    /// Text for the clipboard.
    pub copied: Option<String>,
    /// A sentence for the user: not everything went in.
    pub notice: Option<&'static str>,
}

/// What the field last filled on the screen; `up` means these rows, and scrolling starts from this offset.
#[derive(Clone, Copy, Debug)]
struct Viewport {
    width: usize,
    height: usize,
    offset: usize,
}

/// A text that can be edited.
#[derive(Clone, Debug)]
pub struct TextField {
    buffer: Buffer,
    multi_line: bool,
    /// The column that up and down aim at.
    preferred_column: Option<usize>,
    viewport: Cell<Viewport>,
}

impl TextField {
    /// A field of one line.
    pub fn single_line(text: &str) -> Self {
        Self::new(text, false)
    }

    /// A field of many lines, wrapped to what the screen gives it.
    pub fn multi_line(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, many_lines: bool) -> Self {
        let mut field = Self {
            buffer: Buffer::new(Vec::new()),
            multi_line: many_lines,
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

    /// Whether it takes more than one line.
    pub fn is_multi_line(&self) -> bool {
        self.multi_line
    }

    /// The text.
    pub fn text(&self) -> String {
        self.buffer.lines().join("\n")
    }

    /// The selected text, if any is.
    pub fn selected(&self) -> Option<String> {
        self.buffer.selected()
    }

    /// Fills the field anew, whatever its size: the history is gone, the cursor at the end.
    pub fn set_text(&mut self, text: &str) {
        let text = self.sanitize_paste(text);
        self.buffer = Buffer::new(text.split('\n').map(str::to_owned).collect());
        self.preferred_column = None;
    }

    /// Puts `text` in place of everything, as one step that can be taken back.
    pub fn replace_text(&mut self, text: &str) -> EditResult {
        self.buffer.select_all();
        self.paste(text)
    }

    /// Puts in `text` as one step. Line breaks become spaces where there is one line only; control characters vanish.
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

    /// Does `edit`.
    pub fn apply(&mut self, edit: Edit) -> EditResult {
        let place = |field: &Self| (field.buffer.cursor(), field.buffer.selection());
        let before = place(self);
        let mut done = self.apply_edit(edit);
        done.moved = before != place(self);
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
            Edit::Move(go) => self.move_cursor(go, false),
            Edit::Select(go) => self.move_cursor(go, true),
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

    /// Puts `text` in place of the selection, as far as there is room.
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

    /// The beginning of `text` for which there is room.
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

    /// Removes the selection, or what lies on the way to `go`.
    fn remove(&mut self, go: CursorMotion, kind: EditKind) -> EditResult {
        if self.buffer.selection().is_none() {
            self.buffer.cancel_selection();
            self.buffer.begin_selection();
            self.apply_motion(go, None);
        }
        self.preferred_column = None;
        edit_result(self.buffer.remove(kind))
    }

    fn move_cursor(&mut self, go: CursorMotion, selecting: bool) -> EditResult {
        self.buffer.end_undo_group();
        let selection = self.buffer.selection();
        let aim = self.preferred_column.take();
        if selecting {
            self.buffer.begin_selection();
        } else {
            self.buffer.cancel_selection();
        }
        match selection {
            // Without Shift, an arrow leaves the selection at that end of it.
            Some((start, _)) if !selecting && go == CursorMotion::Left => {
                self.buffer.move_cursor(start);
            }
            Some((_, end)) if !selecting && go == CursorMotion::Right => {
                self.buffer.move_cursor(end);
            }
            Some(_) | None => self.apply_motion(go, aim),
        }
        EditResult::default()
    }

    fn apply_motion(&mut self, go: CursorMotion, aim: Option<usize>) {
        let page = self.viewport.get().height.saturating_sub(1).max(1);
        match go {
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

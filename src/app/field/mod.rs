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

use self::buffer::{Buffer, END, Kind};
pub use self::view::{Piece, View};

/// How many bytes one field takes.
pub const LIMIT: usize = 256 * 1024;
/// How many lines, and how many characters of one line, a field takes; the editor cannot reach much further.
const REACH: usize = 60_000;
/// What people are told when not everything went in.
const FULL: &str = "The end of the text did not fit and was left out. A field holds 256 KB, a paragraph 60,000 characters.";
/// Where to go in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Go {
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
    Move(Go),
    /// Moves the cursor and selects on the way.
    Select(Go),
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
pub struct Edited {
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
struct Frame {
    width: usize,
    height: usize,
    offset: usize,
}

/// A text that can be edited.
#[derive(Clone, Debug)]
pub struct TextField {
    buffer: Buffer,
    many_lines: bool,
    /// The column that up and down aim at.
    aim: Option<usize>,
    frame: Cell<Frame>,
}

impl TextField {
    /// A field of one line.
    pub fn of_one_line(text: &str) -> Self {
        Self::new(text, false)
    }

    /// A field of many lines, wrapped to what the screen gives it.
    pub fn of_many_lines(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, many_lines: bool) -> Self {
        let mut field = Self {
            buffer: Buffer::new(Vec::new()),
            many_lines,
            aim: None,
            frame: Cell::new(Frame {
                width: 80,
                height: 10,
                offset: 0,
            }),
        };
        field.set_text(text);
        field
    }

    /// Whether it takes more than one line.
    pub fn has_many_lines(&self) -> bool {
        self.many_lines
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
        let text = self.fit_for_field(text);
        self.buffer = Buffer::new(text.split('\n').map(str::to_owned).collect());
        self.aim = None;
    }

    /// Puts `text` in place of everything, as one step that can be taken back.
    pub fn replace_text(&mut self, text: &str) -> Edited {
        self.buffer.select_all();
        self.paste(text)
    }

    /// Puts in `text` as one step. Line breaks become spaces where there is one line only; control characters vanish.
    pub fn paste(&mut self, text: &str) -> Edited {
        let text = self.fit_for_field(text);
        self.buffer.pause();
        self.write(&text, Kind::Other)
    }

    fn fit_for_field(&self, text: &str) -> String {
        if self.many_lines {
            paste::many_lines(text)
        } else {
            paste::one_line(text)
        }
    }

    /// Does `edit`.
    pub fn apply(&mut self, edit: Edit) -> Edited {
        let place = |field: &Self| (field.buffer.spot(), field.buffer.selection());
        let before = place(self);
        let mut done = self.perform(edit);
        done.moved = before != place(self);
        done
    }

    fn perform(&mut self, edit: Edit) -> Edited {
        match edit {
            Edit::Insert(character) => self.type_in(character),
            Edit::Newline if self.many_lines => self.write("\n", Kind::Other),
            Edit::Newline => Edited::default(),
            Edit::Backspace => self.remove(Go::Left, Kind::Removal),
            Edit::Delete => self.remove(Go::Right, Kind::Removal),
            Edit::DeleteWord => self.remove(Go::WordLeft, Kind::Other),
            Edit::DeleteWordAfter => self.remove(Go::WordRight, Kind::Other),
            Edit::DeleteToStart => self.remove(Go::Home, Kind::Other),
            Edit::Move(go) => self.travel(go, false),
            Edit::Select(go) => self.travel(go, true),
            Edit::SelectAll => {
                self.buffer.pause();
                self.buffer.select_all();
                Edited::default()
            }
            Edit::Cut => {
                let copied = self.selected();
                let mut done = changed(self.buffer.remove(Kind::Other));
                done.copied = copied;
                done
            }
            Edit::Copy => Edited {
                copied: self.selected(),
                ..Edited::default()
            },
            Edit::Undo => changed(self.buffer.undo()),
            Edit::Redo => changed(self.buffer.redo()),
        }
    }

    fn type_in(&mut self, character: char) -> Edited {
        let kind = if character.is_whitespace() {
            Kind::Space
        } else {
            Kind::Letter
        };
        if character.is_control() {
            return Edited::default();
        }
        self.write(character.encode_utf8(&mut [0; 4]), kind)
    }

    /// Puts `text` in place of the selection, as far as there is room.
    fn write(&mut self, text: &str, kind: Kind) -> Edited {
        self.aim = None;
        let removed = self.buffer.remove(Kind::Other);
        let fitting = self.fitting(text);
        self.buffer.insert(fitting, kind, removed);
        Edited {
            notice: (fitting.len() < text.len()).then_some(FULL),
            ..changed(removed || !fitting.is_empty())
        }
    }

    /// The beginning of `text` for which there is room.
    fn fitting<'a>(&self, text: &'a str) -> &'a str {
        let lines = self.buffer.lines();
        let taken: usize = lines.iter().map(|line| line.len() + 1).sum();
        let mut bytes = LIMIT.saturating_sub(taken);
        let mut rows = REACH.saturating_sub(lines.len());
        let in_line = REACH.saturating_sub(self.buffer.here().0.chars().count());
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
    fn remove(&mut self, go: Go, kind: Kind) -> Edited {
        if self.buffer.selection().is_none() {
            self.buffer.cancel_selection();
            self.buffer.begin_selection();
            self.go(go, None);
        }
        self.aim = None;
        changed(self.buffer.remove(kind))
    }

    fn travel(&mut self, go: Go, selecting: bool) -> Edited {
        self.buffer.pause();
        let selection = self.buffer.selection();
        let aim = self.aim.take();
        if selecting {
            self.buffer.begin_selection();
        } else {
            self.buffer.cancel_selection();
        }
        match selection {
            // Without Shift, an arrow leaves the selection at that end of it.
            Some((start, _)) if !selecting && go == Go::Left => self.buffer.seek(start),
            Some((_, end)) if !selecting && go == Go::Right => self.buffer.seek(end),
            Some(_) | None => self.go(go, aim),
        }
        Edited::default()
    }

    fn go(&mut self, go: Go, aim: Option<usize>) {
        let page = self.frame.get().height.saturating_sub(1).max(1);
        match go {
            Go::Left => self.buffer.seek(self.buffer.beside(false)),
            Go::Right => self.buffer.seek(self.buffer.beside(true)),
            Go::Up => self.climb(1, false, aim),
            Go::Down => self.climb(1, true, aim),
            Go::PageUp => self.climb(page, false, aim),
            Go::PageDown => self.climb(page, true, aim),
            Go::WordLeft => self.buffer.word_left(),
            Go::WordRight => self.buffer.word_right(),
            Go::Home => self.go_to_column(0),
            Go::End => self.go_to_column(usize::MAX),
            Go::Top => self.buffer.seek((0, 0)),
            Go::Bottom => self.buffer.seek(END),
        }
        self.buffer.settle();
    }
}

fn changed(changed: bool) -> Edited {
    Edited {
        changed,
        ..Edited::default()
    }
}

//! Plain text for the body of an e-mail: lines of 72 columns, underlined headings, bullets.
//!
//! Most mail is read in a proportional font, so nothing relies on columns: a row of a table becomes a list item. No line
//! begins with `>`, which mail programs take for a quotation.

use std::borrow::Cow;
use std::io::Write;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::content::DocumentText;
use super::document::{
    Block, Control, Document, Entry, Inline, Item, NOT_ANSWERED, Room, inlines_text,
};
use super::{ANY, ExportError, ExportProgress, Exporter, NoProgress, in_memory};
use crate::domain::form_mark;
use crate::figure::Figure;

/// Line width, in columns.
pub const WIDTH: usize = 72;

pub const PLAIN_TEXT: Exporter = Exporter::new(
    "txt",
    "Plain text for an e-mail",
    ANY,
    |content, out, progress| write(&content.text(), out, progress),
)
.label_of_row("Text")
.files("Plain text files", &["text", "asc", "eml"]);

/// Renders the whole of `document`.
pub(super) fn to_plain_text(document: &Document) -> String {
    in_memory(|out| write(&document.into(), out, &NoProgress))
}

fn write(
    text: &DocumentText,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let document = text.document;
    // One column is left for the blank that may have to stand before a `>`.
    let mut page = PlainTextWriter::new(WIDTH - 1);
    page.heading(1, &document.title);
    page.push_wrapped(&document.subtitle, "", "");
    page.push_wrapped(document.draft.as_deref().unwrap_or_default(), "", "");
    if !document.facts.is_empty() {
        page.blank_line();
    }
    for fact in &document.facts {
        page.push_wrapped(&format!("{}: {}", fact.label, fact.value), "", "  ");
    }
    if document.blocks.iter().any(is_asked) {
        page.blank_line();
        page.push_wrapped(HOW_TO_ANSWER, "", "");
    }
    page.flush(out)?;
    text.write_parts(progress, |part| {
        for block in part {
            page.blank_line();
            page.block(block);
        }
        page.flush(out)
    })
}

/// Instructions for filling in a form by e-mail.
const HOW_TO_ANSWER: &str = "Please write each answer between its two lines in [[double brackets]], and leave these \
                             lines as they are. Choose an answer by an x, as in [x]. Then send all of it back.";

/// True for a question with a field to fill in.
fn is_asked(block: &Block) -> bool {
    let has_control = |block: &Block| {
        matches!(
            block,
            Block::Entry(Entry {
                control: Some(_),
                ..
            })
        )
    };
    matches!(block, Block::Answer { answer: Some(answer), .. } if answer.iter().any(has_control))
}

/// Writer of wrapped lines.
struct PlainTextWriter {
    width: usize,
    lines: Vec<String>,
    /// True if the last line written is not blank.
    last_line_filled: bool,
}

impl PlainTextWriter {
    fn new(width: usize) -> Self {
        Self {
            width,
            lines: Vec::new(),
            last_line_filled: false,
        }
    }

    fn flush(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        // A blank line is held back until something follows it.
        let held = !self.last_line_filled && !self.lines.is_empty();
        let end = self.lines.len() - usize::from(held);
        for line in self.lines.drain(..end) {
            let blank = if line.starts_with('>') { " " } else { "" };
            for text in [blank, &line, "\n"] {
                out.write_all(text.as_bytes())?;
            }
        }
        Ok(())
    }

    fn push(&mut self, line: impl Into<String>) {
        let mut line = line.into();
        line.truncate(line.trim_end().len());
        self.last_line_filled = !line.is_empty();
        self.lines.push(line);
    }

    fn blank_line(&mut self) {
        if self.last_line_filled {
            self.push("");
        }
    }

    /// Writes wrapped text, the first line after `first`, the others after `rest`.
    fn push_wrapped(&mut self, text: &str, first: &str, rest: &str) {
        let mut prefix = first;
        for part in text.split('\n') {
            let width = self.width.saturating_sub(first.len().max(rest.len()));
            for line in wrap(&single_blanks(part), width) {
                self.push([prefix, line].concat());
                prefix = rest;
            }
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let before = self.lines.len();
        if level > 3 {
            let colon = if text.ends_with(|last: char| last.is_alphanumeric()) {
                ":"
            } else {
                ""
            };
            return self.push_wrapped(&format!("{text}{colon}"), "", "");
        }
        self.push_wrapped(text, "", "");
        let widest = self.lines[before..]
            .iter()
            .map(|line| line.width())
            .max()
            .unwrap_or_default();
        let under = match level {
            1 => "=",
            2 => "-",
            _ => "~",
        };
        self.push(under.repeat(widest.min(self.width)));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.blank_line();
            }
            self.block(block);
        }
    }

    /// Writes blocks indented by the width of `first`.
    fn indented(&mut self, blocks: &[Block], first: &str) {
        let rest = " ".repeat(first.width());
        let mut inner = Self::new(self.width.saturating_sub(rest.len()));
        inner.blocks(blocks);
        if inner.lines.is_empty() {
            inner.push("");
        }
        let mut prefix = first;
        for line in inner.lines {
            self.push([prefix, &line].concat());
            prefix = &rest;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(inlines) => self.push_wrapped(&inlines_text(inlines), "", ""),
            Block::List { start, items } => self.list(*start, items),
            Block::Table(table) => {
                for row in &table.rows {
                    self.push_wrapped(&row_text(&table.header, row), "- ", "  ");
                }
            }
            Block::Answer { label, answer } => {
                self.push_wrapped(label, "", "");
                match answer {
                    Some(answer) => self.indented(answer, "    "),
                    None => self.push_wrapped(NOT_ANSWERED, "    ", "    "),
                }
            }
            Block::Quote(inner) => self.indented(inner, "    "),
            Block::Code(text) => {
                for line in text.split('\n') {
                    self.push(format!("    {line}"));
                }
            }
            Block::Figure(figure) => {
                if let Figure::Chart(chart) = figure {
                    self.push_wrapped(&format!("{}:", chart.title), "", "");
                }
                self.block(&figure.table());
            }
            Block::Entry(Entry {
                room,
                control: Some(control),
            }) => self.control(room, control),
            Block::Figures(_) | Block::Card { .. } | Block::Signatures(_) | Block::Entry(_) => {
                self.blocks(&block.in_plain_blocks().unwrap_or_default());
            }
            Block::Rule => self.push("* * *"),
            Block::PageBreak => {}
        }
    }

    /// Writes the room for an answer between two marks, which no line end parts.
    fn control(&mut self, room: &Room, control: &Control) {
        self.push(form_mark::in_text(&control.mark));
        match room {
            Room::One(options) | Room::Any(options) => {
                for option in options {
                    let is_chosen = control.value.lines().any(|key| key == option.key);
                    let tick = if is_chosen { "[x]" } else { "[ ]" };
                    self.push(format!("{tick} {}", option.label));
                }
            }
            Room::Lines(_) if !control.value.is_empty() => {
                for line in control.value.lines() {
                    self.push(line);
                }
            }
            Room::Day | Room::Lines(_) => self.push(control.shown.as_str()),
        }
        self.push(form_mark::in_text(form_mark::END));
    }

    fn list(&mut self, start: Option<u64>, items: &[Item]) {
        let short = items.iter().all(|item| item.blocks.len() < 2);
        for (item, number) in items.iter().zip(start.unwrap_or_default()..) {
            let mark = start.map_or_else(|| "- ".to_owned(), |_| format!("{number}. "));
            let tick = item.tick_mark();
            if !short && number > start.unwrap_or_default() {
                self.blank_line();
            }
            self.indented(&item.blocks, &format!("{mark}{tick}"));
        }
    }
}

/// A table row as a list item: its first cell, then the others with the names of their columns.
fn row_text(header: &[Vec<Inline>], row: &[Vec<Inline>]) -> String {
    let mut text = String::new();
    for (at, (column, cell)) in header.iter().zip(row).enumerate() {
        let (column, cell) = (inlines_text(column), inlines_text(cell).replace('\n', " "));
        if cell.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("; ");
        }
        if at > 0 && !column.is_empty() {
            text.push_str(&column);
            text.push_str(": ");
        }
        text.push_str(&cell);
    }
    text
}

/// A text without runs of blanks, and without blanks around it.
fn single_blanks(text: &str) -> Cow<'_, str> {
    if !text.contains("  ") && text.trim_matches(' ') == text {
        return Cow::Borrowed(text);
    }
    let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// Wraps a text of single blanks to `width` columns; a URL is never broken.
fn wrap(text: &str, width: usize) -> Vec<&str> {
    let width = width.max(8);
    let mut lines = Vec::new();
    let (mut start, mut end, mut width_so_far) = (0, 0, 0);
    for word in text.split(' ') {
        let mut blank = usize::from(end > start);
        let mut next = end + usize::from(end > 0);
        for piece in &*breakable_pieces(&word, width) {
            let wide = columns(piece);
            if width_so_far > 0 && width_so_far + blank + wide > width {
                lines.push(&text[start..end]);
                (start, width_so_far, blank) = (next, 0, 0);
            }
            end = next + piece.len();
            next = end;
            width_so_far += blank + wide;
            blank = 0;
        }
    }
    if end > start {
        lines.push(&text[start..end]);
    }
    lines
}

/// Splits a word where it may break: beside wide letters of scripts without blanks, and anywhere when it is too long.
fn breakable_pieces<'a>(word: &'a &'a str, width: usize) -> Cow<'a, [&'a str]> {
    if (word.is_ascii() && word.len() <= width) || word.contains("://") {
        return Cow::Borrowed(std::slice::from_ref(word));
    }
    let mut pieces = Vec::new();
    let (mut start, mut taken, mut after_wide) = (0, 0, false);
    for (at, letter) in word.grapheme_indices(true) {
        let wide = letter.width();
        let may_part = (wide > 1 || after_wide) && !NO_BREAK_BEFORE.contains(letter);
        if at > start && (may_part || taken + wide > width) {
            pieces.push(&word[start..at]);
            (start, taken) = (at, 0);
        }
        taken += wide;
        after_wide = wide > 1;
    }
    pieces.push(&word[start..]);
    Cow::Owned(pieces)
}

/// Width of a text without control characters.
fn columns(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// Punctuation that must not begin a line.
const NO_BREAK_BEFORE: &str = "、。，．！？：；）」』】〉》〕";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_keep_the_width() {
        assert_eq!(wrap("one two three four", 9), ["one two", "three", "four"]);
        assert!(wrap("", 20).is_empty());
        assert_eq!(single_blanks("  one  two "), "one two");
    }

    #[test]
    fn scripts_without_blanks_break_between_letters() {
        assert_eq!(wrap("図書館の仕事。", 8), ["図書館の", "仕事。"]);
    }

    #[test]
    fn a_name_longer_than_the_line_is_broken_and_an_address_is_not() {
        assert_eq!(wrap(&"a".repeat(20), 8).len(), 3);
        let address = "https://example.org/a-very-long-place";
        assert_eq!(wrap(address, 8), [address]);
    }
}

//! Markdown that reads well as plain text and parses back to the same text.

use std::io::Write;

use super::content::DocumentText;
use super::document::{
    Align, Block, Document, Inline, Item, NOT_ANSWERED, blocks_text, inlines_text, parse_markdown,
};
use super::{ANY_TO_READ, ExportError, ExportProgress, Exporter, NoProgress, in_memory};

/// Markdown (GFM), with tables, check boxes and strikethrough.
pub const MARKDOWN: Exporter =
    Exporter::new("md", "Markdown", ANY_TO_READ, |content, out, progress| {
        write(&content.text(), out, progress)
    })
    .files("Markdown files", &["markdown", "mdown", "mkd"]);

/// The whole of `document` as Markdown.
pub(super) fn to_markdown(document: &Document) -> String {
    in_memory(|out| write(&document.into(), out, &NoProgress))
}

fn write(
    text: &DocumentText,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let document = text.document;
    writeln!(out, "{}", heading(1, &document.title))?;
    if !document.subtitle.is_empty() {
        let subtitle = vec![Inline::Text(document.subtitle.clone())];
        writeln!(out, "\n{}", paragraph(&subtitle))?;
    }
    if let Some(draft) = &document.draft {
        writeln!(out, "\n**{}**", escape_inline(draft))?;
    }
    if !document.facts.is_empty() {
        writeln!(out)?;
    }
    for fact in &document.facts {
        let (label, value) = (escape_inline(&fact.label), escape_inline(&fact.value));
        writeln!(out, "- **{label}:** {value}")?;
    }
    let mut marks = MarkdownBlocks::default();
    text.write_parts(progress, |part| {
        for text in part.iter().map(|block| marks.write(block)) {
            if !text.is_empty() {
                writeln!(out, "\n{text}")?;
            }
        }
        Ok(())
    })
}

/// Writer of blocks. Adjacent lists would merge under the same marker, so they alternate.
#[derive(Default)]
struct MarkdownBlocks {
    after_list: Option<bool>,
}

impl MarkdownBlocks {
    fn write(&mut self, block: &Block) -> String {
        let text = match block {
            Block::List { start, items } => {
                let other = self.after_list.is_some_and(|other| !other);
                self.after_list = Some(other);
                return list(*start, items, other);
            }
            Block::Figure(_)
            | Block::Figures(_)
            | Block::Card { .. }
            | Block::Signatures(_)
            | Block::Entry(_) => {
                let blocks = block.in_plain_blocks().unwrap_or_default();
                let texts: Vec<_> = blocks.iter().map(|block| self.write(block)).collect();
                return texts.join("\n\n");
            }
            Block::PageBreak => return String::new(),
            Block::Heading { level, text } => heading(*level, text),
            Block::Paragraph(inlines) => paragraph(inlines),
            Block::Table(table) => {
                let rule: Vec<_> = (0..table.header.len())
                    .map(|at| match table.align_of(at) {
                        Align::Start => "---",
                        Align::Center => ":---:",
                        Align::End => "---:",
                    })
                    .map(str::to_owned)
                    .collect();
                let cells = |row: &Vec<Vec<Inline>>| -> Vec<_> {
                    row.iter().map(|cell| table_cell(cell)).collect()
                };
                let mut lines = vec![row(&cells(&table.header)), row(&rule)];
                lines.extend(table.rows.iter().map(|line| row(&cells(line))));
                lines.join("\n")
            }
            Block::Answer { label, answer } => {
                let answer = answer
                    .as_deref()
                    .map_or_else(|| NOT_ANSWERED.to_owned(), blocks);
                format!("**{}**\n\n{answer}", escape_inline(label))
            }
            Block::Quote(inner) => prefixed(&blocks(inner), "> ", "> "),
            Block::Code(text) => {
                let fence = "`".repeat(longest_run(text).max(2) + 1);
                format!("{fence}\n{text}\n{fence}")
            }
            // Not of dashes or stars, which would merge with a list marker before it.
            Block::Rule => "___".to_owned(),
        };
        self.after_list = None;
        text
    }
}

fn blocks(blocks: &[Block]) -> String {
    let mut marks = MarkdownBlocks::default();
    let parts: Vec<_> = blocks
        .iter()
        .map(|block| marks.write(block))
        .filter(|text| !text.is_empty())
        .collect();
    parts.join("\n\n")
}

fn heading(level: u8, text: &str) -> String {
    format!("{} {}", "#".repeat(level.into()), escape_inline(text))
}

fn paragraph(inlines: &[Inline]) -> String {
    round_trip_checked(MarkdownLine::default, inlines)
}

fn table_cell(inlines: &[Inline]) -> String {
    round_trip_checked(|| MarkdownLine::within(true), inlines)
}

/// Writes inline text and parses it again: adjacent delimiters can be ambiguous; then the words go out without any.
fn round_trip_checked(line: impl Fn() -> MarkdownLine, inlines: &[Inline]) -> String {
    let mut marked = line();
    marked.write(inlines);
    let said_so = |text: &str| {
        let (parsed, expected) = (blocks_text(&parse_markdown(text)), inlines_text(inlines));
        parsed.split_whitespace().eq(expected.split_whitespace())
    };
    let bare = |inline: &Inline| matches!(inline, Inline::Text(_) | Inline::Break);
    if !inlines.iter().all(bare) && !said_so(&marked.out) {
        marked = line();
        for (at, text) in inlines_text(inlines).split('\n').enumerate() {
            if at > 0 {
                marked.write(&[Inline::Break]);
            }
            marked.text(text);
        }
    }
    marked.out.trim().to_owned()
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn list(start: Option<u64>, items: &[Item], alternate: bool) -> String {
    let short = items.iter().all(|item| item.blocks.len() < 2);
    let entries: Vec<_> = items
        .iter()
        .zip(start.unwrap_or_default()..)
        .map(|(item, number)| {
            let mark = match (start, alternate) {
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
                (Some(_), false) => format!("{number}. "),
                (Some(_), true) => format!("{number}) "),
            };
            let tick = item.tick_mark();
            let text = format!("{tick}{}", blocks(&item.blocks));
            prefixed(&text, &mark, &" ".repeat(mark.len()))
        })
        .collect();
    entries.join(if short { "\n" } else { "\n\n" })
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let lines: Vec<_> = text
        .split('\n')
        .enumerate()
        .map(|(at, line)| {
            let prefix = if at == 0 { first } else { rest };
            format!("{prefix}{line}").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}

/// Escapes literal text that stands behind other characters on its line.
fn escape_inline(text: &str) -> String {
    let mut line = MarkdownLine::within(false);
    line.text(text);
    line.out.trim().to_owned()
}

fn longest_run(text: &str) -> usize {
    text.split(|found| found != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}

/// Writer of one line.
struct MarkdownLine {
    out: String,
    cell: bool,
    /// Number of digits, if the line holds nothing else yet: a period would make a list of it.
    only_digits: Option<usize>,
    last: char,
}

impl Default for MarkdownLine {
    fn default() -> Self {
        Self {
            out: String::new(),
            cell: false,
            only_digits: Some(0),
            last: ' ',
        }
    }
}

impl MarkdownLine {
    /// For text that does not begin a line of the file, or stands in a cell.
    fn within(cell: bool) -> Self {
        Self {
            cell,
            only_digits: None,
            ..Self::default()
        }
    }

    fn write(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.code(text),
                Inline::Emphasis(inner) => self.delimited("*", inner),
                Inline::Strong(inner) => self.delimited("**", inner),
                Inline::Strikethrough(inner) => self.delimited("~~", inner),
                Inline::Link { text, to } => self.link(text, to),
                Inline::Break if self.cell => self.text(" "),
                Inline::Break => {
                    self.out.push_str("\\\n");
                    self.only_digits = Some(0);
                    self.last = ' ';
                }
            }
        }
    }

    fn markup(&mut self, text: &str) {
        self.out.push_str(text);
        self.only_digits = None;
        self.last = text.chars().next_back().unwrap_or(self.last);
    }

    /// Writes literal text, with a backslash before anything that would be markup.
    fn text(&mut self, mut text: &str) {
        while let Some(found) = text.chars().next() {
            // Most letters are markup nowhere, or at the beginning of a line only.
            let plain = plain_length(text.as_bytes());
            if self.only_digits.is_none() && plain > 0 {
                let (literal, rest) = text.split_at(plain);
                self.markup(literal);
                text = rest;
                continue;
            }
            let starts = self.only_digits == Some(0);
            let escape = match found {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' => true,
                '&' => is_entity(text),
                '#' => self.last.is_whitespace(),
                '>' | '+' | '-' | '=' | ':' => starts,
                '.' | ')' => self.only_digits.is_some_and(|digits| digits > 0),
                _ => false,
            };
            text = &text[found.len_utf8()..];
            if starts && found == ' ' {
                continue;
            }
            if escape {
                self.out.push('\\');
            }
            self.out.push(found);
            self.last = found;
            self.only_digits = self
                .only_digits
                .filter(|_| found.is_ascii_digit())
                .map(|digits| digits + 1);
        }
    }

    /// Writes text between delimiters, which must not touch a blank on their inner side.
    fn delimited(&mut self, mark: &str, inner: &[Inline]) {
        let mut within = Self::within(self.cell);
        within.write(inner);
        let text = within.out.trim_matches(' ');
        if text.is_empty() {
            return;
        }
        if within.out.starts_with(' ') {
            self.text(" ");
        }
        self.markup(&format!("{mark}{text}{mark}"));
        if within.out.ends_with(' ') {
            self.text(" ");
        }
    }

    fn code(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(text) + 1);
        let blank = text.trim().is_empty();
        let padded = !blank && (text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']));
        let pad = if padded { " " } else { "" };
        let text = if self.cell {
            text.replace('|', "\\|")
        } else {
            text.to_owned()
        };
        self.markup(&format!("{fence}{pad}{text}{pad}{fence}"));
    }

    fn link(&mut self, text: &[Inline], to: &str) {
        let shown = inlines_text(text);
        let odd = |found: char| found.is_whitespace() || "<>()\\&|".contains(found);
        let bare = to.strip_prefix("mailto:").unwrap_or(to);
        if (shown.is_empty() || shown == bare) && !to.contains(odd) {
            return self.markup(&format!("<{bare}>"));
        }
        self.markup("[");
        self.write(text);
        let mut target = String::new();
        for found in to.chars() {
            if "<>\\&|".contains(found) {
                target.push('\\');
            }
            target.push(found);
        }
        if to.contains(odd) {
            target = format!("<{target}>");
        }
        self.markup(&format!("]({target})"));
    }
}

/// Characters that a backslash may have to stand before within a line.
const MARKUP: [u8; 11] = *b"\\`*_[]<|~&#";

/// Length of the text before the first character that may be markup within a line.
fn plain_length(text: &[u8]) -> usize {
    const STEP: usize = 64;
    // All of a step is looked at, without a stop at the first one, which the processor does for many bytes at a time.
    let any = |step: &[u8; STEP]| {
        step.iter().fold(0, |found, byte| {
            let marks = MARKUP.iter();
            marks.fold(found, |found, mark| found | u8::from(byte == mark))
        }) != 0
    };
    let (steps, _) = text.as_chunks::<STEP>();
    let plain = steps.iter().take_while(|step| !any(step)).count() * STEP;
    let found = text[plain..].iter().position(|byte| MARKUP.contains(byte));
    found.map_or(text.len(), |found| plain + found)
}

/// True if a text that begins with `&` would be parsed as an entity.
fn is_entity(text: &str) -> bool {
    text[1..].split_once(';').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .chars()
                .all(|found| found.is_ascii_alphanumeric() || found == '#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sanitize::sanitize_line;
    use crate::export::document::{Table, parse_markdown};
    use proptest::prelude::*;

    /// Texts with more of Markdown's special characters than chance would bring.
    fn any_text() -> impl Strategy<Value = String> {
        let signs = prop::sample::select(
            "\\`*_{}[]<>()#+-.!|~&;:=\"' 1aé鈴"
                .chars()
                .collect::<Vec<_>>(),
        );
        let letter = prop_oneof![3 => signs, 1 => any::<char>()];
        prop::collection::vec(letter, 1..24).prop_map(|letters| letters.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_literal_paragraph_comes_back_as_it_was(text in any_text()) {
            let text = sanitize_line(&text).into_owned();
            prop_assume!(!text.is_empty());
            let run = vec![Inline::Text(text)];
            prop_assert_eq!(parse_markdown(&paragraph(&run)), vec![Block::Paragraph(run)]);
        }

        #[test]
        fn literal_lines_come_back_as_they_were(first in any_text(), second in any_text()) {
            let [first, second] = [first, second].map(|text| sanitize_line(&text).into_owned());
            prop_assume!(!first.is_empty() && !second.is_empty());
            let run = vec![Inline::Text(first), Inline::Break, Inline::Text(second)];
            prop_assert_eq!(parse_markdown(&paragraph(&run)), vec![Block::Paragraph(run)]);
        }

        #[test]
        fn a_literal_heading_and_a_cell_come_back_as_they_were(text in any_text()) {
            let text = sanitize_line(&text).into_owned();
            prop_assume!(!text.is_empty());
            let back = parse_markdown(&heading(2, &text));
            prop_assert_eq!(back, vec![Block::Heading { level: 3, text: text.clone() }]);
            let run = vec![Inline::Text(text)];
            let table = Table { header: vec![run.clone()], rows: vec![vec![run]], ..Table::default() };
            let table = Block::Table(table);
            prop_assert_eq!(parse_markdown(&blocks(std::slice::from_ref(&table))), vec![table]);
        }

        #[test]
        fn notes_written_out_and_read_again_keep_their_words(text in "[a-c*_`>#\\-1. \n\\[\\](){}|~]{0,40}") {
            let once = parse_markdown(&text);
            let bare = |blocks: &[Block]| {
                let said = crate::export::document::blocks_text(blocks);
                said.split_whitespace().collect::<String>()
            };
            prop_assert_eq!(bare(&parse_markdown(&blocks(&once))), bare(&once));
        }
    }
}

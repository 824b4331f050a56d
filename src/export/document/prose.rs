//! Notes as people type them, read once: Markdown to blocks.
//!
//! A line end stays a line end, because people who never heard of Markdown type lines. HTML is not obeyed but kept as the
//! text it is. A link leads to the web or to a mailbox; any other is written out. What is nested beyond sense is laid flat.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag};

use super::{Block, DEEPEST, Inline, Inlines, Item, plain_blocks, words};
use crate::export::address::leads;

/// How many quotes, lists, stresses may lie in one another.
const NESTED: usize = 24;

/// The blocks of a text typed as Markdown.
pub fn prose(text: &str) -> Vec<Block> {
    prose_below(text, 1)
}

/// The same, its headings moved below a heading of `level`.
pub fn prose_below(text: &str, level: u8) -> Vec<Block> {
    let text = crate::domain::plain::plain(text);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader {
        level,
        open: Vec::new(),
        root: Frame::new(Holds::Nothing),
    };
    for event in Parser::new_ext(&text, options) {
        reader.take(event);
    }
    reader.root.flush();
    let mut blocks = reader.root.blocks;
    // Once more: entities such as `&#8238;` have become characters only now.
    plain_blocks(&mut blocks);
    blocks
}

/// What is open while its parts are read.
enum Holds {
    /// Nothing of its own: its parts go to whatever is around it.
    Nothing,
    Paragraph,
    Heading(u8),
    Quote,
    Code,
    List(Option<u64>),
    Item(Option<bool>),
    Table,
    Row,
    Cell,
    Emphasis,
    Strong,
    Struck,
    Link(String),
}

struct Frame {
    holds: Holds,
    blocks: Vec<Block>,
    inlines: Inlines,
    items: Vec<Item>,
    cells: Vec<Inlines>,
    rows: Vec<Vec<Inlines>>,
}

impl Frame {
    fn new(holds: Holds) -> Self {
        Self {
            holds,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Makes a paragraph of text that stands by itself, as in a short list entry.
    fn flush(&mut self) {
        let mut inlines = std::mem::take(&mut self.inlines);
        // A block of HTML ends with its own line end.
        while inlines.last() == Some(&Inline::Break) {
            inlines.pop();
        }
        if !words(&inlines).trim().is_empty() {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn block(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }

    fn text(&mut self, more: &str) {
        if let Some(Inline::Text(text)) = self.inlines.last_mut() {
            text.push_str(more);
        } else {
            self.inlines.push(Inline::Text(more.to_owned()));
        }
    }

    /// Takes in a part that is complete.
    fn close(&mut self, mut part: Frame, below: u8) {
        match part.holds {
            Holds::Paragraph | Holds::Nothing => {
                if !part.blocks.is_empty() || matches!(part.holds, Holds::Paragraph) {
                    part.flush();
                    self.flush();
                    self.blocks.append(&mut part.blocks);
                }
                self.inlines.append(&mut part.inlines);
            }
            Holds::Heading(level) => self.block(Block::Heading {
                level: (below + level).min(DEEPEST),
                text: words(&part.inlines),
            }),
            Holds::Quote => {
                part.flush();
                self.block(Block::Quote(part.blocks));
            }
            Holds::Code => {
                let text = words(&part.inlines);
                self.block(Block::Code(text.trim_end_matches('\n').to_owned()));
            }
            Holds::List(start) => self.block(Block::List {
                start,
                items: part.items,
            }),
            Holds::Item(ticked) => {
                part.flush();
                self.items.push(Item {
                    ticked,
                    blocks: part.blocks,
                });
            }
            Holds::Table => {
                let mut rows = part.rows.into_iter();
                let header = rows.next().unwrap_or_default();
                let rows = rows.collect();
                self.block(Block::Table { header, rows });
            }
            Holds::Row => self.rows.push(part.cells),
            Holds::Cell => self.cells.push(part.inlines),
            Holds::Emphasis => self.inlines.push(Inline::Emphasis(part.inlines)),
            Holds::Strong => self.inlines.push(Inline::Strong(part.inlines)),
            Holds::Struck => self.inlines.push(Inline::Struck(part.inlines)),
            Holds::Link(to) => self.link(part.inlines, to),
        }
    }

    fn link(&mut self, mut text: Inlines, to: String) {
        if leads(&to) {
            // A picture that leads somewhere is a link in a link, which no format can write.
            if text.iter().any(holds_link) {
                text = vec![Inline::Text(words(&text))];
            }
            self.inlines.push(Inline::Link { text, to });
        } else {
            self.inlines.append(&mut text);
            self.text(&format!(" ({to})"));
        }
    }
}

struct Reader {
    level: u8,
    open: Vec<Frame>,
    root: Frame,
}

impl Reader {
    fn top(&mut self) -> &mut Frame {
        self.open.last_mut().unwrap_or(&mut self.root)
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                let holds = if self.open.len() < NESTED {
                    holder(&tag)
                } else {
                    Holds::Nothing
                };
                self.open.push(Frame::new(holds));
            }
            Event::End(_) => {
                if let Some(part) = self.open.pop() {
                    let level = self.level;
                    self.top().close(part, level);
                }
            }
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::Code(text) => self.top().inlines.push(Inline::Code(text.into_string())),
            Event::SoftBreak | Event::HardBreak => self.top().inlines.push(Inline::Break),
            Event::Rule => self.top().block(Block::Rule),
            Event::TaskListMarker(ticked) => {
                let item = self
                    .open
                    .iter_mut()
                    .rev()
                    .find(|frame| matches!(frame.holds, Holds::Item(_)));
                if let Some(item) = item {
                    item.holds = Holds::Item(Some(ticked));
                }
            }
        }
    }

    /// Literal text: in code as it is, elsewhere each line end a break (a block of HTML comes with its own).
    fn text(&mut self, text: &str) {
        let frame = self.top();
        if matches!(frame.holds, Holds::Code) {
            return frame.text(text);
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            if !line.is_empty() {
                frame.text(line);
            }
            if lines.peek().is_some() {
                frame.inlines.push(Inline::Break);
            }
        }
    }
}

fn holder(tag: &Tag<'_>) -> Holds {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => Holds::Paragraph,
        Tag::Heading { level, .. } => Holds::Heading(depth(*level)),
        Tag::BlockQuote(_) => Holds::Quote,
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => Holds::Code,
        Tag::List(start) => Holds::List(*start),
        Tag::Item => Holds::Item(None),
        Tag::Table(_) => Holds::Table,
        Tag::TableHead | Tag::TableRow => Holds::Row,
        Tag::TableCell => Holds::Cell,
        Tag::Emphasis => Holds::Emphasis,
        Tag::Strong => Holds::Strong,
        Tag::Strikethrough => Holds::Struck,
        Tag::Link {
            link_type: LinkType::Email,
            dest_url,
            ..
        } => Holds::Link(format!("mailto:{dest_url}")),
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
            Holds::Link(dest_url.to_string())
        }
        Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Superscript
        | Tag::Subscript
        | Tag::MetadataBlock(_) => Holds::Nothing,
    }
}

fn holds_link(inline: &Inline) -> bool {
    match inline {
        Inline::Link { .. } => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Struck(inner) => {
            inner.iter().any(holds_link)
        }
        Inline::Text(_) | Inline::Code(_) | Inline::Break => false,
    }
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn lines_stay_lines_and_stress_is_kept() {
        let expected = vec![
            text("We "),
            Inline::Strong(vec![text("agreed")]),
            Inline::Break,
            text("on Zoë & 鈴木"),
        ];
        assert_eq!(
            prose("We **agreed**\non Zoë & 鈴木"),
            [Block::Paragraph(expected)]
        );
    }

    #[test]
    fn headings_move_below_ours() {
        let heading = |level| Block::Heading {
            level,
            text: "Next".to_owned(),
        };
        assert_eq!(prose_below("# Next", 3), [heading(4)]);
        assert_eq!(prose_below("###### Next", 3), [heading(6)]);
    }

    #[test]
    fn html_is_kept_as_the_text_it_is() {
        let blocks = prose("ask <b>Ana</b>\n\n<script>alert(1)</script>");
        assert_eq!(blocks[0], Block::text("ask <b>Ana</b>"));
        let Block::Paragraph(inlines) = &blocks[1] else {
            panic!("a paragraph");
        };
        assert_eq!(words(inlines).trim(), "<script>alert(1)</script>");
    }

    #[test]
    fn only_web_and_mail_links_lead_anywhere() {
        assert_eq!(
            prose("[here](javascript:alert)"),
            [Block::text("here (javascript:alert)")]
        );
        let Block::Paragraph(inlines) = &prose("<a@example.org>")[0] else {
            panic!("a paragraph");
        };
        assert_eq!(words(inlines), "a@example.org");
        assert!(matches!(&inlines[0], Inline::Link { to, .. } if to == "mailto:a@example.org"));
    }

    #[test]
    fn short_list_entries_and_ticks_are_read() {
        let blocks = prose("- one\n- [x] two\n  1. deep");
        let Block::List { start: None, items } = &blocks[0] else {
            panic!("a list");
        };
        assert_eq!(items[0].blocks, [Block::text("one")]);
        assert_eq!(items[1].ticked, Some(true));
        assert!(matches!(
            items[1].blocks[1],
            Block::List { start: Some(1), .. }
        ));
    }

    #[test]
    fn characters_hidden_in_entities_are_made_visible() {
        assert_eq!(
            prose("a&#8238;b&#27;c"),
            [Block::text("a<U+202E>b<U+001B>c")]
        );
    }

    #[test]
    fn what_is_nested_beyond_sense_is_laid_flat() {
        let blocks = prose(&format!("{}deep", "> ".repeat(20_000)));
        assert!(format!("{blocks:?}").contains("deep"));
        let blocks = prose(&format!("{}x{}", "*_".repeat(5_000), "_*".repeat(5_000)));
        assert!(format!("{blocks:?}").contains('x'));
    }
}

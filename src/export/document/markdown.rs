//! Notes as people type them, read once: Markdown to blocks.
//!
//! A line end stays a line end, because people who never heard of Markdown type lines. HTML is not obeyed but kept as the
//! text it is. A link leads to the web or to a mailbox; any other is written out. Too deep a nesting is flattened.

use pulldown_cmark::{Alignment, Event, HeadingLevel, LinkType, Options, Parser, Tag};

use super::{
    Align, Block, Inline, Inlines, Item, MAX_HEADING_LEVEL, Table, inlines_text, sanitize_blocks,
};
use crate::export::link_url::is_allowed_url;

/// Limit on the nesting of quotes, lists and emphasis.
const MAX_NESTING: usize = 24;

/// The blocks of a text typed as Markdown.
pub fn parse_markdown(text: &str) -> Vec<Block> {
    parse_markdown_below(text, 1)
}

/// The same, its headings moved below a heading of `level`.
pub fn parse_markdown_below(text: &str, level: u8) -> Vec<Block> {
    let text = crate::domain::sanitize::sanitize(text);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = MarkdownReader {
        level,
        open: Vec::new(),
        root: MarkdownContainer::default(),
    };
    for event in Parser::new_ext(&text, options) {
        reader.handle_event(event);
    }
    reader.root.flush();
    let mut blocks = reader.root.blocks;
    // Once more: entities such as `&#8238;` have become characters only now.
    sanitize_blocks(&mut blocks);
    blocks
}

/// An element whose end has not been read yet.
#[derive(Default)]
struct MarkdownContainer<'a> {
    /// None for an element that is nested too deeply: its parts go to whatever is around it.
    tag: Option<Tag<'a>>,
    /// State of the check box of a list entry, if it has one.
    ticked: Option<bool>,
    blocks: Vec<Block>,
    inlines: Inlines,
    items: Vec<Item>,
    cells: Vec<Inlines>,
    rows: Vec<Vec<Inlines>>,
}

impl<'a> MarkdownContainer<'a> {
    /// Makes a paragraph of text that stands by itself, as in a short list entry.
    fn flush(&mut self) {
        let mut inlines = std::mem::take(&mut self.inlines);
        // A block of HTML ends with its own line end.
        while inlines.last() == Some(&Inline::Break) {
            inlines.pop();
        }
        if !inlines_text(&inlines).trim().is_empty() {
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
    fn close_child(&mut self, mut part: MarkdownContainer<'a>, below: u8) {
        match part.tag.take() {
            Some(Tag::Paragraph | Tag::HtmlBlock) => {
                part.flush();
                self.flush();
                self.merge(part);
            }
            Some(Tag::Heading { level, .. }) => self.block(Block::Heading {
                level: (below + heading_depth(level)).min(MAX_HEADING_LEVEL),
                text: inlines_text(&part.inlines),
            }),
            Some(Tag::BlockQuote(_)) => {
                part.flush();
                self.block(Block::Quote(part.blocks));
            }
            Some(Tag::CodeBlock(_)) => {
                let text = inlines_text(&part.inlines);
                self.block(Block::Code(text.trim_end_matches('\n').to_owned()));
            }
            Some(Tag::List(start)) => self.block(Block::List {
                start,
                items: part.items,
            }),
            Some(Tag::Item) => {
                part.flush();
                self.items.push(Item {
                    ticked: part.ticked,
                    blocks: part.blocks,
                });
            }
            Some(Tag::Table(sides)) => self.block(table(part.rows, &sides)),
            Some(Tag::TableHead | Tag::TableRow) => self.rows.push(part.cells),
            Some(Tag::TableCell) => self.cells.push(part.inlines),
            Some(Tag::Emphasis) => self.inlines.push(Inline::Emphasis(part.inlines)),
            Some(Tag::Strong) => self.inlines.push(Inline::Strong(part.inlines)),
            Some(Tag::Strikethrough) => self.inlines.push(Inline::Strikethrough(part.inlines)),
            Some(Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            }) => self.link(part.inlines, format!("mailto:{dest_url}")),
            Some(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.link(part.inlines, dest_url.to_string());
            }
            None
            | Some(
                Tag::FootnoteDefinition(_)
                | Tag::DefinitionList
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
                | Tag::Superscript
                | Tag::Subscript
                | Tag::MetadataBlock(_),
            ) => self.merge(part),
        }
    }

    /// Takes in the parts of an element that is nothing of its own.
    fn merge(&mut self, mut part: MarkdownContainer<'a>) {
        if !part.blocks.is_empty() {
            part.flush();
            self.flush();
            self.blocks.append(&mut part.blocks);
        }
        self.inlines.append(&mut part.inlines);
    }

    fn link(&mut self, mut text: Inlines, to: String) {
        if is_allowed_url(&to) {
            // A picture that leads somewhere is a link in a link, which no format can write.
            if text.iter().any(contains_link) {
                text = vec![Inline::Text(inlines_text(&text))];
            }
            self.inlines.push(Inline::Link { text, to });
        } else {
            self.inlines.append(&mut text);
            self.text(&format!(" ({to})"));
        }
    }
}

struct MarkdownReader<'a> {
    level: u8,
    open: Vec<MarkdownContainer<'a>>,
    root: MarkdownContainer<'a>,
}

impl<'a> MarkdownReader<'a> {
    fn top(&mut self) -> &mut MarkdownContainer<'a> {
        self.open.last_mut().unwrap_or(&mut self.root)
    }

    fn handle_event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => {
                self.open.push(MarkdownContainer {
                    tag: (self.open.len() < MAX_NESTING).then_some(tag),
                    ..MarkdownContainer::default()
                });
            }
            Event::End(_) => {
                if let Some(part) = self.open.pop() {
                    let level = self.level;
                    self.top().close_child(part, level);
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
                let mut open = self.open.iter_mut().rev();
                if let Some(item) = open.find(|frame| frame.tag == Some(Tag::Item)) {
                    item.ticked = Some(ticked);
                }
            }
        }
    }

    /// Literal text: in code as it is, elsewhere each line end a break (a block of HTML comes with its own).
    fn text(&mut self, text: &str) {
        let frame = self.top();
        if matches!(frame.tag, Some(Tag::CodeBlock(_))) {
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

fn contains_link(inline: &Inline) -> bool {
    match inline {
        Inline::Link { .. } => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
            inner.iter().any(contains_link)
        }
        Inline::Text(_) | Inline::Code(_) | Inline::Break => false,
    }
}

/// A table, its header the first row.
fn table(mut rows: Vec<Vec<Inlines>>, sides: &[Alignment]) -> Block {
    let header = rows.drain(..rows.len().min(1)).next().unwrap_or_default();
    Block::Table(Table {
        header,
        rows,
        align: aligned(sides),
        ..Table::default()
    })
}

/// Sides of the columns; none if nobody chose one.
fn aligned(sides: &[Alignment]) -> Vec<Align> {
    let align = sides.iter().map(|side| match side {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    });
    let chosen = sides.iter().any(|side| *side != Alignment::None);
    if chosen { align.collect() } else { Vec::new() }
}

const fn heading_depth(level: HeadingLevel) -> u8 {
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
            parse_markdown("We **agreed**\non Zoë & 鈴木"),
            [Block::Paragraph(expected)]
        );
    }

    #[test]
    fn headings_move_below_ours() {
        let heading = |level| Block::Heading {
            level,
            text: "Next".to_owned(),
        };
        assert_eq!(parse_markdown_below("# Next", 3), [heading(4)]);
        assert_eq!(parse_markdown_below("###### Next", 3), [heading(6)]);
    }

    #[test]
    fn html_is_kept_as_the_text_it_is() {
        let blocks = parse_markdown("ask <b>Ana</b>\n\n<script>alert(1)</script>");
        assert_eq!(blocks[0], Block::text("ask <b>Ana</b>"));
        let Block::Paragraph(inlines) = &blocks[1] else {
            panic!("a paragraph");
        };
        assert_eq!(inlines_text(inlines).trim(), "<script>alert(1)</script>");
    }

    #[test]
    fn only_web_and_mail_links_lead_anywhere() {
        assert_eq!(
            parse_markdown("[here](javascript:alert)"),
            [Block::text("here (javascript:alert)")]
        );
        let Block::Paragraph(inlines) = &parse_markdown("<a@example.org>")[0] else {
            panic!("a paragraph");
        };
        assert_eq!(inlines_text(inlines), "a@example.org");
        assert!(matches!(&inlines[0], Inline::Link { to, .. } if to == "mailto:a@example.org"));
    }

    #[test]
    fn short_list_entries_and_ticks_are_read() {
        let blocks = parse_markdown("- one\n- [x] two\n  1. deep");
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
            parse_markdown("a&#8238;b&#27;c"),
            [Block::text("a<U+202E>b<U+001B>c")]
        );
    }

    #[test]
    fn the_sides_of_columns_are_kept() {
        let align = |text: &str| {
            let Block::Table(table) = parse_markdown(text).remove(0) else {
                panic!("a table");
            };
            table.align
        };
        let sides = [Align::Start, Align::Center, Align::End];
        assert_eq!(align("|a|b|c|\n|---|:-:|--:|\n|1|2|3|"), sides);
        assert_eq!(align("|a|\n|---|\n|1|"), []);
    }

    #[test]
    fn what_is_nested_beyond_sense_is_laid_flat() {
        let blocks = parse_markdown(&format!("{}deep", "> ".repeat(20_000)));
        assert!(format!("{blocks:?}").contains("deep"));
        let blocks = parse_markdown(&format!("{}x{}", "*_".repeat(5_000), "_*".repeat(5_000)));
        assert!(format!("{blocks:?}").contains('x'));
    }
}

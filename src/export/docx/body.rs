//! The main part `document.xml`: writes each block as paragraphs and tables, in the styles of `styles.xml`.

use super::text::{Links, Runs};
use super::xml::{CONTROL_NAMESPACES, DECLARATION, NAMESPACES};
use crate::export::bidi::begins_right_to_left;
use crate::export::content::{DocumentText, answer_groups};
use crate::export::document::{Align, Block, Document, Inline, Item, Room, inlines_text};
use crate::export::heading_levels::HeadingLevels;
use crate::export::{ExportError, ExportProgress, PaperSize};

/// Indentation of a list, a quotation or an answer, in twentieths of a point; `styles.xml` has the same.
pub const INDENT: usize = 400;

/// Width of the text between the margins of a page, in twentieths of a point.
pub const TEXT_WIDTH: usize = 9360;

/// Word's limit of levels in a numbered list.
pub const MAX_LIST_LEVELS: usize = 9;

/// Style and nesting of the blocks that are being written.
#[derive(Clone, Copy)]
pub(super) struct BlockContext {
    /// Style of running text here.
    style: &'static str,
    /// In twentieths of a point.
    pub indent: usize,
    /// Number of lists around these blocks.
    lists: usize,
    /// Width from margin to margin, or of the cell around these blocks, in twentieths of a point.
    pub room: usize,
}

impl BlockContext {
    /// Style of running text here.
    pub const fn style(self) -> &'static str {
        self.style
    }

    /// For the blocks of a cell of a table.
    pub const fn of_cell(style: &'static str, room: usize) -> Self {
        Self {
            style,
            indent: 0,
            lists: 0,
            room,
        }
    }
}

/// Properties of a paragraph.
#[derive(Clone, Copy)]
pub(super) struct ParagraphStyle {
    style: &'static str,
    /// Number of its list and level within it, if it has a bullet or a number.
    list: Option<(usize, usize)>,
    indent: usize,
    hanging: usize,
    pub align: Align,
    /// True for a title on a tint.
    is_shaded: bool,
}

impl ParagraphStyle {
    pub fn new(style: &'static str, indent: usize) -> Self {
        Self {
            style,
            list: None,
            indent,
            hanging: 0,
            align: Align::Start,
            is_shaded: false,
        }
    }

    /// True for a name or a value that stays beside its label, whichever way its letters run.
    fn stands_beside_label(self) -> bool {
        matches!(
            self.style,
            "Label" | "Value" | "Figure" | "Signed" | "SignedName" | "TableHeading"
        )
    }

    /// The part of the indentation that its style and its list have already.
    fn style_indent(self) -> usize {
        match (self.list, self.style) {
            (Some((_, depth)), _) => (depth + 1) * INDENT,
            (None, "Quote" | "ListTick") => INDENT,
            (None, _) => 0,
        }
    }
}

/// A numbered list, for the part `numbering.xml`.
pub struct NumberedList {
    /// Number of lists around it.
    pub depth: usize,
    pub start: u64,
}

/// Writer of the main part.
#[derive(Default)]
pub struct DocxBody {
    pub xml: String,
    /// Targets of its links.
    pub links: Links,
    /// Its numbered lists; the first is list 2, list 1 being all that have bullets.
    pub numbered_lists: Vec<NumberedList>,
    heading_levels: HeadingLevels,
    /// Number of drawings so far.
    pub(super) drawings: usize,
    pub(super) page_break_before: bool,
    /// True once it has a field to be filled in.
    pub has_controls: bool,
}

/// Footer, paper size and margins of the page; the text is as wide on every paper.
fn section_properties(paper: PaperSize) -> String {
    let (width, height) = match paper {
        PaperSize::A4 => (11906, 16838),
        PaperSize::Letter => (12240, 15840),
    };
    let side = (width - TEXT_WIDTH) / 2;
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"{side}\" w:bottom=\"1191\" w:left=\"{side}\" w:header=\"709\" \
         w:footer=\"709\" w:gutter=\"0\"/></w:sectPr>"
    )
}

impl DocxBody {
    /// Writes a document.
    pub fn of(
        text: &DocumentText,
        paper: PaperSize,
        progress: &dyn ExportProgress,
    ) -> Result<Self, ExportError> {
        let mut body = Self {
            xml: format!("{DECLARATION}<w:document {NAMESPACES} {CONTROL_NAMESPACES}><w:body>"),
            ..Self::default()
        };
        body.title_block(text.document);
        let context = BlockContext::of_cell("Normal", TEXT_WIDTH);
        text.write_parts(progress, |part| {
            body.blocks(part, context);
            Ok(())
        })?;
        body.xml += &section_properties(paper);
        body.xml += "</w:body></w:document>";
        Ok(body)
    }

    fn title_block(&mut self, document: &Document) {
        self.text_paragraph(ParagraphStyle::new("Title", 0), &document.title);
        if !document.subtitle.is_empty() {
            self.text_paragraph(ParagraphStyle::new("Subtitle", 0), &document.subtitle);
        }
        if let Some(draft) = &document.draft {
            self.text_paragraph(ParagraphStyle::new("Draft", 0), draft);
        }
        self.facts(&document.facts);
    }

    /// Writes blocks, adjacent answers as one table.
    pub(super) fn blocks(&mut self, blocks: &[Block], context: BlockContext) {
        for group in answer_groups(blocks) {
            match group {
                [Block::Answer { .. }, ..] => self.answers(group, context),
                group => group.iter().for_each(|block| self.block(block, context)),
            }
        }
    }

    fn block(&mut self, block: &Block, context: BlockContext) {
        match block {
            Block::Heading { level, text } => {
                let style = heading(self.heading_levels.next_level(*level));
                self.text_paragraph(ParagraphStyle::new(style, 0), text);
            }
            Block::Card {
                level,
                title,
                status,
                blocks,
            } => {
                let style = heading(self.heading_levels.next_level(*level));
                let title_style = ParagraphStyle {
                    is_shaded: true,
                    ..ParagraphStyle::new(style, 0)
                };
                self.text_paragraph(title_style, title);
                self.paragraph(ParagraphStyle::new("Status", 0), status);
                self.blocks(blocks, context);
            }
            Block::Paragraph(text) => {
                self.paragraph(ParagraphStyle::new(context.style, context.indent), text);
            }
            Block::List { start, items } => self.list(*start, items, context),
            Block::Table(table) => self.table(table, context),
            Block::Answer { .. } => self.answers(std::slice::from_ref(block), context),
            Block::Figure(figure) => self.figure(figure, context),
            Block::Figures(figures) => self.figures(figures),
            Block::Signatures(people) => self.signatures(people),
            Block::Entry(entry) => match (&entry.control, &entry.room) {
                (Some(control), _) => self.control(entry, control, context),
                (None, Room::One(_) | Room::Any(_)) => {
                    self.block(&entry.in_plain_block(), context);
                }
                (None, Room::Lines(lines)) => self.writing_lines(*lines),
                (None, Room::Day) => self.writing_lines(1),
            },
            Block::Quote(inner) => {
                let quoted = BlockContext {
                    style: "Quote",
                    indent: deeper(context.indent),
                    ..context
                };
                self.blocks(inner, quoted);
            }
            Block::Code(text) => self.code(text, context.indent),
            Block::Rule => self.text_paragraph(ParagraphStyle::new("Rule", 0), ""),
            Block::PageBreak => self.page_break_before = true,
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Item], context: BlockContext) {
        let depth = context.lists.min(MAX_LIST_LEVELS - 1);
        let (style, number) = match start {
            None => ("ListBullet", 1),
            Some(start) => {
                self.numbered_lists.push(NumberedList { depth, start });
                ("ListNumber", self.numbered_lists.len() + 1)
            }
        };
        let within = BlockContext {
            style: "ListContinue",
            indent: deeper(context.indent),
            lists: context.lists + 1,
            room: context.room,
        };
        for item in items {
            let mut paragraph = ParagraphStyle {
                list: Some((number, depth)),
                hanging: INDENT,
                ..ParagraphStyle::new(style, within.indent)
            };
            // A check box takes the place of the bullet.
            if start.is_none() && item.ticked.is_some() {
                (paragraph.style, paragraph.list) = ("ListTick", None);
            }
            let (first, rest) = item.split_first_line();
            self.write_paragraph(paragraph, &inlines_text(first), |runs| {
                if let Some(ticked) = item.ticked {
                    runs.marker(if ticked { "☑" } else { "☐" });
                }
                runs.write(first);
            });
            self.blocks(rest, within);
        }
    }

    /// Writes empty lines to write on.
    fn writing_lines(&mut self, lines: usize) {
        for _ in 0..lines {
            self.text_paragraph(ParagraphStyle::new("WritingLine", 0), "");
        }
    }

    fn code(&mut self, text: &str, indent: usize) {
        self.write_paragraph(ParagraphStyle::new("Code", indent), "", |runs| {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    runs.line_break();
                }
                runs.text(line);
            }
        });
    }

    pub(super) fn paragraph(&mut self, paragraph: ParagraphStyle, text: &[Inline]) {
        self.write_paragraph(paragraph, &inlines_text(text), |runs| runs.write(text));
    }

    /// Writes a paragraph of literal text.
    pub(super) fn text_paragraph(&mut self, paragraph: ParagraphStyle, text: &str) {
        self.write_paragraph(paragraph, text, |runs| runs.text(text));
    }

    /// Writes a paragraph, which runs as the first letter of `words` does.
    pub(super) fn write_paragraph(
        &mut self,
        paragraph: ParagraphStyle,
        words: &str,
        write: impl FnOnce(&mut Runs),
    ) {
        let right_to_left = begins_right_to_left(words) && !paragraph.stands_beside_label();
        self.xml += &format!(r#"<w:p><w:pPr><w:pStyle w:val="{}"/>"#, paragraph.style);
        if std::mem::take(&mut self.page_break_before) {
            self.xml += "<w:pageBreakBefore/>";
        }
        if let Some((number, depth)) = paragraph.list {
            self.xml += &format!(
                r#"<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>"#
            );
        }
        if paragraph.is_shaded {
            self.xml += r#"<w:shd w:val="clear" w:color="auto" w:fill="E1EAF2"/>"#;
        }
        if right_to_left {
            self.xml += "<w:bidi/>";
        }
        let ParagraphStyle {
            indent, hanging, ..
        } = paragraph;
        if indent != paragraph.style_indent() {
            self.xml += &format!(r#"<w:ind w:left="{indent}" w:hanging="{hanging}"/>"#);
        }
        self.xml += match paragraph.align {
            Align::Start => "</w:pPr>",
            Align::Center => r#"<w:jc w:val="center"/></w:pPr>"#,
            // In a paragraph that runs the other way, the end is at the left.
            Align::End => r#"<w:jc w:val="end"/></w:pPr>"#,
        };
        write(&mut Runs {
            xml: &mut self.xml,
            links: &mut self.links,
            right_to_left,
        });
        self.xml += "</w:p>";
    }
}

/// One indentation more, as far as there is room for text.
fn deeper(indent: usize) -> usize {
    (indent + INDENT).min(10 * INDENT)
}

/// Style of a heading; level 1 is the title, which has its own.
fn heading(level: u8) -> &'static str {
    match level {
        0..=2 => "Heading1",
        3 => "Heading2",
        4 => "Heading3",
        5 => "Heading4",
        6 => "Heading5",
        7.. => "Heading6",
    }
}

//! The main part `document.xml`: writes each block as paragraphs and tables, in the styles of `styles.xml`.

use super::columns;
use super::text::{Links, Runs};
use super::xml::{DECLARATION, NAMESPACES};
use crate::export::bidi::begins_right_to_left;
use crate::export::content::DocumentText;
use crate::export::document::{
    Block, Document, Inline, Inlines, Item, NOT_ANSWERED, Table, inlines_text,
};
use crate::export::heading_levels::HeadingLevels;
use crate::export::{ExportError, ExportProgress, PaperSize};

/// Indentation of a list, a quotation or an answer, in twentieths of a point; `styles.xml` has the same.
pub const INDENT: usize = 400;

/// Width of the text between the margins of a page, in twentieths of a point.
const TEXT_WIDTH: usize = 9360;

/// Word's limit of levels in a numbered list.
pub const MAX_LIST_LEVELS: usize = 9;

/// Style and nesting of the blocks that are being written.
#[derive(Clone, Copy)]
struct BlockContext {
    /// Style of running text here.
    style: &'static str,
    /// In twentieths of a point.
    indent: usize,
    /// Number of lists around these blocks.
    lists: usize,
}

/// Properties of a paragraph.
#[derive(Clone, Copy)]
struct ParagraphStyle {
    style: &'static str,
    /// Number of its list and level within it, if it has a bullet or a number.
    list: Option<(usize, usize)>,
    indent: usize,
    hanging: usize,
}

impl ParagraphStyle {
    fn new(style: &'static str, indent: usize) -> Self {
        Self {
            style,
            list: None,
            indent,
            hanging: 0,
        }
    }

    /// The part of the indentation that its style and its list have already.
    fn style_indent(self) -> usize {
        match (self.list, self.style) {
            (Some((_, depth)), _) => (depth + 1) * INDENT,
            (None, "Answer" | "Missing" | "Quote" | "ListTick") => INDENT,
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
    page_break_before: bool,
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
         <w:pgMar w:top=\"1304\" w:right=\"{side}\" w:bottom=\"1304\" w:left=\"{side}\" w:header=\"709\" \
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
            xml: format!("{DECLARATION}<w:document {NAMESPACES}><w:body>"),
            ..Self::default()
        };
        body.title_block(text.document);
        let context = BlockContext {
            style: "Normal",
            indent: 0,
            lists: 0,
        };
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
        for fact in &document.facts {
            let label = Inline::Strong(vec![Inline::Text(format!("{}:", fact.label))]);
            let value = Inline::Text(format!(" {}", fact.value));
            self.paragraph(ParagraphStyle::new("Fact", 0), &[label, value]);
        }
    }

    fn blocks(&mut self, blocks: &[Block], context: BlockContext) {
        for block in blocks {
            self.block(block, context);
        }
    }

    fn block(&mut self, block: &Block, context: BlockContext) {
        match block {
            Block::Heading { level, text } => {
                let style = heading(self.heading_levels.next_level(*level));
                self.text_paragraph(ParagraphStyle::new(style, 0), text);
            }
            Block::Paragraph(text) => {
                self.paragraph(ParagraphStyle::new(context.style, context.indent), text);
            }
            Block::List { start, items } => self.list(*start, items, context),
            Block::Table(table) => self.table(table, context.indent),
            Block::Answer { label, answer } => self.answer(label, answer.as_deref(), context),
            Block::Figure(_) | Block::Figures(_) | Block::Card { .. } | Block::Signatures(_) => {
                self.blocks(&block.in_plain_blocks().unwrap_or_default(), context);
            }
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

    fn answer(&mut self, label: &str, answer: Option<&[Block]>, context: BlockContext) {
        self.text_paragraph(ParagraphStyle::new("Question", context.indent), label);
        let indent = deeper(context.indent);
        let Some(answer) = answer else {
            return self.text_paragraph(ParagraphStyle::new("Missing", indent), NOT_ANSWERED);
        };
        let answered = BlockContext {
            style: "Answer",
            indent,
            ..context
        };
        self.blocks(answer, answered);
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
        };
        for item in items {
            let mut paragraph = ParagraphStyle {
                style,
                list: Some((number, depth)),
                indent: within.indent,
                hanging: INDENT,
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

    fn table(&mut self, table: &Table, indent: usize) {
        let Table { header, rows, .. } = table;
        if header.is_empty() {
            return;
        }
        if self.page_break_before {
            self.text_paragraph(ParagraphStyle::new("TableEnd", 0), "");
        }
        let room = TEXT_WIDTH.saturating_sub(indent);
        let widths = columns::widths(header, rows, room);
        let columns = widths
            .iter()
            .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#));
        let columns: String = columns.collect();
        // In fiftieths of a percent, so that the table fits any paper.
        let width = 5000 * room / TEXT_WIDTH;
        self.xml += &format!(
            concat!(
                r#"<w:tbl><w:tblPr><w:tblStyle w:val="BookTable"/><w:tblW w:w="{}" w:type="pct"/>"#,
                r#"<w:tblInd w:w="{}" w:type="dxa"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0""#,
                r#" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>"#,
                "<w:tblGrid>{}</w:tblGrid>"
            ),
            width, indent, columns
        );
        // The header is repeated on every page.
        self.row(header, &widths, "TableHeading", "<w:tblHeader/>");
        for row in rows {
            self.row(row, &widths, "TableText", "");
        }
        self.xml += "</w:tbl>";
        // Word would merge two adjacent tables into one.
        self.text_paragraph(ParagraphStyle::new("TableEnd", 0), "");
    }

    /// Writes a row that no page break splits.
    fn row(&mut self, cells: &[Inlines], widths: &[usize], style: &'static str, repeat: &str) {
        self.xml += &format!("<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>");
        for (cell, width) in cells.iter().zip(widths) {
            self.xml += &format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#);
            self.paragraph(ParagraphStyle::new(style, 0), cell);
            self.xml += "</w:tc>";
        }
        self.xml += "</w:tr>";
    }

    fn paragraph(&mut self, paragraph: ParagraphStyle, text: &[Inline]) {
        self.write_paragraph(paragraph, &inlines_text(text), |runs| runs.write(text));
    }

    /// Writes a paragraph of literal text.
    fn text_paragraph(&mut self, paragraph: ParagraphStyle, text: &str) {
        self.write_paragraph(paragraph, text, |runs| runs.text(text));
    }

    /// Writes a paragraph, which runs as the first letter of `words` does.
    fn write_paragraph(
        &mut self,
        paragraph: ParagraphStyle,
        words: &str,
        write: impl FnOnce(&mut Runs),
    ) {
        let right_to_left = begins_right_to_left(words);
        self.xml += &format!(r#"<w:p><w:pPr><w:pStyle w:val="{}"/>"#, paragraph.style);
        if std::mem::take(&mut self.page_break_before) {
            self.xml += "<w:pageBreakBefore/>";
        }
        if let Some((number, depth)) = paragraph.list {
            self.xml += &format!(
                r#"<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>"#
            );
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
        self.xml += "</w:pPr>";
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

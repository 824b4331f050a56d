//! The main part `document.xml`: writes each block as paragraphs and tables, in the styles of `styles.xml`.

use std::io;

use super::bidi::begins_right_to_left;
use super::columns;
use super::text::{Links, Runs};
use super::xml::XmlWriter;
use crate::export::document::{Block, Document, Inline, Inlines, Item, NOT_ANSWERED, inlines_text};
use crate::export::heading_levels::HeadingLevels;
use crate::export::{ExportError, ExportProgress};

/// Indentation of a list, a quotation or an answer, in twentieths of a point; `styles.xml` has the same.
pub const INDENT: usize = 400;

/// Width of the text between the margins of a Letter page, in twentieths of a point.
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
pub struct DocxBody {
    xml: XmlWriter,
    /// Targets of its links.
    pub links: Links,
    /// Its numbered lists; the first is list 2, list 1 being all that have bullets.
    pub numbered_lists: Vec<NumberedList>,
    heading_levels: HeadingLevels,
    page_break_before: bool,
}

impl DocxBody {
    /// Writes `document`.
    pub fn of(
        document: &Document,
        progress: &dyn ExportProgress,
    ) -> Result<(Vec<u8>, Self), ExportError> {
        let mut body = Self {
            xml: XmlWriter::new()?,
            links: Links::default(),
            numbered_lists: Vec::new(),
            heading_levels: HeadingLevels::default(),
            page_break_before: false,
        };
        body.xml.open("w:document", super::NAMESPACES)?;
        body.xml.open("w:body", &[])?;
        body.title_block(document)?;
        let context = BlockContext {
            style: "Normal",
            indent: 0,
            lists: 0,
        };
        for (at, block) in document.blocks.iter().enumerate() {
            if !progress.report(at, document.blocks.len()) {
                return Err(ExportError::Canceled);
            }
            body.block(block, context)?;
        }
        body.section_properties()?;
        body.xml.close("w:body")?;
        body.xml.close("w:document")?;
        let xml = std::mem::replace(&mut body.xml, XmlWriter::new()?);
        Ok((xml.finish(), body))
    }

    fn title_block(&mut self, document: &Document) -> io::Result<()> {
        self.text_paragraph(ParagraphStyle::new("Title", 0), &document.title)?;
        if !document.subtitle.is_empty() {
            self.text_paragraph(ParagraphStyle::new("Subtitle", 0), &document.subtitle)?;
        }
        for fact in &document.facts {
            let label = Inline::Strong(vec![Inline::Text(format!("{}:", fact.label))]);
            let value = Inline::Text(format!(" {}", fact.value));
            self.paragraph(ParagraphStyle::new("Fact", 0), &[label, value])?;
        }
        Ok(())
    }

    /// Footer, paper size and margins of the page.
    fn section_properties(&mut self) -> io::Result<()> {
        self.xml.open("w:sectPr", &[])?;
        let footer = [("w:type", "default"), ("r:id", "footer")];
        self.xml.empty("w:footerReference", &footer)?;
        let size = [("w:w", "12240"), ("w:h", "15840")];
        self.xml.empty("w:pgSz", &size)?;
        let margins = [
            ("w:top", "1304"),
            ("w:right", "1440"),
            ("w:bottom", "1304"),
            ("w:left", "1440"),
            ("w:header", "709"),
            ("w:footer", "709"),
            ("w:gutter", "0"),
        ];
        self.xml.empty("w:pgMar", &margins)?;
        self.xml.close("w:sectPr")
    }

    fn blocks(&mut self, blocks: &[Block], context: BlockContext) -> io::Result<()> {
        blocks
            .iter()
            .try_for_each(|block| self.block(block, context))
    }

    fn block(&mut self, block: &Block, context: BlockContext) -> io::Result<()> {
        match block {
            Block::Heading { level, text } => {
                let style = heading(self.heading_levels.next_level(*level));
                self.text_paragraph(ParagraphStyle::new(style, 0), text)
            }
            Block::Paragraph(text) => {
                self.paragraph(ParagraphStyle::new(context.style, context.indent), text)
            }
            Block::List { start, items } => self.list(*start, items, context),
            Block::Table { header, rows } => self.table(header, rows, context.indent),
            Block::Answer { label, answer } => self.answer(label, answer.as_deref(), context),
            Block::Figure(figure) => self.block(&figure.table(), context),
            Block::Quote(inner) => {
                let quoted = BlockContext {
                    style: "Quote",
                    indent: deeper(context.indent),
                    ..context
                };
                self.blocks(inner, quoted)
            }
            Block::Code(text) => self.code(text, context.indent),
            Block::Rule => self.text_paragraph(ParagraphStyle::new("Rule", 0), ""),
            Block::PageBreak => {
                self.page_break_before = true;
                Ok(())
            }
        }
    }

    fn answer(
        &mut self,
        label: &str,
        answer: Option<&[Block]>,
        context: BlockContext,
    ) -> io::Result<()> {
        self.text_paragraph(ParagraphStyle::new("Question", context.indent), label)?;
        let indent = deeper(context.indent);
        let Some(answer) = answer else {
            return self.text_paragraph(ParagraphStyle::new("Missing", indent), NOT_ANSWERED);
        };
        let answered = BlockContext {
            style: "Answer",
            indent,
            ..context
        };
        self.blocks(answer, answered)
    }

    fn list(
        &mut self,
        start: Option<u64>,
        items: &[Item],
        context: BlockContext,
    ) -> io::Result<()> {
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
            let right_to_left = self.begin_paragraph(paragraph, &inlines_text(first))?;
            let mut runs = self.runs(right_to_left);
            if let Some(ticked) = item.ticked {
                runs.marker(if ticked { "☑" } else { "☐" })?;
            }
            runs.write(first)?;
            self.xml.close("w:p")?;
            self.blocks(rest, within)?;
        }
        Ok(())
    }

    fn code(&mut self, text: &str, indent: usize) -> io::Result<()> {
        self.begin_paragraph(ParagraphStyle::new("Code", indent), "")?;
        for (at, line) in text.split('\n').enumerate() {
            let mut runs = self.runs(false);
            if at > 0 {
                runs.line_break()?;
            }
            runs.text(line)?;
        }
        self.xml.close("w:p")
    }

    fn table(
        &mut self,
        header: &[Inlines],
        rows: &[Vec<Inlines>],
        indent: usize,
    ) -> io::Result<()> {
        if header.is_empty() {
            return Ok(());
        }
        if self.page_break_before {
            self.text_paragraph(ParagraphStyle::new("TableEnd", 0), "")?;
        }
        let widths = columns::widths(header, rows, TEXT_WIDTH.saturating_sub(indent));
        self.xml.open("w:tbl", &[])?;
        self.table_properties(indent)?;
        self.xml.open("w:tblGrid", &[])?;
        for width in &widths {
            self.xml
                .empty("w:gridCol", &[("w:w", &width.to_string())])?;
        }
        self.xml.close("w:tblGrid")?;
        self.row(header, &widths, "TableHeading")?;
        for row in rows {
            self.row(row, &widths, "TableText")?;
        }
        self.xml.close("w:tbl")?;
        // Word would merge two adjacent tables into one.
        self.text_paragraph(ParagraphStyle::new("TableEnd", 0), "")
    }

    fn table_properties(&mut self, indent: usize) -> io::Result<()> {
        // In fiftieths of a percent, so that the table fits any paper.
        let width = (5000 * TEXT_WIDTH.saturating_sub(indent) / TEXT_WIDTH).to_string();
        let indent = indent.to_string();
        self.xml.open("w:tblPr", &[])?;
        self.xml.value("w:tblStyle", "BookTable")?;
        self.xml
            .empty("w:tblW", &[("w:w", &width), ("w:type", "pct")])?;
        self.xml
            .empty("w:tblInd", &[("w:w", &indent), ("w:type", "dxa")])?;
        let look = [
            ("w:val", "0620"),
            ("w:firstRow", "1"),
            ("w:lastRow", "0"),
            ("w:firstColumn", "0"),
            ("w:lastColumn", "0"),
            ("w:noHBand", "1"),
            ("w:noVBand", "1"),
        ];
        self.xml.empty("w:tblLook", &look)?;
        self.xml.close("w:tblPr")
    }

    /// Writes a row that no page break splits; the header is repeated on every page.
    fn row(&mut self, cells: &[Inlines], widths: &[usize], style: &'static str) -> io::Result<()> {
        self.xml.open("w:tr", &[])?;
        self.xml.open("w:trPr", &[])?;
        self.xml.empty("w:cantSplit", &[])?;
        if style == "TableHeading" {
            self.xml.empty("w:tblHeader", &[])?;
        }
        self.xml.close("w:trPr")?;
        for (cell, width) in cells.iter().zip(widths) {
            self.xml.open("w:tc", &[])?;
            self.xml.open("w:tcPr", &[])?;
            let width = [("w:w", &*width.to_string()), ("w:type", "dxa")];
            self.xml.empty("w:tcW", &width)?;
            self.xml.close("w:tcPr")?;
            self.paragraph(ParagraphStyle::new(style, 0), cell)?;
            self.xml.close("w:tc")?;
        }
        self.xml.close("w:tr")
    }

    fn paragraph(&mut self, paragraph: ParagraphStyle, text: &[Inline]) -> io::Result<()> {
        let right_to_left = self.begin_paragraph(paragraph, &inlines_text(text))?;
        self.runs(right_to_left).write(text)?;
        self.xml.close("w:p")
    }

    /// Writes a paragraph of literal text.
    fn text_paragraph(&mut self, paragraph: ParagraphStyle, text: &str) -> io::Result<()> {
        let right_to_left = self.begin_paragraph(paragraph, text)?;
        self.runs(right_to_left).text(text)?;
        self.xml.close("w:p")
    }

    fn runs(&mut self, right_to_left: bool) -> Runs<'_> {
        Runs {
            xml: &mut self.xml,
            links: &mut self.links,
            right_to_left,
        }
    }

    /// Opens a paragraph for the text `words`; true if it runs from right to left.
    fn begin_paragraph(&mut self, paragraph: ParagraphStyle, words: &str) -> io::Result<bool> {
        let right_to_left = begins_right_to_left(words);
        self.xml.open("w:p", &[])?;
        self.xml.open("w:pPr", &[])?;
        self.xml.value("w:pStyle", paragraph.style)?;
        if std::mem::take(&mut self.page_break_before) {
            self.xml.empty("w:pageBreakBefore", &[])?;
        }
        if let Some((number, depth)) = paragraph.list {
            self.xml.open("w:numPr", &[])?;
            self.xml.value("w:ilvl", &depth.to_string())?;
            self.xml.value("w:numId", &number.to_string())?;
            self.xml.close("w:numPr")?;
        }
        if right_to_left {
            self.xml.empty("w:bidi", &[])?;
        }
        if paragraph.indent != paragraph.style_indent() {
            let (left, hanging) = (paragraph.indent.to_string(), paragraph.hanging.to_string());
            let indent = [("w:left", &*left), ("w:hanging", &hanging)];
            self.xml.empty("w:ind", &indent)?;
        }
        self.xml.close("w:pPr")?;
        Ok(right_to_left)
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

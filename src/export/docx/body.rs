//! The text of the file: what each block becomes, in the styles of `styles.xml`.

use std::io;

use super::bidi::begins_right_to_left;
use super::columns;
use super::text::{Links, Runs};
use super::xml::XmlWriter;
use crate::export::document::{Block, Document, Inline, Inlines, Item, NOT_ANSWERED, inlines_text};
use crate::export::heading_levels::HeadingLevels;
use crate::export::{ExportError, ExportProgress};

/// How far a list, a quotation or an answer stands in, in twentieths of a point; `styles.xml` says the same.
pub const INDENT: usize = 400;

/// The width of the text between the margins of a Letter page.
const TEXT_WIDTH: usize = 9360;

/// How deep a list can be numbered.
pub const MAX_LIST_LEVELS: usize = 9;

/// Where blocks stand.
#[derive(Clone, Copy)]
struct BlockContext {
    /// The style of running text here.
    style: &'static str,
    /// How far in.
    indent: usize,
    /// Within how many lists.
    lists: usize,
}

/// What a paragraph is, before its text.
#[derive(Clone, Copy)]
struct ParagraphStyle {
    style: &'static str,
    /// The number of its list, if it has a bullet or a number, and how deep that list is.
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

    /// How far in its style and its list have it already.
    fn style_indent(self) -> usize {
        match (self.list, self.style) {
            (Some((_, depth)), _) => (depth + 1) * INDENT,
            (None, "Answer" | "Missing" | "Quote" | "ListTick") => INDENT,
            (None, _) => 0,
        }
    }
}

/// A list with numbers: how deep it is, and its first number.
pub struct NumberedList {
    /// Within how many lists it stands.
    pub depth: usize,
    /// Its first number.
    pub start: u64,
}

/// The text of the file while it is written.
pub struct DocxBody {
    xml: XmlWriter,
    /// Where its links lead.
    pub links: Links,
    /// Its numbered lists; the first is list 2, list 1 being all that have bullets.
    pub numbered_lists: Vec<NumberedList>,
    heading_levels: HeadingLevels,
    page_break_before: bool,
}

impl DocxBody {
    /// The text of `document`.
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
        let place = BlockContext {
            style: "Normal",
            indent: 0,
            lists: 0,
        };
        for (at, block) in document.blocks.iter().enumerate() {
            if !progress.report(at, document.blocks.len()) {
                return Err(ExportError::Canceled);
            }
            body.block(block, place)?;
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

    /// The page: its footer, its size, its margins.
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

    fn blocks(&mut self, blocks: &[Block], place: BlockContext) -> io::Result<()> {
        blocks.iter().try_for_each(|block| self.block(block, place))
    }

    fn block(&mut self, block: &Block, place: BlockContext) -> io::Result<()> {
        match block {
            Block::Heading { level, text } => {
                let style = heading(self.heading_levels.next_level(*level));
                self.text_paragraph(ParagraphStyle::new(style, 0), text)
            }
            Block::Paragraph(text) => {
                self.paragraph(ParagraphStyle::new(place.style, place.indent), text)
            }
            Block::List { start, items } => self.list(*start, items, place),
            Block::Table { header, rows } => self.table(header, rows, place.indent),
            Block::Answer { label, answer } => self.answer(label, answer.as_deref(), place),
            Block::Chart(chart) => self.block(&chart.table(), place),
            Block::Timeline(timeline) => self.block(&timeline.table(), place),
            Block::Quote(inner) => {
                let quoted = BlockContext {
                    style: "Quote",
                    indent: deeper(place.indent),
                    ..place
                };
                self.blocks(inner, quoted)
            }
            Block::Code(text) => self.code(text, place.indent),
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
        place: BlockContext,
    ) -> io::Result<()> {
        self.text_paragraph(ParagraphStyle::new("Question", place.indent), label)?;
        let indent = deeper(place.indent);
        let Some(answer) = answer else {
            return self.text_paragraph(ParagraphStyle::new("Missing", indent), NOT_ANSWERED);
        };
        let answered = BlockContext {
            style: "Answer",
            indent,
            ..place
        };
        self.blocks(answer, answered)
    }

    fn list(&mut self, start: Option<u64>, items: &[Item], place: BlockContext) -> io::Result<()> {
        let depth = place.lists.min(MAX_LIST_LEVELS - 1);
        let (style, number) = match start {
            None => ("ListBullet", 1),
            Some(start) => {
                self.numbered_lists.push(NumberedList { depth, start });
                ("ListNumber", self.numbered_lists.len() + 1)
            }
        };
        let within = BlockContext {
            style: "ListContinue",
            indent: deeper(place.indent),
            lists: place.lists + 1,
        };
        for item in items {
            let mut shape = ParagraphStyle {
                style,
                list: Some((number, depth)),
                indent: within.indent,
                hanging: INDENT,
            };
            // A box takes the place of the bullet.
            if start.is_none() && item.ticked.is_some() {
                (shape.style, shape.list) = ("ListTick", None);
            }
            let (first, rest) = item.split_first_line();
            let right_to_left = self.begin_paragraph(shape, &inlines_text(first))?;
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
        // Two tables in a row would become one.
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

    /// A row that no page end parts; the header comes again on every page.
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

    fn paragraph(&mut self, shape: ParagraphStyle, text: &[Inline]) -> io::Result<()> {
        let right_to_left = self.begin_paragraph(shape, &inlines_text(text))?;
        self.runs(right_to_left).write(text)?;
        self.xml.close("w:p")
    }

    /// A paragraph of literal text.
    fn text_paragraph(&mut self, shape: ParagraphStyle, text: &str) -> io::Result<()> {
        let right_to_left = self.begin_paragraph(shape, text)?;
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

    /// Opens a paragraph that will say `words`, and tells whether it runs from right to left.
    fn begin_paragraph(&mut self, shape: ParagraphStyle, words: &str) -> io::Result<bool> {
        let right_to_left = begins_right_to_left(words);
        self.xml.open("w:p", &[])?;
        self.xml.open("w:pPr", &[])?;
        self.xml.value("w:pStyle", shape.style)?;
        if std::mem::take(&mut self.page_break_before) {
            self.xml.empty("w:pageBreakBefore", &[])?;
        }
        if let Some((number, depth)) = shape.list {
            self.xml.open("w:numPr", &[])?;
            self.xml.value("w:ilvl", &depth.to_string())?;
            self.xml.value("w:numId", &number.to_string())?;
            self.xml.close("w:numPr")?;
        }
        if right_to_left {
            self.xml.empty("w:bidi", &[])?;
        }
        if shape.indent != shape.style_indent() {
            let (left, hanging) = (shape.indent.to_string(), shape.hanging.to_string());
            let indent = [("w:left", &*left), ("w:hanging", &hanging)];
            self.xml.empty("w:ind", &indent)?;
        }
        self.xml.close("w:pPr")?;
        Ok(right_to_left)
    }
}

/// A step further in, as far as there is room for text.
fn deeper(indent: usize) -> usize {
    (indent + INDENT).min(10 * INDENT)
}

/// The style of a heading; level 1 is the title, which has a style of its own.
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

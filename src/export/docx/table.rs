//! Tables: of a document, and those without lines that set a label beside what it is about.

use super::body::{BlockContext, DocxBody, ParagraphStyle, TEXT_WIDTH};
use super::columns;
use crate::export::document::{Align, Block, Fact, Inlines, NOT_ANSWERED, Signature, Table};

/// Rows of a table that is kept on one page.
const MAX_WHOLE_ROWS: usize = 8;
/// Share of the width that questions have beside their answers, in percent.
const LABEL_SHARE: usize = 30;

impl DocxBody {
    /// Writes a table with lines, whose header is repeated on every page.
    pub(super) fn table(&mut self, table: &Table, context: BlockContext) {
        if table.header.is_empty() {
            return;
        }
        let room = context.room.saturating_sub(context.indent);
        let widths = columns::widths(&table.header, &table.rows, room);
        self.begin_table("BookTable", context.indent, &widths);
        let aligns: Vec<_> = (0..widths.len()).map(|at| table.align_of(at)).collect();
        let short = table.rows.len() <= MAX_WHOLE_ROWS;
        self.row(
            &table.header,
            (&widths, &aligns),
            "TableHeading",
            "<w:tblHeader/>",
        );
        let last = table.rows.len();
        for (at, row) in (1..).zip(&table.rows) {
            let style = match (table.has_total && at == last, short && at < last) {
                (true, _) => "TableTotal",
                (false, true) => "TableKept",
                (false, false) => "TableText",
            };
            self.row(row, (&widths, &aligns), style, "");
        }
        self.end_table();
    }

    /// Writes a row that no page break splits.
    fn row(
        &mut self,
        cells: &[Inlines],
        (widths, aligns): (&[usize], &[Align]),
        style: &'static str,
        repeat: &str,
    ) {
        self.xml += &format!("<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>");
        for ((cell, width), align) in cells.iter().zip(widths).zip(aligns) {
            let mut paragraph = ParagraphStyle::new(style, 0);
            paragraph.align = *align;
            self.cell(*width, "", |body| body.paragraph(paragraph, cell));
        }
        self.xml += "</w:tr>";
    }

    fn cell(&mut self, width: usize, properties: &str, write: impl FnOnce(&mut Self)) {
        self.xml +=
            &format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>"#);
        write(self);
        self.xml += "</w:tc>";
    }

    fn begin_table(&mut self, style: &str, indent: usize, widths: &[usize]) {
        if self.page_break_before {
            self.text_paragraph(ParagraphStyle::new("TableEnd", 0), "");
        }
        let columns = widths
            .iter()
            .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#));
        let columns: String = columns.collect();
        let width: usize = widths.iter().sum();
        // A label is as wide as it is meant to be; in other tables Word may give a long word more room.
        let layout = match style {
            "PlainTable" => r#"<w:tblLayout w:type="fixed"/>"#,
            _ => "",
        };
        self.xml += &format!(
            concat!(
                r#"<w:tbl><w:tblPr><w:tblStyle w:val="{}"/><w:tblW w:w="{}" w:type="dxa"/>"#,
                r#"<w:tblInd w:w="{}" w:type="dxa"/>{}"#,
                r#"<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0""#,
                r#" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>"#,
                "<w:tblGrid>{}</w:tblGrid>"
            ),
            style, width, indent, layout, columns
        );
    }

    fn end_table(&mut self) {
        self.xml += "</w:tbl>";
        // Word would merge two adjacent tables into one.
        self.text_paragraph(ParagraphStyle::new("TableEnd", 0), "");
    }

    /// Writes the facts of the head, side by side if they are many.
    pub(super) fn facts(&mut self, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        let sides = if facts.len() > 3 { 2 } else { 1 };
        let label = 1300;
        let widths = [label, TEXT_WIDTH / sides - label].repeat(sides);
        self.begin_table("PlainTable", 0, &widths);
        let rows = facts.len().div_ceil(sides);
        for at in 0..rows {
            self.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
            for side in 0..sides {
                let fact = facts.get(side * rows + at);
                let texts = fact.map_or(["", ""], |fact| [&*fact.label, &*fact.value]);
                for ((style, text), width) in ["Label", "Value"].into_iter().zip(texts).zip(&widths)
                {
                    let paragraph = ParagraphStyle::new(style, 0);
                    self.cell(*width, "", |body| body.text_paragraph(paragraph, text));
                }
            }
            self.xml += "</w:tr>";
        }
        self.end_table();
    }

    /// Writes questions, each beside its answer.
    pub(super) fn answers(&mut self, answers: &[Block], context: BlockContext) {
        let room = context.room.saturating_sub(context.indent);
        let label_width = room * LABEL_SHARE / 100;
        let widths = [label_width, room - label_width];
        self.begin_table("PlainTable", context.indent, &widths);
        for block in answers {
            let Block::Answer { label, answer } = block else {
                continue;
            };
            self.xml += "<w:tr>";
            self.cell(widths[0], "", |body| {
                body.text_paragraph(ParagraphStyle::new("Label", 0), label);
            });
            self.cell(widths[1], "", |body| match answer.as_deref() {
                None => body.text_paragraph(ParagraphStyle::new("Missing", 0), NOT_ANSWERED),
                Some(answer) => {
                    body.blocks(answer, BlockContext::of_cell("Answer", widths[1]));
                    // A cell ends with a paragraph.
                    if !body.xml.ends_with("</w:p>") {
                        body.text_paragraph(ParagraphStyle::new("TableEnd", 0), "");
                    }
                }
            });
            self.xml += "</w:tr>";
        }
        self.end_table();
    }

    /// Writes figures, each above its label.
    pub(super) fn figures(&mut self, figures: &[Fact]) {
        let columns = figures.len().clamp(1, 4);
        let widths = vec![TEXT_WIDTH / columns; columns];
        self.begin_table("PlainTable", 0, &widths);
        for row in figures.chunks(columns) {
            self.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
            for at in 0..columns {
                let figure = row.get(at);
                let (value, label) = figure.map_or(("", ""), |it| (&*it.value, &*it.label));
                self.cell(widths[0], "", |body| {
                    body.text_paragraph(ParagraphStyle::new("Figure", 0), value);
                    body.text_paragraph(ParagraphStyle::new("Label", 0), label);
                });
            }
            self.xml += "</w:tr>";
        }
        self.end_table();
    }

    /// Writes a line for everyone who signs and one for the day, side by side; they stay together.
    pub(super) fn signatures(&mut self, people: &[Signature]) {
        const LINE: &str = r#"<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="1C1C1C"/></w:tcBorders><w:vAlign w:val="bottom"/>"#;
        const GAP: usize = 240;
        let side = (TEXT_WIDTH - GAP) / 2;
        let day = side * 38 / 100;
        let widths = [side - day - GAP, GAP, day, GAP];
        let high = r#"<w:trHeight w:val="500" w:hRule="atLeast"/>"#;
        let columns = widths.repeat(people.len().min(2));
        self.begin_table("PlainTable", 0, &columns);
        for pair in people.chunks(2) {
            let signed = pair.iter().flat_map(|person| {
                let day = person.signed.as_deref();
                [
                    day.map_or("", |_| "Signed"),
                    "",
                    day.unwrap_or_default(),
                    "",
                ]
            });
            let names = pair
                .iter()
                .flat_map(|person| [&*person.name, "", "Date", ""]);
            let rows: [(Vec<_>, _, _, _); 2] = [
                (signed.collect(), "Signed", high, LINE),
                (names.collect(), "SignedName", "", ""),
            ];
            for (texts, style, height, line) in rows {
                self.xml += &format!("<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>");
                for (at, (text, width)) in texts.into_iter().zip(widths.iter().cycle()).enumerate()
                {
                    let border = if at % 2 == 0 { line } else { "" };
                    let paragraph = ParagraphStyle::new(style, 0);
                    self.cell(*width, border, |body| body.text_paragraph(paragraph, text));
                }
                self.xml += "</w:tr>";
            }
        }
        self.end_table();
    }
}

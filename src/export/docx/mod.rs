//! Word documents (DOCX), also for LibreOffice: real styles, table headers repeated on every page, page numbers.
//!
//! The file is a zip of XML parts. Constant parts lie beside this file as they are; [`body`] writes the text, and this file
//! the small parts around it. Nothing depends on the clock: the same document gives the same bytes.

mod bidi;
mod body;
mod columns;
mod text;
mod xml;

use std::io::{self, Cursor, Write};

use chrono::Datelike;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::document::Document;
use super::{Content, ExportError, ExportProgress, Exporter};
use body::{DocxBody, INDENT, MAX_LIST_LEVELS, NumberedList};
use text::Links;
use xml::{Attributes, XmlWriter};

/// XML namespaces that every part with text declares.
const NAMESPACES: Attributes<'static> = &[
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
];

/// Prefix of relationship types.
const RELATIONSHIP_TYPE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Language of the document.
const LANGUAGE: &str = "en-US";

/// Word's limit for the first number of a list.
const MAX_LIST_START: u64 = 32_767;

pub struct Docx;

impl Exporter for Docx {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn title(&self) -> &'static str {
        "Word document"
    }

    fn extension(&self) -> &'static str {
        "docx"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn ExportProgress,
    ) -> Result<(), ExportError> {
        let document = &content.document;
        let (text, body) = DocxBody::of(document, progress)?;
        let parts = [
            (
                "[Content_Types].xml",
                include_bytes!("content_types.xml").to_vec(),
            ),
            ("_rels/.rels", include_bytes!("rels.xml").to_vec()),
            ("docProps/core.xml", properties(document)?),
            ("word/document.xml", text),
            ("word/_rels/document.xml.rels", relationships(&body.links)?),
            ("word/styles.xml", include_bytes!("styles.xml").to_vec()),
            ("word/settings.xml", include_bytes!("settings.xml").to_vec()),
            ("word/numbering.xml", numbering(&body.numbered_lists)?),
            ("word/footer.xml", footer(&document.title)?),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(day(document));
        for (name, part) in parts {
            zip.start_file(name, options).map_err(io::Error::from)?;
            zip.write_all(&part)?;
        }
        let file = zip.finish().map_err(io::Error::from)?;
        out.write_all(file.get_ref())?;
        Ok(())
    }
}

/// Date of the document, as a zip entry's time; a zip knows none before 1980.
fn day(document: &Document) -> DateTime {
    let date = document.date;
    let parts = (
        u16::try_from(date.year()),
        u8::try_from(date.month()),
        u8::try_from(date.day()),
    );
    let (Ok(year), Ok(month), Ok(day)) = parts else {
        return DateTime::default();
    };
    DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default()
}

/// The part `core.xml`: title, authors and date.
fn properties(document: &Document) -> io::Result<Vec<u8>> {
    let mut xml = XmlWriter::new()?;
    let namespaces = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.open("cp:coreProperties", &namespaces)?;
    xml.text("dc:title", &[], &document.title)?;
    xml.text("dc:subject", &[], &document.subtitle)?;
    xml.text("dc:creator", &[], &document.people.join(", "))?;
    xml.text("dc:language", &[], LANGUAGE)?;
    let created = format!("{}T00:00:00Z", document.date.format("%Y-%m-%d"));
    for name in ["dcterms:created", "dcterms:modified"] {
        xml.text(name, &[("xsi:type", "dcterms:W3CDTF")], &created)?;
    }
    xml.close("cp:coreProperties")?;
    Ok(xml.finish())
}

/// The relationships of the main part: the other parts, and the targets of its links.
fn relationships(links: &Links) -> io::Result<Vec<u8>> {
    let mut xml = XmlWriter::new()?;
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    xml.open("Relationships", &[("xmlns", namespace)])?;
    for part in ["styles", "settings", "numbering", "footer"] {
        let (kind, target) = (format!("{RELATIONSHIP_TYPE}/{part}"), format!("{part}.xml"));
        let relation = [("Id", part), ("Type", &kind), ("Target", &target)];
        xml.empty("Relationship", &relation)?;
    }
    let kind = format!("{RELATIONSHIP_TYPE}/hyperlink");
    for (id, to) in links.all() {
        let relation = [
            ("Id", &*id),
            ("Type", &kind),
            ("Target", to),
            ("TargetMode", "External"),
        ];
        xml.empty("Relationship", &relation)?;
    }
    xml.close("Relationships")?;
    Ok(xml.finish())
}

/// The part `numbering.xml`: one definition for bullets and one for each numbered list.
fn numbering(lists: &[NumberedList]) -> io::Result<Vec<u8>> {
    let mut xml = XmlWriter::new()?;
    xml.open("w:numbering", NAMESPACES)?;
    for (id, kind) in [("1", "bullet"), ("2", "decimal")] {
        xml.open("w:abstractNum", &[("w:abstractNumId", id)])?;
        xml.value("w:multiLevelType", "multilevel")?;
        for depth in 0..MAX_LIST_LEVELS {
            level(&mut xml, kind, depth)?;
        }
        xml.close("w:abstractNum")?;
    }
    xml.open("w:num", &[("w:numId", "1")])?;
    xml.value("w:abstractNumId", "1")?;
    xml.close("w:num")?;
    for (number, list) in (2..).zip(lists) {
        xml.open("w:num", &[("w:numId", &i32::to_string(&number))])?;
        xml.value("w:abstractNumId", "2")?;
        xml.open("w:lvlOverride", &[("w:ilvl", &list.depth.to_string())])?;
        xml.value(
            "w:startOverride",
            &list.start.min(MAX_LIST_START).to_string(),
        )?;
        xml.close("w:lvlOverride")?;
        xml.close("w:num")?;
    }
    xml.close("w:numbering")?;
    Ok(xml.finish())
}

/// Bullet or number format of a list nested in `depth` others.
fn level(xml: &mut XmlWriter, kind: &str, depth: usize) -> io::Result<()> {
    let bullets = ["•", "–", "▪"];
    let sign = if kind == "bullet" {
        bullets[depth % bullets.len()].to_owned()
    } else {
        format!("%{}.", depth + 1)
    };
    let (left, hanging) = (((depth + 1) * INDENT).to_string(), INDENT.to_string());
    xml.open("w:lvl", &[("w:ilvl", &depth.to_string())])?;
    xml.value("w:start", "1")?;
    xml.value("w:numFmt", kind)?;
    xml.value("w:lvlText", &sign)?;
    xml.value("w:lvlJc", "left")?;
    xml.open("w:pPr", &[])?;
    xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &hanging)])?;
    xml.close("w:pPr")?;
    xml.close("w:lvl")
}

/// The footer part: title and page number.
fn footer(title: &str) -> io::Result<Vec<u8>> {
    let mut xml = XmlWriter::new()?;
    xml.open("w:ftr", NAMESPACES)?;
    xml.open("w:p", &[])?;
    xml.open("w:pPr", &[])?;
    xml.value("w:pStyle", "Footer")?;
    xml.close("w:pPr")?;
    run(&mut xml, &format!("{title}  ·  Page "))?;
    field(&mut xml, " PAGE ")?;
    run(&mut xml, " of ")?;
    field(&mut xml, " NUMPAGES ")?;
    xml.close("w:p")?;
    xml.close("w:ftr")?;
    Ok(xml.finish())
}

fn run(xml: &mut XmlWriter, text: &str) -> io::Result<()> {
    xml.open("w:r", &[])?;
    xml.text("w:t", &[("xml:space", "preserve")], text)?;
    xml.close("w:r")
}

/// A field that the reading program computes, as the page number.
fn field(xml: &mut XmlWriter, instruction: &str) -> io::Result<()> {
    xml.open("w:fldSimple", &[("w:instr", instruction)])?;
    run(xml, "1")?;
    xml.close("w:fldSimple")
}

//! Word documents (DOCX), also for LibreOffice: real styles, table headers repeated on every page, page numbers.
//!
//! The file is a zip of XML parts. Constant parts lie beside this file as they are; [`body`] writes the text, and this file
//! the small parts around it. Nothing depends on the clock: the same document gives the same bytes.

mod body;
mod columns;
mod control;
mod figure;
mod table;
mod text;
mod xml;

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::document::Document;
use super::{ANY, Content, ExportError, ExportProgress, Exporter, year_month_day};
use crate::domain::region::Region;
use body::{DocxBody, INDENT, MAX_LIST_LEVELS, NumberedList};
use text::{Links, Runs};
use xml::{DECLARATION, NAMESPACES, escape};

/// Prefix of relationship types.
const RELATIONSHIP_TYPE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Word's limit for the first number of a list.
const MAX_LIST_START: u64 = 32_767;

pub const DOCX: Exporter = Exporter::new("docx", "Word document", ANY, write)
    .binary()
    .paged()
    .label_of_row("Word")
    .files(
        "Word files",
        &["doc", "docm", "dot", "dotx", "odt", "rtf", "pages", "wpd"],
    );

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let document = &content.document;
    let body = DocxBody::of(&content.text(), content.options.paper, progress)?;
    let parts = [
        ("[Content_Types].xml", include_str!("content_types.xml")),
        ("_rels/.rels", include_str!("rels.xml")),
        ("docProps/core.xml", &properties(document)),
        ("word/document.xml", &body.xml),
        ("word/_rels/document.xml.rels", &relationships(&body.links)),
        ("word/styles.xml", &styles()),
        ("word/settings.xml", &settings(body.has_controls)),
        ("word/numbering.xml", &numbering(&body.numbered_lists)),
        ("word/footer.xml", &footer(document)),
        ("word/theme.xml", include_str!("theme.xml")),
        ("word/fontTable.xml", include_str!("font_table.xml")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .last_modified_time(day(document))
        .system(zip::System::Unix); // a file is the same wherever it was made
    for (name, part) in parts {
        zip.start_file(name, options).map_err(io::Error::from)?;
        zip.write_all(part.as_bytes())?;
    }
    let file = zip.finish().map_err(io::Error::from)?;
    out.write_all(file.get_ref())?;
    Ok(())
}

/// The part `styles.xml` in the language of the region.
fn styles() -> String {
    include_str!("styles.xml").replace("en-US", Region::current().language())
}

/// The part `settings.xml`; a document with fields is protected outside of them.
fn settings(has_controls: bool) -> String {
    const BEFORE: &str = "<w:defaultTabStop";
    let settings = include_str!("settings.xml");
    if !has_controls {
        return settings.to_owned();
    }
    let protection = r#"<w:documentProtection w:edit="forms" w:enforcement="1"/>"#;
    settings.replacen(BEFORE, &format!("{protection}\n  {BEFORE}"), 1)
}

/// Date of the document, as a zip entry's time; a zip knows none before 1980.
fn day(document: &Document) -> DateTime {
    let parts = year_month_day(document.date);
    let moment = parts.and_then(|(year, month, day)| {
        DateTime::from_date_and_time(year, month, day, 0, 0, 0).ok()
    });
    moment.unwrap_or_default()
}

/// The part `core.xml`: title, authors and date.
fn properties(document: &Document) -> String {
    let (title, subtitle) = (escape(&document.title), escape(&document.subtitle));
    let people = escape(&document.people.join(", "));
    let day = document.date.format("%Y-%m-%dT00:00:00Z");
    format!(
        concat!(
            "{}<cp:coreProperties",
            r#" xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties""#,
            r#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/""#,
            r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
            "<dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator>",
            "<dc:language>{}</dc:language>",
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>"#,
            "</cp:coreProperties>"
        ),
        DECLARATION,
        title,
        subtitle,
        people,
        Region::current().language(),
        day = day
    )
}

/// The relationships of the main part: the other parts, and the targets of its links.
fn relationships(links: &Links) -> String {
    let parts = [
        "styles",
        "settings",
        "numbering",
        "footer",
        "theme",
        "fontTable",
    ]
    .map(|part| {
        format!(
            r#"<Relationship Id="{part}" Type="{RELATIONSHIP_TYPE}/{part}" Target="{part}.xml"/>"#
        )
    });
    let links = links.all().map(|(id, to)| {
        let to = escape(to);
        format!(
            r#"<Relationship Id="{id}" Type="{RELATIONSHIP_TYPE}/hyperlink" Target="{to}" TargetMode="External"/>"#
        )
    });
    let relations: String = parts.into_iter().chain(links).collect();
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!(r#"{DECLARATION}<Relationships xmlns="{namespace}">{relations}</Relationships>"#)
}

/// The part `numbering.xml`: one definition for bullets and one for each numbered list.
fn numbering(lists: &[NumberedList]) -> String {
    let kinds = [("1", "bullet"), ("2", "decimal")].map(|(id, kind)| {
        let levels: String = (0..MAX_LIST_LEVELS)
            .map(|depth| level(kind, depth))
            .collect();
        format!(
            r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>"#
        )
    });
    let lists = (2_usize..).zip(lists).map(|(number, list)| {
        let (depth, start) = (list.depth, list.start.min(MAX_LIST_START));
        format!(
            concat!(
                r#"<w:num w:numId="{}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="{}">"#,
                r#"<w:startOverride w:val="{}"/></w:lvlOverride></w:num>"#
            ),
            number, depth, start
        )
    });
    let lists: String = lists.collect();
    format!(
        r#"{DECLARATION}<w:numbering {NAMESPACES}>{}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{lists}</w:numbering>"#,
        kinds.concat()
    )
}

/// Bullet or number format of a list nested in `depth` others.
fn level(kind: &str, depth: usize) -> String {
    let bullets = ["•", "–", "▪"];
    let sign = if kind == "bullet" {
        bullets[depth % bullets.len()].to_owned()
    } else {
        format!("%{}.", depth + 1)
    };
    let left = (depth + 1) * INDENT;
    format!(
        concat!(
            r#"<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>"#,
            r#"<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{}" w:hanging="{}"/></w:pPr></w:lvl>"#
        ),
        depth, kind, sign, left, INDENT
    )
}

/// The footer part: title, names, the mark of a draft, and the page number.
fn footer(document: &Document) -> String {
    let run = |text: &str| format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#);
    // A field that the reading program computes.
    let field = |name: &str| {
        let run = run("1");
        format!(r#"<w:fldSimple w:instr=" {name} ">{run}</w:fldSimple>"#)
    };
    let mut title = String::new();
    let mut runs = Runs {
        xml: &mut title,
        links: &mut Links::default(),
        right_to_left: false,
    };
    runs.text(&format!("{}  ·  Page ", document.running_title()));
    let (page, of, pages) = (field("PAGE"), run(" of "), field("NUMPAGES"));
    format!(
        r#"{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{title}{page}{of}{pages}</w:p></w:ftr>"#
    )
}

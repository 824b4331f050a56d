//! Files for Word, read as any program reads them: a zip of XML parts.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};

/// The parts of a file by name; each must be well formed.
pub fn parts(file: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        assert!(Xml::parse(&text).is_ok(), "{name} of {text}");
        parts.insert(name, text);
    }
    parts
}

/// All that is in a file.
pub fn raw(file: &[u8]) -> String {
    parts(file).into_values().collect::<Vec<_>>().join("\n")
}

/// The text of a file: a line for each paragraph with its style, what is special about it, and its words.
pub fn read(file: &[u8]) -> String {
    let parts = parts(file);
    let links = Xml::parse(&parts["word/_rels/document.xml.rels"]).unwrap();
    let text = Xml::parse(&parts["word/document.xml"]).unwrap();
    let mut lines = Vec::new();
    for node in text.descendants() {
        match node.tag_name().name() {
            "tr" => lines.push(format!("row{}", marks(node, "trPr"))),
            "p" => {
                let words = paragraph(node, &links);
                let style = value(node, "pStyle").unwrap_or("none");
                lines.push(
                    format!("{style}{} | {words}", marks(node, "pPr"))
                        .trim_end()
                        .to_owned(),
                );
            }
            _ => {}
        }
    }
    lines.join("\n") + "\n"
}

/// The words of each paragraph.
pub fn paragraphs(file: &[u8]) -> Vec<String> {
    let parts = parts(file);
    let text = Xml::parse(&parts["word/document.xml"]).unwrap();
    let paragraphs = text
        .descendants()
        .filter(|node| node.has_tag_name(name("p")));
    let words = |node: Node<'_, '_>| {
        let said = node
            .descendants()
            .filter_map(|part| match part.tag_name().name() {
                "t" => part.text(),
                "br" => Some(" "),
                _ => None,
            });
        said.collect::<String>()
    };
    paragraphs.map(words).collect()
}

fn name(local: &'static str) -> (&'static str, &'static str) {
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        local,
    )
}

fn value<'a>(node: Node<'a, '_>, local: &'static str) -> Option<&'a str> {
    let found = node
        .descendants()
        .find(|part| part.has_tag_name(name(local)));
    found?.attribute(name("val"))
}

/// What the properties of a paragraph or a row say besides its style.
fn marks(node: Node<'_, '_>, properties: &'static str) -> String {
    let Some(properties) = node
        .children()
        .find(|part| part.has_tag_name(name(properties)))
    else {
        return String::new();
    };
    let mut marks = String::new();
    for part in properties.children() {
        match part.tag_name().name() {
            "pStyle" => {}
            "numPr" => {
                let [depth, list] = ["ilvl", "numId"].map(|local| value(part, local).unwrap());
                marks += &format!(" list={list}/{depth}");
            }
            "ind" => marks += &format!(" in={}", part.attribute(name("left")).unwrap()),
            other => marks += &format!(" {other}"),
        }
    }
    marks
}

fn paragraph(node: Node<'_, '_>, links: &Xml<'_>) -> String {
    let mut words = String::new();
    for part in node.descendants() {
        match part.tag_name().name() {
            "t" => {
                let looks = part.prev_siblings().find(|it| it.has_tag_name(name("rPr")));
                let looks: Vec<_> = looks
                    .into_iter()
                    .flat_map(|looks| looks.children())
                    .map(|look| {
                        look.attribute(name("val"))
                            .unwrap_or(look.tag_name().name())
                    })
                    .collect();
                let said = part.text().unwrap_or_default();
                if looks.is_empty() {
                    words += said;
                } else {
                    words += &format!("{{{}: {said}}}", looks.join(" "));
                }
            }
            "br" => words += " / ",
            "tab" => words += " -> ",
            "hyperlink" => {
                let relations =
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
                let id = part.attribute((relations, "id"));
                let link = links
                    .descendants()
                    .find(|link| link.attribute("Id") == id)
                    .unwrap();
                words += &format!("<{}> ", link.attribute("Target").unwrap());
            }
            _ => {}
        }
    }
    words
}

//! Answers in a Word document, by the tags of its content controls, as Word or LibreOffice saved it.

use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::{Returned, mail};
use crate::domain::form_mark::MarkOrigin;
use crate::import::errors;
use crate::problem::Problem;

/// Largest size of the text in a document, unpacked, in bytes.
const MAX_XML_BYTES: u64 = 16 << 20;
/// Most elements and texts of a document.
const MAX_NODES: u32 = 400_000;
/// Most elements that are looked at, those in several controls counted each time.
const MAX_STEPS: usize = 2_000_000;

/// Most answers of one document.
const MAX_ANSWERS: usize = 2_000;

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The answers in the controls of the document, those of one question together.
///
/// # Errors
/// When it is no Word document, is damaged or too large, or has no control of a form.
pub(super) fn answers(bytes: &[u8]) -> Result<Vec<Returned>, Problem> {
    let xml = main_part(bytes)?;
    let options = ParsingOptions {
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&xml, options)
        .map_err(|error| errors::damaged_word(&error.to_string()))?;
    let mut steps = MAX_STEPS;
    let mut answers: Vec<Returned> = Vec::new();
    for control in document.descendants().filter(|node| is(node, "sdt")) {
        let Some((tag, given)) = read_control(control, &mut steps)? else {
            continue;
        };
        let mark = tag.split_once('=').map_or(tag, |(mark, _)| mark);
        if MarkOrigin::parse(mark).is_none() {
            continue;
        }
        if answers.len() >= MAX_ANSWERS {
            return Err(errors::word_too_big());
        }
        // The boxes of a question are controls of their own.
        match answers.iter_mut().find(|it| it.mark == mark && mark != tag) {
            Some(answer) => {
                answer.boxes.extend(given.boxes);
                answer.flaw = answer.flaw.or(given.flaw);
            }
            None => answers.push(Returned {
                mark: mark.to_owned(),
                ..given
            }),
        }
    }
    if answers.is_empty() {
        // Older versions of LibreOffice drop the tags; the hidden marks around the fields are left.
        answers = mail::marked(&text(document.root(), &mut steps)?);
    }
    if answers.is_empty() {
        return Err(errors::no_returned_form());
    }
    Ok(answers)
}

/// The part of the document that holds its text.
fn main_part(bytes: &[u8]) -> Result<String, Problem> {
    let damaged = |detail: &dyn std::fmt::Display| errors::damaged_word(&detail.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let Some(index) = zip.index_for_name("word/document.xml") else {
        return Err(errors::not_text());
    };
    let part = zip.by_index(index).map_err(|error| damaged(&error))?;
    let mut xml = Vec::new();
    let mut limited = part.take(MAX_XML_BYTES + 1);
    limited
        .read_to_end(&mut xml)
        .map_err(|error| damaged(&error))?;
    if xml.len() as u64 > MAX_XML_BYTES {
        return Err(errors::word_too_big());
    }
    String::from_utf8(xml).map_err(|error| damaged(&error))
}

fn is(node: &Node, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is(child, name))
}

/// The value of an attribute, whatever the prefix of its namespace.
fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes.find(|it| it.name() == name).map(|it| it.value())
}

/// The tag of a control, and what it holds; none without a tag.
fn read_control<'a>(
    control: Node<'a, '_>,
    steps: &mut usize,
) -> Result<Option<(&'a str, Returned)>, Problem> {
    let properties = child(control, "sdtPr");
    let tag = properties.and_then(|it| value(child(it, "tag")?, "val"));
    let (Some(properties), Some(tag)) = (properties, tag) else {
        return Ok(None);
    };
    let words = child(control, "sdtContent").map(|content| text(content, steps));
    let words = words.transpose()?.unwrap_or_default();
    let Some(checkbox) = child(properties, "checkbox") else {
        let given = Returned {
            words,
            ..Returned::default()
        };
        return Ok(Some((tag, given)));
    };
    let checked = child(checkbox, "checked").map(|it| value(it, "val").unwrap_or("1"));
    let checked = matches!(checked, Some("1" | "true" | "on"));
    let signs = |signs: &str| words.contains(|c| signs.contains(c));
    let is_doubtful = signs("☒☑✓✔xX") && !checked || signs("☐□") && checked;
    Ok(Some((
        tag,
        Returned {
            boxes: vec![(tag.to_owned(), checked)],
            flaw: is_doubtful.then_some("a box and the sign in it say different things."),
            ..Returned::default()
        },
    )))
}

/// The words in a control, with its line ends.
fn text(content: Node, steps: &mut usize) -> Result<String, Problem> {
    let mut out = String::new();
    for node in content.descendants() {
        *steps = steps.checked_sub(1).ok_or_else(errors::word_too_big)?;
        let in_run = || node.parent().is_some_and(|parent| is(&parent, "r"));
        match node.tag_name().name() {
            "t" if in_run() => out += node.text().unwrap_or_default(),
            "br" | "cr" if in_run() => out.push('\n'),
            "tab" if in_run() => out.push(' '),
            "noBreakHyphen" if in_run() => out.push('-'),
            "p" if !out.is_empty() => out.push('\n'),
            _ => {}
        }
    }
    Ok(out.trim().to_owned())
}

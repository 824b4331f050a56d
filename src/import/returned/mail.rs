//! Answers in an e-mail or a text: between two marks each, whatever was quoted, wrapped or added around them.

use mail_parser::MessageParser;
use mail_parser::decoders::html::html_to_text;

use super::Returned;
use crate::domain::form_mark::{END, MarkOrigin};
use crate::import::text::decode_text;

/// Longest mark with what a mail program put into it, in bytes.
const MAX_MARK_BYTES: usize = 300;
/// Most answers of one file.
const MAX_ANSWERS: usize = 5_000;

/// The answers in the text, in its order; none if it has no marks.
pub(super) fn answers(bytes: &[u8], name: &str) -> Vec<Returned> {
    let has = |sign: &[u8]| bytes.windows(sign.len()).any(|it| it == sign);
    if !has(b"[[") && !has(br"\[\[") && !is_mail(bytes, name) {
        return Vec::new();
    }
    let mut answers = marked(&plain_text(bytes, name));
    for answer in &mut answers {
        answer.is_wrapped = true;
    }
    answers
}

/// The answers between the marks in a text.
pub(super) fn marked(text: &str) -> Vec<Returned> {
    let lines: Vec<_> = text.lines().map(without_quotes).collect();
    let text = lines.join("\n");
    let mut answers: Vec<Returned> = Vec::new();
    let mut is_open = false;
    let mut rest = text.as_str();
    while let Some((before, mark, after)) = next_mark(rest) {
        if let Some(last) = answers.last_mut().filter(|_| is_open) {
            before.clone_into(&mut last.words);
        }
        if mark == END {
            is_open = false;
        } else {
            unfinished(&mut answers, is_open);
            is_open = true;
            answers.push(Returned {
                mark,
                ..Returned::default()
            });
        }
        if answers.len() > MAX_ANSWERS {
            break;
        }
        rest = after;
    }
    unfinished(&mut answers, is_open);
    answers
}

/// Marks the last answer as one that has no end, if it is `open`.
fn unfinished(answers: &mut [Returned], open: bool) {
    if let Some(last) = answers.last_mut().filter(|_| open) {
        last.flaw = Some("the line [[end]] below it is missing.");
    }
}

/// The text before the next mark, the mark without what a mail program put into it, and the text behind it.
fn next_mark(text: &str) -> Option<(&str, String, &str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find("[[").map(|at| from + at) {
        let inside = &text[start + 2..];
        if let Some(end) = inside.find("]]").filter(|end| *end <= MAX_MARK_BYTES) {
            let mark = repaired(&inside[..end]);
            if mark == END || MarkOrigin::parse(&mark).is_some() {
                return Some((&text[..start], mark, &inside[end + 2..]));
            }
        }
        from = start + 2;
    }
    None
}

/// A mark without blanks, line ends and the address that a mail program saw in it.
fn repaired(mark: &str) -> String {
    let mut mark: String = mark
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\\')
        .collect();
    while let Some((start, after)) = mark
        .find("<mailto:")
        .and_then(|start| Some((start, start + mark[start..].find('>')? + 1)))
    {
        mark.replace_range(start..after, "");
    }
    mark.retain(|c| c != '>');
    mark
}

/// A line without the signs of a quotation before it.
fn without_quotes(line: &str) -> &str {
    line.trim_start_matches(|c: char| c == '>' || c.is_whitespace())
        .trim_end()
}

/// The words of a mail, a page or a text file. Blanks that do not break are blanks, and what has no width goes.
fn plain_text(bytes: &[u8], name: &str) -> String {
    let text = decode_text(bytes).map(|(text, _)| text).unwrap_or_default();
    let message = is_mail(bytes, name)
        .then(|| MessageParser::default().parse(bytes))
        .flatten();
    let body = message.and_then(|message| {
        let is_page = message.text_part(0)?.is_text_html();
        let body = if is_page {
            message.body_html(0)
        } else {
            message.body_text(0)
        };
        Some(body?.into_owned())
    });
    let text = body.unwrap_or(text);
    let head: String = text.chars().take(4_000).collect();
    let head = head.to_lowercase();
    let is_page = ["<html", "<body", "<div", "<p>", "<br"]
        .iter()
        .any(|tag| head.contains(tag));
    let text = if is_page {
        html_to_text(&with_line_ends(&text))
    } else {
        text
    };
    let letters = text.chars().filter_map(|c| match c {
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        '\u{200b}' | '\u{feff}' | '\u{ad}' | '\r' => None,
        other => Some(other),
    });
    letters
        .collect::<String>()
        .replace("\\[", "[")
        .replace("\\]", "]")
}

/// True for the source of a mail, which says how its text is packed.
fn is_mail(bytes: &[u8], name: &str) -> bool {
    const HEAD: usize = 16_000;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let mut lines = head.lines().take_while(|line| !line.trim().is_empty());
    let is_packed = lines.any(|line| line.starts_with("content-transfer-encoding:"));
    is_packed || name.to_lowercase().ends_with(".eml")
}

/// A page whose lines are parts of their own, as mail programs make them, with an end to each line.
fn with_line_ends(page: &str) -> String {
    let mut page = page.to_owned();
    for part in ["</div>", "</DIV>", "</li>", "</tr>"] {
        page = page.replace(part, &format!("<br>{part}"));
    }
    page
}

//! The output of the command line: text for people and the same as JSON, aligned, sanitized, and written once.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::domain::book::Stored;
use crate::domain::display::capitalize;
use crate::domain::id::Id;
use crate::domain::sanitize::{needs_sanitizing, sanitize, sanitize_line};
use crate::problem::{Exit, Problem};

/// The output of a command: a text for people and the same as JSON.
#[derive(Debug)]
pub struct Output {
    text: OutputBody,
    json: serde_json::Result<Value>,
    /// Only confirms a change, so that `--quiet` leaves it out.
    confirms: bool,
    exit: Exit,
}

#[derive(Clone, Debug)]
enum OutputBody {
    /// Words of ours and of the book, sanitized when they are written.
    Text(String),
    /// A document as its exporter wrote it.
    Document(Vec<u8>),
}

impl Output {
    /// An answer, as text and as JSON.
    pub fn answer(text: impl Into<String>, json: impl Serialize) -> Self {
        Self {
            text: OutputBody::Text(text.into()),
            json: serde_json::to_value(json),
            confirms: false,
            exit: Exit::Success,
        }
    }

    /// The rows of a list as a table with these cells, or the sentence `empty` where there is none.
    pub fn table<R: Serialize, const N: usize>(
        header: &[&str],
        rows: Vec<R>,
        cells: impl Fn(&R) -> [String; N],
        empty: &str,
    ) -> Self {
        let text = if rows.is_empty() {
            empty.to_owned()
        } else {
            text_table(header, &rows, cells)
        };
        Self::answer(text, rows)
    }

    /// A confirmation of a change, with a sentence for each consequence.
    pub fn done(label: &str, notes: &[String], answer: impl Serialize) -> Self {
        let done = label.to_owned();
        Self {
            confirms: true,
            ..Self::answer(sentence(label), Done { done, answer })
        }
        .notes(notes.iter().cloned())
    }

    /// A document as it is.
    pub fn document(bytes: Vec<u8>) -> Self {
        Self {
            text: OutputBody::Document(bytes),
            ..Self::answer("", ())
        }
    }

    /// The same with sentences below, each on a line.
    pub fn notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        if let OutputBody::Text(text) = &mut self.text {
            for note in notes {
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                text.push_str(&note);
            }
        }
        self
    }

    /// The same with another exit code.
    pub fn exit(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }

    /// Writes it to `out`. The exit code that goes with it.
    ///
    /// # Errors
    /// When there is no room. A reader that has gone away is none.
    pub fn write(&self, out: &mut dyn Write, json: bool, quiet: bool) -> Result<Exit, Problem> {
        let bytes = match &self.text {
            OutputBody::Document(bytes) => bytes.clone(),
            OutputBody::Text(_) if json => {
                let unserializable = |error: &serde_json::Error| {
                    Problem::new("There is no JSON of it.").caused_by(error)
                };
                json_text(self.json.as_ref().map_err(unserializable)?).into_bytes()
            }
            OutputBody::Text(_) if quiet && self.confirms => Vec::new(),
            OutputBody::Text(text) => sanitized_lines(text).into_bytes(),
        };
        match out.write_all(&bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(self.exit),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(self.exit),
            Err(error) => Err(Problem::new("The output could not be written.")
                .hint("Check that there is room where it goes. What was saved is saved.")
                .caused_by(&error)),
        }
    }
}

/// The JSON of a command that changed something.
#[derive(Serialize, JsonSchema)]
pub struct Done<T> {
    /// The change, as undo names it.
    done: String,
    #[serde(flatten)]
    answer: T,
}

/// One of the two, by the options of the command or by the row.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Either<A, B> {
    First(A),
    Second(B),
}

/// Nothing beside the change.
#[derive(Serialize, JsonSchema)]
pub struct Nothing {}

/// The record that a command changed.
#[derive(Serialize, JsonSchema)]
pub struct ChangedRecord {
    /// Identity of the record.
    pub id: Id,
}

/// A record that was moved, and its new day.
#[derive(Serialize, JsonSchema)]
pub struct MovedRecord {
    pub id: Id,
    pub date: NaiveDate,
}

/// A record as it is listed, with its identity and its number.
#[derive(Serialize, JsonSchema)]
pub struct NumberedRow<'a, T> {
    pub number: usize,
    pub id: Id,
    #[serde(flatten)]
    pub record: &'a T,
}

impl<'a, T: Stored> NumberedRow<'a, T> {
    pub fn new((number, record): (usize, &'a T)) -> Self {
        let id = record.id();
        Self { number, id, record }
    }

    /// The rows of a whole list, numbered from 1.
    pub fn list(records: impl IntoIterator<Item = &'a T>) -> Vec<Self> {
        (1..).zip(records).map(Self::new).collect()
    }
}

/// A path as JSON can hold it: parts that are not UTF-8 become replacement characters.
pub fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The text sanitized, ending in exactly one line end; an empty text stays empty.
pub fn sanitized_lines(text: &str) -> String {
    let text = sanitize(text);
    let text = text.trim_end();
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// JSON in which nothing can act on a terminal: such characters are written as escapes.
fn json_text(json: &Value) -> String {
    let mut out = String::new();
    for found in format!("{json:#}\n").chars() {
        if needs_sanitizing(found) {
            let mut units = [0; 2];
            for unit in found.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(found);
        }
    }
    out
}

/// Writes a problem to `out`: the sentence, the hint below, and with `verbose` its causes, one a line.
pub fn report(problem: &Problem, out: &mut dyn Write, verbose: bool) {
    let hint = problem.hint.iter().cloned();
    let causes = problem.causes.iter().filter(|_| verbose);
    let causes = causes.map(|cause| format!("Caused by: {cause}"));
    let mut text = format!("matchbook: {}\n", sanitize(&problem.message));
    for line in hint.chain(causes) {
        text.push_str("  ");
        text.push_str(&sanitized_lines(&line));
    }
    // Nobody is left to be told that this failed.
    let _ = out.write_all(text.as_bytes());
}

/// A label as a sentence: `goal “x” added` becomes `Goal “x” added.`
pub fn sentence(label: &str) -> String {
    let mut text = capitalize(label);
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

/// Rows of cells under a header, aligned by how wide they show; the last column is not cut.
pub fn text_table<R, const N: usize>(
    header: &[&str],
    rows: &[R],
    cells: impl Fn(&R) -> [String; N],
) -> String {
    let header = header.iter().map(|&cell| cell.to_owned()).collect();
    let rows = rows.iter().map(|row| {
        let cells = cells(row);
        cells.map(|cell| sanitize_line(&cell).into_owned()).to_vec()
    });
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let widths: Vec<usize> = (0..N)
        .map(|column| {
            let widths = rows.iter().map(|row| cell(row, column).width());
            widths.max().unwrap_or(0)
        })
        .collect();
    let padded = |row: &Vec<String>| {
        let cells = widths.iter().enumerate().map(|(column, width)| {
            let cell = cell(row, column);
            let room = " ".repeat(width.saturating_sub(cell.width()));
            let number = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit());
            if number { room + &cell } else { cell + &room }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(padded).collect()
}

/// One thing in full: a heading, and texts under headings of their own; an empty text is left out with its heading.
pub fn text_page<H: AsRef<str>>(
    title: &str,
    texts: impl IntoIterator<Item = (H, String)>,
) -> String {
    let mut page = sanitize_line(title).into_owned();
    for (heading, text) in texts {
        let text = sanitize(&text);
        if text.trim().is_empty() {
            continue;
        }
        page += &format!("\n\n{}", sanitize_line(heading.as_ref()));
        for line in text.trim_end().lines() {
            page.push('\n');
            page += format!("  {line}").trim_end();
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(said: &Output, json: bool, quiet: bool) -> String {
        let mut out = Vec::new();
        said.write(&mut out, json, quiet).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_aligned_by_how_wide_they_show() {
        let rows = [["1", "鈴木", "x"], ["10", "Zoë Z.", "y\nz"]];
        assert_eq!(
            text_table(&["No", "Name", "Goal"], &rows, |row| row.map(str::to_owned)),
            "No  Name    Goal\n 1  鈴木    x\n10  Zoë Z.  y z\n"
        );
    }

    #[test]
    fn nothing_acts_on_a_terminal_as_text_or_as_json() {
        let hostile = "a\u{1b}[2J\u{9b}\u{7f}\u{202e}\u{e0041}z";
        let said = Output::answer(hostile, json!({ "text": hostile }));
        assert_eq!(
            written(&said, false, false),
            "a<U+001B>[2J<U+009B><U+007F><U+202E><U+E0041>z\n"
        );
        let json = written(&said, true, false);
        assert!(!json.chars().any(needs_sanitizing), "{json:?}");
        let back: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["text"], hostile);
    }

    #[test]
    fn quiet_leaves_out_what_only_confirms() {
        let done = Output::done("goal “x” added", &["Due today.".into()], json!({}));
        assert_eq!(
            written(&done, false, false),
            "Goal “x” added.\nDue today.\n"
        );
        assert_eq!(written(&done, false, true), "");
        assert_eq!(written(&Output::answer("1", json!(1)), false, true), "1\n");
    }
}

//! Parses lists in text files: rows of cells under a header, from CSV or from the tables and lists of Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::errors;
use super::target::ImportTarget;
use crate::domain::goal::GoalStatus;
use crate::domain::sanitize::looks_like_formula;
use crate::problem::Problem;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedList {
    /// Kind of list that a heading above it names.
    pub target: Option<ImportTarget>,
    /// Column names; empty where it has no header, and then each row is one text.
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Decodes the bytes of a text file; invalid UTF-8 is read as Latin-1, and then the second value is true.
pub fn decode_text(bytes: &[u8]) -> Result<(String, bool), Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) || bytes.starts_with(b"PK\x03\x04") {
        return Err(errors::not_text());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), false)),
        Err(_) => Ok((bytes.iter().map(|byte| char::from(*byte)).collect(), true)),
    }
}

/// Parses a CSV file; the delimiter is the one that its first line has most of.
pub fn parse_csv(text: &str) -> Result<ImportedList, Problem> {
    let first = text.lines().next().unwrap_or_default();
    let delimiters = [b',', b';', b'\t'];
    let delimiter = delimiters
        .into_iter()
        .rev()
        .max_by_key(|delimiter| first.bytes().filter(|byte| byte == delimiter).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut list = ImportedList::default();
    for record in reader.records() {
        let record = record.map_err(|error| errors::invalid_csv(&error.to_string()))?;
        let cells: Vec<_> = record
            .iter()
            .map(|cell| unescape_formula(cell).to_owned())
            .collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if list.header.is_empty() {
            list.header = cells;
        } else {
            list.rows.push(cells);
        }
        if list.rows.len() > errors::MAX_RECORDS {
            return Err(errors::too_many_records());
        }
    }
    Ok(list)
}

/// Cell without the leading apostrophe that keeps a spreadsheet from running it as a formula.
fn unescape_formula(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|rest| looks_like_formula(rest)).unwrap_or(cell)
}

/// Parses the tables and lists of a Markdown file, each with the heading above it.
pub fn parse_markdown(text: &str) -> Result<Vec<ImportedList>, Problem> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = MarkdownListReader::default();
    for event in Parser::new_ext(text, options) {
        reader.handle_event(event);
        if reader.rows > errors::MAX_RECORDS {
            return Err(errors::too_many_records());
        }
    }
    Ok(reader.lists)
}

/// State of the Markdown parser.
#[derive(Default)]
struct MarkdownListReader {
    lists: Vec<ImportedList>,
    target: Option<ImportTarget>,
    /// Text of the present heading, cell or item.
    text: String,
    row: Vec<String>,
    in_head: bool,
    /// Nesting level of lists.
    depth: usize,
    rows: usize,
}

impl MarkdownListReader {
    fn handle_event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::TaskListMarker(true) => self.text.push_str(TICK_MARK),
            Event::TaskListMarker(false)
            | Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "marks within the text, which are read past"
    )]
    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { .. } | Tag::TableCell => self.text.clear(),
            Tag::Table(_) => self.begin(),
            Tag::TableHead => self.in_head = true,
            Tag::List(_) => {
                if self.depth == 0 {
                    self.begin();
                } else {
                    self.text.push('\n');
                }
                self.depth += 1;
            }
            Tag::Item if self.depth == 1 => self.text.clear(),
            Tag::Item => self.text.push_str("- "),
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "marks within the text, which are read past"
    )]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.target = ImportTarget::from_name(&std::mem::take(&mut self.text));
            }
            TagEnd::TableCell => self.row.push(std::mem::take(&mut self.text)),
            TagEnd::TableHead => {
                self.in_head = false;
                let header = std::mem::take(&mut self.row);
                if let Some(list) = self.lists.last_mut() {
                    list.header = header;
                }
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::List(_) => self.depth = self.depth.saturating_sub(1),
            TagEnd::Item if self.depth == 1 => {
                self.row.push(std::mem::take(&mut self.text));
                self.end_row();
            }
            TagEnd::Item | TagEnd::Paragraph if self.depth > 0 => self.text.push('\n'),
            _ => {}
        }
    }

    fn begin(&mut self) {
        self.lists.push(ImportedList {
            target: self.target,
            ..ImportedList::default()
        });
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if let (Some(list), true) = (
            self.lists.last_mut(),
            row.iter().any(|cell| !cell.trim().is_empty()),
        ) {
            list.rows.push(row);
            self.rows += 1;
        }
    }
}

/// Splits items of a list into cells: in a log the date stands before the first colon or dash.
pub fn items_to_rows(list: ImportedList, target: ImportTarget) -> ImportedList {
    let header = match target {
        ImportTarget::Log => vec!["Date", "Title", "Notes"],
        ImportTarget::Goals => vec!["Title", "Status", "Why"],
        ImportTarget::Actions => vec!["Title", "Done"],
    };
    let rows = list
        .rows
        .into_iter()
        .filter_map(|row| row.into_iter().next());
    let rows = rows.map(|item| {
        let (first, details) = item.trim().split_once('\n').unwrap_or((item.trim(), ""));
        let (ticked, first) = match first.strip_prefix(TICK_MARK) {
            Some(rest) => (true, rest.to_owned()),
            None => (false, first.to_owned()),
        };
        let details = details.trim().to_owned();
        match target {
            ImportTarget::Log => {
                let split = [": ", " – ", " — ", " - "]
                    .iter()
                    .find_map(|sign| first.split_once(sign));
                let (day, title) = split.unwrap_or((&first, ""));
                vec![day.to_owned(), title.to_owned(), details]
            }
            ImportTarget::Goals => {
                let status = if ticked { GoalStatus::Done.key() } else { "" };
                vec![first, status.to_owned(), details]
            }
            ImportTarget::Actions => vec![first, if ticked { "yes" } else { "" }.to_owned()],
        }
    });
    ImportedList {
        rows: rows.collect(),
        header: header.into_iter().map(str::to_owned).collect(),
        ..list
    }
}

/// Prefix for the text of a ticked item.
pub const TICK_MARK: &str = "\u{2713} ";

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(list: &ImportedList) -> Vec<Vec<&str>> {
        let cells = |row: &'_ Vec<String>| row.len();
        assert!(list.rows.iter().all(|row| cells(row) > 0));
        list.rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.trim()).collect())
            .collect()
    }

    #[test]
    fn csv_is_parted_by_comma_semicolon_or_tab() {
        for text in ["a,b\n1,\"x, y\"\n\n", "a;b\n1;x, y\n", "a\tb\n1\tx, y\n"] {
            let list = parse_csv(text).unwrap();
            assert_eq!(list.header, ["a", "b"]);
            assert_eq!(rows(&list), [["1", "x, y"]]);
        }
        assert_eq!(
            rows(&parse_csv("a\n'=1+1\n'tis\n").unwrap()),
            [["=1+1"], ["'tis"]]
        );
    }

    #[test]
    fn tables_and_lists_of_a_page_are_found_under_their_headings() {
        let lists = parse_markdown(
            "# Goals\n\n- Start a **STEM** hour\n- [x] Learn\n  - a step\n\n## Log\n\n| Date | About |\n|---|---|\n| dec 1 | First |\n",
        )
        .unwrap();
        assert_eq!(lists.len(), 2);
        assert_eq!(lists[0].target, Some(ImportTarget::Goals));
        assert_eq!(
            rows(&lists[0]),
            [["Start a STEM hour"], ["✓ Learn\n- a step"]]
        );
        assert_eq!(
            (lists[1].target, &lists[1].header),
            (
                Some(ImportTarget::Log),
                &vec!["Date".to_owned(), "About".to_owned()]
            )
        );
        assert_eq!(rows(&lists[1]), [["dec 1", "First"]]);
    }

    #[test]
    fn what_is_no_text_is_refused_and_old_letters_are_read() {
        assert!(decode_text(b"PK\x03\x04").is_err() && decode_text(b"a\0b").is_err());
        assert_eq!(
            decode_text(b"B\xfccher").unwrap(),
            ("Bücher".to_owned(), true)
        );
        assert_eq!(
            decode_text(b"\xef\xbb\xbfa").unwrap(),
            ("a".to_owned(), false)
        );
    }
}

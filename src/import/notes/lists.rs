//! The lists and tables of a Markdown text, each with the heading above it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::days::date_at_start;
use super::row;
use super::tasks::{self, Task};
use crate::domain::dates::abbreviate_input;
use crate::domain::goal::GoalStatus;
use crate::domain::words::parse_done;
use crate::import::errors;
use crate::import::table::{ImportedList, ImportedRow};
use crate::import::target::ImportTarget;
use crate::problem::Problem;

use chrono::NaiveDate;

/// The lists of a text, and what stands outside of them.
pub struct FoundLists {
    pub lists: Vec<ImportedList>,
    /// Each paragraph in a sentence.
    pub outside: Vec<String>,
}

/// Parses the tables and lists of a Markdown text.
///
/// # Errors
/// When there are too many rows.
pub fn parse_lists(text: &str) -> Result<FoundLists, Problem> {
    let mut reader = ListReader {
        line_starts: text.match_indices('\n').map(|(at, _)| at + 1).collect(),
        ..ListReader::default()
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.read_event(event, range.start);
        if reader.rows > errors::MAX_ROWS {
            return Err(errors::too_many_rows());
        }
    }
    reader.lists.retain(|list| !list.rows.is_empty());
    Ok(FoundLists {
        lists: reader.lists,
        outside: reader.outside,
    })
}

/// Deepest level to which an item within an item is indented: a line of nothing but bullets would fill the memory.
const MAX_INDENT: usize = 16;

/// State of the Markdown parser.
#[derive(Default)]
struct ListReader {
    lists: Vec<ImportedList>,
    outside: Vec<String>,
    /// Places at which the lines after the first one begin.
    line_starts: Vec<usize>,
    /// Text of the last heading.
    heading: String,
    /// Text of the present heading, cell or item.
    text: String,
    row: ImportedRow,
    /// Addresses of the links around the present text.
    links: Vec<String>,
    /// Nesting level of lists.
    depth: usize,
    rows: usize,
}

impl ListReader {
    fn read_event(&mut self, event: Event, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::InlineHtml(tag) if tag.to_lowercase().starts_with("<br") => self.text.push('\n'),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::TaskListMarker(_)
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
    fn start(&mut self, tag: Tag, at: usize) {
        match tag {
            Tag::Heading { .. } | Tag::TableCell => self.text.clear(),
            Tag::Paragraph | Tag::CodeBlock(_) if self.depth == 0 => {
                self.text.clear();
                self.row.number = self.line(at);
            }
            Tag::Table(_) => self.begin(),
            Tag::TableRow => self.row.number = self.line(at),
            Tag::List(_) => {
                if self.depth == 0 {
                    self.begin();
                } else {
                    self.text.push('\n');
                }
                self.depth += 1;
            }
            Tag::Item if self.depth == 1 => {
                self.text.clear();
                self.row.number = self.line(at);
            }
            Tag::Item => {
                let indent = "  ".repeat((self.depth - 2).min(MAX_INDENT));
                self.text.push_str(&format!("{indent}- "));
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push(dest_url.into_string());
            }
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "marks within the text, which are read past"
    )]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.heading = std::mem::take(&mut self.text),
            TagEnd::Paragraph | TagEnd::CodeBlock if self.depth == 0 => {
                let (number, text) = (self.row.number, std::mem::take(&mut self.text));
                // “Action items:” heads the list below it without being a heading.
                if ImportTarget::from_label(&text).is_some() {
                    self.heading = text;
                    return;
                }
                let text = abbreviate_input(&text);
                self.outside.push(format!(
                    "Line {number}: “{text}” stands in no list and below no day."
                ));
            }
            TagEnd::TableCell => self.row.cells.push(std::mem::take(&mut self.text)),
            TagEnd::TableHead => {
                let header = std::mem::take(&mut self.row.cells);
                if let Some(list) = self.lists.last_mut() {
                    list.header = header;
                }
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::List(_) => self.depth = self.depth.saturating_sub(1),
            TagEnd::Item if self.depth == 1 => {
                self.row.cells.push(std::mem::take(&mut self.text));
                self.end_row();
            }
            TagEnd::Item | TagEnd::Paragraph if self.depth > 0 => self.text.push('\n'),
            TagEnd::Link | TagEnd::Image => {
                // The address of a link is what it is for.
                let address = self
                    .links
                    .pop()
                    .filter(|it| !self.text.contains(it.trim_start_matches("mailto:")));
                if let Some(address) = address {
                    self.text.push_str(&format!(" ({address})"));
                }
            }
            _ => {}
        }
    }

    fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at) + 1
    }

    fn begin(&mut self) {
        self.lists.push(ImportedList {
            target: ImportTarget::from_name(&self.heading),
            name: self.heading.trim().to_owned(),
            has_lines: true,
            ..ImportedList::default()
        });
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if let Some(list) = self.lists.last_mut().filter(|_| !row.is_blank()) {
            list.rows.push(row);
            self.rows += 1;
        }
    }
}

/// True for a list without header in which an item is marked as a task.
pub fn has_tasks(list: &ImportedList) -> bool {
    let mut items = list.rows.iter().flat_map(|row| &row.cells);
    list.header.is_empty() && items.any(|item| Task::is_marked(item))
}

/// Splits the items of a list without header into cells. In a log the date stands first; below a task, what is marked is a
/// task of its own.
pub fn items_to_rows(list: ImportedList, target: ImportTarget, today: NaiveDate) -> ImportedList {
    let header: &[&str] = match target {
        ImportTarget::Log => &["Date", "Title", "Notes"],
        ImportTarget::Goals => &["Title", "Status", "Why"],
        ImportTarget::Actions => tasks::HEADER,
    };
    let mut rows = Vec::new();
    let mut beside = Vec::new();
    // Below “Done” all are.
    let are_done = parse_done(&list.name) == Some(true);
    for ImportedRow { number, cells } in list.rows {
        let item = cells.into_iter().next().unwrap_or_default();
        let (first, details) = item.trim().split_once('\n').unwrap_or((item.trim(), ""));
        match target {
            ImportTarget::Log => {
                let (day, title) = date_at_start(first, today)
                    .unwrap_or_else(|| (first.to_owned(), String::new()));
                rows.push(row(number, [day, title, details.trim().to_owned()]));
            }
            ImportTarget::Goals => {
                let [text, done, ..] = Task::of_item(first).cells();
                let status = if parse_done(&done) == Some(true) {
                    GoalStatus::Done.key()
                } else {
                    ""
                };
                rows.push(row(
                    number,
                    [text, status.to_owned(), details.trim().to_owned()],
                ));
            }
            ImportTarget::Actions => {
                rows.push(row(number, Task::of_item(first).or_done(are_done).cells()));
                for line in details.lines().filter(|line| !line.trim().is_empty()) {
                    match Task::of_line(line, false) {
                        Some(task) => rows.push(row(number, task.cells())),
                        None => beside.push(line.trim().to_owned()),
                    }
                }
            }
        }
    }
    ImportedList {
        rows,
        beside,
        is_made: true,
        header: header.iter().map(|it| (*it).to_owned()).collect(),
        ..list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(list: &ImportedList) -> Vec<(usize, Vec<&str>)> {
        let cells = |row: &'_ ImportedRow| row.number;
        list.rows
            .iter()
            .map(|row| {
                (
                    cells(row),
                    row.cells.iter().map(|cell| cell.trim()).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn lists_and_tables_stand_under_their_headings() {
        let lists = parse_lists(
            "# Goals\n\n- Start a **STEM** hour\n- [x] Learn\n  - a step\n    - deep\n\n## Log\n\n| Date | About |\n|---|---|\n| dec 1 | a<br>b, see [it](https://example.org) |\n",
        )
        .unwrap()
        .lists;
        assert_eq!(lists.len(), 2);
        assert_eq!(lists[0].target, Some(ImportTarget::Goals));
        assert_eq!(
            rows(&lists[0]),
            [
                (3, vec!["Start a STEM hour"]),
                (4, vec!["[x] Learn\n- a step\n  - deep"])
            ]
        );
        assert_eq!(
            (lists[1].target, &lists[1].header),
            (
                Some(ImportTarget::Log),
                &vec!["Date".to_owned(), "About".to_owned()]
            )
        );
        assert_eq!(
            rows(&lists[1]),
            [(12, vec!["dec 1", "a\nb, see it (https://example.org)"])]
        );
    }

    #[test]
    fn nothing_below_a_task_vanishes() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let list = parse_lists("- [ ] Plan\n  - [x] Ask\n  - quiet rooms\n")
            .unwrap()
            .lists
            .remove(0);
        assert!(has_tasks(&list));
        let list = items_to_rows(list, ImportTarget::Actions, today);
        assert_eq!(
            rows(&list),
            [
                (1, vec!["Plan", "no", "", ""]),
                (1, vec!["Ask", "yes", "", ""])
            ]
        );
        assert_eq!(list.beside, ["- quiet rooms"]);
    }
}

//! Notes in Markdown or plain text: days with what was said on them, lists, tables, tasks.
//!
//! [`parse_notes`] first takes the days out, each with the text below it, and leaves that text as it is: it becomes the
//! notes of a meeting. What is left is read as Markdown for its lists and tables.

mod days;
mod lists;
mod tasks;

pub use lists::{has_tasks, items_to_rows};

use chrono::NaiveDate;

use super::errors;
use super::table::{ImportedList, ImportedRow};
use super::target::ImportTarget;
use crate::problem::Problem;

/// Lists of one text, and what was passed over.
#[derive(Debug, Default, PartialEq)]
pub struct ImportedNotes {
    pub lists: Vec<ImportedList>,
    /// Decisions to report, each in a sentence.
    pub notes: Vec<String>,
    /// Text that belongs to no list and no day, each in a sentence.
    pub left_out: Vec<String>,
}

/// Parses notes. `name` is the name of the file, which may be a day; `target` the kind of list that was asked for.
///
/// # Errors
/// When it is a page that the program itself wrote for people to read, or holds too much.
pub fn parse_notes(
    text: &str,
    name: &str,
    target: Option<ImportTarget>,
    today: NaiveDate,
) -> Result<ImportedNotes, Problem> {
    if is_own_page(text) {
        return Err(errors::own_page());
    }
    let mut read = ImportedNotes::default();
    let mut lines: Vec<String> = text.lines().map(plain_line).collect();
    let mut day = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned();
    if let Some(end) = front_matter_end(&lines) {
        let dated = lines[..end]
            .iter()
            .find_map(|line| line.strip_prefix("date:"));
        if let Some(dated) = dated {
            dated.trim().trim_matches(['"', '\'']).clone_into(&mut day);
        }
        // The numbers of the lines stay.
        lines[..=end].fill(String::new());
        read.notes
            .push("The block of properties at the top of the page is passed over.".to_owned());
    }
    join_day_lines(&mut lines);
    let takes_days = target.is_none_or(|it| it == ImportTarget::Log);
    if takes_days {
        let days = days::take_days(&mut lines, &day, today);
        read.lists.extend(
            [days.meetings, days.tasks]
                .into_iter()
                .filter(|list| !list.rows.is_empty()),
        );
    }
    let found = lists::parse_lists(&lines.join("\n"))?;
    // Lines without a mark are the list where there is no other, and what they are was said.
    let is_plain = !takes_days && found.lists.is_empty() && !found.outside.is_empty();
    if is_plain {
        read.lists.push(lines_as_list(&lines));
    } else {
        read.lists.extend(found.lists);
        read.left_out = found.outside;
    }
    if read.lists.iter().map(|list| list.rows.len()).sum::<usize>() > errors::MAX_ROWS {
        return Err(errors::too_many_rows());
    }
    Ok(read)
}

/// A list of which each line is an item.
fn lines_as_list(lines: &[String]) -> ImportedList {
    let filled = lines.iter().enumerate();
    let filled = filled.filter(|(_, line)| !line.trim().is_empty());
    ImportedList {
        rows: filled
            .map(|(at, line)| row(at + 1, [line.trim().to_owned()]))
            .collect(),
        has_lines: true,
        ..ImportedList::default()
    }
}

/// True for a page of this program: both people are among the facts at its top.
fn is_own_page(text: &str) -> bool {
    let has = |fact: &str| text.lines().take(20).any(|line| line.starts_with(fact));
    has("- **Mentee:** ") && has("- **Mentor:** ")
}

/// The last line of a block between two `---` at the top.
fn front_matter_end(lines: &[String]) -> Option<usize> {
    let is_fence = |line: &&String| line.trim_end() == "---";
    lines.first().filter(is_fence)?;
    lines
        .iter()
        .skip(1)
        .position(|line| is_fence(&line))
        .map(|at| at + 1)
}

/// Puts the day of a task, which Logseq writes in a line of its own, behind the task.
fn join_day_lines(lines: &mut [String]) {
    for at in 1..lines.len() {
        let day = lines[at].trim().to_owned();
        if day.starts_with("SCHEDULED:") || day.starts_with("DEADLINE:") {
            lines[at].clear();
            lines[at - 1].push_str(&format!(" {day}"));
        }
    }
}

/// Boxes to tick before a task, and how Markdown writes them.
const BOXES: &[(&[char], &str)] = &[
    (&['☐', '❑', '❏', '□', '▢'], "[ ]"),
    (&['☑', '☒', '✅', '✓', '✔', '🗹'], "[x]"),
];

/// A line without the brackets around the names of pages, and with the bullet that Word puts on the clipboard, or a box to
/// tick, as one of Markdown.
fn plain_line(line: &str) -> String {
    let line = line.replace("[[", "").replace("]]", "");
    let text = line.trim_start();
    let indent = &line[..line.len() - text.len()];
    let item = text.trim_start_matches(['-', '*', '•', ' ']);
    for (signs, mark) in BOXES {
        let rest = item.strip_prefix(*signs);
        if let Some(rest) = rest.filter(|rest| rest.starts_with([' ', '\t', '\u{a0}', '\u{fe0f}']))
        {
            let rest = rest.trim_start_matches(['\u{fe0f}', '\u{a0}']).trim_start();
            return format!("{indent}- {mark} {rest}");
        }
    }
    if ["[ ] ", "[x] ", "[X] "]
        .iter()
        .any(|mark| text.starts_with(mark))
    {
        return format!("{indent}- {text}");
    }
    let rest = text
        .strip_prefix(['•', '·', '▪', '◦', '‣', '–', '—', '●', '○', '■'])
        .filter(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
        .or_else(|| {
            text.strip_prefix("o\t")
                .or_else(|| text.strip_prefix("§\t"))
        });
    match rest {
        Some(rest) => format!("{indent}- {}", rest.trim_start()),
        None => line,
    }
}

/// A row of a list in a text.
fn row(number: usize, cells: impl IntoIterator<Item = String>) -> ImportedRow {
    ImportedRow {
        number,
        cells: cells.into_iter().collect(),
    }
}

//! Days in notes: a heading or a line that is a date, and the text below it.

use chrono::{Datelike, Days, NaiveDate};

use super::row;
use super::tasks::{self, Task};
use crate::domain::dates::{TimeDirection, parse_moment};
use crate::domain::words::plain_words;
use crate::import::table::ImportedList;
use crate::import::target::ImportTarget;

/// Meetings and tasks found under the days of a text.
pub struct DayLists {
    /// A row for each day: date, title and the text below it.
    pub meetings: ImportedList,
    /// The tasks among that text.
    pub tasks: ImportedList,
}

/// Most words of a date at the beginning of a line: “Tuesday, 3 de noviembre de 2026 10:00”.
const MAX_DATE_WORDS: usize = 8;

/// Most bytes of a line that is a date with a title.
const MAX_TITLED_BYTES: usize = 100;

/// Most words of a line that only says what is below it.
const MAX_LABEL_WORDS: usize = 4;

/// Most bytes of a date that stands by itself.
const MAX_DATE_BYTES: usize = 48;

/// Takes the days and what stands below them out of `lines`, which are blank afterwards. Where no line is a day but `name`,
/// that of the page, is one, all of the text is of that day. Where that is none either, lines and headings with a day
/// before or behind other words are days.
pub fn take_days(lines: &mut [String], name: &str, today: NaiveDate) -> DayLists {
    let list = |target, header: &[&str]| ImportedList {
        target: Some(target),
        header: header.iter().map(|it| (*it).to_owned()).collect(),
        has_lines: true,
        is_made: true,
        ..ImportedList::default()
    };
    let mut found = DayLists {
        meetings: list(ImportTarget::Log, &["Date", "Title", "Notes"]),
        tasks: list(ImportTarget::Actions, tasks::HEADER),
    };
    let mut heads = headings(lines, |line| Heading::of(line, today));
    let is_day = |(_, heading): &(usize, Heading)| heading.day.is_some();
    // Logseq writes 2026_11_03.md.
    let name = name.replace('_', "-");
    if !heads.iter().any(is_day)
        && let Some((day, title)) = date_at_start(&name, today)
    {
        let all = Heading {
            level: 0,
            text: String::new(),
            day: Some((day, title)),
        };
        found.take(lines, 0..lines.len(), &all, &heads);
        return found;
    }
    if !heads.iter().any(is_day) {
        heads = headings(lines, |line| Heading::with_day_within(line, today));
    }
    for (index, (at, heading)) in heads.iter().enumerate().filter(|(_, head)| is_day(head)) {
        let ends =
            |(_, other): &&(usize, Heading)| other.level <= heading.level || other.day.is_some();
        let end = heads[index + 1..]
            .iter()
            .find(ends)
            .map_or(lines.len(), |(at, _)| *at);
        lines[*at].clear();
        // The line below a heading that is underlined.
        if let Some(below) = lines.get_mut(*at + 1).filter(|line| is_underline(line)) {
            below.clear();
        }
        found.take(lines, *at..end, heading, &heads);
    }
    found
}

fn headings(lines: &[String], heading: impl Fn(&str) -> Option<Heading>) -> Vec<(usize, Heading)> {
    let mut heads = Vec::new();
    let mut fenced = false;
    for (at, line) in lines.iter().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if let (false, Some(heading)) = (fenced, heading(line)) {
            heads.push((at, heading));
        }
    }
    heads
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.chars().all(|c| c == '-' || c == '=')
}

impl DayLists {
    /// Adds the day of `heading` with the `lines` of `range`, which are blank afterwards.
    fn take(
        &mut self,
        lines: &mut [String],
        range: std::ops::Range<usize>,
        heading: &Heading,
        heads: &[(usize, Heading)],
    ) {
        let (day, title) = heading.day.clone().unwrap_or_default();
        let number = range.start + 1;
        let mut notes = Vec::new();
        // Below “Next steps” every point is a task.
        let mut all_are_tasks = false;
        for at in range {
            let line = std::mem::take(&mut lines[at]);
            if let Ok(found) = heads.binary_search_by_key(&at, |(place, _)| *place) {
                let below = ImportTarget::from_name(&heads[found].1.text);
                all_are_tasks = below == Some(ImportTarget::Actions);
            } else if is_label(&line) {
                all_are_tasks = ImportTarget::from_label(&line) == Some(ImportTarget::Actions);
            }
            match Task::of_line(&line, all_are_tasks) {
                Some(task) => {
                    let task = task.or_agreed(&day);
                    self.tasks.rows.push(row(at + 1, task.cells()));
                }
                None => notes.push(line),
            }
        }
        let notes = notes.join("\n").trim().to_owned();
        self.meetings.rows.push(row(number, [day, title, notes]));
    }
}

/// A line that heads the lines below it.
struct Heading {
    /// Number of `#`; 7 for a line that is a date and nothing else.
    level: usize,
    text: String,
    /// The date that it begins with, and what follows it.
    day: Option<(String, String)>,
}

impl Heading {
    fn of(line: &str, today: NaiveDate) -> Option<Self> {
        if let Some((level, text)) = marked_heading(line) {
            let day = date_at_start(&text, today);
            return Some(Self { level, text, day });
        }
        // “**Nov 3, 2026:**” by itself
        let text = line.trim().trim_matches(|c| "*_:".contains(c));
        if text.len() > MAX_DATE_BYTES {
            return None;
        }
        let text = text.to_owned();
        let day = date_at_start(&text, today).filter(|(_, title)| title.is_empty())?;
        Some(Self {
            level: 7,
            text,
            day: Some(day),
        })
    }

    /// A heading with a day behind other words, or a line that begins with a day and a sign before its title.
    fn with_day_within(line: &str, today: NaiveDate) -> Option<Self> {
        if let Some((level, text)) = marked_heading(line) {
            let day = date_at_start(&text, today).or_else(|| date_at_end(&text, today));
            return Some(Self { level, text, day });
        }
        let text = line.replace("**", "").replace("__", "");
        let text = ["Date:", "Datum:", "Fecha:"]
            .iter()
            .find_map(|name| text.trim().strip_prefix(name))
            .unwrap_or(&text)
            .trim();
        if text.len() > MAX_TITLED_BYTES {
            return None;
        }
        let (day, title) =
            date_at_start(text, today).filter(|(day, _)| is_day_of_year(day, today))?;
        let sign = text[day.len()..].trim_start();
        let is_titled = title.is_empty() || sign.starts_with([':', '-', '–', '—', '|']);
        is_titled.then(|| Self {
            level: 7,
            text: text.to_owned(),
            day: Some((day, title)),
        })
    }
}

/// Level and text of a heading of Markdown, without the marks of bold and italic.
fn marked_heading(line: &str) -> Option<(usize, String)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && text.starts_with([' ', '\t']);
    let text = text.trim().trim_end_matches('#');
    let text = text.replace('*', "").replace("__", "");
    is_heading.then(|| (level, text.trim().to_owned()))
}

/// True for a line that says of which kind what follows is: “Action items:”, “**Discussion**”.
fn is_label(line: &str) -> bool {
    let text = line.trim();
    let is_marked = text.ends_with(':') || text.ends_with("**") && text.starts_with("**");
    is_marked && text.split_whitespace().count() <= MAX_LABEL_WORDS && !text.starts_with("- ")
}

/// The date at the end of a heading, and what stands before it: “First talk (Nov 3)”. One of goals or of things to do has
/// the day by which they are done.
fn date_at_end(text: &str, today: NaiveDate) -> Option<(String, String)> {
    const UNTIL: [&str; 9] = [
        "by", "until", "till", "due", "before", "from", "since", "bis", "ab",
    ];
    let is_of_days = match ImportTarget::from_name(text) {
        Some(ImportTarget::Goals | ImportTarget::Actions) => false,
        Some(ImportTarget::Log) | None => true,
    };
    let ends = text.match_indices([' ', '(', ':', ',']);
    let ends = ends.filter(|(at, _)| is_of_days && text.len() - at <= MAX_DATE_BYTES);
    let found = ends.map(|(at, sign)| at + sign.len()).find_map(|at| {
        let day = text[at..].trim().trim_matches(['(', ')']);
        let title = text[..at].trim_end_matches([' ', '(', ':', ',', '-', '–', '—', '|']);
        is_day_of_year(day, today).then(|| (day.to_owned(), title.to_owned()))
    })?;
    let before = plain_words(&found.1);
    let is_until = UNTIL.contains(&before.rsplit(' ').next().unwrap_or_default());
    (!is_until).then_some(found)
}

/// True for a date with its month, which is the same whatever day is today.
fn is_day_of_year(text: &str, today: NaiveDate) -> bool {
    let read = |today| parse_moment(text, today, TimeDirection::Past).ok();
    let other = today.checked_sub_days(Days::new(200));
    let Some(one) = read(today) else {
        return false;
    };
    other.and_then(read).map_or_else(
        // A weekday that fits in one year alone stands before a month.
        || {
            text.split(' ')
                .filter(|word| !word.contains(char::is_numeric))
                .count()
                > 1
        },
        |other| (one.date.month(), one.date.day()) == (other.date.month(), other.date.day()),
    )
}

/// The date at the beginning of `text`, and what follows it without the sign between them.
pub fn date_at_start(text: &str, today: NaiveDate) -> Option<(String, String)> {
    let text = text.trim();
    let has_digit = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let is_date = |part: &str| {
        has_digit(part)
            && parse_moment(part, today, TimeDirection::Past)
                .is_ok_and(|moment| !is_hour_alone(part, moment.date, today))
    };
    let ends = text
        .char_indices()
        .filter(|(_, c)| " \t]:–—".contains(*c))
        .map(|(at, _)| at);
    let mut ends: Vec<_> = ends.take(MAX_DATE_WORDS * 2).chain([text.len()]).collect();
    ends.sort_unstable();
    let longest = ends.into_iter().rev().find(|end| {
        let part = text[..*end].trim_end_matches([',', ' ', '-', '–', '—', ':']);
        part.split_whitespace().count() <= MAX_DATE_WORDS && is_date(part)
    })?;
    let (day, rest) = text.split_at(longest);
    let day = day
        .trim_end_matches([',', ' ', '-', '–', '—', ':'])
        .to_owned();
    let rest = rest.trim_start_matches(|c: char| " \t]:–—-,|".contains(c));
    Some((day, rest.trim().to_owned()))
}

/// True for “10:30” and the like, which name no day.
fn is_hour_alone(part: &str, date: NaiveDate, today: NaiveDate) -> bool {
    date == today
        && !part.contains(['-', '/', '.'])
        && part.contains(':')
        && part.split_whitespace().count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn a_date_is_known_at_the_beginning_of_a_line() {
        for (text, day, title) in [
            ("2026-11-03", "2026-11-03", ""),
            ("2026-11-03 First talk", "2026-11-03", "First talk"),
            ("2026-11-03: First: talk", "2026-11-03", "First: talk"),
            ("Nov 3, 2026 – First talk", "Nov 3, 2026", "First talk"),
            (
                "Tue, Nov 3, 2026 - First talk",
                "Tue, Nov 3, 2026",
                "First talk",
            ),
            ("3. November 2026", "3. November 2026", ""),
        ] {
            assert_eq!(
                date_at_start(text, today()),
                Some((day.to_owned(), title.to_owned())),
                "{text}"
            );
        }
        for text in ["Meetings with Ned", "friday", "7 ideas", "10:30", ""] {
            assert_eq!(date_at_start(text, today()), None, "{text}");
        }
    }

    fn days(text: &str, name: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>, String) {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        let found = take_days(&mut lines, name, today());
        let cells = |list: ImportedList| list.rows.into_iter().map(|row| row.cells).collect();
        (
            cells(found.meetings),
            cells(found.tasks),
            lines.join("\n").trim().to_owned(),
        )
    }

    #[test]
    fn a_day_has_the_text_up_to_the_next_heading_and_its_tasks() {
        let text = "# Log\n\n## 2026-11-03 First\n\nSaid *much*.\n\n- a point\n- [ ] Send the list\n\n### Next steps\n\n- Ned: call\n\n## 2026-11-10\n\nx\n\n## Goals\n\n- One\n";
        let (meetings, tasks, left) = days(text, "log.md");
        assert_eq!(
            meetings,
            [
                [
                    "2026-11-03",
                    "First",
                    "Said *much*.\n\n- a point\n\n### Next steps"
                ],
                ["2026-11-10", "", "x"]
            ]
        );
        assert_eq!(
            tasks,
            [
                ["Send the list", "no", "", "2026-11-03"],
                ["Ned: call", "", "", "2026-11-03"]
            ]
        );
        let left: Vec<_> = left.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(left, ["# Log", "## Goals", "- One"]);
    }

    #[test]
    fn the_name_of_a_daily_note_is_its_day() {
        let (meetings, tasks, _) = days("Call with Ned.\n\n- [x] Book the room\n", "2026-11-03");
        assert_eq!(meetings, [["2026-11-03", "", "Call with Ned."]]);
        assert_eq!(tasks, [["Book the room", "yes", "", "2026-11-03"]]);
        assert!(days("Call with Ned.\n", "notes.md").0.is_empty());
    }

    #[test]
    fn a_line_that_is_a_date_heads_plain_notes() {
        let (meetings, _, _) = days(
            "Nov 3, 2026\nShelf plans.\n\n**2026-11-10**\nA survey.\n",
            "notes.txt",
        );
        assert_eq!(
            meetings,
            [
                ["Nov 3, 2026", "", "Shelf plans."],
                ["2026-11-10", "", "A survey."]
            ]
        );
    }
}

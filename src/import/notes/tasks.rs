//! Tasks as Obsidian, Logseq and others write them in lists.

/// Columns of [`Task::cells`].
pub const HEADER: &[&str] = &["Task", "Done", "Due", "Agreed"];

/// Words of Logseq before a task; those not in capitals are text.
const WORDS: &[(&str, &str)] = &[
    ("TODO ", "no"),
    ("DONE ", "yes"),
    ("LATER ", "no"),
    ("NOW ", "no"),
    ("DOING ", "no"),
    ("WAITING ", "no"),
    ("IN-PROGRESS ", "no"),
    ("CANCELED ", "canceled"),
    ("CANCELLED ", "canceled"),
];

/// Signs of the Obsidian plugin Tasks for priorities, which actions do not have.
const PRIORITIES: [char; 6] = ['🔺', '⏫', '🔼', '🔽', '⏬', '\u{fe0f}'];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    text: String,
    /// A word or a day for what is done; empty where nothing says it.
    done: String,
    due: String,
    /// The day on which it was noted.
    agreed: String,
}

impl Task {
    /// The task in a line with a bullet; where no mark of a task stands behind the bullet, only if `all_are_tasks`.
    pub fn of_line(line: &str, all_are_tasks: bool) -> Option<Self> {
        let line = line.trim_start();
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let item = line
            .strip_prefix(['-', '*', '+'])
            .or_else(|| {
                number
                    .strip_prefix(['.', ')'])
                    .filter(|_| number.len() < line.len())
            })
            .filter(|rest| rest.starts_with([' ', '\t']));
        let item = item?;
        Self::is_marked(item)
            .then_some(())
            .or(all_are_tasks.then_some(()))?;
        let task = Self::of_item(item);
        (!task.text.is_empty()).then_some(task)
    }

    /// True if a box or a word marks `item` as a task.
    pub fn is_marked(item: &str) -> bool {
        let item = item.trim_start();
        boxed(item).is_some()
            || struck(item).is_some()
            || WORDS.iter().any(|(word, _)| item.starts_with(word))
    }

    /// The task in the text of an item of a list.
    pub fn of_item(item: &str) -> Self {
        let item = item.trim();
        let (mut done, mut text) = match boxed(item) {
            Some((mark, rest)) => (mark, rest),
            None => ("", item),
        };
        if let Some(rest) = struck(text) {
            (done, text) = ("yes", rest);
        }
        if let Some((word, state)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) {
            done = state;
            text = &text[word.len()..];
        }
        let (text, due) = take_day(
            text,
            &["📅", "🗓", "DEADLINE:", "SCHEDULED:", "[due::", "due::"],
        );
        let (text, done_on) = take_day(&text, &["✅"]);
        let (text, agreed) = take_day(&text, &["➕"]);
        let text: String = text.chars().filter(|c| !PRIORITIES.contains(c)).collect();
        let done = if done_on.is_empty() {
            done.to_owned()
        } else {
            done_on
        };
        Self {
            text: text.trim().to_owned(),
            done,
            due,
            agreed,
        }
    }

    /// The task, done if `are_done` and it says nothing else.
    pub fn or_done(mut self, are_done: bool) -> Self {
        if are_done && self.done.is_empty() {
            "yes".clone_into(&mut self.done);
        }
        self
    }

    /// The task, agreed on `day` if it says no other.
    pub fn or_agreed(mut self, day: &str) -> Self {
        if self.agreed.is_empty() {
            day.clone_into(&mut self.agreed);
        }
        self
    }

    /// Its cells under [`HEADER`].
    pub fn cells(self) -> [String; 4] {
        [self.text, self.done, self.due, self.agreed]
    }
}

/// The mark in the box at the beginning of an item, as a word, and what follows.
fn boxed(item: &str) -> Option<(&'static str, &str)> {
    let mut letters = item.strip_prefix('[')?.chars();
    let mark = letters.next()?;
    let rest = letters.as_str().strip_prefix(']')?;
    let rest = rest.strip_prefix(' ').or(rest.is_empty().then_some(rest))?;
    let word = match mark {
        ' ' | '/' | '>' | '!' | '?' => "no",
        'x' | 'X' => "yes",
        '-' => "canceled",
        _ => return None,
    };
    Some((word, rest))
}

/// The text of an item that is struck through, all of it: `~~Send the list~~`.
fn struck(item: &str) -> Option<&str> {
    let text = item.trim().strip_prefix("~~")?.strip_suffix("~~")?;
    (!text.contains("~~")).then_some(text)
}

/// Takes the day behind one of the `signs` out of a text: `📅 2026-12-01`, `DEADLINE: <2026-12-01 Tue>`.
fn take_day(text: &str, signs: &[&str]) -> (String, String) {
    let found = signs
        .iter()
        .find_map(|sign| text.find(sign).map(|at| (at, at + sign.len())));
    let Some((at, behind)) = found else {
        return (text.to_owned(), String::new());
    };
    let rest = text[behind..].trim_start_matches(['\u{fe0f}', ' ', '<']);
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '-')
        .unwrap_or(rest.len());
    if end == 0 {
        return (text.to_owned(), String::new());
    }
    let after = &rest[end..];
    let after = after
        .split_once(['>', ']'])
        .filter(|(within, _)| within.len() < 12)
        .map_or(after, |(_, after)| after);
    (format!("{}{after}", &text[..at]), rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_of_other_programs_are_read() {
        for (line, text, done, due) in [
            ("- [ ] Send the list", "Send the list", "no", ""),
            (
                "  * [x] Book the room ✅ 2026-11-20",
                "Book the room",
                "2026-11-20",
                "",
            ),
            (
                "- [ ] Send it 📅 2026-12-01 ⏫",
                "Send it",
                "no",
                "2026-12-01",
            ),
            (
                "- TODO Send it DEADLINE: <2026-12-01 Tue>",
                "Send it",
                "no",
                "2026-12-01",
            ),
            ("- DONE Book the room", "Book the room", "yes", ""),
            (
                "1. [ ] Ask [due:: 2026-12-01] them",
                "Ask  them",
                "no",
                "2026-12-01",
            ),
            ("- [-] Never mind", "Never mind", "canceled", ""),
            ("- [/] Half of it", "Half of it", "no", ""),
            ("- ~~Send it~~", "Send it", "yes", ""),
            ("- [x] ~~Send it~~", "Send it", "yes", ""),
        ] {
            let cells = Task::of_line(line, false).unwrap().cells();
            assert_eq!(cells, [text, done, due, ""], "{line}");
        }
        for line in ["- a point", "TODO in a text", "- [link](x)", "", "- [ ] "] {
            assert_eq!(Task::of_line(line, false), None, "{line}");
        }
        assert!(Task::of_line("- a point", true).is_some());
    }
}

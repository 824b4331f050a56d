//! Marks of note lines: a sign and a blank at the start say what the line becomes.

use chrono::NaiveDate;

use crate::domain::book::Book;
use crate::domain::dates::phrase;
use crate::domain::ops::meeting::parse_actions;
use crate::domain::person::{Owner, Role};
use crate::domain::sanitize::needs_sanitizing;
use crate::domain::string_enum::string_enum;

string_enum! {
    /// Record that a line of the notes becomes when the call ends.
    Mark, "mark" {
        Action = "action" => "action",
        Decision = "decision" => "decision",
        Private = "private" => "private",
        Win = "win" => "win",
    }
}

impl Mark {
    /// Sign at the start of the line; that of a win is set by its key and hard to type by chance.
    pub const fn sign(self) -> char {
        match self {
            Self::Action => '!',
            Self::Decision => '=',
            Self::Private => '~',
            Self::Win => '★',
        }
    }
}

/// Splits a line into its mark and its words. A backslash before a mark makes it plain text, and is taken away.
pub fn read_line(line: &str) -> (Option<Mark>, &str) {
    // Blanks and hidden characters before a sign must not turn a private line into a shared one.
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || needs_sanitizing(c));
    if let Some((mark, words)) = strip_mark(start) {
        return (Some(mark), words);
    }
    match start.strip_prefix('\\') {
        Some(rest) if strip_mark(rest.trim_start_matches('\\')).is_some() => (None, rest),
        Some(_) | None => (None, line),
    }
}

/// The mark that `text` starts with, and the words behind it.
fn strip_mark(text: &str) -> Option<(Mark, &str)> {
    let mut marks = Mark::ALL.iter();
    marks.find_map(|mark| {
        let rest = text.strip_prefix(mark.sign())?;
        let is_mark = rest.is_empty() || rest.starts_with(char::is_whitespace);
        is_mark.then_some((*mark, rest.trim()))
    })
}

/// The lines with `mark`; without it, if all of them have it already.
pub fn with_mark(text: &str, mark: Mark) -> String {
    let lines: Vec<_> = text.split('\n').map(read_line).collect();
    let has_all = lines.iter().all(|(current, _)| *current == Some(mark));
    let marked = lines.iter().map(|(_, words)| {
        if has_all {
            (*words).to_owned()
        } else {
            format!("{} {}", mark.sign(), words.trim_start())
        }
    });
    marked.collect::<Vec<_>>().join("\n")
}

/// True if `tail`, with which a line ends now that has `below` lines after it, was private in the notes `before`: a line
/// that is split or joined to another must not lose its mark on the way.
pub fn was_private(before: &str, tail: &str, below: usize) -> bool {
    let line = before.rsplit('\n').nth(below).unwrap_or_default();
    !tail.trim().is_empty() && line.ends_with(tail) && read_line(line).0 == Some(Mark::Private)
}

/// Meaning of a marked line, in words: `action for Ben, due Fri, Mar 19, 2027`; none for a plain one.
pub fn meaning(line: &str, book: &Book, today: NaiveDate) -> Option<String> {
    let (mark, words) = read_line(line);
    Some(match mark? {
        Mark::Action => {
            let Some(action) = parse_actions(words, book, today).pop() else {
                return Some("action, once it has words".to_owned());
            };
            let owner = owner_name(action.owner, book);
            format!("action for {owner}{}", phrase(", due", action.due))
        }
        Mark::Private => "private, for you alone".to_owned(),
        mark @ (Mark::Decision | Mark::Win) => mark.label().to_owned(),
    })
}

/// The owner as the person at the keyboard says it: `you`, `both`, or the partner's first name.
pub fn owner_name(owner: Owner, book: &Book) -> &str {
    match owner {
        Owner::Both => "both",
        owner if owner == book.me().into() => "you",
        Owner::Mentee => first_name(book.name(Role::Mentee)),
        Owner::Mentor => first_name(book.name(Role::Mentor)),
    }
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// Lines of the notes, whatever character breaks them: a private line must not hide behind one.
pub(super) fn lines(notes: &str) -> impl Iterator<Item = &str> {
    notes.split([
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ])
}

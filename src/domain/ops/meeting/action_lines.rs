//! Parses actions as people jot them down at the end of a call, one a line: “mentee: call the school by dec 1”.

use chrono::NaiveDate;

use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::dates::{TimeDirection, parse_moment};
use crate::domain::ops::normalize_line;
use crate::domain::person::{Owner, Role};

/// Parses lines of actions. A line may begin with its owner (`me`, `mentor`, `mentee`, `both`, or a name) and a colon,
/// and end with “by” and a date. Without an owner it is the author's; words after “by” that are no date belong to the
/// text.
pub fn parse_actions(text: &str, book: &Book, today: NaiveDate) -> Vec<Action> {
    text.lines()
        .map(|line| line.trim().trim_start_matches(['-', '*', '•']).trim_start())
        .map(|line| line.strip_prefix("[ ]").unwrap_or(line).trim())
        .filter(|line| !line.is_empty())
        .filter_map(|line| parse_action(line, book, today))
        .collect()
}

fn parse_action(line: &str, book: &Book, today: NaiveDate) -> Option<Action> {
    let (owner, rest) = match line.split_once(':') {
        Some((who, rest)) => match parse_owner(who.trim(), book) {
            Some(owner) => (owner, rest.trim()),
            None => (book.me().into(), line),
        },
        None => (book.me().into(), line),
    };
    let (text, due) = split_due_date(rest, today);
    // Characters that nobody sees are no task.
    let is_empty = normalize_line(text, "action").is_ok_and(|text| text.is_empty());
    (!is_empty).then(|| Action {
        text: text.to_owned(),
        owner,
        due,
        ..Action::default()
    })
}

fn parse_owner(word: &str, book: &Book) -> Option<Owner> {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "me" | "i" => return Some(book.me().into()),
        "we" | "us" => return Some(Owner::Both),
        _ => {}
    }
    Owner::from_word(word).or_else(|| {
        let called = |role: &Role| {
            let name = book.name(*role).to_lowercase();
            // A first name does as well, unless both have it.
            let first = |name: &str| name.split_whitespace().next().map(str::to_owned);
            let other = book.name(role.other()).to_lowercase();
            name == lower
                || (first(&name).as_ref() == Some(&lower) && first(&other) != first(&name))
        };
        Role::ALL.iter().copied().find(called).map(Owner::from)
    })
}

/// Splits off the date after the last “by”, if it parses as one.
fn split_due_date(text: &str, today: NaiveDate) -> (&str, Option<NaiveDate>) {
    let text = text.trim();
    let by = text.char_indices().rev().find(|(place, _)| {
        text.get(*place..place + 3)
            .is_some_and(|word| word.eq_ignore_ascii_case("by "))
            && text[..*place].ends_with([' ', '('])
    });
    let found = by.and_then(|(place, _)| {
        let day = text[place + 3..].trim_end_matches(['.', ')', ' ']);
        let day = parse_moment(day, today, TimeDirection::Future).ok()?.date;
        let text = text[..place].trim_end_matches(['(', ',', ' ']);
        (!text.is_empty()).then_some((text, day))
    });
    match found {
        Some((text, day)) => (text, Some(day)),
        None => (text, None),
    }
}

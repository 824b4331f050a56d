//! Parses actions as people jot them down at the end of a call, one a line: “mentee: call the school by dec 1”.

use chrono::NaiveDate;

use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::dates::{TimeDirection, parse_moment};
use crate::domain::ops::normalize_line;
use crate::domain::person::Owner;
use crate::domain::words::parse_owner;

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
    let (owner, rest) = split_owner(line, book);
    let (text, due) = split_due_date(rest, today);
    // Characters that nobody sees are no task.
    let is_empty = normalize_line(text, "action").is_ok_and(|text| text.is_empty());
    (!is_empty).then(|| Action {
        text: text.to_owned(),
        owner: owner.unwrap_or(book.me().into()),
        due,
        ..Action::default()
    })
}

/// Splits off the owner before the first colon, if the words there name one.
pub fn split_owner<'a>(line: &'a str, book: &Book) -> (Option<Owner>, &'a str) {
    let named = line
        .split_once(':')
        .and_then(|(who, rest)| Some((parse_owner(who, book)?, rest.trim())));
    named.map_or((None, line), |(owner, rest)| (Some(owner), rest))
}

/// Splits off the date after the last “by”, if it parses as one.
pub fn split_due_date(text: &str, today: NaiveDate) -> (&str, Option<NaiveDate>) {
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

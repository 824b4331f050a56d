//! Parses actions as people jot them down at the end of a call, one a line: “mentee: call the school by dec 1”.

use chrono::NaiveDate;

use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::dates::{TimeDirection, parse_moment};
use crate::domain::ops::normalize_line;
use crate::domain::person::Owner;
use crate::domain::words::parse_owner;

/// Parses lines of actions. A line may name its owner (`me`, `mentor`, `mentee`, `both`, or a name) as [`split_owner`]
/// reads it, and end with “by” or “due” and a date. Without an owner it is the author's; words after “by” that are no date
/// belong to the text.
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

/// Splits off the owner, if the words there name one: `Ned: send it`, `Ned – send it`, `@Ned send it`, `Ned to send it`,
/// `Send it (Ned)`.
pub fn split_owner<'a>(line: &'a str, book: &Book) -> (Option<Owner>, &'a str) {
    let line = line.trim();
    let at_sign = line.strip_prefix('@').and_then(|rest| rest.split_once(' '));
    let before = [":", " – ", " — ", " - ", " to "].iter();
    let before = before.filter_map(|sign| line.split_once(sign));
    let behind = line
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .filter(|(rest, _)| !rest.trim().is_empty())
        .map(|(rest, who)| (who, rest));
    let named = before.chain(at_sign).chain(behind).find_map(|(who, rest)| {
        let who = who.trim_matches(['*', '_', '@', ' ']);
        let rest = rest.trim().trim_start_matches("**").trim();
        Some((parse_owner(who, book)?, rest))
    });
    named.map_or((None, line), |(owner, rest)| (Some(owner), rest))
}

/// Words before the day on which something is due, the longer ones first.
const DUE_WORDS: &[&str] = &["due by ", "due on ", "due: ", "due ", "by ", "bis "];

/// Most bytes of a word before a day and the day.
const MAX_DAY_BYTES: usize = 64;

/// Splits off the date behind the last “by” or “due”, if it parses as one.
pub fn split_due_date(text: &str, today: NaiveDate) -> (&str, Option<NaiveDate>) {
    let text = text.trim();
    let day_behind = |place: usize, word: &str| {
        let is_word = text
            .get(place..place + word.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(word))
            && text[..place].ends_with([' ', '(', ',']);
        let day = is_word.then(|| text[place + word.len()..].trim_end_matches(['.', ')', ' ']))?;
        Some(parse_moment(day, today, TimeDirection::Future).ok()?.date)
    };
    let places = text.char_indices().rev();
    let places = places.take_while(|(place, _)| text.len() - place <= MAX_DAY_BYTES);
    let found = places.into_iter().find_map(|(place, _)| {
        let day = DUE_WORDS.iter().find_map(|word| day_behind(place, word))?;
        let text = text[..place].trim_end_matches(['(', ',', ' ']);
        (!text.is_empty()).then_some((text, day))
    });
    match found {
        Some((text, day)) => (text, Some(day)),
        None => (text, None),
    }
}

//! Tokenizer for typed dates: numbers, signs, and the names of days, months and calendar units.

use chrono::{Days, Months, NaiveDate, Weekday};

use super::parser::DateParseError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DateToken {
    Number { value: u32, digits: usize },
    Word(String),
    Sign(char),
}

/// Splits a text into tokens, in small letters and without filler words.
pub(super) fn tokenize(text: &str) -> Result<Vec<DateToken>, DateParseError> {
    const MAX_CHARS: usize = 80;
    if text.trim().chars().count() > MAX_CHARS {
        return Err(DateParseError::NotADate);
    }
    let text = text.trim().to_lowercase();
    let mut tokens = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let same = |c: char| {
            (first.is_ascii_digit() && c.is_ascii_digit())
                || (first.is_alphabetic() && c.is_alphabetic())
        };
        let end = rest
            .find(|c| !same(c))
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        let (piece, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            tokens.push(DateToken::Number {
                value: piece.parse().map_err(|_| DateParseError::NotADate)?,
                digits: piece.len(),
            });
        } else if first.is_alphabetic() {
            if !matches!(piece, "on" | "at" | "the" | "of") {
                tokens.push(DateToken::Word(piece.to_owned()));
            }
            // The point of an abbreviation: "dec. 1", "10 a.m."
            rest = rest.strip_prefix('.').unwrap_or(rest);
        } else if matches!(first, '-' | '/' | '.' | ':' | '+') {
            tokens.push(DateToken::Sign(first));
        } else if !first.is_whitespace() && first != ',' {
            return Err(DateParseError::NotADate);
        }
    }
    Ok(tokens)
}

/// Calendar unit.
#[derive(Clone, Copy)]
pub(super) enum CalendarUnit {
    Days(u32),
    Months(u32),
}

impl CalendarUnit {
    /// Parses the name of a unit.
    pub(super) fn from_name(word: &str) -> Option<Self> {
        Some(match word {
            "d" | "day" | "days" => Self::Days(1),
            "w" | "wk" | "wks" | "week" | "weeks" => Self::Days(7),
            "fortnight" | "fortnights" => Self::Days(14),
            "m" | "mo" | "month" | "months" => Self::Months(1),
            "y" | "yr" | "yrs" | "year" | "years" => Self::Months(12),
            _ => return None,
        })
    }

    /// Date `count` units after `day`.
    pub(super) fn after(self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => day.checked_add_days(Days::new(u64::from(days) * u64::from(count))),
            Self::Months(months) => day.checked_add_months(Months::new(months.checked_mul(count)?)),
        }
    }

    /// Date `count` units before `day`.
    pub(super) fn before(self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => day.checked_sub_days(Days::new(u64::from(days) * u64::from(count))),
            Self::Months(months) => day.checked_sub_months(Months::new(months.checked_mul(count)?)),
        }
    }
}

const MONTHS: &str =
    "january february march april may june july august september october november december";
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday";
const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve";

/// Index of the name that begins with `word`, which has at least three letters.
fn prefix_index(word: &str, names: &str) -> Option<u8> {
    let index = names.split(' ').position(|name| name.starts_with(word))?;
    (word.len() >= 3)
        .then(|| u8::try_from(index).ok())
        .flatten()
}

/// Parses the name of a month, whole or its beginning, to its number from 1.
pub(super) fn parse_month(word: &str) -> Option<u32> {
    prefix_index(word, MONTHS).map(|index| u32::from(index) + 1)
}

/// Parses the name of a weekday, whole or its beginning.
pub(super) fn parse_weekday(word: &str) -> Option<Weekday> {
    let word = if word == "weds" { "wed" } else { word };
    Weekday::try_from(prefix_index(word, WEEKDAYS)?).ok()
}

/// Parses a number word: "a", "two", "twelve".
pub(super) fn parse_number(word: &str) -> Option<u32> {
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let index = NUMBERS.split(' ').position(|name| name == word)?;
    u32::try_from(index + 1).ok()
}

//! Tokenizer for typed dates: numbers, signs, words, and the names of calendar units.

use chrono::{Days, Months, NaiveDate};

use super::parser::DateParseError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DateToken {
    Number { value: u32, digits: usize },
    Word(String),
    Sign(char),
}

/// Sign of a dash between blanks, or a long one: it parts a range or a day from its hour, and never stands before a number.
pub(super) const LONG_DASH: char = '–';

/// Splits a text into tokens, in small letters without accents and without filler words.
pub(super) fn tokenize(text: &str) -> Result<Vec<DateToken>, DateParseError> {
    const MAX_CHARS: usize = 120;
    if text.trim().chars().count() > MAX_CHARS {
        return Err(DateParseError::NotADate);
    }
    let text: String = text.to_lowercase().chars().filter_map(fold).collect();
    let text = text.replace("o'clock", "oclock");
    let text = text.trim().trim_end_matches('.');
    let mut tokens = Vec::new();
    let mut rest = text;
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
            if !matches!(
                piece,
                "on" | "the" | "of" | "de" | "del" | "le" | "el" | "den"
            ) {
                tokens.push(DateToken::Word(piece.to_owned()));
            }
            // The point of an abbreviation: "dec. 1", "10 a.m."
            rest = rest.strip_prefix('.').unwrap_or(rest);
        } else if first == '@' {
            tokens.push(DateToken::Word("at".to_owned()));
        } else if first == '-' && rest.starts_with(char::is_whitespace) {
            tokens.push(DateToken::Sign(LONG_DASH));
        } else if matches!(first, '-' | LONG_DASH | '/' | '.' | ':' | '+' | '\'') {
            tokens.push(DateToken::Sign(first));
        } else if first == '(' && names_utc(&tokens) {
            // The same hour once more in other words: "GMT-0500 (Eastern Standard Time)".
            break;
        } else if !first.is_whitespace()
            && !matches!(first, ',' | ';' | '|' | '(' | ')' | '[' | ']' | '_' | '&')
        {
            return Err(DateParseError::NotADate);
        }
    }
    Ok(tokens)
}

fn names_utc(tokens: &[DateToken]) -> bool {
    tokens
        .iter()
        .any(|token| matches!(token, DateToken::Word(word) if word == "gmt" || word == "utc"))
}

/// Letter without its accent, sign in its plainest form; none for a character that nobody sees.
const fn fold(c: char) -> Option<char> {
    Some(match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        '’' | '‘' | 'ʼ' | '´' => '\'',
        '‐' | '‑' | '−' => '-',
        '—' | '‒' | '―' => LONG_DASH,
        '⋅' | '·' | '•' => ' ',
        'º'
        | 'ª'
        | '°'
        | '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => return None,
        c => c,
    })
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

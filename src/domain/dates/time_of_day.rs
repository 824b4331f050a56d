//! Lookahead in the tokens of a typed date, and parser for the time of day.

use chrono::NaiveTime;

use super::parser::{DateParseError, DateParser};
use super::token::DateToken;

impl DateParser {
    /// True once every token is read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Word `ahead` tokens ahead.
    pub(super) fn word(&self, ahead: usize) -> Option<&str> {
        match self.tokens.get(self.at + ahead)? {
            DateToken::Word(word) => Some(word),
            DateToken::Number { .. } | DateToken::Sign(_) => None,
        }
    }

    /// Number `ahead` tokens ahead, and its digits.
    pub(super) fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.tokens.get(self.at + ahead)? {
            DateToken::Number { value, digits } => Some((*value, *digits)),
            DateToken::Word(_) | DateToken::Sign(_) => None,
        }
    }

    /// True if `sign` is the token `ahead` tokens ahead.
    pub(super) fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.tokens.get(self.at + ahead) == Some(&DateToken::Sign(sign))
    }

    /// Consumes `word`, if it is next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let is_next = self.word(0) == Some(word);
        self.at += usize::from(is_next);
        is_next
    }

    /// Consumes a number, if one is next.
    pub(super) fn take_number(&mut self) -> Option<(u32, usize)> {
        let number = self.number(0)?;
        self.at += 1;
        Some(number)
    }

    /// Consumes `sign`, if it is next.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let is_next = self.is_sign(0, sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Parses "10:30", "10.30", "3pm", "noon"; none when no time follows.
    pub(super) fn time(&mut self) -> Result<Option<NaiveTime>, DateParseError> {
        if self.take_word("noon") || self.take_word("midday") {
            return time_of_day(12, 0).map(Some);
        }
        if self.take_word("midnight") {
            return time_of_day(0, 0).map(Some);
        }
        let Some((hour, 1 | 2)) = self.number(0) else {
            return Ok(None);
        };
        let dotted = self.is_sign(1, '.') && !self.is_sign(3, '.');
        let mut minute = 0;
        if self.is_sign(1, ':') || dotted {
            let Some((minutes, 2)) = self.number(2) else {
                return Ok(None);
            };
            minute = minutes;
            self.at += 3;
            // Seconds are parsed and dropped.
            if self.is_sign(0, ':') && self.number(1).is_some() {
                self.at += 2;
            }
        } else if self.meridiem(1).is_some() {
            self.at += 1;
        } else {
            return Ok(None);
        }
        let hour = match self.meridiem(0) {
            None => hour,
            Some(_) if !matches!(hour, 1..=12) => return Err(DateParseError::InvalidTime),
            Some((afternoon, length)) => {
                self.at += length;
                hour % 12 + if afternoon { 12 } else { 0 }
            }
        };
        time_of_day(hour, minute).map(Some)
    }

    /// Parses "am" or "pm" (true); also returns the number of tokens.
    fn meridiem(&self, ahead: usize) -> Option<(bool, usize)> {
        match (self.word(ahead)?, self.word(ahead + 1)) {
            ("am", _) => Some((false, 1)),
            ("pm", _) => Some((true, 1)),
            ("a", Some("m")) => Some((false, 2)),
            ("p", Some("m")) => Some((true, 2)),
            _ => None,
        }
    }
}

fn time_of_day(hour: u32, minute: u32) -> Result<NaiveTime, DateParseError> {
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(DateParseError::InvalidTime)
}

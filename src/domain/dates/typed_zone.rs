//! Parser for the time zone after an hour: "ET", "Chicago time", "Europe/Berlin", "GMT+1", "+01:00", "Z".

use chrono_tz::Tz;

use super::parser::DateParser;
use super::token::{CalendarUnit, DateToken};
use crate::domain::zone::zone_by_words;

impl DateParser {
    /// Consumes a zone, if one is next. A fixed distance from UTC is kept in the parser, and the zone is UTC.
    pub(super) fn zone(&mut self) -> Option<Tz> {
        let before = self.at;
        let named = self.take_word("utc") || self.take_word("gmt");
        if let Some(minutes) = self.distance(named) {
            self.offset = Some(minutes);
            return Some(Tz::UTC);
        }
        self.at = before;
        let ahead = usize::from(self.word(0) == Some("in"));
        let zone = self.named_zone(ahead)?;
        self.offset = None;
        // As invitations of Zoom and Outlook name it: "Eastern Time (US and Canada)".
        if self.word(0) == Some("us") {
            self.at += 1 + usize::from(self.word(1) == Some("and"));
            self.take_word("canada");
        }
        Some(zone)
    }

    /// True if the tokens from `rest` on look like the zone of an hour: a few letters, or words before "time".
    pub(super) fn is_like_zone(&self, rest: usize) -> bool {
        match self.tokens.get(rest..) {
            Some([DateToken::Word(word)]) => (2..=4).contains(&word.len()),
            Some([DateToken::Word(_), .., DateToken::Word(last)]) => last == "time",
            Some(_) | None => false,
        }
    }

    /// "+01:00", "-0500", "+1"; before a short dash the hour has to be one of a program or in UTC.
    fn distance(&mut self, is_named: bool) -> Option<i32> {
        let sign = if self.is_sign(0, '+') {
            1
        } else if self.is_sign(0, '-') {
            -1
        } else {
            return None;
        };
        let (value, digits) = self.number(1)?;
        let is_other = self
            .word(2)
            .is_some_and(|unit| CalendarUnit::from_name(unit).is_some());
        let (hours, minutes, length) = match digits {
            4 => (value / 100, value % 100, 2),
            1 | 2 if self.is_sign(2, ':') => (value, self.number(3)?.0, 4),
            1 | 2 => (value, 0, 2),
            _ => return None,
        };
        let is_clear = sign > 0 || is_named || self.is_exact || digits == 4;
        if !is_clear || is_other || hours > 14 || minutes > 59 {
            return None;
        }
        self.at += length;
        i32::try_from(hours * 60 + minutes)
            .ok()
            .map(|minutes| sign * minutes)
    }

    /// The most of the words from `ahead` on that name a zone.
    fn named_zone(&mut self, ahead: usize) -> Option<Tz> {
        const MOST: usize = 6;
        let start = self.at + ahead;
        (1..=MOST).rev().find_map(|length| {
            let zone = zone_of(self.tokens.get(start..start + length)?)?;
            self.at = start + length;
            Some(zone)
        })
    }
}

fn zone_of(tokens: &[DateToken]) -> Option<Tz> {
    let word = |token: &DateToken| match token {
        DateToken::Word(word) => word.clone(),
        DateToken::Sign(sign) => sign.to_string(),
        DateToken::Number { value, .. } => value.to_string(),
    };
    let name = tokens.iter().map(word).collect::<Vec<_>>().join(" ");
    let name = name.replace(" / ", "/").replace(" - ", "-");
    let name = name.strip_suffix(" time").unwrap_or(&name);
    let mut kinds = [" standard", " daylight", " summer"].into_iter();
    let name = kinds
        .find_map(|kind| name.strip_suffix(kind))
        .unwrap_or(name);
    zone_by_words(name).or_else(|| zone_by_words(&name.replace(' ', "_")))
}

//! Words and marks for done and open.

use super::parse_goal_status;
use super::plain_words;
use crate::domain::goal::GoalStatus;

/// Parses a mark or a word for yes (true) or no (false), in four languages.
pub fn parse_yes_no(text: &str) -> Option<bool> {
    match text.trim() {
        "✓" | "✔" | "✔️" | "✅" | "☑" | "☒" | "🗹" | "[x]" | "[X]" | "1" => {
            return Some(true);
        }
        "☐" | "□" | "○" | "-" | "–" | "—" | "[ ]" | "0" => return Some(false),
        _ => {}
    }
    match plain_words(text).as_str() {
        "yes" | "y" | "x" | "true" | "ja" | "sí" | "si" | "oui" | "wahr" | "verdadero" | "vrai" => {
            Some(true)
        }
        "no" | "n" | "false" | "nein" | "non" | "falsch" | "falso" | "faux" => Some(false),
        _ => None,
    }
}

/// Parses a mark or words for done (true) or open (false); none for what says neither, such as a day or “cancelled”.
pub fn parse_done(text: &str) -> Option<bool> {
    let said = parse_yes_no(text).or(match plain_words(text).as_str() {
        "closed" => Some(true),
        "now" | "later" => Some(false),
        _ => None,
    });
    if said.is_some() {
        return said;
    }
    match parse_goal_status(text)? {
        GoalStatus::Done => Some(true),
        GoalStatus::Draft | GoalStatus::Active | GoalStatus::Paused => Some(false),
        GoalStatus::Dropped => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn done_is_said_in_many_ways() {
        for text in [
            "yes",
            "x",
            "✓",
            "Done",
            "TRUE",
            "1",
            "100%",
            "hecho",
            "Completed",
            "erledigt",
            "oui",
        ] {
            assert_eq!(parse_done(text), Some(true), "{text}");
        }
        for text in [
            "no",
            "In progress",
            "To do",
            "☐",
            "FALSE",
            "50%",
            "Not done",
            "offen",
            "Incomplete",
        ] {
            assert_eq!(parse_done(text), Some(false), "{text}");
        }
        for text in ["", "cancelled", "Dec 1", "purple"] {
            assert_eq!(parse_done(text), None, "{text}");
        }
    }
}

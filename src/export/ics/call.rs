//! The way to a call, in the properties in which calendars and phones look for it.

use super::lines::ContentLines;
use crate::domain::sanitize::sanitize_line;
use crate::export::link_url::sanitize_url;

/// Fewest digits of a telephone number; less is the number of a room.
const FEWEST_DIGITS: usize = 5;

/// Adds the link or number of a call as it was typed, and as an address that a touch opens if it is one.
pub fn add_call(lines: &mut ContentLines, link: &str) {
    if link.is_empty() {
        return;
    }
    lines.add_text("LOCATION", &sanitize_line(link));
    if let Some(address) = web_address(link) {
        lines.add("URL", &address);
        lines.add("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", address);
    } else if let Some(address) = phone_address(link) {
        lines.add("CONFERENCE;VALUE=URI;FEATURE=PHONE", address);
    }
}

/// The first address of the web among the words of `link`.
fn web_address(link: &str) -> Option<String> {
    let words = link.split_whitespace();
    let words = words.map(|word| word.trim_matches(['(', ')', '<', '>', ',', ';', '.']));
    words
        .filter(|word| !word.starts_with("mailto:"))
        .find_map(sanitize_url)
}

/// `tel:` and the number, if `link` is nothing but one; a comma is a pause, and a code may follow it.
fn phone_address(link: &str) -> Option<String> {
    let mut address = "tel:".to_owned();
    for sign in link.chars() {
        match sign {
            '+' | '0'..='9' | ',' | '*' => address.push(sign),
            '#' => address.push_str("%23"),
            ' ' | '(' | ')' | '-' | '.' | '/' => {}
            _ => return None,
        }
    }
    let digits = link.chars().filter(char::is_ascii_digit).count();
    (digits >= FEWEST_DIGITS).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_and_a_number_are_found_in_what_was_typed() {
        for (typed, address) in [
            (
                "https://zoom.us/j/1?pwd=a,b;c",
                "https://zoom.us/j/1?pwd=a,b;c",
            ),
            (
                "Room 2, or (https://meet.example/x).",
                "https://meet.example/x",
            ),
        ] {
            assert_eq!(web_address(typed).as_deref(), Some(address));
        }
        for typed in ["", "mailto:a@example.org", "javascript:x", "zoom"] {
            assert_eq!(web_address(typed), None, "{typed}");
        }
        for (typed, address) in [
            ("+1 (312) 555-0100", "tel:+13125550100"),
            ("312.555.0100,,123456#", "tel:3125550100,,123456%23"),
        ] {
            assert_eq!(phone_address(typed).as_deref(), Some(address));
        }
        for typed in ["", "Room 12345", "204", "555-0100 ext. 3"] {
            assert_eq!(phone_address(typed), None, "{typed}");
        }
    }
}

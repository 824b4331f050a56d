//! Content lines of iCalendar (RFC 5545, section 3.1).

use std::fmt::Display;

/// Longest line, in bytes without its end.
const LINE_LEN: usize = 75;

/// Lines of a calendar, each folded where it is too long.
#[derive(Default)]
pub struct ContentLines(String);

impl ContentLines {
    /// Adds a line; `name` may have parameters, `value` is written as it is.
    pub fn add(&mut self, name: &str, value: impl Display) {
        let line = format!("{name}:{value}");
        let (mut line, mut room) = (line.as_str(), LINE_LEN);
        while line.len() > room {
            let (part, rest) = line.split_at(line.floor_char_boundary(room));
            self.0.push_str(part);
            self.0.push_str("\r\n ");
            // The blank belongs to the line.
            (line, room) = (rest, LINE_LEN - 1);
        }
        self.0.push_str(line);
        self.0.push_str("\r\n");
    }

    /// Adds a line with a text, whose signs of the format are escaped.
    pub fn add_text(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        for sign in text.chars() {
            match sign {
                '\n' => escaped.push_str("\\n"),
                '\\' | ';' | ',' => escaped.extend(['\\', sign]),
                _ => escaped.push(sign),
            }
        }
        self.add(name, escaped);
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

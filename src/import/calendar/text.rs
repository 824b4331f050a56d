//! Text of a calendar file before it is parsed: its letters, its line ends, and parts that end as they begin.

use std::borrow::Cow;

use crate::import::errors;
use crate::problem::Problem;

/// Nesting limit of parts; calendars have three or four.
const MAX_DEPTH: usize = 16;
/// Largest number of parts, alarms and rules of time zones among them.
const MAX_PARTS: usize = 5 * errors::MAX_RECORDS;
/// Parts that hold no other of these, apart from a calendar.
const ENTRIES: &[&str] = &["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"];
const CALENDAR: &str = "VCALENDAR";
/// Endings of the names of calendar files.
const ENDINGS: &[&str] = &[".ics", ".ical", ".icalendar", ".ifb", ".vcs"];
/// Property of a part that does not end in the file.
pub const OPEN_PROPERTY: &str = "X-MATCHBOOK-OPEN";

/// True if the bytes begin as a calendar, or `name` is that of one.
pub fn is_calendar(bytes: &[u8], name: &str) -> bool {
    let name = name.to_lowercase();
    let text = to_utf8(bytes);
    let head = text.get(..text.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let begun = keyword(
        head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']),
        "BEGIN:",
    );
    ENDINGS.iter().any(|ending| name.ends_with(ending))
        || begun.is_some_and(|rest| {
            let part = rest.split(['\r', '\n']).next().unwrap_or_default().trim();
            part == CALENDAR || ENTRIES.contains(&part)
        })
}

/// Bytes with whole lines: UTF-16 as UTF-8, ends by CR alone as LF, folds taken out. A fold may part the bytes of a
/// letter, so this comes before its letters are read.
pub fn unfold(bytes: &[u8]) -> Vec<u8> {
    let bytes = to_utf8(bytes);
    let only_cr = !bytes.contains(&b'\n');
    let mut unfolded = Vec::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let byte = if only_cr && byte == b'\r' {
            b'\n'
        } else {
            byte
        };
        // A blank at the beginning of the file continues no line.
        if at > 0 && matches!(byte, b' ' | b'\t') && unfolded.last() == Some(&b'\n') {
            // Some programs put blank lines between all lines, folded ones as well.
            while unfolded.last() == Some(&b'\n') {
                unfolded.pop();
            }
        } else if byte != b'\r' {
            unfolded.push(byte);
        }
    }
    unfolded
}

fn to_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Cow::Borrowed(bytes),
    };
    let (units, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
    Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
}

/// Calendar text of which each part that begins also ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WholeParts {
    pub text: String,
    /// Number of lines that belong to no part, or are no line of a calendar.
    pub stray: usize,
}

/// Closes parts in which another one begins, and leaves out stray lines.
///
/// # Errors
/// When the text ends inside of a part, or parts are nested too deeply or too many.
pub fn whole_parts(text: &str) -> Result<WholeParts, Problem> {
    let mut whole = WholeParts::default();
    let mut open: Vec<String> = Vec::new();
    let (mut parts, mut closed) = (0, 0);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_start_matches('\u{feff}');
        if let Some(name) = keyword(line, "BEGIN:") {
            let starts_entry = ENTRIES.contains(&name.as_str()) || name == CALENDAR;
            let inside = |part: &String| {
                ENTRIES.contains(&part.as_str()) || (name == CALENDAR && part == CALENDAR)
            };
            if let Some(at) = open.iter().position(inside).filter(|_| starts_entry) {
                if open.len() + closed >= MAX_DEPTH {
                    return Err(errors::calendar_too_deep(number, MAX_DEPTH));
                }
                whole.close(&mut open, at);
                closed += 1;
            }
            parts += 1;
            if open.len() == MAX_DEPTH {
                return Err(errors::calendar_too_deep(number, MAX_DEPTH));
            }
            if parts > MAX_PARTS {
                return Err(errors::too_many_records());
            }
            whole.push("BEGIN:", &name);
            open.push(name);
        } else if let Some(name) = keyword(line, "END:") {
            match open.iter().rposition(|part| *part == name) {
                Some(at) => {
                    whole.close(&mut open, at + 1);
                    open.pop();
                    closed = 0;
                    whole.push("END:", &name);
                }
                None => whole.stray += 1,
            }
        } else if !open.is_empty() && is_property(line) {
            match line.rsplit_once(':') {
                Some((head, value)) if is_cut_hour(head, value) => whole.push(head, ":?"),
                Some(_) | None => whole.push(&without_day_parameter(line), ""),
            }
        } else if !line.trim().is_empty() && whole.ends_in_text() {
            // A line break within a text, which its writer did not escape.
            whole.text.pop();
            whole.push("\\n", line);
        } else if !line.trim().is_empty() {
            whole.stray += 1;
        }
    }
    if parts == 0 {
        return Err(errors::no_calendar());
    }
    if !open.is_empty() {
        return Err(errors::invalid_calendar(
            "it ends before its last part does",
        ));
    }
    Ok(whole)
}

impl WholeParts {
    fn push(&mut self, line: &str, rest: &str) {
        self.text.extend([line, rest, "\n"]);
    }

    /// True if the last line is a text, which may go on.
    fn ends_in_text(&self) -> bool {
        let last = self.text.trim_end().rsplit('\n').next().unwrap_or_default();
        let name = last.split([':', ';']).next().unwrap_or_default();
        let texts = ["DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT"];
        texts.iter().any(|text| name.eq_ignore_ascii_case(text))
    }

    /// Ends the parts from index `at` on, and marks that the file does not.
    fn close(&mut self, open: &mut Vec<String>, at: usize) {
        for part in open.drain(at..).rev() {
            self.push(OPEN_PROPERTY, ":1");
            self.push("END:", &part);
        }
    }
}

/// True if the line begins with a name and a colon or semicolon behind it, or carries on a quoted-printable value.
fn is_property(line: &str) -> bool {
    let name = line
        .trim_start()
        .split([':', ';'])
        .next()
        .unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    line.starts_with('=')
        || (name.len() < line.len() && !name.is_empty() && name.trim().chars().all(is_name))
}

/// True if a date property has an hour that is cut off: half an hour of two digits would be another one.
fn is_cut_hour(head: &str, value: &str) -> bool {
    let name = head.split(';').next().unwrap_or_default();
    let dates = ["DTSTART", "DTEND", "DUE", "RECURRENCE-ID"];
    let time = value.trim().get(8..).unwrap_or_default();
    let time = time
        .strip_prefix(['T', 't'])
        .map(|time| time.trim_end_matches(['Z', 'z']));
    let is_cut =
        |time: &str| !matches!(time.len(), 4 | 6) && time.bytes().all(|c| c.is_ascii_digit());
    dates.iter().any(|date| name.eq_ignore_ascii_case(date)) && time.is_some_and(is_cut)
}

/// The line without the parameter for a day, where its value has an hour other than midnight.
fn without_day_parameter(line: &str) -> Cow<'_, str> {
    const DAY: &str = ";VALUE=DATE";
    let upper = line.to_ascii_uppercase();
    let value = upper.rsplit(':').next().unwrap_or_default();
    let time = value.split_once('T').map_or("", |(_, time)| time);
    let has_hour = value.starts_with(|c: char| c.is_ascii_digit())
        && time.bytes().any(|c| matches!(c, b'1'..=b'9'));
    match upper.find(DAY) {
        Some(at)
            if has_hour
                && upper
                    .get(at + DAY.len()..)
                    .is_some_and(|rest| rest.starts_with([':', ';'])) =>
        {
            Cow::Owned(format!("{}{}", &line[..at], &line[at + DAY.len()..]))
        }
        Some(_) | None => Cow::Borrowed(line),
    }
}

/// Rest of a line that begins with `word`, in capitals.
fn keyword(line: &str, word: &str) -> Option<String> {
    let start = line.get(..word.len())?;
    let rest = line.get(word.len()..)?;
    start
        .eq_ignore_ascii_case(word)
        .then(|| rest.trim().to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_in_which_another_begins_is_closed_and_stray_lines_are_counted() {
        let text = "begin:vcalendar\nBEGIN:VEVENT\nSUMMARY:a\nBEGIN:VALARM\nBEGIN:VEVENT\nlost\nEND:VEVENT\n\
            END:VCALENDAR\nEND:VCALENDAR\nX-END:1\n";
        let whole = whole_parts(text).unwrap();
        assert_eq!(whole.stray, 3);
        assert_eq!(
            whole.text,
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nBEGIN:VALARM\nX-MATCHBOOK-OPEN:1\nEND:VALARM\n\
            X-MATCHBOOK-OPEN:1\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n"
        );
    }

    #[test]
    fn a_calendar_that_is_cut_off_or_nested_without_end_is_refused() {
        let refused = |text: &str| whole_parts(text).unwrap_err().message;
        assert_eq!(
            refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\n"),
            "The calendar file is not complete."
        );
        assert!(refused(&"BEGIN:X\n".repeat(100)).contains("inside of 16 others"));
        assert_eq!(refused("Hello\n"), "There is no calendar in the file.");
    }

    #[test]
    fn lines_are_whole_before_their_letters_are_read() {
        assert_eq!(unfold(b"A:\xc3\r\n \xbc\r\n"), "A:\u{fc}\n".as_bytes());
        assert_eq!(unfold(b"A:1\rB:2\r\t3"), b"A:1\nB:23");
        let wide: Vec<u8> = "\u{feff}BEGIN:VCALENDAR"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert!(is_calendar(&wide, "x") && !is_calendar(b"BEGIN:VCARD", "x"));
    }
}

//! Parses a calendar file (iCalendar) to events: components by hand, the properties of each event by the `icalendar`
//! crate.
//!
//! Components are split by hand because the crate parses nested ones by recursion: a file with deep nesting would
//! overflow the stack.

use icalendar::parser::Property;

use super::errors;
use crate::problem::Problem;

/// Nesting limit of components; calendars have three or four.
const MAX_DEPTH: usize = 16;
/// Properties that are read; all others are skipped.
const PROPERTIES: &[&str] = &[
    "UID",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "LOCATION",
    "STATUS",
    "TRANSP",
    "RRULE",
    "RECURRENCE-ID",
];

/// One event with those of its `PROPERTIES` that it has.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Event(Vec<(&'static str, String)>);

impl Event {
    /// First value of a property, unescaped.
    pub fn value(&self, name: &str) -> Option<&str> {
        let property = self.0.iter().find(|(key, _)| *key == name);
        property.map(|(_, value)| value.as_str())
    }

    fn push_property(&mut self, line: &str) {
        let (name, rest) = line.split_at(line.find([':', ';']).unwrap_or(line.len()));
        let name = name.trim();
        let key = PROPERTIES
            .iter()
            .find(|property| property.eq_ignore_ascii_case(name));
        let Some(key) = key else { return };
        // The crate unescapes only properties whose names are in capitals.
        if let Ok(property) = Property::try_from(format!("{key}{rest}").as_str()) {
            self.0.push((key, property.val.as_str().to_owned()));
        }
    }
}

/// Parses every event that stands directly in a calendar, in the order of the file.
///
/// # Errors
/// When BEGIN and END of components do not match, or components are nested too deeply or too many.
pub fn events(text: &str) -> Result<Vec<Event>, Problem> {
    let mut events = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for (number, line) in unfold_lines(text) {
        if let Some(name) = strip_keyword(&line, "BEGIN:") {
            if open.len() == MAX_DEPTH {
                return Err(errors::calendar_too_deep(number, MAX_DEPTH));
            }
            open.push(name);
            if is_event(&open) {
                events.push(Event::default());
            }
            if events.len() > errors::MAX_RECORDS {
                return Err(errors::too_many_records());
            }
        } else if let Some(name) = strip_keyword(&line, "END:") {
            if open.pop().as_ref() != Some(&name) {
                let detail = format!("line {number} ends a part that is not open there");
                return Err(errors::invalid_calendar(&detail));
            }
        } else if let Some(event) = events.last_mut().filter(|_| is_event(&open)) {
            event.push_property(&line);
        }
    }
    if open.is_empty() {
        Ok(events)
    } else {
        Err(errors::invalid_calendar(
            "it ends before its last part does",
        ))
    }
}

fn is_event(open: &[String]) -> bool {
    matches!(open, [calendar, event] if calendar == "VCALENDAR" && event == "VEVENT")
}

/// Rest of a line that begins with the keyword `word`, in capitals.
fn strip_keyword(line: &str, word: &str) -> Option<String> {
    let start = line.get(..word.len())?;
    let rest = line.get(word.len()..)?;
    start
        .eq_ignore_ascii_case(word)
        .then(|| rest.trim().to_ascii_uppercase())
}

/// Lines of the file with their numbers from 1, unfolded: a continuation line begins with a blank.
fn unfold_lines(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let mut lines = (1..).zip(text.lines()).peekable();
    std::iter::from_fn(move || {
        let (number, first) = lines.next()?;
        let mut line = first.to_owned();
        while let Some((_, continuation)) =
            lines.next_if(|(_, continuation)| continuation.starts_with([' ', '\t']))
        {
            line.push_str(&continuation[1..]);
        }
        Some((number, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_and_small_letters_are_read_and_parts_of_an_event_are_not_its_own() {
        let text = "begin:vcalendar\r\nBEGIN:VEVENT\r\nsummary;LANGUAGE=en:A long\r\n  title\\, folded\r\n\
            X-ODD no colon\r\nBEGIN:VALARM\r\nSUMMARY:Alarm\r\nUID:alarm\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let found = events(text).unwrap();
        assert_eq!(
            found,
            [Event(vec![("SUMMARY", "A long title, folded".to_owned())])]
        );
    }

    #[test]
    fn parts_that_do_not_end_as_they_begin_are_refused() {
        for text in [
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n",
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n",
        ] {
            let refused = events(text).unwrap_err();
            assert_eq!(refused.message, "The calendar file is not complete.");
        }
    }
}

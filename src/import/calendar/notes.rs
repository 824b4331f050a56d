//! Titles and notes of a meeting, as far as the texts of an event fit.

use calcard::icalendar::ICalendarProperty;

use super::clocks::text;
use super::event::Event;
use super::link::Contact;
use crate::domain::ops::{normalize_line, normalize_text, quoted};
use crate::domain::sanitize::sanitize_line;

/// Place and description of an event as notes; nothing of a description that only repeats the link.
///
/// # Errors
/// When they are longer than notes can be.
pub fn note_text(event: &Event, contact: &Contact, title: &str) -> Result<String, String> {
    let description = text(event.part, &ICalendarProperty::Description);
    let mut parts = Vec::new();
    if title_line(event.title()) == title && title.ends_with('…') {
        parts.push(event.title().to_owned());
    }
    if !contact.place.is_empty() {
        parts.push(format!("Where: {}", sanitize_line(&contact.place)));
    }
    if description != contact.link {
        parts.push(description.to_owned());
    }
    parts.retain(|part| !part.is_empty());
    let text = normalize_text(&parts.join("\n\n"), "note");
    let title = name(event.title());
    text.map_err(|refusal| format!("The event {title} was left out. {}", refusal.message))
}

/// Title as the book has it; one that is too long is cut.
pub fn title_line(title: &str) -> String {
    const ROOM: usize = 200;
    normalize_line(title, "title").unwrap_or_else(|_| {
        let cut: String = title.chars().take(ROOM).collect();
        let cut = normalize_line(&cut, "title").unwrap_or_default();
        format!("{cut}…")
    })
}

/// Title of an event in quotes, for sentences.
pub fn name(title: &str) -> String {
    match title {
        "" => "(no title)".to_owned(),
        title => quoted(&sanitize_line(title)),
    }
}

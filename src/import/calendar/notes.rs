//! Titles and notes of a meeting, as far as the texts of an event fit.

use calcard::icalendar::ICalendarProperty;
use mail_parser::decoders::html::html_to_text;

use super::clocks::{other, text};
use super::event::Event;
use super::link::Contact;
use crate::domain::ops::{normalize_line, normalize_text, quoted};
use crate::domain::sanitize::sanitize_line;

/// Place and description of an event as notes; nothing of a description that only repeats the link.
///
/// # Errors
/// When they are longer than notes can be.
pub fn note_text(event: &Event, contact: &Contact, title: &str) -> Result<String, String> {
    let description = description(event);
    let mut parts = Vec::new();
    if title_line(event.title()) == title && title.ends_with('…') {
        parts.push(event.title().to_owned());
    }
    if !contact.place.is_empty() {
        parts.push(format!("Where: {}", sanitize_line(&contact.place)));
    }
    if description != contact.link {
        parts.push(description);
    }
    parts.retain(|part| !part.is_empty());
    let text = normalize_text(&parts.join("\n\n"), "note");
    let title = name(event.title());
    text.map_err(|refusal| format!("The event {title} was left out. {}", refusal.message))
}

/// The description of an event as plain text: web calendars put pages there, and Outlook in a property of its own.
fn description(event: &Event) -> String {
    let plain = text(event.part, &ICalendarProperty::Description);
    let page = match plain {
        "" => other(event.part, "X-ALT-DESC"),
        plain => plain,
    };
    let lower = page.to_lowercase();
    let is_page = ["</", "<br", "<p>", "<html"]
        .iter()
        .any(|tag| lower.contains(tag));
    if !is_page {
        return page.to_owned();
    }
    html_to_text(&with_addresses(page)).trim().to_owned()
}

/// A page with the address of each link behind its text, unless that is the text.
fn with_addresses(page: &str) -> String {
    let mut pieces = page.split("<a ");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let address = piece
            .split_once("href=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        let address = address.map_or("", |(address, _)| address);
        text.push_str("<a ");
        match piece.split_once("</a>") {
            Some((link, after))
                if !address.is_empty() && !link.contains(&format!(">{address}")) =>
            {
                text.push_str(&format!("{link} ({address})</a>{after}"));
            }
            Some(_) | None => text.push_str(piece),
        }
    }
    text
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

//! Contact of the people of an event: the link of the call, the channel, and the place.

use calcard::icalendar::{ICalendarComponent, ICalendarProperty};

use super::clocks::{other, text};
use crate::domain::meeting::Channel;
use crate::domain::words::parse_channel;

/// Hosts of video calls.
const VIDEO_HOSTS: &[&str] = &[
    "zoom.us",
    "zoom.com",
    "zoomgov.com",
    "teams.microsoft.com",
    "teams.live.com",
    "meet.google.com",
    "hangouts.google.com",
    "webex.com",
    "skype.com",
    "skype.net",
    "facetime.apple.com",
    "whereby.com",
    "meet.jit.si",
    "gotomeeting.com",
    "gotomeet.me",
    "goto.com",
    "bluejeans.com",
    "ringcentral.com",
    "chime.aws",
    "bigbluebutton.org",
];
/// Properties of some programs that hold the link of a call.
const LINK_PROPERTIES: &[&str] = &[
    "X-GOOGLE-CONFERENCE",
    "CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
];

/// Link, channel and place of an event.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub link: String,
    pub channel: Option<Channel>,
    /// Place where it is held, unless that only names the program for the call.
    pub place: String,
}

impl Contact {
    pub fn of(event: &ICalendarComponent) -> Self {
        let location = text(event, &ICalendarProperty::Location);
        let url = text(event, &ICalendarProperty::Url);
        let description = text(event, &ICalendarProperty::Description);
        let own: Vec<_> = LINK_PROPERTIES
            .iter()
            .map(|name| other(event, name))
            .collect();
        let own = own.iter().flat_map(|value| links(value));
        let named: Vec<_> = own.chain(links(location)).chain(links(url)).collect();
        let is_video = |link: &&str| is_video(link);
        let video = named
            .iter()
            .copied()
            .chain(links(description))
            .find(is_video);
        let link = video.or_else(|| named.first().copied()).unwrap_or_default();
        let channel = if video.is_some() {
            Some(Channel::Video)
        } else if link.starts_with("tel:") {
            Some(Channel::Phone)
        } else {
            tool(location)
        };
        let is_place = location != link && tool(location).is_none();
        Self {
            link: link.to_owned(),
            channel,
            place: if is_place { location } else { "" }.to_owned(),
        }
    }
}

/// Channel of a location that names a program or a way to talk; none for a place, which may have such a word in its name.
fn tool(location: &str) -> Option<Channel> {
    let is_short = location.split_whitespace().count() <= 3 && !location.contains([',', '\n']);
    let is_address = location.chars().any(|c| c.is_ascii_digit());
    let channel = Channel::from_word(location)
        .or_else(|| parse_channel(location).filter(|it| *it != Channel::InPerson));
    channel.filter(|_| is_short && !is_address)
}

/// Beginnings of what is taken for a link.
const SCHEMES: [&str; 3] = ["https://", "http://", "tel:"];

/// Links in a text, in their order; a text that is one link is it as a whole, whatever signs are in it.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    let around = |c: char| c.is_whitespace() || "<>\"'()[]|".contains(c);
    let is_link = SCHEMES.iter().any(|scheme| text.starts_with(scheme)) && !text.contains(around);
    let ends = move |c: char| !is_link && (around(c) || ",;".contains(c));
    text.split(ends).filter_map(|word| {
        let begin = SCHEMES
            .iter()
            .filter_map(|scheme| word.find(scheme))
            .min()?;
        let link = word.get(begin..)?.trim_end_matches(['.', ':', '!', '?']);
        link.split_once(':').filter(|(_, rest)| rest.len() > 2)?;
        Some(link)
    })
}

fn is_video(link: &str) -> bool {
    let rest = link.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    let is_of = |known: &str| {
        let parent = host.strip_suffix(known);
        parent.is_some_and(|parent| parent.is_empty() || parent.ends_with('.'))
    };
    VIDEO_HOSTS.iter().any(|known| is_of(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_no_channel_and_a_tool_is() {
        assert_eq!(tool("Microsoft Teams Meeting"), Some(Channel::Video));
        for place in [
            "Meet Street 5",
            "The Letter Press Cafe, Main Street",
            "Pine Library",
            "",
        ] {
            assert_eq!(tool(place), None, "{place}");
        }
    }

    #[test]
    fn links_are_found_in_texts() {
        let text = "Join <https://us02web.zoom.us/j/1?pwd=a.b> or call tel:+1-555-0100.";
        let found: Vec<_> = links(text).collect();
        assert_eq!(
            found,
            ["https://us02web.zoom.us/j/1?pwd=a.b", "tel:+1-555-0100"]
        );
        let whole = "https://example.org/j/1?pwd=a,b;c";
        assert_eq!(links(whole).collect::<Vec<_>>(), [whole]);
        assert!(is_video(found[0]) && !is_video("https://notzoom.us/") && !is_video(found[1]));
    }
}

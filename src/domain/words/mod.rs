//! Reads the words that people write for what the book knows: who, how long, how, in what state, done or not.
//!
//! There is one reader for each, so that lists, notes, editors and the command line understand the same words. Hours and
//! days are read by [`super::dates`]. A reader never guesses: what it does not know it gives back as none, for its caller
//! to name.

mod channel;
mod done;
mod length;
mod owner;
mod state;

pub use channel::parse_channel;
pub use done::{parse_done, parse_yes_no};
pub use length::{LengthUnit, parse_length};
pub use owner::parse_owner;
pub use state::{parse_goal_status, parse_meeting_state};

use super::goal::GoalStatus;
use super::meeting::Channel;

/// Text in the form in which words are compared: small letters and digits, a single blank between words.
pub fn plain_words(text: &str) -> String {
    let letters = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' });
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True if the plain words of `text` have `phrase` in them, as whole words.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + phrase.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}

/// The value of the first row whose phrases, parted by commas, are in `text`; a phrase that ends with `*` is the beginning
/// of a word.
fn first_of<T: Copy>(rows: &[(T, &str)], text: &str) -> Option<T> {
    let words = plain_words(text);
    let is_in = |phrase: &str| match phrase.strip_suffix('*') {
        Some(stem) => words.split(' ').any(|word| word.starts_with(stem)),
        None => has_phrase(&words, phrase),
    };
    let mut rows = rows.iter();
    rows.find(|(_, phrases)| phrases.split(", ").any(is_in))
        .map(|(value, _)| *value)
}

/// Key of the choice among `keys` that the text means in other words, where the choices are those of an enum of the book:
/// `video` for “Zoom”.
pub fn known_key(text: &str, keys: &[&str]) -> Option<&'static str> {
    let are = |known: &[&str]| known.iter().all(|key| keys.contains(key));
    let channels: Vec<_> = Channel::ALL.iter().map(|it| it.key()).collect();
    let statuses: Vec<_> = GoalStatus::ALL.iter().map(|it| it.key()).collect();
    if are(&channels) {
        parse_channel(text).map(Channel::key)
    } else if are(&statuses) {
        parse_goal_status(text).map(GoalStatus::key)
    } else {
        None
    }
}

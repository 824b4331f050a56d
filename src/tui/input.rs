//! Events of the system, in words that Unix and Windows share.

use std::collections::VecDeque;
use std::io;

use crossterm::event::{Event, KeyCode};

use crate::app::key::Key;
use crate::problem::{Exit, Problem};

/// Number of the signal which says that the terminal is gone; Windows has none and gets this one's exit code.
pub const HANGUP: i32 = 1;
/// As many characters at a time are a paste, not typing.
const PASTE_THRESHOLD: usize = 64;

/// Reasons for which a poll ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// A key, a click, a paste or another size.
    Event(Event),
    /// The number of a signal that ends the program, or [`HANGUP`] when the terminal is gone.
    Signal(i32),
    /// The program was suspended and continued, so that the screen may show anything. Windows suspends none.
    #[cfg(unix)]
    Resumed,
    /// The timeout has passed.
    Timeout,
}

/// Merges characters that came at once into a paste, if there are more than anybody types in a moment: the terminal does
/// not mark pastes. Enter counts as a character if `lines` is true.
pub fn unbracketed_paste(events: &mut VecDeque<Event>, lines: bool) -> Option<String> {
    let typed = events.iter().map_while(|event| typed_char(event, lines));
    let text: String = typed.collect();
    let count = text.chars().count();
    (count >= PASTE_THRESHOLD).then(|| {
        events.drain(..count);
        text
    })
}

/// The character that `event` types; Enter types one if `lines` is true.
fn typed_char(event: &Event, lines: bool) -> Option<char> {
    match event {
        Event::Key(key) if lines && key.code == KeyCode::Enter => Some('\n'),
        Event::Key(key) => Key::from_event(*key)?.as_char(),
        Event::FocusGained
        | Event::FocusLost
        | Event::Mouse(_)
        | Event::Paste(_)
        | Event::Resize(..) => None,
    }
}

/// The terminal cannot be read: the program ends as if it were gone.
pub fn terminal_lost(error: &io::Error) -> Problem {
    Problem::new("The terminal cannot be read any more.")
        .caused_by(error)
        .exit(Exit::Signal(HANGUP))
}

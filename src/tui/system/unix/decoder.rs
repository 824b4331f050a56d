//! Decoder for terminal input: bytes in, events out, at whatever byte they were split on the way.
//!
//! Half a sequence stays pending, and the event loop flushes it after a timeout: then an Escape was the key of that name, and
//! a paste without an end is over. On Windows there are no such bytes, and crossterm reads keys.
//!
//! Elsewhere the reader of crossterm 0.29 was tried in place of this, behind the same poll and with its feature `use-dev-tty`.
//! It fails on these bytes, each an open issue of github.com/crossterm-rs/crossterm:
//!
//! - `ESC` and `[D` in two reads: Escape and two letters, no arrow (issue 993).
//! - `ESC [ ? 2026 ; 2 $ y`, as terminals answer: what is typed next is lost, up to a `c` or `u` (issue 1104).
//! - `ESC [ 200 ~` without an end: all that is typed next is lost, and nothing resets the parser (issue 1060).
//! - `ESC [` alone: it blocks in a read whatever its timeout, and no signal is handled.
//! - `a`: `poll` without a timeout never reads it (issue 839). Without the feature a key may wait unread for the next one, and
//!   a terminal that is gone is read for ever (issue 793).
//!
//! The parser of termina 0.4 descends from it and shares the second and the third.

use std::time::Duration;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// Timeout for the rest of a key's escape sequence.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(40);
/// Timeout for the rest of a paste.
const PASTE_TIMEOUT: Duration = Duration::from_secs(2);
/// Longest paste, in bytes: more than any field takes. The rest is dropped.
const PASTE_LIMIT: usize = 1 << 20;
const PASTE_END: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;

/// Decodes bytes to events.
#[derive(Debug, Default)]
pub struct Decoder {
    /// An incomplete sequence.
    pending: Vec<u8>,
    /// The paste so far, until its end comes.
    pasted: Option<Vec<u8>>,
}

/// The token at the beginning of some bytes. Its number is its length in bytes.
#[derive(Debug, PartialEq, Eq)]
enum InputToken {
    /// An event.
    Event(Event, usize),
    /// A sequence that means nothing to us.
    Unknown(usize),
    /// The beginning of a paste.
    Paste(usize),
    /// A sequence that is not complete yet.
    Incomplete,
}

impl Decoder {
    /// Decodes `bytes` and returns the events that are complete now.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        self.pending.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.pending);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            if let Some(pasted) = &mut self.pasted {
                let end = rest
                    .windows(PASTE_END.len())
                    .position(|part| part == PASTE_END);
                // The end marker may be cut in two.
                let safe = rest.len().saturating_sub(PASTE_END.len() - 1);
                let length = end.unwrap_or(safe);
                let room = PASTE_LIMIT.saturating_sub(pasted.len()).min(length);
                pasted.extend_from_slice(&rest[..room]);
                rest = &rest[length..];
                if end.is_none() {
                    break;
                }
                rest = &rest[PASTE_END.len()..];
                events.extend(self.end_paste());
                continue;
            }
            match parse_token(rest) {
                InputToken::Event(event, length) => {
                    events.push(event);
                    rest = &rest[length..];
                }
                InputToken::Unknown(length) => rest = &rest[length..],
                InputToken::Paste(length) => {
                    self.pasted = Some(Vec::new());
                    rest = &rest[length..];
                }
                InputToken::Incomplete => break,
            }
        }
        self.pending = rest.to_vec();
        events
    }

    /// The time to wait before [`Self::flush`]; none while nothing is pending.
    pub fn timeout(&self) -> Option<Duration> {
        if self.pasted.is_some() {
            Some(PASTE_TIMEOUT)
        } else {
            (!self.pending.is_empty()).then_some(ESCAPE_TIMEOUT)
        }
    }

    /// Decodes what is pending as complete: nothing more came in time.
    pub fn flush(&mut self) -> Vec<Event> {
        let open = std::mem::take(&mut self.pending);
        if let Some(pasted) = &mut self.pasted {
            pasted.extend(open);
            return self.end_paste().into_iter().collect();
        }
        match open.as_slice() {
            [ESCAPE] => vec![key(KeyCode::Esc, KeyModifiers::NONE)],
            [ESCAPE, letter] if letter.is_ascii_graphic() => {
                vec![key(KeyCode::Char(char::from(*letter)), KeyModifiers::ALT)]
            }
            _ => Vec::new(),
        }
    }

    fn end_paste(&mut self) -> Option<Event> {
        let pasted = self.pasted.take()?;
        Some(Event::Paste(String::from_utf8_lossy(&pasted).into_owned()))
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

/// Decodes the first token of `bytes`, which must not be empty.
fn parse_token(bytes: &[u8]) -> InputToken {
    match bytes {
        [ESCAPE] | [ESCAPE, b'O'] => InputToken::Incomplete,
        // The first stands for itself; the second may begin a sequence.
        [ESCAPE, ESCAPE, ..] => InputToken::Event(key(KeyCode::Esc, KeyModifiers::NONE), 1),
        [ESCAPE, b'[', rest @ ..] => parse_csi(rest, 2),
        [ESCAPE, b'O', letter, ..] => key_token(key_by_final_byte(*letter), KeyModifiers::NONE, 3),
        [ESCAPE, rest @ ..] => match parse_single_key(rest) {
            InputToken::Event(Event::Key(pressed), length) => {
                let modifiers = pressed.modifiers | KeyModifiers::ALT;
                InputToken::Event(key(pressed.code, modifiers), length + 1)
            }
            InputToken::Incomplete => InputToken::Incomplete,
            InputToken::Event(..) | InputToken::Unknown(_) | InputToken::Paste(_) => {
                InputToken::Unknown(1)
            }
        },
        _ => parse_single_key(bytes),
    }
}

/// Decodes a key that is one character.
fn parse_single_key(bytes: &[u8]) -> InputToken {
    let control = |letter: u8| key(KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL);
    let bare = |code| key(code, KeyModifiers::NONE);
    let event = match bytes[0] {
        b'\r' | b'\n' => bare(KeyCode::Enter),
        b'\t' => bare(KeyCode::Tab),
        0x7f => bare(KeyCode::Backspace),
        0 => control(b' '),
        byte @ 1..=0x1a => control(byte - 1 + b'a'),
        byte @ 0x1b..=0x1f => control(byte - 0x1c + b'4'),
        _ => return parse_utf8(bytes),
    };
    InputToken::Event(event, 1)
}

/// Decodes a character beyond ASCII's controls; a byte that begins none is dropped.
fn parse_utf8(bytes: &[u8]) -> InputToken {
    let length = match bytes[0] {
        0..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return InputToken::Unknown(1),
    };
    let whole = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(whole) {
        Ok(text) => text
            .chars()
            .next()
            .map_or(InputToken::Unknown(1), |letter| {
                InputToken::Event(key(KeyCode::Char(letter), KeyModifiers::NONE), length)
            }),
        Err(error) if error.error_len().is_none() => InputToken::Incomplete,
        Err(_) => InputToken::Unknown(1),
    }
}

/// Decodes a CSI sequence after `ESC [`; `before` is the number of bytes before `rest`.
fn parse_csi(rest: &[u8], before: usize) -> InputToken {
    let Some(end) = rest.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return InputToken::Incomplete;
    };
    let length = before + end + 1;
    let params = std::str::from_utf8(&rest[..end]).unwrap_or_default();
    let numbers: Vec<u16> = params
        .trim_start_matches('<')
        .split(';')
        .map(|number| number.parse().unwrap_or(0))
        .collect();
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    match (rest[end], number(0)) {
        // The Linux console sends one more letter for F1 to F5.
        (b'[', _) => match rest.get(end + 1) {
            None => InputToken::Incomplete,
            Some(letter @ b'A'..=b'E') => key_token(
                Some(KeyCode::F(letter - b'A' + 1)),
                KeyModifiers::NONE,
                length + 1,
            ),
            Some(_) => InputToken::Unknown(length + 1),
        },
        (b'M', _) if end == 0 => parse_x10_mouse(rest, length),
        (b'M', _) if params.starts_with('<') => {
            mouse_token(number(0), number(1), number(2), length)
        }
        (b'~', 200) => InputToken::Paste(length),
        (b'~', code) => key_token(key_by_vt_code(code), parse_modifiers(number(1)), length),
        (b'u', code) => key_token(key_by_codepoint(code), parse_modifiers(number(1)), length),
        (b'Z', _) => key_token(Some(KeyCode::BackTab), KeyModifiers::SHIFT, length),
        // A sequence that breaks off: the byte that broke it stands for itself.
        (byte, _) if !(0x40..0x7f).contains(&byte) => InputToken::Unknown(length - 1),
        (byte, 0 | 1) => key_token(key_by_final_byte(byte), parse_modifiers(number(1)), length),
        _ => InputToken::Unknown(length),
    }
}

fn key_token(code: Option<KeyCode>, modifiers: KeyModifiers, length: usize) -> InputToken {
    code.map_or(InputToken::Unknown(length), |code| {
        InputToken::Event(key(code, modifiers), length)
    })
}

/// The modifiers of a sequence: one more than the sum of 1 for Shift, 2 for Alt and 4 for Ctrl.
fn parse_modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let known = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ];
    let held = known.into_iter().filter(|(bit, _)| bits & bit != 0);
    held.fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}

fn key_by_final_byte(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn key_by_vt_code(number: u16) -> Option<KeyCode> {
    let function = |first: u16, name: u16| u8::try_from(number - first + name).ok();
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(function(11, 1)?),
        17..=21 => KeyCode::F(function(17, 6)?),
        23 | 24 => KeyCode::F(function(23, 11)?),
        _ => return None,
    })
}

/// A key by its Unicode code point, as some terminals send those without a classic sequence.
fn key_by_codepoint(code: u16) -> Option<KeyCode> {
    Some(match code {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        code => KeyCode::Char(char::from_u32(code.into()).filter(|letter| !letter.is_control())?),
    })
}

/// Decodes clicks and the wheel; other mouse events are ignored.
fn mouse_token(button: u16, column: u16, row: u16, length: usize) -> InputToken {
    // Bits of 4, 8 and 16 are the modifiers.
    let kind = match button & !0b1_1100 {
        0 => MouseEventKind::Down(MouseButton::Left),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => return InputToken::Unknown(length),
    };
    let event = MouseEvent {
        kind,
        column: column.saturating_sub(1),
        row: row.saturating_sub(1),
        modifiers: KeyModifiers::NONE,
    };
    InputToken::Event(Event::Mouse(event), length)
}

/// Decodes a click in the X10 encoding: three bytes, each 32 more than its number.
fn parse_x10_mouse(rest: &[u8], length: usize) -> InputToken {
    let [_, button, column, row, ..] = rest else {
        return InputToken::Incomplete;
    };
    let number = |byte: &u8| u16::from(byte.saturating_sub(32));
    mouse_token(number(button), number(column), number(row), length + 3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::key::Key;

    /// The events of `bytes`, followed by a timeout.
    fn events(bytes: &[u8]) -> Vec<Event> {
        let mut decoder = Decoder::default();
        let mut events = decoder.feed(bytes);
        events.extend(decoder.flush());
        assert_eq!(decoder.timeout(), None);
        events
    }

    fn shown(bytes: &[u8]) -> String {
        let shown = events(bytes).into_iter().map(|event| match event {
            Event::Key(key) => Key::from_event(key).map_or_else(String::new, |key| key.to_string()),
            Event::Mouse(mouse) => format!("{:?} {} {}", mouse.kind, mouse.column, mouse.row),
            Event::Paste(text) => format!("“{text}”"),
            Event::Resize(..) | Event::FocusGained | Event::FocusLost => String::new(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_terminals_send_is_known_by_its_name() {
        for (bytes, name) in [
            ("aÄ日\r\n\t\x7f", "a Ä 日 Enter Enter Tab Backspace"),
            ("\x03\x08\x1a\x00", "Ctrl-C Ctrl-H Ctrl-Z Ctrl-Space"),
            (
                "\x1b[A\x1bOB\x1b[1;5C\x1b[1;2D",
                "Up Down Ctrl-Right Shift-Left",
            ),
            (
                "\x1b[H\x1b[4~\x1b[5~\x1b[6~\x1b[3;5~",
                "Home End PgUp PgDn Ctrl-Del",
            ),
            (
                "\x1bOP\x1b[[B\x1b[13~\x1b[24~\x1b[15;2~",
                "F1 F2 F3 F12 Shift-F5",
            ),
            ("\x1b[Z\x1bd\x1b\x7f", "Shift-Tab Alt-d Alt-Backspace"),
            ("\x1b", "Esc"),
            ("\x1b\x1b\x1b[A", "Esc Esc Up"),
            ("\x1b[", "Alt-["),
            ("\x1b[97;5u\x1b[13u", "Ctrl-A Enter"),
            ("\x1b[200~a\x1b[Ab\r\x1b[201~c", "“a\x1b[Ab\r” c"),
            ("\x1b[200~never ends", "“never ends”"),
            (
                "\x1b[<0;5;7M\x1b[<0;5;7m\x1b[<65;1;1M",
                "Down(Left) 4 6 ScrollDown 0 0",
            ),
            ("\x1b[M !#x", "Down(Left) 0 2 x"),
            ("\x1b[?62;22c\x1b[I\x1b[12;40R", ""),
            ("\x1b[1;\x1b[A", "Up"),
        ] {
            assert_eq!(shown(bytes.as_bytes()), name, "{bytes:?}");
        }
        assert_eq!(shown(b"a\xff\xc3b\xe6\x97"), "a b");
    }

    #[test]
    fn of_an_endless_paste_only_so_much_is_kept() {
        let mut decoder = Decoder::default();
        decoder.feed(b"\x1b[200~");
        for _ in 0..40 {
            decoder.feed(&vec![b'x'; 1 << 16]);
        }
        let Some(Event::Paste(text)) = decoder.feed(PASTE_END).pop() else {
            panic!("no paste");
        };
        assert!((PASTE_LIMIT..PASTE_LIMIT + 10).contains(&text.len()));
    }

    proptest! {
        #[test]
        fn where_bytes_are_cut_makes_no_difference(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..6),
                    prop::sample::select(vec![
                        b"\x1b[A".to_vec(), b"\x1b[200~".to_vec(), b"\x1b[201~".to_vec(),
                        b"\x1b[<0;1;1M".to_vec(), b"\x1b".to_vec(), "日".as_bytes().to_vec(),
                    ]),
                ],
                0..12,
            ),
        ) {
            let mut decoder = Decoder::default();
            let mut cut: Vec<_> = pieces.iter().flat_map(|piece| decoder.feed(piece)).collect();
            cut.extend(decoder.flush());
            prop_assert_eq!(cut, events(&pieces.concat()));
        }
    }
}

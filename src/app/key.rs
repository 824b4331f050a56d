//! Keys, independent of the terminal library and of the terminal's encoding.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One key press. Shift is part of the character, so that `N` is a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Key {
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    pub const fn char(character: char) -> Self {
        Self::plain(KeyCode::Char(character))
    }

    pub const fn ctrl(code: KeyCode) -> Self {
        Self {
            ctrl: true,
            ..Self::plain(code)
        }
    }

    pub const fn alt(code: KeyCode) -> Self {
        Self {
            alt: true,
            ..Self::plain(code)
        }
    }

    /// A key with Shift that is not a character.
    pub const fn shift(code: KeyCode) -> Self {
        Self {
            shift: true,
            ..Self::plain(code)
        }
    }

    /// Converts a terminal event; none for a key release.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "terminals may send keys that mean nothing here"
    )]
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mut ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let mut alt = event.modifiers.contains(KeyModifiers::ALT);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        // A character by AltGr, such as @ or €, comes as one with Ctrl and Alt where keys are told one by one.
        let is_typed = |code| matches!(code, KeyCode::Char(it) if !it.is_ascii_alphanumeric());
        if ctrl && alt && is_typed(event.code) {
            (ctrl, alt) = (false, false);
        }
        let (code, shift) = match event.code {
            KeyCode::Char(character) if ctrl => {
                (KeyCode::Char(character.to_ascii_lowercase()), false)
            }
            KeyCode::Char(character) => (KeyCode::Char(character), false),
            KeyCode::BackTab => (KeyCode::Tab, true),
            other => (other, shift),
        };
        Some(Self {
            code,
            ctrl,
            alt,
            shift,
        })
    }

    /// The character that the key types, if it types one.
    pub const fn as_char(self) -> Option<char> {
        if let KeyCode::Char(character) = self.code
            && !self.ctrl
            && !self.alt
        {
            return Some(character);
        }
        None
    }
}

impl fmt::Display for Key {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "other keys are called what the terminal crate calls them"
    )]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(character) if self.ctrl => {
                write!(f, "{}", character.to_ascii_uppercase())
            }
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::Enter => f.write_str("Enter"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::Tab => f.write_str("Tab"),
            KeyCode::Backspace => f.write_str("Backspace"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::F(number) => write!(f, "F{number}"),
            code => write!(f, "{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_is_folded_into_the_character() {
        let event = KeyEvent::new(KeyCode::Char('N'), KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(event), Some(Key::char('N')));
        let back_tab = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(back_tab), Some(Key::shift(KeyCode::Tab)));
    }

    #[test]
    fn a_character_by_altgr_is_typed_and_a_letter_with_both_keys_is_none() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        for character in ['@', '{', '[', '\\', '€', 'ą'] {
            let event = KeyEvent::new(KeyCode::Char(character), both);
            let key = Key::from_event(event).unwrap();
            assert_eq!(key.as_char(), Some(character));
        }
        let event = KeyEvent::new(KeyCode::Char('q'), both);
        assert_eq!(Key::from_event(event).unwrap().as_char(), None);
    }

    #[test]
    fn a_control_letter_is_one_key_in_either_case() {
        let event = KeyEvent::new(KeyCode::Char('R'), KeyModifiers::CONTROL);
        assert_eq!(Key::from_event(event), Some(Key::ctrl(KeyCode::Char('r'))));
        assert_eq!(Key::ctrl(KeyCode::Char('r')).to_string(), "Ctrl-R");
    }
}

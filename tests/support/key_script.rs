//! Keys by a script, as tests press them.

use crossterm::event::KeyCode;

use super::Key;

/// Parses a script such as `a Start a hour<Enter><C-r>`: characters as they are, other keys by name.
pub fn parse_script(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|tail| tail.split_once('>'))
            .and_then(|(name, tail)| Some((parse_name(name)?, tail)));
        if let Some((key, tail)) = named {
            keys.push(key);
            rest = tail;
        } else {
            keys.push(Key::char(character));
            rest = &rest[character.len_utf8()..];
        }
    }
    keys
}

fn parse_name(name: &str) -> Option<Key> {
    if let Some(character) = name.strip_prefix("C-").and_then(|tail| tail.chars().next()) {
        return Some(Key::ctrl(KeyCode::Char(character)));
    }
    match name.strip_prefix("S-") {
        Some(tail) => parse_code(tail).map(Key::shift),
        None => parse_code(name).map(Key::plain),
    }
}

fn parse_code(name: &str) -> Option<KeyCode> {
    Some(match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Space" => KeyCode::Char(' '),
        "BS" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        name => KeyCode::F(name.strip_prefix('F')?.parse().ok()?),
    })
}

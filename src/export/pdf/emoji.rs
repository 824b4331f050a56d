//! Emoji in words, where no font draws them: `(party popper)`.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::files::unpacked;

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/emoji-names"));

/// Names of emoji, read when the first one is asked for.
#[derive(Default)]
pub struct EmojiNames(OnceCell<HashMap<char, String>>);

impl EmojiNames {
    /// The emoji of `text` in words, in brackets; none if there are none in it.
    pub fn in_words(&self, text: &str) -> Option<String> {
        let names = self.0.get_or_init(read_names);
        let mut words: Vec<String> = Vec::new();
        for letter in text.chars() {
            let flag = char::from_u32(u32::from(letter).wrapping_sub(0x1F1E6 - u32::from('A')));
            match flag.filter(char::is_ascii_uppercase) {
                // A flag is the two letters of its country.
                Some(flag) => match words.last_mut().filter(|last| last.len() == 6) {
                    Some(last) if last.starts_with("flag ") => last.push(flag),
                    Some(_) | None => words.push(format!("flag {flag}")),
                },
                None => words.extend(names.get(&letter).cloned()),
            }
        }
        (!words.is_empty()).then(|| format!("({})", words.join(", ")))
    }
}

fn read_names() -> HashMap<char, String> {
    let text = String::from_utf8(unpacked(NAMES)).unwrap_or_default();
    let named = text.lines().filter_map(|line| line.split_once(' '));
    let named = named.filter_map(|(number, name)| {
        let letter = char::from_u32(u32::from_str_radix(number, 16).ok()?)?;
        Some((letter, name.to_owned()))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_named_as_people_read_them() {
        let names = EmojiNames::default();
        for (text, words) in [
            ("\u{1f389}", Some("(party popper)")),
            (
                "\u{1f469}\u{1f3fd}\u{200d}\u{1f4bb}",
                Some("(woman, personal computer)"),
            ),
            (
                "\u{1f1fa}\u{1f1f8}\u{1f1ee}\u{1f1f3}",
                Some("(flag US, flag IN)"),
            ),
            ("\u{9234}", None),
        ] {
            assert_eq!(names.in_words(text).as_deref(), words);
        }
    }
}

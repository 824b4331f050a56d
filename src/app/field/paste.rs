//! Sanitizes text that is pasted or loaded into a field.

use crate::domain::sanitize::replace_word_processor_chars;

fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Sanitizes text for a single-line field: line breaks and TABs become one space each, other controls are dropped.
pub(super) fn sanitize_single_line(text: &str) -> String {
    replace_word_processor_chars(text)
        .trim_end_matches(is_line_break)
        .replace("\r\n", "\n")
        .chars()
        .map(|character| {
            if is_line_break(character) || character == '\t' {
                ' '
            } else {
                character
            }
        })
        .filter(|character| !character.is_control())
        .collect()
}

/// Sanitizes text for a multi-line field: line breaks become LF, a TAB spaces, other controls are dropped.
pub(super) fn sanitize_multi_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = replace_word_processor_chars(text);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\r' && characters.peek() == Some(&'\n') {
            continue;
        }
        if is_line_break(character) {
            out.push('\n');
        } else if character == '\t' {
            out.push_str("    ");
        } else if !character.is_control() {
            out.push(character);
        }
    }
    out
}

//! Text from outside made fit for a field.

fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Text from outside for a field of one line: line breaks and TABs become one space each, other controls vanish.
pub(super) fn sanitize_single_line(text: &str) -> String {
    text.trim_end_matches(is_line_break)
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

/// Text from outside for a field of many lines: every kind of line break becomes ours, a TAB spaces, other controls vanish.
pub(super) fn sanitize_multi_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
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

//! Terminal text measured in cells: sanitizing, display width, and word wrap.
//!
//! The text field moves its cursor by these widths and `ui` draws by them, so both must agree to the cell. Widths come
//! from `unicode-width`, clusters from `unicode-segmentation`.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use crate::domain::sanitize::needs_sanitizing;

/// Replaces characters that must not reach the screen.
const REPLACEMENT: char = '\u{FFFD}';
/// Base for a combining mark that has no letter.
const DOTTED_CIRCLE: char = '◌';
/// Limit of combining marks in one cluster; the rest is dropped.
const MAX_COMBINING_MARKS: usize = 8;
/// Limit of characters in one cluster; the longest emoji families stay below.
const MAX_CLUSTER_CHARS: usize = 16;
/// Expansion of a TAB.
const TAB_SPACES: &str = "    ";

/// Sanitizes `text` for display on one line.
///
/// Control characters, bidi overrides, zero-width characters and tags become visible; a line break becomes one space, a
/// TAB four. Afterwards every cluster is at least one cell wide.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if simple_width(text).is_some() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        let shown = display_cluster(cluster);
        // One replacement character is enough for a run of them.
        if *shown == *REPLACEMENT.encode_utf8(&mut [0; 4]) && out.ends_with(REPLACEMENT) {
            continue;
        }
        out.push_str(&shown);
    }
    Cow::Owned(out)
}

/// The width of `text` if it consists of single-cell characters only, which is nearly all text: a fast path that needs no
/// split into clusters.
fn simple_width(text: &str) -> Option<usize> {
    // All bytes without a stop at the first that is another, so that many are looked at in one step.
    if text
        .bytes()
        .fold(true, |all, byte| all & matches!(byte, b' '..=b'~'))
    {
        return Some(text.len());
    }
    let mut width = 0;
    for character in text.chars() {
        if !is_single_cell(character) {
            return None;
        }
        width += 1;
    }
    Some(width)
}

/// True for a letter or sign of Europe, or one that our own screens are drawn with.
const fn is_single_cell(character: char) -> bool {
    matches!(character,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
        | '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25fc}' | '\u{2713}')
}

/// The display form of one grapheme cluster.
pub fn display_cluster(cluster: &str) -> Cow<'_, str> {
    if simple_width(cluster).is_some() {
        return Cow::Borrowed(cluster);
    }
    match cluster {
        "\t" => return Cow::Borrowed(TAB_SPACES),
        "\n" | "\r" | "\r\n" | "\u{85}" | "\u{2028}" | "\u{2029}" => return Cow::Borrowed(" "),
        _ => {}
    }
    if is_displayable(cluster) {
        return Cow::Borrowed(cluster);
    }
    Cow::Owned(sanitize_cluster(cluster))
}

fn is_displayable(cluster: &str) -> bool {
    let mut marks = 0;
    let mut long = 0;
    for (at, character) in cluster.chars().enumerate() {
        if is_invisible(character) && !(at > 0 && is_valid_joiner(cluster, character)) {
            return false;
        }
        marks += usize::from(char_width(character) == 0);
        long += 1;
    }
    let width = width(cluster);
    marks <= MAX_COMBINING_MARKS && long <= MAX_CLUSTER_CHARS && (1..=4).contains(&width)
}

/// Replaces invisible characters of the cluster and drops excess combining marks.
fn sanitize_cluster(cluster: &str) -> String {
    let mut out = String::new();
    let mut marks = 0;
    for (at, character) in cluster.chars().take(MAX_CLUSTER_CHARS).enumerate() {
        if let Some(picture) = control_picture(character) {
            out.push(picture);
        } else if is_invisible(character) && !(at > 0 && is_valid_joiner(cluster, character)) {
            if !out.ends_with(REPLACEMENT) {
                out.push(REPLACEMENT);
            }
        } else if char_width(character) == 0 {
            marks += 1;
            if out.is_empty() {
                out.push(DOTTED_CIRCLE);
            }
            if marks <= MAX_COMBINING_MARKS {
                out.push(character);
            }
        } else {
            out.push(character);
        }
    }
    // A cluster that still has no width, or too much of it, would shift the rest of the row.
    if out
        .graphemes(true)
        .any(|part| !(1..=4).contains(&width(part)))
    {
        return REPLACEMENT.to_string();
    }
    out
}

/// The control picture of an ASCII control character.
fn control_picture(character: char) -> Option<char> {
    match u32::from(character) {
        code @ 0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('\u{2421}'),
        _ => None,
    }
}

/// True for characters without a glyph that affect others: controls, bidi, zero width, tags, fillers.
fn is_invisible(character: char) -> bool {
    needs_sanitizing(character)
        || character.is_control()
        // Harmless in a file, but they have no cell of their own, so that a screen cannot show them.
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200e}' | '\u{200f}' | '\u{2061}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0080}'..='\u{e0fff}')
}

/// True if an invisible character has a function in this cluster: joins emoji, selects their form, shapes letters.
fn is_valid_joiner(cluster: &str, character: char) -> bool {
    let letters = cluster
        .chars()
        .next()
        .is_some_and(|first| first > '\u{590}');
    match character {
        '\u{200d}' => letters && !cluster.ends_with('\u{200d}'),
        '\u{200c}' => letters,
        '\u{fe0e}' | '\u{fe0f}' => true,
        _ => false,
    }
}

fn char_width(character: char) -> usize {
    width(character.encode_utf8(&mut [0; 4]))
}

/// Display width of `text` in cells.
pub fn width(text: &str) -> usize {
    if let Some(width) = simple_width(text) {
        return width;
    }
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    // Terminals draw the two halfwidth Katakana sound marks in a cell of their own; `unicode-width` counts them as 0.
    let sounds = text
        .chars()
        .filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'))
        .count();
    UnicodeWidthStr::width(text) + sounds
}

/// Display width of a cluster, in cells, after [`display_cluster`].
pub fn cluster_width(cluster: &str) -> usize {
    simple_width(cluster).unwrap_or_else(|| width(&display_cluster(cluster)))
}

/// Word wrap of one line (without line breaks) to `columns` cells, as byte ranges that join up to the whole.
///
/// Breaks after spaces, inside a word only when the word alone is too long. Spaces at a break stay at the end of their
/// row and may hang over the edge; nothing else does, but for a cluster wider than `columns` in a row of its own.
/// There is always at least one row.
pub fn wrap_line(line: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut rows = Vec::with_capacity(line.len() / columns + 1);
    let mut start = 0;
    let mut used = 0;
    for (at, word) in wrap_words(line) {
        let letters = word.trim_end_matches(' ');
        let letters_width = sanitized_width(letters);
        if used > 0 && used + letters_width > columns {
            rows.push(start..at);
            (start, used) = (at, 0);
        }
        if letters_width > columns {
            for (offset, cluster) in letters.grapheme_indices(true) {
                let wide = cluster_width(cluster);
                if used > 0 && used + wide > columns {
                    rows.push(start..at + offset);
                    (start, used) = (at + offset, 0);
                }
                used += wide;
            }
        } else {
            used += letters_width;
        }
        used += word.len() - letters.len();
    }
    rows.push(start..line.len());
    rows
}

fn sanitized_width(text: &str) -> usize {
    simple_width(text).unwrap_or_else(|| text.graphemes(true).map(cluster_width).sum())
}

/// Words with the spaces after them, and the byte where each begins. Text without spaces (as in Chinese) is one long word; a
/// space that carries a combining mark is part of a word, since the two share their cells.
fn wrap_words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..).filter(|rest| !rest.is_empty())?;
        let mut end = 0;
        loop {
            let letters = rest[end..].find(' ').unwrap_or(rest.len() - end);
            let spaces = rest[end + letters..]
                .bytes()
                .take_while(|byte| *byte == b' ')
                .count();
            end += letters + spaces;
            if is_cluster_boundary(line, at + end) {
                break;
            }
        }
        let word = &rest[..end];
        let begin = at;
        at += word.len();
        Some((begin, word))
    })
}

/// True if a grapheme cluster ends at byte `at` of `line`.
fn is_cluster_boundary(line: &str, at: usize) -> bool {
    let next = line.get(at..).and_then(|rest| rest.chars().next());
    next.is_none_or(is_single_cell)
        || GraphemeCursor::new(at, line.len(), true)
            .is_boundary(line, 0)
            .unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plain_character_takes_one_cell_whatever_stands_beside_it() {
        for character in (char::MIN..=char::MAX).filter(|character| is_single_cell(*character)) {
            let text = format!("{character}a{character}{character}");
            assert_eq!(text.graphemes(true).count(), 4, "{character:?}");
            assert_eq!(UnicodeWidthStr::width(&*text), 4, "{character:?}");
            assert!(!is_invisible(character), "{character:?}");
        }
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in [
            "Call the school",
            "Zoë Ängström",
            "図書館",
            "👩‍👩‍👧‍👦 family",
            "עברית",
            "नमस्ते",
            "می\u{200c}خواهم",
            "❤️",
        ] {
            assert_eq!(sanitize(text), text);
        }
    }

    #[test]
    fn what_would_drive_the_terminal_or_hide_is_shown() {
        assert_eq!(sanitize("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(sanitize("a\u{7}\u{7f}\u{9b}"), "a␇␡\u{FFFD}");
        assert_eq!(sanitize("evil\u{202e}txt.exe"), "evil\u{FFFD}txt.exe");
        assert_eq!(
            sanitize("zero\u{200b}width\u{feff}"),
            "zero\u{FFFD}width\u{FFFD}"
        );
        assert_eq!(
            sanitize("tags\u{e0041}\u{e0042}\u{e0043}!"),
            "tags\u{FFFD}!"
        );
        assert_eq!(sanitize("one\ntwo\r\nthree\tfour"), "one two three    four");
        assert_eq!(sanitize("admin\u{200d}"), "admin\u{FFFD}");
    }

    #[test]
    fn a_flood_of_combining_marks_is_capped() {
        let flood = format!("e{}", "\u{301}".repeat(500));
        assert_eq!(sanitize(&flood).chars().count(), 1 + MAX_COMBINING_MARKS);
        assert_eq!(sanitize("\u{301}x"), "◌\u{301}x");
    }

    #[test]
    fn lines_break_after_spaces_and_lose_nothing() {
        let line = "the quick  brown foxglove";
        let broken: Vec<&str> = wrap_line(line, 10)
            .into_iter()
            .map(|row| &line[row])
            .collect();
        assert_eq!(broken, ["the quick  ", "brown ", "foxglove"]);
        let broken: Vec<&str> = wrap_line("abcdefgh", 3)
            .into_iter()
            .map(|row| &"abcdefgh"[row])
            .collect();
        assert_eq!(broken, ["abc", "def", "gh"]);
        assert_eq!(wrap_line("", 5), vec![0..0]);
    }

    #[test]
    fn wide_letters_are_never_cut_in_half() {
        let broken: Vec<&str> = wrap_line("図書館です", 5)
            .into_iter()
            .map(|row| &"図書館です"[row])
            .collect();
        assert_eq!(broken, ["図書", "館で", "す"]);
    }

    #[test]
    fn a_space_that_carries_a_mark_is_not_parted_from_it() {
        let line = "é👩é é👩 é \u{200d}\u{301}\u{200d}\u{301} ";
        for row in wrap_line(line, 7) {
            let text = line[row].trim_end_matches(' ');
            assert!(sanitized_width(text) <= 7, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaned_text_has_no_cluster_without_width_and_stays_the_same_when_cleaned_again(text in "\\PC{0,40}|.{0,40}") {
            let once = sanitize(&text).into_owned();
            prop_assert!(once.graphemes(true).all(|cluster| width(cluster) >= 1), "{once:?}");
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert_eq!(sanitize(&once).into_owned(), once);
        }

        #[test]
        fn rows_join_up_to_the_line_and_fit(line in "[ a-c図é👩\u{301}\u{200d}\u{202e}]{0,60}", columns in 2usize..20) {
            let rows = wrap_line(&line, columns);
            prop_assert_eq!(rows.iter().map(|row| &line[row.clone()]).collect::<String>(), line.clone());
            for row in &rows {
                let text = line[row.clone()].trim_end_matches(' ');
                let single = text.graphemes(true).count() <= 1;
                prop_assert!(single || sanitized_width(text) <= columns, "{:?} in {}", text, columns);
            }
        }
    }
}

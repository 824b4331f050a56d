//! Sanitizes text for display: typed text may hold control characters that move the cursor, bidirectional overrides or
//! hidden characters. Screen, command line and files all pass it through here, so that none can be spoofed.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Replacement for a tab.
const TAB_SPACES: &str = "    ";
const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';

/// Sanitizes text: everything that could act on a terminal or deceive a reader becomes visible.
///
/// Line ends of every kind become `\n`, a tab four blanks; other control characters, direction overrides, hidden and
/// tag characters become an escape such as `<U+202E>`. Joiners stay where a script or an emoji needs them.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    // Most text is plain ASCII, which is told many bytes at a time.
    let is_plain = |byte: &u8| matches!(byte, b'\n' | b' '..=b'~');
    let all = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & is_plain(byte));
    if text.as_bytes().chunks(64).all(all) || !text.chars().any(needs_sanitizing) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(found) = rest.next() {
        match found {
            '\t' => out.push_str(TAB_SPACES),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            ZWNJ | ZWJ if before.is_some_and(allows_joiner) => out.push(found),
            _ if needs_sanitizing(found) => push_escape(&mut out, found),
            _ => out.push(found),
        }
        before = Some(found);
    }
    Cow::Owned(out)
}

/// Sanitizes text to one line: as [`sanitize`], with line ends and runs of blanks as single blanks, and trimmed.
pub fn sanitize_line(text: &str) -> Cow<'_, str> {
    let text = sanitize(text);
    let tidy = !text.contains(['\n']) && !text.contains("  ") && text.trim() == text;
    if tidy {
        return text;
    }
    let words: Vec<_> = text
        .split([' ', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    Cow::Owned(words.join(" "))
}

/// Replaces what word processors put between letters: soft hyphens and zero-width spaces go, and the bullets of their own
/// symbol font become bullets.
pub fn replace_word_processor_chars(text: &str) -> Cow<'_, str> {
    let replacement = |c| match c {
        '\u{AD}' | '\u{200B}' | '\u{FEFF}' => None,
        '\u{F0B7}' => Some('•'),
        '\u{F0A7}' => Some('▪'),
        _ => Some(c),
    };
    if text.is_ascii() || text.chars().all(|c| replacement(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

/// True for a character that could act on a terminal, deceive a reader or make a web page unsound.
pub fn needs_sanitizing(c: char) -> bool {
    // The last two code points of every plane are noncharacters.
    let is_last_of_plane = u32::from(c) & 0xFFFE == 0xFFFE;
    c.is_control() && c != '\n'
        || is_last_of_plane
        || matches!(
            c,
            '\u{200B}'..='\u{200D}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FDD0}'..='\u{FDEF}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// True if a joiner may follow: emoji and the letters of joining scripts are all outside ASCII.
fn allows_joiner(before: char) -> bool {
    !before.is_ascii() && !before.is_whitespace() && !needs_sanitizing(before)
}

fn push_escape(out: &mut String, hidden: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "<U+{:04X}>", u32::from(hidden));
}

/// True if a spreadsheet could run the text as a formula.
pub fn looks_like_formula(text: &str) -> bool {
    // The full-width characters count in spreadsheets that are set to Chinese or Japanese.
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_handed_back_as_it_is() {
        for text in ["", "Zoë, 3 lines\nof it", "鈴木 花子", "שלום עולם", "👍🏽"] {
            assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn what_word_hides_between_letters_goes_and_its_bullets_are_bullets() {
        let pasted = "\u{F0B7} li\u{AD}bra\u{200B}ry \u{F0A7} “no\u{A0}break”";
        assert_eq!(
            replace_word_processor_chars(pasted),
            "• library ▪ “no\u{A0}break”"
        );
        assert!(matches!(
            replace_word_processor_chars("Zoë"),
            Cow::Borrowed("Zoë")
        ));
    }

    #[test]
    fn control_characters_become_marks() {
        assert_eq!(sanitize("a\u{1b}[31mb"), "a<U+001B>[31mb");
        assert_eq!(sanitize("\u{0}\u{7f}\u{9b}"), "<U+0000><U+007F><U+009B>");
    }

    #[test]
    fn line_ends_of_every_kind_become_one_and_tabs_become_blanks() {
        assert_eq!(
            sanitize("a\r\nb\rc\u{b}d\u{2028}e\tf"),
            "a\nb\nc\nd\ne    f"
        );
    }

    #[test]
    fn overrides_and_hidden_characters_become_marks() {
        assert_eq!(sanitize("a\u{202e}b\u{2066}c"), "a<U+202E>b<U+2066>c");
        assert_eq!(sanitize("\u{feff}x\u{200b}y"), "<U+FEFF>x<U+200B>y");
        assert_eq!(sanitize("\u{e0041}"), "<U+E0041>");
        assert_eq!(sanitize("\u{ffff}"), "<U+FFFF>");
    }

    #[test]
    fn what_no_standard_takes_for_a_character_becomes_a_mark() {
        assert_eq!(sanitize("\u{fdd0}\u{fdef}"), "<U+FDD0><U+FDEF>");
        assert_eq!(sanitize("\u{fffe}\u{1ffff}"), "<U+FFFE><U+1FFFF>");
    }

    #[test]
    fn joiners_stay_where_a_script_or_an_emoji_needs_them() {
        for text in ["👩‍💻", "🏳️‍🌈", "می‌خواهم"] {
            assert_eq!(sanitize(text), text);
        }
        assert_eq!(sanitize("pass\u{200d}word"), "pass<U+200D>word");
        assert_eq!(sanitize("\u{200c}\u{200c}"), "<U+200C><U+200C>");
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(sanitize_line("  a \r\n\t b\n\nc "), "a b c");
        assert_eq!(sanitize_line("as it is"), "as it is");
    }

    #[test]
    fn what_a_spreadsheet_could_run_is_known() {
        for text in [
            "=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "＝1+1",
        ] {
            assert!(looks_like_formula(text), "{text:?}");
        }
        for text in ["", "a=b", "1-2", "'=1", "e-mail"] {
            assert!(!looks_like_formula(text), "{text:?}");
        }
    }
}

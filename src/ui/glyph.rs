//! Glyphs that are not letters, each with an ASCII fallback of the same width.
//!
//! Widgets draw the glyphs of this file; [`crate::ui::theme::Theme::apply_glyph_fallback`] replaces them on the finished
//! screen where the terminal needs it, so that no widget has to check.

use ratatui::symbols::border;

/// Done, outside of a box. Two blanks follow it, or nothing: its ASCII fallback is the word [`TICK_WORD`].
pub const TICK: &str = "✓";
/// ASCII fallback of [`TICK`] outside of a box, where a cross would say the opposite.
pub const TICK_WORD: [char; 2] = ['o', 'k'];
/// A box with a tick: done.
pub const DONE: &str = "[✓]";
/// An empty box: open.
pub const OPEN: &str = "[ ]";
/// Marks what is late; the text beside it says so too.
pub const LATE: &str = "!";
/// Marks what only its writer may read, always with [`PRIVATE`].
pub const LOCK: &str = "◈";
/// Text that marks what only its writer may read.
pub const PRIVATE: &str = "[private]";
/// Today on the timeline and in the calendar.
pub const TODAY: &str = "▼";
/// A meeting that was held.
pub const MEETING: &str = "●";
/// A meeting that is planned.
pub const PLANNED: &str = "○";
/// A date that something is due on.
pub const DEADLINE: &str = "◆";
/// Something dealt with before its date.
pub const DATE_DONE: &str = "◇";
/// Marks the selected row.
pub const SELECTED: &str = "▸";
/// Bullets of lists, by depth.
pub const BULLETS: [&str; 3] = ["•", "◦", "▪"];
pub const ARROW: &str = "→";
/// More below.
pub const DOWN: &str = "↓";
/// The month before.
pub const PREVIOUS: &str = "‹";
/// The month after.
pub const NEXT: &str = "›";
/// Marks truncated text.
pub const ELLIPSIS: &str = "…";
/// Separates parts of one line.
pub const DOT: &str = "·";
/// The filled part of a bar.
pub const BAR: &str = "█";
/// Levels of a sparkline, in one cell, from nothing to all.
pub const SPARKLINE: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The empty part of a bar.
pub const BAR_REST: &str = "░";
/// The past part of the timeline.
pub const TIMELINE_PAST: &str = "━";
/// The future part of the timeline.
pub const TIMELINE: &str = "─";
/// The start of a phase on the timeline.
pub const TIMELINE_PHASE_START: &str = "├";
/// The track of a scroll bar.
pub const TRACK: &str = "│";
/// The thumb of a scroll bar.
pub const THUMB: &str = "█";
/// Marks each line of a quotation.
pub const QUOTE: &str = "▎";
/// A horizontal rule.
pub const RULE: &str = "─";
pub const BORDER: border::Set<'static> = border::ROUNDED;

/// The ASCII fallback of `sign`; a question mark for a character without one.
pub const fn ascii_fallback(sign: char) -> char {
    match sign {
        '\0'..='\x7f' => sign,
        '✓' => 'x',
        '★' | '●' | '•' | '▇' => '*',
        '◈' | '█' => '#',
        '▼' | '↓' => 'v',
        '○' => 'o',
        '◆' | '↑' => '^',
        '◇' | '…' => '~',
        '▸' | '→' | '›' => '>',
        '◦' | '▄' | '─' | '–' | '—' => '-',
        '▪' | '▆' | '├' | '┤' | '┬' | '┴' | '┼' | '╭' | '╮' | '╰' | '╯' | '┌' | '┐' | '└' | '┘' => {
            '+'
        }
        '←' | '‹' => '<',
        '·' | '░' | '▂' => '.',
        '▁' => '_',
        '▃' => ':',
        '▅' | '━' => '=',
        '│' | '▎' => '|',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        _ => '?',
    }
}

/// The twin of `sign` among the glyphs of a Windows console without Windows Terminal, whose fonts have those of Microsoft's
/// "Windows Glyph List 4" and few others; any other character is its own.
pub const fn console_twin(sign: char) -> char {
    match sign {
        '✓' => '√',
        '★' => '☼',
        '◈' => '◘',
        '◆' => '♦',
        '◇' => '◊',
        '▸' => '►',
        '━' => '═',
        '▎' => '▌',
        '╭' => '┌',
        '╮' => '┐',
        '╰' => '└',
        '╯' => '┘',
        '▁' => '_',
        '▂' | '▃' => '░',
        '▅' => '▒',
        '▆' | '▇' => '▓',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    /// Signs that are drawn, without letters.
    fn signs() -> Vec<&'static str> {
        vec![
            TICK,
            DONE,
            OPEN,
            LATE,
            LOCK,
            PRIVATE,
            TODAY,
            MEETING,
            PLANNED,
            DEADLINE,
            DATE_DONE,
            SELECTED,
            BULLETS[0],
            BULLETS[1],
            BULLETS[2],
            ARROW,
            DOWN,
            PREVIOUS,
            NEXT,
            ELLIPSIS,
            DOT,
            BAR,
            BAR_REST,
            SPARKLINE[0],
            SPARKLINE[3],
            SPARKLINE[6],
            TIMELINE_PAST,
            TIMELINE,
            TIMELINE_PHASE_START,
            TRACK,
            THUMB,
            QUOTE,
            RULE,
            BORDER.top_left,
            BORDER.top_right,
            BORDER.bottom_left,
            BORDER.bottom_right,
            BORDER.vertical_left,
            BORDER.horizontal_top,
        ]
    }

    #[test]
    fn every_sign_has_a_twin_in_the_fonts_of_the_console() {
        // Geometric and other signs of Windows Glyph List 4 beside its box drawing.
        const LISTED: &str = "√☼◘♦◊►▌░▒▓█▄▼●○•◦▪→↓‹›…·═─├│┤┬┌┐└┘_";
        for sign in signs() {
            let twins: String = sign.chars().map(console_twin).collect();
            let is_listed = |twin: char| twin.is_ascii() || LISTED.contains(twin);
            assert!(twins.chars().all(is_listed), "{sign} has no twin: {twins}");
            assert_eq!(twins.width(), sign.width(), "{sign} and {twins}");
        }
    }

    #[test]
    fn every_sign_has_a_twin_of_its_own_width() {
        for sign in signs() {
            let fallbacks: String = sign.chars().map(ascii_fallback).collect();
            assert!(!fallbacks.contains('?'), "{sign} has no fallback");
            assert!(fallbacks.is_ascii());
            assert_eq!(
                fallbacks.width(),
                sign.width(),
                "{sign} and {fallbacks} differ in width"
            );
        }
    }

    #[test]
    fn signs_that_mean_different_things_on_the_strip_have_different_twins() {
        let mut fallbacks: Vec<char> = [
            TODAY,
            MEETING,
            PLANNED,
            DEADLINE,
            DATE_DONE,
            TIMELINE,
            TIMELINE_PAST,
            TIMELINE_PHASE_START,
        ]
        .iter()
        .flat_map(|sign| sign.chars().map(ascii_fallback))
        .collect();
        fallbacks.sort_unstable();
        let before = fallbacks.len();
        fallbacks.dedup();
        assert_eq!(fallbacks.len(), before);
    }
}

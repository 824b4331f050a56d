//! Every sign that is not a letter, and its twin for terminals that know ASCII only.
//!
//! Widgets write the signs of this file; [`crate::ui::theme::Theme::finish`] swaps them on the finished screen where
//! the terminal needs it, so that nothing that draws has to ask. A twin is as wide as its sign.

use ratatui::symbols::border;

/// Done, where one cell must do.
pub const TICK: &str = "✓";
/// A box with a tick: done.
pub const DONE: &str = "[✓]";
/// An empty box: open.
pub const OPEN: &str = "[ ]";
/// Stands before whatever is late; the words beside it say so too.
pub const LATE: &str = "!";
/// Stands before what only its writer may read, always with [`PRIVATE`].
pub const LOCK: &str = "◈";
/// The words that mark what only its writer may read.
pub const PRIVATE: &str = "[private]";
/// Today on the strip and in the calendar.
pub const TODAY: &str = "▼";
/// A meeting that was held.
pub const MEETING: &str = "●";
/// A meeting that is planned.
pub const PLANNED: &str = "○";
/// A date that something is due on.
pub const DEADLINE: &str = "◆";
/// Something dealt with before its date.
pub const DATE_DONE: &str = "◇";
/// Stands before the selected row.
pub const SELECTED: &str = "▸";
/// Bullets of lists, by depth.
pub const BULLETS: [&str; 3] = ["•", "◦", "▪"];
/// Leads from one thing to another.
pub const ARROW: &str = "→";
/// More below.
pub const DOWN: &str = "↓";
/// The month before.
pub const PREVIOUS: &str = "‹";
/// The month after.
pub const NEXT: &str = "›";
/// Says that text was cut.
pub const ELLIPSIS: &str = "…";
/// Between words of one line.
pub const DOT: &str = "·";
/// The part of a bar that is reached, and the phases of the strip in turn with [`STRIP`].
pub const BAR: &str = "█";
/// How far something is, in one cell, from nothing to all.
pub const SPARKLINE: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The part of a bar that is not reached.
pub const BAR_REST: &str = "░";
/// The part of the year that is over.
pub const TIMELINE_PAST: &str = "━";
/// The part of the year that is to come.
pub const TIMELINE: &str = "─";
/// Where a phase begins on the strip.
pub const TIMELINE_PHASE_START: &str = "├";
/// What a scroll bar is made of.
pub const TRACK: &str = "│";
/// The part of a scroll bar that is in view.
pub const THUMB: &str = "█";
/// Stands before each line of a quotation.
pub const QUOTE: &str = "▎";
/// A line across.
pub const RULE: &str = "─";
/// Frames.
pub const BORDER: border::Set<'static> = border::ROUNDED;

/// Signs and their twins, each one cell wide.
const ASCII_FALLBACKS: [(char, char); 51] = [
    ('✓', 'x'),
    ('◈', '#'),
    ('▼', 'v'),
    ('●', '*'),
    ('○', 'o'),
    ('◆', '^'),
    ('◇', '~'),
    ('▸', '>'),
    ('•', '*'),
    ('◦', '-'),
    ('▪', '+'),
    ('→', '>'),
    ('←', '<'),
    ('↑', '^'),
    ('↓', 'v'),
    ('‹', '<'),
    ('›', '>'),
    ('…', '~'),
    ('·', '.'),
    ('█', '#'),
    ('░', '.'),
    ('▁', '_'),
    ('▂', '.'),
    ('▃', ':'),
    ('▄', '-'),
    ('▅', '='),
    ('▆', '+'),
    ('▇', '*'),
    ('━', '='),
    ('─', '-'),
    ('├', '+'),
    ('┤', '+'),
    ('┬', '+'),
    ('┴', '+'),
    ('┼', '+'),
    ('│', '|'),
    ('▎', '|'),
    ('╭', '+'),
    ('╮', '+'),
    ('╰', '+'),
    ('╯', '+'),
    ('┌', '+'),
    ('┐', '+'),
    ('└', '+'),
    ('┘', '+'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('–', '-'),
    ('—', '-'),
];

/// What an ASCII terminal shows for `sign`; a question mark for letters it does not know.
pub fn ascii_fallback(sign: char) -> char {
    if sign.is_ascii() {
        return sign;
    }
    ASCII_FALLBACKS
        .iter()
        .find(|(from, _)| *from == sign)
        .map_or('?', |(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_sign_has_a_twin_of_its_own_width() {
        let signs = [
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
        ];
        for sign in signs {
            let twins: String = sign.chars().map(ascii_fallback).collect();
            assert!(!twins.contains('?'), "{sign} has no twin");
            assert!(twins.is_ascii());
            assert_eq!(
                twins.width(),
                sign.width(),
                "{sign} and {twins} differ in width"
            );
        }
    }

    #[test]
    fn signs_that_mean_different_things_on_the_strip_have_different_twins() {
        let mut twins: Vec<char> = [
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
        twins.sort_unstable();
        let before = twins.len();
        twins.dedup();
        assert_eq!(twins.len(), before);
    }
}

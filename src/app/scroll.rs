//! Scroll position of a text. Only `ui` knows the number of wrapped lines, so the end is stored as an anchor of its own, not
//! as a line.

use super::command::Move;
use super::modal::index_after_move;

/// Lines scrolled away: from the top, or from the end once the end was jumped to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    lines: usize,
    from_end: bool,
}

impl Scroll {
    /// Scrolls within a text of at most `max_lines` lines.
    pub fn scroll(&mut self, movement: Move, max_lines: usize) {
        if let Move::First | Move::Last = movement {
            *self = Self {
                lines: 0,
                from_end: movement == Move::Last,
            };
            return;
        }
        let movement = if self.from_end {
            reversed(movement)
        } else {
            movement
        };
        self.lines = index_after_move(self.lines, max_lines, movement);
    }

    /// Index of the first line shown, of `all` lines where `height` fit.
    pub fn top(self, all: usize, height: usize) -> usize {
        let last = all.saturating_sub(height);
        if self.from_end {
            last.saturating_sub(self.lines)
        } else {
            self.lines.min(last)
        }
    }
}

/// The opposite movement, for a position counted from the end.
const fn reversed(movement: Move) -> Move {
    match movement {
        Move::Up | Move::Left | Move::Previous => Move::Down,
        Move::Down | Move::Right | Move::Next => Move::Up,
        Move::PageUp => Move::PageDown,
        Move::PageDown => Move::PageUp,
        Move::First => Move::Last,
        Move::Last => Move::First,
        Move::Open => Move::Open,
    }
}

/// Upper limit of the wrapped lines of `text`, at the narrowest screen.
pub fn max_wrapped_lines(text: &str) -> usize {
    const NARROW: usize = 32;
    text.lines()
        .map(|line| line.chars().count() / NARROW + 1)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_scrolls_from_its_top_and_back_from_its_end() {
        let mut scroll = Scroll::default();
        scroll.scroll(Move::Down, 100);
        assert_eq!(scroll.top(50, 20), 1);
        scroll.scroll(Move::Last, 100);
        assert_eq!(scroll.top(50, 20), 30);
        scroll.scroll(Move::Up, 100);
        assert_eq!(scroll.top(50, 20), 29);
        scroll.scroll(Move::PageDown, 100);
        assert_eq!(scroll.top(50, 20), 30);
        scroll.scroll(Move::First, 100);
        assert_eq!(scroll.top(50, 20), 0);
        assert_eq!(scroll.top(10, 20), 0);
    }
}

//! How far a text is scrolled. Only the screen knows how many lines a text takes, so the end is a place of its own.

use super::command::Move;
use super::modal::index_after_move;

/// Lines scrolled away: counted from the top, or back from the end once the end was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    lines: usize,
    from_end: bool,
}

impl Scroll {
    /// Moves within a text of `most` lines at the most.
    pub fn scroll(&mut self, movement: Move, most: usize) {
        match movement {
            Move::First => *self = Self::default(),
            Move::Last => {
                *self = Self {
                    lines: 0,
                    from_end: true,
                }
            }
            Move::Up
            | Move::Down
            | Move::Left
            | Move::Right
            | Move::PageUp
            | Move::PageDown
            | Move::Next
            | Move::Previous
            | Move::Open => {
                let way = if self.from_end {
                    reversed(movement)
                } else {
                    movement
                };
                self.lines = index_after_move(self.lines, most, way);
            }
        }
    }

    /// The first line that is shown of `all` where `height` fit.
    pub fn top(self, all: usize, height: usize) -> usize {
        let last = all.saturating_sub(height);
        if self.from_end {
            last.saturating_sub(self.lines)
        } else {
            self.lines.min(last)
        }
    }
}

/// The way back for the way there.
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

/// So many lines `text` takes where it is narrowest.
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

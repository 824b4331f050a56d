//! The finished screen in ASCII, cell by cell, for terminals that know no other signs.

use ratatui::buffer::Buffer;

use super::glyph;

/// Replaces what is not ASCII; no cell moves.
pub fn apply_fallbacks(screen: &mut Buffer) {
    spell_ticks(screen);
    for cell in &mut screen.content {
        if !cell.symbol().is_ascii() {
            let first = cell.symbol().chars().next();
            cell.set_char(first.map_or(' ', glyph::ascii_fallback));
        }
    }
}

/// Replaces the ticks outside of boxes by a word, where there is room for it.
fn spell_ticks(screen: &mut Buffer) {
    let area = screen.area;
    for position in area.positions() {
        let symbol = |right: u16| {
            let x = position.x + right;
            (x < area.right()).then(|| screen[(x, position.y)].symbol())
        };
        let has_room = symbol(1) == Some(" ") && matches!(symbol(2), None | Some(" "));
        if symbol(0) == Some(glyph::TICK) && has_room {
            for (letter, x) in glyph::TICK_WORD.into_iter().zip(position.x..) {
                screen[(x, position.y)].set_char(letter);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_that_stands_alone_is_no_cross_in_ascii() {
        let mut screen = Buffer::with_lines(["[✓] 4 ✓  5 ✓ "]);
        apply_fallbacks(&mut screen);
        assert_eq!(screen, Buffer::with_lines(["[x] 4 ok 5 ok"]));
    }
}

//! Widgets, of which screens are made. Each is a function that draws data into an area and decides nothing.
//!
//! A widget draws inside its area only, whatever its size, and nothing if there is no room. Colors come from the theme,
//! glyphs from `glyph`, and text passes through `text`. Where something can be clicked, the function returns the areas.
//! Start reading at [`rows`], which most screens use.

pub mod bars;
pub mod field;
pub mod key_hints;
pub mod month;
pub mod progress;
pub mod rows;
pub mod scrollbar;
pub mod sparkline;
pub mod timeline;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::text;

/// Draws one line at the left of row `row` of `area`, truncated to fit.
pub(crate) fn draw_line(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    let area = area.intersection(buf.area);
    if row < area.height && area.width > 0 {
        let line = text::fit_line(line, usize::from(area.width));
        buf.set_line(area.x, area.y + row, &line, area.width);
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use ratatui::buffer::{Buffer, Cell};
    use ratatui::layout::Rect;

    use crate::ui::text;
    use crate::ui::theme::{Background, ColorDepth, Glyphs, TerminalCapabilities, Theme};

    /// The theme of tests: no state may be shown by color alone.
    pub(crate) fn theme() -> Theme {
        Theme::new(TerminalCapabilities {
            depth: ColorDepth::None,
            background: Background::Dark,
            glyphs: Glyphs::Unicode,
        })
    }

    /// The output of `draw` on `width` by `height` cells, as text.
    pub(crate) fn rendered(
        width: u16,
        height: u16,
        draw: impl FnOnce(&mut Buffer, Rect),
    ) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        draw(&mut buf, area);
        let mut out = String::new();
        for y in 0..height {
            let mut row = String::new();
            let mut x = 0;
            while x < width {
                let symbol = buf[(x, y)].symbol();
                row.push_str(symbol);
                // A wide letter hides the cell behind it.
                x += u16::try_from(text::width(symbol).max(1)).unwrap();
            }
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out
    }

    /// Draws at every small size, inside a screen and beyond its edge, and checks that no cell beside the area is touched, in
    /// sign or in style, and that something is drawn where there is room.
    pub(crate) fn assert_draws_inside_area(draw: impl Fn(&mut Buffer, Rect)) {
        let untouched = Cell::new("×");
        let screen =
            |width, height| Buffer::filled(Rect::new(0, 0, width, height), untouched.clone());
        for (width, height) in (0..=6).flat_map(|width| (0..=6).map(move |height| (width, height)))
        {
            for (mut buf, area) in [
                (screen(12, 9), Rect::new(2, 1, width, height)),
                (screen(width, height), Rect::new(0, 0, 6, 6)),
                (screen(width, height), Rect::new(3, 3, 6, 6)),
            ] {
                draw(&mut buf, area);
                for place in buf.area.positions().filter(|place| !area.contains(*place)) {
                    assert_eq!(buf[place], untouched, "at {place} beside {area}");
                }
            }
        }
        let mut buf = screen(40, 9);
        draw(&mut buf, Rect::new(0, 0, 40, 9));
        assert!(buf.content.iter().any(|cell| *cell != untouched));
    }
}

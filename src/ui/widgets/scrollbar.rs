//! A scroll bar: one column that shows which part of a long content is in view.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::glyph;
use crate::ui::theme::Theme;

/// Draws a scroll bar over the height of `area`, in its last column, for `total` rows of which those from `top` are in
/// view. Draws nothing if all are.
pub fn draw_scrollbar(buf: &mut Buffer, area: Rect, top: usize, total: usize, theme: &Theme) {
    let area = area.intersection(buf.area);
    let height = usize::from(area.height);
    if area.is_empty() || total <= height {
        return;
    }
    let thumb = (height * height / total).max(1);
    let hidden = total - height;
    // Rounded up, so that the thumb leaves the top as soon as something is above, and reaches the bottom only at the end.
    let start = if top >= hidden {
        height - thumb
    } else {
        (top * (height - thumb))
            .div_ceil(hidden)
            .min((height - thumb).saturating_sub(1))
    };
    for (at, y) in (area.y..area.bottom()).enumerate() {
        let (sign, style) = if (start..start + thumb).contains(&at) {
            (glyph::THUMB, theme.bar)
        } else {
            (glyph::TRACK, theme.bar_rest)
        };
        buf.set_stringn(area.right() - 1, y, sign, 1, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    fn bar(top: usize, total: usize) -> String {
        rendered(1, 5, |buf, area| {
            draw_scrollbar(buf, area, top, total, &theme());
        })
        .replace('\n', "")
    }

    #[test]
    fn the_thumb_shows_the_part_in_view() {
        assert_eq!(bar(0, 5), "");
        assert_eq!(bar(0, 10), "██│││");
        assert_eq!(bar(1, 10), "│██││");
        assert_eq!(bar(4, 10), "││██│");
        assert_eq!(bar(5, 10), "│││██");
        assert_eq!(bar(0, 1000), "█││││");
        assert_eq!(bar(995, 1000), "││││█");
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| draw_scrollbar(buf, area, 3, 40, &theme()));
    }
}

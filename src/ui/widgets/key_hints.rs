//! Key hints of the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::draw_line;
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHint<'a> {
    /// Name of the key, for display.
    pub key: &'a str,
    /// Description, in a word or two.
    pub words: &'a str,
    /// False if the command is disabled now; the hint is then muted.
    pub is_enabled: bool,
}

/// Draws as many hints as fit into `area`, the first ones first, and returns the area of each with its index, for the mouse.
/// A hint that does not fit is left out as a whole; an ellipsis says so.
pub fn draw_keyhints(
    buf: &mut Buffer,
    area: Rect,
    hints: &[KeyHint<'_>],
    theme: &Theme,
) -> Vec<(Rect, usize)> {
    let area = area.intersection(buf.area);
    let mut hint_areas = Vec::new();
    if area.is_empty() {
        return hint_areas;
    }
    let (mut x, mut y) = (area.x, area.y);
    for (index, hint) in hints.iter().enumerate() {
        let line = line(hint, theme);
        let wide = u16::try_from(line.width()).unwrap_or(u16::MAX);
        let is_last_row = y + 1 == area.bottom();
        // Room for the ellipsis, unless this is the last hint.
        let sign = if is_last_row && index + 1 < hints.len() {
            2
        } else {
            0
        };
        if wide.saturating_add(sign) > area.right() - x {
            if is_last_row || wide > area.width {
                let rest = Rect {
                    x,
                    width: area.right() - x,
                    y,
                    height: 1,
                };
                draw_line(buf, rest, 0, &Line::styled(glyph::ELLIPSIS, theme.hint));
                break;
            }
            (x, y) = (area.x, y + 1);
        }
        let rect = Rect {
            x,
            y,
            width: wide,
            height: 1,
        };
        draw_line(buf, rect, 0, &line);
        hint_areas.push((rect, index));
        x = (x + wide + 2).min(area.right());
    }
    hint_areas
}

fn line(hint: &KeyHint<'_>, theme: &Theme) -> Line<'static> {
    let key = if hint.is_enabled {
        theme.key
    } else {
        theme.muted
    };
    Line::from(vec![
        Span::styled(text::sanitize(hint.key).into_owned(), key),
        Span::styled(format!(" {}", text::sanitize(hint.words)), theme.hint),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    const HINTS: [KeyHint<'static>; 7] = [
        KeyHint {
            key: "Enter",
            words: "open",
            is_enabled: true,
        },
        KeyHint {
            key: "a",
            words: "add",
            is_enabled: true,
        },
        KeyHint {
            key: "x",
            words: "tick",
            is_enabled: false,
        },
        KeyHint {
            key: "m",
            words: "log a meeting",
            is_enabled: true,
        },
        KeyHint {
            key: "/",
            words: "search",
            is_enabled: true,
        },
        KeyHint {
            key: "u",
            words: "undo",
            is_enabled: true,
        },
        KeyHint {
            key: "?",
            words: "help",
            is_enabled: true,
        },
    ];

    #[test]
    fn hints_at_80_columns() {
        insta::assert_snapshot!(rendered(80, 1, |buf, area| {
            let places = draw_keyhints(buf, area, &HINTS, &theme());
            assert_eq!(places.len(), 7);
            assert_eq!(places[1], (Rect::new(12, 0, 5, 1), 1));
        }));
    }

    #[test]
    fn hints_at_40_columns() {
        insta::assert_snapshot!(rendered(40, 1, |buf, area| {
            draw_keyhints(buf, area, &HINTS, &theme());
        }));
    }

    #[test]
    fn hints_on_two_rows() {
        insta::assert_snapshot!(rendered(34, 2, |buf, area| {
            draw_keyhints(buf, area, &HINTS, &theme());
        }));
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| {
            draw_keyhints(buf, area, &HINTS, &theme());
        });
    }
}

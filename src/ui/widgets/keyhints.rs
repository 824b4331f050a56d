//! The footer: the keys that work here and what they do.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::put;
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// A key and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint<'a> {
    /// The key as people read it.
    pub key: &'a str,
    /// What it does, in a word or two.
    pub words: &'a str,
    /// Whether it would do it now; the others are shown as what may be overlooked.
    pub works: bool,
}

/// Draws as many hints as fit into `area`, the first ones first, and returns where each is, by its index, for the mouse.
/// What does not fit is left out as a whole; an ellipsis says so.
pub fn draw_keyhints(
    buf: &mut Buffer,
    area: Rect,
    hints: &[Hint<'_>],
    theme: &Theme,
) -> Vec<(Rect, usize)> {
    let area = area.intersection(buf.area);
    let mut places = Vec::new();
    if area.is_empty() {
        return places;
    }
    let (mut x, mut y) = (area.x, area.y);
    for (index, hint) in hints.iter().enumerate() {
        let line = line(hint, theme);
        let wide = u16::try_from(line.width()).unwrap_or(u16::MAX);
        let is_last_row = y + 1 == area.bottom();
        // Room for the ellipsis, unless this is the last one.
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
                put(buf, rest, 0, &Line::styled(glyph::ELLIPSIS, theme.hint));
                break;
            }
            (x, y) = (area.x, y + 1);
        }
        let place = Rect {
            x,
            y,
            width: wide,
            height: 1,
        };
        put(buf, place, 0, &line);
        places.push((place, index));
        x = (x + wide + 2).min(area.right());
    }
    places
}

fn line(hint: &Hint<'_>, theme: &Theme) -> Line<'static> {
    let key = if hint.works { theme.key } else { theme.muted };
    Line::from(vec![
        Span::styled(text::clean(hint.key).into_owned(), key),
        Span::styled(format!(" {}", text::clean(hint.words)), theme.hint),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{drawn, stays_in_its_area, theme};

    const HINTS: [Hint<'static>; 7] = [
        Hint {
            key: "Enter",
            words: "open",
            works: true,
        },
        Hint {
            key: "a",
            words: "add",
            works: true,
        },
        Hint {
            key: "x",
            words: "tick",
            works: false,
        },
        Hint {
            key: "m",
            words: "log a meeting",
            works: true,
        },
        Hint {
            key: "/",
            words: "search",
            works: true,
        },
        Hint {
            key: "u",
            words: "undo",
            works: true,
        },
        Hint {
            key: "?",
            words: "help",
            works: true,
        },
    ];

    #[test]
    fn hints_at_80_columns() {
        insta::assert_snapshot!(drawn(80, 1, |buf, area| {
            let places = draw_keyhints(buf, area, &HINTS, &theme());
            assert_eq!(places.len(), 7);
            assert_eq!(places[1], (Rect::new(12, 0, 5, 1), 1));
        }));
    }

    #[test]
    fn hints_at_40_columns() {
        insta::assert_snapshot!(drawn(40, 1, |buf, area| {
            draw_keyhints(buf, area, &HINTS, &theme());
        }));
    }

    #[test]
    fn hints_on_two_rows() {
        insta::assert_snapshot!(drawn(34, 2, |buf, area| {
            draw_keyhints(buf, area, &HINTS, &theme());
        }));
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        stays_in_its_area(|buf, area| {
            draw_keyhints(buf, area, &HINTS, &theme());
        });
    }
}

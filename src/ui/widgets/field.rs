//! A text field, with its selection and cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::draw_line;
use super::scrollbar::draw_scrollbar;
use crate::app::field::TextField;
use crate::ui::theme::Theme;

/// Draws `field` over `area` and returns the position for the terminal's cursor, if the field has the focus. A multi-line
/// field keeps its last column for a scroll bar.
pub fn draw_field(
    buf: &mut Buffer,
    area: Rect,
    field: &TextField,
    theme: &Theme,
) -> Option<Position> {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return None;
    }
    let bar = u16::from(field.is_multi_line() && area.width > 4);
    let inner = Rect {
        width: area.width - bar,
        ..area
    };
    let view = field.view(inner.width, inner.height);
    for (row, spans) in (0..inner.height).zip(&view.rows) {
        let line: Line<'_> = spans
            .iter()
            .map(|span| {
                let style = if span.selected {
                    theme.text_selection
                } else {
                    theme.text
                };
                Span::styled(span.text.as_str(), style)
            })
            .collect();
        draw_line(buf, inner, row, &line);
    }
    if bar == 1 {
        draw_scrollbar(buf, area, view.top, view.total, theme);
    }
    Some(Position::new(
        inner.x + view.cursor.0,
        inner.y + view.cursor.1,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::field::{CursorMotion, Edit};
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    const NOTE: &str =
        "We talked about the school visit and the STEM hour.\n\nAna calls the school.\n図書館";

    #[test]
    fn a_note_at_40_columns_wraps_and_scrolls() {
        insta::assert_snapshot!(rendered(40, 3, |buf, area| {
            let cursor = draw_field(buf, area, &TextField::multi_line(NOTE), &theme());
            assert_eq!(cursor, Some(Position::new(6, 2)));
        }));
    }

    #[test]
    fn selected_text_stands_out() {
        let mut field = TextField::single_line("one two");
        field.apply(Edit::Select(CursorMotion::WordLeft));
        let area = Rect::new(0, 0, 20, 1);
        let mut buf = Buffer::empty(area);
        draw_field(&mut buf, area, &field, &theme());
        assert_eq!(
            buf[(4, 0)].style().add_modifier,
            theme().text_selection.add_modifier
        );
        assert_ne!(
            buf[(3, 0)].style().add_modifier,
            theme().text_selection.add_modifier
        );
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        for field in [TextField::single_line(NOTE), TextField::multi_line(NOTE)] {
            assert_draws_inside_area(|buf, area| {
                let cursor = draw_field(buf, area, &field, &theme());
                assert!(cursor.is_none_or(|cursor| area.contains(cursor)));
            });
        }
    }
}

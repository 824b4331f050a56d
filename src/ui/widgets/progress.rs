//! A progress bar with its figures.

use ratatui::text::{Line, Span};

use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// A bar of at most `columns` cells for `done` of `total`, with the figures after it; if too narrow, only the figures.
pub fn progress(done: usize, total: usize, columns: usize, theme: &Theme) -> Line<'static> {
    let figures = format!("{done}/{total}");
    let bar = columns.saturating_sub(text::width(&figures) + 1);
    if bar < 3 {
        return Line::from(Span::styled(text::fit(&figures, columns), theme.text));
    }
    let full = (bar * done.min(total)).checked_div(total).unwrap_or(0);
    let style = if total > 0 && done >= total {
        theme.good
    } else {
        theme.bar
    };
    Line::from(vec![
        Span::styled(glyph::BAR.repeat(full), style),
        Span::styled(glyph::BAR_REST.repeat(bar - full), theme.bar_rest),
        Span::styled(format!(" {figures}"), theme.text),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::theme;

    fn shown(done: usize, total: usize, columns: usize) -> String {
        progress(done, total, columns, &theme()).to_string()
    }

    #[test]
    fn the_bar_is_as_full_as_the_figures_say() {
        assert_eq!(shown(3, 5, 14), "██████░░░░ 3/5");
        assert_eq!(shown(0, 5, 14), "░░░░░░░░░░ 0/5");
        assert_eq!(shown(5, 5, 14), "██████████ 5/5");
        assert_eq!(shown(0, 0, 14), "░░░░░░░░░░ 0/0");
        assert_eq!(shown(7, 5, 14), "██████████ 7/5");
        assert_eq!(shown(3, 5, 6), "3/5");
        assert_eq!(shown(3, 5, 2), "3…");
    }
}

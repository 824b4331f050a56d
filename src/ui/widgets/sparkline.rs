//! A sparkline with figures: the level at the end of each of several periods.

use ratatui::text::{Line, Span};

use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// One level of a sparkline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SparklineValue {
    /// Name of the period.
    pub label: String,
    pub value: usize,
}

/// Draws levels as `Nov ▂ 1`, as parts of `all`, on as many lines of `columns` cells as they need.
pub fn sparkline(
    levels: &[SparklineValue],
    all: usize,
    columns: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    const GAP: &str = "  ";
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut left = 0;
    for level in levels {
        let figure = format!("{:<2}", level.value);
        let label = format!("{} ", text::fit(&level.label, columns / 2));
        let wide = text::width(&label) + 2 + text::width(&figure);
        if lines.is_empty() || left < wide + GAP.len() {
            lines.push(Line::default());
            left = columns;
        } else {
            left -= GAP.len();
        }
        left = left.saturating_sub(wide);
        let gap = lines.last().is_some_and(|line| !line.spans.is_empty());
        let done = all > 0 && level.value >= all;
        if let Some(line) = lines.last_mut() {
            line.push_span(Span::raw(if gap { GAP } else { "" }));
            line.push_span(Span::styled(label, theme.muted));
            let style = if done { theme.good } else { theme.bar };
            line.push_span(Span::styled(sign(level.value, all), style));
            line.push_span(Span::styled(format!(" {figure}"), theme.text));
        }
    }
    lines
}

/// The glyph for `value` of `all`: the lowest bar for nothing, the whole cell for all.
fn sign(value: usize, all: usize) -> &'static str {
    let last = glyph::SPARKLINE.len() - 1;
    let index = (value.min(all) * last).checked_div(all).unwrap_or(0);
    glyph::SPARKLINE[index.max(usize::from(value > 0 && all > 0))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::draw_line;
    use crate::ui::widgets::testing::{assert_draws_inside_area, theme};

    fn level(label: &str, value: usize) -> SparklineValue {
        SparklineValue {
            label: label.to_owned(),
            value,
        }
    }

    fn shown(columns: usize) -> Vec<String> {
        let data = [
            level("Nov", 0),
            level("Dec", 1),
            level("Jan", 3),
            level("Feb", 6),
        ];
        let lines = sparkline(&data, 6, columns, &theme());
        lines
            .iter()
            .map(|line| line.to_string().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn each_level_has_its_figure() {
        assert_eq!(shown(80), ["Nov ▁ 0   Dec ▂ 1   Jan ▄ 3   Feb █ 6"]);
    }

    #[test]
    fn levels_go_on_below_where_room_ends() {
        assert_eq!(shown(20), ["Nov ▁ 0   Dec ▂ 1", "Jan ▄ 3   Feb █ 6"]);
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| {
            let lines = sparkline(&[level("Nov", 3)], 4, usize::from(area.width), &theme());
            for (row, line) in (0..area.height).zip(&lines) {
                draw_line(buf, area, row, line);
            }
        });
    }
}

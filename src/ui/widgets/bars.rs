//! A bar chart: bars below each other to one scale, each with its figure, and a line at the target.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Limit of the length of a bar, in cells.
const MAX_BAR_WIDTH: usize = 48;
/// Least length of a bar, in cells; with less room it would say nothing.
const MIN_BAR_WIDTH: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarRow {
    /// Text before the bar.
    pub label: String,
    pub value: u64,
    /// Text after the bar: the figure, a glyph, a word.
    pub words: String,
    /// True if the target is met; `words` must say so as well.
    pub good: bool,
}

/// Draws bars on `columns` cells to one scale. At the target a line goes through all of them, and the rest up to it is
/// marked as missing. Without room for bars, labels and words remain.
pub fn bars(
    bars: &[BarRow],
    target: Option<u64>,
    columns: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let widest = |words: fn(&BarRow) -> &str| {
        let widths = bars
            .iter()
            .map(|bar| text::width(&text::sanitize(words(bar))));
        widths.max().unwrap_or(0)
    };
    let label = widest(|bar| &bar.label).min(columns / 2);
    let words = widest(|bar| &bar.words).min(columns.saturating_sub(label + 1));
    let mark = usize::from(target.is_some());
    let room = columns
        .saturating_sub(label + words + 2 + mark)
        .min(MAX_BAR_WIDTH);
    let longest = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let scale = BarScale::new(longest.max(target.unwrap_or(0)), target, room);
    bars.iter()
        .map(|bar| {
            let mut line = Line::from(Span::styled(text::pad(&bar.label, label) + " ", theme.text));
            if room >= MIN_BAR_WIDTH {
                scale.draw(bar, &mut line, theme);
            }
            line.push_span(Span::styled(text::fit(&bar.words, words), theme.text));
            line
        })
        .collect()
}

struct BarScale {
    longest: u64,
    target: Option<usize>,
    cells: usize,
}

impl BarScale {
    fn new(longest: u64, target: Option<u64>, room: usize) -> Self {
        let longest = longest.max(1);
        // Small counts get whole cells, so that equal steps have equal lengths.
        let whole = usize::try_from(longest).unwrap_or(usize::MAX);
        let cells = (room / whole).checked_mul(whole).filter(|cells| *cells > 0);
        let mut scale = Self {
            longest,
            target: None,
            cells: cells.unwrap_or(room),
        };
        scale.target = target.map(|target| scale.cells_of(target));
        scale
    }

    fn cells_of(&self, value: u64) -> usize {
        let cells = u64::try_from(self.cells).unwrap_or(u64::MAX);
        let reached = value.min(self.longest).saturating_mul(cells) / self.longest;
        // A value above zero gets at least one cell.
        usize::try_from(reached)
            .unwrap_or(self.cells)
            .max(usize::from(value > 0))
    }

    fn draw(&self, bar: &BarRow, line: &mut Line<'static>, theme: &Theme) {
        let full = self.cells_of(bar.value);
        let style = if bar.good { theme.good } else { theme.bar };
        let mut push = |sign: &str, count: usize, style: Style| {
            if count > 0 {
                line.push_span(Span::styled(sign.repeat(count), style));
            }
        };
        match self.target {
            None => {
                push(glyph::BAR, full, style);
                push(" ", self.cells.saturating_sub(full), theme.text);
            }
            Some(target) => {
                let before = full.min(target);
                let beyond = full.saturating_sub(target);
                push(glyph::BAR, before, style);
                push(glyph::BAR_REST, target - before, theme.bar_rest);
                push(glyph::TRACK, 1, theme.strong);
                push(glyph::BAR, beyond, style);
                let rest = self.cells.saturating_sub(target + beyond);
                push(" ", rest, theme.text);
            }
        }
        push(" ", 1, theme.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::draw_line;
    use crate::ui::widgets::testing::{assert_draws_inside_area, theme};

    fn bar(label: &str, value: u64) -> BarRow {
        BarRow {
            label: label.to_owned(),
            value,
            words: value.to_string(),
            good: value >= 2,
        }
    }

    fn shown(target: Option<u64>, columns: usize) -> Vec<String> {
        let data = [bar("Nov", 3), bar("Dec", 0), bar("Jan", 1), bar("Feb", 2)];
        let lines = bars(&data, target, columns, &theme());
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_line_through_all_bars_marks_the_target() {
        assert_eq!(
            shown(Some(2), 20),
            [
                "Nov ████████│████ 3",
                "Dec ░░░░░░░░│     0",
                "Jan ████░░░░│     1",
                "Feb ████████│     2",
            ]
        );
    }

    #[test]
    fn without_a_target_the_bars_stand_alone() {
        assert_eq!(shown(None, 14)[..2], ["Nov ██████ 3", "Dec        0"]);
    }

    #[test]
    fn a_target_beyond_every_bar_is_shown_too() {
        assert_eq!(shown(Some(6), 18)[0], "Nov ███░░░│ 3");
    }

    #[test]
    fn without_room_the_figures_remain() {
        assert_eq!(shown(Some(2), 7)[0], "Nov 3");
        assert_eq!(shown(Some(2), 0)[0], " ");
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| {
            let lines = bars(&[bar("Nov", 3)], Some(2), usize::from(area.width), &theme());
            for (row, line) in (0..area.height).zip(&lines) {
                draw_line(buf, area, row, line);
            }
        });
    }
}

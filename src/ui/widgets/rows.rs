//! Sections of rows, and long lists of rows: glyph, text, a column at the right, a second line in small, a mark before the
//! selected row, a scroll bar where there is more.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::draw_line;
use super::scrollbar::draw_scrollbar;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone};
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Area and index of each row drawn, for clicks.
pub type RowAreas = Vec<(Rect, usize)>;

/// One line on the screen, and the index of its row.
struct ScreenLine {
    line: Line<'static>,
    row: Option<usize>,
    selected: bool,
}

/// Draws sections one below the other, scrolled so that row `selected` (counted over all sections) is in view.
///
/// `focused` is true if the section list has the focus.
pub fn draw_sections<K: Clone + PartialEq>(
    buf: &mut Buffer,
    area: Rect,
    sections: &[ScreenSection<K>],
    selected: Option<usize>,
    focused: bool,
    theme: &Theme,
) -> RowAreas {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return RowAreas::new();
    }
    let columns = usize::from(area.width.saturating_sub(2));
    let mut lines = Vec::new();
    let mut index = 0;
    for (at, section) in sections.iter().enumerate() {
        if at > 0 {
            lines.push(plain(Line::default()));
        }
        section_lines(section, &mut index, selected, columns, theme, &mut lines);
    }
    draw_lines(buf, area, &lines, focused, theme)
}

fn plain(line: Line<'static>) -> ScreenLine {
    ScreenLine {
        line,
        row: None,
        selected: false,
    }
}

fn section_lines<K: Clone + PartialEq>(
    section: &ScreenSection<K>,
    index: &mut usize,
    selected: Option<usize>,
    columns: usize,
    theme: &Theme,
    lines: &mut Vec<ScreenLine>,
) {
    if !section.title.is_empty() {
        lines.push(plain(Line::styled(
            text::fit(&section.title, columns),
            theme.heading,
        )));
    }
    for words in &section.lines {
        lines.extend(
            text::wrap(words, columns)
                .into_iter()
                .map(|row| plain(Line::styled(row, theme.muted))),
        );
    }
    if section.rows.is_empty() && !section.placeholder.is_empty() {
        let rows = text::wrap(&section.placeholder, columns.saturating_sub(2));
        lines.extend(
            rows.into_iter()
                .map(|row| plain(Line::styled(format!("  {row}"), theme.muted))),
        );
    }
    for row in &section.rows {
        let is_selected = selected == Some(*index);
        for line in row_lines(row, is_selected, columns, theme) {
            lines.push(ScreenLine {
                line,
                row: Some(*index),
                selected: is_selected,
            });
        }
        *index += 1;
    }
}

fn draw_lines(
    buf: &mut Buffer,
    area: Rect,
    lines: &[ScreenLine],
    focused: bool,
    theme: &Theme,
) -> RowAreas {
    let height = usize::from(area.height);
    let window = visible_range(
        lines.len(),
        lines.iter().position(|line| line.selected),
        height,
    );
    let top = window.start;
    let mut areas = RowAreas::new();
    for (at, drawn) in (0..area.height).zip(&lines[window]) {
        let rect = Rect {
            y: area.y + at,
            height: 1,
            ..area
        };
        draw_line(buf, area, at, &drawn.line);
        if let Some(row) = drawn.row {
            areas.push((rect, row));
        }
        if drawn.selected {
            highlight_row(buf, rect, focused, theme);
        }
    }
    if lines.len() > height {
        let bar = Rect {
            x: area.right() - 1,
            width: 1,
            ..area
        };
        draw_scrollbar(buf, bar, top, lines.len(), theme);
    }
    areas
}

/// Draws only the visible ones of `count` one-line rows; `row` builds a row on demand.
pub fn draw_rows<K>(
    buf: &mut Buffer,
    area: Rect,
    count: usize,
    selected: Option<usize>,
    row: impl Fn(usize) -> Option<ScreenRow<K>>,
    focused: bool,
    theme: &Theme,
) -> RowAreas {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return RowAreas::new();
    }
    let columns = usize::from(area.width.saturating_sub(2));
    let window = visible_range(count, selected, usize::from(area.height));
    let top = window.start;
    let mut areas = RowAreas::new();
    for (at, index) in (0..area.height).zip(window) {
        let rect = Rect {
            y: area.y + at,
            height: 1,
            ..area
        };
        if let Some(row) = row(index) {
            draw_line(
                buf,
                area,
                at,
                &first_line(&row, selected == Some(index), columns, theme),
            );
        }
        areas.push((rect, index));
        if selected == Some(index) {
            highlight_row(buf, rect, focused, theme);
        }
    }
    if count > usize::from(area.height) {
        let bar = Rect {
            x: area.right() - 1,
            width: 1,
            ..area
        };
        draw_scrollbar(buf, bar, top, count, theme);
    }
    areas
}

/// The visible part of `count` lines, with the selected one in the middle as far as possible.
fn visible_range(count: usize, selected: Option<usize>, height: usize) -> Range<usize> {
    let top = selected
        .unwrap_or(0)
        .saturating_sub(height / 2)
        .min(count.saturating_sub(height));
    top..count.min(top + height)
}

/// Gives a row the background of the selection; the text colors of late, done and private stay.
fn highlight_row(buf: &mut Buffer, area: Rect, focused: bool, theme: &Theme) {
    let style = if focused {
        theme.selected
    } else {
        theme.selected_idle
    };
    buf.set_style(area, Style { fg: None, ..style });
}

/// Limit of the lines of a row's text, and of the reason or note below it; the screen of the record shows them whole.
const MAX_ROW_LINES: usize = 3;

fn row_lines<K>(
    row: &ScreenRow<K>,
    selected: bool,
    columns: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let indent = 2 + sign(row.sign).map_or(0, |sign| text::width(sign) + 1);
    let room = columns.saturating_sub(indent);
    // A right column of more than half of the width gets a line of its own.
    let beside = text::width(&row.right) * 2 <= room;
    let right = if beside {
        row.right.clone()
    } else {
        String::new()
    };
    let words = text::wrap(&row.text, room.saturating_sub(text::width(&right) + 2));
    let mut words = cut(words).into_iter();
    let text = words.next().unwrap_or_default();
    let first = ScreenRow {
        text,
        right,
        ..shown(row)
    };
    let mut lines = vec![first_line(&first, selected, columns, theme)];
    // Text too long for the first line goes on below rather than being truncated.
    let indented = |words: String, style| Line::styled(" ".repeat(indent) + &words, style);
    lines.extend(words.map(|words| indented(words, style(row.tone, theme))));
    if !beside {
        lines.push(indented(text::fit(&row.right, room), theme.muted));
    }
    let below = cut(text::wrap(
        row.below.lines().next().unwrap_or_default(),
        room,
    ));
    let below = below.into_iter().filter(|words| !words.is_empty());
    lines.extend(below.map(|words| indented(words, theme.muted)));
    lines
}

/// The glyph and tone of a row, for its first line.
fn shown<K>(row: &ScreenRow<K>) -> ScreenRow<()> {
    ScreenRow::new((), "").sign(row.sign).tone(row.tone)
}

/// Truncates to [`MAX_ROW_LINES`] lines with an ellipsis.
fn cut(mut rows: Vec<String>) -> Vec<String> {
    if rows.len() > MAX_ROW_LINES {
        rows.truncate(MAX_ROW_LINES);
        if let Some(last) = rows.last_mut() {
            let columns = text::width(last).max(2);
            let shortened = text::fit(last, columns - 1);
            *last = format!(
                "{}{}",
                shortened.trim_end_matches(glyph::ELLIPSIS),
                glyph::ELLIPSIS
            );
        }
    }
    rows
}

const fn style(tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Plain => theme.text,
        Tone::Late => theme.warn,
        Tone::Soon => theme.strong,
        Tone::Done | Tone::Muted => theme.muted,
    }
}

fn first_line<K>(
    row: &ScreenRow<K>,
    selected: bool,
    columns: usize,
    theme: &Theme,
) -> Line<'static> {
    let style = style(row.tone, theme);
    let mark = if selected { glyph::SELECTED } else { " " };
    let lead = sign(row.sign).map_or_else(String::new, |sign| format!("{sign} "));
    let room = columns.saturating_sub(2 + text::width(&lead));
    let right = text::fit(&row.right, room * 3 / 5);
    let gap = usize::from(!right.is_empty()) * 2;
    let left = text::pad(&row.text, room.saturating_sub(text::width(&right) + gap));
    let right_style = if row.tone == Tone::Plain {
        theme.muted
    } else {
        style
    };
    Line::from(vec![
        Span::styled(format!("{mark} "), theme.accent),
        Span::styled(lead, style),
        Span::styled(left, style),
        Span::raw(" ".repeat(gap)),
        Span::styled(right, right_style),
    ])
}

const fn sign(sign: Sign) -> Option<&'static str> {
    match sign {
        Sign::None => None,
        Sign::Open => Some(glyph::OPEN),
        Sign::Done => Some(glyph::DONE),
        Sign::Late => Some("[!]"),
        Sign::Bullet => Some(glyph::BULLETS[0]),
        Sign::Private => Some(glyph::LOCK),
        Sign::Planned => Some(glyph::PLANNED),
        Sign::Off => Some("[-]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    fn sections() -> Vec<ScreenSection<u8>> {
        let owed = vec![
            ScreenRow::new(0, "Call the school about the STEM hour")
                .sign(Sign::Late)
                .tone(Tone::Late)
                .right("3 days late"),
            ScreenRow::new(1, "Send the outline")
                .sign(Sign::Open)
                .right("today")
                .below("Agreed on the phone."),
            ScreenRow::new(2, "図書館の本 をよむ")
                .sign(Sign::Done)
                .tone(Tone::Done)
                .right("in 2 weeks"),
        ];
        vec![
            ScreenSection::new("I owe", owed, ""),
            ScreenSection::new("They owe", Vec::new(), "Nothing. a adds an action."),
        ]
    }

    fn draw(buf: &mut Buffer, area: Rect) {
        draw_sections(buf, area, &sections(), Some(1), true, &theme());
    }

    #[test]
    fn sections_at_80_columns() {
        insta::assert_snapshot!(rendered(80, 8, draw));
    }

    #[test]
    fn sections_at_40_columns_with_more_below() {
        insta::assert_snapshot!(rendered(40, 4, draw));
    }

    #[test]
    fn a_long_list_asks_only_for_the_rows_in_view() {
        let asked = std::cell::RefCell::new(Vec::new());
        let mut buf = Buffer::empty(Rect::new(0, 0, 20, 4));
        let area = buf.area;
        let row = |index: usize| {
            asked.borrow_mut().push(index);
            Some(ScreenRow::new(index, index.to_string()))
        };
        let spots = draw_rows(&mut buf, area, 10_000, Some(5_000), row, true, &theme());
        assert_eq!(asked.into_inner(), [4_998, 4_999, 5_000, 5_001]);
        assert_eq!(spots.len(), 4);
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(draw);
    }
}

//! Sections of rows, and long lists of rows: glyph, text, a column at the right, a second line in small, a mark before the
//! selected row, a scroll bar where there is more.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::draw_line;
use super::scrollbar::draw_scrollbar;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone};
use crate::ui::canvas::{indented, wrapped};
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Limit of the width of a row with text at its right end, which stays near that at its left.
const MAX_ROW_WIDTH: usize = 100;

/// Areas drawn of a list: where it can be clicked, and where its selected row is.
#[derive(Debug, Default)]
pub struct RowAreas {
    /// Area and index of each line that belongs to a row.
    pub rows: Vec<(Rect, usize)>,
    /// The same for the boxes that can be ticked.
    pub boxes: Vec<(Rect, usize)>,
    /// Mark of the selected row, in a list with the focus.
    pub cursor: Option<Position>,
    /// Lines that the whole list takes.
    pub height: u16,
}

/// One line on the screen, and the index of its row.
#[derive(Clone)]
struct ScreenLine {
    line: Line<'static>,
    row: Option<usize>,
    selected: bool,
    /// True for the first line of a row with a box.
    has_box: bool,
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
    let columns = usize::from(area.intersection(buf.area).width.saturating_sub(2));
    let mut lines = Vec::new();
    let mut index = 0;
    for (at, section) in sections.iter().enumerate() {
        if at > 0 {
            lines.push(plain(Line::default()));
        }
        section_lines(section, &mut index, selected, columns, theme, &mut lines);
    }
    let selected = lines.iter().position(|line| line.selected);
    let line = |index: usize| lines[index].clone();
    draw_visible(buf, area, (lines.len(), selected), line, focused, theme)
}

fn plain(line: Line<'static>) -> ScreenLine {
    ScreenLine {
        line,
        row: None,
        selected: false,
        has_box: false,
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
        lines.extend(wrapped(words, columns, theme.muted).into_iter().map(plain));
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
        let shown = row_lines(row, is_selected, columns, theme);
        for (at, line) in shown.into_iter().enumerate() {
            lines.push(ScreenLine {
                line,
                row: Some(*index),
                selected: is_selected,
                has_box: at == 0 && has_box(row.sign),
            });
        }
        *index += 1;
    }
}

/// Draws only the visible ones of `count` one-line rows, with the focus; `row` builds a row on demand.
pub fn draw_rows<K>(
    buf: &mut Buffer,
    area: Rect,
    count: usize,
    selected: Option<usize>,
    row: impl Fn(usize) -> Option<ScreenRow<K>>,
    theme: &Theme,
) -> RowAreas {
    let columns = usize::from(area.intersection(buf.area).width.saturating_sub(2));
    let line = |index| {
        let selected = selected == Some(index);
        let row = row(index);
        ScreenLine {
            has_box: row.as_ref().is_some_and(|row| has_box(row.sign)),
            line: row.map_or_else(Line::default, |row| {
                first_line(&row, selected, columns, theme)
            }),
            row: Some(index),
            selected,
        }
    };
    draw_visible(buf, area, (count, selected), line, true, theme)
}

/// Draws the visible ones of so many lines, scrolled to the selected one, with a scroll bar; `line` gives a line.
fn draw_visible(
    buf: &mut Buffer,
    area: Rect,
    (count, selected): (usize, Option<usize>),
    line: impl Fn(usize) -> ScreenLine,
    focused: bool,
    theme: &Theme,
) -> RowAreas {
    let area = area.intersection(buf.area);
    let window = visible_range(count, selected, usize::from(area.height));
    draw_scrollbar(buf, area, window.start, count, theme);
    let mut areas = RowAreas {
        height: u16::try_from(count).unwrap_or(u16::MAX),
        ..RowAreas::default()
    };
    for (rect, index) in area.rows().zip(window) {
        let drawn = line(index);
        draw_line(buf, rect, 0, &drawn.line);
        areas.rows.extend(drawn.row.map(|row| (rect, row)));
        let sign = Rect {
            width: 3,
            ..indented(rect, 2)
        }
        .intersection(rect);
        let tickable = drawn.row.filter(|_| drawn.has_box);
        areas.boxes.extend(tickable.map(|row| (sign, row)));
        if drawn.selected {
            highlight_row(buf, rect, focused, theme);
            let mark = (focused && rect.width > 0).then_some(rect.as_position());
            areas.cursor = areas.cursor.or(mark);
        }
    }
    areas
}

/// The visible part of `count` lines, with the selected one in the middle as far as possible.
pub fn visible_range(count: usize, selected: Option<usize>, height: usize) -> Range<usize> {
    let top = selected
        .unwrap_or(0)
        .saturating_sub(height / 2)
        .min(count.saturating_sub(height));
    top..count.min(top + height)
}

/// Gives a row the background of the selection; the text colors of late, done and private stay.
pub fn highlight_row(buf: &mut Buffer, area: Rect, focused: bool, theme: &Theme) {
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
    let beside = width_beside(row, columns).saturating_sub(indent);
    // A right column of more than half of the width gets a line of its own.
    let is_beside = text::width(&row.right) * 2 <= beside;
    let right = if is_beside {
        row.right.clone()
    } else {
        String::new()
    };
    let beside = beside.saturating_sub(text::width(&right) + 2);
    let mut words = text::wrap_to(&row.text, beside, MAX_ROW_LINES).into_iter();
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
    if !is_beside {
        lines.push(indented(text::fit(&row.right, room), theme.muted));
    }
    let below = row.below.lines().next().unwrap_or_default();
    let below = text::wrap_to(below, room, MAX_ROW_LINES);
    let below = below.into_iter().filter(|words| !words.is_empty());
    lines.extend(below.map(|words| indented(words, theme.muted)));
    lines
}

/// Width of the lines of `row` that stand beside its text at the right.
fn width_beside<K>(row: &ScreenRow<K>, columns: usize) -> usize {
    if row.right.is_empty() {
        columns
    } else {
        columns.min(MAX_ROW_WIDTH)
    }
}

/// The glyph and tone of a row, for its first line.
fn shown<K>(row: &ScreenRow<K>) -> ScreenRow<()> {
    ScreenRow::new((), "").sign(row.sign).tone(row.tone)
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
    let room = width_beside(row, columns).saturating_sub(2 + text::width(&lead));
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

/// True for the signs that are boxes.
const fn has_box(sign: Sign) -> bool {
    match sign {
        Sign::Open | Sign::Done | Sign::Late => true,
        Sign::None | Sign::Bullet | Sign::Private | Sign::Planned | Sign::Off => false,
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
        let spots = draw_rows(&mut buf, area, 10_000, Some(5_000), row, &theme());
        assert_eq!(asked.into_inner(), [4_998, 4_999, 5_000, 5_001]);
        assert_eq!(spots.rows.len(), 4);
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(draw);
    }
}

//! The canvas that the parts of a screen draw on, and what they all draw alike.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::theme::Theme;
use super::widgets::draw_line;
use super::widgets::field::draw_field;
use super::widgets::month::{MonthView, draw_month};
use super::widgets::rows::{RowAreas, draw_rows, draw_sections};
use super::{DrawOutput, glyph, text};
use crate::app::ClickTarget;
use crate::app::field::TextField;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, row_keys};
use crate::app::session::Session;

/// Drawing context of a part of the screen.
pub struct Canvas<'a> {
    pub buf: &'a mut Buffer,
    pub session: &'a Session,
    pub theme: &'a Theme,
    pub drawn: &'a mut DrawOutput,
}

impl Canvas<'_> {
    /// Draws one line on row `row` of `area`, truncated to fit.
    pub fn line(&mut self, area: Rect, row: u16, line: &Line<'_>) {
        draw_line(self.buf, area, row, line);
    }

    /// Draws text on one line at the top of `area`, truncated to fit.
    pub fn text(&mut self, area: Rect, words: &str, style: Style) {
        self.line(area, 0, &Line::styled(words, style));
    }

    /// Draws text from the top of `area`, wrapped to its width; an ellipsis stands for what has no room.
    pub fn wrapped(&mut self, area: Rect, words: &str, style: Style) {
        let mut lines = wrapped(words, usize::from(area.width), style);
        let rows = usize::from(area.height);
        if lines.len() > rows {
            lines.truncate(rows);
            if let Some(last) = lines.last_mut() {
                last.push_span(format!(" {}", glyph::ELLIPSIS));
                *last = text::fit_line(last, usize::from(area.width));
            }
        }
        self.lines(area, &lines);
    }

    /// Draws as many lines as there is room for.
    pub fn lines(&mut self, area: Rect, lines: &[Line<'_>]) {
        for (row, line) in (0..area.height).zip(lines) {
            self.line(area, row, line);
        }
    }

    /// Draws all sections of a screen, with the focus and the selected row of `list`.
    pub fn list<K: Clone + PartialEq>(
        &mut self,
        area: Rect,
        sections: &[ScreenSection<K>],
        list: &ListState<K>,
    ) {
        self.sections(area, sections, list.index(&row_keys(sections)), 0);
    }

    /// Draws the sections of a screen whose rows are counted from `first`, with the focus; returns the lines that all of them
    /// take.
    pub fn sections<K: Clone + PartialEq>(
        &mut self,
        area: Rect,
        sections: &[ScreenSection<K>],
        selected: Option<usize>,
        first: usize,
    ) -> u16 {
        let selected = selected.and_then(|index| index.checked_sub(first));
        let areas = draw_sections(self.buf, area, sections, selected, true, self.theme);
        let height = areas.height;
        self.activate_rows(areas, first);
        height
    }

    /// Draws sections that may lie beside what has the focus; they can be clicked all the same.
    pub fn sections_beside<K: Clone + PartialEq>(
        &mut self,
        area: Rect,
        sections: &[ScreenSection<K>],
        selected: Option<usize>,
        focused: bool,
    ) {
        let areas = draw_sections(self.buf, area, sections, selected, focused, self.theme);
        self.activate_rows(areas, 0);
    }

    /// Draws the visible ones of `count` one-line rows, with the focus.
    pub fn rows<K>(
        &mut self,
        area: Rect,
        count: usize,
        selected: Option<usize>,
        row: impl Fn(usize) -> Option<ScreenRow<K>>,
    ) {
        let areas = draw_rows(self.buf, area, count, selected, row, self.theme);
        self.activate_rows(areas, 0);
    }

    /// Draws the text field that has the focus, and puts the cursor into it.
    pub fn field(&mut self, area: Rect, field: &TextField) {
        self.buf.set_style(area, self.theme.focus);
        self.drawn.cursor = draw_field(self.buf, area, field, self.theme);
    }

    /// Draws a month, each day of which can be clicked, with the cursor on the selected one.
    pub fn month(&mut self, area: Rect, month: &MonthView<'_>) {
        for (rect, day) in draw_month(self.buf, area, month, self.theme) {
            self.click(rect, ClickTarget::Day(day));
            if month.picks && day == month.calendar.day() {
                self.drawn.cursor = Some(rect.as_position());
            }
        }
    }

    /// Makes rows and their boxes clickable, the first one with the index `first`, and puts the cursor on the selected one.
    pub fn activate_rows(&mut self, areas: RowAreas, first: usize) {
        for (area, row) in areas.rows {
            self.click(area, ClickTarget::Row(row + first));
        }
        for (area, row) in areas.boxes {
            self.click(area, ClickTarget::Box(row + first));
        }
        self.drawn.cursor = areas.cursor.or(self.drawn.cursor);
    }

    /// Makes an area clickable.
    pub fn click(&mut self, area: Rect, target: ClickTarget) {
        self.drawn.targets.push((area, target));
    }
}

/// Text as lines of at most `columns` cells.
pub fn wrapped(words: &str, columns: usize, style: Style) -> Vec<Line<'static>> {
    let rows = text::wrap(words, columns).into_iter();
    rows.map(|row| Line::styled(row, style)).collect()
}

/// Splits `height` lines off the top of `area`.
pub fn split(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let top = Rect { height, ..area };
    let rest = Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    };
    (top, rest)
}

/// `area` without its first `columns` columns, as far as it has them.
pub fn indented(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect {
        x: area.x + columns,
        width: area.width - columns,
        ..area
    }
}

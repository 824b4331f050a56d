//! The calendar: as many months as there is room for, and what falls on the selected day below.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Canvas, split};
use crate::app::Target;
use crate::app::rows::keys;
use crate::app::screens::year::DaysPane;
use crate::domain::schedule::DayState;
use crate::ui::glyph;
use crate::ui::theme::Theme;
use crate::ui::widgets::month::{HEIGHT, Month, WIDTH, draw_month};
use crate::ui::widgets::put;
use crate::ui::widgets::rows::draw_sections;

/// Cells between two months.
const GAP: u16 = 2;
/// So many months beside each other at most.
const MOST: u16 = 5;
/// No more months than a year has.
const YEAR: u16 = 12;
/// Rows that the entries of a day want below the months.
const ENTRIES: u16 = 9;
/// Rows of the month's name, the days of the week and one week.
const WEEK: u16 = 3;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, pane: &DaysPane) {
    let rest = if area.height < HEIGHT + 4 {
        let (top, rest) = split(area, WEEK);
        month(canvas, top, pane, pane.calendar.day());
        rest
    } else {
        months(canvas, area, pane)
    };
    let sections = pane.sections(canvas.desk, usize::from(rest.height).saturating_sub(4));
    let selected = pane.list.index(&keys(&sections));
    let spots = draw_sections(
        canvas.buf,
        rest,
        &sections,
        selected,
        pane.in_entries,
        canvas.theme,
    );
    canvas.drawn.rows(spots);
}

/// A page of months, and the legend; returns what is left.
fn months(canvas: &mut Canvas<'_>, area: Rect, pane: &DaysPane) -> Rect {
    let across = ((area.width + GAP) / (WIDTH + GAP)).clamp(1, MOST);
    let down = (area.height.saturating_sub(ENTRIES) / (HEIGHT + 1)).clamp(1, YEAR / across);
    let page = pane.months(u32::from(across * down));
    let (top, rest) = split(area, down * (HEIGHT + 1) - 1);
    for (place, first) in (0..).zip(page) {
        let (row, column) = (place / across, place % across);
        let spot = Rect {
            x: top.x + column * (WIDTH + GAP),
            y: top.y + row * (HEIGHT + 1),
            width: WIDTH,
            height: HEIGHT,
        };
        month(canvas, spot, pane, first);
    }
    let (line, rest) = split(rest, 2);
    let words = legend(canvas.theme);
    put(canvas.buf, Rect { height: 1, ..line }, 0, &words);
    rest
}

fn month(canvas: &mut Canvas<'_>, area: Rect, pane: &DaysPane, first: chrono::NaiveDate) {
    let theme = canvas.theme;
    let sign = |day| pane.state_of(day).map(|state| signed(state, theme));
    let month = Month {
        first,
        calendar: &pane.calendar,
        sign: &sign,
    };
    let places = draw_month(canvas.buf, area, &month, theme);
    let targets = places
        .into_iter()
        .map(|(place, day)| (place, Target::Day(day)));
    canvas.drawn.targets.extend(targets);
}

/// The sign of a day, as on the strip.
const fn signed(state: DayState, theme: &Theme) -> (&'static str, Style) {
    match state {
        DayState::Begins => (glyph::STRIP_START, theme.phase_now),
        DayState::Done => (glyph::DEALT, theme.good),
        DayState::Held => (glyph::MEETING, theme.meeting),
        DayState::Planned => (glyph::PLANNED, theme.meeting),
        DayState::Due => (glyph::DEADLINE, theme.deadline),
        DayState::Late => (glyph::LATE, theme.warn),
    }
}

fn legend(theme: &Theme) -> Line<'static> {
    const WORDS: [(DayState, &str); 6] = [
        (DayState::Held, "in touch"),
        (DayState::Planned, "planned"),
        (DayState::Due, "due"),
        (DayState::Late, "was due"),
        (DayState::Done, "done"),
        (DayState::Begins, "phase begins"),
    ];
    let mut spans = vec![Span::styled(format!("{} today", glyph::TODAY), theme.today)];
    for (state, words) in WORDS {
        let (sign, style) = signed(state, theme);
        spans.push(Span::styled(format!("  {sign}"), style));
        spans.push(Span::styled(format!(" {words}"), theme.muted));
    }
    Line::from(spans)
}

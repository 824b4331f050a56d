//! The calendar: as many months as there is room for, and the entries of the selected day below.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Canvas, split};
use crate::app::screen_rows::row_keys;
use crate::app::screens::year::DaysPane;
use crate::domain::schedule::CalendarItemState;
use crate::ui::glyph;
use crate::ui::theme::Theme;
use crate::ui::widgets::month::{HEIGHT, MonthView, WIDTH};

const GAP: u16 = 2;
/// Limit of months beside each other.
const MAX_MONTHS_ACROSS: u16 = 5;
/// Limit of months on a page: no more than a year has.
const MAX_MONTHS: u16 = 12;
/// Rows left for the entries of a day below the months.
const ENTRY_ROWS: u16 = 9;
/// Rows of a week view: the month's name, the days of the week and one week.
const WEEK_VIEW_ROWS: u16 = 3;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, pane: &DaysPane) {
    let rest = if area.height < HEIGHT + 4 {
        let (top, rest) = split(area, WEEK_VIEW_ROWS);
        month(canvas, top, pane, pane.calendar.day(), true);
        rest
    } else {
        months(canvas, area, pane)
    };
    let sections = pane.sections(canvas.session, usize::from(rest.height).saturating_sub(4));
    let selected = pane.list.index(&row_keys(&sections));
    canvas.sections_beside(rest, &sections, selected, pane.in_entries);
}

/// Draws a page of months and the legend; returns the area that is left.
fn months(canvas: &mut Canvas<'_>, area: Rect, pane: &DaysPane) -> Rect {
    let across = ((area.width + GAP) / (WIDTH + GAP)).clamp(1, MAX_MONTHS_ACROSS);
    let down =
        (area.height.saturating_sub(ENTRY_ROWS) / (HEIGHT + 1)).clamp(1, MAX_MONTHS / across);
    let page = pane.months(u32::from(across * down));
    let (top, rest) = split(area, down * (HEIGHT + 1) - 1);
    for (index, first) in (0..).zip(page) {
        let (row, column) = (index / across, index % across);
        let month_area = Rect {
            x: top.x + column * (WIDTH + GAP),
            y: top.y + row * (HEIGHT + 1),
            width: WIDTH,
            height: HEIGHT,
        };
        month(canvas, month_area, pane, first, true);
    }
    let (line, rest) = split(rest, 2);
    let words = legend(canvas.theme);
    canvas.line(line, 0, &words);
    rest
}

/// Draws the month of today, to look at.
pub(in crate::ui::screens) fn this_month(canvas: &mut Canvas<'_>, area: Rect, pane: &DaysPane) {
    month(canvas, area, pane, pane.calendar.today(), false);
}

fn month(
    canvas: &mut Canvas<'_>,
    area: Rect,
    pane: &DaysPane,
    first: chrono::NaiveDate,
    picks: bool,
) {
    let theme = canvas.theme;
    let sign = |day| pane.state_of(day).map(|state| day_glyph(state, theme));
    let month = MonthView {
        first,
        calendar: &pane.calendar,
        picks,
        sign: &sign,
        turns: false,
    };
    canvas.month(area, &month);
}

/// The glyph of a day, the same as on the timeline.
const fn day_glyph(state: CalendarItemState, theme: &Theme) -> (&'static str, Style) {
    match state {
        CalendarItemState::Begins => (glyph::TIMELINE_PHASE_START, theme.phase_now),
        CalendarItemState::Done => (glyph::DATE_DONE, theme.good),
        CalendarItemState::Held => (glyph::MEETING, theme.meeting),
        CalendarItemState::Planned => (glyph::PLANNED, theme.meeting),
        CalendarItemState::Due => (glyph::DEADLINE, theme.deadline),
        CalendarItemState::Late => (glyph::LATE, theme.warn),
    }
}

fn legend(theme: &Theme) -> Line<'static> {
    const WORDS: [(CalendarItemState, &str); 6] = [
        (CalendarItemState::Held, "in touch"),
        (CalendarItemState::Planned, "planned"),
        (CalendarItemState::Due, "due"),
        (CalendarItemState::Late, "was due"),
        (CalendarItemState::Done, "done"),
        (CalendarItemState::Begins, "phase begins"),
    ];
    let mut spans = vec![Span::styled(format!("{} today", glyph::TODAY), theme.today)];
    for (state, words) in WORDS {
        let (sign, style) = day_glyph(state, theme);
        spans.push(Span::styled(format!("  {sign}"), style));
        spans.push(Span::styled(format!(" {words}"), theme.muted));
    }
    Line::from(spans)
}

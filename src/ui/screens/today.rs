//! Today: the timeline of the year, the rhythm in one line, then what is next and who owes what; where there is room, the goals
//! and this month.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::year::days;
use super::{Canvas, last_beside, split, year_timeline};
use crate::app::ClickTarget;
use crate::app::command::{Command, MainTab};
use crate::app::screen_rows::row_keys;
use crate::app::screens::today::TodayScreen;
use crate::domain::dates::format_day;
use crate::domain::goal::GoalStatus;
use crate::ui::text;
use crate::ui::widgets::month::HEIGHT;
use crate::ui::widgets::progress::progress;
use crate::ui::widgets::timeline::draw_timeline;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &TodayScreen) {
    let room_for_strip = match area.height {
        0..=13 => 1,
        14..=24 => 3,
        _ => 5,
    };
    let (top, rest) = split(area, room_for_strip);
    if let Some(timeline) = year_timeline(&canvas.session.year()) {
        draw_timeline(canvas.buf, top, &timeline, canvas.theme);
    }
    let (line, rest) = split(rest, 2);
    rhythm(canvas, line);
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    if let Some(free) = last_beside(canvas, rest, 64, &sections, selected) {
        free_half(canvas, free, screen);
    }
}

/// The goals with their bars and this month, as far as there is room below the suggestions.
fn free_half(canvas: &mut Canvas<'_>, area: Rect, screen: &TodayScreen) {
    let goals = goal_lines(canvas, usize::from(area.width));
    let height = u16::try_from(goals.len()).unwrap_or(u16::MAX);
    let mut rest = area;
    if height > 0 && height < area.height {
        let (top, below) = split(area, height);
        canvas.lines(top, &goals);
        canvas.click(top, ClickTarget::Command(Command::GoTo(MainTab::Goals)));
        rest = split(below, 1).1;
    }
    if let Some(month) = screen.month.as_ref().filter(|_| rest.height >= HEIGHT) {
        days::this_month(canvas, rest, month);
    }
}

/// A line for each goal of the year: number, title, bar, and when it is due.
fn goal_lines(canvas: &Canvas<'_>, columns: usize) -> Vec<Line<'static>> {
    const BAR: usize = 12;
    const DUE: usize = 6;
    let (session, theme) = (canvas.session, canvas.theme);
    let goals = session.book.goals_in_order().into_iter().zip(1..);
    let goals = goals.filter(|(goal, _)| goal.status != GoalStatus::Dropped);
    let mut lines: Vec<_> = goals
        .map(|(goal, number)| {
            let title = format!("{number:>2} {}", goal.title);
            let title = text::pad(&title, columns.saturating_sub(BAR + DUE + 2));
            let (done, all) = session.book.steps_done(goal.id);
            let bar = if all == 0 {
                Line::styled("no steps", theme.muted)
            } else {
                progress(done, all, BAR, theme)
            };
            let gap = BAR.saturating_sub(bar.width()) + 1;
            let (due, style) = match goal.due {
                Some(due) if goal.is_open() && session.year().is_late(due) => {
                    ("late".to_owned(), theme.warn)
                }
                Some(due) if goal.is_open() => (format_day(due), theme.muted),
                Some(_) | None if goal.status == GoalStatus::Done => {
                    ("done".to_owned(), theme.good)
                }
                Some(_) | None => (String::new(), theme.muted),
            };
            let mut line = Line::styled(title + " ", theme.text);
            line.spans.extend(bar.spans);
            line.push_span(Span::raw(" ".repeat(gap)));
            line.push_span(Span::styled(format!("{due:>DUE$}"), style));
            line
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, Line::styled("Goals", theme.heading));
    }
    lines
}

/// The date, this month's count against the cadence, and the last contact.
fn rhythm(canvas: &mut Canvas<'_>, area: Rect) {
    let year = canvas.session.year();
    let today = crate::domain::dates::format_date(canvas.session.today());
    let words = if year.is_closed() {
        today
    } else {
        let (month, last) = (year.month_words(), year.last_contact_words());
        format!("{today}. {month} {last}")
    };
    canvas.wrapped(area, &words, canvas.theme.muted);
}

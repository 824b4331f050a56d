//! The screens, one file each, named like their state in `app/screens`; one that is a list and nothing else has none. Each
//! draws its body into the area it is given.

mod call;
mod closing;
mod exchange;
mod form;
mod goal;
mod goals;
mod ideas;
mod import;
mod meeting;
mod meetings;
mod pair;
mod preview;
mod search;
mod shelf;
mod today;
mod welcome;
mod year;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::{Canvas, indented, split, wrapped};
use super::widgets::scrollbar::draw_scrollbar;
use super::{MIN_TWO_PANE_WIDTH, glyph, markdown, text};
use crate::app::screen_rows::{ScreenSection, row_keys};
use crate::app::screens::Screen;
use crate::app::{App, ClickTarget};
use crate::domain::meeting::MeetingState;
use crate::domain::schedule::Year;
use crate::figure::{Mark, Timeline, TimelineEvent};

/// Draws the top screen into `area`.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    match app.screen() {
        None => {}
        Some(Screen::Welcome(screen)) => welcome::draw(canvas, area, screen),
        Some(Screen::Shelf(screen)) => shelf::draw(canvas, area, screen),
        Some(Screen::Today(screen)) => today::draw(canvas, area, screen),
        Some(Screen::Goals(screen)) => goals::draw(canvas, area, screen),
        Some(Screen::Goal(screen)) => goal::draw(canvas, area, screen, true),
        Some(Screen::Meetings(screen)) => meetings::draw(canvas, area, screen),
        Some(Screen::Meeting(screen)) => meeting::draw(canvas, area, screen),
        Some(Screen::Call(screen)) => call::draw(canvas, area, screen),
        Some(Screen::Ideas(screen)) => ideas::draw(canvas, area, screen),
        Some(Screen::Forms(screen)) => {
            canvas.list(area, &screen.sections(canvas.session), &screen.list);
        }
        Some(Screen::Year(screen)) => year::draw(canvas, area, screen),
        Some(Screen::Match(screen)) => pair::draw(canvas, area, screen),
        Some(Screen::Closing(screen)) => closing::draw(canvas, area, screen),
        Some(Screen::Archived(screen)) => {
            canvas.list(area, &screen.sections(canvas.session), &screen.list);
        }
        Some(Screen::Form(screen)) => form::draw(canvas, area, screen),
        Some(Screen::Preview(screen)) => preview::draw(canvas, area, screen),
        Some(Screen::Import(screen)) => import::draw(canvas, area, screen),
        Some(Screen::Search(screen)) => search::draw(canvas, area, screen),
        Some(Screen::Share(screen)) => {
            canvas.list(area, &screen.sections(canvas.session), &screen.list);
        }
        Some(Screen::Review(screen)) => exchange::draw_review(canvas, area, screen),
        Some(Screen::Versions(screen)) => exchange::draw_versions(canvas, area, screen),
    }
}

/// Draws facts above a text that scrolls, in up to half of the room; returns the room below.
fn draw_facts(canvas: &mut Canvas<'_>, area: Rect, facts: &[String]) -> Rect {
    let room = usize::from(area.width);
    let facts = facts.iter();
    let facts: Vec<_> = facts
        .flat_map(|words| wrapped(words, room, canvas.theme.muted))
        .collect();
    let height = u16::try_from(facts.len() + 1).unwrap_or(1);
    let (top, rest) = split(area, height.min(area.height / 2));
    canvas.lines(top, &facts);
    rest
}

/// Two panes side by side where there is room, with the left one taking `percent` of the width.
fn panes(area: Rect, percent: u16) -> (Rect, Option<Rect>) {
    if area.width < MIN_TWO_PANE_WIDTH - 2 {
        return (area, None);
    }
    let width = area.width * percent / 100;
    (Rect { width, ..area }, Some(indented(area, width + 2)))
}

/// Draws the last section beside the others, which take `percent` of the width, or below them where there is no room.
/// Reading order runs down the left pane, then down the right one, of which the free part is returned.
fn last_beside<K: Clone + PartialEq>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    percent: u16,
    sections: &[ScreenSection<K>],
    selected: Option<usize>,
) -> Option<Rect> {
    let (left, Some(right)) = panes(area, percent) else {
        canvas.sections(area, sections, selected, 0);
        return None;
    };
    let (first, second) = sections.split_at(sections.len().saturating_sub(1));
    canvas.sections(left, first, selected, 0);
    let height = canvas.sections(right, second, selected, row_keys(first).len());
    Some(split(right, height + 1).1)
}

/// Draws `words` in one line at the top of `area` and returns the rest.
fn heading(canvas: &mut Canvas<'_>, area: Rect, words: &str) -> Rect {
    let (top, rest) = split(area, 1);
    canvas.text(top, words, canvas.theme.title);
    rest
}

/// Draws lines without the first `scroll` ones; the last two columns are the scroll bar's.
fn lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line<'_>], scroll: usize) {
    let top = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    let text = Rect {
        width: area.width.saturating_sub(2),
        ..area
    };
    canvas.lines(text, &lines[top..]);
    draw_scrollbar(canvas.buf, area, top, lines.len(), canvas.theme);
}

/// Markdown under a heading; a private section is marked.
fn markdown_section(
    canvas: &Canvas<'_>,
    title: &str,
    source: &str,
    private: bool,
    columns: usize,
) -> Vec<Line<'static>> {
    let theme = canvas.theme;
    let mut lines = Vec::new();
    let head = if private {
        Span::styled(
            text::fit(&format!("{} {title}", glyph::LOCK), columns),
            theme.private,
        )
    } else {
        Span::styled(text::fit(title, columns), theme.heading)
    };
    lines.push(Line::from(head));
    let edge = if private {
        format!("{} ", glyph::QUOTE)
    } else {
        String::new()
    };
    let room = columns.saturating_sub(text::width(&edge));
    for line in markdown::lines(source, room, theme) {
        let mut spans = vec![Span::styled(edge.clone(), theme.private)];
        spans.extend(line.spans);
        lines.push(Line::from(spans));
    }
    lines.push(Line::default());
    lines
}

/// The tabs of a screen's own panes.
fn draw_tabs<P: Copy + PartialEq>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    panes: &[P],
    here: P,
    title: fn(P) -> &'static str,
) -> Rect {
    let titles: Vec<_> = panes.iter().map(|pane| title(*pane)).collect();
    let here = panes.iter().position(|pane| *pane == here).unwrap_or(0);
    let (mut top, rest) = split(area, 2);
    let all: usize = titles.iter().map(|title| text::width(title) + 3).sum();
    if all > usize::from(top.width) + 1 {
        draw_single_tab(canvas, top, &titles, here);
        return rest;
    }
    for (pane, title) in titles.iter().enumerate() {
        let tab = draw_tab(canvas, top, title, pane, pane == here);
        top = indented(top, tab.width + 1);
    }
    // Beside the tabs it says which key turns them, where there is room.
    if top.width >= 4 {
        canvas.text(top, " Tab", canvas.theme.hint);
    }
    rest
}

/// The current tab with its number, and arrows to its neighbors, where not all tabs fit.
fn draw_single_tab(canvas: &mut Canvas<'_>, mut area: Rect, titles: &[&str], here: usize) {
    let count = titles.len();
    let (before, after) = ((here + count - 1) % count, (here + 1) % count);
    let number = format!("{} of {count}", here + 1);
    for (words, pane) in [
        (glyph::PREVIOUS, before),
        (titles[here], here),
        (glyph::NEXT, after),
        (&number, after),
    ] {
        let tab = draw_tab(canvas, area, words, pane, pane == here);
        area = indented(area, tab.width);
    }
}

/// Draws a tab at the left of `area`; returns its own area.
fn draw_tab(canvas: &mut Canvas<'_>, area: Rect, words: &str, pane: usize, here: bool) -> Rect {
    let words = format!(" {words} ");
    let wide = u16::try_from(text::width(&words)).unwrap_or(u16::MAX);
    let style = if here {
        canvas.theme.selected
    } else {
        canvas.theme.muted
    };
    let tab = Rect {
        width: wide.min(area.width),
        height: 1,
        ..area
    };
    canvas.text(tab, &words, style);
    canvas.click(tab, ClickTarget::Pane(pane));
    tab
}

/// The timeline of the year: phases, meetings and dates.
fn year_timeline(year: &Year<'_>) -> Option<Timeline> {
    let mut timeline = Timeline::of(year)?;
    let goals = year.book.goals_in_order().into_iter();
    let goals = goals.filter(|goal| goal.is_open());
    let goals = goals.filter_map(|goal| Some((goal.due?, Mark::Deadline)));
    let meetings = year
        .book
        .log()
        .take_while(|meeting| meeting.date >= timeline.from)
        .filter_map(|meeting| match meeting.state {
            MeetingState::Held => Some((meeting.date, Mark::Meeting)),
            MeetingState::Planned => Some((meeting.date, Mark::Planned)),
            MeetingState::Cancelled => None,
        });
    let events = goals.chain(meetings).map(|(date, mark)| TimelineEvent {
        date,
        title: String::new(),
        mark,
    });
    timeline.events.extend(events);
    let (from, to) = (timeline.from, timeline.to);
    timeline.events.retain(|it| (from..=to).contains(&it.date));
    Some(timeline)
}

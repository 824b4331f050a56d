//! One meeting: its agenda and actions, and its texts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, heading, lines, markdown_section, panes, split};
use crate::app::screens::meeting::MeetingScreen;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::ui::canvas::wrapped;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &MeetingScreen) {
    let (top, rest) = split(area, 3);
    head(canvas, top, screen.meeting);
    let sections = screen.sections(canvas.session);
    let (left, right) = panes(rest, 50);
    let (left, right) = right.map_or_else(
        || {
            // One pane: the rows get the height they need, up to half; the texts get the rest.
            let unseen = &mut Buffer::empty(rest);
            let drawn = draw_sections(unseen, rest, &sections, None, false, canvas.theme);
            let (rows, text) = split(rest, drawn.height.min(rest.height / 2));
            (rows, split(text, 1).1)
        },
        |right| (left, right),
    );
    canvas.list(left, &sections, &screen.list);
    let text = text(canvas, screen, usize::from(right.width.saturating_sub(2)));
    lines(canvas, right, &text, screen.scroll);
}

/// Draws the meeting beside a list that has the focus: its texts, of a planned one the agenda.
pub(super) fn draw_beside(canvas: &mut Canvas<'_>, area: Rect, screen: &MeetingScreen) {
    let session = canvas.session;
    let (top, rest) = split(area, 2);
    head(canvas, top, screen.meeting);
    let meeting = session.book.meetings.get(&screen.meeting);
    let mut rest = rest;
    if meeting.is_some_and(Meeting::is_planned) {
        let mut agenda = screen.sections(session);
        agenda.truncate(1);
        let drawn = draw_sections(canvas.buf, rest, &agenda, None, false, canvas.theme);
        rest = split(rest, drawn.height + 1).1;
        if screen.texts(session).is_empty() {
            return;
        }
    }
    let text = text(canvas, screen, usize::from(rest.width.saturating_sub(2)));
    lines(canvas, rest, &text, 0);
}

fn head(canvas: &mut Canvas<'_>, area: Rect, meeting: Id) {
    let session = canvas.session;
    let Some((title, facts)) = MeetingScreen::new(meeting).heading_and_facts(session) else {
        heading(
            canvas,
            area,
            "This meeting is not in the book any more. Esc goes back.",
        );
        return;
    };
    let rest = heading(canvas, area, &title);
    canvas.text(rest, &facts, canvas.theme.muted);
}

/// The texts of the meeting, as Markdown sections.
fn text(canvas: &Canvas<'_>, screen: &MeetingScreen, columns: usize) -> Vec<Line<'static>> {
    let texts = screen.texts(canvas.session);
    if texts.is_empty() {
        let words = "Nothing is written here yet; e writes it up.";
        return wrapped(words, columns, canvas.theme.muted);
    }
    texts
        .iter()
        .flat_map(|(title, source, private)| {
            markdown_section(canvas, title, source, *private, columns)
        })
        .collect()
}

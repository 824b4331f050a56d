//! The welcome.

use ratatui::layout::Rect;

use super::{Canvas, split};
use crate::app::screens::welcome::WelcomeScreen;
use crate::ui::canvas::wrapped;

const WORDS: &str = "Welcome. This is the book of your mentoring year: goals, meetings, agendas and forms of your match, in one \
file on this computer. Nothing leaves it unless you write it out.";

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &WelcomeScreen) {
    let rows = wrapped(WORDS, usize::from(area.width.min(72)), canvas.theme.text);
    let height = u16::try_from(rows.len()).unwrap_or(0);
    let (top, rest) = split(area, height + 1);
    canvas.lines(top, &rows);
    canvas.list(rest, &screen.sections(), &screen.list);
}

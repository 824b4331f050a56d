//! The welcome.

use ratatui::layout::Rect;

use super::{Canvas, heading, split, year_timeline};
use crate::app::screens::welcome::WelcomeScreen;
use crate::ui::canvas::wrapped;
use crate::ui::widgets::timeline::draw_timeline;

/// Columns below which a choice takes more than two lines.
const MIN_STRIP_WIDTH: u16 = 76;

const WORDS: &str = "Welcome. This is the book of your mentoring year: goals, meetings, agendas and forms of your match, in one \
file on this computer. Nothing leaves it unless you write it out.";

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &WelcomeScreen) {
    let rows = wrapped(WORDS, usize::from(area.width.min(72)), canvas.theme.text);
    let height = u16::try_from(rows.len()).unwrap_or(0);
    let (top, rest) = split(area, height + 1);
    canvas.lines(top, &rows);
    // The strip takes what the choices leave, two lines each.
    let (choices, strip) = split(
        rest,
        if rest.width < MIN_STRIP_WIDTH {
            u16::MAX
        } else {
            7
        },
    );
    canvas.list(choices, &screen.sections(), &screen.list);
    let year = screen.sample_year(canvas.session);
    if let Some(timeline) = year.as_ref().and_then(year_timeline)
        && strip.height > 4
    {
        let strip = heading(canvas, strip, "The sample year, on the day it opens");
        draw_timeline(canvas.buf, strip, &timeline, canvas.theme);
    }
}

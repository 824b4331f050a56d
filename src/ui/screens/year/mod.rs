//! The year, one file a pane; the dates are drawn here.

mod days;
mod numbers;
mod pulse;
mod record;

use ratatui::layout::Rect;

use super::{Canvas, lines, split, strip, tabs};
use crate::app::rows::keys;
use crate::app::screens::year::{Dates, Pane, YearScreen};
use crate::ui::widgets::rows::draw_sections;
use crate::ui::widgets::strip::{HEIGHT, draw_strip};

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &YearScreen) {
    let here = screen.pane.index();
    let rest = tabs(canvas, area, &Pane::ALL.map(Pane::title), here);
    match screen.pane {
        Pane::Dates => dates(canvas, rest, &screen.dates),
        Pane::Days => days::draw(canvas, rest, &screen.days),
        Pane::Numbers => numbers::draw(canvas, rest, &screen.numbers),
        Pane::Record => record::draw(canvas, rest, &screen.record),
        Pane::Pulse => pulse::draw(canvas, rest, &screen.pulse),
    }
}

fn dates(canvas: &mut Canvas<'_>, area: Rect, pane: &Dates) {
    let (top, rest) = split(area, if area.height < 14 { 2 } else { HEIGHT + 1 });
    if let Some(strip) = strip(canvas.desk) {
        let top = Rect {
            height: top.height.min(HEIGHT),
            ..top
        };
        draw_strip(canvas.buf, top, &strip, canvas.theme);
    }
    let sections = pane.sections(canvas.desk);
    let selected = pane.list.index(&keys(&sections));
    let spots = draw_sections(canvas.buf, rest, &sections, selected, true, canvas.theme);
    canvas.drawn.rows(spots);
}

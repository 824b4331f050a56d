//! The year: the strip, the dates, the programme's page.

use ratatui::layout::Rect;

use super::{Canvas, lines, split, strip, tabs};
use crate::app::rows::keys;
use crate::app::screens::year::{Pane, YearScreen};
use crate::ui::markdown;
use crate::ui::widgets::rows::draw_sections;
use crate::ui::widgets::strip::{HEIGHT, draw_strip};

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &YearScreen) {
    let here = Pane::ALL
        .iter()
        .position(|pane| *pane == screen.pane)
        .unwrap_or(0);
    let rest = tabs(canvas, area, &Pane::ALL.map(Pane::title), here);
    match screen.pane {
        Pane::Dates => {
            let (top, rest) = split(rest, if rest.height < 14 { 2 } else { HEIGHT + 1 });
            if let Some(strip) = strip(canvas.desk) {
                draw_strip(
                    canvas.buf,
                    Rect {
                        height: top.height.min(HEIGHT),
                        ..top
                    },
                    &strip,
                    canvas.theme,
                );
            }
            let sections = screen.sections(canvas.desk);
            let selected = screen.list.index(&keys(&sections));
            let spots = draw_sections(canvas.buf, rest, &sections, selected, true, canvas.theme);
            canvas.drawn.rows(spots);
        }
        Pane::Programme => {
            let columns = usize::from(rest.width.saturating_sub(2).min(90));
            let page = markdown::lines(&YearScreen::page(canvas.desk), columns, canvas.theme);
            lines(canvas, rest, &page, screen.scroll);
        }
    }
}

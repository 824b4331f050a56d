//! Preview of an import.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, draw_facts, heading, lines};
use crate::app::screens::import::ImportScreen;
use crate::ui::text;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &ImportScreen) {
    let preview = &screen.preview;
    let rest = heading(
        canvas,
        area,
        &format!("Take in what {} holds?", preview.file),
    );
    let mut facts = vec![if preview.commit.changes.is_empty() {
        "There is nothing new in it. Esc goes back.".to_owned()
    } else {
        "Enter takes it in; u takes all of it back. Esc goes back.".to_owned()
    }];
    if preview.other_order.is_some() {
        facts.push("o reads its dates the other way.".to_owned());
    }
    if preview.is_list {
        facts.push(preview.request.target.map_or_else(
            || "a reads it as another kind of list.".to_owned(),
            |target| {
                let kind = target.to_string().to_lowercase();
                format!("It is read as {kind}, as you said. a reads it as another kind.")
            },
        ));
    }
    let rest = draw_facts(canvas, rest, &facts);
    let columns = usize::from(rest.width.saturating_sub(2));
    let rows = text::wrap(&preview.lines.join("\n"), columns).into_iter();
    let rows: Vec<_> = rows
        .map(|row| Line::styled(row, canvas.theme.text))
        .collect();
    lines(canvas, rest, &rows, screen.scroll);
}

//! Preview of an export.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, draw_facts, draw_tabs, heading, lines};
use crate::app::screens::preview::{PreviewScreen, format_label};
use crate::domain::visibility;
use crate::ui::text;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &PreviewScreen) {
    let rest = heading(canvas, area, &screen.preview.title);
    let format = screen.preview.request.format;
    let rest = draw_tabs(canvas, rest, &screen.formats(), format, format_label);
    let mut facts = match &screen.written_path {
        Some(path) => vec![
            format!("Written: {}", path.display()),
            "o opens it, O its folder; M copies an e-mail text to send it with.".to_owned(),
        ],
        None => vec![format!("Enter writes this file: {}", screen.preview.file)],
    };
    let request = &screen.preview.request;
    if request.subject.only_level().is_none() {
        let level = request.level.label();
        facts.push(format!("How much leaves: {level}. v changes it."));
    }
    let paper = screen.paper();
    facts.extend(paper.map(|paper| format!("Paper: {paper}. p changes it.")));
    facts.extend(screen.preview.withheld.iter().cloned());
    let rest = draw_facts(canvas, rest, &facts);
    let columns = usize::from(rest.width.saturating_sub(2));
    let rows: Vec<_> = text::wrap(&screen.preview.text, columns)
        .into_iter()
        .map(|row| {
            let private = row.contains(visibility::MARK);
            let style = if private {
                canvas.theme.private
            } else {
                canvas.theme.text
            };
            Line::styled(row, style)
        })
        .collect();
    lines(canvas, rest, &rows, screen.scroll);
}

//! One goal.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Canvas, heading, lines, split};
use crate::app::screen_rows::row_keys;
use crate::app::screens::goal::GoalScreen;
use crate::domain::dates;
use crate::domain::goal::Goal;
use crate::domain::program::Term;
use crate::ui::canvas::wrapped;
use crate::ui::text;
use crate::ui::widgets::rows::draw_sections;

/// Draws the goal, with the focus unless it stands beside a list.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &GoalScreen, focused: bool) {
    let session = canvas.session;
    let Some(goal) = session.book.goals.get(&screen.goal) else {
        heading(
            canvas,
            area,
            "This goal is not in the book any more. Esc goes back.",
        );
        return;
    };
    let rest = heading(canvas, area, &goal.title);
    let about = about(canvas, goal, usize::from(rest.width.saturating_sub(2)));
    let height = u16::try_from(about.len())
        .unwrap_or(u16::MAX)
        .min(rest.height.saturating_sub(7).max(rest.height / 2));
    let (top, rest) = split(rest, height);
    lines(canvas, top, &about, 0);
    let sections = screen.sections(session);
    let selected = screen.list.index(&row_keys(&sections)).filter(|_| focused);
    let areas = draw_sections(canvas.buf, rest, &sections, selected, focused, canvas.theme);
    if focused {
        canvas.activate_rows(areas, 0);
    }
}

/// Status, date, and the answers that are given: why, measure, help, aims, competency areas.
fn about(canvas: &Canvas<'_>, goal: &Goal, columns: usize) -> Vec<Line<'static>> {
    let (session, theme) = (canvas.session, canvas.theme);
    let date = goal.due.map_or_else(
        || "no date yet".to_owned(),
        |due| {
            let words = if goal.is_open() {
                format!(" ({})", session.year().due(due).words())
            } else {
                String::new()
            };
            format!("{}{words}", dates::format_date(due))
        },
    );
    let mut spans = vec![Span::styled(
        format!("{}, {date}", goal.status),
        theme.strong,
    )];
    if goal.private {
        let words = format!("  {} {}", crate::ui::glyph::LOCK, crate::ui::glyph::PRIVATE);
        spans.push(Span::styled(words, theme.private));
    }
    let mut lines = vec![Line::from(spans)];
    if let Some(note) = session.versions_note(goal.id) {
        lines.extend(wrapped(&note, columns, theme.warn));
    }
    let named = |keys: &std::collections::BTreeSet<String>, terms: &[Term]| -> String {
        let titles = terms
            .iter()
            .filter(|term| keys.contains(&term.key))
            .map(|term| term.title.as_str());
        titles.collect::<Vec<_>>().join("; ")
    };
    let areas = session.competencies().map_or(&[][..], |set| &set.areas);
    let measure = if goal.measure.is_empty() {
        "! no measure yet: e adds one"
    } else {
        &goal.measure
    };
    let facts = [
        ("Why", goal.why.as_str()),
        ("Done when", measure),
        ("Help", &goal.help),
        ("Aims", &named(&goal.aims, &session.program().aims)),
        ("Competencies", &named(&goal.competencies, areas)),
    ];
    for (name, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        for (at, row) in text::wrap(value, columns.saturating_sub(14))
            .into_iter()
            .enumerate()
        {
            let name = if at == 0 { name } else { "" };
            lines.push(Line::from(vec![
                Span::styled(format!("{name:<14}"), theme.muted),
                Span::styled(row, theme.text),
            ]));
        }
    }
    lines.push(Line::default());
    lines
}

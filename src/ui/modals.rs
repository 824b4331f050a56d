//! The modals, drawn over a screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::theme::Theme;
use super::widgets::calendar::draw_calendar;
use super::widgets::draw_line;
use super::widgets::field::draw_field;
use super::widgets::rows::draw_rows;
use super::{DrawOutput, glyph, text};
use crate::app::field::TextField;
use crate::app::modal::{self, Modal, PaletteRow, PickRow};
use crate::app::screen_rows::ScreenRow;
use crate::app::{App, ClickTarget};

/// Draws `modal` in the middle of `area`.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    modal: &Modal,
    app: &App,
    theme: &Theme,
    drawn: &mut DrawOutput,
) {
    drawn
        .targets
        .retain(|(rect, _)| rect.y + 1 == area.bottom());
    match modal {
        Modal::Confirm {
            question, detail, ..
        } => {
            let lines = [question.as_str(), "", detail];
            draw_text_box(buf, area, "Sure?", &lines.map(str::to_owned), theme);
        }
        Modal::Problem {
            title,
            problem,
            detail,
        } => problem_box(buf, area, title, problem, *detail, theme),
        Modal::Pick {
            title,
            rows,
            selected,
        } => pick(buf, area, title, rows, *selected, theme, drawn),
        Modal::Help { scroll } => help(buf, area, app, *scroll, theme),
        Modal::Palette {
            query,
            rows,
            selected,
            ..
        } => palette(buf, area, query, rows, *selected, theme, drawn),
        Modal::Progress(progress) => {
            let percent = progress
                .percent
                .map_or_else(String::new, |percent| format!(": {percent} of 100"));
            let lines = [
                format!("{}{percent} …", progress.stage),
                String::new(),
                "Esc stops it; nothing is written then.".to_owned(),
            ];
            draw_text_box(buf, area, "One moment", &lines, theme);
        }
        Modal::Calendar(calendar) => {
            let inner = draw_frame(buf, area, "Pick a day", (30, 11), theme);
            let days = draw_calendar(buf, inner, calendar, theme);
            drawn.targets.extend(
                days.into_iter()
                    .map(|(rect, day)| (rect, ClickTarget::Day(day))),
            );
        }
    }
}

fn pick(
    buf: &mut Buffer,
    area: Rect,
    title: &str,
    rows: &[PickRow],
    selected: usize,
    theme: &Theme,
    drawn: &mut DrawOutput,
) {
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let inner = draw_frame(buf, area, title, (60, height), theme);
    let row = |index: usize| {
        rows.get(index)
            .map(|row| ScreenRow::new((), row.label.clone()))
    };
    drawn.add_row_targets(draw_rows(
        buf,
        inner,
        rows.len(),
        Some(selected),
        row,
        true,
        theme,
    ));
}

fn palette(
    buf: &mut Buffer,
    area: Rect,
    query: &TextField,
    rows: &[PaletteRow],
    selected: usize,
    theme: &Theme,
    drawn: &mut DrawOutput,
) {
    let inner = draw_frame(
        buf,
        area,
        "All commands",
        (70, area.height.saturating_sub(4)),
        theme,
    );
    let [typed, list] = split_top(inner, 2);
    drawn.cursor = draw_field(buf, Rect { height: 1, ..typed }, query, theme);
    let row = |index: usize| {
        let row = rows.get(index)?;
        Some(ScreenRow::new((), row.help).right(row.key.clone()))
    };
    drawn.add_row_targets(draw_rows(
        buf,
        list,
        rows.len(),
        Some(selected),
        row,
        true,
        theme,
    ));
}

/// Splits `height` lines off the top of `area`.
pub fn split_top(area: Rect, height: u16) -> [Rect; 2] {
    let height = height.min(area.height);
    [
        Rect { height, ..area },
        Rect {
            y: area.y + height,
            height: area.height - height,
            ..area
        },
    ]
}

/// Clears and frames a box of at most `size` in the middle of `area`; returns the inner area.
fn draw_frame(buf: &mut Buffer, area: Rect, title: &str, size: (u16, u16), theme: &Theme) -> Rect {
    let width = size.0.saturating_add(4).min(area.width);
    let height = size.1.saturating_add(2).min(area.height.saturating_sub(1));
    let rect = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    Clear.render(rect, buf);
    cut_letters(buf, rect);
    buf.set_style(rect, theme.base);
    let title = text::fit(title, usize::from(width.saturating_sub(4)));
    let block = Block::bordered()
        .border_set(glyph::BORDER)
        .border_style(theme.border)
        .title(Line::styled(format!(" {title} "), theme.title));
    let inner = block.inner(rect);
    block.render(rect, buf);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// Blanks wide characters that reach from the left into `rect`: no terminal shows half of one.
fn cut_letters(buf: &mut Buffer, rect: Rect) {
    const WIDEST: u16 = 4;
    for y in rect.top()..rect.bottom() {
        for x in rect.x.saturating_sub(WIDEST)..rect.x {
            let wide = u16::try_from(text::width(buf[(x, y)].symbol())).unwrap_or(WIDEST);
            if x + wide > rect.x {
                buf[(x, y)].set_char(' ');
            }
        }
    }
}

/// A box of wrapped lines.
fn draw_text_box(buf: &mut Buffer, area: Rect, title: &str, lines: &[String], theme: &Theme) {
    let columns = usize::from(area.width.saturating_sub(8).min(64));
    let rows: Vec<_> = lines
        .iter()
        .flat_map(|line| text::wrap(line, columns))
        .collect();
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let inner = draw_frame(buf, area, title, (64, height), theme);
    for (row, line) in (0..inner.height).zip(rows) {
        draw_line(buf, inner, row, &Line::styled(line, theme.text));
    }
}

fn problem_box(
    buf: &mut Buffer,
    area: Rect,
    title: &str,
    problem: &crate::problem::Problem,
    detail: bool,
    theme: &Theme,
) {
    let mut lines = vec![problem.message.clone()];
    if let Some(hint) = &problem.hint {
        lines.extend([String::new(), hint.clone()]);
    }
    if !problem.causes.is_empty() {
        lines.push(String::new());
        if detail {
            lines.extend(problem.causes.iter().cloned());
        } else {
            lines.push("Tab shows what the computer said.".to_owned());
        }
    }
    draw_text_box(buf, area, title, &lines, theme);
}

fn help(buf: &mut Buffer, area: Rect, app: &App, scroll: usize, theme: &Theme) {
    let contexts = app
        .screen()
        .map(crate::app::screens::Screen::contexts)
        .unwrap_or_default();
    let lines = modal::help_lines(&contexts);
    let inner = draw_frame(
        buf,
        area,
        "Keys that work here",
        (72, area.height.saturating_sub(4)),
        theme,
    );
    // The last row stays: whoever looks for more than keys sees it without scrolling.
    let height = inner.height.saturating_sub(1);
    let more = Line::styled("More: matchbook guide in a terminal", theme.heading);
    draw_line(buf, inner, height, &more);
    let top = scroll.min(lines.len().saturating_sub(usize::from(height)));
    for (row, (key, words)) in (0..height).zip(lines.iter().skip(top)) {
        let line = if key.is_empty() {
            Line::styled(words.clone(), theme.heading)
        } else {
            Line::from(vec![
                Span::styled(format!("  {} ", text::pad(key, 16)), theme.key),
                Span::styled(words.clone(), theme.text),
            ])
        };
        draw_line(buf, inner, row, &line);
    }
}

//! The modals, drawn over a screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::canvas::{Canvas, split, wrapped};
use super::widgets::field::draw_field;
use super::widgets::month::{self, MonthView};
use super::{glyph, text};
use crate::app::App;
use crate::app::exchange::PhraseEntry;
use crate::app::field::TextField;
use crate::app::modal::{self, Modal, PickRow};
use crate::app::screen_rows::ScreenRow;
use crate::problem::Problem;

/// Draws `modal` in the middle of `area`.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, modal: &Modal, app: &App) {
    let targets = &mut canvas.drawn.targets;
    targets.retain(|(rect, _)| rect.y + 1 == area.bottom());
    match modal {
        Modal::Confirm {
            question, detail, ..
        } => {
            let lines = [question.as_str(), "", detail];
            draw_text_box(canvas, area, "Sure?", &lines.map(str::to_owned));
        }
        Modal::Problem {
            title,
            problem,
            detail,
        } => problem_box(canvas, area, title, problem, *detail),
        Modal::Pick {
            title,
            rows,
            selected,
        } => pick(canvas, area, title, rows, *selected),
        Modal::Help {
            scroll,
            shows_signs,
        } => help(canvas, area, app, *scroll, *shows_signs),
        Modal::Palette {
            query,
            rows,
            selected,
            ..
        } => palette(canvas, area, query, rows, *selected),
        Modal::Progress(progress) => {
            let percent = progress
                .percent
                .map_or_else(String::new, |percent| format!(": {percent} of 100"));
            let lines = [
                format!("{}{percent} …", progress.stage),
                String::new(),
                "Esc stops it; nothing is written then.".to_owned(),
            ];
            draw_text_box(canvas, area, "One moment", &lines);
        }
        Modal::Phrase(entry) => phrase(canvas, area, entry),
        Modal::Calendar(calendar) => {
            let inner = draw_frame(canvas, area, "Pick a day", (month::WIDTH, 11));
            let month = MonthView {
                first: calendar.day(),
                calendar,
                picks: true,
                sign: &|_| None,
                turns: true,
            };
            canvas.month(inner, &month);
        }
    }
}

/// The phrase being typed, hidden unless it is to be shown.
fn phrase(canvas: &mut Canvas<'_>, area: Rect, entry: &PhraseEntry) {
    let columns = area.width.saturating_sub(8).min(64);
    let why = wrapped(&entry.why, usize::from(columns), canvas.theme.text);
    let height = u16::try_from(why.len()).unwrap_or(u16::MAX);
    let title = "The phrase of the parcel";
    let inner = draw_frame(canvas, area, title, (64, height.saturating_add(2)));
    let (top, rest) = split(inner, height.min(inner.height.saturating_sub(1)));
    canvas.lines(top, &why);
    let typed = Rect {
        y: (rest.y + 1).min(rest.bottom().saturating_sub(1)),
        height: rest.height.min(1),
        ..rest
    };
    let hidden = TextField::single_line(&"*".repeat(entry.typed.text().chars().count()));
    let shown = if entry.is_shown {
        &entry.typed
    } else {
        &hidden
    };
    canvas.drawn.cursor = draw_field(canvas.buf, typed, shown, canvas.theme);
}

fn pick(canvas: &mut Canvas<'_>, area: Rect, title: &str, rows: &[PickRow], selected: usize) {
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let inner = draw_frame(canvas, area, title, (68, height));
    choices(canvas, inner, rows, selected);
}

fn choices(canvas: &mut Canvas<'_>, area: Rect, rows: &[PickRow], selected: usize) {
    canvas.rows(area, rows.len(), Some(selected), |index| {
        let row = rows.get(index)?;
        Some(ScreenRow::new((), row.label.clone()).right(row.right.clone()))
    });
}

fn palette(
    canvas: &mut Canvas<'_>,
    area: Rect,
    query: &TextField,
    rows: &[PickRow],
    selected: usize,
) {
    let size = (70, area.height.saturating_sub(4));
    let inner = draw_frame(canvas, area, "All commands", size);
    let (typed, list) = split(inner, 2);
    let typed = Rect { height: 1, ..typed };
    let typed = draw_field(canvas.buf, typed, query, canvas.theme);
    if rows.is_empty() {
        canvas.text(list, "Nothing of that name.", canvas.theme.muted);
    }
    choices(canvas, list, rows, selected);
    // What is typed goes on until the list is walked through.
    if selected == 0 {
        canvas.drawn.cursor = typed;
    }
}

/// Clears and frames a box of at most `size` in the middle of `area`; returns the inner area.
fn draw_frame(canvas: &mut Canvas<'_>, area: Rect, title: &str, size: (u16, u16)) -> Rect {
    let (buf, theme) = (&mut *canvas.buf, canvas.theme);
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
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    canvas.drawn.cursor = Some(inner.as_position());
    inner
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
fn draw_text_box(canvas: &mut Canvas<'_>, area: Rect, title: &str, lines: &[String]) {
    let columns = usize::from(area.width.saturating_sub(8).min(64));
    let style = canvas.theme.text;
    let rows = lines.iter().flat_map(|line| wrapped(line, columns, style));
    let rows: Vec<_> = rows.collect();
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let inner = draw_frame(canvas, area, title, (64, height));
    canvas.lines(inner, &rows);
}

fn problem_box(canvas: &mut Canvas<'_>, area: Rect, title: &str, problem: &Problem, detail: bool) {
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
    draw_text_box(canvas, area, title, &lines);
}

/// The signs beside rows, on the line of the year and in forms, each with its meaning; a heading has no sign.
const SIGNS: [(&str, &str); 22] = [
    ("", "Before a line"),
    (glyph::SELECTED, "selected: keys act on this line"),
    (glyph::OPEN, "open"),
    (glyph::DONE, "done"),
    ("[!]", "late"),
    ("[-]", "called off or dropped"),
    (glyph::BULLETS[0], "noted, or held"),
    (glyph::PLANNED, "a planned meeting"),
    (glyph::LOCK, "[private]: only you can read it"),
    ("", "On the line of the year and in the calendar"),
    (glyph::TODAY, "today"),
    (glyph::MEETING, "a meeting or contact that was held"),
    (glyph::PLANNED, "a planned meeting"),
    (glyph::DEADLINE, "something is due"),
    (glyph::DATE_DONE, "done"),
    (glyph::LATE, "was due, and is open"),
    (glyph::TIMELINE_PHASE_START, "a part of the year begins"),
    ("", "In forms and texts"),
    ("*", "needed before the form is complete"),
    ("(•)", "chosen, where one can be"),
    (glyph::ARROW, "the day as it was understood"),
    (glyph::ELLIPSIS, "there is more"),
];

fn help(canvas: &mut Canvas<'_>, area: Rect, app: &App, scroll: usize, shows_signs: bool) {
    let theme = canvas.theme;
    let contexts = app
        .screen()
        .map(|screen| screen.logic().contexts())
        .unwrap_or_default();
    let key_width = if shows_signs { 3 } else { 16 };
    let (title, lines) = if shows_signs {
        let owned = |(sign, words): &(&str, &str)| ((*sign).to_owned(), (*words).to_owned());
        ("What the signs mean", SIGNS.iter().map(owned).collect())
    } else {
        (
            "Keys that work here",
            modal::help_lines(&contexts, app.has_external_editor),
        )
    };
    let size = (72, area.height.saturating_sub(4));
    let inner = draw_frame(canvas, area, title, size);
    // The last row stays: whoever looks for more than keys sees it without scrolling.
    let height = inner.height.saturating_sub(1);
    let other = if shows_signs {
        "the keys"
    } else {
        "what the signs mean"
    };
    let more = format!("Tab: {other}. More: matchbook guide in a terminal");
    let more = Line::styled(more, theme.heading);
    canvas.line(inner, height, &more);
    let top = scroll.min(lines.len().saturating_sub(usize::from(height)));
    for (row, (key, words)) in (0..height).zip(lines.iter().skip(top)) {
        let line = if key.is_empty() {
            Line::styled(words.clone(), theme.heading)
        } else {
            Line::from(vec![
                Span::styled(format!("  {} ", text::pad(key, key_width)), theme.key),
                Span::styled(words.clone(), theme.text),
            ])
        };
        canvas.line(inner, row, &line);
    }
}

//! A form being filled in: headings, questions, and the editor of the focused one.

use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

mod question;

use super::canvas::{Canvas, indented, wrapped};
use super::widgets::scrollbar::draw_scrollbar;
use super::{glyph, text};
use crate::app::ClickTarget;
use crate::app::field::TextField;
use crate::app::form::{FormState, QuestionEditor};
use crate::domain::fill;
use crate::domain::form::FilledBy;
use question::FormView;

/// One row of the form: a line of text, one with the cursor in this column, or a row of the text field.
#[derive(Clone)]
enum FormRow {
    Text(Line<'static>),
    Cursor(Line<'static>, u16),
    Field,
}

/// Columns for a number in front of its unit.
const NUMBER_COLUMNS: u16 = 14;

/// The rows of a form, each with the index of its question.
type FormRows = Vec<(Option<usize>, FormRow)>;

/// Draws the questions of `form`, scrolled so that the focused one is in view.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, form: &FormState) {
    let inner = Rect {
        width: area.width.saturating_sub(2),
        ..area
    };
    let (columns, height) = (usize::from(inner.width), usize::from(inner.height));
    let rows = form_rows(FormView {
        form,
        columns,
        height,
        of_each: form.questions.iter().all(|it| it.filler == FilledBy::Each),
        theme: canvas.theme,
        computed: &fill::computed(&form.questions, &form.answers),
        problems: &form.completeness().problems,
    });
    let top = scroll_top(&rows, form.focus, height);
    let mut field_area: Option<Rect> = None;
    for (rect, (index, row)) in inner.rows().zip(&rows[top..]) {
        match row {
            FormRow::Text(line) => canvas.line(rect, 0, line),
            FormRow::Cursor(line, column) => {
                canvas.line(rect, 0, line);
                canvas.drawn.cursor = Some(indented(rect, *column).as_position());
            }
            FormRow::Field => {
                field_area = Some(field_area.map_or(rect, |above| above.union(rect)));
            }
        }
        if let Some(index) = *index {
            canvas.click(rect, ClickTarget::Row(index));
        }
    }
    if let (Some(field_area), QuestionEditor::Text(field)) = (field_area, &form.editor) {
        let unit = form.question().map_or("", |it| it.field.kind.unit());
        draw_editor(canvas, field_area, field, unit);
    }
    draw_scrollbar(canvas.buf, area, top, rows.len(), canvas.theme);
}

/// Draws the text field of the focused question; one for several lines in a frame, where there is room for it.
fn draw_editor(canvas: &mut Canvas<'_>, area: Rect, field: &TextField, unit: &str) {
    let mut inner = indented(area, 4);
    if !unit.is_empty() {
        inner.width = inner.width.min(NUMBER_COLUMNS);
        let behind = indented(area, 5 + inner.width);
        canvas.text(behind, unit, canvas.theme.muted);
    }
    if field.is_multi_line() && area.height > 3 {
        let block = Block::bordered()
            .border_set(glyph::BORDER)
            .border_style(canvas.theme.border);
        let frame = indented(area, 2);
        inner = block.inner(frame).inner(Margin::new(1, 0));
        block.render(frame, canvas.buf);
    }
    canvas.field(inner, field);
}

/// The first row shown, with the focused question in the middle as far as possible, and what is typed or chosen in view.
fn scroll_top(rows: &FormRows, focus: usize, height: usize) -> usize {
    let indexes = || rows.iter().map(|(index, _)| *index);
    let start = indexes()
        .position(|index| index == Some(focus))
        .unwrap_or(0);
    let focused = indexes().filter(|index| *index == Some(focus)).count();
    let is_input = |(_, row): &(Option<usize>, FormRow)| match row {
        FormRow::Text(_) => false,
        FormRow::Cursor(..) | FormRow::Field => true,
    };
    let input_end = rows.iter().rposition(is_input).map_or(0, |row| row + 1);
    start
        .saturating_sub(height.saturating_sub(focused) / 2)
        .max(input_end.saturating_sub(height))
        .min(rows.len().saturating_sub(height))
}

fn form_rows(view: FormView<'_>) -> FormRows {
    let (form, columns, theme) = (view.form, view.columns, view.theme);
    let mut rows = FormRows::new();
    let mut push = |index, row| rows.push((index, row));
    let empty = FormRow::Text(Line::default());
    if !form.intro.is_empty() {
        for line in wrapped(&form.intro, columns, theme.muted) {
            push(None, FormRow::Text(line));
        }
        push(None, empty.clone());
    }
    let (mut heading, unasked) = (None, form.unasked());
    for (index, question) in form.questions.iter().enumerate() {
        if index != form.focus && !view.is_shown(question, &unasked) {
            continue;
        }
        if heading != Some(&question.heading) {
            if heading.is_some() {
                push(None, empty.clone());
            }
            heading = Some(&question.heading);
            let title = text::fit(&question.heading, columns);
            push(None, FormRow::Text(Line::styled(title, theme.heading)));
            // An editor has its purpose above the questions; there is no room to repeat it.
            if !form.intro.is_empty() {
                for row in text::wrap(&question.guide, columns.saturating_sub(2)) {
                    let line = Line::styled(format!("  {row}"), theme.muted);
                    push(None, FormRow::Text(line));
                }
            }
        }
        for row in view.question_rows(index) {
            push(Some(index), row);
        }
    }
    let focused = form.focus >= form.questions.len();
    let (mark, style) = if focused {
        (glyph::SELECTED, theme.selected)
    } else {
        (" ", theme.strong)
    };
    let button = Line::from(vec![
        Span::styled(format!("{mark} "), theme.accent),
        Span::styled(format!("[ {} ]", form.button_label), style),
    ]);
    let button = if focused {
        FormRow::Cursor(button, 0)
    } else {
        FormRow::Text(button)
    };
    for row in [empty, button] {
        push(Some(form.questions.len()), row);
    }
    rows
}

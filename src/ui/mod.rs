//! Drawing. [`draw`] reads the state of the program, fills the screen buffer and returns the click targets.
//!
//! Nothing here changes state or decides: the text of a list row comes from `app`, colors and glyphs from [`theme`] and
//! [`glyph`], and text is sanitized and fitted by [`text`]. Screens have the names of their states in `app/screens`. Start
//! with [`draw`], then [`screens`].

pub mod ascii;
pub mod canvas;
pub mod chrome;
pub mod form;
pub mod glyph;
pub mod markdown;
pub mod modals;
pub mod screens;
pub mod text;
pub mod theme;
pub mod widgets;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{App, ClickTarget};
use canvas::Canvas;
use theme::Theme;

/// The smallest terminal that is supported, in columns and lines.
pub const MIN_SIZE: (u16, u16) = (40, 12);
/// Width, in columns, from which a second pane is drawn.
pub const MIN_TWO_PANE_WIDTH: u16 = 100;

/// Result of drawing: click targets and cursor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawOutput {
    /// Areas that can be clicked; where several contain a point, the last counts.
    pub targets: Vec<(Rect, ClickTarget)>,
    /// Position of the terminal's cursor, for screen readers, magnifiers and input methods: in the focused text field, on the
    /// mark of the selected row or option, on the selected day, else where reading begins.
    pub cursor: Option<Position>,
}

impl DrawOutput {
    /// The click target at `column`, `row`.
    pub fn hit_test(&self, column: u16, row: u16) -> Option<&ClickTarget> {
        let point = Position::new(column, row);
        self.targets
            .iter()
            .rev()
            .find(|(area, _)| area.contains(point))
            .map(|(_, target)| target)
    }
}

/// Draws the program on `buf`.
pub fn draw(buf: &mut Buffer, app: &App, theme: &Theme) -> DrawOutput {
    let area = buf.area;
    let mut drawn = DrawOutput::default();
    buf.set_style(area, theme.base);
    let canvas = &mut Canvas {
        buf,
        session: &app.session,
        theme,
        drawn: &mut drawn,
    };
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        let words = format!(
            "Please make this window larger: at least {} columns and {} lines.",
            MIN_SIZE.0, MIN_SIZE.1
        );
        canvas.wrapped(area, &words, theme.text);
    } else {
        let body = chrome::draw(canvas, area, app);
        canvas.drawn.cursor = Some(body.as_position());
        screens::draw(canvas, body, app);
        if let Some(modal) = app.modals.last() {
            modals::draw(canvas, area, modal, app);
        }
    }
    theme.apply_glyph_fallback(canvas.buf);
    drawn
}

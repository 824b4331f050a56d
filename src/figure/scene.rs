//! A scene: shapes at positions, each with a role in place of a color.

use unicode_width::UnicodeWidthStr;

use super::timeline::Mark;

/// The size of a drawing, and what it has room for; lengths are in its own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub width: i16,
    /// Average width of a letter.
    pub letter: i16,
    /// Empty space at either side.
    pub margin: i16,
    /// True if events are named on it.
    pub names: bool,
}

impl Sheet {
    pub const PAGE: Self = Self {
        width: 900,
        letter: 10,
        margin: 10,
        names: true,
    };

    /// A sheet of terminal cells, of which only the columns count.
    pub const fn cells(columns: i16) -> Self {
        Self {
            width: columns,
            letter: 1,
            margin: 0,
            names: false,
        }
    }

    /// Estimated width of a text.
    pub fn text_width(self, text: &str) -> i16 {
        let letters = i16::try_from(text.width()).unwrap_or(i16::MAX);
        letters.saturating_mul(self.letter)
    }
}

/// The meaning of a shape, by which it is colored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Axis,
    /// The time before today.
    Past,
    Phase,
    CurrentPhase,
    Mark(Mark),
    /// The name of an event, before whatever it crosses.
    Name,
    Today,
    Bar,
    /// The value of a bar.
    Value,
    Target,
    /// Text of less weight.
    Note,
}

/// The side of a text that its position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    Rect {
        width: i16,
        height: i16,
    },
    /// A line to the right or down.
    Line {
        width: i16,
        height: i16,
    },
    /// The sign of a day.
    Mark,
    /// One line of text on its baseline, which ends where `room` does.
    Text {
        text: String,
        anchor: Anchor,
        room: i16,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub role: Role,
    /// From the left of the sheet.
    pub x: i16,
    /// From its top.
    pub y: i16,
    pub form: Form,
}

/// Shapes from back to front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    pub width: i16,
    pub height: i16,
    pub shapes: Vec<Shape>,
}

impl Scene {
    pub(super) fn add(&mut self, role: Role, (x, y): (i16, i16), form: Form) {
        self.shapes.push(Shape { role, x, y, form });
    }

    pub(super) fn line(&mut self, role: Role, from: (i16, i16), width: i16, height: i16) {
        self.add(role, from, Form::Line { width, height });
    }

    pub(super) fn text(
        &mut self,
        role: Role,
        at: (i16, i16),
        anchor: Anchor,
        room: i16,
        text: impl ToString,
    ) {
        let text = text.to_string();
        self.add(role, at, Form::Text { text, anchor, room });
    }
}

/// The part of `length` that `part` is of `whole`.
pub(super) fn portion(length: i16, part: i64, whole: i64) -> i16 {
    let whole = whole.max(1);
    let portion = i128::from(length) * i128::from(part.clamp(0, whole)) / i128::from(whole);
    i16::try_from(portion).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_stay_between_nothing_and_all() {
        let portions = [(0, 0), (5, 0), (1, 2), (i64::MAX, 1), (i64::MAX, i64::MAX)];
        for ((part, whole), expected) in portions.into_iter().zip([0, 100, 50, 100, 100]) {
            assert_eq!(portion(100, part, whole), expected, "{part} of {whole}");
        }
        assert_eq!(portion(100, -1, 2), 0);
    }
}

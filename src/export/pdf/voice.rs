//! How text looks: the size of its letters, the height of its lines, their shade and their side.

use std::borrow::Cow;

use fontique::{FontStyle, FontWeight};
use parley::style::{FontFamily, LineHeight, OverflowWrap, TextStyle};

use super::faces::{FOR_CODE, FOR_TEXT};
use super::passage::Looks;
use super::slab::Shade;

/// How the lines of a text look.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// The size of its letters in points.
    pub size: f32,
    /// The height of its lines in points.
    pub leading: f32,
    pub strong: bool,
    pub italic: bool,
    pub shade: Shade,
    pub side: Side,
}

/// Where lines that are shorter than the others stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Where reading begins, which depends on the script.
    Start,
    Left,
    Middle,
    Right,
}

impl Voice {
    /// Text of such a size.
    pub const fn new(size: f32, leading: f32) -> Self {
        Self {
            size,
            leading,
            strong: false,
            italic: false,
            shade: Shade::Ink,
            side: Side::Start,
        }
    }

    pub const fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    pub const fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    pub const fn shade(mut self, shade: Shade) -> Self {
        self.shade = shade;
        self
    }

    pub const fn side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    pub fn style(&self, looks: &Looks) -> TextStyle<'static, 'static, ()> {
        let families = if looks.code { FOR_CODE } else { FOR_TEXT };
        TextStyle {
            font_family: FontFamily::List(Cow::Borrowed(families)),
            font_size: self.size_of(looks),
            // Stress within slanted text stands upright.
            font_style: if self.italic == looks.italic {
                FontStyle::Normal
            } else {
                FontStyle::Italic
            },
            font_weight: if self.strong || looks.strong {
                FontWeight::BOLD
            } else {
                FontWeight::NORMAL
            },
            line_height: LineHeight::Absolute(self.leading),
            overflow_wrap: OverflowWrap::Anywhere,
            ..TextStyle::default()
        }
    }

    fn size_of(&self, looks: &Looks) -> f32 {
        // The letters of one width are taller than those of the text around them.
        match (looks.code, looks.aside) {
            (true, _) => self.size * 0.82,
            (false, true) => self.size * 0.85,
            (false, false) => self.size,
        }
    }

    pub const fn shade_of(&self, looks: &Looks) -> Shade {
        match (&looks.link, looks.aside) {
            (_, true) => Shade::Gray,
            (Some(_), false) => Shade::Link,
            (None, false) => self.shade,
        }
    }
}

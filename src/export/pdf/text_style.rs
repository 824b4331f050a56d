//! Text styles: size, leading, color and alignment of a text.

use std::borrow::Cow;

use fontique::{FontStyle, FontWeight};
pub use parley::layout::Alignment as TextAlign;
use parley::style::{FontFamily, LineHeight, OverflowWrap, TextStyle};

use super::fonts::{CODE_FAMILIES, TEXT_FAMILIES};
use super::line_box::PdfColor;
use super::rich_text::InlineStyle;

/// Style of a text's lines.
#[derive(Clone, Copy, Debug)]
pub struct PdfTextStyle {
    /// Font size, in points.
    pub size: f32,
    /// Line height, in points.
    pub leading: f32,
    pub strong: bool,
    pub italic: bool,
    pub color: PdfColor,
    pub align: TextAlign,
}

impl PdfTextStyle {
    pub const fn new(size: f32, leading: f32) -> Self {
        Self {
            size,
            leading,
            strong: false,
            italic: false,
            color: PdfColor::Text,
            align: TextAlign::Start,
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

    pub const fn color(mut self, color: PdfColor) -> Self {
        self.color = color;
        self
    }

    pub const fn align(mut self, side: TextAlign) -> Self {
        self.align = side;
        self
    }

    pub fn to_parley(self, inline: &InlineStyle) -> TextStyle<'static, 'static, ()> {
        let families = if inline.code {
            CODE_FAMILIES
        } else {
            TEXT_FAMILIES
        };
        TextStyle {
            font_family: FontFamily::List(Cow::Borrowed(families)),
            font_size: self.font_size(inline),
            // Emphasis within italic text is upright.
            font_style: if self.italic == inline.italic {
                FontStyle::Normal
            } else {
                FontStyle::Italic
            },
            font_weight: if self.strong || inline.strong {
                FontWeight::BOLD
            } else {
                FontWeight::NORMAL
            },
            line_height: LineHeight::Absolute(self.leading),
            overflow_wrap: OverflowWrap::Anywhere,
            ..TextStyle::default()
        }
    }

    fn font_size(&self, inline: &InlineStyle) -> f32 {
        // The monospaced font is larger than the text around it.
        match (inline.code, inline.secondary) {
            (true, _) => self.size * 0.82,
            (false, true) => self.size * 0.85,
            (false, false) => self.size,
        }
    }

    pub const fn text_color(&self, inline: &InlineStyle) -> PdfColor {
        match (&inline.link, inline.secondary) {
            (_, true) => PdfColor::Muted,
            (Some(_), false) => PdfColor::Link,
            (None, false) => self.color,
        }
    }
}

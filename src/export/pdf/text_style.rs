//! Text styles: size, leading, color and alignment of a text.

use std::borrow::Cow;

use fontique::{FontStyle, FontWeight};
pub use parley::layout::Alignment as TextAlign;
use parley::style::{FontFamily, LineHeight, OverflowWrap, TextStyle};

use super::fonts::{CODE_FAMILIES, OWN_FACE_FAMILIES, TEXT_FAMILIES};
use super::line_box::PdfColor;
use super::rich_text::InlineStyle;

/// No type is smaller, in points.
const MIN_SIZE: f32 = 10.0;

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

    /// The same for parley; `own_face` for letters of a script that the computer has a face for.
    pub fn to_parley(
        self,
        inline: &InlineStyle,
        own_face: bool,
    ) -> TextStyle<'static, 'static, ()> {
        let families = match (own_face, inline.code) {
            (true, _) => OWN_FACE_FAMILIES,
            (false, true) => CODE_FAMILIES,
            (false, false) => TEXT_FAMILIES,
        };
        TextStyle {
            font_family: FontFamily::List(Cow::Borrowed(families)),
            font_size: self.font_size(inline),
            font_style: if self.is_italic(inline) {
                FontStyle::Italic
            } else {
                FontStyle::Normal
            },
            font_weight: if self.strong || inline.strong {
                FontWeight::BOLD
            } else {
                FontWeight::NORMAL
            },
            line_height: LineHeight::Absolute(self.leading),
            overflow_wrap: OverflowWrap::BreakWord,
            ..TextStyle::default()
        }
    }

    /// True if the run is slanted: emphasis within italic text is upright.
    pub const fn is_italic(&self, inline: &InlineStyle) -> bool {
        self.italic != inline.italic
    }

    fn font_size(&self, inline: &InlineStyle) -> f32 {
        // The monospaced font is larger than the text around it.
        match (inline.code, inline.secondary) {
            (true, _) => (self.size * 0.82).max(MIN_SIZE),
            (false, true) => (self.size * 0.85).max(MIN_SIZE),
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

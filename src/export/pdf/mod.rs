//! PDF to print or to hand in: paginated, with text that can be selected, searched and read by a screen reader.
//!
//! Every file embeds the glyphs it needs. Libertinus Serif and DejaVu Sans Mono are bundled and cover Latin, Greek, Cyrillic
//! and Hebrew. Any other script (Chinese, Japanese, Korean, Arabic, …) is set in a system font, if there is one; where there
//! is none, and for emoji that are bitmaps, a crossed box (`.notdef`) stands on the page, while copying and searching still
//! find the words.
//!
//! The pipeline: `flow` lays out blocks as line boxes (`line_box`), by way of `rich_text` (inline text with its styles) and
//! `line_layout` (shaping and line breaks, in a `text_style`, with `fonts`); `figure`, `list` and `table` lay out
//! theirs. `paginate` stacks line boxes into pages and keeps together what belongs together; `paint` draws a page as soon
//! as it is full, so that no book waits as a whole; `tags` is the structure tree for screen readers.

mod figure;
mod flow;
mod fonts;
mod line_box;
mod line_layout;
mod list;
mod paginate;
mod paint;
mod rich_text;
mod table;
mod tags;
mod text_style;

use std::io::{self, Write};

use super::{Content, Document, ExportError, ExportProgress, Exporter, PaperSize};
use flow::Flow;
use fonts::FontCache;
use line_layout::LineLayout;
use paginate::Paginator;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pdf {
    pub font_source: FontSource,
}

/// Fonts that a file may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontSource {
    /// Bundled fonts only, so that the file is the same on every machine.
    Bundled,
    /// Bundled fonts, and the system's for scripts that those lack.
    BundledAndSystem,
}

impl Pdf {
    /// System fonts where the bundled ones end.
    pub const DEFAULT: Self = Self {
        font_source: FontSource::BundledAndSystem,
    };
}

impl Pdf {
    /// Renders the whole file.
    fn render(
        self,
        paper: PaperSize,
        document: &Document,
        progress: &dyn ExportProgress,
    ) -> Result<Vec<u8>, ExportError> {
        let layout = LineLayout::new(FontCache::new(self.font_source));
        let mut flow = Flow::new(layout, Paginator::new(paper, document));
        flow.title_block(document);
        flow.body(&document.blocks, progress)?;
        let failed = |error: krilla::error::KrillaError| io::Error::other(error.to_string());
        Ok(flow.finish().map_err(failed)?)
    }
}

impl Exporter for Pdf {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn title(&self) -> &'static str {
        "PDF"
    }

    fn extension(&self) -> &'static str {
        "pdf"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn ExportProgress,
    ) -> Result<(), ExportError> {
        out.write_all(&self.render(content.options.paper, &content.document, progress)?)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

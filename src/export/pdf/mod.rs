//! PDF to print or to hand in: set in pages, with text that can be selected, searched and read aloud.
//!
//! Every file carries the letters it needs. Libertinus Serif and DejaVu Sans Mono travel with the program and cover
//! Latin, Greek, Cyrillic and Hebrew. Any other script (Chinese, Japanese, Korean, Arabic, …) is set in a typeface of the
//! machine, if it has one; where it has none, and for emoji that are pictures, a crossed box stands on the page, while
//! copying and searching still find the words.
//!
//! The way of a document: `flow` turns blocks into slabs, which are as high as one line; `passage` and `setter` turn
//! text into lines; `press` stacks slabs into pages and keeps together what belongs together; `paint` draws one
//! page. A page is drawn as soon as it is full, so that no book waits as a whole.

mod chart;
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
mod timeline;

use std::io::{self, Write};

use super::{Content, Document, ExportError, ExportProgress, Exporter, PaperSize};
use flow::Flow;
use fonts::FontCache;
use line_layout::LineLayout;
use paginate::Paginator;

/// A PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// Which letters it may use.
    pub font_source: FontSource,
}

/// Where letters come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontSource {
    /// Only the program's own, so that the file is the same on every machine.
    Bundled,
    /// The program's own, and the machine's for scripts that those lack.
    BundledAndSystem,
}

impl Pdf {
    /// With the machine's letters where the own ones end.
    pub const DEFAULT: Self = Self {
        font_source: FontSource::BundledAndSystem,
    };
}

impl Pdf {
    /// The whole file.
    fn render(
        self,
        paper: PaperSize,
        document: &Document,
        progress: &dyn ExportProgress,
    ) -> Result<Vec<u8>, ExportError> {
        let setter = LineLayout::new(FontCache::new(self.font_source));
        let mut flow = Flow::new(setter, Paginator::new(paper, document));
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

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

use super::content::DocumentText;
use super::{ANY, Content, Document, ExportError, ExportProgress, Exporter, PaperSize};
use flow::Flow;
use fonts::{FontCache, FontSource};
use line_layout::LineLayout;
use paginate::Paginator;

/// PDF with system fonts where the bundled ones end.
pub const PDF: Exporter = Exporter::new("pdf", "PDF", ANY, |content, out, progress| {
    write(FontSource::BundledAndSystem, content, out, progress)
})
.binary()
.paged()
.files("PDF files", &["ps", "xps"]);

/// PDF with the bundled fonts alone.
pub const PORTABLE_PDF: Exporter = Exporter::new("pdf", "PDF", ANY, |content, out, progress| {
    write(FontSource::Bundled, content, out, progress)
})
.binary();

fn write(
    fonts: FontSource,
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let file = render(fonts, content.options.paper, &content.text(), progress)?;
    Ok(out.write_all(&file)?)
}

/// Renders the whole file.
fn render(
    fonts: FontSource,
    paper: PaperSize,
    text: &DocumentText,
    progress: &dyn ExportProgress,
) -> Result<Vec<u8>, ExportError> {
    let layout = LineLayout::new(FontCache::new(fonts));
    let mut flow = Flow::new(layout, Paginator::new(paper, text.document));
    flow.title_block(text.document);
    flow.body(text, progress)?;
    let failed = |error: krilla::error::KrillaError| io::Error::other(error.to_string());
    Ok(flow.finish().map_err(failed)?)
}

#[cfg(test)]
mod tests;

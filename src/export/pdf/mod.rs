//! PDF to print or to hand in: paginated, with text that can be selected, searched and read by a screen reader.
//!
//! Every file embeds the glyphs it needs. Libertinus Serif and DejaVu Sans Mono are bundled and cover Latin, Greek, Cyrillic
//! and Hebrew. Any other script (Chinese, Japanese, Korean, Arabic, …) is set in a system font, if there is one; where there
//! is none, a crossed box (`.notdef`) stands on the page, while copying and searching still find the words. An emoji that no
//! font draws is named in words.
//!
//! Every file is tagged for screen readers and claims PDF/UA-1, but for one with a letter that no font has, which
//! breaks the standard.
//!
//! The pipeline: `flow` lays out blocks as line boxes (`line_box`), by way of `rich_text` (inline text with its styles) and
//! `line_layout` (shaping and line breaks, in a `text_style`, with `fonts`); `figure`, `list` and `table` lay out
//! theirs. `paginate` stacks line boxes into pages and keeps together what belongs together; all of this happens twice,
//! first to count the pages, for the numbers in footers and in the list of `contents`. `paint` draws a page as soon as it is
//! full, so that no book waits as a whole; `tags` is the structure tree for screen readers.

mod column_widths;
mod contents;
mod emoji;
mod figure;
mod flow;
mod fonts;
mod form;
mod gaps;
mod line_box;
mod line_layout;
mod list;
mod paginate;
mod paint;
mod rich_text;
mod script;
mod table;
mod tags;
mod text_style;

use std::cell::Cell;
use std::io::{self, Write};
use std::mem;

use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::error::{KrillaError, KrillaResult};

use super::content::DocumentText;
use super::{ANY_TO_READ, Content, Document, ExportError, ExportProgress, Exporter, PaperSize};
use contents::CONTENTS_FROM;
use flow::Flow;
use fonts::{FontCache, FontSource};
use line_layout::LineLayout;
use paginate::{Output, Paginator};
use tags::OutlineEntry;

/// PDF with system fonts where the bundled ones end.
pub const PDF: Exporter = Exporter::new("pdf", "PDF", ANY_TO_READ, |content, out, progress| {
    write(FontSource::BundledAndSystem, content, out, progress)
})
.binary()
.paged()
.files("PDF files", &["ps", "xps"]);

/// PDF with the bundled fonts alone.
pub const PORTABLE_PDF: Exporter =
    Exporter::new("pdf", "PDF", ANY_TO_READ, |content, out, progress| {
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

/// Renders the whole file: first its pages are counted, then they are drawn.
fn render(
    fonts: FontSource,
    paper: PaperSize,
    text: &DocumentText,
    progress: &dyn ExportProgress,
) -> Result<Vec<u8>, ExportError> {
    let mut rendering = Rendering {
        paper,
        text,
        progress,
        contents: Vec::new(),
        front: 0,
    };
    let layout = LineLayout::new(FontCache::new(fonts));
    let (mut layout, pages) = rendering.count(layout)?;
    // A letter that no font has breaks the promise of the standard, as nothing else that is known does.
    let mut promises = !layout.has_notdef;
    loop {
        let file;
        (layout, file) = rendering.draw(layout, pages, promises)?;
        match file {
            Ok(file) => return Ok(file),
            Err(KrillaError::Validation(_)) if mem::take(&mut promises) => {}
            Err(error) => return Err(io::Error::other(error.to_string()).into()),
        }
    }
}

/// One document on its way to a file.
struct Rendering<'a> {
    paper: PaperSize,
    text: &'a DocumentText<'a>,
    progress: &'a dyn ExportProgress,
    /// Entries of the contents list; none for a short document.
    contents: Vec<OutlineEntry>,
    /// Pages before the text, if there is a contents list.
    front: usize,
}
impl Rendering<'_> {
    /// Counts the pages. A long document gets a contents list, for which its text begins on a page of its own.
    fn count(&mut self, layout: LineLayout) -> Result<(LineLayout, usize), ExportError> {
        let counting = Pass(self.progress, 0);
        let is_long = Cell::new(false);
        let mut flow = self.flow(layout, None);
        flow.title_block(self.text.document);
        let counted = flow.body(self.text, &counting, |paginator| {
            is_long.set(paginator.page_count >= CONTENTS_FROM);
            (!is_long.get()).then_some(()).ok_or(ExportError::Canceled)
        });
        if !is_long.get() {
            counted?;
        }
        let (layout, all) = flow.survey();
        if all.pages < CONTENTS_FROM {
            return Ok((layout, all.pages));
        }
        let mut flow = self.flow(layout, None);
        flow.body(self.text, &counting, Paginator::check_size)?;
        let (layout, body) = flow.survey();
        self.contents = contents::listed(body.headings);
        let mut flow = self.flow(layout, None);
        flow.title_block(self.text.document);
        flow.contents(&self.contents, 0, flow.page_area());
        let (layout, front) = flow.survey();
        self.front = front.pages;
        Ok((layout, front.pages + body.pages))
    }

    /// Draws all of the `pages`, and `promises` that people with a screen reader can use the file (PDF/UA-1).
    fn draw(
        &self,
        layout: LineLayout,
        pages: usize,
        promises: bool,
    ) -> Result<(LineLayout, KrillaResult<Vec<u8>>), ExportError> {
        let configuration = ConfigurationBuilder::new();
        let configuration = if promises {
            configuration.with_accessibility_validator(Accessibility::UA1)
        } else {
            configuration
        };
        let pdf = krilla::Document::new_with(SerializeSettings {
            configuration: configuration.finish().unwrap_or_default(),
            ..SerializeSettings::default()
        });
        let mut flow = self.flow(layout, Some(Output { pdf, pages }));
        flow.title_block(self.text.document);
        if self.front > 0 {
            flow.contents(&self.contents, self.front, flow.page_area());
            flow.break_page();
        }
        flow.body(self.text, &Pass(self.progress, 1), |_| Ok(()))?;
        if !self.progress.stage("Finishing the file") {
            return Err(ExportError::Canceled);
        }
        Ok(flow.finish())
    }

    fn flow(&self, layout: LineLayout, output: Option<Output>) -> Flow {
        Flow::new(
            layout,
            Paginator::new(self.paper, self.text.document, output),
        )
    }
}

/// Progress of one of the two passes: counting and drawing.
struct Pass<'a>(&'a dyn ExportProgress, usize);

impl ExportProgress for Pass<'_> {
    fn report(&self, done: usize, all: usize) -> bool {
        self.0.report(self.1 * all + done, 2 * all)
    }
}

#[cfg(test)]
mod tests;

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
mod faces;
mod flow;
mod list;
mod paint;
mod passage;
mod press;
mod setter;
mod slab;
mod table;
mod tags;
mod timeline;
mod voice;

use std::io::{self, Write};

use super::{Content, Document, ExportError, Exporter, Paper, Progress};
use faces::Faces;
use flow::Flow;
use press::Press;
use setter::Setter;

/// A PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// Which letters it may use.
    pub letters: Letters,
}

/// Where letters come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Only the program's own, so that the file is the same on every machine.
    Own,
    /// The program's own, and the machine's for scripts that those lack.
    Machine,
}

impl Pdf {
    /// With the machine's letters where the own ones end.
    pub const USUAL: Self = Self {
        letters: Letters::Machine,
    };
}

impl Pdf {
    /// The whole file.
    fn file(
        self,
        paper: Paper,
        document: &Document,
        progress: &dyn Progress,
    ) -> Result<Vec<u8>, ExportError> {
        let setter = Setter::new(Faces::new(self.letters));
        let mut flow = Flow::new(setter, Press::new(paper, document));
        flow.head(document);
        flow.text(&document.blocks, progress)?;
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
        progress: &dyn Progress,
    ) -> Result<(), ExportError> {
        out.write_all(&self.file(content.options.paper, &content.document, progress)?)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

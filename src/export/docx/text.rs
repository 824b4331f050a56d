//! The text of paragraphs: runs with their looks, links, and which way each stretch runs.

use std::io;

use super::direction::stretches;
use super::xml::Xml;
use crate::export::address::address;
use crate::export::document::{Inline, link_words, words};

/// How a run looks.
#[derive(Clone, Copy, Default)]
struct Look {
    strong: bool,
    emphasis: bool,
    struck: bool,
    code: bool,
    link: bool,
}

/// Where the links of a file lead, each known by its number.
#[derive(Default)]
pub struct Links(Vec<String>);

impl Links {
    /// What the file calls each link, and where it leads.
    pub fn all(&self) -> impl Iterator<Item = (String, &str)> {
        self.0
            .iter()
            .enumerate()
            .map(|(at, to)| (name(at), to.as_str()))
    }

    fn add(&mut self, to: String) -> String {
        let at = self.0.iter().position(|known| *known == to);
        name(at.unwrap_or_else(|| {
            self.0.push(to);
            self.0.len() - 1
        }))
    }
}

fn name(at: usize) -> String {
    format!("link{}", at + 1)
}

/// Runs of text on their way into a paragraph.
pub struct Runs<'a> {
    /// The part they go to.
    pub xml: &'a mut Xml,
    /// The links of the file.
    pub links: &'a mut Links,
    /// Whether the paragraph runs from right to left.
    pub right_to_left: bool,
}

impl Runs<'_> {
    /// Writes the text as it looks.
    pub fn write(&mut self, inlines: &[Inline]) -> io::Result<()> {
        self.inlines(inlines, Look::default())
    }

    /// Literal text.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.run(text, Look::default())
    }

    /// What stands before the text, up to the place where all lines begin.
    pub fn lead(&mut self, sign: &str) -> io::Result<()> {
        self.xml.open("w:r", &[])?;
        self.xml.open("w:rPr", &[])?;
        self.xml.value("w:rStyle", "Sign")?;
        self.xml.close("w:rPr")?;
        self.xml.text("w:t", &[], sign)?;
        self.xml.empty("w:tab", &[])?;
        self.xml.close("w:r")
    }

    /// The line ends here.
    pub fn line_end(&mut self) -> io::Result<()> {
        self.xml.open("w:r", &[])?;
        self.xml.empty("w:br", &[])?;
        self.xml.close("w:r")
    }

    fn inlines(&mut self, inlines: &[Inline], look: Look) -> io::Result<()> {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.run(text, look)?,
                Inline::Code(text) => self.run(text, Look { code: true, ..look })?,
                Inline::Emphasis(inner) => {
                    let emphasis = true;
                    self.inlines(inner, Look { emphasis, ..look })?;
                }
                Inline::Strong(inner) => {
                    let strong = true;
                    self.inlines(inner, Look { strong, ..look })?;
                }
                Inline::Struck(inner) => {
                    let struck = true;
                    self.inlines(inner, Look { struck, ..look })?;
                }
                Inline::Link { text, to } => self.link(text, to, look)?,
                Inline::Break => self.line_end()?,
            }
        }
        Ok(())
    }

    /// A link to the web or to a mailbox; any other address is text.
    fn link(&mut self, text: &[Inline], to: &str, look: Look) -> io::Result<()> {
        let Some(address) = address(to) else {
            return self.run(&link_words(text, to), look);
        };
        let id = self.links.add(address);
        self.xml
            .open("w:hyperlink", &[("r:id", &id), ("w:history", "1")])?;
        let look = Look { link: true, ..look };
        if words(text).is_empty() {
            self.run(to.strip_prefix("mailto:").unwrap_or(to), look)?;
        } else {
            self.inlines(text, look)?;
        }
        self.xml.close("w:hyperlink")
    }

    fn run(&mut self, text: &str, look: Look) -> io::Result<()> {
        for (right_to_left, part) in stretches(text, self.right_to_left) {
            self.xml.open("w:r", &[])?;
            self.look(look, right_to_left)?;
            self.xml.text("w:t", &[("xml:space", "preserve")], part)?;
            self.xml.close("w:r")?;
        }
        Ok(())
    }

    /// The looks in the order that the format asks for.
    fn look(&mut self, look: Look, right_to_left: bool) -> io::Result<()> {
        let signs = [
            (look.strong, "w:b"),
            (look.strong, "w:bCs"),
            (look.emphasis, "w:i"),
            (look.emphasis, "w:iCs"),
            (look.struck, "w:strike"),
            (right_to_left, "w:rtl"),
        ];
        let style = match (look.link, look.code) {
            (true, _) => Some("Hyperlink"),
            (false, true) => Some("CodeText"),
            (false, false) => None,
        };
        if style.is_none() && signs.iter().all(|(on, _)| !on) {
            return Ok(());
        }
        self.xml.open("w:rPr", &[])?;
        if let Some(style) = style {
            self.xml.value("w:rStyle", style)?;
        }
        for (_, sign) in signs.iter().filter(|(on, _)| *on) {
            self.xml.empty(sign, &[])?;
        }
        self.xml.close("w:rPr")
    }
}

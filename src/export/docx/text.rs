//! Runs of a paragraph: formatted text, links, and the direction of each run.

use std::io;

use super::bidi::directional_runs;
use super::xml::XmlWriter;
use crate::export::document::{Inline, inlines_text, link_text};
use crate::export::link_url::sanitize_url;

/// Formatting of a run.
#[derive(Clone, Copy, Default)]
struct RunProperties {
    strong: bool,
    emphasis: bool,
    strikethrough: bool,
    code: bool,
    link: bool,
}

/// Targets of the document's links, numbered in order.
#[derive(Default)]
pub struct Links(Vec<String>);

impl Links {
    /// Relationship id and target of each link.
    pub fn all(&self) -> impl Iterator<Item = (String, &str)> {
        self.0
            .iter()
            .enumerate()
            .map(|(at, to)| (link_id(at), to.as_str()))
    }

    fn add(&mut self, to: String) -> String {
        let at = self.0.iter().position(|known| *known == to);
        link_id(at.unwrap_or_else(|| {
            self.0.push(to);
            self.0.len() - 1
        }))
    }
}

fn link_id(at: usize) -> String {
    format!("link{}", at + 1)
}

/// Writer of a paragraph's runs.
pub struct Runs<'a> {
    pub xml: &'a mut XmlWriter,
    pub links: &'a mut Links,
    /// Direction of the paragraph.
    pub right_to_left: bool,
}

impl Runs<'_> {
    /// Writes formatted text.
    pub fn write(&mut self, inlines: &[Inline]) -> io::Result<()> {
        self.inlines(inlines, RunProperties::default())
    }

    /// Writes literal text.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.run(text, RunProperties::default())
    }

    /// Writes a marker before the text, and a tab to where all lines begin.
    pub fn marker(&mut self, sign: &str) -> io::Result<()> {
        self.xml.open("w:r", &[])?;
        self.xml.open("w:rPr", &[])?;
        self.xml.value("w:rStyle", "Sign")?;
        self.xml.close("w:rPr")?;
        self.xml.text("w:t", &[], sign)?;
        self.xml.empty("w:tab", &[])?;
        self.xml.close("w:r")
    }

    /// Writes a line break.
    pub fn line_break(&mut self) -> io::Result<()> {
        self.xml.open("w:r", &[])?;
        self.xml.empty("w:br", &[])?;
        self.xml.close("w:r")
    }

    fn inlines(&mut self, inlines: &[Inline], props: RunProperties) -> io::Result<()> {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.run(text, props)?,
                Inline::Code(text) => self.run(
                    text,
                    RunProperties {
                        code: true,
                        ..props
                    },
                )?,
                Inline::Emphasis(inner) => {
                    let emphasis = true;
                    self.inlines(inner, RunProperties { emphasis, ..props })?;
                }
                Inline::Strong(inner) => {
                    let strong = true;
                    self.inlines(inner, RunProperties { strong, ..props })?;
                }
                Inline::Strikethrough(inner) => {
                    let struck = true;
                    self.inlines(
                        inner,
                        RunProperties {
                            strikethrough: struck,
                            ..props
                        },
                    )?;
                }
                Inline::Link { text, to } => self.link(text, to, props)?,
                Inline::Break => self.line_break()?,
            }
        }
        Ok(())
    }

    /// Writes a link to the web or to a mailbox; any other URL becomes text.
    fn link(&mut self, text: &[Inline], to: &str, props: RunProperties) -> io::Result<()> {
        let Some(address) = sanitize_url(to) else {
            return self.run(&link_text(text, to), props);
        };
        let id = self.links.add(address);
        self.xml
            .open("w:hyperlink", &[("r:id", &id), ("w:history", "1")])?;
        let props = RunProperties {
            link: true,
            ..props
        };
        if inlines_text(text).is_empty() {
            self.run(to.strip_prefix("mailto:").unwrap_or(to), props)?;
        } else {
            self.inlines(text, props)?;
        }
        self.xml.close("w:hyperlink")
    }

    fn run(&mut self, text: &str, props: RunProperties) -> io::Result<()> {
        for (right_to_left, part) in directional_runs(text, self.right_to_left) {
            self.xml.open("w:r", &[])?;
            self.run_properties(props, right_to_left)?;
            self.xml.text("w:t", &[("xml:space", "preserve")], part)?;
            self.xml.close("w:r")?;
        }
        Ok(())
    }

    /// Writes the run properties in the order that the format requires.
    fn run_properties(&mut self, props: RunProperties, right_to_left: bool) -> io::Result<()> {
        let signs = [
            (props.strong, "w:b"),
            (props.strong, "w:bCs"),
            (props.emphasis, "w:i"),
            (props.emphasis, "w:iCs"),
            (props.strikethrough, "w:strike"),
            (right_to_left, "w:rtl"),
        ];
        let style = match (props.link, props.code) {
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

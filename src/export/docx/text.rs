//! Runs of a paragraph: formatted text, links, and the direction of each run.

use super::xml::escape;
use crate::export::bidi::directional_runs;
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
    pub xml: &'a mut String,
    pub links: &'a mut Links,
    /// Direction of the paragraph.
    pub right_to_left: bool,
}

impl Runs<'_> {
    /// Writes formatted text.
    pub fn write(&mut self, inlines: &[Inline]) {
        self.inlines(inlines, RunProperties::default());
    }

    /// Writes literal text.
    pub fn text(&mut self, text: &str) {
        self.run(text, RunProperties::default());
    }

    /// Writes a marker before the text, and a tab to where all lines begin.
    pub fn marker(&mut self, sign: &str) {
        *self.xml += &format!(
            r#"<w:r><w:rPr><w:rStyle w:val="Sign"/></w:rPr><w:t>{sign}</w:t><w:tab/></w:r>"#
        );
    }

    pub fn line_break(&mut self) {
        *self.xml += "<w:r><w:br/></w:r>";
    }

    fn inlines(&mut self, inlines: &[Inline], props: RunProperties) {
        for inline in inlines {
            let mut inner = props;
            inner.code |= matches!(inline, Inline::Code(_));
            inner.emphasis |= matches!(inline, Inline::Emphasis(_));
            inner.strong |= matches!(inline, Inline::Strong(_));
            inner.strikethrough |= matches!(inline, Inline::Strikethrough(_));
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.run(text, inner),
                Inline::Emphasis(text) | Inline::Strong(text) | Inline::Strikethrough(text) => {
                    self.inlines(text, inner);
                }
                Inline::Link { text, to } => self.link(text, to, props),
                Inline::Break => self.line_break(),
            }
        }
    }

    /// Writes a link to the web or to a mailbox; any other URL becomes text.
    fn link(&mut self, text: &[Inline], to: &str, mut props: RunProperties) {
        let Some(address) = sanitize_url(to) else {
            return self.run(&link_text(text, to), props);
        };
        let id = self.links.add(address);
        *self.xml += &format!(r#"<w:hyperlink r:id="{id}" w:history="1">"#);
        props.link = true;
        if inlines_text(text).is_empty() {
            self.run(to.strip_prefix("mailto:").unwrap_or(to), props);
        } else {
            self.inlines(text, props);
        }
        *self.xml += "</w:hyperlink>";
    }

    fn run(&mut self, text: &str, props: RunProperties) {
        for (right_to_left, part) in directional_runs(text, self.right_to_left) {
            let (props, part) = (props.markup(right_to_left), escape(part));
            *self.xml += &format!(r#"<w:r>{props}<w:t xml:space="preserve">{part}</w:t></w:r>"#);
        }
    }
}

impl RunProperties {
    /// The properties in the order that the format requires.
    fn markup(self, right_to_left: bool) -> String {
        let parts = [
            (self.link, r#"<w:rStyle w:val="Hyperlink"/>"#),
            (self.code && !self.link, r#"<w:rStyle w:val="CodeText"/>"#),
            (self.strong, "<w:b/><w:bCs/>"),
            (self.emphasis, "<w:i/><w:iCs/>"),
            (self.strikethrough, "<w:strike/>"),
            (right_to_left, "<w:rtl/>"),
        ];
        let parts: String = parts.iter().filter(|it| it.0).map(|it| it.1).collect();
        if parts.is_empty() {
            return parts;
        }
        format!("<w:rPr>{parts}</w:rPr>")
    }
}

//! An XML writer: elements and text, escaped by quick-xml.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Writer of one XML part.
pub struct XmlWriter(Writer<Vec<u8>>);

/// Names and values.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl XmlWriter {
    /// Begins a part with the XML declaration.
    pub fn new() -> io::Result<Self> {
        let mut writer = Writer::new(Vec::new());
        let standalone = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        writer.write_event(Event::Decl(standalone))?;
        Ok(Self(writer))
    }

    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    /// Closes the innermost element, which must be `name`.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Empty(start))
    }

    /// Writes an element whose one attribute is its value.
    pub fn value(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.empty(name, &[("w:val", value)])
    }

    /// Writes an element with text alone in it.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

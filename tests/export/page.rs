//! Pages for the browser, read by a tokenizer that follows the standard.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// The elements of a page with the names of their attributes, and its texts.
pub struct Page {
    /// In order; classes are left out, because they depend on how long a text is.
    pub elements: Vec<String>,
    /// In order.
    pub texts: Vec<String>,
}

impl Page {
    pub fn read(page: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut read = Self {
            elements: Vec::new(),
            texts: Vec::new(),
        };
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let names = tag.attributes.keys().map(|name| said(name));
                    let names: Vec<_> = names.filter(|name| name != "class").collect();
                    read.elements
                        .push(format!("{} {}", said(&tag.name), names.join(" ")));
                }
                Token::String(text) => read.texts.push(said(&text)),
                Token::EndTag(_) | Token::Doctype(_) => {}
                Token::Comment(comment) => panic!("a comment: {}", said(&comment)),
                Token::Error(error) => panic!("{error:?} in {page}"),
            }
        }
        read
    }
}

//! Rich text: a paragraph's letters, the style of each run, and the targets of links.

use std::rc::Rc;

use crate::export::document::{Inline, inlines_text};
use crate::export::link_url::sanitize_url;

/// Style of a run, where it differs from the text around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct InlineStyle {
    pub strong: bool,
    pub italic: bool,
    pub code: bool,
    pub strikethrough: bool,
    /// Set small and gray, as the URL behind a link.
    pub secondary: bool,
    /// Target of the link.
    pub link: Option<Rc<str>>,
}

/// Text with runs of styles.
#[derive(Clone, Debug, Default)]
pub struct RichText {
    pub text: String,
    /// End in bytes and style of each run; the last one ends with the text.
    pub runs: Vec<(usize, InlineStyle)>,
}

impl RichText {
    /// Text of one style.
    pub fn plain(text: &str) -> Self {
        let mut passage = Self::default();
        passage.push(text, &InlineStyle::default());
        passage
    }

    /// Text in the monospaced font.
    pub fn code(text: &str) -> Self {
        let mut passage = Self::default();
        let looks = InlineStyle {
            code: true,
            ..InlineStyle::default()
        };
        passage.push(text, &looks);
        passage
    }

    /// Text of a document.
    pub fn from_inlines(inlines: &[Inline]) -> Self {
        let mut passage = Self::default();
        passage.extend(inlines, &InlineStyle::default());
        passage
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Appends a run.
    pub fn push(&mut self, text: &str, looks: &InlineStyle) {
        // A document is sanitized already; this holds for a document built by hand.
        let safe = |found: char| {
            if found.is_control() && found != '\n' {
                char::REPLACEMENT_CHARACTER
            } else {
                found
            }
        };
        self.text.extend(text.chars().map(safe));
        let end = self.text.len();
        match self.runs.last_mut() {
            Some((last, same)) if same == looks => *last = end,
            Some(_) | None if text.is_empty() => {}
            Some(_) | None => self.runs.push((end, looks.clone())),
        }
    }

    fn extend(&mut self, inlines: &[Inline], looks: &InlineStyle) {
        for inline in inlines {
            let mut inner = looks.clone();
            match inline {
                Inline::Text(text) => self.push(text, looks),
                Inline::Code(text) => {
                    inner.code = true;
                    self.push(text, &inner);
                }
                Inline::Emphasis(text) => {
                    inner.italic = true;
                    self.extend(text, &inner);
                }
                Inline::Strong(text) => {
                    inner.strong = true;
                    self.extend(text, &inner);
                }
                Inline::Strikethrough(text) => {
                    inner.strikethrough = true;
                    self.extend(text, &inner);
                }
                Inline::Link { text, to } => self.link(text, to, inner),
                Inline::Break => self.push("\n", looks),
            }
        }
    }

    /// Appends a link with its URL behind it, which paper could not show otherwise.
    fn link(&mut self, text: &[Inline], to: &str, mut looks: InlineStyle) {
        let shown = inlines_text(text);
        let bare = to.strip_prefix("mailto:").unwrap_or(to);
        looks.link = sanitize_url(to).map(Rc::from);
        if shown.trim().is_empty() {
            return self.push(bare, &looks);
        }
        self.extend(text, &looks);
        if shown != bare {
            looks.secondary = true;
            self.push(&format!(" ({bare})"), &looks);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_shows_where_it_leads_unless_its_words_say_so() {
        let link = |text: &str, to: &str| {
            let text = vec![Inline::Text(text.into())];
            RichText::from_inlines(&[Inline::Link {
                text,
                to: to.into(),
            }])
            .text
        };
        assert_eq!(
            link("the list", "https://a.example"),
            "the list (https://a.example)"
        );
        assert_eq!(link("a@b.example", "mailto:a@b.example"), "a@b.example");
        assert_eq!(link("", "https://a.example"), "https://a.example");
    }

    #[test]
    fn stretches_of_the_same_looks_grow_together() {
        let text = |text: &str| Inline::Text(text.into());
        let inlines = [
            text("a"),
            text("b"),
            Inline::Strong(vec![text("c")]),
            text(""),
        ];
        let passage = RichText::from_inlines(&inlines);
        assert_eq!(passage.text, "abc");
        assert_eq!(
            passage.runs.iter().map(|run| run.0).collect::<Vec<_>>(),
            [2, 3]
        );
    }
}

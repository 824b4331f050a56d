//! Rich text: a paragraph's letters, the style of each run, and the targets of links.

use std::ops::Range;
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
        let mut rich_text = Self::default();
        rich_text.push(text, &InlineStyle::default());
        rich_text
    }

    /// Text in the monospaced font.
    pub fn code(text: &str) -> Self {
        let mut rich_text = Self::default();
        let style = InlineStyle {
            code: true,
            ..InlineStyle::default()
        };
        rich_text.push(text, &style);
        rich_text
    }

    /// Text of a document.
    pub fn from_inlines(inlines: &[Inline]) -> Self {
        let mut rich_text = Self::default();
        rich_text.extend(inlines, &InlineStyle::default());
        rich_text
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Appends a run.
    pub fn push(&mut self, text: &str, style: &InlineStyle) {
        // A document is sanitized already; this holds for a document built by hand.
        let sanitized = |letter: char| {
            if letter.is_control() && letter != '\n' {
                char::REPLACEMENT_CHARACTER
            } else {
                letter
            }
        };
        self.text.extend(text.chars().map(sanitized));
        let end = self.text.len();
        match self.runs.last_mut() {
            Some((last, same)) if same == style => *last = end,
            Some(_) | None if text.is_empty() => {}
            Some(_) | None => self.runs.push((end, style.clone())),
        }
    }

    /// The same text with other words in place of `parts`, which are in order.
    pub fn replaced(&self, parts: &[(Range<usize>, String)]) -> Self {
        let mut changed = Self::default();
        let mut parts = parts.iter().peekable();
        let mut at = 0;
        let last = self.runs.len().saturating_sub(1);
        for (number, (end, style)) in self.runs.iter().enumerate() {
            while let Some((range, words)) =
                parts.next_if(|(range, _)| range.start < *end || number == last)
            {
                changed.push(&self.text[at.min(range.start)..range.start], style);
                changed.push(words, style);
                at = range.end;
            }
            if at < *end {
                changed.push(&self.text[at..*end], style);
                at = *end;
            }
        }
        changed
    }

    fn extend(&mut self, inlines: &[Inline], style: &InlineStyle) {
        for inline in inlines {
            let mut inner = style.clone();
            inner.code |= matches!(inline, Inline::Code(_));
            inner.italic |= matches!(inline, Inline::Emphasis(_));
            inner.strong |= matches!(inline, Inline::Strong(_));
            inner.strikethrough |= matches!(inline, Inline::Strikethrough(_));
            match inline {
                Inline::Text(text) if inner.link.is_none() => {
                    self.push_with_addresses(text, &inner);
                }
                Inline::Text(text) | Inline::Code(text) => self.push(text, &inner),
                Inline::Emphasis(text) | Inline::Strong(text) | Inline::Strikethrough(text) => {
                    self.extend(text, &inner);
                }
                Inline::Link { text, to } => self.link(text, to, inner),
                Inline::Break => self.push("\n", style),
            }
        }
    }

    /// Appends text in which each address of a page or a mailbox leads there.
    fn push_with_addresses(&mut self, text: &str, style: &InlineStyle) {
        for word in text.split_inclusive(|letter: char| letter.is_whitespace() || letter == ';') {
            let address = word.trim_matches(|letter: char| {
                letter.is_whitespace() || ".,;:!?()<>\"'“”".contains(letter)
            });
            let Some(to) = address_url(address) else {
                self.push(word, style);
                continue;
            };
            let mut linked = style.clone();
            linked.link = Some(Rc::from(to));
            let (before, after) = word.split_once(address).unwrap_or_default();
            self.push(before, style);
            self.push(address, &linked);
            self.push(after, style);
        }
    }

    /// Appends a link with its URL behind it, which paper could not show otherwise.
    fn link(&mut self, text: &[Inline], to: &str, mut style: InlineStyle) {
        let shown = inlines_text(text);
        let bare = to.strip_prefix("mailto:").unwrap_or(to);
        style.link = sanitize_url(to).map(Rc::from);
        if shown.trim().is_empty() {
            return self.push(bare, &style);
        }
        self.extend(text, &style);
        if shown != bare {
            style.secondary = true;
            self.push(&format!(" ({bare})"), &style);
        }
    }
}

/// The URL of a word that is an address.
fn address_url(word: &str) -> Option<String> {
    let mailbox = word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !name.contains(['/', ':']) && host.contains('.') && !host.contains('@')
    });
    if mailbox {
        sanitize_url(&format!("mailto:{word}"))
    } else if word.starts_with("https://") || word.starts_with("http://") {
        sanitize_url(word)
    } else {
        None
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
    fn an_address_in_a_text_leads_where_it_says() {
        let text = "Ask ana@example.org; see (https://example.org/x), not a@b.";
        let rich_text = RichText::from_inlines(&[Inline::Text(text.into())]);
        assert_eq!(rich_text.text, text);
        let links: Vec<_> = rich_text
            .runs
            .iter()
            .filter_map(|run| run.1.link.as_deref())
            .collect();
        assert_eq!(links, ["mailto:ana@example.org", "https://example.org/x"]);
    }

    #[test]
    fn parts_are_replaced_in_the_style_around_them() {
        let bold = Inline::Strong(vec![Inline::Text("cd".into())]);
        let rich_text = RichText::from_inlines(&[Inline::Text("ab".into()), bold]);
        let parts = [(0..0, "<"), (1..3, "-"), (4..4, ">")];
        let parts = parts.map(|(range, words)| (range, words.to_owned()));
        let changed = rich_text.replaced(&parts);
        assert_eq!(changed.text, "<a-d>");
        let ends: Vec<_> = changed.runs.iter().map(|run| run.0).collect();
        assert_eq!(ends, [3, 5]);
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
        let rich_text = RichText::from_inlines(&inlines);
        assert_eq!(rich_text.text, "abc");
        assert_eq!(
            rich_text.runs.iter().map(|run| run.0).collect::<Vec<_>>(),
            [2, 3]
        );
    }
}

//! Parses search queries and highlights their matches in a text: ignoring case and accents.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::domain::sanitize::sanitize_line;

/// Parsed query. All terms must match, in any order; quotes make a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchQuery(Vec<SearchTerm>);

/// Word, or the words of a phrase in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerm {
    /// As typed.
    pub words: Vec<String>,
    /// True if the last word may be the prefix of a longer one.
    pub is_prefix: bool,
}

impl SearchQuery {
    /// Parses a query. Only letters and digits count, so that no syntax can be misread.
    pub fn parse(typed: &str) -> Self {
        let mut terms = Vec::new();
        for (part, text) in typed.split(['"', '“', '”']).enumerate() {
            let words = split_words(text).map(|(_, word)| word.to_owned());
            if part % 2 == 0 {
                // A prefix of one letter would match nearly every word of the book.
                terms.extend(words.map(|word| SearchTerm {
                    is_prefix: word.chars().count() > 1,
                    words: vec![word],
                }));
            } else {
                let words: Vec<_> = words.collect();
                // While a phrase is being typed, its last word may be incomplete.
                let is_closed = typed.matches(['"', '“', '”']).count() > part;
                terms.push(SearchTerm {
                    is_prefix: !is_closed
                        && words.last().is_some_and(|last| last.chars().count() > 1),
                    words,
                });
            }
        }
        terms.retain(|term| !term.words.is_empty());
        Self(terms)
    }

    /// Terms, all of which must match.
    pub fn terms(&self) -> &[SearchTerm] {
        &self.0
    }

    /// True if there is enough to search for: a word of two letters.
    pub fn is_searchable(&self) -> bool {
        let mut words = self.0.iter().flat_map(|term| &term.words);
        words.any(|word| word.chars().count() > 1)
    }

    /// True if each term matches somewhere in `texts`.
    pub fn matches(&self, texts: &[&str]) -> bool {
        let texts: Vec<_> = texts.iter().map(|text| FoldedText::of(text)).collect();
        self.0.iter().all(|term| {
            texts
                .iter()
                .any(|text| text.match_term(term).next().is_some())
        })
    }

    /// Byte ranges of the matches in `text`, in order, without overlaps.
    pub fn match_ranges(&self, text: &str) -> Vec<Range<usize>> {
        let text = FoldedText::of(text);
        let mut ranges: Vec<_> = self
            .0
            .iter()
            .flat_map(|term| text.match_term(term))
            .collect();
        ranges.sort_by_key(|range| (range.start, usize::MAX - range.end));
        let mut end = 0;
        ranges.retain(|range| {
            let is_separate = range.start >= end;
            if is_separate {
                end = range.end;
            }
            is_separate
        });
        ranges
    }

    /// Excerpt of `text` on one line, about `max_chars` letters long, with the first match in the middle.
    pub fn excerpt(&self, text: &str, max_chars: usize) -> String {
        let text = sanitize_line(text);
        let letters = text.chars().count();
        if letters <= max_chars {
            return text.into_owned();
        }
        let first = self.match_ranges(&text).first().cloned().unwrap_or(0..0);
        let before = text[..first.start].chars().count();
        let match_chars = text[first].chars().count();
        let start = before.saturating_sub(max_chars.saturating_sub(match_chars) / 2);
        let start = start.min(letters.saturating_sub(max_chars));
        let excerpt: String = text.chars().skip(start).take(max_chars).collect();
        let (cut_start, cut_end) = (start > 0, start + max_chars < letters);
        // Drop a word cut at its beginning: it could be taken for another word.
        let excerpt = match excerpt.split_once(' ') {
            Some((cut, rest)) if cut_start && start + cut.chars().count() < before => rest,
            Some(_) | None => &excerpt,
        };
        let dots = |is_cut: bool| if is_cut { "…" } else { "" };
        format!("{}{}{}", dots(cut_start), excerpt.trim(), dots(cut_end))
    }
}

/// Words of a text, each with its byte range and its folded letters.
struct FoldedText(Vec<(Range<usize>, Vec<FoldedChar>)>);

/// Letter folded for comparison, and its byte offset.
type FoldedChar = (char, usize);

impl FoldedText {
    fn of(text: &str) -> Self {
        let words = split_words(text).map(|(start, word)| {
            let letters = fold_word(word).map(|(letter, at)| (letter, start + at));
            (start..start + word.len(), letters.collect())
        });
        Self(words.collect())
    }

    /// Byte ranges where `term` matches; of a prefix, only the letters that match.
    fn match_term(&self, term: &SearchTerm) -> impl Iterator<Item = Range<usize>> {
        let term_words: Vec<Vec<char>> = term
            .words
            .iter()
            .map(|word| fold_word(word).map(|(letter, _)| letter).collect())
            .collect();
        self.0
            .windows(term_words.len().max(1))
            .filter_map(move |window| {
                let mut end = None;
                for (at, ((range, letters), wanted)) in window.iter().zip(&term_words).enumerate() {
                    let is_prefix = term.is_prefix && at + 1 == term.words.len();
                    let matches = letters.len() >= wanted.len()
                        && letters
                            .iter()
                            .zip(wanted)
                            .all(|(letter, wanted)| letter.0 == *wanted);
                    if !matches
                        || wanted.is_empty()
                        || (!is_prefix && letters.len() != wanted.len())
                    {
                        return None;
                    }
                    end = if is_prefix && letters.len() > wanted.len() {
                        letters.get(wanted.len()).map(|(_, start)| *start)
                    } else {
                        Some(range.end)
                    };
                }
                Some(window.first()?.0.start..end?)
            })
    }
}

/// Words of `text` with their byte offsets.
fn split_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|letter: char| !is_word_char(letter))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// True for characters that the full-text index, too, counts as part of a word: letters, digits, combining marks.
fn is_word_char(letter: char) -> bool {
    let invisible = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    letter.is_alphanumeric() || (letter.width() == Some(0) && !invisible)
}

/// Folds the letters of `word`: small, without diacritics, each with its byte offset.
fn fold_word(word: &str) -> impl Iterator<Item = FoldedChar> {
    let letters = word
        .char_indices()
        .flat_map(|(at, letter)| letter.to_lowercase().map(move |small| (small, at)));
    letters
        .filter(|(letter, _)| letter.width() != Some(0))
        .map(|(letter, at)| (strip_diacritic(letter), at))
}

/// Letters with diacritics, by base letter.
const DIACRITICS: &[(char, &str)] = &[
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('c', "çćĉċč"),
    ('d', "ďḍ"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('g', "ĝğġģ"),
    ('h', "ĥḥ"),
    ('i', "ìíîïĩīĭįǐỉị"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľ"),
    ('n', "ñńņňṇ"),
    ('o', "òóôõöōŏőơǒọỏốồổỗộớờởỡợ"),
    ('r', "ŕŗř"),
    ('s', "śŝşšșṣ"),
    ('t', "ţťțṭ"),
    ('u', "ùúûüũūŭůűųưǔụủứừửữự"),
    ('w', "ŵẁẃẅ"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('z', "źżž"),
];

fn strip_diacritic(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let entry = DIACRITICS
        .iter()
        .find(|(_, marked)| marked.contains(letter));
    entry.map_or(letter, |(bare, _)| *bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, typed: &str) -> Vec<&'t str> {
        let places = SearchQuery::parse(typed).match_ranges(text);
        places.into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn words_are_found_at_their_beginning_in_any_case_and_with_any_accent() {
        assert_eq!(
            found("School visit, preschool SCHOOLS", "schoo"),
            ["Schoo", "SCHOO"]
        );
        assert_eq!(found("Über Übung", "üb"), ["Üb", "Üb"]);
        assert_eq!(found("Café, CAFE\u{301}s", "cafe"), ["Café", "CAFE\u{301}"]);
        assert_eq!(found("Cafe", "CAFÉ"), ["Cafe"]);
        assert_eq!(found("a b c", "b"), ["b"]);
        assert_eq!(found("abc", "a"), [""; 0]);
        assert!(found("anything", "").is_empty());
    }

    #[test]
    fn a_phrase_is_found_as_it_stands() {
        let text = "visit the school, a school visit, school visits";
        assert_eq!(found(text, "\"school visit\""), ["school visit"]);
        assert_eq!(found(text, "\"school vis"), ["school vis", "school vis"]);
        assert_eq!(found("schools", "\"school\""), [""; 0]);
        assert!(SearchQuery::parse("\"  \"").terms().is_empty());
    }

    #[test]
    fn all_words_are_wanted_in_any_order_and_place() {
        let words = SearchQuery::parse("visit sch");
        assert!(words.matches(&["A school", "to visit"]));
        assert!(!words.matches(&["A school", "to vis"]));
        assert!(words.is_searchable() && !SearchQuery::parse("v s").is_searchable());
    }

    #[test]
    fn an_excerpt_has_the_first_word_found_in_its_middle_and_no_line_ends() {
        let text = format!(
            "{}zebrafish\nand more {}",
            "word ".repeat(40),
            "word ".repeat(40)
        );
        let part = SearchQuery::parse("zebra").excerpt(&text, 40);
        assert!(part.contains("word zebrafish and more"), "{part}");
        assert!(part.starts_with("…word ") && part.ends_with('…'), "{part}");
        assert!(part.chars().count() <= 42, "{part}");
        assert_eq!(
            SearchQuery::parse("zebra").excerpt("a\nzebra", 40),
            "a zebra"
        );
        let end = SearchQuery::parse("last").excerpt(&format!("{text} last"), 40);
        assert!(end.ends_with("word last"), "{end}");
        SearchQuery::parse("zebra").excerpt(&text, 0);
        SearchQuery::parse("図書").excerpt(&"図書館".repeat(50), 7);
    }
}

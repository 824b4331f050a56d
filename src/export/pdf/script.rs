//! Scripts: which way a text runs, which words run against it, and which letters have a face of their own.

use std::ops::Range;

use parley::BaseDirection;

use super::rich_text::RichText;
use crate::export::bidi::is_right_to_left;

/// Marks of an isolate: words between them keep their own direction and change nothing around them.
const ISOLATE: char = '\u{2068}';
const ISOLATE_END: char = '\u{2069}';
/// Bytes up to which a line is taken for one of ours, with a name in it.
const SHORT: usize = 160;

/// True for a mark of an isolate, which is never drawn.
pub const fn is_isolate_mark(letter: char) -> bool {
    matches!(letter, ISOLATE | ISOLATE_END)
}

/// True for a letter of a script for which a face of the computer is better than the monospaced one.
pub const fn has_own_face(letter: char) -> bool {
    matches!(letter, '\u{530}'..='\u{58F}' | '\u{600}'..='\u{1CFF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Splits `text` where a script with a face of its own begins or ends: each end, and true for such a script.
pub fn face_runs(text: &str) -> Vec<(usize, bool)> {
    if text.is_ascii() && !text.is_empty() {
        return vec![(text.len(), false)];
    }
    let mut runs: Vec<(usize, bool)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match runs.last_mut() {
            // Joiners go with the letters before them.
            Some((last, own)) if *own == has_own_face(letter) || letter == '\u{200D}' => {
                *last = end;
            }
            Some(_) | None => runs.push((end, has_own_face(letter))),
        }
    }
    runs
}

/// Direction of a paragraph.
///
/// A text of ours may begin with a name: `مريم (5 minutes)` runs from left to right although its first letter does not. So a
/// text runs from right to left only if most of it does, and a short one if all of it does.
pub fn base_direction(text: &str) -> BaseDirection {
    if text.is_ascii() {
        return BaseDirection::Ltr;
    }
    let letters: Vec<_> = text.chars().filter_map(is_right_to_left).collect();
    let left_to_right = letters.iter().filter(|it| !**it).count();
    let few = if text.len() < SHORT {
        0
    } else {
        letters.len() / 4
    };
    if letters.first() == Some(&true) && left_to_right <= few {
        BaseDirection::Rtl
    } else {
        BaseDirection::Ltr
    }
}

/// The text with an isolate around all words that run against it; none if there are none.
pub fn isolated(text: &RichText) -> Option<RichText> {
    if text.text.is_ascii() || base_direction(&text.text) == BaseDirection::Rtl {
        return None;
    }
    let stretches = right_to_left_stretches(&text.text);
    let marks = stretches.into_iter().flat_map(|range| {
        let mark = |at, mark: char| (at..at, mark.to_string());
        [mark(range.start, ISOLATE), mark(range.end, ISOLATE_END)]
    });
    let marks: Vec<_> = marks.collect();
    (!marks.is_empty()).then(|| text.replaced(&marks))
}

/// Words from right to left, as far as only blanks, digits and letters without a direction part them.
fn right_to_left_stretches(text: &str) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match (is_right_to_left(letter), stretches.last_mut()) {
            (Some(true), Some(last)) if open => last.end = end,
            (Some(true), Some(_) | None) => {
                stretches.push(at..end);
                open = true;
            }
            (Some(false), _) => open = false,
            (None, last) => {
                let mark = letter >= '\u{300}' && !is_isolate_mark(letter);
                if let Some(last) = last.filter(|last| open && mark && last.end == at) {
                    last.end = end;
                }
                open &= mark || letter == ' ' || letter.is_numeric();
            }
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_ours_runs_its_own_way_whatever_name_it_begins_with() {
        let way = base_direction;
        assert_eq!(way("مريم الخطيب (5 minutes)"), BaseDirection::Ltr);
        assert_eq!(way("مريم الخطيب"), BaseDirection::Rtl);
        assert_eq!(
            way(&format!("{} STEM", "كتب ".repeat(40))),
            BaseDirection::Rtl
        );
        assert_eq!(way("Zoë"), BaseDirection::Ltr);
    }

    #[test]
    fn names_are_isolated_with_their_marks_and_digits_each_by_itself() {
        let isolates = |text: &str| isolated(&RichText::plain(text)).map(|it| it.text);
        assert_eq!(
            isolates("asked by מרים כהן; 5 minutes").as_deref(),
            Some("asked by \u{2068}מרים כהן\u{2069}; 5 minutes")
        );
        assert_eq!(
            isolates("with שָׁלוֹם, ש 5 ש").as_deref(),
            Some("with \u{2068}שָׁלוֹם\u{2069}, \u{2068}ש 5 ש\u{2069}")
        );
        assert_eq!(isolates("שלום"), None);
        assert_eq!(isolates("Zoë"), None);
    }

    #[test]
    fn letters_with_a_face_of_their_own_are_told_apart() {
        assert_eq!(face_runs("a ن☑"), [(2, false), (4, true), (7, false)]);
        assert_eq!(face_runs(""), []);
    }
}

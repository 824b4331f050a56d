//! The phrase that seals the parcels of a match: six words of a list, or one's own.

use std::fmt;
use std::sync::LazyLock;

use crate::files::unpacked;
use crate::problem::Problem;

/// Words of a generated phrase: together 77 bits.
const WORDS_IN_PHRASE: usize = 6;
/// Words of a spoken fingerprint: together 51 bits.
const WORDS_IN_FINGERPRINT: usize = 4;
/// Shortest phrase of one's own, in characters other than blanks.
const MIN_OWN_LENGTH: usize = 12;

/// The list, a word a line.
static LIST: LazyLock<String> = LazyLock::new(|| {
    let packed = include_bytes!(concat!(env!("OUT_DIR"), "/phrase-words"));
    String::from_utf8(unpacked(packed)).unwrap_or_default()
});

/// The words to draw from: those with a hyphen are heard as two.
fn words() -> impl Iterator<Item = &'static str> {
    let lines = LIST.lines();
    lines.filter(|line| line.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Secret of the two partners, in lower case with single blanks. Said, never mailed.
#[derive(Clone, PartialEq, Eq)]
pub struct Phrase(String);

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(…)")
    }
}

impl Phrase {
    /// Draws six words.
    ///
    /// # Errors
    /// When the system has no randomness: a phrase that can be guessed would be worse than none.
    pub fn generate() -> Result<Self, Problem> {
        let words: Vec<_> = words().collect();
        let mut drawn: Vec<&str> = Vec::new();
        while drawn.len() < WORDS_IN_PHRASE {
            let number = getrandom::u32().map_err(|error| {
                Problem::new("No phrase could be made: this computer gives no random numbers.")
                    .hint("Try again, or choose a phrase of your own.")
                    .detail(error.to_string())
            })?;
            // Of 13 bits, numbers behind the list are drawn anew, so that each word is as likely as any other.
            drawn.extend(words.get(number as usize & 0x1fff).copied());
        }
        Ok(Self(drawn.join(" ")))
    }

    /// Normalizes a phrase as it was typed; between the words of a generated one there may be anything but letters.
    ///
    /// # Errors
    /// When it is a phrase of one's own and too short.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let lower = typed.to_lowercase();
        let spoken: Vec<_> = lower
            .split(|letter: char| !letter.is_alphabetic())
            .collect();
        let spoken = Self(join(spoken.into_iter()));
        if spoken.is_generated() {
            return Ok(spoken);
        }
        let own = Self(join(lower.split_whitespace()));
        if own.0.chars().filter(|letter| *letter != ' ').count() < MIN_OWN_LENGTH {
            let message = format!("A phrase of your own has at least {MIN_OWN_LENGTH} letters.");
            let hint = "Nothing was changed. Type the six words that were made for you, or a longer phrase.";
            return Err(Problem::wrong_use(message, hint));
        }
        Ok(own)
    }

    /// True if it is made of six words of the list, and so cannot be guessed.
    pub fn is_generated(&self) -> bool {
        let parts: Vec<_> = self.0.split(' ').collect();
        parts.len() == WORDS_IN_PHRASE && parts.iter().all(|part| words().any(|word| word == *part))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Four words by which two people hear on the phone that they hold the same entries.
pub fn spoken_fingerprint(set_sha: &[u8; 32]) -> String {
    let words: Vec<_> = words().collect();
    let (numbers, _) = set_sha.as_chunks();
    let numbers = numbers.iter().map(|bytes| u64::from_be_bytes(*bytes));
    let spoken = numbers.filter_map(|number| {
        let at = number.checked_rem(words.len() as u64)?;
        words.get(usize::try_from(at).ok()?).copied()
    });
    join(spoken.take(WORDS_IN_FINGERPRINT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        assert_eq!(LIST.lines().skip(1).count(), 7776);
        let words: Vec<_> = words().collect();
        assert_eq!(words.len(), 7772);
        assert!(words.is_sorted());
        assert!(words.iter().all(|word| (3..=9).contains(&word.len())));
    }

    #[test]
    fn a_generated_phrase_is_six_words_and_no_two_are_the_same() {
        let (one, other) = (Phrase::generate().unwrap(), Phrase::generate().unwrap());
        assert!(one.is_generated());
        assert_eq!(one.as_str().split(' ').count(), 6);
        assert_ne!(one, other);
        assert_eq!(Phrase::parse(one.as_str()), Ok(one));
    }

    #[test]
    fn a_phrase_is_the_same_however_it_is_typed() {
        let phrase = Phrase::parse("abacus zoom unzip relic petal ivory").unwrap();
        assert!(phrase.is_generated());
        for typed in [
            "  Abacus\tZOOM unzip  relic\r\npetal ivory\n",
            "abacus-zoom-unzip-relic-petal-ivory",
            "1. abacus, 2. zoom, 3. unzip, 4. relic, 5. petal, 6. ivory.",
        ] {
            assert_eq!(Phrase::parse(typed).as_ref(), Ok(&phrase), "{typed}");
        }
    }

    #[test]
    fn a_phrase_of_ones_own_has_twelve_letters_and_keeps_its_signs() {
        let own = Phrase::parse(" Über  den Büchern, 7! ").unwrap();
        assert_eq!(own.as_str(), "über den büchern, 7!");
        assert!(!own.is_generated());
        for short in [
            "",
            "abacus zoom",
            "a b c d e f g h i j k",
            "     .           ",
        ] {
            let problem = Phrase::parse(short).unwrap_err();
            assert!(problem.hint.unwrap().starts_with("Nothing was changed."));
            assert!(short.is_empty() || !problem.message.contains(short));
        }
    }

    #[test]
    fn a_phrase_is_not_shown_where_values_are_printed() {
        let phrase = Phrase::parse("abacus zoom unzip relic petal ivory").unwrap();
        assert_eq!(format!("{phrase:?}"), "Phrase(…)");
    }

    #[test]
    fn a_fingerprint_is_four_words_and_differs_with_every_set() {
        let one = spoken_fingerprint(&[0; 32]);
        assert_eq!(one, "abacus abacus abacus abacus");
        let mut sha = [0; 32];
        sha[31] = 1;
        assert_eq!(spoken_fingerprint(&sha), "abacus abacus abacus abdomen");
    }
}

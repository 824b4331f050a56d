//! Marks by which an answer that was given outside of the book finds its question again: on the controls of a Word
//! document, and in a form by e-mail. A mark has no blanks, so that no mail program breaks it.

use super::answer::Slot;
use super::form::FormDef;
use super::id::Id;
use super::person::Role;

/// Longest tag and longest title that Word takes of a control, in letters.
pub const MAX_TAG_LENGTH: usize = 64;
/// Longest mark: a box to tick adds its option.
const MAX_LENGTH: usize = MAX_TAG_LENGTH - 1 - CODE_LENGTH;

/// Form, person and match that a mark names besides its question: `tracker/3` of the mentor in the match `ab12cd34`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkOrigin {
    /// Key of the form.
    pub form: String,
    /// Version of the form.
    pub version: u32,
    /// The person who is asked.
    pub role: Role,
    /// Code of the match.
    pub pair: String,
}

impl MarkOrigin {
    pub fn new(def: &FormDef, role: Role, pair: Id) -> Self {
        Self {
            form: def.key.clone(),
            version: def.version,
            role,
            pair: pair_code(pair),
        }
    }

    /// The mark of a question: `tracker/3/wins@mentor/ab12cd34`, about a goal `tracker/3/changed/9f8e7d6c@mentor/ab12cd34`.
    pub fn mark(&self, slot: &Slot) -> String {
        let Self {
            form,
            version,
            role,
            pair,
        } = self;
        let goal = slot.goal.map(|goal| code(&["goal", &goal.to_string()]));
        let goal = goal.map_or_else(String::new, |goal| format!("/{goal}"));
        let with =
            |question: &str| format!("{form}/{version}/{question}{goal}@{}/{pair}", role.key());
        let mark = with(&slot.field);
        if mark.len() <= MAX_LENGTH {
            return mark;
        }
        with(&format!("~{}", code(&["question", &slot.field])))
    }

    /// Reads a mark back; none if it is no mark.
    pub fn parse(mark: &str) -> Option<Self> {
        let (question, person) = mark.rsplit_once('@')?;
        let (role, pair) = person.split_once('/')?;
        let mut parts = question.split('/');
        let (form, version) = (parts.next()?, parts.next()?);
        parts.next()?;
        let is_code = pair.len() == CODE_LENGTH && pair.chars().all(|c| c.is_ascii_hexdigit());
        Some(Self {
            form: form.to_owned(),
            version: version.parse().ok()?,
            role: role.parse().ok()?,
            pair: Some(pair).filter(|_| is_code)?.to_owned(),
        })
    }
}

/// The mark of a box to tick: that of its question, and its option.
pub fn option_mark(mark: &str, option: &str) -> String {
    format!("{mark}={}", code(&["option", option]))
}

/// Placeholders of a control that has no answer: one to type in, one to choose from, a day.
pub const PLACEHOLDERS: [&str; 3] = [
    "Click here to answer.",
    "Choose an answer.",
    "Choose or type a day.",
];

/// The words between brackets that end an answer in a text.
pub const END: &str = "end";

/// A mark as it stands in a text.
pub fn in_text(mark: &str) -> String {
    format!("[[{mark}]]")
}

/// A pseudonym by which an office tells pairs apart. It cannot be traced back to the pair.
pub fn pair_code(pair: Id) -> String {
    code(&["pair code", &pair.to_string()])
}

const CODE_LENGTH: usize = 8;

fn code(parts: &[&str]) -> String {
    let mut code = Id::derived(parts).to_string();
    code.truncate(CODE_LENGTH);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(form: &str) -> MarkOrigin {
        MarkOrigin {
            form: form.to_owned(),
            version: 3,
            role: Role::Mentor,
            pair: pair_code(Id::derived(&["pair"])),
        }
    }

    #[test]
    fn a_mark_reads_back_and_fits_into_the_tag_of_a_control() {
        for (form, field) in [
            ("tracker", "wins"),
            ("tracker#2027-01", "what-happened-in-the-first-months"),
        ] {
            let slot = Slot {
                field: field.to_owned(),
                goal: Some(Id::derived(&["goal"])),
            };
            let mark = origin(form).mark(&slot);
            assert_eq!(MarkOrigin::parse(&mark), Some(origin(form)));
            assert!(option_mark(&mark, "any").len() <= MAX_TAG_LENGTH, "{mark}");
        }
        let mark = origin("tracker").mark(&Slot::once("wins"));
        assert!(mark.starts_with("tracker/3/wins@mentor/"), "{mark}");
    }

    #[test]
    fn a_code_is_the_same_for_the_same_pair_and_is_not_its_id() {
        let pair = Id::derived(&["pair"]);
        assert_eq!(pair_code(pair), pair_code(pair));
        assert_ne!(pair_code(pair), pair_code(Id::derived(&["other"])));
        assert!(!pair.to_string().contains(&pair_code(pair)));
    }

    #[test]
    fn other_words_are_no_marks() {
        for words in [
            "",
            "rosa@example.org",
            "a/b/c@mentor/12345678",
            "a/1@mentor/12345678",
            "a/1/b@mentor/xyz",
        ] {
            assert_eq!(MarkOrigin::parse(words), None, "{words}");
        }
    }
}

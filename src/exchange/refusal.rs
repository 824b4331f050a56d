//! Reasons for which a parcel is not sealed or not opened, in words for people.

use crate::problem::{Exit, Problem};

/// Reason to refuse a parcel. Holds nothing of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotAParcel,
    WrongPhrase,
    /// Cut short, changed on its way, or not what its header says.
    Incomplete,
    /// Over one of the limits.
    TooLarge,
    /// Made by a version whose parcels this one cannot read.
    Newer,
    /// Asks for so much computing that nobody would wait for it.
    TooMuchWork,
    /// A parcel that cannot be written as it is.
    CannotSeal,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (message, hint) = match refusal {
            Refusal::NotAParcel => (
                "This is not a parcel of matchbook.",
                "Choose the file that your partner sent you, or paste the whole text of their mail.",
            ),
            Refusal::WrongPhrase => (
                "The phrase is not the one this parcel was sealed with.",
                "Ask your partner to read the words to you, and type them again.",
            ),
            Refusal::Incomplete => (
                "This parcel is not complete, or was damaged on its way.",
                "Ask your partner to send it again.",
            ),
            Refusal::TooLarge => (
                "This parcel is larger than a parcel may be.",
                "A parcel has at most 32 MB and 200,000 entries, and a text at most 1 MB.",
            ),
            Refusal::Newer => (
                "This parcel needs a newer matchbook.",
                "Get the newest version of the program, then open the parcel again.",
            ),
            Refusal::TooMuchWork => (
                "This parcel was not made by matchbook: to open it would take far too long.",
                "Ask your partner for a parcel that matchbook made.",
            ),
            Refusal::CannotSeal => (
                "The parcel could not be sealed.",
                "Look over the book with “matchbook check”, then try again.",
            ),
        };
        let is_newer = refusal == Refusal::Newer;
        let exit = if is_newer { Exit::Newer } else { Exit::Failure };
        let problem = Self::new(message).exit(exit);
        problem.hint(format!("Nothing was changed. {hint}"))
    }
}

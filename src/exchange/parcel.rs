//! Whole parcels: sealed to bytes, opened and verified, and named.

use super::envelope;
use super::lines;
use super::phrase::Phrase;
use super::refusal::Refusal;
use crate::problem::Problem;
use crate::store::Parcel;

/// Ending of a parcel's file name.
const EXTENSION: &str = "parcel";

/// Seals `parcel`; with `armor` as text to paste into a mail.
///
/// # Errors
/// When it is over a limit, or the book that it comes from is damaged.
pub fn seal(parcel: &Parcel, phrase: &Phrase, armor: bool) -> Result<Vec<u8>, Problem> {
    // Nothing came from anybody: if a part is not as it should be, one's own book is damaged.
    let own = |refusal| {
        if refusal == Refusal::Incomplete {
            Refusal::CannotSeal
        } else {
            refusal
        }
    };
    let lines = lines::write(parcel).map_err(own)?;
    Ok(envelope::seal(&lines, phrase, armor)?)
}

/// Opens a parcel, or a text that has one in it, and verifies it whole.
///
/// # Errors
/// In words for people: the wrong phrase, no parcel, not complete, too large, of a newer version.
pub fn open(bytes: &[u8], phrase: &Phrase) -> Result<Parcel, Problem> {
    Ok(lines::read(envelope::open(bytes, phrase)?)?)
}

/// True if `problem` is that a parcel was sealed with another phrase.
pub fn is_wrong_phrase(problem: &Problem) -> bool {
    *problem == Refusal::WrongPhrase.into()
}

/// Name of the file for `parcel`: match, sender, time and content make it one of its own.
pub fn file_name(parcel: &Parcel, armor: bool) -> String {
    let (pair, role) = (parcel.pair.to_string(), parcel.role.key());
    let made = parcel.made.format("%Y%m%dT%H%M%SZ");
    let [a, b, c, d, ..] = parcel.set_sha;
    // Mail programs show a text and let others pass.
    let ending = if armor { "parcel.txt" } else { EXTENSION };
    format!(
        "{}-{role}-{made}-{a:02x}{b:02x}{c:02x}{d:02x}.{ending}",
        &pair[..4]
    )
}

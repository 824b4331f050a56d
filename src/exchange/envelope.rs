//! The envelope of a parcel: an `age` file with a passphrase, binary or as text for a mail.
//!
//! Everything that knows the crate `age` is here. It writes the text form; reading that is done by hand, because mail
//! programs quote, indent and wrap it, and change its dashes, all of which the crate refuses.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use age::armor::{ArmoredWriter, Format};
use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::phrase::Phrase;
use super::refusal::Refusal;

/// Longest parcel, in bytes.
pub const MAX_BYTES: usize = 32 << 20;
/// Work for a key, as the binary logarithm of the rounds: a generated phrase cannot be guessed anyway.
const WORK_GENERATED: u8 = 15;
const WORK_OWN: u8 = 18;
/// The most work that opening a parcel may ask for; more would take memory and minutes.
const MAX_WORK: u8 = WORK_OWN;

/// First bytes of every file that is sealed with a phrase.
const MAGIC: &[u8] = b"age-encryption.org/v1\n-> scrypt ";
/// Letters of the text form that hold [`MAGIC`].
const MAGIC_LETTERS: usize = MAGIC.len().div_ceil(3) * 4;
/// Longest header of such a file with one phrase, in bytes.
const MAX_HEADER: usize = 512;
const BEGIN: &[u8] = b"BEGIN AGE ENCRYPTED FILE";
const END: &[u8] = b"END AGE ENCRYPTED FILE";

/// True if `bytes` are a parcel by their content, or a text with one in it; the first kilobytes are enough.
pub fn is_parcel(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
        || unwrap_text(bytes, MAGIC_LETTERS).is_some_and(|start| start.starts_with(MAGIC))
}

/// Encrypts `plain`.
pub fn seal(plain: &[u8], phrase: &Phrase, armor: bool) -> Result<Vec<u8>, Refusal> {
    let mut recipient = scrypt::Recipient::new(secret(phrase));
    recipient.set_work_factor(if phrase.is_generated() {
        WORK_GENERATED
    } else {
        WORK_OWN
    });
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(|_| Refusal::CannotSeal)?;
    let form = if armor {
        Format::AsciiArmor
    } else {
        Format::Binary
    };
    let write = || {
        let mut writer = encryptor.wrap_output(ArmoredWriter::wrap_output(Vec::new(), form)?)?;
        writer.write_all(plain)?;
        writer.finish()?.finish()
    };
    let sealed = write().map_err(|_| Refusal::CannotSeal)?;
    if sealed.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    Ok(sealed)
}

/// Decrypts a parcel; a read fails as soon as a part is missing or was changed.
pub fn open<'a>(bytes: &'a [u8], phrase: &Phrase) -> Result<impl Read + use<'a>, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    if !is_parcel(bytes) {
        return Err(Refusal::NotAParcel);
    }
    let sealed = if bytes.starts_with(MAGIC) {
        Cow::Borrowed(bytes)
    } else {
        Cow::Owned(unwrap_text(bytes, usize::MAX).ok_or(Refusal::Incomplete)?)
    };
    // Before the crate parses a header without end.
    let header = &sealed[..sealed.len().min(MAX_HEADER)];
    if find(header, b"\n--- ").is_none() {
        return Err(Refusal::Incomplete);
    }
    let decryptor =
        Decryptor::new_buffered(Cursor::new(sealed)).map_err(|_| Refusal::Incomplete)?;
    let mut identity = scrypt::Identity::new(secret(phrase));
    identity.set_max_work_factor(MAX_WORK);
    let identities = std::iter::once(&identity as &dyn age::Identity);
    decryptor.decrypt(identities).map_err(|error| match error {
        DecryptError::ExcessiveWork { .. } => Refusal::TooMuchWork,
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => Refusal::WrongPhrase,
        DecryptError::InvalidHeader
        | DecryptError::InvalidMac
        | DecryptError::Io(_)
        | DecryptError::UnknownFormat => Refusal::Incomplete,
    })
}

fn secret(phrase: &Phrase) -> SecretString {
    SecretString::from(phrase.as_str())
}

/// The bytes of the text form in `text`, from its first `most` letters; none if there is none, or it makes no sense.
fn unwrap_text(text: &[u8], most: usize) -> Option<Vec<u8>> {
    if text.starts_with(b"\xff\xfe") {
        // Saved in UTF-16, as some editors of Windows do: each letter with a zero.
        let narrow: Vec<u8> = text[2..]
            .iter()
            .copied()
            .filter(|byte| *byte != 0)
            .collect();
        return unwrap_text(&narrow, most);
    }
    let body = &text[find(text, BEGIN)? + BEGIN.len()..];
    let body = &body[..find(body, END).unwrap_or(body.len())];
    // Signs of quoting, blanks and line ends between the letters are not part of it; the first sign of filling ends it.
    let filled = body.iter().copied().take_while(|byte| *byte != b'=');
    let letters = filled.filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    let letters: Vec<u8> = letters.take(most).collect();
    STANDARD_NO_PAD.decode(letters).ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut windows = bytes.windows(wanted.len());
    windows.position(|window| window == wanted)
}

//! Decodes the bytes of a text file.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::errors;
use crate::problem::Problem;

/// Notice for a file that is in no Unicode.
const WESTERN: &str =
    "The file is not in UTF-8; its letters were read as Western European ones (Windows-1252).";

/// Notice for a file with bytes that are no letter in the encoding that it names.
const BROKEN: &str = "Some letters of the file are damaged; each of them is read as \u{fffd}.";

/// Decodes a text file in UTF-8, UTF-16 or, where it is neither, Windows-1252; the second value then says so, as it does
/// where letters are damaged.
///
/// # Errors
/// When it is no text.
pub fn decode_text(bytes: &[u8]) -> Result<(String, Option<&'static str>), Problem> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(errors::not_text());
    }
    let marked = Encoding::for_bom(bytes).or_else(|| Some((unmarked_utf16(bytes)?, 0)));
    if let Some((encoding, mark)) = marked {
        let (text, is_broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return checked(text.into_owned(), is_broken.then_some(BROKEN));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return checked(text.to_owned(), None);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    checked(text.into_owned(), Some(WESTERN))
}

fn checked(
    text: String,
    note: Option<&'static str>,
) -> Result<(String, Option<&'static str>), Problem> {
    if text.contains('\0') {
        return Err(errors::not_text());
    }
    Ok((text, note))
}

/// UTF-16 without a mark, by the zero bytes beside every Latin letter.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(200)];
    if !start.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |at: usize| {
        start
            .iter()
            .skip(at)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let is_most = |count: usize| count > 0 && count * 4 > start.len();
    match (zeros(0), zeros(1)) {
        (0, high) if is_most(high) => Some(UTF_16LE),
        (high, 0) if is_most(high) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_a_spreadsheet_is_read_and_what_is_no_text_refused() {
        let utf16 = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>()
        };
        let marked = [b"\xff\xfe".as_slice(), &utf16("Bücher")].concat();
        let big: Vec<_> = "Bücher".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, is_told) in [
            ("Bücher".as_bytes().to_vec(), false),
            (b"\xef\xbb\xbfB\xc3\xbccher".to_vec(), false),
            (b"B\xfccher".to_vec(), true),
            (marked, false),
            (utf16("Bücher"), false),
            (big, false),
        ] {
            let (text, note) = decode_text(&bytes).unwrap();
            assert_eq!(
                (text.as_str(), note.is_some()),
                ("Bücher", is_told),
                "{bytes:?}"
            );
        }
        assert_eq!(
            decode_text(b"\x93x\x94 \x96 \x80 \x85").unwrap().0,
            "“x” – € …"
        );
        let broken = decode_text(b"\xef\xbb\xbfB\xfccher").unwrap();
        assert_eq!(broken, ("B\u{fffd}cher".to_owned(), Some(BROKEN)));
        assert!(decode_text(b"PK\x03\x04").is_err() && decode_text(b"a\0b").is_err());
        assert_eq!(decode_text(b"").unwrap().0, "");
    }
}

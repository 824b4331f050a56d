//! Encodings of the database: an id is a BLOB of 16 bytes, a long value of the log is compressed.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Read, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::types::{
    FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value as Sql, ValueRef,
};

use super::error::{Result, decode_error};
use crate::domain::id::Id;

/// Longest value of an entry, in bytes of JSON.
pub const MAX_VALUE_BYTES: usize = 1 << 20;

/// Length of an id in the database.
pub(super) const ID_BYTES: usize = 16;
/// Shortest value that is compressed, in bytes; a shorter one gains little and is easier to read as it is.
const MIN_COMPRESSED_BYTES: usize = 512;

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Sql::Blob(self.to_bytes().into())))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        let sized = bytes.try_into().map(Self::from_bytes);
        sized.map_err(|_| FromSqlError::InvalidBlobSize {
            expected_size: ID_BYTES,
            blob_size: bytes.len(),
        })
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The JSON `text` as the log stores it.
pub(super) fn compress(text: &str) -> Sql {
    let compressed = || {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes())?;
        encoder.finish()
    };
    if text.len() >= MIN_COMPRESSED_BYTES
        && let Ok(bytes) = compressed()
        && bytes.len() < text.len()
    {
        return Sql::Blob(bytes);
    }
    Sql::Text(text.to_owned())
}

/// The JSON text of a value in the log.
pub(super) fn decompress(value: ValueRef<'_>) -> Result<Cow<'_, str>> {
    let ValueRef::Blob(bytes) = value else {
        return Ok(Cow::Borrowed(value.as_str().map_err(decode_error)?));
    };
    let mut text = String::new();
    // A few damaged bytes must not fill the memory.
    let limit = u64::try_from(MAX_VALUE_BYTES).unwrap_or(u64::MAX);
    let mut decoder = DeflateDecoder::new(bytes).take(limit);
    decoder.read_to_string(&mut text).map_err(decode_error)?;
    Ok(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_takes_less_and_reads_as_it_was() {
        let long = "We visited both schools near the river. ".repeat(50);
        for text in ["\"short\"", &long] {
            let stored = compress(text);
            assert_eq!(decompress(ValueRef::from(&stored)).unwrap(), text);
            let is_blob = matches!(stored, Sql::Blob(_));
            assert_eq!(is_blob, text.len() >= MIN_COMPRESSED_BYTES, "{text}");
        }
        assert!(decompress(ValueRef::Blob(b"no deflate")).is_err());
    }
}

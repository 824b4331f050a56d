//! Ids of records, entries, commits and books.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// 128 bits that identify one thing for ever, in every replica.
///
/// Random for records that people create; derived from program and key for those that a program brings, so that two
/// books started apart merge without duplicates. Never a counter: a restored copy would repeat it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u128);

impl Id {
    /// Wraps bits drawn by the caller.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The 16 bytes of the id, the most significant first.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// Derives the same id from the same parts, in every replica.
    pub fn derived(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut bits = [0; 16];
        bits.copy_from_slice(&digest[..16]);
        Self(u128::from_be_bytes(bits))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({:08x}…)", self.0 >> 96)
    }
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() != 32 {
            return Err(format!("“{text}” is not an id"));
        }
        // In two halves: `u64` parses faster than `u128`.
        let half = |half: Option<&str>| u64::from_str_radix(half.unwrap_or_default(), 16);
        match (half(text.get(..16)), half(text.get(16..))) {
            (Ok(high), Ok(low)) => Ok(Self(u128::from(high) << 64 | u128::from(low))),
            _ => Err(format!("“{text}” is not an id")),
        }
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::string_enum::deserialize_from_str(deserializer)
    }
}

impl schemars::JsonSchema for Id {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_agree_and_keep_their_parts_apart() {
        assert_eq!(
            Id::derived(&["alsc", "tracker"]),
            Id::derived(&["alsc", "tracker"])
        );
        assert_ne!(
            Id::derived(&["alsc", "tracker"]),
            Id::derived(&["alsct", "racker"])
        );
    }

    #[test]
    fn an_id_survives_writing_and_reading() {
        let id = Id::derived(&["x"]);
        assert_eq!(id.to_string().parse::<Id>(), Ok(id));
        assert!("zz".parse::<Id>().is_err());
    }
}

//! Files that the build packs into the program.

use std::io::Read;

use flate2::read::DeflateDecoder;
use serde_json::Value;

/// A line for each schema: its name, a colon and its JSON.
static SCHEMAS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/schemas"));

/// The bytes of a packed file; none if the program itself is damaged.
pub fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(packed).read_to_end(&mut bytes);
    read.map_or_else(|_| Vec::new(), |_| bytes)
}

/// JSON Schema of a file or of a command's answer by its name, made when `assets/schemas.txt` was; none of any other.
pub fn stored_schema(name: &str) -> Option<Value> {
    let text = String::from_utf8(unpacked(SCHEMAS)).ok()?;
    let mut lines = text.lines();
    let schema = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))?;
    serde_json::from_str(schema).ok()
}

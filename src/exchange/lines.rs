//! The lines of a parcel: a header, the entries by id, the files that come along, and an end with a checksum.
//!
//! A line is an object in JSON. Nothing is compressed, so that a parcel cannot grow when it is read; every part has a
//! limit, and one line at a time is in memory. Keys that are not known here are passed over: what a reader must know raises
//! `min_reader`.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::files::sanitize_file_name;
use crate::store::{Entry, MAX_VALUE_BYTES, OwnFile, Parcel};

const FORMAT: &str = "matchbook parcel";
/// Version of the lines that are written here.
const VERSION: u32 = 1;
/// Oldest version of a program that can read them, and the newest lines that this one can.
const READER: u32 = 1;
/// The most entries of a parcel.
pub const MAX_ENTRIES: usize = 200_000;
/// The most files that come along.
pub const MAX_FILES: usize = 64;
/// Longest of them, in bytes.
const MAX_FILE_BYTES: usize = 256 << 10;
/// Ending of a data file's name.
pub const ENDING: &str = ".toml";
/// Longest line, in bytes: the longest value, or file with every byte escaped, and what stands around it.
const MAX_LINE_BYTES: usize = 2 << 20;

/// Part of the header that every version has.
#[derive(Deserialize)]
struct Version {
    format: String,
    min_reader: u32,
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
    min_reader: u32,
    pair: Id,
    from: Id,
    role: Role,
    person: String,
    program: String,
    start: Option<NaiveDate>,
    made: DateTime<Utc>,
    entries: usize,
    files: usize,
    set_sha: String,
    seen: Option<String>,
    /// Every copy of the book with an entry here, and whose it is.
    copies: Vec<(Id, Role)>,
}

impl Header {
    fn of(parcel: &Parcel) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            min_reader: READER,
            pair: parcel.pair,
            from: parcel.from,
            role: parcel.role,
            person: parcel.person.clone(),
            program: parcel.program.clone(),
            start: parcel.start,
            made: parcel.made,
            entries: parcel.entries.len(),
            files: parcel.files.len(),
            set_sha: hex(&parcel.set_sha),
            seen: parcel.seen.as_ref().map(hex),
            copies: parcel.copies.clone(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct EntryLine<'a> {
    id: Id,
    at: i64,
    by: Id,
    kind: Cow<'a, str>,
    rec: Id,
    field: Cow<'a, str>,
    parents: Cow<'a, [Id]>,
    #[serde(borrow)]
    value: &'a RawValue,
    sha: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OwnFile")]
struct FileFields {
    folder: String,
    name: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct FileLine(#[serde(with = "FileFields")] OwnFile);

#[derive(Serialize, Deserialize)]
struct EndLine {
    end: bool,
    entries: usize,
    sha256: String,
}

/// The lines of `parcel`.
///
/// # Errors
/// When it does not hold what [`read`] asks for.
pub fn write(parcel: &Parcel) -> Result<Vec<u8>, Refusal> {
    let is_ascending = parcel.entries.is_sorted_by(|one, next| one.id < next.id);
    if !is_ascending || parcel.set_sha != Parcel::checksum_of(&parcel.entries) {
        return Err(Refusal::CannotSeal);
    }
    if parcel.entries.len() > MAX_ENTRIES || parcel.files.len() > MAX_FILES {
        return Err(Refusal::TooLarge);
    }
    let mut lines = Vec::new();
    push_line(&mut lines, &Header::of(parcel))?;
    for entry in &parcel.entries {
        push_entry(&mut lines, entry)?;
    }
    for file in &parcel.files {
        check_file(file)?;
        push_line(&mut lines, &FileLine(file.clone()))?;
    }
    let end = EndLine {
        end: true,
        entries: parcel.entries.len(),
        sha256: hex(&Sha256::digest(&lines).into()),
    };
    push_line(&mut lines, &end)?;
    Ok(lines)
}

fn push_entry(lines: &mut Vec<u8>, entry: &Entry) -> Result<(), Refusal> {
    check_entry(entry)?;
    let value: &RawValue = serde_json::from_str(&entry.value).map_err(|_| Refusal::CannotSeal)?;
    // Blanks around a value would be lost, and a line break in it would end the line.
    if value.get() != entry.value || entry.value.contains('\n') {
        return Err(Refusal::CannotSeal);
    }
    let line = EntryLine {
        id: entry.id,
        at: entry.at_ms,
        by: entry.replica,
        kind: Cow::Borrowed(&entry.kind),
        rec: entry.rec,
        field: Cow::Borrowed(&entry.field),
        parents: Cow::Borrowed(&entry.parents),
        value,
        sha: hex(&entry.checksum()),
    };
    push_line(lines, &line)
}

fn push_line(lines: &mut Vec<u8>, line: &impl Serialize) -> Result<(), Refusal> {
    let start = lines.len();
    serde_json::to_writer(&mut *lines, line).map_err(|_| Refusal::CannotSeal)?;
    lines.push(b'\n');
    if lines.len() - start > MAX_LINE_BYTES {
        return Err(Refusal::TooLarge);
    }
    Ok(())
}

/// Reads a parcel from its lines and verifies all of it.
///
/// # Errors
/// The first thing that is wrong.
pub fn read(input: impl Read) -> Result<Parcel, Refusal> {
    let mut lines = Lines::new(input);
    let header = parse_header(lines.next()?)?;
    let mut entries: Vec<Entry> = Vec::new();
    for _ in 0..header.entries {
        let entry = parse_entry(lines.next()?)?;
        if entries.last().is_some_and(|last| last.id >= entry.id) {
            return Err(Refusal::Incomplete);
        }
        entries.push(entry);
    }
    let mut files = Vec::new();
    for _ in 0..header.files {
        files.push(parse_file(lines.next()?)?);
    }
    let sum = hex(&lines.sum.clone().finalize().into());
    let end: EndLine = parse(lines.next()?)?;
    let set_sha = Parcel::checksum_of(&entries);
    let is_whole = end.end
        && end.entries == entries.len()
        && end.sha256 == sum
        && header.set_sha == hex(&set_sha)
        && lines.is_at_end()?;
    if !is_whole {
        return Err(Refusal::Incomplete);
    }
    let seen = header.seen.as_deref().map(checksum_from_hex);
    Ok(Parcel {
        pair: header.pair,
        from: header.from,
        role: header.role,
        person: header.person,
        program: header.program,
        start: header.start,
        made: header.made,
        set_sha,
        seen: seen.transpose()?,
        copies: header.copies,
        entries,
        files,
    })
}

fn parse<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, Refusal> {
    serde_json::from_str(line).map_err(|_| Refusal::Incomplete)
}

fn parse_header(line: &str) -> Result<Header, Refusal> {
    let version: Version = serde_json::from_str(line).map_err(|_| Refusal::NotAParcel)?;
    if version.format != FORMAT {
        return Err(Refusal::NotAParcel);
    }
    if version.min_reader > READER {
        return Err(Refusal::Newer);
    }
    let header: Header = parse(line)?;
    if header.entries > MAX_ENTRIES || header.files > MAX_FILES {
        return Err(Refusal::TooLarge);
    }
    Ok(header)
}

fn parse_entry(line: &str) -> Result<Entry, Refusal> {
    let line: EntryLine = parse(line)?;
    let entry = Entry {
        id: line.id,
        at_ms: line.at,
        replica: line.by,
        kind: line.kind.into_owned(),
        rec: line.rec,
        field: line.field.into_owned(),
        parents: line.parents.into_owned(),
        value: line.value.get().to_owned(),
    };
    check_entry(&entry)?;
    if line.sha != hex(&entry.checksum()) {
        return Err(Refusal::Incomplete);
    }
    Ok(entry)
}

/// Holds an entry to the limits; its value may lie no deeper in itself than a reader of JSON goes.
fn check_entry(entry: &Entry) -> Result<(), Refusal> {
    if entry.value.len() > MAX_VALUE_BYTES {
        return Err(Refusal::TooLarge);
    }
    let is_ascending = entry.parents.is_sorted_by(|one, next| one < next);
    if !is_ascending || serde_json::from_str::<Value>(&entry.value).is_err() {
        return Err(Refusal::Incomplete);
    }
    Ok(())
}

fn parse_file(line: &str) -> Result<OwnFile, Refusal> {
    let FileLine(file) = parse(line)?;
    check_file(&file)?;
    Ok(file)
}

/// Holds a file that comes along to the limits, and its name to a plain one of a data file.
pub fn check_file(file: &OwnFile) -> Result<(), Refusal> {
    if file.text.len() > MAX_FILE_BYTES {
        return Err(Refusal::TooLarge);
    }
    let plain = file.name.replace('_', "-");
    let is_plain = plain.strip_suffix(ENDING).is_some() && sanitize_file_name(&plain, "") == plain;
    let is_folder = file.folder.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_plain || !is_folder || file.folder.is_empty() {
        return Err(Refusal::Incomplete);
    }
    Ok(())
}

/// Lines of a parcel, one at a time, with the checksum of those that were read.
struct Lines<R> {
    input: BufReader<R>,
    sum: Sha256,
    line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    fn new(input: R) -> Self {
        Self {
            input: BufReader::new(input),
            sum: Sha256::new(),
            line: Vec::new(),
        }
    }

    fn next(&mut self) -> Result<&str, Refusal> {
        self.line.clear();
        let limit = MAX_LINE_BYTES as u64 + 1;
        let mut limited = self.input.by_ref().take(limit);
        let read = limited.read_until(b'\n', &mut self.line);
        read.map_err(|_| Refusal::Incomplete)?;
        if self.line.len() > MAX_LINE_BYTES {
            return Err(Refusal::TooLarge);
        }
        self.sum.update(&self.line);
        let text = self.line.strip_suffix(b"\n").ok_or(Refusal::Incomplete)?;
        std::str::from_utf8(text).map_err(|_| Refusal::Incomplete)
    }

    /// True if nothing follows; of a sealed file only then is it sure that nothing was cut off.
    fn is_at_end(&mut self) -> Result<bool, Refusal> {
        let rest = self.input.fill_buf().map_err(|_| Refusal::Incomplete)?;
        Ok(rest.is_empty())
    }
}

/// A checksum in hexadecimal, as two ids are written.
pub fn hex(sum: &[u8; 32]) -> String {
    let (halves, _) = sum.as_chunks();
    halves
        .iter()
        .map(|half| Id::from_bytes(*half).to_string())
        .collect()
}

fn checksum_from_hex(text: &str) -> Result<[u8; 32], Refusal> {
    let (first, second) = text.split_at_checked(32).ok_or(Refusal::Incomplete)?;
    let mut sum = [0; 32];
    for (half, text) in sum.chunks_mut(16).zip([first, second]) {
        let id: Id = text.parse().map_err(|_| Refusal::Incomplete)?;
        half.copy_from_slice(&id.to_bytes());
    }
    Ok(sum)
}

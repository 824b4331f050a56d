//! Files of every kind with something wrong: what a look at them says is what taking them in does, and never more.

use std::collections::{BTreeMap, BTreeSet};

use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit, Record};
use matchbook::domain::id::Id;
use matchbook::domain::meeting::Meeting;
use matchbook::domain::visibility::privacy;
use matchbook::env::Env;
use matchbook::export::{ExportLevel, ExportSubject};
use matchbook::store::Store;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::book::{World, day, id, world};
use super::import::{ctx, everything, records};
use super::others::{self, CALENDAR, LOG, PAGE, plan};
use super::written;

fn long() -> bool {
    std::env::var_os("MATCHBOOK_LONG").is_some()
}

/// The number of files of each kind that are tried.
fn cases() -> u32 {
    if long() { 2_500 } else { 60 }
}

/// The number of calendars that are tried without a store.
pub fn calendars() -> u32 {
    if long() { 50_000 } else { 300 }
}

/// A change of a file: what is done, where, and with what other place of it.
pub type Edit = (u8, usize, usize);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..8)
}

/// Words that mean something to one reader or another.
const WORDS: &[&str] = &[
    "",
    "\"",
    "'",
    "✓",
    "x",
    "yes",
    "2026-12-01",
    "3/12/2026",
    "31/12/2026",
    "=1+1",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "UID:",
    "UID:x",
    "DTSTART:20261201",
    "STATUS:CANCELLED",
    "RECURRENCE-ID:1",
    "RECURRENCE-ID:20261201T090000Z",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=MONTHLY;BYDAY=-1SU,TU;BYSETPOS=3",
    "EXDATE:20261201",
    "RDATE;VALUE=PERIOD:20261202T100000/PT1H",
    "SEQUENCE:99999999999",
    "DTSTART;TZID=Nowhere:20261301T250000",
    "DTEND:19700101T000000Z",
    "DURATION:-P9999999999W",
    "TZOFFSETTO:+9999",
    "METHOD:CANCEL",
    "BEGIN:VTIMEZONE",
    "- ",
    "> ",
    "| a |",
    "|---|",
    "# Goals",
    "# Log",
    "# Actions",
    "\u{202e}",
    "\u{7}",
    "é",
    "false",
    "true",
    "null",
    "contact",
    "cancelled",
    ",",
    ";",
    "\t",
    "[x]",
];

/// A text with its lines and words moved about.
pub fn mangled(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for &(what, here, there) in edits {
        if lines.is_empty() {
            break;
        }
        let (a, b) = (here % lines.len(), there % lines.len());
        match what % 9 {
            0 => lines.insert(b, lines[a].clone()),
            1 => drop(lines.remove(a)),
            2 => lines.swap(a, b),
            3 => {
                // A part such as an event, once more.
                let end = (a + 1 + there % 12).min(lines.len());
                let part: Vec<_> = lines[a..end].to_vec();
                lines.splice(end..end, part);
            }
            4 => {
                let event = |from: usize| {
                    let begin = lines[..=from]
                        .iter()
                        .rposition(|line| line.starts_with("BEGIN:VEVENT"))?;
                    let end = begin
                        + lines[begin..]
                            .iter()
                            .position(|line| line.starts_with("END:VEVENT"))?;
                    Some(lines[begin..=end].to_vec())
                };
                if let Some(event) = event(a) {
                    let last = lines
                        .iter()
                        .position(|line| line.starts_with("BEGIN:VEVENT"));
                    let at = last.unwrap_or(0);
                    lines.splice(at..at, event);
                }
            }
            5 => {
                let word = words(&lines[b]).into_iter().nth(here % 5);
                let word = word.map_or(String::new(), |(from, to)| lines[b][from..to].to_owned());
                swap_word(&mut lines[a], there, &word);
            }
            6 => swap_word(&mut lines[a], there, WORDS[there % WORDS.len()]),
            7 => lines.insert(a, format!("{}\r\n", WORDS[there % WORDS.len()])),
            _ => {
                let at = there % (lines[a].len() + 1);
                if there % 11 == 0 {
                    lines.truncate(a);
                } else if lines[a].is_char_boundary(at) {
                    lines[a].truncate(at);
                    lines[a].push('\n');
                }
            }
        }
    }
    lines.concat()
}

/// Where the words of a line begin and end.
fn words(line: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, letter) in line.char_indices().chain([(line.len(), ' ')]) {
        match (begin, letter.is_alphanumeric()) {
            (None, true) => begin = Some(at),
            (Some(from), false) => {
                words.push((from, at));
                begin = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    words
}

fn swap_word(line: &mut String, nth: usize, word: &str) {
    let words = words(line);
    if !words.is_empty() {
        let (from, to) = words[nth % words.len()];
        line.replace_range(from..to, word);
    }
}

/// The JSON of a book with its records and their fields moved about.
fn rearranged(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut json: Value = serde_json::from_slice(bytes).unwrap();
    for &(what, here, there) in edits {
        let kinds = json["records"].as_object_mut().unwrap();
        let mut places = Vec::new();
        for (kind, list) in kinds.iter() {
            let list = list.as_array().map_or(0, Vec::len);
            places.extend((0..list).map(|at| (kind.clone(), at)));
        }
        if places.is_empty() {
            break;
        }
        let (kind, at) = &places[here % places.len()];
        let (other, from) = &places[there % places.len()];
        let theirs = kinds[other][*from].clone();
        let fields: Vec<String> = theirs.as_object().unwrap().keys().cloned().collect();
        let field = &fields[(here ^ there) % fields.len()];
        let mine = &mut kinds[kind][*at];
        match what % 9 {
            0 => mine["id"] = theirs["id"].clone(),
            1 => mine[field] = theirs[field].clone(),
            2 => mine["private"] = json!(there % 2 == 0),
            3 => mine["private"] = Value::Null,
            4 => mine[field] = json!(WORDS[there % WORDS.len()]),
            5 => kinds[kind].as_array_mut().unwrap().push(theirs),
            6 => drop(kinds[kind].as_array_mut().unwrap().remove(*at)),
            7 => {
                mine["id"] = json!(Id::derived(&["new", &there.to_string()]));
            }
            _ => json["role"] = json!(["mentee", "mentor", ""][there % 3]),
        }
    }
    json.to_string().into_bytes()
}

/// The world as a book is after some months: with lists taken in before, and meetings of one day under one title.
pub fn begun() -> World {
    let mut world = world();
    for (name, text) in [("log.csv", LOG), ("notes.md", PAGE), ("a.ics", CALENDAR)] {
        let book = others::taken_in(world.book.clone(), name, text);
        world.book = book;
    }
    let call = world.book.meetings[&id("call")].clone();
    let twins = ["twin", "twin 2"].map(|name| Meeting {
        id: id(name),
        ..call.clone()
    });
    world.add(twins.map(Record::from));
    world.add(crate::filled::records());
    // As the book is read: planned hours by the owner's clock.
    world.book = begin(&world.book).0.load_all().unwrap();
    world
}

fn begin(book: &Book) -> (Store, Env) {
    let mut env = Env::fixed("2027-04-01T12:00:00Z".parse().unwrap(), 1);
    let mut store = Store::in_memory(book.identity, &mut env).unwrap();
    let changes = book.records().map(Change::create).collect();
    let commit = Commit::new("begun", env.now(), changes);
    store.commit(&commit, &mut env).unwrap();
    (store, env)
}

/// Looks at a file, takes it in, and holds the one against the other.
fn tried(world: &World, name: &str, bytes: &[u8]) -> Result<bool, TestCaseError> {
    // Laying a book anew is what takes time: most files are refused, or change nothing.
    let Ok(look) = plan(&world.book, name, bytes, &[]) else {
        return Ok(false);
    };
    let again = plan(&world.book, name, bytes, &[]).unwrap();
    prop_assert_eq!(look.lines(), again.lines());
    if look.is_empty() {
        return Ok(false);
    }
    let (mut store, mut env) = begin(&world.book);
    let before = store.load_all().unwrap();
    prop_assert_eq!(records(&before), records(&world.book));
    let look = plan(&before, name, bytes, &[]).unwrap();
    prop_assert_eq!(look.lines(), again.lines());
    let (new, changed) = (look.new.len(), look.changed.len());
    let commit = look.commit(name, &ctx());
    let done = store.commit(&commit, &mut env);
    prop_assert!(done.is_ok(), "{:?}", done);
    let done = done.unwrap().changes;
    prop_assert_eq!(done.len(), new + changed);
    let after = store.load_all().unwrap();
    let mut expected = before.clone();
    expected.apply(&done);
    prop_assert_eq!(records(&after), records(&expected));
    let report = store.check().unwrap();
    prop_assert!(report.is_sound(), "{:?}", report.faults);
    let kept = records(&after);
    for record in before.records() {
        if privacy(&record).private {
            prop_assert_eq!(kept.get(&(record.kind(), record.id())), Some(&record));
        }
    }
    let ids: BTreeSet<Id> = kept.keys().map(|(_, id)| *id).collect();
    prop_assert_eq!(ids.len(), kept.len(), "one id, one record");
    let twice = plan(&after, name, bytes, &[]).unwrap();
    prop_assert!(twice.is_empty(), "{:#?}", twice.lines());
    store.rebuild().unwrap();
    prop_assert_eq!(records(&store.load_all().unwrap()), kept);
    store.undo(&mut env).unwrap();
    prop_assert_eq!(records(&store.load_all().unwrap()), records(&before));
    prop_assert!(store.check().unwrap().is_sound());
    Ok(true)
}

/// Tries `cases` files, each of which `file` makes out of edits, and says how many of them changed the book.
fn all(kind: &str, file: impl Fn(&[Edit], usize) -> (String, Vec<u8>)) {
    each(kind, cases(), file, tried);
}

/// Looks at a file and takes it in twice, without a store.
pub fn tried_in_memory(world: &World, name: &str, bytes: &[u8]) -> Result<bool, TestCaseError> {
    let Ok(look) = plan(&world.book, name, bytes, &[]) else {
        return Ok(false);
    };
    let mut after = world.book.clone();
    after.apply(&look.clone().commit(name, &ctx()).changes);
    let twice = plan(&after, name, bytes, &[]).unwrap();
    prop_assert!(twice.is_empty(), "{:#?}", twice.lines());
    Ok(!look.is_empty())
}

/// Tries `cases` files by `judge`.
pub fn each(
    kind: &str,
    cases: u32,
    file: impl Fn(&[Edit], usize) -> (String, Vec<u8>),
    judge: impl Fn(&World, &str, &[u8]) -> Result<bool, TestCaseError>,
) {
    let worlds = [world(), begun()];
    let mut counts: BTreeMap<bool, u32> = BTreeMap::new();
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    // The same files each time; others only where there is time to look into what they show.
    let mut runner = if long() {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let counted = std::cell::RefCell::new(&mut counts);
    let ran = runner.run(&(edits(), any::<usize>()), |(edits, pick)| {
        let (name, bytes) = file(&edits, pick);
        let world = &worlds[pick / 7 % 2];
        let changed = judge(world, &name, &bytes).map_err(|error| {
            TestCaseError::fail(format!(
                "{error}\n{name}:\n{}",
                String::from_utf8_lossy(&bytes)
            ))
        })?;
        *counted.borrow_mut().entry(changed).or_default() += 1;
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    eprintln!("{kind}: {counts:?}");
}

#[test]
fn a_look_at_a_book_in_json_says_what_taking_it_in_does() {
    let world = begun();
    let files = [ExportLevel::Shared, ExportLevel::All].map(|level| everything(&world, level));
    all("json", |edits, pick| {
        let file = &files[pick % 2];
        let bytes = match pick % 5 {
            0 => mangled(&String::from_utf8_lossy(file), edits).into_bytes(),
            _ => rearranged(file, edits),
        };
        ("all.json".to_owned(), bytes)
    });
}

#[test]
fn a_look_at_a_list_says_what_taking_it_in_does() {
    let meetings = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    let own = String::from_utf8(written(&begun(), &meetings, "csv")).unwrap();
    let goals = "Goal,Status,Due,Measure\nStart a STEM hour,active,2027-05-01,6 visits\nStart a stem hour,,,\nNew,,,x\nNew!,done,,y\n";
    let actions = "Task,Who,Due,Done\nSend the outline,mentor,2027-01-01,yes\nsend the outline,,,\nShare the budget,both,,no\n";
    let log = "Date,Time,About,Mentee,Mentor,Notes,How\n2026-12-01,10:00,First plans,a,b,c,Zoom\n2026-12-01,,First Plans,,,x,mail\n2026-12-01,11:00,first plans,,,,\n";
    let files = [own.as_str(), LOG, goals, actions, log];
    all("csv", |edits, pick| {
        let name = ["log.csv", "goals.csv", "x.csv"][pick % 3];
        (
            name.to_owned(),
            mangled(files[pick % files.len()], edits).into_bytes(),
        )
    });
}

/// A calendar with a few things wrong, now and then with its bytes moved about as well.
fn mangled_calendar(edits: &[Edit], pick: usize, files: &[&str]) -> (String, Vec<u8>) {
    let text = mangled(files[pick % files.len()], edits);
    let bytes = match pick % 13 {
        // A fold, a letter or a line end may be cut in two.
        0 => text.replace("\r\n", "\r").into_bytes(),
        1 => text.bytes().skip(pick % 5).step_by(1 + pick % 2).collect(),
        2 => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect(),
        _ => text.into_bytes(),
    };
    ("a.ics".to_owned(), bytes)
}

#[test]
fn a_look_at_a_calendar_says_what_taking_it_in_does() {
    let own = String::from_utf8(written(&begun(), &ExportSubject::Everything, "ics")).unwrap();
    let bare = CALENDAR.replace("UID:", "X-UID:");
    let odd = super::events::odd_calendar();
    let files = [own.as_str(), CALENDAR, &bare, &odd, &odd];
    all("ics", |edits, pick| mangled_calendar(edits, pick, &files));
    let file = |edits: &[Edit], pick: usize| mangled_calendar(edits, pick, &files);
    each("ics, no store", calendars(), file, tried_in_memory);
}

#[test]
fn a_look_at_a_page_says_what_taking_it_in_does() {
    let more = "# Goals\n\n1. Start a STEM hour\n2. Start a STEM hour\n   because\n3. [x] Learn the budget\n\n## Meetings\n\n\
        * 2026-12-01: First plans\n* 2026-12-01: First plans\n  - we spoke\n\n| Date | Title | Notes | Mentee |\n|---|---|---|---|\n\
        | 2026-12-01 | First plans | a | b |\n| 2026-12-02 | | c | |\n\n# To do\n\n- [x] Send the outline\n- Send the outline\n";
    let files = [PAGE, more];
    all("md", |edits, pick| {
        (
            "notes.md".to_owned(),
            mangled(files[pick % files.len()], edits).into_bytes(),
        )
    });
}

/// The day on which the files are read is the one on which the lists say “today”.
#[test]
fn the_book_of_these_tests_is_sound_and_its_day_is_theirs() {
    let world = begun();
    let (store, env) = begin(&world.book);
    assert!(store.check().unwrap().is_sound());
    assert_eq!(env.today(), day(2027, 4, 1));
}

#[test]
fn the_same_hour_by_another_clock_is_no_change() {
    let world = begun();
    let mut file: Value = serde_json::from_slice(&everything(&world, ExportLevel::All)).unwrap();
    let mut turned = 0;
    for meeting in file["records"]["meeting"].as_array_mut().unwrap() {
        if meeting["zone"] == "UTC" && meeting["time"] == "10:30:00" {
            meeting["zone"] = json!("Pacific/Honolulu");
            meeting["time"] = json!("00:30:00");
            turned += 1;
        }
    }
    assert!(turned > 0, "{file:#}");
    let look = plan(&world.book, "all.json", file.to_string().as_bytes(), &[]).unwrap();
    assert!(look.is_empty(), "{:#?}", look.lines());
}

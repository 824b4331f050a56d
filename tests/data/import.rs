//! Reading back: what is written comes back whole, twice doubles nothing, and what is hostile is refused.

use std::collections::BTreeMap;

use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Kind, Record};
use matchbook::domain::id::Id;
use matchbook::export::{Content, ExportLevel, ExportSubject, SharedBook, exporter};
use matchbook::import::{ImportPlan, Incoming, MAX_FILE_BYTES, RecordDiff, read_book};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::export_bytes::export_bytes;

use super::book::{World, day, world};
use super::verbs::Desk;
use super::{NAUGHTY, naughty, written};

pub fn ctx() -> matchbook::domain::ops::OpContext {
    matchbook::domain::ops::OpContext {
        at: day(2027, 4, 1).and_hms_opt(12, 0, 0).unwrap().and_utc(),
        today: day(2027, 4, 1),
        zone: None,
        new_id: Box::new(Id::default),
    }
}

pub fn everything(world: &World, level: ExportLevel) -> Vec<u8> {
    let content = Content::of(&ExportSubject::Everything, level, &world.source()).unwrap();
    export_bytes(exporter("json").unwrap(), &content).unwrap()
}

#[test]
fn a_file_of_counts_says_so_and_writes_over_no_title() {
    let file = everything(&world(), ExportLevel::Counts);
    let json: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(json["level"], "counts");
    let problem = read_book(&file).unwrap_err();
    assert_eq!(
        problem.message,
        "The file holds counts and dates only; nothing of it was taken."
    );
}

fn taken_in(bytes: &[u8]) -> Book {
    let incoming = read_book(bytes).unwrap();
    assert_eq!(incoming.left_out, Vec::<String>::new());
    let (plan, pair, me) = ImportPlan::of_new_book(incoming).unwrap();
    let mut book = Book {
        complete: true,
        ..Book::default()
    };
    (book.identity.pair, book.identity.me) = (pair, me);
    book.apply(&plan.commit("all.json", &ctx()).changes);
    book
}

pub fn records(book: &Book) -> BTreeMap<(Kind, Id), Record> {
    let all = book
        .records()
        .map(|record| ((record.kind(), record.id()), record));
    all.collect()
}

/// Any value that a field described like this may hold.
fn any_value(field: &Value) -> BoxedStrategy<Value> {
    let word = |field: &Value, what: &str| {
        let words = field["type"].as_array();
        field["type"] == what || words.is_some_and(|words| words.contains(&json!(what)))
    };
    if let Some(keys) = field["enum"].as_array() {
        return prop::sample::select(keys.clone()).boxed();
    }
    if let Some(any) = field["anyOf"].as_array() {
        return any_value(&any[0]);
    }
    if field["pattern"].is_string() {
        return any::<u128>()
            .prop_map(|bits| json!(Id::from_bits(bits)))
            .boxed();
    }
    if field["format"] == "date" {
        let days = 0..73_000_i64;
        return days
            .prop_map(|days| json!(day(1990, 1, 1) + chrono::Days::new(days.unsigned_abs())))
            .boxed();
    }
    if field["format"] == "partial-time" {
        return (0..24_u32, 0..60_u32)
            .prop_map(|(hour, minute)| json!(format!("{hour:02}:{minute:02}:00")))
            .boxed();
    }
    if word(field, "array") {
        let items = any_value(&field["items"]);
        return prop::collection::vec(items, 0..4)
            .prop_map(Value::from)
            .boxed();
    }
    if word(field, "integer") {
        return (0..200_u64).prop_map(Value::from).boxed();
    }
    if word(field, "boolean") {
        return any::<bool>().prop_map(Value::from).boxed();
    }
    prop_oneof![".{0,40}", "[a-z \n]{0,60}"]
        .prop_map(Value::from)
        .boxed()
}

fn any_record(kind: Kind) -> BoxedStrategy<Record> {
    let schema = kind.schema().to_value();
    let fields = schema["properties"].as_object().unwrap().clone();
    let (names, values): (Vec<_>, Vec<_>) = fields
        .into_iter()
        .map(|(name, field)| (name, any_value(&field)))
        .unzip();
    (any::<u128>(), values)
        .prop_map(move |(bits, values)| {
            let fields: Map<String, Value> = names.iter().cloned().zip(values).collect();
            Record::from_fields(kind, Id::from_bits(bits), Value::from(fields)).unwrap()
        })
        .boxed()
}

fn any_records() -> impl Strategy<Value = Vec<Record>> {
    let kinds = prop::sample::select(Kind::ALL);
    prop::collection::vec(kinds.prop_flat_map(any_record), 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_as_json_comes_back_whole(any in any_records()) {
        let mut world = world();
        world.add(any);
        // For oneself: every record there is.
        let back = taken_in(&everything(&world, ExportLevel::All));
        prop_assert_eq!(records(&back), records(&world.book));
        // As it leaves: every record that may.
        let back = taken_in(&everything(&world, ExportLevel::Shared));
        let shared = SharedBook::of(&world.book, &world.forms);
        prop_assert_eq!(records(&back), records(&shared));
    }
}

#[test]
fn every_kind_comes_back_with_every_field() {
    let mut world = world();
    world.add(crate::filled::records());
    let back = taken_in(&everything(&world, ExportLevel::All));
    assert_eq!(records(&back), records(&world.book));
}

#[test]
fn naughty_text_comes_back_as_it_was() {
    for text in NAUGHTY {
        let world = naughty(text);
        let back = taken_in(&everything(&world, ExportLevel::All));
        assert_eq!(records(&back), records(&world.book), "{text:?}");
    }
}

#[test]
fn taking_in_the_same_file_twice_changes_nothing() {
    let world = world();
    let bytes = written(&world, &ExportSubject::Everything, "json");
    let plan = ImportPlan::of(read_book(&bytes).unwrap(), &world.book).unwrap();
    assert!(plan.is_empty(), "{:?}", plan.lines());
    assert!(plan.unchanged > 10);
}

#[test]
fn what_the_file_says_otherwise_is_shown_old_and_new() {
    let mut other = world();
    let goals = std::sync::Arc::make_mut(&mut other.book.goals);
    let goal = goals.values_mut().find(|goal| !goal.why.is_empty());
    goal.unwrap().measure = "six visits".into();
    let file = written(&other, &ExportSubject::Everything, "json");
    let world = world();
    let plan = ImportPlan::of(read_book(&file).unwrap(), &world.book).unwrap();
    let lines: Vec<_> = plan.changed.iter().map(RecordDiff::line).collect();
    insta::assert_snapshot!(lines.join("\n"), @"goal “Start a STEM hour”: measure “4 visits held & a list <kept>” becomes “six visits”");
    let mut book = world.book.clone();
    book.apply(&plan.commit("all.json", &ctx()).changes);
    assert_eq!(records(&book), records(&other.book));
}

#[test]
fn a_file_that_left_the_book_takes_nothing_private_out_of_it() {
    let mut world = world();
    let mut secret = world.book.goals.values().next().unwrap().clone();
    (secret.id, secret.private) = (super::book::id("secret"), true);
    let mut call = world.book.meetings[&super::book::id("call")].clone();
    call.goals.insert(secret.id);
    world.add([secret.into(), call.into()]);
    let mut lines: Vec<_> = world.book.agenda.values().cloned().collect();
    for line in &mut lines {
        line.reason = "for me".into();
    }
    world.add(lines.into_iter().map(Record::from));
    let bytes = written(&world, &ExportSubject::Everything, "json");
    let plan = ImportPlan::of(read_book(&bytes).unwrap(), &world.book).unwrap();
    assert!(plan.is_empty(), "{:?}", plan.lines());
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut json =
        serde_json::from_slice(&written(&world(), &ExportSubject::Everything, "json")).unwrap();
    change(&mut json);
    json.to_string().into_bytes()
}

fn refusal(bytes: &[u8]) -> String {
    let problem = read_book(bytes).unwrap_err();
    assert!(problem.hint.is_some());
    problem.message
}

#[test]
fn what_is_not_known_is_named_and_left_out() {
    let bytes = changed(|json| {
        json["mood"] = json!("sunny");
        json["records"]["poem"] = json!([{ "id": "x" }]);
        json["records"]["goal"][0]["color"] = json!("red");
        json["records"]["goal"][1]["due"] = json!("soon");
        json["records"]["action"][0]["id"] = json!("7");
        json["records"]["step"][0] = json!("a step");
        json["records"]["meeting"][0]["date"] = json!("+262142-01-01");
        json["records"]["meeting"][1]["minutes"] = json!(4_000_000_000_u32);
        let twice = json["records"]["person"][0].clone();
        json["records"]["person"]
            .as_array_mut()
            .unwrap()
            .push(twice);
    });
    let (plan, _, _) = ImportPlan::of_new_book(read_book(&bytes).unwrap()).unwrap();
    insta::assert_snapshot!(plan.left_out.join("\n"));
}

#[test]
fn a_file_beyond_the_limits_is_refused_in_plain_words() {
    assert_eq!(
        refusal(&vec![b' '; MAX_FILE_BYTES + 1]),
        "The file is larger than 32 MB."
    );
    let many = vec![json!({}); 200_001];
    let many = json!({ "records": { "goal": many } }).to_string();
    assert_eq!(
        refusal(many.as_bytes()),
        "The file holds more than 200,000 records."
    );
    let long = "x".repeat((1 << 20) + 1);
    let long = json!({ "records": { "goal": [{ "why": long }] } }).to_string();
    assert_eq!(
        refusal(long.as_bytes()),
        "One text in the file is longer than 1 MB."
    );
    let wide = json!({ "records": { "goal": [{ "aims": vec![0; 30_000] }] } }).to_string();
    assert_eq!(
        refusal(wide.as_bytes()),
        "One text in the file is longer than 1 MB."
    );
    for (deep, message) in [
        ("[", "The file is not complete JSON."),
        (
            "{\n\"records\":{\n\"goal\":[{\"a\":",
            "Line 3 of the file holds lists within lists without end.",
        ),
        ("{\"mood\":", "The file is not complete JSON."),
    ] {
        for bracket in ["[", "{\"a\":"] {
            let deep = format!("{deep}{}", bracket.repeat(200_000));
            let refused = refusal(deep.as_bytes());
            assert!(refused == message || bracket != "[", "{refused}");
        }
    }
}

#[test]
fn a_file_of_another_kind_or_version_is_refused_by_name() {
    for (bytes, message) in [
        (b"".to_vec(), "The file is not complete JSON."),
        (b"\xff\xfe{}".to_vec(), "The file is not complete JSON."),
        (b"{}".to_vec(), "The file is JSON, but not of a whole book."),
        (
            written(&world(), &super::tracker(), "json"),
            "The file holds one form, as an office adds it up. It cannot be read back into a book.",
        ),
        (
            changed(|json| json["version"] = json!(2)),
            "The file is of version 2, which this program does not know.",
        ),
    ] {
        assert_eq!(refusal(&bytes), message);
    }
    let half = changed(|_| {});
    for length in (0..half.len()).step_by(97) {
        assert!(read_book(&half[..length]).is_err());
    }
    let other = changed(|json| json["match"] = json!(Id::derived(&["other"])));
    let refused = ImportPlan::of(read_book(&other).unwrap(), &world().book).unwrap_err();
    assert_eq!(
        refused.message,
        "The file belongs to another match than this book."
    );
    let nobody = ImportPlan::of_new_book(Incoming::default()).unwrap_err();
    assert!(
        nobody
            .message
            .starts_with("The file does not say which match")
    );
}

#[test]
fn a_change_is_one_commit() {
    let bytes = written(&world(), &ExportSubject::Everything, "json");
    let (plan, _, _) = ImportPlan::of_new_book(read_book(&bytes).unwrap()).unwrap();
    let commit = plan.commit("all.json", &ctx());
    assert!(
        commit.label.ends_with("records taken in from “all.json”"),
        "{}",
        commit.label
    );
    assert!(
        commit
            .changes
            .iter()
            .all(|change: &Change| change.before.is_none())
    );
}

// The command line.

#[test]
fn a_whole_book_moves_through_a_file() {
    let desk = Desk::with_book();
    desk.done("goal add 'Start a STEM hour' --measure '4 visits' --due 2027-04-30");
    desk.done(
        "log --kind meeting --date 2026-11-20 --minutes 50 --note 'We spoke of **schools**.'",
    );
    desk.done("export everything --format json -o all.json");
    let look = desk.done("import all.json --dry-run --book new.matchbook");
    assert!(
        look.contains("goal “Start a STEM hour”") && look.contains("make a new book"),
        "{look}"
    );
    assert!(!desk.path("new.matchbook").exists());
    let made = desk.done("import all.json --book new.matchbook");
    assert!(
        made.starts_with("The book new.matchbook is made."),
        "{made}"
    );
    let again = desk.done("export everything --format json -o again.json --book new.matchbook");
    assert!(again.contains("again.json"));
    let file = |name: &str| std::fs::read_to_string(desk.path(name)).unwrap();
    assert_eq!(file("all.json"), file("again.json"));
    let plan = desk.json("import all.json --dry-run --book new.matchbook");
    assert_eq!((&plan["new"], &plan["changed"]), (&json!([]), &json!([])));
    let twice = desk.done("import all.json --book new.matchbook");
    assert!(twice.starts_with("Nothing changed."), "{twice}");
    desk.done("goal edit 1 --measure '6 visits' --book new.matchbook");
    let joined = desk.done("import all.json --book new.matchbook");
    insta::assert_snapshot!(joined);
    desk.done("undo --book new.matchbook");
    let goal = desk.done("goal show 1 --book new.matchbook");
    assert!(goal.contains("6 visits"), "{goal}");
}

#[test]
fn a_file_that_cannot_be_taken_in_changes_nothing() {
    let desk = Desk::with_book();
    std::fs::write(desk.path("bad.json"), "{\"format\":").unwrap();
    let before = std::fs::read(desk.path("year.matchbook")).unwrap();
    for line in ["import bad.json", "import none.json", "import ."] {
        let ran = desk.line(line);
        assert!(
            ran.exit != 0 && ran.err.lines().count() > 1,
            "{}",
            ran.shown()
        );
    }
    assert_eq!(std::fs::read(desk.path("year.matchbook")).unwrap(), before);
}

#[test]
fn a_file_full_of_strange_things_is_told_of_the_first_ones() {
    let bytes = changed(|json| {
        for number in 0..500 {
            json[format!("thing {number}")] = json!(1);
            json["records"]["goal"][0][format!("field {number}")] = json!(1);
        }
    });
    assert_eq!(read_book(&bytes).unwrap().left_out.len(), 100);
}

//! A book whose every text wants to break the screen.

use matchbook::catalog::Catalog;
use matchbook::domain::change::{Change, Commit, Record};
use ratatui::buffer::Buffer;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::VIEWS;
use super::pilot::{PLAIN, Pilot, book_of, text_of};

/// Escape and bell, an OSC, TAB and line ends, direction overrides, zero width, tags, a flood of marks, an emoji family,
/// wide letters, letters from right to left.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;x\u{7}\t\u{9b}31m\r\n\u{202e}evil\u{2066}\u{200b}\u{feff}\
     \u{e0041}\u{e0042}z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}\
     \u{30d}\u{30e}👩\u{200d}👩\u{200d}👧\u{200d}👦 図書館の子ども مكتبة الأطفال \u{0} **b** `c` <script>";

/// What names another thing and is no text of anybody.
const NAMES: &[&str] = &["program", "key", "form", "section", "field"];

/// The sample year with [`HOSTILE`] in every text field.
fn hostile_year() -> Pilot {
    let sample = Catalog::new().sample().unwrap();
    let mut told = 0;
    let commits: Vec<_> = sample
        .commits
        .iter()
        .map(|commit| {
            let records = commit
                .changes
                .iter()
                .filter_map(|change| change.after.clone());
            let changes = records.map(|record| Change::create(hostile(record, &mut told)));
            Commit::new(HOSTILE, commit.at, changes.collect())
        })
        .collect();
    assert!(told > 300, "only {told} texts were replaced");
    Pilot::on(&book_of(sample.identity, &commits), sample.today)
}

/// The record with [`HOSTILE`] wherever it takes any text.
fn hostile(record: Record, told: &mut usize) -> Record {
    let mut record = record;
    let names: Vec<_> = record.fields().keys().cloned().collect();
    for name in names.iter().filter(|name| !NAMES.contains(&name.as_str())) {
        let mut fields = record.fields();
        let value = match fields.get(name) {
            Some(Value::String(_)) => Value::from(HOSTILE),
            Some(Value::Array(_)) => Value::from(vec![HOSTILE]),
            _ => continue,
        };
        fields.insert(name.clone(), value);
        // A date or an id takes no such text, and stays.
        if let Ok(changed) = Record::from_fields(record.kind(), record.id(), fields) {
            record = changed;
            *told += 1;
        }
    }
    record
}

/// Fails when a cell holds what a terminal would obey, or covers more than its own columns.
fn assert_tame(buffer: &Buffer, name: &str) {
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        let mut covered = 0;
        for x in area.left()..area.right() {
            let symbol = buffer[(x, y)].symbol();
            let bad = symbol.chars().find(|sign| {
                sign.is_control()
                    || matches!(sign, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
                    || matches!(sign, '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
            });
            assert_eq!(bad, None, "{name} at {x}, {y}: {symbol:?}");
            assert!(
                symbol.chars().count() < 20,
                "{name} at {x}, {y}: {symbol:?}"
            );
            if covered > 0 {
                assert_eq!(
                    symbol.trim(),
                    "",
                    "{name} at {x}, {y} is under a wide letter"
                );
                covered -= 1;
                continue;
            }
            let wide = symbol.width();
            assert!(wide > 0, "{name} at {x}, {y}: {symbol:?} has no width");
            let wide = u16::try_from(wide).unwrap();
            assert!(
                x + wide <= area.right(),
                "{name} at {x}, {y}: {symbol:?} sticks out"
            );
            covered = wide - 1;
        }
    }
}

#[test]
fn no_text_of_a_book_reaches_the_terminal_untamed() {
    let mut pilot = hostile_year();
    for (name, script) in VIEWS {
        pilot.keys("<Esc><Esc><Esc><Esc>1").keys(script);
        for size in [(80, 24), (40, 12), (121, 40)] {
            pilot.resize(size.0, size.1);
            assert_tame(&pilot.draw(PLAIN).0, name);
        }
        pilot.resize(80, 24);
    }
}

#[test]
fn hostile_typing_and_pasting_is_tame_too() {
    let mut pilot = Pilot::sample();
    for script in [
        "2a",
        "/",
        ":",
        "m<Tab>",
        "m<Tab><Tab><Tab><Tab><Tab>",
        "5<Down><Down><Down>e<C-n>",
    ] {
        pilot
            .keys("<Esc><Esc><Esc><Esc>1")
            .keys(script)
            .paste(HOSTILE);
        for end in ["", "<Left><Left><Left>x", "<Home>", "<C-a>"] {
            pilot.keys(end);
            assert_tame(&pilot.draw(PLAIN).0, script);
        }
        pilot.keys("<C-s>");
        assert_tame(&pilot.draw(PLAIN).0, script);
    }
}

#[test]
fn a_frame_stays_where_it_is_whatever_it_holds() {
    let mut pilot = hostile_year();
    pilot.keys("2s");
    let text = text_of(&pilot.draw(PLAIN).0);
    let edges: Vec<_> = text
        .lines()
        .filter(|line| line.contains('╭') || line.contains('╰'))
        .map(|line| line[..line.find(['╭', '╰']).unwrap()].width())
        .collect();
    assert_eq!(edges.len(), 2, "{text}");
    assert_eq!(edges[0], edges[1], "{text}");
}

//! Lists and notes after real files and public reports, each with what is right to read of it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use matchbook::catalog::Catalog;
use matchbook::domain::book::Book;
use matchbook::domain::dates::DayOrder;
use matchbook::domain::id::Id;
use matchbook::domain::person::{Person, Role};
use matchbook::domain::program::Cycle;
use matchbook::import::{CalendarChoice, ImportContext, ImportPlan, ImportTarget};
use matchbook::problem::Problem;

use super::book::day;
use super::lists::through_libreoffice;
use super::skip::{skip, tool};

/// The book of the cases: mentee Rosa Tal, who keeps it, and mentor Ned Ivers, from November 2, 2026.
pub fn empty_book() -> Book {
    let mut book = Book::default();
    book.identity.me = Role::Mentee;
    for (number, role, name) in [
        (1, Role::Mentee, "Rosa Tal"),
        (2, Role::Mentor, "Ned Ivers"),
    ] {
        let id = Id::from_bytes([number; 16]);
        let email = format!("{}@example.org", name[..4].trim().to_lowercase());
        let person = Person {
            id,
            role,
            name: name.to_owned(),
            email,
            ..Person::default()
        };
        Arc::make_mut(&mut book.people).insert(id, person);
    }
    let cycle = Cycle {
        id: Id::from_bytes([3; 16]),
        start: day(2026, 11, 2),
        end: day(2027, 11, 2),
        ..Cycle::default()
    };
    Arc::make_mut(&mut book.cycles).insert(cycle.id, cycle);
    book
}

/// The plan of a file on November 22, 2026.
pub fn planned(
    book: &Book,
    name: &str,
    bytes: &[u8],
    target: Option<ImportTarget>,
    order: Option<DayOrder>,
) -> Result<ImportPlan, Problem> {
    let asked = ImportContext {
        name,
        target,
        map: &[],
        book,
        catalog: &Catalog::new(),
        today: day(2026, 11, 22),
        now: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        order,
        local: &|utc| utc,
        zone: Some(chrono_tz::Tz::UTC),
        choice: CalendarChoice::default(),
    };
    matchbook::import::plan(bytes, &asked)
}

/// What is new and what is left out, a line each.
pub fn read(name: &str, bytes: &[u8], target: Option<ImportTarget>) -> String {
    match planned(&empty_book(), name, bytes, target, None) {
        Ok(plan) => [plan.new, plan.left_out].concat().join("\n"),
        Err(refused) => refused.message,
    }
}

struct Case<'a> {
    source: &'a str,
    name: &'a str,
    target: Option<ImportTarget>,
    content: &'a str,
    right: &'a str,
}

/// The cases of `lists.txt`.
fn cases() -> Vec<Case<'static>> {
    let text = include_str!("../fixtures/import/lists.txt");
    let cases = text.split("=== ").skip(1).map(|case| {
        let (head, rest) = case.split_once('\n').unwrap();
        let head: Vec<_> = head.split('|').map(str::trim).collect();
        let (content, right) = rest.split_once("\n--- right\n").unwrap();
        Case {
            source: head[0],
            name: head[1],
            target: ImportTarget::from_word(head[2]),
            content,
            right: right.trim_end(),
        }
    });
    cases.collect()
}

/// The name and the content of every case.
pub fn texts() -> Vec<(&'static str, &'static str)> {
    cases()
        .iter()
        .map(|case| (case.name, case.content))
        .collect()
}

/// Letters as Excel on Windows saves them (case C01).
const WINDOWS: &[u8] = b"Datum;Thema;Dauer (min);Notizen\r\n03.11.2026;Erstes Gespr\xe4ch \x96 B\xfccher;50;Er sagte \x84prima\x93 \x85 20 \x80\r\n10.11.2026;Ned\x92s Plan;1,5 h;\r\n";

#[test]
fn the_letters_of_windows_stay_whole() {
    assert_eq!(
        read("log.csv", WINDOWS, None),
        "meeting of Tue, Nov 3, 2026 “Erstes Gespräch – Bücher”, 50 minutes\n\
         note “Er sagte „prima“ … 20 €”\n\
         meeting of Tue, Nov 10, 2026 “Ned’s Plan”, 90 minutes"
    );
    let plan = planned(&empty_book(), "log.csv", WINDOWS, None, None).unwrap();
    assert!(plan.notes[0].contains("not in UTF-8"), "{:?}", plan.notes);
}

/// A quotation mark that is never closed (case C27).
#[test]
fn three_meetings_with_an_open_quotation_mark_are_not_one() {
    let text = "Date,Topic,Notes\n2026-11-03,First talk,\"He said yes\n2026-11-10,Second talk,fine\n2026-11-17,Third talk,fine\n";
    assert!(read("log.csv", text.as_bytes(), None).contains("opens in line 2"));
}

#[test]
fn the_order_of_days_that_can_be_read_both_ways_is_told_and_can_be_changed() {
    let text = b"Date,Topic\n03/11/2026,First talk\n10/11/2026,Second talk\n";
    let plan = |order| planned(&empty_book(), "log.csv", text, None, order).unwrap();
    let by_year = plan(None);
    assert!(
        by_year
            .notes
            .iter()
            .any(|note| note.contains("--month-first")),
        "{:?}",
        by_year.notes
    );
    assert_eq!(by_year.other_order, Some(DayOrder::MonthFirst));
    let changed = plan(by_year.other_order);
    assert!(changed.new[0].contains("Mar 11"), "{:?}", changed.new);
    assert_eq!(changed.other_order, Some(DayOrder::DayFirst));
}

#[test]
fn a_page_of_our_own_is_refused_with_the_way_that_does() {
    let page = "# The whole book\n\n- **Mentee:** Rosa Tal\n- **Mentor:** Ned Ivers\n\n## Dates\n\n| Day | What |\n|---|---|\n| Dec 1 | x |\n";
    let refused = planned(&empty_book(), "all.md", page.as_bytes(), None, None).unwrap_err();
    assert!(refused.hint.unwrap().contains("--format json"));
}

#[test]
fn a_first_name_that_both_have_makes_a_column_nobodys() {
    let mut book = empty_book();
    for person in Arc::make_mut(&mut book.people).values_mut() {
        person.name = format!("Ana {}", person.role.label());
    }
    let text = b"Date,Ana's notes\n2026-11-03,x\n";
    let plan = planned(&book, "log.csv", text, None, None).unwrap();
    let said = plan.notes.join(" ");
    assert!(said.contains("Notes from “Ana's notes”"), "{said}");
}

#[test]
fn every_list_is_read_as_is_right() {
    let cases = cases();
    assert!(cases.len() >= 50);
    let mut wrong = String::new();
    for case in &cases {
        let read = read(case.name, case.content.as_bytes(), case.target);
        if read != case.right {
            wrong += &format!(
                "=== {} | {}\n{}\n--- read\n{read}\n\n",
                case.source, case.name, case.content
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What LibreOffice makes of a list that is typed, or of a file that it made: `typed` is the way in which it reads a list
/// (mark between cells, quotation mark, encoding, language, whether days are known).
fn through_calc(folder: &Path, name: &str, typed: Option<&str>, into: &str) -> Vec<u8> {
    let mut command = Command::new("soffice");
    command.arg(format!(
        "-env:UserInstallation=file://{}/profile",
        folder.display()
    ));
    command
        .arg("--headless")
        .args(typed.map(|typed| format!("--infilter=CSV:{typed}")));
    command
        .args(["--convert-to", into, "--outdir"])
        .arg(folder)
        .arg(folder.join(name));
    let ran = command.output().unwrap();
    let ending = into.split(':').next().unwrap();
    let made = folder.join(name).with_extension(ending);
    fs::read(&made).unwrap_or_else(|_| panic!("{ran:?}"))
}

/// A log typed in two countries: its language, and the way in which LibreOffice reads and writes it.
const TYPED: [(&str, &str, &str, &str); 2] = [
    (
        "us",
        "44,34,76,1,,1033,false,true",
        "44,34,76,1,,1033,false,true",
        "Date,Start,Length,Topic,Notes\n11/3/2026,2:00 PM,1:30,First talk,\"She said: \"\"yes\"\" – at once\"\n\
         11/17/2026,9:15 AM,0:45,Second talk,\n12/1/2026 10:00 AM,,50,Third,\n",
    ),
    (
        "de",
        "59,34,76,1,,1031,false,true",
        "59,34,ANSI,1,,1031,false,true",
        "Datum;Beginn;Dauer;Thema;Notizen\n03.11.2026;14:00;1:30;First talk;\"She said: \"\"yes\"\" – at once\"\n\
         17.11.2026;09:15;0:45;Second talk;\n01.12.2026 10:00;;50;Third;\n",
    ),
];

#[test]
fn a_log_that_was_typed_into_a_spreadsheet_is_the_same_from_every_file() {
    if tool(&["soffice"]).is_none() {
        return;
    }
    if through_libreoffice("try.csv", b"a,b\n", "ods").is_none() {
        return skip("soffice with Calc");
    }
    let right = "meeting of Tue, Nov 3, 2026 “First talk” at 2:00 PM, 90 minutes\n\
                 note “She said: \"yes\" – at once”\n\
                 meeting of Tue, Nov 17, 2026 “Second talk” at 9:15 AM, 45 minutes\n\
                 meeting of Tue, Dec 1, 2026 “Third” at 10:00 AM, 50 minutes, planned";
    for (country, typed, saved, text) in TYPED {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("log.csv"), text).unwrap();
        assert_eq!(
            read("log.csv", text.as_bytes(), None),
            right,
            "{country}, as typed"
        );
        for ending in ["ods", "xlsx"] {
            let made = through_calc(folder.path(), "log.csv", Some(typed), ending);
            assert_eq!(
                read(&format!("log.{ending}"), &made, None),
                right,
                "{country}, {ending}"
            );
        }
        let into = format!("csv:Text - txt - csv (StarCalc):{saved}");
        let made = through_calc(folder.path(), "log.ods", None, &into);
        assert_eq!(read("log.csv", &made, None), right, "{country}, csv");
    }
}

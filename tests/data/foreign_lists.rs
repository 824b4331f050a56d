//! Lists and notes after real files and public reports, each with what is right to read of it.

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

//! Counts and dates only: what is left out is never said to be missing, and nothing stands for what it is not.

use std::collections::BTreeMap;

use matchbook::catalog::Catalog;
use matchbook::domain::book::Book;
use matchbook::domain::person::Role;
use matchbook::export::document::{Block, NOT_ANSWERED, inlines_text};
use matchbook::export::{
    Content, EXPORTERS, ExportLevel, ExportSource, ExportSubject, withheld_notes,
};
use serde_json::Value;

use super::{readable, readers};
use crate::export_bytes::export_bytes;

/// Runs `look` on the sample year of either of the two, with every document there is of it.
fn on_every_document(look: impl Fn(&ExportSubject, &ExportSource)) {
    let catalog = Catalog::new();
    let sample = catalog.sample().unwrap();
    for me in Role::ALL {
        let mut book = Book {
            identity: sample.identity,
            complete: true,
            ..Book::default()
        };
        book.identity.me = *me;
        for commit in &sample.commits {
            book.apply(&commit.changes);
        }
        let program = catalog.program("alsc").unwrap();
        let set = program.competencies.as_deref().unwrap();
        let (deck, set) = (catalog.deck_of(&book), catalog.competencies(set).unwrap());
        let forms = catalog.forms_of(&program).unwrap().into_iter();
        let forms: Vec<_> = forms.map(|(_, form)| form).collect();
        let source = ExportSource {
            book: &book,
            program: &program,
            forms: &forms,
            deck: &deck.unwrap(),
            competencies: Some(&set),
            today: sample.today,
        };
        let held = book.held().next().unwrap().id;
        let planned = book.planned()[0].id;
        let whole = ExportSubject::Meetings {
            from: None,
            to: None,
        };
        let mut whats = vec![
            ExportSubject::Meeting(held),
            whole,
            ExportSubject::Agenda(planned),
            ExportSubject::Year,
            ExportSubject::Hours,
            ExportSubject::Everything,
        ];
        let shared = forms.iter().filter(|form| !form.is_private());
        whats.extend(shared.map(|form| ExportSubject::Form {
            key: form.key.clone(),
        }));
        for what in &whats {
            look(what, &source);
        }
    }
}

fn content<'a>(
    what: &'a ExportSubject,
    level: ExportLevel,
    source: &ExportSource<'a>,
) -> Content<'a> {
    Content::of(what, level, source).unwrap()
}

/// How many questions of each kind of answer there are: those that were answered, and those that were not.
fn answered(content: &Content) -> BTreeMap<bool, usize> {
    let mut counted = BTreeMap::new();
    count(&content.document.blocks, &mut counted);
    counted
}

fn count(blocks: &[Block], counted: &mut BTreeMap<bool, usize>) {
    for block in blocks {
        if let Block::Answer { answer, .. } = block {
            *counted.entry(answer.is_some()).or_default() += 1;
        } else if let Block::Card { blocks, .. } = block {
            count(blocks, counted);
        } else if let Block::Table(table) = block {
            for cell in table.rows.iter().flatten() {
                let is_answered = inlines_text(cell) != NOT_ANSWERED;
                *counted.entry(is_answered).or_default() += 1;
            }
        }
    }
}

fn state<'a>(content: &'a Content) -> Option<&'a str> {
    let facts = &content.document.facts;
    let found = facts.iter().find(|fact| fact.label == "State");
    let found = found.map(|fact| fact.value.as_str());
    content.document.draft.as_deref().or(found)
}

#[test]
fn an_answer_that_counts_leave_out_is_never_said_to_be_missing() {
    on_every_document(|what, source| {
        let shared = content(what, ExportLevel::Shared, source);
        let counts = content(what, ExportLevel::Counts, source);
        assert_eq!(answered(&shared), answered(&counts), "{what:?}");
        assert_eq!(state(&shared), state(&counts), "{what:?}");
        for exporter in readers() {
            let missing = |content: &Content| {
                let text = readable(exporter, &export_bytes(exporter, content).unwrap());
                text.matches(NOT_ANSWERED).count()
            };
            let format = exporter.id();
            assert_eq!(missing(&shared), missing(&counts), "{what:?} as {format}");
        }
    });
}

#[test]
fn programs_that_add_up_forms_find_the_same_questions_answered_in_counts() {
    on_every_document(|what, source| {
        let (ExportSubject::Form { .. } | ExportSubject::Hours) = what else {
            return;
        };
        for format in EXPORTERS.iter().filter(|format| format.supports(what)) {
            let rows = |level| {
                let file = export_bytes(format, &content(what, level, source)).unwrap();
                match format.id() {
                    "csv" => csv_column(&file, 7),
                    "json" => questions(&file),
                    _ => Vec::new(),
                }
            };
            let (shared, counts) = (rows(ExportLevel::Shared), rows(ExportLevel::Counts));
            assert_eq!(shared.len(), counts.len(), "{what:?} as {}", format.id());
            if matches!(what, ExportSubject::Form { .. }) {
                assert_eq!(shared, counts, "{what:?} as {}", format.id());
            }
        }
    });
}

fn csv_column(file: &[u8], column: usize) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(file);
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.get(column).unwrap_or_default().to_owned())
        .collect()
}

fn questions(file: &[u8]) -> Vec<String> {
    let json: Value = serde_json::from_slice(file).unwrap();
    let answers = json.get("answers").or(json.get("held")).unwrap();
    let answers = answers.as_array().unwrap().iter();
    answers.map(|it| it["question"].to_string()).collect()
}

#[test]
fn counts_tell_truly_whether_the_two_are_named() {
    on_every_document(|what, source| {
        let counts = content(what, ExportLevel::Counts, source);
        let names = [Role::Mentee, Role::Mentor].map(|role| source.book.name(role));
        let stay = withheld_notes(what, ExportLevel::Counts, source).join("\n");
        let mut facts = counts.document.facts.iter();
        let shows = &facts.find(|fact| fact.label == "Shows").unwrap().value;
        let (lead, kept) = if what.is_signed() {
            (
                "Counts, dates and your names only",
                "Every text but your names stays",
            )
        } else {
            (
                "Counts and dates only; names and texts are left out",
                "Every text stays here",
            )
        };
        assert!(shows.starts_with(lead), "{what:?}: {shows}");
        assert!(stay.contains(kept), "{what:?}: {stay}");
        for exporter in readers() {
            let text = readable(exporter, &export_bytes(exporter, &counts).unwrap());
            let format = exporter.id();
            for name in names {
                assert_eq!(
                    text.contains(name),
                    what.is_signed(),
                    "{what:?} as {format}"
                );
            }
            let withheld = text.contains("name withheld");
            assert_eq!(withheld, !what.is_signed(), "{what:?} as {format}");
        }
        if *what == ExportSubject::Everything {
            let json = EXPORTERS
                .iter()
                .find(|format| format.id() == "json")
                .unwrap();
            let file: Value =
                serde_json::from_slice(&export_bytes(json, &counts).unwrap()).unwrap();
            let people = file["records"]["person"].as_array().unwrap();
            assert!(
                people.iter().all(|person| person["name"].is_null()),
                "{people:?}"
            );
        }
    });
}

#[test]
fn counts_name_no_goal_twice_and_leave_no_line_open() {
    on_every_document(|what, source| {
        let counts = content(what, ExportLevel::Counts, source);
        for exporter in readers() {
            let text = readable(exporter, &export_bytes(exporter, &counts).unwrap());
            let format = exporter.id();
            for number in 1..6 {
                let twice = format!("Goal {number}: Goal {number}");
                assert!(!text.contains(&twice), "{what:?} as {format}:\n{text}");
            }
        }
        let text = matchbook::export::preview_lines(&counts.document).join("\n");
        let open = text.lines().find(|line| {
            let day = line.trim().strip_suffix(':');
            let year = day.and_then(|day| day.rsplit(' ').next());
            year.is_some_and(|year| year.len() == 4 && year.parse::<u16>().is_ok())
        });
        assert!(open.is_none(), "{what:?}: {open:?}");
    });
}

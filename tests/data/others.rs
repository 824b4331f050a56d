//! Files of other programs: lists in CSV and Markdown, calendars.

use matchbook::domain::book::Book;
use matchbook::domain::goal::GoalStatus;
use matchbook::domain::meeting::{MeetingKind, MeetingState};
use matchbook::domain::person::Role;
use matchbook::import::{
    CalendarChoice, ImportColumn, ImportContext, ImportPlan, ImportTarget, RecordDiff,
};
use matchbook::problem::Problem;
use proptest::prelude::*;

use super::book::{day, id, world};
use super::import::ctx;
use super::verbs::Desk;
use super::written;
use matchbook::export::ExportSubject;

pub fn plan(
    book: &Book,
    name: &str,
    bytes: &[u8],
    map: &[(ImportColumn, String)],
) -> Result<ImportPlan, Problem> {
    let asked = ImportContext {
        name,
        target: None,
        map,
        book,
        catalog: &matchbook::catalog::Catalog::new(),
        today: day(2027, 4, 1),
        now: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        order: None,
        local: &|utc| utc,
        zone: Some(chrono_tz::Tz::UTC),
        choice: CalendarChoice::default(),
    };
    matchbook::import::plan(bytes, &asked)
}

/// The book after the file was taken in, and that a second time changes nothing.
pub fn taken_in(mut book: Book, name: &str, text: &str) -> Book {
    let first = plan(&book, name, text.as_bytes(), &[]).unwrap();
    book.apply(&first.commit(name, &ctx()).changes);
    let again = plan(&book, name, text.as_bytes(), &[]).unwrap();
    assert!(again.is_empty(), "{:?}", again.lines());
    book
}

pub const LOG: &str = "Datum;Art;Dauer;Thema;Farbe;Notizen\n\
    01.12.2026;Telefon;50 min;Erste Pläne;rot;Wir sprachen über Schulen.\n\
    8.12.2026;E-Mail;;;;\n\
    06.04.2027;Zoom;1:00;Wie weiter?;;\n\
    bald;Zoom;;;;\n";

#[test]
fn a_log_kept_elsewhere_becomes_meetings() {
    let empty = Book::default();
    let lines = plan(&empty, "log.csv", LOG.as_bytes(), &[])
        .unwrap()
        .lines();
    insta::assert_snapshot!(lines.join("\n"));
    let book = taken_in(empty, "log.csv", LOG);
    let log: Vec<_> = book.log().collect();
    assert_eq!(log[0].state, MeetingState::Planned);
    assert_eq!(log[1].kind, MeetingKind::Contact);
    assert_eq!(
        (log[2].minutes, log[2].title.as_str()),
        (Some(50), "Erste Pläne")
    );
    let note = book.note(log[2].id, book.me()).unwrap();
    assert_eq!(note.text, "Wir sprachen über Schulen.");
}

#[test]
fn our_own_log_comes_back_and_doubles_nothing() {
    let world = world();
    let what = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    let csv = written(&world, &what, "csv");
    let plan = plan(&world.book, "meetings.csv", &csv, &[]).unwrap();
    assert!(plan.is_empty(), "{:?}", plan.lines());
    assert!(plan.unchanged >= 4, "{:?}", plan.lines());
}

#[test]
fn a_changed_row_changes_what_it_became() {
    let book = taken_in(Book::default(), "log.csv", LOG);
    let later = LOG.replace("50 min", "55 min");
    let plan = plan(&book, "log.csv", later.as_bytes(), &[]).unwrap();
    let lines: Vec<_> = plan.changed.iter().map(RecordDiff::line).collect();
    assert_eq!(
        lines,
        ["meeting of Tue, Dec 1, 2026 “Erste Pläne”: minutes “50” becomes “55”"]
    );
    assert!(plan.new.is_empty());
}

#[test]
fn columns_are_named_where_their_names_do_not_tell() {
    let text = "A,B,C\ndec 1,First plans,7\n";
    let refused = plan(&Book::default(), "log.csv", text.as_bytes(), &[]).unwrap_err();
    assert_eq!(
        refused.message,
        "It cannot be told which column of the file is the date."
    );
    let map = [
        (ImportColumn::Date, "a".to_owned()),
        (ImportColumn::Title, "B".to_owned()),
    ];
    let lines = plan(&Book::default(), "log.csv", text.as_bytes(), &map)
        .unwrap()
        .lines();
    insta::assert_snapshot!(lines.join("\n"));
    let refused = plan(&Book::default(), "x.csv", b"A,B\n1,2\n", &[]).unwrap_err();
    assert_eq!(
        refused.message,
        "It cannot be told what the list in the file is."
    );
    let map = [(ImportColumn::Date, "Z".to_owned())];
    let refused = plan(&Book::default(), "log.csv", text.as_bytes(), &map).unwrap_err();
    assert_eq!(refused.message, "There is no column “Z” in the file.");
}

#[test]
fn days_of_one_column_are_read_alike() {
    let text = "Date,About\n3/12/2026,a\n13/12/2026,b\n";
    let book = taken_in(Book::default(), "log.csv", text);
    let days: Vec<_> = book.log().map(|meeting| meeting.date).collect();
    assert_eq!(days, [day(2026, 12, 13), day(2026, 12, 3)]);
}

pub const PAGE: &str = "# Our goals\n\n\
    - Start a STEM hour\n  - nobody does science here\n\
    - [x] Learn the budget\n\n\
    # Log\n\n\
    - 2026-12-01: First call\n\
    - dec 8, 2026 - E-mail about schools\n\n\
    # To do\n\n\
    | Task | Who | Due | Done |\n|---|---|---|---|\n\
    | Send the outline | Mentee | dec 15, 2026 | no |\n\
    | Share the budget | mentor | | yes |\n";

#[test]
fn a_page_of_notes_becomes_goals_meetings_and_actions() {
    let book = taken_in(Book::default(), "notes.md", PAGE);
    let goals = book.goals_in_order();
    assert_eq!(goals[0].title, "Start a STEM hour");
    assert_eq!(goals[0].why, "- nobody does science here");
    assert_eq!(goals[1].status, GoalStatus::Done);
    let log: Vec<_> = book
        .log()
        .map(|meeting| (meeting.date, meeting.title.as_str()))
        .collect();
    assert_eq!(
        log,
        [
            (day(2026, 12, 8), "E-mail about schools"),
            (day(2026, 12, 1), "First call")
        ]
    );
    let actions = book.actions_in_order();
    assert_eq!(actions[0].due, Some(day(2026, 12, 15)));
    assert!(actions[1].done.is_some() && actions[1].owner.includes(Role::Mentor));
}

pub const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n\
    BEGIN:VEVENT\r\nUID:abc@example.org\r\nDTSTAMP:20261101T000000Z\r\n\
    DTSTART;TZID=Europe/Berlin:20261201T100000\r\nDTEND;TZID=Europe/Berlin:20261201T105000\r\n\
    SUMMARY:Call with\\, well\\, Ben\r\nLOCATION:Zoom\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:def@example.org\r\nDTSTAMP:20261101T000000Z\r\n\
    DTSTART:20270501T080000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:Monthly\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:ghi@example.org\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:20270601\r\n\
    STATUS:CANCELLED\r\nSUMMARY:Visit\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:jkl\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Never\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn a_calendar_becomes_meetings() {
    let empty = Book::default();
    let lines = plan(&empty, "a.ics", CALENDAR.as_bytes(), &[])
        .unwrap()
        .lines();
    insta::assert_snapshot!(lines.join("\n"));
    let book = taken_in(empty, "a.ics", CALENDAR);
    let call = book.log().last().unwrap();
    assert_eq!(
        (call.minutes, call.title.as_str()),
        (Some(50), "Call with, well, Ben")
    );
    let moved = CALENDAR.replace("20261201T10", "20261202T10");
    let plan = plan(&book, "a.ics", moved.as_bytes(), &[]).unwrap();
    assert_eq!(
        (plan.new.len(), plan.changed.len()),
        (0, 1),
        "{:?}",
        plan.lines()
    );
}

#[test]
fn our_own_calendar_comes_back_and_doubles_nothing() {
    let world = world();
    let ics = written(&world, &ExportSubject::Everything, "ics");
    let plan = plan(&world.book, "all.ics", &ics, &[]).unwrap();
    assert!(plan.is_empty(), "{:?}", plan.lines());
    assert!(world.book.meetings.contains_key(&id("next")));
}

/// Judges whatever comes of a file: it is taken in once and for all, or refused with advice.
pub fn is_taken_in_or_refused(
    name: &str,
    bytes: &[u8],
    map: &[(ImportColumn, String)],
) -> Result<(), TestCaseError> {
    let mut book = Book::default();
    match plan(&book, name, bytes, map) {
        Ok(first) => {
            book.apply(&first.commit(name, &ctx()).changes);
            let again = plan(&book, name, bytes, map)
                .map_err(|problem| TestCaseError::fail(problem.message))?;
            prop_assert!(again.is_empty(), "{:?}", again.lines());
        }
        Err(problem) => {
            prop_assert!(problem.message.ends_with('.'), "{}", problem.message);
            prop_assert!(problem.hint.is_some(), "{}", problem.message);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_file_is_taken_in_once_or_refused_with_advice(text in "[a-z0-9,;:|/ #\\-\\[\\]\n\r\t'\"=*.]{0,200}", name in "(log|goals|x)\\.(csv|md|ics|json)") {
        for map in [Vec::new(), vec![(ImportColumn::Date, "a".to_owned())]] {
            is_taken_in_or_refused(&name, text.as_bytes(), &map)?;
        }
        for head in ["BEGIN:VCALENDAR\r\n", "Date,Title\n", "{\"records\":"] {
            is_taken_in_or_refused(&name, format!("{head}{text}").as_bytes(), &[])?;
        }
    }
}

#[test]
fn a_list_is_looked_at_before_it_is_taken_in() {
    let desk = Desk::with_book();
    std::fs::write(
        desk.path("log.csv"),
        "Date,About,Minutes\n2026-11-20,First plans,50\nnov 21,Second,\n",
    )
    .unwrap();
    insta::assert_snapshot!(desk.done("import log.csv --dry-run"));
    assert!(
        desk.done("meeting list").contains("No ")
            || desk.json("meeting list").as_array().unwrap().is_empty()
    );
    insta::assert_snapshot!(desk.done("import log.csv"));
    assert_eq!(desk.json("meeting list").as_array().unwrap().len(), 2);
    desk.done("undo");
    assert_eq!(desk.json("meeting list").as_array().unwrap().len(), 0);
    std::fs::write(desk.path("list.csv"), "Datum,Thema\n2026-11-20,Erste\n").unwrap();
    desk.done("import list.csv --as log --map date=Datum,title=Thema");
    for line in [
        "import log.csv --map day=Date",
        "import log.csv --map date",
        "import log.csv --as poem",
        "import year.matchbook",
    ] {
        let ran = desk.line(line);
        assert!(
            ran.exit != 0 && !ran.err.is_empty(),
            "{line}: {}",
            ran.shown()
        );
    }
}

#[test]
fn the_kinds_of_list_have_words() {
    assert_eq!("goals".parse(), Ok(ImportTarget::Goals));
}

//! Days and hours in the lists of other programs: each column is read in one way, and it is said which.

use chrono::{NaiveDateTime, TimeDelta};
use matchbook::domain::book::Book;
use matchbook::domain::change::Change;
use matchbook::domain::dates::DayOrder;
use matchbook::domain::meeting::Meeting;
use matchbook::domain::program::Cycle;
use matchbook::domain::region::Region;
use matchbook::import::{CalendarChoice, ImportContext, ImportPlan, ImportTarget};

use super::book::{day, id};
use super::import::ctx;
use super::verbs::Desk;

/// A book whose year began on 2 Nov 2026.
fn book() -> Book {
    let mut book = Book::default();
    let cycle = Cycle {
        id: id("cycle"),
        start: day(2026, 11, 2),
        end: day(2027, 10, 31),
        ..Cycle::default()
    };
    book.apply(&[Change::create(cycle)]);
    book
}

/// Plans the import of a log on Sun, Nov 22, 2026, by a clock an hour ahead of UTC.
fn plan(text: &str, order: Option<DayOrder>, book: &Book) -> ImportPlan {
    let asked = ImportContext {
        name: "x.csv",
        target: Some(ImportTarget::Log),
        map: &[],
        book,
        catalog: &matchbook::catalog::Catalog::new(),
        today: day(2026, 11, 22),
        now: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        order,
        local: &|utc: NaiveDateTime| utc + TimeDelta::hours(1),
        zone: None,
        choice: CalendarChoice::default(),
    };
    matchbook::import::plan(text.as_bytes(), &asked).unwrap()
}

/// The meetings of the list, in the order of its titles, and what is said.
fn taken(text: &str, order: Option<DayOrder>, mut book: Book) -> (Vec<Meeting>, ImportPlan) {
    let plan = plan(text, order, &book);
    book.apply(&plan.clone().commit("x.csv", &ctx()).changes);
    let mut meetings: Vec<_> = book.meetings.values().cloned().collect();
    meetings.sort_by(|a, b| a.title.cmp(&b.title));
    (meetings, plan)
}

fn days(text: &str) -> Vec<String> {
    let (meetings, plan) = taken(text, None, book());
    assert_eq!(plan.left_out, Vec::<String>::new());
    let days = meetings.iter().map(|meeting| meeting.date.to_string());
    days.collect()
}

/// What is said of the order of the dates.
fn said(plan: &ImportPlan) -> &str {
    let mut notes = plan.notes.iter();
    let note = notes.find(|note| note.starts_with("Dates like"));
    note.map_or("", |note| note.as_str())
}

const BOTH_WAYS: &str = "Date,Topic\n03/11/2026,a\n10/11/2026,b\n";

#[test]
fn dates_that_can_be_read_both_ways_are_those_that_fall_in_the_year() {
    assert_eq!(days(BOTH_WAYS), ["2026-11-03", "2026-11-10"]);
    let plan = plan(BOTH_WAYS, None, &book());
    let said = said(&plan);
    assert!(
        said.starts_with("Dates like “03/11/2026” are read with the day first ("),
        "{said}"
    );
    let end = "), so that they fall in the year of the book. “matchbook import FILE --month-first” reads them the other way.";
    assert!(said.ends_with(end), "{said}");
}

#[test]
fn the_user_says_the_order_of_day_and_month() {
    let (meetings, plan) = taken(BOTH_WAYS, Some(DayOrder::MonthFirst), book());
    assert_eq!(meetings[0].date, day(2026, 3, 11));
    assert_eq!(said(&plan), "");
}

#[test]
fn where_nothing_else_tells_dates_are_read_as_in_the_region() {
    let (meetings, plan) = taken(BOTH_WAYS, None, Book::default());
    assert_eq!(meetings[0].date, day(2026, 3, 11));
    assert!(
        said(&plan).contains("), as in the United States. “matchbook import FILE --day-first”")
    );
    Region::Elsewhere.make_current();
    let (meetings, plan) = taken(BOTH_WAYS, None, Book::default());
    Region::UnitedStates.make_current();
    assert_eq!(meetings[0].date, day(2026, 11, 3));
    assert!(
        said(&plan)
            .contains("), as outside the United States. “matchbook import FILE --month-first”")
    );
}

#[test]
fn dashes_put_the_day_first_in_every_region() {
    let (meetings, plan) = taken("Date,Topic\n03-11-2026,a\n", None, Book::default());
    assert_eq!(meetings[0].date, day(2026, 11, 3));
    assert!(
        said(&plan).contains("), as is usual with dashes. "),
        "{}",
        said(&plan)
    );
}

#[test]
fn one_date_tells_the_order_of_its_column() {
    // After dateparser#539: only some dates of a column tell their order.
    let text = "Date,Topic\n03/11/2026,a\n17/11/2026,b\n";
    let (meetings, plan) = taken(text, None, Book::default());
    assert_eq!(meetings[0].date, day(2026, 11, 3));
    assert!(
        said(&plan).contains("), as “17/11/2026” can only be. "),
        "{}",
        said(&plan)
    );
    // After dannymcc/may#250, and the dashes of dorumrr/happytaxes#10: exports of the United States.
    let text = "Date,Topic\n12/01/2026,a\n12/31/2026,b\n";
    assert_eq!(days(text), ["2026-12-01", "2026-12-31"]);
    let text = "Date,Topic\n12-01-26,a\n11-14-26,b\n";
    assert_eq!(days(text), ["2026-12-01", "2026-11-14"]);
    let text = "Datum;Thema\n03-11-2026;a\n17-11-2026;b\n";
    assert_eq!(days(text), ["2026-11-03", "2026-11-17"]);
    let text = "Date,Topic\n26-11-03,a\n26-12-05,b\n26-11-25,c\n";
    assert_eq!(days(text), ["2026-11-03", "2026-12-05", "2026-11-25"]);
}

#[test]
fn a_column_that_is_written_both_ways_is_told() {
    let text = "Date,Topic\n12/01/2026,a\n11/14/2026,b\n15/11/2026,c\n";
    let (meetings, plan) = taken(text, None, Book::default());
    assert_eq!(meetings[2].date, day(2026, 11, 15));
    assert!(
        said(&plan).contains("), though “15/11/2026” can only be another way. "),
        "{}",
        said(&plan)
    );
}

#[test]
fn years_of_two_digits_and_months_of_four_languages_are_read() {
    let text = "Date,Topic\n3.11.26,a\n11/17/26,b\n";
    assert_eq!(days(text), ["2026-11-03", "2026-11-17"]);
    let text = "Datum;Thema\n3. November 2026;a\n3. Dezember 2025;b\n3 de noviembre de 2026;c\n3 novembre 2026;d\n";
    assert_eq!(
        days(text),
        ["2026-11-03", "2025-12-03", "2026-11-03", "2026-11-03"]
    );
}

/// Day, hour, zone and minutes of the meetings.
fn hours(text: &str) -> (Vec<String>, Vec<String>) {
    let (meetings, plan) = taken(text, None, book());
    let lines = meetings.iter().map(|meeting| {
        let time = meeting
            .time
            .map_or_else(String::new, |time| time.format(" %H:%M").to_string());
        let minutes = meeting
            .minutes
            .map_or_else(String::new, |minutes| format!(" {minutes}"));
        format!("{}{time}{minutes} {}", meeting.date, meeting.zone)
            .trim()
            .to_owned()
    });
    (lines.collect(), plan.left_out)
}

#[test]
fn time_stamps_of_programs_are_read_by_the_clock_of_the_user() {
    let text = "Date,Topic\n2026/11/03 2:15:00 PM GMT+1,a\n2026-11-04T13:09:25+01:00,b\n2026-11-05T13:09:25Z,c\n2026-11-05T23:30:00.000Z,d\n";
    let (lines, left_out) = hours(text);
    let expected = [
        "2026-11-03 14:15",
        "2026-11-04 13:09",
        "2026-11-05 14:09",
        "2026-11-06 00:30",
    ];
    assert_eq!(
        (lines, left_out),
        (expected.map(str::to_owned).to_vec(), Vec::new())
    );
}

#[test]
fn hours_are_read_as_people_write_them_and_none_vanishes() {
    let text = "Date,Time,Topic\n2026-11-03,10:00 - 11:00,a\n2026-11-04,14h30,b\n2026-11-05,14:30 Uhr,c\n\
        2026-11-06,2pm ET,d\n2026-11-07,24:00,e\n2026-11-08,1899-12-30 10:00:00,f\n\
        2026-11-09,after work,g\n2026-11-10 3:15,,h\n";
    let (lines, left_out) = hours(text);
    let expected = [
        "2026-11-03 10:00 60",
        "2026-11-04 14:30",
        "2026-11-05 14:30",
        "2026-11-06 14:00 America/New_York",
        "2026-11-08 00:00",
        "2026-11-08 10:00",
        "2026-11-09",
        "2026-11-10",
    ];
    assert_eq!(lines, expected);
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(
        left_out[0].starts_with("Row 8: Its hour was left out. There is no hour in “after work”.")
    );
    assert!(
        left_out[1]
            .starts_with("Row 9: Its hour was left out. “2026-11-10 3:15” can be 3am or 3pm")
    );
}

#[test]
fn the_options_of_the_command_turn_the_dates_around() {
    let desk = Desk::with_book();
    std::fs::write(desk.path("log.csv"), BOTH_WAYS).unwrap();
    let shown = desk.done("import log.csv --as log --dry-run");
    assert!(shown.contains("reads them the other way."), "{shown}");
    desk.done("import log.csv --as log --month-first");
    let listed = desk.json("meeting list").to_string();
    assert!(
        listed.contains("2026-03-11") && listed.contains("2026-10-11"),
        "{listed}"
    );
    let refused = desk.line("import log.csv --as log --month-first --day-first");
    assert!(refused.exit != 0, "{}", refused.shown());
}

//! Calendar files of other programs, each with one thing that goes wrong elsewhere. The people in them are made up.

use std::fmt::Write;

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use matchbook::domain::book::Book;
use matchbook::domain::change::Record;
use matchbook::domain::id::Id;
use matchbook::domain::meeting::{Channel, Meeting, MeetingState};
use matchbook::domain::person::{Person, Role};
use matchbook::domain::program::Cycle;
use matchbook::import::{CalendarChoice, ImportContext, ImportPlan};
use matchbook::problem::Problem;

use super::book::{day, id};
use super::import::ctx;
use super::verbs::Desk;

/// The book of Rosa Tal, whose year with Ned Ivers began on November 2.
fn book() -> Book {
    let mut book = Book {
        complete: true,
        ..Book::default()
    };
    let person = |role: Role, name: &str| Person {
        id: Id::derived(&["person", role.key()]),
        role,
        name: name.to_owned(),
        ..Person::default()
    };
    book.extend([
        Record::from(person(Role::Mentee, "Rosa Tal")),
        Record::from(person(Role::Mentor, "Ned Ivers")),
        Record::from(Cycle {
            id: id("cycle"),
            program: "blank".to_owned(),
            start: day(2026, 11, 2),
            end: day(2027, 11, 1),
            ..Cycle::default()
        }),
    ]);
    book
}

fn looked_at(
    book: &Book,
    bytes: &[u8],
    zone: Tz,
    choice: &CalendarChoice,
) -> Result<ImportPlan, Problem> {
    let utc = |at: NaiveDateTime| at;
    let context = ImportContext {
        name: "a.ics",
        target: None,
        map: &[],
        book,
        catalog: &matchbook::catalog::Catalog::new(),
        today: day(2026, 11, 22),
        now: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
        order: None,
        local: &utc,
        zone: Some(zone),
        choice: choice.clone(),
    };
    matchbook::import::plan(bytes, &context)
}

/// What came of a file, and the book after it.
struct Taken {
    book: Book,
    plan: ImportPlan,
}

impl Taken {
    /// Takes a file in, twice: the second time changes nothing.
    fn of(mut book: Book, bytes: &[u8], zone: Tz, choice: &CalendarChoice) -> Self {
        let plan = looked_at(&book, bytes, zone, choice).unwrap();
        book.apply(&plan.clone().commit("a.ics", &ctx()).changes);
        let again = looked_at(&book, bytes, zone, choice).unwrap();
        assert!(again.is_empty(), "{:#?}", again.lines());
        Self { book, plan }
    }

    /// The meetings by day: `2026-11-03 10:00 45 Call`.
    fn log(&self) -> String {
        let mut meetings: Vec<_> = self.book.meetings.values().collect();
        meetings.sort_by_key(|meeting| (meeting.date, meeting.time, meeting.title.clone()));
        let mut log = String::new();
        for meeting in meetings {
            write!(log, "{}", meeting.date).unwrap();
            if let Some(time) = meeting.time {
                write!(log, " {}", time.format("%H:%M")).unwrap();
            }
            if !meeting.zone.is_empty() {
                write!(log, " {}", meeting.zone).unwrap();
            }
            if let Some(minutes) = meeting.minutes {
                write!(log, " {minutes}").unwrap();
            }
            if meeting.state == MeetingState::Cancelled {
                log.push_str(" off");
            }
            writeln!(log, " {}", meeting.title).unwrap();
        }
        log.trim_end().to_owned()
    }

    fn says(&self, words: &str) -> bool {
        let said = self.plan.notes.iter().chain(&self.plan.left_out);
        said.into_iter().any(|sentence| sentence.contains(words))
    }
}

/// Takes a file into the book, read in Berlin.
fn taken(text: &str) -> Taken {
    Taken::of(
        book(),
        text.as_bytes(),
        Tz::Europe__Berlin,
        &CalendarChoice::default(),
    )
}

/// A calendar of entries: each its kind in a word, then its lines, parted by bars.
fn calendar(entries: &[&str]) -> String {
    let mut text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Pine Library//cal//EN\r\n".to_owned();
    for entry in entries {
        let (kind, lines) = entry.split_once(' ').unwrap();
        let lines = lines.replace('|', "\r\n");
        write!(text, "BEGIN:{kind}\r\n{lines}\r\nEND:{kind}\r\n").unwrap();
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

const CALL: &str =
    "VEVENT UID:pine-1|DTSTART:20261103T100000|DTEND:20261103T104500|SUMMARY:Call with Ned";

fn with(more: &str) -> String {
    format!("{CALL}|{more}")
}

#[test]
fn days_of_a_series_that_are_left_out_or_added_are() {
    let excluded = with("RRULE:FREQ=WEEKLY;COUNT=3|EXDATE:20261103T100000");
    let taken_in = taken(&calendar(&[&excluded]));
    assert_eq!(
        taken_in.log(),
        "2026-11-10 10:00 45 Call with Ned\n2026-11-17 10:00 45 Call with Ned"
    );
    assert!(
        taken_in.says("“Call with Ned”: 2 meetings."),
        "{:?}",
        taken_in.plan.notes
    );
    let added = taken(&calendar(&[&with("RDATE:20261110T100000,20261119T160000")]));
    assert_eq!(
        added.log(),
        "2026-11-03 10:00 45 Call with Ned\n2026-11-10 10:00 45 Call with Ned\n2026-11-19 16:00 45 Call with Ned"
    );
}

#[test]
fn a_moved_day_of_a_series_stands_for_the_day_it_was() {
    let series = with("RRULE:FREQ=WEEKLY;COUNT=3");
    let moved = "VEVENT UID:pine-1|DTSTART:20261105T150000|DTEND:20261105T154500|SUMMARY:Call with Ned|RECURRENCE-ID:20261103T100000";
    for entries in [[series.as_str(), moved], [moved, &series]] {
        let taken_in = taken(&calendar(&entries));
        assert_eq!(
            taken_in.log(),
            "2026-11-05 15:00 45 Call with Ned\n2026-11-10 10:00 45 Call with Ned\n2026-11-17 10:00 45 Call with Ned"
        );
        assert!(taken_in.says("“Call with Ned”: 3 meetings, one moved."));
    }
    let alone = "VEVENT UID:pine-5|DTSTART;TZID=W. Europe Standard Time:20261105T080000|\
        DTEND;TZID=W. Europe Standard Time:20261105T100000|SUMMARY:Call with Ned|\
        RECURRENCE-ID;TZID=W. Europe Standard Time:20261105T093000";
    assert_eq!(
        taken(&calendar(&[alone])).log(),
        "2026-11-05 08:00 Europe/Berlin 120 Call with Ned"
    );
}

#[test]
fn an_hour_keeps_its_zone_and_the_look_says_what_it_is_here() {
    let partner = "VEVENT UID:pine-6|DTSTART;TZID=America/New_York:20261103T100000|\
        DTEND;TZID=America/New_York:20261103T104500|SUMMARY:Call with Ned";
    let taken_in = taken(&calendar(&[partner]));
    assert_eq!(
        taken_in.log(),
        "2026-11-03 10:00 America/New_York 45 Call with Ned"
    );
    let shown = &taken_in.plan.new[0];
    let hour = matchbook::domain::dates::format_time("16:00:00".parse().unwrap());
    assert!(
        shown.contains("(America/New_York)") && shown.ends_with(&format!(", {hour} for you")),
        "{shown}"
    );
    let home = "VEVENT UID:pine-7|DTSTART;TZID=\"W. Europe Standard Time\":20261103T100000|\
        DTEND;TZID=\"W. Europe Standard Time\":20261103T104500|SUMMARY:Call with Ned";
    assert_eq!(
        taken(&calendar(&[home])).log(),
        "2026-11-03 10:00 Europe/Berlin 45 Call with Ned"
    );
    // UTC is nobody's clock.
    let utc = "VEVENT UID:pine-7|DTSTART:20261103T100000Z|SUMMARY:Call with Ned";
    assert_eq!(
        taken(&calendar(&[utc])).log(),
        "2026-11-03 11:00 Europe/Berlin Call with Ned"
    );
}

/// A zone that a file defines as Outlook does, with Central European rules.
fn zone(name: &str) -> String {
    format!(
        "VTIMEZONE TZID:{name}|BEGIN:STANDARD|DTSTART:16010101T030000|TZOFFSETFROM:+0200|TZOFFSETTO:+0100|\
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10|END:STANDARD|BEGIN:DAYLIGHT|DTSTART:16010101T020000|\
        TZOFFSETFROM:+0100|TZOFFSETTO:+0200|RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3|END:DAYLIGHT"
    )
}

#[test]
fn a_zone_that_only_the_file_defines_is_read_by_its_rules() {
    let far = |text: &str| {
        let choice = CalendarChoice::default();
        Taken::of(book(), text.as_bytes(), Tz::America__Chicago, &choice)
    };
    for name in [
        "(GMT+01.00) Sarajevo/Warsaw/Zagreb",
        "Customized Time Zone",
        "Uhr von Ned",
    ] {
        let at = |day: &str| {
            format!(
                "VEVENT UID:{day}|DTSTART;TZID={name}:{day}T100000|DTEND;TZID={name}:{day}T104500|SUMMARY:Call"
            )
        };
        let text = calendar(&[&zone(name), &at("20261103"), &at("20270601")]);
        let taken_in = far(&text);
        let hours: Vec<_> = taken_in
            .book
            .meetings
            .values()
            .map(|one| {
                let zone: Tz = one.zone.parse().unwrap();
                let utc =
                    matchbook::domain::zone::to_utc(one.date.and_time(one.time.unwrap()), zone);
                matchbook::domain::zone::to_zone(utc, Tz::America__Chicago).to_string()
            })
            .collect();
        assert!(
            hours.contains(&"2026-11-03 03:00:00".to_owned()),
            "{name}: {hours:?}"
        );
        assert!(
            hours.contains(&"2027-06-01 03:00:00".to_owned()),
            "{name}: {hours:?}"
        );
    }
    let unknown = CALL.replace("DTSTART:", "DTSTART;TZID=Pine Time:");
    let taken_in = taken(&calendar(&[&unknown]));
    assert!(taken_in.says("The time zone “Pine Time” is not known"));
}

#[test]
fn days_without_an_hour_stay_days() {
    for (lines, log) in [
        (
            "DTSTART;VALUE=DATE:20261103|DTEND;VALUE=DATE:20261104",
            "2026-11-03 Visit",
        ),
        (
            "DTSTART;TZID=Europe/Oslo;VALUE=DATE:20261113|DTEND;TZID=Europe/Oslo;VALUE=DATE:20261113",
            "2026-11-13 Visit",
        ),
        (
            "DTSTART;VALUE=DATE:20261103T000000Z|DTEND;VALUE=DATE:20261104T000000Z",
            "2026-11-03 Visit",
        ),
        ("DTSTART:20261103|DURATION:P1D", "2026-11-03 Visit"),
        (
            "DTSTART:20261103T000000|DTEND:20261104T000000|X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "2026-11-03 Visit",
        ),
        // An hour that is called a day is an hour all the same.
        (
            "DTSTART;VALUE=DATE:20261103T143000",
            "2026-11-03 14:30 Visit",
        ),
    ] {
        let taken_in = taken(&calendar(&[&format!(
            "VEVENT UID:pine-10|SUMMARY:Visit|{lines}"
        )]));
        assert_eq!(taken_in.log(), log, "{lines}");
    }
    let long =
        "VEVENT UID:pine-10|SUMMARY:Visit|DTSTART;VALUE=DATE:20261103|DTEND;VALUE=DATE:20261106";
    assert!(taken(&calendar(&[long])).says("“Visit” lasts 3 days; the first one is taken."));
}

/// The same calendar as other programs write it.
fn rewritten(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let blank = text.replace("\r\n", "\r\n\r\n");
    let small = text.replace("BEGIN", "begin").replace("VEVENT", "vevent");
    let bare = text.lines().filter(|line| !line.contains("VCALENDAR"));
    let bare: Vec<_> = bare.collect();
    let utf16 = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        ("line feeds", text.replace("\r\n", "\n").into_bytes()),
        ("carriage returns", text.replace("\r\n", "\r").into_bytes()),
        ("a byte order mark", format!("\u{feff}{text}").into_bytes()),
        (
            "blank lines",
            blank.replace("über", "\r\n\r\n\tüber").into_bytes(),
        ),
        ("UTF-16", utf16),
        (
            "small letters",
            small.replace("SUMMARY", "summary").into_bytes(),
        ),
        (
            "a line after the end",
            format!("{text}X-COMMENT:cached at noon\r\n").into_bytes(),
        ),
        (
            "a line before it",
            format!("Cached at noon\r\n{text}").into_bytes(),
        ),
        ("no calendar around it", bare.join("\r\n").into_bytes()),
    ]
}

#[test]
fn letters_and_lines_are_whole_however_they_were_written() {
    let text =
        calendar(&["VEVENT UID:pine-14|DTSTART:20261103T100000|SUMMARY:Gespräch über Bücher"]);
    let mut bytes = text.clone().into_bytes();
    let at = bytes
        .windows(2)
        .position(|pair| pair == "ü".as_bytes())
        .unwrap();
    bytes.splice(at + 1..=at, *b"\r\n ");
    for (how, bytes) in rewritten(&text)
        .into_iter()
        .chain([("a fold inside of a letter", bytes)])
    {
        let taken_in = Taken::of(
            book(),
            &bytes,
            Tz::Europe__Berlin,
            &CalendarChoice::default(),
        );
        assert_eq!(
            taken_in.log(),
            "2026-11-03 10:00 Gespräch über Bücher",
            "{how}"
        );
    }
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let taken_in = Taken::of(
        book(),
        &latin,
        Tz::Europe__Berlin,
        &CalendarChoice::default(),
    );
    assert_eq!(taken_in.log(), "2026-11-03 10:00 Gespräch über Bücher");
    assert!(taken_in.says("letters"), "{:?}", taken_in.plan.notes);
    let quotes = "VEVENT UID:pine-24|DTSTART:20261103T100000|SUMMARY:The \\\"plans\\\"";
    assert_eq!(
        taken(&calendar(&[quotes])).log(),
        "2026-11-03 10:00 The \"plans\""
    );
}

#[test]
fn of_two_calls_of_a_day_one_is_the_meeting_of_the_book() {
    let mut begun = book();
    begun.extend([Record::from(Meeting {
        id: id("typed"),
        date: day(2026, 11, 3),
        title: "Call".to_owned(),
        state: MeetingState::Held,
        ..Meeting::default()
    })]);
    let text = calendar(&[
        "VEVENT UID:pine-21|DTSTART:20261103T100000|SUMMARY:Call",
        "VEVENT UID:pine-22|DTSTART:20261103T150000|SUMMARY:Call",
    ]);
    let taken_in = Taken::of(
        begun,
        text.as_bytes(),
        Tz::Europe__Berlin,
        &CalendarChoice::default(),
    );
    assert_eq!(
        taken_in.log(),
        "2026-11-03 10:00 Call\n2026-11-03 15:00 Call"
    );
    assert!(taken_in.book.meetings[&id("typed")].time.is_some());
}

#[test]
fn a_description_becomes_notes_of_the_owner_and_never_replaces_them() {
    let text = calendar(&[&with(
        "DESCRIPTION:Agenda:\\n1. shelf move\\n2. grant\\, due soon|X-ALT-DESC;FMTTYPE=text/html:<b>Agenda</b>|LOCATION:Pine Library",
    )]);
    let taken_in = taken(&text);
    let meeting = taken_in.book.meetings.values().next().unwrap().id;
    let note = taken_in
        .book
        .note(meeting, taken_in.book.me())
        .unwrap()
        .clone();
    assert_eq!(
        note.text,
        "Where: Pine Library\n\nAgenda:\n1. shelf move\n2. grant, due soon"
    );
    let mut own = taken_in.book;
    own.extend([Record::from(matchbook::domain::meeting::Note {
        text: "We chose the grant.".to_owned(),
        ..note
    })]);
    let again = Taken::of(
        own,
        text.as_bytes(),
        Tz::Europe__Berlin,
        &CalendarChoice::default(),
    );
    assert!(again.plan.is_empty());
    assert!(
        again.says("The book keeps its notes on 1 meeting"),
        "{:?}",
        again.plan.notes
    );
}

#[test]
fn to_dos_become_actions_and_what_cannot_be_taken_is_named() {
    let todo = "VTODO UID:pine-27|DUE;VALUE=DATE:20261201|SUMMARY:Send Ned the reading list";
    let done = "VTODO UID:pine-30|SUMMARY:Book the room|STATUS:COMPLETED";
    let journal = "VJOURNAL UID:pine-28|DTSTART;VALUE=DATE:20261104|SUMMARY:Notes of the call";
    let taken_in = taken(&calendar(&[CALL, todo, journal]));
    assert_eq!(taken_in.book.meetings.len(), 1);
    assert!(taken_in.says("The journal entry “Notes of the call” was left out"));
    let taken_in = taken(&calendar(&[todo, done]));
    let mut actions: Vec<_> = taken_in
        .book
        .actions
        .values()
        .map(|one| (one.text.as_str(), one.due, one.done))
        .collect();
    actions.sort();
    assert_eq!(
        actions,
        [
            ("Book the room", None, Some(day(2026, 11, 22))),
            ("Send Ned the reading list", Some(day(2026, 12, 1)), None),
        ]
    );
    let renamed = calendar(&[&todo.replace("the reading list", "two books")]);
    let later = Taken::of(
        taken_in.book,
        renamed.as_bytes(),
        Tz::Europe__Berlin,
        &CalendarChoice::default(),
    );
    assert_eq!((later.plan.new.len(), later.plan.changed.len()), (0, 1));
}

#[test]
fn a_to_do_that_is_in_the_file_twice_joins_one_action() {
    let mut begun = book();
    begun.extend([Record::from(matchbook::domain::action::Action {
        id: id("typed"),
        text: "Send the outline".to_owned(),
        ..Default::default()
    })]);
    let todo = "VTODO UID:t|DUE;VALUE=DATE:20261201|SUMMARY:Send the outline";
    let text = calendar(&[todo, "VTODO UID:t|SUMMARY:Send the outline"]);
    let choice = CalendarChoice::default();
    let taken_in = Taken::of(begun, text.as_bytes(), Tz::Europe__Berlin, &choice);
    assert_eq!(taken_in.book.actions.len(), 1);
    assert!(taken_in.says("is in the file twice"));
}

#[test]
fn an_empty_calendar_and_one_that_is_cut_off_change_nothing() {
    let empty = looked_at(
        &book(),
        calendar(&[]).as_bytes(),
        Tz::Europe__Berlin,
        &CalendarChoice::default(),
    )
    .unwrap();
    assert!(empty.is_empty());
    assert_eq!(
        empty.left_out,
        ["The calendar is empty: it holds no event and no to-do."]
    );
    let cut = calendar(&[CALL, CALL]);
    for end in [cut.len() - 4, cut.len() - 40, 130] {
        let refused = looked_at(
            &book(),
            &cut.as_bytes()[..end],
            Tz::Europe__Berlin,
            &CalendarChoice::default(),
        )
        .unwrap_err();
        assert_eq!(refused.message, "The calendar file is not complete.");
    }
}

#[test]
fn two_calendars_in_a_file_are_both_read() {
    let one = calendar(&["VEVENT UID:pine-34|DTSTART:20261103T100000|SUMMARY:First"]);
    let two = calendar(&["VEVENT UID:pine-35|DTSTART:20261110T100000|SUMMARY:Second"]);
    assert_eq!(
        taken(&format!("{one}{two}")).log(),
        "2026-11-03 10:00 First\n2026-11-10 10:00 Second"
    );
}

#[test]
fn a_broken_event_is_named_and_the_others_come_in() {
    let good = "VEVENT UID:good|DTSTART:20261110T100000|SUMMARY:Good";
    for (broken, why) in [
        (
            "VEVENT UID:bad|DTSTART:2026-11-03|SUMMARY:Bad",
            "“Bad” was left out: it has no day",
        ),
        (
            "VEVENT UID:bad|DTSTART;TZID=Europe/Berlin:20261103T1|SUMMARY:Bad",
            "“Bad” was left out: it has no day",
        ),
        (
            "VEVENT UID:bad|SUMMARY:Bad",
            "“Bad” was left out: it has no day",
        ),
        (
            "VEVENT UID:bad|DTSTART:20261399T990000|SUMMARY:Bad",
            "“Bad” was left out: it has no day",
        ),
        (
            "VEVENT UID:bad|DTSTART:20261103T100000|SUMMARY:Bad|BEGIN:VALARM|BEGIN:VEVENT|UID:x",
            "does not say where it ends",
        ),
    ] {
        let taken_in = taken(&calendar(&[good, broken, good]));
        assert!(taken_in.log().contains("Good") && !taken_in.log().contains("Bad"));
        assert!(taken_in.says(why), "{:?}", taken_in.plan.left_out);
    }
}

#[test]
fn a_later_file_moves_a_meeting_and_clears_nothing() {
    let first = calendar(&[
        "VEVENT UID:pine-41|DTSTART:20261201T100000|DTEND:20261201T110000|SUMMARY:Call with Ned|LOCATION:Zoom|SEQUENCE:1",
    ]);
    let later =
        calendar(&["VEVENT UID:pine-41|DTSTART:20261202T150000|SUMMARY:Call with Ned|SEQUENCE:2"]);
    let next = |book: Book, text: &str| {
        Taken::of(
            book,
            text.as_bytes(),
            Tz::Europe__Berlin,
            &CalendarChoice::default(),
        )
    };
    let moved = next(taken(&first).book, &later);
    assert_eq!(moved.log(), "2026-12-02 15:00 60 Call with Ned");
    assert_eq!(
        moved.book.meetings.values().next().unwrap().channel,
        Some(Channel::Video)
    );
    // An older file that is found in the mail later changes nothing.
    let older = next(moved.book, &first);
    assert_eq!(older.log(), "2026-12-02 15:00 60 Call with Ned");
    assert!(
        older.says("the book has a newer version of it"),
        "{:?}",
        older.plan.left_out
    );
    // Nor does its place in one file count.
    let both = calendar(&[]).replace("END:VCALENDAR\r\n", "");
    let events =
        |text: &str| text[text.find("BEGIN:VEVENT").unwrap()..].replace("END:VCALENDAR\r\n", "");
    let both = format!(
        "{both}{}{}END:VCALENDAR\r\n",
        events(&later),
        events(&first)
    );
    assert_eq!(taken(&both).log(), "2026-12-02 15:00 Call with Ned");
}

#[test]
fn an_hour_that_moves_stays_in_the_zone_that_the_file_names() {
    let at = |hour: &str| {
        let start = format!("DTSTART;TZID=America/New_York:20261103T{hour}");
        calendar(&[&format!("VEVENT UID:a|{start}|SUMMARY:x")])
    };
    let first = taken(&at("100000"));
    let choice = CalendarChoice::default();
    let later = Taken::of(
        first.book,
        at("110000").as_bytes(),
        Tz::Europe__Berlin,
        &choice,
    );
    assert_eq!(later.log(), "2026-11-03 11:00 America/New_York x");
}

#[test]
fn a_cancellation_calls_the_meeting_off() {
    let series = calendar(&[
        "VEVENT UID:pine-50|DTSTART:20261201T100000|SUMMARY:Call with Ned|RRULE:FREQ=WEEKLY;COUNT=2",
    ]);
    let cancel =
        |lines: &str| calendar(&[lines]).replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:CANCEL");
    let next = |book: Book, text: &str| {
        Taken::of(
            book,
            text.as_bytes(),
            Tz::Europe__Berlin,
            &CalendarChoice::default(),
        )
    };
    let one = cancel(
        "VEVENT UID:pine-50|DTSTART:20261208T100000|SUMMARY:Canceled: Call with Ned|RECURRENCE-ID:20261208T100000|SEQUENCE:1",
    );
    let after = next(taken(&series).book, &one);
    assert!(
        after
            .log()
            .contains("2026-12-01 10:00 Call with Ned\n2026-12-08 10:00 off"),
        "{}",
        after.log()
    );
    // A later file of the series that leaves a day out calls it off, too.
    let left_out = series.replace("COUNT=2", "COUNT=2\r\nEXDATE:20261201T100000");
    let after = next(taken(&series).book, &left_out);
    assert_eq!(
        after.log(),
        "2026-12-01 10:00 off Call with Ned\n2026-12-08 10:00 Call with Ned"
    );
    let reply = calendar(&[CALL]).replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:REPLY");
    let after = taken(&reply);
    assert!(after.plan.is_empty() && after.says("An answer to an invitation was left out"));
}

const WHOLE: &[&str] = &[
    "VEVENT UID:p1|DTSTART;VALUE=DATE:20261111|SUMMARY:Town holiday|TRANSP:TRANSPARENT",
    "VEVENT UID:p2|DTSTART:20261112T090000|DTEND:20261112T093000|SUMMARY:Dentist",
    "VEVENT UID:p3|DTSTART:20261113T100000|DTEND:20261113T104500|SUMMARY:Call with Ned",
    "VTODO UID:p4|SUMMARY:Water the plants",
];

#[test]
fn of_a_whole_calendar_what_is_asked_for_is_taken() {
    let text = calendar(WHOLE);
    let all = taken(&text);
    assert!(!all.log().contains("holiday") && all.says("“Town holiday” was left out"));
    let asked =
        |choice: CalendarChoice| Taken::of(book(), text.as_bytes(), Tz::Europe__Berlin, &choice);
    let call = asked(CalendarChoice {
        only: vec!["NED".to_owned()],
        ..CalendarChoice::default()
    });
    assert_eq!(call.log(), "2026-11-13 10:00 45 Call with Ned");
    assert_eq!(call.book.actions.len(), 0);
    assert!(
        call.says("Not asked for: 3 entries."),
        "{:?}",
        call.plan.notes
    );
    let holiday = asked(CalendarChoice {
        only: vec!["holiday".to_owned()],
        ..CalendarChoice::default()
    });
    assert_eq!(holiday.log(), "2026-11-11 Town holiday");
    let days = asked(CalendarChoice {
        from: Some(day(2026, 11, 12)),
        until: NaiveDate::from_ymd_opt(2026, 11, 12),
        ..CalendarChoice::default()
    });
    assert_eq!(days.log(), "2026-11-12 09:00 30 Dentist");
    let picked = all
        .plan
        .choices
        .iter()
        .filter(|it| it.label.contains("Dentist"));
    let picked = asked(CalendarChoice {
        picked: Some(picked.map(|it| it.id).collect()),
        ..CalendarChoice::default()
    });
    assert_eq!(picked.log(), "2026-11-12 09:00 30 Dentist");
}

#[test]
fn the_command_takes_what_is_asked_for_and_shows_day_hour_and_zone() {
    let desk = Desk::with_book();
    let text = calendar(&[&with("RRULE:FREQ=WEEKLY;COUNT=2"), WHOLE[1]])
        .replace("2026110", "2026120")
        .replace("202611", "202612");
    std::fs::write(desk.path("a.ics"), text).unwrap();
    let answer = desk.done("import a.ics --only ned --dry-run");
    assert!(
        answer.contains("“Call with Ned”: 2 meetings.") && answer.contains(" at "),
        "{answer}"
    );
    let answer = desk.done("import a.ics --only ned --from 2026-12-05");
    assert!(
        answer.contains("1 new") && !answer.contains("Dentist"),
        "{answer}"
    );
    assert!(desk.line("import a.ics --from soonish").exit != 0);
    std::fs::write(desk.path("log.csv"), "Date,About\n2026-12-01,x\n").unwrap();
    assert!(
        desk.line("import log.csv --only x")
            .err
            .contains("no calendar")
    );
}

#[test]
fn the_channel_comes_from_place_and_link_and_never_from_the_title() {
    for (lines, channel, link) in [
        ("SUMMARY:Brief talk on budgets", None, ""),
        (
            "SUMMARY:Meet Ned at the library|LOCATION:Pine Library",
            None,
            "",
        ),
        ("SUMMARY:Text study group", None, ""),
        (
            "SUMMARY:Talk|LOCATION:Microsoft Teams Meeting",
            Some(Channel::Video),
            "",
        ),
        (
            "SUMMARY:Talk|LOCATION:https://meet.google.com/abc",
            Some(Channel::Video),
            "https://meet.google.com/abc",
        ),
        (
            "SUMMARY:Talk|X-GOOGLE-CONFERENCE:https://meet.google.com/abc",
            Some(Channel::Video),
            "https://meet.google.com/abc",
        ),
        (
            "SUMMARY:Talk|CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1-555-0100",
            Some(Channel::Phone),
            "tel:+1-555-0100",
        ),
        (
            "SUMMARY:Talk|X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1",
            Some(Channel::Video),
            "https://teams.microsoft.com/l/1",
        ),
        (
            "SUMMARY:Talk|URL:https://pine.example/talk",
            None,
            "https://pine.example/talk",
        ),
        (
            "SUMMARY:Talk|DESCRIPTION:Join: https://zoom.us/j/1?pwd=2\\nSee you",
            Some(Channel::Video),
            "https://zoom.us/j/1?pwd=2",
        ),
    ] {
        let taken_in = taken(&calendar(&[&format!(
            "VEVENT UID:p|DTSTART:20261103T100000|{lines}"
        )]));
        let meeting = taken_in.book.meetings.values().next().unwrap();
        assert_eq!(
            (meeting.channel, meeting.link.as_str()),
            (channel, link),
            "{lines}"
        );
    }
}

#[test]
fn an_invitation_of_the_partner_joins_the_meeting_that_is_planned_for_its_hour() {
    let mut begun = book();
    begun.extend([Record::from(Meeting {
        id: id("planned"),
        date: day(2026, 12, 1),
        time: "16:00:00".parse().ok(),
        zone: "Europe/Berlin".to_owned(),
        state: MeetingState::Planned,
        title: "Budget".to_owned(),
        ..Meeting::default()
    })]);
    let at = |hour: &str, sequence: u32| {
        calendar(&[&format!(
            "VEVENT UID:inv|DTSTART;TZID=America/New_York:202612{hour}|DURATION:PT30M|SUMMARY:Rosa / Ned: monthly|SEQUENCE:{sequence}"
        )])
    };
    let next = |book: Book, text: &str| {
        Taken::of(
            book,
            text.as_bytes(),
            Tz::Europe__Berlin,
            &CalendarChoice::default(),
        )
    };
    let joined = next(begun.clone(), &at("01T100000", 0));
    assert_eq!(joined.log(), "2026-12-01 16:00 Europe/Berlin 30 Budget");
    // What joined it moves it from then on.
    let moved = next(joined.book, &at("02T110000", 1));
    assert_eq!(moved.book.meetings.len(), 1);
    assert!(
        moved
            .log()
            .starts_with("2026-12-02 11:00 America/New_York 30"),
        "{}",
        moved.log()
    );
    let stranger =
        calendar(&["VEVENT UID:d|DTSTART;TZID=Europe/Berlin:20261201T160000|SUMMARY:Dentist"]);
    assert_eq!(next(begun, &stranger).book.meetings.len(), 2);
}

#[test]
fn bombs_are_told_and_take_no_time() {
    let rule = |rule: &str| {
        calendar(&[
            &with(&format!("RRULE:{rule}")),
            "VEVENT UID:good|DTSTART:20261110T100000|SUMMARY:Good",
        ])
    };
    for bomb in [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;UNTIL=30261103T100000Z",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9;BYMINUTE=1,2,3,4,5,6,7,8,9",
    ] {
        let taken_in = taken(&rule(bomb));
        assert_eq!(taken_in.log(), "2026-11-10 10:00 Good", "{bomb}");
        assert!(
            taken_in.says("“Call with Ned” was left out: it repeats too often"),
            "{bomb}"
        );
    }
    let never = with("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
    let many: Vec<_> = (0..30)
        .map(|number| never.replace("pine-1", &format!("pine-{number}")))
        .collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    assert!(taken(&calendar(&many)).says("by a rule without end"));
}

/// A calendar with most of what calendars can have.
pub fn odd_calendar() -> String {
    let moved = "VEVENT UID:s|RECURRENCE-ID;TZID=Europe/Berlin:20261208T100000|DTSTART;TZID=Europe/Berlin:20261209T113000|SUMMARY:Moved|SEQUENCE:3|STATUS:CONFIRMED";
    let series = "VEVENT UID:s|DTSTART;TZID=Europe/Berlin:20261201T100000|DTEND;TZID=Europe/Berlin:20261201T104500|SUMMARY:Call with Ned|\
        RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270601T080000Z|EXDATE;TZID=Europe/Berlin:20261203T100000|RDATE:20261224T090000|SEQUENCE:2|\
        DESCRIPTION:Join https://zoom.us/j/1\\nAgenda|LOCATION:Room 3|X-GOOGLE-CONFERENCE:https://meet.google.com/a";
    let custom = "VEVENT UID:c|DTSTART;TZID=Customized Time Zone:20270115T090000|DURATION:PT1H30M|SUMMARY:Büchertisch|RRULE:FREQ=MONTHLY;COUNT=4";
    let todo = "VTODO UID:t|DUE;TZID=America/New_York:20261201T200000|SUMMARY:Send the outline|STATUS:COMPLETED|COMPLETED:20261130T120000Z";
    let entries = [
        &zone("Customized Time Zone"),
        series,
        moved,
        custom,
        WHOLE[0],
        WHOLE[1],
        todo,
        "VJOURNAL SUMMARY:Notes",
    ];
    calendar(&entries)
}

/// Calendars that people have asked about in public, with the days that they meant.
#[test]
fn calendars_of_public_threads_come_in_as_they_were_meant() {
    let wednesdays = "RRULE:FREQ=WEEKLY;UNTIL=20261118";
    for (thread, lines, log) in [
        // After jens-maus/node-ical#436 and linagora/twake-calendar-frontend#748: the last day is a day without an hour.
        ("node-ical#436", format!("VEVENT UID:a|DTSTART;TZID=Pacific/Auckland:20261104T180000|SUMMARY:x|{wednesdays}"),
            "2026-11-04 18:00 Pacific/Auckland x\n2026-11-11 18:00 Pacific/Auckland x\n2026-11-18 18:00 Pacific/Auckland x"),
        // After jshor/datebook#120: the last hour in UTC is an earlier one by the clock of the series.
        ("datebook#120", "VEVENT UID:a|DTSTART;TZID=Europe/Berlin:20261104T160000|SUMMARY:x|RRULE:FREQ=WEEKLY;UNTIL=20261111T150000Z".to_owned(),
            "2026-11-04 16:00 Europe/Berlin x\n2026-11-11 16:00 Europe/Berlin x"),
        // After ical-org/ical.net#588 and ridafkih/keeper.sh#554: the last hour has no zone.
        ("ical.net#588", "VEVENT UID:a|DTSTART;TZID=Central Standard Time:20261104T130000|SUMMARY:x|RRULE:FREQ=DAILY;UNTIL=20261105T130000;WKST=SU".to_owned(),
            "2026-11-04 13:00 America/Chicago x\n2026-11-05 13:00 America/Chicago x"),
        // After nextcloud/server#44600, sabre-io/vobject#555 and kewisch/ical.js#458: a day is left out of a series with hours.
        ("server#44600", "VEVENT UID:a|DTSTART;TZID=Europe/Vienna:20261104T100000|SUMMARY:x|RRULE:FREQ=DAILY;COUNT=3|EXDATE;VALUE=DATE:20261105".to_owned(),
            "2026-11-04 10:00 Europe/Vienna x\n2026-11-06 10:00 Europe/Vienna x"),
        // After sebbo2002/ical-generator#442: days left out in UTC of a series without a zone, read in Berlin.
        ("ical-generator#442", "VEVENT UID:a|DTSTART:20261104T100000|SUMMARY:x|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20261105T090000Z".to_owned(),
            "2026-11-04 10:00 x\n2026-11-06 10:00 x"),
        // After bitfireAT/synctools#80: the moved day is named by the clock of another zone.
        ("synctools#80", "VEVENT UID:a|DTSTART;TZID=Pacific/Auckland:20261104T110000|SUMMARY:x|RRULE:FREQ=DAILY;COUNT=2\nVEVENT UID:a|RECURRENCE-ID;TZID=Europe/Paris:20261104T230000|DTSTART;TZID=Europe/Paris:20261105T010000|SUMMARY:y".to_owned(),
            "2026-11-04 11:00 Pacific/Auckland x\n2026-11-05 01:00 Europe/Paris y"),
        // After niccokunzmann/python-recurring-ical-events#163: a moved day was left out later.
        ("recurring-ical-events#163", "VEVENT UID:a|DTSTART;VALUE=DATE:20261104|SUMMARY:x|RRULE:FREQ=DAILY;COUNT=2|EXDATE;VALUE=DATE:20261105|SEQUENCE:2\nVEVENT UID:a|RECURRENCE-ID;VALUE=DATE:20261105|DTSTART;VALUE=DATE:20261106|SUMMARY:y|SEQUENCE:1".to_owned(),
            "2026-11-04 x"),
        // After kewisch/ical.js#302: all days from one on are moved.
        ("ical.js#302", "VEVENT UID:a|DTSTART:20261104T100000|SUMMARY:x|RRULE:FREQ=DAILY;COUNT=3\nVEVENT UID:a|RECURRENCE-ID;RANGE=THISANDFUTURE:20261105T100000|DTSTART:20261105T120000|SUMMARY:y".to_owned(),
            "2026-11-04 10:00 x\n2026-11-05 12:00 y\n2026-11-06 12:00 y"),
        // After kewisch/ical.js#457: a moved day repeats the rule of its series, but does not repeat.
        ("ical.js#457", "VEVENT UID:a|DTSTART:20261104T100000|SUMMARY:x|RRULE:FREQ=DAILY;COUNT=2\nVEVENT UID:a|RECURRENCE-ID:20261105T100000|DTSTART:20261105T120000|SUMMARY:y|RRULE:FREQ=DAILY;COUNT=2".to_owned(),
            "2026-11-04 10:00 x\n2026-11-05 12:00 y"),
        // After iCalcreator/iCalcreator#86: a zone lists its changes one by one.
        ("iCalcreator#86", "VTIMEZONE TZID:Here|BEGIN:STANDARD|DTSTART:20261025T030000|RDATE:20271031T030000|TZOFFSETFROM:+0200|TZOFFSETTO:+0100|END:STANDARD|BEGIN:DAYLIGHT|DTSTART:20260329T020000|RDATE:20270328T020000|TZOFFSETFROM:+0100|TZOFFSETTO:+0200|END:DAYLIGHT\nVEVENT UID:a|DTSTART;TZID=Here:20270326T100000|SUMMARY:x|RRULE:FREQ=WEEKLY;COUNT=2".to_owned(),
            "2027-03-26 10:00 Europe/Berlin x\n2027-04-02 10:00 Europe/Berlin x"),
        // After collective/icalendar#313: a registry has put its own name before that of the zone.
        ("icalendar#313", "VEVENT UID:a|DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Oslo:20261104T100000|SUMMARY:x".to_owned(),
            "2026-11-04 10:00 Europe/Oslo x"),
    ] {
        let entries: Vec<_> = lines.split('\n').collect();
        assert_eq!(taken(&calendar(&entries)).log(), log, "{thread}");
    }
}

#[test]
fn an_end_without_a_zone_is_by_the_clock_of_the_start() {
    let start = "VEVENT UID:a|DTSTART;TZID=Europe/Brussels:20261104T180000|SUMMARY:x";
    for (end, log) in [
        (
            "DTEND:20261104T190000",
            "2026-11-04 18:00 Europe/Brussels 60 x",
        ),
        (
            "DTEND;VALUE=DATE:20261105",
            "2026-11-04 18:00 Europe/Brussels 360 x",
        ),
        (
            "DTEND;TZID=Europe/London:20261104T180000",
            "2026-11-04 18:00 Europe/Brussels 60 x",
        ),
        ("DURATION:PT1H30M", "2026-11-04 18:00 Europe/Brussels 90 x"),
        ("DURATION:P1DT1S", "2026-11-04 18:00 Europe/Brussels x"),
    ] {
        let taken_in = taken(&calendar(&[&format!("{start}|{end}")]));
        assert_eq!(taken_in.log(), log, "{end}");
    }
    // Nobody has said how long it takes.
    assert_eq!(
        taken(&calendar(&[start])).log(),
        "2026-11-04 18:00 Europe/Brussels x"
    );
}

/// After ics-py/ics-py#311 and ical4j/ical4j#205: a text with line breaks as they are typed.
#[test]
fn a_text_with_unescaped_line_breaks_is_whole() {
    let text = calendar(&[&with(
        "DESCRIPTION:We read chapter one.|Then we spoke|URL:https://pine.example",
    )]);
    let taken_in = taken(&text);
    let meeting = taken_in.book.meetings.values().next().unwrap();
    let note = taken_in.book.note(meeting.id, taken_in.book.me()).unwrap();
    assert_eq!(note.text, "We read chapter one.\nThen we spoke");
    assert_eq!(meeting.link, "https://pine.example");
}

/// A later file of the series `pine-7`, taken into the book that has it as four meetings.
fn after_series(entries: &[&str]) -> Taken {
    let series = "VEVENT UID:pine-7|DTSTART;TZID=America/New_York:20261201T100000|DURATION:PT1H|SUMMARY:Call with Ned\
         |RRULE:FREQ=WEEKLY;COUNT=4";
    let before = taken(&calendar(&[series]));
    let bytes = calendar(entries);
    let choice = CalendarChoice::default();
    Taken::of(before.book, bytes.as_bytes(), Tz::Europe__Berlin, &choice)
}

#[test]
fn a_series_that_moves_is_moved_and_not_doubled() {
    let moved = |start: &str, rule: &str| {
        let event = format!(
            "VEVENT UID:pine-7|SEQUENCE:1|DTSTART;TZID=America/New_York:{start}|DURATION:PT1H|SUMMARY:Call with Ned|RRULE:{rule}"
        );
        after_series(&[&event])
            .log()
            .replace(" America/New_York 60 Call with Ned", "")
    };
    assert_eq!(
        moved("20261201T110000", "FREQ=WEEKLY;COUNT=4"),
        "2026-12-01 11:00\n2026-12-08 11:00\n2026-12-15 11:00\n2026-12-22 11:00"
    );
    assert_eq!(
        moved("20261202T110000", "FREQ=WEEKLY;COUNT=4"),
        "2026-12-02 11:00\n2026-12-09 11:00\n2026-12-16 11:00\n2026-12-23 11:00"
    );
    let off = " America/New_York 60 off Call with Ned";
    assert_eq!(
        moved("20261201T100000", "FREQ=WEEKLY;COUNT=2"),
        format!("2026-12-01 10:00\n2026-12-08 10:00\n2026-12-15 10:00{off}\n2026-12-22 10:00{off}")
    );
}

#[test]
fn what_is_planned_outside_of_the_year_is_not_called_off() {
    let series = "VEVENT UID:pine-7|DTSTART:20261201T100000|DURATION:PT1H|SUMMARY:Call|RRULE:FREQ=WEEKLY;COUNT=4";
    let mut book = taken(&calendar(&[series])).book;
    let mut cycle = book.cycle().unwrap().clone();
    cycle.end = day(2026, 12, 10);
    book.extend([Record::from(cycle)]);
    let choice = CalendarChoice::default();
    let bytes = calendar(&[series]);
    let again = looked_at(&book, bytes.as_bytes(), Tz::Europe__Berlin, &choice).unwrap();
    assert!(again.is_empty(), "{:#?}", again.lines());
}

#[test]
fn a_series_that_is_parted_in_two_keeps_its_days() {
    let head = "VEVENT UID:pine-7|SEQUENCE:1|DTSTART;TZID=America/New_York:20261201T100000|DURATION:PT1H|SUMMARY:Call with Ned\
         |RRULE:FREQ=WEEKLY;UNTIL=20261209T000000Z";
    let rest = "VEVENT UID:pine-7_R20261215|DTSTART;TZID=America/New_York:20261215T140000|DURATION:PT1H|SUMMARY:Call with Ned\
         |RRULE:FREQ=WEEKLY;COUNT=2";
    let log = after_series(&[head, rest]).log();
    let planned: Vec<_> = log.lines().filter(|line| !line.contains(" off ")).collect();
    assert_eq!(planned.len(), 4, "{log}");
    assert_eq!(log.lines().count(), 6, "{log}");
}

#[test]
fn a_meeting_later_today_is_still_to_come() {
    let call = |start: &str| {
        let event = format!("VEVENT UID:pine-8|DTSTART:{start}|DURATION:PT1H|SUMMARY:Call");
        let taken = taken(&calendar(&[&event]));
        taken.book.meetings.values().next().unwrap().state
    };
    assert_eq!(call("20261122T150000"), MeetingState::Planned);
    assert_eq!(call("20261122T090000"), MeetingState::Held);
}

#[test]
fn what_is_private_or_declined_is_taken_only_if_it_is_asked_for() {
    let private = format!("{CALL}|CLASS:PRIVATE|DESCRIPTION:canary");
    let declined = format!("{CALL}|ATTENDEE;CN=Rosa Tal;PARTSTAT=DECLINED:mailto:rosa@example.org");
    let others = format!("{CALL}|ATTENDEE;CN=Ned Ivers;PARTSTAT=DECLINED:mailto:ned@example.org");
    for (event, words) in [(&private, "marked as private"), (&declined, "you declined")] {
        let text = calendar(&[event]);
        let left = taken(&text);
        assert!(
            left.book.meetings.is_empty() && left.says(words),
            "{:?}",
            left.plan
        );
        let choice = CalendarChoice {
            only: vec!["call".to_owned()],
            ..CalendarChoice::default()
        };
        let asked = Taken::of(book(), text.as_bytes(), Tz::Europe__Berlin, &choice);
        assert_eq!(asked.book.meetings.len(), 1);
    }
    assert_eq!(taken(&calendar(&[&others])).book.meetings.len(), 1);
}

#[test]
fn only_looks_for_whole_words() {
    let text = calendar(&[
        "VEVENT UID:a|DTSTART:20261103T100000|SUMMARY:Opened the branch",
        "VEVENT UID:b|DTSTART:20261104T100000|SUMMARY:Call with Ned",
    ]);
    let choice = CalendarChoice {
        only: vec!["ned".to_owned()],
        ..CalendarChoice::default()
    };
    let taken = Taken::of(book(), text.as_bytes(), Tz::Europe__Berlin, &choice);
    assert_eq!(taken.log(), "2026-11-04 10:00 Call with Ned");
}

#[test]
fn a_description_that_is_a_page_becomes_text() {
    let note = |lines: &str| {
        let taken = taken(&calendar(&[&format!("{CALL}|{lines}")]));
        let notes: Vec<_> = taken
            .book
            .notes
            .values()
            .map(|note| note.text.clone())
            .collect();
        notes.join("\n")
    };
    let page = "<p><b>Agenda</b></p><ul><li>budget &amp\\; plan</li></ul><a href=\"https://docs.example/x\">doc</a>";
    for text in [
        note(&format!("DESCRIPTION:{page}")),
        note(&format!("X-ALT-DESC;FMTTYPE=text/html:{page}")),
    ] {
        assert!(
            text.contains("budget & plan") && !text.contains('<'),
            "{text}"
        );
        assert!(text.contains("doc (https://docs.example/x)"), "{text}");
    }
    assert_eq!(note("DESCRIPTION:2 < 3 and 4 > 3"), "2 < 3 and 4 > 3");
}

#[test]
fn zones_are_known_by_what_programs_make_of_their_names() {
    for (zone, hour) in [
        ("\"tzone://Microsoft/Utc\"", "15:00"),
        ("W. Europe Standard Time 1", "14:00"),
        ("Eastern Daylight Time", "20:00"),
        ("Europe-Berlin", "14:00"),
    ] {
        let event = format!("VEVENT UID:z|DTSTART;TZID={zone}:20261201T140000|SUMMARY:Call");
        let choice = CalendarChoice::default();
        let bytes = calendar(&[&event]);
        let plan = looked_at(&book(), bytes.as_bytes(), Tz::Europe__Berlin, &choice).unwrap();
        let said = plan.lines().join("\n");
        assert!(!said.contains("not known"), "{said}");
        let at = format!(
            "{}:00",
            hour.parse::<u32>()
                .unwrap_or_else(|_| hour[..2].parse().unwrap())
                % 12
        );
        assert!(said.contains(&at), "{zone}: {said}");
    }
}

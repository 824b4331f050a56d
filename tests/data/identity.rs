//! Identity of what a file brings: one record stays one record, of one kind, however often it is taken in.

use matchbook::domain::book::Book;
use matchbook::domain::change::{Kind, Record};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::domain::meeting::{Meeting, MeetingKind, MeetingState};
use matchbook::domain::person::Role;
use matchbook::export::{ExportLevel, ExportSubject};
use matchbook::import::{ImportPlan, read_book};
use serde_json::{Value, json};

use super::book::{World, day, id, world};
use super::import::{ctx, everything};
use super::others::{is_taken_in_or_refused, plan, taken_in};
use super::verbs::Desk;
use super::written;

/// The world with meetings that a calendar file cannot say all of.
fn odd() -> World {
    let mut world = world();
    let meeting = |name: &str, title: &str| Meeting {
        id: id(name),
        date: day(2027, 5, 4),
        state: MeetingState::Planned,
        title: title.into(),
        ..Meeting::default()
    };
    let meetings = [
        Meeting {
            archived: true,
            ..meeting("put away", "Put away")
        },
        Meeting {
            state: MeetingState::Cancelled,
            ..meeting("off", "Called off")
        },
        meeting("channel", "Meet the phone company for lunch"),
        meeting("reading", "a\u{202e}b \u{7} \"c\"; d, e\\n"),
        meeting("long", &"A long title ".repeat(30)),
        meeting("blanks", "  two  blanks "),
        Meeting {
            kind: MeetingKind::Contact,
            ..meeting("contact", "")
        },
        Meeting {
            minutes: Some(20),
            time: chrono::NaiveTime::from_hms_opt(23, 50, 30),
            ..meeting("late", "Meeting: late")
        },
    ];
    world.add(meetings.map(Record::from));
    world
}

fn calendar(world: &World) -> String {
    String::from_utf8(written(world, &ExportSubject::Everything, "ics")).unwrap()
}

/// A calendar as another program writes it again: each of its lines, if it writes that line at all.
fn rewritten(calendar: &str, line: impl Fn(&str) -> Option<String>) -> String {
    let lines = calendar.split_inclusive("\r\n");
    // What was folded belongs to the line before.
    let mut whole: Vec<String> = Vec::new();
    for one in lines {
        match whole.last_mut() {
            Some(before) if one.starts_with(' ') => before.push_str(one),
            Some(_) | None => whole.push(one.to_owned()),
        }
    }
    whole.iter().filter_map(|one| line(one)).collect()
}

/// As calendar programs are known to write a file that they were given.
fn rewritings(text: &str) -> Vec<(&'static str, String)> {
    let without = |names: &'static [&str]| {
        rewritten(text, |line| {
            let keep = !names.iter().any(|name| line.starts_with(name));
            keep.then(|| line.to_owned())
        })
    };
    let mut events: Vec<_> = text.split("BEGIN:VEVENT").collect();
    let (head, last) = (events.remove(0), events.pop().unwrap());
    let last = last.replace("END:VCALENDAR\r\n", "");
    events.push(&last);
    events.reverse();
    let turned = format!(
        "{head}BEGIN:VEVENT{}END:VCALENDAR\r\n",
        events.join("BEGIN:VEVENT")
    );
    let backwards = |event: &str| {
        let lines: Vec<_> = event.split("\r\n").collect();
        let properties = lines.iter().rev().filter(|line| !line.contains(":V"));
        let properties: Vec<_> = properties.copied().collect();
        properties.join("\r\n") + "\r\n"
    };
    let simple = without(&["BEGIN:VALARM", "END:VALARM", "TRIGGER", "ACTION"]).replace("\r\n ", "");
    let mut parts = simple.split("BEGIN:VEVENT");
    let mut mixed = parts.next().unwrap().to_owned();
    for part in parts {
        mixed += &format!("BEGIN:VEVENT\r\n{}END:VEVENT\r\n", backwards(part));
    }
    mixed += "END:VCALENDAR\r\n";
    vec![
        ("as it is", text.to_owned()),
        ("busy", text.replace("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")),
        ("no TRANSP", without(&["TRANSP"])),
        ("no state", without(&["STATUS"])),
        (
            "no more than needed",
            without(&["TRANSP", "DESC", "SEQ", "LAST", "X-", "METHOD"]),
        ),
        ("line ends", text.replace("\r\n", "\n")),
        (
            "extras",
            text.replace(
                "SUMMARY",
                "X-APPLE-TRAVEL;VALUE=URI:x:y\r\nCLASS:PUBLIC\r\nSUMMARY",
            ),
        ),
        ("order of events", turned),
        ("order of lines", mixed),
        (
            "times for days",
            text.replace("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")
                .replace("DTSTART;VALUE=DATE:20261201", "DTSTART:20261201T000000"),
        ),
    ]
}

/// The same with UIDs that do not name the kind, as the first version wrote them.
fn unnamed(calendar: &str) -> String {
    let mut text = calendar.to_owned();
    for kind in Kind::ALL {
        text = text.replace(&format!("UID:{}-", kind.name()), "UID:");
    }
    text
}

#[test]
fn our_own_calendar_taken_back_in_changes_nothing_however_it_was_written_again() {
    let world = odd();
    let text = calendar(&world);
    assert!(text.contains("DTSTART;VALUE=DATE:20261201"));
    for text in [text.clone(), unnamed(&text)] {
        for (how, text) in rewritings(&text) {
            let plan = plan(&world.book, "all.ics", text.as_bytes(), &[]).unwrap();
            assert!(plan.is_empty(), "{how}: {:#?}", plan.lines());
            assert_eq!(plan.left_out, [""; 0], "{how}");
            assert!(plan.unchanged >= 8, "{how}: {:#?}", plan.lines());
        }
    }
}

#[test]
fn deadlines_of_a_calendar_never_become_meetings() {
    let text = calendar(&odd());
    for text in [text.clone(), unnamed(&text)] {
        for (how, text) in rewritings(&text) {
            let plan = plan(&Book::default(), "all.ics", text.as_bytes(), &[]).unwrap();
            for deadline in ["Goal", "Step", "Action", "Done"] {
                let is_one = |line: &&String| line.contains(&format!("“{deadline}: "));
                assert_eq!(plan.new.iter().find(is_one), None, "{how}");
            }
            let date = plan
                .new
                .iter()
                .find(|line| line.contains("sheet to the office"));
            assert_eq!(date, None, "{how}");
        }
    }
}

#[test]
fn a_calendar_brings_meetings_back_under_their_own_titles() {
    let world = world();
    let mut book = Book::default();
    book.identity = world.book.identity;
    book.extend(world.book.people.values().cloned().map(Record::from));
    let book = taken_in(book, "all.ics", &calendar(&world));
    for (id, meeting) in &*world.book.meetings {
        let Some(back) = book.meetings.get(id) else {
            assert_eq!(
                meeting.kind,
                MeetingKind::Contact,
                "a contact is no appointment"
            );
            continue;
        };
        assert_eq!((&back.title, back.kind), (&meeting.title, meeting.kind));
    }
    assert!(book.meetings.contains_key(&id("next")));
}

/// A calendar of events, each given by its lines.
fn events(events: &[&str]) -> String {
    let events = events.iter().map(|lines| lines.replace('|', "\r\n"));
    let events: Vec<_> = events
        .map(|lines| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n"))
        .collect();
    let events = events.concat();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn titles(book: &Book) -> Vec<String> {
    let meetings = book.log().map(|meeting| {
        let time = meeting.time.map(|time| time.format("%H:%M").to_string());
        format!("{} {}", time.unwrap_or_default(), meeting.title)
    });
    let mut titles: Vec<_> = meetings.collect();
    titles.sort();
    titles
}

#[test]
fn events_without_a_uid_are_told_apart_by_day_time_and_title() {
    let first = "DTSTART:20261201T100000|SUMMARY:Call";
    let later = "DTSTART:20261201T140000|SUMMARY:Call";
    let other = "DTSTART:20261201T100000|SUMMARY:Visit";
    let book = taken_in(Book::default(), "a.ics", &events(&[first, later, other]));
    let all = ["10:00 Call", "10:00 Visit", "14:00 Call"];
    assert_eq!(titles(&book), all);
    // One file after the other, and in another order.
    let book = taken_in(Book::default(), "a.ics", &events(&[first]));
    let book = taken_in(book, "b.ics", &events(&[other, later]));
    assert_eq!(titles(&book), all);
    let book = taken_in(book, "c.ics", &events(&[later, other, first]));
    assert_eq!(titles(&book), all);
}

#[test]
fn an_event_that_is_in_the_file_twice_is_taken_once_and_said_so() {
    let once = "UID:a@example.org|DTSTART:20261201T100000|SUMMARY:Call";
    let moved = "UID:a@example.org|DTSTART:20261202T100000|SUMMARY:Call";
    let plain = "DTSTART:20261203|SUMMARY:Visit";
    let text = events(&[once, moved, plain, plain]);
    let first = plan(&Book::default(), "a.ics", text.as_bytes(), &[]).unwrap();
    assert_eq!(
        first.left_out,
        [
            "meeting of Wed, Dec 2, 2026 “Call” is in the file twice; the first one counts.",
            "meeting of Thu, Dec 3, 2026 “Visit” is in the file twice; the first one counts.",
        ]
    );
    assert_eq!(taken_in(Book::default(), "a.ics", &text).meetings.len(), 2);
    // Nor does the second become a meeting of its own where the first was known to be one of the book.
    let mut book = Book::default();
    book.extend([Record::from(Meeting {
        id: id("typed by hand"),
        date: day(2026, 12, 3),
        title: "Visit".into(),
        ..Meeting::default()
    })]);
    assert_eq!(taken_in(book, "a.ics", &text).meetings.len(), 2);
}

#[test]
fn two_events_of_a_day_under_one_title_do_not_take_one_meeting_from_each_other() {
    let mut book = Book::default();
    let call = Meeting {
        id: id("typed by hand"),
        date: day(2026, 12, 1),
        title: "Call".into(),
        ..Meeting::default()
    };
    book.extend([Record::from(call)]);
    let text = events(&[
        "UID:a|DTSTART:20261201T100000|SUMMARY:Call",
        "UID:b|DTSTART:20261201T140000|SUMMARY:Call",
    ]);
    let book = taken_in(book, "a.ics", &text);
    assert_eq!(titles(&book), ["10:00 Call", "14:00 Call"]);
    assert!(book.meetings.contains_key(&id("typed by hand")));
}

#[test]
fn rows_alike_keep_their_places_when_they_are_taken_in_again() {
    // Whatever order the ids of what the book has happen to be in.
    for seed in 0..24 {
        let mut book = Book::default();
        let goals = ["one", "two"].map(|name| Goal {
            id: id(&format!("{name} {seed}")),
            title: "STEM hour".into(),
            ..Goal::default()
        });
        book.extend(goals.map(Record::from));
        let text = "Goal,Measure\nSTEM hour,1\nStem Hour,2\nSTEM hour!,3\nSTEM: hour,4\n";
        let book = taken_in(book, "goals.csv", text);
        assert_eq!(book.goals.len(), 4);
        // What the first file made is renamed, and another row has the new name.
        let mut book = taken_in(book, "goals.csv", "Goal,Measure\nOld,1\n");
        let mut renamed = book
            .goals
            .values()
            .find(|goal| goal.title == "Old")
            .unwrap()
            .clone();
        renamed.title = "New".into();
        book.extend([Record::from(renamed)]);
        let text = "# Goals\n\n| Goal | Measure |\n|---|---|\n| New | 1 |\n| Old | 2 |\n";
        let book = taken_in(book, "goals.md", text);
        assert_eq!(book.goals.len(), 6);
    }
}

#[test]
fn notes_in_two_columns_of_one_person_are_one_note() {
    let text = "Date,Title,Notes,Mentee,Mentor\n2026-12-01,Call,I was late,We spoke,All well\n";
    let book = taken_in(Book::default(), "log.csv", text);
    let meeting = *book.meetings.keys().next().unwrap();
    let note = |role| book.note(meeting, role).unwrap().text.clone();
    assert_eq!((note(Role::Mentee), note(Role::Mentor)), {
        let (mine, theirs) = ("I was late", "All well");
        match book.me() {
            Role::Mentee => (format!("We spoke\n\n{mine}"), theirs.to_owned()),
            Role::Mentor => ("We spoke".to_owned(), format!("{theirs}\n\n{mine}")),
        }
    });
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut json = serde_json::from_slice(&everything(&world(), ExportLevel::All)).unwrap();
    change(&mut json);
    json.to_string().into_bytes()
}

#[test]
fn an_id_that_the_book_knows_under_another_kind_is_left_out_and_the_rest_taken_in() {
    let bytes = changed(|json| {
        let goal = json["records"]["goal"][0]["id"].clone();
        json["records"]["meeting"][0]["id"] = goal;
        json["records"]["goal"][1]["measure"] = json!("five");
    });
    let world = world();
    let plan = ImportPlan::of(read_book(&bytes).unwrap(), &world.book).unwrap();
    assert_eq!(
        (plan.new.len(), plan.changed.len()),
        (0, 1),
        "{:#?}",
        plan.lines()
    );
    assert_eq!(plan.left_out.len(), 1);
    let why = &plan.left_out[0];
    assert!(
        why.starts_with("meeting of") || why.starts_with("contact of"),
        "{why}"
    );
    assert!(
        why.ends_with("was left out: the file has its id for a goal, too; the first one counts.")
    );
    // The file names the goal only by this id.
    let bytes = changed(|json| {
        let goal = json["records"]["goal"].as_array_mut().unwrap().remove(0);
        json["records"]["meeting"][0]["id"] = goal["id"].clone();
    });
    let plan = ImportPlan::of(read_book(&bytes).unwrap(), &world.book).unwrap();
    assert!(
        plan.left_out[0].ends_with("was left out: in this book its id is that of a goal."),
        "{:#?}",
        plan.lines()
    );
    let own = world.book.goals.keys().next().unwrap();
    let text = events(&[&format!(
        "UID:meeting-{own}@matchbook|DTSTART:20261201|SUMMARY:x"
    )]);
    let plan = super::others::plan(&world.book, "a.ics", text.as_bytes(), &[]).unwrap();
    assert!(
        plan.is_empty() && plan.left_out.len() == 1,
        "{:#?}",
        plan.lines()
    );
}

#[test]
fn one_id_under_two_kinds_in_a_file_is_one_record_in_a_new_book() {
    let bytes = changed(|json| {
        let goal = json["records"]["goal"][0]["id"].clone();
        for kind in ["action", "meeting", "note"] {
            json["records"][kind][0]["id"] = goal.clone();
        }
    });
    let (plan, _, _) = ImportPlan::of_new_book(read_book(&bytes).unwrap()).unwrap();
    assert_eq!(plan.left_out.len(), 3, "{:#?}", plan.left_out);
    let changes = plan.commit("all.json", &ctx()).changes;
    let mut ids: Vec<Id> = changes.iter().map(|change| change.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), changes.len());
}

#[test]
fn parts_within_parts_are_refused_with_the_line() {
    let deep = format!("BEGIN:VCALENDAR\r\n{}", "BEGIN:VEVENT\r\n".repeat(100_000));
    let ended = format!(
        "{deep}{}END:VCALENDAR\r\n",
        "END:VEVENT\r\n".repeat(100_000)
    );
    for text in [deep, ended] {
        let refused = plan(&Book::default(), "a.ics", text.as_bytes(), &[]).unwrap_err();
        assert_eq!(
            refused.message,
            "Line 17 of the calendar file begins a part inside of 16 others."
        );
        assert!(refused.hint.is_some());
    }
    let deep = |mark: &str| format!("# Goals\n\n{}x\n", mark.repeat(20_000));
    for mark in ["> ", "- ", "*", "[", "![", "<b>", "1. ", "`", "**_"] {
        is_taken_in_or_refused("a.md", deep(mark).as_bytes(), &[]).unwrap();
    }
}

#[test]
fn a_calendar_that_went_through_another_program_leaves_the_book_sound() {
    let desk = Desk::with_book();
    desk.done("goal add 'Start a STEM hour' --measure '4 visits' --due 2027-04-30");
    desk.done("goal step 1 add 'Call the school' --due 2026-12-04");
    desk.done("log --kind meeting --date 2026-11-20 --minutes 50 --title 'First plans'");
    desk.done("export everything --format ics -o all.ics");
    let text = std::fs::read_to_string(desk.path("all.ics")).unwrap();
    for text in [text.clone(), unnamed(&text)] {
        std::fs::write(desk.path("busy.ics"), text.replace("TRANSPARENT", "OPAQUE")).unwrap();
        let said = desk.done("import busy.ics");
        assert!(said.starts_with("Nothing changed."), "{said}");
    }
    desk.done("check --rebuild");
    assert!(desk.done("goal show 1").contains("4 visits"));
    assert!(desk.done("check").contains("sound"));
}

#[test]
fn what_a_dry_run_says_is_what_the_run_does() {
    let desk = Desk::with_book();
    let one = "UID:a|DTSTART:20261101T100000|SUMMARY:Call";
    let bare = "DTSTART:20261101T100000|SUMMARY:Visit";
    for (name, text) in [
        ("twice.ics", events(&[one, one])),
        (
            "bare.ics",
            events(&[bare, bare, "DTSTART:20261101|SUMMARY:Walk"]),
        ),
        (
            "log.csv",
            "Date,Title,Mentee,Notes\n2026-11-02,Call,a,b\n2026-11-02,Call,c,d\n".into(),
        ),
    ] {
        std::fs::write(desk.path(name), text).unwrap();
        let look = desk.json(&format!("import {name} --dry-run"));
        let done = desk.json(&format!("import {name}"));
        for part in ["new", "changed", "same", "left_out"] {
            assert_eq!(look[part], done[part], "{name}");
        }
        let again = desk.done(&format!("import {name}"));
        assert!(again.starts_with("Nothing changed."), "{name}: {again}");
    }
    assert!(desk.done("check").contains("sound"));
}

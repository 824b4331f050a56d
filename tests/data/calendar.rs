//! Calendar files.

use std::collections::BTreeMap;

use matchbook::domain::change::Record;
use matchbook::domain::goal::{Goal, GoalStatus, Step};
use matchbook::domain::meeting::{Meeting, MeetingState};
use matchbook::domain::sanitize::sanitize;
use matchbook::export::{Content, ExportLevel, ExportOptions, ExportSubject, exporter};

use super::book::{World, day, id, world};
use super::export_bytes::export_bytes;
use super::verbs::Desk;
use super::{NAUGHTY, naughty, python, written};

fn calendar(world: &World) -> String {
    String::from_utf8(written(world, &ExportSubject::Everything, "ics")).unwrap()
}

fn unfold(text: &str) -> String {
    text.replace("\r\n ", "")
}

/// The events of a calendar by UID, each with its properties.
fn events(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = unfold(text);
    let events = text.split("BEGIN:VEVENT\r\n").skip(1);
    let events = events.map(|event| {
        let own = event.split("BEGIN:VALARM").next().unwrap();
        let own = own.split("END:VEVENT").next().unwrap();
        let properties: BTreeMap<_, _> = own
            .split_terminator("\r\n")
            .map(|line| {
                let (name, value) = line.split_once(':').unwrap();
                let name = name.split(';').next().unwrap();
                (name.to_owned(), value.to_owned())
            })
            .collect();
        (properties["UID"].clone(), properties)
    });
    events.collect()
}

#[test]
fn meetings_and_deadlines_are_events() {
    insta::assert_snapshot!(calendar(&world()).replace("\r\n", "\n"));
}

#[test]
fn a_second_file_updates_the_events_of_the_first() {
    let mut world = world();
    let first = events(&calendar(&world));
    let moved = Meeting {
        date: day(2027, 4, 8),
        ..world.book.meetings[&id("next")].clone()
    };
    let off = Meeting {
        state: MeetingState::Cancelled,
        ..world.book.meetings[&id("call")].clone()
    };
    world.add([moved.into(), off.into()]);
    let mut source = world.source();
    source.today = day(2027, 4, 2);
    let mut content =
        Content::of(&ExportSubject::Everything, ExportLevel::Shared, &source).unwrap();
    content.options.with_done = true;
    let bytes = export_bytes(exporter("ics").unwrap(), &content).unwrap();
    let second = events(&String::from_utf8(bytes).unwrap());
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (uid, event) in &second {
        let sequence = |event: &BTreeMap<String, String>| event["SEQUENCE"].parse::<u32>().unwrap();
        assert!(sequence(event) > sequence(&first[uid]));
        assert!(event["DTSTAMP"] > first[uid]["DTSTAMP"]);
    }
    let event = |name: &str| &second[&format!("meeting-{}@matchbook", id(name))];
    assert_eq!(event("next")["DTSTART"], "20270408T163000");
    assert_eq!(event("call")["STATUS"], "CANCELLED");
}

#[test]
fn a_file_of_the_same_day_is_newer_by_the_minute() {
    let world = world();
    let source = world.source();
    let at = |hour: u32| {
        let mut content =
            Content::of(&ExportSubject::Everything, ExportLevel::Shared, &source).unwrap();
        content.options.written_at = day(2027, 4, 1).and_hms_opt(hour, 30, 0);
        let exporter = exporter("ics").unwrap();
        let bytes = export_bytes(exporter, &content).unwrap();
        events(&String::from_utf8(bytes).unwrap())
    };
    let (morning, evening) = (at(9), at(18));
    for (uid, event) in &evening {
        let sequence = |event: &BTreeMap<String, String>| event["SEQUENCE"].parse::<u32>().unwrap();
        assert_eq!(sequence(event), sequence(&morning[uid]) + 9 * 60);
        assert!(event["DTSTAMP"] > morning[uid]["DTSTAMP"]);
    }
}

#[test]
fn lines_are_folded_and_texts_escaped() {
    for text in NAUGHTY {
        let file = calendar(&naughty(text));
        for line in file.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        let lines = unfold(&file).replace("\r\n", "\n");
        assert_eq!(sanitize(&lines), lines, "{text:?}");
        let read = events(&file);
        assert_eq!(read.len(), events(&calendar(&world())).len(), "{text:?}");
    }
}

#[test]
fn an_agenda_is_one_event() {
    let text =
        String::from_utf8(written(&world(), &ExportSubject::Agenda(id("next")), "ics")).unwrap();
    let events = events(&text);
    assert_eq!(events.len(), 1);
    let event = events.values().next().unwrap();
    assert!(
        event["DESCRIPTION"].contains("by the clock of whoever planned it"),
        "{event:?}"
    );
}

#[test]
fn another_program_reads_the_calendar() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.ics"), calendar(&world())).unwrap();
    let script = "import icalendar, sys\n\
        c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
        for e in c.walk('VEVENT'): print(e['UID'], e.decoded('DTSTART'), e['SEQUENCE'], len(e.errors))\n";
    let Some(lines) = python("icalendar", script, &folder.path().join("a.ics")) else {
        return;
    };
    assert_eq!(lines.lines().count(), events(&calendar(&world())).len());
    assert!(lines.contains("2027-04-06 16:30:00"), "{lines}");
    assert!(lines.lines().all(|line| line.ends_with(" 0")), "{lines}");
}

/// The events for `subject`, and what is told to be left out.
fn exported(
    world: &World,
    subject: &ExportSubject,
    options: ExportOptions,
) -> (String, Option<String>) {
    let mut content = Content::of(subject, ExportLevel::Shared, &world.source()).unwrap();
    content.options = options;
    let exporter = exporter("ics").unwrap();
    let bytes = export_bytes(exporter, &content).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    (text, exporter.note(&content))
}

#[test]
fn what_is_done_is_left_out_of_a_calendar_of_the_whole_unless_it_is_asked_for() {
    let world = world();
    for (subject, word) in [
        (ExportSubject::Everything, "everything"),
        (ExportSubject::Year, "year"),
    ] {
        let (text, told) = exported(&world, &subject, ExportOptions::default());
        assert!(!text.contains("Done: ") && !text.contains("First plans"));
        assert!(text.contains("Action: Send the outline"));
        let expected = format!(
            "3 done things were left out; “matchbook export {word} --format ics --with-done” has them."
        );
        assert_eq!(told.as_ref(), Some(&expected));
        let with_done = ExportOptions {
            with_done: true,
            ..ExportOptions::default()
        };
        let (text, told) = exported(&world, &subject, with_done);
        assert!(text.contains("Done: ") && text.contains("First plans"));
        assert_eq!(told, None);
    }
    let log = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    for subject in [log, ExportSubject::Meeting(id("call"))] {
        let (text, told) = exported(&world, &subject, ExportOptions::default());
        assert!(text.contains("First plans"), "who names it asks for it");
        assert_eq!(told, None);
    }
}

#[test]
fn what_is_let_go_is_canceled_with_its_steps_that_are_not_done() {
    let mut world = world();
    let goal = Goal {
        id: id("let go"),
        due: Some(day(2027, 5, 31)),
        status: GoalStatus::Dropped,
        ..Goal::default()
    };
    let step = |name: &str, done| {
        Record::from(Step {
            id: id(name),
            goal: goal.id,
            due: Some(day(2027, 5, 1)),
            done,
            ..Step::default()
        })
    };
    world.add([
        step("open", None),
        step("done", Some(day(2027, 3, 1))),
        goal.clone().into(),
    ]);
    let read = events(&calendar(&world));
    let status = |uid: String| read[&uid]["STATUS"].as_str();
    assert_eq!(status(format!("goal-{}@matchbook", goal.id)), "CANCELLED");
    assert_eq!(
        status(format!("step-{}@matchbook", id("open"))),
        "CANCELLED"
    );
    assert_eq!(
        status(format!("step-{}@matchbook", id("done"))),
        "CONFIRMED"
    );
}

#[test]
fn reminders_come_as_often_as_they_are_set_and_those_of_days_at_nine() {
    let triggers = |reminders: &[u32]| {
        let options = ExportOptions {
            reminders: reminders.to_vec(),
            ..ExportOptions::default()
        };
        let (text, _) = exported(&world(), &ExportSubject::Everything, options);
        let of = |title: &str| {
            let events = text.split("BEGIN:VEVENT");
            let event = events.filter(|it| it.contains(title)).last().unwrap();
            let lines = event
                .lines()
                .filter_map(|line| line.strip_prefix("TRIGGER:"));
            lines.collect::<Vec<_>>().join(" ")
        };
        [of("Meeting of Zo"), of("Goal: Start a STEM hour")]
    };
    assert_eq!(triggers(&[]), ["", ""]);
    assert_eq!(triggers(&[1440, 30]), ["-PT1440M -PT30M", "-PT900M"]);
    assert_eq!(triggers(&[2880, 0]), ["-PT2880M PT0M", "-PT2340M PT540M"]);
}

#[test]
fn the_way_to_a_call_stands_where_phones_look_for_it() {
    let mut world = world();
    for (typed, expected) in [
        (
            "https://zoom.us/j/1?pwd=a,b",
            "LOCATION:https://zoom.us/j/1?pwd=a\\,b\r\nURL:https://zoom.us/j/1?pwd=a,b\r\n\
             CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://zoom.us/j/1?pwd=a,b\r\n",
        ),
        (
            "+1 (312) 555-0100",
            "LOCATION:+1 (312) 555-0100\r\nCONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+13125550100\r\n",
        ),
        ("Room 2", "LOCATION:Room 2\r\n"),
    ] {
        let next = Meeting {
            link: typed.into(),
            ..world.book.meetings[&id("next")].clone()
        };
        world.add([next.into()]);
        let subject = ExportSubject::Meeting(id("next"));
        let text = unfold(&exported(&world, &subject, ExportOptions::default()).0);
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("DESCRIPTION:"), "{text}");
    }
}

#[test]
fn the_command_tells_what_it_left_out_and_reminds_as_the_settings_say() {
    let desk = Desk::with_book();
    desk.done("log --kind meeting --date 2026-11-20 --minutes 50 --title 'First plans'");
    desk.done("meeting plan '2026-12-08 10:00' --title 'Next plans'");
    desk.done("settings reminders 45");
    let told = desk.done("export everything -o a.ics");
    assert!(
        told.contains("1 done thing was left out; “matchbook"),
        "{told}"
    );
    let read = |name: &str| std::fs::read_to_string(desk.path(name)).unwrap();
    assert!(read("a.ics").contains("TRIGGER:-PT45M"));
    assert!(!read("a.ics").contains("First plans"));
    let told = desk.done("export everything -o all.ics --with-done");
    assert!(!told.contains("left out"), "{told}");
    assert!(read("all.ics").contains("First plans"));
}

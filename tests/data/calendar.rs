//! Calendar files.

use std::collections::BTreeMap;

use matchbook::domain::meeting::{Meeting, MeetingState};
use matchbook::domain::sanitize::sanitize;
use matchbook::export::ExportSubject;

use super::book::{World, day, id, world};
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
    let mut content = matchbook::export::Content::of(
        &ExportSubject::Everything,
        matchbook::export::ExportLevel::Shared,
        &source,
    )
    .unwrap();
    content.options.with_done = true;
    let bytes =
        crate::export_bytes::export_bytes(matchbook::export::exporter("ics").unwrap(), &content)
            .unwrap();
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
        let mut content = matchbook::export::Content::of(
            &ExportSubject::Everything,
            matchbook::export::ExportLevel::Shared,
            &source,
        )
        .unwrap();
        content.options.written_at = day(2027, 4, 1).and_hms_opt(hour, 30, 0);
        let exporter = matchbook::export::exporter("ics").unwrap();
        let bytes = crate::export_bytes::export_bytes(exporter, &content).unwrap();
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

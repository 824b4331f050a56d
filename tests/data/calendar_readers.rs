//! Calendars as other programs read them: each entry's day, hour, length and title.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use matchbook::domain::change::Record;
use matchbook::domain::goal::{Goal, GoalStatus, Step};
use matchbook::domain::meeting::{Channel, Meeting, MeetingState};
use matchbook::domain::program::Cycle;
use matchbook::domain::sanitize::sanitize_line;
use matchbook::export::{Content, ExportLevel, ExportSubject, exporter};

use super::book::{World, day, id, world};
use super::export_bytes::export_bytes;
use super::others::plan;
use super::skip::tool;
use super::{NAUGHTY, python, written};

/// Meetings in zones near the changes of their clocks: day and hour there, minutes, day and hour in UTC.
const ZONED: &[(&str, &str, u32, &str)] = &[
    (
        "America/New_York",
        "2026-12-01T10:00",
        50,
        "2026-12-01T15:00",
    ),
    (
        "America/New_York",
        "2027-03-12T10:00",
        60,
        "2027-03-12T15:00",
    ),
    (
        "America/New_York",
        "2027-03-16T10:00",
        60,
        "2027-03-16T14:00",
    ),
    // The clocks are put forward over this hour, and the next comes twice.
    (
        "America/New_York",
        "2027-03-14T02:30",
        60,
        "2027-03-14T07:30",
    ),
    (
        "America/New_York",
        "2027-11-07T01:30",
        60,
        "2027-11-07T05:30",
    ),
    (
        "America/New_York",
        "2027-03-14T01:30",
        120,
        "2027-03-14T06:30",
    ),
    (
        "America/Chicago",
        "2027-06-30T23:30",
        90,
        "2027-07-01T04:30",
    ),
    ("Europe/Berlin", "2027-03-27T16:00", 45, "2027-03-27T15:00"),
    ("Europe/Berlin", "2027-03-29T16:00", 45, "2027-03-29T14:00"),
    ("Europe/Dublin", "2027-01-12T09:00", 30, "2027-01-12T09:00"),
    ("Europe/Dublin", "2027-07-13T09:00", 30, "2027-07-13T08:00"),
    (
        "Pacific/Honolulu",
        "2027-05-04T08:00",
        60,
        "2027-05-04T18:00",
    ),
    (
        "Africa/Casablanca",
        "2027-02-20T12:00",
        60,
        "2027-02-20T12:00",
    ),
    (
        "Africa/Casablanca",
        "2027-04-20T12:00",
        60,
        "2027-04-20T11:00",
    ),
    (
        "Australia/Lord_Howe",
        "2027-01-10T09:00",
        60,
        "2027-01-09T22:00",
    ),
    (
        "Australia/Lord_Howe",
        "2027-05-10T09:00",
        60,
        "2027-05-09T22:30",
    ),
    ("Asia/Kolkata", "2027-05-11T18:15", 60, "2027-05-11T12:45"),
    ("UTC", "2027-05-05T09:00", 60, "2027-05-05T09:00"),
];

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn meeting(name: &str, at: NaiveDateTime) -> Meeting {
    Meeting {
        id: id(name),
        date: at.date(),
        time: Some(at.time()),
        state: MeetingState::Planned,
        title: format!("Talk, {name}; \"so\""),
        ..Meeting::default()
    }
}

/// The world with meetings in zones, and with what is called off.
fn far_apart() -> World {
    let mut world = world();
    for (zone, local, minutes, utc) in ZONED {
        let planned = Meeting {
            zone: (*zone).into(),
            minutes: Some(*minutes),
            link: "https://zoom.us/j/1?pwd=a,b".into(),
            channel: Some(Channel::Video),
            ..meeting(utc, at(local))
        };
        world.add([planned.into()]);
    }
    let usual = Cycle {
        usual_minutes: Some(40),
        ..world.book.cycle().unwrap().clone()
    };
    let number = Meeting {
        link: "+1 (312) 555-0100".into(),
        zone: "America/Chicago".into(),
        ..meeting("by phone", at("2027-04-07T09:00"))
    };
    let off = Meeting {
        state: MeetingState::Cancelled,
        zone: "America/Chicago".into(),
        ..meeting("off", at("2027-04-08T09:00"))
    };
    let whole_day = Meeting {
        time: None,
        ..meeting("whole day", at("2027-04-09T00:00"))
    };
    let let_go = Goal {
        id: id("let go"),
        title: "Let go".into(),
        due: Some(day(2027, 5, 31)),
        status: GoalStatus::Dropped,
        ..Goal::default()
    };
    let step = |name: &str, done| Step {
        id: id(name),
        goal: let_go.id,
        title: name.into(),
        due: Some(day(2027, 5, 1)),
        done,
        ..Step::default()
    };
    world.add([
        Record::from(usual),
        number.into(),
        off.into(),
        whole_day.into(),
        step("step let go", None).into(),
        step("step done", Some(day(2027, 3, 1))).into(),
        let_go.into(),
    ]);
    world
}

/// What is in it besides: title, start and end, by whatever clock or as days.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "Meeting: First plans",
        "2026-12-01 10:00",
        "2026-12-01 10:50",
    ),
    (
        "Meeting of Zoë Ångström 📚 and דנה לוי",
        "2027-04-06 16:30",
        "2027-04-06 17:10",
    ),
    (
        "Meeting: Talk, by phone; \"so\"",
        "2027-04-07 14:00",
        "2027-04-07 14:40",
    ),
    (
        "Meeting: Talk, off; \"so\"",
        "2027-04-08 14:00",
        "2027-04-08 14:40",
    ),
    (
        "Meeting: Talk, whole day; \"so\"",
        "2027-04-09",
        "2027-04-10",
    ),
    ("Done: Goal sheet to the office", "2026-12-01", "2026-12-02"),
    (
        "Goal: 1. Story_walk *outside* | in town",
        "2027-04-30",
        "2027-05-01",
    ),
    ("Goal: Start a STEM hour", "2027-04-30", "2027-05-01"),
    ("Goal: Let go", "2027-05-31", "2027-06-01"),
    ("Done: Step: Call the school", "2026-12-04", "2026-12-05"),
    ("Done: Step: step done", "2027-05-01", "2027-05-02"),
    ("Step: step let go", "2027-05-01", "2027-05-02"),
    ("Action: Send the outline", "2026-12-15", "2026-12-16"),
];

/// Title, start and end of an entry.
type Row = (String, String, String);

fn expected() -> BTreeSet<Row> {
    let others = OTHERS.iter();
    let others = others.map(|(title, start, end)| (*title, (*start).into(), (*end).into()));
    let mut rows: BTreeSet<Row> = others.map(|(a, b, c)| (a.to_owned(), b, c)).collect();
    for (_, _, minutes, utc) in ZONED {
        let end = at(utc) + TimeDelta::minutes((*minutes).into());
        let text = |at: NaiveDateTime| at.format("%Y-%m-%d %H:%M").to_string();
        let title = format!("Meeting: Talk, {utc}; \"so\"");
        rows.insert((title, text(at(utc)), text(end)));
    }
    rows
}

fn next_day(day: &str) -> String {
    let day: NaiveDate = day.parse().unwrap();
    day.succ_opt().unwrap().to_string()
}

fn calendar() -> String {
    let bytes = written(&far_apart(), &ExportSubject::Everything, "ics");
    String::from_utf8(bytes).unwrap()
}

#[test]
fn pythons_library_reads_every_entry_by_the_names_of_the_zones_and_by_their_rules() {
    const SCRIPT: &str = "import icalendar, sys, datetime\n\
        c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
        def moment(it):\n \
         if not isinstance(it, datetime.datetime): return it.isoformat()\n \
         if it.tzinfo: it = it.astimezone(datetime.timezone.utc)\n \
         return it.strftime('%Y-%m-%d %H:%M')\n\
        for e in c.walk('VEVENT'):\n \
         start, length = e.decoded('DTSTART'), e.get('DURATION')\n \
         end = start.astimezone(datetime.timezone.utc) + length.dt if length else e.decoded('DTEND')\n \
         assert not e.errors, e.errors\n \
         print(moment(start), moment(end), e['SUMMARY'], sep='|')\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ics");
    let by_name = calendar();
    // A name that nobody knows leaves a reader the rules alone.
    let by_rules = by_name
        .replace("TZID=", "TZID=Our-")
        .replace("TZID:", "TZID:Our-");
    for text in [by_name, by_rules] {
        fs::write(&path, text).unwrap();
        let Some(lines) = python("icalendar", SCRIPT, &path) else {
            return;
        };
        assert_eq!(rows(&lines), expected());
    }
    let one = ExportSubject::Meeting(id("by phone"));
    for (subject, count) in [
        (ExportSubject::Year, expected().len()),
        (ExportSubject::Agenda(id("next")), 1),
        (one, 1),
    ] {
        fs::write(&path, written(&far_apart(), &subject, "ics")).unwrap();
        let read = rows(&python("icalendar", SCRIPT, &path).unwrap());
        assert_eq!(read.len(), count);
        assert!(read.is_subset(&expected()));
    }
}

#[test]
fn texts_that_formats_trip_over_come_through() {
    const SCRIPT: &str = "import icalendar, sys\n\
        c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
        for e in c.walk('VEVENT'):\n \
         if e.decoded('DTSTART').year == 2028: print(e['SUMMARY'], e.get('LOCATION', ''), len(e.errors), sep='\\n')\n";
    let mut world = world();
    let mut expected = String::new();
    for (text, second) in NAUGHTY.iter().zip(0..) {
        let at = at("2028-01-01T10:00") + TimeDelta::seconds(second);
        let odd = Meeting {
            title: (*text).into(),
            link: (*text).into(),
            ..meeting(text, at)
        };
        world.add([odd.into()]);
        let (title, link) = (format!("Meeting: {text}"), sanitize_line(text));
        expected += &format!("{}\n{link}\n0\n", sanitize_line(&title));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ics");
    fs::write(&path, written(&world, &ExportSubject::Everything, "ics")).unwrap();
    if let Some(lines) = python("icalendar", SCRIPT, &path) {
        assert_eq!(lines, expected);
    }
}

/// Rows of lines with start, end and title.
fn rows(lines: &str) -> BTreeSet<Row> {
    let rows = lines.lines().map(|line| {
        let mut parts = line.splitn(3, '|').map(str::to_owned);
        let mut part = || parts.next().unwrap();
        let (start, end) = (part(), part());
        (part(), start, end)
    });
    rows.collect()
}

#[test]
fn khal_shows_every_entry() {
    let Some(khal) = tool(&["khal"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.ics"), calendar()).unwrap();
    fs::create_dir(path("calendar")).unwrap();
    let hours = "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n\
        datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n";
    let config = format!(
        "[calendars]\n[[mentoring]]\npath = {}\n[locale]\nlocal_timezone = UTC\n\
         default_timezone = UTC\n{hours}[sqlite]\npath = {}\n",
        path("calendar").display(),
        path("khal.db").display()
    );
    fs::write(path("config"), config).unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(&khal);
        command.env("HOME", folder.path()).env("LC_ALL", "C.UTF-8");
        let ran = command
            .arg("-c")
            .arg(path("config"))
            .args(args)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    run(&["import", "--batch", path("a.ics").to_str().unwrap()]);
    let row = "{start-long}|{end-long}|{title}";
    let list = [
        "list",
        "--once",
        "--day-format",
        "",
        "--format",
        row,
        "2026-11-01",
        "400d",
    ];
    let read = rows(&run(&list)).into_iter().map(|(title, start, end)| {
        // It shows the last day of several.
        let end = if start.contains(' ') {
            end
        } else {
            next_day(&end)
        };
        (title, start, end)
    });
    // Of an hour that comes twice it takes the second; calendars are to take the first.
    let is_once = |row: &Row| !row.0.contains("2027-11-07T05:30");
    let read: BTreeSet<_> = read.filter(is_once).collect();
    assert_eq!(read, expected().into_iter().filter(is_once).collect());
}

#[test]
fn calcurse_takes_in_every_entry() {
    let Some(calcurse) = tool(&["calcurse"]) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.ics"), calendar()).unwrap();
    let mut command = Command::new(calcurse);
    command
        .env("HOME", folder.path())
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC");
    let ran = command
        .arg("-D")
        .arg(path("data"))
        .arg("-i")
        .arg(path("a.ics"))
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let moment = |text: &str, format: &str| NaiveDateTime::parse_from_str(text, format).unwrap();
    let read = fs::read_to_string(path("data/apts")).unwrap();
    // Days as `12/01/2026 [1] Title`, hours as `12/01/2026 @ 10:00 -> 12/01/2026 @ 10:50>note |Title`.
    let read = read.lines().map(|line| {
        if let Some((day, title)) = line.split_once(" [1] ") {
            let day = NaiveDate::parse_from_str(day, "%m/%d/%Y")
                .unwrap()
                .to_string();
            return (title.to_owned(), day.clone(), next_day(&day));
        }
        let (start, rest) = line.split_once(" -> ").unwrap();
        let end = &rest[..start.len()];
        let title = rest[start.len()..].split_once(['|', '!']).unwrap().1;
        let [start, end] = [start, end].map(|it| {
            moment(it, "%m/%d/%Y @ %H:%M")
                .format("%Y-%m-%d %H:%M")
                .to_string()
        });
        (title.to_owned(), start, end)
    });
    assert_eq!(read.collect::<BTreeSet<_>>(), expected());
}

#[test]
fn every_calendar_that_is_written_changes_nothing_when_it_is_taken_back() {
    let mut world = far_apart();
    // It comes back as the hour that the clocks show instead.
    let skipped = id("2027-03-14T07:30");
    let kept = Meeting {
        archived: true,
        time: None,
        ..world.book.meetings[&skipped].clone()
    };
    world.add([kept.into()]);
    let log = ExportSubject::Meetings {
        from: None,
        to: None,
    };
    let one = [id("next"), id("by phone")].map(ExportSubject::Meeting);
    let agenda = ExportSubject::Agenda(id("next"));
    let whole = [log, agenda, ExportSubject::Year, ExportSubject::Everything];
    for subject in one.iter().chain(&whole) {
        for (level, with_done) in [
            (ExportLevel::Shared, false),
            (ExportLevel::Shared, true),
            (ExportLevel::All, true),
        ] {
            let mut content = Content::of(subject, level, &world.source()).unwrap();
            content.options.with_done = with_done;
            content.options.reminders = vec![0];
            let file = export_bytes(exporter("ics").unwrap(), &content).unwrap();
            let plan = plan(&world.book, "a.ics", &file, &[]).unwrap();
            assert!(plan.is_empty(), "{subject:?}: {:#?}", plan.lines());
            assert_eq!(plan.left_out, [""; 0], "{subject:?}");
        }
    }
}

#[test]
fn the_rules_of_zones_are_read_right_in_every_month() {
    const SCRIPT: &str = "import icalendar, sys, datetime\n\
        c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
        for e in c.walk('VEVENT'):\n \
         at = e.decoded('DTSTART')\n \
         if at.year > 2027: print(e['SUMMARY'], at.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M'), sep='|')\n";
    let mut world = world();
    let mut expected = BTreeSet::new();
    // All of them take half a minute, and are right.
    for zone in chrono_tz::TZ_VARIANTS.into_iter().step_by(13) {
        for month in 1..=12 {
            let at = day(2028, month, 15).and_hms_opt(12, 0, 0).unwrap();
            let planned = Meeting {
                zone: zone.name().into(),
                title: format!("{zone} {month}"),
                ..meeting(&format!("{zone} {month}"), at)
            };
            world.add([planned.into()]);
            let utc = matchbook::domain::zone::to_utc(at, zone).format("%Y-%m-%dT%H:%M");
            expected.insert(format!("Meeting: {zone} {month}|{utc}"));
        }
    }
    let text = String::from_utf8(written(&world, &ExportSubject::Everything, "ics")).unwrap();
    let text = text
        .replace("TZID=", "TZID=Our-")
        .replace("TZID:", "TZID:Our-");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ics");
    fs::write(&path, text).unwrap();
    if let Some(lines) = python("icalendar", SCRIPT, &path) {
        let read: BTreeSet<_> = lines.lines().map(str::to_owned).collect();
        let wrong: Vec<_> = read.symmetric_difference(&expected).collect();
        assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    }
}

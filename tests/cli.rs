//! Every verb of the command line: what it says, how it ends, and that its JSON can be read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cli/books.rs"]
mod books;
#[path = "cli/call.rs"]
mod call;
#[path = "cli/returned.rs"]
mod returned;
#[path = "support/verbs.rs"]
mod verbs;

use serde_json::Value;
use verbs::{Desk, NEW};

/// A week of a mentee's book, as the first pages of the manual tell it.
const WEEK: [&str; 8] = [
    r#"goal add "Start a STEM hour" --measure "four visits held" --due "2027-04-30" --why "The school asked""#,
    r#"goal add "Find a voice on the board""#,
    r#"goal step 1 add "Call the school" --due "next friday" --owner mentee"#,
    r#"log --kind meeting --channel phone --minutes 50 --note "The school visit is the plan." --private-note "I was nervous." --date yesterday --goal 1 --topic outreach --topic schools --decisions "We start small" --win "The principal said yes" --feeling 4 --next "dec 8 10am" --title "First call" --action "mentor: send the outline by dec 1""#,
    r#"log --kind contact --channel email --date "last tuesday 9am""#,
    r#"action add "Book the room" --owner mentee --due "dec 1""#,
    r#"question add "Which schools answered?""#,
    r#"goal progress 1 "The call is arranged" --date yesterday"#,
];

fn desk() -> Desk {
    let desk = Desk::with_book();
    for line in WEEK {
        desk.done(line);
    }
    desk
}

/// The first half of a mentee's year; the book is started before.
const HALF_A_YEAR: [&str; 17] = [
    r#"goal add "Start a STEM hour" --measure "four visits held" --due "2027-04-30""#,
    r#"goal step 1 add "Call the school" --due "next friday""#,
    r#"meeting plan "today 10am" --channel phone --minutes 45"#,
    "agenda --build",
    r#"agenda --add "The visit" --minutes 10"#,
    "agenda --send",
    r#"meeting hold 1 --note "The visit is the plan." --decisions "We start small" --action "mentor: send the outline by dec 1" --win "The principal said yes" --next "dec 8 10am""#,
    r#"log --kind contact --channel email --note "Sent the outline""#,
    "action done 1",
    "goal step 1 done 1",
    "today",
    "form fill tracker cadence=yes topics=schools activities=none competencies=3",
    "form fill tracker progress@1=one changed@1=more still-right@1=yes wins=one frequency=5 follow-up=4 challenged=4 supported=5 openly=5 focus=schools seen=yes",
    "form sign tracker --as mentee",
    "form sign tracker --as mentor",
    "export tracker --format docx",
    "check",
];

#[test]
fn half_a_year_to_the_signed_tracker_takes_18_commands_and_none_fails() {
    let desk = Desk::with_book();
    for line in HALF_A_YEAR {
        desk.done(line);
    }
    let tracker = &desk.json("form list")[3];
    assert_eq!(tracker["key"], "tracker");
    assert!(tracker["signed_mentor"].is_string(), "{tracker}");
}

/// Several lines with what each said, as they would look in a terminal.
fn session(desk: &Desk, lines: &[&str]) -> String {
    let shown = lines.iter().map(|line| {
        let ran = desk.line(line);
        format!("$ matchbook {line}\n{}", ran.shown())
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_lines_of_the_first_year_work_as_written() {
    let desk = Desk::new();
    let story = session(
        &desk,
        &[
            NEW,
            r#"goal add "Start a STEM hour" --measure "four visits held" --due "2027-04-30""#,
            "goal list",
            r#"goal step 1 add "Call the school" --due "next friday""#,
            r#"log --kind meeting --channel phone --minutes 50 --note "About the school visit." --private-note "I was nervous." --date yesterday"#,
            "meeting list",
            r#"action add "Send the outline" --owner mentee --due "dec 1""#,
            "action done 1",
            "status",
            "form list",
            "form show tracker",
            r#"form fill tracker wins="The principal said yes""#,
            "export tracker --format md -o tracker.md",
            "export everything --format txt -o -",
            "undo",
            r#"search "school visit""#,
            "check",
            "shelf",
        ],
    );
    insta::assert_snapshot!(story);
    let file = std::fs::read_to_string(desk.path("tracker.md")).unwrap();
    assert!(file.starts_with("# Mid-point tracker\n"));
    assert!(file.contains("The principal said yes") && !file.contains("nervous"));
}

#[test]
fn a_week_is_written_down_and_read_back() {
    let desk = Desk::with_book();
    insta::assert_snapshot!("week_written", session(&desk, &WEEK));
    insta::assert_snapshot!(
        "week_read",
        session(
            &desk,
            &[
                "goal list",
                "goal show 1",
                "meeting list",
                "meeting show 1",
                "meeting show 2",
                "action list",
                "action list --open",
                "question list",
                "status",
                "history",
                "search school",
                "search nervous",
                "search school --kind Actions",
                r#"search '"school visit"'"#,
                "search zebra --kind goal",
            ]
        )
    );
}

#[test]
fn goals_move_along() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "goal step 1 done 1",
            "goal step 1 done 1",
            "goal step 1 reopen 1",
            "goal status 1 active --note 'We have a plan'",
            "goal status 1 active",
            "goal edit 2 --measure 'Elected' --due 'in 6 months' --private yes",
            "goal archive 1",
            "goal list",
            "undo",
            "goal list",
            "redo",
            "goal list",
        ]
    ));
}

#[test]
fn meetings_are_planned_held_and_called_off() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "meeting plan 'next tue 10am' --channel video --title 'The tracker'",
            "meeting list",
            "meeting cancel 1",
            "meeting plan today --minutes 30",
            "meeting hold 2 --note 'It went well' --minutes 45",
            "meeting show 2",
            "meeting add --kind contact --channel chat",
            "meeting list --limit 2",
            "meeting hold 1 --note 'too early'",
        ]
    ));
}

#[test]
fn an_agenda_is_written_and_sent() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "agenda",
            "agenda --add 'The summer reading list' --minutes 15",
            "agenda --add 'News' --on 'dec 15 9am'",
            "agenda --send",
        ]
    ));
}

#[test]
fn an_agenda_is_built_from_what_is_open_and_three_suggestions_with_their_reasons() {
    let desk = desk();
    let built = desk.json("agenda --build");
    let lines = built["lines"].as_array().unwrap();
    let origin = |line: &Value| line["origin"].as_str().unwrap().to_owned();
    let origins: Vec<String> = lines.iter().map(origin).collect();
    assert_eq!(origins[..3], ["action", "action", "question"]);
    assert_eq!(origins.len(), 6, "{origins:?}");
    assert!(lines.iter().all(|line| line["reason"] != ""));
    desk.done("action add 'One more'");
    let again = desk.json("agenda --build");
    let lines = again["lines"].as_array().unwrap();
    assert_eq!(
        (lines.len(), lines[6]["text"].as_str()),
        (7, Some("One more"))
    );
    assert!(
        desk.done("agenda --build")
            .contains("Nothing is missing on the agenda.")
    );
}

#[test]
fn a_form_is_filled_in_completed_and_signed() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "form fill tracker frequency=5 supported=4 'new-date@1=end of may' contact-me=y",
            "form fill tracker 'changed@2=The board knows me' focus=",
            "form complete tracker",
            "form sign goal-sheet",
            "form show goal-sheet",
            "form reopen tracker",
            "form list",
        ]
    ));
}

#[test]
fn each_form_is_filled_in_and_what_is_private_stays() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "form fill agreement rate-outreach=2 'usual-time=Tuesday at ten' meeting-channels=phone,video",
            "form fill check communication=5 suits=4 contact-me=no rematch=no 'worries=My one shelf'",
            "form complete check",
            "form sign check --by mentor",
            "form sign check",
            "form show check",
            "export check -o -",
            "form fill wrap-up rate-outreach=4 again=yes",
            "form show wrap-up",
            "form complete closing-record",
            "form sign closing-record",
            "form sign closing-record --by mentor",
            "form list",
            "export closing-record -o -",
        ]
    ));
}

#[test]
fn refusals_say_why_and_what_to_do() {
    let desk = desk();
    desk.done("export tracker -o taken.md");
    insta::assert_snapshot!(session(
        &desk,
        &[
            NEW,
            "new --program nowhere --role mentee --name A --partner B --start today --book b.matchbook",
            "new --program alsc --role mentee --name ' ' --partner B --start today --book b.matchbook",
            "goal show 9",
            "goal step 1 done 4",
            "goal add '' ",
            "goal add x --due '32 june'",
            "goal status 1 perfect",
            "action add x --owner nobody",
            "action done 12",
            "log --kind talk",
            "log --kind meeting --date tomorrow",
            "log --kind meeting --minutes many",
            "log --kind meeting --note - --private-note -",
            "meeting plan yesterday",
            "form show poem",
            "form fill tracker poem=1",
            "form fill tracker wins",
            "form fill tracker changed=x",
            "form fill tracker frequency=11",
            "form fill tracker signed-mentor=today",
            "export poem -o -",
            "export tracker --format scroll -o -",
            "export tracker -o taken.md",
            "export tracker -o no/such/folder.md",
            "search a",
            "search school --kind gaol",
            "redo",
            "status --book missing.matchbook",
            "gaol list",
            "goal lst",
            "goal add",
        ]
    ));
}

#[test]
fn nothing_to_show_says_how_to_begin() {
    insta::assert_snapshot!(session(
        &Desk::with_book(),
        &[
            "goal list",
            "meeting list",
            "action list",
            "question list",
            "agenda",
            "backup --list",
            "goal show 1",
            "search anything",
        ]
    ));
}

#[test]
fn every_listing_is_json_as_well() {
    let desk = desk();
    for (line, keys) in [
        ("goal list", "number id title status due steps_done private"),
        (
            "meeting list",
            "number id date time kind state channel minutes",
        ),
        ("action list", "number id text owner due done done_note"),
        ("question list", "number id text asker asked"),
        ("idea list", "key title state rating"),
        ("prompt list", "key text category used"),
        ("form list", "key title state answered asked missing due"),
        ("history", "at state label"),
        (
            "search school",
            "kind id about private put_away title place text date",
        ),
    ] {
        let listed = desk.json(line);
        let first = listed.as_array().unwrap().first().unwrap();
        for key in keys.split(' ') {
            assert!(first.get(key).is_some(), "{line}: {key} is missing");
        }
    }
    for line in [
        "goal show 1",
        "meeting show 2",
        "form show tracker",
        "status",
        "check",
    ] {
        assert!(desk.json(line).is_object(), "{line}");
    }
    assert_eq!(desk.json("shelf"), Value::Array(Vec::new()));
    let meeting = &desk.json("meeting list")[1];
    assert_eq!(meeting["date"], "2026-11-21");
    assert_eq!(meeting["kind"], "meeting");
    assert_eq!(meeting["goals"][0], desk.json("goal list")[0]["id"]);
    assert_eq!(
        desk.json("meeting show 2")["private_note"],
        "I was nervous."
    );
    assert_eq!(desk.json("search nervous")[0]["private"], true);
    assert_eq!(desk.json("search nothinglikeit"), Value::Array(Vec::new()));
    let done = desk.json("goal add another");
    assert_eq!(
        (&done["goal"], &done["done"]),
        (&3.into(), &"goal “another” added".into())
    );
}

#[test]
fn the_book_is_the_one_named_or_the_only_one_on_the_shelf() {
    let desk = Desk::new();
    let ran = desk.run(&["goal", "list"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.err.contains("There is no book yet."), "{}", ran.err);
    let new = |partner: &str| {
        let args = [
            "new",
            "--program",
            "kla",
            "--role",
            "mentor",
            "--name",
            "Mentor B",
        ];
        let rest = ["--partner", partner, "--start", "2026-09-01"];
        assert_eq!(
            desk.run(&[args.as_slice(), rest.as_slice()].concat()).exit,
            0
        );
    };
    new("Mentee A");
    assert_eq!(desk.run(&["goal", "add", "One"]).exit, 0);
    new("Mentee C");
    let ran = desk.run(&["goal", "list"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.err.contains("matchbook shelf"), "{}", ran.err);
    insta::assert_snapshot!(desk.line("shelf").shown());
    let first = desk.path("home/Mentee A 2026.matchbook");
    let listed = desk
        .command()
        .env("MATCHBOOK_BOOK", &first)
        .args(["goal", "list"])
        .output();
    assert!(desk.told(listed.unwrap()).out.contains("One"));
    let after = desk.run(&["goal", "list", "--book", first.to_str().unwrap()]);
    assert!(after.out.contains("One"));
}

#[test]
fn quiet_leaves_confirmations_out_and_verbose_adds_the_detail() {
    let desk = Desk::with_book();
    assert_eq!(desk.done("--quiet goal add One"), "");
    assert!(desk.done("--quiet goal list").contains("One"));
    let detail = "there is no such file";
    assert!(!desk.line("check --book no.matchbook").err.contains(detail));
    assert!(
        desk.line("check --verbose --book no.matchbook")
            .err
            .contains(detail)
    );
}

#[test]
fn a_file_is_replaced_only_when_asked() {
    let desk = desk();
    std::fs::write(desk.path("mine.txt"), "mine").unwrap();
    assert_eq!(desk.line("export agenda 1 -o mine.txt").exit, 1);
    assert_eq!(
        std::fs::read_to_string(desk.path("mine.txt")).unwrap(),
        "mine"
    );
    desk.done("export agenda 1 -o mine.txt --force");
    assert!(
        std::fs::read_to_string(desk.path("mine.txt"))
            .unwrap()
            .contains("Agenda")
    );
    let said = desk.done("export meeting 2 --format txt");
    let name = "2026-11-21 meeting record - Mentee A and Mentor B.txt";
    assert!(desk.path(name).exists(), "{said}");
}

#[test]
fn the_name_of_a_file_says_its_format() {
    let desk = desk();
    for (file, begins) in [("a.docx", "PK"), ("b.html", "<!DOCTYPE"), ("c.md", "# ")] {
        desk.done(&format!("export tracker -o {file}"));
        let written = std::fs::read(desk.path(file)).unwrap();
        assert!(written.starts_with(begins.as_bytes()), "{file}");
    }
}

#[test]
fn a_name_that_ends_as_no_such_file_does_is_refused_with_the_one_that_is_meant() {
    let desk = desk();
    let before = names_in(&desk.path(""));
    let refused = [
        "export tracker -o tracker.doc",
        "export tracker -o tracker.ODT",
        "export hours -o hours.xls",
        "export tracker -o page.htm",
        "export tracker -o tracker.dcox",
        "export tracker -o v1.2",
        "export tracker --format pdf -o tracker.docx",
        "export tracker --format docx -o tracker.doc",
        "export tracker --format md -o v1.2",
        "export tracker --force -o tracker.doc",
    ];
    insta::assert_snapshot!(session(&desk, &refused));
    for line in refused {
        assert_eq!(desk.line(line).exit, 2, "{line}");
    }
    assert_eq!(names_in(&desk.path("")), before);
}

#[test]
fn a_name_without_an_ending_is_given_one_and_a_folder_takes_the_usual_name() {
    let desk = desk();
    std::fs::create_dir(desk.path("to.office")).unwrap();
    for (line, file, begins) in [
        ("export tracker -o plain", "plain.docx", "PK"),
        ("export hours -o time", "time.docx", "PK"),
        ("export year -o report", "report.md", "# "),
        ("export tracker --format docx -o word", "word.docx", "PK"),
        ("export tracker -o LOUD.DOCX", "LOUD.DOCX", "PK"),
        (
            "export year --format html -o to.office",
            "to.office/2026-11-22 year report - Mentee A and Mentor B.html",
            "<!DOCTYPE",
        ),
    ] {
        let said = desk.done(line);
        assert!(said.replace('\\', "/").contains(file), "{said}");
        let written = std::fs::read(desk.path(file)).unwrap();
        assert!(written.starts_with(begins.as_bytes()), "{line}");
    }
    let refused = desk.line("export year -o nowhere/");
    assert_eq!(refused.exit, 1, "{}", refused.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_written_and_told_as_far_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let desk = desk();
    let name = std::ffi::OsStr::from_bytes(b"o\xff.md");
    let mut command = desk.command();
    command.args(["--json", "--book", "year.matchbook", "export", "year", "-o"]);
    let output = command.arg(name).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(desk.path("").join(name).is_file());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["file"], "o\u{fffd}.md");
}

#[cfg(windows)]
#[test]
fn a_file_that_is_open_in_word_is_told_and_stays() {
    use std::os::windows::fs::OpenOptionsExt;
    let desk = desk();
    let export = "export year -o year.docx --force --book year.matchbook";
    desk.done(export);
    let before = std::fs::read(desk.path("year.docx")).unwrap();
    // Others may read it meanwhile, as Word lets them.
    let word = std::fs::File::options()
        .read(true)
        .share_mode(1)
        .open(desk.path("year.docx"))
        .unwrap();
    let refused = desk.line(export);
    assert_eq!(refused.exit, 1, "{}", refused.shown());
    assert!(refused.err.contains("such as Word"), "{}", refused.err);
    drop(word);
    assert_eq!(std::fs::read(desk.path("year.docx")).unwrap(), before);
    desk.done(export);
}

fn names_in(folder: &std::path::Path) -> Vec<std::ffi::OsString> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[test]
fn a_table_in_a_file_has_the_mark_that_excel_needs_and_is_read_back() {
    let desk = desk();
    for what in ["hours", "meetings", "tracker"] {
        let said = desk.done(&format!("export {what} -o {what}.csv"));
        assert_eq!(
            said.contains("may name people"),
            what == "tracker",
            "{said}"
        );
        let file = std::fs::read_to_string(desk.path(&format!("{what}.csv"))).unwrap();
        let piped = desk.done(&format!("export {what} --format csv -o -"));
        assert_eq!(file.strip_prefix('\u{feff}'), Some(piped.as_str()));
        assert!(piped.contains("\r\n"), "{piped:?}");
    }
    desk.done("import meetings.csv --dry-run");
}

#[test]
fn a_form_is_text_where_it_is_sent_on_and_a_word_file_otherwise() {
    let desk = desk();
    assert!(desk.done("export tracker -o -").starts_with("# "));
    assert!(desk.done("export hours -o -").starts_with("# "));
    let said = desk.done("--json export tracker");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["format"], "docx");
    assert!(said["file"].as_str().unwrap().contains("tracker"), "{said}");
}

#[test]
fn what_leaves_and_how_much_of_it_is_said_in_words() {
    let desk = desk();
    let said = session(
        &desk,
        &[
            "export hours -o -",
            "export year --format txt -o year.txt",
            "export tracker --level counts --format txt -o counts.txt",
            "export tracker --level all -o all.md",
            "--json export everything --level all --paper letter -o whole.md",
            "export year --level everything",
            "export year --paper a3",
        ],
    );
    insta::assert_snapshot!(said);
    let counts = std::fs::read_to_string(desk.path("counts.txt")).unwrap();
    assert!(!counts.contains("STEM"), "{counts}");
    let all = std::fs::read_to_string(desk.path("whole.md")).unwrap();
    assert!(all.contains("I was nervous."), "{all}");
}

#[test]
fn a_form_written_for_oneself_is_not_noted_as_handed_in() {
    let desk = Desk::with_book();
    desk.done("export tracker --level all -o mine.md");
    assert_eq!(desk.json("form list")[1]["exported"], Value::Null);
}

#[test]
fn an_export_leaves_its_day_on_the_form() {
    let desk = desk();
    desk.done("export tracker -o -");
    let tracker = || desk.json("form list")[3].clone();
    assert_eq!(tracker()["exported"], Value::Null);
    desk.done("export tracker -o tracker.md");
    assert_eq!(tracker()["exported"], "2026-11-22");
}

#[test]
fn a_note_comes_from_the_standard_input_as_well() {
    let desk = Desk::with_book();
    let output = desk
        .command()
        .args([
            "--book",
            "year.matchbook",
            "log",
            "--kind",
            "meeting",
            "--note",
            "-",
        ])
        .write_stdin("First line\n\n- a point\n")
        .output();
    assert_eq!(desk.told(output.unwrap()).exit, 0);
    assert_eq!(
        desk.json("meeting show 1")["notes"][0]["text"],
        "First line\n\n- a point"
    );
}

#[test]
fn a_copy_is_made_and_listed() {
    let desk = desk();
    let made = desk.json("backup");
    assert!(made["file"].as_str().unwrap().contains("backups"));
    assert_eq!(desk.json("backup --list")[0]["reason"], "by-hand");
}

#[test]
fn help_and_version_are_answers() {
    let desk = Desk::new();
    for args in [
        &["--help"][..],
        &["--version"],
        &["goal", "--help"],
        &["help", "log"],
    ] {
        let ran = desk.run(args);
        assert_eq!((ran.exit, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(ran.out.ends_with('\n'));
    }
}

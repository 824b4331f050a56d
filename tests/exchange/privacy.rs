//! What is private is in no parcel, opened or not, and in no output, error or temporary file.

use std::fs;
use std::path::Path;

use matchbook::exchange::{Phrase, open};

use crate::{Side, exchange, pair};

const CANARY: &str = "canary-q7";

/// Every line that writes something private, with the canary in it.
const PRIVATE: [&str; 9] = [
    "goal add 'canary-q7 goal' --private yes --why canary-q7 --measure canary-q7",
    "goal step 2 add 'canary-q7 step'",
    "goal progress 2 'canary-q7 progress'",
    "goal evidence 2 add 'canary-q7 evidence' --link canary-q7",
    "log --kind meeting --note 'In the open' --private-note 'canary-q7 note' --feeling 2",
    "pulse add 2 2 2 --note 'canary-q7 pulse'",
    "form fill check communication=5 suits=4 contact-me=no rematch=no 'worries=canary-q7 worries'",
    "goal status 2 active --note 'canary-q7 status'",
    "form complete check",
];

fn holds_canary(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = CANARY.bytes().flat_map(|byte| [byte, 0]).collect();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
    holds(CANARY.as_bytes()) || holds(&wide)
}

/// The files in `folder` and below that hold the canary.
fn with_canary(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(with_canary(&path));
        } else if holds_canary(&fs::read(&path).unwrap()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn nothing_private_is_in_a_parcel_an_output_or_the_partners_home() {
    let (mentee, mentor) = pair();
    for line in PRIVATE {
        mentee.done(line);
    }
    let mut told = String::new();
    for line in [
        "share --armor -o one.txt",
        "share -o two.parcel",
        "pair show",
        "pair fingerprint",
    ] {
        for line in [
            line.to_owned(),
            format!("{line} --json")
                .replace("one", "three")
                .replace("two", "four"),
        ] {
            let ran = mentee.run(&line, "");
            assert_eq!(ran.exit, 0, "{}", ran.shown());
            told += &ran.shown();
        }
    }
    let phrase = Phrase::parse(&mentee.phrase()).unwrap();
    for file in ["one.txt", "two.parcel"] {
        let bytes = fs::read(mentee.desk.path(file)).unwrap();
        let parcel = open(&bytes, &phrase).unwrap();
        let opened = format!("{parcel:?}");
        assert!(opened.contains("In the open"), "{file}");
        assert!(!opened.contains(CANARY), "{file}");
    }
    exchange(&mentee, &mentor);
    mentor.done("goal edit 1 --title 'A STEM afternoon'");
    let parcel = mentor.share();
    mentee.bring(&parcel);
    told += &mentee
        .run("--verbose receive ATT00001 --dry-run", "")
        .shown();
    told += &mentee.run("--verbose receive ATT00001", "").shown();
    told += &mentee.run("--verbose receive two.parcel --yes", "").shown();
    fs::write(mentee.desk.path("cut"), &fs::read(&parcel).unwrap()[..999]).unwrap();
    told += &mentee.run("--verbose receive cut --yes", "").shown();
    told += &mentee.received(&parcel);
    assert!(!holds_canary(told.as_bytes()), "{told}");
    assert!(!told.contains(phrase.as_str()), "{told}");
    assert_eq!(
        with_canary(mentor.desk.path("").as_path()),
        Vec::<String>::new()
    );
    // At home it is in the book and in the copies of it alone.
    let at_home = with_canary(mentee.desk.path("").as_path());
    assert!(
        at_home.iter().all(|file| file.ends_with(".matchbook")),
        "{at_home:?}"
    );
}

#[test]
fn what_is_made_private_again_leaves_no_more_and_what_is_shared_does() {
    let (mentee, mentor) = pair();
    mentee.done("goal add 'canary-q7 goal' --private yes");
    exchange(&mentee, &mentor);
    mentee.done("goal edit 2 --title 'For both of us' --private no");
    exchange(&mentee, &mentor);
    let goals = mentor.json("goal list");
    assert_eq!(goals[1]["title"], "For both of us", "{goals:#}");
    assert_eq!(
        with_canary(mentor.desk.path("").as_path()),
        Vec::<String>::new()
    );
}

#[test]
fn the_output_of_a_hostile_parcel_is_sanitized() {
    let (mentee, mentor) = (Side::mentee(), Side::new(2));
    mentee.done("person edit mentee --name 'A\u{1b}[2Jna'");
    let ran = mentor.receive(&mentee.share(), &mentee.phrase());
    mentee.done("goal add 'x\u{202e}y'");
    mentor.bring(&mentee.share());
    let review = mentor.run("receive ATT00001 --dry-run", "");
    for ran in [ran, review] {
        assert_eq!(ran.exit, 0, "{}", ran.shown());
        assert!(
            !ran.shown().contains(['\u{1b}', '\u{202e}']),
            "{:?}",
            ran.shown()
        );
    }
}

/// A program of one's own with a form about each meeting, and one for oneself about each goal.
const OWN: [(&str, &str, &str); 3] = [
    (
        "form",
        "sessions.toml",
        include_str!("../fixtures/forms/sessions.toml"),
    ),
    (
        "form",
        "doubts.toml",
        "key = \"doubts\"\ntitle = \"Doubts\"\nversion = 1\nabout = \"For oneself.\"\nprivate = true\n[[sections]]\n\
         key = \"goals\"\ntitle = \"Goal\"\nper_goal = true\n\
         fields = [{ key = \"doubt\", label = \"Doubt\", kind = \"text\" }]\n",
    ),
    (
        "program",
        "own.toml",
        "key = \"own\"\ntitle = \"Own\"\nshort = \"Own\"\nabout = \"A year.\"\nend = { months = 10 }\nsources = []\n\
         [[phases]]\ntitle = \"All of it\"\nfrom = { days = 0 }\nabout = \"All.\"\nstage = \"starting\"\n\
         [[forms]]\nform = \"sessions\"\ntitle = \"Sessions\"\n\
         [[forms]]\nform = \"doubts\"\ntitle = \"Doubts\"\n",
    ),
];

#[test]
fn what_is_said_of_a_meeting_leaves_and_what_is_said_of_a_private_goal_never_does() {
    let side = Side::new(1);
    for (kind, file, text) in OWN {
        fs::write(side.desk.path(file), text).unwrap();
        side.done(&format!("{kind} add {file}"));
    }
    for line in [
        "new --program own --role mentee --name Ana --partner Ben --start 2026-11-02",
        "goal add 'canary-q7 goal' --private yes",
        "log --kind meeting --date 2026-11-10 --note Hello --private-note 'canary-q7 note'",
        "log --kind contact --date 2026-11-17",
        "form fill sessions 'topic@1=Two classes' topic@2=Thanks",
        "form fill doubts 'doubt=canary-q7 doubt'",
        "form complete sessions",
    ] {
        side.done(line);
    }
    side.done("share -o one.parcel");
    let bytes = fs::read(side.desk.path("one.parcel")).unwrap();
    let parcel = open(&bytes, &Phrase::parse(&side.phrase()).unwrap()).unwrap();
    let opened = format!("{parcel:?}");
    assert!(
        opened.contains("Two classes") && opened.contains("Thanks"),
        "{opened}"
    );
    assert!(!opened.contains(CANARY), "{opened}");
    let page = side.json("form show sessions");
    let question = &page["questions"][1];
    assert_eq!(question["question"], "topic@2", "{question:#}");
    assert_eq!(question["about"], "2026-11-17", "{question:#}");
    assert_eq!(question["section"], "Session 2: Tue, Nov 17, 2026");
    for format in ["md", "csv", "json"] {
        let written = side.done(&format!("export sessions --format {format} -o -"));
        assert!(written.contains("Two classes"), "{written}");
        assert!(
            written.contains("2026") && !written.contains(CANARY),
            "{written}"
        );
    }
}

/// A checkpoint of the office: a rating for both, a word for the office alone.
const CHECKPOINT: &str = "key = \"checkpoint\"\ntitle = \"Checkpoint\"\nversion = 1\nabout = \"Quarterly.\"\nfilled_by = \"each\"\n\
     repeat = \"quarterly\"\n[[sections]]\nkey = \"s\"\ntitle = \"S\"\n\
     [[sections.fields]]\nkey = \"fit\"\nlabel = \"Fit?\"\nkind = \"scale\"\n\
     [[sections.fields]]\nkey = \"concerns\"\nlabel = \"What is difficult?\"\nkind = \"text\"\naudience = \"office\"\n";

#[test]
fn a_form_of_the_office_reaches_the_partner_and_what_is_for_the_office_alone_never_does() {
    let (mentee, mentor) = pair();
    fs::write(mentee.desk.path("checkpoint.toml"), CHECKPOINT).unwrap();
    mentee.done("form ask checkpoint.toml --to Coordinator");
    mentee.done("form fill checkpoint fit=4 'concerns=canary-q7 concern'");
    mentee.done("form complete checkpoint");
    let parcel = mentee.share();
    let opened = open(
        &fs::read(&parcel).unwrap(),
        &Phrase::parse(&mentee.phrase()).unwrap(),
    );
    let opened = format!("{:?}", opened.unwrap());
    assert!(
        opened.contains("What is difficult?"),
        "the form itself leaves"
    );
    assert!(!opened.contains(CANARY), "{opened}");
    mentor.received(&parcel);
    // The partner has the form without a file, with a part of their own.
    mentor.done("form fill checkpoint fit=5");
    let theirs = mentor.done("form show checkpoint --json");
    assert!(!theirs.contains(CANARY), "{theirs}");
    for (format, level) in [("txt", "shared"), ("csv", "shared"), ("json", "counts")] {
        let line = format!("export checkpoint --format {format} --level {level} -o -");
        assert!(!mentee.done(&line).contains(CANARY), "{line}");
    }
    assert!(
        !mentee
            .done("export everything --format json -o -")
            .contains(CANARY)
    );
    // The office's own document has that part, and nothing else.
    let paper = mentee.done("export checkpoint --format txt --level office -o -");
    assert!(
        paper.contains("canary-q7 concern") && !paper.contains("Fit?"),
        "{paper}"
    );
    assert!(paper.contains("does not read this"), "{paper}");
    let refused = mentee.run("export tracker --level office --format txt -o -", "");
    assert!(refused.exit == 1 && refused.err.contains("no answers for the office"));
}

#[test]
fn an_answer_that_was_told_gives_way_to_the_partners_own() {
    let (mentee, mentor) = pair();
    mentee.done("form fill tracker 'wins=What she said on the phone' --as mentor");
    let told = mentee.done("export tracker --format txt -o -");
    assert!(
        told.contains("What she said on the phone") && told.contains("as told by"),
        "{told}"
    );
    exchange(&mentee, &mentor);
    mentor.done("form fill tracker 'wins=What she wrote herself'");
    exchange(&mentor, &mentee);
    for side in [&mentee, &mentor] {
        let shown = side.done("export tracker --format txt -o -");
        assert!(shown.contains("What she wrote herself"), "{shown}");
        assert!(!shown.contains("on the phone"), "{shown}");
    }
    assert_eq!(mentee.fingerprint(), mentor.fingerprint());
}

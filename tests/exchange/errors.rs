//! What goes wrong is told as such, and changes nothing.

use std::fs;

use crate::{Side, pair};

#[test]
fn the_same_parcel_twice_is_no_news_and_makes_no_backup() {
    let (mentee, mentor) = pair();
    mentor.done("goal add 'A second one'");
    let parcel = mentor.share();
    mentee.received(&parcel);
    mentor.received(&mentee.share());
    let backups = mentee.backups();
    let ran = mentee.run("receive ATT00001", "");
    assert_eq!(ran.exit, 0, "{}", ran.shown());
    assert!(ran.out.starts_with("Nothing new"), "{}", ran.out);
    assert_eq!((mentee.backups(), ran.err.as_str()), (backups, ""));
}

#[test]
fn without_a_terminal_a_parcel_is_taken_only_if_that_is_said() {
    let (mentee, mentor) = pair();
    mentor.done("goal add 'A second one'");
    mentee.bring(&mentor.share());
    let book = fs::read(mentee.desk.path("year.matchbook")).unwrap();
    let ran = mentee.run("receive ATT00001", "");
    assert_eq!(ran.exit, 2, "{}", ran.shown());
    assert!(
        ran.err.contains("--dry-run") && ran.err.contains("--yes"),
        "{}",
        ran.err
    );
    let shown = mentee.done("receive ATT00001 --dry-run");
    assert!(
        shown.contains("By Ben") && shown.contains("New: Goal “A second one”"),
        "{shown}"
    );
    assert_eq!(fs::read(mentee.desk.path("year.matchbook")).unwrap(), book);
    assert_eq!(mentee.backups(), 0);
}

#[test]
fn a_parcel_that_archives_much_is_taken_only_if_that_is_said_as_well() {
    let (mentee, mentor) = pair();
    for number in 0..11 {
        mentee.done(&format!("action add 'Number {number}'"));
    }
    mentor.received(&mentee.share());
    for _ in 0..11 {
        mentor.done("action archive 1");
    }
    mentee.bring(&mentor.share());
    let ran = mentee.run("receive ATT00001 --yes", "");
    assert_eq!(ran.exit, 2, "{}", ran.shown());
    assert!(ran.err.contains("archive 11 things"), "{}", ran.err);
    mentee.done("receive ATT00001 --yes --yes-archive");
    assert_eq!(mentee.json("action list").as_array().unwrap().len(), 0);
}

#[test]
fn a_wrong_phrase_is_told_as_such_and_a_new_one_is_kept() {
    let (mentee, mentor) = pair();
    let old = mentee.phrase();
    mentee.done("pair phrase --new");
    let phrase = mentee.phrase();
    assert_ne!(phrase, old);
    mentee.done("goal add 'A second one'");
    mentor.bring(&mentee.share());
    let line = "receive ATT00001 --yes --phrase-fd 0";
    let ran = mentor.run(line, "it is not this one at all");
    assert_eq!(ran.exit, 1, "{}", ran.shown());
    assert!(ran.err.contains("The phrase is not the one"), "{}", ran.err);
    assert!(
        !ran.err.contains("at all") && !ran.err.contains(&old),
        "{}",
        ran.err
    );
    assert_eq!(mentor.run("receive ATT00001 --yes", "").exit, 2);
    assert_eq!(mentor.run(line, &phrase).exit, 0);
    assert_eq!(mentor.phrase(), phrase);
    let own = mentor.run(
        "pair phrase --own --phrase-fd 0",
        "A long phrase of our own\n",
    );
    assert_eq!(own.exit, 0, "{}", own.shown());
    assert_eq!(mentor.phrase(), "a long phrase of our own");
    assert_eq!(
        mentor.run("pair phrase --own --phrase-fd 0", "short").exit,
        2
    );
    assert_eq!(mentor.run("pair phrase --own", "").exit, 2);
}

#[test]
fn a_phrase_is_read_from_any_open_file() {
    if cfg!(windows) {
        return;
    }
    let mentee = Side::mentee();
    let parcel = mentee.share();
    let mentor = Side::new(2);
    mentor.bring(&parcel);
    fs::write(mentor.desk.path("phrase"), mentee.phrase() + "\n").unwrap();
    let bin = assert_cmd::cargo::cargo_bin("matchbook");
    let line = format!(
        "exec '{}' receive ATT00001 --phrase-fd 3 3< phrase",
        bin.display()
    );
    let output = std::process::Command::new("sh")
        .args(["-c", &line])
        .env_clear()
        .env("MATCHBOOK_HOME", mentor.desk.path("home"))
        .current_dir(mentor.desk.path(""))
        .output()
        .unwrap();
    let ran = mentor.desk.told(output);
    assert_eq!(ran.exit, 0, "{}", ran.shown());
    let stranger = Side::new(3);
    stranger.bring(&parcel);
    let none = stranger.run("receive ATT00001 --phrase-fd 99", "");
    assert_eq!(none.exit, 2, "{}", none.shown());
    assert!(none.err.contains("file descriptor 99"), "{}", none.err);
}

#[test]
fn a_file_that_is_no_parcel_or_not_whole_changes_nothing() {
    let (mentee, mentor) = pair();
    mentor.done("goal add 'A second one'");
    let parcel = fs::read(mentor.share()).unwrap();
    let book = fs::read(mentee.desk.path("year.matchbook")).unwrap();
    let mut flipped = parcel.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (name, bytes, told) in [
        (
            "text",
            b"Dear Ana, see you soon".to_vec(),
            "is not a parcel",
        ),
        ("book", book.clone(), "is not a parcel"),
        ("cut", parcel[..parcel.len() - 9].to_vec(), "not complete"),
        ("flipped", flipped, "not complete"),
    ] {
        fs::write(mentee.desk.path(name), bytes).unwrap();
        let ran = mentee.run(&format!("receive {name} --yes"), "");
        assert_eq!(ran.exit, 1, "{name}: {}", ran.shown());
        assert!(ran.err.contains(told), "{name}: {}", ran.err);
    }
    let ran = mentee.run("receive missing --yes", "");
    assert!(ran.exit != 0 && ran.err.contains("missing"), "{}", ran.err);
    assert_eq!(fs::read(mentee.desk.path("year.matchbook")).unwrap(), book);
    assert_eq!(mentee.run("receive", "").exit, 2);
}

#[test]
fn a_parcel_of_another_match_is_named_and_changes_nothing() {
    let (mentee, _) = pair();
    for (number, new, told) in [
        (5, "--program kla --role mentor --start 2026-11-02", "“kla”"),
        (
            6,
            "--program alsc --role mentor --start 2026-12-01",
            "Dec 1, 2026",
        ),
        (
            7,
            "--program alsc --role mentee --start 2026-11-02",
            "mentee",
        ),
    ] {
        let other = Side::new(number);
        other.done(&format!("new {new} --name Zoe --partner Yan"));
        mentee.bring(&other.share());
        let line = "receive ATT00001 --yes --phrase-fd 0";
        let ran = mentee.run(line, &other.phrase());
        assert_ne!(ran.exit, 0, "{new}: {}", ran.shown());
        assert!(ran.err.contains(told), "{new}: {}", ran.err);
        assert_eq!(mentee.backups(), 0);
    }
}

#[test]
fn a_second_mentee_of_the_same_program_is_not_joined_with_the_first() {
    let (mentee, mentor) = pair();
    mentee.done("goal add 'A second one'");
    mentor.received(&mentee.share());
    let other = Side::new(4);
    other.done("new --program alsc --role mentee --name Zoe --partner Ben --start 2026-11-02");
    mentor.bring(&other.share());
    let line = "receive ATT00001 --yes --phrase-fd 0";
    let ran = mentor.run(line, &other.phrase());
    assert_eq!(ran.exit, 1, "{}", ran.shown());
    assert!(
        ran.err.contains("of another match") && ran.err.contains("--new"),
        "{}",
        ran.err
    );
    assert_eq!(
        mentor.json("person list")[0]["name"],
        mentee.json("person list")[0]["name"]
    );
}

#[test]
fn a_parcel_that_cannot_be_written_leaves_its_changes_waiting() {
    let (mentee, _) = pair();
    mentee.done("goal add 'A second one'");
    let waiting = || mentee.json("pair show")["waiting"].clone();
    let before = waiting();
    assert!(before.as_u64() > Some(0), "{before}");
    for place in ["not/there.parcel", "."] {
        let ran = mentee.run(&format!("share -o {place}"), "");
        assert_eq!(ran.exit == 1, place != ".", "{}", ran.shown());
        if place != "." {
            assert_eq!(waiting(), before);
        }
    }
    assert_eq!(waiting(), 0);
}

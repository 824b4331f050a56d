//! What goes right: pairing, months of exchange, two versions, a folder, a second computer.

use std::fs;

use crate::{Side, exchange, pair};

#[test]
fn a_book_is_started_from_a_parcel_and_both_hold_the_same() {
    let (mentee, mentor) = pair();
    let goals = mentor.json("goal list");
    assert_eq!(goals[0]["title"], "Start a STEM hour");
    assert_eq!(mentor.fingerprint(), mentee.fingerprint());
    let people = mentor.json("person list");
    assert_eq!(people.as_array().unwrap().len(), 2);
    let shown = mentor.json("pair show");
    assert_eq!(
        (&shown["partner"], &shown["same"]),
        (&"Ana".into(), &true.into())
    );
}

#[test]
fn the_first_parcel_tells_the_phrase_and_the_next_does_not() {
    let mentee = Side::mentee();
    let first = mentee.done("share");
    let phrase = mentee.phrase();
    assert!(
        first.contains(&phrase) && first.contains("do not mail it"),
        "{first}"
    );
    mentee.on("2026-11-23");
    let next = mentee.done("share");
    assert!(!next.contains(&phrase), "{next}");
    let json = mentee.done("share --armor -o parcel.txt --json");
    assert!(!json.contains(&phrase), "{json}");
    assert_eq!(mentee.run("share -o parcel.txt", "").exit, 1);
    let text = fs::read_to_string(mentee.desk.path("parcel.txt")).unwrap();
    assert!(text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"));
    assert_eq!(mentee.done("share --quiet -o quiet.parcel"), "");
}

#[test]
fn a_parcel_pasted_into_a_mail_is_received_like_any_other() {
    let (mentee, mentor) = (Side::mentee(), Side::new(2));
    mentee.done("share --armor -o parcel.txt");
    let text = fs::read_to_string(mentee.desk.path("parcel.txt")).unwrap();
    let mail = format!(
        "Dear Ben,\r\n\r\n> {}\r\nBest, Ana\r\n",
        text.replace('\n', "\r\n> ")
    );
    fs::write(mentor.desk.path("mail.eml"), mail).unwrap();
    let ran = mentor.run("receive mail.eml --phrase-fd 0", &mentee.phrase());
    assert_eq!(ran.exit, 0, "{}", ran.shown());
}

#[test]
fn two_books_that_were_both_started_with_new_become_one_match() {
    let (mentee, mentor) = (Side::mentee(), Side::new(2));
    // Names as each of them spells them.
    mentor.done("new --program alsc --role mentor --name 'Benjamin B.' --partner 'Ana M.' --start 2026-11-02");
    mentee.done("goal add 'Start a STEM hour'");
    mentor.done("goal add 'Start a STEM hour!' --measure 'four visits'");
    mentor.done("goal step 1 add 'Call the school'");
    let (first, phrase) = (mentee.share(), mentee.phrase());
    mentor.bring(&first);
    let shown = mentor.run("receive ATT00001 --dry-run --phrase-fd 0", &phrase);
    assert!(shown.out.contains("become one match"), "{}", shown.shown());
    assert!(
        shown.out.contains("the same as your goal"),
        "{}",
        shown.shown()
    );
    let ran = mentor.receive(&first, &phrase);
    assert_eq!(ran.exit, 0, "{}", ran.shown());
    assert_eq!(mentor.json("person list").as_array().unwrap().len(), 2);
    exchange(&mentee, &mentor);
    let dates = mentee.json("date list").as_array().unwrap().len();
    assert_eq!(mentor.json("date list").as_array().unwrap().len(), dates);
    // The goal that both entered is one again.
    assert_eq!(mentee.json("goal list").as_array().unwrap().len(), 2);
    let kept = mentee.json("goal join 1 2")["goal"].clone();
    exchange(&mentee, &mentor);
    for side in [&mentee, &mentor] {
        let goals = side.json("goal list");
        assert_eq!(goals.as_array().unwrap().len(), 1, "{goals:#}");
        assert_eq!(
            (&goals[0]["measure"], &goals[0]["steps"]),
            (&"four visits".into(), &1.into())
        );
    }
    assert_eq!(kept, 1);
}

#[test]
fn a_field_that_both_changed_has_two_versions_until_one_is_picked() {
    let (mentee, mentor) = pair();
    mentee.done("goal edit 1 --due 2027-05-15");
    mentor.on("2026-11-23");
    mentor.done("goal edit 1 --due 2027-06-01");
    mentee.on("2026-11-24");
    let before = mentee.backups();
    mentee.received(&mentor.share());
    assert_eq!(mentee.backups(), before + 1);
    let versions = mentee.json("pair versions");
    let values: Vec<_> = versions[0]["versions"].as_array().unwrap().iter().collect();
    assert_eq!(values[0]["value"], "2027-06-01", "{versions:#}");
    assert_eq!(
        (&values[1]["value"], &values[1]["author"]),
        (&"2027-05-15".into(), &"mentee".into())
    );
    assert!(
        mentee
            .done("pair versions")
            .contains("by Ben, Mon, Nov 23, 2026")
    );
    assert_eq!(mentee.json("pair show")["versions"], 1);
    mentee.done("pair pick 1 2");
    assert_eq!(mentee.json("goal list")[0]["due"], "2027-05-15");
    exchange(&mentee, &mentor);
    for side in [&mentee, &mentor] {
        assert_eq!(side.json("goal list")[0]["due"], "2027-05-15");
        assert_eq!(side.json("pair versions").as_array().unwrap().len(), 0);
    }
    assert_eq!(mentee.run("pair pick 1 1", "").exit, 1);
}

#[test]
fn a_change_is_kept_as_one_had_it_by_its_number() {
    let (mentee, mentor) = pair();
    mentor.done("goal edit 1 --title 'A STEM afternoon'");
    let parcel = mentor.share();
    mentee.bring(&parcel);
    let review = mentee.json("receive ATT00001 --dry-run");
    let change = &review["parcels"][0]["changes"][0];
    assert_eq!(
        (&change["change"], &change["author"]),
        (&"changed".into(), &"mentor".into())
    );
    assert_eq!(change["fields"][0]["new"], "A STEM afternoon");
    assert_eq!(mentee.run("receive ATT00001 --yes --keep 9", "").exit, 2);
    mentee.done("receive ATT00001 --yes --keep 1");
    assert_eq!(mentee.json("goal list")[0]["title"], "Start a STEM hour");
    exchange(&mentee, &mentor);
    assert_eq!(mentor.json("goal list")[0]["title"], "Start a STEM hour");
}

#[test]
fn what_was_received_is_taken_back_by_undo() {
    let (mentee, mentor) = pair();
    mentor.done("goal add 'A second one'");
    mentee.received(&mentor.share());
    assert_eq!(mentee.json("goal list").as_array().unwrap().len(), 2);
    mentee.done("undo");
    assert_eq!(mentee.json("goal list").as_array().unwrap().len(), 1);
    mentee.done("redo");
    exchange(&mentee, &mentor);
}

/// Answers to all that the agreement must have.
const AGREEMENT: &str = "form fill agreement purpose=Schools length=a_year reviews=2026-12-01 cadence=monthly usual-time=Tuesday minutes=50 meeting-channels=phone between-channels=email schedules=turns agenda=mentee notes=turns confidentiality=nothing ending=Openly";

/// Lines of the mentee's tracker, and those that are each one's own.
const TRACKER: &str = "form fill tracker cadence=yes topics=schools activities=none competencies=3 progress@1=one changed@1=more still-right@1=yes";
const EACH: &str = "form fill tracker frequency=5 follow-up=4 challenged=4 supported=5 openly=5 wins=one focus=schools seen=yes";

#[test]
fn four_months_by_parcels_only_end_with_the_same_on_both_sides() {
    let (mentee, mentor) = pair();
    sign_the_agreement(&mentee, &mentor);
    work_at_once_and_lose_a_parcel(&mentee, &mentor);
    put_an_older_copy_back(&mentee, &mentor);
    fill_in_the_tracker(&mentee, &mentor);
    for side in [&mentee, &mentor] {
        assert_nothing_is_missing(side);
    }
}

fn sign_the_agreement(mentee: &Side, mentor: &Side) {
    // November: the agreement, signed by each on their own computer.
    mentee.done(AGREEMENT);
    mentee.done("form sign agreement");
    mentor.received(&mentee.share());
    mentor.done("form fill agreement rate-outreach=4");
    mentor.done("form sign agreement");
    exchange(mentor, mentee);
}

fn work_at_once_and_lose_a_parcel(mentee: &Side, mentor: &Side) {
    // December: both work at once; the mentor's parcel is lost on its way.
    for side in [mentee, mentor] {
        side.on("2026-12-08");
    }
    mentee.done("goal edit 1 --measure 'four visits held'");
    mentor.done("goal edit 1 --why 'Two schools asked'");
    mentee.done(
        "log --kind meeting --minutes 50 --note 'Her part of it' --win 'The principal said yes'",
    );
    let lost = mentor.share();
    mentor.done("log --kind contact --channel email --note 'Sent the outline'");
    mentor.received(&mentee.share());
    // January: the lost one comes late, after a newer one.
    for side in [mentee, mentor] {
        side.on("2027-01-12");
    }
    mentor.done("action add 'Send the book list' --owner mentee");
    mentee.received(&mentor.share());
    assert!(mentee.received(&lost).starts_with("Nothing new"));
    assert_eq!(
        mentee.json("meeting list --all").as_array().unwrap().len(),
        2
    );
}

fn put_an_older_copy_back(mentee: &Side, mentor: &Side) {
    // The mentee's laptop breaks: a copy from before the last parcels is put back.
    mentee.done("backup");
    mentee.done("action done 1");
    mentee.done("question add 'Who pays for it?'");
    mentor.received(&mentee.share());
    mentee.done("restore 1 --yes");
    assert_eq!(mentee.json("question list").as_array().unwrap().len(), 0);
    mentee.done("goal step 1 add 'Call the school'");
    let back = mentee.received(&mentor.share());
    assert!(back.contains("received"), "{back}");
    assert_eq!(mentee.json("question list").as_array().unwrap().len(), 1);
    exchange(mentee, mentor);
}

fn fill_in_the_tracker(mentee: &Side, mentor: &Side) {
    // March: each fills in their part of the tracker and signs it.
    for side in [mentee, mentor] {
        side.on("2027-03-02");
    }
    mentee.done(TRACKER);
    mentee.done(EACH);
    mentor.received(&mentee.share());
    mentor.done(EACH);
    mentor.done("form sign tracker");
    mentee.received(&mentor.share());
    mentee.done("form sign tracker");
    exchange(mentee, mentor);
}

fn assert_nothing_is_missing(side: &Side) {
    let forms = side.json("form list");
    let tracker = forms
        .as_array()
        .unwrap()
        .iter()
        .find(|form| form["key"] == "tracker");
    let tracker = tracker.unwrap();
    assert!(tracker["signed_mentor"].is_string(), "{tracker}");
    assert!(tracker["signed_mentee"].is_string(), "{tracker}");
    let all = side.done("export everything -o -");
    for typed in [
        "four visits held",
        "Two schools asked",
        "Her part of it",
        "The principal said yes",
        "Sent the outline",
        "Send the book list",
        "Who pays for it?",
        "Call the school",
    ] {
        assert!(all.contains(typed), "{typed}");
    }
    assert!(
        side.done("check").contains("sound"),
        "{}",
        side.done("check")
    );
    assert_eq!(side.json("pair show")["same"], true);
}

#[test]
fn a_folder_that_both_see_takes_the_place_of_mail() {
    let (mentee, mentor) = pair();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap().replace('\\', "/");
    mentee.done(&format!("share --folder '{place}'"));
    mentor.done("goal add 'A second one'");
    mentor.done(&format!("share --folder '{place}'"));
    fs::write(
        folder.path().join("half.parcel.tmp"),
        "age-encryption.org/v1\n",
    )
    .unwrap();
    fs::write(folder.path().join("notes.txt"), "nothing of ours").unwrap();
    let ran = mentee.done(&format!("receive --folder '{place}' --yes"));
    assert!(ran.starts_with("Parcel from Ben received."), "{ran}");
    mentee.on("2026-11-24");
    mentee.done(&format!("share --folder '{place}'"));
    mentor.done(&format!("receive --folder '{place}' --yes"));
    assert_eq!(mentee.fingerprint(), mentor.fingerprint());
    let again = mentor.done(&format!("receive --folder '{place}'"));
    assert!(again.starts_with("Nothing new"), "{again}");
    let books = fs::read_dir(folder.path()).unwrap();
    assert!(
        books
            .flatten()
            .all(|file| !file.file_name().to_string_lossy().ends_with(".matchbook"))
    );
}

#[test]
fn ones_own_second_computer_holds_the_same_shared_part() {
    let (mentee, mentor) = pair();
    let second = Side::new(3);
    second.bring(&mentee.share());
    let ran = second.run(
        "receive ATT00001 --role mentee --phrase-fd 0",
        &mentee.phrase(),
    );
    assert_eq!(ran.exit, 0, "{}", ran.shown());
    assert_eq!(
        second.json("person list")[0]["name"],
        mentee.json("person list")[0]["name"]
    );
    second.done("goal add 'From the laptop'");
    mentee.received(&second.share());
    exchange(&mentee, &mentor);
    second.received(&mentee.share());
    assert_eq!(second.fingerprint(), mentor.fingerprint());
    assert_eq!(mentor.json("goal list").as_array().unwrap().len(), 2);
}

#[test]
fn in_an_empty_home_the_book_is_named_like_one_that_new_makes() {
    let (mentee, other) = (Side::mentee(), Side::new(2));
    other.bring(&mentee.share());
    let phrase = mentee.phrase();
    let run = |args: &[&str]| {
        let mut command = other.desk.command();
        command
            .env("MATCHBOOK_SEED", "77")
            .args(args)
            .write_stdin(phrase.as_str());
        other.desk.told(command.output().unwrap())
    };
    let ran = run(&["receive", "ATT00001", "--phrase-fd", "0"]);
    assert!(
        ran.out
            .starts_with("The book FOLDER/home/Ana 2026.matchbook is started"),
        "{}",
        ran.shown()
    );
    // The same again finds its book by the match, and needs no phrase any more.
    let again = run(&["receive", "ATT00001"]);
    assert!(
        again
            .out
            .starts_with("Nothing new: you both hold the same "),
        "{}",
        again.shown()
    );
}

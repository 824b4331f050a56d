//! Forms that an office asks of one book, programs that extend another, and a running book that changes its program.

use std::fs;

use super::verbs::Desk;

const CHECKPOINT: &str = r#"
key = "checkpoint"
title = "Checkpoint"
version = 1
about = "Every three months."
filled_by = "each"
repeat = { days = [90, 180, 270] }
[[sections]]
key = "fit"
title = "Fit"
[[sections.fields]]
key = "satisfied"
label = "How satisfied are you with the match?"
kind = "scale"
high = 10
required = true
"#;

const TRACKER: &str = r#"
key = "office-tracker"
title = "Tracker of the office"
version = 3
about = "The office's own."
[[sections]]
key = "all"
title = "All"
[[sections.fields]]
key = "news"
label = "What is new?"
kind = "text"
required = true
"#;

/// A desk with a book of `program`, and the form in a file.
fn desk(program: &str, form: &str) -> Desk {
    let desk = Desk::new();
    fs::write(desk.path("form.toml"), form).unwrap();
    desk.done(&format!("new --program {program} --role mentee --name 'Mentee A' --partner 'Mentor B' --start 2026-11-02 --book year.matchbook"));
    desk
}

/// Key and due day of every form.
fn forms(desk: &Desk) -> Vec<(String, String)> {
    let list: serde_json::Value = serde_json::from_str(&desk.done("form list --json")).unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| (text(row, "key"), text(row, "due")))
        .collect()
}

fn due_of(desk: &Desk, form: &str) -> Option<String> {
    let mut forms = forms(desk).into_iter();
    forms.find_map(|(key, due)| (key == form).then_some(due))
}

#[test]
fn the_offices_own_tracker_takes_the_place_of_the_programs_and_its_file_may_go() {
    let desk = desk("alsc", TRACKER);
    desk.done("form fill tracker wins='The school said yes'");
    desk.done("form ask form.toml --instead-of tracker --due 2027-03-15");
    fs::remove_file(desk.path("form.toml")).unwrap();
    assert_eq!(
        due_of(&desk, "office-tracker").as_deref(),
        Some("2027-03-15")
    );
    assert_eq!(due_of(&desk, "tracker"), None);
    // It goes to where the one it replaces went, on the date that it had.
    let shown = desk.done("form show office-tracker");
    assert!(shown.contains("ALSC office"), "{shown}");
    let dates = desk.done("date list");
    assert_eq!(dates.matches("racker").count(), 2, "{dates}");
    desk.done("form fill office-tracker 'news=We met the board'");
    for work in ["complete", "sign"] {
        desk.done(&format!("form {work} office-tracker"));
    }
    let paper = desk.done("export office-tracker --format txt -o -");
    assert!(paper.contains("We met the board"), "{paper}");
    // Archived it is not asked any more, and asked again it has its answers.
    desk.done("form archive office-tracker");
    assert_eq!(due_of(&desk, "office-tracker"), None);
    assert!(due_of(&desk, "tracker").is_some());
    desk.done("form ask office-tracker");
    let shown = desk.done("form show office-tracker");
    assert!(shown.contains("We met the board"), "{shown}");
}

#[test]
fn a_checkpoint_comes_three_times_beside_the_former_answers() {
    let desk = desk("wla", &CHECKPOINT.replace("[90, 180, 270]", "[30, 60, 90]"));
    desk.done("form ask form.toml --to 'District office'");
    let is_checkpoint = |(key, _): &(String, String)| key.starts_with("checkpoint");
    let listed: Vec<_> = forms(&desk).into_iter().filter(is_checkpoint).collect();
    assert_eq!(listed, [("checkpoint".to_owned(), "2026-12-02".to_owned())]);
    desk.done("form fill checkpoint satisfied=7");
    desk.done("form complete checkpoint");
    desk.done("form fill checkpoint.2 satisfied=9");
    let second = desk.done("form show checkpoint.2 --json");
    assert!(second.contains("Last time: 7 of 10"), "{second}");
    let first = desk.done("form show checkpoint --json");
    assert!(
        first.contains("\"value\": \"7\"") && first.contains("1 of 3"),
        "{first}"
    );
    let dates = desk.done("date list");
    for day in ["Dec 2, 2026", "Jan 1, 2027", "Jan 31, 2027"] {
        assert!(dates.contains(day), "{dates}");
    }
}

#[test]
fn a_second_feedback_does_not_write_over_the_first() {
    let desk = desk("kla", TRACKER);
    desk.done("form fill feedback going=2 good='The calls'");
    desk.done("form complete feedback");
    desk.done("form fill feedback.2 going=5 good='The visit'");
    let kept = |form: &str| desk.done(&format!("export {form} --format txt -o -"));
    assert!(kept("feedback").contains("The calls"));
    assert!(kept("feedback.2").contains("The visit"));
}

#[test]
fn a_monthly_form_is_due_in_the_next_month_and_counts_its_own() {
    let log = TRACKER
        .replace("office-tracker", "contact-log")
        .replace("version = 3", "version = 1\nrepeat = { monthly-by = 15 }")
        .replace("kind = \"text\"", "kind = \"number\"\nauto = \"meetings\"");
    let desk = desk("blank", &log);
    desk.done("form ask form.toml");
    desk.done("log --kind meeting --date 2026-11-05 --minutes 60");
    assert_eq!(
        due_of(&desk, "contact-log.2026-11").as_deref(),
        Some("2026-12-15")
    );
    let shown = desk.done("form show contact-log.2026-11");
    assert!(shown.contains("November 2026"), "{shown}");
}

#[test]
fn what_is_said_to_stay_is_what_is_private_and_an_office_has_one_article() {
    let log = include_str!("../fixtures/forms/contact-log.toml");
    let desk = desk("alsc", &log.replace("\"mentor\"", "\"mentee\""));
    desk.done("log --kind meeting --date 2026-11-03 --minutes 45 --title Plans --action 'Mentor B: send the list'");
    desk.done("form ask form.toml --to 'the principal' --due 2026-12-01");
    desk.done("form fill contact-log weekly=yes written=yes");
    let said = desk.done("export contact-log -o log.txt");
    assert!(!said.contains("stay"), "{said}");
    let text = fs::read_to_string(desk.path("log.txt")).unwrap();
    assert!(text.contains("send the list"), "{text}");
    assert!(text.contains(", to the principal"), "{text}");
}

#[test]
fn what_cannot_be_asked_is_told_and_changes_nothing() {
    let desk = desk("alsc", CHECKPOINT);
    for (words, told) in [
        ("form ask tracker", "asks for"),
        ("form ask form.toml --due 2027-01-01", "days of its own"),
        ("form ask form.toml --instead-of nothing", "no form"),
        ("form ask nowhere", "no form called"),
        ("form archive tracker", "cannot be archived"),
    ] {
        let ran = desk.line(words);
        assert_ne!(ran.exit, 0, "{words}");
        assert!(ran.err.contains(told), "{words}: {}", ran.err);
    }
    assert!(due_of(&desk, "checkpoint").is_none());
}

const EXTENDING: &str = r#"
key = "spring-county"
extends = "alsc"
title = "County year"
leave_out = { milestones = ["rematch"], forms = ["check"] }
[cadence]
meetings = { count = 1 }
[[milestones]]
key = "tracker"
on = { day = "2027-03-20" }
[[milestones]]
key = "visit"
title = "Visit to the county library"
about = "For both of you."
on = { days = 60 }
[[aims]]
key = "county"
title = "The county's libraries know each other"
"#;

#[test]
fn a_program_that_extends_another_says_only_what_differs() {
    let desk = desk("alsc", TRACKER);
    fs::write(desk.path("spring-county.toml"), EXTENDING).unwrap();
    desk.done("program add spring-county.toml");
    let shown = desk.done("program use spring-county");
    for line in [
        "Mid-point tracker to the ALSC office: Thu, Apr 1, 2027 → Sat, Mar 20, 2027.",
        "New: Visit to the county library, Fri, Jan 1, 2027.",
        "No more: Last day to ask for a re-match, Wed, Dec 2, 2026.",
        "No longer asked: 30-day check; what you answered stays in the book.",
        "Nothing was changed.",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert!(due_of(&desk, "check").is_some());
    desk.done("program use spring-county --yes");
    assert_eq!(due_of(&desk, "check"), None);
    assert_eq!(due_of(&desk, "tracker").as_deref(), Some("2027-03-20"));
    desk.done("undo");
    assert_eq!(due_of(&desk, "tracker").as_deref(), Some("2027-04-01"));
}

#[test]
fn a_mistake_is_told_at_its_place_in_the_file_that_extends() {
    let desk = Desk::new();
    for (old, new, told) in [
        ("\"2027-03-20\"", "\"soon\"", "milestones 1 › on"),
        (
            "title = \"Visit to the county library\"\n",
            "",
            "milestones 2",
        ),
        ("\"rematch\"", "\"no-such\"", "leave_out"),
        ("\"alsc\"", "\"no-such\"", "extends"),
    ] {
        fs::write(desk.path("p.toml"), EXTENDING.replacen(old, new, 1)).unwrap();
        let ran = desk.run(&["program", "check", "p.toml"]);
        assert!(
            ran.exit == 1 && ran.err.contains(told),
            "{told}: {}",
            ran.err
        );
    }
}

/// A form with parts for both, for one of the two and for the office, with numbers that are added up.
const MIXED: &str = r#"
key = "mixed"
title = "Mixed"
version = 1
about = "All kinds."
filled_by = "each"
repeat = "monthly"
[[sections]]
key = "clauses"
title = "Clauses"
text = "1. What is said here stays here."
[[sections.fields]]
key = "agreed"
label = "Do you agree to it?"
kind = "yes-no"
[[sections]]
key = "ratings"
title = "Ratings"
[[sections.fields]]
key = "a"
label = "A"
kind = "scale"
[[sections.fields]]
key = "b"
label = "B"
kind = "scale"
[[sections.fields]]
key = "mean"
label = "On the whole"
kind = "mean"
[[sections.fields]]
key = "concern"
label = "How concerned are you?"
kind = "scale"
audience = "office"
[[sections.fields]]
key = "all"
label = "In all"
kind = "total"
"#;

#[test]
fn the_plain_key_of_a_form_that_comes_again_means_the_copy_that_is_open() {
    let desk = desk("blank", MIXED);
    let asked = desk.done("form ask form.toml");
    assert!(asked.contains("form fill mixed"), "{asked}");
    desk.done("form fill mixed a=3 b=4 concern=5");
    let shown = desk.done("form show mixed");
    // Half of ten is rounded up, and what is for the office alone counts in nothing that both read.
    for line in ["3.5", "In all", "7"] {
        assert!(shown.contains(line), "{shown}");
    }
    assert!(!shown.contains("12"), "{shown}");
    assert!(
        shown.contains("How concerned are you? (for the office)"),
        "{shown}"
    );
}

#[test]
fn the_questions_for_the_partner_have_the_clauses_that_they_speak_of() {
    let once = MIXED
        .replace("filled_by = \"each\"\nrepeat = \"monthly\"\n", "")
        .replace(
            "kind = \"yes-no\"",
            "kind = \"yes-no\"\nfilled_by = \"each\"",
        );
    let desk = desk("blank", &once);
    desk.done("form ask form.toml");
    let sheet = desk.done("export mixed --for mentor --format txt -o -");
    let clause = sheet.find("What is said here stays here");
    assert!(
        clause.is_some() && clause < sheet.find("Do you agree to it?"),
        "{sheet}"
    );
}

#[test]
fn a_form_of_the_partner_is_not_complete_before_they_have_answered() {
    let theirs = TRACKER.replace("about =", "filled_by = \"mentor\"\nabout =");
    let desk = desk("blank", &theirs);
    desk.done("form ask form.toml");
    let refused = desk.run(&[
        "--book",
        "year.matchbook",
        "form",
        "complete",
        "office-tracker",
    ]);
    assert!(
        refused.exit == 1 && refused.err.contains("is filled in by Mentor B"),
        "{}",
        refused.shown()
    );
    desk.done("form fill office-tracker --as mentor 'news=All is well'");
    desk.done("form complete office-tracker");
}

#[test]
fn lengths_in_rows_are_added_up_and_what_is_none_is_counted_beside_them() {
    let rows = TRACKER.replace(
        "kind = \"text\"",
        "kind = \"rows\"\ncolumns = [{ key = \"task\", label = \"Task\" }, { key = \"hours\", label = \"Hours\" }]",
    );
    let desk = desk("blank", &rows);
    desk.done("form ask form.toml");
    let paper = |hours: &str| {
        let rows: Vec<_> = hours
            .split(' ')
            .map(|it| format!("Desk | {}", it.replace('_', " ")))
            .collect();
        desk.done(&format!(
            "form fill office-tracker 'news={}'",
            rows.join("\n")
        ));
        desk.done("export office-tracker --format txt -o -")
    };
    assert!(
        paper("7.5 4.25_hrs - 45_min").contains("12.5"),
        "{}",
        paper("7.5")
    );
    assert!(paper("7.5 some").contains("7.5 (1 not counted)"));
}

#[test]
fn what_people_mistake_in_a_file_is_told_in_their_words() {
    let desk = Desk::new();
    for (old, new, words) in [
        (
            "key = \"office-tracker\"",
            "key = “office-tracker”",
            "write straight ones",
        ),
        ("required = true", "required = yes", "write true or false"),
        ("[[sections]]", "[sections]", "two brackets"),
        (
            "kind = \"text\"",
            "kind = \"text\"\nprivate = true\naudience = \"office\"",
            "keeps it from everybody",
        ),
        (
            "about =",
            "private = true\naudience = \"office\"\nabout =",
            "keeps it from everybody",
        ),
    ] {
        fs::write(desk.path("form.toml"), TRACKER.replacen(old, new, 1)).unwrap();
        let told = desk.run(&["form", "check", "form.toml"]);
        assert!(
            told.exit != 0 && told.shown().contains(words),
            "{new}: {}",
            told.shown()
        );
    }
}

//! Two programs of other shapes than the built-in ones, lived through month by month.

use serde_json::Value;

use super::verbs::Desk;
use super::{desk, done_on, json_on, start};

/// What a shelf says of the phase of the only book on a day.
fn phase(desk: &Desk, day: &str) -> String {
    let shelf = json_on(desk, day, &["shelf"]);
    shelf[0]["phase"].as_str().unwrap().to_owned()
}

/// Title, day and days left of every date of the program's page.
fn dates(desk: &Desk, day: &str, key: &str) -> Vec<(String, String, i64)> {
    let page = json_on(desk, day, &["program", "show", key]);
    let rows = page["milestones"].as_array().unwrap().iter();
    rows.map(|it| {
        let word = |key: &str| it[key].as_str().unwrap().to_owned();
        (
            word("title"),
            word("date"),
            it["days_left"].as_i64().unwrap(),
        )
    })
    .collect()
}

/// What is due by a form, by its key.
fn form_due(desk: &Desk, day: &str, key: &str) -> Value {
    let forms = json_on(desk, day, &["form", "list"]);
    let forms = forms.as_array().unwrap();
    forms.iter().find(|it| it["key"] == key).unwrap()["due"].clone()
}

/// The agenda built for tomorrow, without keeping it.
fn agenda(desk: &Desk, day: &str) -> String {
    let built = done_on(desk, day, &["agenda", "--build", "--on", "tomorrow"]);
    done_on(desk, day, &["undo"]);
    built
}

#[test]
fn eighteen_months_with_a_talk_a_quarter_are_lived_through() {
    let desk = desk();
    start(&desk, "quarterly", "2026-11-02");
    for (day, title) in [
        ("2026-11-02", "Trial period"),
        ("2026-12-02", "Trial period"),
        ("2027-01-02", "Trial period"),
        ("2027-02-01", "Trial period"),
        ("2027-02-02", "One goal"),
        ("2027-03-02", "One goal"),
        ("2027-04-02", "At work"),
        ("2027-05-02", "At work"),
        ("2027-06-02", "At work"),
        ("2027-07-02", "At work"),
        ("2027-08-02", "Looking back"),
        ("2027-09-02", "Looking back"),
        ("2027-10-02", "Looking back"),
        ("2027-11-02", "Back at work"),
        ("2027-12-02", "Back at work"),
        ("2028-01-02", "Back at work"),
        ("2028-02-02", "Back at work"),
        ("2028-03-02", "Winding down"),
        ("2028-04-02", "Winding down"),
        ("2028-05-02", "Winding down"),
        ("2028-06-02", "Winding down"),
    ] {
        assert_eq!(phase(&desk, day), title, "{day}");
    }
    let rows = dates(&desk, "2027-02-01", "quarterly");
    let expected = [
        ("End of the trial period", "2027-02-02", 1),
        ("First report", "2027-05-02", 90),
        ("Second report", "2027-11-02", 274),
        ("Last talk", "2028-05-02", 456),
    ];
    for (row, (title, date, left)) in rows.iter().zip(expected) {
        assert_eq!(*row, (title.to_owned(), date.to_owned(), left));
    }
    assert_eq!(
        form_due(&desk, "2026-11-02", "example-survey"),
        "2027-05-02"
    );
    assert_eq!(form_due(&desk, "2026-11-02", "tracker"), "2027-11-02");
    let page = done_on(&desk, "2027-02-01", &["program", "show", "quarterly"]);
    assert!(
        page.contains("Your year: Mon, Nov 2, 2026 to Tue, May 2, 2028"),
        "{page}"
    );
    assert!(
        page.contains("First report: Sun, May 2, 2027 (90 days left), mentee"),
        "{page}"
    );
    assert!(page.contains("1 contact every 3 months"), "{page}");
}

#[test]
fn a_quarterly_rhythm_calls_four_months_of_silence_a_gap_and_three_none() {
    let desk = desk();
    start(&desk, "quarterly", "2026-11-02");
    let log = [
        "log",
        "--kind",
        "contact",
        "--channel",
        "phone",
        "--date",
        "today",
    ];
    done_on(&desk, "2027-01-10", &log);
    let status = done_on(&desk, "2027-04-10", &["status"]);
    let rhythm = "Last contact 90 days ago; the program asks for 1 contact every 3 months.";
    assert!(status.contains(rhythm), "{status}");
    let gap = "The last contact was on Sun, Jan 10, 2027.";
    for (day, is_gap) in [
        ("2027-02-20", false),
        ("2027-05-10", false),
        ("2027-06-01", true),
    ] {
        let agenda = agenda(&desk, day);
        assert_eq!(agenda.contains(gap), is_gap, "{day}: {agenda}");
    }
    done_on(&desk, "2027-06-02", &log);
    assert!(!agenda(&desk, "2027-06-03").contains("The last contact was on"));
}

#[test]
fn the_report_of_ones_own_is_filled_in_and_goes_out() {
    let desk = desk();
    start(&desk, "quarterly", "2026-11-02");
    let log = [
        "log",
        "--kind",
        "contact",
        "--channel",
        "phone",
        "--date",
        "today",
    ];
    done_on(&desk, "2027-01-10", &log);
    let day = "2027-05-01";
    let page = json_on(&desk, day, &["form", "show", "example-survey"]);
    let missing: Vec<_> = page["missing"].as_array().unwrap().clone();
    assert_eq!(missing, ["useful", "remarks"], "{page}");
    assert_eq!(page["questions"][0]["value"], "1");
    let fill = [
        "form",
        "fill",
        "example-survey",
        "useful=4",
        "remarks=It goes well.",
    ];
    done_on(&desk, day, &fill);
    done_on(&desk, day, &["form", "complete", "example-survey"]);
    let export = ["export", "example-survey", "--format", "md", "-o", "-"];
    let written = done_on(&desk, day, &export);
    assert!(written.contains("# Report after six months"), "{written}");
    assert!(written.contains("It goes well."), "{written}");
    assert!(written.contains("Example Quarterly Mentoring"), "{written}");
}

#[test]
fn three_months_with_a_word_a_week_are_lived_through() {
    let desk = desk();
    start(&desk, "term", "2027-01-11");
    for (day, title) in [
        ("2027-01-11", "First fortnight"),
        ("2027-01-25", "Project"),
        ("2027-03-20", "Project"),
        ("2027-03-21", "Last weeks"),
        ("2027-04-11", "Last weeks"),
    ] {
        assert_eq!(phase(&desk, day), title, "{day}");
    }
    let rows = dates(&desk, "2027-02-11", "term");
    assert_eq!(rows[0], ("Survey".to_owned(), "2027-02-25".to_owned(), 14));
    assert_eq!(
        form_due(&desk, "2027-02-11", "example-survey"),
        "2027-02-25"
    );
    let log = [
        "log",
        "--kind",
        "contact",
        "--channel",
        "email",
        "--date",
        "today",
    ];
    done_on(&desk, "2027-01-12", &log);
    let gap = "The last contact was on Tue, Jan 12, 2027.";
    assert!(!agenda(&desk, "2027-01-20").contains(gap));
    assert!(agenda(&desk, "2027-01-26").contains(gap));
    let end = done_on(&desk, "2027-04-20", &["status"]);
    assert!(end.contains("Late: 2 milestones."), "{end}");
    assert!(
        !agenda(&desk, "2027-04-20").contains(gap),
        "the term is over"
    );
}

#[test]
fn the_deck_of_ones_own_is_suggested_for_a_goal_it_suits() {
    let desk = desk();
    start(&desk, "term", "2027-01-11");
    done_on(
        &desk,
        "2027-01-12",
        &["goal", "add", "Start a knitting circle"],
    );
    let built = agenda(&desk, "2027-03-01");
    assert!(
        built.contains("Which wool would the circle like?"),
        "{built}"
    );
    // Of the areas of one's own, too: nothing built in touches them.
    assert!(
        built.contains("Crafts") || built.contains("Goal 1"),
        "{built}"
    );
}

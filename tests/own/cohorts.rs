//! A spring cohort of ALSC month by month: its dates, its parts, what Today says, and its closing.

use super::{done_on, json_on, start};
use crate::verbs::Desk;

/// Title of the phase on a day.
fn phase(desk: &Desk, day: &str) -> String {
    let year = json_on(desk, day, &["year", "show"]);
    year["phase"].as_str().unwrap().to_owned()
}

#[test]
fn a_spring_cohort_goes_through_its_year_month_by_month() {
    let desk = Desk::new();
    start(&desk, "alsc", "2027-03-15");
    let dates = json_on(&desk, "2027-03-15", &["date", "list"]);
    let dates: Vec<_> = dates
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", it["date"], it["title"]).replace('"', ""))
        .collect();
    assert_eq!(
        dates,
        [
            "2027-04-12 How we communicate is agreed",
            "2027-04-14 Goals to the ALSC office",
            "2027-04-14 Last day to ask for a re-match",
            "2027-08-15 Mid-point tracker to the ALSC office",
            "2027-12-30 Wrap-up survey",
        ]
    );
    for (day, part) in [
        ("2027-03-15", "Getting to know each other"),
        ("2027-04-01", "Setting goals"),
        ("2027-05-01", "Working on the goals"),
        ("2027-06-01", "Working on the goals"),
        ("2027-07-01", "Working on the goals"),
        ("2027-08-01", "Mid-point"),
        ("2027-09-01", "The second half"),
        ("2027-10-01", "The second half"),
        ("2027-11-01", "The second half"),
        ("2027-12-15", "Closing"),
        ("2028-01-15", "Closing"),
    ] {
        assert_eq!(phase(&desk, day), part, "{day}");
    }
    let says = |day: &str, words: &str| {
        let today = done_on(&desk, day, &["today"]);
        assert!(today.contains(words), "{day}: {words}\n{today}");
    };
    says("2027-04-01", "Goals to the ALSC office");
    says("2027-08-01", "Mid-point tracker to the ALSC office");
    says("2027-12-15", "Wrap-up survey");
    says("2027-12-15", "Closing:");
    let left = done_on(&desk, "2028-01-10", &["year", "left"]);
    assert!(
        left.contains("The year ends on Sat, Jan 15, 2028"),
        "{left}"
    );
    done_on(&desk, "2028-01-15", &["year", "close"]);
    let today = done_on(&desk, "2028-01-16", &["today"]);
    assert!(today.contains("Nothing is asked any more."), "{today}");
}

#[test]
fn a_program_says_for_which_start_a_date_is_and_how_long_the_year_lasts() {
    let desk = Desk::new();
    let page = desk.run(&["program", "show", "alsc"]).out;
    let page: Vec<_> = page.split_whitespace().collect();
    let page = page.join(" ");
    for words in [
        "Length: until August 31 or 10 months, by the start",
        "Mid-point: from March 1 if the year starts from September to December, else 40% of the way to the end",
        "Wrap-up survey: 16 days before the end",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let list = desk.run(&["program", "list"]).out;
    assert!(list.contains("until August 31"), "{list}");
}

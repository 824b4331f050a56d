//! Rules of each program, cell by cell: length, rhythm, dates, people, aims, roles, and what it is not.

use chrono::NaiveDate;
use matchbook::catalog::{Catalog, parse};
use matchbook::domain::deck::Stage;
use matchbook::domain::person::Owner;
use matchbook::domain::program::{MilestoneDef, Program, Rate};
use matchbook::domain::schedule::{end_date, resolve};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn program(key: &str) -> Program {
    (*Catalog::new().program(key).unwrap()).clone()
}

/// The last day and every date, for a year that begins on `start`: key and day, each with its form.
fn dates(program: &Program, start: &str) -> (String, Vec<String>) {
    let start = day(start);
    let end = end_date(program, start);
    let told = |it: &MilestoneDef| {
        let form = it
            .form
            .as_ref()
            .map_or(String::new(), |form| format!(" ({form})"));
        format!("{} {}{form}", resolve(&it.on, start, end), it.key)
    };
    (
        end.to_string(),
        program.milestones.iter().map(told).collect(),
    )
}

fn rates(program: &Program) -> (Option<Rate>, Option<Rate>) {
    (program.cadence.contacts, program.cadence.meetings)
}

const fn a_month(count: u32) -> Rate {
    Rate { count, months: 1 }
}

#[track_caller]
fn says(lines: &[String], words: &[&str]) {
    for word in words {
        assert!(
            lines.iter().any(|line| line.contains(word)),
            "{word}: {lines:?}"
        );
    }
}

#[test]
fn the_alsc_year_runs_from_november_to_august_as_its_guide_says() {
    let alsc = program("alsc");
    let (end, dates) = dates(&alsc, "2026-11-02");
    assert_eq!(end, "2027-08-31");
    assert_eq!(
        dates,
        [
            "2026-11-30 communication (agreement)",
            "2026-12-01 goals (goal-sheet)",
            "2026-12-02 rematch (check)",
            "2027-04-01 tracker (tracker)",
            "2027-08-15 wrap-up (wrap-up)",
        ]
    );
    assert_eq!(rates(&alsc), (Some(a_month(2)), None));
    let office: Vec<_> = alsc
        .forms
        .iter()
        .filter(|it| it.to == "ALSC office")
        .collect();
    let sent: Vec<_> = office.iter().map(|it| it.form.as_str()).collect();
    assert_eq!(sent, ["goal-sheet", "tracker", "wrap-up"]);
    assert_eq!(
        (&*office[0].requires, &*office[1].requires),
        (&["aims".to_owned()][..], &["competencies".to_owned()][..])
    );
    let of = |key: &str| alsc.milestones.iter().find(|it| it.key == key).unwrap();
    assert_eq!(
        (of("goals").owner, of("wrap-up").owner),
        (Owner::Mentee, Owner::Both)
    );
    assert!(of("rematch").passes, "nobody has to ask");
    says(
        &alsc.notes,
        &["No date is published", "competencies", "Any channel"],
    );
    says(&alsc.mentor.who, &["member of ALSC"]);
    says(&alsc.mentee.who, &["no membership needed"]);
}

#[test]
fn alsc_has_seven_aims_seven_areas_and_a_rule_for_another_match() {
    let alsc = program("alsc");
    let aims: Vec<_> = alsc.aims.iter().map(|aim| aim.key.as_str()).collect();
    assert_eq!(
        aims,
        [
            "confidence",
            "connections",
            "peer-skills",
            "energy",
            "committees",
            "competencies",
            "leaders"
        ]
    );
    let set = Catalog::new().competencies("alsc-2015").unwrap();
    let areas: Vec<_> = set.areas.iter().map(|area| area.title.as_str()).collect();
    assert_eq!(
        areas,
        [
            "I Commitment to Client Group",
            "II Reference and User Services",
            "III Programming Skills",
            "IV Knowledge, Curation, and Management of Materials",
            "V Outreach and Advocacy",
            "VI Administrative and Management Skills",
            "VII Professionalism and Professional Development",
        ]
    );
    says(
        &[alsc.rematch],
        &[
            "first 30 days",
            "either of you",
            "apply again",
            "nobody's fault",
        ],
    );
}

#[test]
fn the_kla_year_has_its_feedback_its_roles_and_what_it_gives() {
    let kla = program("kla");
    let (end, dates) = dates(&kla, "2026-10-01");
    assert_eq!(end, "2027-10-01");
    assert_eq!(
        dates,
        [
            "2026-10-22 communication (agreement)",
            "2026-12-01 goals (goal-sheet)",
            "2027-03-01 feedback (feedback)",
            "2027-04-01 review (tracker)",
            "2027-09-17 evaluation (wrap-up)",
        ]
    );
    assert_eq!(rates(&kla), (Some(a_month(1)), None));
    let sent: Vec<_> = kla
        .forms
        .iter()
        .filter(|it| !it.to.is_empty())
        .map(|it| &*it.form)
        .collect();
    assert_eq!(sent, ["feedback", "wrap-up"]);
    says(&kla.notes, &["asks from time to time", "yours to settle"]);
    says(
        &kla.mentor.roles,
        &[
            "Coach",
            "Sounding board",
            "Encourager",
            "Sharer of resources",
            "Devil's advocate",
            "listener",
            "Learner",
        ],
    );
    says(
        &kla.mentee.roles,
        &[
            "Director", "Asker", "acts", "own part", "listener", "Learner",
        ],
    );
    for page in [&kla.mentor, &kla.mentee] {
        says(&page.who, &["member of KLA, at any point"]);
        says(
            &page.expectations,
            &["at least once during the year", "keep confidences"],
        );
        assert_eq!(page.benefits.len(), 6);
    }
    assert_eq!(
        (kla.mentor.expectations.len(), kla.mentee.expectations.len()),
        (7, 8)
    );
    says(&kla.is_not, &["find a job", "judge in trouble"]);
    says(&[kla.rematch], &["any member of the Mentoring Committee"]);
}

#[test]
fn the_wla_half_year_has_its_agreement_its_coaching_and_its_feedback() {
    let wla = program("wla");
    let (end, dates) = dates(&wla, "2026-10-15");
    assert_eq!(end, "2027-04-15");
    assert_eq!(
        dates,
        [
            "2026-11-05 agreement (agreement)",
            "2026-11-14 goals (goal-sheet)",
            "2026-12-15 peer-coaching",
            "2027-01-14 review (tracker)",
            "2027-04-01 feedback (wrap-up)",
        ]
    );
    assert_eq!(rates(&wla), (None, Some(a_month(1))));
    let coaching = wla
        .milestones
        .iter()
        .find(|it| it.key == "peer-coaching")
        .unwrap();
    assert!(coaching.passes && coaching.title.contains("GROW"));
    says(&[wla.cadence.note], &["online or in person"]);
    says(&wla.notes, &["GROW", "85 in 100"]);
    says(
        &[wla.milestones[4].about.clone()],
        &["stay in touch", "do it again"],
    );
    says(&wla.is_not, &["one-way"]);
    for page in [&wla.mentor, &wla.mentee] {
        says(&page.who, &["member of WLA"]);
    }
}

#[test]
fn a_year_of_ones_own_asks_for_nothing_and_hands_in_nothing() {
    let blank = program("blank");
    assert_eq!(rates(&blank), (None, None));
    assert!(blank.forms.iter().all(|used| used.to.is_empty()));
    assert!(blank.milestones.iter().all(|it| it.form.is_none()));
    assert!(blank.aims.is_empty() && blank.competencies.is_none());
}

#[test]
fn every_year_goes_through_its_parts_in_their_order() {
    for program in Catalog::new().programs().unwrap() {
        let stages: Vec<_> = program.phases.iter().map(|phase| phase.stage).collect();
        let expected = [
            Stage::Starting,
            Stage::Goals,
            Stage::Working,
            Stage::Middle,
            Stage::Working,
            Stage::Closing,
        ];
        assert_eq!(stages, expected, "{}", program.key);
    }
}

#[test]
fn what_is_said_of_a_program_names_the_document_it_comes_from() {
    let named = |key: &str| {
        let sources = program(key).sources;
        sources
            .into_iter()
            .map(|it| format!("{} {}", it.title, it.by))
            .collect::<Vec<_>>()
    };
    says(
        &named("alsc"),
        &[
            "guide for matches",
            "Symbiotic Learning",
            "Posts on the mentoring program",
        ],
    );
    says(
        &named("kla"),
        &["what is mentoring", "Kentucky Library Association"],
    );
    says(&named("wla"), &["Making Space for Intentional Connection"]);
    let set = Catalog::new().competencies("alsc-2015").unwrap();
    assert!(!set.sources.is_empty());
    let books = program("alsc").resources.len() + program("kla").resources.len();
    assert_eq!(books, 16);
}

/// A program with `end`, and dates by key and rule.
fn shape(end: &str, dates: &[(&str, &str)]) -> Program {
    let milestones: Vec<_> = dates
        .iter()
        .map(|(key, on)| {
            format!("[[milestones]]\nkey = \"{key}\"\ntitle = \"{key}\"\nabout = \"Now.\"\non = {{ {on} }}\n")
        })
        .collect();
    let milestones = milestones.concat();
    let text = format!(
        "key = \"own\"\ntitle = \"Own\"\nshort = \"Own\"\nabout = \"Ours.\"\nend = {{ {end} }}\nsources = []\n\
         [[phases]]\nstage = \"starting\"\ntitle = \"All of it\"\nabout = \"Go.\"\nfrom = {{ days = 0 }}\n{milestones}"
    );
    parse("own.toml", &text).unwrap()
}

#[test]
fn years_of_other_shapes_can_be_written_down() {
    let half = shape("months = 6", &[("survey", "middle = true")]);
    let ten = shape("months = 10", &[("trial", "months = 3")]);
    let reports = shape(
        "months = 18",
        &[("first", "months = 6"), ("second", "months = 12")],
    );
    let months = [10, 11, 12, 1, 2, 3, 4, 5, 6];
    let topics = months.map(|month| {
        (
            format!("topic-{month}"),
            format!("month-day = [{month}, 5]"),
        )
    });
    let topics: Vec<_> = topics.iter().map(|(key, on)| (&**key, &**on)).collect();
    let topics = shape("month-day = [6, 30]", &topics);
    let told = |program, start| {
        let (end, dates) = dates(&program, start);
        format!("until {end}: {}", dates.join(", "))
    };
    assert_eq!(
        told(half, "2026-11-01"),
        "until 2027-05-01: 2027-01-30 survey"
    );
    assert_eq!(
        told(ten, "2026-09-01"),
        "until 2027-07-01: 2026-12-01 trial"
    );
    assert_eq!(
        told(reports, "2026-09-01"),
        "until 2028-03-01: 2027-03-01 first, 2027-09-01 second"
    );
    let topics = told(topics, "2026-10-01");
    assert!(
        topics.starts_with("until 2027-06-30: 2026-10-05 topic-10, 2026-11-05 topic-11"),
        "{topics}"
    );
    assert!(
        topics.ends_with("2027-05-05 topic-5, 2027-06-05 topic-6"),
        "{topics}"
    );
}

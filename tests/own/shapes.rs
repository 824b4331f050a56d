//! Shapes of real documents, each asked of an ALSC book: filled in, completed, signed and written out with nothing lost.

use std::path::Path;

use super::verbs::Desk;

/// A fixture, the key that it is listed under, its answers, and words that the paper has to have.
const SHAPES: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "research-agreement",
        "research-agreement",
        &[
            "'method=Phone | 9 to 11'",
            "frequency=monthly",
            "notice=3",
            "agenda=yes",
        ],
        &["Phone", "9 to 11", "Monthly", "3 days", "Yes"],
    ),
    (
        "quarterly-review",
        "quarterly-review",
        &["now=knows", "'how=More practice'", "ready=n/a"],
        &["Knows", "More practice", "Not applicable", "Supervisor"],
    ),
    (
        "learning-diary",
        "learning-diary",
        &[
            "'contacts=Dec 8 | formal | Storytime'",
            "'owner@1=Call the school'",
        ],
        &["Dec 8", "formal", "Storytime", "Call the school"],
    ),
    (
        "state-contact-log",
        "state-contact-log.2026-11",
        &["weekly=no", "'why=Snow'", "standard@1=II"],
        &[
            "Snow",
            "Nov 5, 2026",
            "45",
            "II",
            "Principal",
            "November 2026",
        ],
    ),
    (
        "contracting",
        "contracting",
        &["listening-now=4", "listening-target=7"],
        &["Level to reach", "5.5", "Half way"],
    ),
    (
        "pairing-fit",
        "pairing-fit.2026-11-05",
        &["stars=3", "fit=open", "'word=Too early to say'"],
        &["Stars", "Not decided"],
    ),
    (
        "registration",
        "registration",
        &["'personal=I run the story hour'", "number=AB1234"],
        &["I run the story hour", "AB1234", "Read the handbook first"],
    ),
];

#[test]
fn a_shape_of_a_real_document_loses_nothing() {
    let desk = Desk::new();
    desk.done("new --program alsc --role mentee --name 'Mentee A' --partner 'Mentor B' --start 2026-11-02 --book year.matchbook");
    desk.done("goal add 'Start a STEM hour'");
    desk.done("log --kind meeting --date 2026-11-05 --minutes 45");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes");
    for (file, key, answers, words) in SHAPES {
        let path = folder.join(format!("{file}.toml"));
        desk.done(&format!("form ask '{}'", path.display()));
        desk.done(&format!("form fill {key} {}", answers.join(" ")));
        for work in ["complete", "sign"] {
            desk.done(&format!("form {work} {key}"));
        }
        let listed = desk.done("form list");
        let row = listed.lines().find(|line| line.starts_with(*key));
        assert!(row.is_some_and(|row| !row.contains("Draft")), "{listed}");
        for format in ["txt", "md", "html"] {
            let paper = desk.done(&format!("export {key} --format {format} -o -"));
            for word in *words {
                assert!(paper.contains(word), "{key} {format}: {word}\n{paper}");
            }
            assert!(!paper.contains("Too early to say"), "{paper}");
        }
        for format in ["pdf", "docx", "xlsx"] {
            desk.done(&format!(
                "export {key} --format {format} -o {file}.{format}"
            ));
        }
    }
    let office = desk.done("export pairing-fit.2026-11-05 --level office --format txt -o -");
    assert!(office.contains("Too early to say"), "{office}");
}

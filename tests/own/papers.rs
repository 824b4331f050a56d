//! Forms as real programs write them: each is loaded, filled in, completed, signed and written out, and nothing is lost.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::pilot::Pilot;
use super::verbs::Desk;

const FORMS: [&str; 6] = [
    "mentor-skills",
    "ten-statements",
    "clauses",
    "limits",
    "statement",
    "follow-up",
];

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms");
    fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap()
}

/// A desk with a book of the program that asks for all of these forms.
fn desk() -> Desk {
    let desk = Desk::new();
    for (noun, name) in FORMS
        .map(|form| ("form", form))
        .into_iter()
        .chain([("program", "office")])
    {
        let file = desk.path(&format!("{name}.toml"));
        fs::write(&file, fixture(name)).unwrap();
        desk.done(&format!("{noun} add {name}.toml"));
    }
    desk.done("new --program office --role mentee --name 'Mentee A' --partner 'Mentor B' --start 2026-11-02 --book year.matchbook");
    desk
}

/// The problem that `form check` names in `form` in which `new` stands for `old`.
fn fault(form: &str, old: &str, new: &str) -> String {
    let desk = Desk::new();
    let text = fixture(form);
    assert!(text.contains(old), "{old}");
    fs::write(desk.path("changed.toml"), text.replacen(old, new, 1)).unwrap();
    let ran = desk.run(&["form", "check", "changed.toml"]);
    assert_eq!(ran.exit, 1, "{}", ran.shown());
    ran.err
}

/// Question, value in words, number and unit of every answer in the file of a form.
fn answers(desk: &Desk, form: &str) -> Vec<(String, String, Option<f64>, String)> {
    let file: Value =
        serde_json::from_str(&desk.done(&format!("export {form} --format json -o -"))).unwrap();
    let rows = file["answers"].as_array().unwrap().iter();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.map(|row| {
        (
            text(row, "question"),
            text(row, "value_text"),
            row["value_number"].as_f64(),
            text(row, "value_unit"),
        )
    })
    .collect()
}

fn row(
    question: &str,
    words: &str,
    number: Option<f64>,
    unit: &str,
) -> (String, String, Option<f64>, String) {
    (
        question.to_owned(),
        words.to_owned(),
        number,
        unit.to_owned(),
    )
}

/// Writes the form out in every format; the text of the readable ones.
fn papers(desk: &Desk, form: &str) -> String {
    for format in ["pdf", "docx", "xlsx"] {
        desk.done(&format!(
            "export {form} --format {format} -o {form}.{format}"
        ));
    }
    let readable = ["md", "html", "txt"];
    let texts = readable.map(|format| desk.done(&format!("export {form} --format {format} -o -")));
    for word in ["Signed", "Signatures"] {
        assert!(
            texts.iter().all(|text| text.contains(word)),
            "{form}: {word}"
        );
    }
    texts.join("\n")
}

#[test]
fn an_answer_in_place_of_one_satisfies_and_counts_in_no_mean() {
    let desk = desk();
    desk.done("form fill mentor-skills listens=7 asks=n/a 'praises=4'");
    desk.done("form complete mentor-skills");
    desk.done("form sign mentor-skills");
    let expected = [
        row("listens", "7", Some(7.0), ""),
        row("asks", "Not applicable", None, ""),
        row("praises", "4", Some(4.0), ""),
        row("talking-mean", "5.5", Some(5.5), ""),
    ];
    assert_eq!(answers(&desk, "mentor-skills"), expected);
    let papers = papers(&desk, "mentor-skills");
    assert!(
        papers.contains("1 Not at all, 4 Moderately, 7 Very well"),
        "{papers}"
    );
    assert!(
        papers.contains("| Asks *(4 Moderately)* | Not applicable |"),
        "{papers}"
    );
    let refused = desk.line("form fill mentor-skills praises=rather-not-say");
    assert!(
        refused.err.contains("is not a rating from 1 to 7"),
        "{}",
        refused.err
    );
    let counts = desk.done("export mentor-skills --level counts --format md -o -");
    assert!(counts.contains("Not applicable"), "{counts}");
}

#[test]
fn points_that_are_not_consecutive_are_added_up() {
    let desk = desk();
    let refused = desk.line("form fill ten-statements curious=4");
    assert!(
        refused
            .err
            .contains("is not one of the ratings 1, 3, 5, 7, 10"),
        "{}",
        refused.err
    );
    desk.done("form fill ten-statements curious=10 patient=5");
    desk.done("form sign ten-statements");
    desk.done("form sign ten-statements --by mentor");
    let expected = [
        row("curious", "10", Some(10.0), ""),
        row("patient", "5", Some(5.0), ""),
        row("points", "15", Some(15.0), ""),
    ];
    assert_eq!(answers(&desk, "ten-statements"), expected);
    assert!(papers(&desk, "ten-statements").contains("| Points in total | 15 |"));
    let page = desk.json("form show ten-statements");
    assert_eq!(page["asked"], 2);
    assert_eq!(page["questions"][0]["options"][2]["label"], "Half");
    let refused = desk.line("form fill ten-statements points=15");
    assert!(
        refused.err.contains("computed from other answers"),
        "{}",
        refused.err
    );
}

#[test]
fn clauses_are_read_and_signed_by_the_pair_and_on_paper_by_others() {
    let desk = desk();
    let page = desk.done("form show clauses");
    assert!(page.contains("2. We keep the dates"), "{page}");
    assert!(
        page.contains("a line to sign for: head of the\nschool"),
        "{page}"
    );
    desk.done("form sign clauses");
    desk.done("form sign clauses --by mentor");
    let papers = papers(&desk, "clauses");
    for words in [
        "1. What is said between us **stays** between us.",
        "<strong>stays</strong>",
        "Either may end it without blame.",
        "The office answers questions by telephone.",
        "Head of the school: ____",
    ] {
        assert!(papers.contains(words), "{words}: {papers}");
    }
    assert_eq!(
        desk.json("form list")[2]["signers"][0],
        "head of the school"
    );
}

#[test]
fn a_number_has_a_unit_bounds_and_a_fraction() {
    let desk = desk();
    for (typed, why) in [
        ("shortest=9", "type a number of at least 10"),
        ("longest=241", "type a number of at most 240"),
        ("shortest=12.5", "is not a whole number"),
        ("hours=-1", "is not a number"),
        ("hours=1,500", "can be read in two ways"),
        ("hours=n/a", "is not a number"),
    ] {
        let refused = desk.line(&format!("form fill limits {typed}"));
        assert!(refused.err.contains(why), "{typed}: {}", refused.err);
    }
    let filled =
        desk.done("form fill limits 'shortest=45 minutes' longest=30 hours=1,5 role=Listen");
    assert!(
        filled.contains("longest is below “Shortest talk” (45 minutes)"),
        "{filled}"
    );
    let refused = desk.line("form complete limits");
    assert!(
        refused
            .err
            .contains("“Longest talk” is below “Shortest talk” (45 minutes)"),
        "{}",
        refused.err
    );
    desk.done("form fill limits longest=90");
    desk.done("form sign limits");
    desk.done("form sign limits --by mentor");
    let expected = [
        row("shortest", "45", Some(45.0), "minutes"),
        row("longest", "90", Some(90.0), "minutes"),
        row("hours", "1.5", Some(1.5), "hours"),
        row("role", "Listen", None, ""),
    ];
    assert_eq!(answers(&desk, "limits"), expected);
    let csv = desk.done("export limits --format csv -o -");
    assert!(csv.contains(",number,1.5,1.5,,hours,"), "{csv}");
    assert!(papers(&desk, "limits").contains("1.5 hours"));
}

#[test]
fn a_text_over_its_limit_is_kept_and_is_not_complete() {
    let desk = desk();
    let thirteen = "one two three four five six seven eight nine ten eleven twelve thirteen";
    let filled = desk.done(&format!(
        "form fill statement 'personal={thirteen}' number=AB-77-1234"
    ));
    assert!(
        filled.contains("personal has 13 of at most 12 words"),
        "{filled}"
    );
    assert!(
        filled.contains("number has 10 of at most 8 characters"),
        "{filled}"
    );
    assert!(
        desk.done("form show statement")
            .replace("\n    ", " ")
            .contains(thirteen)
    );
    let refused = desk.line("form sign statement");
    assert!(
        refused
            .err
            .contains("“Your own work” has 13 of at most 12 words"),
        "{}",
        refused.err
    );
    desk.done("form fill statement 'personal=one two' number=AB-77");
    desk.done("form sign statement");
    desk.done("form sign statement --by mentor");
    assert!(papers(&desk, "statement").contains("AB-77"));
    // A longer answer is written over a signed one: the form is a draft again.
    desk.done(&format!("form fill statement 'personal={thirteen}'"));
    assert_eq!(desk.json("form list")[4]["state"], "draft");
}

#[test]
fn a_question_is_asked_required_and_written_out_only_after_the_answer_it_waits_for() {
    let desk = desk();
    assert_eq!(desk.json("form show follow-up")["asked"], 1);
    let filled = desk.done("form fill follow-up met=no why=other");
    assert!(filled.contains("Still missing: which"), "{filled}");
    desk.done("form fill follow-up 'which=The snow'");
    desk.done("form complete follow-up");
    let yes = desk.done("form fill follow-up met=yes thanks=Tea 'which=More snow'");
    assert!(yes.contains("What was it?: kept, and not asked"), "{yes}");
    desk.done("form sign follow-up");
    desk.done("form sign follow-up --by mentor");
    let expected = [
        row("met", "yes", Some(1.0), ""),
        row("thanks", "Tea", None, ""),
    ];
    assert_eq!(answers(&desk, "follow-up"), expected);
    let paper = papers(&desk, "follow-up");
    assert!(!paper.contains("snow"), "{paper}");
    desk.done("form fill follow-up met=no");
    let page = desk.done("form show follow-up");
    assert!(
        page.contains("More snow") && !page.contains("Tea"),
        "{page}"
    );
    desk.done("form fill follow-up 'met=Rather not say'");
    assert_eq!(desk.json("form show follow-up")["asked"], 1);
}

/// Form, text of its file, what stands in its place, and words of the mistake that is told.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    (
        "follow-up",
        "met = no",
        "meet = no",
        "line 27, column 10 (field “sections 1 › fields 2 › ask_if”): the form has no other field “meet” (did you mean “met”?)",
    ),
    (
        "follow-up",
        "met = no",
        "met = nope",
        "“met” is never answered with “nope”; its answers are yes, no, rather-not-say",
    ),
    (
        "follow-up",
        "met = no",
        "which = no",
        "“which” must be asked above this one",
    ),
    (
        "follow-up",
        "met = no",
        "met",
        "write ask_if = \"FIELD = ANSWER\"",
    ),
    (
        "limits",
        "not_below = \"shortest\"",
        "not_below = \"role\"",
        "› not_below”): “role” must be a number that the same person gives",
    ),
    (
        "limits",
        "least = 10",
        "least = 500\nmost = 2",
        "least must not be above most",
    ),
    (
        "statement",
        "max_words = 12",
        "points = [1]",
        "points is only for the kind scale",
    ),
    (
        "ten-statements",
        "5 = \"Half\"",
        "6 = \"Half\"",
        "labels names 6, which is no rating",
    ),
    (
        "ten-statements",
        "[1, 3, 5, 7, 10]",
        "[3, 1]",
        "points are listed from the lowest to the highest",
    ),
    (
        "ten-statements",
        "\"patient\"]",
        "\"patience\"]",
        "of 2”): the form has no other field “patience” (did you mean “patient”?)",
    ),
    (
        "clauses",
        "\"head of the school\"",
        "\" \"",
        "(field “signers 1”): name who signs",
    ),
    (
        "clauses",
        "help = ",
        "at_least_one = false # ",
        "a section asks at least one question, or has a text to read",
    ),
    (
        "clauses",
        "key = \"terms\"",
        "key = \"terms\"\nfilled_by = \"supervisor\"",
        "signs on paper: write signers = [\"supervisor\"]",
    ),
    (
        "mentor-skills",
        "format = 2",
        "format = 3\nlater = 1",
        "(field “format”): this file has format 3, and this version of matchbook reads up to 2",
    ),
];

#[test]
fn a_mistake_in_a_rule_is_told_with_line_and_field() {
    for (form, old, new, said) in MISTAKES {
        let told = fault(form, old, new);
        assert!(told.contains(*said), "{said}: {told}");
    }
}

/// The screen, with a book of the program that asks for all of these forms.
fn pilot() -> Pilot {
    let pilot = Pilot::new();
    let config = pilot.path("config");
    for (folder, name) in FORMS
        .map(|form| ("forms", form))
        .into_iter()
        .chain([("programs", "office")])
    {
        fs::create_dir_all(config.join(folder)).unwrap();
        fs::write(
            config.join(folder).join(format!("{name}.toml")),
            fixture(name),
        )
        .unwrap();
    }
    let mut pilot = pilot.restart();
    pilot.keys("s<Right><Right><Right><Right><Right><Tab><Right><Tab>Mentee A<Tab>Mentor B<Tab><C-a>2026-11-02<C-s>");
    pilot.sees("Office with Mento").keys("5");
    pilot
}

fn hides(pilot: &Pilot, words: &str) {
    assert!(!pilot.shows(words), "{words}:\n{}", pilot.screen());
}

/// Opens the form that stands so many places below the first.
fn open(pilot: &mut Pilot, place: usize) {
    let script = format!("{}e", "<Down>".repeat(place));
    pilot.keys(&script).sees("answered");
}

#[test]
fn the_screen_adds_up_and_names_the_middle() {
    let mut pilot = pilot();
    open(&mut pilot, 0);
    pilot.sees("1 Not at all, 4 Moderately, 7 Very well");
    hides(&pilot, "Talking as a whole");
    pilot.keys("7").sees("Talking as a whole").sees("7.0");
    pilot.keys("4").sees("5.5");
    pilot.keys("<Right><Right><Right><Right><Right><Right><Right><Right>");
    pilot
        .sees("(•) Not applicable")
        .sees("3 of 3 answered, 0 still needed");
    pilot.sees("5.5");
}

#[test]
fn the_screen_asks_what_an_answer_makes_it_ask() {
    let mut pilot = pilot();
    open(&mut pilot, 5);
    hides(&pilot, "What was in the way?");
    pilot.sees("0 of 1 answered, 1 still needed");
    pilot.keys("2").sees("What was in the way?");
    hides(&pilot, "What was it?");
    pilot.keys("2").sees("What was it?").keys("The snow<Tab>");
    pilot.sees("3 of 3 answered");
    pilot
        .keys("<S-Tab><S-Tab><S-Tab><S-Tab>1")
        .sees("What helped?");
    hides(&pilot, "What was it?");
    pilot.keys("<S-Tab><S-Tab>2").sees("The snow");
}

#[test]
fn the_screen_counts_words_and_shows_units() {
    let mut pilot = pilot();
    open(&mut pilot, 4);
    pilot.keys("one two three").sees("3 of 12 words");
    pilot
        .keys(" a b c d e f g h i j")
        .sees("13 of 12 words")
        .keys("<Tab>");
    pilot
        .sees("! This has 13 of at most 12 words.")
        .sees("1 to be changed");
    pilot.keys("<Esc>").sees("2 still needed");
    let mut pilot = pilot.restart();
    pilot.keys("5");
    open(&mut pilot, 3);
    pilot
        .keys("45")
        .sees("of at least 10")
        .sees("minutes")
        .keys("<Tab>")
        .sees("45 minutes");
    pilot
        .keys("30<Tab>")
        .sees("! This is below “Shortest talk” (45 minutes).");
    pilot
        .sees("or: rather not say")
        .keys("rather not say<Tab>")
        .sees("Rather not say");
}

#[test]
fn the_screen_shows_clauses_and_signs_them() {
    let mut pilot = pilot();
    open(&mut pilot, 2);
    pilot
        .sees("(to be read)")
        .sees("We keep the dates")
        .sees("The office answers questions");
    pilot
        .keys("x")
        .sees("What is said between us")
        .keys("<Tab><Tab>")
        .sees("head of the school");
    pilot.keys("<Esc>").keys("s").sees("Mentee A");
}

//! Checking and adding: what is refused, what is only advice, and that the examples are what they say.

use std::fs;

use matchbook::catalog::{Catalog, DataFile, FileKind, advice, example, parse};
use matchbook::domain::form::FormDef;
use matchbook::domain::program::{CompetencySet, Program};

use super::verbs::Desk;
use super::{data, desk};

/// A small program without anything that may be left out.
const SMALL: &str = r#"key = "small"
title = "A small program"
short = "Small"
about = "For two."
end = { months = 3 }
notes = []

[[phases]]
stage = "working"
title = "All of it"
about = "Talk."
from = { days = 0 }
"#;

/// Writes a file into the folder of the test.
fn write(desk: &Desk, name: &str, text: &str) {
    let path = desk.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn every_example_can_be_saved_checked_and_added_as_it_is() {
    let desk = Desk::new();
    for (noun, what) in [
        ("program", "program"),
        ("form", ""),
        ("deck", "prompts"),
        ("deck", "activities"),
    ] {
        let mut words = vec![noun, "example"];
        words.extend((!what.is_empty()).then_some(what));
        let file = format!("our-{noun}-{what}.toml");
        write(&desk, &file, &desk.run(&words).out);
        let checked = desk.run(&[noun, "check", &file]);
        assert_eq!(checked.exit, 0, "{}", checked.shown());
        let added = desk.run(&[noun, "add", &file]);
        assert_eq!(added.exit, 0, "{}", added.shown());
    }
    let areas = desk.run(&["program", "example", "competencies"]).out;
    write(&desk, "home/config/competencies/our-areas.toml", &areas);
    let list = desk.run(&["program", "list"]);
    assert!(list.out.contains("our-mentors"), "{}", list.shown());
    assert!(!list.out.contains("Left out"), "{}", list.shown());
    let new = desk.run(&[
        "new",
        "--program",
        "our-mentors",
        "--role",
        "mentor",
        "--name",
        "Mentor B",
        "--partner",
        "Mentee A",
        "--start",
        "2026-11-02",
    ]);
    assert_eq!(new.exit, 0, "{}", new.shown());
}

/// Windows PowerShell writes what a command prints to a file in UTF-16.
#[test]
fn a_file_that_windows_powershell_wrote_is_read() {
    let desk = Desk::new();
    let text = format!("\u{feff}{SMALL}").replace('\n', "\r\n");
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(desk.path("small.toml"), &bytes).unwrap();
    let added = desk.run(&["program", "add", "small.toml"]);
    assert_eq!(added.exit, 0, "{}", added.shown());
    let kept = fs::read_to_string(desk.path("home/config/programs/small.toml")).unwrap();
    assert!(kept.starts_with("key = \"small\""), "{kept}");
    fs::write(desk.path("torn.toml"), &bytes[..bytes.len() - 1]).unwrap();
    let torn = desk.run(&["program", "check", "torn.toml"]);
    assert!(torn.err.contains("not text in UTF-8"), "{}", torn.shown());
}

#[test]
fn the_example_of_a_program_leaves_nothing_to_advise() {
    let catalog = Catalog::new();
    let text = example(FileKind::Program);
    let program: Program = catalog.check_user_file("example.toml", text).unwrap();
    assert_eq!(advice::program(&program), Vec::<String>::new());
    let form: FormDef = catalog
        .check_user_file("example.toml", example(FileKind::Form))
        .unwrap();
    assert_eq!(advice::form(&form), Vec::<String>::new());
    for kind in [FileKind::Prompts, FileKind::Activities] {
        let deck = catalog.check_deck("example.toml", example(kind), "example");
        assert_eq!(advice::deck(&deck.unwrap()), Vec::<String>::new());
    }
}

#[test]
fn a_value_of_another_kind_is_told_in_words_of_the_file() {
    for (wrong, told) in [
        (
            "sources = [\"A handbook\"]",
            "expected a table with keys and values",
        ),
        ("notes = \"A fact\"", "expected a list in [brackets]"),
        ("cadence = 3", "expected a table with keys and values"),
    ] {
        let text = format!("{wrong}\n{}", SMALL.replace("notes = []\n", ""));
        let error = parse::<Program>("a.toml", &text).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
        assert!(
            !error.contains("struct") && !error.contains("sequence"),
            "{error}"
        );
    }
}

/// Asserts that every key which `text` may hold stands in it, told by what a wrong key is answered.
fn explains<T: DataFile + std::fmt::Debug>(text: &str, tables: &[&str]) {
    for table in tables {
        let wrong = match text.find(&format!("\n{table}\n")) {
            Some(at) => {
                let after = at + table.len() + 2;
                format!("{}nonsense = 1\n{}", &text[..after], &text[after..])
            }
            None => format!("nonsense = 1\n{text}"),
        };
        let error = parse::<T>("example.toml", &wrong).unwrap_err().to_string();
        let (_, expected) = error
            .split_once("expected ")
            .unwrap_or_else(|| panic!("{error}"));
        let keys = expected.split('\'').skip(1).step_by(2);
        let mut count = 0;
        // Other spellings are read, and not taught.
        for key in keys.filter(|key| !["organisation", "show_if"].contains(key)) {
            count += 1;
            let written = [
                format!("\n{key} = "),
                format!("\n[{key}]"),
                format!("[[{key}]]"),
            ];
            let nested = format!("[[sections.{key}]]");
            let is_there = written.iter().any(|it| text.contains(it)) || text.contains(&nested);
            assert!(is_there, "{table}: “{key}” is not explained");
        }
        assert!(count > 1, "{table}: {error}");
    }
}

#[test]
fn every_key_of_the_format_stands_in_its_example() {
    let tables = [
        "",
        "[cadence]",
        "[[phases]]",
        "[[milestones]]",
        "[[forms]]",
        "[[aims]]",
        "[mentor]",
        "[[resources]]",
        "[[sources]]",
    ];
    explains::<Program>(example(FileKind::Program), &tables);
    explains::<FormDef>(
        example(FileKind::Form),
        &["", "[[sections]]", "[[sections.fields]]"],
    );
    explains::<CompetencySet>(example(FileKind::Competencies), &["", "[[areas]]"]);
}

#[test]
fn what_is_missing_is_advice_and_no_mistake() {
    let desk = Desk::new();
    write(&desk, "small.toml", SMALL);
    let checked = desk.run(&["program", "check", "small.toml"]);
    assert_eq!(checked.exit, 0);
    for words in [
        "No cadence",
        "stage “closing”",
        "near the middle",
        "near the end",
        "No expectations for the mentor",
        "No expectations for the mentee",
        "No re-match rule",
        "No sources",
    ] {
        assert!(checked.out.contains(words), "{words}: {}", checked.out);
    }
}

#[test]
fn a_mistake_is_named_with_file_line_column_and_field() {
    let desk = desk();
    let forms = "\n[[forms]]\nform = \"example-survey\"\ntitle = \"x\"\n";
    for (text, words) in [
        (
            SMALL.replace("\"working\"", "\"work\""),
            "small.toml, line 9, column 9 (field “phases 1 › stage”): “work” is not a phase",
        ),
        (
            SMALL.replace("\"small\"", "\"alsc\""),
            "small.toml, line 1, column 7 (field “key”): “alsc” is the key of a built-in program",
        ),
        (
            format!("{SMALL}\n[[forms]]\nform = \"none\"\ntitle = \"x\"\n"),
            "line 15, column 8 (field “forms 1 › form”): there is no form “none”",
        ),
        (
            format!("{SMALL}{forms}requires = [\"remarks\", \"smell\"]\n"),
            "line 17, column 24 (field “forms 1 › requires 2”): the form “example-survey” has no field “smell”",
        ),
        (
            format!("competencies = \"none\"\n{SMALL}"),
            "line 1, column 16 (field “competencies”): there is no competency set “none”",
        ),
        ("key = \n".to_owned(), "small.toml, line 1, column 7"),
    ] {
        write(&desk, "small.toml", &text);
        for verb in ["check", "add"] {
            let ran = desk.run(&["program", verb, "small.toml"]);
            assert_eq!(ran.exit, 1, "{}", ran.shown());
            assert!(ran.err.contains(words), "{words}\n{}", ran.err);
            assert!(ran.err.lines().count() > 1, "a hint: {}", ran.err);
        }
    }
    assert!(!desk.path("home/config/programs/small.toml").exists());
}

#[test]
fn a_deck_is_told_by_its_table_and_takes_no_key_twice() {
    let desk = desk();
    write(&desk, "own.toml", "title = \"x\"\n");
    let ran = desk.run(&["deck", "check", "own.toml"]);
    assert!(
        ran.err
            .contains("a deck is a list of [[prompt]] or of [[activity]]"),
        "{}",
        ran.err
    );
    let text = fs::read_to_string(data("example-deck.toml")).unwrap();
    write(&desk, "own.toml", &text);
    let ran = desk.run(&["deck", "check", "own.toml"]);
    assert!(
        ran.err.contains("“example-knitting” is there twice"),
        "{}",
        ran.err
    );
    write(
        &desk,
        "own.toml",
        &text.replace("example-", "other-").replace("crafts", "none"),
    );
    let ran = desk.run(&["deck", "check", "own.toml"]);
    assert!(
        ran.err.contains("there is no competency area “none”"),
        "{}",
        ran.err
    );
    // The file that is replaced does not stand in its own way.
    let replaced = desk.run(&["deck", "add", &data("example-deck.toml"), "--replace"]);
    assert_eq!(replaced.exit, 0, "{}", replaced.shown());
    let shown = desk.run(&["deck", "show", "example-deck"]);
    assert!(
        shown.out.contains("Who wears the first shawl?"),
        "{}",
        shown.shown()
    );
    let list = desk.run(&["deck", "list", "--json"]).out;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let own: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["own"] == true)
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(
        (&own[0]["cards"], &own[0]["what"]),
        (&2.into(), &"prompts".into())
    );
}

#[test]
fn a_key_that_is_taken_is_replaced_only_when_told_to() {
    let desk = desk();
    let kept = desk.path("home/config/programs/term.toml");
    let before = fs::read_to_string(&kept).unwrap();
    let text = before.replace("Example Term Mentoring", "Another term");
    write(&desk, "mine.toml", &text);
    let ran = desk.run(&["program", "add", "mine.toml"]);
    assert_eq!(ran.exit, 1);
    assert!(
        ran.err
            .contains("There is a program “term” of yours already."),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--replace"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&kept).unwrap(), before);
    let ran = desk.run(&["program", "add", "mine.toml", "--replace"]);
    assert!(
        ran.out.contains("Program “term” replaced."),
        "{}",
        ran.shown()
    );
    assert_eq!(fs::read_to_string(&kept).unwrap(), text);
    assert!(desk.run(&["program", "list"]).out.contains("Another term"));
}

#[test]
fn a_form_that_loses_what_a_program_asks_for_is_told() {
    let desk = desk();
    let text = fs::read_to_string(data("example-survey.toml")).unwrap();
    write(&desk, "survey.toml", &text.replace("remarks", "words"));
    let ran = desk.run(&["form", "add", "survey.toml", "--replace"]);
    assert!(
        ran.out.contains("Left out now: programs/quarterly.toml"),
        "{}",
        ran.shown()
    );
}

#[test]
fn a_faulty_file_is_left_out_and_stops_nothing() {
    let desk = Desk::with_book();
    let folder = "home/config/programs";
    write(
        &desk,
        &format!("{folder}/broken.toml"),
        &SMALL.replace("\"working\"", "\"work\""),
    );
    write(&desk, &format!("{folder}/other-name.toml"), SMALL);
    write(
        &desk,
        &format!("{folder}/alsc.toml"),
        &SMALL.replace("small", "alsc"),
    );
    write(&desk, &format!("{folder}/notes.txt"), "nothing");
    fs::create_dir_all(desk.path(&format!("{folder}/folder.toml"))).unwrap();
    fs::write(
        desk.path(&format!("{folder}/bytes.toml")),
        [0xff, 0xfe, 0x00],
    )
    .unwrap();
    write(
        &desk,
        "home/config/prompts/bad.toml",
        "[[prompt]]\nkey = 1\n",
    );
    let list = desk.run(&["program", "list"]);
    assert_eq!(list.exit, 0);
    let left_out: Vec<_> = list
        .out
        .lines()
        .filter(|line| line.starts_with("Left out: "))
        .collect();
    assert_eq!(left_out.len(), 5, "{}", list.out);
    for words in [
        "alsc.toml, line 1, column 7 (field “key”): “alsc” is the key of a built-in program",
        "broken.toml, line 9, column 9 (field “phases 1 › stage”)",
        "bytes.toml cannot be read: it is not text in UTF-8.",
        "folder.toml cannot be read: it is not a file.",
        "other-name.toml, line 1, column 7 (field “key”): the file must be called “small.toml”.",
    ] {
        assert!(
            list.out.contains(&format!("Left out: programs/{words}")),
            "{words}\n{}",
            list.out
        );
    }
    assert!(desk.done("prompt list").contains("ordinary Tuesday"));
    assert!(
        desk.done("deck list")
            .contains("Left out: prompts/bad.toml, line 2")
    );
    assert!(
        desk.done("program show alsc")
            .starts_with("ALSC Mentoring Program\n")
    );
    assert!(desk.done("status").starts_with("Next:"));
}

#[test]
fn the_page_of_a_program_speaks_to_the_owner_of_a_book_of_it() {
    let desk = Desk::with_book();
    let page = desk.done("program show alsc");
    for words in [
        "Your year: Mon, Nov 2, 2026 to Tue, Aug 31, 2027\n",
        "What is expected of you\n",
        "What your partner gets out of it\n",
        "The last day to ask is Wed, Dec 2, 2026 (in 10 days).\n",
        "Setting goals: Mon, Nov 16, 2026 to Tue, Dec 1, 2026 (now, 9 days",
        "Goals to the ALSC office: Tue, Dec 1, 2026 (9 days left), mentee\n",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    // Of another program the rules are shown, and nobody is spoken to.
    let page = desk.done("program show kla");
    assert!(page.contains("What is expected of a mentee\n"), "{page}");
}

#[test]
fn built_in_pages_are_shown_without_a_book() {
    let desk = Desk::new();
    let list = desk.run(&["program", "list"]);
    assert_eq!(list.exit, 0, "{}", list.shown());
    let keys: Vec<_> = list
        .out
        .lines()
        .skip(1)
        .map(|it| it.split(' ').next().unwrap())
        .collect();
    assert_eq!(keys, ["alsc", "kla", "wla", "blank"]);
    let page = desk.run(&["program", "show", "alsc"]).out;
    for words in [
        "What it is not\n",
        "Who can be a mentor\n",
        "What is expected of a mentee\n",
        "The parts a mentor plays\n",
        "What a mentee gets out of it\n",
        "What the program wants to reach\n",
        "ALSC competencies, 2015\n",
        "Being in touch\n",
        "Phases\n",
        "Dates\n",
        "Forms\n",
        "If the match does not fit\n",
        "Good to know\n",
        "Reading list\n",
        "Where this comes from\n",
        "Goals to the ALSC office: December 1 if the year starts from",
        "Last day to ask for a re-match: 30 days after the start",
        "Closing: from 42 days before the end",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let kla = desk.run(&["program", "show", "kla"]);
    assert_eq!(kla.exit, 0, "{}", kla.shown());
    let none = desk.run(&["program", "show", "alcs"]);
    assert!(
        none.err.contains("Choose one of: alsc, kla, wla, blank."),
        "{}",
        none.err
    );
}

#[test]
fn a_page_has_the_dates_of_the_book_if_there_is_one_of_it() {
    let desk = Desk::new();
    let without = desk.run(&["program", "show", "kla"]).out;
    super::start(&desk, "alsc", "2026-11-02");
    let page = desk.run(&["program", "show", "alsc"]).out;
    assert!(
        page.contains("Goals to the ALSC office: Tue, Dec 1, 2026 (9 days left)"),
        "{page}"
    );
    let other = desk.run(&["program", "show", "kla"]).out;
    assert_eq!(other, without);
}

#[test]
fn a_book_whose_program_is_not_here_keeps_its_dates_and_says_what_to_do() {
    let desk = desk();
    super::start(&desk, "quarterly", "2026-11-02");
    fs::remove_file(desk.path("home/config/programs/quarterly.toml")).unwrap();
    let status = desk.run(&["status"]);
    assert_eq!(status.exit, 0, "{}", status.shown());
    assert!(
        status
            .out
            .contains("“End of the trial period” Tue, Feb 2, 2027"),
        "{}",
        status.out
    );
    let told = "The file of “quarterly” is missing: get it, then “matchbook program add”.";
    assert!(status.err.contains(told), "{}", status.err);
    assert!(desk.run(&["status", "--quiet"]).err.is_empty());
    let shelf = desk.run(&["shelf"]);
    assert!(shelf.out.contains("quarterly"), "{}", shelf.shown());
    let export = desk.run(&["export", "everything", "--format", "txt", "-o", "-"]);
    assert_eq!(export.exit, 0, "{}", export.shown());
    let log = desk.run(&[
        "log",
        "--kind",
        "contact",
        "--channel",
        "phone",
        "--date",
        "today",
    ]);
    assert_eq!(log.exit, 0, "{}", log.shown());
}

#[test]
fn a_key_of_somebody_elses_book_is_no_way_out_of_the_folder() {
    let desk = Desk::new();
    write(
        &desk,
        "home/config/outside.toml",
        &SMALL.replace("small", "outside"),
    );
    let folder = desk.path("home/config");
    fs::create_dir_all(folder.join("programs")).unwrap();
    let catalog = Catalog::with_user_folder(folder);
    assert!(catalog.program("../outside").is_err());
    let (stand_in, told) = catalog.program_or_fallback("../outside").unwrap();
    assert_eq!(stand_in.key, "../outside");
    assert!(told.is_some());
}

#[test]
fn the_folder_may_be_named_apart_from_the_books() {
    let desk = Desk::new();
    write(&desk, "small.toml", SMALL);
    let mut command = desk.command();
    let named = command.env("MATCHBOOK_CONFIG", desk.path("mine"));
    named
        .args(["program", "add", "small.toml"])
        .assert()
        .success();
    assert!(desk.path("mine/programs/small.toml").is_file());
    assert!(!desk.path("home").exists());
}

#[test]
fn asking_for_help_or_a_built_in_program_makes_no_folder() {
    let desk = Desk::new();
    desk.run(&["program", "list"]);
    desk.run(&["program", "show", "alsc"]);
    desk.run(&["deck", "list"]);
    assert!(!desk.path("home").exists());
}

#[test]
fn a_scale_that_would_fill_the_screen_is_refused() {
    let desk = desk();
    let text = fs::read_to_string(data("example-survey.toml")).unwrap();
    let wide = "kind = \"scale\"\nlow = -9223372036854775807\nhigh = 9223372036854775807";
    write(
        &desk,
        "survey.toml",
        &text.replace("kind = \"scale\"", wide),
    );
    let ran = desk.run(&["form", "check", "survey.toml"]);
    let words = "(field “sections 1 › fields 2 › high”): a scale has at most 21 ratings";
    assert!(ran.err.contains(words), "{}", ran.err);
}

#[test]
fn text_of_an_own_file_does_not_act_on_a_terminal() {
    let desk = Desk::new();
    let hostile = SMALL.replace("A small program", "A\\u001b[2J\\u202e\\u0007z");
    write(&desk, "small.toml", &hostile);
    assert_eq!(desk.run(&["program", "add", "small.toml"]).exit, 0);
    write(
        &desk,
        "home/config/prompts/x.toml",
        "[[prompt]]\nkey = \"\\u001b[2J\"\n",
    );
    for words in [
        &["program", "list"][..],
        &["program", "show", "small"],
        &["deck", "list"],
    ] {
        let shown = desk.run(words).shown();
        let acts = |c: char| c.is_control() && c != '\n';
        assert!(!shown.contains(acts), "{shown:?}");
        assert!(!shown.contains('\u{202e}'), "{shown:?}");
    }
}

#[test]
fn a_file_that_lies_there_under_another_name_is_told_to_be_renamed() {
    let desk = Desk::new();
    write(&desk, "home/config/programs/other.toml", SMALL);
    let ran = desk.run(&["program", "check", "home/config/programs/other.toml"]);
    assert_eq!(ran.exit, 1);
    let words = "its name is not its key, “small”";
    assert!(ran.err.contains(words), "{}", ran.err);
    assert!(
        ran.err.contains("Call the file “small.toml”."),
        "{}",
        ran.err
    );
}

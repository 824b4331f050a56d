//! The acts of the screens as commands: lists, pulse, questions, the deck, dates, the year, people.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/verbs.rs"]
mod verbs;

use serde_json::Value;
use verbs::Desk;

/// A book with something of every kind, a private goal and a pulse among it.
const KEPT: [&str; 16] = [
    r#"goal add "Start a STEM hour" --measure "four visits held" --due "2027-04-30""#,
    r#"goal add "Leave for a bigger town" --due "2026-11-25" --private yes"#,
    r#"goal step 2 add "Write to the bigger town" --due "2026-11-24""#,
    r#"log --kind meeting --channel phone --minutes 50 --date "nov 10" --title "First call" --win "The principal said yes" --competency 3"#,
    "log --kind contact --channel email --date yesterday",
    r#"meeting plan "dec 8 10am" --channel video"#,
    r#"action add "Book the room" --owner mentee --due "dec 1""#,
    r#"question add "Which schools answered?""#,
    r#"question add "How do you plan a summer?" --asker mentor"#,
    r#"list ideas add "Story walk" --note "Along the river" --meeting 3 --activity programme-ideas"#,
    r#"list ideas add "Lego evening""#,
    r#"list people add "Librarian C" --by "runs the bookmobile" --link c@example.org"#,
    r#"prompt add "What made you laugh?" --why "It loosens the talk" --category reflection"#,
    r#"idea add "Swap a storytime plan" --about "Each sends one" --leaves "Two plans""#,
    r#"pulse add 4 3 5 --note "quietly hopeful" --date "nov 12""#,
    r#"person edit mentor --phone "555 0100" --reach "weekdays after four""#,
];

fn desk() -> Desk {
    let desk = Desk::with_book();
    for line in KEPT {
        desk.done(line);
    }
    desk
}

/// Several lines with what each said, as they would look in a terminal.
fn session(desk: &Desk, lines: &[&str]) -> String {
    let shown = lines.iter().map(|line| {
        let ran = desk.line(line);
        format!("$ matchbook {line}\n{}", ran.shown())
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_first_lines_anybody_types_work_as_written() {
    let desk = Desk::with_book();
    assert!(desk.json("prompt list").as_array().unwrap().len() > 70);
    for (line, said) in [
        (
            r#"question add "Which schools answered?""#,
            "Question “Which schools answered?” added.",
        ),
        (
            r#"list ideas add "Story walk""#,
            "Program idea “Story walk” added.",
        ),
        ("pulse add 4 3 5", "Pulse of Sun, Nov 22, 2026 taken."),
    ] {
        let ran = desk.done(line);
        assert!(ran.starts_with(said), "{line}: {ran}");
    }
}

#[test]
fn a_list_is_read_ticked_changed_and_moved_to_another() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "list",
            "list ideas",
            "list ideas tick 2",
            "list ideas edit 1 --title 'Lego night' --to wishes --note 'In the winter'",
            "list ideas",
            "list wishes show",
        ]
    ));
}

#[test]
fn people_and_books_are_ticked_and_put_away() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "list people edit 1 --done 'nov 20'",
            "list people",
            "list people archive 1",
            "list people",
            "reading tick 2",
            "list articles",
            "reading tick 2",
        ]
    ));
}

#[test]
fn a_pulse_is_taken_and_leads_somewhere() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "pulse add 3 - 2",
            "pulse list",
            "pulse edit 2 --trust 4 --note 'Better'",
            "pulse archive 2",
            "pulse list",
        ]
    ));
}

#[test]
fn questions_are_picked_answered_and_sent() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "question list",
            "question pick 1 2",
            "question list",
            "question pick 1",
            "question answer 1 'Two of them'",
            "question list --all",
            "question answer 2 ''",
            "question edit 1 --text 'How do you plan summer?'",
            "question archive 1",
            "agenda",
            "agenda sent",
            "question list",
        ]
    ));
}

#[test]
fn the_lines_of_an_agenda_are_ticked_changed_moved_and_dropped() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "agenda --add News",
            "question pick 2",
            "agenda move 2 up",
            "agenda edit 1 --minutes 20 --text 'How to plan a summer'",
            "agenda tick 1",
            "agenda drop 2",
            "agenda",
            "agenda tick 1 --meeting 1",
            "agenda tick 1 --meeting 2",
            "agenda --build tick 1",
        ]
    ));
}

#[test]
fn prompts_are_listed_and_those_of_the_deck_are_not_changed() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "prompt list --category reflection",
            "prompt list --category grow --phase rescue",
            "prompt edit 1 --text x",
        ]
    ));
}

#[test]
fn activities_are_listed_rated_and_own_ones_changed() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "idea list",
            "idea state book-list doing",
            "idea rate cv-review 5 --note 'The second page is gone'",
            "idea edit 25 --title 'Swap two storytime plans'",
            "idea archive 25",
            "idea archive cv-review",
        ]
    ));
}

#[test]
fn cards_that_are_used_come_on_the_agenda_and_are_not_suggested_again() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "suggest",
            "prompt use one-year-on",
            "prompt use how-we-would-see --mark",
            "idea use question-swap",
            "suggest",
            "agenda",
        ]
    ));
}

#[test]
fn an_own_prompt_is_found_by_its_number_changed_and_put_away() {
    let desk = desk();
    let own = |desk: &Desk| {
        let listed = desk.json("prompt list");
        let own = listed.as_array().unwrap().iter();
        own.filter(|it| it["own"] == true)
            .cloned()
            .collect::<Vec<_>>()
    };
    let number = own(&desk)[0]["number"].as_u64().unwrap();
    desk.done(&format!(
        "prompt edit {number} --text 'What made you smile?'"
    ));
    assert_eq!(own(&desk)[0]["text"], "What made you smile?");
    assert_eq!(own(&desk)[0]["why"], "It loosens the talk");
    desk.done(&format!("prompt archive {number}"));
    assert_eq!(own(&desk), Vec::<Value>::new());
}

#[test]
fn a_used_prompt_and_a_done_activity_leave_the_short_list() {
    let desk = desk();
    let count = |line: &str| desk.json(line).as_array().unwrap().len();
    let (prompts, ideas) = (count("prompt list"), count("idea list"));
    desk.done("prompt use way-here --mark");
    desk.done("idea state cv-review done");
    assert_eq!(
        (count("prompt list"), count("idea list")),
        (prompts - 1, ideas - 1)
    );
    assert_eq!(count("idea list --all"), ideas);
    desk.done("prompt use way-here --mark");
    assert_eq!(count("prompt list"), prompts);
    for prompt in desk.json("prompt list --phase closing").as_array().unwrap() {
        let phases = prompt["phases"].as_array().unwrap();
        assert!(phases.contains(&"closing".into()), "{prompt}");
    }
}

#[test]
fn the_dates_of_the_year_are_the_pairs() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "date list",
            "date add 'Visit to the other library' 'march 3'",
            "date move 1 'dec 4'",
            "date rename 1 'Goals, signed'",
            "date done 1",
            "date done 1",
            "date archive 4",
            "date list",
        ]
    ));
}

#[test]
fn the_year_is_shown_and_set() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "year show",
            "year hours",
            "year set --meetings 2 --send-ahead 5",
            "status",
            "year set --end 'june 30' --meetings ''",
            "year set",
        ]
    ));
}

#[test]
fn the_year_is_closed_and_followed_by_another() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "year left",
            "year stay quarterly",
            "year close",
            "status",
            "year close",
            "year next --program wla --start 2027-07-15",
            "date list",
        ]
    ));
}

#[test]
fn people_are_listed_and_changed() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "person list",
            "person edit mentee --library 'River County Library' --email a@example.org",
            "person list",
        ]
    ));
}

#[test]
fn meetings_come_in_series() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "meeting series 'dec 1 10am' --minutes 45",
            "meeting list --limit 3",
            "meeting series 'dec 3' --every 4-weeks",
        ]
    ));
}

#[test]
fn meetings_move_and_are_put_away() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "meeting sent 1",
            "agenda --add News",
            "meeting sent 1",
            "meeting move 1 'thu 3pm'",
            "meeting move 1 'mon'",
            "meeting show 3 --quiet",
            "meeting edit 3 --win 'The board said yes' --minutes 55",
            "meeting archive 3",
            "undo",
        ]
    ));
}

#[test]
fn the_page_of_a_goal_names_its_talks_where_the_log_is_read_to_its_end() {
    for (meetings, named) in [("20", true), ("300", false)] {
        let desk = Desk::new();
        desk.done(&format!("test-large year.matchbook {meetings}"));
        desk.done("log --kind contact --goal 1");
        let page = desk.done("goal show 1");
        assert_eq!(page.contains("Talked about on"), named, "{page}");
    }
}

#[test]
fn steps_evidence_and_goals_are_changed() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "goal step 1 add 'Call the school'",
            "goal step 1 add 'Write to the school'",
            "goal step 1 move 2 up",
            "goal step 1 edit 1 --due 'dec 3' --owner both",
            "goal step 1 archive 2",
            "goal evidence 1 add Flyer --link 'shared folder'",
            "goal evidence 1 edit 1 --date yesterday",
            "goal show 1",
            "goal evidence 1 archive 1",
            "goal move 2 up",
        ]
    ));
}

#[test]
fn actions_are_changed_done_and_open_again() {
    insta::assert_snapshot!(session(
        &desk(),
        &[
            "action edit 1 --due 'dec 8' --text 'Book the big room'",
            "action done 1",
            "action reopen 1",
            "action reopen 1",
            "action list",
        ]
    ));
}

/// Commands that are refused, by what they are about.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "refused_lists",
        &[
            "list poems",
            "list add x",
            "list ideas ad x",
            "list ideas tick 9",
            "list books archive 1",
            "list ideas add ''",
            "list ideas add x --meeting 40",
            "list ideas add x --activity poem",
            "list ideas edit 1 --to poems",
            "list ideas edit 1 --done '32 june'",
            "reading tick 99",
        ],
    ),
    (
        "refused_pulse",
        &[
            "pulse add 9 1 1",
            "pulse add 4 - 0",
            "pulse add - - -",
            "pulse add 4 3 5 --date 'in 2 days'",
            "pulse add 4 3",
            "pulse archive 4",
        ],
    ),
    (
        "refused_questions",
        &[
            "question add x --asker nobody",
            "question answer 9 x",
            "question pick",
            "question pick 7",
        ],
    ),
    (
        "refused_cards",
        &[
            "prompt list --category poem",
            "prompt list --phase summer",
            "prompt use poem",
            "prompt archive 2",
            "idea state cv-review dancing",
            "idea rate cv-review 9",
            "idea archive 900",
        ],
    ),
    (
        "refused_dates",
        &[
            "date add x '32 june'",
            "date add '' tomorrow",
            "date move 1 ''",
            "date done 40",
        ],
    ),
    (
        "refused_year",
        &[
            "year set --end 2020-01-01",
            "year set --contacts many",
            "year set --meetings 900",
            "year stay never",
            "year next --program nowhere",
            "year next --start 2026-01-01",
        ],
    ),
    (
        "refused_rest",
        &[
            "person edit boss --name x",
            "person edit mentee --name ''",
            "meeting series yesterday",
            "meeting series 'dec 1' --every daily",
            "meeting move 1 yesterday",
            "meeting move 3 tomorrow",
            "meeting sent 90",
            "action edit 1 --owner nobody",
            "goal evidence 1 archive 3",
        ],
    ),
];

#[test]
fn refusals_name_what_to_correct_and_change_nothing() {
    let desk = desk();
    let before = desk.json("history");
    for (name, lines) in REFUSED {
        let said = session(&desk, lines);
        assert_eq!(said.matches("(exit ").count(), lines.len(), "{said}");
        insta::assert_snapshot!(*name, said);
        assert_eq!(desk.json("history"), before, "{name}");
    }
}

#[test]
fn nothing_to_show_says_how_to_begin() {
    insta::assert_snapshot!(session(
        &Desk::with_book(),
        &[
            "list books",
            "pulse list",
            "question list",
            "question pick 1",
            "agenda sent",
            "year hours",
            "year left",
        ]
    ));
}

/// What each listing says of a line of it.
const LISTED: &[(&str, &str)] = &[
    ("list", "list title open items"),
    (
        "list ideas",
        "number id list title by link note meeting activity added adder done",
    ),
    ("reading list", "number title by year where read note"),
    (
        "question list --all",
        "number id text asker asked meeting answer",
    ),
    (
        "prompt list",
        "number key text why category phases used own",
    ),
    (
        "idea list",
        "number key title about leaves source own state note rating changed",
    ),
    ("suggest", "number origin key text reason"),
    (
        "date list",
        "number id title date days_left done owner form about own",
    ),
    ("person list", "role me name library email phone reach"),
];

/// What else can be read from JSON.
const SHOWN: &[(&str, &str)] = &[
    ("pulse list", "private next due words pulses"),
    (
        "year show",
        "program start end phase phases cadence contacts meetings minutes months longest_gap channels competencies wins",
    ),
    ("year hours", "held minutes hours"),
    (
        "year left",
        "end closing closed goals steps actions questions dates",
    ),
    (
        "status",
        "line gap_days send_agenda_by closing closed upcoming",
    ),
];

#[test]
fn every_listing_is_json_as_well() {
    let desk = desk();
    desk.done("goal evidence 1 add Flyer");
    for (line, keys) in LISTED {
        let listed = desk.json(line);
        let first = listed.as_array().unwrap().first().unwrap();
        for key in keys.split(' ') {
            assert!(first.get(key).is_some(), "{line}: {key} is missing");
        }
    }
    for (line, keys) in SHOWN {
        let shown = desk.json(line);
        for key in keys.split(' ') {
            assert!(shown.get(key).is_some(), "{line}: {key} is missing");
        }
    }
    let pulse = &desk.json("pulse list")["pulses"][0];
    assert_eq!(
        (&pulse["contact"], &pulse["middle"]),
        (&4.into(), &4.0.into())
    );
    assert_eq!(desk.json("year hours")["minutes"], 50);
    assert_eq!(desk.json("status")["send_agenda_by"], "2026-12-05");
    let idea = &desk.json("list ideas")[1];
    assert_eq!(idea["meeting"], desk.json("meeting list")[2]["id"]);
}

#[test]
fn what_is_private_is_in_its_own_listing_alone() {
    let desk = desk();
    desk.done("agenda --build");
    std::fs::create_dir_all(desk.path("home")).unwrap();
    std::fs::copy(
        desk.path("year.matchbook"),
        desk.path("home/year.matchbook"),
    )
    .unwrap();
    assert!(desk.done("shelf").contains("Step"));
    assert!(desk.done("pulse list").contains("quietly hopeful"));
    assert!(desk.done("goal list").contains("Leave for a bigger town"));
    assert!(
        desk.done("goal show 2")
            .contains("Write to the bigger town")
    );
    for line in [
        "status",
        "shelf",
        "agenda",
        "agenda --send",
        "suggest",
        "meeting list --all",
        "meeting show 1",
        "meeting show 3",
        "action list",
        "question list --all",
        "idea list --all",
        "prompt list --all",
        "list",
        "list ideas",
        "reading list",
        "date list",
        "year show",
        "year hours",
        "year left",
        "person list",
        "form list",
        "form show goal-sheet",
        "export everything --format md -o -",
        "export everything --format txt -o -",
    ] {
        for flags in ["", " --json"] {
            let said = desk.done(&format!("{line}{flags}"));
            for private in ["hopeful", "igger town", "ulse of"] {
                assert!(!said.contains(private), "{line}{flags}: {said}");
            }
        }
    }
    assert!(!desk.done("status").to_lowercase().contains("pulse"));
}

#[test]
fn the_status_says_when_to_send_the_agenda_and_names_no_private_goal() {
    let desk = desk();
    let said = desk.done("status");
    assert!(
        said.starts_with(
            "Next: step Tue, Nov 24, 2026 (in 2 days). Send the agenda by Sat, Dec 5, 2026."
        ),
        "{said}"
    );
    let upcoming = &desk.json("status")["upcoming"][0];
    assert_eq!(
        (&upcoming["title"], &upcoming["private"]),
        (&Value::Null, &true.into())
    );
    let empty = desk.line("agenda sent");
    assert_eq!(empty.exit, 1, "{}", empty.out);
    desk.done("agenda --add News");
    desk.done("agenda sent");
    assert!(!desk.done("status").contains("Send the agenda"));
}

#[test]
fn what_was_archived_is_listed_with_its_number_and_put_back() {
    let desk = desk();
    for line in [
        "goal step 2 archive 1",
        "goal archive 1",
        "action archive 1",
        "list ideas archive 1",
        "date archive 4",
        "meeting archive 3",
        "pulse archive 1",
    ] {
        desk.done(line);
    }
    insta::assert_snapshot!(session(
        &desk,
        &[
            "put-back",
            "goal list --archived",
            "meeting list --archived",
            "list ideas show --archived",
            "question list --archived",
            "put-back 3",
            "goal show 1",
            "put-back 9",
        ]
    ));
    let rows = desk.json("put-back");
    assert_eq!(rows.as_array().unwrap().len(), 6);
    let step = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["kind"] == "step");
    assert_eq!(step.map(|row| &row["private"]), None);
}

#[test]
fn notes_of_a_meeting_are_made_private_and_shared_again() {
    let desk = desk();
    desk.done(r#"meeting edit 3 --note "She is tired.""#);
    let said = desk.done("meeting private 3");
    assert!(said.contains("made private"), "{said}");
    let shown = desk.json("meeting show 3");
    assert_eq!(shown["private_note"], "She is tired.");
    assert!(desk.line("meeting private 3").err.contains("no notes here"));
    desk.done("meeting private 3 --share");
    assert_eq!(
        desk.json("meeting show 3")["notes"][0]["text"],
        "She is tired."
    );
}

#[test]
fn a_form_shows_what_can_be_answered_and_without_a_terminal_asks_nobody() {
    let desk = desk();
    let shown = desk.done("form show tracker");
    assert!(shown.contains("[1 to 5: 1 "), "{shown}");
    assert!(shown.contains("[one of: "), "{shown}");
    let page = desk.json("form show tracker");
    let questions = page["questions"].as_array().unwrap();
    let rating = questions.iter().find(|it| it["kind"] == "scale").unwrap();
    assert_eq!(rating["options"].as_array().unwrap().len(), 5);
    let ran = desk.line("form fill tracker");
    assert_eq!(ran.exit, 2, "{}", ran.err);
    assert!(
        ran.err.contains("without a terminal nobody can be asked"),
        "{}",
        ran.err
    );
}

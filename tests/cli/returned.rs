//! Forms that are filled in outside of the book: blank ones on paper, and the partner's part by Word, mail or phone.

use super::verbs::Desk;

/// A text without its line ends.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_blank_form_has_room_for_every_answer_and_three_goals_and_is_no_draft() {
    let desk = Desk::with_book();
    desk.done(r#"goal add "Start a STEM hour""#);
    desk.done(r#"form fill tracker wins="Six families came""#);
    let blank = desk.done("export tracker --blank --format txt -o -");
    for part in [
        "Goal 1: Start a STEM hour\n",
        "\nGoal 2\n",
        "\nGoal 3\n",
        "\nTitle\n    ____",
        "[ ] Paused",
        "What is your biggest win so far? *",
        "☐",
        "Signatures\n",
    ] {
        assert!(blank.contains(part), "{part} is missing in:\n{blank}");
    }
    assert!(
        !blank.contains("Six families") && !blank.contains("DRAFT"),
        "{blank}"
    );
    assert!(!blank.contains("not answered") && !blank.contains("Goal 4"));
    // A blank one leaves nothing behind: the form has not left.
    assert!(desk.json("form list")[3]["exported"].is_null());
    for format in ["pdf", "docx", "html", "md"] {
        desk.done(&format!("export tracker --blank --format {format}"));
    }
    // What is private has no answers here that could leave.
    assert!(
        desk.done("export check --blank --format txt -o -")
            .contains("____")
    );
    let refused = desk.line("export year --blank");
    assert!(refused.shown().contains("Only a form can be left blank"));
}

#[test]
fn what_the_partner_told_is_marked_so_and_signs_nothing() {
    let desk = Desk::with_book();
    desk.done(r#"goal add "Start a STEM hour""#);
    let told = desk.done(r#"form fill tracker wins="Six families came" frequency=4 --as mentor"#);
    assert!(told.contains("As told by Mentor B"), "{told}");
    let page = one_line(&desk.done("form show tracker"));
    assert!(
        page.contains("[as told by Mentor B, Nov 22, 2026]"),
        "{page}"
    );
    let paper = one_line(&desk.done("export tracker --format txt -o -"));
    assert!(
        paper.contains("(as told by Mentor B, Nov 22, 2026)"),
        "{paper}"
    );
    assert!(desk.json("form list")[3]["signed_mentor"].is_null());
    // My own answers and what is missing of them are as before.
    let mine = &desk.json("form show tracker");
    let wins = mine["questions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["question"] == "wins");
    assert!(wins.unwrap()["value"].is_null());
    for (line, refusal) in [
        (
            "form fill tracker focus=schools --as mentor",
            "no question of your partner alone",
        ),
        (
            "form fill tracker seen=yes --as mentor",
            "no question of your partner alone",
        ),
        (
            "form fill wrap-up again=yes --as mentor",
            "filled in by each alone",
        ),
        (
            "form fill tracker frequency=9 --as mentor",
            "is not a rating",
        ),
        ("form fill tracker --as mentor", "Say what you were told"),
        ("export tracker --for mentee", "You are the mentee yourself"),
        ("export year --for mentor", "Only a form"),
    ] {
        let ran = desk.line(line);
        assert!(
            ran.exit != 0 && ran.shown().contains(refusal),
            "{line}: {}",
            ran.shown()
        );
    }
    desk.done("form fill tracker wins= --as mentor");
    assert!(!desk.done("form show tracker").contains("Six families"));
    desk.done("undo");
    assert!(desk.done("form show tracker").contains("Six families"));
}

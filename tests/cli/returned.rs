//! Forms that are filled in outside of the book: blank ones on paper, and the partner's part by Word, mail or phone.

use super::verbs::Desk;

#[test]
fn a_blank_form_has_room_for_every_answer_and_three_goals_and_is_no_draft() {
    let desk = Desk::with_book();
    desk.done(r#"goal add "Start a STEM hour""#);
    desk.done(r#"form fill tracker wins="The principal said yes""#);
    let blank = desk.done("export tracker --blank --format txt -o -");
    for part in [
        "Goal 1: Start a STEM hour\n",
        "\nGoal 2\n",
        "\nGoal 3\n",
        "\nTitle\n    ____",
        "[ ] Paused",
        "What is your biggest win so far? *",
        "☐",
        "Date: ____",
    ] {
        assert!(blank.contains(part), "{part} is missing in:\n{blank}");
    }
    assert!(
        !blank.contains("principal") && !blank.contains("DRAFT"),
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
    assert!(refused.shown().contains("Only a form can be left blank."));
}

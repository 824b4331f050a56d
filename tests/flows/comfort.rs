//! Small things that a day with the program is made of.

use super::pilot::Pilot;
use super::{mentee, mentee_at_work};

#[test]
fn a_planned_series_shows_the_next_two_until_the_rest_is_asked_for() {
    let mut pilot = mentee_at_work();
    pilot.keys("3");
    for day in ["dec 15", "dec 22", "jan 5"] {
        pilot.keys(&format!("p{day}<C-s>"));
    }
    // What was planned just now is not hidden.
    pilot.sees("▸ ○ Tue, Jan 5, 2027").sees("Tue, Dec 22, 2026");
    pilot
        .keys("13")
        .sees("Tue, Dec 8, 2026")
        .sees("Tue, Dec 15, 2026");
    pilot
        .sees("2 more are planned")
        .sees("Meetings and contacts: 5");
    assert!(!pilot.shows("Tue, Jan 5, 2027"), "{}", pilot.screen());
    pilot.keys("<Down><Down>e").sees("Enter shows");
    pilot.keys("<Enter>").sees("Tue, Jan 5, 2027");
    assert!(!pilot.shows("more are planned"));
}

#[test]
fn a_line_of_the_log_without_a_title_shows_its_first_words() {
    let mut pilot = mentee();
    pilot.keys("m<Right><Tab>yesterday<Tab><Tab><Tab><Tab># The *outline* is in<C-s>3");
    pilot.sees("Contact  The *outline* is in");
    let mut pilot = pilot.restart();
    pilot.keys("3").sees("Contact  The *outline* is in");
}

#[test]
fn the_kind_of_the_last_entry_is_there_for_the_next() {
    let mut pilot = mentee();
    pilot.keys("m").sees("(•) Meeting  ( ) Contact");
    pilot.keys("<Right><C-s>m").sees("( ) Meeting  (•) Contact");
}

#[test]
fn the_last_step_asks_if_the_goal_is_reached_and_a_reached_goal_is_told() {
    let mut pilot = mentee_at_work();
    pilot.keys("2<Home><Enter>x");
    pilot.sees("All steps of “Start a STEM hour” are done. Is the goal reached?");
    pilot.keys("<Esc>").sees("Draft, ");
    pilot.keys("xx<Enter>");
    pilot.sees("“Start a STEM hour” is reached: 1 of 2 goals. u undoes.");
    pilot.keys("u").sees("Draft, ");
    assert!(!pilot.shows("Is the goal reached?"));
}

#[test]
fn a_click_into_a_box_ticks_and_one_beside_it_opens() {
    let mut pilot = mentee_at_work();
    pilot.resize(80, 50).keys("1").sees("[ ] send the outline");
    pilot.click("[ ] send the outline").sees("done. u undoes.");
    pilot.keys("2<Home>").click("1. Start").sees("Done when");
    pilot
        .click("[ ] Call the school")
        .sees("[✓] Call the school");
    // Where nothing is ticked a box is part of its row.
    pilot
        .keys("<Esc>2")
        .click("[ ] 2.")
        .sees("▸ [ ] 2. Read more");
}

#[test]
fn a_date_is_shown_with_its_distance_and_says_if_it_is_before_the_year() {
    let mut pilot = mentee();
    pilot
        .keys("pnext friday")
        .sees("→ Fri, Nov 27, 2026 (in 5 days)");
    pilot.keys("<C-d><Enter><Esc>m<Tab><C-a>oct 20");
    pilot.sees("→ Tue, Oct 20, 2026 (4 weeks ago, before your year began)");
}

#[test]
fn formats_stand_in_a_row_and_are_chosen_by_a_click() {
    let mut pilot = Pilot::sample();
    pilot.keys("5<Down><Down><Down>w<Enter>");
    pilot.sees("Markdown   Text   Word   Web page   PDF");
    pilot.click("Web page").sees("as Web page").sees(".html");
}

#[test]
fn the_path_of_a_written_file_is_shown_whole() {
    let mut pilot = mentee_at_work();
    pilot.keys("5<Down>w<Enter><Enter>").sees("Written: ");
    let written: String = pilot.screen().split_whitespace().collect();
    let end = ".docxoopensit";
    assert!(written.contains(end), "{end} is not in {written}");
}

#[test]
fn ctrl_c_quits_from_help_and_palette_and_copies_in_a_text() {
    for open in ["?", ":"] {
        let mut pilot = mentee();
        pilot.keys(open).keys("<C-c>");
        assert!(pilot.left, "{open}");
    }
    let mut pilot = mentee();
    pilot.keys("2aA goal<C-c>");
    pilot.sees("Nothing is selected to copy. Ctrl-Q quits; what is typed is kept.");
    pilot
        .keys("<C-a><C-c>")
        .sees("Copied. Paste it where you need it.");
    assert_eq!(pilot.copied, ["A goal"]);
    assert!(!pilot.left);
}

#[test]
fn an_editor_that_is_not_there_is_not_offered() {
    let mut pilot = mentee();
    pilot.keys("2a<Tab>").sees("Ctrl-E editor");
    pilot.keys("<F1>").sees("Open the text in your own editor");
    pilot.keys("<Esc>");
    pilot.app.has_external_editor = false;
    assert!(!pilot.shows("Ctrl-E"), "{}", pilot.screen());
    pilot.keys("<F1>");
    assert!(!pilot.shows("your own editor"), "{}", pilot.screen());
    pilot
        .keys("<Esc><C-e>")
        .sees("No editor of your own is set");
}

#[test]
fn a_text_pasted_from_word_keeps_its_bullets_and_loses_its_hidden_signs() {
    let mut pilot = mentee();
    pilot.keys("m<Tab><Tab><Tab><Tab><Tab>");
    pilot
        .paste("\u{F0B7} li\u{AD}bra\u{200B}ry")
        .sees("• library");
    pilot.keys("<C-s><Esc>3").sees("Meeting  • library");
}

#[test]
fn a_goal_has_the_same_number_on_today_as_on_goals_also_below_one_let_go() {
    let mut pilot = Pilot::sample();
    pilot.resize(120, 40);
    pilot.keys("2").sees("5. Hold a storytime in two languages");
    pilot.sees("6. Find out whether");
    pilot.keys("1").sees(" 6 Find out whether");
    assert!(!pilot.shows("Hold a storytime in two languages"));
}

//! Finding again what was written: typing, filtering, opening, stepping through.

use matchbook::ui::theme::{ColorDepth, TerminalCapabilities};
use ratatui::style::Modifier;

use super::mentee_at_work;
use super::pilot::{PLAIN, Pilot};

#[test]
fn the_words_found_are_marked_with_and_without_color() {
    let mut pilot = Pilot::sample();
    pilot.keys("/\"short call");
    for depth in [ColorDepth::None, ColorDepth::Sixteen, ColorDepth::True] {
        let (buffer, _) = pilot.draw(TerminalCapabilities { depth, ..PLAIN });
        let marked: String = buffer
            .content
            .iter()
            .skip(usize::from(buffer.area.width) * 5)
            .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        let times = marked.to_lowercase().matches("short call").count();
        assert!(times > 0, "{depth:?}: {marked}");
    }
}

#[test]
fn hits_are_counted_by_kind_and_filtered_there_and_back() {
    let mut pilot = Pilot::sample();
    pilot.keys("/school").sees("[All ").sees("Meetings ");
    let everything = pilot.screen();
    pilot.keys("<Tab>").sees("[Meetings ").sees(" 1 of ");
    assert!(!pilot.shows("Action  "), "{}", pilot.screen());
    pilot.keys("<Tab>").sees("[Notes ");
    pilot.keys("<S-Tab><S-Tab>").sees("[All ");
    assert_eq!(pilot.screen(), everything);
    pilot.keys("<S-Tab>").sees("[Deck and reading ");
    // A filter that leaves nothing of the next words gives way.
    pilot.keys("<Tab><Tab><Tab>").sees("[Notes ");
    pilot.keys("<C-a>\"what does the school").sees("[All ");
    pilot.keys("<C-a>zzz").sees("Nothing found");
}

#[test]
fn an_answer_opens_its_form_on_the_question() {
    let mut pilot = Pilot::sample();
    pilot.keys("/\"one room and one person\"").sees("Answer");
    pilot.keys("<Enter>").sees("How to do more with one room");
    let before = pilot.screen();
    pilot.keys("<Tab>");
    assert_ne!(pilot.screen(), before);
}

#[test]
fn the_deck_is_found_behind_the_book_and_opens_on_its_card() {
    let mut pilot = Pilot::sample();
    pilot
        .keys("/five doors")
        .sees("Prompt")
        .sees("Which five doors");
    pilot.keys("<Enter>").sees("▸ • Which five doors");
    pilot.keys("<Esc>").sees("Search: five doors");
    pilot.keys("<Esc>/\"first five minutes\"").sees("Prompt");
}

#[test]
fn a_person_opens_the_match() {
    let mut pilot = Pilot::sample();
    pilot.keys("/juniper<Tab>");
    while !pilot.shows("[People ") {
        pilot.keys("<Tab>");
    }
    pilot.keys("<Enter>").sees("Your mentor: Juniper Sample");
}

#[test]
fn a_line_of_a_list_opens_the_list() {
    let mut pilot = Pilot::sample();
    pilot.keys("/\"story walk\"").sees("List");
    pilot.keys("<Enter>").sees("Story walk along the fence");
    assert!(!pilot.shows("Search:"), "{}", pilot.screen());
}

#[test]
fn what_was_put_away_is_found_and_says_so() {
    let mut pilot = mentee_at_work();
    pilot.keys("2<Home>d/stem").sees("archived");
    pilot.keys("<Enter>").sees("Start a STEM hour");
}

#[test]
fn hits_are_stepped_through_one_in_the_stead_of_the_other() {
    let mut pilot = mentee_at_work();
    pilot.keys("3/school<Tab>").sees("[Steps 1]");
    pilot.keys("<Esc>/st").sees("Start a STEM hour");
    pilot.keys("<Enter>").sees("Done when");
    pilot.keys("nN").sees("Hit 1 of ").sees("Done when");
    // Back from a hit are the hits, and then the place where the search began.
    pilot.keys("n<Esc>").sees("Search: st").sees(" 2 of ");
    pilot.keys("<Esc>").sees("First call");
}

#[test]
fn a_private_hit_carries_the_lock_and_the_word() {
    let mut pilot = Pilot::sample();
    pilot.keys("/slept").sees("[private] Note");
    pilot.keys("<Enter>").sees("Private notes: only you");
}

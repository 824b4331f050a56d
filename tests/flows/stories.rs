//! The year as people live it: the book, goals, meetings, the agenda, the tracker; as mentee and as mentor.

use std::fs;

use insta::assert_snapshot;
use matchbook::app::form::QuestionEditor;
use matchbook::app::modal::Modal;
use matchbook::app::screens::Screen;
use matchbook::domain::form::FieldKind;
use matchbook::domain::person::Role;
use matchbook::export::EXPORTERS;

use super::pilot::{Pilot, files_in};
use super::{FIRST_CALL, TWO_GOALS, mentee, mentee_at_work};

#[test]
fn a_new_book_asks_five_things_and_opens_on_today() {
    let mut pilot = Pilot::new();
    assert_snapshot!("welcome", pilot.screen());
    pilot.keys("s<Right><Tab><Right><Tab>Mentee A<Tab>Mentor B<Tab><C-a>2026-11-02");
    pilot.sees("→ Mon, Nov 2, 2026");
    pilot.keys("<C-s>");
    assert_snapshot!("first_today", pilot.screen());
    let book = &pilot.app.session.book;
    assert_eq!(book.me(), Role::Mentee);
    assert_eq!(book.name(Role::Mentee), "Mentee A");
    assert_eq!(book.name(Role::Mentor), "Mentor B");
    let mut pilot = pilot.restart();
    pilot.sees("ALSC with Mentor B");
}

#[test]
fn a_book_without_a_name_says_what_is_missing_and_keeps_the_rest() {
    let mut pilot = Pilot::new();
    pilot.keys("s<Right><Tab><Right><Tab>Mentee A<C-s>");
    pilot
        .sees("This is needed.")
        .sees("Mentee A")
        .sees("Not saved yet");
    assert!(!pilot.app.session.has_book());
}

#[test]
fn what_is_wrong_with_a_day_is_said_once() {
    let mut pilot = mentee();
    for script in ["3psoonish", "<C-s>"] {
        pilot.keys(script).sees("is not a date");
        let screen = pilot.screen();
        assert_eq!(screen.matches("is not a date").count(), 1, "{screen}");
    }
}

#[test]
fn a_goal_without_a_measure_or_a_date_is_marked_and_a_fourth_is_allowed() {
    let mut pilot = mentee();
    pilot.keys(TWO_GOALS);
    pilot
        .sees("! no measure yet")
        .sees("! no date yet")
        .sees("0 of 1 step done");
    pilot.keys("aThird<C-s>aFourth<C-s>").sees("4. Fourth");
    assert_snapshot!("goals", pilot.screen());
    pilot.keys("<Home><Enter>");
    assert_snapshot!("goal", pilot.screen());
}

#[test]
fn meetings_and_contacts_are_logged_from_anywhere_with_one_key() {
    let mut pilot = mentee();
    pilot.keys(TWO_GOALS);
    for script in [
        FIRST_CALL,
        // From the year, a video call of which only kind, day and channel are told.
        "6m<Tab><C-a>nov 12<Tab><Right><C-s>",
        // From one goal.
        "2<Home><Enter>m<Tab><C-a>nov 19 4pm<Tab><Left><C-s>",
        "3m<Right><Tab><C-a>nov 14<Tab><Right><Right><Right><C-s>",
        "5m<Right><Tab><C-a>yesterday<Tab><Right><Right><C-s>",
    ] {
        pilot.keys(script);
        pilot.sees("logged. u undoes.");
    }
    pilot.keys("3");
    assert_snapshot!("log", pilot.screen());
    pilot.keys("1").sees("5 of 2 contacts, 3 meetings");
    pilot.sees("send the outline");
    pilot.keys("<End>").sees("find the article");
    pilot.keys("2<Home><Enter>").sees("First call");
}

#[test]
fn an_action_is_ticked_undone_and_done_again_across_a_restart() {
    let mut pilot = mentee_at_work();
    pilot.keys("1").click("send the outline").keys("x");
    pilot.sees("“send the outline” done").keys("u");
    pilot.sees("[ ] send the outline");
    let mut pilot = pilot.restart();
    pilot.sees("send the outline").keys("<C-r>");
    assert!(!pilot.shows("[ ] send the outline"));
    pilot.keys("u").sees("[ ] send the outline");
    pilot.keys("<C-r>");
    let mut pilot = pilot.restart();
    assert!(!pilot.shows("send the outline"));
    pilot.keys("u").sees("[ ] send the outline");
}

#[test]
fn an_agenda_starts_from_promises_and_suggestions_that_say_why() {
    let mut pilot = mentee_at_work();
    pilot.keys("4aWhich journals do you read?<C-s>");
    pilot.keys("b");
    assert_snapshot!("agenda", pilot.screen());
    let book = &pilot.app.session.book;
    let lines: Vec<_> = book.agenda.values().collect();
    assert!(lines.iter().all(|line| !line.reason.is_empty()));
    let titles = |pilot: &Pilot| {
        let book = &pilot.app.session.book;
        let next = book.agenda.values().next().unwrap().meeting;
        let lines = book.agenda_of(next);
        lines
            .iter()
            .map(|line| line.text.clone())
            .collect::<Vec<_>>()
    };
    let before = titles(&pilot);
    assert!(before.contains(&"Which journals do you read?".to_owned()));
    // Order, drop, add; then send it as text.
    pilot.keys("<Home>J");
    assert_eq!(titles(&pilot)[1], before[0]);
    pilot.keys("<Home>d");
    assert_eq!(titles(&pilot).len(), before.len() - 1);
    pilot.keys("iThe weather<C-s>");
    assert_eq!(titles(&pilot).len(), before.len());
    pilot.keys("yy");
    assert!(pilot.copied[0].contains("The weather"));
    assert!(pilot.copied[0].contains("Mentee A"));
}

#[test]
fn the_tracker_is_half_filled_left_and_finished_another_day() {
    let mut pilot = mentee_at_work();
    pilot.keys("5<Down><Down><Down>e");
    assert_snapshot!("tracker_begun", pilot.screen());
    pilot.keys("<C-n>");
    fill(&mut pilot, 6);
    pilot.keys("Half a thought").pause();
    let mut pilot = pilot.restart_on("2027-04-01");
    pilot.sees("Enter opens the form: Mid-point tracker");
    pilot
        .keys("5<Down><Down><Down>e<C-n>")
        .sees("Half a thought");
    fill(&mut pilot, 60);
    pilot
        .sees("Nothing that is asked for is missing.")
        .keys("<Esc>c");
    pilot.sees("complete · ");
    pilot.keys("s<Enter>").sees("Mentor B has yet to sign");
    pilot.keys("s<Down><Enter>").sees("signed · ");
    pilot.keys("w<Enter>");
    assert_snapshot!("tracker_preview", pilot.screen());
    let exports = pilot.path("exports");
    assert!(files_in(&exports).is_empty(), "a preview writes nothing");
    pilot.keys("o").sees("Nothing is written yet.");
    pilot
        .keys("<Enter>")
        .sees(&format!("Written: {}", exports.display()));
    let first = "2027-04-01 mid-point tracker - Mentee A and Mentor B.docx";
    assert_eq!(files_in(&exports), [first]);
    let file = fs::read(exports.join(first)).unwrap();
    assert!(file.starts_with(b"PK"), "this is no Word file");
    pilot.keys("oO");
    assert_eq!(pilot.opened, [exports.join(first), exports.clone()]);
    pilot.keys("M").sees("Copied.");
    assert_snapshot!("tracker_mail", pilot.copied[0]);
    pilot.keys("<Esc>").sees("written out Thu, Apr 1, 2027");
    // A second time it takes another name.
    pilot.keys("w<Enter><Enter>");
    assert_eq!(files_in(&exports).len(), 2);
    assert_eq!(fs::read(exports.join(first)).unwrap(), file);
}

#[test]
fn a_word_file_is_shown_in_words_and_written_as_it_is() {
    let mut pilot = mentee_at_work();
    pilot.keys("5<Down><Down><Down>w<Enter>");
    pilot
        .sees("Mid-point tracker as Word document")
        .sees("Period");
    pilot.keys("<Enter>").sees("Written: ");
    let exports = pilot.path("exports");
    let written = fs::read(exports.join(&files_in(&exports)[0])).unwrap();
    assert!(written.starts_with(b"PK"), "this is no zip");
    assert!(String::from_utf8(written).is_err(), "bytes became text");
}

/// Goes on to the question `label` of the form that is open.
fn seek(pilot: &mut Pilot, label: &str) {
    for _question in 0..40 {
        if let Some(Screen::Form(form)) = pilot.app.screen()
            && let Some(question) = form.state.question()
            && question.field.label == label
        {
            return;
        }
        pilot.keys("<Tab>");
    }
    panic!("no question {label:?}:\n{}", pilot.screen());
}

/// Answers up to `count` of the questions that are missing, whatever they ask.
fn fill(pilot: &mut Pilot, count: usize) {
    for number in 0..count {
        if pilot.shows("Nothing that is asked for is missing.") {
            return;
        }
        let Some(Screen::Form(form)) = pilot.app.screen() else {
            panic!("no form is open:\n{}", pilot.screen());
        };
        let script = match (&form.state.editor, form.state.question()) {
            (QuestionEditor::Button, _) | (_, None) => String::new(),
            (_, Some(question)) => match question.field.kind {
                FieldKind::Line | FieldKind::Text | FieldKind::Rows(_) => {
                    format!("Answer {number}")
                }
                FieldKind::Number(_) => "4".to_owned(),
                FieldKind::Date { .. } => "today".to_owned(),
                FieldKind::Choice(_) | FieldKind::Choices(_) | FieldKind::YesNo => {
                    "<Space>".to_owned()
                }
                FieldKind::Scale(_) => "<Right><Right><Right>".to_owned(),
                FieldKind::Computed(_) | FieldKind::Statement => String::new(),
            },
        };
        pilot.keys(&script).keys("<C-n>");
    }
}

#[test]
fn a_mentor_keeps_private_notes_that_no_export_ever_shows() {
    let mut pilot = Pilot::new();
    pilot.keys(
        "s<Right><Right><Tab><Right><Right><Tab>Mentor B<Tab>Mentee A<Tab><C-a>2026-10-01<C-s>",
    );
    pilot.sees("KLA with Mentee A");
    assert_eq!(pilot.app.session.book.me(), Role::Mentor);
    pilot.keys("2aFind her own voice<Tab><Tab>She chairs a meeting<Tab>in 6 months<C-s>");
    pilot.keys(
        "m<Tab><C-a>yesterday 10am<Tab><Right><Tab>45<Tab>October call<Tab>Shared words<C-s>",
    );
    pilot.sees("When do you talk next?");
    pilot.keys("<Esc>3<Enter>e");
    seek(&mut pilot, "Private notes");
    pilot.keys("Zebra worries me<Tab><Right><Right><C-s>");
    pilot
        .sees("Zebra worries me")
        .sees("only you can read these")
        .sees("Feeling afterwards");
    assert_snapshot!("meeting_with_private_notes", pilot.screen());
    pilot.keys("2aA quiet aim: yak");
    seek(&mut pilot, "Keep it private?");
    pilot.keys("<Right><C-s>");
    pilot.sees("private");
    let mut previews = 0;
    for place in [
        "1",
        "2",
        "2<End><Enter>",
        "3<Enter>",
        "4",
        "5",
        "6",
        "7",
        "C",
    ] {
        pilot.keys(place).keys("w");
        let Some(Modal::Pick { rows, .. }) = pilot.app.modals.last() else {
            panic!("nothing is offered:\n{}", pilot.screen());
        };
        let offered = rows.len();
        pilot.keys("<Esc>");
        for row in 0..offered {
            pilot.keys("w").keys(&"<Down>".repeat(row)).keys("<Enter>");
            for _format in EXPORTERS {
                let Some(Screen::Preview(preview)) = pilot.app.screen() else {
                    panic!("no preview:\n{}", pilot.screen());
                };
                let text = preview.preview.text.to_lowercase();
                for private in ["zebra", "yak", "feeling"] {
                    assert!(!text.contains(private), "{private} in {text}");
                }
                previews += 1;
                pilot.keys("<Tab>");
            }
            pilot.keys("<Esc>");
        }
    }
    assert!(previews > 20, "only {previews} previews");
    // The writer finds them all the same.
    pilot.keys("/zebra").sees("Private notes");
}

#[test]
fn search_finds_while_words_are_typed_and_opens_the_place() {
    let mut pilot = mentee_at_work();
    pilot.keys("/st").sees("Start a STEM hour");
    pilot.keys("em").sees("Start a STEM hour");
    assert_snapshot!("search", pilot.screen());
    pilot.keys("<Enter>").sees("Done when");
    pilot.keys("<Esc><Esc>/hello<Enter>").sees("First call");
    pilot.keys("1n").sees("Hit 1 of 1");
}

#[test]
fn notes_made_before_a_meeting_are_there_when_it_is_written_up_from_anywhere() {
    let mut pilot = mentee();
    pilot.keys("1pnov 24 10am<C-s>3e<Tab><Tab><Tab><Tab><Tab>Ask about schools<C-s>");
    pilot.sees("changed. u undoes.");
    let mut pilot = pilot.restart_on("2026-11-24");
    pilot.keys("m<Enter>").sees("Ask about schools");
    pilot.keys("<Tab><Tab><Tab><Tab><Tab><C-End> and libraries<C-s>");
    let notes = pilot.app.session.book.notes.values();
    let texts: Vec<_> = notes.map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["Ask about schools and libraries"]);
}

#[test]
fn the_last_talk_stands_beside_the_next_agenda() {
    let mut pilot = mentee_at_work();
    pilot.resize(120, 40);
    pilot.keys("1pnov 24 10am<C-s>4b");
    for words in [
        "Last time, Thu, Nov 5, 2026",
        "Talk once a month",
        "send the outline: you",
        "10:00 AM · 5 min",
    ] {
        pilot.sees(words);
    }
    pilot.keys("3<Enter>").sees("Last time, Thu, Nov 5, 2026");
}

#[test]
fn a_text_without_an_agenda_does_not_count_as_one_that_was_sent() {
    let mut pilot = mentee();
    pilot
        .keys("1pnov 30 10am<C-s>4y")
        .sees("we talk on Mon, Nov 30, 2026");
    pilot.keys("y<Esc>");
    let sent = |pilot: &Pilot| pilot.app.session.book.planned()[0].sent;
    assert_eq!((pilot.copied.len(), sent(&pilot)), (1, None));
    pilot.keys("iOur schools<C-s>yy");
    assert_eq!(pilot.copied.len(), 2);
    assert!(sent(&pilot).is_some());
}

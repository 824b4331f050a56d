//! The life of what is typed: kept, saved, or offered again; never taken for saved before the book has it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use matchbook::app::Msg;
use matchbook::app::command::Command;
use matchbook::app::screens::Screen;
use matchbook::domain::answer::Slot;
use matchbook::domain::form::FieldKind;
use proptest::prelude::*;

use super::pilot::{Pilot, files_in};
use super::{mentee, mentee_at_work};

/// Where the open book's file is.
fn file(pilot: &Pilot) -> PathBuf {
    pilot.app.session.path.clone().unwrap()
}

/// Takes the file of the open book away, and back again.
struct Away(PathBuf, PathBuf);

impl Away {
    fn take(pilot: &Pilot) -> Self {
        let (book, away) = (file(pilot), pilot.path("away"));
        fs::rename(&book, &away).unwrap();
        Self(book, away)
    }

    fn back(self) {
        fs::rename(self.1, self.0).unwrap();
    }
}

/// The mentee in “How we communicate”, at its first question that takes prose.
fn in_a_form() -> Pilot {
    let mut pilot = mentee();
    pilot.keys("5e").sees("answered");
    pilot
}

#[test]
fn answers_saved_after_a_pause_are_not_called_unsaved() {
    let mut pilot = in_a_form();
    pilot.keys("Learn from each other").pause();
    pilot
        .keys("<Tab><Tab>")
        .pause()
        .keys("<C-n>Later text")
        .pause();
    pilot.keys("<Tab><C-s>");
    let answers = pilot.app.session.book.answers.clone();
    assert!(answers.values().any(|it| it.value == "Later text"));
    pilot.keys("1");
    assert!(!pilot.shows("Not saved yet"), "{}", pilot.screen());
    pilot.keys("5e<C-s>1");
    assert_eq!(pilot.app.session.book.answers, answers, "nothing goes back");
    let mut pilot = pilot.restart();
    assert!(!pilot.shows("Not saved yet"));
    pilot
        .keys("5e<PgUp><PgUp><PgUp>")
        .sees("Learn from each other");
}

#[test]
fn a_draft_that_says_what_is_saved_is_none() {
    let mut pilot = mentee_at_work();
    pilot.keys("2<Home>e<End> for all").pause();
    pilot.keys("<BS><BS><BS><BS><BS><BS><BS><BS>");
    pilot.keys("<C-s>").sees("Nothing changed").keys("1");
    assert!(!pilot.shows("Not saved yet"), "{}", pilot.screen());
    assert!(!pilot.restart().shows("Not saved yet"));
}

#[test]
fn what_was_typed_after_the_last_save_stands_beside_what_is_saved() {
    let mut pilot = in_a_form();
    pilot.keys("First words<Tab>").sees("u undoes");
    pilot.keys("<S-Tab><C-a>Second words").pause();
    let mut pilot = pilot.restart();
    pilot.sees("Not saved yet: ").keys("5e");
    pilot.sees("Second words").sees("Saved is: First words");
    pilot.keys("<C-d>y").sees("First words");
    assert!(!pilot.shows("Second words"));
    pilot.keys("<Esc>1");
    assert!(!pilot.restart().shows("Not saved yet"));
}

#[cfg(unix)]
#[test]
fn an_answer_that_could_not_be_saved_can_be_saved_again() {
    let mut pilot = in_a_form();
    let away = Away::take(&pilot);
    pilot
        .keys("Learn from each other<Tab>")
        .sees("That did not work");
    pilot.keys("<Esc>").sees("Learn from each other");
    away.back();
    pilot.keys("<C-s>");
    let mut pilot = pilot.restart();
    assert!(!pilot.shows("Not saved yet"));
    pilot
        .keys("5e<PgUp><PgUp><PgUp>")
        .sees("Learn from each other");
}

#[cfg(unix)]
#[test]
fn a_form_whose_answers_could_not_be_saved_is_left_with_a_draft() {
    let mut pilot = in_a_form();
    let away = Away::take(&pilot);
    pilot
        .keys("Learn from each other<C-s>")
        .sees("That did not work");
    pilot.keys("<Esc>").sees("Learn from each other");
    away.back();
    pilot.keys("<Esc>").sees("Not saved yet, but kept");
    pilot.restart().keys("5e").sees("Learn from each other");
}

#[cfg(unix)]
#[test]
fn a_draft_that_was_not_accepted_is_tried_again_until_it_is() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers");
    let away = Away::take(&pilot);
    pilot.pause().sees("Not kept yet");
    pilot.keys(" at").sees("Not kept yet");
    pilot.pause();
    away.back();
    pilot.pause();
    assert!(!pilot.app.has_unsaved_text());
    assert!(
        pilot.app.modals.is_empty(),
        "nothing swallows what is typed on"
    );
    pilot.restart().keys("2a").sees("Read to teenagers at");
}

#[cfg(unix)]
#[test]
fn an_editor_is_left_once_its_draft_is_accepted() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers");
    let away = Away::take(&pilot);
    pilot
        .keys("<Esc>")
        .sees("Leave, though the book cannot")
        .keys("<Esc>");
    pilot.sees("A new goal").sees("Read to teenagers");
    away.back();
    pilot.keys("<Esc>").sees("Not saved yet, but kept");
    assert!(!pilot.shows("A new goal"));
    pilot.restart().keys("2a").sees("Read to teenagers");
}

#[test]
fn an_editor_whose_draft_ends_with_leaving_is_left_at_once() {
    let mut pilot = mentee_at_work();
    pilot.keys("2<Home>e<End> for all").pause();
    pilot.keys("<BS><BS><BS><BS><BS><BS><BS><BS><Esc>");
    assert!(
        !matches!(pilot.app.screen(), Some(Screen::Form(_))),
        "{}",
        pilot.screen()
    );
    pilot.keys("1aCall the school").pause();
    pilot.sees("Call the school");
    assert!(!pilot.restart().shows("for all"));
}

#[cfg(unix)]
#[test]
fn nothing_is_called_unkept_once_it_is_saved_or_thrown_away() {
    for end in ["<C-s>", "<C-d>y<Esc>", "<C-a><BS><Esc>"] {
        let mut pilot = mentee();
        pilot.keys("2aRead to teenagers");
        let away = Away::take(&pilot);
        pilot.pause().sees("Not kept yet");
        away.back();
        pilot.keys(end).keys("<Down>");
        assert!(!pilot.shows("Not kept yet"), "{end}: {}", pilot.screen());
    }
}

#[test]
fn an_editor_below_another_screen_is_kept_as_well() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers<C-p>search<Enter>").pause();
    pilot.restart().keys("2a").sees("Read to teenagers");
}

#[cfg(unix)]
#[test]
fn leaving_while_the_book_cannot_take_the_text_asks_and_writes_a_recovery_file() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers");
    let away = Away::take(&pilot);
    pilot
        .keys("<C-q>")
        .sees("Leave, though the book cannot take what you typed?");
    pilot.keys("<Esc>").sees("Read to teenagers");
    assert!(!pilot.left);
    pilot.keys(" at night<C-q>y");
    assert!(pilot.left);
    away.back();
    let recovery = |pilot: &Pilot| {
        let files = files_in(&pilot.path(""));
        files
            .iter()
            .filter(|name| name.ends_with(".recovery"))
            .count()
    };
    assert_eq!(recovery(&pilot), 1);
    let mut pilot = pilot.restart();
    pilot.sees("could not be saved last time is back");
    pilot.sees("Not saved yet: A new goal").keys("2a");
    pilot.sees("Read to teenagers at night");
    assert_eq!(recovery(&pilot), 0, "the book has it");
    pilot.keys("<C-s>").sees("u undoes");
    assert!(!pilot.restart().shows("Not saved yet"));
}

#[cfg(unix)]
#[test]
fn a_recovered_text_joins_the_draft_that_is_there() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers").pause();
    let away = Away::take(&pilot);
    pilot.keys("<Tab>They asked for it<C-q>y");
    assert!(pilot.left);
    away.back();
    let mut pilot = pilot.restart();
    pilot
        .keys("2a")
        .sees("Read to teenagers")
        .sees("They asked for it");
}

#[cfg(unix)]
#[test]
fn a_recovered_text_whose_book_is_away_is_named() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers");
    let away = Away::take(&pilot);
    pilot.keys("<C-q>y");
    let mut pilot = pilot.restart();
    pilot.sees("holds what was typed and could not be saved");
    away.back();
    pilot.restart().keys("2a").sees("Read to teenagers");
}

#[test]
fn a_book_being_started_is_not_lost_by_a_slip() {
    let mut pilot = Pilot::new();
    pilot
        .keys("s<Tab><Tab>Mentee A<C-q>")
        .sees("There is no book yet");
    pilot.keys("<Esc>").sees("Mentee A").keys("<C-q>y");
    assert!(pilot.left);
    // Another book would take its place as well.
    let mut pilot = Pilot::new();
    pilot.keys("s<Tab><Tab>Mentee A");
    pilot.send(Msg::Command(Command::Sample));
    pilot.sees("There is no book yet").keys("<Esc>");
    pilot.sees("Mentee A");
    pilot.send(Msg::Command(Command::Sample)).keys("y");
    assert!(pilot.app.session.sample);
}

#[cfg(unix)]
#[test]
fn a_recovery_file_ends_with_the_text_it_holds() {
    let mut pilot = in_a_form();
    let away = Away::take(&pilot);
    pilot.keys("Older words<C-q>y");
    assert!(pilot.left);
    away.back();
    // The book opens, but cannot take anything yet.
    let locked = rusqlite::Connection::open(pilot.path("Mentor B 2026.matchbook")).unwrap();
    locked.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut pilot = pilot.restart();
    pilot.sees("could not be saved last time is back");
    locked.execute_batch("ROLLBACK").unwrap();
    pilot.keys("5e<C-a>Newer words<C-s>");
    let mut pilot = pilot.restart();
    assert!(!pilot.shows("Not saved yet"), "{}", pilot.screen());
    pilot.keys("5e<PgUp><PgUp><PgUp>").sees("Newer words");
}

#[test]
fn a_draft_never_takes_a_newer_answer_away_unseen() {
    let mut pilot = in_a_form();
    let text = |pilot: &Pilot, at: usize| match pilot.app.screens.last() {
        Some(Screen::Form(form)) => form.state.questions[at].slot.clone(),
        _ => panic!("the form is not open"),
    };
    pilot
        .keys("First words<Tab><S-Tab><C-a>Typed and left")
        .pause();
    let slot = text(&pilot, 0);
    let mut pilot = pilot.restart();
    // Somebody answers the same question elsewhere: what the draft holds is older now.
    let saved = |pilot: &Pilot| {
        let answers = pilot.app.session.book.answers.values();
        let mut of_it = answers.filter(|it| it.field == slot.field);
        of_it.next().map(|it| it.value.clone())
    };
    assert_eq!(saved(&pilot).as_deref(), Some("First words"));
    // The question is shown first, with both; leaving it saves what was seen.
    pilot
        .keys("5e")
        .sees("Typed and left")
        .sees("Saved is: First words");
    pilot.keys("<Tab>");
    assert_eq!(saved(&pilot).as_deref(), Some("Typed and left"));
}

#[test]
fn a_text_that_is_no_answer_keeps_the_form_open_and_is_found_again() {
    let mut pilot = in_a_form();
    for _ in 0..30 {
        let number = matches!(pilot.app.screens.last(), Some(Screen::Form(form))
            if form.state.question().is_some_and(|it| it.field.kind.number_rule().is_some()));
        if number {
            break;
        }
        pilot.keys("<Tab>");
    }
    pilot.keys("Phone on Tuesdays<C-s>");
    pilot
        .sees("see the question marked with “!”")
        .sees("is not a whole number");
    pilot.keys("<Esc>").sees("Not saved yet, but kept");
    pilot.keys("1").sees("Not saved yet: ").keys("5e");
    pilot
        .sees("Phone on Tuesdays")
        .sees("is not a whole number");
    pilot.keys("<C-a>50<C-s>1");
    assert!(!pilot.shows("Not saved yet"), "{}", pilot.screen());
}

#[cfg(unix)]
#[test]
fn what_is_kept_again_is_not_called_unkept() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers");
    let away = Away::take(&pilot);
    pilot.pause().sees("Not kept yet");
    away.back();
    pilot.pause();
    assert!(!pilot.shows("Not kept yet"), "{}", pilot.screen());
}

#[cfg(unix)]
#[test]
fn an_editor_is_left_though_the_book_cannot_take_it_once_that_is_answered() {
    let mut pilot = mentee();
    pilot.keys("2aRead to teenagers");
    let away = Away::take(&pilot);
    pilot
        .keys("<Esc>")
        .sees("Leave, though the book cannot")
        .keys("y");
    assert!(!pilot.shows("A new goal"));
    away.back();
    pilot
        .keys("a")
        .sees("Read to teenagers")
        .keys("<C-s>")
        .sees("u undoes");
    assert!(!pilot.restart().shows("Not saved yet"));
}

/// One thing that somebody does who fills in a form.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Type,
    Next,
    Previous,
    Pause,
    Save,
    Leave,
    Quit,
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Type),
        2 => Just(Step::Next),
        1 => Just(Step::Previous),
        2 => Just(Step::Pause),
        1 => Just(Step::Save),
        1 => Just(Step::Leave),
        1 => Just(Step::Quit),
        1 => Just(Step::Kill),
    ]
}

/// Texts by question, as they must be.
type Texts = BTreeMap<Slot, String>;

/// Somebody fills in a form, and what must be there afterwards.
struct Filling {
    pilot: Option<Pilot>,
    /// On the screen.
    typed: Texts,
    /// In the book or in a draft.
    kept: Texts,
    /// In the book.
    saved: Texts,
    words: usize,
}

impl Filling {
    fn pilot(&mut self) -> &mut Pilot {
        self.pilot.as_mut().unwrap()
    }

    fn form(&mut self) -> &mut matchbook::app::form::FormState {
        if !matches!(self.pilot().app.screen(), Some(Screen::Form(_))) {
            self.pilot().keys("5e");
        }
        match self.pilot().app.screens.last_mut() {
            Some(Screen::Form(form)) => &mut form.state,
            _ => panic!("the form is not open"),
        }
    }

    /// Types a word where prose is asked for, after what is there.
    fn type_word(&mut self) {
        let form = self.form();
        let Some(question) = form
            .question()
            .filter(|it| it.field.kind == FieldKind::Text)
        else {
            return;
        };
        let slot = question.slot.clone();
        // What the log filled in is another matter.
        if !form.answers.at(&slot).is_empty() && !self.typed.contains_key(&slot) {
            return;
        }
        self.words += 1;
        let word = format!("w{}.", self.words);
        self.pilot().keys("<C-End>").keys(&word);
        *self.typed.entry(slot).or_default() += &word;
    }

    fn restart(&mut self) {
        self.pilot = self.pilot.take().map(Pilot::restart);
        self.typed.clone_from(&self.kept);
        let shown = self.pilot().shows("Not saved yet");
        assert_eq!(
            shown,
            self.kept != self.saved,
            "a draft is offered exactly where there is one"
        );
        let kept = self.kept.clone();
        for (slot, text) in kept {
            assert_eq!(self.form().answers.at(&slot), text);
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Type => self.type_word(),
            Step::Next | Step::Previous | Step::Save | Step::Leave => {
                self.form();
                let ways = [
                    (Step::Next, "<Tab>"),
                    (Step::Previous, "<S-Tab>"),
                    (Step::Save, "<C-s>"),
                ];
                let way = ways.iter().find(|(way, _)| *way == step);
                self.pilot().keys(way.map_or("<Esc>", |(_, keys)| keys));
                self.kept.clone_from(&self.typed);
                self.saved.clone_from(&self.typed);
            }
            Step::Pause => {
                self.pilot().pause();
                self.kept.clone_from(&self.typed);
            }
            Step::Quit => {
                self.pilot().keys("<C-q>");
                assert!(self.pilot().left);
                self.kept.clone_from(&self.typed);
                self.restart();
            }
            Step::Kill => self.restart(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if std::env::var_os("MATCHBOOK_LONG").is_some() { 2000 } else { 12 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_typed_is_saved_or_offered_and_nothing_goes_back(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let mut filling = Filling {
            pilot: Some(mentee()),
            typed: Texts::new(),
            kept: Texts::new(),
            saved: Texts::new(),
            words: 0,
        };
        for step in steps {
            filling.take(step);
        }
        filling.take(Step::Quit);
    }
}

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::action::Action;
use crate::domain::answer::Response;
use crate::domain::book::{Book, Identity};
use crate::domain::deck::{Activity, ActivityDef, ActivityState};
use crate::domain::display::{EchoContext, echo_answer};
use crate::domain::form::{Audience, Autofill, Choice, ChoiceOptions, FieldKind};
use crate::domain::goal::{Goal, GoalStatus, Progress, Step};
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting, MeetingKind, MeetingState};
use crate::domain::ops::tests::apply_commit;
use crate::domain::ops::{self, OpContext, Outcome};
use crate::domain::person::{Owner, Person};
use crate::domain::program::{Cycle, Milestone, Program};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn id(word: &str) -> Id {
    Id::derived(&[word])
}

/// Op context on the first of April 2027, with ids that can be told apart.
#[derive(Default)]
pub struct Pen(Rc<Cell<u32>>);

impl Pen {
    pub fn ctx(&self) -> OpContext {
        let last = Rc::clone(&self.0);
        OpContext {
            at: day("2027-04-01").and_hms_opt(12, 0, 0).unwrap().and_utc(),
            today: day("2027-04-01"),
            zone: None,
            new_id: Box::new(move || {
                last.set(last.get() + 1);
                id(&last.get().to_string())
            }),
        }
    }
}

/// Applies the commit of an operation to its book; returns the label.
pub fn done(book: &mut Book, commit: Outcome) -> String {
    let commit = commit.unwrap();
    apply_commit(book, &commit);
    commit.label
}

pub fn given(pairs: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (field, value) in pairs {
        answers.set(field, *value);
    }
    answers
}

pub fn program() -> Program {
    toml::from_str(
        r#"
        key = "alsc"
        title = "Mentoring for children's librarians"
        short = "Children's"
        about = "A year."
        end = { months = 10 }
        cadence = { contacts = { count = 2 } }
        phases = []
        aims = [{ key = "skills", title = "Skills" }, { key = "ties", title = "Ties" }]
        sources = []
        "#,
    )
    .unwrap()
}

pub fn areas() -> CompetencySet {
    toml::from_str(
        r#"
        key = "set"
        title = "Areas"
        areas = [{ key = "iii", title = "Programming Skills" }, { key = "iv", title = "Knowledge, Curation" }]
        sources = []
        "#,
    )
    .unwrap()
}

/// A mentee's book in its fifth month: a shared goal, a private one, three talks and an e-mail, a meeting ahead.
pub fn book() -> Book {
    let cycle = Cycle {
        id: id("cycle"),
        program: "alsc".to_owned(),
        start: day("2026-11-02"),
        end: day("2027-08-31"),
        usual_minutes: Some(50),
        ..Cycle::default()
    };
    let mut book = Book {
        identity: Identity {
            me: Role::Mentee,
            ..Identity::default()
        },
        complete: true,
        ..Book::default()
    };
    book.extend([
        person(Role::Mentee, "Mentee A").into(),
        person(Role::Mentor, "Mentor B").into(),
        Milestone {
            id: Milestone::id_for(cycle.id, "rematch"),
            cycle: cycle.id,
            key: "rematch".to_owned(),
            date: day("2026-12-02"),
            ..Milestone::default()
        }
        .into(),
        cycle.into(),
        goal("stem", "Start a STEM hour", false).into(),
        goal("leave", "Find another post", true).into(),
        step().into(),
        talk("2026-11-10", MeetingKind::Meeting, Channel::Phone).into(),
        talk("2026-12-15", MeetingKind::Meeting, Channel::Phone).into(),
        talk("2027-03-09", MeetingKind::Meeting, Channel::Video).into(),
        talk("2026-11-20", MeetingKind::Contact, Channel::Email).into(),
        Meeting {
            state: MeetingState::Planned,
            ..talk("2027-04-13", MeetingKind::Meeting, Channel::Phone)
        }
        .into(),
    ]);
    book.extend([Action {
        id: id("action"),
        text: "Send the outline".to_owned(),
        due: Some(day("2027-03-01")),
        ..Action::default()
    }
    .into()]);
    book.extend([Progress {
        id: id("line"),
        goal: id("stem"),
        date: day("2027-01-05"),
        text: "Two schools answered".to_owned(),
        status: Some(GoalStatus::Active),
        ..Progress::default()
    }
    .into()]);
    book
}

fn person(role: Role, name: &str) -> Person {
    Person {
        id: id(name),
        role,
        name: name.to_owned(),
        ..Person::default()
    }
}

fn goal(key: &str, title: &str, private: bool) -> Goal {
    Goal {
        id: id(key),
        title: title.to_owned(),
        measure: "Four visits held".to_owned(),
        due: Some(day("2027-04-30")),
        status: GoalStatus::Active,
        aims: ["skills".to_owned()].into(),
        competencies: ["iii".to_owned()].into(),
        order: key.to_owned(),
        private,
        ..Goal::default()
    }
}

fn step() -> Step {
    Step {
        id: id("step"),
        goal: id("stem"),
        title: "Call the school".to_owned(),
        owner: Owner::Mentee,
        done: Some(day("2026-12-01")),
        ..Step::default()
    }
}

fn talk(date: &str, kind: MeetingKind, channel: Channel) -> Meeting {
    Meeting {
        id: id(date),
        date: day(date),
        kind,
        channel: Some(channel),
        minutes: Some(50),
        topics: ["budget".to_owned()].into(),
        competencies: ["iii".to_owned()].into(),
        win: format!("Win of {date}"),
        ..Meeting::default()
    }
}

pub fn ask(book: &Book, def: &FormDef) -> Vec<ResolvedField> {
    ask_on(book, def, day("2027-04-01"))
}

pub fn ask_on(book: &Book, def: &FormDef, today: NaiveDate) -> Vec<ResolvedField> {
    let (program, areas, deck) = (program(), areas(), Deck::default());
    let ctx = FormContext {
        year: Year::new(book, &program, today),
        deck: &deck,
        competencies: Some(&areas),
        catalog_choices: &[],
    };
    resolve_fields(def, None, &ctx, book.me())
}

pub fn form(sections: &str) -> FormDef {
    let head = "key = \"tracker\"\ntitle = \"Tracker\"\nversion = 1\nabout = \"\"\n";
    toml::from_str(&format!("{head}{sections}")).unwrap()
}

/// An editor as its data file describes it.
pub fn editor(text: &str) -> FormDef {
    toml::from_str(text).unwrap()
}

pub fn keys(def: &FormDef) -> BTreeSet<String> {
    let fields = def.sections.iter().flat_map(|section| &section.fields);
    fields.map(|field| field.key.clone()).collect()
}

/// The listed options of a field: key and label.
pub fn options<'a>(def: &'a FormDef, field: &str) -> Vec<(&'a str, &'a str)> {
    let (_, field) = def.field(field).unwrap();
    let Some(ChoiceOptions::Listed(listed)) = field.kind.options() else {
        panic!("{} lists no options", field.key);
    };
    listed
        .iter()
        .map(|choice| (choice.key.as_str(), choice.label.as_str()))
        .collect()
}

#[test]
fn the_editors_of_the_other_records_offer_the_words_of_their_fields() {
    let action = editor(include_str!("../../../assets/forms/editor-action.toml"));
    let owners = Owner::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&action, "owner"), owners.collect::<Vec<_>>());
    let activity = editor(include_str!("../../../assets/forms/editor-activity.toml"));
    let states = ActivityState::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&activity, "state"), states.collect::<Vec<_>>());
    let book = editor(include_str!("../../../assets/forms/editor-book.toml"));
    let roles = Role::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&book, "role"), roles.collect::<Vec<_>>());
    assert_eq!(keys(&book).len(), 6);
    for other in [
        include_str!("../../../assets/forms/editor-done.toml"),
        include_str!("../../../assets/forms/editor-question.toml"),
        include_str!("../../../assets/forms/editor-milestone.toml"),
        include_str!("../../../assets/forms/editor-cycle.toml"),
        include_str!("../../../assets/forms/editor-person.toml"),
        include_str!("../../../assets/forms/editor-agenda-item.toml"),
    ] {
        assert!(!keys(&editor(other)).is_empty());
    }
}

/// Autofilled value of `auto` in a field of `kind`, on the first of April.
fn known(auto: Autofill, kind: &str) -> Option<String> {
    known_in(&book(), auto, kind)
}

fn known_in(book: &Book, auto: Autofill, kind: &str) -> Option<String> {
    let def = form(&format!(
        "[[sections]]\nkey = \"s\"\ntitle = \"S\"\nper_goal = {}\n\
         fields = [{{ key = \"f\", label = \"F\", auto = \"{}\", {kind} }}]",
        auto.subject().is_some(),
        auto.key(),
    ));
    ask(book, &def).remove(0).autofill
}

const LINE: &str = "kind = \"line\"";

#[test]
fn names_and_dates_of_the_match_are_known() {
    let line = |auto| known(auto, LINE).unwrap();
    assert_eq!(
        line(Autofill::Names),
        "Mentee A (mentee) and Mentor B (mentor)"
    );
    assert_eq!(line(Autofill::MentorName), "Mentor B");
    assert_eq!(line(Autofill::CycleTitle), "November 2026 to August 2027");
    assert_eq!(
        line(Autofill::Period),
        "Mon, Nov 2, 2026 to Thu, Apr 1, 2027"
    );
    assert_eq!(
        known(Autofill::MatchDate, "kind = \"date\"").unwrap(),
        "2026-11-02"
    );
}

#[test]
fn counts_come_from_what_was_held() {
    let number = |auto| known(auto, "kind = \"number\"").unwrap();
    assert_eq!(number(Autofill::Meetings), "3");
    assert_eq!(number(Autofill::Contacts), "4");
    assert_eq!(number(Autofill::Hours), "3");
    assert_eq!(number(Autofill::LongestGap), "84");
    assert_eq!(number(Autofill::ContactsSinceLast), "4");
    assert_eq!(
        known(Autofill::Channels, LINE).unwrap(),
        "Phone 2, Video 1, E-mail 1"
    );
    assert_eq!(known(Autofill::Topics, LINE).unwrap(), "budget");
    assert_eq!(
        known(Autofill::CompetenciesTouched, LINE).unwrap(),
        "Programming Skills"
    );
    assert_eq!(
        known(Autofill::ActionsAgreed, LINE).unwrap(),
        "1 agreed, 0 done, 1 overdue"
    );
    assert_eq!(
        known(Autofill::CadenceMet, "kind = \"yes-no\"").unwrap(),
        "no"
    );
}

#[test]
fn a_goal_brings_its_own_answers() {
    let line = |auto| known(auto, LINE).unwrap();
    assert_eq!(line(Autofill::GoalTitle), "Start a STEM hour");
    assert_eq!(
        line(Autofill::GoalSteps),
        "Call the school (mentee, done Tue, Dec 1, 2026)"
    );
    assert_eq!(
        known(Autofill::GoalProgress, "kind = \"text\"").unwrap(),
        "1 of 1 step done\nJan 5: Active: Two schools answered"
    );
    assert_eq!(
        known(
            Autofill::GoalAims,
            "kind = \"choices\", options_from = \"aims\""
        )
        .unwrap(),
        "skills"
    );
    assert_eq!(
        known(
            Autofill::GoalStatus,
            "kind = \"choice\", options = [{ key = \"active\", label = \"Under way\" }]"
        )
        .unwrap(),
        "active"
    );
}

#[test]
fn every_autofill_answers_or_stays_silent_in_every_kind_of_field() {
    for auto in Autofill::ALL {
        for kind in ["line", "text", "scale", "date", "number", "yes-no"] {
            let value = known(*auto, &format!("kind = \"{kind}\""));
            assert_ne!(value.as_deref(), Some(""), "{auto:?} as {kind}");
        }
    }
}

#[test]
fn a_meeting_ahead_and_the_days_to_a_rematch_are_known() {
    assert_eq!(
        known(Autofill::NextMeeting, "kind = \"yes-no\"").unwrap(),
        "yes"
    );
    assert_eq!(
        known(Autofill::RematchDaysLeft, LINE),
        None,
        "it has passed"
    );
    assert_eq!(
        known(
            Autofill::GoalsState,
            "kind = \"choice\", options = [{ key = \"agreed\", label = \"Agreed\" }]"
        )
        .unwrap(),
        "agreed"
    );
}

#[test]
fn contacts_count_from_the_day_the_form_last_left() {
    let mut book = book();
    book.extend([Response {
        id: id("response"),
        form: "tracker".to_owned(),
        exported: Some(day("2026-12-15")),
        ..Response::default()
    }
    .into()]);
    let count = known_in(&book, Autofill::ContactsSinceLast, "kind = \"number\"");
    assert_eq!(count.unwrap(), "1");
}

const TEXT: &str = "kind = \"text\"";

#[test]
fn length_and_reviews_of_the_match_are_known() {
    assert_eq!(
        known(Autofill::MatchLength, LINE).unwrap(),
        "Mon, Nov 2, 2026 to Tue, Aug 31, 2027 (10 months)"
    );
    // The program expects no form, so the reviews are half way and at the end.
    assert_eq!(
        known(Autofill::ReviewDates, TEXT).unwrap(),
        "Fri, Apr 2, 2027: half way\nTue, Aug 31, 2027: the end"
    );
}

#[test]
fn reviews_are_the_days_on_which_other_forms_are_expected() {
    let due = |form: &str| {
        let mut program = program();
        let def = format!(
            "key = \"rematch\"\ntitle = \"\"\nabout = \"\"\non = {{ days = 30 }}\nform = \"{form}\""
        );
        program.milestones.push(toml::from_str(&def).unwrap());
        let mut book = book();
        for milestone in Arc::make_mut(&mut book.milestones).values_mut() {
            milestone.title = "Last day".to_owned();
        }
        let deck = Deck::default();
        let ctx = context(&book, &program, &deck);
        CycleLog::for_current_cycle(&ctx, None)
            .unwrap()
            .review_dates("tracker")
            .text
    };
    assert_eq!(due("check"), "Wed, Dec 2, 2026: Last day");
    assert!(due("tracker").contains("half way"));
}

#[test]
fn a_form_of_a_part_of_the_year_is_filled_in_from_that_part_alone() {
    let known = |auto: Autofill| {
        let def = FormDef {
            period: Some((day("2026-12-01"), day("2026-12-31"))),
            ..form(&format!(
                "[[sections]]\nkey = \"s\"\ntitle = \"S\"\n\
                 fields = [{{ key = \"f\", label = \"F\", auto = \"{}\", {TEXT} }}]",
                auto.key()
            ))
        };
        let mut book = book();
        for (name, agreed, done) in [
            ("before", "2026-11-10", Some("2026-11-20")),
            ("carried", "2026-11-10", Some("2027-01-05")),
            ("after", "2027-01-05", None),
        ] {
            book.extend([Action {
                id: id(name),
                agreed: Some(day(agreed)),
                done: done.map(day),
                ..Action::default()
            }
            .into()]);
        }
        ask(&book, &def).remove(0).autofill.unwrap()
    };
    assert_eq!(known(Autofill::Meetings), "1");
    assert_eq!(known(Autofill::Hours), "0.8 h");
    assert_eq!(known(Autofill::Channels), "Phone 1");
    assert_eq!(
        known(Autofill::Period),
        "Tue, Dec 1, 2026 to Thu, Dec 31, 2026"
    );
    assert_eq!(
        known(Autofill::LongestGap),
        "16 days, since Tue, Dec 15, 2026, counted on Thu, Dec 31, 2026"
    );
    assert_eq!(known(Autofill::FirstContact), "Tue, Dec 15, 2026");
    assert_eq!(
        known(Autofill::CadenceMet),
        "Not always: enough contacts in 0 of 1 months (the program asks for 2 contacts a month)"
    );
    // The one without a day, and the one that was open in the period.
    assert_eq!(
        known(Autofill::ActionsAgreed),
        "2 agreed, 1 done, 1 overdue"
    );
    assert_eq!(known(Autofill::Topics), "budget");
}

#[test]
fn the_owner_is_known_by_name_and_role() {
    assert_eq!(known(Autofill::MyName, LINE).unwrap(), "Mentee A");
    assert_eq!(known(Autofill::MyRole, LINE).unwrap(), "Mentee");
    let role = "kind = \"choice\", options = [{ key = \"mentee\", label = \"The mentee\" }]";
    assert_eq!(known(Autofill::MyRole, role).unwrap(), "mentee");
}

#[test]
fn the_totals_of_the_year_are_one_text() {
    assert_eq!(
        known(Autofill::YearTotals, TEXT).unwrap(),
        "4 contacts, 3 of them meetings, 3.3 h together\n\
         0 of 1 goal reached, 1 of 1 step done\n\
         Actions: 1 agreed, 0 done, 1 overdue"
    );
}

#[test]
fn the_outcome_of_a_goal_is_its_status_and_its_last_line() {
    assert_eq!(
        known(Autofill::GoalOutcome, TEXT).unwrap(),
        "Active: Two schools answered (Tue, Jan 5, 2027)"
    );
    let mut book = book();
    book.progress = Arc::default();
    assert_eq!(
        known_in(&book, Autofill::GoalOutcome, TEXT).unwrap(),
        "Active"
    );
}

#[test]
fn activities_come_with_state_and_rating_the_best_first() {
    let deck = Deck {
        activities: ["swap", "list", "visit", "idle"].map(activity).to_vec(),
        ..Deck::default()
    };
    let mut book = book();
    let mark = |key: &str, rating| Activity {
        id: Activity::id_for(key),
        key: key.to_owned(),
        state: ActivityState::Done,
        rating: Some(rating),
        ..Activity::default()
    };
    book.extend([mark("swap", 2).into(), mark("list", 5).into()]);
    let mut talk = book.meetings[&id("2026-11-10")].clone();
    talk.activities = ["visit".to_owned()].into();
    book.extend([talk.into()]);
    let program = program();
    let ctx = context(&book, &program, &deck);
    let known = closing::activities_rated(&CycleLog::for_current_cycle(&ctx, None).unwrap());
    assert_eq!(
        known.text,
        "Title of list (done, 5 of 5)\nTitle of swap (done, 2 of 5)\nTitle of visit"
    );
}

fn activity(key: &str) -> ActivityDef {
    toml::from_str(&format!(
        "key = \"{key}\"\ntitle = \"Title of {key}\"\nabout = \"\"\nleaves = \"\"\nphases = []\nsource = \"\""
    ))
    .unwrap()
}

fn context<'a>(book: &'a Book, program: &'a Program, deck: &'a Deck) -> FormContext<'a> {
    FormContext {
        year: Year::new(book, program, day("2027-04-01")),
        deck,
        competencies: None,
        catalog_choices: &[],
    }
}

#[test]
fn the_closing_record_is_drafted_from_the_year() {
    let mut book = book();
    let mut goal = book.goals[&id("stem")].clone();
    goal.why = "They never\nsee the library.".to_owned();
    book.extend([goal.into()]);
    assert_eq!(
        known_in(&book, Autofill::ClosingBegan, TEXT).unwrap(),
        "We were first in touch on Tue, Nov 10, 2026.\n\n\
         What we wanted, and why:\n\n\
         - Start a STEM hour: They never see the library."
    );
    let did = known_in(&book, Autofill::ClosingDid, TEXT).unwrap();
    assert!(did.starts_with("In numbers:\n\n- 4 contacts"), "{did}");
    assert!(
        did.ends_with("- Win of 2027-03-09 (Tue, Mar 9, 2027)"),
        "{did}"
    );
    assert!(!did.contains("Goals reached"), "{did}");
    assert_eq!(
        known_in(&book, Autofill::ClosingRemains, TEXT).unwrap(),
        "Goals still open:\n\n- Start a STEM hour\n\n\
         Promised and not done yet:\n\n\
         - Send the outline (mentee, by Mon, Mar 1, 2027)"
    );
}

#[test]
fn the_closing_record_keeps_every_win_and_promise_or_counts_what_it_leaves_out() {
    let wins = |count: u32| {
        let mut book = book();
        let won = (0..count).map(|at| Meeting {
            id: id(&format!("won {at}")),
            date: day("2026-12-01"),
            win: format!("Win number {at}."),
            ..Meeting::default()
        });
        book.extend(won.map(Into::into));
        let promised = (0..count).map(|at| Action {
            id: id(&format!("promised {at}")),
            text: format!("Promise number {at}."),
            ..Action::default()
        });
        book.extend(promised.map(Into::into));
        let told = |auto| known_in(&book, auto, TEXT).unwrap();
        [told(Autofill::ClosingDid), told(Autofill::ClosingRemains)]
    };
    for (text, word) in wins(60).iter().zip(["Win", "Promise"]) {
        let all = (0..60).all(|at| text.contains(&format!("{word} number {at}.")));
        assert!(all && !text.contains("more"), "{text}");
    }
    for (text, own) in wins(250).iter().zip([4, 1]) {
        let more = format!("- and {} more that are not listed here", 50 + own);
        assert!(text.contains(&more), "{text}");
    }
}

#[test]
fn reached_goals_are_told_and_open_steps_remain() {
    let mut book = book();
    let mut step = step();
    step.done = None;
    book.extend([step.into()]);
    let remains = known_in(&book, Autofill::ClosingRemains, TEXT).unwrap();
    assert!(remains.contains("Steps still open:\n\n- Call the school (mentee)"));
    let mut goal = book.goals[&id("stem")].clone();
    goal.status = GoalStatus::Done;
    book.extend([goal.into()]);
    let did = known_in(&book, Autofill::ClosingDid, TEXT).unwrap();
    assert!(
        did.contains("Goals reached:\n\n- Start a STEM hour"),
        "{did}"
    );
    let remains = known_in(&book, Autofill::ClosingRemains, TEXT).unwrap();
    assert!(!remains.contains("Call the school"), "{remains}");
}

#[test]
fn no_autofill_speaks_of_what_is_private() {
    let mut book = book();
    let word = "kanarienvogel";
    let mut goal = book.goals[&id("leave")].clone();
    goal.title = word.to_owned();
    goal.why = word.to_owned();
    let private_step = Step {
        id: id("private step"),
        goal: id("stem"),
        title: word.to_owned(),
        private: true,
        ..Step::default()
    };
    let of_private_goal = Step {
        id: id("step of a private goal"),
        goal: id("leave"),
        title: word.to_owned(),
        ..Step::default()
    };
    let line = |name: &str, goal: &str, private| Progress {
        id: id(name),
        goal: id(goal),
        date: day("2027-03-30"),
        text: word.to_owned(),
        private,
        ..Progress::default()
    };
    book.extend([
        goal.into(),
        private_step.into(),
        of_private_goal.into(),
        line("a private line", "stem", true).into(),
        line("a line of a private goal", "leave", false).into(),
    ]);
    for auto in Autofill::ALL {
        for kind in [LINE, TEXT] {
            let value = known_in(&book, *auto, kind).unwrap_or_default();
            assert!(!value.contains(word), "{auto:?}: {value}");
        }
    }
}

#[test]
fn a_question_asked_before_stands_beside_its_first_answer() {
    let def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        filled_by = "each"
        fields = [{ key = "now", label = "Now", kind = "scale", private = true, beside = "agreement/then" }]
        "#,
    );
    let mut book = book();
    assert_eq!(ask(&book, &def)[0].earlier_answer, None);
    let response = Response {
        id: Response::id_for(id("cycle"), "agreement", None),
        form: "agreement".to_owned(),
        cycle: id("cycle"),
        ..Response::default()
    };
    let answer = |author, value: &str| Answer {
        id: Answer::id_for(response.id, "then", None, author),
        response: response.id,
        field: "then".to_owned(),
        author,
        value: value.to_owned(),
        private: true,
        ..Answer::default()
    };
    let mut signed = response.clone();
    book.extend([response.clone().into(), answer(Role::Mentor, "5").into()]);
    assert_eq!(
        ask(&book, &def)[0].earlier_answer,
        None,
        "the partner's is not mine"
    );
    book.extend([answer(Role::Mentee, "2").into()]);
    let beside = |book: &Book| ask(book, &def).remove(0).earlier_answer.unwrap();
    assert_eq!(beside(&book), "At the start: 2 of 5");
    signed.signed_mentee = Some(day("2026-11-24"));
    book.extend([signed.into()]);
    assert_eq!(beside(&book), "At the start, on Tue, Nov 24, 2026: 2 of 5");
}

#[test]
fn a_log_that_is_not_all_loaded_fills_in_nothing() {
    let mut book = book();
    book.complete = false;
    assert_eq!(
        known_in(&book, Autofill::Meetings, "kind = \"number\""),
        None
    );
}

fn per_goal() -> FormDef {
    form(
        r#"
        [[sections]]
        key = "goals"
        title = "Goal"
        per_goal = true
        fields = [{ key = "outcome", label = "What changed?", kind = "text", required = true }]
        "#,
    )
}

#[test]
fn a_shared_form_does_not_ask_about_a_private_goal() {
    let mut def = per_goal();
    let headings = |def: &FormDef| -> Vec<String> {
        ask(&book(), def)
            .into_iter()
            .map(|asked| asked.heading)
            .collect()
    };
    assert_eq!(headings(&def), ["Goal 1: Start a STEM hour"]);
    def.audience = Audience::Mine;
    assert_eq!(headings(&def).len(), 2);
}

#[test]
fn the_program_may_require_more_than_the_form() {
    let def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        fields = [{ key = "aims", label = "Aims", kind = "choices", options_from = "aims" }]
        "#,
    );
    let form_use = FormUse {
        form: "tracker".to_owned(),
        title: "Tracker".to_owned(),
        to: String::new(),
        about: String::new(),
        requires: vec!["aims".to_owned()],
        repeat: None,
        def: None,
        occurrence: String::new(),
    };
    let (book, program, deck) = (book(), program(), Deck::default());
    let ctx = FormContext {
        year: Year::new(&book, &program, day("2027-04-01")),
        deck: &deck,
        competencies: None,
        catalog_choices: &[],
    };
    let asked = resolve_fields(&def, Some(&form_use), &ctx, Role::Mentee);
    assert!(asked[0].required);
    assert_eq!(asked[0].choices[0].label, "Skills");
}

#[test]
fn a_choice_among_nothing_is_not_asked() {
    let def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        fields = [{ key = "activities", label = "Activities", kind = "choices", options_from = "activities" }]
        "#,
    );
    assert_eq!(ask(&book(), &def), []);
}

fn parts() -> FormDef {
    form(
        r#"
        [[sections]]
        key = "joint"
        title = "Together"
        fields = [
            { key = "meetings", label = "Meetings", kind = "number", auto = "meetings", required = true },
            { key = "win", label = "Win", kind = "line", required = true },
        ]
        [[sections]]
        key = "mentor"
        title = "Mentor"
        filled_by = "mentor"
        fields = [{ key = "view", label = "View", kind = "text", required = true }]
        [[sections]]
        key = "word"
        title = "A word"
        at_least_one = true
        fields = [
            { key = "good", label = "Good", kind = "text" },
            { key = "hard", label = "Hard", kind = "text" },
        ]
        "#,
    )
}

#[test]
fn what_is_missing_is_listed_and_the_partners_part_does_not_count() {
    let asked = ask(&book(), &parts());
    let mut answers = Answers::default();
    prefill(&asked, &mut answers);
    let state = completeness(&asked, &answers);
    assert_eq!((state.asked, state.answered), (4, 1));
    assert_eq!(state.required_total, 3);
    assert_eq!(
        state.required_missing,
        [Slot::once("win"), Slot::once("good")]
    );
    answers.set("win", "The school visit").set("hard", "Time");
    assert!(completeness(&asked, &answers).is_complete());
}

#[test]
fn what_was_typed_by_hand_is_never_overwritten_by_itself() {
    let asked = ask(&book(), &parts());
    let mut answers = Answers::default();
    answers.set("meetings", "5");
    prefill(&asked, &mut answers);
    refresh(&asked, &mut answers);
    assert_eq!(answers.get("meetings"), "5");
    assert!(fill_from_log(&asked[0], &mut answers));
    assert_eq!(answers.get("meetings"), "3");
    assert!(answers.0[&Slot::once("meetings")].from_log);
}

#[test]
fn what_came_from_the_log_follows_the_log() {
    let mut book = book();
    let mut answers = Answers::default();
    prefill(&ask(&book, &parts()), &mut answers);
    book.extend([talk("2027-03-20", MeetingKind::Meeting, Channel::Phone).into()]);
    refresh(&ask(&book, &parts()), &mut answers);
    assert_eq!(answers.get("meetings"), "4");
}

fn typed(kind: &str, text: &str) -> Result<String, String> {
    let def = form(&format!(
        "[[sections]]\nkey = \"s\"\ntitle = \"S\"\nfields = [{{ key = \"f\", label = \"F\", {kind} }}]"
    ));
    parse_answer(&ask(&book(), &def)[0], text, day("2026-11-22"))
}

#[test]
fn a_day_of_digits_is_shown_with_the_other_day_that_they_can_mean() {
    let mut question = ask(&book(), &parts()).swap_remove(0);
    question.field.kind = FieldKind::Date { time: false };
    let today = day("2026-11-22");
    let echo = |text: &str| {
        let value = parse_answer(&question, text, today).unwrap();
        let context = EchoContext {
            today,
            year_start: None,
            zone: None,
        };
        echo_answer(&question, &value, text, context)
    };
    let march = echo("march 11");
    assert_eq!(
        echo("3/11"),
        format!("{march}; if you mean November 3, write “Nov 3, 2027”")
    );
}

#[test]
fn choices_are_typed_by_key_label_number_or_first_letters() {
    let kind = "kind = \"choice\", options = [{ key = \"in-person\", label = \"Face to face\" }, { key = \"phone\", label = \"Phone\" }]";
    for text in ["in-person", "face to face", "1", "Face", " IN-PERSON "] {
        assert_eq!(typed(kind, text).unwrap(), "in-person");
    }
    let refused = typed(kind, "pigeon").unwrap_err();
    assert!(refused.contains("“pigeon”") && refused.contains("Face to face"));
}

#[test]
fn a_numeral_names_its_area_though_others_begin_with_it() {
    let choices: Vec<_> = ["IV Knowledge", "V Outreach", "VI Leadership"]
        .into_iter()
        .map(|label| Choice {
            key: label.replace(' ', "-"),
            label: label.to_owned(),
        })
        .collect();
    let kind = FieldKind::Choices(ChoiceOptions::Listed(Vec::new()));
    let parse = |typed| {
        parse_value(
            &kind,
            &choices,
            typed,
            day("2026-12-01"),
            Some(TimeDirection::Future),
        )
    };
    assert_eq!(parse("V").unwrap(), "V-Outreach");
    assert_eq!(
        parse("IV Knowledge; v").unwrap(),
        "IV-Knowledge\nV-Outreach"
    );
    let why = parse("IV, X").unwrap_err();
    assert!(why.starts_with("“X” is not one of the choices"), "{why}");
}

#[test]
fn several_choices_are_lines_or_lists_and_keep_their_order() {
    let kind = "kind = \"choices\", options_from = \"competencies\"";
    assert_eq!(typed(kind, "Knowledge, Curation\niii").unwrap(), "iii\niv");
    assert_eq!(typed(kind, "2, 1").unwrap(), "iii\niv");
    assert!(typed(kind, "iii, owls").is_err());
}

#[test]
fn ratings_numbers_and_yes_are_checked() {
    assert_eq!(typed("kind = \"scale\"", "4 of 5").unwrap(), "4");
    assert!(
        typed("kind = \"scale\"", "6")
            .unwrap_err()
            .contains("1 to 5")
    );
    assert_eq!(typed("kind = \"number\"", " 050 ").unwrap(), "50");
    assert!(typed("kind = \"number\"", "-1").is_err());
    assert_eq!(typed("kind = \"yes-no\"", "Y").unwrap(), "yes");
    assert_eq!(typed("kind = \"yes-no\"", "false").unwrap(), "no");
    assert!(typed("kind = \"yes-no\"", "maybe").is_err());
}

#[test]
fn a_line_has_no_breaks_and_a_limit_and_a_text_has_a_limit() {
    assert_eq!(typed(LINE, " one\r\ntwo ").unwrap(), "one two");
    assert!(typed(LINE, &"x".repeat(301)).unwrap_err().contains("301"));
    assert_eq!(typed("kind = \"text\"", "a\r\nb\n\n").unwrap(), "a\nb");
    assert!(typed("kind = \"text\"", &"x".repeat(ops::MAX_TEXT_CHARS + 1)).is_err());
}

#[test]
fn a_date_is_kept_with_its_time_only_where_one_is_wanted() {
    assert_eq!(
        typed("kind = \"date\"", "2026-12-01 10:00").unwrap(),
        "2026-12-01"
    );
    assert_eq!(
        typed("kind = \"date\", time = true", "2026-12-01 10:00").unwrap(),
        "2026-12-01 10:00"
    );
    assert!(typed("kind = \"date\"", "soonish").is_err());
}

proptest! {
    #[test]
    fn nothing_typed_makes_the_check_fall_over(text in "\\PC{0,40}|[-0-9 :/.,a-z]{0,20}|(?s).{0,20}") {
        for kind in [
            "line\"", "text\"", "scale\"", "date\"", "number\"", "yes-no\"", "scale\", points = [1, 3, 10]",
            "decimal\", unit = \"h\", least = -9", "line\", or = [\"not-applicable\"]",
        ] {
            if let Ok(plain) = typed(&format!("kind = \"{kind}"), &text) {
                prop_assert_eq!(typed(&format!("kind = \"{kind}"), &plain), Ok(plain.clone()));
            }
        }
    }
}

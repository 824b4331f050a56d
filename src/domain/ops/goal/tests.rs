use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::answer::{Answer, Answers, YES};
use crate::domain::change::{Kind, Record};
use crate::domain::fill::tests::{Pen, book, day, done, editor, given, id, keys, options};
use crate::domain::goal::{Evidence, Step};
use crate::domain::ops::fields::joined;
use crate::domain::ops::{Direction, add, archive, edit, move_by_one, put_back, tick};
use crate::domain::person::Owner;

#[test]
fn a_goal_needs_no_more_than_a_title() {
    let (mut book, pen) = (book(), Pen::default());
    let refused = add::<Goal>(&book, None, &given(&[("why", "because")]), &pen.ctx()).unwrap_err();
    assert!(refused.hint.is_some());
    let commit = add::<Goal>(&book, None, &given(&[("title", "Story walk")]), &pen.ctx());
    assert_eq!(done(&mut book, commit), "goal “Story walk” added");
    let goals = book.goals_in_order();
    let goal = goals
        .iter()
        .find(|goal| goal.title == "Story walk")
        .unwrap();
    assert_eq!(goal.missing_fields().len(), 2);
    assert_eq!(goal.opened, Some(day("2027-04-01")));
}

#[test]
fn an_edit_that_changes_nothing_is_an_empty_commit() {
    let (book, pen) = (book(), Pen::default());
    let same = book.goals[&id("stem")].answers();
    let commit = edit::<Goal>(&book, id("stem"), &same, &pen.ctx()).unwrap();
    assert!(commit.changes.is_empty());
}

#[test]
fn a_status_keeps_its_day_among_the_progress_lines() {
    let (mut book, pen) = (book(), Pen::default());
    let commit = set_status(
        &book,
        id("stem"),
        GoalStatus::Done,
        "Four visits",
        &pen.ctx(),
    );
    assert_eq!(
        done(&mut book, commit),
        "goal “Start a STEM hour” set to Done"
    );
    let line = book.progress_of(id("stem"))[0];
    assert_eq!(line.status, Some(GoalStatus::Done));
    assert_eq!(
        (line.date, line.text.as_str()),
        (day("2027-04-01"), "Four visits")
    );
    let again = set_status(&book, id("stem"), GoalStatus::Done, "", &pen.ctx());
    assert!(again.is_err());
}

#[test]
fn a_goal_made_private_takes_along_what_belongs_to_it() {
    let (mut book, pen) = (book(), Pen::default());
    book.extend([Answer {
        id: id("answer"),
        goal: Some(id("stem")),
        value: "A lot".to_owned(),
        ..Answer::default()
    }
    .into()]);
    let commit = archive(&book, Kind::Step, id("step"), &pen.ctx());
    done(&mut book, commit);
    let commit = set_private(&book, id("stem"), true, &pen.ctx());
    assert_eq!(
        done(&mut book, commit),
        "goal “Start a STEM hour” made private"
    );
    assert!(book.goals[&id("stem")].private && book.steps[&id("step")].private);
    assert!(book.progress[&id("line")].private && book.answers[&id("answer")].private);
    let mut answers = book.goals[&id("stem")].answers();
    answers.set("private", "");
    let commit = edit::<Goal>(&book, id("stem"), &answers, &pen.ctx());
    done(&mut book, commit);
    assert!(!book.steps[&id("step")].private);
}

#[test]
fn what_is_added_to_a_private_goal_is_private() {
    let (mut book, pen) = (book(), Pen::default());
    let words = given(&[("title", "Look at posts"), ("text", "Nothing yet")]);
    for add in [add::<Step>, add::<Progress>, add::<Evidence>] {
        let commit = add(&book, Some(id("leave")), &words, &pen.ctx());
        done(&mut book, commit);
    }
    assert!(book.steps_of(id("leave"))[0].private);
    assert!(book.progress_of(id("leave"))[0].private);
    assert!(book.evidence_of(id("leave"))[0].private);
}

#[test]
fn a_step_is_added_ticked_changed_and_put_away() {
    let (mut book, pen) = (book(), Pen::default());
    let answers = given(&[
        ("title", "Borrow the kit"),
        ("owner", "both"),
        ("due", "2027-04-10"),
    ]);
    let commit = add::<Step>(&book, Some(id("stem")), &answers, &pen.ctx());
    assert_eq!(done(&mut book, commit), "step “Borrow the kit” added");
    let step = book
        .steps_of(id("stem"))
        .into_iter()
        .find(|step| step.title == "Borrow the kit")
        .unwrap()
        .clone();
    assert_eq!(
        (step.owner, step.due),
        (Owner::Both, Some(day("2027-04-10")))
    );
    assert_eq!(step.answers(), answers);
    let commit = tick(&book, Kind::Step, step.id, &pen.ctx());
    assert_eq!(done(&mut book, commit), "step “Borrow the kit” done");
    let commit = tick(&book, Kind::Step, step.id, &pen.ctx());
    assert_eq!(done(&mut book, commit), "step “Borrow the kit” open again");
    let commit = archive(&book, Kind::Step, step.id, &pen.ctx());
    assert_eq!(done(&mut book, commit), "step “Borrow the kit” archived");
    assert_eq!(book.steps_of(id("stem")).len(), 1);
}

#[test]
fn progress_is_of_today_unless_it_says_otherwise_and_needs_words() {
    let (mut book, pen) = (book(), Pen::default());
    let goal = id("stem");
    assert!(add::<Progress>(&book, Some(goal), &given(&[]), &pen.ctx()).is_err());
    let commit = add::<Progress>(&book, Some(goal), &given(&[("text", "Called")]), &pen.ctx());
    done(&mut book, commit);
    let line = book.progress_of(goal)[0].clone();
    assert_eq!(line.date, day("2027-04-01"));
    let answers = given(&[("text", "Called twice"), ("date", "2027-03-30")]);
    let commit = edit::<Progress>(&book, line.id, &answers, &pen.ctx());
    done(&mut book, commit);
    assert_eq!(book.progress[&line.id].answers(), answers);
}

#[test]
fn goals_move_one_place_and_stay_put_at_the_ends() {
    let (mut book, pen) = (book(), Pen::default());
    for title in ["One", "Two", "Three"] {
        let commit = add::<Goal>(&book, None, &given(&[("title", title)]), &pen.ctx());
        done(&mut book, commit);
    }
    let titles = |book: &Book| -> Vec<String> {
        let goals = book.goals_in_order();
        goals.iter().map(|goal| goal.title.clone()).collect()
    };
    let before = titles(&book);
    for place in 0..before.len() {
        let moved = book.goals_in_order()[place].id;
        let commit = move_by_one(&book, Kind::Goal, moved, Direction::Down, &pen.ctx());
        done(&mut book, commit);
        let mut expected = before.clone();
        if place + 1 < before.len() {
            expected.swap(place, place + 1);
        }
        assert_eq!(titles(&book), expected);
        let commit = move_by_one(&book, Kind::Goal, moved, Direction::Up, &pen.ctx());
        if place + 1 < before.len() {
            done(&mut book, commit);
        }
        assert_eq!(titles(&book), before);
    }
}

#[test]
fn an_archived_goal_is_listed_no_more() {
    let (mut book, pen) = (book(), Pen::default());
    let commit = archive(&book, Kind::Goal, id("stem"), &pen.ctx());
    done(&mut book, commit);
    assert_eq!(book.goals_in_order().len(), 1);
    let refused = archive(&book, Kind::Goal, id("nothing"), &pen.ctx()).unwrap_err();
    assert!(refused.message.contains("not in the book"));
}

#[test]
fn the_editors_ask_for_what_the_operations_read() {
    let read = |answers: Answers| -> BTreeSet<String> {
        answers.0.into_keys().map(|slot| slot.field).collect()
    };
    let book = book();
    let goal = Goal {
        why: "x".to_owned(),
        help: "x".to_owned(),
        private: true,
        ..book.goals[&id("stem")].clone()
    };
    let def = editor(include_str!("../../../../assets/forms/editor-goal.toml"));
    assert_eq!(keys(&def), read(goal.answers()));
    let step = Step {
        due: Some(day("2027-04-30")),
        ..book.steps[&id("step")].clone()
    };
    let def = editor(include_str!("../../../../assets/forms/editor-step.toml"));
    assert_eq!(keys(&def), read(step.answers()));
    let owners = Owner::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&def, "owner"), owners.collect::<Vec<_>>());
    let def = editor(include_str!(
        "../../../../assets/forms/editor-progress.toml"
    ));
    let line = book.progress[&id("line")].answers();
    assert_eq!(keys(&def), read(line));
    let evidence = Evidence {
        title: "Flyer".to_owned(),
        link: "shelf".to_owned(),
        date: Some(day("2027-03-01")),
        ..Evidence::default()
    };
    let def = editor(include_str!(
        "../../../../assets/forms/editor-evidence.toml"
    ));
    assert_eq!(keys(&def), read(evidence.answers()));
    let def = editor(include_str!("../../../../assets/forms/editor-status.toml"));
    let states = GoalStatus::ALL.iter().map(|it| (it.key(), it.label()));
    assert_eq!(options(&def, "status"), states.collect::<Vec<_>>());
}

proptest! {
    #[test]
    fn a_goal_read_back_gives_the_same_answers(
        title in "[A-Z][a-z]{0,8}( [a-z]{1,8}){0,3}",
        text in "[a-z,.\n]{0,30}",
        days in proptest::option::of(0i64..4000),
        aims in proptest::collection::btree_set("[a-z]{1,6}", 0..3),
        private in any::<bool>(),
    ) {
        let pen = Pen::default();
        let mut answers = Answers::default();
        let due = days.map(|days| day("2026-01-01") + chrono::Days::new(days.unsigned_abs()));
        answers.set("title", &title).set("why", text.trim()).set_day("due", due, None);
        answers.set("aims", joined(&aims, "\n"));
        answers.set("private", if private { YES } else { "" });
        let mut book = Book::default();
        let commit = add::<Goal>(&book, None, &answers, &pen.ctx());
        done(&mut book, commit);
        let goal = book.goals_in_order()[0].clone();
        prop_assert_eq!(goal.answers(), answers.clone());
        let again = edit::<Goal>(&book, goal.id, &answers, &pen.ctx()).unwrap();
        prop_assert!(again.changes.is_empty());
    }
}

#[test]
fn an_archived_step_comes_back_with_its_archived_goal() {
    let (mut book, pen) = (book(), Pen::default());
    for (kind, key) in [(Kind::Step, "step"), (Kind::Goal, "stem")] {
        let commit = archive(&book, kind, id(key), &pen.ctx());
        done(&mut book, commit);
    }
    let archived: Vec<_> = book.archived().iter().map(Record::label).collect();
    assert_eq!(
        archived,
        ["goal “Start a STEM hour”", "step “Call the school”"]
    );
    let commit = put_back(&book, Kind::Step, id("step"), &pen.ctx());
    assert_eq!(done(&mut book, commit), "step “Call the school” put back");
    assert_eq!(book.archived(), []);
    assert_eq!(book.steps_of(id("stem"))[0].id, id("step"));
    assert!(
        book.goals_in_order()
            .iter()
            .any(|goal| goal.id == id("stem"))
    );
}

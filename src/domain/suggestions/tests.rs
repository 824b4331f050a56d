use std::collections::BTreeSet;

use chrono::NaiveTime;

use super::*;
use crate::domain::book::Book;
use crate::domain::deck::{Activity, ActivityState, Category, Deck, Prompt, Question, Stage};
use crate::domain::goal::{Goal, Progress};
use crate::domain::meeting::{AgendaItem, Channel, Meeting};
use crate::domain::ops::agenda::{AgendaTarget, add_items};
use crate::domain::ops::tests::{apply_commit, op_context};
use crate::domain::person::{Owner, Role};
use crate::domain::program::{CompetencySet, Milestone, Term};
use crate::domain::schedule::Year;
use crate::domain::schedule::tests::{
    action, book, contact, day, goal, id, meeting, planned, program,
};

pub(crate) fn prompt(key: &str, category: Category, phases: &[Stage]) -> PromptDef {
    PromptDef {
        key: key.to_owned(),
        text: format!("{key}?"),
        why: format!("{key} helps."),
        category,
        phases: phases.to_vec(),
        competencies: Vec::new(),
        audience: Owner::Both,
        words: Vec::new(),
    }
}

pub(crate) fn activity(key: &str, phases: &[Stage]) -> ActivityDef {
    ActivityDef {
        key: key.to_owned(),
        title: key.to_owned(),
        about: String::new(),
        leaves: "a list".to_owned(),
        phases: phases.to_vec(),
        competencies: Vec::new(),
        audience: Owner::Both,
        words: Vec::new(),
        source: String::new(),
    }
}

/// Two cards for each stage of the year, one on schools, one on outreach, one after a gap.
fn deck() -> Deck {
    let working = &[Stage::Working];
    Deck {
        prompts: vec![
            prompt("hello", Category::Meeting, &[Stage::Starting]),
            prompt("week", Category::Meeting, &[Stage::Starting]),
            prompt("dream", Category::Goal, &[Stage::Goals]),
            prompt("options", Category::Grow, working),
            prompt("lesson", Category::Reflection, working),
            PromptDef {
                words: vec!["school".to_owned()],
                ..prompt("visit", Category::Workshop, working)
            },
            PromptDef {
                competencies: vec!["V".to_owned()],
                ..prompt("partners", Category::Community, working)
            },
            prompt("restart", Category::Rescue, &[Stage::Rescue]),
        ],
        activities: vec![
            activity("swap", &[Stage::Starting, Stage::Working]),
            activity("cv", working),
        ],
        agendas: Vec::new(),
    }
}

fn areas() -> CompetencySet {
    let area = |key: &str, title: &str| Term {
        key: key.to_owned(),
        title: title.to_owned(),
    };
    CompetencySet {
        key: "areas".to_owned(),
        title: String::new(),
        areas: vec![area("I", "Clients"), area("V", "Outreach")],
        sources: Vec::new(),
    }
}

fn suggested(today: &str, book: &Book, deck: &Deck) -> Vec<(String, String)> {
    let (program, areas) = (program(), areas());
    let year = Year::new(book, &program, day(today));
    let found = suggest_cards(&year, deck, Some(&areas));
    assert_eq!(found, suggest_cards(&year, deck, Some(&areas)));
    found
        .into_iter()
        .map(|suggestion| (suggestion.key, suggestion.reason))
        .collect()
}

fn keys(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(key, _)| key.as_str()).collect()
}

/// A goal about schools that touches area I, with a contact yesterday that did not mention it.
fn silent_book() -> Book {
    let goal = Goal {
        title: "Win three schools".to_owned(),
        opened: Some(day("2026-11-20")),
        competencies: BTreeSet::from(["I".to_owned()]),
        ..goal("a", None)
    };
    book([goal.into(), contact("2027-01-11").into()])
}

#[test]
fn at_the_start_the_part_of_the_year_alone_suggests_two_of_different_kinds() {
    let found = suggested("2026-11-04", &book([]), &deck());
    assert_eq!(keys(&found), ["hello", "swap"]);
    assert_eq!(
        found[0].1,
        "It suits this part of the year: getting started."
    );
}

#[test]
fn a_goal_without_a_word_for_three_weeks_comes_first() {
    let found = suggested("2027-01-12", &silent_book(), &deck());
    assert_eq!(
        found[0],
        (
            "visit".to_owned(),
            "Goal 1 has had no note since Fri, Nov 20, 2026.".to_owned()
        )
    );
}

#[test]
fn a_note_or_a_meeting_within_three_weeks_keeps_a_goal_quiet() {
    let line = Progress {
        id: id("line"),
        goal: id("a"),
        date: day("2026-12-23"),
        ..Progress::default()
    };
    let met = Meeting {
        goals: BTreeSet::from([id("a")]),
        ..meeting("2027-01-10")
    };
    for record in [line.into(), met.into()] {
        let mut book = silent_book();
        book.extend([record]);
        let found = suggested("2027-01-12", &book, &deck());
        assert!(found.iter().all(|(_, reason)| !reason.contains("Goal 1")));
    }
}

#[test]
fn any_silent_goal_can_be_talked_through_with_the_grow_questions() {
    let book = book([
        Goal {
            opened: Some(day("2026-11-20")),
            ..goal("Zest", None)
        }
        .into(),
        contact("2027-01-11").into(),
    ]);
    assert_eq!(suggested("2027-01-12", &book, &deck())[0].0, "options");
}

#[test]
fn a_private_goal_is_never_a_reason() {
    let mut book = silent_book();
    let mut private = book.goals[&id("a")].clone();
    private.private = true;
    private.due = Some(day("2027-01-15"));
    book.extend([private.into()]);
    let program = program();
    let year = Year::new(&book, &program, day("2027-01-12"));
    let items = propose_agenda(&year, &deck(), None, None);
    assert!(items.iter().all(|item| {
        item.origin != Origin::Goal
            && !item.reason.contains("Goal 1")
            && !item.reason.contains("schools")
    }));
}

#[test]
fn an_area_that_nothing_has_touched_is_a_reason_in_the_working_time() {
    let found = suggested("2027-01-12", &silent_book(), &deck());
    assert_eq!(
        found[1],
        (
            "partners".to_owned(),
            "Neither goals nor log have touched “Outreach” yet.".to_owned()
        )
    );
    let touching = Meeting {
        competencies: BTreeSet::from(["V".to_owned()]),
        ..meeting("2027-01-05")
    };
    let mut book = silent_book();
    book.extend([touching.into()]);
    let found = suggested("2027-01-12", &book, &deck());
    assert!(!keys(&found).contains(&"partners"));
}

#[test]
fn after_a_gap_a_card_for_it_is_offered_without_blame() {
    let book = book([contact("2026-12-01").into()]);
    let found = suggested("2027-01-12", &book, &deck());
    assert!(found.contains(&(
        "restart".to_owned(),
        "The last contact was on Tue, Dec 1, 2026.".to_owned()
    )));
}

#[test]
fn a_deadline_ahead_is_a_reason() {
    let near = Goal {
        opened: Some(day("2027-01-10")),
        ..goal("Zest", Some("2027-01-20"))
    };
    let milestone = Milestone {
        id: id("report"),
        cycle: id("cycle"),
        title: "Report".to_owned(),
        date: day("2027-01-25"),
        ..Milestone::default()
    };
    let book = book([near.into(), milestone.into(), contact("2027-01-11").into()]);
    let found = suggested("2027-01-12", &book, &deck());
    assert!(found.contains(&(
        "options".to_owned(),
        "“Zest” is due on Wed, Jan 20, 2027.".to_owned()
    )));
    let later = suggested("2027-01-21", &book, &deck());
    assert!(later.contains(&(
        "lesson".to_owned(),
        "“Report” is due on Mon, Jan 25, 2027.".to_owned()
    )));
}

#[test]
fn three_at_most_and_never_three_for_one_reason() {
    let mut book = silent_book();
    book.extend(["b", "c", "d"].map(|name| {
        Goal {
            opened: Some(day("2026-11-20")),
            ..goal(name, None)
        }
        .into()
    }));
    let found = suggested("2027-01-12", &book, &deck());
    assert_eq!(found.len(), 3);
    let of_goals = found
        .iter()
        .filter(|(_, reason)| reason.starts_with("Goal"))
        .count();
    assert!(of_goals <= 2);
    let distinct: BTreeSet<_> = keys(&found).into_iter().collect();
    assert_eq!(distinct.len(), 3);
}

#[test]
fn what_was_used_is_not_offered_again() {
    let mut book = book([]);
    book.extend([
        Prompt {
            id: Prompt::id_for("hello"),
            key: "hello".to_owned(),
            used: Some(day("2026-11-03")),
            ..Prompt::default()
        }
        .into(),
        Activity {
            id: Activity::id_for("swap"),
            key: "swap".to_owned(),
            state: ActivityState::Planned,
            ..Activity::default()
        }
        .into(),
    ]);
    let found = suggested("2026-11-04", &book, &deck());
    assert_eq!(keys(&found), ["week"]);
}

#[test]
fn cards_for_the_other_role_are_not_offered() {
    let mut deck = deck();
    deck.prompts[0].audience = Owner::Mentor;
    let mut book = book([]);
    book.identity.me = Role::Mentee;
    assert!(!keys(&suggested("2026-11-04", &book, &deck)).contains(&"hello"));
    book.identity.me = Role::Mentor;
    assert!(keys(&suggested("2026-11-04", &book, &deck)).contains(&"hello"));
}

#[test]
fn an_empty_deck_suggests_nothing() {
    assert!(suggested("2027-01-12", &silent_book(), &Deck::default()).is_empty());
    assert!(suggested("2027-01-12", &Book::default(), &deck()).len() <= 3);
}

fn question(text: &str, asker: Role, meeting: Option<&str>) -> Question {
    Question {
        id: id(text),
        text: text.to_owned(),
        asker,
        meeting: meeting.map(id),
        ..Question::default()
    }
}

fn item(origin: Origin, subject: &str, text: &str, order: &str) -> AgendaItem {
    AgendaItem {
        id: id(text),
        meeting: id("2026-12-01"),
        text: text.to_owned(),
        minutes: Some(5),
        order: order.to_owned(),
        origin,
        subject: subject.to_owned(),
        ..AgendaItem::default()
    }
}

fn agenda_book() -> Book {
    let carried = crate::domain::action::Action {
        owner: Owner::Mentor,
        agreed: Some(day("2026-11-10")),
        ..action("Send the outline", Some("2026-11-21"))
    };
    let same_day = crate::domain::action::Action {
        meeting: Some(id("2026-12-01")),
        ..action("Agreed there", None)
    };
    book([
        Meeting {
            time: NaiveTime::from_hms_opt(10, 0, 0),
            channel: Some(Channel::Phone),
            ..planned("2026-12-01")
        }
        .into(),
        planned("2026-12-15").into(),
        carried.into(),
        same_day.into(),
        goal("Soon", Some("2026-12-20")).into(),
        goal("Late", Some("2026-11-20")).into(),
        goal("Far", Some("2027-04-30")).into(),
        question("Which schools?", Role::Mentee, None).into(),
        question("Elsewhere?", Role::Mentee, Some("2026-12-15")).into(),
        question("Unanswered?", Role::Mentor, Some("2026-11-10")).into(),
        meeting("2026-11-10").into(),
    ])
}

fn proposed(book: &Book) -> Vec<ProposedItem> {
    let program = program();
    let year = Year::new(book, &program, day("2026-11-22"));
    propose_agenda(&year, &deck(), None, Some(id("2026-12-01")))
}

#[test]
fn a_proposal_carries_over_then_goals_questions_and_suggestions() {
    let items = proposed(&agenda_book());
    let shown: Vec<_> = items
        .iter()
        .map(|item| (item.origin, item.text.as_str()))
        .collect();
    assert_eq!(
        shown[..3],
        [
            (Origin::Action, "Send the outline"),
            (Origin::Goal, "Late"),
            (Origin::Goal, "Soon"),
        ]
    );
    let questions: BTreeSet<_> = shown[3..5].iter().copied().collect();
    assert_eq!(
        questions,
        BTreeSet::from([
            (Origin::Question, "Which schools?"),
            (Origin::Question, "Unanswered?"),
        ])
    );
    assert_eq!(shown[5], (Origin::Prompt, "dream?"));
    assert_eq!(
        items[0].reason,
        "For Mentor B, agreed on Tue, Nov 10, 2026, due Sat, Nov 21, 2026."
    );
}

#[test]
fn what_is_on_the_agenda_already_is_not_proposed_again() {
    let mut book = agenda_book();
    let there = id("Send the outline").to_string();
    book.extend([item(Origin::Action, &there, "Send the outline", "a").into()]);
    assert!(
        proposed(&book)
            .iter()
            .all(|item| item.origin != Origin::Action)
    );
}

#[test]
fn what_the_last_meeting_did_not_reach_is_carried_over_once_and_open_things_come_by_themselves() {
    let mut book = agenda_book();
    let of_last = |line: AgendaItem| AgendaItem {
        meeting: id("2026-11-10"),
        ..line
    };
    let talked = AgendaItem {
        done: true,
        ..item(Origin::Own, "", "Talked", "e")
    };
    let lines = [
        item(Origin::Own, "", "My line", "a"),
        item(Origin::Prompt, "hello", "hello?", "b"),
        item(
            Origin::Action,
            &id("Send the outline").to_string(),
            "Send",
            "c",
        ),
        item(Origin::Goal, &id("Soon").to_string(), "Soon, too", "d"),
        talked,
    ];
    book.extend(lines.map(|line| of_last(line).into()));
    let items = proposed(&book);
    let carried: Vec<_> = items
        .iter()
        .filter(|item| item.reason == "Not reached on Tue, Nov 10, 2026.")
        .map(|item| (item.origin, item.text.as_str()))
        .collect();
    assert_eq!(
        carried,
        [(Origin::Own, "My line"), (Origin::Prompt, "hello?")]
    );
    let suggested = |item: &&ProposedItem| matches!(item.origin, Origin::Prompt | Origin::Activity);
    assert!(items.iter().filter(suggested).count() <= 3);
    let soon = items.iter().filter(|item| item.origin == Origin::Goal);
    assert_eq!(soon.count(), 2);
    let target = AgendaTarget::Meeting(id("2026-12-01"));
    let commit = add_items(&book, target, &items, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(proposed(&book), []);
    assert!(add_items(&book, target, &items, &op_context()).is_err());
}

use super::*;
use crate::domain::agenda::tests::{activity, prompt};
use crate::domain::deeds::tests::{done_to, scribe};
use crate::domain::idea::Category;
use crate::domain::schedule::tests::{book, day, id, planned};

fn question() -> Question {
    Question {
        id: id("q"),
        text: "Which schools?".to_owned(),
        ..Question::default()
    }
}

fn meeting_book() -> (Book, For) {
    let book = book([planned("2026-12-01").into(), question().into()]);
    (book, For::Meeting(id("2026-12-01")))
}

fn chosen() -> Vec<ProposedItem> {
    vec![
        ProposedItem::prompt(&prompt("hello", Category::Meeting, &[])),
        ProposedItem::activity(&activity("swap", &[])),
        ProposedItem {
            text: "Which schools?".to_owned(),
            origin: Origin::Question,
            subject: id("q").to_string(),
            ..ProposedItem::default()
        },
    ]
}

fn texts(book: &Book, meeting: Id) -> Vec<String> {
    let items = book.agenda_of(meeting);
    items.iter().map(|item| item.text.clone()).collect()
}

#[test]
fn building_an_agenda_marks_what_it_takes_from() {
    let (mut book, target) = meeting_book();
    let commit = build(&book, target, &chosen(), &mut scribe()).unwrap();
    assert_eq!(commit.label, "3 agenda lines added");
    done_to(&mut book, &commit);
    let meeting = id("2026-12-01");
    assert_eq!(texts(&book, meeting), ["hello?", "swap", "Which schools?"]);
    assert_eq!(
        book.prompts[&Prompt::id_for("hello")].used,
        Some(day("2026-11-22"))
    );
    assert_eq!(
        book.activities[&Activity::id_for("swap")].state,
        ActivityState::Planned
    );
    assert_eq!(book.questions[&id("q")].meeting, Some(meeting));
}

#[test]
fn a_line_is_not_put_on_an_agenda_twice() {
    let (mut book, target) = meeting_book();
    let mut twice = chosen();
    twice.extend(chosen());
    let commit = build(&book, target, &twice, &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    assert_eq!(texts(&book, id("2026-12-01")).len(), 3);
    let refusal = build(&book, target, &chosen(), &mut scribe()).unwrap_err();
    assert!(refusal.hint.is_some());
}

#[test]
fn an_activity_that_is_under_way_stays_so() {
    let (mut book, target) = meeting_book();
    book.extend([Activity {
        id: Activity::id_for("swap"),
        key: "swap".to_owned(),
        state: ActivityState::Doing,
        ..Activity::default()
    }
    .into()]);
    let commit = build(&book, target, &chosen(), &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    assert_eq!(
        book.activities[&Activity::id_for("swap")].state,
        ActivityState::Doing
    );
}

#[test]
fn an_agenda_without_a_meeting_plans_one() {
    let mut book = book([question().into()]);
    let time = NaiveTime::from_hms_opt(10, 0, 0);
    let target = For::New(day("2026-12-01"), time);
    let commit = build(&book, target, &chosen()[..1], &mut scribe()).unwrap();
    assert_eq!(
        commit.label,
        "meeting planned for Tue 1 Dec 2026 at 10:00 with 1 agenda line"
    );
    done_to(&mut book, &commit);
    let meeting = book.planned()[0];
    assert_eq!((meeting.date, meeting.time), (day("2026-12-01"), time));
    assert_eq!(texts(&book, meeting.id), ["hello?"]);
    let bare = build(&book, target, &[], &mut scribe()).unwrap();
    assert_eq!(bare.label, "meeting planned for Tue 1 Dec 2026 at 10:00");
}

#[test]
fn a_meeting_is_not_planned_for_a_day_that_has_gone_by() {
    let target = For::New(day("2026-11-21"), None);
    let refusal = build(&book([]), target, &chosen(), &mut scribe()).unwrap_err();
    assert_eq!(
        refusal.message,
        "A meeting cannot be planned for Sat 21 Nov 2026, which has gone by."
    );
}

fn three_lines() -> (Book, Vec<Id>) {
    let (mut book, target) = meeting_book();
    let mut scribe = scribe();
    for text in ["one", "two", "three"] {
        let commit = add_line(&book, target, text, Some(5), &mut scribe).unwrap();
        assert_eq!(commit.label, format!("agenda line “{text}” added"));
        done_to(&mut book, &commit);
    }
    let ids = book
        .agenda_of(id("2026-12-01"))
        .iter()
        .map(|item| item.id)
        .collect();
    (book, ids)
}

#[test]
fn lines_move_up_and_down_and_stop_at_the_ends() {
    let (mut book, ids) = three_lines();
    let meeting = id("2026-12-01");
    let commit = move_line(&book, ids[2], Toward::Up, &mut scribe()).unwrap();
    assert_eq!(commit.label, "agenda line “three” moved up");
    done_to(&mut book, &commit);
    assert_eq!(texts(&book, meeting), ["one", "three", "two"]);
    let commit = move_line(&book, ids[0], Toward::Down, &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    assert_eq!(texts(&book, meeting), ["three", "one", "two"]);
    for (id, way) in [(ids[2], Toward::Up), (ids[1], Toward::Down)] {
        let commit = move_line(&book, id, way, &mut scribe()).unwrap();
        assert!(commit.changes.is_empty());
    }
}

#[test]
fn lines_that_both_computers_put_at_the_same_place_can_be_moved() {
    let (mut book, ids) = three_lines();
    let same = book.agenda[&ids[0]].order.clone();
    for id in &ids {
        let item = AgendaItem {
            order: same.clone(),
            ..book.agenda[id].clone()
        };
        book.extend([item.into()]);
    }
    let meeting = id("2026-12-01");
    let before = texts(&book, meeting);
    let first = book.agenda_of(meeting)[0].id;
    let commit = move_line(&book, first, Toward::Down, &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    assert_eq!(
        texts(&book, meeting),
        [before[1].clone(), before[0].clone(), before[2].clone()]
    );
}

#[test]
fn a_line_is_ticked_and_dropped() {
    let (mut book, ids) = three_lines();
    for done in [true, false] {
        let commit = tick_line(&book, ids[0], &mut scribe()).unwrap();
        done_to(&mut book, &commit);
        assert_eq!(book.agenda[&ids[0]].done, done);
    }
    let commit = drop_line(&book, ids[0], &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    assert_eq!(texts(&book, id("2026-12-01")), ["two", "three"]);
}

#[test]
fn a_dropped_question_goes_back_to_the_queue() {
    let (mut book, target) = meeting_book();
    let commit = build(&book, target, &chosen()[2..], &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    let line = book.agenda_of(id("2026-12-01"))[0].id;
    let commit = drop_line(&book, line, &mut scribe()).unwrap();
    done_to(&mut book, &commit);
    assert_eq!(book.questions[&id("q")].meeting, None);
    assert_eq!(book.open_questions().len(), 1);
}

#[test]
fn what_is_not_there_is_refused_with_a_hint() {
    let nowhere = Id::from_bits(1);
    let book = book([]);
    let refusals = [
        build(&book, For::Meeting(nowhere), &chosen(), &mut scribe()),
        tick_line(&book, nowhere, &mut scribe()),
        move_line(&book, nowhere, Toward::Up, &mut scribe()),
    ];
    for refusal in refusals {
        assert!(refusal.unwrap_err().hint.is_some());
    }
}

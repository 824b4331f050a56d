use super::*;
use crate::domain::answer::Answers;
use crate::domain::change::Kind;
use crate::domain::deck::Category;
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::ops::meeting::mark_agenda_sent;
use crate::domain::ops::tests::{apply_commit, op_context};
use crate::domain::ops::{Direction, add, archive, move_by_one, put_back, tick};
use crate::domain::schedule::tests::{action, book, day, id, planned};
use crate::domain::suggestions::tests::{activity, prompt};

fn question() -> Question {
    Question {
        id: id("q"),
        text: "Which schools?".to_owned(),
        ..Question::default()
    }
}

fn meeting_book() -> (Book, AgendaTarget) {
    let book = book([planned("2026-12-01").into(), question().into()]);
    (book, AgendaTarget::Meeting(id("2026-12-01")))
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
    let commit = add_items(&book, target, &chosen(), &op_context()).unwrap();
    assert_eq!(commit.label, "3 agenda lines added");
    apply_commit(&mut book, &commit);
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
    let commit = add_items(&book, target, &twice, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(texts(&book, id("2026-12-01")).len(), 3);
    let refusal = add_items(&book, target, &chosen(), &op_context()).unwrap_err();
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
    let commit = add_items(&book, target, &chosen(), &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(
        book.activities[&Activity::id_for("swap")].state,
        ActivityState::Doing
    );
}

#[test]
fn an_agenda_without_a_meeting_plans_one() {
    let mut book = book([question().into()]);
    let time = NaiveTime::from_hms_opt(10, 0, 0);
    let target = AgendaTarget::NewMeeting(day("2026-12-01"), time);
    let commit = add_items(&book, target, &chosen()[..1], &op_context()).unwrap();
    assert_eq!(
        commit.label,
        "meeting planned for Tue, Dec 1, 2026 at 10:00 AM with 1 agenda line"
    );
    apply_commit(&mut book, &commit);
    let meeting = book.planned()[0];
    assert_eq!((meeting.date, meeting.time), (day("2026-12-01"), time));
    assert_eq!(texts(&book, meeting.id), ["hello?"]);
    let bare = add_items(&book, target, &[], &op_context()).unwrap();
    assert_eq!(
        bare.label,
        "meeting planned for Tue, Dec 1, 2026 at 10:00 AM"
    );
}

#[test]
fn a_meeting_is_not_planned_for_a_day_that_has_gone_by() {
    let target = AgendaTarget::NewMeeting(day("2026-11-21"), None);
    let refusal = add_items(&book([]), target, &chosen(), &op_context()).unwrap_err();
    assert_eq!(
        refusal.message,
        "A meeting cannot be planned for Sat, Nov 21, 2026, which has gone by."
    );
}

fn three_lines() -> (Book, Vec<Id>) {
    let (mut book, _) = meeting_book();
    let ctx = op_context();
    for text in ["one", "two", "three"] {
        let commit = add::<AgendaItem>(
            &book,
            Some(id("2026-12-01")),
            &Answers::of("text", text),
            &ctx,
        )
        .unwrap();
        assert_eq!(commit.label, format!("agenda line “{text}” added"));
        apply_commit(&mut book, &commit);
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
    let commit = move_by_one(
        &book,
        Kind::AgendaItem,
        ids[2],
        Direction::Up,
        &op_context(),
    )
    .unwrap();
    assert_eq!(commit.label, "agenda line “three” moved up");
    apply_commit(&mut book, &commit);
    assert_eq!(texts(&book, meeting), ["one", "three", "two"]);
    let commit = move_by_one(
        &book,
        Kind::AgendaItem,
        ids[0],
        Direction::Down,
        &op_context(),
    )
    .unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(texts(&book, meeting), ["three", "one", "two"]);
    for (id, way) in [(ids[2], Direction::Up), (ids[1], Direction::Down)] {
        let commit = move_by_one(&book, Kind::AgendaItem, id, way, &op_context()).unwrap();
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
    let commit = move_by_one(
        &book,
        Kind::AgendaItem,
        first,
        Direction::Down,
        &op_context(),
    )
    .unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(
        texts(&book, meeting),
        [before[1].clone(), before[0].clone(), before[2].clone()]
    );
}

#[test]
fn a_line_is_ticked_and_dropped() {
    let (mut book, ids) = three_lines();
    for done in [true, false] {
        let commit = tick(&book, Kind::AgendaItem, ids[0], &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.agenda[&ids[0]].done, done);
    }
    let commit = archive(&book, Kind::AgendaItem, ids[0], &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(texts(&book, id("2026-12-01")), ["two", "three"]);
}

#[test]
fn a_dropped_question_goes_back_to_the_queue() {
    let (mut book, target) = meeting_book();
    let commit = add_items(&book, target, &chosen()[2..], &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    let line = book.agenda_of(id("2026-12-01"))[0].id;
    let commit = archive(&book, Kind::AgendaItem, line, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(book.questions[&id("q")].meeting, None);
    assert_eq!(book.open_questions().len(), 1);
}

#[test]
fn what_is_not_there_is_refused_with_a_hint() {
    let nowhere = Id::from_bits(1);
    let book = book([]);
    let refusals = [
        add_items(
            &book,
            AgendaTarget::Meeting(nowhere),
            &chosen(),
            &op_context(),
        ),
        tick(&book, Kind::AgendaItem, nowhere, &op_context()),
        move_by_one(
            &book,
            Kind::AgendaItem,
            nowhere,
            Direction::Up,
            &op_context(),
        ),
    ];
    for refusal in refusals {
        assert!(refusal.unwrap_err().hint.is_some());
    }
}

#[test]
fn a_dropped_line_that_is_put_back_takes_its_question_again() {
    let (mut book, target) = meeting_book();
    let commit = add_items(&book, target, &chosen()[2..], &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    let meeting = id("2026-12-01");
    let line = book.agenda_of(meeting)[0].id;
    let commit = archive(&book, Kind::AgendaItem, line, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(book.questions[&id("q")].meeting, None);
    let commit = put_back(&book, Kind::AgendaItem, line, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(texts(&book, meeting), ["Which schools?"]);
    assert_eq!(book.questions[&id("q")].meeting, Some(meeting));
}

fn carried_promise() -> (Book, AgendaItem, Id) {
    let promise = action("Send the outline", None);
    let line = AgendaItem {
        id: id("line"),
        meeting: id("2026-12-01"),
        origin: Origin::Action,
        subject: promise.id.to_string(),
        text: promise.text.clone(),
        ..AgendaItem::default()
    };
    let of = promise.id;
    let book = book([
        planned("2026-12-01").into(),
        promise.into(),
        line.clone().into(),
    ]);
    (book, line, of)
}

#[test]
fn a_carried_over_promise_that_is_ticked_on_the_agenda_is_done_and_follows_back() {
    let (mut book, line, promise) = carried_promise();
    let commit = tick(&book, Kind::AgendaItem, line.id, &op_context()).unwrap();
    assert_eq!(
        commit.label,
        "agenda line “Send the outline” done, and the action with it"
    );
    apply_commit(&mut book, &commit);
    assert_eq!(book.actions[&promise].done, Some(day("2026-11-22")));
    let commit = tick(&book, Kind::AgendaItem, line.id, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert!(book.actions[&promise].is_open() && !book.agenda[&line.id].done);
}

#[test]
fn a_promise_that_was_done_before_stays_as_it_is() {
    let (mut book, line, promise) = carried_promise();
    let done = crate::domain::action::Action {
        done: Some(day("2026-11-12")),
        ..book.actions[&promise].clone()
    };
    book.extend([done.into()]);
    let commit = tick(&book, Kind::AgendaItem, line.id, &op_context()).unwrap();
    assert_eq!(commit.label, "agenda line “Send the outline” done");
    assert_eq!(commit.changes.len(), 1);
}

#[test]
fn an_empty_agenda_cannot_be_sent() {
    let (mut book, _) = meeting_book();
    let meeting = id("2026-12-01");
    let refusal = mark_agenda_sent(&book, meeting, &op_context()).unwrap_err();
    assert!(refusal.hint.is_some());
    let (_, line, _) = carried_promise();
    book.extend([line.into()]);
    let commit = mark_agenda_sent(&book, meeting, &op_context()).unwrap();
    apply_commit(&mut book, &commit);
    assert_eq!(book.meetings[&meeting].sent, Some(day("2026-11-22")));
}

#[test]
fn the_time_of_each_line_is_known_as_far_as_the_minutes_are() {
    let line = |minutes| AgendaItem {
        minutes,
        ..AgendaItem::default()
    };
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
    let lines = [line(Some(10)), line(Some(70)), line(None), line(Some(5))];
    let lines: Vec<_> = lines.iter().collect();
    let mut meeting = planned("2026-12-01");
    assert_eq!(meeting.line_times(&lines), [None; 4]);
    meeting.time = at(23, 30);
    assert_eq!(
        meeting.line_times(&lines),
        [at(23, 30), at(23, 40), at(0, 50), None]
    );
}

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::change::{Change, Commit, Record};
use crate::domain::meeting::MeetingState;
use crate::domain::ops;
use crate::domain::ops::tests::{apply_commit, op_context};
use crate::domain::person::{Owner, Person, Role};
use crate::domain::schedule::tests::{action, book, day, id, meeting, planned, program};
use crate::domain::visibility::privacy;

/// Today of the op context, at `minute` past ten.
fn at(minute: i64) -> NaiveDateTime {
    let ten = day("2026-11-22").and_hms_opt(10, 0, 0).unwrap();
    ten + TimeDelta::minutes(minute)
}

fn line(name: &str, order: &str) -> AgendaItem {
    AgendaItem {
        id: id(name),
        meeting: id("2026-11-22"),
        text: name.to_owned(),
        order: order.to_owned(),
        ..AgendaItem::default()
    }
}

/// A call of today with two agenda lines, begun at two minutes past ten.
fn planned_call() -> (Book, Call) {
    let lines = [line("first", "a"), line("second", "b")];
    let ben = Person {
        id: id("ben"),
        role: Role::Mentor,
        name: "Ben Carter".to_owned(),
        ..Person::default()
    };
    let mut book = book([planned("2026-11-22").into(), ben.into()]);
    book.extend(lines.map(Into::into));
    let call = started(&book, Some(id("2026-11-22")));
    (book, call)
}

fn started(book: &Book, meeting: Option<Id>) -> Call {
    let program = program();
    let year = Year::new(book, &program, day("2026-11-22"));
    Call::start(&year, meeting, at(2))
}

fn ended(book: &Book, call: &Call, minute: i64) -> Commit {
    end(book, call, at(minute), &op_context()).unwrap()
}

#[test]
fn the_signs_of_a_line_are_marks_and_a_backslash_or_a_bullet_keeps_it_plain() {
    let cases = [
        ("! call", Some(Mark::Action), "call"),
        ("= we do", Some(Mark::Decision), "we do"),
        ("~ tired", Some(Mark::Private), "tired"),
        ("★ it worked", Some(Mark::Win), "it worked"),
        ("  \u{feff}~\u{a0}tired", Some(Mark::Private), "tired"),
        ("~", Some(Mark::Private), ""),
        ("\\~ tired", None, "~ tired"),
        ("\\\\! x", None, "\\! x"),
        ("\\*x*", None, "\\*x*"),
        ("- ~ tired", None, "- ~ tired"),
        ("* one", None, "* one"),
        ("!important", None, "!important"),
        ("  indented", None, "  indented"),
    ];
    for (line, mark, words) in cases {
        assert_eq!(read_line(line), (mark, words), "{line:?}");
    }
}

#[test]
fn a_mark_is_put_changed_and_taken_back() {
    assert_eq!(with_mark("- tired", Mark::Private), "~ - tired");
    assert_eq!(with_mark("~ tired", Mark::Action), "! tired");
    assert_eq!(with_mark("! tired", Mark::Action), "tired");
    assert_eq!(with_mark("", Mark::Action), "! ");
}

#[test]
fn a_marked_line_says_what_it_becomes_before_it_counts() {
    let (book, _) = planned_call();
    let said = |line: &str| meaning(line, &book, day("2026-11-22"));
    assert_eq!(
        said("! Ben: write a budget by dec 1").unwrap(),
        "action for Ben, due Tue, Dec 1, 2026"
    );
    assert_eq!(said("! call").unwrap(), "action for you");
    assert_eq!(said("~ tired").unwrap(), "private, for you alone");
    assert_eq!(said("= yes").unwrap(), "decision");
    assert_eq!(said("plain"), None);
}

#[test]
fn time_counts_for_the_line_at_hand_and_stands_still_in_a_pause() {
    let (book, mut call) = planned_call();
    assert_eq!(call.at_hand, Some(id("first")));
    call.take_up_next(&book, at(12));
    call.pause(at(22));
    assert!(call.is_paused(at(30)));
    call.pause(at(32));
    assert_eq!(call.minutes(at(37)), 25);
    assert_eq!(call.minutes_used(id("first"), at(37)), 10);
    assert_eq!(call.minutes_used(id("second"), at(37)), 15);
    assert_eq!(Call::from_draft(&call.draft()), Some(call));
}

#[test]
fn a_call_counts_the_minutes_of_the_clock_on_the_wall() {
    let book = book([]);
    let program = program();
    let year = Year::new(&book, &program, day("2026-11-22"));
    let call = Call::start(&year, None, at(2) + TimeDelta::seconds(50));
    assert_eq!(call.minutes(at(3)), 1);
    assert!(!call.has_begun(at(3)) && call.has_begun(at(4)));
}

#[test]
fn a_call_is_due_from_half_an_hour_before_its_time() {
    let mut planned = planned("2026-11-22");
    planned.time = Some(at(60).time());
    let book = book([planned.into()]);
    assert_eq!(due_meeting(&book, at(29)), None);
    assert!(due_meeting(&book, at(30)).is_some());
    assert!(due_meeting(&book, at(90)).is_some());
    assert_eq!(due_meeting(&book, at(24 * 60)), None);
}

#[test]
fn the_time_of_a_forgotten_call_stands_still_at_its_last_touch() {
    let (_, mut call) = planned_call();
    call.touch(at(40));
    let next_day = at(24 * 60);
    assert_eq!(call.minutes(next_day), 38);
    call.touch(next_day);
    assert_eq!(call.minutes(next_day), 38);
    assert!(call.is_paused(next_day));
}

#[test]
fn the_next_line_is_the_next_open_one_and_goes_around() {
    let (book, mut call) = planned_call();
    call.tick(&line("first", "a"));
    for _ in 0..2 {
        call.take_up_next(&book, at(5));
        assert_eq!(call.at_hand, Some(id("second")));
    }
}

const NOTES: &str = "Board said yes.\n! Ben: write a budget by dec 1\n! send the list\n= We talk at 9:30\n~ worried\n★ First yes\n\\~ 5 people";

#[test]
fn ending_a_call_writes_the_meeting_up_in_one_commit() {
    let (mut book, mut call) = planned_call();
    call.tick(&line("first", "a"));
    call.notes = NOTES.to_owned();
    let commit = ended(&book, &call, 47);
    assert_eq!(commit.label, "meeting of Sun, Nov 22, 2026 written up");
    apply_commit(&mut book, &commit);
    let held = &book.meetings[&id("2026-11-22")];
    assert_eq!(held.state, MeetingState::Held);
    assert_eq!((held.minutes, held.time), (Some(45), None));
    assert_eq!(held.decisions, "We talk at 9:30");
    assert_eq!(held.win, "First yes");
    let note = book.note(held.id, book.me()).unwrap();
    assert_eq!(note.text, "Board said yes.\n~ 5 people");
    assert_eq!(book.private_note(held.id).unwrap().text, "worried");
    let agreed: Vec<_> = book.actions_of(held.id);
    assert_eq!(agreed.len(), 2);
    assert_eq!(
        (agreed[0].text.as_str(), agreed[0].owner, agreed[0].due),
        ("write a budget", Owner::Mentor, Some(day("2026-12-01")))
    );
    let ticked = |name| book.agenda[&id(name)].done;
    assert!(ticked("first") && !ticked("second"));
}

#[test]
fn what_the_meeting_had_already_stays_before_what_the_call_adds() {
    let (mut book, mut call) = planned_call();
    let mut said = ops::meeting::answers_of(&book, &book.meetings[&id("2026-11-22")]);
    said.set("notes", "Before").set("decisions", "One");
    let commit = ops::meeting::edit(&book, id("2026-11-22"), &said, &op_context());
    apply_commit(&mut book, &commit.unwrap());
    call.notes = "After\n= Two".to_owned();
    let commit = ended(&book, &call, 47);
    apply_commit(&mut book, &commit);
    let held = &book.meetings[&id("2026-11-22")];
    assert_eq!(held.decisions, "One\nTwo");
    assert_eq!(
        book.note(held.id, book.me()).unwrap().text,
        "Before\n\nAfter"
    );
}

#[test]
fn a_call_that_was_not_planned_is_logged_today() {
    let mut book = book([]);
    let mut call = started(&book, None);
    call.notes = "Short one".to_owned();
    let commit = ended(&book, &call, 12);
    apply_commit(&mut book, &commit);
    let logged = book.log().next().unwrap();
    assert_eq!((logged.date, logged.minutes), (day("2026-11-22"), Some(10)));
    assert_eq!(logged.time, at(2).time().into());
    assert_eq!(logged.state, MeetingState::Held);
}

#[test]
fn a_meeting_that_was_planned_for_another_day_moves_to_the_day_of_its_call() {
    let mut book = book([planned("2026-12-01").into()]);
    let call = started(&book, Some(id("2026-12-01")));
    let commit = ended(&book, &call, 12);
    apply_commit(&mut book, &commit);
    assert_eq!(book.meetings[&id("2026-12-01")].date, day("2026-11-22"));
}

#[test]
fn notes_of_a_call_whose_meeting_is_gone_are_logged_all_the_same() {
    let (_, mut call) = planned_call();
    call.notes = "Still here".to_owned();
    let mut book = book([]);
    let commit = ended(&book, &call, 12);
    apply_commit(&mut book, &commit);
    assert_eq!(book.notes.values().next().unwrap().text, "Still here");
}

#[test]
fn an_action_without_a_task_stays_in_the_notes() {
    let (mut book, mut call) = planned_call();
    call.notes = "! Ben:\n! ".to_owned();
    let commit = ended(&book, &call, 12);
    apply_commit(&mut book, &commit);
    assert_eq!(book.notes.values().next().unwrap().text, "Ben:");
    assert!(book.actions.is_empty());
}

#[test]
fn last_time_has_decisions_open_promises_and_unticked_lines_of_the_talk_before() {
    let mut last = meeting("2026-11-10");
    last.decisions = "One\n\nTwo".to_owned();
    let mut skipped = line("skipped", "a");
    let mut talked = line("talked", "b");
    (skipped.meeting, talked.meeting, talked.done) = (last.id, last.id, true);
    let records: [Record; 5] = [
        last.into(),
        meeting("2026-10-06").into(),
        planned("2026-11-24").into(),
        skipped.into(),
        action("send", None).into(),
    ];
    let mut book = book(records);
    book.extend([talked.into()]);
    let program = program();
    let year = Year::new(&book, &program, day("2026-11-22"));
    let said = last_time(&year, Some(id("2026-11-24")));
    assert_eq!(said.meeting.unwrap().id, id("2026-11-10"));
    assert_eq!(said.decisions, ["One", "Two"]);
    assert_eq!(said.open.len(), 1);
    let lines: Vec<_> = said.unticked.iter().map(|item| item.id).collect();
    assert_eq!(lines, [id("skipped")]);
    let before = last_time(&year, Some(id("2026-11-10")));
    assert_eq!(before.meeting.unwrap().id, id("2026-10-06"));
}

fn is_private(change: &Change) -> bool {
    let sides = change.before.iter().chain(&change.after);
    sides.into_iter().all(|record| privacy(record).private)
}

proptest! {
    #[test]
    fn a_private_line_is_in_no_shared_record(
        lines in prop::collection::vec("[~!=★\\\\ \t\u{feff}\u{200b}-]{0,4}[a-z ]{0,6}", 0..6),
        sign in "[ \t\u{feff}\u{200b}]{0,2}~[ \t\u{a0}]",
        ends in prop::collection::vec("\n|\r|\r\n|\u{2028}|\u{85}|\u{b}", 7),
        place in 0usize..6,
    ) {
        let (book, mut call) = planned_call();
        let mut all = lines;
        all.insert(place.min(all.len()), format!("{sign}canary by dec 1"));
        call.notes = all.iter().zip(&ends).flat_map(|(line, end)| [line.as_str(), end]).collect();
        let commit = ended(&book, &call, 47);
        prop_assert!(!commit.label.contains("canary"));
        let holding = |change: &&Change| format!("{change:?}").contains("canary");
        let holding: Vec<_> = commit.changes.iter().filter(holding).collect();
        prop_assert_eq!(holding.len(), 1);
        prop_assert!(is_private(holding[0]));
    }
}

#[test]
fn a_date_is_read_from_the_day_of_the_call() {
    let (mut book, mut call) = planned_call();
    call.notes = "! call by tomorrow".to_owned();
    let commit = ended(&book, &call, 47);
    apply_commit(&mut book, &commit);
    let due: Option<NaiveDate> = book.actions.values().next().unwrap().due;
    assert_eq!(due, Some(day("2026-11-23")));
}

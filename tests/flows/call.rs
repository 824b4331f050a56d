//! A call, from the half hour before it to its write-up: what it costs in keys, what it keeps, and what never leaves.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use matchbook::app::Msg;
use matchbook::domain::answer::Answers;
use matchbook::domain::book::Book;
use matchbook::domain::meeting::{AgendaItem, Meeting, MeetingState};
use matchbook::domain::ops;
use matchbook::domain::ops::agenda::{AgendaTarget, add_items};
use matchbook::domain::suggestions::ProposedItem;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::counts::Part::{Keys, Text};
use super::counts::costs;
use super::pilot::Pilot;

/// The moment `minute` minutes after noon of the pilot's day.
fn after_noon(pilot: &Pilot, minute: i64) -> NaiveDateTime {
    pilot.now().naive_utc() + TimeDelta::minutes(minute)
}

/// Lets the clock of the screen go on to `minute` minutes after noon.
fn at(pilot: &mut Pilot, minute: i64) -> &mut Pilot {
    let now = after_noon(pilot, minute);
    pilot.send(Msg::Tick(now))
}

/// The book of a mentor with a call planned for a quarter to one, six agenda lines on it.
fn mentor_before_a_call() -> Pilot {
    let mut pilot = Pilot::new();
    pilot.keys("s<Right><Tab><Right><Tab>Mentor B<Tab>Ana Flores<Tab><C-a>2026-11-02<C-s>");
    pilot.commit(|_, ctx| {
        let mut answers = Answers::of("title", "Monthly talk");
        answers
            .set("date", "2026-11-22 12:45")
            .set("channel", "phone")
            .set("link", "https://example.org/call")
            .set("minutes", "45");
        ops::meeting::plan(&answers, ctx)
    });
    let meeting = planned(&pilot);
    pilot.commit(|session, ctx| {
        let line = |number: u32| ProposedItem {
            text: format!("Topic {number}"),
            minutes: Some(7),
            ..ProposedItem::default()
        };
        let lines: Vec<_> = (1..=6).map(line).collect();
        add_items(&session.book, AgendaTarget::Meeting(meeting), &lines, ctx)
    });
    pilot
}

fn planned(pilot: &Pilot) -> matchbook::domain::id::Id {
    pilot.app.session.book.planned()[0].id
}

fn only_meeting(pilot: &Pilot) -> &Meeting {
    pilot.app.session.book.log().next().unwrap()
}

#[test]
fn a_call_of_45_minutes_costs_at_most_30_keys_beyond_its_text() {
    let mut pilot = mentor_before_a_call();
    pilot.keys("1");
    assert!(!pilot.shows("Call today"), "{}", pilot.screen());
    at(&mut pilot, 15).sees("Call today at 12:45 PM: Monthly talk");
    at(&mut pilot, 45);
    let first = [
        Keys("<Enter>"),
        Text("Board said yes to the teen group"),
        Keys("<Enter>"),
        Text("She is less nervous; practice helped"),
        Keys("<F3>"),
    ];
    costs(&mut pilot, 3, &first);
    pilot.sees("0 of 45 min, 45 left");
    pilot
        .sees("To call: https://example.org/call")
        .keys("<C-l>");
    assert_eq!(pilot.copied, ["https://example.org/call"]);
    at(&mut pilot, 60).sees("15 of 45 min, 30 left");
    let middle = [
        Keys("<Enter>"),
        Text("Ana: write a budget by dec 11"),
        Keys("<F5>"),
        Keys("<F3>"),
        Keys("<Enter>"),
        Text("! send the template"),
        Keys("<F3><F3>"),
    ];
    costs(&mut pilot, 6, &middle);
    at(&mut pilot, 90);
    let last = [
        Keys("<Enter>"),
        Text("We talk at 9:30"),
        Keys("<F6>"),
        Keys("<F3><Enter>"),
        Text("~ worried about the job"),
        Keys("<F3><C-s>"),
    ];
    costs(&mut pilot, 6, &last);
    // The next date: the first one that is offered.
    pilot.sees("When do you talk next?");
    costs(&mut pilot, 1, &[Keys("<Enter>")]);

    let book = &pilot.app.session.book;
    let held = book.held().next().unwrap();
    assert_eq!(held.minutes, Some(45));
    assert_eq!(held.decisions, "We talk at 9:30");
    assert!(book.agenda_of(held.id).iter().all(|item| item.done));
    let actions: Vec<_> = book.actions_of(held.id);
    let words: Vec<_> = actions.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(words, ["write a budget", "send the template"]);
    assert_eq!(
        book.note(held.id, book.me()).unwrap().text,
        "Board said yes to the teen group\nShe is less nervous; practice helped"
    );
    assert_eq!(
        book.private_note(held.id).unwrap().text,
        "worried about the job"
    );
    assert_eq!(book.planned().len(), 1);
    pilot.sees("Monthly talk").sees("Held");
}

#[test]
fn a_minute_draws_a_running_call_anew_and_nothing_that_would_look_the_same() {
    let mut pilot = mentor_before_a_call();
    let redraws = |pilot: &mut Pilot, minute: i64| {
        pilot.app.take_needs_redraw();
        at(pilot, minute).app.take_needs_redraw()
    };
    pilot.keys("1");
    assert!(!redraws(&mut pilot, 14));
    assert!(redraws(&mut pilot, 15), "the call becomes due");
    assert!(!redraws(&mut pilot, 16));
    pilot.keys("c");
    assert!(redraws(&mut pilot, 17));
    pilot.keys("<F9>");
    assert!(!redraws(&mut pilot, 18), "the time stands still");
}

#[test]
fn one_undo_takes_a_whole_call_back_and_one_redo_brings_it_again() {
    let mut pilot = mentor_before_a_call();
    at(&mut pilot, 45).keys("1cSaid<Enter>! send it<F3>");
    at(&mut pilot, 55).keys("<C-s><Esc>u");
    let book: &Book = &pilot.app.session.book;
    assert_eq!(only_meeting(&pilot).state, MeetingState::Planned);
    assert!(book.actions.is_empty() && book.notes.is_empty());
    assert!(book.agenda.values().all(|item: &AgendaItem| !item.done));
    pilot.keys("<C-r>");
    assert_eq!(only_meeting(&pilot).minutes, Some(10));
    assert_eq!(pilot.app.session.book.actions.len(), 1);
}

#[test]
fn a_call_that_is_left_goes_on_and_today_leads_back_also_after_a_restart() {
    let mut pilot = mentor_before_a_call();
    at(&mut pilot, 45).keys("3<Home>cBoard said yes<F3><Esc>");
    pilot.sees("The call goes on");
    let held = pilot.app.session.book.held().count();
    assert_eq!(held, 0, "nothing but the draft is written");
    pilot.keys("1").sees("Call since 12:45 PM: Monthly talk");
    // A closed window, before anything was kept by leaving.
    pilot.keys("<Home><Enter><Enter>And more").pause();
    let mut pilot = pilot.restart();
    at(&mut pilot, 60).sees("Call since 12:45");
    pilot
        .keys("<Enter>")
        .sees("Board said yes")
        .sees("And more")
        .sees("15 of 45 min")
        .keys("<C-s>");
    pilot.keys("<Esc><Esc>1");
    assert!(!pilot.shows("Call since"), "{}", pilot.screen());
}

#[test]
fn a_call_begun_by_mistake_and_left_at_once_leaves_nothing() {
    let mut pilot = mentor_before_a_call();
    at(&mut pilot, 45).keys("3<Home>c").pause().keys("<Esc>1");
    assert!(!pilot.shows("Call since"), "{}", pilot.screen());
    pilot.sees("Call today at 12:45");
    pilot
        .keys("3<Home>ctyped<C-d>")
        .sees("Throw this call away")
        .keys("y1");
    assert!(!pilot.shows("Call since"), "{}", pilot.screen());
}

#[test]
fn another_call_does_not_replace_the_one_that_is_open() {
    let mut pilot = mentor_before_a_call();
    pilot.commit(|_, ctx| {
        let answers = Answers::of("date", "2026-12-01");
        ops::meeting::plan(&answers, ctx)
    });
    at(&mut pilot, 45).keys("1cBoard said yes<Esc>");
    pilot
        .keys("3<End>c")
        .sees("still open")
        .sees("Board said yes");
}

#[test]
fn calling_off_has_its_own_key_and_asks() {
    let mut pilot = mentor_before_a_call();
    pilot
        .keys("3<Home>X")
        .sees("Call off the meeting of")
        .keys("n");
    assert_eq!(only_meeting(&pilot).state, MeetingState::Planned);
    pilot.keys("<Enter>Xy").sees("called off. u undoes.");
    assert_eq!(only_meeting(&pilot).state, MeetingState::Cancelled);
    pilot.keys("c").sees("A call is held on a planned meeting");
}

#[test]
fn today_begins_the_call_of_the_day_before_its_time_or_else_one_that_was_not_planned() {
    let mut pilot = mentor_before_a_call();
    pilot.keys("1c").sees("Monthly talk").keys("<Esc>");
    pilot.commit(|session, ctx| {
        let planned = session.book.planned()[0].id;
        let tomorrow = session.today().succ_opt().unwrap();
        ops::meeting::reschedule(&session.book, planned, tomorrow, None, None, ctx)
    });
    pilot.keys("cShe rang<F9>").sees("paused at 0 min");
    at(&mut pilot, 5).keys("<F9>");
    at(&mut pilot, 9).keys("<C-s>");
    let book = &pilot.app.session.book;
    let held = book.held().next().unwrap();
    assert_eq!((held.minutes, book.planned().len()), (Some(4), 1));
}

#[test]
fn a_private_line_stays_private_when_it_is_split_or_joined() {
    let mut pilot = mentor_before_a_call();
    pilot.keys("1cshared<Enter>~ one two<Left><Left><Left><Enter>");
    pilot.sees("~ two").keys("<Home><BS>").sees("~ one ~ two");
    pilot.keys("<Home><BS>").sees("~ shared~ one ~ two");
    pilot.keys("<C-s>");
    assert!(pilot.app.session.book.notes.is_empty());
}

#[test]
fn selected_lines_become_private_with_one_key() {
    let mut pilot = mentor_before_a_call();
    pilot
        .keys("1cone<Enter>two<S-Up><F7>")
        .sees("~ one")
        .sees("~ two");
    pilot.keys("<C-z>");
    assert!(!pilot.shows("~ one"));
}

/// The tables of the book's file that hold `word`.
fn tables_with(pilot: &Pilot, word: &str) -> BTreeSet<String> {
    let path = pilot.app.session.path.clone().unwrap();
    let conn = Connection::open(path).unwrap();
    let mut names = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let holds = |name: &String| {
        let Ok(mut rows) = conn.prepare(&format!("SELECT * FROM \"{name}\"")) else {
            return false;
        };
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let holds = |value: ValueRef| match value {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    String::from_utf8_lossy(bytes).contains(word)
                }
                ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => false,
            };
            if (0..columns).any(|column| holds(row.get_ref(column).unwrap())) {
                return true;
            }
        }
        false
    };
    names.into_iter().filter(holds).collect()
}

#[test]
fn a_private_line_is_in_no_shared_table_of_the_book_at_any_time() {
    let mut pilot = mentor_before_a_call();
    at(&mut pilot, 45)
        .keys("1cshared zebrafink<Enter>kanarienvogel<F7>")
        .pause();
    assert_eq!(
        tables_with(&pilot, "kanarienvogel"),
        BTreeSet::from(["draft".to_owned()])
    );
    pilot.keys("<C-s><Esc>u").keys("<C-r>");
    let tables = tables_with(&pilot, "kanarienvogel");
    assert!(tables.contains("private_note"));
    // The search of one's own book finds private words; what leaves is read without it.
    assert!(
        tables
            .iter()
            .all(|name| name.starts_with("private") || name == "search_data"),
        "{tables:?}"
    );
}

//! A file never lowers privacy: what is private in the book stays as it is, whatever the file says.

use matchbook::domain::answer::{Answer, Response};
use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit, Record};
use matchbook::domain::goal::{Goal, Step};
use matchbook::domain::id::Id;
use matchbook::domain::meeting::{AgendaItem, Origin, PrivateNote};
use matchbook::domain::person::Role;
use matchbook::domain::pulse::Pulse;
use matchbook::domain::visibility::privacy;
use matchbook::env::Env;
use matchbook::export::ExportLevel;
use matchbook::import::{ImportPlan, read_book};
use matchbook::store::Store;
use serde_json::{Value, json};

use super::book::{World, day, id, world};
use super::import::{ctx, everything, records};

fn check_in(book: &Book) -> Response {
    let cycle = book.cycle().unwrap().id;
    Response {
        id: Response::id_for(cycle, "thirty-days", Some(Role::Mentee)),
        form: "thirty-days".into(),
        cycle,
        role: Some(Role::Mentee),
        private: true,
        ..Response::default()
    }
}

/// The world with something private of every kind that can be.
fn secret() -> World {
    let mut world = world();
    world.book.identity.pair = id("pair");
    let response = check_in(&world.book);
    let answer = Answer {
        id: Answer::id_for(response.id, "rematch", None, Role::Mentee),
        response: response.id,
        field: "rematch".into(),
        value: "my 30-day answer".into(),
        private: true,
        ..Answer::default()
    };
    let goal = Goal {
        id: id("secret goal"),
        title: "Leave".into(),
        private: true,
        ..Goal::default()
    };
    let step = Step {
        id: id("secret step"),
        goal: goal.id,
        title: "Write to the office".into(),
        private: true,
        ..Step::default()
    };
    let pulse = Pulse {
        id: id("pulse"),
        date: day(2027, 3, 1),
        note: "slow".into(),
        trust: Some(2),
        ..Pulse::default()
    };
    world.add([
        response.into(),
        answer.into(),
        goal.into(),
        step.into(),
        pulse.into(),
    ]);
    world
}

fn private(book: &Book) -> Vec<Record> {
    let all = book.records();
    all.filter(|record| privacy(record).private).collect()
}

fn changed(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut json = serde_json::from_slice(bytes).unwrap();
    change(&mut json);
    json.to_string().into_bytes()
}

/// The book as the store has it after `bytes` were taken in.
fn stored(book: &Book, bytes: &[u8]) -> (Book, ImportPlan) {
    let mut env = Env::fixed("2027-04-01T12:00:00Z".parse().unwrap(), 1);
    let mut store = Store::in_memory(book.identity, &mut env).unwrap();
    let begin = Commit::new(
        "begun",
        env.now(),
        book.records().map(Change::create).collect(),
    );
    store.commit(&begin, &mut env).unwrap();
    let plan = ImportPlan::of(read_book(bytes).unwrap(), &store.load_all().unwrap()).unwrap();
    let commit = plan.clone().commit("theirs.json", &ctx());
    store.commit(&commit, &mut env).unwrap();
    assert!(store.check().unwrap().is_sound());
    (store.load_all().unwrap(), plan)
}

#[test]
fn a_partner_s_file_with_ids_that_can_be_worked_out_leaves_private_records_as_they_are() {
    let world = secret();
    // All that the partner has: the shared export, the program, and a role of their own.
    let shared = everything(&world, ExportLevel::Shared);
    let bytes = changed(&shared, |json| {
        let known: Value = serde_json::from_slice(&shared).unwrap();
        let cycle: Id = known["records"]["cycle"][0]["id"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        let response = Response::id_for(cycle, "thirty-days", Some(Role::Mentee));
        let answer = Answer::id_for(response, "rematch", None, Role::Mentee);
        let note = PrivateNote::id_for(id("call"));
        json["records"]["response"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "id": response, "form": "tracker", "cycle": cycle, "private": false }));
        json["records"]["answer"].as_array_mut().unwrap().extend([
            json!({ "id": answer, "response": response, "private": false }),
            // One that is not answered yet.
            json!({ "id": Answer::id_for(response, "why", None, Role::Mentee), "response": response, "field": "why", "value": "theirs" }),
        ]);
        json["records"]["private_note"] = json!([
            { "id": note, "meeting": id("call"), "text": "written by the partner" },
            { "id": PrivateNote::id_for(id("next")), "meeting": id("next"), "text": "and this" },
        ]);
        json["records"]["pulse"] = json!([{ "id": id("pulse"), "date": "2027-03-01", "trust": 5 }]);
        json["records"]["goal"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "id": id("secret goal"), "title": "Leave", "private": null }));
        json["records"]["step"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "id": id("secret step"), "goal": id("stem"), "private": false }));
        json["role"] = json!("mentor");
    });
    let (after, plan) = stored(&world.book, &bytes);
    assert_eq!(records(&after), records(&world.book), "{:#?}", plan.lines());
    assert_eq!(
        plan.notes,
        [
            "6 private records are left as they are: no file changes what is private in this book.",
            "2 private records are left out: the file is not from a book of yours.",
        ]
    );
    // Nor does it help to say that the file is one's own.
    let bytes = changed(&bytes, |json| json["role"] = json!("mentee"));
    let (after, plan) = stored(&world.book, &bytes);
    for record in private(&world.book) {
        assert_eq!(records(&after)[&(record.kind(), record.id())], record);
    }
    assert_eq!(plan.new.len(), 2, "{:#?}", plan.lines());
}

#[test]
fn a_line_of_the_agenda_that_a_private_goal_brought_is_not_shown_by_a_file() {
    let mut world = secret();
    let line = AgendaItem {
        id: id("goal line"),
        meeting: id("next"),
        text: "Leave".into(),
        origin: Origin::Goal,
        subject: id("secret goal").to_string(),
        ..AgendaItem::default()
    };
    world.add([line.into()]);
    let bytes = changed(&everything(&world, ExportLevel::All), |json| {
        let lines = json["records"]["agenda_item"].as_array_mut().unwrap();
        for line in lines {
            line["origin"] = json!("own");
        }
    });
    let plan = ImportPlan::of(read_book(&bytes).unwrap(), &world.book).unwrap();
    let mut after = world.book.clone();
    after.apply(&plan.commit("x", &ctx()).changes);
    assert_eq!(
        after.agenda[&id("goal line")],
        world.book.agenda[&id("goal line")]
    );
}

#[test]
fn one_s_own_export_brings_back_what_is_missing_and_changes_nothing_private() {
    let world = secret();
    let all = everything(&world, ExportLevel::All);
    // A new book has everything.
    let (plan, pair, me) = ImportPlan::of_new_book(read_book(&all).unwrap()).unwrap();
    assert_eq!(plan.notes, [""; 0]);
    let mut restored = Book {
        complete: true,
        ..Book::default()
    };
    (restored.identity.pair, restored.identity.me) = (pair, me);
    restored.apply(&plan.commit("all.json", &ctx()).changes);
    assert_eq!(records(&restored), records(&world.book));
    // So has the same book without what was lost.
    let mut less = World {
        book: Book {
            identity: world.book.identity,
            complete: true,
            ..Book::default()
        },
        ..super::book::world()
    };
    let shared = world.book.records().filter(|it| !privacy(it).private);
    less.add(shared);
    let (after, plan) = stored(&less.book, &all);
    assert_eq!(records(&after), records(&world.book));
    assert_eq!(plan.notes, [""; 0]);
    // What was written since stays.
    let mut later = secret();
    let mut pulse = later.book.pulses[&id("pulse")].clone();
    pulse.note = "better now".into();
    let mut goal = later.book.goals[&id("secret goal")].clone();
    goal.title = "Stay".into();
    later.add([pulse.into(), goal.into()]);
    let (after, plan) = stored(&later.book, &all);
    assert_eq!(records(&after), records(&later.book));
    assert_eq!(
        plan.notes,
        ["2 private records are left as they are: no file changes what is private in this book."]
    );
    // An identical copy is nothing to speak of.
    let (_, plan) = stored(&world.book, &all);
    assert_eq!(plan.notes, [""; 0]);
}

#[test]
fn the_private_records_of_another_person_do_not_become_one_s_own() {
    let mut theirs = secret();
    theirs.book.identity.me = Role::Mentor;
    let all = everything(&theirs, ExportLevel::All);
    let mut mine = world();
    mine.book.identity.pair = id("pair");
    // The world has a private note of its own.
    let before = private(&mine.book);
    let (after, plan) = stored(&mine.book, &all);
    assert_eq!(private(&after), before);
    assert_eq!(
        plan.notes,
        ["5 private records are left out: the file is not from a book of yours."]
    );
    for role in [json!(null), json!("office")] {
        let bytes = changed(&all, |json| json["role"] = role);
        assert_eq!(private(&stored(&mine.book, &bytes).0), before);
    }
}

#[test]
fn a_list_does_not_change_a_private_goal_of_the_same_title() {
    let world = secret();
    let text = b"Goal,Measure\nLeave,soon\nStart a STEM hour,six visits\n";
    let plan = super::others::plan(&world.book, "goals.csv", text, &[]).unwrap();
    assert_eq!(
        (plan.new.len(), plan.changed.len()),
        (0, 1),
        "{:#?}",
        plan.lines()
    );
    assert!(
        plan.notes
            .iter()
            .any(|note| note.starts_with("1 private record is left as it is"))
    );
}

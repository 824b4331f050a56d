//! Every form of every program: filled in, completed, signed and written out, and what is private in it stays.

use std::sync::Arc;

use chrono::NaiveDate;
use matchbook::catalog::Catalog;
use matchbook::domain::answer::{Answer, AnswerValue, Answers, ResponseState};
use matchbook::domain::book::Book;
use matchbook::domain::change::Commit;
use matchbook::domain::fill::{
    FormContext, ResolvedField, completeness, parse_answer, resolve_fields,
};
use matchbook::domain::form::{FieldKind, FilledBy, FormDef};
use matchbook::domain::id::Id;
use matchbook::domain::meeting::Meeting;
use matchbook::domain::ops::form::OpenForm;
use matchbook::domain::ops::{self, OpContext};
use matchbook::domain::person::Role;
use matchbook::domain::program::{FormUse, Program};
use matchbook::domain::schedule::Year;
use matchbook::export::{ExportSubject, document};

use super::book::{World, answer, day, id, world};
use super::{CANARY, readers, text};

fn today() -> NaiveDate {
    day(2027, 4, 1)
}

fn ctx() -> OpContext {
    OpContext {
        at: today().and_hms_opt(12, 0, 0).unwrap().and_utc(),
        today: today(),
        zone: None,
        new_id: Box::new(Id::default),
    }
}

/// The book of the export tests, in the year of `program` and with the forms it asks for.
fn world_of(program: &Program, catalog: &Catalog) -> World {
    let forms = catalog.forms_of(program).unwrap();
    let mut world = World {
        program: program.clone(),
        forms: forms.into_iter().map(|(_, form)| form).collect(),
        ..world()
    };
    // What was answered to the forms of the other tests.
    world.book.responses = Arc::default();
    world.book.answers = Arc::default();
    world
}

fn asked(world: &World, used: &FormUse, def: &FormDef) -> Vec<ResolvedField> {
    let context = FormContext {
        year: Year::new(&world.book, &world.program, today()),
        deck: &world.deck,
        competencies: Some(&world.competencies),
        catalog_choices: &[],
    };
    resolve_fields(def, Some(used), &context, world.book.me())
}

/// Something a person would type.
fn typed(question: &ResolvedField) -> String {
    match question.field.kind {
        FieldKind::Line | FieldKind::Text => format!("Words about {}", question.slot.field),
        FieldKind::Choice(_) | FieldKind::Choices(_) => question.choices[0].label.clone(),
        FieldKind::Scale(_) | FieldKind::Number(_) => "4".to_owned(),
        FieldKind::Date { .. } => "2027-05-01".to_owned(),
        FieldKind::YesNo => "yes".to_owned(),
        FieldKind::Rows(_) => "Day\tWords\t4".to_owned(),
        FieldKind::Computed(_) | FieldKind::Statement => String::new(),
    }
}

fn done(book: &mut Book, commit: &Commit) {
    book.apply(&commit.changes);
}

fn in_book<'a>(def: &'a FormDef, fields: &'a [ResolvedField], world: &'a World) -> OpenForm<'a> {
    OpenForm {
        def,
        fields,
        program: &world.program,
        book: &world.book,
    }
}

/// Answers what the log does not, every question of the owner's.
fn fill(
    world: &mut World,
    used: &FormUse,
    def: &FormDef,
    answer: impl Fn(&ResolvedField) -> String,
) {
    let asked = asked(world, used, def);
    let mut answers: Answers = ops::form::prefilled_answers(def, &asked, &world.book);
    for question in asked.iter().filter(|question| question.mine) {
        if question.private || answers.at(&question.slot).is_empty() {
            let value = answer(question);
            let from_log = false;
            answers.put(question.slot.clone(), AnswerValue { value, from_log });
        }
    }
    let saved = in_book(def, &asked, world).save(&answers, &ctx());
    done(&mut world.book, &saved.unwrap().unwrap());
}

fn each_form(mut then: impl FnMut(&mut World, &FormUse, &Arc<FormDef>)) {
    let catalog = Catalog::new();
    for program in catalog.programs().unwrap() {
        let mut world = world_of(&program, &catalog);
        for (used, def) in catalog.forms_of(&program).unwrap() {
            then(&mut world, &used, &def);
        }
    }
}

#[test]
fn every_form_of_every_program_is_filled_in_completed_signed_and_written_out() {
    each_form(|world, used, def| {
        let name = format!("{} of {}", def.key, world.program.key);
        let open = asked(world, used, def);
        let empty = ops::form::prefilled_answers(def, &open, &world.book);
        // The closing record alone writes itself.
        let by_itself = completeness(&open, &empty).is_complete();
        assert_eq!(by_itself, def.key == "closing-record", "{name}");
        fill(world, used, def, |question| {
            parse_answer(question, &typed(question), today()).unwrap()
        });
        let asked = asked(world, used, def);
        let complete = in_book(def, &asked, world).mark_complete(&ctx());
        done(&mut world.book, &complete.unwrap());
        for who in Role::ALL {
            let role = ops::form::role_of(def, Role::Mentee);
            let signed = in_book(def, &asked, world).sign(*who, &ctx());
            if role.is_some_and(|role| role != *who) {
                assert!(signed.is_err(), "{name}");
                continue;
            }
            done(&mut world.book, &signed.unwrap());
        }
        let response = ops::form::response(def, &world.book, Role::Mentee).unwrap();
        assert_eq!(response.state, ResponseState::Signed, "{name}");
        let key = def.key.clone();
        let document = document(&ExportSubject::Form { key }, &world.source());
        if def.is_private() {
            let refused = document.unwrap_err().to_string();
            assert!(refused.ends_with("it never leaves this book."), "{refused}");
            return;
        }
        let document = document.unwrap();
        assert_eq!(document.title, used.title);
        for exporter in readers() {
            let written = text(exporter, &document);
            assert!(written.contains("Words about"), "{name}:\n{written}");
            assert!(written.contains("Signed"), "{name}:\n{written}");
        }
    });
}

#[test]
fn what_is_private_in_a_form_is_in_no_file() {
    let mut marked = 0;
    each_form(|world, used, def| {
        marked += asked(world, used, def)
            .iter()
            .filter(|question| question.private)
            .count();
        fill(world, used, def, |question| {
            if question.private {
                CANARY.to_owned()
            } else {
                parse_answer(question, &typed(question), today()).unwrap()
            }
        });
        let form = ExportSubject::Form {
            key: def.key.clone(),
        };
        for what in [form, ExportSubject::Everything] {
            let Ok(document) = document(&what, &world.source()) else {
                assert!(def.is_private(), "{}", def.key);
                continue;
            };
            for exporter in readers() {
                let written = text(exporter, &document);
                assert!(!written.contains(CANARY), "{}:\n{written}", def.key);
            }
        }
    });
    // The self-ratings at both ends in four programs, and the whole of ALSC's check.
    assert!(marked > 48, "{marked}");
}

#[test]
fn what_each_said_of_a_goal_stands_on_its_card() {
    let mut world = world();
    let tracker = world.forms.iter_mut().find(|it| it.key == "tracker");
    let goals = &mut Arc::make_mut(tracker.unwrap()).sections[1];
    let changed = goals.fields.iter_mut().find(|it| it.key == "changed");
    changed.unwrap().filled_by = Some(FilledBy::Each);
    let goal = Some(id("stem"));
    let mut said = answer("changed", Role::Mentor, "", "The mentor sees it, too.");
    said.id = Answer::id_for(said.response, "changed", goal, Role::Mentor);
    said.goal = goal;
    world.book.extend([said.into()]);
    let key = "tracker".to_owned();
    let document = document(&ExportSubject::Form { key }, &world.source()).unwrap();
    for exporter in readers() {
        let written = text(exporter, &document);
        let written: Vec<_> = written.split_whitespace().collect();
        let written = written.join(" ");
        for words in ["Two classes come", "The mentor sees it, too."] {
            assert!(written.contains(words), "{words}: {written}");
        }
    }
}

const CONTACT_LOG: &str = include_str!("../fixtures/forms/contact-log.toml");
const TABLES: [&str; 2] = [
    include_str!("../fixtures/forms/visits.toml"),
    include_str!("../fixtures/forms/books.toml"),
];

/// A mentor's book in which the program asks for the form of `text`, too.
fn world_with(text: &str) -> (World, FormUse, FormDef) {
    let def: FormDef = toml::from_str(text).unwrap();
    let used = format!("form = \"{}\"\ntitle = \"{}\"", def.key, def.title);
    let used: FormUse = toml::from_str(&used).unwrap();
    let mut world = world();
    world.book.identity.me = Role::Mentor;
    world.forms.push(Arc::new(def.clone()));
    world.program.forms.push(used.clone());
    (world, used, def)
}

/// Fills in, completes and signs the form as the mentor; each reader's file, without the blanks that lay it out.
fn handed_in(
    world: &mut World,
    used: &FormUse,
    def: &FormDef,
    answer: impl Fn(&ResolvedField) -> String,
) -> Vec<String> {
    fill(world, used, def, answer);
    let fields = asked(world, used, def);
    let complete = in_book(def, &fields, world).mark_complete(&ctx());
    done(&mut world.book, &complete.unwrap());
    let signed = in_book(def, &fields, world).sign(Role::Mentor, &ctx());
    done(&mut world.book, &signed.unwrap());
    let key = def.key.clone();
    let document = document(&ExportSubject::Form { key }, &world.source()).unwrap();
    let files = readers().map(|exporter| text(exporter, &document));
    let words = files.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    words.collect()
}

#[test]
fn a_log_of_a_month_has_a_row_for_each_meeting_and_each_promise_in_it() {
    let (mut world, used, mut def) = world_with(CONTACT_LOG);
    def.period = Some((day(2026, 12, 1), day(2026, 12, 31)));
    world.forms.pop();
    world.forms.push(Arc::new(def.clone()));
    let outside = |name: &str, month| Meeting {
        id: id(name),
        date: day(2027, month, 1),
        topics: ["Outside of the month".into()].into(),
        ..Meeting::default()
    };
    world.add([outside("jan", 1).into(), outside("feb", 2).into()]);
    let written = handed_in(&mut world, &used, &def, |question| {
        match &*question.slot.field {
            "topic" => "Seating plan".to_owned(),
            "standard" => "one".to_owned(),
            "helped" => "It was read".to_owned(),
            _ if question.field.kind == FieldKind::YesNo => "yes".to_owned(),
            _ => String::new(),
        }
    });
    let row = "| Tue, Dec 1, 2026 | 10:00 AM | 50 | Phone | budget, schools | Start a STEM hour | 1 Learners |";
    for file in &written {
        for words in [
            "Tue, Dec 1, 2026",
            "10:00 AM",
            "budget, schools",
            "Seating plan",
            "1 Learners",
            "Send the outline",
            "Wed, Dec 9, 2026",
            "It was read",
            "In total",
        ] {
            assert!(file.contains(words), "{words}: {file}");
        }
        assert!(!file.contains("Outside of the month"), "{file}");
        assert!(!file.contains("Meeting 1"), "{file}");
    }
    assert!(written.iter().any(|file| file.contains(row)), "{written:?}");
}

#[test]
fn free_rows_are_one_table_with_the_minutes_added_up_and_no_cell_is_lost() {
    for text in TABLES {
        let (mut world, used, def) = world_with(text);
        let rows = "Dec 1 | Class 4a, room 2 | 45\nDec 8 | Class 4b\n | A class \\| two | 50 |";
        let written = handed_in(&mut world, &used, &def, |question| {
            parse_answer(question, rows, today()).unwrap()
        });
        for file in written {
            for words in [
                "Class 4a, room 2",
                "Dec 8",
                "Class 4b",
                "In total",
                "95",
                "Minutes",
            ] {
                assert!(file.contains(words), "{words}: {file}");
            }
            let whole = file.contains("A class | two") || file.contains("A class \\| two");
            assert!(whole, "{file}");
        }
    }
}

#[test]
fn a_row_with_much_to_say_is_a_card() {
    let (mut world, used, def) = world_with(CONTACT_LOG);
    let long = "We went through the whole plan of the spring, and then once more, from the end to the start.";
    let written = handed_in(&mut world, &used, &def, |question| {
        match &*question.slot.field {
            "topic" | "helped" => long.to_owned(),
            "standard" => "two".to_owned(),
            _ if question.field.kind == FieldKind::YesNo => "no".to_owned(),
            _ => String::new(),
        }
    });
    for file in written {
        assert!(file.contains("Meeting 2: Tue, Dec 8, 2026"), "{file}");
        assert!(file.contains("Promise 1: "), "{file}");
        assert!(file.matches(long).count() >= 2, "{file}");
    }
}

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
        if def.private {
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
                assert!(def.private, "{}", def.key);
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

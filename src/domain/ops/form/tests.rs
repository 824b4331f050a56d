use super::*;
use crate::domain::answer::Slot;
use crate::domain::fill::tests::{Pen, ask, book, day, done, form, given, id, program};
use std::sync::Arc;

use crate::domain::form::FilledBy;
use crate::domain::goal::Goal;
use crate::domain::program::FormUse;

/// A joint part, a part for each goal, a part for each of the two and one of the mentor's.
fn tracker() -> FormDef {
    form(
        r#"
        [[sections]]
        key = "joint"
        title = "Together"
        fields = [
            { key = "meetings", label = "Meetings held", kind = "number", auto = "meetings", required = true },
            { key = "win", label = "Biggest win", kind = "line", required = true },
        ]
        [[sections]]
        key = "goals"
        title = "Goal"
        per_goal = true
        fields = [{ key = "changed", label = "What changed?", kind = "text", required = true }]
        [[sections]]
        key = "each"
        title = "Each"
        filled_by = "each"
        fields = [
            { key = "openly", label = "I can speak openly", kind = "scale" },
            { key = "secret", label = "For me alone", kind = "text", private = true },
        ]
        [[sections]]
        key = "mentor"
        title = "Mentor"
        filled_by = "mentor"
        fields = [{ key = "view", label = "The mentor's view", kind = "text", required = true }]
        "#,
    )
}

fn feedback() -> FormDef {
    let mut def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        fields = [{ key = "good", label = "What is good?", kind = "text" }]
        "#,
    );
    def.filled_by = FilledBy::Each;
    def
}

fn full() -> Answers {
    let mut answers = given(&[("meetings", "3"), ("win", "The visit"), ("secret", "Tired")]);
    let changed = Slot {
        field: "changed".to_owned(),
        goal: Some(id("stem")),
    };
    let given = AnswerValue {
        value: "The school calls us".to_owned(),
        from_log: false,
    };
    answers.put(changed, given);
    answers
}

fn open<'a>(
    def: &'a FormDef,
    fields: &'a [ResolvedField],
    program: &'a Program,
    book: &'a Book,
) -> OpenForm<'a> {
    OpenForm {
        def,
        fields,
        program,
        book,
    }
}

fn saved(book: &mut Book, def: &FormDef, after: &Answers) -> String {
    let asked = ask(book, def);
    let commit = open(def, &asked, &program(), book).save(after, &Pen::default().ctx());
    done(book, commit.map(Option::unwrap))
}

/// A book in which every required answer of the tracker is given.
fn filled() -> Book {
    let mut book = book();
    saved(&mut book, &tracker(), &full());
    book
}

fn state(book: &Book, def: &FormDef) -> ResponseState {
    response(def, book, Role::Mentee).unwrap().state
}

#[test]
fn what_is_saved_is_read_back_and_saving_it_again_saves_nothing() {
    let (mut book, def) = (book(), tracker());
    let label = saved(&mut book, &def, &full());
    assert_eq!(label, "4 answers of Tracker changed");
    assert_eq!(answers(&def, &book, Role::Mentee), full());
    let again =
        open(&def, &ask(&book, &def), &program(), &book).save(&full(), &Pen::default().ctx());
    assert_eq!(again, Ok(None));
    let mut more = full();
    more.set("win", "");
    assert_eq!(
        saved(&mut book, &def, &more),
        "“Biggest win” of Tracker answered"
    );
    assert_eq!(answers(&def, &book, Role::Mentee).get("win"), "");
}

#[test]
fn only_what_was_typed_is_counted_as_changed() {
    let (mut book, def) = (filled(), tracker());
    let mut after = full();
    let from_log = |value: &str| AnswerValue {
        value: value.to_owned(),
        from_log: true,
    };
    after.put(Slot::once("meetings"), from_log("9"));
    assert_eq!(
        saved(&mut book, &def, &after),
        "Tracker filled in from the log"
    );
    after.put(Slot::once("meetings"), from_log("10"));
    after.set("win", "A book");
    assert_eq!(
        saved(&mut book, &def, &after),
        "“Biggest win” of Tracker answered"
    );
}

#[test]
fn an_answer_keeps_the_question_it_answered() {
    let (mut book, mut def) = (filled(), tracker());
    def.sections[0].fields[1].label = "Proudest moment".to_owned();
    let mut after = full();
    after.set("meetings", "4");
    saved(&mut book, &def, &after);
    let question = |field: &str| {
        let answer = book.answers.values().find(|answer| answer.field == field);
        answer.unwrap().question.clone()
    };
    assert_eq!(question("win"), "Biggest win");
    assert_eq!(question("meetings"), "Meetings held");
}

#[test]
fn an_answer_whose_question_is_gone_is_still_listed() {
    let (mut book, mut def) = (filled(), tracker());
    def.sections[0].fields.remove(1);
    book.extend([Goal {
        archived: true,
        ..book.goals[&id("stem")].clone()
    }
    .into()]);
    let response = response(&def, &book, Role::Mentee).unwrap();
    let asked = ask(&book, &def);
    let mut left: Vec<_> = orphaned_answers(&asked, &book, response)
        .into_iter()
        .map(|answer| answer.question.as_str())
        .collect();
    left.sort_unstable();
    assert_eq!(left, ["Biggest win", "What changed?"]);
}

#[test]
fn private_fields_give_private_answers() {
    let book = filled();
    let private = |field: &str| {
        let answer = book.answers.values().find(|answer| answer.field == field);
        answer.unwrap().private
    };
    assert!(private("secret"));
    assert!(!private("win"));
}

#[test]
fn a_private_form_that_was_begun_without_its_mark_is_private_once_it_is_answered() {
    let mut book = book();
    saved(&mut book, &tracker(), &full());
    let mut private = tracker();
    private.private = true;
    let mut again = full();
    again.set("win", "another");
    assert!(!response(&private, &book, Role::Mentee).unwrap().private);
    saved(&mut book, &private, &again);
    assert!(response(&private, &book, Role::Mentee).unwrap().private);
}

#[test]
fn both_write_the_same_joint_answer_and_each_their_own() {
    let (mut mentee, mut mentor, def) = (book(), book(), tracker());
    mentor.identity.me = Role::Mentor;
    let words = given(&[("win", "The visit"), ("openly", "4"), ("view", "Good")]);
    saved(&mut mentee, &def, &words);
    saved(&mut mentor, &def, &words);
    let ids = |book: &Book, field: &str| {
        let answers = book.answers.values().filter(|answer| answer.field == field);
        answers.map(|answer| answer.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&mentee, "win"), ids(&mentor, "win"));
    assert_ne!(ids(&mentee, "openly"), ids(&mentor, "openly"));
    assert_eq!(ids(&mentee, "view"), [], "the mentor's part is not mine");
    mentee.extend(mentor.records());
    mentee.identity.me = Role::Mentee;
    let (mine, theirs) = (
        answers(&def, &mentee, Role::Mentee),
        answers(&def, &mentee, Role::Mentor),
    );
    assert_eq!(mine.get("view"), "Good");
    assert_eq!((mine.get("openly"), theirs.get("openly")), ("4", "4"));
}

#[test]
fn a_form_each_fills_in_alone_has_one_response_for_each() {
    assert_eq!(role_of(&feedback(), Role::Mentor), Some(Role::Mentor));
    assert_eq!(role_of(&tracker(), Role::Mentor), None);
    let (mut book, pen) = (book(), Pen::default());
    saved(&mut book, &feedback(), &given(&[("good", "Calls")]));
    assert!(response(&feedback(), &book, Role::Mentor).is_none());
    let asked = ask(&book, &feedback());
    let refused = open(&feedback(), &asked, &program(), &book).sign(Role::Mentor, &pen.ctx());
    assert!(refused.is_err());
}

#[test]
fn what_is_missing_is_named_when_a_form_is_to_be_complete() {
    let (mut book, pen, def) = (book(), Pen::default(), tracker());
    saved(&mut book, &def, &given(&[("win", "The visit")]));
    let asked = ask(&book, &def);
    let refused = open(&def, &asked, &program(), &book)
        .mark_complete(&pen.ctx())
        .unwrap_err();
    assert_eq!(
        refused.message,
        "“Tracker” is not complete: “Meetings held”, “What changed?” (Goal 1: Start a STEM hour) are missing."
    );
    saved(&mut book, &def, &full());
    let commit = open(&def, &ask(&book, &def), &program(), &book).mark_complete(&pen.ctx());
    assert_eq!(done(&mut book, commit), "“Tracker” complete");
    assert_eq!(state(&book, &def), ResponseState::Complete);
}

#[test]
fn a_form_about_goals_is_not_complete_without_one() {
    let (mut book, pen, def) = (filled(), Pen::default(), tracker());
    book.goals = std::sync::Arc::default();
    let refused = open(&def, &ask(&book, &def), &program(), &book)
        .mark_complete(&pen.ctx())
        .unwrap_err();
    assert!(refused.message.contains("goals"));
}

#[test]
fn a_complete_form_stays_complete_until_something_is_missing() {
    let (mut book, pen, def) = (filled(), Pen::default(), tracker());
    let commit = open(&def, &ask(&book, &def), &program(), &book).mark_complete(&pen.ctx());
    done(&mut book, commit);
    let mut after = full();
    after.set("win", "Two visits");
    saved(&mut book, &def, &after);
    assert_eq!(state(&book, &def), ResponseState::Complete);
    after.set("win", "");
    saved(&mut book, &def, &after);
    assert_eq!(state(&book, &def), ResponseState::Draft);
}

#[test]
fn a_signed_form_that_is_edited_is_a_draft_again_and_says_so() {
    let (mut book, pen, def) = (filled(), Pen::default(), tracker());
    let commit = open(&def, &ask(&book, &def), &program(), &book).sign(Role::Mentee, &pen.ctx());
    assert_eq!(
        done(&mut book, commit),
        "“Tracker” signed by Mentee A; Mentor B signs next"
    );
    let signed = response(&def, &book, Role::Mentee).unwrap();
    assert_eq!(signed.signed_mentee, Some(day("2027-04-01")));
    let mut after = full();
    after.set("win", "Two visits");
    assert_eq!(
        saved(&mut book, &def, &after),
        "“Biggest win” of Tracker answered; it is a draft again"
    );
    let reopened = response(&def, &book, Role::Mentee).unwrap();
    assert_eq!(
        (reopened.state, reopened.signed_mentee),
        (ResponseState::Draft, None)
    );
}

#[test]
fn a_form_of_both_is_signed_once_both_have_signed() {
    let (mut book, pen, def) = (filled(), Pen::default(), tracker());
    let sign_for = |book: &mut Book, who| {
        let asked = ask(book, &def);
        let commit = open(&def, &asked, &program(), book).sign(who, &pen.ctx());
        done(book, commit)
    };
    sign_for(&mut book, Role::Mentor);
    assert_eq!(state(&book, &def), ResponseState::Complete);
    assert_eq!(
        sign_for(&mut book, Role::Mentee),
        "“Tracker” signed by Mentee A"
    );
    assert_eq!(state(&book, &def), ResponseState::Signed);
}

#[test]
fn a_form_that_each_fills_in_is_signed_by_its_owner_alone() {
    let (mut book, pen, def) = (book(), Pen::default(), feedback());
    saved(&mut book, &def, &given(&[("good", "Calls")]));
    let asked = ask(&book, &def);
    let commit = open(&def, &asked, &program(), &book).sign(Role::Mentee, &pen.ctx());
    assert_eq!(done(&mut book, commit), "“Tracker” signed by Mentee A");
    assert_eq!(state(&book, &def), ResponseState::Signed);
}

#[test]
fn a_form_that_the_partner_does_not_read_is_signed_by_its_owner_alone() {
    let mut def = tracker();
    def.audience = Audience::Office;
    def.filled_by = FilledBy::Mentee;
    let (mut book, pen) = (book(), Pen::default());
    saved(&mut book, &def, &full());
    let sign_for = |book: &Book, who| {
        let asked = ask(book, &def);
        open(&def, &asked, &program(), book).sign(who, &pen.ctx())
    };
    let refused = sign_for(&book, Role::Mentor).unwrap_err();
    assert_eq!(
        refused.message,
        "“Tracker” is yours alone, so only you sign it."
    );
    let commit = sign_for(&book, Role::Mentee);
    assert_eq!(done(&mut book, commit), "“Tracker” signed by Mentee A");
    assert_eq!(state(&book, &def), ResponseState::Signed);
    let used = FormUse::of_book(&Arc::new(def.clone()), "");
    let description = used.description(&def);
    assert!(!description.contains("both of you"), "{description}");
}

/// A program that expects the form on the day of the milestone `rematch`, and sends it `to` somebody.
fn expecting(to: &str) -> Program {
    let mut program = program();
    let due = r#"
        key = "rematch"
        title = "Last day"
        about = ""
        on = { days = 30 }
        form = "tracker"
        "#;
    program.milestones.push(toml::from_str(due).unwrap());
    let used = format!("form = \"tracker\"\ntitle = \"Tracker\"\nto = \"{to}\"");
    program.forms.push(toml::from_str(&used).unwrap());
    program
}

/// True if completing the form completes its milestone in `program`.
fn completing_settles(def: &FormDef, program: &Program) -> bool {
    let (mut book, pen) = (book(), Pen::default());
    saved(&mut book, def, &full());
    let asked = ask(&book, def);
    let commit = open(def, &asked, program, &book).mark_complete(&pen.ctx());
    done(&mut book, commit);
    let mut milestones = book.milestones.values();
    milestones.any(|milestone| milestone.done == Some(day("2027-04-01")))
}

#[test]
fn a_form_that_goes_to_nobody_settles_its_date_when_it_is_complete() {
    assert!(completing_settles(&tracker(), &expecting("")));
    assert!(!completing_settles(&tracker(), &expecting("The office")));
}

#[test]
fn a_private_form_settles_its_date_when_it_is_complete() {
    let mut check = tracker();
    check.private = true;
    // A private form repeats for both goals; only the shared one is answered.
    check.sections.remove(1);
    assert!(completing_settles(&check, &expecting("The office")));
}

#[test]
fn a_form_given_again_counts_from_the_last_time_it_left() {
    let mut def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        fields = [{ key = "contacts", label = "Contacts", kind = "number", auto = "contacts-since-last", required = true }]
        "#,
    );
    def.filled_by = FilledBy::Each;
    let (mut book, pen) = (book(), Pen::default());
    let asked = ask(&book, &def);
    let first = prefilled_answers(&def, &asked, &book);
    assert_eq!(first.get("contacts"), "4");
    saved(&mut book, &def, &first);
    let commit = open(&def, &asked, &program(), &book).mark_complete(&pen.ctx());
    done(&mut book, commit);
    let commit = open(&def, &[], &program(), &book).mark_exported(&pen.ctx());
    done(&mut book, commit);
    let asked = ask(&book, &def);
    assert_eq!(
        prefilled_answers(&def, &asked, &book).get("contacts"),
        "4",
        "as sent"
    );
    let commit = open(&def, &[], &program(), &book).reopen(&pen.ctx());
    done(&mut book, commit);
    assert_eq!(prefilled_answers(&def, &asked, &book).get("contacts"), "0");
}

#[test]
fn a_form_that_left_keeps_the_day_when_it_is_reopened() {
    let (mut book, pen, def) = (filled(), Pen::default(), tracker());
    let commit = open(&def, &[], &program(), &book).mark_exported(&pen.ctx());
    done(&mut book, commit);
    assert_eq!(
        state(&book, &def),
        ResponseState::Draft,
        "a draft stays one"
    );
    let commit = open(&def, &ask(&book, &def), &program(), &book).sign(Role::Mentee, &pen.ctx());
    done(&mut book, commit);
    let commit = open(&def, &[], &program(), &book).mark_exported(&pen.ctx());
    assert_eq!(done(&mut book, commit), "“Tracker” exported");
    assert_eq!(state(&book, &def), ResponseState::Exported);
    let commit = open(&def, &[], &program(), &book).reopen(&pen.ctx());
    assert_eq!(done(&mut book, commit), "“Tracker” reopened as a draft");
    let response = response(&def, &book, Role::Mentee).unwrap();
    assert_eq!(response.exported, Some(day("2027-04-01")));
}

#[test]
fn a_draft_opens_with_what_the_log_knows_and_a_complete_form_as_it_is() {
    let (mut book, pen, def) = (book(), Pen::default(), tracker());
    let asked = ask(&book, &def);
    assert_eq!(prefilled_answers(&def, &asked, &book).get("meetings"), "3");
    let mut answers = full();
    fill_meetings(&asked, &mut answers);
    saved(&mut book, &def, &answers);
    let meeting = book.meetings[&id("2027-03-09")].clone();
    book.extend([crate::domain::meeting::Meeting {
        id: id("one more"),
        ..meeting
    }
    .into()]);
    assert_eq!(
        prefilled_answers(&def, &ask(&book, &def), &book).get("meetings"),
        "4"
    );
    let commit = open(&def, &ask(&book, &def), &program(), &book).mark_complete(&pen.ctx());
    done(&mut book, commit);
    assert_eq!(
        prefilled_answers(&def, &ask(&book, &def), &book).get("meetings"),
        "3"
    );
}

fn fill_meetings(asked: &[ResolvedField], answers: &mut Answers) {
    answers.0.remove(&Slot::once("meetings"));
    prefill(asked, answers);
}

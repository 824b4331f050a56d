//! Conditions, computed values and bounds of answers, in a small book.

use super::tests::{ask, book, day, form, id};
use super::*;
use crate::domain::answer::AnswerValue;
use crate::domain::display::options_in_words;

fn one(kind: &str) -> ResolvedField {
    let def = form(&format!(
        "[[sections]]\nkey = \"s\"\ntitle = \"S\"\nfields = [{{ key = \"f\", label = \"F\", {kind} }}]"
    ));
    ask(&book(), &def).swap_remove(0)
}

fn typed(kind: &str, text: &str) -> Result<String, String> {
    parse_answer(&one(kind), text, day("2026-11-22"))
}

#[test]
fn a_number_is_read_with_point_or_comma_and_with_its_unit() {
    let hours = "kind = \"decimal\", unit = \"hours\", least = -2, most = 12.5";
    for (text, value) in [
        ("1,5", "1.5"),
        ("1.50 Hours", "1.5"),
        ("-2", "-2"),
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("12.5", "12.5"),
    ] {
        assert_eq!(typed(hours, text).as_deref(), Ok(value), "{text}");
    }
    for text in [
        "12.6",
        "-3",
        "1.5.2",
        "1e1",
        "inf",
        "nan",
        "1,500",
        "--1",
        "hours",
        "1234567890123456",
    ] {
        assert!(typed(hours, text).is_err(), "{text}");
    }
    assert_eq!(
        typed("kind = \"number\", most = 5000", "4999").as_deref(),
        Ok("4999")
    );
}

#[test]
fn what_may_be_given_is_said_in_words() {
    let words = |kind: &str| options_in_words(&one(kind)).unwrap_or_default();
    assert_eq!(words("kind = \"line\""), "");
    assert_eq!(
        words("kind = \"text\", max_words = 1200"),
        "at most 1,200 words"
    );
    assert_eq!(
        words("kind = \"number\", unit = \"km\", least = 1, or = [\"not-applicable\"]"),
        "km, of at least 1; or: not applicable"
    );
    assert_eq!(
        words("kind = \"scale\", points = [1, 3], labels = { 3 = \"much\" }"),
        "1, 3: 3 much"
    );
}

#[test]
fn an_answer_in_place_of_one_is_read_where_it_may_be_given() {
    let or = "or = [\"not-applicable\", \"rather-not-say\"]";
    for kind in ["line", "text", "number", "date", "scale", "yes-no"] {
        let kind = format!("kind = \"{kind}\", {or}");
        assert_eq!(
            typed(&kind, "N/A").as_deref(),
            Ok("not-applicable"),
            "{kind}"
        );
        assert_eq!(
            typed(&kind, "Rather not say").as_deref(),
            Ok("rather-not-say")
        );
        let question = one(&kind);
        assert_eq!(question.field.kind.number("not-applicable"), None);
    }
    assert_eq!(typed("kind = \"line\"", "N/A").as_deref(), Ok("N/A"));
}

#[test]
fn a_condition_looks_at_its_goal_and_ends_where_its_own_question_is_not_asked() {
    let def = form(
        r#"
        [[sections]]
        key = "each"
        title = "Goal"
        per_goal = true
        fields = [
          { key = "still", label = "Still?", kind = "yes-no" },
          { key = "why", label = "Why not?", kind = "choice", options = [{ key = "time", label = "Time" }], required = true, ask_if = "still = no" },
          { key = "when", label = "When?", kind = "line", ask_if = "why != other" },
        ]
        "#,
    );
    let fields = ask(&book(), &def);
    let slot = |field: &str| Slot {
        field: field.to_owned(),
        goal: Some(id("stem")),
    };
    let mut answers = Answers::default();
    let hidden = |answers: &Answers| {
        let unasked = unasked(&fields, answers).into_iter();
        unasked.map(|slot| slot.field).collect::<Vec<_>>()
    };
    assert_eq!(hidden(&answers), ["when", "why"]);
    answers.put(slot("still"), AnswerValue::typed("no"));
    assert_eq!(
        hidden(&answers),
        ["when"],
        "nothing is decided without an answer"
    );
    assert_eq!(
        completeness(&fields, &answers).required_missing,
        [slot("why")]
    );
    answers.put(slot("why"), AnswerValue::typed("time"));
    assert_eq!(hidden(&answers), Vec::<String>::new());
    answers.put(slot("still"), AnswerValue::typed("yes"));
    assert_eq!(
        hidden(&answers),
        ["when", "why"],
        "what hangs on the hidden one is hidden"
    );
    assert!(completeness(&fields, &answers).is_complete());
}

#[test]
fn two_questions_that_wait_for_each_other_are_both_not_asked() {
    let def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        fields = [
          { key = "a", label = "A", kind = "yes-no", ask_if = "b = yes" },
          { key = "b", label = "B", kind = "yes-no", ask_if = "a = yes" },
        ]
        "#,
    );
    let mut answers = Answers::default();
    answers.set("a", "yes").set("b", "yes");
    assert_eq!(unasked(&ask(&book(), &def), &answers).len(), 2);
}

#[test]
fn a_total_is_of_what_is_asked_and_a_mean_has_one_decimal() {
    let def = form(
        r#"
        [[sections]]
        key = "s"
        title = "S"
        fields = [
          { key = "used", label = "Used?", kind = "yes-no" },
          { key = "tenth", label = "A", kind = "decimal" },
          { key = "fifth", label = "B", kind = "decimal", ask_if = "used = yes" },
          { key = "sum", label = "Sum", kind = "total" },
          { key = "mean", label = "Mean", kind = "mean", of = ["tenth", "fifth", "used"] },
        ]
        "#,
    );
    let fields = ask(&book(), &def);
    let mut answers = Answers::default();
    assert!(computed(&fields, &answers).is_empty());
    answers
        .set("used", "yes")
        .set("tenth", "0.1")
        .set("fifth", "0.2");
    let value =
        |answers: &Answers, key: &str| computed(&fields, answers)[&Slot::once(key)].value.clone();
    assert_eq!(value(&answers, "sum"), "0.3");
    assert_eq!(value(&answers, "mean"), "0.4");
    answers.set("used", "no");
    assert_eq!(value(&answers, "sum"), "0.1");
    assert_eq!(completeness(&fields, &answers).asked, 2);
}

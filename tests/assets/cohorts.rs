//! Whenever a year begins, the dates of every built-in program come in order, inside the year, and where they make sense.

use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use matchbook::catalog::{Catalog, parse};
use matchbook::domain::book::Book;
use matchbook::domain::deck::Stage;
use matchbook::domain::id::Id;
use matchbook::domain::ops::OpContext;
use matchbook::domain::ops::year::{NewBook, answers_of_cycle, edit_cycle};
use matchbook::domain::person::Role;
use matchbook::domain::program::{DateRule, Program};
use matchbook::domain::schedule::{Year, length_words, resolve, rule_words};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn context() -> OpContext {
    OpContext {
        at: DateTime::UNIX_EPOCH,
        today: day("2026-11-22"),
        zone: None,
        new_id: Box::new(Id::default),
    }
}

fn book(program: &Program, start: NaiveDate) -> Book {
    let new = NewBook {
        program,
        me: Role::Mentee,
        my_name: "Ana".to_owned(),
        partner_name: "Ben".to_owned(),
        partner_zone: String::new(),
        start,
        end: None,
    };
    let mut book = Book::default();
    let commit = new.initial_commit(Id::default(), &context()).unwrap();
    book.apply(&commit.changes);
    book
}

/// The same book with another last day.
fn ending(book: &Book, program: &Program, end: NaiveDate) -> Book {
    let mut answers = answers_of_cycle(book.cycle().unwrap());
    answers.set_day("end", Some(end), None);
    let mut after = book.clone();
    let commit = edit_cycle(book, program, &answers, &context()).unwrap();
    after.apply(&commit.changes);
    after
}

fn every_start() -> impl Iterator<Item = NaiveDate> {
    // One of the two has a February 29.
    (0..731).map(|days| day("2027-01-01") + Days::new(days))
}

/// The dates of the program in the order of its file: key, day, and whether it is a chance and no duty.
fn dates<'a>(program: &'a Program, book: &Book) -> Vec<(&'a str, NaiveDate, bool)> {
    let find = |key: &str| {
        let mut all = book.milestones.values();
        all.find(|it| it.key == key).unwrap().date
    };
    let defs = program.milestones.iter();
    defs.map(|it| (&*it.key, find(&it.key), it.passes))
        .collect()
}

/// Rules that hold for a year as the program has it and for one that the pair made longer or shorter.
fn check_order(program: &Program, book: &Book) -> Result<(), String> {
    let cycle = book.cycle().unwrap();
    let (start, end) = (cycle.start, cycle.end);
    let dates = dates(program, book);
    for (key, date, _) in &dates {
        if !(start..=end).contains(date) {
            return Err(format!("{key} on {date} is not from {start} to {end}"));
        }
        let days = (*date - start).num_days();
        if days < 14 {
            return Err(format!("{key} on day {days}"));
        }
    }
    // The last day of a chance is counted from the start by itself; what has to be done comes in order.
    let duties: Vec<_> = dates.iter().filter(|(_, _, passes)| !passes).collect();
    for pair in duties.windows(2) {
        if pair[0].1 > pair[1].1 {
            return Err(format!("{pair:?}"));
        }
    }
    let year = Year::new(book, program, start);
    let phases = year.phases();
    let contiguous = phases
        .windows(2)
        .all(|pair| pair[0].end.succ_opt() == Some(pair[1].start));
    let whole = phases.first().map(|it| it.start) == Some(start)
        && phases.last().map(|it| it.end) == Some(end);
    // What is left is in the order of the file.
    let mut rest = program.phases.iter();
    let in_order = phases
        .iter()
        .all(|span| rest.any(|phase| std::ptr::eq(phase, span.phase)));
    let middle = on(program, book, &["tracker", "review"]).ok_or("no look back")?;
    let is_middle = year.phase_on(middle).map(|it| it.phase.stage) == Some(Stage::Middle);
    (contiguous && whole && in_order && is_middle)
        .then_some(())
        .ok_or_else(|| format!("{middle}: {phases:?}"))
}

fn on(program: &Program, book: &Book, keys: &[&str]) -> Option<NaiveDate> {
    let dates = dates(program, book).into_iter();
    let mut found = dates.filter(|(key, ..)| keys.contains(key));
    found.next().map(|(_, date, _)| date)
}

#[test]
fn whenever_a_year_begins_its_phases_and_dates_come_in_order() {
    for program in Catalog::new().programs().unwrap() {
        for start in every_start() {
            let book = book(&program, start);
            let at = format!("{} from {start}", program.key);
            check_order(&program, &book).unwrap_or_else(|what| panic!("{at}: {what}"));
            let end = book.cycle().unwrap().end;
            let length = (end - start).num_days();
            assert_eq!(
                Year::new(&book, &program, start).phases().len(),
                program.phases.len(),
                "{at}"
            );
            let middle = on(&program, &book, &["tracker", "review"]).unwrap();
            let share = (middle - start).num_days() * 3;
            assert!((length..=2 * length).contains(&share), "{at}: {middle}");
            let last = ["wrap-up", "evaluation", "feedback", "farewell"];
            let dates = dates(&program, &book);
            let (key, last_day, _) = dates.last().unwrap();
            assert!(last.contains(key));
            assert!(
                (end - *last_day).num_days() * 6 <= length,
                "{at}: {last_day}"
            );
        }
    }
}

#[test]
fn an_alsc_year_is_about_as_long_whenever_it_begins_and_a_re_match_has_its_30_days() {
    let alsc = Catalog::new().program("alsc").unwrap();
    for start in every_start() {
        let book = book(&alsc, start);
        let length = (book.cycle().unwrap().end - start).num_days();
        assert!((240..=366).contains(&length), "{start}: {length}");
        let rematch = on(&alsc, &book, &["rematch"]).unwrap();
        assert_eq!((rematch - start).num_days(), 30);
    }
}

#[test]
fn a_year_that_is_made_longer_or_shorter_keeps_its_dates_in_order() {
    for program in Catalog::new().programs().unwrap() {
        for start in every_start().step_by(5) {
            let book = book(&program, start);
            let end = book.cycle().unwrap().end;
            for days in [-90, -60, -30, -7, 14, 40, 90, 180] {
                let end = end + TimeDelta::days(days);
                // A half-year has less to give away.
                if (end - start).num_days() < 150 {
                    continue;
                }
                let book = ending(&book, &program, end);
                check_order(&program, &book)
                    .unwrap_or_else(|what| panic!("{} {start} to {end}: {what}", program.key));
            }
        }
    }
}

/// End and dates of an ALSC year.
fn alsc(start: &str) -> String {
    let program = Catalog::new().program("alsc").unwrap();
    let book = book(&program, day(start));
    let dates = dates(&program, &book);
    let dates = dates.iter().map(|(key, date, _)| format!("{key} {date}"));
    let dates: Vec<_> = dates.collect();
    format!("{}; end {}", dates.join(", "), book.cycle().unwrap().end)
}

#[test]
fn each_cohort_of_alsc_has_its_own_dates_and_so_has_an_odd_start() {
    let fall = "communication 2026-11-30, goals 2026-12-01, rematch 2026-12-02, tracker 2027-04-01, \
                wrap-up 2027-08-15; end 2027-08-31";
    assert_eq!(alsc("2026-11-02"), fall);
    let spring = "communication 2027-04-12, goals 2027-04-14, rematch 2027-04-14, tracker 2027-08-15, \
                  wrap-up 2027-12-30; end 2028-01-15";
    assert_eq!(alsc("2027-03-15"), spring);
    let late = "communication 2026-12-25, goals 2026-12-27, rematch 2026-12-27, tracker 2027-04-01, \
                wrap-up 2027-08-15; end 2027-08-31";
    assert_eq!(alsc("2026-11-27"), late);
    let july = "communication 2027-07-29, goals 2027-07-31, rematch 2027-07-31, tracker 2027-11-30, \
                wrap-up 2028-04-15; end 2028-05-01";
    assert_eq!(alsc("2027-07-01"), july);
}

/// A program with these rules, as a file of one's own.
fn own(end: &str, on: &str) -> Program {
    let text = format!(
        "key = \"own\"\ntitle = \"Own\"\nshort = \"Own\"\nabout = \"Ours.\"\nend = {end}\nsources = []\n\
         [[phases]]\nstage = \"starting\"\ntitle = \"All\"\nabout = \"Go.\"\nfrom = {{ days = 0 }}\n\
         [[milestones]]\nkey = \"it\"\ntitle = \"It\"\nabout = \"Now.\"\non = {on}\n"
    );
    parse("own.toml", &text).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn a_fixed_day_is_that_day_and_for_a_later_year_the_same_day_in_it() {
    let program = own("{ day = \"2027-06-30\" }", "{ day = \"2027-03-01\" }");
    let told = |start: &str| {
        let book = book(&program, day(start));
        let date = dates(&program, &book)[0].1;
        (date, book.cycle().unwrap().end)
    };
    assert_eq!(told("2026-10-01"), (day("2027-03-01"), day("2027-06-30")));
    assert_eq!(told("2027-10-01"), (day("2028-03-01"), day("2028-06-30")));
    assert_eq!(length_words(&program.end), "until Wed, Jun 30, 2027");
    assert_eq!(rule_words(&program.milestones[0].on), "Mon, Mar 1, 2027");
}

#[test]
fn a_choice_may_go_over_new_year_and_hold_another_one() {
    let rule = "{ by-start = { from = [11, 16], until = [2, 15], then = { days = 10 }, \
                else = { by-start = { from = [9, 1], until = [11, 15], then = { month-day = [12, 1] }, else = { percent = 25 } } } } }";
    let program = own("{ months = 12 }", rule);
    let rule: &DateRule = &program.milestones[0].on;
    let told = |start: &str, end: &str| resolve(rule, day(start), day(end)).to_string();
    assert_eq!(told("2026-11-16", "2027-11-16"), "2026-11-26");
    assert_eq!(told("2027-02-15", "2028-02-15"), "2027-02-25");
    assert_eq!(told("2026-11-15", "2027-11-15"), "2026-12-01");
    assert_eq!(told("2027-02-16", "2027-05-27"), "2027-03-13");
    assert_eq!(
        rule_words(rule),
        "10 days after the start if the year starts from November 16 to February 15, else December 1 if the year starts \
         from September 1 to November 15, else 25% of the way to the end"
    );
}

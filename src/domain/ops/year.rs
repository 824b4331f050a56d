//! Operations on years: starting a book, its people, its milestones, its cadence.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::fields::{FormFields, fill, take};
use super::records::{self, Editable, not_in_book};
use super::{OpContext, Outcome, Refusal, quoted, require_line};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Kind};
use crate::domain::dates::format_date;
use crate::domain::id::Id;
use crate::domain::person::{Person, Role};
use crate::domain::program::{Cycle, Milestone, MilestoneDef, Program};
use crate::domain::schedule::{end_date, milestone_defs, resolve, resolve_in};
use crate::domain::zone::zone_by_words;

/// Input for a new book.
#[derive(Clone, Debug)]
pub struct NewBook<'a> {
    pub program: &'a Program,
    /// Role of the owner.
    pub me: Role,
    pub my_name: String,
    pub partner_name: String,
    /// Time zone of the partner as typed; empty if it is not known.
    pub partner_zone: String,
    pub start: NaiveDate,
    /// The last day; none for the program's default.
    pub end: Option<NaiveDate>,
}

impl NewBook<'_> {
    /// First commit of the book of the match `pair`: both people, the cycle, the program's milestones.
    pub fn initial_commit(&self, pair: Id, ctx: &OpContext) -> Outcome {
        let my_name = require_line(&self.my_name, "name")?;
        let partner_name = require_line(&self.partner_name, "name of the partner")?;
        let end = self
            .end
            .unwrap_or_else(|| end_date(self.program, self.start));
        check_cycle_dates(self.start, end)?;
        let label = format!("book of {my_name} and {partner_name} started");
        let cycle = Cycle {
            id: Cycle::id_for(pair, self.start),
            program: self.program.key.clone(),
            start: self.start,
            end,
            ..Cycle::default()
        };
        let partner_zone = zone_name(&self.partner_zone)?;
        let people = [
            (self.me, my_name, String::new()),
            (self.me.other(), partner_name, partner_zone),
        ];
        let mut changes: Vec<Change> = people
            .into_iter()
            .map(|(role, name, zone)| {
                Change::create(Person {
                    id: Person::id_for(pair, role),
                    role,
                    name,
                    zone,
                    ..Person::default()
                })
            })
            .collect();
        changes.extend(milestones(self.program, &cycle).map(Change::create));
        changes.push(Change::create(cycle));
        Ok(ctx.commit(label, changes))
    }
}

/// Milestones of the program, dated in `cycle`.
pub(super) fn milestones(program: &Program, cycle: &Cycle) -> impl Iterator<Item = Milestone> {
    let defs = milestone_defs(program, cycle).into_iter();
    defs.map(|def| milestone(def, cycle))
}

/// Milestone of `def`, dated in `cycle`.
pub(super) fn milestone(def: MilestoneDef, cycle: &Cycle) -> Milestone {
    Milestone {
        id: Milestone::id_for(cycle.id, &def.key),
        cycle: cycle.id,
        date: resolve(&def.on, cycle.start, cycle.end),
        key: def.key,
        title: def.title,
        ..Milestone::default()
    }
}

/// Refuses a cycle that is too short or too long to be meant.
pub(super) fn check_cycle_dates(start: NaiveDate, end: NaiveDate) -> Result<(), Refusal> {
    const MOST_DAYS: i64 = 3_660;
    if !(1900..2200).contains(&start.year()) {
        return Err(
            Refusal::new(format!("The year cannot start on {}.", format_date(start)))
                .hint("Write the first day in full, like “2026-11-02”."),
        );
    }
    if end <= start {
        return Err(Refusal::new(format!(
            "The year would end on {}, which is not after its first day, {}.",
            format_date(end),
            format_date(start)
        ))
        .hint("Choose a later last day."));
    }
    if (end - start).num_days() > MOST_DAYS {
        return Err(
            Refusal::new(format!("The year would last until {}.", format_date(end)))
                .hint("Choose a last day within ten years."),
        );
    }
    Ok(())
}

/// Moves a milestone to another day.
pub fn move_milestone(book: &Book, id: Id, date: NaiveDate, ctx: &OpContext) -> Outcome {
    let verb = format!("moved to {}", format_date(date));
    records::change(book, id, &verb, ctx, |milestone: &mut Milestone| {
        milestone.date = date;
    })
}

/// Renames a milestone.
pub fn rename_milestone(book: &Book, id: Id, title: &str, ctx: &OpContext) -> Outcome {
    let title = require_line(title, "date's title")?;
    records::change(book, id, "renamed", ctx, |milestone: &mut Milestone| {
        milestone.title = title;
    })
}

fn check_cadence(cycle: &Cycle) -> Result<(), Refusal> {
    const MOST_A_MONTH: u32 = 60;
    const MOST_AHEAD: u32 = 60;
    let monthly = cycle.contacts_a_month.max(cycle.meetings_a_month);
    if monthly.is_some_and(|count| count > MOST_A_MONTH) {
        return Err(
            Refusal::new(format!("There is room for at most {MOST_A_MONTH} a month."))
                .hint("Give a smaller number."),
        );
    }
    cycle.usual_minutes.map_or(Ok(()), super::check_minutes)?;
    if cycle.send_ahead_days.is_some_and(|days| days > MOST_AHEAD) {
        return Err(Refusal::new(format!(
            "An agenda is sent at most {MOST_AHEAD} days ahead."
        ))
        .hint("Give a smaller number of days."));
    }
    Ok(())
}

pub(super) fn current_cycle(book: &Book) -> Result<&Cycle, Refusal> {
    book.cycle().ok_or_else(|| {
        Refusal::new("This book has no year yet.").hint("Start one with a program and a first day.")
    })
}

impl Editable for Milestone {
    const FORM: &'static str = "editor-milestone";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        // A new one has no title yet, and no day to fall back to.
        let before = (!self.title.is_empty()).then_some(self.date);
        form.required("title", &mut self.title, "date's title")?
            .field("date", &mut self.date, NaiveDate::to_string, |it, _| {
                let date = it.day("date").or(before);
                date.ok_or_else(|| Refusal::new("The date is missing."))
            })?
            .day("done", &mut self.done)?;
        Ok(())
    }

    fn create(_parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            id: ctx.id(),
            cycle: current_cycle(book)?.id,
            ..Self::default()
        })
    }

    fn added_label(&self, _book: &Book) -> String {
        format!(
            "date {} added on {}",
            quoted(&self.title),
            format_date(self.date)
        )
    }
}

fn person_fields(person: &mut Person, form: &mut FormFields) -> Result<(), Refusal> {
    form.required("name", &mut person.name, "name")?
        .line("library", &mut person.library, "library")?
        .line("email", &mut person.email, "e-mail address")?
        .line("phone", &mut person.phone, "telephone number")?
        .line("reach", &mut person.reach, "way to be reached")?
        .field("zone", &mut person.zone, String::clone, |it, _| {
            zone_name(it.get("zone"))
        })?;
    Ok(())
}

/// Name of the zone that was typed; none for none.
fn zone_name(typed: &str) -> Result<String, Refusal> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    let zone = zone_by_words(typed).ok_or_else(|| {
        Refusal::new(format!(
            "{} is no time zone that is known here.",
            quoted(typed)
        ))
        .hint("Name a city or letters, like “Chicago”, “Europe/Berlin” or “ET”.")
    })?;
    Ok(zone.name().to_owned())
}

/// Answers for the editor of a person.
pub fn answers_of_person(person: &Person) -> Answers {
    fill(person, person_fields)
}

/// Edits a person.
///
/// # Errors
/// When the name is missing, or an answer is too long.
pub fn edit_person(book: &Book, role: Role, answers: &Answers, ctx: &OpContext) -> Outcome {
    let before = book.person(role).ok_or_else(|| not_in_book(Kind::Person))?;
    let after = take(before, answers, person_fields)?;
    let label = format!("{} changed", quoted(&after.name));
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

fn cycle_fields(cycle: &mut Cycle, form: &mut FormFields) -> Result<(), Refusal> {
    form.set_day("start", &mut cycle.start)?
        .set_day("end", &mut cycle.end)?
        .number("contacts-a-month", &mut cycle.contacts_a_month)?
        .number("meetings-a-month", &mut cycle.meetings_a_month)?
        .number("usual-minutes", &mut cycle.usual_minutes)?
        .number("send-ahead-days", &mut cycle.send_ahead_days)?;
    Ok(())
}

/// Answers for the editor of the cycle and its cadence.
pub fn answers_of_cycle(cycle: &Cycle) -> Answers {
    fill(cycle, cycle_fields)
}

/// Changes of the dates that the pair left alone, from those of the year in `before` to those of the same year in `after`,
/// whose days or pauses differ.
pub(super) fn dates_that_follow(program: &Program, before: &Book, after: &Book) -> Vec<Change> {
    let defaults = |book: &Book| -> BTreeMap<Id, Milestone> {
        let Some(cycle) = book.cycle() else {
            return BTreeMap::new();
        };
        let defs = milestone_defs(program, cycle).into_iter();
        let dated = defs.map(|def| Milestone {
            date: resolve_in(&def.on, book),
            ..milestone(def, cycle)
        });
        dated.map(|it| (it.id, it)).collect()
    };
    let old = defaults(before);
    let moved = defaults(after).into_values().filter_map(|new| {
        match (before.milestones.get(&new.id), old.get(&new.id)) {
            (Some(current), Some(default)) => {
                let untouched =
                    current.date == default.date && current.done.is_none() && !current.archived;
                untouched.then(|| Change::with(current, |it| it.date = new.date))
            }
            // A longer year has more occurrences of a form that is given again.
            (None, None) => Some(Change::create(new)),
            (Some(_), None) | (None, Some(_)) => None,
        }
    });
    moved.collect()
}

/// Edits first and last day and cadence. Milestones of the program that the pair left alone move with the days; one that
/// was moved, ticked or archived stays.
///
/// # Errors
/// When the days or the cadence are refused, or the book has no cycle.
pub fn edit_cycle(book: &Book, program: &Program, answers: &Answers, ctx: &OpContext) -> Outcome {
    let before = book.cycle().ok_or_else(|| not_in_book(Kind::Cycle))?;
    let after = take(before, answers, cycle_fields)?;
    check_cycle_dates(after.start, after.end)?;
    check_cadence(&after)?;
    let mut later = book.clone();
    later.apply(&[Change::edit(before.clone(), after.clone())]);
    let mut changes = dates_that_follow(program, book, &later);
    let label = format!(
        "year set to {} until {}",
        format_date(after.start),
        format_date(after.end)
    );
    changes.push(Change::edit(before.clone(), after));
    Ok(ctx.commit(label, changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::ops::{add, archive, tick};
    use crate::domain::schedule::tests::{day, program};

    const PAIR: Id = Id::from_bits(5);

    fn new_book(program: &Program) -> NewBook<'_> {
        NewBook {
            program,
            me: Role::Mentor,
            my_name: "Mentor B".to_owned(),
            partner_name: " Mentee A ".to_owned(),
            partner_zone: String::new(),
            start: day("2026-11-02"),
            end: None,
        }
    }

    fn started() -> Book {
        let mut book = Book::default();
        let commit = new_book(&program()).initial_commit(PAIR, &op_context());
        apply_commit(&mut book, &commit.unwrap());
        book
    }

    fn dated(book: &Book, key: &str) -> (Id, NaiveDate) {
        let id = Milestone::id_for(book.cycle().unwrap().id, key);
        (id, book.milestones[&id].date)
    }

    #[test]
    fn a_new_book_knows_both_people_the_cycle_and_the_dates() {
        let book = started();
        assert_eq!(book.name(Role::Mentor), "Mentor B");
        assert_eq!(book.name(Role::Mentee), "Mentee A");
        let cycle = book.cycle().unwrap();
        assert_eq!(
            (cycle.program.as_str(), cycle.end),
            ("school-year", day("2027-08-31"))
        );
        assert_eq!(dated(&book, "goals").1, day("2026-12-01"));
        assert_eq!(dated(&book, "tracker").1, day("2027-04-01"));
        assert_eq!(book.records().count(), 5);
    }

    #[test]
    fn two_books_of_one_match_begin_with_the_same_records() {
        let program = program();
        let mine = new_book(&program);
        let theirs = NewBook {
            me: Role::Mentee,
            my_name: "Mentee A".to_owned(),
            partner_name: "Mentor B".to_owned(),
            partner_zone: String::new(),
            ..mine.clone()
        };
        let mut books = [Book::default(), Book::default()];
        for (book, new) in books.iter_mut().zip([mine, theirs]) {
            apply_commit(book, &new.initial_commit(PAIR, &op_context()).unwrap());
        }
        assert_eq!(books[0], books[1]);
    }

    #[test]
    fn a_book_without_names_or_with_an_end_before_its_start_is_refused() {
        let program = program();
        let nameless = NewBook {
            my_name: " ".to_owned(),
            ..new_book(&program)
        };
        let refusal = nameless.initial_commit(PAIR, &op_context()).unwrap_err();
        assert_eq!(refusal.message, "The name is empty.");
        for end in ["2026-11-02", "2026-01-01", "2099-01-01"] {
            let wrong = NewBook {
                end: Some(day(end)),
                ..new_book(&program)
            };
            let refusal = wrong.initial_commit(PAIR, &op_context()).unwrap_err();
            assert!(refusal.hint.is_some(), "{end}");
        }
    }

    #[test]
    fn a_date_is_moved_ticked_renamed_and_archived() {
        let mut book = started();
        let (id, _) = dated(&book, "goals");
        let commit = move_milestone(&book, id, day("2026-12-08"), &op_context()).unwrap();
        assert_eq!(
            commit.label,
            "date “Goals to the office” moved to Tue, Dec 8, 2026"
        );
        apply_commit(&mut book, &commit);
        for expected in [Some(day("2026-11-22")), None] {
            let commit = tick(&book, Kind::Milestone, id, &op_context()).unwrap();
            apply_commit(&mut book, &commit);
            assert_eq!(book.milestones[&id].done, expected);
        }
        let commit = rename_milestone(&book, id, "Goal sheet", &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let commit = archive(&book, Kind::Milestone, id, &op_context()).unwrap();
        assert_eq!(commit.label, "date “Goal sheet” archived");
        apply_commit(&mut book, &commit);
        assert_eq!(book.milestones_in_order().len(), 1);
    }

    #[test]
    fn the_pair_adds_a_date_of_its_own() {
        let mut book = started();
        let mut visit = Answers::of("title", "Visit");
        visit.set_day("date", Some(day("2027-03-03")), None);
        let commit = add::<Milestone>(&book, None, &visit, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let own = book.milestones_in_order()[1];
        assert_eq!((own.title.as_str(), own.key.as_str()), ("Visit", ""));
        assert!(add::<Milestone>(&Book::default(), None, &visit, &op_context()).is_err());
    }

    #[test]
    fn dates_that_the_pair_left_alone_follow_the_year_and_moved_ones_stay() {
        let (mut book, mut program) = (started(), program());
        program.milestones[1].on = crate::domain::program::DateRule::Middle(true);
        let (tracker, _) = dated(&book, "tracker");
        let (goals, _) = dated(&book, "goals");
        let middle = day("2027-04-02");
        let commit = move_milestone(&book, tracker, middle, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let commit = move_milestone(&book, goals, day("2026-12-05"), &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let end = day("2027-05-31");
        let mut answers = answers_of_cycle(book.cycle().unwrap());
        answers.set_day("end", Some(end), None);
        let commit = edit_cycle(&book, &program, &answers, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.cycle().unwrap().end, end);
        assert_eq!(book.milestones[&tracker].date, day("2027-02-15"));
        assert_eq!(book.milestones[&goals].date, day("2026-12-05"));
    }

    #[test]
    fn what_the_pair_agreed_on_is_kept_and_nonsense_refused() {
        let (mut book, program) = (started(), program());
        let mut agreed = answers_of_cycle(book.cycle().unwrap());
        agreed
            .set("contacts-a-month", "3")
            .set("usual-minutes", "50");
        let commit = edit_cycle(&book, &program, &agreed, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.cycle().unwrap().contacts_a_month, Some(3));
        for (field, wrong) in [
            ("meetings-a-month", "1000"),
            ("usual-minutes", "100000"),
            ("send-ahead-days", "61"),
        ] {
            let mut given = agreed.clone();
            given.set(field, wrong);
            assert!(edit_cycle(&book, &program, &given, &op_context()).is_err());
        }
    }

    #[test]
    fn a_person_changes_and_keeps_the_role() {
        let mut book = started();
        let mut answers = answers_of_person(book.person(Role::Mentee).unwrap());
        answers.set("email", "a@example.org");
        let commit = edit_person(&book, Role::Mentee, &answers, &op_context()).unwrap();
        assert_eq!(commit.label, "“Mentee A” changed");
        apply_commit(&mut book, &commit);
        assert_eq!(book.person(Role::Mentee).unwrap().email, "a@example.org");
        answers.set("phone", "1".repeat(301));
        assert!(edit_person(&book, Role::Mentee, &answers, &op_context()).is_err());
    }
}

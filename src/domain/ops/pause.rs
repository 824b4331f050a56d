//! Operations on pauses of the year: adding one, changing it, and making the year longer by it.

use chrono::{Months, NaiveDate, TimeDelta};

use super::fields::FormFields;
use super::records::{self, Editable};
use super::year::{check_cycle_dates, current_cycle, dates_that_follow};
use super::{OpContext, Outcome, Refusal};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Record};
use crate::domain::dates::{format_date, format_period};
use crate::domain::id::Id;
use crate::domain::pause::Pause;
use crate::domain::program::{Cycle, Program};
use crate::domain::schedule::extension_days;

impl Editable for Pause {
    const FORM: &'static str = "editor-pause";

    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal> {
        form.field("start", &mut self.start, NaiveDate::to_string, |it, _| {
            let start = it.day("start");
            start.ok_or_else(|| {
                Refusal::new("A pause needs its first day.")
                    .hint("Give the day from which it lasts.")
            })
        })?
        .field("end", &mut self.end, NaiveDate::to_string, |it, _| {
            let end = it.day("end");
            end.ok_or_else(|| {
                Refusal::new("A pause needs its last day.")
                    .hint("Give the day that you expect; you can change it later.")
            })
        })?
        .line("reason", &mut self.reason, "reason")?
        .yes("extends", &mut self.extends)?;
        Ok(())
    }

    fn check(&self, _ctx: &OpContext) -> Result<(), Refusal> {
        if self.end >= self.start {
            return Ok(());
        }
        let (start, end) = (format_date(self.start), format_date(self.end));
        Err(Refusal::new(format!(
            "The pause would end on {end}, before it begins on {start}."
        ))
        .hint("Choose a later last day."))
    }

    fn create(_parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal> {
        Ok(Self {
            id: ctx.id(),
            cycle: current_cycle(book)?.id,
            ..Self::default()
        })
    }
}

/// Saves the pause `id`, or a new one. Where it makes the year longer, the last day and the dates that the pair left alone
/// move with it.
///
/// # Errors
/// When a day is missing, or the pause lies outside the year.
pub fn save(
    book: &Book,
    program: &Program,
    id: Option<Id>,
    answers: &Answers,
    ctx: &OpContext,
) -> Outcome {
    let cycle = current_cycle(book)?;
    let answers = in_year(answers, cycle, ctx.today);
    let mut commit = match id {
        Some(id) => records::edit::<Pause>(book, id, &answers, ctx)?,
        None => records::add::<Pause>(book, None, &answers, ctx)?,
    };
    for change in &commit.changes {
        if let Some(Record::Pause(pause)) = &change.after {
            check_in_year(pause, cycle)?;
        }
    }
    let mut after = book.clone();
    after.apply(&commit.changes);
    let longer = extension_days(&after) - extension_days(book);
    if longer != 0 {
        let end = cycle.end + TimeDelta::days(longer);
        check_cycle_dates(cycle.start, end)?;
        let extended = Change::with(cycle, |it| it.end = end);
        after.apply(std::slice::from_ref(&extended));
        commit.changes.push(extended);
        commit.label += &format!(", and the year lasts until {}", format_date(end));
    }
    let moved = dates_that_follow(program, book, &after).into_iter();
    commit
        .changes
        .extend(moved.filter(|change| !change.is_empty()));
    Ok(commit)
}

/// The answers with days of this year: “jan 4” that is typed in February was read as that of the next one.
fn in_year(answers: &Answers, cycle: &Cycle, today: NaiveDate) -> Answers {
    let meant = |key: &str, least: NaiveDate| {
        let day = answers.day(key)?;
        let earlier = day.checked_sub_months(Months::new(12));
        let earlier = earlier.filter(|it| day > cycle.end && (least..today).contains(it));
        earlier.or(Some(day))
    };
    let start = meant("start", cycle.start);
    let end = meant("end", start.unwrap_or(cycle.start));
    let mut answers = answers.clone();
    answers
        .set_day("start", start, None)
        .set_day("end", end, None);
    answers
}

fn check_in_year(pause: &Pause, cycle: &Cycle) -> Result<(), Refusal> {
    if pause.start <= cycle.end && pause.end >= cycle.start {
        return Ok(());
    }
    let year = format_period(cycle.start, cycle.end);
    let message = format!("The pause lies outside the year, which lasts from {year}.");
    Err(Refusal::new(message)
        .hint("Choose days in the year, or change its first or last day first."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Kind;
    use crate::domain::deck::Stage;
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::ops::year::{NewBook, answers_of_cycle, edit_cycle, move_milestone};
    use crate::domain::ops::{archive, put_back};
    use crate::domain::person::Role;
    use crate::domain::program::Milestone;
    use crate::domain::schedule::Year;
    use crate::domain::schedule::tests::{day, program};

    fn started() -> Book {
        let program = program();
        let new = NewBook {
            program: &program,
            me: Role::Mentee,
            my_name: "Ana".to_owned(),
            partner_name: "Ben".to_owned(),
            partner_zone: String::new(),
            start: day("2026-11-02"),
            end: None,
        };
        let mut book = Book::default();
        let commit = new.initial_commit(Id::default(), &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        book
    }

    fn typed(start: &str, end: &str, extends: bool) -> Answers {
        let mut answers = Answers::default();
        for (key, date) in [("start", start), ("end", end)] {
            answers.set_day(key, date.parse().ok(), None);
        }
        if extends {
            answers.set("extends", crate::domain::answer::YES);
        }
        answers
    }

    fn saved(book: &mut Book, id: Option<Id>, answers: &Answers) -> String {
        let commit = save(book, &program(), id, answers, &op_context()).unwrap();
        apply_commit(book, &commit);
        commit.label
    }

    fn date(book: &Book, key: &str) -> NaiveDate {
        let id = Milestone::id_for(book.cycle().unwrap().id, key);
        book.milestones[&id].date
    }

    fn dates(book: &Book) -> [String; 3] {
        let end = book.cycle().unwrap().end;
        [date(book, "goals"), date(book, "tracker"), end].map(|it| it.to_string())
    }

    #[test]
    fn a_pause_alone_moves_no_date() {
        let mut book = started();
        let before = dates(&book);
        let label = saved(&mut book, None, &typed("2027-01-04", "2027-02-12", false));
        assert_eq!(
            label,
            "pause from Mon, Jan 4, 2027 to Fri, Feb 12, 2027 added"
        );
        assert_eq!(dates(&book), before);
    }

    #[test]
    fn a_year_made_longer_moves_its_end_what_comes_after_and_its_phases_in_one_commit() {
        let mut book = started();
        let fresh = book.clone();
        let answers = typed("2027-01-04", "2027-02-12", true);
        let commit = save(&book, &program(), None, &answers, &op_context()).unwrap();
        assert!(
            commit
                .label
                .ends_with("and the year lasts until Sun, Oct 10, 2027")
        );
        apply_commit(&mut book, &commit);
        // Forty days: April 1 becomes May 11, August 31 October 10; December 1 is before the pause.
        assert_eq!(dates(&book), ["2026-12-01", "2027-05-11", "2027-10-10"]);
        let program = program();
        let year = Year::new(&book, &program, day("2027-05-11"));
        let middle = year.phase_on(day("2027-05-11")).unwrap();
        assert_eq!(
            (middle.phase.stage, middle.start),
            (Stage::Middle, day("2027-04-24"))
        );
        // Undo applies the same changes backwards.
        for change in commit.changes.iter().rev() {
            let back = Change {
                id: change.id,
                before: change.after.clone(),
                after: change.before.clone(),
            };
            book.apply(&[back]);
        }
        assert_eq!(book, fresh);
    }

    #[test]
    fn a_pause_that_ends_earlier_gives_its_days_back_and_moved_dates_stay() {
        let mut book = started();
        let tracker = Milestone::id_for(book.cycle().unwrap().id, "tracker");
        saved(&mut book, None, &typed("2027-01-04", "2027-02-12", true));
        let id = book.pauses_in_order()[0].id;
        saved(
            &mut book,
            Some(id),
            &typed("2027-01-04", "2027-01-13", true),
        );
        assert_eq!(dates(&book), ["2026-12-01", "2027-04-11", "2027-09-10"]);
        let commit = move_milestone(&book, tracker, day("2027-04-20"), &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        saved(
            &mut book,
            Some(id),
            &typed("2027-01-04", "2027-01-13", false),
        );
        assert_eq!(dates(&book), ["2026-12-01", "2027-04-20", "2027-08-31"]);
    }

    #[test]
    fn the_year_is_edited_and_a_pause_archived_without_losing_the_dates() {
        let mut book = started();
        saved(&mut book, None, &typed("2027-01-04", "2027-02-12", true));
        let longer = dates(&book);
        let id = book.pauses_in_order()[0].id;
        let commit = archive(&book, Kind::Pause, id, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(dates(&book), longer);
        let commit = put_back(&book, Kind::Pause, id, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        // A start three days later moves nothing that has a fixed month and day.
        let mut answers = answers_of_cycle(book.cycle().unwrap());
        answers.set_day("start", Some(day("2026-11-05")), None);
        let commit = edit_cycle(&book, &program(), &answers, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(dates(&book), longer);
    }

    #[test]
    fn a_day_that_was_read_as_one_after_the_year_is_that_of_the_year() {
        let mut book = started();
        let february = OpContext {
            today: day("2027-02-20"),
            ..op_context()
        };
        let answers = typed("2028-01-04", "2028-02-12", false);
        let commit = save(&book, &program(), None, &answers, &february).unwrap();
        apply_commit(&mut book, &commit);
        let pause = book.pauses_in_order()[0];
        assert_eq!(
            (pause.start, pause.end),
            (day("2027-01-04"), day("2027-02-12"))
        );
        let mut book = started();
        saved(&mut book, None, &typed("2027-08-01", "2027-11-15", false));
        assert_eq!(book.pauses_in_order()[0].end, day("2027-11-15"));
    }

    #[test]
    fn a_pause_without_an_end_backwards_or_outside_of_the_year_is_refused_with_a_hint() {
        let book = started();
        let refused = |start: &str, end: &str| {
            let answers = typed(start, end, true);
            let refusal = save(&book, &program(), None, &answers, &op_context()).unwrap_err();
            (refusal.message, refusal.hint.unwrap())
        };
        let (message, hint) = refused("2027-01-04", "");
        assert_eq!(message, "A pause needs its last day.");
        assert_eq!(
            hint,
            "Give the day that you expect; you can change it later."
        );
        assert_eq!(refused("", "2027-01-04").0, "A pause needs its first day.");
        assert!(
            refused("2027-01-04", "2027-01-03")
                .0
                .contains("before it begins")
        );
        assert!(
            refused("2027-09-01", "2027-09-30")
                .0
                .contains("outside the year")
        );
        let (message, _) = refused("2028-01-04", "2028-01-30");
        assert!(message.contains("outside the year"), "{message}");
        let answers = typed("2027-01-04", "2027-01-05", false);
        let none = save(&Book::default(), &program(), None, &answers, &op_context());
        assert!(none.unwrap_err().hint.is_some());
    }
}

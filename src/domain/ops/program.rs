//! Another program for a running book, or a newer version of its file: the changes are shown before they are made.

use super::year::{current_cycle, milestones};
use super::{OpContext, Refusal, quoted};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit};
use crate::domain::dates::format_date;
use crate::domain::program::{Cycle, Milestone, Program};
use crate::domain::schedule::{base_of, end_date};

/// A change of program, and what it means in sentences.
#[derive(Debug)]
pub struct ProgramChange {
    pub commit: Commit,
    pub lines: Vec<String>,
}

/// Puts the book under the program `after`. Dates that the pair moved or dealt with stay; of a newer version of the same
/// file every open date is taken, as nobody can tell who moved it. Answers stay with the question that they answered.
/// `before` is the program of the book.
///
/// # Errors
/// When the book has no year.
pub fn change_program(
    book: &Book,
    before: &Program,
    after: &Program,
    ctx: &OpContext,
) -> Result<ProgramChange, Refusal> {
    let cycle = current_cycle(book)?;
    let other = before.key != after.key;
    let mut new_cycle = Cycle {
        program: after.key.clone(),
        ..cycle.clone()
    };
    if other && cycle.end == end_date(before, cycle.start) {
        new_cycle.end = end_date(after, cycle.start);
    }
    let mut planned = ProgramChange {
        commit: ctx.commit("", Vec::new()),
        lines: Vec::new(),
    };
    if other {
        planned
            .lines
            .push(format!("The book follows {} from now on.", after.title));
    }
    if new_cycle.end != cycle.end {
        let (old, new) = (format_date(cycle.end), format_date(new_cycle.end));
        planned.lines.push(format!("Last day: {old} → {new}."));
    }
    let old: Vec<Milestone> = milestones(before, cycle).collect();
    let new: Vec<Milestone> = milestones(after, &new_cycle).collect();
    for date in &new {
        planned.take_date(date, other.then_some(&old), book);
    }
    let own = book.milestones_in_order().into_iter();
    let asked = book.asked_forms_in_order();
    let gone = own.filter(|date| {
        let is_asked = asked.iter().any(|form| form.key == base_of(&date.key));
        let is_open = date.done.is_none() && !date.key.is_empty() && !is_asked;
        is_open && new.iter().all(|it| it.id != date.id)
    });
    for date in gone {
        planned.lines.push(format!(
            "No more: {}, {}.",
            date.title,
            format_date(date.date)
        ));
        let archived = Change::with(date, |it| it.archived = true);
        planned.commit.changes.push(archived);
    }
    planned.name_forms(before, after, book);
    planned
        .commit
        .changes
        .push(Change::edit(cycle.clone(), new_cycle));
    let label = format!("program set to {}", quoted(&after.title));
    planned.commit = ctx.commit(label, planned.commit.changes);
    Ok(planned)
}

impl ProgramChange {
    /// Takes the date `new` of the program; `old` are the former defaults, where they are known.
    fn take_date(&mut self, new: &Milestone, old: Option<&Vec<Milestone>>, book: &Book) {
        let day = format_date(new.date);
        let Some(current) = book.milestones.get(&new.id) else {
            self.lines.push(format!("New: {}, {day}.", new.title));
            return self.commit.changes.push(Change::create(new.clone()));
        };
        let default = old.and_then(|old| old.iter().find(|it| it.id == new.id));
        let is_moved = default.is_some_and(|it| it.date != current.date);
        if current.done.is_some() || current.archived {
            return;
        }
        let mut after = Milestone {
            title: new.title.clone(),
            ..current.clone()
        };
        if is_moved && current.date != new.date {
            let line = format!(
                "{} stays on {}, where you put it.",
                new.title,
                format_date(current.date)
            );
            self.lines.push(line);
        } else if current.date != new.date {
            after.date = new.date;
            let was = format_date(current.date);
            self.lines.push(format!("{}: {was} → {day}.", new.title));
        }
        if current.title != after.title {
            self.lines
                .push(format!("“{}” is called “{}”.", current.title, after.title));
        }
        self.commit
            .changes
            .push(Change::edit(current.clone(), after));
    }

    /// Names the forms that come and go.
    fn name_forms(&mut self, before: &Program, after: &Program, book: &Book) {
        let has = |program: &Program, key: &str| {
            let mut forms = program.forms.iter();
            forms.any(|used| base_of(&used.form) == base_of(key))
        };
        for used in after.forms.iter().filter(|used| !has(before, &used.form)) {
            self.lines.push(format!("New form: {}.", used.title));
        }
        let kept = |key: &str| {
            book.asked_forms_in_order()
                .iter()
                .any(|form| form.key == base_of(key))
        };
        let gone = before.forms.iter().filter(|used| !kept(&used.form));
        for used in gone.filter(|used| !has(after, &used.form)) {
            let line = format!(
                "No longer asked: {}; what you answered stays in the book.",
                used.title
            );
            self.lines.push(line);
        }
    }
}

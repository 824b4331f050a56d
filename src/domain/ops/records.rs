//! Operations that work alike on every kind of record: find, change, archive, tick, move, and save from an editor.
//!
//! [`Record`] says which kinds have an archive mark, a tick or an order; [`Editable`] is what a kind adds to be edited in a
//! form. Whatever is particular to a kind stands in the file of that kind.

use chrono::NaiveDate;

use super::fields::{FormFields, fill, take};
use super::{OpContext, Outcome, Refusal, agenda, order_between, reorder};
use crate::domain::answer::Answers;
use crate::domain::book::{Book, Stored};
use crate::domain::change::{Change, Kind, Record};
use crate::domain::id::Id;

/// Direction of a move by one place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    const fn label(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// A kind of record that people edit in a form.
pub trait Editable: Stored {
    /// Key of the editor form; the data file of that name has its fields.
    const FORM: &'static str;

    /// Its fields in the form.
    ///
    /// # Errors
    /// When an answer is missing, too long or impossible.
    fn fields(&mut self, form: &mut FormFields) -> Result<(), Refusal>;

    /// Checks the record as a whole.
    ///
    /// # Errors
    /// When its answers do not go together.
    fn check(&self, _ctx: &OpContext) -> Result<(), Refusal> {
        Ok(())
    }

    /// The record as answers of the form.
    fn answers(&self) -> Answers {
        fill(self, Self::fields)
    }

    /// The record with the answers of the form.
    ///
    /// # Errors
    /// When an answer is missing, too long or impossible.
    fn with_answers(self, answers: &Answers, ctx: &OpContext) -> Result<Self, Refusal> {
        let record = take(&self, answers, Self::fields)?;
        record.check(ctx)?;
        Ok(record)
    }

    /// Answers with which the form of a new record opens.
    fn new_answers(_book: &Book, _today: NaiveDate) -> Answers {
        Answers::default()
    }

    /// A new record; `parent` is the goal or meeting it belongs to.
    ///
    /// # Errors
    /// When the parent is not in the book.
    fn create(parent: Option<Id>, book: &Book, ctx: &OpContext) -> Result<Self, Refusal>;

    /// Label of the commit that adds it.
    fn added_label(&self, _book: &Book) -> String {
        format!("{} added", self.clone().into().label())
    }

    /// Changes of other records that an edit brings about.
    fn related_changes(&self, _book: &Book) -> Vec<Change> {
        Vec::new()
    }
}

/// The record, or a refusal that says it is gone.
pub fn find<T: Stored>(book: &Book, id: Id) -> Result<&T, Refusal> {
    T::all(book).get(&id).ok_or_else(|| not_in_book(T::KIND))
}

/// Refusal of an operation on a record that is gone.
pub fn not_in_book(kind: Kind) -> Refusal {
    Refusal::new(format!("This {} is not in the book any more.", kind.noun()))
        .hint("It may have been taken back with undo; redo brings it again.")
}

/// The answers of record `id` in its form; without an id those of a new one, and none for one that is gone.
pub fn answers_of<T: Editable>(book: &Book, id: Option<Id>, today: NaiveDate) -> Answers {
    match id {
        Some(id) => T::all(book).get(&id).map(T::answers).unwrap_or_default(),
        None => T::new_answers(book, today),
    }
}

/// Adds a record from the answers of its form.
///
/// # Errors
/// When an answer is refused or the parent is gone.
pub fn add<T: Editable>(
    book: &Book,
    parent: Option<Id>,
    answers: &Answers,
    ctx: &OpContext,
) -> Outcome {
    let record = T::create(parent, book, ctx)?.with_answers(answers, ctx)?;
    let label = record.added_label(book);
    Ok(ctx.commit(label, vec![Change::create(record)]))
}

/// Edits a record by the answers of its form.
///
/// # Errors
/// When an answer is refused or the record is gone.
pub fn edit<T: Editable>(book: &Book, id: Id, answers: &Answers, ctx: &OpContext) -> Outcome {
    let before: &T = find(book, id)?;
    let after = before.clone().with_answers(answers, ctx)?;
    let mut changes = after.related_changes(book);
    let after: Record = after.into();
    let label = format!("{} changed", after.label());
    changes.push(Change::edit(before.clone(), after));
    Ok(ctx.commit(label, changes))
}

/// Changes a record by `edit`. `verb` ends the label: "goal “…” `verb`".
///
/// # Errors
/// When the record is gone.
pub fn change<T: Stored>(
    book: &Book,
    id: Id,
    verb: &str,
    ctx: &OpContext,
    edit: impl FnOnce(&mut T),
) -> Outcome {
    let before: &T = find(book, id)?;
    let mut after = before.clone();
    edit(&mut after);
    let after: Record = after.into();
    let label = format!("{} {verb}", after.label());
    Ok(ctx.commit(label, vec![Change::edit(before.clone(), after)]))
}

fn find_any(book: &Book, kind: Kind, id: Id) -> Result<Record, Refusal> {
    book.record(kind, id).ok_or_else(|| not_in_book(kind))
}

/// Archives a record. An agenda line is dropped, and gives its question back to the queue.
///
/// # Errors
/// When the record is gone.
pub fn archive(book: &Book, kind: Kind, id: Id, ctx: &OpContext) -> Outcome {
    let before = find_any(book, kind, id)?;
    let mut after = before.clone();
    let archived = after.archived_mut().ok_or_else(|| {
        Refusal::new(format!("A {} cannot be archived.", kind.noun())).hint("Edit it instead.")
    })?;
    *archived = true;
    let verb = if kind == Kind::AgendaItem {
        "dropped"
    } else {
        "archived"
    };
    let label = format!("{} {verb}", after.label());
    let question = agenda::question_change(book, &before, false);
    let changes = question.into_iter().chain([Change::edit(before, after)]);
    Ok(ctx.commit(label, changes.collect()))
}

/// Puts an archived record back, and with it the archived goal or meeting that it is a part of. An agenda line takes its
/// question again, if that still waits.
///
/// # Errors
/// When the record is gone.
pub fn put_back(book: &Book, kind: Kind, id: Id, ctx: &OpContext) -> Outcome {
    let record = find_any(book, kind, id)?;
    let label = format!("{} put back", record.label());
    let question = agenda::question_change(book, &record, true);
    let records = book.parent_of(&record).into_iter().chain([record]);
    let changes = records.map(|before| {
        let mut after = before.clone();
        if let Some(archived) = after.archived_mut() {
            *archived = false;
        }
        Change::edit(before, after)
    });
    Ok(ctx.commit(label, changes.chain(question).collect()))
}

/// Ticks a record as done today, or unticks it. The action that an agenda line carried over follows it.
///
/// # Errors
/// When the record is gone or has no tick.
pub fn tick(book: &Book, kind: Kind, id: Id, ctx: &OpContext) -> Outcome {
    let before = find_any(book, kind, id)?;
    let mut after = before.clone();
    let verb = after.toggle_done(ctx.today).ok_or_else(|| {
        Refusal::new(format!("A {} has nothing to tick.", kind.noun())).hint("Edit it instead.")
    })?;
    let mut label = format!("{} {verb}", after.label());
    let promise = agenda::promise_change(book, &before, ctx.today);
    if promise.is_some() {
        label.push_str(", and the action with it");
    }
    let mut changes = vec![Change::edit(before, after)];
    changes.extend(promise);
    Ok(ctx.commit(label, changes))
}

/// Moves a record by one place among its siblings; at the end of the list nothing changes.
///
/// # Errors
/// When the record is gone.
pub fn move_by_one(
    book: &Book,
    kind: Kind,
    id: Id,
    direction: Direction,
    ctx: &OpContext,
) -> Outcome {
    let moved = find_any(book, kind, id)?;
    let label = format!("{} moved {}", moved.label(), direction.label());
    let mut siblings = siblings(book, &moved);
    let from = siblings.iter().position(|sibling| sibling.id() == id);
    let to = from.and_then(|from| match direction {
        Direction::Up => from.checked_sub(1),
        Direction::Down => from.checked_add(1),
    });
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(ctx.commit(label, Vec::new()));
    };
    let keys: Vec<String> = siblings
        .iter_mut()
        .filter_map(Record::order_mut)
        .map(|order| order.clone())
        .collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let changes = reorder(&keys, from, to).into_iter().map(|(index, key)| {
        let mut after = siblings[index].clone();
        if let Some(order) = after.order_mut() {
            *order = key;
        }
        Change::edit(siblings[index].clone(), after)
    });
    Ok(ctx.commit(label, changes.collect()))
}

/// The records among which `record` has its place, in order.
fn siblings(book: &Book, record: &Record) -> Vec<Record> {
    fn records<T: Stored>(list: Vec<&T>) -> Vec<Record> {
        list.into_iter().cloned().map(Into::into).collect()
    }
    if let Record::Step(step) = record {
        records(book.steps_of(step.goal))
    } else if let Record::AgendaItem(item) = record {
        records(book.agenda_of(item.meeting))
    } else if record.kind() == Kind::Goal {
        records(book.goals_in_order())
    } else {
        Vec::new()
    }
}

/// Order key after the last of `keys`.
pub fn order_after<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    order_between(keys.last(), None)
}

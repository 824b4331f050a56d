//! A book: every loaded record of one match, and queries that need nothing but its records.
//!
//! It is a read-only in-memory projection of the database, changed only by commits that the store accepted
//! ([`Book::apply`]). Queries that need the program or today's date are on [`Year`](super::schedule::Year).

mod retained;
mod shelf_line;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use crate::domain::action::Action;
use crate::domain::answer::{Answer, Response};
use crate::domain::asked_form::AskedForm;
use crate::domain::change::{Change, Kind, Record, for_each_record};
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::list::ListItem;
use crate::domain::meeting::{AgendaItem, Meeting, Note, PrivateNote};
use crate::domain::pause::Pause;
use crate::domain::person::{Person, Role};
use crate::domain::program::{Cycle, Milestone};
use crate::domain::pulse::Pulse;

pub use shelf_line::ShelfLine;

/// Identity of this replica; it is not exchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Id of the match, the same in both replicas.
    pub pair: Id,
    /// Id of this replica.
    pub replica: Id,
    /// Role of the owner.
    pub me: Role,
}

macro_rules! define_book {
    ($($kind:ident, $table:literal, $collection:ident, $noun:literal, $labels:expr;)+) => {
        /// Loaded records of one match.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Book {
            pub identity: Identity,
            /// True once the whole log is loaded; a large book first loads its newest meetings.
            pub complete: bool,
            /// Ids of the loaded meetings, newest first: the order of the log.
            pub log: Vec<Id>,
            /// Meetings whose notes and agenda are loaded.
            pub detailed: BTreeSet<Id>,
            $(#[doc = concat!("Every loaded `", $table, "` by id.")] pub $collection: Arc<BTreeMap<Id, $kind>>),+
        }

        impl Book {
            fn insert(&mut self, record: Record) {
                match record { $(Record::$kind(record) => { Arc::make_mut(&mut self.$collection).insert(record.id, record); })+ }
            }

            fn remove(&mut self, record: &Record) {
                match record { $(Record::$kind(record) => { Arc::make_mut(&mut self.$collection).remove(&record.id); })+ }
            }

            /// The record of `kind` with this id, if it is loaded.
            pub fn record(&self, kind: Kind, id: Id) -> Option<Record> {
                match kind { $(Kind::$kind => self.$collection.get(&id).cloned().map(Record::$kind)),+ }
            }

            /// Iterates over every loaded record, kind by kind.
            pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
                Kind::ALL.iter().flat_map(|kind| self.records_of(*kind))
            }

            /// Iterates over the loaded records of `kind`.
            pub fn records_of(&self, kind: Kind) -> Box<dyn ExactSizeIterator<Item = Record> + '_> {
                match kind { $(Kind::$kind => Box::new(self.$collection.values().cloned().map(Record::$kind))),+ }
            }

            /// The same book with its records passed through `filter`, except for those of the kinds that are `kept`: these are
            /// shared with this book rather than copied.
            pub fn filtered(&self, kept: &[Kind], filter: impl Fn(Record) -> Option<Record>) -> Self {
                let mut book = Self { identity: self.identity, complete: self.complete, ..Self::default() };
                $(if kept.contains(&Kind::$kind) { book.$collection = Arc::clone(&self.$collection); })+
                let others = Kind::ALL.iter().filter(|kind| !kept.contains(kind));
                book.extend(others.flat_map(|kind| self.records_of(*kind)).filter_map(filter));
                book
            }
        }

        $(impl Stored for $kind {
            const KIND: Kind = Kind::$kind;

            fn all(book: &Book) -> &BTreeMap<Id, Self> { &book.$collection }

            fn id(&self) -> Id { self.id }
        })+
    };
}
for_each_record!(define_book);

/// A type of record, and where a book holds its records.
pub trait Stored: Clone + Default + Into<Record> {
    /// Kind of these records.
    const KIND: Kind;

    /// Every loaded record of the kind, by id.
    fn all(book: &Book) -> &BTreeMap<Id, Self>;

    fn id(&self) -> Id;
}

impl Book {
    /// Adds records that were read from the store.
    pub fn extend(&mut self, records: impl IntoIterator<Item = Record>) {
        let mut log_changed = false;
        for record in records {
            log_changed |= matches!(record, Record::Meeting(_));
            self.insert(record);
        }
        // Notes load one meeting at a time while somebody moves through a long log: they need no sorting.
        if log_changed {
            self.sort_log();
        }
    }

    /// Applies an accepted commit. The result equals a fresh load.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            if let Ok(at) = self.log_position(change.id) {
                self.log.remove(at);
            }
            match (&change.before, &change.after) {
                (_, Some(after)) => self.insert(after.clone()),
                (Some(before), None) => self.remove(before),
                (None, None) => {}
            }
            if let Err(at) = self.log_position(change.id)
                && self.meetings.contains_key(&change.id)
            {
                self.log.insert(at, change.id);
            }
        }
    }

    /// Where the meeting `id` is in the log, or where it belongs.
    fn log_position(&self, id: Id) -> Result<usize, usize> {
        let key = |id| self.meetings.get(&id).map(log_sort_key);
        self.log.binary_search_by(|other| key(id).cmp(&key(*other)))
    }

    /// Unloads the notes of the meeting farthest in time from `here`; they load again when it is opened.
    pub fn unload_farthest_notes(&mut self, here: Id) {
        let day = |id: &Id| self.meetings.get(id).map(|meeting| meeting.date);
        let distance = |id: &&Id| day(id).zip(day(&here)).map(|(a, b)| (a - b).abs());
        let others = self.detailed.iter().filter(|id| **id != here);
        let Some(farthest) = others.max_by_key(distance).copied() else {
            return;
        };
        self.detailed.remove(&farthest);
        Arc::make_mut(&mut self.notes).retain(|_, note| note.meeting != farthest);
        Arc::make_mut(&mut self.private_notes).retain(|_, note| note.meeting != farthest);
    }

    /// The change that creates a record, or edits it where it exists.
    pub fn upsert(&self, after: impl Into<Record>) -> Change {
        let after = after.into();
        let id = after.id();
        Change {
            id,
            before: self.record(after.kind(), id),
            after: Some(after),
        }
    }

    fn sort_log(&mut self) {
        let mut log: Vec<_> = self.meetings.values().map(log_sort_key).collect();
        log.sort_unstable_by(|a, b| b.cmp(a));
        self.log = log.into_iter().map(|(_, _, id)| id).collect();
    }

    /// Role of the owner of this replica.
    pub fn me(&self) -> Role {
        self.identity.me
    }

    /// Person with `role`.
    pub fn person(&self, role: Role) -> Option<&Person> {
        self.people.values().find(|person| person.role == role)
    }

    /// Name of the person with `role`; the role itself while there is none.
    pub fn name(&self, role: Role) -> &str {
        self.person(role)
            .map(|person| person.name.as_str())
            .filter(|name| !name.is_empty())
            .unwrap_or(role.label())
    }

    /// Current cycle: the one that started last.
    pub fn cycle(&self) -> Option<&Cycle> {
        self.cycles
            .values()
            .max_by_key(|cycle| (cycle.start, cycle.id))
    }

    /// Key of the program of the current cycle; without a cycle that of the blank one.
    pub fn program_key(&self) -> &str {
        self.cycle().map_or("blank", |cycle| &cycle.program)
    }

    /// Goals that are not archived, in the pair's order. The number people see is the index in this list, from 1.
    pub fn goals_in_order(&self) -> Vec<&Goal> {
        let goals = self.goals.values().filter(|goal| !goal.archived);
        sorted(goals, |goal| (&goal.order, goal.id))
    }

    /// Steps of `goal` that are not archived, in order. The number people see is the index in this list, from 1.
    pub fn steps_of(&self, goal: Id) -> Vec<&Step> {
        let steps = self.steps.values();
        let steps = steps.filter(|step| step.goal == goal && !step.archived);
        sorted(steps, |step| (&step.order, step.id))
    }

    /// Counts the steps of `goal`: those done, and all.
    pub fn steps_done(&self, goal: Id) -> (usize, usize) {
        let steps = self.steps_of(goal);
        (
            steps.iter().filter(|step| step.done.is_some()).count(),
            steps.len(),
        )
    }

    /// Progress lines of `goal`, newest first.
    pub fn progress_of(&self, goal: Id) -> Vec<&Progress> {
        let lines = self.progress.values();
        let lines = lines.filter(|line| line.goal == goal && !line.archived);
        sorted(lines, |line| Reverse((line.date, line.id)))
    }

    /// Evidence for `goal`, oldest first.
    pub fn evidence_of(&self, goal: Id) -> Vec<&Evidence> {
        let items = self.evidence.values();
        let items = items.filter(|item| item.goal == goal && !item.archived);
        sorted(items, |item| (item.date, item.id))
    }

    /// Log without archived meetings, newest first.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = &Meeting> + '_ {
        self.log
            .iter()
            .filter_map(|id| self.meetings.get(id))
            .filter(|meeting| !meeting.archived)
    }

    /// Meetings and contacts that were held, newest first.
    pub fn held(&self) -> impl DoubleEndedIterator<Item = &Meeting> + '_ {
        self.log().filter(|meeting| meeting.is_held())
    }

    /// Planned meetings, soonest first; one in the past is waiting to be written up.
    pub fn planned(&self) -> Vec<&Meeting> {
        let mut planned: Vec<_> = self.log().filter(|meeting| meeting.is_planned()).collect();
        planned.reverse();
        planned
    }

    /// Meetings that touched `goal`, newest first.
    pub fn meetings_touching(&self, goal: Id) -> Vec<&Meeting> {
        let touched = |meeting: &&Meeting| !meeting.archived && meeting.goals.contains(&goal);
        let meetings = self.meetings.values().filter(touched);
        sorted(meetings, |meeting| Reverse(log_sort_key(meeting)))
    }

    /// The shared notes of `author` on `meeting`, once they are loaded.
    pub fn note(&self, meeting: Id, author: Role) -> Option<&Note> {
        self.notes.get(&Note::id_for(meeting, author))
    }

    /// The owner's private note on `meeting`, once it is loaded.
    pub fn private_note(&self, meeting: Id) -> Option<&PrivateNote> {
        self.private_notes.get(&PrivateNote::id_for(meeting))
    }

    /// Agenda lines of `meeting`, in order.
    pub fn agenda_of(&self, meeting: Id) -> Vec<&AgendaItem> {
        let items = self.agenda.values();
        let items = items.filter(|item| item.meeting == meeting && !item.archived);
        sorted(items, |item| (&item.order, item.id))
    }

    /// Actions that are not archived: open ones first by date, those without a date last, then the done ones, newest
    /// first.
    /// The number people see is the index in this list, from 1.
    pub fn actions_in_order(&self) -> Vec<&Action> {
        let actions = self.actions.values().filter(|action| !action.archived);
        sorted(actions, |action| {
            let Action { due, agreed, .. } = *action;
            let open = action.done.is_none();
            let open = open.then_some((due.is_none(), due, agreed));
            (action.done.is_some(), Reverse(action.done), open, action.id)
        })
    }

    /// Open actions, soonest first.
    pub fn open_actions(&self) -> Vec<&Action> {
        let mut actions = self.actions_in_order();
        actions.retain(|action| action.is_open());
        actions
    }

    /// Actions agreed at `meeting`.
    pub fn actions_of(&self, meeting: Id) -> Vec<&Action> {
        let mut actions = self.actions_in_order();
        actions.retain(|action| action.meeting == Some(meeting));
        actions
    }

    /// Milestones of the current cycle by date.
    pub fn milestones_in_order(&self) -> Vec<&Milestone> {
        let cycle = self.cycle().map(|cycle| cycle.id).unwrap_or_default();
        let dates = self.milestones.values();
        let dates = dates.filter(|date| date.cycle == cycle && !date.archived);
        sorted(dates, |date| (date.date, &date.key, date.id))
    }

    /// Pauses of the current cycle, by day.
    pub fn pauses_in_order(&self) -> Vec<&Pause> {
        let cycle = self.cycle().map(|cycle| cycle.id).unwrap_or_default();
        let pauses = self.pauses.values();
        let pauses = pauses.filter(|pause| pause.cycle == cycle && !pause.archived);
        sorted(pauses, |pause| (pause.start, pause.end, pause.id))
    }

    /// Forms that the office asks in the current cycle, by key.
    pub fn asked_forms_in_order(&self) -> Vec<&AskedForm> {
        let cycle = self.cycle().map(|cycle| cycle.id).unwrap_or_default();
        let forms = self.asked_forms.values();
        let forms = forms.filter(|form| form.cycle == cycle && !form.archived);
        sorted(forms, |form| &form.key)
    }

    /// Response to `form` in the current cycle that belongs to `role` (none: the joint one), once begun.
    pub fn response(&self, form: &str, role: Option<Role>) -> Option<&Response> {
        let cycle = self.cycle()?.id;
        self.responses.get(&Response::id_for(cycle, form, role))
    }

    /// Answers of `response`.
    pub fn answers_of(&self, response: Id) -> impl Iterator<Item = &Answer> + '_ {
        self.answers
            .values()
            .filter(move |answer| answer.response == response)
    }
}

/// The records in the order of `key`.
fn sorted<'a, T, K: Ord>(
    records: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> K,
) -> Vec<&'a T> {
    let mut records: Vec<_> = records.collect();
    records.sort_by_key(|record| key(record));
    records
}

/// Sort key of the log.
fn log_sort_key(meeting: &Meeting) -> (NaiveDate, Option<NaiveTime>, Id) {
    (meeting.date, meeting.time, meeting.id)
}

/// Backup of a book that can be restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupLine {
    /// Path of the book.
    pub book: std::path::PathBuf,
    /// Path of the backup.
    pub copy: std::path::PathBuf,
    /// Date and time of the backup.
    pub made: String,
    /// Date and time with contents and reason of the backup.
    pub label: String,
    /// Contents of the backup, and below them those of the book now.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_were_let_go_of_are_read_again() {
        let meeting = Meeting {
            id: Id::derived(&["meeting"]),
            ..Meeting::default()
        };
        let note = Note {
            id: Note::id_for(meeting.id, Role::Mentor),
            meeting: meeting.id,
            text: "A school visit".into(),
            ..Note::default()
        };
        let mut book = Book::default();
        book.extend([Record::Meeting(meeting.clone())]);
        let here = Meeting {
            id: Id::derived(&["here"]),
            date: meeting.date + chrono::Days::new(9),
            ..Meeting::default()
        };
        book.extend([Record::Meeting(here.clone())]);
        book.detailed.insert(here.id);
        let fresh = book.clone();
        book.extend([Record::Note(note)]);
        book.detailed.insert(meeting.id);
        assert!(book.note(meeting.id, Role::Mentor).is_some());
        book.unload_farthest_notes(here.id);
        assert_eq!(book, fresh);
    }
}

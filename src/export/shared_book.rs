//! The part of a book that may leave it. Builders of documents are given nothing else, so what is private cannot slip
//! into a file by a builder's mistake.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;

use super::redact::CountsRedactor;
use super::{ExportLevel, ExportSource, ExportSubject};
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::deck::Deck;
use crate::domain::form::FormDef;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::person::Role;
use crate::domain::program::{CompetencySet, Program};
use crate::domain::schedule::Year;
use crate::domain::visibility::{Visibility, visibility};

/// A copy of a book without anything private, and without what only makes sense beside it.
#[derive(Clone, Debug)]
pub struct SharedBook(Book);

impl SharedBook {
    /// The same as numbers and dates, with or without the names of the pair.
    fn redacted(&self, source: &ExportSource, names: bool) -> Self {
        let counts = CountsRedactor::of(&self.0, source, names);
        let mut bare = Book {
            identity: self.0.identity,
            complete: self.0.complete,
            ..Book::default()
        };
        bare.extend(self.0.records().filter_map(|record| counts.redact(record)));
        Self(bare)
    }

    /// What may leave of `book`. The `forms` say which questions are private.
    pub fn of(book: &Book, forms: &[Arc<FormDef>]) -> Self {
        let filter = PrivacyFilter::of(book, forms);
        let mut shared = Book {
            identity: book.identity,
            complete: book.complete,
            ..Book::default()
        };
        shared.extend(
            book.records()
                .filter_map(|record| filter.filter_record(record)),
        );
        Self(shared)
    }
}

impl Deref for SharedBook {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.0
    }
}

/// What else of a record decides: the goal or the form that it belongs to.
struct PrivacyFilter<'a> {
    forms: &'a [Arc<FormDef>],
    goals: BTreeSet<Id>,
    /// Each shared filling-in with its form.
    responses: Vec<(Id, Option<&'a FormDef>)>,
}

impl<'a> PrivacyFilter<'a> {
    fn of(book: &Book, forms: &'a [Arc<FormDef>]) -> Self {
        let mut filter = Self {
            forms,
            goals: BTreeSet::new(),
            responses: Vec::new(),
        };
        let goals = book.goals.values().filter(|goal| !goal.private);
        filter.goals = goals.map(|goal| goal.id).collect();
        for response in book.responses.values() {
            let def = filter.form(&response.form);
            if !response.private && !def.is_some_and(|def| def.private) {
                filter.responses.push((response.id, def));
            }
        }
        filter
    }

    fn form(&self, key: &str) -> Option<&'a FormDef> {
        let form = self.forms.iter().find(|form| form.key == key)?;
        Some(form)
    }

    /// The record as it may leave, if it may.
    fn filter_record(&self, record: Record) -> Option<Record> {
        if visibility(&record) == Visibility::Private {
            return None;
        }
        let belongs = match &record {
            Record::Step(step) => self.goals.contains(&step.goal),
            Record::Progress(line) => self.goals.contains(&line.goal),
            Record::Evidence(item) => self.goals.contains(&item.goal),
            Record::Response(response) => self.responses.iter().any(|(id, _)| *id == response.id),
            Record::Answer(answer) => {
                let form = self.responses.iter().find(|(id, _)| *id == answer.response);
                let private = |def: &FormDef| {
                    def.field(&answer.field)
                        .is_some_and(|(_, field)| field.private)
                };
                form.is_some_and(|(_, def)| !def.is_some_and(private))
                    && answer.goal.is_none_or(|goal| self.goals.contains(&goal))
            }
            // A line that a private goal brought along repeats its title.
            Record::AgendaItem(item) => {
                item.origin != Origin::Goal
                    || item
                        .subject
                        .parse()
                        .is_ok_and(|goal| self.goals.contains(&goal))
            }
            Record::Person(_)
            | Record::Cycle(_)
            | Record::Milestone(_)
            | Record::Goal(_)
            | Record::Meeting(_)
            | Record::Note(_)
            | Record::PrivateNote(_)
            | Record::Action(_)
            | Record::Activity(_)
            | Record::Prompt(_)
            | Record::Question(_)
            | Record::ListItem(_)
            | Record::Pulse(_) => true,
        };
        belongs.then(|| self.strip_private_references(record))
    }

    /// Takes out of a shared record what speaks of private ones.
    fn strip_private_references(&self, mut record: Record) -> Record {
        if let Record::Meeting(meeting) = &mut record {
            meeting.goals.retain(|goal| self.goals.contains(goal));
        }
        if let Record::AgendaItem(item) = &mut record {
            // Why a line was suggested is for its owner, and may name any goal.
            item.reason.clear();
        }
        record
    }
}

/// What the builders of documents see.
pub(crate) struct ExportView<'a> {
    /// The part of the book that may leave.
    pub book: SharedBook,
    /// What is shared, where `book` holds the counts of it alone: it tells what was left out from what is not there.
    unredacted: Option<SharedBook>,
    /// Its program.
    pub program: &'a Program,
    /// The forms there are.
    pub forms: &'a [Arc<FormDef>],
    /// Activities and prompts.
    pub deck: &'a Deck,
    /// Competency areas.
    pub competencies: Option<&'a CompetencySet>,
    /// The day where the user lives.
    pub today: NaiveDate,
    /// How much of it is seen.
    pub level: ExportLevel,
    /// Rows carry the numbers that commands take: true on pages, false in files.
    pub numbered: bool,
}

impl<'a> ExportView<'a> {
    /// What may leave of `source` with `what` at `level`.
    pub fn of(what: &ExportSubject, level: ExportLevel, source: &ExportSource<'a>) -> Self {
        let shared = || SharedBook::of(source.book, source.forms);
        let (book, unredacted) = match level {
            ExportLevel::Shared => (shared(), None),
            ExportLevel::Counts => {
                let shared = shared();
                (shared.redacted(source, what.is_signed()), Some(shared))
            }
            ExportLevel::All => (SharedBook(source.book.clone()), None),
        };
        Self {
            book,
            unredacted,
            program: source.program,
            forms: source.forms,
            deck: source.deck,
            competencies: source.competencies,
            today: source.today,
            level,
            numbered: false,
        }
    }

    /// All of `source`, as the commands show it to its owner.
    pub fn owner_page(source: &ExportSource<'a>) -> Self {
        Self {
            numbered: true,
            ..Self::of(&ExportSubject::Everything, ExportLevel::All, source)
        }
    }

    /// What may leave, read against the program on the day.
    pub fn year(&self) -> Year<'_> {
        self.year_of(&self.book)
    }

    /// The same of what is shared, where counts alone leave. Only what is there may be taken from it, never what it says.
    pub fn unredacted_year(&self) -> Option<Year<'_>> {
        self.unredacted.as_deref().map(|book| self.year_of(book))
    }

    fn year_of<'b>(&'b self, book: &'b Book) -> Year<'b> {
        Year {
            book,
            program: self.program,
            today: self.today,
        }
    }

    /// True if the name of `role` is known and left out.
    pub fn withholds_name(&self, role: Role) -> bool {
        let named = |book: &Book| book.person(role).is_some_and(|it| !it.name.is_empty());
        !named(&self.book) && self.unredacted.as_deref().is_some_and(named)
    }

    /// Whether only the owner of the book will read it, so that what is private is shown.
    pub fn for_owner(&self) -> bool {
        self.level == ExportLevel::All
    }

    /// The form called `key`.
    pub fn form(&self, key: &str) -> Option<&'a FormDef> {
        let form = self.forms.iter().find(|form| form.key == key)?;
        Some(form)
    }
}

//! The privacy filter: the part of a book that may be exported. Builders of documents see nothing else, so a builder's
//! mistake cannot leak anything private into a file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;

use super::redact::CountsRedactor;
use super::request::ExportLevel;
use super::source::ExportSource;
use super::subject::ExportSubject;
use crate::domain::book::Book;
use crate::domain::change::{Kind, Record};
use crate::domain::deck::Deck;
use crate::domain::fill::ResolvedField;
use crate::domain::form::{Audience, FormDef};
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::person::{Owner, Role};
use crate::domain::program::{CompetencySet, Program, Term};
use crate::domain::schedule::Year;
use crate::domain::visibility::privacy;

/// A copy of a book without private records and references to them; the book itself where all is exported for oneself.
#[derive(Clone, Debug)]
pub struct SharedBook(Book);

impl SharedBook {
    /// The same, redacted to numbers and dates, with or without the names of the pair.
    fn redacted(&self, source: &ExportSource, names: bool) -> Self {
        let counts = CountsRedactor::of(&self.0, source, names);
        Self(self.0.filtered(&[], |record| counts.redact(record)))
    }

    /// The pair, its dates and its shared goals; with goals still to be written down, as many as a blank form has room for.
    fn blank(book: &Book) -> Self {
        const GOALS: usize = 3;
        const KEPT: [Kind; 4] = [Kind::Person, Kind::Cycle, Kind::Milestone, Kind::Goal];
        let is_kept = |record: &Record| KEPT.contains(&record.kind()) && !privacy(record).private;
        let mut blank = book.filtered(&[], |record| Some(record).filter(is_kept));
        let missing = blank.goals_in_order().len()..GOALS;
        blank.extend(missing.map(|number| {
            Record::Goal(Goal {
                id: Id::derived(&["blank goal", &number.to_string()]),
                // After every key that a goal has.
                order: format!("~{number}"),
                ..Goal::default()
            })
        }));
        Self(blank)
    }

    /// The shared records, and the answers that the owner gave to the office alone.
    fn for_office(book: &Book, forms: &[Arc<FormDef>]) -> Self {
        let filter = PrivacyFilter::of(book, forms);
        let def_of = |response: Id| {
            let key = &book.responses.get(&response)?.form;
            forms.iter().find(|form| form.key == *key)
        };
        let goes_to_office = |record: &Record| {
            if let Record::Response(response) = record {
                return def_of(response.id).is_some_and(|def| def.has_office_part());
            }
            let Record::Answer(answer) = record else {
                return false;
            };
            let def = def_of(answer.response);
            def.is_some_and(|def| {
                let field = def.field(&answer.field);
                field.is_some_and(|(_, field)| def.reader_of(field) == Audience::Office)
            })
        };
        Self(book.filtered(&[Kind::Note], |record| {
            if goes_to_office(&record) {
                return Some(record);
            }
            filter.filter_record(record)
        }))
    }

    /// Filters `book`. The `forms` define which questions are private.
    pub fn of(book: &Book, forms: &[Arc<FormDef>]) -> Self {
        let filter = PrivacyFilter::of(book, forms);
        // Notes are most of a book, and shared as they are.
        Self(book.filtered(&[Kind::Note], |record| filter.filter_record(record)))
    }
}

impl Deref for SharedBook {
    type Target = Book;

    fn deref(&self) -> &Book {
        &self.0
    }
}

/// Lookups for records whose privacy depends on another: their goal or their form.
struct PrivacyFilter<'a> {
    /// Shared goals; and all meetings and actions, which answers can be about, too.
    subjects: BTreeSet<Id>,
    /// Each shared response with its form.
    responses: BTreeMap<Id, Option<&'a FormDef>>,
}

impl<'a> PrivacyFilter<'a> {
    fn of(book: &'a Book, forms: &'a [Arc<FormDef>]) -> Self {
        let goals = book.goals.values().filter(|goal| !goal.private);
        let records = book.meetings.keys().chain(book.actions.keys());
        let responses = book.responses.values().map(|response| {
            let def = forms.iter().find(|form| form.key == response.form);
            (response, def.map(|def| &**def))
        });
        let shared = responses
            .filter(|(response, def)| !response.private && !def.is_some_and(FormDef::is_private));
        Self {
            subjects: goals.map(|goal| goal.id).chain(records.copied()).collect(),
            responses: shared.map(|(response, def)| (response.id, def)).collect(),
        }
    }

    /// The record without its private parts; none if it is private.
    fn filter_record(&self, record: Record) -> Option<Record> {
        let of = privacy(&record);
        let is_shared = !of.private
            && of.goal.is_none_or(|goal| self.subjects.contains(&goal))
            && of
                .response
                .is_none_or(|id| self.responses.contains_key(&id))
            && !self.is_private_question(&record);
        is_shared.then(|| self.strip_private_references(record))
    }

    /// True for an answer to a question that its form marks as private.
    fn is_private_question(&self, record: &Record) -> bool {
        let Record::Answer(answer) = record else {
            return false;
        };
        let def = self.responses.get(&answer.response).copied().flatten();
        let field = def.and_then(|def| def.field(&answer.field));
        field.is_some_and(|(_, field)| field.private)
    }

    /// Removes references to private records from a shared one.
    fn strip_private_references(&self, mut record: Record) -> Record {
        if let Record::Meeting(meeting) = &mut record {
            meeting.goals.retain(|goal| self.subjects.contains(goal));
        }
        if let Record::AgendaItem(item) = &mut record {
            // The reason of a suggestion is for its owner, and may name any goal.
            item.reason.clear();
        }
        record
    }
}

/// View of a book for the builders of documents.
pub(crate) struct ExportView<'a> {
    pub book: SharedBook,
    /// The shared book without redaction, at the level of counts: it tells what was redacted from what is not there.
    unredacted: Option<SharedBook>,
    pub program: &'a Program,
    pub forms: &'a [Arc<FormDef>],
    /// Activities and prompts.
    pub deck: &'a Deck,
    pub competencies: Option<&'a CompetencySet>,
    /// The present day in the user's time zone.
    pub today: NaiveDate,
    pub level: ExportLevel,
    /// Rows carry the numbers that commands take: true on pages, false in files.
    pub numbered: bool,
}

impl<'a> ExportView<'a> {
    /// Builds the view of `source` for `subject` at `level`.
    pub fn of(subject: &ExportSubject, level: ExportLevel, source: &ExportSource<'a>) -> Self {
        // Nothing of a form without answers could stay or leave.
        let level = subject.only_level().unwrap_or(level);
        let shared = || SharedBook::of(source.book, source.forms);
        let (book, unredacted) = match level {
            ExportLevel::Shared if matches!(subject, ExportSubject::BlankForm { .. }) => {
                (SharedBook::blank(source.book), None)
            }
            ExportLevel::Shared => (shared(), None),
            ExportLevel::Counts => {
                let shared = shared();
                (shared.redacted(source, subject.is_signed()), Some(shared))
            }
            ExportLevel::Office => (SharedBook::for_office(source.book, source.forms), None),
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

    /// The filtered book's year, with program and today.
    pub fn year(&self) -> Year<'_> {
        self.year_of(&self.book)
    }

    /// The year without redaction, at the level of counts. It decides what is there; its texts must not be exported.
    pub fn unredacted_year(&self) -> Option<Year<'_>> {
        self.unredacted.as_deref().map(|book| self.year_of(book))
    }

    fn year_of<'b>(&'b self, book: &'b Book) -> Year<'b> {
        Year::new(book, self.program, self.today)
    }

    /// True if the name of `role` is known and withheld.
    pub fn withholds_name(&self, role: Role) -> bool {
        let named = |book: &Book| book.person(role).is_some_and(|it| !it.name.is_empty());
        !named(&self.book) && self.unredacted.as_deref().is_some_and(named)
    }

    /// True if only the owner of the book will read it, so that private records are shown.
    pub fn for_owner(&self) -> bool {
        self.level == ExportLevel::All
    }

    /// True if `def` is a form that leaves by itself, rather than its owner's own.
    pub fn is_handed_in(&self, def: &FormDef) -> bool {
        !def.is_private() || self.level == ExportLevel::Office
    }

    /// True if the document shows the answer to `question`.
    pub fn shows(&self, question: &ResolvedField) -> bool {
        match self.level {
            ExportLevel::Shared | ExportLevel::Counts => !question.private,
            ExportLevel::Office => question.audience == Audience::Office,
            ExportLevel::All => true,
        }
    }

    pub fn form(&self, key: &str) -> Option<&'a FormDef> {
        let form = self.forms.iter().find(|form| form.key == key)?;
        Some(form)
    }

    /// Name of the owner; “Both” for the pair.
    pub fn owner_name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Mentee => self.book.name(Role::Mentee),
            Owner::Mentor => self.book.name(Role::Mentor),
            Owner::Both => owner.label(),
        }
    }

    /// Title of an activity; a key that the deck does not know stands for itself.
    pub fn activity_title<'b>(&'b self, key: &'b str) -> &'b str {
        self.deck.activity(key).map_or(key, |def| &def.title)
    }

    /// The titles of competency areas.
    pub fn areas(&self, keys: &BTreeSet<String>) -> String {
        titles(self.competencies.map_or(&[], |set| &set.areas), keys)
    }
}

/// The titles of `keys` in the order of the set; a key that it does not know stands for itself.
pub fn titles(terms: &[Term], keys: &BTreeSet<String>) -> String {
    let known = terms.iter().filter(|term| keys.contains(&term.key));
    let unknown = keys
        .iter()
        .filter(|key| terms.iter().all(|term| term.key != **key));
    let titles: Vec<_> = known
        .map(|term| term.title.as_str())
        .chain(unknown.map(String::as_str))
        .collect();
    titles.join("; ")
}

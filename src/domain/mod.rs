//! Domain model: the people, records and rules of a mentoring year. Pure: no I/O, no clock, no SQL, no terminal.
//!
//! Start with [`book::Book`], the loaded records of one match. [`ops`] holds every operation on it, [`change`] the
//! commits that operations return; [`program`] and [`form`] are the types of the data files; [`schedule`] holds all
//! date arithmetic, [`suggestions`] proposes agenda lines, [`fill`] resolves and autofills forms, [`visibility`]
//! decides what is private.
//!
//! # Glossary
//!
//! One word for one idea, in code, tables, screens and documents.
//!
//! - **Book**: one pair's year, one file. **Shelf**: the list of a person's books.
//! - **Match**: the mentor and the mentee. **Role**: mentor or mentee; **owner**: who promised something.
//! - **Program**: the organizer of the year and its rules; **cycle**: one run of it; **phase**: a section of the run;
//!   **milestone**: a date of it. **Cadence**: how often the pair is asked to be in touch, to people its *rhythm*.
//!   **Aim**: an objective of the program; **competency area**: a field of skills it names.
//! - **Goal**: an objective of the mentee; **step**: a task on the way; **progress**: a dated line about it;
//!   **evidence**: proof of it.
//! - **Log**: meetings and contacts. **Meeting**: a talk proper; **contact**: an e-mail, a chat, a short call.
//!   Meetings count as contacts, contacts do not count as meetings. **Note**: shared text of one of the two about a
//!   meeting; **private note**: text for its author alone.
//! - **Call**: a talk while it is held; a **mark** says what a line of its notes becomes when it ends ([`call`]).
//! - **Agenda**: topics of a meeting; **ready agenda**: one for a whole talk, from the deck. **Action**: a promise
//!   with an owner. **Question**: one for the next meeting.
//! - **Activity**: a task over several meetings. **Prompt**: one question worth an agenda line. **Deck**: all of
//!   both, and the pair's own. **Card**: one of them. **Suggestion**: a card with the reason why it is offered now
//!   (its *trigger*).
//! - **List**: program ideas, books, wishes, people or articles that the pair collects; **list item**: a line of one.
//! - **Pulse**: three private ratings of the match by the owner of the book.
//! - **Form**: questions of a program; **response**: one filled-in form; **answer**: the value of one question.
//! - **Shared**: may reach the partner and files. **Private**: for the owner of the book alone, in no file but a
//!   complete export that the owner asks for.
//!
//! Technical terms:
//!
//! - **Op** (operation): pure function from a book to a commit, or to a *refusal* with a hint ([`ops`]).
//! - **Commit**: changes that are saved, undone and redone as one; **change**: one record before and after.
//! - **Entry**: one field of one record set once, in the append-only log of the store.
//! - **Head**: entry of a field that no later entry has superseded; the newest head is the field's value.
//! - **Replica**: one copy of the book, the mentor's or the mentee's; each has an id of its own.
//! - **Projection**: state derived from the entries: the record tables of the store, and the book in memory.
//! - **Checksum**: hash of an entry or a row, stored beside it, by which damage is detected.
//! - **Draft**: input of an editor that is not committed yet, autosaved; also the first state of a form.
//! - **Autofill**: answers computed from the log ([`fill`]).
//! - **Canonical form**: the stored text of an answer: keys, digits, ISO 8601 dates ([`answer::AnswerValue`]).
//! - **Retention**: the rule by which old backups are deleted.
//! - **Visibility**: shared or private, by kind or mark of a record ([`visibility`]). **Level**: the part of the book
//!   that an export holds: shared, counts or all.
//! - **Sanitize**: make control and deceptive characters in a text visible ([`sanitize`]).

pub mod action;
pub mod answer;
pub mod asked_form;
pub mod book;
pub mod call;
pub mod change;
pub mod date_rule;
pub mod dates;
pub mod deck;
pub mod display;
pub mod exchange;
pub mod exchange_words;
pub mod field_kind;
pub mod field_rules;
pub mod fill;
pub mod form;
mod form_file;
pub mod form_mark;
pub mod goal;
pub mod id;
pub mod import_target;
pub mod list;
pub mod mail;
pub mod meeting;
pub mod ops;
pub mod packed;
pub mod pause;
pub mod person;
pub mod program;
pub mod pulse;
pub mod record;
pub mod region;
pub mod sanitize;
pub mod schedule;
pub mod search;
mod section_file;
pub mod string_enum;
pub mod suggest;
pub mod suggestions;
pub mod thank_you_letter;
pub mod truncate;
pub mod visibility;
pub mod words;
pub mod zone;

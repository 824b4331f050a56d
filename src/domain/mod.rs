//! What is true: the people, records and rules of a mentoring year. Pure: no I/O, no clock, no SQL, no terminal.
//!
//! Start with [`book::Book`], everything of one match; [`change`] says how it changes; [`program`] and [`form`] are
//! the shapes of the data files; [`schedule`] holds all date arithmetic, [`suggestions`] what is worth talking about.
//!
//! # Glossary
//!
//! One word for one idea, in code, tables, screens and documents.
//!
//! - **Book**: one pair's year, one file. **Shelf**: the list of a person's books.
//! - **Match**: the mentor and the mentee. **Role**: the part one of them plays; **owner**: who promised something.
//! - **Program**: whoever organizes the year and its rules; **cycle**: one run of it; **phase**: a part of the run;
//!   **milestone**: a date of it. **Cadence**: how often the pair is asked to be in touch, to people its
//!   *rhythm*. **Aim**: what the program wants to reach; **competency area**: a field of skills it names.
//! - **Goal**: what the mentee wants to reach; **step**: a thing to do on the way; **progress**: a dated line about it;
//!   **evidence**: what shows it.
//! - **Log**: meetings and contacts. **Meeting**: a talk proper; **contact**: an e-mail, a chat, a short call. Meetings
//!   count as contacts, contacts do not count as meetings. **Note**: what one of the two wrote about a meeting;
//!   **private note**: what nobody else will read.
//! - **Agenda**: what a meeting will talk about; **ready agenda**: one for a whole talk, from the deck. **Action**: a promise with an owner. **Question**: kept for next time.
//! - **Activity**: something that spans meetings and leaves something behind. **Prompt**: one question worth an agenda
//!   line. **Deck**: all of both, and the pair's own. **Card**: one of them. **Suggestion**: one of them, with the reason.
//! - **List**: program ideas, books, wishes, people or articles that the pair keeps together; **list item**: a line of one.
//! - **Pulse**: three ratings of the match by the owner of the book, private.
//! - **Form**: questions of a program; **response**: one filling-in of a form; **answer**: what was given to one question.
//! - **Entry**: one field of one record set once, in the log of the store. **Commit**: entries saved as one.
//! - **Shared**: may reach the partner and files. **Private**: for the owner of the book alone, in
//!   no file but one that is asked for as all of it.

pub mod action;
pub mod answer;
pub mod book;
pub mod change;
pub mod dates;
pub mod deck;
pub mod display;
pub mod fill;
pub mod form;
mod form_file;
pub mod goal;
pub mod id;
pub mod list;
pub mod mail;
pub mod meeting;
pub mod ops;
pub mod person;
pub mod program;
pub mod pulse;
pub mod sanitize;
pub mod schedule;
pub mod search;
pub mod string_enum;
pub mod suggest;
pub mod suggestions;
pub mod thank_you_letter;
pub mod visibility;

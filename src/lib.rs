//! matchbook: the book a mentoring match keeps. The tour of the house, and who may import whom:
//!
//! - [`domain`]: what is true. Pure; imports nothing of the others.
//! - [`catalog`]: data files to domain types, built in and the user's own. Imports `domain`.
//! - [`store`]: the database, the only folder that knows SQL. Imports `domain`, `env`, `files`.
//! - [`export`]: a book to bytes. Imports `domain`, `files`, `problem`.
//! - [`import`]: files of others to changes of a book, planned before they are made. Imports `domain`, `catalog`, `files`,
//!   `problem`.
//! - [`app`]: what the user is doing, a pure state machine. Imports `domain`, `catalog`, `env`, and the names of `export`.
//! - [`ui`]: how it looks. Imports `app` and `domain`; changes nothing.
//! - [`tui`]: the loop: terminal, events, effects. Imports everything but `cli`.
//! - [`cli`]: the same verbs without the screen. Imports everything but `app`, `ui`, `tui`.
//! - [`shelf`]: the books of a person, and how one is started. Imports `domain`, `catalog`, `store`, `export`, `env`, `paths`.
//! - [`mod@env`]: clock and ids, for the ctx of `domain`. [`files`]: whole files. [`paths`]: places; imports `files`.
//! - [`problem`]: what people are told. Every layer but `domain`, `files` and `env` may speak so.
//!
//! `tests/layers.rs` holds these rules. It also holds a file to 400 lines before its tests, and clippy a function to 60 lines
//! of code in its body: blank lines, comments and the head do not count.

pub mod app;
pub mod catalog;
pub mod cli;
pub mod domain;
pub mod env;
pub mod export;
pub mod files;
pub mod import;
pub mod paths;
pub mod problem;
pub mod shelf;
pub mod store;
pub mod tui;
pub mod ui;

//! matchbook: the book a mentoring match keeps. The tour of the house, and who may import whom:
//!
//! - [`domain`]: what is true. Pure; imports nothing of the others.
//! - [`catalog`]: data files to domain types, built in and the user's own. Imports `domain`.
//! - [`store`]: the database, the only folder that knows SQL. Imports `domain`, `env`, `files`.
//! - [`figure`]: timelines and charts, as scenes to paint. Imports `domain`.
//! - [`export`]: a book to bytes. Imports `domain`, `figure`, `files`, `problem`.
//! - [`import`]: files of others to changes of a book, planned before they are made. Imports `domain`, `catalog`, `files`,
//!   `problem`.
//! - [`exchange`]: parcels for the partner, sealed, opened and kept in folders. Imports `domain`, `catalog`, `store`, `files`,
//!   `problem`.
//! - [`app`]: what the user is doing, a pure state machine. Imports `domain`, `catalog`, `env`, `settings`, and the names of `export`.
//! - [`ui`]: how it looks. Imports `app`, `domain` and `figure`; changes nothing.
//! - [`tui`]: the loop: terminal, events, effects. Imports everything but `cli` and `figure`.
//! - [`cli`]: the same verbs without the screen. Imports everything but `app`, `ui`, `tui`, `figure`.
//! - [`shelf`]: the books of a person, how one is started, exported and exchanged with the partner. Imports `domain`, `catalog`,
//!   `store`, `exchange`, `export`, `env`, `files`, `paths`, `problem`.
//! - [`mod@env`]: clock and ids, for the ctx of `domain`. [`files`]: whole files. [`paths`]: places; imports `files`.
//! - [`settings`]: of this computer's user. Imports `domain`, `files`, `problem`.
//! - [`problem`]: what people are told. Every layer but `domain`, `files` and `env` may speak so.
//!
//! `tests/layers.rs` holds these rules. It also holds a file to 400 lines before its tests, and clippy a function to 60 lines
//! of code in its body: blank lines, comments and the head do not count.
//!
//! # How to add something
//!
//! Each list was followed once and is complete. *Named by the compiler* means: make the first edits, and `cargo check` lists
//! the rest, because no match on our own enums has a `_` arm, but for a screen's commands. What it does not name is said first, as it is what one forgets.
//! At the end `UPDATE_DOCS=1 cargo test --test docs` writes README's tables and pictures; a changed screen shows as a
//! snapshot.
//!
//! **A screen.** Copy a plain list, `app/screens/goals.rs` (state, rows, `ScreenLogic`) and
//! `ui/screens/goals.rs` (drawing). Not named by the compiler: the two `mod` lines; rows in `app/keymap/table.rs`; what opens
//! it, in `app/dispatch.rs` if that works on every screen, else in the `on_command` of the screen that does; the context in the
//! test `no_screen_hides_a_key_that_works_anywhere`; a view in `tests/screens/looks.rs`. First edits: a row of
//! `screens!` (`app/screens/mod.rs`), variants of `Context` (`app/keymap/mod.rs`), and one of `Command` (`app/command.rs`) that
//! opens it. What is done there is a command that other screens know as well wherever there is one (`Add`, `Edit`, `Toggle`, `Archive`). Free: moving, clicks, footer, help,
//! palette, README.
//!
//! **A field of a record**, here of a goal. A line in `domain/goal.rs`; one in `fields`
//! (`domain/ops/goal`); the question in `assets/forms/editor-goal.toml`. A column: `store/migrations/00NN.sql` with `ALTER
//! TABLE` for the table and, if it has one, its `private_` twin; a rebuild where a log (`entry` and `private_entry`) holds the
//! field already, as in `0007.sql`; the next `schema_minor`; then the list and `LATEST_VERSION` in `store/migrations.rs`, and
//! `FINGERPRINT` in `store/schema.rs`. Before all that: the fixture of the schema as it was, by `write_story` of
//! `tests/migrate.rs`. Tests that ask for it: a value in `tests/support/filled.rs`, the name in `AFTER_0_1_0` and its value in
//! `AFTER_THE_STORY` of `tests/migrate.rs`. Where it is wanted: a line in `export/document/goal.rs` and `export/tables.rs`, in
//! `ui/screens/goal.rs`, an option in `assets/options.toml`, words for search in `store/search_index.rs` (then the migration
//! asks for a rebuild). At the level *counts* it is left out until `export/redact.rs` lets it pass. `UPDATE_DOCS=1
//! cargo test --lib schema` writes the schemas. Free: editor, drafts, undo, history, JSON, import of JSON; lists name their
//! columns in `import/target.rs`.
//!
//! **An export format.** `export/x.rs` with an [`export::Exporter`]; its `mod` and `pub use`, and its place in
//! [`export::EXPORTERS`]; the endings that people take for it stand with its name. `write` reports to its
//! progress and stops when told to. `tests/export.rs` has every format write every document, and asks for what is missing.
//! Free: command line, help, export screen, progress, names, writing the file whole or not at all.
//!
//! **A kind of field in forms.** A variant of [`domain::form::FieldKind`]. Not named by the compiler: its word in
//! `FieldKindName` of `domain/form_file.rs`, by which files call it, and an explained example in `assets/examples/form.toml`.
//! Named, seven files: its answers for itself (`domain/field_kind.rs`), its keys in a file (`domain/form_file.rs`), what may be typed
//! (`domain/fill/parse.rs`, `autofill_value.rs`) and how it is shown (`domain/display.rs`), its editor (`app/form/focus.rs`), its
//! schema (`export/schema.rs`). Everything else asks the kind.
//!
//! **A command.** `cli/x.rs` with clap's `Args` (its examples in `assets/examples.txt`) or a `Subcommand`, and a
//! function that returns an `Output`; `mod`, variant and arm in `cli/mod.rs`; the type of its JSON in the list of
//! `cli/schema.rs`, whose test writes the schema (`UPDATE_DOCS=1 cargo test --lib schema`). A change of the book is an
//! operation of [`domain::ops`], which the screen calls as well. Not named by the compiler: a line in `LISTINGS` of
//! `tests/shell.rs` if it answers something. `cli/guide.rs` is a short one. Free: help, completions, manual, README.
//!
//! **A program, a form, a deck, a guide.** A file in `assets`, no code: `matchbook program example` explains every line of the
//! first, `assets/guide/NN-topic.md` begins with its title. `PROGRAM_ORDER` in `catalog/mod.rs` says which programs are
//! offered first; `tests/assets` and `tests/docs.rs` read every file, fill every form and run every command line.

pub mod app;
pub mod catalog;
pub mod cli;
pub mod domain;
pub mod env;
pub mod exchange;
pub mod export;
pub mod figure;
pub mod files;
pub mod import;
pub mod paths;
pub mod problem;
pub mod settings;
pub mod shelf;
pub mod store;
pub mod tui;
pub mod ui;

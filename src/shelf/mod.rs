//! The shelf: one line for each of a person's books (`copies` compares two of one), finding one by name (`find`) or words
//! in all (`search`), starting a new one, and exporting one. No book is changed by looking at the shelf.
//!
//! Screen and command line both use it, so that a book is started and described the same way on both.

mod copies;
pub mod exchange;
mod export;
mod find;
mod search;

use std::path::{Path, PathBuf};

use crate::catalog::Catalog;
use crate::domain::answer::Answers;
use crate::domain::book::{BackupLine, Book, Identity, ShelfLine};
use crate::domain::change::Kind;
use crate::domain::dates::{self, pluralize};
use crate::domain::ops::Refusal;
use crate::domain::ops::year::NewBook;
use crate::domain::person::Owner;
use crate::domain::schedule::{DueKind, Year};
use crate::env::Env;
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::{self, BackupFile, Contents, OpenMode, Store, backups, read_contents};

pub use export::{ExportPipeline, FIRST_STAGE, with_export_source, write_failed};
pub use find::find_book;
pub use search::{hits, search_books};

/// Kinds of record that a book's line on the shelf needs.
const SHELF_KINDS: [Kind; 7] = [
    Kind::Person,
    Kind::Cycle,
    Kind::Milestone,
    Kind::Goal,
    Kind::Step,
    Kind::Meeting,
    Kind::Action,
];

/// Horizon, in days, of what is due on the shelf.
pub const DUE_HORIZON_DAYS: i64 = 14;

/// Reads the book at `path` without changing it; the one that is `open` through its store, as opening it again would drop
/// its locks.
pub fn read<T>(
    path: &Path,
    open: Option<&Store>,
    env: &mut Env,
    work: impl FnOnce(&Store, &Env) -> Result<T, Problem>,
) -> Result<T, Problem> {
    match open {
        Some(store) if files::is_same_file(path, store.path()) => work(store, env),
        Some(_) | None => work(&Store::open(path, OpenMode::Read, env)?, env),
    }
}

/// One line for each book, by name, the archived ones last; for one that cannot be read, the reason. The one that is `open`
/// has the path of its store.
pub fn lines(
    places: &AppDirs,
    open: Option<&Store>,
    catalog: &Catalog,
    env: &mut Env,
) -> Vec<ShelfLine> {
    let (books, archived) = places.all_books();
    let archived = archived.into_iter().map(|path| (path, true));
    let all = books.into_iter().map(|path| (path, false)).chain(archived);
    let mut lines: Vec<_> = all
        .map(|(path, archived)| {
            let read = read(&path, open, env, |store, env| {
                let is_open = open.is_some_and(|open| open.path() == store.path());
                line(
                    if is_open { store.path() } else { &path },
                    store,
                    catalog,
                    env,
                )
            });
            let line = read.unwrap_or_else(|problem| unreadable(path, &problem));
            ShelfLine { archived, ..line }
        })
        .collect();
    copies::compare(&mut lines, open, env);
    let gone = Problem::new("The file of this book is gone, but there are backups of it.");
    let gone = store::missing_books(&places.home)
        .into_iter()
        .map(|path| unreadable(path, &gone));
    lines.extend(gone);
    lines
}

/// A problem with the book at `path` as one line of a list: the file without its folder.
pub fn problem_line(path: &Path, problem: &Problem) -> String {
    let whole = [Some(path.to_owned()), dunce::canonicalize(path).ok()];
    let mut words = problem.message.clone();
    for whole in whole.into_iter().flatten() {
        words = words.replace(&whole.display().to_string(), &files::name_of(path));
    }
    words
}

fn unreadable(path: PathBuf, problem: &Problem) -> ShelfLine {
    ShelfLine {
        problem: Some(problem_line(&path, problem)),
        path,
        ..ShelfLine::default()
    }
}

fn line(path: &Path, store: &Store, catalog: &Catalog, env: &Env) -> Result<ShelfLine, Problem> {
    let book = store.load_only(&SHELF_KINDS)?;
    let (program, _) = catalog.program_of(&book, env.today())?;
    let year = Year::new(&book, &program, env.today());
    Ok(ShelfLine {
        path: path.to_owned(),
        partner: book.name(book.me().other()).to_owned(),
        me: book.me(),
        pair: Some(book.identity.pair),
        program: program.short.clone(),
        phase: phase(&year),
        closed: year.is_closed(),
        next: next_due(&year),
        waits: open_work(&book, &year),
        due: year.due_within(DUE_HORIZON_DAYS),
        ..ShelfLine::default()
    })
}

/// The phase of the year, or that it is over.
fn phase(year: &Year) -> String {
    if let Some(closed) = year.closed() {
        return format!("closed on {}", dates::format_date(closed));
    }
    let phase = year.phase();
    phase.map_or_else(String::new, |span| span.phase.title.clone())
}

/// The next date, with its title; a private goal or step is not named.
fn next_due(year: &Year) -> String {
    let upcoming = year.upcoming();
    let Some(next) = upcoming.iter().find(|item| !item.due.is_overdue()) else {
        return String::new();
    };
    let what = if next.kind == DueKind::Meeting || next.private {
        next.kind.label()
    } else {
        &next.title
    };
    format!("{}: {what}", dates::format_date_time(next.date, next.time))
}

/// Number of the owner's open actions, and of those that are overdue.
fn open_work(book: &Book, year: &Year) -> String {
    let mine = |owner: Owner| owner.includes(book.me());
    let open = year.open_actions();
    let actions = open.iter().filter(|action| mine(action.owner)).count();
    let upcoming = year.upcoming();
    let late = upcoming
        .iter()
        .filter(|item| item.kind != DueKind::Meeting && item.due.is_overdue() && mine(item.owner))
        .count();
    let unwritten = year.to_write_up().len();
    let unwritten_words = format!("{} to write up", pluralize(unwritten, "meeting"));
    let parts = [
        (actions, pluralize(actions, "action")),
        (late, format!("{late} late")),
        (unwritten, unwritten_words),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}

/// The contents of a backup or a book in a line.
pub fn describe_contents(contents: &Contents, env: &Env) -> String {
    let mut words = [
        pluralize(contents.goals, "goal"),
        pluralize(contents.meetings, "meeting"),
        pluralize(contents.changes, "change"),
    ]
    .join(", ");
    if let Some(changed) = contents.changed {
        let at = env.local_time(changed.naive_utc());
        words += &format!(
            ", the last on {}",
            dates::format_date_time(at.date(), Some(at.time()))
        );
    }
    words
}

/// The contents of the book at `path`, or why it cannot be read; it must not be open in this process.
pub fn describe_contents_at(path: &Path, env: &Env) -> String {
    match read_contents(path, env) {
        Ok(contents) => describe_contents(&contents, env),
        Err(error) => Problem::from(error).message,
    }
}

/// The backups of the book at `path`, newest first, for the restore screen; `now` describes the book's own contents.
pub fn backup_lines(path: &Path, now: &str, env: &Env) -> Vec<BackupLine> {
    let path = dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let line = |copy: BackupFile| {
        let contents = match &copy.contents {
            Some(contents) => describe_contents(contents, env),
            None => "it cannot be read".to_owned(),
        };
        let created = dates::format_date_time(copy.at.date(), Some(copy.at.time()));
        let changes = copy.contents.as_ref().map(|contents| contents.changes);
        let size = changes.map(|changes| pluralize(changes, "change"));
        let size = size.unwrap_or_else(|| "cannot be read".to_owned());
        // The dialog on a narrow screen has no room for more.
        let reason = copy.reason.key().replace('-', " ");
        BackupLine {
            label: format!("{created} · {size} · {reason}"),
            detail: format!(
                "{}. The copy: {contents}.\nThe book now: {now}",
                copy.reason.label()
            ),
            made: created,
            copy: copy.path,
            book: path.clone(),
        }
    };
    backups(&path).into_iter().map(line).collect()
}

/// Creates a book from the answers of the form `editor-book`, at `path` or under a free name on the shelf; returns its path.
///
/// # Errors
/// When an answer is missing or the file cannot be made; then there is no new file.
pub fn create_book(
    answers: &Answers,
    path: Option<PathBuf>,
    places: impl FnOnce() -> Result<AppDirs, Problem>,
    catalog: &Catalog,
    env: &mut Env,
) -> Result<PathBuf, Problem> {
    let missing = |title: &str| {
        let refusal = Refusal::new(format!("A new book needs {title}."));
        refusal.hint("Names and dates can be changed at any time.")
    };
    let program = catalog.program(answers.get("program"))?;
    let new = NewBook {
        program: &program,
        me: answers.word("role").ok_or_else(|| missing("your role"))?,
        my_name: answers.get("name").to_owned(),
        partner_name: answers.get("partner").to_owned(),
        partner_zone: answers.get("partner-zone").to_owned(),
        start: answers
            .day("start")
            .ok_or_else(|| missing("the day on which the year starts"))?,
        end: None,
    };
    let identity = Identity {
        pair: env.new_id(),
        replica: env.new_id(),
        me: new.me,
    };
    let commit = new.initial_commit(identity.pair, &env.op_context())?;
    let path = if let Some(path) = path {
        path
    } else {
        let title = format!("{} {}", new.partner_name.trim(), new.start.format("%Y"));
        places()?.new_book_path(&title)
    };
    Store::create_with(&path, identity, &[commit], env)?;
    Ok(path)
}

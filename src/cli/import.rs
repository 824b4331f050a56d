//! `matchbook import`: a file into a book, with a preview of the changes.

use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Output, path_text};
use super::session::CliSession;
use crate::domain::book::Identity;
use crate::domain::change::Record;
use crate::domain::dates::{DayOrder, TimeDirection, parse_date_time};
use crate::import::{
    self, CalendarChoice, ImportColumn, ImportContext, ImportPlan, ImportTarget, Incoming,
    RecordDiff,
};
use crate::paths::AppDirs;
use crate::problem::{Exit, Problem};
use crate::store::{BackupReason, OpenMode, Store};

/// Takes in what the book does not have, and changes what the file says otherwise. One undo takes all of it back.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file: the whole book as JSON (a book named with “--book” that is not there is made), a list from a
    /// spreadsheet (.xlsx, .ods, .csv), notes (.md, .txt), a calendar (.ics), or a form that your partner sends back: the Word
    /// document, the mail, or its text; “-” reads what is pasted or piped in
    file: PathBuf,
    /// What a list holds: log, goals, actions; by default what its columns, its heading or its name say
    #[arg(long = "as", value_name = "LIST")]
    target: Option<ImportTarget>,
    /// Which column is which, as in date=Datum,title=Thema
    #[arg(long, value_name = "COLUMN=NAME,…", value_delimiter = ',', value_parser = column)]
    map: Vec<(ImportColumn, String)>,
    /// Read dates like 3/11 with the day first: as 3 November
    #[arg(long, conflicts_with = "month_first")]
    day_first: bool,
    /// Read dates like 3/11 with the month first: as March 11
    #[arg(long)]
    month_first: bool,
    /// Of a calendar, take only what has one of these words in its title, place, text or people; of a form that comes
    /// back, only the questions that have one
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    only: Vec<String>,
    /// Of a calendar, take what is on this day or later
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Of a calendar, take what is on this day or earlier
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl ImportArgs {
    /// The bytes of the file, or of the standard input for `-`.
    fn bytes(&self) -> Result<Vec<u8>, Problem> {
        if self.file.as_os_str() != STDIN {
            return import::read_bytes(&self.file);
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(import::MAX_FILE_BYTES).unwrap_or(u64::MAX);
        let read = std::io::stdin().take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Problem::new("The text cannot be read.").caused_by(&error))?;
        Ok(bytes)
    }

    fn order(&self) -> Option<DayOrder> {
        let day_first = self.day_first.then_some(DayOrder::DayFirst);
        day_first.or(self.month_first.then_some(DayOrder::MonthFirst))
    }
}

/// The book that took a file in, with its changes.
#[derive(Serialize, JsonSchema)]
pub struct Imported {
    book: String,
    #[serde(flatten)]
    plan: ImportPlan,
}

impl ImportArgs {
    fn choice(&self, today: NaiveDate) -> Result<CalendarChoice, Problem> {
        let day = |typed: &Option<String>| -> Result<Option<NaiveDate>, Problem> {
            let read = |typed| parse_date_time(typed, today, TimeDirection::Past);
            let read = typed.as_deref().map(read).transpose();
            let read = read.map_err(|why| Problem::new(why).exit(Exit::UsageError))?;
            Ok(read.map(|(day, _)| day))
        };
        Ok(CalendarChoice {
            only: self.only.clone(),
            from: day(&self.from)?,
            until: day(&self.until)?,
            picked: None,
        })
    }
}

/// Name of the file for what another program writes, or a text that is pasted.
const STDIN: &str = "-";
/// Number of new and changed records of a calendar that the answer lists.
const MAX_SHOWN: usize = 20;

pub fn run(args: &ImportArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let bytes = args.bytes()?;
    if !import::is_book_json(&bytes) {
        return join(args, session, |asked| import::plan(&bytes, asked));
    }
    let incoming = import::read_book(&bytes)?;
    match new_book(&incoming, session)? {
        Some(path) => create(args, incoming, &path, session),
        None => join(args, session, |asked| ImportPlan::of(incoming, asked.book)),
    }
}

/// `date=Datum`: a column and what the file calls it.
fn column(typed: &str) -> Result<(ImportColumn, String), String> {
    let (column, name) = typed
        .split_once('=')
        .ok_or_else(|| format!("“{typed}” is not written like date=Datum"))?;
    Ok((column.trim().parse()?, name.trim().to_owned()))
}

/// The path of a book to make: the one that was named and is not there, or the first one on the shelf.
fn new_book(incoming: &Incoming, session: &CliSession) -> Result<Option<PathBuf>, Problem> {
    if let Some(named) = &session.book_path {
        let path = session.resolve(named)?;
        return Ok(Some(path).filter(|path| path.symlink_metadata().is_err()));
    }
    let places = AppDirs::resolve()?;
    if !places.books().is_empty() || incoming.pair.is_none() {
        return Ok(None);
    }
    let partner = incoming.records.iter().find_map(|came| {
        let Record::Person(person) = &came.record else {
            return None;
        };
        (Some(person.role) != incoming.role).then(|| person.name.clone())
    });
    Ok(Some(places.new_book_path(&partner.unwrap_or_default())))
}

fn create(
    args: &ImportArgs,
    incoming: Incoming,
    path: &Path,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let (plan, pair, me) = ImportPlan::of_new_book(incoming)?;
    if args.dry_run {
        return Ok(preview(&plan, "This would make a new book."));
    }
    let identity = Identity {
        pair,
        replica: session.env.new_id(),
        me,
    };
    let commit = plan.clone().commit(&name_of(&args.file), &session.ctx());
    Store::create_with(path, identity, &[commit], &mut session.env)?;
    let label = format!("the book {} is made", path.display());
    Ok(done(&label, plan, path, None))
}

fn join(
    args: &ImportArgs,
    session: &mut CliSession,
    read: impl FnOnce(&ImportContext) -> Result<ImportPlan, Problem>,
) -> Result<Output, Problem> {
    let store = if args.dry_run {
        session.open_store(OpenMode::Read)?
    } else {
        session.open_for_edit()?.store
    };
    let book = store.load_all()?;
    let name = name_of(&args.file);
    let plan = read(&ImportContext {
        name: &name,
        target: args.target,
        map: &args.map,
        book: &book,
        catalog: &session.catalog,
        today: session.env.today(),
        now: session.env.local_now().time(),
        order: args.order(),
        local: &|utc| session.env.local_time(utc),
        zone: session.env.zone(),
        choice: args.choice(session.env.today())?,
    })?;
    if args.dry_run {
        return Ok(preview(&plan, "Nothing was changed."));
    }
    commit_plan(plan, &name, store, session)
}

/// Saves the plan as one commit, after a copy of the book as it was.
fn commit_plan(
    plan: ImportPlan,
    name: &str,
    mut store: Store,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    if plan.is_empty() {
        return Ok(done("nothing changed", plan, store.path(), None));
    }
    let copy = store.backup(BackupReason::Import, &session.env)?;
    let commit = plan.clone().commit(name, &session.ctx());
    let committed = store.commit(&commit, &mut session.env)?;
    Ok(done(&committed.label, plan, store.path(), Some(&copy.path)))
}

fn done(label: &str, plan: ImportPlan, book: &Path, copy: Option<&Path>) -> Output {
    let copy = copy.map(|copy| format!("A copy of the book as it was is in {}.", copy.display()));
    // Hours and zones of a calendar are what must be seen.
    let shown = if plan.choices.is_empty() {
        0
    } else {
        MAX_SHOWN
    };
    let changed = plan.changed.iter().map(RecordDiff::line);
    let taken = plan.new.iter().cloned().chain(changed);
    let more = (plan.new.len() + plan.changed.len()).saturating_sub(shown);
    let more = (shown > 0 && more > 0).then(|| format!("  … and {more} more"));
    let notes = plan.notes.iter().cloned().chain([plan.summary()]);
    let taken = taken.take(shown).map(|line| format!("  {line}"));
    let notes = notes.chain(taken).chain(more);
    let notes = notes.chain(plan.left_out.iter().cloned()).chain(copy);
    let notes: Vec<_> = notes.collect();
    let book = path_text(book);
    Output::done(label, &notes, Imported { book, plan })
}

fn preview(plan: &ImportPlan, end: &str) -> Output {
    let mut lines = plan.lines();
    lines.push(end.to_owned());
    Output::answer(lines.join("\n"), plan)
}

fn name_of(path: &Path) -> String {
    if path.as_os_str() == STDIN {
        return import::PASTED.to_owned();
    }
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

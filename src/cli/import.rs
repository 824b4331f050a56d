//! `matchbook import`: a file into a book, after a look at what it would change.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::output::{Said, path_text};
use super::session::{Opened, Session};
use crate::domain::book::Identity;
use crate::domain::change::Record;
use crate::import::{self, Asked, Column, Incoming, Plan, Target};
use crate::paths::Places;
use crate::problem::Problem;
use crate::store::{Mode, Reason, Store};

/// Takes in what the book does not have, and changes what the file says otherwise. One undo takes all of it back.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matchbook import all.json --book new.matchbook\n  matchbook import log.csv --dry-run\n  matchbook import log.csv --as log --map date=Datum,title=Thema\n  matchbook import meetings.ics"
)]
pub struct ImportArgs {
    /// The file: the whole book as JSON (a book named with “--book” that is not there is made), a list in CSV or Markdown,
    /// a calendar (.ics)
    file: PathBuf,
    /// What a list holds: log, goals, actions; by default what its columns, its heading or its name say
    #[arg(long = "as", value_name = "LIST")]
    target: Option<Target>,
    /// Which column is which, as in date=Datum,title=Thema
    #[arg(long, value_name = "COLUMN=NAME,…", value_delimiter = ',', value_parser = column)]
    map: Vec<(Column, String)>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Does what `args` ask for.
pub fn run(args: &ImportArgs, session: &mut Session) -> Result<Said, Problem> {
    let bytes = import::bytes_of(&args.file)?;
    if !import::is_whole(&bytes) {
        return join(args, session, |asked| import::read_list(&bytes, asked));
    }
    let incoming = import::read(&bytes)?;
    match new_book(&incoming, session)? {
        Some(path) => begin(args, incoming, &path, session),
        None => join(args, session, |_| Ok(incoming)),
    }
}

/// `date=Datum`: a column and what the file calls it.
fn column(typed: &str) -> Result<(Column, String), String> {
    let (column, name) = typed
        .split_once('=')
        .ok_or_else(|| format!("“{typed}” is not written like date=Datum"))?;
    Ok((column.trim().parse()?, name.trim().to_owned()))
}

/// Where a book is to be made: the one that was named and is not there, or the first one on the shelf.
fn new_book(incoming: &Incoming, session: &Session) -> Result<Option<PathBuf>, Problem> {
    if let Some(path) = &session.named {
        return Ok(path.symlink_metadata().is_err().then(|| path.clone()));
    }
    let places = Places::find(None)?;
    if !places.books().is_empty() || incoming.pair.is_none() {
        return Ok(None);
    }
    let partner = incoming.records.iter().find_map(|came| {
        let Record::Person(person) = &came.record else {
            return None;
        };
        (Some(person.role) != incoming.role).then(|| person.name.clone())
    });
    Ok(Some(places.new_book(&partner.unwrap_or_default())))
}

fn begin(
    args: &ImportArgs,
    incoming: Incoming,
    path: &Path,
    session: &mut Session,
) -> Result<Said, Problem> {
    let (plan, pair, me) = Plan::of_new_book(incoming)?;
    if args.dry_run {
        return Ok(preview(&plan, "This would make a new book."));
    }
    let identity = Identity {
        pair,
        replica: session.env.new_id(),
        me,
    };
    let told = Told::of(&plan, path);
    let commit = plan.commit(&name_of(&args.file), &session.env.scribe());
    Store::create_with(path, identity, &[commit], &mut session.env)?;
    let label = format!("the book {} is made", path.display());
    Ok(told.said(&label))
}

fn join(
    args: &ImportArgs,
    session: &mut Session,
    read: impl FnOnce(&Asked) -> Result<Incoming, Problem>,
) -> Result<Said, Problem> {
    let (store, book) = if args.dry_run {
        let store = session.store(Mode::Read)?;
        let book = store.load_all()?;
        (store, book)
    } else {
        let Opened { store, .. } = session.edit()?;
        let book = store.load_all()?;
        (store, book)
    };
    let name = name_of(&args.file);
    let incoming = read(&Asked {
        name: &name,
        target: args.target,
        map: &args.map,
        book: &book,
        today: session.env.today(),
        local: &|utc| session.env.local_time(utc),
    })?;
    let plan = Plan::of(incoming, &book)?;
    if args.dry_run {
        return Ok(preview(&plan, "Nothing was changed."));
    }
    save(plan, &name, store, session)
}

/// Saves the plan as one commit, after a copy of the book as it was.
fn save(plan: Plan, name: &str, mut store: Store, session: &mut Session) -> Result<Said, Problem> {
    let mut told = Told::of(&plan, store.path());
    if plan.is_empty() {
        return Ok(told.said("nothing changed"));
    }
    let copy = store.backup(Reason::Import, &session.env)?;
    let copy = copy.path.display();
    told.notes
        .push(format!("A copy of the book as it was is in {copy}."));
    let commit = plan.commit(name, &session.env.scribe());
    let committed = store.commit(&commit, &mut session.env)?;
    Ok(told.said(&committed.label))
}

/// What is said once it is done.
struct Told {
    notes: Vec<String>,
    json: Value,
}

impl Told {
    fn of(plan: &Plan, book: &Path) -> Self {
        let mut notes = plan.notes.clone();
        notes.push(plan.summary());
        notes.extend(plan.left_out.iter().cloned());
        let mut json = as_json(plan);
        json["book"] = path_text(book).into();
        Self { notes, json }
    }

    fn said(self, label: &str) -> Said {
        Said::done(label, &self.notes, self.json)
    }
}

fn preview(plan: &Plan, end: &str) -> Said {
    let mut lines = plan.lines();
    lines.push(end.to_owned());
    Said::answer(lines.join("\n"), as_json(plan))
}

fn as_json(plan: &Plan) -> Value {
    let changed: Value = plan
        .changed
        .iter()
        .map(|changed| json!({ "what": changed.what, "fields": changed.fields }))
        .collect();
    json!({
        "new": plan.new,
        "changed": changed,
        "same": plan.same,
        "left_out": plan.left_out,
        "notes": plan.notes,
    })
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

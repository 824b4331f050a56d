//! `--archived` of the lists, and `matchbook put-back`: what was archived, long after undo's turn.

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::{ChangedRecord, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::change::{Kind, Record};
use crate::domain::display::capitalize;
use crate::domain::id::Id;
use crate::domain::ops;
use crate::domain::visibility::{MARK, privacy};
use crate::problem::Problem;

/// The option of every list.
#[derive(Clone, Copy, Debug, Args)]
pub struct ArchivedOption {
    /// List what is archived instead, with its numbers for “matchbook put-back”
    #[arg(long)]
    archived: bool,
}

impl ArchivedOption {
    /// The archived records of `kinds`, if they were asked for, else what `list` answers.
    pub fn or_else(
        self,
        kinds: &[Kind],
        session: &mut CliSession,
        list: impl FnOnce(&mut CliSession) -> Result<Output, Problem>,
    ) -> Result<Output, Problem> {
        self.or_else_where(|record| kinds.contains(&record.kind()), session, list)
    }

    /// The same of the records that are `wanted`.
    pub fn or_else_where(
        self,
        wanted: impl Fn(&Record) -> bool,
        session: &mut CliSession,
        list: impl FnOnce(&mut CliSession) -> Result<Output, Problem>,
    ) -> Result<Output, Problem> {
        if self.archived {
            listed(wanted, session)
        } else {
            list(session)
        }
    }
}

/// An archived record as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct ArchivedRow {
    number: usize,
    id: Id,
    kind: &'static str,
    /// Its name, in words.
    label: String,
    /// The goal or meeting that it is a part of.
    of: Option<String>,
    private: bool,
}

/// The record to put back.
#[derive(Debug, Args)]
pub struct PutBackArgs {
    /// Number of what is put back; without it what is archived is listed
    number: Option<usize>,
}

pub fn run(args: &PutBackArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let Some(number) = args.number else {
        return listed(|_| true, session);
    };
    session.change(|opened, session| {
        load(opened)?;
        let archived = opened.book.archived();
        let archived: Vec<_> = archived.iter().collect();
        let record = by_number(&archived, number, "archived thing", "put-back")?;
        let (kind, id) = (record.kind(), record.id());
        let commit = ops::put_back(&opened.book, kind, id, &session.ctx())?;
        Ok(ChangeReport::new(commit, ChangedRecord { id }))
    })
}

fn listed(wanted: impl Fn(&Record) -> bool, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_read_only()?;
    load(&mut opened)?;
    let book = &opened.book;
    let archived = book.archived();
    let numbered = (1..).zip(&archived).filter(|(_, record)| wanted(record));
    let rows = numbered.map(|(number, record)| ArchivedRow {
        number,
        id: record.id(),
        kind: record.kind().name(),
        label: record.label(),
        of: book.parent_of(record).map(|parent| parent.label()),
        private: privacy(record).private,
    });
    let cells = |row: &ArchivedRow| {
        let mark = if row.private { MARK } else { "" };
        let label = format!("{} {mark}", capitalize(&row.label));
        [
            row.number.to_string(),
            label,
            row.of.clone().unwrap_or_default(),
        ]
    };
    let header = ["No", "Archived", "Of"];
    let empty = "Nothing is archived here.";
    let hint = "“matchbook put-back NUMBER” puts one back.".to_owned();
    let rows: Vec<_> = rows.collect();
    let hint = (!rows.is_empty()).then_some(hint);
    Ok(Output::table(&header, rows, cells, empty).notes(hint))
}

/// Loads the archived records that a book does not have from the start: those of an older part of the log.
fn load(opened: &mut LoadedBook) -> Result<(), Problem> {
    for kind in [Kind::Meeting, Kind::AgendaItem] {
        opened.book.extend(opened.store.load_kind(kind)?);
    }
    Ok(())
}

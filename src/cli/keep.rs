//! `matchbook undo`, `redo`, `history`, `check` and `backup`: what keeps a book safe.

use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use super::output::{Said, Table, path_text};
use super::session::{Session, counted};
use crate::domain::change::Committed;
use crate::domain::when;
use crate::problem::{Exit, Problem};
use crate::store::{CommitState, Finding, Mode, Reason, Store, backups, sample};

/// How much of the history to list.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// How many changes to list
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
}

/// What else to do than look.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Build what you see anew from the log first
    #[arg(long)]
    rebuild: bool,
}

/// What to do instead of making a copy.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// List the copies there are
    #[arg(long)]
    list: bool,
}

/// Takes the last change back.
pub fn undo(session: &mut Session) -> Result<Said, Problem> {
    let mut store = session.store(Mode::Edit)?;
    let undone = store.undo(&mut session.env)?;
    turned(
        "undone",
        undone,
        "There is nothing to undo.",
        "Every change so far is taken back.",
    )
}

/// Does again what was undone last.
pub fn redo(session: &mut Session) -> Result<Said, Problem> {
    let mut store = session.store(Mode::Edit)?;
    let redone = store.redo(&mut session.env)?;
    let hint = "Only what was undone last can be redone, before anything else is changed.";
    turned("redone", redone, "There is nothing to redo.", hint)
}

fn turned(
    verb: &str,
    committed: Option<Committed>,
    nothing: &str,
    hint: &str,
) -> Result<Said, Problem> {
    let committed = committed.ok_or_else(|| Problem::new(nothing).hint(hint))?;
    let label = format!("{verb}: {}", committed.label);
    Ok(Said::done(&label, &[], json!({ "label": committed.label })))
}

/// Lists the newest changes.
pub fn history(args: &HistoryArgs, session: &mut Session) -> Result<Said, Problem> {
    let store = session.store(Mode::Read)?;
    let lines = store.history(args.limit)?;
    if lines.is_empty() {
        return Ok(Said::answer("Nothing has been changed yet.", json!([])));
    }
    let mut table = Table::new(&["When (UTC)", "State", "Change"]);
    for line in &lines {
        let at = line.at.naive_utc();
        let at = when::shown_moment(at.date(), Some(at.time()));
        let (_, state) = state(line.state);
        table.row([at, state.to_owned(), line.label.clone()]);
    }
    let json = lines.iter().map(|line| {
        let (key, _) = state(line.state);
        json!({ "at": line.at, "state": key, "label": line.label })
    });
    Ok(Said::answer(table.text(), json.collect()))
}

const fn state(state: CommitState) -> (&'static str, &'static str) {
    match state {
        CommitState::InEffect => ("in_effect", ""),
        CommitState::Undone => ("undone", "undone"),
        CommitState::Overtaken => ("overtaken", "undone for good"),
        CommitState::Beginning => ("beginning", ""),
    }
}

/// Looks at everything that could be wrong with the book.
pub fn check(args: &CheckArgs, session: &mut Session) -> Result<Said, Problem> {
    let store = if args.rebuild {
        let mut store = session.store(Mode::Edit)?;
        store.rebuild()?;
        store
    } else {
        session.store(Mode::Read)?
    };
    let report = store.check()?;
    let findings = |findings: &[Finding]| -> Value {
        let shown = findings
            .iter()
            .map(|finding| json!({ "message": finding.message, "hint": finding.hint }));
        shown.collect()
    };
    let verdict = if report.is_sound() {
        format!(
            "The book is sound: {} looked at.",
            counted(report.records, "record")
        )
    } else {
        format!(
            "The book is not sound: {} found.",
            counted(report.faults.len(), "fault")
        )
    };
    let found = report.faults.iter().chain(&report.advice);
    let lines = found.flat_map(|it| [it.message.clone(), format!("  {}", it.hint)]);
    let text = std::iter::once(verdict)
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n");
    let json = json!({
        "sound": report.is_sound(),
        "records": report.records,
        "faults": findings(&report.faults),
        "advice": findings(&report.advice),
    });
    let exit = if report.is_sound() {
        Exit::Done
    } else {
        Exit::NotABook
    };
    Ok(Said::answer(text, json).exit(exit))
}

/// Makes a copy of the book beside it, or lists those there are.
pub fn backup(args: &BackupArgs, session: &mut Session) -> Result<Said, Problem> {
    let store = session.store(Mode::Read)?;
    if args.list {
        return Ok(copies(&store));
    }
    let made = store.backup(Reason::Hand, &session.env)?;
    let label = format!("a copy is in {}", made.path.display());
    Ok(Said::done(
        &label,
        &[],
        json!({ "file": path_text(&made.path), "at": made.at.to_string() }),
    ))
}

fn copies(store: &Store) -> Said {
    let copies = backups(store.path());
    if copies.is_empty() {
        let text = "There is no copy yet. “matchbook backup” makes one.";
        return Said::answer(text, json!([]));
    }
    let mut table = Table::new(&["Made", "Why", "File"]);
    for copy in &copies {
        let at = when::shown_moment(copy.at.date(), Some(copy.at.time()));
        table.row([at, copy.reason.to_string(), copy.path.display().to_string()]);
    }
    let json = copies
        .iter()
        .map(|copy| json!({ "file": path_text(&copy.path), "at": copy.at.to_string(), "reason": copy.reason }));
    Said::answer(table.text(), json.collect())
}

/// Writes a book of many meetings.
pub fn test_large(file: &Path, meetings: usize, session: &mut Session) -> Result<Said, Problem> {
    sample::write_large(file, meetings, &mut session.env)?;
    let label = format!(
        "a book of {} is in {}",
        counted(meetings, "meeting"),
        file.display()
    );
    Ok(Said::done(&label, &[], json!({ "book": path_text(file) })))
}

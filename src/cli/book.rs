//! `matchbook new`, `shelf` and `status`: a book as a whole.

use clap::Args;
use serde_json::json;

use super::editor::CliEditor;
use super::output::{Output, TextTable, path_text};
use super::session::{CliSession, LoadedBook};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::schedule::DueKind;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf;
use crate::store::OpenMode;

/// What a new book needs to know. Everything else can be changed later.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The program: alsc, kla, wla, one of your own, or blank for any other
    #[arg(long, alias = "programme")]
    program: String,
    /// What you are: mentee, mentor
    #[arg(long)]
    role: String,
    /// Your name
    #[arg(long)]
    name: String,
    /// Your partner's name
    #[arg(long)]
    partner: String,
    /// The first day of the year, as you would say it
    #[arg(long, value_name = "DAY")]
    start: String,
}

/// Starts a book, at the file named with `--book` or on the shelf.
pub fn new(args: &NewArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let mut editor = CliEditor::open(session, &Book::default(), "editor-book")?;
    editor.set("program", "--program", Some(&args.program))?;
    editor.set("role", "--role", Some(&args.role))?;
    editor.set("name", "--name", Some(&args.name))?;
    editor.set("partner", "--partner", Some(&args.partner))?;
    editor.set_day("start", "--start", Some(&args.start), "The year starts on")?;
    let named = session.book_path.clone();
    let places = || AppDirs::resolve(None);
    let env = &mut session.env;
    let path = shelf::create_book(&editor.answers, named, places, &session.catalog, env)?;
    // Opened once, so that what is to be said of its place is said now.
    session.book_path = Some(path.clone());
    drop(session.open_store(OpenMode::Edit)?);
    let label = format!("the book {} is made", path.display());
    Ok(Output::done(
        &label,
        &editor.notes,
        json!({ "book": path_text(&path) }),
    ))
}

/// Lists the books of this user.
pub fn shelf(session: &mut CliSession) -> Result<Output, Problem> {
    let places = AppDirs::resolve(None)?;
    let lines = shelf::lines(&places, None, &session.catalog, &mut session.env);
    if lines.is_empty() {
        let text = format!(
            "There is no book in {} yet. “matchbook new” makes one, “matchbook demo” shows a sample year.",
            places.home.display()
        );
        return Ok(Output::answer(text, json!([])));
    }
    let mut table = TextTable::new(&["Book", "Partner", "Program", "Phase", "Waits", "Next"]);
    for line in &lines {
        let name = line.path.file_name().unwrap_or_default();
        table.row([
            name.to_string_lossy().into_owned(),
            line.partner.clone(),
            line.program.clone(),
            line.phase.clone(),
            line.waits.clone(),
            line.problem.clone().unwrap_or_else(|| line.next.clone()),
        ]);
    }
    let json = lines.iter().map(|line| {
        json!({
            "path": path_text(&line.path),
            "partner": line.partner,
            "role": line.me,
            "program": line.program,
            "phase": line.phase,
            "closed": line.closed,
            "next": line.next,
            "waits": line.waits,
            "problem": line.problem,
        })
    });
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}

/// Says in one line what is next, what is late, and how long ago the last contact was.
pub fn status(session: &mut CliSession) -> Result<Output, Problem> {
    const KINDS_NEEDED: [Kind; 6] = [
        Kind::Cycle,
        Kind::Milestone,
        Kind::Goal,
        Kind::Step,
        Kind::Meeting,
        Kind::Action,
    ];
    let LoadedBook { book, .. } = session.open_read_only(&KINDS_NEEDED)?;
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let upcoming = year.upcoming();
    let items = upcoming.iter().map(|item| {
        let private = year.is_private(item);
        json!({
            "kind": item.kind,
            "id": item.id,
            "title": (!private).then_some(&item.title),
            "private": private,
            "owner": item.owner,
            "date": item.date,
            "days_left": item.due.days_left(),
        })
    });
    let late = upcoming
        .iter()
        .filter(|item| item.kind != DueKind::Meeting && item.due.is_overdue());
    let month = year.this_month();
    let line = year.status_line();
    let ends = year.book.cycle().filter(|_| year.is_closing());
    let json = json!({
        "line": line,
        "today": year.today,
        "late": late.count(),
        "days_since_contact": year.days_since_contact(),
        "contacts_this_month": month.contacts,
        "meetings_this_month": month.meetings,
        "cadence": year.cadence_words(),
        "gap_days": year.gap().map(|gap| gap.days),
        "send_agenda_by": year.send_ahead().map(|(_, by)| by),
        "closing": ends.map(|cycle| cycle.end),
        "closed": year.book.cycle().and_then(|cycle| cycle.closed),
        "upcoming": items.collect::<serde_json::Value>(),
    });
    Ok(Output::answer(line, json))
}

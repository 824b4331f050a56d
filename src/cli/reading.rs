//! `matchbook reading`: what the program names to read.

use clap::Subcommand;
use serde_json::json;

use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::list::ListItem;
use crate::domain::ops;
use crate::domain::program::{Program, Resource};
use crate::problem::Problem;

/// What to do with the program's reading list. Each title has the number that `reading list` shows.
#[derive(Debug, Subcommand)]
pub enum ReadingVerb {
    /// List what the program names to read, and what of it you have read
    #[command(after_help = "Example:
  matchbook reading list")]
    List,
    /// Mark a title as read; once more takes the mark back
    #[command(after_help = "Example:
  matchbook reading tick 3

What is read also stands on “matchbook list articles”, with room for what you think of it.")]
    Tick {
        /// Number of the title
        number: usize,
    },
}

/// Does `verb`.
pub fn run(verb: &ReadingVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ReadingVerb::List => list(session),
        ReadingVerb::Tick { number } => {
            let mut opened = session.open_for_edit()?;
            let program = session.program(&opened.book)?;
            let titles: Vec<_> = program.resources.iter().collect();
            let title = by_number(&titles, *number, "title", "reading list")?;
            let mut ctx = session.env.op_context();
            let commit = ops::list::mark_read(&opened.book, &program, title, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "number": number }))
        }
    }
}

/// The line of the pair's list that stands for `title`, unless it was put away.
fn kept<'a>(book: &'a Book, program: &Program, title: &Resource) -> Option<&'a ListItem> {
    let id = ListItem::id_for(&program.key, &title.title);
    book.list_items.get(&id).filter(|item| !item.archived)
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::ListItem, Kind::Cycle])?;
    let program = session.program(&book)?;
    if program.resources.is_empty() {
        let text = "The program names nothing to read. “matchbook list articles” holds what you find yourselves.";
        return Ok(Output::answer(text, json!([])));
    }
    let read = |title: &Resource| kept(&book, &program, title).and_then(|item| item.done);
    let mut table = TextTable::new(&["No", "Read", "Title", "By", "Year", "Where"]);
    for (number, title) in (1..).zip(&program.resources) {
        table.row([
            format!("{number}"),
            read(title).map_or_else(String::new, dates::format_date),
            title.title.clone(),
            title.by.clone(),
            title.year.map_or_else(String::new, |year| year.to_string()),
            title.place.clone(),
        ]);
    }
    let json = (1..).zip(&program.resources).map(|(number, title)| {
        json!({
            "number": number,
            "title": title.title,
            "by": title.by,
            "year": title.year,
            "where": title.place,
            "read": read(title),
            "note": kept(&book, &program, title).map(|item| &item.note),
        })
    });
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}

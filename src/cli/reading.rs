//! `matchbook reading`: what the program names to read.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::dates;
use crate::domain::list::ListItem;
use crate::domain::ops;
use crate::domain::program::Resource;
use crate::problem::Problem;

/// Commands about the program's reading list. Each title has the number that `reading list` shows.
#[derive(Debug, Subcommand)]
pub enum ReadingVerb {
    /// List what the program names to read, and what of it you have read
    List,
    /// Mark a title as read; once more takes the mark back
    #[command(
        after_help = "What is read also stands on “matchbook list articles”, with room for what you think of it."
    )]
    Tick {
        /// Number of the title
        number: usize,
    },
}

/// A title of the program's reading list.
#[derive(Serialize, JsonSchema)]
pub struct ReadingRow<'a> {
    number: usize,
    #[serde(flatten)]
    title: &'a Resource,
    /// The day it was read.
    read: Option<NaiveDate>,
    /// The pair's opinion, once the title is on its list of articles.
    note: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub struct TickedTitle {
    number: usize,
}

pub fn run(verb: &ReadingVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match *verb {
        ReadingVerb::List => list(session),
        ReadingVerb::Tick { number } => session.change(|opened, session| {
            let program = session.program(&opened.book)?;
            let titles: Vec<_> = program.resources.iter().collect();
            let title = by_number(&titles, number, "title", "reading list")?;
            let commit = ops::list::mark_read(&opened.book, &program, title, &session.ctx())?;
            Ok(ChangeReport::new(commit, TickedTitle { number }))
        }),
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let program = session.program(&book)?;
    let rows = (1..).zip(&program.resources).map(|(number, title)| {
        let id = ListItem::id_for(&program.key, &title.title);
        let item = book.list_items.get(&id).filter(|item| !item.archived);
        ReadingRow {
            number,
            title,
            read: item.and_then(|item| item.done),
            note: item.map(|item| &*item.note),
        }
    });
    let cells = |row: &ReadingRow| {
        let title = row.title;
        [
            row.number.to_string(),
            row.read.map_or_else(String::new, dates::format_date),
            title.title.clone(),
            title.by.clone(),
            title.year.map_or_else(String::new, |year| year.to_string()),
            title.place.clone(),
        ]
    };
    let empty = "The program names nothing to read. “matchbook list articles” holds what you find yourselves.";
    let header = ["No", "Read", "Title", "By", "Year", "Where"];
    Ok(Output::table(&header, rows.collect(), cells, empty))
}

//! `matchbook search`: words in everything that was written.

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::session::CliSession;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::display::join_filled;
use crate::domain::id::Id;
use crate::domain::sanitize::sanitize_line;
use crate::domain::search::{SEARCHABLE_KINDS, SearchQuery, parse_kind};
use crate::problem::Problem;
use crate::shelf;
use crate::store::OpenMode;

/// Words to look for.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words; what is found holds each of them, as the start of a word. Quotes within hold a phrase together
    #[arg(required = true)]
    words: Vec<String>,
    /// Only one kind of thing, such as goal, meeting, note, action, answer
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    /// In all books on the shelf, also where one is named
    #[arg(long)]
    all: bool,
    /// How many to list of a book, best first
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

/// Room for a place in its column.
const PLACE_ROOM: usize = 32;

/// A record that holds the words.
#[derive(Serialize, JsonSchema)]
pub struct HitRow {
    kind: &'static str,
    id: Id,
    /// The record it belongs to: the meeting of a note, the goal of a step.
    about: Option<Id>,
    private: bool,
    put_away: bool,
    title: String,
    place: String,
    text: String,
    date: Option<NaiveDate>,
    /// File and partner of the book, if several were searched.
    book: Option<String>,
    partner: Option<String>,
    #[serde(skip)]
    found: Kind,
}

pub fn run(args: &SearchArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let typed = args.words.join(" ");
    let words = SearchQuery::parse(&typed);
    if !words.is_searchable() {
        let hint = "Give a word of at least two letters.";
        return Err(Problem::wrong_use("There is too little to look for.", hint));
    }
    let only = args.kind.as_deref().map(kind).transpose()?;
    let books = session.each_book(args.all, |session| {
        let store = session.open_store(OpenMode::Read)?;
        shelf::hits(
            &typed,
            only,
            args.limit,
            0,
            &store,
            &session.catalog,
            session.env.today(),
        )
    })?;
    let is_one = books.len() == 1;
    let (mut rows, mut notes, mut more) = (Vec::new(), Vec::new(), false);
    for book in books {
        notes.extend(book.problem);
        let hits = book.answer.unwrap_or_default();
        more |= hits.len() == args.limit;
        let named = (!is_one).then_some((book.book, book.partner));
        let (file, partner) = named.unzip();
        rows.extend(hits.into_iter().map(|hit| HitRow {
            kind: hit.kind.name(),
            id: hit.id,
            about: hit.parent,
            private: hit.private,
            put_away: hit.archived,
            title: hit.title,
            place: hit.parent_title,
            text: hit.body,
            date: hit.date,
            book: file.clone(),
            partner: partner.clone().flatten(),
            found: hit.kind,
        }));
    }
    let more = more.then(|| "There may be more; “--limit” says how many are listed.".to_owned());
    notes.extend(more);
    let header = ["Date", "Kind", "Where", "Text"];
    let table = Output::table(
        &header,
        rows,
        |row| cells(row, &words),
        "Nothing was found.",
    );
    Ok(table.notes(notes))
}

fn cells(row: &HitRow, words: &SearchQuery) -> [String; 4] {
    let mut kind = row.found.labels().0.to_lowercase();
    if row.private && row.found != Kind::PrivateNote {
        kind.push_str(" (private)");
    }
    if row.put_away {
        kind.push_str(" (archived)");
    }
    let partner = row.partner.as_deref().unwrap_or_default();
    let place = join_filled([partner, &row.place], ": ");
    [
        row.date.map_or_else(String::new, dates::format_date),
        kind,
        SearchQuery::default().excerpt(&place, PLACE_ROOM),
        excerpt(&row.title, &row.text, words),
    ]
}

fn kind(word: &str) -> Result<Kind, Problem> {
    parse_kind(word).ok_or_else(|| {
        let words: Vec<_> = SEARCHABLE_KINDS.iter().map(|(word, _)| *word).collect();
        let shown = sanitize_line(word);
        let message = format!("“{shown}” is no kind of thing that can be found.");
        let hint = format!("Choose one of: {}.", words.join(", "));
        Problem::unknown(message, word, words, &hint)
    })
}

/// The title, and the part of the text around the first word that was looked for.
fn excerpt(title: &str, body: &str, words: &SearchQuery) -> String {
    const ROOM: usize = 120;
    join_filled([title, &words.excerpt(body, ROOM)], ": ")
}

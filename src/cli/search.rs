//! `matchbook search`: words in everything that was written.

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::session::{CliSession, LoadedBook};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::sanitize::sanitize_line;
use crate::domain::search::{SEARCHABLE_KINDS, SearchQuery, kind_labels, parse_kind};
use crate::problem::Problem;

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
    let books = session.each_book(args.all, |session| hits(&typed, only, args.limit, session))?;
    let is_one = books.len() == 1;
    let (mut rows, mut notes, mut more) = (Vec::new(), Vec::new(), false);
    for book in books {
        notes.extend(book.problem);
        let hits = book.answer.unwrap_or_default();
        more |= hits.len() == args.limit;
        let named = (!is_one).then_some((book.book, book.partner));
        let (file, partner) = named.unzip();
        rows.extend(hits.into_iter().map(|hit| HitRow {
            book: file.clone(),
            partner: partner.clone().flatten(),
            ..hit
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

/// The partner, and the hits of a book.
fn hits(
    typed: &str,
    only: Option<Kind>,
    limit: usize,
    session: &mut CliSession,
) -> Result<(String, Vec<HitRow>), Problem> {
    let LoadedBook { store, book } = session.open_read_only()?;
    let hits = store.search_kind(typed, only, limit, 0)?;
    let deck = session.deck(&book)?;
    let activity = |key: &str| {
        let def = deck.activities.iter().find(|def| def.key == key);
        def.map(|def| def.title.clone())
    };
    let forms = session.catalog.forms_of(session.program(&book)?.as_ref())?;
    let form = |key: &str| {
        let used = forms.iter().find(|(form_use, _)| form_use.form == key);
        used.map(|(form_use, _)| form_use.title.clone())
    };
    let rows: Vec<_> = hits
        .iter()
        .map(|hit| HitRow {
            kind: hit.kind.name(),
            id: hit.id,
            about: hit.parent,
            private: hit.private,
            put_away: hit.archived,
            title: hit.heading(&book, activity),
            place: hit.location(&book, form),
            text: hit.body.clone(),
            date: hit.date,
            found: hit.kind,
            book: None,
            partner: None,
        })
        .collect();
    Ok((book.name(book.me().other()).to_owned(), rows))
}

fn cells(row: &HitRow, words: &SearchQuery) -> [String; 4] {
    let mut kind = kind_labels(row.found).0.to_lowercase();
    if row.private && row.found != Kind::PrivateNote {
        kind.push_str(" (private)");
    }
    if row.put_away {
        kind.push_str(" (archived)");
    }
    let place = [row.partner.as_deref().unwrap_or_default(), &row.place];
    let place = place.into_iter().filter(|part| !part.is_empty());
    let place = place.collect::<Vec<_>>().join(": ");
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
    let parts = [title, &words.excerpt(body, ROOM)];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(": ")
}

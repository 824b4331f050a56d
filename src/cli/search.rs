//! `matchbook search`: what was said about something.

use clap::Args;
use serde_json::json;

use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::sanitize::sanitize_line;
use crate::domain::search::{SEARCHABLE_KINDS, SearchQuery, kind_labels, parse_kind};
use crate::domain::suggest::did_you_mean;
use crate::problem::{Exit, Problem};

/// What to look for.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  matchbook search school visit
  matchbook search stem --kind goal --json")]
pub struct SearchArgs {
    /// Words; what is found holds each of them, as the start of a word. Quotes within hold a phrase together
    #[arg(required = true)]
    words: Vec<String>,
    /// Only one kind of thing, such as goal, meeting, note, action, answer
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    /// How many to list, best first
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

/// What the names of the places of hits are made of.
const KINDS_NEEDED: &[Kind] = &[Kind::Cycle, Kind::Response, Kind::Activity, Kind::ListItem];

/// Finds and lists.
pub fn run(args: &SearchArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let typed = args.words.join(" ");
    let words = SearchQuery::parse(&typed);
    if !words.is_searchable() {
        return Err(Problem::new("There is too little to look for.")
            .hint("Give a word of at least two letters.")
            .exit(Exit::UsageError));
    }
    let only = args.kind.as_deref().map(kind).transpose()?;
    let LoadedBook { store, book } = session.open_read_only(KINDS_NEEDED)?;
    let hits = store.search_kind(&typed, only, args.limit, 0)?;
    if hits.is_empty() {
        return Ok(Output::answer("Nothing was found.", json!([])));
    }
    let deck = session.deck(&book)?;
    let activity = |key: &str| {
        let found = deck.activities.iter().find(|def| def.key == key);
        found.map(|def| def.title.clone())
    };
    let forms = session.catalog.forms_of(session.program(&book)?.as_ref())?;
    let form = |key: &str| {
        let found = forms.iter().find(|(form_use, _)| form_use.form == key);
        found.map(|(form_use, _)| form_use.title.clone())
    };
    let mut table = TextTable::new(&["Date", "Kind", "Where", "Text"]);
    let mut json = Vec::new();
    for hit in &hits {
        let heading = hit.heading(&book, activity);
        let place = hit.location(&book, form);
        let date = hit.date.map_or_else(String::new, dates::format_date);
        let mut kind = kind_labels(hit.kind).0.to_lowercase();
        if hit.private && hit.kind != Kind::PrivateNote {
            kind.push_str(" (private)");
        }
        if hit.archived {
            kind.push_str(" (put away)");
        }
        let text = excerpt(&heading, &hit.body, &words);
        table.row([date, kind, short(&place), text]);
        json.push(json!({
            "kind": hit.kind.name(),
            "id": hit.id,
            "about": hit.parent,
            "private": hit.private,
            "put_away": hit.archived,
            "title": heading,
            "place": place,
            "text": hit.body,
            "date": hit.date,
        }));
    }
    let mut text = table.text();
    if hits.len() == args.limit {
        text.push_str("There may be more; “--limit” says how many are listed.\n");
    }
    Ok(Output::answer(text, serde_json::Value::from(json)))
}

fn kind(word: &str) -> Result<Kind, Problem> {
    parse_kind(word).ok_or_else(|| {
        let words: Vec<_> = SEARCHABLE_KINDS.iter().map(|(word, _)| *word).collect();
        let meant = did_you_mean(word, words.iter().copied());
        Problem::new(format!(
            "“{}” is no kind of thing that can be found.",
            sanitize_line(word)
        ))
        .hint(format!("{meant}Choose one of: {}.", words.join(", ")))
        .exit(Exit::UsageError)
    })
}

/// The title, and the part of the text around the first word that was looked for.
fn excerpt(title: &str, body: &str, words: &SearchQuery) -> String {
    const ROOM: usize = 120;
    let part = words.excerpt(body, ROOM);
    match (title.is_empty(), part.is_empty()) {
        (true, _) => part,
        (false, true) => title.to_owned(),
        (false, false) => format!("{title}: {part}"),
    }
}

/// A place in a column.
fn short(place: &str) -> String {
    const ROOM: usize = 32;
    SearchQuery::default().excerpt(place, ROOM)
}

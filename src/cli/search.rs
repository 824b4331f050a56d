//! `matchbook search`: what was said about something.

use clap::Args;
use serde_json::json;

use super::output::{Said, Table};
use super::session::{Opened, Session};
use crate::domain::change::Kind;
use crate::domain::find::{FINDABLE, Words, kind_of_word, names};
use crate::domain::near::meant;
use crate::domain::plain::one_line;
use crate::domain::when;
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
const NEEDED: &[Kind] = &[Kind::Cycle, Kind::Response, Kind::Activity, Kind::ListItem];

/// Finds and lists.
pub fn run(args: &SearchArgs, session: &mut Session) -> Result<Said, Problem> {
    let typed = args.words.join(" ");
    let words = Words::read(&typed);
    if !words.suffice() {
        return Err(Problem::new("There is too little to look for.")
            .hint("Give a word of at least two letters.")
            .exit(Exit::WrongUse));
    }
    let only = args.kind.as_deref().map(kind).transpose()?;
    let Opened { store, book } = session.read(NEEDED)?;
    let hits = store.search_in(&typed, only, args.limit, 0)?;
    if hits.is_empty() {
        return Ok(Said::answer("Nothing was found.", json!([])));
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
    let mut table = Table::new(&["Date", "Kind", "Where", "Text"]);
    let mut json = Vec::new();
    for hit in &hits {
        let heading = hit.heading(&book, activity);
        let place = hit.whereabouts(&book, form);
        let date = hit.date.map_or_else(String::new, when::shown);
        let mut kind = names(hit.kind).0.to_lowercase();
        if hit.private && hit.kind != Kind::PrivateNote {
            kind.push_str(" (private)");
        }
        if hit.put_away {
            kind.push_str(" (put away)");
        }
        let text = excerpt(&heading, &hit.body, &words);
        table.row([date, kind, short(&place), text]);
        json.push(json!({
            "kind": hit.kind.name(),
            "id": hit.id,
            "about": hit.about,
            "private": hit.private,
            "put_away": hit.put_away,
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
    Ok(Said::answer(text, json.into()))
}

fn kind(word: &str) -> Result<Kind, Problem> {
    kind_of_word(word).ok_or_else(|| {
        let words: Vec<_> = FINDABLE.iter().map(|(word, _)| *word).collect();
        let meant = meant(word, words.iter().copied());
        Problem::new(format!(
            "“{}” is no kind of thing that can be found.",
            one_line(word)
        ))
        .hint(format!("{meant}Choose one of: {}.", words.join(", ")))
        .exit(Exit::WrongUse)
    })
}

/// The title, and the part of the text around the first word that was looked for.
fn excerpt(title: &str, body: &str, words: &Words) -> String {
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
    Words::default().excerpt(place, ROOM)
}

//! `matchbook search`: what was said about something.

use clap::Args;
use serde_json::json;

use super::output::{Said, Table};
use super::session::Session;
use crate::domain::book::Hit;
use crate::domain::when;
use crate::problem::{Exit, Problem};
use crate::store::Mode;

/// What to look for.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words; what is found holds each of them, as the start of a word
    #[arg(required = true)]
    words: Vec<String>,
    /// How many to list, newest first
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

/// Finds and lists.
pub fn run(args: &SearchArgs, session: &mut Session) -> Result<Said, Problem> {
    let words = args.words.join(" ");
    if words.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Err(Problem::new("There is too little to look for.")
            .hint("Give at least two letters.")
            .exit(Exit::WrongUse));
    }
    let store = session.store(Mode::Read)?;
    let hits = store.search(&words, args.limit, 0)?;
    if hits.is_empty() {
        return Ok(Said::answer("Nothing was found.", json!([])));
    }
    let mut table = Table::new(&["Date", "Kind", "Text"]);
    for hit in &hits {
        let mut kind = hit.kind.name().replace('_', " ");
        if hit.private && !kind.starts_with("private") {
            kind.push_str(" (private)");
        }
        let date = hit.date.map_or_else(String::new, when::shown);
        table.row([date, kind, excerpt(hit, &words)]);
    }
    let json = hits.iter().map(|hit| {
        json!({
            "kind": hit.kind.name(),
            "id": hit.id,
            "about": hit.about,
            "private": hit.private,
            "title": hit.title,
            "text": hit.body,
            "date": hit.date,
        })
    });
    let mut text = table.text();
    if hits.len() == args.limit {
        text.push_str("There may be more; “--limit” says how many are listed.\n");
    }
    Ok(Said::answer(text, json.collect()))
}

/// The title, and the part of the text around the first word that was looked for.
fn excerpt(hit: &Hit, words: &str) -> String {
    const BEFORE: usize = 30;
    const ROOM: usize = 120;
    let text: Vec<char> = hit.body.chars().collect();
    let lower = |c: &char| c.to_lowercase().next().unwrap_or(*c);
    let folded: Vec<char> = text.iter().map(lower).collect();
    let place = words.split_whitespace().find_map(|word| {
        let word: Vec<char> = word.chars().map(|c| lower(&c)).collect();
        folded.windows(word.len()).position(|window| window == word)
    });
    let start = place.unwrap_or(0).saturating_sub(BEFORE);
    let part: String = text.iter().skip(start).take(ROOM).collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if text.len() > start + ROOM { "…" } else { "" };
    let part = format!("{before}{}{after}", part.trim());
    match (hit.title.is_empty(), hit.body.is_empty()) {
        (true, _) => part,
        (false, true) => hit.title.clone(),
        (false, false) => format!("{}: {part}", hit.title),
    }
}

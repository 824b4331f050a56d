//! `matchbook question`, `idea` and `prompt`: what there is to talk about.

use clap::Subcommand;
use serde_json::json;

use super::output::{Said, Table};
use super::session::{Opened, Session};
use crate::domain::change::Kind;
use crate::domain::deeds;
use crate::domain::idea::{Activity, Prompt};
use crate::domain::person::Role;
use crate::domain::when;
use crate::problem::Problem;

/// What to do with the questions kept for next time.
#[derive(Debug, Subcommand)]
pub enum QuestionVerb {
    /// Keep a question for the next meeting
    Add {
        /// The question
        text: String,
        /// Who asks it, if not you: mentee, mentor
        #[arg(long, value_name = "WHO")]
        asker: Option<Role>,
    },
    /// List the questions that wait
    List,
}

/// What to do with the activities of the deck.
#[derive(Debug, Subcommand)]
pub enum IdeaVerb {
    /// List the activities and how far you are with each
    List,
}

/// What to do with the prompts of the deck.
#[derive(Debug, Subcommand)]
pub enum PromptVerb {
    /// List the prompts and which were used
    List,
}

/// Does `verb` to the questions.
pub fn question(verb: QuestionVerb, session: &mut Session) -> Result<Said, Problem> {
    match verb {
        QuestionVerb::Add { text, asker } => {
            let mut opened = session.edit()?;
            let asker = asker.unwrap_or(opened.book.me());
            let mut scribe = session.env.scribe();
            let commit = deeds::agenda::question::ask(&text, asker, &mut scribe)?;
            drop(scribe);
            session.save(&mut opened, &commit, &[], json!({}))
        }
        QuestionVerb::List => questions(session),
    }
}

fn questions(session: &mut Session) -> Result<Said, Problem> {
    let Opened { book, .. } = session.read(&[Kind::Question])?;
    let questions = book.open_questions();
    if questions.is_empty() {
        let text = "No question waits. “matchbook question add \"…\"” keeps one for next time.";
        return Ok(Said::answer(text, json!([])));
    }
    let mut table = Table::new(&["No", "Asked by", "On", "Question"]);
    for (number, question) in (1..).zip(&questions) {
        let asked = question.asked.map_or_else(String::new, when::shown);
        let asker = question.asker.to_string();
        table.row([format!("{number}"), asker, asked, question.text.clone()]);
    }
    let json = (1..).zip(&questions).map(|(number, question)| {
        json!({
            "number": number,
            "id": question.id,
            "text": question.text,
            "asker": question.asker,
            "asked": question.asked,
            "meeting": question.meeting,
        })
    });
    Ok(Said::answer(table.text(), json.collect()))
}

/// Does `verb` to the activities.
pub fn idea(verb: &IdeaVerb, session: &mut Session) -> Result<Said, Problem> {
    let IdeaVerb::List = verb;
    let Opened { book, .. } = session.read(&[Kind::Activity])?;
    let deck = session.deck(&book)?;
    let mark = |key: &str| book.activities.get(&Activity::id_for(key));
    let mut table = Table::new(&["Key", "State", "Rating", "Activity"]);
    for def in &deck.activities {
        let mark = mark(&def.key);
        let state = mark.map(|mark| mark.state).unwrap_or_default();
        let rating = mark.and_then(|mark| mark.rating);
        table.row([
            def.key.clone(),
            state.to_string(),
            rating.map_or_else(String::new, |rating| format!("{rating} of 5")),
            def.title.clone(),
        ]);
    }
    let json = deck.activities.iter().map(|def| {
        let mark = mark(&def.key).cloned().unwrap_or_default();
        json!({
            "key": def.key,
            "title": def.title,
            "about": def.about,
            "leaves": def.leaves,
            "source": def.source,
            "state": mark.state,
            "note": mark.note,
            "rating": mark.rating,
            "changed": mark.changed,
        })
    });
    Ok(Said::answer(table.text(), json.collect()))
}

/// Does `verb` to the prompts.
pub fn prompt(verb: &PromptVerb, session: &mut Session) -> Result<Said, Problem> {
    let PromptVerb::List = verb;
    let Opened { book, .. } = session.read(&[Kind::Prompt])?;
    let deck = session.deck(&book)?;
    let used = |key: &str| {
        book.prompts
            .get(&Prompt::id_for(key))
            .and_then(|it| it.used)
    };
    let mut table = Table::new(&["Category", "Used", "Prompt"]);
    for def in &deck.prompts {
        let used = used(&def.key).map_or_else(String::new, when::shown);
        table.row([def.category.to_string(), used, def.text.clone()]);
    }
    let json = deck.prompts.iter().map(|def| {
        json!({
            "key": def.key,
            "text": def.text,
            "why": def.why,
            "category": def.category,
            "used": used(&def.key),
        })
    });
    Ok(Said::answer(table.text(), json.collect()))
}

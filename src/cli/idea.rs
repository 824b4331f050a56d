//! `matchbook idea`: what to do together over several meetings.

use clap::Subcommand;
use serde_json::json;

use super::agenda;
use super::editor::CliEditor;
use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_key_or_number};
use crate::domain::change::Kind;
use crate::domain::deck::{Activity, ActivityDef, ActivityState, Deck};
use crate::domain::ops::agenda::card;
use crate::domain::ops::editors;
use crate::domain::suggestions::ProposedItem;
use crate::problem::Problem;

/// What to do with the activities of the deck. Each has the number that `idea list --all` shows, and a key that stays.
#[derive(Debug, Subcommand)]
pub enum IdeaVerb {
    /// List the activities that are not done, and how far you are with each
    #[command(after_help = "Examples:
  matchbook idea list
  matchbook idea list --all --json")]
    List {
        /// List those that are done, too
        #[arg(long)]
        all: bool,
    },
    /// Write an activity of your own
    #[command(after_help = "Example:
  matchbook idea add \"Swap a storytime plan\" --leaves \"Two plans with notes\"")]
    Add {
        /// Its name, in a few words
        title: String,
        #[command(flatten)]
        fields: IdeaFields,
    },
    /// Change an activity of your own
    #[command(after_help = "Example:
  matchbook idea edit 21 --about \"Each sends one plan and tries the other's\"")]
    Edit {
        /// Number or key of the activity
        activity: String,
        /// Its name, in a few words
        #[arg(long, allow_hyphen_values = true)]
        title: Option<String>,
        #[command(flatten)]
        fields: IdeaFields,
    },
    /// Put an activity on the agenda of the next meeting; an untouched one is planned then
    #[command(after_help = "Example:
  matchbook idea use cv-review")]
    Use {
        /// Number or key of the activity
        activity: String,
    },
    /// Say how far you are with an activity: untouched, planned, doing, done
    #[command(after_help = "Example:
  matchbook idea state book-list doing")]
    State {
        /// Number or key of the activity
        activity: String,
        /// How far you are
        state: ActivityState,
    },
    /// Say what an activity was worth, from 1 to 5
    #[command(after_help = "Examples:
  matchbook idea rate cv-review 5 --note \"The second page is gone\"
  matchbook idea rate cv-review \"\"")]
    Rate {
        /// Number or key of the activity
        activity: String,
        /// 1 not for us, 5 again; \"\" takes the rating out
        rating: String,
        /// What came of it
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
    },
    /// Put an activity of your own away; undo brings it back
    #[command(after_help = "Example:
  matchbook idea archive 21")]
    Archive {
        /// Number or key of the activity
        activity: String,
    },
}

/// What an activity may have beside its name.
#[derive(Debug, Default, clap::Args)]
pub struct IdeaFields {
    /// What is to be done
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    about: Option<String>,
    /// What it leaves behind: a list, a draft, a letter
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    leaves: Option<String>,
}

/// Does `verb`.
pub fn run(verb: &IdeaVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        IdeaVerb::List { all } => list(*all, session),
        IdeaVerb::Add { title, fields } => {
            let mut opened = session.open_for_edit()?;
            let mut editor = CliEditor::open(session, &opened.book, "editor-own-activity")?;
            editor.set("title", "the name", Some(title))?;
            fields.fill(&mut editor)?;
            let mut ctx = session.env.op_context();
            let commit = card::save_activity(&opened.book, None, &editor.answers, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({}))
        }
        IdeaVerb::Edit {
            activity,
            title,
            fields,
        } => edit(activity, title.as_deref(), fields, session),
        IdeaVerb::Use { activity } => {
            let opened = session.open_for_edit()?;
            let deck = session.deck(&opened.book)?;
            let item = ProposedItem::activity(find(&deck, activity)?);
            let meeting = agenda::next_meeting(&opened.book, session)?.id;
            agenda::add_items(&[item], opened, meeting, session)
        }
        IdeaVerb::State { activity, state } => {
            let mut opened = session.open_for_edit()?;
            let deck = session.deck(&opened.book)?;
            let def = find(&deck, activity)?;
            let mut ctx = session.env.op_context();
            let commit = card::set_state(&opened.book, def, *state, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({ "key": def.key }))
        }
        IdeaVerb::Rate {
            activity,
            rating,
            note,
        } => rate(activity, rating, note.as_deref(), session),
        IdeaVerb::Archive { activity } => {
            let mut opened = session.open_for_edit()?;
            let deck = session.deck(&opened.book)?;
            let key = &find(&deck, activity)?.key;
            let commit = card::archive_activity(&opened.book, key, &session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "key": key }))
        }
    }
}

/// The activity with the number that people see (its place in the deck, from 1), or with the key.
fn find<'a>(deck: &'a Deck, word: &str) -> Result<&'a ActivityDef, Problem> {
    by_key_or_number(
        &deck.activities,
        |def| &def.key,
        word,
        "activity",
        "idea list --all",
    )
}

impl IdeaFields {
    fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        editor.set("about", "--about", self.about.as_deref())?;
        editor.set("leaves", "--leaves", self.leaves.as_deref())
    }
}

fn edit(
    word: &str,
    title: Option<&str>,
    fields: &IdeaFields,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let deck = session.deck(&opened.book)?;
    let key = &find(&deck, word)?.key;
    let answers = opened.book.activities.get(&Activity::id_for(key));
    let answers = answers
        .map(card::answers_of_own_activity)
        .unwrap_or_default();
    let mut editor =
        CliEditor::open(session, &opened.book, "editor-own-activity")?.with_answers(answers);
    editor.set("title", "--title", title)?;
    fields.fill(&mut editor)?;
    let mut ctx = session.env.op_context();
    let commit = card::save_activity(&opened.book, Some(key), &editor.answers, &mut ctx)?;
    drop(ctx);
    session.save(&mut opened, &commit, &[], json!({ "key": key }))
}

fn rate(
    word: &str,
    rating: &str,
    note: Option<&str>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let deck = session.deck(&opened.book)?;
    let def = find(&deck, word)?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-activity")?
        .with_answers(editors::answers_of_activity(&opened.book, &def.key));
    editor.set("rating", "RATING", Some(rating))?;
    editor.set("note", "--note", note)?;
    let mut ctx = session.env.op_context();
    let commit = editors::edit_activity(&opened.book, def, &editor.answers, &mut ctx)?;
    drop(ctx);
    session.save(&mut opened, &commit, &[], json!({ "key": def.key }))
}

fn list(all: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Activity])?;
    let deck = session.deck(&book)?;
    let mark = |key: &str| book.activities.get(&Activity::id_for(key));
    let state = |key: &str| mark(key).map(|mark| mark.state).unwrap_or_default();
    let activities: Vec<(usize, &ActivityDef)> = (1..)
        .zip(&deck.activities)
        .filter(|(_, def)| all || state(&def.key) != ActivityState::Done)
        .collect();
    if activities.is_empty() {
        let text = "Every activity is done. “matchbook idea list --all” lists them, “matchbook idea add \"…\"” adds one.";
        return Ok(Output::answer(text, json!([])));
    }
    let mut table = TextTable::new(&["No", "Key", "State", "Rating", "Activity"]);
    for (number, def) in &activities {
        let rating = mark(&def.key).and_then(|mark| mark.rating);
        let is_own = mark(&def.key).is_some_and(|mark| !mark.title.is_empty());
        table.row([
            number.to_string(),
            if is_own {
                String::new()
            } else {
                def.key.clone()
            },
            state(&def.key).to_string(),
            rating.map_or_else(String::new, |rating| format!("{rating} of 5")),
            format!("{}{}", def.title, if is_own { " [your own]" } else { "" }),
        ]);
    }
    let json = activities.iter().map(|(number, def)| {
        let mark = mark(&def.key).cloned().unwrap_or_default();
        json!({
            "number": number,
            "key": def.key,
            "title": def.title,
            "about": def.about,
            "leaves": def.leaves,
            "source": def.source,
            "own": !mark.title.is_empty(),
            "state": mark.state,
            "note": mark.note,
            "rating": mark.rating,
            "changed": mark.changed,
        })
    });
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}

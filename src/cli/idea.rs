//! `matchbook idea`: what to do together over several meetings.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::agenda::AgendaMeeting;
use super::deck::{ChangedCard, use_card};
use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{Nothing, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_key_or_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::deck::{Activity, ActivityDef, ActivityState, Deck};
use crate::domain::ops::Editable;
use crate::domain::ops::agenda::card;
use crate::domain::suggestions::ProposedItem;
use crate::problem::Problem;

/// Commands about the activities of the deck. Each has the number that `idea list --all` shows, and a key that stays.
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
    /// Archive an activity of your own; undo puts it back
    #[command(after_help = "Example:
  matchbook idea archive 21")]
    Archive {
        /// Number or key of the activity
        activity: String,
    },
}

/// Fields of an activity beside its name.
#[derive(Debug, Default, clap::Args)]
pub struct IdeaFields {
    /// What is to be done
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    about: Option<String>,
    /// What it leaves behind: a list, a draft, a letter
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    leaves: Option<String>,
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<IdeaRow<'static>>>("idea list"),
    done::<Nothing>("idea add"),
    done::<ChangedCard>("idea edit"),
    done::<AgendaMeeting>("idea use"),
    done::<ChangedCard>("idea state"),
    done::<ChangedCard>("idea rate"),
    done::<ChangedCard>("idea archive"),
];

/// An activity of the deck with the pair's marks on it.
#[derive(Serialize, JsonSchema)]
pub struct IdeaRow<'a> {
    number: usize,
    #[serde(flatten)]
    def: &'a ActivityDef,
    own: bool,
    state: ActivityState,
    note: &'a str,
    rating: Option<u8>,
    /// The day the state last changed.
    changed: Option<NaiveDate>,
}

impl<'a> IdeaRow<'a> {
    fn new(number: usize, def: &'a ActivityDef, mark: Option<&'a Activity>) -> Self {
        Self {
            number,
            def,
            own: mark.is_some_and(|mark| !mark.title.is_empty()),
            state: mark.map(|mark| mark.state).unwrap_or_default(),
            note: mark.map_or("", |mark| &mark.note),
            rating: mark.and_then(|mark| mark.rating),
            changed: mark.and_then(|mark| mark.changed),
        }
    }
}

/// Does `verb`.
pub fn run(verb: &IdeaVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        IdeaVerb::List { all } => list(*all, session),
        IdeaVerb::Add { title, fields } => session.change(|opened, session| {
            let mut editor = CliEditor::open(session, &opened.book, "editor-own-activity")?;
            editor.set("title", "the name", Some(title))?;
            fields.fill(&mut editor)?;
            let mut ctx = session.env.op_context();
            let commit = card::save::<Activity>(&opened.book, None, &editor.answers, &mut ctx)?;
            Ok(ChangeReport::new(commit, Nothing {}))
        }),
        IdeaVerb::Edit {
            activity,
            title,
            fields,
        } => change(activity, session, |book, def, session| {
            let own = book.activities.get(&Activity::id_for(&def.key));
            let answers = own.map(Activity::answers).unwrap_or_default();
            let mut editor =
                CliEditor::open(session, book, "editor-own-activity")?.with_answers(answers);
            editor.set("title", "--title", title.as_deref())?;
            fields.fill(&mut editor)?;
            let (key, mut ctx) = (Some(&*def.key), session.env.op_context());
            Ok(card::save::<Activity>(
                book,
                key,
                &editor.answers,
                &mut ctx,
            )?)
        }),
        IdeaVerb::Use { activity } => use_card(session, |deck| {
            Ok(ProposedItem::activity(find(deck, activity)?))
        }),
        IdeaVerb::State { activity, state } => change(activity, session, |book, def, session| {
            let mut ctx = session.env.op_context();
            Ok(card::set_state(book, def, *state, &mut ctx)?)
        }),
        IdeaVerb::Rate {
            activity,
            rating,
            note,
        } => change(activity, session, |book, def, session| {
            let mut editor = CliEditor::open(session, book, "editor-activity")?
                .with_answers(card::answers_of_activity(book, &def.key));
            editor.set("rating", "RATING", Some(rating))?;
            editor.set("note", "--note", note.as_deref())?;
            let (answers, mut ctx) = (&editor.answers, session.env.op_context());
            Ok(card::edit_activity(book, def, answers, &mut ctx)?)
        }),
        IdeaVerb::Archive { activity } => change(activity, session, |book, def, session| {
            let ctx = session.env.op_context();
            Ok(card::archive::<Activity>(book, &def.key, &ctx)?)
        })
        .map(|output| output.note(UNDO_RESTORES)),
    }
}

/// Saves the commit that `work` makes of the activity called `word`.
fn change(
    word: &str,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &ActivityDef, &mut CliSession) -> Result<Commit, Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let deck = session.deck(&opened.book)?;
        let def = find(&deck, word)?;
        let commit = work(&opened.book, def, session)?;
        let key = def.key.clone();
        Ok(ChangeReport::new(commit, ChangedCard { key }))
    })
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

fn list(all: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Activity])?;
    let deck = session.deck(&book)?;
    let mark = |key: &str| book.activities.get(&Activity::id_for(key));
    let mut rows: Vec<_> = (1..)
        .zip(&deck.activities)
        .map(|(number, def)| IdeaRow::new(number, def, mark(&def.key)))
        .collect();
    rows.retain(|row| all || row.state != ActivityState::Done);
    let mut table = TextTable::new(&["No", "Key", "State", "Rating", "Activity"]);
    for row in &rows {
        let (key, mark) = if row.own {
            ("", " [your own]")
        } else {
            (&*row.def.key, "")
        };
        let rating = row.rating.map(|rating| format!("{rating} of 5"));
        table.row([
            row.number.to_string(),
            key.to_owned(),
            row.state.to_string(),
            rating.unwrap_or_default(),
            format!("{}{mark}", row.def.title),
        ]);
    }
    let empty = "Every activity is done. “matchbook idea list --all” lists them, “matchbook idea add \"…\"” adds one.";
    Ok(Output::list(&table, rows, empty))
}

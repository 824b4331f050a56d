//! `matchbook goal evidence`: what shows that a goal was reached.

use clap::{Args, Subcommand};
use serde_json::json;

use super::editor::CliEditor;
use super::goal::find;
use super::output::Output;
use super::session::{CliSession, by_number};
use crate::domain::ops::goal as deeds;
use crate::problem::Problem;

/// What to do with the evidence for a goal. Each has the number that `goal show` shows.
#[derive(Debug, Subcommand)]
pub enum EvidenceVerb {
    /// Add something that shows what was reached
    #[command(after_help = "Example:
  matchbook goal evidence 1 add \"Flyer of the visit\" --link \"shared folder, flyers\"")]
    Add {
        /// What it is
        title: String,
        #[command(flatten)]
        fields: EvidenceFields,
    },
    /// Change a piece of evidence
    #[command(after_help = "Example:
  matchbook goal evidence 1 edit 2 --date yesterday")]
    Edit {
        /// Number of the evidence
        evidence: usize,
        /// What it is
        #[arg(long, allow_hyphen_values = true)]
        title: Option<String>,
        #[command(flatten)]
        fields: EvidenceFields,
    },
    /// Put a piece of evidence away; undo brings it back
    #[command(after_help = "Example:
  matchbook goal evidence 1 archive 2")]
    Archive {
        /// Number of the evidence
        evidence: usize,
    },
}

/// What evidence may have beside its name.
#[derive(Debug, Default, Args)]
pub struct EvidenceFields {
    /// Where it is: a web address, a folder, a shelf
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    link: Option<String>,
    /// The day it is from
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

impl EvidenceFields {
    fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        editor.set("link", "--link", self.link.as_deref())?;
        editor.set_day("date", "--date", self.date.as_deref(), "From")
    }
}

/// Does `verb` to the evidence for the goal with this number.
pub fn run(
    number: usize,
    verb: &EvidenceVerb,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let goal = find(&opened.book, number)?.id;
    let there = opened.book.evidence_of(goal);
    let list = format!("goal show {number}");
    let of_number = |wanted: usize| by_number(&there, wanted, "evidence", &list);
    let mut editor = CliEditor::open(session, &opened.book, "editor-evidence")?;
    let mut notes = Vec::new();
    let commit = match verb {
        EvidenceVerb::Add { title, fields } => {
            editor.set("title", "the title", Some(title))?;
            fields.fill(&mut editor)?;
            let mut ctx = session.env.op_context();
            deeds::add_evidence(&opened.book, goal, &editor.answers, &mut ctx)?
        }
        EvidenceVerb::Edit {
            evidence,
            title,
            fields,
        } => {
            let found = of_number(*evidence)?;
            let mut editor_of = editor.with_answers(deeds::answers_of_evidence(found));
            editor_of.set("title", "--title", title.as_deref())?;
            fields.fill(&mut editor_of)?;
            editor = editor_of;
            let ctx = session.env.op_context();
            deeds::edit_evidence(&opened.book, found.id, &editor.answers, &ctx)?
        }
        EvidenceVerb::Archive { evidence } => {
            let id = of_number(*evidence)?.id;
            notes.push("“matchbook undo” brings it back.".to_owned());
            deeds::archive_evidence(&opened.book, id, true, &session.env.op_context())?
        }
    };
    notes.append(&mut editor.notes);
    session.save(&mut opened, &commit, &notes, json!({ "goal": number }))
}

//! `matchbook goal evidence`: what shows that a goal was reached.

use clap::{Args, Subcommand};

use super::editor::CliEditor;
use super::goal::{self, GoalNumber};
use super::json_schema::{AnswerSchema, done};
use super::output::{Output, UNDO_RESTORES};
use super::session::{CliSession, by_number};
use crate::domain::change::Kind;
use crate::domain::goal::Evidence;
use crate::domain::ops::{self, Editable};
use crate::problem::Problem;

/// Commands on the evidence for a goal. Each piece has the number that `goal show` shows.
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
    /// Archive a piece of evidence; undo puts it back
    #[command(after_help = "Example:
  matchbook goal evidence 1 archive 2")]
    Archive {
        /// Number of the evidence
        evidence: usize,
    },
}

/// Fields of evidence beside its name.
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

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    done::<GoalNumber>("goal evidence add"),
    done::<GoalNumber>("goal evidence edit"),
    done::<GoalNumber>("goal evidence archive"),
];

/// Does `verb` to the evidence for the goal with this number.
pub fn run(
    number: usize,
    verb: &EvidenceVerb,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    goal::change(number, session, |book, goal, session| {
        let evidence = book.evidence_of(goal.id);
        let find = |wanted: usize| {
            by_number(
                &evidence,
                wanted,
                "evidence",
                &format!("goal show {number}"),
            )
        };
        let mut editor = CliEditor::open(session, book, "editor-evidence")?;
        let mut ctx = session.env.op_context();
        let commit = match verb {
            EvidenceVerb::Add { title, fields } => {
                editor.set("title", "the title", Some(title))?;
                fields.fill(&mut editor)?;
                ops::add::<Evidence>(book, Some(goal.id), &editor.answers, &mut ctx)?
            }
            EvidenceVerb::Edit {
                evidence,
                title,
                fields,
            } => {
                let evidence = find(*evidence)?;
                editor.answers = evidence.answers();
                editor.set("title", "--title", title.as_deref())?;
                fields.fill(&mut editor)?;
                ops::edit::<Evidence>(book, evidence.id, &editor.answers, &ctx)?
            }
            EvidenceVerb::Archive { evidence } => {
                editor.notes.push(UNDO_RESTORES.to_owned());
                ops::archive(book, Kind::Evidence, find(*evidence)?.id, &ctx)?
            }
        };
        Ok((commit, editor.notes))
    })
}

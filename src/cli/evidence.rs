//! `matchbook goal evidence`: what shows that a goal was reached.

use clap::{Args, Subcommand};

use super::goal::{self, GoalNumber};
use super::options::NewFields;
use super::output::Output;
use super::session::{CliSession, LoadedBook, by_number};
use super::target::{EditArgs, Target};
use crate::domain::goal::Evidence;
use crate::domain::id::Id;
use crate::problem::Problem;

/// Commands on the evidence for a goal. Each piece has the number that `goal show` shows.
#[derive(Debug, Subcommand)]
pub enum EvidenceVerb {
    /// Add something that shows what was reached
    Add(NewFields<Evidence>),
    /// Change a piece of evidence
    Edit(EditArgs<EvidenceNumber>),
    /// Archive a piece of evidence; undo puts it back
    Archive(EvidenceNumber),
}

/// The piece that a command is called for, by the numbers of its goal and its own.
#[derive(Clone, Copy, Debug, Args)]
pub struct EvidenceNumber {
    #[arg(skip)]
    goal: usize,
    /// Number of the evidence
    evidence: usize,
}

impl Target for EvidenceNumber {
    type Record = Evidence;
    type Answer = GoalNumber;

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Result<(Id, GoalNumber), Problem> {
        let goal = self.goal;
        let evidence = opened.book.evidence_of(goal::find(&opened.book, goal)?.id);
        let listed_by = format!("goal show {goal}");
        let piece = by_number(&evidence, self.evidence, "evidence", &listed_by)?;
        Ok((piece.id, GoalNumber { goal }))
    }
}

/// Does `verb` to the evidence for the goal with this number.
pub fn run(
    goal: GoalNumber,
    verb: EvidenceVerb,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let of_goal = |piece| EvidenceNumber {
        goal: goal.goal,
        ..piece
    };
    match verb {
        EvidenceVerb::Add(fields) => goal.add(&fields, session),
        EvidenceVerb::Edit(edit) => of_goal(edit.target).edit(&edit.fields, session),
        EvidenceVerb::Archive(piece) => of_goal(piece).archive(session),
    }
}

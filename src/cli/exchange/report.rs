//! Outcome of a parcel, as text and as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::review::{ReviewedParcel, counts};
use crate::cli::output::{Done, Either};
use crate::cli::session::LoadedBook;
use crate::domain::dates::{format_date, pluralize};
use crate::domain::exchange::{Review, ReviewChange};
use crate::domain::exchange_words::entries;
use crate::problem::Problem;
use crate::shelf::exchange::{ArrivedParcel, OpenedParcel};

/// Outcome of each parcel.
#[derive(Serialize, JsonSchema)]
pub struct ReceivedParcels {
    pub parcels: Vec<ReceivedParcel>,
}

/// A parcel, and what came of it.
#[derive(Serialize, JsonSchema)]
pub struct ReceivedParcel {
    pub file: String,
    /// The book that it was or would be taken into.
    pub book: Option<String>,
    /// That book is a new one.
    pub new_book: bool,
    /// It was taken in.
    pub received: bool,
    #[serde(flatten)]
    pub review: Option<ReviewedParcel>,
    /// Copy of the book as it was.
    pub backup: Option<String>,
    /// Records with changes of yours that your partner does not have yet.
    pub waiting: usize,
}

/// Report of one parcel.
pub struct Report {
    pub label: String,
    pub notes: Vec<String>,
    pub parcel: ReceivedParcel,
}

impl Report {
    pub fn brings(&self) -> bool {
        let review = self.parcel.review.as_ref();
        review.is_none_or(|review| review.entries > 0)
    }
}

/// Refusal of a parcel for which there is no book.
pub fn of_no_book(opened: &OpenedParcel) -> Problem {
    let parcel = &opened.parcel;
    let start = parcel
        .start
        .map(|day| format!(", from {}", format_date(day)));
    let message = format!(
        "This parcel of {} ({}, program {}{}) belongs to no book of yours.",
        parcel.person,
        parcel.role.key(),
        parcel.program,
        start.unwrap_or_default()
    );
    let hint = "Nothing was changed. “--new” starts a book from it; “--book NAME” takes it into one that you started yourself.";
    Problem::wrong_use(message, hint)
}

/// The outcome in words, and the next step.
pub fn told(
    review: &Review,
    arrived: &ArrivedParcel,
    kept: usize,
    book: &LoadedBook,
) -> Result<(String, Vec<String>), Problem> {
    let status = book.store.pair_status()?;
    let mut notes = Vec::new();
    let label = if !review.is_empty() {
        notes.push(counts(review));
        arrived.received.committed.label.clone()
    } else if status.is_same {
        format!(
            "nothing new: you both hold the same {}",
            entries(status.entries)
        )
    } else {
        format!("nothing new in this parcel of {}", review.person)
    };
    if kept > 0 {
        notes.push(format!(
            "{} kept as you had them.",
            pluralize(kept, "record")
        ));
    }
    if let Some(copy) = &arrived.backup {
        let copy = copy.path.display();
        notes.push(format!(
            "A copy of the book as it was is in {copy}. “matchbook undo” takes all of it back."
        ));
    }
    if !arrived.files.is_empty() {
        notes.push(format!(
            "New on this computer: {}.",
            arrived.files.join(", ")
        ));
    }
    notes.extend(arrived.file_notes.iter().cloned());
    if review.unknown > 0 {
        let newer = entries(review.unknown);
        notes.push(format!(
            "{newer} of it need a newer matchbook; they are kept and handed on."
        ));
    }
    if review
        .lines
        .iter()
        .any(|line| line.change == ReviewChange::BothChanged)
    {
        notes.push("“matchbook pair versions” shows what both of you changed.".to_owned());
    }
    if review.lines.iter().any(|line| line.twin.is_some()) {
        notes.push("A goal is there twice: “matchbook goal list” shows the numbers, “matchbook goal join” makes one of both.".to_owned());
    }
    notes.push(match status.waiting {
        0 if status.is_same && !review.is_empty() => {
            format!("You both hold the same {}.", entries(status.entries))
        }
        0 if review.is_empty() => return Ok((label, notes)),
        0 => "“matchbook share” sends yours back, so that both hold the same.".to_owned(),
        1 => "1 change of yours waits: “matchbook share” sends it.".to_owned(),
        count => format!("{count} changes of yours wait: “matchbook share” sends them."),
    });
    Ok((label, notes))
}

/// The JSON of the command: what was taken, or would be.
pub type ReceiveAnswer = Either<Done<ReceivedParcels>, ReceivedParcels>;

//! A review of a parcel, as text and as JSON: what it would change, by author.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::display::capitalize;
use crate::domain::exchange::{FieldReview, Review, ReviewChange, ReviewLine};
use crate::domain::exchange_words::{field_label, review_words};
use crate::domain::id::Id;
use crate::domain::ops::quoted;
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;
use crate::env::Env;
use crate::problem::Problem;

/// A parcel, and what it changes.
#[derive(Serialize, JsonSchema)]
pub struct ReviewedParcel {
    /// Name of the sender.
    from: String,
    role: Role,
    /// By the sender's clock.
    made: DateTime<Utc>,
    /// Two books that were started apart become one match.
    joins: bool,
    /// Entries that were not here.
    pub entries: usize,
    /// Entries that need a newer version; they are kept.
    unknown: usize,
    changes: Vec<ReviewRow>,
    /// Own programs, forms and decks in it that are not on this computer.
    files: Vec<String>,
}

/// A record that the parcel changes.
#[derive(Serialize, JsonSchema)]
struct ReviewRow {
    /// For “--keep”.
    number: usize,
    id: Id,
    kind: &'static str,
    label: String,
    author: Role,
    change: ReviewChange,
    fields: Vec<FieldRow>,
    /// A record of ours that seems to be the same.
    twin: Option<Id>,
}

#[derive(Serialize, JsonSchema)]
struct FieldRow {
    field: String,
    old: String,
    new: String,
}

/// The lines with their numbers, those of one author together.
fn numbered(review: &Review) -> Vec<(usize, &ReviewLine)> {
    let mut lines: Vec<_> = review.lines.iter().collect();
    lines.sort_by_key(|line| (line.author != review.role, line.author, line.change));
    (1..).zip(lines).collect()
}

impl ReviewedParcel {
    pub fn new(review: &Review) -> Self {
        let field = |field: &FieldReview| FieldRow {
            field: field.name.clone(),
            old: field.old.clone(),
            new: field.new.clone(),
        };
        let changes = numbered(review)
            .into_iter()
            .map(|(number, line)| ReviewRow {
                number,
                id: line.id,
                kind: line.kind.name(),
                label: line.label.clone(),
                author: line.author,
                change: line.change,
                fields: line.fields.iter().map(field).collect(),
                twin: line.twin,
            });
        Self {
            from: review.person.clone(),
            role: review.role,
            made: review.made,
            joins: review.joins,
            entries: review.entries,
            unknown: review.unknown,
            changes: changes.collect(),
            files: review.files.clone(),
        }
    }
}

/// The records of which the owner keeps their own, by the numbers of the review.
pub fn kept_records(numbers: &[usize], review: &Review) -> Result<Vec<(Kind, Id)>, Problem> {
    let lines = numbered(review);
    let kept = numbers.iter().map(|number| {
        let found = lines.iter().find(|(place, _)| place == number);
        let hint = "Nothing was changed. “--dry-run” shows the number of each change.";
        let (_, line) = found.ok_or_else(|| {
            Problem::wrong_use(format!("There is no change {number} in this parcel."), hint)
        })?;
        if line.change == ReviewChange::New {
            let message = format!("Change {number} is new: there is nothing of yours to keep.");
            let hint = "Nothing was changed. Take the parcel, then archive what you do not want.";
            return Err(Problem::wrong_use(message, hint));
        }
        Ok((line.kind, line.id))
    });
    kept.collect()
}

/// The review for people, by author.
pub fn review_text(review: &Review, book: &Book, env: &Env) -> String {
    let made = env.local_time(review.made.naive_utc());
    let made = dates::format_date_time(made.date(), Some(made.time()));
    let sender = sanitize_line(&review.person);
    let mut text = format!(
        "Parcel of {sender} ({}), made on {made}\n",
        review.role.key()
    );
    if review.joins {
        let partner = sanitize_line(book.name(book.me().other()));
        let _ = writeln!(
            text,
            "It joins your book with {partner} and the book that {sender} started: they become one match."
        );
    }
    let mut author = None;
    for (number, line) in numbered(review) {
        if author.replace(line.author) != Some(line.author) {
            let name = sanitize_line(book.name(line.author));
            let you = if line.author == book.me() {
                " (you)"
            } else {
                ""
            };
            let _ = writeln!(text, "\nBy {name}{you}");
        }
        let label = capitalize(&line.label);
        let _ = writeln!(
            text,
            "{number:>3}. {}: {}",
            capitalize(line.change.words()),
            sanitize_line(&label)
        );
        text += &details(line, book);
    }
    if !review.files.is_empty() {
        let names = sanitize_line(&review.files.join(", ")).into_owned();
        let _ = writeln!(text, "\nComes along for this computer: {names}");
    }
    let _ = write!(text, "\n{}", counts(review));
    text
}

/// Counts, also where nothing of it is for people.
pub fn counts(review: &Review) -> String {
    match review_words(review) {
        words if words.is_empty() => {
            "Nothing in it that you would see: it settles what both of you have.".to_owned()
        }
        words => format!("In total: {words}."),
    }
}

fn details(line: &ReviewLine, book: &Book) -> String {
    let mut text = String::new();
    let tells_fields = matches!(
        line.change,
        ReviewChange::Changed | ReviewChange::BothChanged
    );
    for field in line.fields.iter().filter(|_| tells_fields) {
        let said = |value: &str| match sanitize_line(value).as_ref() {
            "" => "nothing".to_owned(),
            value => quoted(value),
        };
        let name = field_label(&field.name);
        let _ = writeln!(
            text,
            "       {name}: {} → {}",
            said(&field.old),
            said(&field.new)
        );
    }
    let twin = line.twin.and_then(|twin| book.goals.get(&twin));
    if let Some(twin) = twin {
        let title = quoted(&sanitize_line(&twin.title));
        let _ = writeln!(
            text,
            "       It seems to be the same as your goal {title}; once taken, “matchbook goal join” makes one of both."
        );
    }
    text
}

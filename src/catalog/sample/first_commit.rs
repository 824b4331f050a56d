//! First commit of the sample's book: that of any new book, completed with data that the pair added later.

use super::files::PairFile;
use super::{evening, part_text};
use crate::catalog::CatalogError;
use crate::catalog::parse::ValidationError;
use crate::domain::change::{Commit, Record};
use crate::domain::id::Id;
use crate::domain::ops::OpContext;
use crate::domain::ops::year::NewBook;
use crate::domain::person::{Person, Role};
use crate::domain::program::Program;

/// Builds the first commit of the match `pair`: both people, the cycle, and milestones with those that are done marked.
pub fn commit(pair: Id, program: &Program, file: &PairFile) -> Result<Commit, CatalogError> {
    let name = |role: Role| {
        let person = file.person.iter().find(|person| person.role == role);
        person.map_or_else(String::new, |person| person.name.clone())
    };
    let book = NewBook {
        program,
        me: file.me,
        my_name: name(file.me),
        partner_name: name(file.me.other()),
        start: file.start,
        end: None,
    };
    let ctx = OpContext {
        at: evening(file.start),
        today: file.start,
        zone: None,
        new_id: Box::new(move || pair),
    };
    let (name, text) = part_text("pair")?;
    let mut commit = book.initial_commit(pair, &ctx).map_err(|refusal| {
        let what = refusal.message.trim_end_matches('.').to_owned();
        ValidationError::new(what).into_error(name, text)
    })?;
    for change in &mut commit.changes {
        if let Some(record) = &mut change.after {
            complete(record, file);
        }
    }
    Ok(commit)
}

/// Adds the data of the file that the form for a new book does not ask for.
fn complete(record: &mut Record, file: &PairFile) {
    if let Record::Person(person) = record
        && let Some(known) = file.person.iter().find(|it| it.role == person.role)
    {
        *person = Person {
            id: person.id,
            ..known.clone()
        };
    }
    if let Record::Cycle(cycle) = record {
        cycle.usual_minutes = Some(file.usual_minutes);
        cycle.meetings_a_month = file.meetings_a_month;
    }
    if let Record::Milestone(milestone) = record {
        milestone.done = file.milestones.get(&milestone.key).copied();
    }
}

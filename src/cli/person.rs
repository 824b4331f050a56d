//! `matchbook person`: the two people of the match, and how to reach them.

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::options::{EditFields, FormOptions};
use super::output::Output;
use super::session::{ChangeReport, CliSession, LoadedBook};
use crate::domain::ops::year;
use crate::domain::person::{Person, Role};
use crate::domain::sanitize::sanitize_line;
use crate::problem::Problem;

/// Commands about the two people of the match.
#[derive(Debug, Subcommand)]
pub enum PersonVerb {
    /// Show both, and how to reach them
    List,
    /// Change what is known of one of the two
    Edit {
        /// Whose: mentee, mentor
        role: Role,
        #[command(flatten)]
        fields: EditFields<Person>,
    },
}

impl FormOptions for Person {
    const KEY: &'static str = "editor-person";
}

/// One of the two people.
#[derive(Serialize, JsonSchema)]
pub struct PersonRow<'a> {
    /// True for the owner of the book.
    me: bool,
    #[serde(flatten)]
    person: &'a Person,
}

#[derive(Serialize, JsonSchema)]
pub struct ChangedPerson {
    role: Role,
}

pub fn run(verb: &PersonVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PersonVerb::List => list(session),
        PersonVerb::Edit { role, fields } => session.change(|opened, session| {
            let role = *role;
            let person = opened.book.person(role);
            let answers = person.map(year::answers_of_person).unwrap_or_default();
            let editor = fields.editor(answers, &opened.book, session)?;
            let commit = year::edit_person(&opened.book, role, &editor.answers, &session.ctx())?;
            Ok(ChangeReport::new(commit, ChangedPerson { role }))
        }),
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let (mut pages, mut rows) = (Vec::new(), Vec::new());
    for person in Role::ALL.iter().filter_map(|role| book.person(*role)) {
        let me = person.role == book.me();
        let you = if me { ", you" } else { "" };
        let mut page = vec![format!(
            "{} ({}{you})",
            sanitize_line(&person.name),
            person.role
        )];
        let facts = [
            ("Library", &person.library),
            ("E-mail", &person.email),
            ("Telephone", &person.phone),
            ("How to reach", &person.reach),
        ];
        let facts = facts.iter().filter(|(_, value)| !value.is_empty());
        page.extend(facts.map(|(label, value)| format!("{label}: {}", sanitize_line(value))));
        pages.push(page.join("\n"));
        rows.push(PersonRow { me, person });
    }
    Ok(Output::answer(pages.join("\n\n"), rows))
}

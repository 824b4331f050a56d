//! The record that a command is called for, and what every noun does to it alike.

use std::marker::PhantomData;

use clap::Args;
use serde::Serialize;

use super::options::{EditFields, FormOptions};
use super::output::{ChangedRecord, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::book::{Book, Stored};
use crate::domain::id::Id;
use crate::domain::ops::{self, Direction, Editable, OpContext, Outcome};
use crate::problem::Problem;

/// The record that was found, and the JSON beside a change of it.
pub type Found<A> = Result<(Id, A), Problem>;

/// A record that was named on the command line.
pub trait Target: Sized {
    type Record: Stored;
    type Answer: Serialize;

    /// Finds it, and loads what that takes.
    fn find(&self, opened: &mut LoadedBook, session: &CliSession) -> Found<Self::Answer>;

    /// Saves the commit that `operation` makes of it.
    fn change(
        &self,
        session: &mut CliSession,
        operation: impl FnOnce(&Book, Id, &OpContext) -> Outcome,
    ) -> Result<Output, Problem> {
        session.change(|opened, session| {
            let (id, answer) = self.find(opened, session)?;
            let commit = operation(&opened.book, id, &session.ctx())?;
            Ok(ChangeReport::new(commit, answer))
        })
    }

    fn archive(&self, session: &mut CliSession) -> Result<Output, Problem> {
        let kind = Self::Record::KIND;
        let archived = self.change(session, |book, id, ctx| ops::archive(book, kind, id, ctx))?;
        Ok(archived.notes([
            "“matchbook undo” brings it back, and later on “matchbook put-back”.".to_owned(),
        ]))
    }

    fn tick(&self, session: &mut CliSession) -> Result<Output, Problem> {
        let kind = Self::Record::KIND;
        self.change(session, |book, id, ctx| ops::tick(book, kind, id, ctx))
    }

    fn move_by_one(&self, way: Direction, session: &mut CliSession) -> Result<Output, Problem> {
        let kind = Self::Record::KIND;
        self.change(session, |book, id, ctx| {
            ops::move_by_one(book, kind, id, way, ctx)
        })
    }

    /// Edits it by the fields that were typed.
    fn edit(
        &self,
        fields: &EditFields<Self::Record>,
        session: &mut CliSession,
    ) -> Result<Output, Problem>
    where
        Self::Record: Editable,
    {
        session.change(|opened, session| {
            let (id, answer) = self.find(opened, session)?;
            let book = &opened.book;
            let answers = ops::find::<Self::Record>(book, id)?.answers();
            let editor = fields.editor(answers, book, session)?;
            let commit = ops::edit::<Self::Record>(book, id, &editor.answers, &session.ctx())?;
            Ok(ChangeReport::new(commit, answer).notes(editor.notes))
        })
    }
}

/// A target and the fields of it to change.
#[derive(Debug, Args)]
pub struct EditArgs<T: Target + Args>
where
    T::Record: FormOptions,
{
    #[command(flatten)]
    pub target: T,
    #[command(flatten)]
    pub fields: EditFields<T::Record>,
}

impl<T: Target + Args> EditArgs<T>
where
    T::Record: Editable,
{
    /// Does it.
    pub fn run(&self, session: &mut CliSession) -> Result<Output, Problem> {
        self.target.edit(&self.fields, session)
    }
}

/// A kind of record whose numbers count through the whole book.
pub trait Numbered: Stored {
    /// The command that shows the numbers: `action list`.
    const LISTED_BY: &'static str;

    /// Lists the records in the order of their numbers.
    const IN_ORDER: fn(&Book) -> Vec<&Self>;

    /// Loads as many as it takes to know this number.
    fn load(_opened: &mut LoadedBook, _number: usize) -> Result<(), Problem> {
        Ok(())
    }

    /// The record with the number that people see, from 1.
    fn find(book: &Book, number: usize) -> Result<&Self, Problem> {
        let list = (Self::IN_ORDER)(book);
        by_number(&list, number, Self::KIND.noun(), Self::LISTED_BY)
    }
}

/// Number of a record of the book.
#[derive(Debug, Args)]
pub struct Number<T: Numbered> {
    #[arg(help = format!("Number of the {}", T::KIND.noun()))]
    pub number: usize,
    #[arg(skip)]
    of: PhantomData<T>,
}

impl<T: Numbered> Target for Number<T> {
    type Record = T;
    type Answer = ChangedRecord;

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Found<ChangedRecord> {
        T::load(opened, self.number)?;
        let id = T::find(&opened.book, self.number)?.id();
        Ok((id, ChangedRecord { id }))
    }
}

//! Options that answer the fields of an editor form, for the command that adds a record and the one that edits it.

use std::marker::PhantomData;
use std::sync::LazyLock;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use super::editor::CliEditor;
use super::output::{Nothing, Output};
use super::session::{ChangeReport, CliSession};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::ops::{self, Editable};
use crate::problem::Problem;

/// A type that is edited by options.
pub trait FormOptions {
    /// Key of its options in the data file: that of the form.
    const KEY: &'static str;
}

impl<T: Editable> FormOptions for T {
    const KEY: &'static str = T::FORM;
}

/// An option that answers one field. What is not said is false or empty.
#[derive(Debug, Default)]
struct FormOption {
    field: &'static str,
    /// Name where it is not that of the field.
    option: &'static str,
    /// Another name.
    alias: &'static str,
    required: bool,
    value: &'static str,
    help: &'static str,
    /// Help of the command that adds, where it differs.
    new_help: &'static str,
    /// Name in a refusal where the command that adds takes it as an argument.
    argument: &'static str,
    /// Free text, which may begin with a hyphen.
    text: bool,
    repeats: bool,
    edit_only: bool,
    /// Words before the day that was typed, when it is shown back.
    echo_day: &'static str,
}

/// The options by the key of their form. The build script turns the data file into Rust, so that the compiler refuses what
/// is wrong in it.
static OPTIONS: LazyLock<Vec<(&str, Vec<FormOption>)>> =
    LazyLock::new(|| include!(concat!(env!("OUT_DIR"), "/options.rs")));

/// `text`, if there is any.
fn said(text: &'static str) -> Option<&'static str> {
    Some(text).filter(|text| !text.is_empty())
}

impl FormOption {
    fn long(&self) -> &'static str {
        said(self.option).unwrap_or(self.field)
    }

    /// Name as the argument of the command that adds, if it is one.
    fn argument(&self, is_new: bool) -> Option<&'static str> {
        said(self.argument).filter(|_| is_new)
    }

    fn arg(&self, is_new: bool) -> Arg {
        let new_help = said(self.new_help).filter(|_| is_new);
        let arg = Arg::new(self.long())
            .value_name(self.value)
            .help(new_help.unwrap_or(self.help));
        if self.argument(is_new).is_some() {
            return arg.required(true);
        }
        arg.long(self.long())
            .alias(said(self.alias))
            .required(self.required)
            .allow_hyphen_values(self.text)
            .action(if self.repeats {
                ArgAction::Append
            } else {
                ArgAction::Set
            })
    }

    fn fill(&self, is_new: bool, typed: &[&str], editor: &mut CliEditor) -> Result<(), Problem> {
        let argument = self.argument(is_new);
        let joined = editor.join(self.field, typed);
        // A dash in place of an argument that is no text leaves it open.
        let is_open = argument.is_some() && !self.text && joined == "-";
        if typed.is_empty() || is_open {
            return Ok(());
        }
        let label = argument.map_or_else(|| format!("--{}", self.long()), str::to_owned);
        editor.set(self.field, &label, Some(&joined))?;
        if let Some(words) = said(self.echo_day) {
            editor.echo(self.field, &joined, words);
        }
        Ok(())
    }
}

/// Values typed for the options of `T`.
#[derive(Debug)]
pub struct FormArgs<T, const NEW: bool> {
    typed: ArgMatches,
    form: PhantomData<T>,
}

/// Fields of a new `T`.
pub type NewFields<T> = FormArgs<T, true>;

/// Fields of a `T` to change.
pub type EditFields<T> = FormArgs<T, false>;

fn shown<T: FormOptions, const NEW: bool>() -> impl Iterator<Item = &'static FormOption> {
    let options = OPTIONS.iter().filter(|(form, _)| *form == T::KEY);
    let options = options.flat_map(|(_, options)| options);
    options.filter(|option| !(NEW && option.edit_only))
}

impl<T: FormOptions, const NEW: bool> Args for FormArgs<T, NEW> {
    fn augment_args(command: Command) -> Command {
        command.args(shown::<T, NEW>().map(|option| option.arg(NEW)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: FormOptions, const NEW: bool> FromArgMatches for FormArgs<T, NEW> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self {
            typed: matches.clone(),
            form: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<T: FormOptions, const NEW: bool> FormArgs<T, NEW> {
    /// Answers the fields of `editor` with what was typed.
    pub fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        shown::<T, NEW>().try_for_each(|option| {
            let typed = self.typed.get_many::<String>(option.long());
            let typed: Vec<_> = typed.into_iter().flatten().map(String::as_str).collect();
            option.fill(NEW, &typed, editor)
        })
    }

    /// The editor over `answers`, with what was typed.
    pub fn editor(
        &self,
        answers: Answers,
        book: &Book,
        session: &CliSession,
    ) -> Result<CliEditor, Problem> {
        let mut editor = CliEditor::open(session, book, T::KEY, answers)?;
        self.fill(&mut editor)?;
        Ok(editor)
    }
}

impl<T: Editable> NewFields<T> {
    /// Adds a record that is a part of no other.
    pub fn run(&self, session: &mut CliSession) -> Result<Output, Problem> {
        session.change(|opened, session| self.add(&opened.book, None, session))
    }

    /// The report of a new record; `parent` is the goal or meeting it belongs to.
    pub fn add(
        &self,
        book: &Book,
        parent: Option<Id>,
        session: &mut CliSession,
    ) -> Result<ChangeReport<Nothing>, Problem> {
        let editor = self.editor(Answers::default(), book, session)?;
        let commit = ops::add::<T>(book, parent, &editor.answers, &session.ctx())?;
        Ok(ChangeReport::new(commit, Nothing {}).notes(editor.notes))
    }
}

//! Options that answer the fields of an editor form, said once for the command that adds a record and the one that edits
//! it.

use std::marker::PhantomData;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use super::editor::CliEditor;
use super::output::Nothing;
use super::session::{ChangeReport, CliSession};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::ops::{self, Editable};
use crate::problem::Problem;

/// Options for one editor form, in the order of the help.
pub trait FormOptions {
    const OPTIONS: &'static [FormOption];
}

/// An option that answers one field.
#[derive(Clone, Copy, Debug)]
pub struct FormOption {
    field: &'static str,
    long: &'static str,
    value_name: &'static str,
    help: &'static str,
    /// Help of the command that adds, where it differs.
    new_help: Option<&'static str>,
    /// Name in a refusal where it is an argument of the command that adds.
    argument: Option<&'static str>,
    is_text: bool,
    repeats: bool,
    is_edit_only: bool,
    /// Words before the day or time that was typed, when it is shown back.
    echo: Echo,
}

#[derive(Clone, Copy, Debug)]
enum Echo {
    Nothing,
    Day(&'static str),
    Time(&'static str),
}

/// An option of one word, called as its field.
pub const fn option(
    field: &'static str,
    value_name: &'static str,
    help: &'static str,
) -> FormOption {
    FormOption {
        field,
        long: field,
        value_name,
        help,
        new_help: None,
        argument: None,
        is_text: false,
        repeats: false,
        is_edit_only: false,
        echo: Echo::Nothing,
    }
}

/// An option of free text, which may begin with a hyphen.
pub const fn text(field: &'static str, value_name: &'static str, help: &'static str) -> FormOption {
    FormOption {
        is_text: true,
        ..option(field, value_name, help)
    }
}

/// An option of a day, which is shown back after `words`: "Due".
pub const fn day(field: &'static str, help: &'static str, words: &'static str) -> FormOption {
    FormOption {
        echo: Echo::Day(words),
        ..option(field, "DAY", help)
    }
}

impl FormOption {
    /// The same under another name than that of its field.
    pub const fn long(self, long: &'static str) -> Self {
        Self { long, ..self }
    }

    /// The same as an argument of the command that adds; `label` names it in a refusal.
    pub const fn argument(self, label: &'static str) -> Self {
        Self {
            argument: Some(label),
            ..self
        }
    }

    /// The same with another help in the command that adds.
    pub const fn new_help(self, help: &'static str) -> Self {
        Self {
            new_help: Some(help),
            ..self
        }
    }

    /// The same for several values, each after the option of its own.
    pub const fn repeats(self) -> Self {
        Self {
            repeats: true,
            ..self
        }
    }

    /// The same, but not in the command that adds.
    pub const fn edit_only(self) -> Self {
        Self {
            is_edit_only: true,
            ..self
        }
    }

    /// The same for a day that is said in full anyway: shown back after `words` where it has a time.
    pub const fn echo_time(self, words: &'static str) -> Self {
        Self {
            echo: Echo::Time(words),
            ..self
        }
    }

    fn arg(&self, is_new: bool) -> Arg {
        let new_help = self.new_help.filter(|_| is_new);
        let arg = Arg::new(self.long).help(new_help.unwrap_or(self.help));
        let arg = arg.value_name(self.value_name);
        if is_new && self.argument.is_some() {
            return arg.required(true);
        }
        arg.long(self.long)
            .allow_hyphen_values(self.is_text)
            .action(if self.repeats {
                ArgAction::Append
            } else {
                ArgAction::Set
            })
    }

    fn fill(&self, is_new: bool, typed: &[String], editor: &mut CliEditor) -> Result<(), Problem> {
        let argument = self.argument.filter(|_| is_new);
        let label = argument.map_or_else(|| format!("--{}", self.long), str::to_owned);
        let joined = editor.join(self.field, typed);
        // A dash in place of an argument that is no text leaves it open.
        let is_open = argument.is_some() && !self.is_text && joined == "-";
        if typed.is_empty() || is_open {
            return Ok(());
        }
        editor.set(self.field, &label, Some(&joined))?;
        match self.echo {
            Echo::Nothing => {}
            Echo::Time(_) if editor.answers.time(self.field).is_none() => {}
            Echo::Day(words) | Echo::Time(words) => editor.echo(self.field, words),
        }
        Ok(())
    }
}

/// What was typed for the options of `T`.
#[derive(Debug)]
pub struct FormArgs<T, const NEW: bool> {
    /// The values, in the order of the options.
    typed: Vec<Vec<String>>,
    form: PhantomData<T>,
}

/// Fields of a new `T`.
pub type NewFields<T> = FormArgs<T, true>;

/// Fields of a `T` to change.
pub type EditFields<T> = FormArgs<T, false>;

fn shown<T: FormOptions, const NEW: bool>() -> impl Iterator<Item = &'static FormOption> {
    T::OPTIONS
        .iter()
        .filter(|option| !(NEW && option.is_edit_only))
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
        let typed = shown::<T, NEW>().map(|option| {
            let values = matches.get_many::<String>(option.long);
            values.into_iter().flatten().cloned().collect()
        });
        Ok(Self {
            typed: typed.collect(),
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
        let mut options = shown::<T, NEW>().zip(&self.typed);
        options.try_for_each(|(option, typed)| option.fill(NEW, typed, editor))
    }

    /// The editor `form` over `answers`, with what was typed.
    pub fn editor(
        &self,
        form: &str,
        answers: Answers,
        book: &Book,
        session: &CliSession,
    ) -> Result<CliEditor, Problem> {
        let mut editor = CliEditor::open(session, book, form, answers)?;
        self.fill(&mut editor)?;
        Ok(editor)
    }
}

impl<T: FormOptions + Editable> NewFields<T> {
    /// The report of a new record; `parent` is the goal or meeting it belongs to.
    pub fn add(
        &self,
        book: &Book,
        parent: Option<Id>,
        session: &mut CliSession,
    ) -> Result<ChangeReport<Nothing>, Problem> {
        let editor = self.editor(T::FORM, Answers::default(), book, session)?;
        let mut ctx = session.env.op_context();
        let commit = ops::add::<T>(book, parent, &editor.answers, &mut ctx)?;
        Ok(ChangeReport::new(commit, Nothing {}).notes(editor.notes))
    }
}

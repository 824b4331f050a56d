//! The command line: the same verbs as the screens, in plain text and JSON.
//!
//! [`run`] reads the arguments, dispatches one command and prints its output; it ends in an exit code, or names the screen
//! to open. One file a noun holds its verbs, their help and the types of their JSON, which a table of `schema` names.
//! `options` makes the options for the fields of an editor form from a data file, `editor` checks their values as the
//! screens do, `target` finds the record that a number names and does to it what every noun does alike, `reference` adds
//! the examples. Every change is an operation of the domain, `session` opens and saves, and `output` alone writes, but for
//! the questions of `ask`. No rule lives here.

mod action;
mod agenda;
mod archived;
mod ask;
mod asked_form;
mod book;
mod call;
mod card;
mod date;
mod deck;
mod editor;
mod exchange;
mod export;
mod fill;
mod form;
mod form_questions;
mod goal;
mod guide;
mod import;
mod list;
mod log;
mod maintenance;
mod meeting;
mod options;
mod output;
mod pair;
mod pause;
mod person;
mod program;
mod pulse;
mod question;
mod reading;
mod reference;
mod schema;
mod search;
mod session;
mod settings;
mod shelf;
mod shell;
mod suggest;
mod target;
mod today;
mod user_files;
mod year;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::env::Env;
use crate::problem::{Exit, Problem};
use output::{Output, sanitized_lines};
use session::CliSession;

pub use output::report;
pub use reference::public_command;

/// The book a mentoring match keeps: goals, meeting log, agendas and program forms, offline.
#[derive(Debug, Parser)]
#[command(
    name = "matchbook",
    bin_name = "matchbook",
    version,
    override_usage = "matchbook [OPTIONS] [BOOK]\n       matchbook [OPTIONS] COMMAND",
    after_help = "Without a command the screen opens: the book named, or your shelf.\n\
        Days are typed as you would say them: tomorrow, next tue 10am, dec 1, in 2 weeks, 2026-12-01.\n\
        New here? “matchbook guide start” is the first hour; “matchbook guide” lists all guides."
)]
struct Cli {
    /// The book to work on: its file, or your partner's name; without it the only one on your shelf
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "NAME", env = "MATCHBOOK_BOOK", hide_env_values = true)]
    book: Option<PathBuf>,
    /// Print JSON; what goes wrong is told in words all the same
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    json: bool,
    /// Print nothing but what was asked for
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    quiet: bool,
    /// Print what the machine said when something goes wrong
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    verbose: bool,
    #[command(subcommand)]
    verb: Option<CliCommand>,
}

const EVERYWHERE: &str = "For every command";

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Open the sample year on the screen, in a copy that is thrown away
    Demo,
    /// Start a book
    New(options::NewFields<book::NewBookForm>),
    /// List your books, and what is late or due soon in any of them
    Shelf(shelf::ShelfArgs),
    /// Say in one line what is next, what is late, and when you last spoke; of several books a line each
    Status,
    /// Say all that Today says: what is next, who owes what, what is worth talking about
    Today(today::TodayArgs),
    /// Log a meeting or contact that was held
    Log(Box<log::LogArgs>),
    /// Hold a call: note by note as you type, and written up at its end
    Call(call::CallArgs),
    /// Goals, their steps and how they go
    #[command(subcommand)]
    Goal(goal::GoalVerb),
    /// Meetings and contacts, held and planned
    #[command(subcommand)]
    Meeting(meeting::MeetingVerb),
    /// What somebody promised to do
    #[command(subcommand)]
    Action(action::ActionVerb),
    /// The agenda of the next meeting
    Agenda(agenda::AgendaArgs),
    /// Questions kept for the next meeting
    #[command(subcommand)]
    Question(question::QuestionVerb),
    /// Say what is worth talking about now: at most three cards, each with the reason
    Suggest,
    /// Activities to do together
    #[command(subcommand)]
    Idea(card::IdeaVerb),
    /// Prompts to talk about
    #[command(subcommand)]
    Prompt(card::PromptVerb),
    /// Lists you keep together: program ideas, books, wishes, people, articles
    List(list::ListArgs),
    /// What the program names to read
    #[command(subcommand)]
    Reading(reading::ReadingVerb),
    /// How the match feels to you, private
    #[command(subcommand)]
    Pulse(pulse::PulseVerb),
    /// The dates of the year
    #[command(subcommand)]
    Date(date::DateVerb),
    /// Pause the year between two days: leave or illness, when nothing is counted or asked
    Pause(pause::PauseArgs),
    /// The year: what it adds up to, its frame, its end
    #[command(subcommand)]
    Year(year::YearVerb),
    /// Your role and the program, while the book is new
    #[command(subcommand)]
    Match(pair::MatchVerb),
    /// The two people of the match
    #[command(subcommand)]
    Person(person::PersonVerb),
    /// The program's forms
    #[command(subcommand)]
    Form(form::FormVerb),
    /// Programs to choose from, built in and your own
    #[command(subcommand, alias = "programme")]
    Program(program::ProgramVerb),
    /// The deck of prompts and activities, built in and your own
    #[command(subcommand)]
    Deck(deck::DeckVerb),
    /// Write a document as a file, as a rule without anything private
    Export(export::ExportArgs),
    /// Take a file in: a whole book, a list from a spreadsheet, notes, a calendar
    Import(import::ImportArgs),
    #[command(flatten)]
    Exchange(exchange::ExchangeVerb),
    /// Describe the JSON of files and commands to programs, as JSON Schema
    Schema(schema::SchemaArgs),
    /// Find words in everything that was written
    Search(search::SearchArgs),
    /// Put back what was archived, however long ago; without a number list it
    PutBack(archived::PutBackArgs),
    /// Take the last change back
    Undo,
    /// Do again what was undone last
    Redo,
    /// List the newest changes
    History {
        /// How many changes to list
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        limit: usize,
    },
    /// Make a copy of the book beside it
    Backup(maintenance::BackupArgs),
    /// List the copies of the book, or put one back; what is there is kept as a copy
    Restore(maintenance::RestoreArgs),
    /// Look whether the book is sound
    Check {
        /// Build what you see anew from the log first
        #[arg(long)]
        rebuild: bool,
        /// Make the file as small as what is in it, if the book is sound
        #[arg(long)]
        compact: bool,
    },
    /// Read how something is done: the first hour, forms, privacy, backups and more
    Guide(guide::GuideArgs),
    /// List your settings on this computer, or change one: region, time zone, reminders
    Settings(settings::SettingsArgs),
    /// Teach your shell to complete the commands
    Completions(shell::CompletionsArgs),
    /// Print the manual, or write a page for each command
    Man(shell::ManArgs),
    /// Write a book of many meetings, to measure with
    #[command(hide = true)]
    TestLarge {
        /// The file to write
        file: PathBuf,
        /// How many meetings
        meetings: usize,
    },
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// The work left after the arguments were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CliOutcome {
    /// To end.
    Exit(Exit),
    /// To open the screen.
    Screen {
        /// Its content.
        screen: StartScreen,
        /// True if the causes of a problem are told, too.
        verbose: bool,
    },
}

/// The content that the screen is to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartScreen {
    /// The only book, the shelf, or the welcome.
    Home,
    /// This book.
    Book(PathBuf),
    /// A copy of the sample year.
    Sample,
}

/// Runs the command in `args` (the first is the program's name), with output on `out` and problems on `err`.
pub fn run(args: &[OsString], env: Env, out: &mut dyn Write, err: &mut dyn Write) -> CliOutcome {
    let cli = match parse(args).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        // No verb is that, but the name of a book may be.
        Err(error) if error.kind() == clap::error::ErrorKind::InvalidUtf8 && args.len() == 2 => {
            return CliOutcome::Screen {
                screen: StartScreen::Book(PathBuf::from(&args[1])),
                verbose: false,
            };
        }
        Err(error) => return CliOutcome::Exit(report_usage_error(&error, out, err)),
    };
    let (json, quiet, verbose) = (cli.json, cli.quiet, cli.verbose);
    let mut session = CliSession::new(env, cli.book);
    let show = |screen| CliOutcome::Screen { screen, verbose };
    let output = match cli.verb {
        None => match &session.book_path {
            None => return show(StartScreen::Home),
            Some(named) => match session.resolve(named) {
                Ok(path) => return show(StartScreen::Book(path)),
                Err(problem) => Err(problem),
            },
        },
        Some(CliCommand::Demo) => return show(StartScreen::Sample),
        Some(CliCommand::Other(words)) => match book::argument(&words) {
            Some(path) => return show(StartScreen::Book(path)),
            None => return CliOutcome::Exit(unknown_command(args, out, err)),
        },
        Some(verb) if json || quiet => dispatch(verb, &mut session, &mut io::sink()),
        Some(verb) => dispatch(verb, &mut session, out),
    };
    let written = output.and_then(|output| output.write(out, json, quiet));
    if let Some(notice) = session.notice.take().filter(|_| !quiet) {
        report(&notice, err, verbose);
    }
    match written {
        Ok(exit) => CliOutcome::Exit(exit),
        Err(problem) => {
            report(&problem, err, verbose);
            CliOutcome::Exit(problem.exit)
        }
    }
}

/// Parses the arguments. Only help shows the examples of the commands, which take longer to find than all the rest.
fn parse(args: &[OsString]) -> Result<ArgMatches, clap::Error> {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand};
    Cli::command().try_get_matches_from(args).or_else(|error| {
        if matches!(
            error.kind(),
            DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand
        ) {
            return reference::command().try_get_matches_from(args);
        }
        Err(error)
    })
}

/// Runs a command; `voice` is told at once what one that reads line by line makes of them.
fn dispatch(
    verb: CliCommand,
    session: &mut CliSession,
    voice: &mut dyn Write,
) -> Result<Output, Problem> {
    match verb {
        CliCommand::New(args) => book::new(&args, session),
        CliCommand::Shelf(args) => shelf::run(&args, session),
        CliCommand::Status => book::status(session),
        CliCommand::Today(args) => today::run(&args, session),
        CliCommand::Log(args) => log::run(&args, session),
        CliCommand::Call(args) => call::run(&args, session, voice),
        CliCommand::Goal(verb) => goal::run(verb, session),
        CliCommand::Meeting(verb) => meeting::run(verb, session),
        CliCommand::Action(verb) => action::run(verb, session),
        CliCommand::Agenda(args) => agenda::run(&args, session),
        CliCommand::Question(verb) => question::run(&verb, session),
        CliCommand::Suggest => suggest::run(session),
        CliCommand::Idea(verb) => card::run_idea(verb, session),
        CliCommand::Prompt(verb) => card::run_prompt(verb, session),
        CliCommand::List(args) => list::run(&args, session),
        CliCommand::Reading(verb) => reading::run(&verb, session),
        CliCommand::Pulse(verb) => pulse::run(&verb, session),
        CliCommand::Date(verb) => date::run(&verb, session),
        CliCommand::Pause(args) => pause::run(&args, session),
        CliCommand::Year(verb) => year::run(&verb, session),
        CliCommand::Match(verb) => pair::run(&verb, session),
        CliCommand::Person(verb) => person::run(&verb, session),
        CliCommand::Form(verb) => form::run(verb, session),
        CliCommand::Program(verb) => program::run(verb, session),
        CliCommand::Deck(verb) => deck::run(verb, session),
        CliCommand::Export(args) => export::run(&args, session),
        CliCommand::Import(args) => import::run(&args, session),
        CliCommand::Exchange(verb) => exchange::run(&verb, session),
        CliCommand::Schema(args) => schema::run(&args, session),
        CliCommand::Search(args) => search::run(&args, session),
        CliCommand::PutBack(args) => archived::run(&args, session),
        CliCommand::Undo => maintenance::undo(session),
        CliCommand::Redo => maintenance::redo(session),
        CliCommand::History { limit } => maintenance::history(limit, session),
        CliCommand::Backup(args) => maintenance::backup(&args, session),
        CliCommand::Restore(args) => maintenance::restore(&args, session),
        CliCommand::Check { rebuild, compact } => maintenance::check(rebuild, compact, session),
        CliCommand::Guide(args) => guide::run(&args),
        CliCommand::Settings(args) => settings::run(&args, session),
        CliCommand::Completions(args) => Ok(shell::completions(&args)),
        CliCommand::Man(args) => shell::man(&args),
        CliCommand::TestLarge { file, meetings } => {
            maintenance::write_large_book(&file, meetings, session)
        }
        // The screen's own, which `run` has taken out before.
        CliCommand::Demo | CliCommand::Other(_) => Ok(Output::answer("", serde_json::Value::Null)),
    }
}

/// Reports a word that is no command, with the one that may be meant.
fn unknown_command(args: &[OsString], out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let strict = Cli::command()
        .allow_external_subcommands(false)
        .external_subcommand_value_parser(Resettable::Reset);
    match strict.try_get_matches_from(args) {
        Ok(_) => Exit::UsageError,
        Err(error) => report_usage_error(&error, out, err),
    }
}

/// Writes help or version, or the mistake in the arguments.
fn report_usage_error(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let text = error.render().to_string();
    let text = sanitized_lines(&text);
    let (to, exit): (&mut dyn Write, _) = if error.use_stderr() {
        (err, Exit::UsageError)
    } else {
        (out, Exit::Success)
    };
    let text = match text.strip_prefix("error: ") {
        Some(wrong) => format!("matchbook: {wrong}"),
        None => text,
    };
    // Nobody is left to be told that writing failed.
    let _ = to.write_all(text.as_bytes());
    exit
}

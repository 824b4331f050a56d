//! The command line: the same verbs as the screens, in plain text and JSON.
//!
//! [`run`] reads the arguments, does one verb and says what came of it; it ends in an exit code, or names what the screen
//! is to open. One file a noun holds its verbs and their help; `editor` checks what was typed as the screens do, every
//! change is a deed of the domain, `session` opens and saves, and `output` alone writes. No rule lives here.

mod action;
mod agenda;
mod book;
mod date;
mod deck;
mod editor;
mod evidence;
mod export;
mod fill;
mod form;
mod goal;
mod idea;
mod import;
mod keep;
mod line;
mod list;
mod log;
mod meeting;
mod output;
mod own;
mod person;
mod plan;
mod program;
mod program_page;
mod prompt;
mod pulse;
mod question;
mod reading;
mod reference;
mod schema;
mod schema_verbs;
mod search;
mod session;
mod shapes;
mod shell;
mod step;
mod suggest;
mod year;

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::Resettable;
use clap::{CommandFactory, Parser, Subcommand};

use crate::catalog::Catalog;
use crate::env::Env;
use crate::paths;
use crate::problem::{Exit, Problem};
use output::{Said, lines};
use session::Session;

pub use output::tell;
pub use reference::markdown_commands;

/// The book a mentoring match keeps: goals, meeting log, agendas and program forms, offline.
#[derive(Debug, Parser)]
#[command(
    name = "matchbook",
    version,
    override_usage = "matchbook [OPTIONS] [BOOK]\n       matchbook [OPTIONS] COMMAND",
    after_help = "Without a command the screen opens: the book named, or your shelf.\n\
        Days are typed as you would say them: tomorrow, next tue 10am, dec 1, in 2 weeks, 2026-12-01."
)]
struct Cli {
    /// The book to work on; without it the only one on your shelf
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE", env = "MATCHBOOK_BOOK", hide_env_values = true)]
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
    verb: Option<Verb>,
}

const EVERYWHERE: &str = "For every command";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Open the sample year on the screen, in a copy that is thrown away
    #[command(after_help = "Example:
  matchbook demo")]
    Demo,
    /// Start a book
    #[command(after_help = "Example:
  matchbook new --program alsc --role mentee --name \"Mentee A\" --partner \"Mentor B\" --start \"nov 2\"")]
    New(book::NewArgs),
    /// List your books
    #[command(after_help = "Example:
  matchbook shelf --json")]
    Shelf,
    /// Say in one line what is next, what is late, and when you last spoke
    #[command(after_help = "Example:
  matchbook status")]
    Status,
    /// Log a meeting or contact that was held
    #[command(after_help = "Examples:
  matchbook log --kind meeting --minutes 50 --note \"The school visit is the plan.\" --next \"dec 8 10am\"
  matchbook log --kind contact --channel email --date yesterday")]
    Log(Box<log::LogArgs>),
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
    #[command(after_help = "Example:\n  matchbook suggest")]
    Suggest,
    /// Activities to do together
    #[command(subcommand)]
    Idea(idea::IdeaVerb),
    /// Prompts to talk about
    #[command(subcommand)]
    Prompt(prompt::PromptVerb),
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
    /// The year: what it adds up to, its frame, its end
    #[command(subcommand)]
    Year(year::YearVerb),
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
    /// Take a file in: the whole book as JSON, a list in CSV or Markdown, a calendar
    Import(import::ImportArgs),
    /// Describe the JSON of files and commands to programs, as JSON Schema
    Schema(schema::SchemaArgs),
    /// Find words in everything that was written
    Search(search::SearchArgs),
    /// Take the last change back
    #[command(after_help = "Example:
  matchbook undo")]
    Undo,
    /// Do again what was undone last
    #[command(after_help = "Example:
  matchbook redo")]
    Redo,
    /// List the newest changes
    #[command(after_help = "Example:
  matchbook history --limit 5")]
    History(keep::HistoryArgs),
    /// Make a copy of the book beside it
    #[command(after_help = "Examples:
  matchbook backup
  matchbook backup --list
  matchbook backup --to /media/stick")]
    Backup(keep::BackupArgs),
    /// List the copies of the book, or put one back; what is there is kept as a copy
    #[command(after_help = "Examples:
  matchbook restore
  matchbook restore 2
  matchbook restore 2 --yes")]
    Restore(keep::RestoreArgs),
    /// Look whether the book is sound
    #[command(after_help = "Example:
  matchbook check")]
    Check(keep::CheckArgs),
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

/// What is left to do after the arguments were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// To end.
    Exit(Exit),
    /// To open the screen.
    Screen {
        /// With what.
        screen: Screen,
        /// True if the causes of a problem are told, too.
        verbose: bool,
    },
}

/// What the screen is to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The only book, the shelf, or the welcome.
    Home,
    /// This book.
    Book(PathBuf),
    /// A copy of the sample year.
    Sample,
}

/// Does what `args` (the first is the program's name) ask for, and says so on `out` or `err`.
pub fn run(args: &[OsString], env: Env, out: &mut dyn Write, err: &mut dyn Write) -> Next {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        // No verb is that, but the name of a book may be.
        Err(error) if error.kind() == clap::error::ErrorKind::InvalidUtf8 && args.len() == 2 => {
            return Next::Screen {
                screen: Screen::Book(PathBuf::from(&args[1])),
                verbose: false,
            };
        }
        Err(error) => return Next::Exit(misread(&error, out, err)),
    };
    let (json, quiet, verbose) = (cli.json, cli.quiet, cli.verbose);
    let mut session = Session {
        env,
        catalog: paths::config_folder().map_or_else(Catalog::new, Catalog::with_own),
        named: cli.book.filter(|path| !path.as_os_str().is_empty()),
        notice: RefCell::default(),
    };
    let show = |screen| Next::Screen { screen, verbose };
    let said = match cli.verb {
        None => return show(session.named.map_or(Screen::Home, Screen::Book)),
        Some(Verb::Demo) => return show(Screen::Sample),
        Some(Verb::Other(words)) => match book_among(&words) {
            Some(path) => return show(Screen::Book(path)),
            None => return Next::Exit(unknown(args, out, err)),
        },
        Some(verb) => perform(verb, &mut session),
    };
    let written = said.and_then(|said| said.write(out, json, quiet));
    if let Some(notice) = session.notice.take().filter(|_| !quiet) {
        tell(&notice, err, verbose);
    }
    match written {
        Ok(exit) => Next::Exit(exit),
        Err(problem) => {
            tell(&problem, err, verbose);
            Next::Exit(problem.exit)
        }
    }
}

fn perform(verb: Verb, session: &mut Session) -> Result<Said, Problem> {
    match verb {
        Verb::New(args) => book::new(&args, session),
        Verb::Shelf => book::shelf(session),
        Verb::Status => book::status(session),
        Verb::Log(args) => log::run(&args, session),
        Verb::Goal(verb) => goal::run(verb, session),
        Verb::Meeting(verb) => meeting::run(verb, session),
        Verb::Action(verb) => action::run(verb, session),
        Verb::Agenda(args) => agenda::run(&args, session),
        Verb::Question(verb) => question::run(&verb, session),
        Verb::Suggest => suggest::run(session),
        Verb::Idea(verb) => idea::run(&verb, session),
        Verb::Prompt(verb) => prompt::run(&verb, session),
        Verb::List(args) => list::run(&args, session),
        Verb::Reading(verb) => reading::run(&verb, session),
        Verb::Pulse(verb) => pulse::run(&verb, session),
        Verb::Date(verb) => date::run(&verb, session),
        Verb::Year(verb) => year::run(&verb, session),
        Verb::Person(verb) => person::run(&verb, session),
        Verb::Form(verb) => form::run(verb, session),
        Verb::Program(verb) => program::run(verb, session),
        Verb::Deck(verb) => deck::run(verb, session),
        Verb::Export(args) => export::run(&args, session),
        Verb::Import(args) => import::run(&args, session),
        Verb::Schema(args) => schema::run(&args, session),
        Verb::Search(args) => search::run(&args, session),
        Verb::Undo => keep::undo(session),
        Verb::Redo => keep::redo(session),
        Verb::History(args) => keep::history(&args, session),
        Verb::Backup(args) => keep::backup(&args, session),
        Verb::Restore(args) => keep::restore(&args, session),
        Verb::Check(args) => keep::check(&args, session),
        Verb::Completions(args) => Ok(shell::completions(&args)),
        Verb::Man(args) => shell::man(&args),
        Verb::TestLarge { file, meetings } => keep::test_large(&file, meetings, session),
        // The screen's own, which `run` has taken out before.
        Verb::Demo | Verb::Other(_) => Ok(Said::answer("", serde_json::Value::Null)),
    }
}

/// The book in `matchbook BOOK`: one word that is a file, or looks like the path of one.
fn book_among(words: &[OsString]) -> Option<PathBuf> {
    let [word] = words else {
        return None;
    };
    let path = Path::new(word);
    let named = path.components().count() > 1
        || path.extension().is_some()
        || path.symlink_metadata().is_ok();
    named.then(|| path.to_owned())
}

/// Says of a word that is no verb which one may be meant.
fn unknown(args: &[OsString], out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let strict = Cli::command()
        .allow_external_subcommands(false)
        .external_subcommand_value_parser(Resettable::Reset);
    match strict.try_get_matches_from(args) {
        Ok(_) => Exit::WrongUse,
        Err(error) => misread(&error, out, err),
    }
}

/// Help and version as asked for, or what is wrong with the arguments.
fn misread(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let text = error.render().to_string();
    let text = lines(&text);
    let (to, exit): (&mut dyn Write, _) = if error.use_stderr() {
        (err, Exit::WrongUse)
    } else {
        (out, Exit::Done)
    };
    let text = match text.strip_prefix("error: ") {
        Some(wrong) => format!("matchbook: {wrong}"),
        None => text,
    };
    // Nobody is left to be told that writing failed.
    let _ = to.write_all(text.as_bytes());
    exit
}
